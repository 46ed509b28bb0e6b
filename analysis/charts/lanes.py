"""Dated happenings by source along one axis of time."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.figure import NEUTRAL, WIDTH, Chart, Row, Said, drawing
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.frames import records


def timeline(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Dated happenings by source along one axis of time, with the dataset's events above them."""
    if frame.empty:
        return None
    sources = [source for source in dataset.sources if source in set(frame["source"])]
    with drawing():
        figure = _lanes(frame, sources, dataset)
    names = {name: dataset.sources[name].short_title for name in sources}
    said = [Said("Dated happenings by source, a mark each, from "), *_timeline_words(frame, names)]
    return Chart(key, caption, tuple(said), figure, tuple(frame["id"]))


def _timeline_words(frame: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Said]:
    """The years that the happenings span, and how many each source dates."""
    rows = records(frame)
    ends = min(rows, key=lambda row: row["first"]), max(rows, key=lambda row: row["last"])
    yield Said(f"{ends[0]['first'].year}", (ends[0]["id"],))
    yield Said(" to ")
    yield Said(f"{ends[1]['last'].year}", (ends[1]["id"],))
    yield Said(". Number by source: ")
    for source, name in names.items():
        ids = tuple(frame.loc[frame["source"] == source, "id"])
        yield Said(f"{name}: ", name=True)
        yield Said(f"{len(ids)}. ", ids)


def _lanes(frame: pd.DataFrame, sources: Sequence[str], dataset: Dataset) -> Figure:
    """A figure with a lane for each source and a strip of events above, along one axis of years."""
    events = dataset.events[(dataset.events["start"] != "") & (dataset.events["within"] != "")]
    strip, lanes = 0.2 * len(events), 0.42 * len(sources)
    height = strip + lanes + 0.7
    figure = Figure(figsize=(WIDTH, height))
    width = 0.97 - 2.4 / WIDTH
    upper = figure.add_axes((2.4 / WIDTH, (lanes + 0.45) / height, width, strip / height))
    lower = figure.add_axes((2.4 / WIDTH, 0.35 / height, width, lanes / height), sharex=upper)
    for y, event in enumerate(records(events)):
        _event(upper, y, event)
    for y, name in enumerate(sources):
        _lane(lower, y, frame[frame["source"] == name])
    names = [textwrap.fill(dataset.sources[name].short_title, 28) for name in sources]
    for axes, labels in ((upper, list(events["label"])), (lower, names)):
        axes.set_yticks(range(len(labels)), labels, fontsize=6.5 if axes is upper else 7.5)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.tick_params(axis="both", length=0, labelsize=6.5 if axes is upper else 7.5)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        sns.despine(ax=axes, left=True, bottom=axes is upper)
    upper.tick_params(axis="x", labelbottom=False)
    lower.xaxis.set_major_locator(mdates.YearLocator(5))
    lower.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return figure


def _event(axes: Axes, y: int, event: Row) -> None:
    """One event as a bar over the days it may have lasted."""
    first, last = Day.parse(event["start"]).first, Day.parse(event["end"] or event["start"]).last
    ends = mdates.date2num([first, last])
    axes.plot(ends, [y, y], color="#8a8a8a", linewidth=3.5, solid_capstyle="round")


def _lane(axes: Axes, y: int, frame: pd.DataFrame) -> None:
    """One source's happenings: a dot for a day, a bar for a month or a year."""
    for first, last in zip(frame["first"], frame["last"], strict=True):
        ends = mdates.date2num([first, last])
        if first == last:
            axes.plot(ends[:1], [y], "o", markersize=5, color=NEUTRAL, alpha=0.75)
        else:
            axes.plot(ends, [y, y], color=NEUTRAL, linewidth=6, alpha=0.3, solid_capstyle="butt")
