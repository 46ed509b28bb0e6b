"""A table as a value: columns, rows of safe Markdown cells, a caption and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames import each

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its heading, its share of the width, and the Markdown of a row's cell."""

    heading: str
    width: int
    cell: Callable[[Row, Dataset], str]
    right: bool = False


@dataclass(frozen=True)
class Table:
    """A captioned table: headings, rows of Markdown cells, notes below."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """The table as a pipe table with caption and label, its notes beneath.

        Without rows, the notes alone.
        """
        notes = "".join(f"\n[{note}]{{.note}}\n" for note in self.notes)
        if not self.rows:
            return notes
        lines = [_line(c.heading for c in self.columns), _rule(self.columns)]
        lines += [_line(row) for row in self.rows]
        return "\n".join(lines) + f"\n\n: {self.caption} {{#tbl-{self.key}}}\n{notes}"


def table(
    key: str,
    caption: str,
    frame: pd.DataFrame | Sequence[Row],
    columns: Sequence[Column],
    dataset: Dataset,
    notes: Sequence[str] = (),
) -> Table:
    """A table of one row for each row of a frame, or for each record."""
    rows = each(frame) if isinstance(frame, pd.DataFrame) else frame
    shown = [column.cell for column in columns]
    cells = tuple(tuple([cell(row, dataset) for cell in shown]) for row in rows)
    return Table(key, caption, tuple(columns), cells, tuple(notes))


def _line(cells: Sequence[str] | Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    marks = (f"{'-' * c.width}:" if c.right else f":{'-' * c.width}" for c in columns)
    return "|" + "|".join(marks) + "|"
