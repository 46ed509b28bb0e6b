"""What becomes of each figure when an origin is left out: a grid of marks."""

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
    drawing,
    legend_of,
)
from analysis.dataset import Dataset
from analysis.frames import records

GRID_ROW = 0.26
GRID_HEAD = 1.15
GRID_LABELS = 2.95
GRID_NUMBERS = 1.15
GRID_NAME = 30
GRID_CHARACTERS = 66
# Shape and fill tell the outcomes apart, without colour.
OUTCOMES = {"stands": ("o", "#4d4d4d"), "moves": ("^", "white"), "vanishes": ("x", "#4d4d4d")}


def robustness(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """A row for each figure and a column for each origin: what leaving the origin out does."""
    if frame.empty:
        return None
    rows = records(frame)
    origins = list(dict.fromkeys(origin for row in rows for origin in row["origins"]))
    with drawing():
        figure = _grid(rows, origins, dataset)
    said = [piece for row in rows for piece in _robustness_words(row, dataset)]
    claims = tuple(dict.fromkeys(claim for row in rows for claim in row["claims"]))
    return Chart(key, caption, tuple(said), figure, claims)


def _grid(rows: Sequence[Row], origins: Sequence[str], dataset: Dataset) -> Figure:
    """The grid of marks, the origins named above it, each figure's number at the right."""
    height = GRID_ROW * len(rows) + GRID_HEAD + LEGEND
    figure = Figure(figsize=(WIDTH, height))
    width = WIDTH - GRID_LABELS - GRID_NUMBERS
    box = (GRID_LABELS / WIDTH, 0.05 / height, width / WIDTH, GRID_ROW * len(rows) / height)
    axes = figure.add_axes(box)
    for y, row in enumerate(rows):
        for test in row["without_origin"]:
            _outcome_mark(axes, origins.index(test.left_out), y, test.outcome)
        axes.annotate(
            tables.number_words(row, dataset), (1, y), (5, 0), va="center", fontsize=6.5,
            xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            gid=" ".join(row["claims"]),
        )  # fmt: skip
    _name_grid(axes, rows, origins, dataset)
    legend_of(figure, [_legend_mark(outcome) for outcome in OUTCOMES])
    return figure


def _name_grid(axes: Axes, rows: Sequence[Row], origins: Sequence[str], dataset: Dataset) -> None:
    """Name the rows at the left and the origins above, and rule the grid lightly."""
    names = [
        textwrap.shorten(tables.origin_words(origin, dataset), GRID_NAME, placeholder="…")
        for origin in origins
    ]
    axes.set_xlim(-0.6, len(origins) - 0.4)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.set_xticks(
        range(len(origins)), names, fontsize=6.5, rotation=55, ha="left", rotation_mode="anchor"
    )
    axes.set_yticks(range(len(rows)), [_grid_label(row, dataset) for row in rows], fontsize=6)
    axes.tick_params(axis="both", length=0)
    axes.grid(color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True, bottom=True, top=True)


def _outcome_mark(axes: Axes, x: int, y: int, outcome: str) -> None:
    marker, face = OUTCOMES[outcome]
    axes.plot(
        [x], [y], marker, markersize=6, markerfacecolor=face, markeredgecolor=NEUTRAL,
        markeredgewidth=1.4,
    )  # fmt: skip


def _legend_mark(outcome: str) -> Line2D:
    marker, face = OUTCOMES[outcome]
    return Line2D(
        [], [], color=NEUTRAL, marker=marker, markerfacecolor=face, markersize=6, linestyle="",
        label=f"{outcome} without this origin",
    )  # fmt: skip


def _grid_label(row: Row, dataset: Dataset) -> str:
    """What is counted, and of whom with the event or period, on two lines."""
    whose = f"{tables.concerned_words(row, dataset)} · {tables.when_words(row, dataset)}"
    lines = (_counted_words(row, dataset), whose)
    return "\n".join(textwrap.shorten(line, GRID_CHARACTERS, placeholder="…") for line in lines)


def _counted_words(row: Row, dataset: Dataset) -> str:
    """What is counted, and how a sum or ratio was computed."""
    quantity = dataset.label("quantities", row["quantity"])
    how = tables.how(row, dataset) if row["kind"] in ("sum", "ratio") else ""
    return f"{quantity}, {how}" if how else quantity


def _robustness_words(row: Row, dataset: Dataset) -> Iterator[Said]:
    """One figure, and what becomes of it without each origin."""
    whose = f"{tables.concerned_words(row, dataset)}, {tables.when_words(row, dataset)}"
    yield Said(f"{_counted_words(row, dataset)}, {whose}: ", name=True)
    yield Said(tables.number_words(row, dataset), row["claims"])
    for test in row["without_origin"]:
        yield Said(f"; {test.outcome} without ")
        yield Said(tables.origin_words(test.left_out, dataset), name=True)
        if test.outcome == "moves":
            yield Said(": ")
            yield Said(tables.number_words(test.figure, dataset), test.figure["claims"])
    yield Said(". ")
