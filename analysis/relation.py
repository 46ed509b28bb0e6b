"""How two statements on the same thing stand to each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from analysis.bounds import Amount, changed

ABOUT = Decimal("0.1")
Relation = Literal["agree", "overlap", "disagree", "not_in_conflict"]


def relate(first: Amount, second: Amount) -> Relation:
    """How two statements on the same thing stand to each other.

    `agree`: the same figure, after rounding to the coarser precision of the two, or within a tenth
    where the words are approximate. `overlap`: a range shares values with the other. `disagree`:
    no value satisfies both. `not_in_conflict`: an open end is satisfied by the other, which says no
    more than that both may be true. Raises `ValueError` for a vague amount, which has no figure.
    """
    if first.vague or second.vague:
        raise ValueError("a vague amount has no figure to compare")
    if not _meet(_widened(first, second.place), _widened(second, first.place)):
        return "disagree"
    if first.one_sided or second.one_sided:
        return "agree" if first == second else "not_in_conflict"
    points = first.point is not None and second.point is not None
    return "agree" if points or (first.low, first.high) == (second.low, second.high) else "overlap"


def _widened(amount: Amount, other: Decimal) -> Amount:
    """The values that a statement may mean beside one that is precise to the place `other`.

    Approximate words leave a tenth to both sides; other words, half their place where the other
    statement is more precise.
    """
    if not amount.about and amount.place <= other:
        return amount
    half = Decimal(0) if amount.about else amount.place / 2
    margin = ABOUT if amount.about else Decimal(0)
    low, high = amount.low, amount.high
    return changed(
        amount,
        low=None if low is None else low * (1 - margin) - half,
        high=None if high is None else high * (1 + margin) + half,
    )


def _meet(first: Amount, second: Amount) -> bool:
    """Whether some value satisfies both."""
    return _below(first, second) and _below(second, first)


def _below(first: Amount, second: Amount) -> bool:
    """Whether the first's lower end leaves room under the second's upper end."""
    if first.low is None or second.high is None:
        return True
    strict = first.low_open or second.high_open
    return first.low < second.high if strict else first.low <= second.high
