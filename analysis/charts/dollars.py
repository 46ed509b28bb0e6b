"""Amounts of money as stated and in constant dollars, in two panels that share no axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from analysis import tables
from analysis.charts import roles
from analysis.charts.figure import (
    WIDTH,
    Chart,
    Row,
    Said,
    Scale,
    colour,
    drawing,
    heading,
    legend_height,
    legend_of,
    mark,
    name_row,
    unit_of,
)
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of

ROW = 0.31
HEAD, FOOT = 0.3, 0.5
LABELS = 2.1
# Left edge and width of each panel, in inches; its numbers stand to the right of it.
PANELS = ((2.15, 0.95), (4.4, 0.95))
# Room at the right of a panel for an arrow, as a share of the axis.
ROOM = 0.15


def constant(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Each amount as stated at the left, and in constant dollars at the right.

    None for a frame without rows. Raises `NotComparable` for amounts of different units or stages.
    """
    rows = records(frame)
    if not rows:
        return None
    require(claims_of(dataset, (row["claims"][0] for row in rows)), "side_by_side", dataset)
    rows.sort(key=_order(rows))
    with drawing():
        figure = _figure(rows, dataset)
    said = tuple(piece for row in rows for piece in _words(row, dataset))
    return Chart(key, caption, said, figure, tuple(row["claims"][0] for row in rows))


def _group(row: Row) -> tuple[str, str, str]:
    return row["quantity"], row["subject"], row["counterpart"]


def _order(rows: Sequence[Row]) -> Callable[[Row], tuple[object, ...]]:
    """A key that keeps the rows of a group together, in the order in which groups appear."""
    places = {group: i for i, group in enumerate(dict.fromkeys(map(_group, rows)))}
    return lambda row: (places[_group(row)], row["role"] != roles.SEED, row["first"], row["last"])


def _nominal(row: Row, dataset: Dataset) -> Row:
    """The amount as stated, which a constant one was computed from."""
    claim = dataset.row("claims", row["claims"][0])
    return {**row, "kind": "stated", "amount": claim["amount"], "words": claim["as_stated"]}


def _words(row: Row, dataset: Dataset) -> Iterator[Said]:
    what = dataset.label("quantities", row["quantity"])
    named = f"{what}, {tables.between_words(row, dataset)}, {tables.when_words(row, dataset)}: "
    yield Said(named, name=True)
    yield Said(tables.number_words(_nominal(row, dataset), dataset), row["claims"])
    yield Said("; in dollars of ")
    yield Said(f"{row['group']}: ", name=True)
    yield Said(tables.number_words(row, dataset), row["claims"])
    yield Said(f" ({roles.source_words(row, dataset)}). ", name=True)


def _figure(rows: Sequence[Row], dataset: Dataset) -> Figure:
    marks = [*roles.role_marks(rows), *roles.side_marks(rows, dataset)]
    groups = list(dict.fromkeys(map(_group, rows)))
    count, legend = len(rows) + len(groups), legend_height(len(marks))
    height = ROW * count + HEAD + FOOT + legend
    figure = Figure(figsize=(WIDTH, height))
    panels = [
        figure.add_axes((left / WIDTH, FOOT / height, width / WIDTH, ROW * count / height))
        for left, width in PANELS
    ]
    titles = ("As stated, nominal", f"In dollars of {rows[0]['group']}")
    made = ([_nominal(row, dataset) for row in rows], rows)
    for axes, title, amounts in zip(panels, titles, made, strict=True):
        _panel(axes, title, amounts, count, dataset)
    _name_rows(panels[0], rows, dataset)
    legend_of(figure, marks)
    return figure


def _lines(rows: Sequence[Row]) -> Iterator[tuple[int, Row, bool]]:
    """Each row with its line, and whether a heading stands above it."""
    line, group = -1, None
    for row in rows:
        new = _group(row) != group
        line, group = line + (2 if new else 1), _group(row)
        yield line, row, new


def _panel(axes: Axes, title: str, rows: Sequence[Row], count: int, dataset: Dataset) -> None:
    """One panel: its own axis, and the numbers in a column to the right of it."""
    scale = Scale.logarithmic(rows, ROOM)
    scale.apply(axes, unit_of(rows))
    for line, row, _ in _lines(rows):
        shape = roles.SEED_SHAPE if row["role"] == roles.SEED else "o"
        mark(axes, line, row, colour(row, dataset), scale, dataset, shape, column=True)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(LogLocator(base=10, numticks=12))
    axes.tick_params(axis="x", labelsize=6, length=0)
    for text in axes.get_xticklabels():
        text.set_rotation(35)
        text.set_horizontalalignment("right")
    axes.set_title(title, loc="left", fontsize=8.5, weight="bold", gid="name")
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)


def _name_rows(axes: Axes, rows: Sequence[Row], dataset: Dataset) -> None:
    """A heading for each quantity with recipient and donor, and each row's period and source."""
    for line, row, new in _lines(rows):
        if new:
            what = dataset.label("quantities", row["quantity"])
            heading(axes, line - 1, f"{what} · {tables.between_words(row, dataset)}", LABELS)
        lines = (roles.source_words(row, dataset, 30), tables.period_words(row, dataset))
        name_row(axes, line, lines, row["role"] == roles.SEED)
