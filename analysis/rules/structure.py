"""Structure: the tables against the descriptor, by frictionless."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.errors import Problem
from analysis.records import DESCRIPTOR, FIRST_ROW, Records
from analysis.rules.rows import nearest
from analysis.rules.suggestions import as_date, as_number

if TYPE_CHECKING:
    from frictionless import Package

MANY = 10**9
EXPECTED = {
    "number": "digits only, with a point before decimals",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD",
    "key": "lower-case letters, digits and underscores",
    "citekey": "lower-case letters, digits and underscores",
}
KIND = {"number": "a number", "date": "a date", "id": "an id", "key": "a key"}


def structure(records: Records) -> Iterator[Problem]:
    """Required cells, allowed terms, forms of numbers, dates and ids, and ids that are used once.

    Keys between tables are left to `keys`, which names the nearest key.
    """
    from frictionless import FrictionlessException

    try:
        report = _package(records).validate(limit_errors=MANY)
    except FrictionlessException as refused:
        for reason in refused.reasons or [refused.error]:
            yield Problem(DESCRIPTOR, message="not a data package", found=reason.note)
        return
    for task in report.tasks:
        fields = {field["name"]: field for field in records.columns(task.name)}
        frame = records.tables[task.name]
        rows = frame.index
        for error in task.errors:
            number = getattr(error, "row_number", None)
            row = int(rows[number - FIRST_ROW]) if number else None
            yield _problem(frame.attrs["file"], row, error, fields)


def _package(records: Records) -> Package:
    """The readable tables, with their cells as they were read, under their own descriptions."""
    from frictionless import Package

    rest = {key: value for key, value in records.descriptor.items() if key != "resources"}
    tables = [_inline(r, records) for r in records.resources if r["name"] in records.tables]
    return Package.from_descriptor({**rest, "resources": tables})


def _inline(resource: Mapping[str, Any], records: Records) -> dict[str, Any]:
    frame = records.tables[resource["name"]]
    schema = {key: value for key, value in resource["schema"].items() if key != "foreignKeys"}
    cells = [list(frame.columns), *frame.to_numpy(dtype=object).tolist()]
    return {
        "name": resource["name"],
        "type": "table",
        "format": "inline",
        "data": cells,
        "schema": schema,
    }


def _problem(file: str, row: int | None, error: Any, fields: Mapping[str, Any]) -> Problem:
    if error.type == "constraint-error":
        return _constraint(file, row, error, fields[error.field_name])
    if error.type == "primary-key":
        return _repeated(file, row, error, fields)
    return Problem(file, row, getattr(error, "field_name", None), error.note)


def _constraint(file: str, row: int | None, error: Any, field: Mapping[str, Any]) -> Problem:
    name, cell = field["name"], error.cell
    rule = re.match(r'constraint "(\w+)"', error.note)
    kind = rule.group(1) if rule else ""
    if kind == "required":
        return Problem(file, row, name, "the cell is empty", expected=field.get("title"))
    if kind == "enum":
        terms = field["constraints"]["enum"]
        return Problem(
            file, row, name, "not one of the terms", cell, ", ".join(terms), nearest(cell, terms)
        )
    holds = field.get("holds", "")
    message = f"not {KIND.get(holds, 'in the right form')}"
    return Problem(file, row, name, message, cell, _form(field), _suggestion(holds, cell))


def _form(field: Mapping[str, Any]) -> str:
    return EXPECTED.get(field.get("holds", ""), f"the form {field['constraints'].get('pattern')}")


def _suggestion(holds: str, cell: str) -> str | None:
    right = {"number": as_number, "date": as_date}.get(holds, lambda _: None)(cell)
    return f"Write {right}." if right else None


def _repeated(file: str, row: int | None, error: Any, fields: Mapping[str, Any]) -> Problem:
    first = re.search(r"position (\d+)", error.note)
    key = next(iter(fields))
    cell = next(iter(error.cells), "")
    if not first:
        return Problem(file, row, key, "the cell is empty", expected=fields[key].get("title"))
    return Problem(file, row, key, "used before", cell, todo="Give each row an id of its own.")
