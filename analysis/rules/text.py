"""Text of any cell: characters nobody sees, damage by a spreadsheet, addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from analysis.errors import Problem
from analysis.folder import DESCRIPTOR
from analysis.records import Records
from analysis.rules.rows import problems_at

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile(r"[\u200b\u2060\ufeff]")
# The last two codes of each plane, and a block: Unicode never gives them a character.
ENDS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
NO_CHARACTER = re.compile(rf"[\ufdd0-\ufdef{ENDS}]")
LONG_WORD = re.compile(r"\S{5000}")
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)"
DAMAGED = re.compile(
    rf"[0-9]{{1,2}}-{MONTH}(?:-[0-9]{{2,4}})?|{MONTH}-[0-9]{{1,4}}"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|[0-9](?:\.[0-9]+)?e\+[0-9]+"
    r"|#(?:ref!|name\?|value!|n/a|num!|div/0!|null!)",
    re.IGNORECASE,
)
WEB = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:[/?#][^\s<>\"{}|\\^`]*)?", re.IGNORECASE)
BARE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/|$)", re.IGNORECASE)
ADDRESSES = ("homepage", "licenses.path", "contributors.path", "sources.path")
FORBIDDEN = (
    (CONTROL, "a control character", "Delete it."),
    (DIRECTION, "a character that turns the direction of text", "Delete it."),
    (INVISIBLE, "a character nobody sees", "Delete it."),
    (NO_CHARACTER, "a code that is no character", "Delete it."),
    (LONG_WORD, "a word of thousands of characters", "Divide it: no line can hold it."),
    (re.compile(r"\{\{<|>\}\}"), "a Quarto shortcode", "Quarto would run it: write it otherwise."),
)
ANY_FORBIDDEN = re.compile("|".join(mark.pattern for mark, _, _ in FORBIDDEN))


def forbidden_text(records: Records) -> Iterator[Problem]:
    """No cell holds control characters, hidden or turned text, or shortcodes."""
    for name, frame in records.tables.items():
        for column in frame.columns:
            breaches: dict[tuple[str, str], list[str]] = defaultdict(list)
            for cell in records.distinct(name, column):
                if breach := _breach(cell):
                    breaches[breach].append(cell)
            for (message, todo), cells in breaches.items():
                rows = frame[column].isin(cells)
                yield from problems_at(frame, rows, column, message, todo=todo)


def _breach(text: str) -> tuple[str, str] | None:
    plain = text.replace("\r\n", "\n")
    if not ANY_FORBIDDEN.search(plain):
        return None
    return next((words, todo) for mark, words, todo in FORBIDDEN if mark.search(plain))


def line_breaks(records: Records) -> Iterator[Problem]:
    """Only free text may go over several lines, and nothing begins or ends with white space."""
    for name, frame in records.tables.items():
        free = {c["name"] for c in records.columns(name) if c.get("holds") == "text"}
        for column in frame.columns:
            cells = records.distinct(name, column)
            edged = {cell for cell in cells if cell != cell.strip()}
            one_line = column not in free or column == "as_stated"
            broken = {cell for cell in cells if one_line and "\n" in cell} - edged
            for bad, message in ((edged, "white space at an end"), (broken, "a line break")):
                if bad:
                    rows = frame[column].isin(bad)
                    yield from problems_at(frame, rows, column, message, todo="Delete it.")


def trimmed(records: Records) -> Records:
    """The records without the white space at ends of cells, which `line_breaks` tells alone."""
    edged = {
        name: columns
        for name, frame in records.tables.items()
        if (columns := [c for c in frame.columns if _edged(records.distinct(name, c))])
    }
    if not edged:
        return records
    bare = {
        name: records.tables[name].assign(
            **{column: records.tables[name][column].map(str.strip) for column in columns}
        )
        for name, columns in edged.items()
    }
    return replace(records, tables={**records.tables, **bare})


def _edged(cells: Iterable[str]) -> bool:
    return any(cell != cell.strip() for cell in cells)


def spreadsheet_damage(records: Records) -> Iterator[Problem]:
    """No text was turned into a date or an error by a spreadsheet."""
    for name, frame in records.tables.items():
        texts = [
            c["name"] for c in records.columns(name) if c.get("holds") not in {"number", "date"}
        ]
        for column in texts:
            if damaged := [*filter(_is_damaged, records.distinct(name, column))]:
                yield from problems_at(
                    frame,
                    frame[column].isin(damaged),
                    column,
                    "a spreadsheet seems to have changed this",
                    expected="the words as they were typed",
                    todo="Restore them, and set the column's format to text before typing.",
                )


def _is_damaged(cell: str) -> bool:
    return bool(DAMAGED.fullmatch(cell.strip()))


def source_text(records: Records) -> Iterator[Problem]:
    """The bibliography holds plain text, and its addresses are http or https."""
    for source in records.sources.values():
        for field, value in _texts(source.record):
            if breach := _breach(value):
                yield Problem(
                    source.file, source.row(field), field, breach[0], value, todo=breach[1]
                )
        if source.url and not WEB.fullmatch(source.url):
            yield Problem(
                source.file,
                source.row("URL"),
                "URL",
                "not a web address",
                source.url,
                "http:// or https://",
                _with_scheme(source.url),
            )


def descriptor_text(records: Records) -> Iterator[Problem]:
    """The descriptor's texts are plain, and its addresses are http or https."""
    for field, value in _texts(records.descriptor):
        breach = _breach(value)
        if breach and not field.endswith("pattern"):
            yield Problem(DESCRIPTOR, None, field, breach[0], value, todo=breach[1])
        if field in ADDRESSES and value and not WEB.fullmatch(value):
            expected, todo = "http:// or https://", _with_scheme(value)
            yield Problem(DESCRIPTOR, None, field, "not a web address", value, expected, todo)


def _with_scheme(address: str) -> str | None:
    """What to write for an address that only lacks its beginning."""
    whole = f"https://{address}"
    return f"Write {whole}." if BARE.match(address) and WEB.fullmatch(whole) else None


def _texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a record, with the names of the fields that lead to it."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{field}.{key}" if field else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, field)


RULES = (forbidden_text, line_breaks, spreadsheet_damage, source_text, descriptor_text)
