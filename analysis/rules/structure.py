"""Structure: the cells against the descriptor, and every row under a key of its own."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.edition import TABLE
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR, REFERENCES, dataset_files
from analysis.records import Records
from analysis.rules.amounts import DECIMALS, DIGITS
from analysis.rules.forms import in_words
from analysis.rules.rows import fits, nearest, not_said, problems_at
from analysis.rules.suggestions import as_dates, as_decimal, as_number

if TYPE_CHECKING:
    from frictionless.resources import TableResource

MANY = 10**9
NUMBERING = {"name": "#", "type": "integer"}
NAMING = ("name", "title", "description")
FEW = 1000  # cells of a column that is looked at together with others
KIND = {"number": "a number", "date": "a date", "id": "an id", "key": "a key"}
FILL = "Fill it in: no row may leave it empty."
EDITION = f"data/{TABLE}.csv"
WRITTEN = "Put the row back as it was: report release alone writes this table."
ANY_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
SEPARATED = re.compile(r"-?[0-9]+(?:[.,' ][0-9]+){2,}")
ONE_DIGIT = re.compile(r"(-[a-z]?)([0-9])$")  # at the end of an id
CONSTRAINT = re.compile(r'constraint "(\w+)"')

Field = Mapping[str, Any]


def cells_described(records: Records) -> Iterator[Problem]:
    """Required cells, allowed terms, forms of numbers and dates: by frictionless.

    Each distinct cell is looked at once for all columns that ask the same of their cells.
    """
    bad = _bad_cells(records)
    for resource in records.resources:
        if (frame := records.tables.get(resource["name"])) is not None:
            told = {
                (field["name"], cell): kind
                for field in _bound(resource)
                for cell, kind in bad[_asked(resource, field)].items()
            }
            yield from _rows_of(frame, resource["schema"]["fields"], told)


def keys_formed_once(records: Records) -> Iterator[Problem]:
    """Every row has a key of the described form, and no other row has it."""
    for resource in records.resources:
        frame = records.tables.get(resource["name"])
        key = primary_key(resource)
        if frame is None or key is None:
            continue
        field = next(f for f in resource["schema"]["fields"] if f["name"] == key)
        form = re.compile(field.get("constraints", {}).get("pattern", "(?s).*"))
        shaped = fits(frame[key], partial(_matches, form))
        empty = frame[key] == ""
        bad = dict.fromkeys(((key, cell) for cell in frame.loc[~shaped, key].unique()), "pattern")
        yield from _rows_of(frame, [field], {**bad, (key, ""): "required"})
        *others, last = _key_columns(resource)
        again = frame.duplicated([*others, last]) & ~empty
        message, todo = "used before", "Give each row one of its own."
        if others:
            message = f"used before with the same {last}"
            todo = "Delete one of the two rows, or tell them apart."
        yield from problems_at(frame, again, key, message, todo=todo)


def own_files(records: Records) -> Iterator[Problem]:
    """What is published with the dataset is its own: no link leads to some other file."""
    for name, path in strangers(records):
        if path.is_symlink():
            yield Problem(
                name, message="a link that is no table of the dataset", found=os.readlink(path),
                todo="Delete it: what it leads to would be published with the dataset.",
            )  # fmt: skip


def strangers(records: Records) -> Iterator[tuple[str, Path]]:
    """The files that are published with the dataset and that nothing describes, by name."""
    described = {DESCRIPTOR, REFERENCES, *(f"data/{r['path']}" for r in records.resources)}
    for path in dataset_files(records.folder):
        name = path.relative_to(records.folder).as_posix()
        if name not in described and path.parent.name == "data":
            yield name, path


def _matches(form: re.Pattern[str], cell: str) -> bool:
    return bool(form.fullmatch(cell))


def _key_columns(resource: Mapping[str, Any]) -> list[str]:
    """All columns of the primary key, which may be more than one."""
    key = resource["schema"].get("primaryKey") or []
    return [key] if isinstance(key, str) else list(key)


def primary_key(resource: Mapping[str, Any]) -> str | None:
    """The column whose cells name the rows of a table; None where the table has none."""
    key = resource["schema"].get("primaryKey") or [None]
    name = key if isinstance(key, str) else key[0]
    known = {field["name"] for field in resource["schema"]["fields"]}
    return name if name in known else None


def _bound(resource: Field) -> list[Field]:
    """The columns that ask something of their cells, but the key."""
    key = primary_key(resource)
    fields = resource["schema"]["fields"]
    return [field for field in fields if field["name"] != key and field.get("constraints")]


def _asked(resource: Field, field: Field) -> tuple[str, str]:
    """What a column takes for no cell, and what it asks of the others: as text, to be compared."""
    rules = {name: value for name, value in field.items() if name not in NAMING}
    missing = resource["schema"].get("missingValues", [""])
    return json.dumps(missing), json.dumps(rules, sort_keys=True)


def _bad_cells(records: Records) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """The cells that are not what is asked of them, each with what is wrong, by what is asked."""
    cells: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for resource in records.resources:
        for field in _bound(resource) if resource["name"] in records.tables else ():
            distinct = records.distinct(resource["name"], field["name"])
            cells[_asked(resource, field)].update(dict.fromkeys(distinct))
    together: defaultdict[tuple[str, str], dict[str, Collection[str]]] = defaultdict(dict)
    for (missing, rules), found in cells.items():
        if found:
            together[missing, rules if len(found) > FEW else ""][rules] = found
    bad: dict[tuple[str, str], dict[str, str]] = {asked: {} for asked in cells}
    for (missing, _), columns in together.items():
        table = _columns(json.loads(missing), columns)
        errors: list[Any] = table.validate(limit_errors=MANY).tasks[0].errors
        for error in errors:
            bad[missing, error.field_name][error.cell or ""] = _kind(error)
    return bad


def _columns(missing: Sequence[str], cells: Mapping[str, Collection[str]]) -> TableResource:
    """A table of columns of cells, each named by what it asks; shorter columns begin again.

    Its rows are numbered, so that none is blank: of a blank row, frictionless names no cell. They
    are given by a function, as frictionless would copy a list of them.
    """
    from frictionless import Schema
    from frictionless.resources import TableResource

    longest = max(map(len, cells.values()))
    fields = [{**NUMBERING}, *({**json.loads(rules), "name": rules} for rules in cells)]

    def rows() -> Iterator[Sequence[Any]]:
        yield [NUMBERING["name"], *cells]
        columns = (islice(cycle(column), longest) for column in cells.values())
        yield from zip(range(longest), *columns, strict=True)

    schema = Schema.from_descriptor({"fields": fields, "missingValues": missing})
    return TableResource(name="cells", data=rows, schema=schema)


def _kind(error: Any) -> str:
    """The constraint that a cell breaks, or the error's own words."""
    rule = CONSTRAINT.match(error.note)
    return rule.group(1) if rule else str(error.note)


def _rows_of(
    frame: pd.DataFrame, fields: list[dict[str, Any]], bad: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    """A problem for every row with one of the bad cells, which are given by column and cell."""
    damaged = {column for column, _ in bad}
    for field in (field for field in fields if field["name"] in damaged):
        name = field["name"]
        cells = {cell: kind for (column, cell), kind in bad.items() if column == name}
        for row, cell in frame.loc[frame[name].isin(list(cells)), name].items():
            found = _problem(frame.attrs["file"], int(str(row)), field, cell, cells[cell])
            yield replace(found, todo=WRITTEN) if found.file == EDITION else found


def _problem(file: str, row: int, field: Field, cell: str, kind: str) -> Problem:
    name = field["name"]
    if kind == "required":
        return Problem(file, row, name, "the cell is empty", None, _meant(field), FILL)
    if kind == "enum":
        terms = field["constraints"]["enum"]
        todo = nearest(cell, terms) or _not_said(field, cell)
        return Problem(file, row, name, "not one of the terms", cell, ", ".join(terms), todo)
    if kind != "pattern":
        return Problem(file, row, name, kind, cell)
    holds = field.get("holds", "")
    if holds == "number" and ANY_NUMBER.fullmatch(cell):
        expected = f"{DIGITS} digits at most, and {DECIMALS} after the point"
        todo = "Look whether a digit slipped in, or round it."
        return Problem(file, row, name, "too many digits", cell, expected, todo)
    message = f"not {KIND.get(holds, 'in the right form')}"
    todo = suggestion(field, cell) or _not_said(field, cell) or _otherwise(field, cell)
    return Problem(file, row, name, message, cell, in_words(field), todo)


def _meant(field: Field) -> str | None:
    """What a cell is to hold: one of its terms, or what the first sentence on the column says."""
    if terms := field.get("constraints", {}).get("enum"):
        return ", ".join(terms)
    said = str(field.get("description") or field.get("title") or "").partition(". ")[0]
    return said[:1].lower() + said[1:].removesuffix(".") or None


def suggestion(field: Field, cell: str) -> str | None:
    """The cell as it was probably meant."""
    holds, form = field.get("holds"), field["constraints"]["pattern"]
    if holds == "date":
        return as_dates(cell)
    if holds == "number":
        right, other = as_number(cell), as_decimal(cell)
        if right and other:
            return f"Write {right}, or {other} if the comma stands before decimals."
        return f"Write {right}." if right else None
    ways = [cell.lower(), cell.upper(), cell.replace(" ", "_").lower()]
    ways += [ONE_DIGIT.sub(r"\g<1>0\2", way) for way in ways]
    return next((f"Write {way}." for way in ways if re.fullmatch(form, way)), None)


def _not_said(field: Field, cell: str) -> str | None:
    return None if field.get("constraints", {}).get("required") else not_said(cell)


def _otherwise(field: Field, cell: str) -> str | None:
    """What is to be done where nobody can tell what was meant."""
    holds = field.get("holds")
    if holds == "number" and SEPARATED.fullmatch(cell):
        return "Look the number up: its separators stand neither between thousands nor at decimals."
    if holds == "number":
        return "Write the number alone." if re.search("[0-9]", cell) else None
    if holds == "date":
        several = re.search("[0-9]{4}.+[0-9]{4}", cell)
        return "Write one date; those of a period go into two columns." if several else None
    return field.get("description")


RULES = (cells_described, keys_formed_once, own_files)
