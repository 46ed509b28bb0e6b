"""The descriptor itself: a Data Package whose links and patterns the other rules can rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records
from analysis.rules.dates import real_day
from analysis.rules.followed import schema_followed, units_followed
from analysis.rules.properties import named_well, renaming
from analysis.rules.suggestions import as_date
from analysis.texts import text_of

# What a descriptor of the wrong shape makes frictionless raise.
MISSHAPEN = (TypeError, AttributeError, KeyError, ValueError, IndexError)
PROFILES = ("profile", "profiles")
# The notes of frictionless on one field.
OF_TYPE = re.compile(
    r"(?P<found>.*) is not of type '(?P<type>\w+)' at property '(?P<field>.*)'", re.S
)
OF_FORM = re.compile(r'property "(?P<field>\w+)" is not valid "(?P<type>.*)"')
CALLED = {"string": "text", "array": "a list", "object": "an object", "boolean": "true or false"}
INSTANT = re.compile(
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
CARRIED = {
    "title": "the title of the dataset",
    "version": "the edition, such as 0.1.0",
    "created": "the day of the edition, such as 2026-01-31T00:00:00Z",
}


def described(records: Records) -> list[Problem]:
    """What makes the descriptor unusable; the other rules need it whole."""
    try:
        found = [*_edition(records)] or [*named_well(records)]
        found = found or [*_not_a_package(records.descriptor)]
        found = found or [*_links(records), *_patterns(records), *schema_followed(records)]
        return found or [*units_followed(records)]
    except MISSHAPEN as error:
        return [_problem(f"{type(error).__name__}: {error}")]


def _not_a_package(descriptor: Any) -> Iterator[Problem]:
    return map(_told, _notes(json.dumps(_without_profiles(descriptor))))


def _told(note: str) -> Problem:
    """A note of frictionless as a problem of the field that it names, if it names one."""
    found = OF_TYPE.fullmatch(note) or OF_FORM.fullmatch(note)
    if not found:
        return _problem(note)
    form, stated = CALLED.get(found["type"], found["type"]), found.groupdict().get("found")
    return Problem(DESCRIPTOR, None, found["field"], f"not {form}", stated, form)


@lru_cache(1)
def _notes(descriptor: str) -> Sequence[str]:
    """What frictionless finds wrong in a descriptor: the last one is not looked at again."""
    from frictionless import Package

    report = Package.validate_descriptor(json.loads(descriptor))
    return [note for (note,) in report.flatten(["note"])]


def _without_profiles(part: Any) -> Any:
    """A part of the descriptor without the addresses that would be fetched to judge it by."""
    if isinstance(part, dict):
        return {k: _without_profiles(v) for k, v in part.items() if k not in PROFILES}
    return [*map(_without_profiles, part)] if isinstance(part, list) else part


def _problem(found: str, column: str | None = None) -> Problem:
    return Problem(DESCRIPTOR, column=column, message="not a data package as expected", found=found)


def _edition(records: Records) -> Iterator[Problem]:
    """What the title page and every file made from the dataset carry is there, and is text."""
    for name, expected in CARRIED.items():
        value = records.descriptor.get(name)
        if not value:
            row, todo = renaming(records, name)
            yield Problem(DESCRIPTOR, row, name, "the field is missing", None, expected, todo)
        elif not isinstance(value, str):
            message, todo = "not text", f'Write "{name}": "{value}".' if name != "created" else None
            yield _of(records, name, message, str(value), expected, todo)
    subtitle, created = (records.descriptor.get(name, "") for name in ("subtitle", "created"))
    if not isinstance(subtitle, str):
        yield _of(records, "subtitle", "not text", str(subtitle), "text", None)
    if created and isinstance(created, str) and not _instant(created):
        day = as_date(created.partition("T")[0])
        todo = f"Write {day}T00:00:00Z." if day and len(day) == len("2026-01-31") else None
        yield _of(records, "created", "not a day and hour", created, CARRIED["created"], todo)


def _instant(created: str) -> bool:
    """Whether it is a day of the calendar, and the hour of it."""
    return real_day(created[:10]) is not None and bool(INSTANT.fullmatch(created[10:]))


def _of(
    records: Records, name: str, message: str, found: str, expected: str, todo: str | None
) -> Problem:
    """A problem of a field of the descriptor, in the row of the first line that names it."""
    lines = text_of(records.folder / DESCRIPTOR, DESCRIPTOR).splitlines()
    named = (row for row, line in enumerate(lines, 1) if line.lstrip().startswith(f'"{name}"'))
    return Problem(DESCRIPTOR, next(named, None), name, message, found, expected, todo)


def _links(records: Records) -> Iterator[Problem]:
    """Foreign keys lead from a list of columns to columns that the descriptor has."""
    columns = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in records.resources}
    for resource in records.resources:
        for link in resource["schema"].get("foreignKeys", []):
            if not isinstance(link["fields"], list):
                yield _problem(f"{resource['name']}: {link['fields']} is no list", "foreignKeys")
            target = link["reference"]["resource"] or resource["name"]
            for key in link["reference"]["fields"]:
                if key not in columns.get(target, ()):
                    yield _problem(f"{resource['name']} refers to {target}.{key}", "foreignKeys")


def _patterns_in(part: Any) -> Iterator[Any]:
    """The patterns in a part of the descriptor, those too of the items of a list."""
    if isinstance(part, dict) and "pattern" in part:
        yield part["pattern"]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for piece in inner:
        yield from _patterns_in(piece)


def _patterns(records: Records) -> Iterator[Problem]:
    """Cells are held against patterns of the schema alone; what rules read are lists of words.

    To hold a cell against any other pattern may take as long as one likes.
    """
    known = schema.patterns()
    bibliography = schema.bibliography(records.descriptor).values()
    fields = [f for r in records.resources for f in r["schema"]["fields"]]
    for field in [*fields, *bibliography]:
        rules = field.get("constraints", {})
        for pattern in _patterns_in(field):
            if pattern not in known:
                yield Problem(
                    DESCRIPTOR, column=field["name"], message="a pattern of its own, which may take"
                    " for ever to match", found=str(pattern), expected="a pattern of the schema",
                    todo="Delete it, or list the terms that are allowed under enum.",
                )  # fmt: skip
        if not isinstance(field.get("holds", ""), str):
            yield _problem(str(field["holds"]), field["name"])
        units = field.get("units", {})
        listed = units.values() if isinstance(units, dict) else [str(units)]
        for words in (rules.get("enum", []), *listed):
            if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
                yield _problem(str(words), field["name"])
