"""A table as a value: columns, rows of safe Markdown cells, a caption and notes.

Cells are set column by column: a big table has millions of them, and most are made of a few
columns of its rows, in which many rows are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, cast
from weakref import ref

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames import records, remembered

Row = Mapping[str, Any]


class Rows:
    """What a table is set of: the rows of a frame, or records, whole or by column."""

    def __init__(self, given: pd.DataFrame | Sequence[Row]):
        self._given = given
        self._columns: dict[str, list[Any]] = {}

    @cached_property
    def records(self) -> Sequence[Row]:
        """The rows, each whole."""
        return records(self._given) if isinstance(self._given, pd.DataFrame) else self._given

    def column(self, name: str) -> list[Any]:
        """What the rows have in one column."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def _read(self, name: str) -> list[Any]:
        if isinstance(self._given, pd.DataFrame):
            column: list[Any] = self._given[name].tolist()
            return column
        return [row[name] for row in self._given]


Cell = Callable[[Row, Dataset], str]
Cells = Callable[[Rows, Dataset], list[str]]


def by_row(cell: Cell) -> Cells:
    """Cells that are each made of a whole row: for tables that stay small."""
    return lambda rows, dataset: [cell(row, dataset) for row in rows.records]


def as_it_is(name: str) -> Cells:
    """Cells that stand ready in a column of the rows."""
    return lambda rows, dataset: rows.column(name)


def of(cell: Callable[..., str], *names: str) -> Cells:
    """Cells that are made of what a row has in these columns: `cell(*values)`."""
    return lambda rows, dataset: list(map(cell, *map(rows.column, names)))


def looking_up(cell: Callable[..., str], *names: str) -> Cells:
    """As `of`, where more is looked up in the dataset: `cell(*values, dataset)`."""
    return lambda rows, dataset: list(map(cell, *map(rows.column, names), repeat(dataset)))


def alike(cell: Cell, *names: str) -> Cells:
    """Cells of rows that are often alike in all that a cell is made of: each is set once."""

    def made(values: tuple[Any, ...], dataset: Dataset) -> str:
        return cell(dict(zip(names, values, strict=True)), dataset)

    def cells(rows: Rows, dataset: Dataset) -> list[str]:
        values = zip(*map(rows.column, names), strict=True)
        return list(map(kept(dataset, made).__getitem__, values))

    return cells


def once_each(cell: Callable[[Any, Dataset], str], name: str) -> Cells:
    """Cells that are made of what a row has in one column, `kept`: `cell(value, dataset)`."""
    return lambda rows, dataset: list(map(kept(dataset, cell).__getitem__, rows.column(name)))


class Kept(dict[Any, str]):
    """Text by what it is made of, made when it is first asked for: `make(key, dataset)`."""

    def __init__(self, dataset: Dataset, make: Callable[[Any, Dataset], str]):
        super().__init__()
        # Weakly: the dataset keeps this, and is kept by nothing that it keeps.
        self._dataset, self._make = ref(dataset), make

    def __missing__(self, key: Any) -> str:
        dataset = cast(Dataset, self._dataset())  # who asks has it
        return self.setdefault(key, self._make(key, dataset))


@remembered
def kept(dataset: Dataset, make: Callable[[Any, Dataset], str]) -> Kept:
    """What a function made of keys, kept as long as the dataset."""
    return Kept(dataset, make)


def joined(between: str, *parts: Cells) -> Cells:
    """Cells that are made of several, with a text between."""

    def cells(rows: Rows, dataset: Dataset) -> list[str]:
        made = [part(rows, dataset) for part in parts]
        return list(map(between.join, zip(*made, strict=True)))

    return cells


@dataclass(frozen=True)
class Column:
    """One column: its heading, its share of the width, and the Markdown of its cells."""

    heading: str
    width: int
    cells: Cells
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
        """The table as a pipe table with caption and label; empty without rows."""
        if not self.rows:
            return ""
        lines = [_line(c.heading for c in self.columns), _rule(self.columns)]
        lines += [_line(row) for row in self.rows]
        return "\n".join(lines) + f"\n\n: {self.caption} {{#tbl-{self.key}}}\n"


def table(
    key: str,
    caption: str,
    frame: pd.DataFrame | Sequence[Row],
    columns: Sequence[Column],
    dataset: Dataset,
    notes: Sequence[str] = (),
) -> Table:
    """A table of one row for each row of a frame, or for each record."""
    rows = Rows(frame)
    cells = [column.cells(rows, dataset) for column in columns]
    return Table(key, caption, tuple(columns), tuple(zip(*cells, strict=True)), tuple(notes))


def _line(cells: Sequence[str] | Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    marks = (f"{'-' * c.width}:" if c.right else f":{'-' * c.width}" for c in columns)
    return "|" + "|".join(marks) + "|"
