"""A number as somebody asks for it: its value in full and, where one is named, its unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_name

from analysis import cite
from analysis.bounds import Amount, rounded
from analysis.wording import not_read, numbers_in, plain

# What units are called besides their own names and what is printed for them.
NAMES = {
    "persons": {"people"},
    "percent": {"per cent"},
    "USD": {"us$", "dollars", "us dollars"},
}


@dataclass(frozen=True)
class Asked:
    """A number and what stands beside it: a unit's name or sign, or nothing for any unit."""

    number: Decimal
    beside: str

    @classmethod
    def read(cls, query: str) -> Asked | None:
        """The one number of a query, as in "8500000" or "$7,000"; None for none or several."""
        found = numbers_in(query)
        if not_read(query) or len(found) != 1 or found[0].value is None:
            return None
        beside = query[: found[0].start] + query[found[0].end :]
        return cls(found[0].value, plain(beside))

    def at_an_end(self, amount: Amount) -> bool:
        """Whether an amount, as it is printed, has the number at an end or in its middle."""
        shown = rounded(amount)
        return self.number in {shown.low, shown.high, shown.best}

    def of(self, unit: str) -> bool:
        """Whether the number is asked for in this unit."""
        return not self.beside or self.beside in set(_names(unit))


def _names(unit: str) -> Iterable[str]:
    """What stands beside a number for a unit."""
    yield unit.lower()
    yield from NAMES.get(unit, ())
    if unit.isupper():
        yield get_currency_name(unit, count=2, locale=cite.OF_CURRENCIES).lower()
    for number in "12":
        yield plain(cite.figure(Decimal(number), unit).replace(number, "", 1))
