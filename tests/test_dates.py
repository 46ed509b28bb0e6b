"""Dates as precise as a source states them."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import Day


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2001", date(2001, 1, 1), date(2001, 12, 31), "year"),
        ("2001-04", date(2001, 4, 1), date(2001, 4, 30), "month"),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29), "month"),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month"),
        ("2001-12", date(2001, 12, 1), date(2001, 12, 31), "month"),
        ("2001-04-02", date(2001, 4, 2), date(2001, 4, 2), "day"),
    ],
)
def test_a_date_is_the_days_it_may_mean(text: str, first: date, last: date, precision: str) -> None:
    """From its first to its last day, leap years included."""
    day = Day.parse(text)
    assert (day.first, day.last, day.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text",
    [
        "", "01", "0000", "2001-4", "2001-00", "2001-13", "2001-02-29", "2001-04-31", "2001-04-00",
        "2001-04-2", "2001-04-02 ", " 2001", "2001-", "2001/04/02", "02-04-2001", "20010402",
        "2001-04-02T00:00", "April 2001", "2001-04\n", "٢٠٠١", "２００１-04",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    """Days that no calendar has, other forms and other digits are no dates."""
    with pytest.raises(ValueError, match=r"date|month|year|day|out of range"):
        Day.parse(text)


@given(st.dates())
def test_a_day_is_itself(day: date) -> None:
    """It lies within its month, and its month within its year."""
    parsed = [Day.parse(day.isoformat()[:length]) for length in (10, 7, 4)]
    assert parsed[0].first == parsed[0].last == day
    assert parsed[2].first <= parsed[1].first <= day <= parsed[1].last <= parsed[2].last


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_has_all_its_days(year: int, month: int) -> None:
    """As many as the calendar gives it."""
    day = Day.parse(f"{year:04}-{month:02}")
    assert (day.last - day.first).days + 1 == len(
        [d for d in calendar.Calendar().itermonthdays(year, month) if d]
    )
