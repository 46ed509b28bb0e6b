"""Dates: real days, in order, and a part within its whole."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.dates import Day
from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.rows import fits, problems_at

EARLIEST, LATEST = datetime.date.min, datetime.date.max


def real_dates(records: Records) -> Iterator[Problem]:
    """Every date is one that the calendar has."""
    for name, frame in records.tables.items():
        for column in records.columns(name):
            if column.get("holds") == "date":
                form = re.compile(column.get("constraints", {}).get("pattern", ".*"))
                cells = records.distinct(name, column["name"])
                wrong = fits(frame[column["name"]], partial(_unreal, form), cells)
                yield from problems_at(
                    frame, wrong, column["name"], "no such day", expected="a day of the calendar"
                )


def _unreal(form: re.Pattern[str], cell: str) -> bool:
    """Whether a date has the right form, which is checked elsewhere, and does not exist."""
    return bool(cell and form.fullmatch(cell)) and real_day(cell) is None


def real_day(cell: str) -> Day | None:
    """The days a date may mean; None where the calendar has none."""
    try:
        return Day.parse(cell)
    except ValueError:
        return None


def periods_in_order(records: Records) -> Iterator[Problem]:
    """No period ends before it starts."""
    for frame in records.tables.values():
        if {"start", "end"} <= set(frame.columns):
            turned = _firsts(frame["start"]) > _lasts(frame["end"])
            yield from problems_at(
                frame, turned, "end", "ends before it starts",
                expected="no day before the start", todo="Swap the two if they were turned.",
            )  # fmt: skip


def years_of_a_kind(records: Records) -> Iterator[Problem]:
    """A claim that says of what kind its years are states a year."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    without = (claims["year_basis"] != "") & (claims["start"] == "") & (claims["end"] == "")
    yield from problems_at(
        claims, without, "year_basis", "a kind of year without a year",
        expected="a start or an end", todo="Fill them in, or leave the cell empty.",
    )  # fmt: skip


def parts_within(records: Records) -> Iterator[Problem]:
    """An event lies inside the event it is within, where the dates of both are known."""
    events = records.tables.get("events")
    if events is None:
        return
    whole = events.drop_duplicates("event").set_index("event").reindex(events["within"])
    whole = whole.fillna("").set_axis(events.index)
    early = _firsts(events["start"], LATEST) < _firsts(whole["start"])
    late = _lasts(events["end"], EARLIEST) > _lasts(whole["end"])
    for broken, column in ((early, "start"), (late, "end")):
        yield from problems_at(events, broken, column, "outside the event it is within")


def _firsts(column: pd.Series[str], unknown: datetime.date = EARLIEST) -> pd.Series[int]:
    """The first day each date may mean, as a day number; `unknown` for an empty cell."""
    days = {
        cell: (real_day(cell) or Day(unknown, unknown, "day")).first for cell in column.unique()
    }
    return column.map({cell: day.toordinal() for cell, day in days.items()})


def _lasts(column: pd.Series[str], unknown: datetime.date = LATEST) -> pd.Series[int]:
    """The last day each date may mean, as a day number; `unknown` for an empty cell."""
    days = {cell: (real_day(cell) or Day(unknown, unknown, "day")).last for cell in column.unique()}
    return column.map({cell: day.toordinal() for cell, day in days.items()})


RULES = (real_dates, periods_in_order, years_of_a_kind, parts_within)
