"""The descriptor itself: a Data Package whose links and patterns the other rules can rely on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records
from analysis.rules.dates import real_day
from analysis.rules.followed import schema_followed

# What a descriptor of the wrong shape makes frictionless raise.
MISSHAPEN = (TypeError, AttributeError, KeyError, ValueError, IndexError)
PROFILES = ("profile", "profiles")
CARRIED = {
    "title": "the title of the dataset",
    "version": "the edition, such as 0.1.0",
    "created": "the day of the edition, such as 2026-01-31T00:00:00Z",
}


def described(records: Records) -> list[Problem]:
    """What makes the descriptor unusable; the other rules need it whole."""
    try:
        return [*_not_a_package(records.descriptor)] or [
            *_edition(records.descriptor),
            *_links(records),
            *_patterns(records),
            *schema_followed(records),
        ]
    except MISSHAPEN as error:
        return [_problem(f"{type(error).__name__}: {error}")]


def _not_a_package(descriptor: Any) -> Iterator[Problem]:
    return map(_problem, _notes(json.dumps(_without_profiles(descriptor))))


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


def _edition(descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    """What the title page and every file made from the dataset carry is there."""
    for name, expected in CARRIED.items():
        if not descriptor.get(name):
            yield Problem(DESCRIPTOR, None, name, "the field is missing", None, expected)
    if not isinstance(subtitle := descriptor.get("subtitle", ""), str):
        yield Problem(DESCRIPTOR, None, "subtitle", "not text", str(subtitle), "text")
    created = descriptor.get("created", "")
    if created and real_day(created[:10]) is None:
        yield Problem(DESCRIPTOR, None, "created", "not a day", created, CARRIED["created"])


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
        for words in (rules.get("enum", []), *field.get("units", {}).values()):
            if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
                yield _problem(str(words), field["name"])
