"""Unlike counts of deaths on one logarithmic axis, event by event: a row a claim."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from analysis import cite, tables
from analysis.charts import roles
from analysis.charts.figure import (
    WIDTH,
    Chart,
    Row,
    Said,
    Scale,
    axis_words,
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

Shapes = Mapping[str, str]
ROW = 0.31
FOOT = 0.5
LABELS = 3.65
LABEL_CHARACTERS = 74
# Room for the words to the right of the largest number, as a share of the axis.
ROOM = 0.6
# So many rows leave room for text on a printed page, the headings counted.
ROWS_A_SHEET = 21


def deaths(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> list[Chart]:
    """Claims of deaths by event as points and intervals, several charts with the same axis.

    Each kind of count has a shape of its own, and its name in the row. Empty for a frame without
    rows. Raises `NotComparable` for claims of different units.
    """
    rows = records(frame)
    if not rows:
        return []
    require(claims_of(dataset, (row["claims"][0] for row in rows)), "side_by_side", dataset)
    scale, kinds = Scale.logarithmic(rows, ROOM), roles.shapes(rows, dataset)
    return [
        _chart(f"{key}-{number}" if number > 1 else key, caption, sheet, scale, kinds, dataset)
        for number, sheet in enumerate(_sheets(rows), 1)
    ]


def _sheets(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows as they fit on a page: whole events where they fit, an event by parts where not."""
    sheet: list[Row] = []
    for event in dict.fromkeys(row["group"] for row in rows):
        left = [row for row in rows if row["group"] == event]
        if sheet and _height(sheet) + len(left) + 1 > ROWS_A_SHEET:
            yield sheet
            sheet = []
        while len(left) + 1 > ROWS_A_SHEET:
            yield left[: ROWS_A_SHEET - 1]
            left = left[ROWS_A_SHEET - 1 :]
        sheet = sheet + left
    if sheet:
        yield sheet


def _height(rows: Sequence[Row]) -> int:
    """How many rows a sheet has with its headings."""
    return len(rows) + len({row["group"] for row in rows})


def _chart(
    key: str, caption: str, rows: Sequence[Row], scale: Scale, kinds: Shapes, dataset: Dataset
) -> Chart:
    with drawing():
        figure = _figure(rows, scale, kinds, dataset)
    said = tuple(piece for row in _with_headings(rows) for piece in _words(row, dataset))
    claims = tuple(dict.fromkeys(row["claims"][0] for row in rows))
    return Chart(key, caption, said, figure, claims)


def _with_headings(rows: Sequence[Row]) -> Iterator[Row | str]:
    """The rows, each event's key before its own."""
    event = None
    for row in rows:
        if row["group"] != event:
            event = row["group"]
            yield event
        yield row


def _figure(rows: Sequence[Row], scale: Scale, kinds: Shapes, dataset: Dataset) -> Figure:
    marks = [*roles.kind_marks(rows, kinds, dataset), *roles.side_marks(rows, dataset)]
    legend = legend_height(len(marks))
    height = ROW * _height(rows) + FOOT + legend
    figure = Figure(figsize=(WIDTH, height))
    box = (
        LABELS / WIDTH, FOOT / height, 0.97 - LABELS / WIDTH, ROW * _height(rows) / height
    )  # fmt: skip
    axes = figure.add_axes(box)
    scale.apply(axes, unit_of(rows))
    for y, row in enumerate(_with_headings(rows)):
        if isinstance(row, str):
            heading(axes, y, dataset.label("events", row), LABELS)
            continue
        mark(axes, y, row, colour(row, dataset), scale, dataset, roles.shape(row, kinds))
        name_row(axes, y, _label(row, dataset), row["role"] == roles.SEED)
    axes.set_ylim(_height(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=7.5)
    axes.set_xlabel(axis_words(rows, scale.log), fontsize=7.5)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)
    legend_of(figure, marks)
    return figure


def _label(row: Row, dataset: Dataset) -> list[str]:
    """The source and whose figure it is; kind of count, whose and of when."""
    counted, source = roles.counted_words(row, dataset), roles.source_words(row, dataset)
    lines = (f"{source}; {counted}" if counted else source, _what(row, dataset))
    return [textwrap.shorten(line, LABEL_CHARACTERS, placeholder="…") for line in lines]


def _what(row: Row, dataset: Dataset) -> str:
    """The kind of count, whose, and the period or day where it is not the event's own."""
    kind = dataset.label("quantities", row["quantity"])
    day = f"as of {cite.date_words(row['as_of'])}" if row["as_of"] else ""
    period = cite.period_words(row["start"], row["end"], row["year_basis"])
    when = day or (period if tables.period_words(row, dataset) else "")
    parts = (kind, roles.people_words(row, dataset), when)
    return " · ".join(part for part in parts if part)


def _words(row: Row | str, dataset: Dataset) -> Iterator[Said]:
    if isinstance(row, str):
        yield Said(f"{dataset.label('events', row)}. ", name=True)
    else:
        yield from roles.said(row, _what(row, dataset), dataset)
