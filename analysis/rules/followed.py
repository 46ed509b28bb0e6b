"""The descriptor against the schema: what the report relies on in every dataset is described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records
from analysis.rules.properties import renaming
from analysis.rules.rows import meant

COPY = "Copy its description from another dataset's descriptor."
BIBLIOGRAPHY = "bibliography"
EMPTY = [""]
DIMENSION, MONEY = "dimension", "money"
CURRENCY = re.compile("[A-Z]{3}")

Described = Mapping[str, Any]


def schema_followed(records: Records) -> Iterator[Problem]:
    """Every table that is needed; of a table, its keys and every column."""
    own = schema.by_name(schema.descriptor()["resources"])
    described = schema.by_name(records.resources)
    for table in own:
        if table in described:
            yield from _keys_followed(table, own[table]["schema"], described[table]["schema"])
            columns = schema.by_name(described[table]["schema"]["fields"])
            yield from _columns_followed(table, schema.tables()[table], columns)
            yield from _names_free(table, columns)
        elif table in schema.REQUIRED:
            near = meant(table, sorted(set(described) - set(own)))
            todo = f"Rename '{near}', and its file, if that is the table." if near else COPY
            yield Problem(
                DESCRIPTOR, column="resources", message=f"the table {table} is not described",
                expected=", ".join(schema.REQUIRED), todo=todo,
            )  # fmt: skip
    if BIBLIOGRAPHY not in records.descriptor:
        row, right = renaming(records, BIBLIOGRAPHY)
        expected = "what the fields of each source hold"
        yield Problem(
            DESCRIPTOR, row, BIBLIOGRAPHY, "the field is missing", None, expected, right or COPY
        )
        return
    fields = schema.bibliography(records.descriptor)
    yield from _columns_followed(BIBLIOGRAPHY, schema.bibliography(schema.descriptor()), fields)


def _keys_followed(table: str, own: Described, described: Described) -> Iterator[Problem]:
    """Rows are named and led to other tables as in the schema, and only "" is an empty cell."""
    yield from _same(table, "primaryKey", own["primaryKey"], described.get("primaryKey"))
    yield from _same(table, "missingValues", EMPTY, described.get("missingValues", EMPTY))
    for link in own.get("foreignKeys", []):
        if link not in described.get("foreignKeys", []):
            yield from _same(f"{table}.{link['fields'][0]}", "foreign key", link["reference"], None)


def _columns_followed(
    table: str, own: schema.Columns, described: schema.Columns
) -> Iterator[Problem]:
    """Every column of the schema; any other that holds a number is like one of the schema."""
    for name, column in own.items():
        yield from _column_followed(f"{table}.{name}", column, described.get(name))
    number = schema.tables()["claims"]["value"]
    for name, column in described.items():
        if name not in own and column.get("holds") == number["holds"]:
            yield from _column_followed(f"{table}.{name}", number, column)


def _names_free(table: str, described: schema.Columns) -> Iterator[Problem]:
    """No column has the name of one that the report adds to the rows of the table."""
    added = schema.ADDED.get(table, ())
    for name in added:
        if name in described:
            yield Problem(
                DESCRIPTOR, column=f"{table}.{name}",
                message="the report gives this name to a column that it adds", found=name,
                expected=f"any name but {', '.join(added)}",
                todo=f"Rename the column, here and in data/{table}.csv.",
            )  # fmt: skip


def _column_followed(place: str, own: Described, described: Described | None) -> Iterator[Problem]:
    """A column holds what it holds in the schema, and keeps at least the same rules."""
    if described is None:
        yield Problem(DESCRIPTOR, column=place, message="the column is not described", todo=COPY)
        return
    for name in ("type", "holds"):
        yield from _same(place, name, own[name], described.get(name))
    rules = described.get("constraints", {})
    for name, rule in own.get("constraints", {}).items():
        if name == "enum":
            yield from _terms(place, rule, rules.get(name), free=own["name"] == schema.FREE)
        else:
            yield from _same(place, name, rule, rules.get(name))
    for term in rules.get("enum", ()) if "units" in own else ():
        if term not in described.get("units", {}):
            yield Problem(
                DESCRIPTOR, column=place, message="a term without units",
                found=str(term), expected=f"{term} under units, with a list of units",
            )  # fmt: skip


def _terms(place: str, known: list[str], terms: list[str] | None, free: bool) -> Iterator[Problem]:
    """Some of the terms that the report knows, or terms of the dataset's own."""
    if not terms:
        yield from _same(place, "enum", known, terms)
    for term in terms or ():
        if term not in known and not free:
            yield Problem(
                DESCRIPTOR, column=place, message="a term that the report does not know",
                found=str(term), expected=", ".join(known),
            )  # fmt: skip


def _same(place: str, name: str, expected: Any, found: Any) -> Iterator[Problem]:
    """What is described is what the schema has."""
    if found != expected:
        yield Problem(
            DESCRIPTOR, column=place,
            message=f"the {name} is {'missing' if found is None else 'another'}",
            found=None if found is None else str(found), expected=str(expected), todo=COPY,
        )  # fmt: skip


def units_followed(records: Records) -> Iterator[Problem]:
    """Only money has units that the schema has not, and every unit of a claim measures something.

    Of a descriptor that follows the schema otherwise.
    """
    described = schema.by_name(records.resources)
    unit = schema.by_name(described["claims"]["schema"]["fields"])[schema.FREE]
    dimension = schema.by_name(described["quantities"]["schema"]["fields"])[DIMENSION]
    own = schema.tables()["quantities"][DIMENSION]["units"]
    strange = [*_strange_units(own, dimension["units"])]
    yield from strange
    measured = {word for fitting in dimension["units"].values() for word in fitting}
    for word in unit["constraints"]["enum"] if not strange else ():
        if word not in measured:
            yield Problem(
                DESCRIPTOR, column=f"claims.{schema.FREE}", message="a unit that measures nothing",
                found=word, expected=f"one that quantities.{DIMENSION} has under units",
                todo="Add it there, a currency under money, or delete it here.",
            )  # fmt: skip


def _strange_units(own: Described, described: Described) -> Iterator[Problem]:
    """Units of a dimension that has others, and of money what is no currency."""
    others = {unit for name, units in own.items() if name != MONEY for unit in units}
    for name, units in described.items():
        known = ", ".join(own.get(name, ()))
        for unit in units:
            money = name == MONEY and unit not in others and CURRENCY.fullmatch(unit)
            if not money and (name == MONEY or unit not in own.get(name, ())):
                expected = "currencies, each in three capital letters" if name == MONEY else known
                yield Problem(
                    DESCRIPTOR, None, f"quantities.{DIMENSION}", f"no unit of {name}", unit,
                    expected, "Only money has units that a dataset chooses.",
                )  # fmt: skip
