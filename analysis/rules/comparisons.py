"""Comparisons: statements held against reference claims, and the prices and rates for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis import edition, schema
from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.amounts import as_numbers
from analysis.rules.keys import put_back
from analysis.rules.rows import fits, nearest, problems_at

NONE_FOUND = "none_found"
NOTHING = "nothing"
# What two claims may differ in, with the words in which the report prints it.
DIFFERENCES = {
    "kind": "what is counted",
    "subject": "whom it is of",
    "population": "whether it is of soldiers or civilians",
    "period": "its period",
    "place": "its place",
    "definition": "what is counted",
}
ID = r"[^\s+*/]+"
EXPRESSION = re.compile(rf"{ID}(?: \+ {ID})*|{ID}(?: \* {ID})* / {ID}")
SIGN, SPACED = re.compile("[+*/]"), "Set a space before and after each sign."
JOINED = "Name one claim, or join those that are added by +."
FORMS = "none_found, or claims of references as a, a + b, a / b or a * b / c"
# Columns that hold the id of a statement.
STATEMENTS = (
    ("comparisons", "claim_id"),
    ("exceptions", "claim_id"),
    ("exceptions", "other_claim_id"),
)
# Tables with a number that is above zero, and its column.
POSITIVE = {"prices": "index", "rates": "per_usd"}


def statements_compared(records: Records) -> Iterator[Problem]:
    """What is compared or excepted is a statement: a claim with the words of its source."""
    words = _words(records)
    for name, column in STATEMENTS:
        frame = records.tables.get(name)
        if frame is not None:
            wordless = frame[column].map(lambda claim: words.get(claim) == "").astype(bool)
            yield from problems_at(
                frame, wordless, column, "a claim of a reference",
                expected="a claim that quotes its source's words",
                todo="Name the statement that it bears on.",
            )  # fmt: skip


def exceptions_of_two(records: Records) -> Iterator[Problem]:
    """An exception is of two different claims, and stands once, whichever is named first."""
    frame = records.tables.get("exceptions")
    if frame is None:
        return
    first, second = frame["claim_id"], frame["other_claim_id"]
    yield from problems_at(
        frame, (first == second) & (first != ""), "other_claim_id", "the same claim twice",
        expected="another claim", todo="Name the claim that it is set beside.",
    )  # fmt: skip
    pairs = pd.Series(
        [frozenset(pair) for pair in zip(first, second, strict=True)], frame.index, dtype=object
    )
    turned = pairs.duplicated() & ~frame.duplicated(["claim_id", "other_claim_id"])
    yield from problems_at(
        frame, turned, "other_claim_id", "an earlier row has the same two claims",
        expected="each pair once", todo="Delete one of the two rows.",
    )  # fmt: skip


def references_named(records: Records) -> Iterator[Problem]:
    """A comparison names `none_found`, or known claims of references, in one of the forms."""
    frame, words = records.tables.get("comparisons"), _words(records)
    if frame is None or "claims" not in records.tables:
        return
    column = "reference_claim_id"
    formed = fits(frame[column], lambda cell: not cell or bool(EXPRESSION.fullmatch(cell)))
    yield from problems_at(
        frame, ~formed, column, "claims joined in another way", expected=FORMS,
        todo=lambda cell: SPACED if SIGN.search(cell) else nearest(cell, [NONE_FOUND]) or JOINED,
    )  # fmt: skip
    unread = records.unread("claims")
    now = edition.renamed(records.tables, records.columns("claims"))
    for row, cell in frame.loc[formed & (frame[column] != NONE_FOUND), column].items():
        for message, found, todo in _misnamed(cell, words):
            if found in unread:
                continue
            yield Problem(
                frame.attrs["file"], int(str(row)), column, message, found,
                "claims of references", put_back(now[found]) if found in now else todo,
            )  # fmt: skip


def _misnamed(cell: str, words: Mapping[str, str]) -> Iterator[tuple[str, str, str | None]]:
    """What is wrong with the claims that an expression names: message, claim, what to do."""
    named = re.findall(ID, cell)
    for claim in dict.fromkeys(named):
        if claim not in words:
            yield "unknown key", claim, _nearest_reference(claim, words)
        elif words[claim]:
            message = "a statement, not a claim of a reference"
            yield message, claim, "Name a claim of another work."
        elif named.count(claim) > 1:
            yield "the same claim twice", claim, "Name each claim once."


def _nearest_reference(claim: str, words: Mapping[str, str]) -> str | None:
    form = re.compile(schema.tables()["claims"]["claim_id"]["constraints"]["pattern"])
    return nearest(claim, (known for known in words if not words[known] and form.fullmatch(known)))


def none_found_alone(records: Records) -> Iterator[Problem]:
    """A claim for which none was found is compared with nothing."""
    frame = records.tables.get("comparisons")
    if frame is None:
        return
    rows = frame["claim_id"].map(frame["claim_id"].value_counts())
    yield from problems_at(
        frame, (frame["reference_claim_id"] == NONE_FOUND) & (rows > 1), "reference_claim_id",
        "the claim has other rows", expected="no other row of the claim",
        todo="Delete this row, or the others.",
    )  # fmt: skip


def differences_named(records: Records) -> Iterator[Problem]:
    """What two claims differ in is `nothing` or words of a list; empty where none was found."""
    frame = records.tables.get("comparisons")
    if frame is None:
        return
    column = "differs_in"
    none = frame["reference_claim_id"] == NONE_FOUND
    empty = frame[column] == ""
    expected = f"the word '{NOTHING}', or some of {', '.join(DIFFERENCES)}"
    yield from problems_at(
        frame, empty & ~none & (frame["reference_claim_id"] != ""), column, "the cell is empty",
        expected=expected, todo=f"Write '{NOTHING}' where the two are of the same thing.",
    )  # fmt: skip
    yield from problems_at(
        frame, ~empty & none, column, "a difference from nothing", expected="an empty cell",
        todo="Delete it.",
    )  # fmt: skip
    unlisted = ~fits(frame[column], lambda cell: not _unlisted(cell)) & ~empty & ~none
    yield from problems_at(
        frame, unlisted, column, "not words of the list", expected=expected, todo=_mended
    )


def _unlisted(cell: str) -> list[str]:
    """The words of a cell that are not in the list, or stand twice, or beside `nothing`."""
    if cell == NOTHING:
        return []
    names = cell.split()
    return [name for at, name in enumerate(names) if name not in DIFFERENCES or name in names[:at]]


def _mended(cell: str) -> str | None:
    if printed := [words for words in dict.fromkeys(DIFFERENCES.values()) if words in cell.lower()]:
        return f"Write {' '.join(map(_key, printed))}."
    if not _unlisted(cell.lower()):
        return f"Write {cell.lower()}."
    if re.search("[,;+/]", cell):
        return "Separate the words by spaces."
    wrong = _unlisted(cell)[0]
    if wrong == NOTHING:
        return f"Write '{NOTHING}' alone, or only what they differ in."
    if wrong in DIFFERENCES:
        return "Write each word once."
    return nearest(wrong, (*DIFFERENCES, NOTHING))


def _key(words: str) -> str:
    """The word of the list for words of the report; two of them are printed alike."""
    first, *others = (name for name in DIFFERENCES if DIFFERENCES[name] == words)
    return f"{first} (or {others[0]})" if others else first


def above_zero(records: Records) -> Iterator[Problem]:
    """A price index and an exchange rate are above zero."""
    for name, column in POSITIVE.items():
        frame = records.tables.get(name)
        if frame is not None:
            yield from problems_at(
                frame, as_numbers(frame[column]) <= 0, column, "not above zero",
                expected="a number above zero", todo="Copy it from its source again.",
            )  # fmt: skip


def _words(records: Records) -> dict[str, str]:
    """The quoted words of each claim, empty for a claim of a reference."""
    claims = records.tables.get("claims")
    if claims is None:
        return {}
    return dict(zip(claims["claim_id"], claims["as_stated"], strict=True))


RULES = (
    statements_compared,
    exceptions_of_two,
    references_named,
    none_found_alone,
    differences_named,
    above_zero,
)
