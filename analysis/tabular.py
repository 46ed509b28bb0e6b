"""A table's file, CSV, read as it stands: cells as text, rows by the number a spreadsheet shows."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.errors import Problem
from analysis.syntax import MERGE, unmerged
from analysis.texts import Unreadable, text_of

FIRST_ROW = 2  # the heading is row 1
UNREAD = "unread"


class Read(NamedTuple):
    """A table as text, None when it has not its columns, and its heading as it stands in the file.

    The heading is no attribute of the frame: pandas would copy it with each column that is taken.
    """

    frame: pd.DataFrame | None
    problems: Sequence[Problem]
    heading: list[str]


def read_table(folder: Path, resource: Mapping[str, Any]) -> Read:
    """One table, its columns in the descriptor's order."""
    label = f"data/{resource['path']}"
    columns = [field["name"] for field in resource["schema"]["fields"]]
    try:
        heading, rows = _rows(text_of(folder / label, label), label)
    except Unreadable as error:
        return Read(None, [error.problem], [])
    problems = list(_heading_problems(heading, columns, label))
    if problems:
        return Read(None, problems, heading)
    numbered, problems = _whole(rows, len(heading), label)
    index = pd.Index([number for number, _ in numbered], name="row", dtype="int64")
    # As objects: of pandas' own texts each column is kept apart, and rows take long to choose.
    frame = pd.DataFrame([cells for _, cells in numbered], index, heading, dtype=object)
    frame = frame.reindex(columns=columns)
    frame.attrs["file"] = label
    if unread := [cell for cells in rows if len(cells) != len(heading) for cell in cells]:
        frame.attrs[UNREAD] = unread
    return Read(frame, problems, heading)


def _rows(text: str, label: str) -> tuple[list[str], list[list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    known: dict[str, str] = {}  # each text once: many cells have the same
    try:
        rows.extend(list(map(known.setdefault, cells, cells)) for cells in reader)
    except csv.Error as error:
        found = Problem(
            label,
            len(rows) + 1,
            message="not CSV",
            found=str(error),
            expected="balanced quotes, and cells below 131,072 characters",
        )
        raise Unreadable(found) from error
    if not rows or not any(rows[0]):
        raise Unreadable(Problem(label, 1, message="no heading row", found=text[:40]))
    return _without_margin(rows[0], rows[1:])


def _without_margin(heading: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """A table without the empty rows and columns that a spreadsheet leaves at its ends."""
    while rows and not any(rows[-1]):
        rows.pop()
    width = len(heading)
    while not heading[width - 1] and not any(any(row[width - 1 :]) for row in rows):
        width -= 1
    if width == len(heading):
        return heading, rows
    return heading[:width], [row[:width] for row in rows]


def _heading_problems(
    heading: Sequence[str], columns: Sequence[str], label: str
) -> Iterator[Problem]:
    if len(heading) == 1 and len(columns) > 1 and (mark := _separator(heading[0])):
        yield Problem(
            label, 1, message="cells are not separated by commas", found=mark, expected="','",
            todo="Save it as 'CSV UTF-8 (comma delimited)', or with ',' as the field delimiter.",
        )  # fmt: skip
        return
    for name, times in Counter(heading).items():
        if times > 1:
            yield Problem(
                label, 1, name, f"the heading stands {times} times", todo="Delete or rename one."
            )
    missing = [name for name in columns if name not in heading]
    for name in dict.fromkeys(heading):
        if name not in columns:
            near = difflib.get_close_matches(name.strip().lower(), missing, 1)
            missing = [m for m in missing if m not in near]
            yield _unknown_column(label, name, near)
    for name in missing:
        yield Problem(label, 1, name, "column is missing", todo="Add the column.")


def _separator(heading: str) -> str | None:
    return next((mark for mark in ";\t|" if mark in heading), None)


def _unknown_column(label: str, name: str, near: Sequence[str]) -> Problem:
    todo = (
        f"Did you mean '{near[0]}'?" if near else "Delete it, or describe it in datapackage.json."
    )
    return Problem(
        label, 1, " ".join(name.split()) or None, "unknown column", found=name, todo=todo
    )


def _whole(
    rows: Sequence[list[str]], width: int, label: str
) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows that have all their cells, numbered, and a problem for each other row."""
    numbered, problems = [], []
    for number, cells in enumerate(rows, FIRST_ROW):
        if not any(cells):
            problems.append(Problem(label, number, message="an empty row", todo="Delete it."))
        elif len(cells) != width:
            problems.append(_ragged(label, number, cells, width))
        else:
            numbered.append((number, cells))
    return numbered, problems


def _ragged(label: str, row: int, cells: Sequence[str], width: int) -> Problem:
    if cells[0].startswith(MERGE):
        return unmerged(label, row, cells[0])
    return Problem(
        label,
        row,
        message="wrong number of cells",
        found=f"{len(cells)} cell{'' if len(cells) == 1 else 's'}",
        expected=f"{width} cells",
        todo="A cell with a comma in it needs double quotes."
        if len(cells) > width
        else "Add the missing commas.",
    )
