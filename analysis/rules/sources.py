"""The bibliography: complete where it can be, and open about what nobody could verify."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from analysis import schema
from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.csl import MANNERS, PARTS, PEOPLE, TEXTS, TYPES
from analysis.rules.dates import real_day
from analysis.rules.forms import KEY, in_words
from analysis.rules.keys import key_meant
from analysis.rules.quotations import LOCATOR
from analysis.rules.rows import nearest
from analysis.rules.structure import suggestion
from analysis.rules.suggestions import as_date
from analysis.sources import BIBLIOGRAPHIC, Source

CITEKEY = re.compile(r"[a-z][a-z0-9_]*")
# What every seed's custom map has.
SEED_FIELDS = ("seed", "sha256", "paragraphs", "argues", "argues_locator")
# What a reference must give or list as unverified; a seed accounts for every field.
ACCOUNTED = ("title", "issued")


def identified(records: Records) -> Iterator[Problem]:
    """Every record has a citekey and a type; a seed's file is named for its citekey."""
    for source in records.sources.values():
        if not CITEKEY.fullmatch(source.citekey):
            small = source.citekey.lower()
            todo = f"Write {small}." if CITEKEY.fullmatch(small) else None
            yield _at(source, "id", "not a citekey", source.citekey, KEY, todo)
        named = PurePosixPath(source.file).stem
        if source.is_seed and named != source.citekey:
            yield _at(
                source, "id", "the file has another name", source.citekey, named,
                "Rename the file, or mend the id; claims name the source by it.",
            )  # fmt: skip
        kind, expected = source.text("type"), "a type of CSL (report, webpage, book …)"
        if not source.record.get("type"):
            yield _at(source, "type", "the field is missing", None, expected)
        elif kind and kind not in TYPES:
            message = "not a type of CSL"
            yield _at(source, "type", message, kind, expected, nearest(kind, TYPES))


def accounted(records: Records) -> Iterator[Problem]:
    """`unverified` lists the empty bibliographic fields: of a seed exactly, of a reference at least
    title and date."""
    for source in records.sources.values():
        needed = BIBLIOGRAPHIC if source.is_seed else ACCOUNTED
        for field in BIBLIOGRAPHIC:
            given, listed = bool(source.record.get(field)), field in source.unverified
            if given and listed:
                yield _at(
                    source, "custom.unverified", f"{field} is given and listed as unverified",
                    field, "only fields that the record does not give", "Delete one of the two.",
                )  # fmt: skip
            if field in needed and not given and not listed:
                yield _at(
                    source,
                    field,
                    "the field is missing",
                    None,
                    "the field, or its name under unverified",
                )


def well_formed(records: Records) -> Iterator[Problem]:
    """Fields have their form: text, names as a list, a real date, custom fields as described."""
    fields = schema.bibliography(records.descriptor)
    for source in records.sources.values():
        for name in TEXTS:
            if name != "issued" and not isinstance(source.record.get(name, ""), str):
                yield _at(source, name, "not text", str(source.record[name]), "text")
        for role in PEOPLE:
            yield from _people(source, role)
        issued = source.record.get("issued", "")
        if issued and (not isinstance(issued, str) or real_day(issued) is None):
            expected, right = "YYYY, YYYY-MM or YYYY-MM-DD", as_date(_joined(issued))
            todo = f"Write {right}." if right else None
            yield _at(source, "issued", "not a date", str(issued), expected, todo)
        yield from _custom(source, fields)


def _people(source: Source, role: str) -> Iterator[Problem]:
    """Names in the form that is printed, each part under a name that CSL has."""
    people = source.record.get(role, [])
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        expected = "a list of names, each with family and given, or literal"
        yield _at(source, role, "not a list of names", str(people), expected)
        return
    for at, person in enumerate(people):
        strange = [part for part in person if part not in (*PARTS, *MANNERS)]
        for part in strange:
            yield _at(
                source, f"{role}.{at}.{part}", "not a part of a name", part, ", ".join(PARTS),
                nearest(part, PARTS),
            )  # fmt: skip
        if not source.people(role)[at] and not strange:
            expected = "family and given, or literal, each a text"
            yield _at(source, f"{role}.{at}", "a name without words", str(person), expected)


def _joined(issued: Any) -> str:
    """A date as one text, of `date-parts` too."""
    if isinstance(issued, dict) and len(issued) == 1:
        (issued,) = issued.values()
    while isinstance(issued, list) and len(issued) == 1:
        (issued,) = issued
    return "-".join(map(str, issued)) if isinstance(issued, list) else str(issued)


def _custom(source: Source, fields: Mapping[str, Any]) -> Iterator[Problem]:
    custom = source.record.get("custom", {})
    if not isinstance(custom, dict):
        expected = "fields as name: text, without hyphens"
        yield _at(source, "custom", "not a map of fields", str(custom), expected)
        return
    for name, value in custom.items():
        field = fields.get(name)
        if value == "" and source.is_seed and name in SEED_FIELDS:
            continue  # said by `seeds_complete`
        if field is None:
            todo = nearest(name, fields) or "Delete it, or describe it in datapackage.json."
            yield _at(source, f"custom.{name}", "unknown field", name, ", ".join(fields), todo)
        elif isinstance(value, list) != (field.get("holds") == "list"):
            kind = "a list, as [title, URL]" if field.get("holds") == "list" else "one value"
            yield _at(source, f"custom.{name}", "not in the right form", str(value), kind)
        else:
            for stated in value if isinstance(value, list) else [value]:
                yield from _custom_value(source, name, str(stated), field)


def _custom_value(
    source: Source, name: str, stated: str, field: Mapping[str, Any]
) -> Iterator[Problem]:
    if name == "paragraphs" and not source.paragraphs:
        yield _at(
            source, "custom.paragraphs", "not a number of paragraphs", stated,
            "a whole number from 1", "Count the lines of the text that are not empty.",
        )  # fmt: skip
        return
    rules = field.get("constraints", {})
    terms = rules.get("enum")
    if terms and stated not in terms:
        yield _at(
            source,
            f"custom.{name}",
            "not one of the terms",
            stated,
            ", ".join(terms),
            nearest(stated, terms),
        )
    if "pattern" in rules and not re.fullmatch(rules["pattern"], stated):
        yield _at(
            source,
            f"custom.{name}",
            "not in the right form",
            stated,
            in_words(field),
            suggestion(field, stated),
        )


def seeds_complete(records: Records) -> Iterator[Problem]:
    """A seed has its number, its text's fingerprint and length, and says what it argues."""
    fields = schema.bibliography(records.descriptor)
    for source in records.sources.values():
        if not source.is_seed:
            continue
        own = source.record.get("custom", {})
        for name in SEED_FIELDS if isinstance(own, dict) else ():
            if not own.get(name):
                expected = fields.get(name, {}).get("description")
                yield _at(source, f"custom.{name}", "the field is missing", None, expected)
        place = LOCATOR.fullmatch(source.argues_locator)
        last = source.paragraphs or 0
        # What is missing or no count is said already.
        if last and source.argues_locator and not (place and int(place[1]) <= last):
            yield _at(
                source,
                "custom.argues_locator",
                "no such place in the seed",
                source.argues_locator,
                f"para 1 to para {last}",
            )


def seeds_told_apart(records: Records) -> Iterator[Problem]:
    """Every seed has a number and a text of its own."""
    for name, other, mine in (
        ("seed", "the number of another seed", "a number of its own"),
        ("sha256", "the fingerprint of another seed's text", "that of its own text"),
    ):
        first: dict[str, Source] = {}
        for source in (source for source in records.sources.values() if source.is_seed):
            stated = source.custom(name)
            if stated and first.setdefault(stated, source) != source:
                todo = f"It is already used in {first[stated].file}."
                yield _at(source, f"custom.{name}", other, stated, mine, todo)


def source_keys(records: Records) -> Iterator[Problem]:
    """A source's origin is an actor, and what it cites is in the bibliography."""
    actors = records.tables.get("actors")
    known = None if actors is None else {*actors["actor"]} | records.unread("actors")
    for source in records.sources.values():
        if known is not None and source.origin and source.origin not in known:
            yield _at(
                source, "custom.origin", "unknown key", source.origin, "a key of actors.csv",
                key_meant(records, "actors", "actor")(source.origin),
            )  # fmt: skip
        if records.works_read and source.cites and source.cites not in records.sources:
            yield _at(
                source, "custom.cites", "unknown key", source.cites, "a citekey",
                nearest(source.cites, records.sources),
            )  # fmt: skip
        if _cites_itself(source, records.sources):
            yield _at(
                source, "custom.cites", "takes its figures from itself", source.cites,
                "a work that does not go back to this one", "Break the circle.",
            )  # fmt: skip


def _cites_itself(source: Source, sources: Mapping[str, Source]) -> bool:
    """Whether what a work cites goes back to it, however many steps lie between."""
    key, seen = source.cites, set[str]()
    while key and key in sources and key not in seen:
        seen.add(key)
        key = sources[key].cites
    return source.citekey in seen


def _at(
    source: Source,
    field: str,
    message: str,
    found: str | None = None,
    expected: str | None = None,
    todo: str | None = None,
) -> Problem:
    column = re.sub(r"\.[0-9]+", "", field)  # the place in a list is told by the row
    return Problem(source.file, source.row(field), column, message, found, expected, todo)


RULES = (identified, accounted, well_formed, seeds_complete, seeds_told_apart, source_keys)
