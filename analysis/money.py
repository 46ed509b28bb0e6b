"""Money brought to one currency, and to the dollars of one year."""

from __future__ import annotations

from decimal import Decimal

from analysis.bounds import Amount
from analysis.dataset import Dataset
from analysis.errors import NotComparable, Problem
from analysis.frames import remembered

DOLLAR = "USD"


def in_dollars(amount: Amount, unit: str, year: str, dataset: Dataset) -> Amount:
    """An amount of money of a year in dollars of that year; a percentage as it is.

    Raises `NotComparable` where the dataset holds no rate of the currency for the year.
    """
    if unit in (DOLLAR, "percent"):
        return amount
    return _times(amount, 1 / _rate(unit, year, dataset))


def rate_words(unit: str, year: str, dataset: Dataset) -> str:
    """The rate at which an amount of a year comes to dollars; empty where it needs none."""
    if unit in (DOLLAR, "percent"):
        return ""
    return f"{_rate(unit, year, dataset):f} {unit} to the dollar"


def factor(year: int, base: int, dataset: Dataset) -> Decimal:
    """What a dollar of one year is in dollars of another, by the dataset's price index.

    Raises `NotComparable` where the index has no such year.
    """
    try:
        above, below = (dataset.row("prices", str(of))["index"] for of in (base, year))
        return Decimal(above) / Decimal(below)
    except KeyError as missing:
        raise _without(
            f"the dataset holds no price index for {missing.args[0]}", "data/prices.csv"
        ) from None


@remembered
def factors(dataset: Dataset, start: int, end: int, base: int) -> tuple[Decimal, Decimal]:
    """The least and the greatest `factor` of the years from one to another."""
    each = [factor(year, base, dataset) for year in range(start, end + 1)]
    return min(each), max(each)


def constant(amount: Amount, start: int, end: int, base: int, dataset: Dataset) -> Amount:
    """A sum spent at some time from one year to another, in dollars of the base year.

    The ends are the cases that all was spent in the cheapest and in the dearest of the years.
    """
    least, most = factors(dataset, start, end, base)
    return amount._replace(
        low=None if amount.low is None else amount.low * least,
        high=None if amount.high is None else amount.high * most,
        # A best figure would need to say in which of the years it was spent.
        best=None,
        computed=True,
        digits=2,
    )


def _rate(unit: str, year: str, dataset: Dataset) -> Decimal:
    """How much of a currency was a dollar in a year: the first rate that the dataset holds."""
    table = dataset.rates
    for date, currency, rate in zip(
        table["date"], table["currency"], table["per_usd"], strict=True
    ):
        if year and currency == unit and date.startswith(year):
            return Decimal(rate)
    when = f"in {year}" if year else "without a year"
    raise _without(f"no exchange rate for {unit} {when}", "data/rates.csv")


def _times(amount: Amount, by: Decimal) -> Amount:
    return amount._replace(
        low=None if amount.low is None else amount.low * by,
        high=None if amount.high is None else amount.high * by,
        place=amount.place * by,
    )


def _without(message: str, file: str) -> NotComparable:
    return NotComparable(Problem(file, message=message))
