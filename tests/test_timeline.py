"""Dated happenings in the order of their dates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from analysis import timeline
from analysis.dataset import Dataset
from analysis.dates import Day

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def happening() -> Callable[..., dict[str, str]]:
    """A builder of rows of the timeline."""

    def build(key: str, day: str, source: str = "gazette") -> dict[str, str]:
        return {"id": key, "source": source, "locator": "para 1", "date": day}

    return build


def test_happenings_stand_by_date_then_source(happening: Build, dataset_of: Build) -> None:
    """A day before the month and year that begin with it; equal days by source, then id."""
    rows = [
        happening("t-1", "2001", "herald"),
        happening("t-2", "2001-01"),
        happening("t-3", "2001-01-01", "herald"),
        happening("t-5", "2001-01-01"),
        happening("t-4", "2001-01-01"),
        happening("t-6", "2000-12-31"),
    ]
    found = timeline.happenings(dataset_of(timeline=rows))
    assert list(found["id"]) == ["t-6", "t-4", "t-5", "t-3", "t-2", "t-1"]
    assert list(found.index) == [0, 1, 2, 3, 4, 5]
    assert (found.loc[5, "first"], found.loc[5, "last"]) == (date(2001, 1, 1), date(2001, 12, 31))
    assert (found.loc[4, "first"], found.loc[4, "last"]) == (date(2001, 1, 1), date(2001, 1, 31))


def test_scope_begins_with_the_first_event(happening: Build, dataset_of: Build) -> None:
    """On its first day, 2 April 2001; a year that begins before is outside; undated events count not."""
    events = [
        {"event": "autumn_storm", "start": "2002-10-05"},
        {"event": "harbour_talks", "start": ""},
        {"event": "first_night", "start": "2001-04-02"},
    ]
    rows = [
        happening("t-1", "2001-04-01"),
        happening("t-2", "2001-04-02"),
        happening("t-3", "2001"),
        happening("t-4", "2002"),
    ]
    found = timeline.in_scope(dataset_of(events=events, timeline=rows))
    assert list(found["id"]) == ["t-2", "t-4"]


def test_everything_is_in_scope_without_dated_events(happening: Build, dataset_of: Build) -> None:
    """There is no first day to begin with."""
    made = dataset_of(events=[{"event": "harbour_talks"}], timeline=[happening("t-1", "1800")])
    assert list(timeline.in_scope(made)["id"]) == ["t-1"]


def test_no_happenings_are_no_rows(dataset_of: Build) -> None:
    """An empty table stays a table with its columns."""
    found = timeline.in_scope(dataset_of())
    assert len(found) == 0
    assert {"id", "date", "first", "last"} <= set(found)


def test_a_date_that_is_none_is_refused(happening: Build, dataset_of: Build) -> None:
    """It is not left out silently."""
    with pytest.raises(ValueError, match="not a date: 'spring'"):
        timeline.happenings(dataset_of(timeline=[happening("t-1", "spring")]))


def test_real_happenings_are_complete_and_in_order(real: Dataset) -> None:
    """Each row once, no first day before the one above."""
    found = timeline.happenings(real)
    assert sorted(found["id"]) == sorted(real.timeline["id"])
    assert list(found["first"]) == sorted(found["first"])


def test_real_scope_begins_with_the_earliest_event(real: Dataset) -> None:
    """What it leaves out begins before every event."""
    kept = set(timeline.in_scope(real)["id"])
    first = min(Day.parse(start).first for start in real.events["start"] if start)
    before = {row["id"] for row in real.timeline.to_dict("records")
              if Day.parse(row["date"]).first < first}  # fmt: skip
    assert kept == set(real.timeline["id"]) - before
    assert kept
