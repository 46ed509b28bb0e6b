"""Prices of one year and currencies: expected values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from analysis import money
from analysis.bounds import Amount, stated
from analysis.dataset import Dataset
from analysis.errors import NotComparable

Build = Callable[..., Any]
# Prices rise by a quarter to 2001 and by a tenth to 2003, with a dip between.
INDEX = {"2000": "80", "2001": "100", "2002": "88", "2003": "110"}


@pytest.fixture
def dataset(dataset_of: Build) -> Dataset:
    """A price index of four years, and a rate of four crowns to the dollar."""
    prices = [{"year": year, "index": index, "source": "gazette"} for year, index in INDEX.items()]
    rates = [{"date": "2003-06-30", "currency": "CRN", "per_usd": "4", "source": "gazette"}]
    return dataset_of(prices=prices, rates=rates)


@pytest.mark.parametrize("year", [2000, 2001, 2002, 2003])
def test_a_dollar_of_the_base_year_is_a_dollar(year: int, dataset: Dataset) -> None:
    """Its factor is 1."""
    assert money.factor(year, year, dataset) == 1


def test_a_factor_is_base_over_year(dataset: Dataset) -> None:
    """110 / 80 is 1.375; 110 / 88 is 1.25."""
    assert money.factor(2000, 2003, dataset) == Decimal("1.375")
    assert money.factor(2002, 2003, dataset) == Decimal("1.25")


def test_every_real_year_has_a_factor(real: Dataset) -> None:
    """From each year of the index to its last; the last year's is 1."""
    years = [int(year) for year in real.prices["year"]]
    factors = [money.factor(year, max(years), real) for year in years]
    assert all(factor > 0 for factor in factors)
    assert factors[years.index(max(years))] == 1


def test_one_year_stays_a_point(dataset: Dataset) -> None:
    """800 dollars of 2000 are 1,100 of 2003."""
    made = money.constant(stated("exact", Decimal(800)), 2000, 2000, 2003, dataset)
    assert (made.low, made.high) == (1100, 1100)
    assert made.computed


def test_a_lump_sum_is_an_interval(dataset: Dataset) -> None:
    """1,000 over 2001 to 2003: least if spent in 2003, most if in 2002, the year between."""
    made = money.constant(stated("exact", Decimal(1000)), 2001, 2003, 2003, dataset)
    assert (made.low, made.high) == (1000, 1250)


@pytest.mark.parametrize(
    ("amount", "ends"),
    [
        (stated("more_than", low=Decimal(1000)), (1000, None, True, False)),
        (stated("at_most", high=Decimal(1000)), (None, 1250, False, False)),
        (stated("exact", Decimal(0)), (0, 0, False, False)),
    ],
)
def test_an_open_end_stays_open(amount: Amount, ends: object, dataset: Dataset) -> None:
    """A bound keeps its side, and nothing stays nothing."""
    made = money.constant(amount, 2001, 2003, 2003, dataset)
    assert (made.low, made.high, made.low_open, made.high_open) == ends


def test_a_best_figure_of_other_prices_is_dropped(dataset: Dataset) -> None:
    """It would be nominal inside an interval of constant dollars."""
    amount = stated("range", Decimal(900), Decimal(800), Decimal(1000))
    assert money.constant(amount, 2000, 2000, 2003, dataset).best is None


@pytest.mark.parametrize(("start", "end"), [(1999, 1999), (1999, 2001), (2002, 2004)])
def test_a_year_without_prices_is_refused(start: int, end: int, dataset: Dataset) -> None:
    """Also where it is only part of the period."""
    with pytest.raises(NotComparable, match="no price index for"):
        money.constant(stated("exact", Decimal(1)), start, end, 2003, dataset)


def test_money_at_a_rate(dataset: Dataset) -> None:
    """100 crowns are 25 dollars; dollars and shares stay as they are; no rate, no number."""
    amount = stated("exact", Decimal(100))
    assert money.in_dollars(amount, "CRN", "2003", dataset).point == 25
    assert money.in_dollars(amount, "USD", "2003", dataset) == amount
    assert money.in_dollars(amount, "percent", "2003", dataset) == amount
    with pytest.raises(NotComparable, match="no exchange rate for DUC"):
        money.in_dollars(amount, "DUC", "2003", dataset)
    with pytest.raises(NotComparable, match="no exchange rate for CRN without a year"):
        money.in_dollars(amount, "CRN", "", dataset)
