"""Rows of a table as problems, and the words that name the nearest right answer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from analysis.errors import Problem

ALIKE = 0.7  # share of the letters that two words have in common, in the same order
NEARLY = 0.94  # where one of the two ends in a number and the other does not
NOT_SAID = {
    *("-", "–", "—", "?", "n/a", "na", "nan", "nil", "none", "null", "tbd", "unknown"),
    *("no data", "not known", "not said", "not stated"),
}
NUMBERED = re.compile(r"(?s)(.*?)[-_ ]*([0-9]{1,9})")

Words = str | Callable[[str], str | None] | None


def problems_at(
    frame: pd.DataFrame,
    broken: pd.Series[bool],
    column: str,
    message: str,
    *,
    expected: Words = None,
    todo: Words = None,
) -> Iterator[Problem]:
    """A problem for each row where `broken` is true, with the cell of `column` as what was found.

    Of an empty cell, nothing was found.
    `expected` and `todo` are words, or functions from the cell to words.
    """
    if not broken.any():
        return
    file = frame.attrs["file"]
    for row, cell in frame.loc[broken, column].items():
        yield Problem(
            file,
            _row(row),
            column,
            message,
            cell or None,
            _words(expected, cell),
            _words(todo, cell),
        )


def _row(label: Any) -> int:
    return int(label)


def _words(words: Words, cell: str) -> str | None:
    return words(cell) if callable(words) else words


def nearest(word: str, known: Iterable[str]) -> str | None:
    """'Did you mean …?' for the known word that somebody may have meant by another; else None."""
    near = meant(word, sorted(known))
    return f"Did you mean '{near}'?" if near else None


def meant(word: str, known: Sequence[str]) -> str | None:
    """The known word that is most like another, if it is much alike.

    Capitals and the signs between letters do not matter. Of words that end in a number, such as
    ids, the one with the same number, or the only one that is the same before its number.
    """
    plain = {_plain(name): name for name in reversed(known)}
    if same := plain.get(_plain(word)):
        return same
    stem, number = _numbered(word)
    parts = {name: _numbered(name) for name in known}
    alike = {name: other for name, (other, its) in parts.items() if its == number}
    if found := difflib.get_close_matches(stem, sorted(set(alike.values())), 1, ALIKE):
        return next(name for name, other in alike.items() if other == found[0])
    if number is None and (found := difflib.get_close_matches(stem, known, 1, NEARLY)):
        return found[0]
    kin = [name for name, (other, _) in parts.items() if other == stem]
    return kin[0] if len(kin) == 1 else None


def not_said(cell: str) -> str | None:
    """What to do with a cell that says that nothing is said; None for any other."""
    said = cell.strip(" ().").casefold() in NOT_SAID
    return "Leave the cell empty where the source does not say." if said else None


def _plain(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()


def _numbered(word: str) -> tuple[str, int | None]:
    """A word in small letters without the number at its end, and the number."""
    found = NUMBERED.fullmatch(word.strip().casefold())
    return (found[1], int(found[2])) if found else (word.strip().casefold(), None)


def fits(
    column: pd.Series[str], accepts: Callable[[str], bool], cells: Iterable[str] | None = None
) -> pd.Series[bool]:
    """Whether each cell is accepted; each distinct cell is looked at once.

    `cells`: the distinct cells, where they are known already.
    """
    accepted = {cell for cell in (column.unique() if cells is None else cells) if accepts(cell)}
    return column.isin(accepted) if accepted else pd.Series(False, column.index)
