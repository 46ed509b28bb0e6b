"""Two editions of a dataset held against each other."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import edition
from analysis.changes import moved, rows
from analysis.dataset import Dataset
from analysis.errors import ReportError

EDITIONS = ("version", "created")
CLAIMS = "claims"
# What reading an edition by today's rules may raise, where it was written under others.
UNFIT = (ReportError, LookupError, ValueError, ArithmeticError, TypeError, AttributeError)


@dataclass(frozen=True)
class Changes:
    """What changed from one edition to another.

    `columns` and `rows` are frames of `changes.rows`, `moved` one of `changes.moved`; `described`
    says whether the descriptor's texts changed; `left_out` names what could not be computed, with
    the reason.
    """

    before: Dataset
    after: Dataset
    columns: pd.DataFrame
    rows: pd.DataFrame
    moved: pd.DataFrame
    described: bool
    left_out: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether the editions hold the same."""
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
        return hashed[0] != hashed[1] or any(c in self._of_value(table) for table, c in cells)

    def _of_value(self, table: str) -> list[str]:
        if table != rows.SOURCES:
            return edition.of_value(self.after.columns(table))
        fields = self.after.descriptor.get("bibliography", {}).get("fields", [])
        return [f"{rows.CUSTOM}.{name}" for name in edition.of_value(fields)]


def changes(before: Dataset, after: Dataset) -> Changes:
    """What changed from the edition `before` to the edition `after`.

    Either may break today's rules: what cannot be computed from it is left out, with the reason.
    """
    changed, columns = rows.rows(before, after), rows.columns(before, after)
    frames, left_out = [moved.moved("figure", (), (), _of(changed))], []
    for part in moved.PARTS:
        sides = [_said(part, dataset) for dataset in (before, after)]
        reasons = [side for side in sides if isinstance(side, str)]
        left_out += reasons
        if not reasons:
            frames.append(moved.moved(part, *sides, _of(changed)))
    every = pd.concat(frames, ignore_index=True)
    described = _texts(before) != _texts(after)
    return Changes(before, after, columns, changed, every, described, tuple(left_out))


def _of(changed: pd.DataFrame) -> moved.Changed:
    """The claims and the other tables of changed rows."""
    of_claims = changed["table"] == CLAIMS
    others = tuple(changed.loc[~of_claims, "table"].unique())
    return moved.Changed(frozenset(changed.loc[of_claims, "key"]), others)


def _said(part: str, dataset: Dataset) -> list[moved.Said] | str:
    """What a part of an edition says; in one text, why that cannot be computed."""
    try:
        return moved.said(part, dataset)
    except UNFIT as error:
        return f"the {part}s of edition {dataset.version or 'without a version'}: {_reason(error)}"


def _reason(error: Exception) -> str:
    """Why something could not be computed, in words."""
    if isinstance(error, ReportError):
        return error.problems[0].message
    if isinstance(error, LookupError):
        return f"it has no {error.args[0] if error.args else 'such cell'}"
    return f"{type(error).__name__}: {error}"


def _texts(dataset: Dataset) -> dict[str, object]:
    """A descriptor without the version, the date and the table that records the last edition."""
    texts = {k: v for k, v in dataset.descriptor.items() if k not in EDITIONS}
    resources = [r for r in texts.get("resources", []) if r["name"] != edition.TABLE]
    return {**texts, "resources": resources}


def _hashes(dataset: Dataset) -> dict[str, str]:
    return edition.hashes(dataset.tables[CLAIMS], dataset.columns(CLAIMS))
