"""Editions: a value that changed since the last one is named in CHANGELOG.md; no id comes back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis import edition
from analysis.errors import Problem
from analysis.folder import CHANGELOG
from analysis.records import Records
from analysis.rules.rows import problems_at
from analysis.syntax import unmerged

NEEDED = {"claim_id", "bound", "as_stated"}
UNDER = f"under '# {edition.UNRELEASED}', '## Data'"
Hashes = Mapping[str, str]
# A line of equal signs may be under a heading, and a table begin with bars.
MARKS = ("<<<<<<< ", ">>>>>>> ")


def changelog_readable(records: Records) -> Iterator[Problem]:
    """A CHANGELOG.md that is there can be read: otherwise no change would be asked for."""
    there = os.path.lexists(records.folder / CHANGELOG)
    if there and edition.changelog(records.folder) is None:
        yield Problem(
            CHANGELOG, message="cannot be read", expected="a file of text in UTF-8",
            todo="Save it as UTF-8.",
        )  # fmt: skip


def changelog_merged(records: Records) -> Iterator[Problem]:
    """No line of CHANGELOG.md is a mark of a merge that is not finished."""
    lines = (edition.changelog(records.folder) or "").splitlines()
    for row, line in enumerate(lines, 1):
        if line.startswith(MARKS):
            yield unmerged(CHANGELOG, row, line)


def changes_named(records: Records, others: Iterable[Problem]) -> Iterator[Problem]:
    """The unreleased part of CHANGELOG.md names each claim whose value changed or that is gone.

    Nothing is asked of a dataset without an edition, of a CHANGELOG.md that cannot be read, or of a
    row of whose value another rule tells one of the `others`: what it states is not known.
    """
    text, found = edition.changelog(records.folder), _tables(records)
    there = os.path.lexists(records.folder / CHANGELOG)
    if found is None or (text is None and there):
        return
    claims, last = found
    now = edition.hashes(claims, records.columns("claims"))
    held, before = last[last["last_edition"] == ""], edition.recorded(last)
    silent = {key for key in _altered(before, now) if not edition.names(text or "", key)}
    silent -= _unknown(claims, records, others)
    version = str(records.descriptor.get("version", ""))
    if silent and not there:
        yield Problem(
            CHANGELOG, message=f"no such file, and values changed since edition {version}",
            expected=f"a file that names them {UNDER}", todo="Write it, with these two headings.",
        )  # fmt: skip
    yield from _changed(claims, silent, before, now, version)
    gone = held["claim_id"].isin(silent - set(now) - records.unread("claims"))
    yield from problems_at(
        held, gone, "claim_id",
        f"a claim of edition {version} is gone and {CHANGELOG} does not say so",
        expected=_line, todo="Or put its row back.",
    )  # fmt: skip


def ids_not_used_again(records: Records) -> Iterator[Problem]:
    """The id of a claim that was withdrawn before the last edition is no claim's again."""
    if (found := _tables(records)) is None:
        return
    claims, last = found
    gone = last[last["last_edition"] != ""]
    editions = dict(zip(gone["claim_id"], gone["last_edition"], strict=True))
    yield from problems_at(
        claims, claims["claim_id"].isin(editions), "claim_id", "the id of a withdrawn claim",
        expected="an id that no claim ever had",
        todo=lambda key: f"It was last in edition {editions[key]}: give this claim a new number.",
    )  # fmt: skip


def _tables(records: Records) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The claims and the last edition; None where one of them is missing or empty."""
    claims, last = records.tables.get("claims"), records.tables.get(edition.TABLE)
    if claims is None or last is None or last.empty:
        return None
    known = set(claims) >= NEEDED and set(last) >= set(edition.COLUMNS)
    return (claims, last) if known else None


def _altered(before: Hashes, now: Hashes) -> list[str]:
    """The claims of the last edition that are gone or state something else."""
    return [key for key, value in before.items() if now.get(key) != value]


def _unknown(claims: pd.DataFrame, records: Records, others: Iterable[Problem]) -> set[str]:
    """The claims with a problem in a cell of their value."""
    names = {*edition.of_value(records.columns("claims"))}
    at = [p.row for p in others if p.file == claims.attrs["file"] and p.column in names]
    return set(claims.loc[claims.index.isin(at), "claim_id"])


def _changed(
    claims: pd.DataFrame, silent: set[str], before: Hashes, now: Hashes, version: str
) -> Iterator[Problem]:
    rows = claims.loc[claims["claim_id"].isin(silent), "claim_id"]
    for row, key in rows.items():
        yield Problem(
            claims.attrs["file"], int(str(row)), "claim_id",
            f"the value changed since edition {version} (hash {before[key]} then, {now[key]} now)"
            f" and {CHANGELOG} does not say so",
            key, _line(key), "Or put the row back; report diff OLD shows what changed.",
        )  # fmt: skip


def _line(key: str) -> str:
    return f"a line that names {key}, and says what changed, in {CHANGELOG} {UNDER}"


RULES = (changelog_readable, changelog_merged, ids_not_used_again)
