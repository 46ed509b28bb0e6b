"""What is dated: the events that figures are set by, and the happenings of the timeline."""

from __future__ import annotations

import re

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset
from analysis.tables.cells import places_cited, said_so
from analysis.tables.model import Column, Row, Table, alike, by_row, of, table

# "the 1990s", "early 90s"
DECADE = re.compile(r"\d0s\b")


def events(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """The events: their days, the wider event of each, what it is, and who dates it so."""
    columns = [
        Column("Event", 24, of(cite.label, "label")),
        Column("Days", 20, of(_days, "start", "end", "event")),
        Column("Part of", 20, alike(_within, "within")),
        Column("What it is, in our words", 40, of(cite.keyed, "description", "event")),
        Column("Days from", 20, places_cited),
    ]
    caption = "Events, and the days that they are given in this report"
    return table("events", caption, frame, columns, dataset)


def _days(start: str, end: str, event: str) -> str:
    """The first to the last day of an event, as precise as stated; an end that is open stays so."""
    since = "from " if start and not end else ""
    return cite.keyed(f"{since}{cite.period_words(start, end)}" or "–", event)


def _within(event: Row, dataset: Dataset) -> str:
    return cite.label(dataset.label("events", event["within"])) or "–"


def happenings(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """The timeline: date, happening, words and place of each dated statement."""
    columns = [
        Column("Date", 16, by_row(dated)),
        Column("Happening, in our words", 46, of(cite.keyed, "description", "id")),
        Column("Words in the source", 28, of(said_so, "as_stated", "id")),
        Column("Source", 22, places_cited),
    ]
    note = "A date marked with an asterisk is inferred from its context."
    notes = [note] if len(frame) else []
    caption = "Dated happenings as the sources state them"
    return table("timeline", caption, frame, columns, dataset, notes)


def dated(row: Row, dataset: Dataset) -> str:
    """A happening's date, as precise as stated; an inferred one with an asterisk."""
    text = f"{date_words(row)}{'*' if inferred(row) else ''}"
    return cite.keyed(text, row["id"], cite.anchor(row["id"]))


def date_words(row: Row) -> str:
    """A happening's date in words; of a decade, the decade: "1990s"."""
    decade = row["date_basis"] == "inferred" and DECADE.search(row["as_stated"])
    return f"{row['date']}s" if decade else cite.date_words(row["date"])


def inferred(row: Row) -> bool:
    """Whether a date was inferred from its context, and is not a decade that the words state."""
    return row["date_basis"] == "inferred" and not DECADE.search(row["as_stated"])
