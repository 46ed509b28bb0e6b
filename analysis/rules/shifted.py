"""Rows whose cells stand one column beside where they belong: each is told alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.structure import primary_key
from analysis.tabular import UNREAD

SEVERAL = 2  # columns of a row with a problem: one alone may be anything
MOST = 1000  # rows of a table that are looked at
Fits = Callable[[str, str], bool]


def shifted(records: Records, found: Iterable[Problem]) -> list[Problem]:
    """A problem for each row whose problems are gone once its cells are moved by one column."""
    columns: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for problem in found:
        if problem.row and problem.column:
            columns[problem.file][problem.row].add(problem.column)
    told = []
    for name, frame in records.tables.items():
        named = columns[frame.attrs["file"]]
        broken = [row for row, of in named.items() if len(of) >= SEVERAL and row in frame.index]
        fits = _fitting(records, name) if broken else None
        if fits is None:
            continue
        heading = records.headings[name]
        for row in islice(broken, MOST):
            cells = dict(zip(heading, frame.loc[row, heading], strict=True))
            told += [p for p in [_moved(frame.attrs["file"], row, cells, fits)] if p]
    return told


def without(records: Records, told: Iterable[Problem]) -> Records:
    """The records without these rows, whose cells may be keys that others name."""
    rows = {(problem.file, problem.row) for problem in told}
    tables = dict(records.tables)
    for name, frame in records.tables.items():
        gone = frame.index.isin([row for file, row in rows if file == frame.attrs["file"]])
        if gone.any():
            tables[name] = frame[~gone]
            unread = [*frame.attrs.get(UNREAD, ()), *frame[gone].to_numpy().ravel().tolist()]
            tables[name].attrs = {**frame.attrs, UNREAD: unread}
    return replace(records, tables=tables)


def _moved(file: str, row: int, cells: Mapping[str, str], fits: Fits) -> Problem | None:
    """What is told of a row that fits once a cell is taken out, or put in; None for any other."""
    names, stated = [*cells], [*cells.values()]
    first = next((at for at, cell in enumerate(cells.items()) if not fits(*cell)), 0)
    for at in range(first, -1, -1):
        if not stated[at] and _fit(names[at:], stated[at + 1 :], fits):
            todo = "Delete this empty cell, and put back what stood in the last column."
            return _told(file, row, names[at], "right", stated[at + 1], todo)
        if not stated[-1] and _fit(names[at + 1 :], stated[at:-1], fits):
            todo = "Put back the cell that stood here before it."
            return _told(file, row, names[at], "left", stated[at], todo)
    return None


def _told(file: str, row: int, column: str, side: str, found: str, todo: str) -> Problem:
    message = f"the cells from here on stand one column too far to the {side}"
    expected = f"each in its column, {column} in this one"
    return Problem(file, row, column, message, found, expected, todo)


def _fit(names: Sequence[str], cells: Sequence[str], fits: Fits) -> bool:
    return any(cells) and all(map(fits, names, cells))


def _fitting(records: Records, table: str) -> Fits | None:
    """Whether a cell may stand in a column: by its form, its terms, and the keys there are.

    None for a table whose rows have no key of a form of its own: too much would fit.
    """
    (resource,) = (r for r in records.resources if r["name"] == table)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    key = primary_key(resource)
    if key is None or "pattern" not in fields[key].get("constraints", {}):
        return None
    known: dict[str, set[str]] = {
        name: {*records.sources} for name in fields if fields[name].get("holds") == "citekey"
    }
    for link in resource["schema"].get("foreignKeys", []):
        target, key = link["reference"]["resource"] or table, link["reference"]["fields"][0]
        if target in records.tables:
            known[link["fields"][0]] = {*records.distinct(target, key)}

    @cache
    def fits(name: str, cell: str) -> bool:
        rules: Mapping[str, Any] = fields[name].get("constraints", {})
        if not cell:
            return not rules.get("required")
        formed = re.fullmatch(rules.get("pattern", "(?s).*"), cell)
        return (
            bool(formed) and cell in rules.get("enum", [cell]) and cell in known.get(name, [cell])
        )

    return fits
