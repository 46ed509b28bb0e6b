"""Stated amounts: points, intervals, arrows for one-sided bounds, words for magnitude words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis import tables
from analysis.charts.figure import (
    LEGEND,
    NEUTRAL,
    WIDTH,
    Chart,
    Row,
    Said,
    accents,
    axis_words,
    colour,
    drawing,
    legend_of,
    mark,
    scale,
    side,
)
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of

ROW = 0.36
PANEL = 0.95
LABELS = 3.2
LABEL_CHARACTERS = 60


def figures(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Stated amounts as points, intervals, arrows and words: one panel a quantity.

    Ranks and ratios are no amounts and are left to the tables.

    None where there is nothing to draw. Raises `NotComparable` where one panel would hold what
    must not share an axis.
    """
    drawn = frame[(frame["kind"] == "stated") & ~frame["unit"].isin(["rank", "ratio"])]
    panels = [(str(label), records(rows)) for label, rows in drawn.groupby("quantity", sort=False)]
    panels = [panel for panel in panels if any(not row["amount"].vague for row in panel[1])]
    if not panels:
        return None
    for _, rows in panels:
        numbers = [row["claims"][0] for row in rows if not row["amount"].vague]
        require(claims_of(dataset, numbers), "axis", dataset)
    with drawing():
        figure = _canvas([len(rows) for _, rows in panels])
        for axes, (quantity, rows) in zip(figure.axes, panels, strict=True):
            _panel(axes, quantity, rows, dataset)
        _legend(figure, [row for _, rows in panels for row in rows], dataset)
    said = [piece for quantity, rows in panels for piece in _panel_words(quantity, rows, dataset)]
    claims = tuple(claim for _, rows in panels for row in rows for claim in row["claims"])
    return Chart(key, caption, tuple(said), figure, claims)


def _canvas(counts: Sequence[int]) -> Figure:
    """A figure with one panel for each count of rows, all rows equally high."""
    heights = [ROW * count + PANEL for count in counts]
    height = sum(heights) + LEGEND
    figure = Figure(figsize=(WIDTH, height))
    top = height - LEGEND
    for count in counts:
        bottom = top - PANEL * 0.4 - ROW * count
        box = (LABELS / WIDTH, bottom / height, 0.97 - LABELS / WIDTH, ROW * count / height)
        figure.add_axes(box)
        top -= ROW * count + PANEL
    return figure


def _legend(figure: Figure, rows: Sequence[Row], dataset: Dataset) -> None:
    """Name the colour of each side that is drawn."""
    drawn = {side(row, dataset) for row in rows}
    entries = [(dataset.label("actors", s), c) for s, c in accents(dataset).items() if s in drawn]
    if "" in drawn:
        entries.append(("side not said, several or another", NEUTRAL))
    marks = [Line2D([], [], color=c, marker="o", linestyle="", label=name) for name, c in entries]
    legend_of(figure, marks)


def _panel(axes: Axes, quantity: str, rows: Sequence[Row], dataset: Dataset) -> None:
    made = scale(axes, rows)
    for y, row in enumerate(rows):
        mark(axes, y, row, colour(row, dataset), made, dataset)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [_row_label(row, dataset) for row in rows], fontsize=7)
    axes.tick_params(axis="x", labelsize=7.5)
    axes.tick_params(axis="y", length=0)
    label = dataset.label("quantities", quantity)
    left = -LABELS / (WIDTH * 0.97 - LABELS)
    axes.set_title(label, loc="left", x=left, fontsize=9, weight="bold", gid="name")
    axes.set_xlabel(axis_words(rows, made.log), fontsize=7.5, color=NEUTRAL)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)


def _row_label(row: Row, dataset: Dataset) -> str:
    """Event or period, of whom, and the source, on two lines."""
    source = dataset.sources[row["sources"][0]].short_title
    lines = (tables.when_words(row, dataset), f"{tables.whom_words(row, dataset)} · {source}")
    return "\n".join(textwrap.shorten(line, LABEL_CHARACTERS, placeholder="…") for line in lines)


def _panel_words(quantity: str, rows: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """What a panel shows: each figure with its event, of whom, and its source."""
    yield Said(f"{dataset.label('quantities', quantity)}. ", name=True)
    for row in rows:
        whose = f"{tables.when_words(row, dataset)}, {tables.whom_words(row, dataset)}: "
        yield Said(whose, name=True)
        yield Said(tables.number_words(row, dataset), row["claims"])
        yield Said(f" ({dataset.sources[row['sources'][0]].short_title}). ", name=True)
