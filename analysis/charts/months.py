"""Reference claims by month as bars beside the totals they lie in, an article's in its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import cite, tables
from analysis.charts import roles, rows
from analysis.charts.figure import Chart, Row, colour, drawing, unit_words
from analysis.charts.lettering import QUIET, Run
from analysis.charts.marks import exact, mark, room, words
from analysis.charts.rows import Entry
from analysis.charts.scale import Scale
from analysis.charts.sheet import EDGE, WIDTH, Head, sheet
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.titles import Said, Title, Titled

LEFT, BAR = 2.75, 0.11
MONTH, TOTAL, HELD = "month", "total", "held"
GROUPS = {
    MONTH: "By month",
    TOTAL: "Over longer periods that hold those months",
    HELD: "In an article",
}


def by_month(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> Chart | None:
    """Months as bars from zero, the longer totals as hollow bars, an article's claim in its words.

    None for a frame without rows. Raises `NotComparable` where months and totals may not share an
    axis.
    """
    every = records(frame)
    if not every:
        return None
    drawn = [row for row in every if row["group"] != HELD]
    require(claims_of(dataset, (row["claims"][0] for row in drawn)), "axis", dataset)
    title = titled(every, dataset)
    with drawing():
        figure = _figure(title, every, dataset)
    said = tuple(piece for row in every for piece in _said(row, dataset))
    return Chart(key, caption, title, said, figure, tuple(row["claims"][0] for row in every))


def _said(row: Row, dataset: Dataset) -> Iterator[Said]:
    what = dataset.label("quantities", row["quantity"])
    yield from roles.said(row, f"{what}, {_period(row)}", dataset)


def _period(row: Row) -> str:
    words = cite.period_words(row["start"], row["end"], row["year_basis"])
    return words if row["start"] else f"to {words}"


def _figure(title: Title, every: Sequence[Row], dataset: Dataset) -> Figure:
    groups = rows.grouped(
        every, lambda row: GROUPS[row["group"]], lambda row: [_name(row, dataset)],
        LEFT - EDGE - rows.GUTTER,
    )  # fmt: skip
    entries = [entry for group in groups for entry in group]
    drawn = [row for row in every if row["group"] != HELD]
    scale = Scale.linear(drawn)
    accent = colour(drawn[0], dataset)
    quantity = dataset.label("quantities", drawn[0]["quantity"])
    unit = (quantity, tables.between_words(drawn[0], dataset), unit_words(scale.unit))
    figure = sheet(Head(title, " · ".join(unit)), rows.high(entries) + rows.FOOT)
    rows.name(figure, entries, rows.FOOT)
    axes = rows.panel(figure, entries, LEFT, WIDTH - LEFT - room(drawn, dataset), rows.FOOT)
    scale.apply(axes)
    _bars(axes, entries, accent, scale, dataset)
    return figure


def _name(row: Row, dataset: Dataset) -> list[Run]:
    """The period and the source."""
    return [Run(_period(row)), Run(" · ", colour=QUIET), roles.source_run(row, dataset)]


def _bars(
    axes: Axes, entries: Sequence[Entry], accent: str, scale: Scale, dataset: Dataset
) -> None:
    """A month's bar, a total's hollow bar, or a claim in its words, which has no place here.

    What is not one exact number is drawn as in the other charts.
    """
    for y, entry in rows.places(entries):
        if (row := entry.row) is None:
            continue
        if row["group"] == HELD:
            told = f"“{row['words']}” ({dataset.label('quantities', row['quantity']).lower()})"
            words(axes, told, (0, y), (7, 0), " ".join(row["claims"]), italic=True, colour=QUIET)
            continue
        if not exact(row):
            mark(axes, y, row, accent, scale, dataset)
            continue
        end, face = float(row["amount"].low), accent if row["group"] == MONTH else "white"
        axes.barh(y, end, height=BAR, color=face, edgecolor=accent, linewidth=1.1, zorder=2)
        number = tables.number_words(row, dataset)
        words(axes, number, (end, y), (5, 0), " ".join(row["claims"]))
