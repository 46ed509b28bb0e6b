"""Editions: a value that changed since the last one is named in CHANGELOG.md; no id comes back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis import edition
from analysis.errors import Problem
from analysis.folder import CHANGELOG
from analysis.frames import tuples
from analysis.records import Records
from analysis.rules.rows import meant, problems_at
from analysis.syntax import unmerged

NEEDED = {"claim_id", "bound", "as_stated"}
Hashes = Mapping[str, str]
HEADINGS = {edition.UNRELEASED: f"# {edition.UNRELEASED}", "Data": "## Data"}
UNDER = "under " + ", ".join(f"'{heading}'" for heading in HEADINGS.values())
ALMOST = re.compile(r"#+ *(.*?):? *")
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


def changelog_headed(records: Records) -> Iterator[Problem]:
    """What is not released stands under headings that are found: almost the same are not."""
    lines = [] if _tables(records) is None else _unreleased(records)
    for row, line in enumerate(lines, 1):
        heading = ALMOST.fullmatch(line)
        near = heading and meant(heading[1], [*HEADINGS])
        if near and line.rstrip() != HEADINGS[near]:
            yield Problem(
                CHANGELOG, row, message="a heading that is not found as it stands", found=line,
                expected=HEADINGS[near], todo=f"Write {HEADINGS[near]} alone in the line.",
            )  # fmt: skip


def _unreleased(records: Records) -> list[str]:
    """The lines of CHANGELOG.md before the first edition."""
    text = edition.changelog(records.folder) or ""
    return re.split(r"^# *v?[0-9]", text, maxsplit=1, flags=re.MULTILINE)[0].splitlines()


def changes_named(records: Records, others: Iterable[Problem]) -> Iterator[Problem]:
    """The unreleased part of CHANGELOG.md names each claim whose value changed or that is gone.

    Nothing is asked of a dataset without an edition or with an edition that is not as its release
    wrote it, of a CHANGELOG.md that cannot be read, or of a row of whose value another rule tells
    one of the `others`: what it states is not known.
    """
    text, found = edition.changelog(records.folder), _tables(records)
    there, others = os.path.lexists(records.folder / CHANGELOG), [*others]
    if unlike := [*_unlike_its_release(records, others)]:
        yield from unlike
        return
    if found is None or any(problem.file == CHANGELOG for problem in others):
        return
    claims, last = found
    now = edition.hashes(claims, records.columns("claims"))
    held, before = last[last["last_edition"] == ""], edition.recorded(last)
    silent = {key for key in _altered(before, now) if not edition.names(text or "", key)}
    elsewhere = edition.renamed(records.tables, records.columns("claims"))
    unknown = _unknown(claims, records, others)
    silent -= unknown | {
        key for key, row in elsewhere.items() if claims.at[row, "claim_id"] in unknown
    }
    silent -= {*last.loc[last.index.isin(_rows(last, others)), "claim_id"]}
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
        expected=_line,
        todo=lambda key: _put_back(elsewhere.get(key)),
    )  # fmt: skip


def _unlike_its_release(records: Records, others: Iterable[Problem]) -> Iterator[Problem]:
    """The table of the edition, if it has another hash than its release gave the descriptor."""
    last = records.tables.get(edition.TABLE)
    if last is None or _rows(last, others) or not {*edition.COLUMNS} <= {*last}:
        return
    kept = [r["hash"] for r in records.resources if r["name"] == edition.TABLE and "hash" in r]
    if kept and kept != [edition.seal(edition.written(tuples(last[edition.COLUMNS])))]:
        yield Problem(
            last.attrs["file"],
            message="not as its release wrote it: its hash is another than in datapackage.json",
            expected="its rows, none added, changed, moved or removed",
            todo="Put both back as its commit has them: report release alone writes them.",
        )


def _put_back(row: int | None) -> str:
    if row is None:
        return "Or put its row back."
    return f"Or put its id back in row {row} of data/claims.csv, which has its value."


def ids_not_used_again(records: Records) -> Iterator[Problem]:
    """The id of a claim that was withdrawn before the last edition is no claim's again."""
    if (found := _tables(records)) is None:
        return
    claims, last = found
    gone = last[last["last_edition"].str.fullmatch(r"\d+(\.\d+){2}")]
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
    at = _rows(claims, (problem for problem in others if problem.column in names))
    return set(claims.loc[claims.index.isin(at), "claim_id"])


def _rows(frame: pd.DataFrame, problems: Iterable[Problem]) -> set[int | None]:
    """The rows of a table that problems name."""
    return {problem.row for problem in problems if problem.file == frame.attrs["file"]}


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


RULES = (changelog_readable, changelog_merged, changelog_headed, ids_not_used_again)
