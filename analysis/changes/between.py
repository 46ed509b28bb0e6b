"""Two states of a dataset held against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeVar

import pandas as pd

from analysis import cite, edition
from analysis.changes import moved, rows
from analysis.dataset import Dataset
from analysis.errors import ReportError, in_order
from analysis.records import Records
from analysis.rules.descriptor import described
from analysis.rules.structure import cells_described, keys_formed_once

EDITIONS = ("version", "created")
CLAIMS = "claims"
CLAIM_COLUMNS = ["claim_id", "change", "before", "after"]
Words = Mapping[str, str]
Made = TypeVar("Made")
# What reading a dataset by today's rules may raise, where it was written under others.
UNFIT = (ReportError, LookupError, ValueError, ArithmeticError, TypeError, AttributeError)


class Names(NamedTuple):
    """What two states of a dataset are called; `mark` follows the ids of the earlier one."""

    old: str = "the earlier data"
    new: str = "the data as they are"
    mark: str = "earlier"


UNNAMED = Names()


@dataclass(frozen=True)
class Changes:
    """What changed from one state of a dataset to another.

    `columns` and `rows` are frames of `changes.rows`, `moved` one of `changes.moved`. `claims` has
    a row for each claim that differs: `claim_id`, `change`, and what it states `before` and
    `after`, in words as printed and empty where it is not there. `described` says whether the
    descriptor's texts changed; `left_out` names what could not be computed, with the reason.
    """

    before: Dataset
    after: Dataset
    columns: pd.DataFrame
    rows: pd.DataFrame
    claims: pd.DataFrame
    moved: pd.DataFrame
    described: bool
    left_out: tuple[str, ...]
    names: Names

    @property
    def none(self) -> bool:
        """Whether both hold the same."""
        return self.columns.empty and self.rows.empty and self.moved.empty and not self.described

    @property
    def part(self) -> str:
        """The part of a version that rises at least: major, minor, patch; empty for none.

        Columns: major. A row more or less, a cell that holds no text, or a figure, relation or
        verdict that moved: minor. Any other wording: patch.
        """
        if not self.columns.empty:
            return "major"
        if not self.moved.empty or self._values_changed():
            return "minor"
        return "" if self.none else "patch"

    def _values_changed(self) -> bool:
        """Whether rows came or went, or a cell changed that is a value."""
        if (self.rows["change"] != "changed").any():
            return True
        cells = zip(self.rows["table"], self.rows["column"], strict=True)
        hashed = [_hashes(dataset) for dataset in (self.before, self.after)]
        return hashed[0] != hashed[1] or any(c in _of_value(self.after, t) for t, c in cells)


def _of_value(dataset: Dataset, table: str) -> list[str]:
    """The columns of a table that hold values, or the fields of the bibliography that do."""
    names = edition.of_value(rows.described(dataset, table))
    return [f"{rows.CUSTOM}.{name}" for name in names] if table == rows.SOURCES else names


def edition_words(dataset: Dataset) -> str:
    """An edition by its version and day: "edition 0.1.0 of 22 November 2026"."""
    version = dataset.version or "without a version"
    try:
        day = cite.date_words(dataset.date)
    except ValueError:  # an earlier edition is not checked
        day = dataset.date
    return f"edition {version}" + (f" of {day}" if day else "")


def changes(before: Dataset, after: Dataset, names: Names = UNNAMED) -> Changes:
    """What changed from the state `before` to the state `after`.

    Either may break today's rules: what cannot be computed from it is left out, with the reason.
    """
    changed, both = rows.rows(before, after), _Both(before, after, names)
    behind = _of(changed, after)
    claims = _claims(changed, both.compute("claims", moved.stated))
    frames = [moved.moved("figure", (), (), behind)]
    for part in moved.PARTS:
        old, new = both.compute(f"{part}s", partial(moved.said, part))
        if old is not None and new is not None:
            frames.append(moved.moved(part, old, new, behind))
    return Changes(
        before,
        after,
        rows.columns(before, after),
        changed,
        claims,
        pd.concat(frames, ignore_index=True),
        _texts(before) != _texts(after),
        tuple(both.left_out),
        names,
    )


class _Both:
    """Two states from which the same is computed; `left_out` says what could not be, and why."""

    def __init__(self, before: Dataset, after: Dataset, names: Names):
        self.states = ((before, names.old), (after, names.new))
        self.left_out: list[str] = []

    def compute(self, what: str, by: Callable[[Dataset], Made]) -> tuple[Made | None, Made | None]:
        """What each state gives, None for one that does not fit."""
        before, after = (self._attempt(what, by, *state) for state in self.states)
        return before, after

    def _attempt(
        self, what: str, by: Callable[[Dataset], Made], dataset: Dataset, name: str
    ) -> Made | None:
        try:
            return by(dataset)
        except UNFIT as error:
            self.left_out.append(f"the {what} of {name}: {_reason(error, dataset)}")
            return None


def _of(changed: pd.DataFrame, after: Dataset) -> moved.Changed:
    """The claims and the other rows that changed, and the tables in which a value did."""
    pairs = list(dict.fromkeys(zip(changed["table"], changed["key"], strict=True)))
    claims = frozenset(key for table, key in pairs if table == CLAIMS)
    cells = set(zip(changed["table"], changed["column"], strict=True))
    valued = {table for table, column in cells if column in ("", *_of_value(after, table))}
    others = tuple(pair for pair in pairs if pair[0] != CLAIMS)
    return moved.Changed(claims, others, frozenset(valued))


def _claims(changed: pd.DataFrame, stated: Iterable[Words | None]) -> pd.DataFrame:
    """The claims that differ, with what they state in each state."""
    found = changed.loc[changed["table"] == CLAIMS, ["key", "change"]].drop_duplicates()
    cells = [
        (key, change, *((words or {}).get(key, "") for words in stated))
        for key, change in zip(found["key"], found["change"], strict=True)
    ]
    return pd.DataFrame(cells, columns=CLAIM_COLUMNS, dtype="str")


def _reason(error: Exception, dataset: Dataset) -> str:
    """Why something could not be computed, in words; of cells that cannot be read, the first."""
    if isinstance(error, ReportError):
        return error.problems[0].message
    if isinstance(error, LookupError):
        return f"it has no {(error.args and error.args[0]) or 'such cell'}"
    read = Records(dataset.folder, dataset.descriptor, dataset.tables, dataset.sources, ())
    if not described(read) and (unread := {*cells_described(read), *keys_formed_once(read)}):
        return str(replace(in_order(unread)[0], expected=None, todo=None))
    return "something in it breaks a rule, which report check names"


def _texts(dataset: Dataset) -> dict[str, object]:
    """A descriptor without the version, the date and the table that records the last edition."""
    texts = {k: v for k, v in dataset.descriptor.items() if k not in EDITIONS}
    resources = [r for r in texts.get("resources", []) if r["name"] != edition.TABLE]
    return {**texts, "resources": resources}


def _hashes(dataset: Dataset) -> dict[str, str]:
    return edition.hashes(dataset.tables[CLAIMS], dataset.columns(CLAIMS))
