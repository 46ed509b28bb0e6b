"""A data package's descriptor, read so far that its tables can be looked for."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.syntax import in_json
from analysis.texts import Unreadable, half_in, text_of

TABLE_NAME = re.compile("[a-z0-9][a-z0-9_-]*")
DEEPEST = 50
ENDLESS = Problem(
    DESCRIPTOR, None, None, "not a data package", "lists without end", "lists of a few levels",
    "Close each bracket that is opened.",
)  # fmt: skip


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
        named = TABLE_NAME.fullmatch(resource["name"]) and "path" in resource
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
