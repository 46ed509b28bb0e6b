"""The parts of a descriptor: the names that each may have, and those that were mistyped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records
from analysis.rules.rows import meant, nearest
from analysis.texts import text_of

# What Data Package 1 and 2 have, and what a dataset of this report has beside it.
PARTS = {
    "package": "$schema profile profiles id name title subtitle description homepage version "
    "created keywords image licenses contributors sources resources bibliography",
    "licenses": "name path title",
    "contributors": "title path email role roles organization givenName familyName",
    "sources": "title path email version",
    "resource": "$schema profile profiles name type title description path data scheme format "
    "mediatype encoding compression dialect schema homepage licenses sources bytes hash",
    "schema": "$schema profile profiles name title description fields fieldsMatch missingValues "
    "primaryKey foreignKeys uniqueKeys",
    "field": "name title type format description example constraints holds unit unitColumn units "
    "missingValues categories categoriesOrdered rdfType arrayItem bareNumber decimalChar groupChar "
    "trueValues falseValues",
    "constraints": "required unique pattern enum minimum maximum exclusiveMinimum "
    "exclusiveMaximum minLength maxLength jsonSchema",
}
NAMES = {part: names.split() for part, names in PARTS.items()}
TYPES = frozenset(
    re.findall(
        r"\S+",
        "string number integer boolean object array list date time datetime year yearmonth "
        "duration geopoint geojson any",
    )
)

Part = tuple[str, str, Mapping[str, Any]]


def _parts(descriptor: Mapping[str, Any]) -> Iterator[Part]:
    """Each part of the descriptor: what it is, where it is, and what it holds."""
    yield "package", "", descriptor
    for kind in ("licenses", "contributors", "sources"):
        yield from ((kind, kind, part) for part in _objects(descriptor.get(kind)))
    for table in descriptor["resources"]:
        yield "resource", table["name"], table
        yield "schema", table["name"], table["schema"]
        yield from _fields(table["name"], table["schema"]["fields"])
    yield from _fields("bibliography", descriptor.get("bibliography", {}).get("fields", []))


def _fields(place: str, fields: Any) -> Iterator[Part]:
    for field in fields:
        at = f"{place}.{field['name']}"
        yield "field", at, field
        yield from (("constraints", at, rules) for rules in _objects([field.get("constraints")]))


def _objects(listed: Any) -> list[dict[str, Any]]:
    return [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []


def mistyped(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Names like one that is missing beside them: where, the name, and the one it is like."""
    for kind, place, part in _parts(descriptor):
        missing = sorted(set(NAMES[kind]) - set(part))
        for name in part:
            if name not in NAMES[kind] and (near := meant(name, missing)):
                yield f"{place}.{name}".removeprefix("."), name, near


def unread_names(records: Records) -> Iterator[Problem]:
    """A name that is almost one of a data package: what it says is read by nobody."""
    for place, name, near in mistyped(records.descriptor):
        yield Problem(
            DESCRIPTOR, row_of(records, name), place, "a name that nobody reads", name,
            "a name of a data package", f"Did you mean '{near}'?",
        )  # fmt: skip


def licence_named(records: Records) -> Iterator[Problem]:
    """Without a licence, nobody else may use what is published; which it is, its makers choose."""
    if not records.descriptor.get("licenses") and renaming(records, "licenses") == (None, None):
        yield Problem(
            DESCRIPTOR, None, "licenses", "no licence: others may not use the dataset", None,
            'the one it is published under, such as [{"name": "CC-BY-4.0"}]', "Name it.",
        )  # fmt: skip


def renaming(records: Records, missing: str) -> tuple[int | None, str | None]:
    """The row of a mistyped name for one that the package has not, and what to do; else None."""
    for place, name, near in mistyped(records.descriptor):
        if (place, near) == (name, missing):
            return row_of(records, name), f"Write {missing} in place of '{name}'."
    return None, None


def named_well(records: Records) -> Iterator[Problem]:
    """No two parts or terms of one name, and only rules and types of columns that there are."""
    tables = records.resources
    yield from _once("resources", [table["name"] for table in tables])
    for table in tables:
        yield from _once(table["name"], [field["name"] for field in table["schema"]["fields"]])
    for kind, place, part in _parts(records.descriptor):
        if kind == "constraints":
            for name in set(part) - set(NAMES[kind]):
                yield _unknown(records, place, "not a rule for cells", name, NAMES[kind])
            yield from _terms_once(place, part.get("enum"))
        if kind == "field" and isinstance(part.get("units"), dict):
            for dimension, units in part["units"].items():
                yield from _terms_once(f"{place}, {dimension}", units)
        if kind == "field" and part.get("type", "string") not in TYPES:
            yield _unknown(records, place, "not a type of a column", str(part["type"]), ["string"])


def _unknown(records: Records, place: str, message: str, found: str, known: list[str]) -> Problem:
    row, todo = row_of(records, found), nearest(found, known)
    return Problem(DESCRIPTOR, row, place, message, found, ", ".join(known), todo)


def _once(place: str, names: list[str]) -> Iterator[Problem]:
    for name in _twice(names):
        yield Problem(
            DESCRIPTOR, None, place, "a name is used twice", name, "each name once",
            "Delete or rename one of the two.",
        )  # fmt: skip


def _terms_once(place: str, terms: Any) -> Iterator[Problem]:
    """Of a list of words; what is none is told elsewhere."""
    if isinstance(terms, list):
        for term in _twice([term for term in terms if isinstance(term, str)]):
            yield Problem(
                DESCRIPTOR, None, place, "a term stands twice", term, "each term once",
                "Delete one of the two, or write the one that was meant.",
            )  # fmt: skip


def _twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def row_of(records: Records, name: str) -> int | None:
    """The row of the first field of a name; None where there is none."""
    text = text_of(records.folder / DESCRIPTOR, DESCRIPTOR)
    found = re.search(rf'"{re.escape(name)}"\s*:', text)
    return text.count("\n", 0, found.start()) + 1 if found else None
