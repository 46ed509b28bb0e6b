"""The descriptor itself: a Data Package whose links and patterns the other rules can rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records

# What a descriptor of the wrong shape makes frictionless raise.
MISSHAPEN = (TypeError, AttributeError, KeyError, ValueError, IndexError)


def described(records: Records) -> list[Problem]:
    """What makes the descriptor unusable; the other rules need it whole."""
    try:
        return [*_not_a_package(records.descriptor)] or [
            *_links(records),
            *_patterns(records),
            *_schema_followed(records),
        ]
    except MISSHAPEN as error:
        return [_problem(f"{type(error).__name__}: {error}")]


def _not_a_package(descriptor: Any) -> Iterator[Problem]:
    from frictionless import Package

    report = Package.validate_descriptor(descriptor)
    for (note,) in report.flatten(["note"]):
        yield _problem(note)


def _problem(found: str, column: str | None = None) -> Problem:
    return Problem(DESCRIPTOR, column=column, message="not a data package as expected", found=found)


def _links(records: Records) -> Iterator[Problem]:
    """Foreign keys lead to columns that the descriptor has."""
    columns = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in records.resources}
    for resource in records.resources:
        for link in resource["schema"].get("foreignKeys", []):
            target = link["reference"]["resource"] or resource["name"]
            for key in link["reference"]["fields"]:
                if key not in columns.get(target, ()):
                    yield _problem(f"{resource['name']} refers to {target}.{key}", "foreignKeys")


def _patterns(records: Records) -> Iterator[Problem]:
    """Patterns can be matched, and the lists that rules read are lists."""
    bibliography = records.descriptor.get("bibliography", {}).get("fields", [])
    fields = [f for r in records.resources for f in r["schema"]["fields"]]
    for field in [*fields, *bibliography]:
        pattern = field.get("constraints", {}).get("pattern", "")
        try:
            re.compile(pattern)
        except re.error as error:
            yield _problem(f"{pattern}: {error}", field["name"])
        if not all(isinstance(units, list) for units in field.get("units", {}).values()):
            yield _problem(str(field["units"]), field["name"])


def _schema_followed(records: Records) -> Iterator[Problem]:
    """Every table that is needed, every column of a table, and no term that nothing would print."""
    described = {
        r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in records.resources
    }
    for table, fields in schema.tables().items():
        if table in described:
            for name, field in fields.items():
                yield from _column_followed(table, field, described[table].get(name))
        elif table in schema.REQUIRED:
            yield Problem(
                DESCRIPTOR, column="resources", message=f"the table {table} is not described",
                expected=", ".join(schema.REQUIRED), todo=COPY,
            )  # fmt: skip


def _column_followed(table: str, field: Any, described: Any) -> Iterator[Problem]:
    """A column is described, and its terms are some of those that the report knows."""
    place = f"{table}.{field['name']}"
    if described is None:
        yield Problem(DESCRIPTOR, column=place, message="the column is not described", todo=COPY)
        return
    known = field.get("constraints", {}).get("enum", [])
    terms = described.get("constraints", {}).get("enum", [])
    for term in terms if known and field["name"] != schema.FREE else []:
        if term not in known:
            yield Problem(
                DESCRIPTOR, column=place, message="a term that the report does not know",
                found=str(term), expected=", ".join(known),
            )  # fmt: skip


COPY = "Copy its description from another dataset's descriptor."
