"""Amounts as sources state them, and arithmetic that keeps their bounds.

An amount is the interval of values that the words allow. An end that the words leave open is
`None` and stays `None`: a one-sided bound never becomes a point. A result is rounded to the
coarsest place of its parts when it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, reduce
from typing import NamedTuple

WHOLE = Decimal(1)
# Shortest and longest length in days of the units of time.
DAYS = {
    "hour": (1 / Decimal(24), 1 / Decimal(24)),
    "day": (WHOLE, WHOLE),
    "week": (Decimal(7), Decimal(7)),
    "month": (Decimal(28), Decimal(31)),
    "year": (Decimal(365), Decimal(366)),
}
# Below this an exact number is told to the one: ten months are not "about ten".
SMALL = Decimal(100)
# The words of a figure, as they tell the lowest end of a span, and the highest.
LOWEST = ("", "about", "at most", "less than", "at least", "more than")
HIGHEST = ("", "about", "at least", "more than", "at most", "less than")
# A ratio is told no more precisely than this, however many digits its parts have.
RATIO_DIGITS = 3


class Amount(NamedTuple):
    """The values that a statement allows, in the statement's unit.

    `low`, `high`: lowest and highest value, `None` where the words set no limit.
    `low_open`, `high_open`: the limit itself is excluded ("more than", "less than").
    `best`: a value stated inside a range. `about`: the words are approximate.
    `computed`: a result of arithmetic, which is printed rounded. `place`: the value of the last
    significant digit (10,000 for 30,000). `digits`: how many significant digits each end of a ratio
    has at most. `ranged`: both ends are limits that the words set ("between 20,000 and 30,000").
    A hull has both ends, and one of them open where a statement behind it sets no limit there;
    `limits` are the words that limit the figure at each of its ends.
    An amount without any limit is vague: a magnitude word, not a number.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    best: Decimal | None = None
    about: bool = False
    computed: bool = False
    place: Decimal = WHOLE
    digits: int | None = None
    ranged: bool = False
    limits: tuple[str, str] = ("", "")

    @property
    def limit(self) -> str:
        """The words that limit a statement's figure: "about", "at most", or none."""
        if self.low is None:
            return "less than" if self.high_open else "at most"
        if self.high is None:
            return "more than" if self.low_open else "at least"
        return "about" if self.about else ""

    @property
    def vague(self) -> bool:
        """Whether the words set no limit at all."""
        return self.low is None and self.high is None

    @property
    def point(self) -> Decimal | None:
        """The single value, or None where there is none or an end is open."""
        closed = self.low == self.high and not (self.low_open or self.high_open)
        return self.low if closed else None

    @property
    def one_sided(self) -> bool:
        """Whether exactly one end is open-ended."""
        return (self.low is None) != (self.high is None)

    @property
    def ends(self) -> list[Decimal]:
        """The ends that the words set, lowest first; none for a magnitude word."""
        return [end for end in (self.low, self.high) if end is not None]

    @property
    def middle(self) -> Decimal | None:
        """A value to sort by; never printed."""
        if self.best is not None:
            return self.best
        return self.low if self.low is not None else self.high


def stated(
    bound: str,
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    *,
    counted: bool = False,
) -> Amount:
    """The amount that a bound and its columns say.

    `counted`: units of which an exact number is exact to one (people, items), where money and
    lengths are as exact as their last significant digit. Raises `ValueError` for an unknown bound.
    """
    numbers = [number for number in (value, low, high) if number is not None]
    small = bound == "exact" and all(abs(number) < SMALL for number in numbers)
    whole = small or (counted and bound == "exact")
    place = min(
        [*(last_place(number) for number in numbers), *([WHOLE] if whole else [])], default=WHOLE
    )
    if bound in ("exact", "approximate"):
        return Amount(value, value, about=bound == "approximate", place=place)
    if bound in ("at_least", "more_than"):
        return Amount(low=low, low_open=bound == "more_than", place=place)
    if bound in ("at_most", "less_than"):
        return Amount(high=high, high_open=bound == "less_than", place=place)
    if bound == "range":
        return Amount(low, high, best=value, place=place, ranged=True)
    if bound == "vague":
        return Amount()
    raise ValueError(f"unknown bound {bound!r}")


def figure(amount: Amount) -> Decimal:
    """The figure that a statement names: its value, its only end, or the higher end of a range.

    Raises `ValueError` for a vague amount.
    """
    return _end(amount.high if amount.high is not None else amount.low)


def last_place(number: Decimal) -> Decimal:
    """The value of the last significant digit: 10000 for 30000, 0.1 for 8.5, 1 for 0."""
    if number == 0:
        return WHOLE
    return _power_of_ten(int(number.normalize().as_tuple().exponent))


def add(first: Amount, second: Amount) -> Amount:
    """The sum: ends add; an end that one part leaves open stays open."""
    return Amount(
        low=_both(first.low, second.low),
        high=_both(first.high, second.high),
        low_open=first.low_open or second.low_open,
        high_open=first.high_open or second.high_open,
        about=first.about or second.about,
        computed=True,
        place=coarser(first, second),
    )


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of one or more amounts. Raises `ValueError` for none: missing is not zero."""
    parts = list(amounts)
    if not parts:
        raise ValueError("nothing to add; a missing amount is not zero")
    return reduce(add, parts)


def ratio(first: Amount, second: Amount) -> Amount:
    """The first divided by the second, for amounts of zero and more.

    Its place keeps as many significant digits as the coarser part has. An end is open where the
    division has no limit, as when the second may be zero.
    """
    digits = min(significant_digits(first), significant_digits(second), RATIO_DIGITS)
    return _divided(first, second, digits)


def portion(amounts: Sequence[Amount], shares: Sequence[bool]) -> Amount:
    """An amount times the percentages beside it, each marked in `shares`."""
    (whole,) = (a for a, share in zip(amounts, shares, strict=True) if not share)
    for share in (a for a, marked in zip(amounts, shares, strict=True) if marked):
        if whole.low is None or whole.high is None or share.low is None or share.high is None:
            raise ValueError("a portion needs closed amounts")
        low, high = whole.low * share.low / 100, whole.high * share.high / 100
        whole = whole._replace(low=low, high=high)
    return whole


def quotient(first: Amount, second: Amount) -> Amount | None:
    """One stated amount divided by another, to two digits; None where that sets no limit."""
    made = _divided(first, second, 2)
    return None if made.vague else made


def hull(amounts: Iterable[Amount]) -> Amount:
    """From the lowest to the highest stated figure of several amounts.

    Vague amounts have no figure and are passed over; raises `ValueError` where all are vague.
    A one-sided bound gives its stated figure and leaves its end open, whichever figure is the
    outermost: "3", "at least 5" and "9" are 3 to 9 or more. Of statements of one figure, the one
    that says most firmly that it is the end gives the words of that end.
    """
    figures = [amount for amount in amounts if not amount.vague]
    if not figures:
        raise ValueError("no stated figure among vague amounts")
    lowest = min(
        figures, key=lambda a: (_end(a.high if a.low is None else a.low), LOWEST.index(a.limit))
    )
    highest = min(
        figures, key=lambda a: (-_end(a.low if a.high is None else a.high), HIGHEST.index(a.limit))
    )
    return Amount(
        low=lowest.low if lowest.low is not None else lowest.high,
        high=highest.high if highest.high is not None else highest.low,
        low_open=any(amount.low is None for amount in figures),
        high_open=any(amount.high is None for amount in figures),
        about=lowest.about or highest.about,
        computed=True,
        place=min(amount.place for amount in figures),
        limits=(lowest.limit, highest.limit),
    )


def in_days(amount: Amount, unit: str) -> Amount:
    """A length of time in days; a month is 28 to 31 of them. Its place is one of its unit."""
    shortest, longest = DAYS[unit]
    return amount._replace(
        low=None if amount.low is None else amount.low * shortest,
        high=None if amount.high is None else amount.high * longest,
        place=amount.place * shortest,
    )


def spread(amount: Amount) -> Amount | None:
    """Highest over lowest figure, to two digits; None where an end is open or zero."""
    if amount.low_open or amount.high_open or not amount.low or amount.high is None:
        return None
    times = amount.high / amount.low
    return Amount(times, times, about=amount.about, computed=True, digits=2)


def rounded(amount: Amount) -> Amount:
    """A computed amount with its ends at its place, `about` where that changed one.

    A limit that stands alone is rounded outwards, so that it stays true: at most 124 million is at
    most about 130 million.
    """
    if not amount.computed:
        return amount
    down, up = (ROUND_FLOOR, ROUND_CEILING) if amount.one_sided else (ROUND_HALF_UP,) * 2
    low = _at_place(amount.low, _place(amount.low, amount), down)
    single = amount.low is amount.high
    high = low if single else _at_place(amount.high, _place(amount.high, amount), up)
    about = amount.about or (low, high) != (amount.low, amount.high)
    return amount._replace(low=low, high=high, about=about)


def significant_digits(amount: Amount) -> int:
    """How many digits of the amount's figure are significant; at least one."""
    figure = amount.middle
    if not figure:
        return 1
    return max(1, figure.adjusted() - amount.place.adjusted() + 1)


def place_of(figure: Decimal | None, digits: int) -> Decimal:
    """The place of the last of `digits` significant digits of a figure."""
    if not figure:
        return WHOLE
    return _power_of_ten(figure.adjusted() - digits + 1)


def coarser(first: Amount, second: Amount) -> Decimal:
    """The coarser of two places; zero ("none") has no precision of its own."""
    if first.point == 0:
        return second.place
    if second.point == 0:
        return first.place
    return max(first.place, second.place)


@cache
def _power_of_ten(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def _both(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second


def _divided(first: Amount, second: Amount, digits: int) -> Amount:
    low = _quotient(first.low, second.high)
    # One figure divided by one: both ends are the same quotient.
    single = first.low is first.high and second.low is second.high
    high = low if single else _quotient(first.high, second.low)
    return Amount(
        low,
        high,
        first.low_open or (second.high_open and bool(first.low)),
        first.high_open or (second.low_open and bool(first.high)),
        None,
        first.about or second.about,
        True,
        place_of(low if low is not None else high, digits),
        digits,
    )


def _quotient(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or not second else first / second


def _end(number: Decimal | None) -> Decimal:
    if number is None:
        raise ValueError("a vague amount has no end")
    return number


def _place(end: Decimal | None, amount: Amount) -> Decimal:
    return amount.place if amount.digits is None else place_of(end, amount.digits)


def _at_place(number: Decimal | None, place: Decimal, rounding: str) -> Decimal | None:
    if number is None:
        return None
    return (number / place).quantize(WHOLE, rounding) * place
