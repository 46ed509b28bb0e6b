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
                    frame,
                    wrong,
                    column["name"],
                    "no such day",
                    expected="a day of the calendar",
                    todo="Copy it from its source again, or write the month alone.",
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
            yield from problems_at(
                frame, _turned(frame), "end", "ends before it starts",
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
    whole = _named(events["within"], events)
    early = _firsts(events["start"], LATEST) < _firsts(whole["start"])
    late = _lasts(events["end"], EARLIEST) > _lasts(whole["end"])
    for broken, column in ((early, "start"), (late, "end")):
        yield from problems_at(
            events, broken, column, "outside the event it is within",
            expected="no day that the other has not", todo="Mend the date, here or of the other.",
        )  # fmt: skip


def periods_of_events(records: Records) -> Iterator[Problem]:
    """A claim's period is not over before its event begins, nor does it begin after the end that it
    takes from its event.

    A total may be counted from a day before the event on, and what follows from it afterwards.
    """
    if (found := claims_of_events(records)) is None:
        return
    claims, event = found
    before = (claims["end"] != "") & (_lasts(claims["end"]) < _firsts(event["start"]))
    after = (claims["end"] == "") & begun_after(claims, event)
    for broken, column, side in ((before, "end", "start"), (after, "start", "end")):
        said = f"the period {'ends before' if column == 'end' else 'begins after'} the event"
        for name in claims.loc[broken, "event"].unique():
            rows = broken & (claims["event"] == name)
            fitting = f"a date that fits {name}, whose {side} is {event.loc[rows, side].iloc[0]}"
            yield from problems_at(
                claims, rows, column, said, expected=fitting,
                todo="Mend the date, or name the event that the claim speaks of.",
            )  # fmt: skip


def claims_of_events(records: Records) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The claims, and for each row of them the event that it names, its cells empty for none."""
    claims, events = records.tables.get("claims"), records.tables.get("events")
    if claims is None or events is None:
        return None
    return claims, _named(claims["event"], events)


def begun_after(claims: pd.DataFrame, event: pd.DataFrame) -> pd.Series[bool]:
    """Whether the period of a claim begins when its event is over."""
    return (claims["start"] != "") & (_firsts(claims["start"]) > _lasts(event["end"]))


def counted_before(claims: pd.DataFrame, event: pd.DataFrame) -> pd.Series[bool]:
    """Whether the day of a claim's count is over before its event begins."""
    return (claims["as_of"] != "") & (_lasts(claims["as_of"]) < _firsts(event["start"]))


def _named(keys: pd.Series[str], events: pd.DataFrame) -> pd.DataFrame:
    """The events of these keys, in their rows; empty cells where there is none.

    Of an event that ends before it starts, the days are not known: it alone is told.
    """
    known = events.drop_duplicates("event").set_index("event")
    known.loc[_turned(known), ["start", "end"]] = ""
    return known.reindex(keys).fillna("").set_axis(keys.index)


def _turned(frame: pd.DataFrame) -> pd.Series[bool]:
    """Whether a period ends before it starts."""
    return _firsts(frame["start"]) > _lasts(frame["end"])


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


RULES = (real_dates, periods_in_order, years_of_a_kind, parts_within, periods_of_events)
