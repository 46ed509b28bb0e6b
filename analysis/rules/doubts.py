"""What a dataset may hold and is worth a look: each a function from what was read to warnings."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.dates import real_day
from analysis.rules.rows import fits, problems_at

FORMULA = re.compile(r"[=+\-@]")
CODE = re.compile(r"<[/!?a-z]|javascript:|```|`\{|#(?:read|eval|import|include)\(", re.IGNORECASE)
WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
CALCULATED = {"number", "date"}


def formulas(records: Records) -> Iterator[Problem]:
    """Text that a spreadsheet would run as a formula when it opens the file."""
    for frame, column in _texts(records):
        begun = fits(frame[column], lambda cell: bool(FORMULA.match(cell)))
        yield from problems_at(
            frame, begun, column, "a spreadsheet would read this as a formula",
            todo="Begin with a letter or digit, or set the column's format to text there.",
        )  # fmt: skip


def code(records: Records) -> Iterator[Problem]:
    """Text that looks like markup or code; it is never run."""
    for frame, column in _texts(records):
        marked = fits(frame[column], lambda cell: bool(CODE.search(cell)))
        yield from problems_at(
            frame, marked, column, "it looks like markup or code",
            todo="It is printed as it stands; delete it if it was pasted by mistake.",
        )  # fmt: skip


def mixed_letters(records: Records) -> Iterator[Problem]:
    """A word with letters of two alphabets, which nobody who types it will find."""
    for frame, column in _texts(records):
        mixed = fits(frame[column], lambda cell: any(map(_is_mixed, WORD.findall(cell))))
        yield from problems_at(
            frame, mixed, column, "a word with letters of two alphabets",
            todo="Type it again in one.",
        )  # fmt: skip


def _is_mixed(word: str) -> bool:
    return len({unicodedata.name(letter, "").split()[0] for letter in word if letter.isalpha()}) > 1


def after_the_edition(records: Records) -> Iterator[Problem]:
    """A date later than the dataset's own."""
    day = real_day(str(records.descriptor.get("created", ""))[:10])
    if day is None:
        return
    for name, frame in records.tables.items():
        for column in [c["name"] for c in records.columns(name) if c.get("holds") == "date"]:
            later = fits(frame[column], partial(_is_later, than=day.last))
            yield from problems_at(
                frame, later, column, "later than the dataset itself",
                expected=f"a day up to {day.last.isoformat()}", todo="Look whether it is a slip.",
            )  # fmt: skip


def _is_later(cell: str, than: datetime.date) -> bool:
    day = real_day(cell)
    return day is not None and day.first > than


def stated_twice(records: Records) -> Iterator[Problem]:
    """A claim that is like another in all but its name and note: one sentence taken twice."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    compared = [name for name in claims if name not in ("claim_id", "note")]
    again = claims.duplicated(compared) & (claims["repeats"] == "")
    yield from problems_at(
        claims, again, "claim_id", "an earlier row states the same",
        todo="Delete one of them, or name the earlier in repeats.",
    )  # fmt: skip


def _texts(records: Records) -> Iterator[tuple[pd.DataFrame, str]]:
    """Each table with each of its columns that holds text."""
    for name, frame in records.tables.items():
        for column in records.columns(name):
            if column.get("holds") not in CALCULATED:
                yield frame, column["name"]


DOUBTS = (formulas, code, mixed_letters, after_the_edition, stated_twice)
