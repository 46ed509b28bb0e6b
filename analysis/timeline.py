"""The timeline: dated happenings as the sources state them, in the order of their dates."""

from __future__ import annotations

import pandas as pd

from analysis.dataset import Dataset
from analysis.dates import Day


def happenings(dataset: Dataset) -> pd.DataFrame:
    """Every dated happening by date, then source.

    Columns: those of the timeline table, and `first`, `last`: the days the date may mean.
    """
    table = dataset.timeline
    parsed = {date: Day.parse(date) for date in table["date"].unique()}
    days = [parsed[date] for date in table["date"].tolist()]
    dated = table.assign(first=[day.first for day in days], last=[day.last for day in days])
    return dated.sort_values(["first", "last", "source", "id"], kind="stable", ignore_index=True)


def in_scope(dataset: Dataset) -> pd.DataFrame:
    """The happenings from the first day of the earliest dated event on. Same columns."""
    dated = happenings(dataset)
    starts = [Day.parse(start).first for start in dataset.events["start"] if start]
    return dated[dated["first"] >= min(starts)] if starts else dated
