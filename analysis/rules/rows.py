"""Rows of a table as problems, and the words that name the nearest right answer."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd

from analysis.errors import Problem

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

    `expected` and `todo` are words, or functions from the cell to words.
    """
    if not broken.any():
        return
    file = frame.attrs["file"]
    for row, cell in frame.loc[broken, column].items():
        yield Problem(
            file, _row(row), column, message, cell, _words(expected, cell), _words(todo, cell)
        )


def _row(label: Any) -> int:
    return int(label)


def _words(words: Words, cell: str) -> str | None:
    return words(cell) if callable(words) else words


def nearest(word: str, known: Iterable[str]) -> str | None:
    """'Did you mean …?' for the known word that is most like another."""
    near = difflib.get_close_matches(word.strip().lower(), sorted(known), 1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else None


def fits(
    column: pd.Series[str], accepts: Callable[[str], bool], cells: Iterable[str] | None = None
) -> pd.Series[bool]:
    """Whether each cell is accepted; each distinct cell is looked at once.

    `cells`: the distinct cells, where they are known already.
    """
    accepted = {cell for cell in (column.unique() if cells is None else cells) if accepts(cell)}
    return column.isin(accepted) if accepted else pd.Series(False, column.index)
