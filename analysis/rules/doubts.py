"""What a dataset may hold and is worth a look: each a function from what was read to warnings."""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import pandas as pd

from analysis import edition
from analysis.errors import Problem
from analysis.folder import CHANGELOG, DESCRIPTOR
from analysis.records import Records
from analysis.rules.dates import begun_after, claims_of_events, counted_before, real_day
from analysis.rules.properties import licence_named, row_of, unread_names
from analysis.rules.quotations import COMPARED
from analysis.rules.rows import fits, problems_at
from analysis.rules.structure import strangers
from analysis.rules.works import languages_known, one_work_twice, unread_fields
from analysis.wording import not_read

FORMULA = re.compile(r"[=+\-@]")
CODE = re.compile(r"<[/!?a-z]|javascript:|```|`\{|#(?:read|eval|import|include)\(", re.IGNORECASE)
WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}
# Of the letters that are neither small nor capital, those that the fonts of a report have.
DRAWN = {"ARABIC", "HEBREW", "LAO", "LATIN", "FEMININE", "MASCULINE"}
SHAPELESS = "letters that charts and the print version have no shapes for"
SPELL = "Write them in Latin letters, or render the page alone: --to html."
NOT_COME = "a day that has not come yet"
NAMED = ("title", "title-short", "container-title", "publisher")
# The heading of an edition in CHANGELOG.md.
RELEASED = re.compile(r"^# ([0-9.]+) \(([0-9-]+)\) *$", re.MULTILINE)
ALMOST = 0.93  # share of letters that two matters have in common
CALCULATED = {"number", "date"}


def odd_text(records: Records) -> Iterator[Problem]:
    """Text that a spreadsheet would run, that looks like code, or that nobody finds by typing."""
    for name, column in _texts(records):
        frame, cells = records.tables[name], records.distinct(name, column)
        for is_odd, message, todo in ODD:
            odd = fits(frame[column], is_odd, cells)
            yield from problems_at(frame, odd, column, message, todo=todo)


def _is_formula(text: str) -> bool:
    return bool(FORMULA.match(text))


def _is_code(text: str) -> bool:
    return bool(CODE.search(text))


def _is_mixed(text: str) -> bool:
    """Whether a word in it has letters of two alphabets that look alike."""
    if text.isascii():
        return False
    return any(len({*map(_alphabet, word)} & ALIKE) > 1 for word in WORD.findall(text))


@cache
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


ODD: tuple[tuple[Callable[[str], bool], str, str], ...] = (
    (
        _is_formula,
        "a spreadsheet would read this as a formula",
        "Begin with a letter or digit, or set the column's format to text there.",
    ),
    (
        _is_code,
        "it looks like markup or code",
        "It is printed as it stands; delete it if it was pasted by mistake.",
    ),
    (_is_mixed, "a word with letters of two alphabets", "Type it again in one."),
)


def letters_without_shapes(records: Records) -> Iterator[Problem]:
    """Text in letters that no chart can show; other names of an actor or place are not printed."""
    for name, column in _texts(records):
        if column != "also_known_as":
            frame, cells = records.tables[name], records.distinct(name, column)
            odd = fits(frame[column], _is_shapeless, cells)
            yield from problems_at(frame, odd, column, SHAPELESS, todo=SPELL)
    for source in records.sources.values():
        named = {"author": ", ".join(source.authors)} | {key: source.text(key) for key in NAMED}
        for field, words in named.items():
            if _is_shapeless(words):
                yield Problem(source.file, source.row(field), field, SHAPELESS, words, None, SPELL)


def _is_shapeless(text: str) -> bool:
    """Whether it has letters of a script that the fonts of a report lack."""
    if text.isascii():
        return False
    uncased = (letter for letter in text if unicodedata.category(letter) == "Lo")
    return any(_alphabet(letter) not in DRAWN for letter in uncased)


def after_the_edition(records: Records) -> Iterator[Problem]:
    """A date later than the dataset's own."""
    day = real_day(str(records.descriptor.get("created", ""))[:10])
    if day is None:
        return
    for name, frame in records.tables.items():
        for column in (c["name"] for c in records.columns(name) if _is_dated(c)):
            cells = records.distinct(name, column)
            later = fits(frame[column], partial(_is_later, than=day.last), cells)
            yield from problems_at(
                frame, later, column, "later than the dataset itself",
                expected=f"a day up to {day.last.isoformat()}", todo="Look whether it is a slip.",
            )  # fmt: skip


def edition_to_come(records: Records) -> Iterator[Problem]:
    """A dataset dated later than tomorrow; where it is made, today may be tomorrow's day here.

    No error: the same dataset gives the same report whatever the day. A release is refused.
    """
    created = str(records.descriptor.get("created", ""))[:10]
    if _is_later(created, tomorrow()):
        yield Problem(
            DESCRIPTOR, None, "created", NOT_COME, created, "the day of the last edition",
            "Put that day back: report release alone writes it.",
        )  # fmt: skip


def works_to_come(records: Records) -> Iterator[Problem]:
    """A work that is dated, or was read, later than tomorrow; one may be newer than the edition."""
    for source in records.sources.values():
        dates = {"issued": source.issued, "custom.accessed": source.custom("accessed")}
        for field, stated in dates.items():
            if _is_later(stated, tomorrow()):
                yield Problem(
                    source.file, source.row(field), field, NOT_COME, stated, "a day up to today",
                    "Look whether it is a slip.",
                )  # fmt: skip


def tomorrow() -> datetime.date:
    """The day after this one."""
    return datetime.date.today() + datetime.timedelta(days=1)


def _is_dated(column: Mapping[str, Any]) -> bool:
    return column.get("holds") == "date" or column["name"] == "year"


def _is_later(cell: str, than: datetime.date) -> bool:
    day = real_day(cell)
    return day is not None and day.first > than


def periods_beside_events(records: Records) -> Iterator[Problem]:
    """A claim that covers days after its event alone, or whose count is of a day before it."""
    if (found := claims_of_events(records)) is None:
        return
    claims, event = found
    after = begun_after(claims, event) & (claims["end"] != "")
    for odd, column, said in (
        (after, "start", "the period begins when the event is over"),
        (counted_before(claims, event), "as_of", "a count of a day before the event"),
    ):
        yield from problems_at(
            claims, odd, column, said, expected="a date that fits the event",
            todo="Look whether it is a slip, or another event is meant.",
        )  # fmt: skip


def unread_files(records: Records) -> Iterator[Problem]:
    """A file among the tables that is none of them, such as the copy that a browser saves."""
    for name, _ in strangers(records):
        yield Problem(
            name, message="no table of the dataset; it is published with it and never read",
            todo="Delete it, or describe it in datapackage.json.",
        )  # fmt: skip


def one_label_for_two(records: Records) -> Iterator[Problem]:
    """A label that an earlier row has: a reader cannot tell the two apart."""
    for frame in records.tables.values():
        if "label" in frame:
            again = frame["label"].str.casefold().duplicated() & (frame["label"] != "")
            yield from problems_at(
                frame, again, "label", "an earlier row has the same label",
                todo="Say in each what sets it apart from the other.",
            )  # fmt: skip


def matters_almost_alike(records: Records) -> Iterator[Problem]:
    """A matter whose words are those of another but for a few letters: it would stand alone."""
    rows = records.tables.get("contested")
    if rows is None:
        return
    matters = rows["matter"].str.strip()
    known = defaultdict[tuple[str, ...], list[str]](list)
    for matter, _ in Counter(matters).most_common():
        others = known[tuple(re.findall("[0-9]+", matter))]  # two that name other years are two
        near = difflib.get_close_matches(matter, others, 1, ALMOST)
        others.append(matter)
        if near:
            yield from problems_at(
                rows, matters == matter, "matter", "almost the words of another matter",
                expected="the same words for every source", todo=f"Did you mean '{near[0]}'?",
            )  # fmt: skip


def version_that_rises(records: Records) -> Iterator[Problem]:
    """A version that a release could not raise."""
    version = str(records.descriptor.get("version", ""))
    try:
        edition.parsed(version)
    except ValueError:
        yield Problem(
            DESCRIPTOR, None, "version", "a version that no release can raise", version,
            "three numbers, such as 0.1.0", "Put back the version of the last edition.",
        )  # fmt: skip


def edition_as_released(records: Records) -> Iterator[Problem]:
    """A version or day that CHANGELOG.md does not give the last edition: a release writes both."""
    released = RELEASED.search(edition.changelog(records.folder) or "")
    stated = {
        "version": str(records.descriptor.get("version", "")),
        "created": str(records.descriptor.get("created", ""))[:10],
    }
    for at, (name, found) in enumerate(stated.items(), 1):
        if released and found != (last := released[at]):
            yield Problem(
                DESCRIPTOR, row_of(records, name), name,
                f"not that of the last edition in {CHANGELOG}", found, last,
                "Put it back: report release alone writes it.",
            )  # fmt: skip


def stated_twice(records: Records) -> Iterator[Problem]:
    """A claim that is like another in all but its name and note: one sentence taken twice."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    compared = [name for name in claims if name not in ("claim_id", "note")]
    filled = (claims[compared].drop(columns="source") != "").any(axis=1)
    again = claims.duplicated(compared) & (claims["repeats"] == "") & filled
    yield from problems_at(
        claims, again, "claim_id", "an earlier row states the same",
        todo="Delete one of them, or name the earlier in repeats.",
    )  # fmt: skip


def numbers_not_read(records: Records) -> Iterator[Problem]:
    """A claim whose words state a number in a way that is not held against its cells."""
    claims = records.tables.get("claims")
    if claims is not None:
        rows = claims["as_stated"].map(not_read) & ~claims["unit"].isin(COMPARED)
        yield from problems_at(
            claims, rows & (claims["bound"] != "vague"), "as_stated",
            "a number in words that is not read here", todo="Look whether it is the row's number.",
        )  # fmt: skip


def years_in_their_words(records: Records) -> Iterator[Problem]:
    """A happening whose date is stated, in words that do not have its year in digits."""
    rows = records.tables.get("timeline")
    if rows is None:
        return
    told = zip(rows["date"], rows["as_stated"], rows["date_basis"], strict=True)
    unlike = [
        basis == "stated" and date[:4].lstrip("0") not in words for date, words, basis in told
    ]
    yield from problems_at(
        rows, pd.Series(unlike, index=rows.index, dtype=bool), "date",
        "a stated date whose year is not in its words",
        todo="Look whether it is a slip, or inferred from the context.",
    )  # fmt: skip


def _texts(records: Records) -> Iterator[tuple[str, str]]:
    """The name of each table with that of each of its columns that holds text."""
    for name in records.tables:
        for column in records.columns(name):
            if column.get("holds") not in CALCULATED:
                yield name, column["name"]


DOUBTS = (
    odd_text,
    letters_without_shapes,
    after_the_edition,
    edition_to_come,
    works_to_come,
    periods_beside_events,
    unread_files,
    unread_fields,
    one_work_twice,
    languages_known,
    unread_names,
    licence_named,
    one_label_for_two,
    matters_almost_alike,
    version_that_rises,
    edition_as_released,
    stated_twice,
    numbers_not_read,
    years_in_their_words,
)
