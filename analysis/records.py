"""A dataset's files read exactly as they are written; whatever cannot be read is a problem."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR, REFERENCES
from analysis.sources import Source, read_sources
from analysis.syntax import MERGE, in_json, unmerged
from analysis.texts import Unreadable, half_in, text_of

FIRST_ROW = 2  # the heading is row 1
UNREAD = "unread"
HEADING = "heading"
BIBLIOGRAPHY = ("seeds", REFERENCES)
TABLE = re.compile("[a-z0-9][a-z0-9_-]*")
DEEPEST = 50
ENDLESS = Problem(
    DESCRIPTOR, None, None, "not a data package", "lists without end", "lists of a few levels",
    "Close each bracket that is opened.",
)  # fmt: skip


@dataclass(frozen=True)
class Records:
    """What the files of a dataset hold, all cells text.

    `tables` has only the tables that have all their columns; their index is the row number
    that a spreadsheet shows, `attrs["file"]` names the file, and `attrs["heading"]` its columns as
    they stand there. `problems` says what could not be read; `unread` gives the cells of rows among
    that.
    """

    folder: Path
    descriptor: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Descriptions of a table's columns."""
        return next(
            (list(r["schema"]["fields"]) for r in self.resources if r["name"] == table),
            [],
        )

    def distinct(self, table: str, column: str) -> list[str]:
        """The cells of a column, each once, in the order in which they first come."""
        if (table, column) not in self._distinct:
            self._distinct[table, column] = self.tables[table][column].unique().tolist()
        return self._distinct[table, column]

    def unread(self, table: str) -> frozenset[str]:
        """The cells of rows that have not all their cells, or too many: keys may be among them."""
        return frozenset(self.tables[table].attrs.get(UNREAD, ()))

    @cached_property
    def _distinct(self) -> dict[tuple[str, str], list[str]]:
        return {}

    @property
    def works_read(self) -> bool:
        """Whether each record of the bibliography could be read."""
        return not any(problem.file.startswith(BIBLIOGRAPHY) for problem in self.problems)

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Descriptions of the tables, of those too that could not be read."""
        return list(self.descriptor.get("resources", []))


def read(folder: Path) -> Records:
    """Read a dataset's descriptor, tables and bibliography; gathers every problem."""
    problems: list[Problem] = []
    descriptor: dict[str, Any] = {}
    tables: dict[str, pd.DataFrame] = {}
    try:
        descriptor = read_descriptor(folder)
    except Unreadable as error:
        problems.append(error.problem)
    for resource in descriptor.get("resources", []):
        frame, found = read_table(folder, resource)
        problems += found
        if frame is not None:
            tables[resource["name"]] = frame
    sources, found = read_sources(folder)
    return Records(folder, descriptor, tables, sources, (*problems, *found))


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The data package's descriptor; raises `Unreadable` when it is none."""
    try:
        text = text_of(folder / DESCRIPTOR, DESCRIPTOR)
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        half = half_in(json.dumps(found, ensure_ascii=False))
    except json.JSONDecodeError as error:
        raise Unreadable(in_json(DESCRIPTOR, text, error)) from error
    except RecursionError as error:
        raise Unreadable(ENDLESS) from error
    except ValueError as error:  # all that Python says of too long a number
        raise Unreadable(
            Problem(DESCRIPTOR, message="a number of too many digits", todo="Shorten or delete it.")
        ) from error
    if _is_deep(found):
        raise Unreadable(ENDLESS)
    if half:
        expected = "both halves, or the character itself"
        raise Unreadable(Problem(DESCRIPTOR, None, None, "half a character", half, expected))
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        near = difflib.get_close_matches(
            "resources", {*found} - {"resources"} if isinstance(found, dict) else ()
        )
        todo = f"Write resources in place of '{near[0]}'." if near else None
        expected = "an object with resources, a list of tables"
        raise Unreadable(
            Problem(DESCRIPTOR, None, None, "not a data package", None, expected, todo)
        )
    if problems := [*_not_tables(found["resources"]), *_not_fields(found)]:
        raise Unreadable(problems[0])
    return found


def _once(fields: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no field stands twice; Python would take the last for the only."""
    record = dict(fields)
    if len(record) < len(fields):
        twice = next(
            name for name, times in Counter(name for name, _ in fields).items() if times > 1
        )
        both = " and ".join(json.dumps(value)[:30] for name, value in fields if name == twice)
        raise Unreadable(
            Problem(
                DESCRIPTOR, None, twice[:80], "the field stands twice", both, "each field once",
                "Delete one of the two.",
            )
        )  # fmt: skip
    return record


def _no_number(name: str) -> Any:
    raise Unreadable(
        Problem(
            DESCRIPTOR, None, None, "no number", name, "a number", "Write null where there is none."
        )
    )


def _is_deep(part: Any) -> bool:
    """Whether lists and objects lie within each other more often than any rule follows them."""
    level, inner = 0, [part]
    while inner and level < DEEPEST:
        level += 1
        inner = [
            item
            for outer in inner
            if isinstance(outer, dict | list)
            for item in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(inner)


def _not_tables(resources: Sequence[Any]) -> Iterator[Problem]:
    """Each table has a name, is in the file of that name, and has columns with names."""
    for number, resource in enumerate(resources, 1):
        if not _describes_table(resource):
            yield Problem(
                DESCRIPTOR, column="resources", message=f"resource {number} describes no table",
                expected="a name of lower-case letters, digits, hyphens and underscores, a path, "
                "and schema.fields with names",
            )  # fmt: skip
        elif resource["path"] != (file := f"{resource['name']}.csv"):
            stem = str(resource["path"]).removesuffix(".csv")
            known = stem in schema.tables() and resource["name"] not in schema.tables()
            yield Problem(
                DESCRIPTOR, column="resources",
                message=f"the table {resource['name']} is in a file of another name",
                found=str(resource["path"]), expected=file,
                todo=f"Write {stem} as its name." if known else f"Name the file data/{file}, "
                "and its path so.",
            )  # fmt: skip


def _describes_table(resource: Any) -> bool:
    try:
        named = TABLE.fullmatch(resource["name"]) and "path" in resource
        return bool(named) and _have_names(resource["schema"]["fields"])
    except (KeyError, TypeError):
        return False


def _not_fields(descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """What is said of the bibliography, if anything is, is said of fields with names."""
    try:
        named = _have_names(descriptor.get("bibliography", {"fields": []})["fields"])
    except (KeyError, TypeError):
        named = False
    if not named:
        yield Problem(
            DESCRIPTOR, column="bibliography", message="a field without a name",
            expected="fields, each with a name",
        )  # fmt: skip


def _have_names(fields: Any) -> bool:
    return all(isinstance(field["name"], str) for field in fields)


def read_table(
    folder: Path, resource: Mapping[str, Any]
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """One table as text, columns in the descriptor's order; None when it has not its columns."""
    label = f"data/{resource['path']}"
    columns = [field["name"] for field in resource["schema"]["fields"]]
    try:
        heading, rows = _rows(text_of(folder / label, label), label)
    except Unreadable as error:
        return None, [error.problem]
    problems = list(_heading_problems(heading, columns, label))
    if problems:
        return None, problems
    numbered, problems = _whole(rows, len(heading), label)
    index = pd.Index([number for number, _ in numbered], name="row", dtype="int64")
    # As objects: of pandas' own texts each column is kept apart, and rows take long to choose.
    frame = pd.DataFrame([cells for _, cells in numbered], index, heading, dtype=object)
    frame = frame[columns]
    frame.attrs.update({"file": label, HEADING: heading})
    if unread := [cell for cells in rows if len(cells) != len(heading) for cell in cells]:
        frame.attrs[UNREAD] = unread
    return frame, problems


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
