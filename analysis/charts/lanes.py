"""Dated happenings by source along one axis of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.figure import BASE, NEUTRAL, RULE, Chart, Row, drawing
from analysis.charts.lettering import LABEL, QUIET, STRONG, Line, Run, height, wrapped, write
from analysis.charts.marks import MARKS
from analysis.charts.rows import FOOT, GUTTER
from analysis.charts.sheet import EDGE, WIDTH, Head, Key, axes_at, sheet
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.frames import records
from analysis.titles import Said, Title, Titled

LEFT, RIGHT = 2.2, 0.2
EVENT, STEP, APART = 0.155, 0.065, 0.14
# The least width of a mark with the room beside it as a share of the axis, and that room's share.
MARK, BETWEEN = 0.014, 0.3
# So long a time has years as its ticks.
FEW_DAYS = 4 * 366
# Around a single day as much is shown; and other days than these the axis knows none.
A_YEAR = 365.0
EARLIEST, LATEST = (float(mdates.date2num(day)) for day in (date.min, date.max))


def timeline(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> Chart | None:
    """Dated happenings by source along one axis of time, with the dataset's events above them."""
    if frame.empty:
        return None
    title = titled(records(frame), dataset)
    lanes = {
        source: [row for row in records(frame) if row["source"] == source]
        for source in dataset.sources
        if source in set(frame["source"])
    }
    with drawing():
        figure = _figure(title, lanes, dataset)
    said = (Said("A mark each. Number by source: "), *_words(lanes, dataset))
    return Chart(key, caption, title, said, figure, tuple(frame["id"]))


def _words(lanes: Mapping[str, Sequence[Row]], dataset: Dataset) -> Iterator[Said]:
    """How many happenings each source dates."""
    for source, rows in lanes.items():
        yield Said(f"{dataset.sources[source].short_title}: ", name=True)
        yield Said(f"{len(rows)}. ", tuple(row["id"] for row in rows))


def _figure(title: Title, lanes: Mapping[str, Sequence[Row]], dataset: Dataset) -> Figure:
    """A lane for each source and a strip of events above, along one axis of years."""
    events = [_dated(event) for event in _events(dataset)]
    dated = [row for rows in lanes.values() for row in rows] + events
    days = [float(mdates.date2num(day)) for row in dated for day in (row["first"], row["last"])]
    least = (max(days) - min(days)) * MARK
    made = [_Lane.of(source, rows, least, dataset) for source, rows in lanes.items()]
    ends = _limits(min(days), max(days), least)
    strip = [(_labelled(event, ends), event) for event in events]
    body = sum(_tall(lines) for lines, _ in strip) + sum(lane.high for lane in made) + APART
    keys = [Key("a day", shape="o"), Key("a month or a year"), Key("an event", BASE)]
    figure = sheet(Head(title, keys=keys), body + FOOT)
    axes = axes_at(figure, LEFT, FOOT, WIDTH - LEFT - RIGHT, body)
    axes.set_ylim(body, 0)
    axes.set_xlim(*ends)
    _years(axes, max(days) - min(days))
    top = 0.0
    for lines, event in strip:
        middle = top + _tall(lines) / 2
        _span(axes, middle, event, BASE, least)
        _name(figure, FOOT + body - middle, lines)
        top += _tall(lines)
    top += APART
    for lane in made:
        axes.axhline(top, color=RULE, linewidth=0.6, zorder=1)
        lane.draw(axes, top, least)
        _name(figure, FOOT + body - top - lane.high / 2, lane.names)
        top += lane.high
    return figure


def _limits(first: float, last: float, least: float) -> tuple[float, float]:
    """Where the axis begins and ends: with room beside the outermost marks, and at a year known."""
    around = 0.0 if last > first else A_YEAR
    return max(first - least - around, EARLIEST), min(last + 2 * least + around, LATEST)


@dataclass(frozen=True)
class _Lane:
    """One source's happenings, stacked where they would cover each other."""

    names: tuple[Line, ...]
    rows: Sequence[Row]
    levels: Sequence[int]

    @classmethod
    def of(cls, source: str, rows: Sequence[Row], least: float, dataset: Dataset) -> _Lane:
        return cls(_names(source, rows, dataset), rows, _levels(rows, least))

    @property
    def high(self) -> float:
        stacked = STEP * (max(self.levels) + 1)
        return max(height(LABEL) * len(self.names), stacked) + APART

    def draw(self, axes: Axes, top: float, least: float) -> None:
        lowest = top + self.high / 2 + STEP * max(self.levels) / 2
        for row, level in zip(self.rows, self.levels, strict=True):
            _span(axes, lowest - STEP * level, row, NEUTRAL, least)


def _events(dataset: Dataset) -> list[Row]:
    """The events with a date, but for one that others lie in, and that lies in none."""
    parents = set(dataset.events["within"])
    dated = (row for row in records(dataset.events) if row["start"])
    return [row for row in dated if row["within"] or row["event"] not in parents]


def _dated(event: Row) -> Row:
    """An event with its name, and the first and the last day that it may have had."""
    first, last = Day.parse(event["start"]).first, Day.parse(event["end"] or event["start"]).last
    return {"label": event["label"], "first": first, "last": last}


def _labelled(event: Row, ends: tuple[float, float]) -> tuple[Line, ...]:
    """The name of an event in lines that end before its mark."""
    along = (float(mdates.date2num(event["first"])) - ends[0]) / (ends[1] - ends[0])
    room = LEFT + (WIDTH - LEFT - RIGHT) * along - EDGE - GUTTER
    return wrapped([Run(event["label"], colour=QUIET)], room, LABEL)


def _tall(lines: Sequence[Line]) -> float:
    """The height of an event's part of the strip."""
    return EVENT + height(LABEL) * (len(lines) - 1)


def _names(source: str, rows: Sequence[Row], dataset: Dataset) -> tuple[Line, ...]:
    """A source's title, and how many happenings it dates."""
    ids = " ".join(row["id"] for row in rows)
    counted = Run(f"{len(rows)} happening{'' if len(rows) == 1 else 's'}", ids, QUIET)
    title = Run(dataset.sources[source].short_title, weight=STRONG)
    room = LEFT - EDGE - GUTTER
    return (*wrapped([title], room, LABEL), *wrapped([counted], room, LABEL))


def _name(figure: Figure, middle: float, lines: Sequence[Line]) -> None:
    first = middle + height(LABEL) * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        write(figure, EDGE, first - height(LABEL) * number, line, LABEL)


def _levels(rows: Sequence[Row], least: float) -> list[int]:
    """For each row the lowest level on which it covers no row before it."""
    free: list[float] = []
    made = []
    for row in rows:
        start, end = (float(mdates.date2num(row[end])) for end in ("first", "last"))
        level = next((i for i, until in enumerate(free) if until <= start), len(free))
        free[level : level + 1] = [max(end, start + least)]
        made.append(level)
    return made


def _span(axes: Axes, y: float, row: Row, colour: str, least: float) -> None:
    """A dot for a day, a bar for a longer time, at least so long that it is seen."""
    first, last = (float(mdates.date2num(row[end])) for end in ("first", "last"))
    if first == last:
        axes.plot([first], [y], "o", markersize=3.8, color=colour, zorder=MARKS)
    else:
        end = max(last - BETWEEN * least, first + (1 - BETWEEN) * least)
        axes.plot([first, end], [y, y], color=colour, linewidth=2.6, solid_capstyle="butt")


def _years(axes: Axes, days: float) -> None:
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=4, maxticks=10))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y" if days > FEW_DAYS else "%b %Y"))
    axes.xaxis.grid(True, color=RULE, linewidth=0.6)
