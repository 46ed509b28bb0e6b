"""How two statements on the same thing stand to each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from analysis.bounds import Amount

# What approximate words leave below and above their figure.
ABOUT = Decimal("0.1")
BELOW, ABOVE = 1 - ABOUT, 1 + ABOUT
Relation = Literal["agree", "overlap", "disagree", "not_in_conflict"]


def relate(first: Amount, second: Amount) -> Relation:
    """How two statements on the same thing stand to each other.

    `agree`: the same figure, after rounding to the coarser precision of the two, or within a tenth
    where the words are approximate. `overlap`: a range shares values with the other. `disagree`:
    no value satisfies both. `not_in_conflict`: an open end is satisfied by the other, which says no
    more than that both may be true. Raises `ValueError` for a vague amount, which has no figure.
    """
    low, high = _widened(first, second.place)
    other_low, other_high = _widened(second, first.place)
    if (low is None and high is None) or (other_low is None and other_high is None):
        raise ValueError("a vague amount has no figure to compare")
    if _apart(low, other_high, first.low_open or second.high_open):
        return "disagree"
    if _apart(other_low, high, second.low_open or first.high_open):
        return "disagree"
    if low is None or high is None or other_low is None or other_high is None:
        return "agree" if first == second else "not_in_conflict"
    points = first.point is not None and second.point is not None
    return "agree" if points or (first.low, first.high) == (second.low, second.high) else "overlap"


def _widened(amount: Amount, other: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The ends of what a statement may mean beside one that is precise to the place `other`.

    Approximate words leave a tenth to both sides; other words, half their place where the other
    statement is more precise. A limit is what it says: more than 7,000 is not 6,900, and between
    20,000 and 30,000 is not 16,000.
    """
    low, high, place = amount.low, amount.high, amount.place
    if amount.about:
        return None if low is None else low * BELOW, None if high is None else high * ABOVE
    if place <= other or amount.one_sided or amount.ranged:
        return low, high
    half = place / 2
    return None if low is None else low - half, None if high is None else high + half


def _apart(low: Decimal | None, high: Decimal | None, strict: bool) -> bool:
    """Whether no value is above one statement's lower end and below another's upper end."""
    if low is None or high is None:
        return False
    return low >= high if strict else low > high
