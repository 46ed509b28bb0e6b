"""Stated amounts: points, intervals, arrows for one-sided bounds, words for magnitude words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis import tables
from analysis.charts import roles, rows
from analysis.charts.figure import Chart, Row, colour, drawing, unit_words
from analysis.charts.lettering import PANEL, QUIET, STRONG, Run, height, write
from analysis.charts.marks import mark, room
from analysis.charts.rows import Entry
from analysis.charts.scale import Scale
from analysis.charts.sheet import EDGE, WIDTH, Head, sheet
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.titles import Said, Titled

# The left edge of a panel, and what is between two of them.
LEFT, APART = 2.75, 0.18


def figures(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> Chart | None:
    """Stated amounts as points, intervals, arrows and words: one panel a quantity.

    A quantity in several units, or of years of several kinds, has a panel for each. Ranks and
    ratios are no amounts and are left to the tables. None where there is nothing to draw.
    """
    amounts = frame[~frame["unit"].isin(["rank", "ratio"])]
    drawn = amounts[amounts["kind"] == "stated"]
    panels = [
        (str(quantity), members)
        for quantity, part in drawn.groupby("quantity", sort=False)
        for members in _on_axes(records(part))
    ]
    if not panels:
        return None
    for _, members in panels:
        numbers = [row["claims"][0] for row in members if not row["amount"].vague]
        require(claims_of(dataset, numbers), "axis", dataset)
    shown = amounts["quantity"].isin([quantity for quantity, _ in panels])
    title = titled(records(amounts[shown]), dataset)
    with drawing():
        figure = _figure(title, panels, dataset)
    said = [piece for quantity, part in panels for piece in _words(quantity, part, dataset)]
    claims = tuple(claim for _, part in panels for row in part for claim in row["claims"])
    return Chart(key, caption, title, tuple(said), figure, claims)


def _on_axes(members: Sequence[Row]) -> list[list[Row]]:
    """The figures of a quantity by the axis they may share; words stand with the first numbers.

    None where there are words alone.
    """
    axes: dict[tuple[str, str], list[Row]] = {
        _axis(row): [] for row in members if not row["amount"].vague
    }
    if not axes:
        return []
    first = next(iter(axes))
    for row in members:
        axes[first if row["amount"].vague else _axis(row)].append(row)
    return list(axes.values())


def _axis(row: Row) -> tuple[str, str]:
    return row["unit"], row["year_basis"]


def _figure(
    title: tuple[Said, ...], panels: Sequence[tuple[str, Sequence[Row]]], dataset: Dataset
) -> Figure:
    """A figure with one panel for each quantity, which is named in the head if it is alone."""
    every = [row for _, members in panels for row in members]
    named = [_named(quantity, members, dataset) for quantity, members in panels]
    parts = [_entries(members, dataset) for _, members in panels]
    above = 1.3 * height(PANEL) if len(panels) > 1 else 0.0
    wide = WIDTH - LEFT - room(every, dataset)
    body = sum(rows.high(part) + above + rows.FOOT + APART for part in parts) - APART
    unit = "" if above else " · ".join(named[0])
    figure = sheet(Head(title, unit, roles.side_keys(every, every, dataset)), body)
    for (what, unit), (_, members), entries in zip(named, panels, parts, strict=True):
        if above:
            line = (Run(f"{what}  ", weight=STRONG), Run(unit, colour=QUIET))
            write(figure, EDGE, body - above / 2, line, PANEL)
        body -= above + rows.high(entries)
        _panel(figure, entries, Scale.of(members), wide, body, dataset)
        body -= rows.FOOT + APART
    return figure


def _named(quantity: str, members: Sequence[Row], dataset: Dataset) -> tuple[str, str]:
    """The name of a panel and its unit."""
    label = dataset.label("quantities", quantity)
    scale = Scale.of(members)
    return label[:1].upper() + label[1:], unit_words(scale.unit, scale.log)


def _entries(members: Sequence[Row], dataset: Dataset) -> list[Entry]:
    groups = rows.grouped(
        members,
        lambda row: roles.event_words(row, dataset),
        lambda row: [_name(row, dataset)],
        LEFT - EDGE - rows.GUTTER,
    )
    return [entry for group in groups for entry in group]


def _name(row: Row, dataset: Dataset) -> Iterator[Run]:
    """Of whom, of which day, and the article."""
    yield roles.whose(row, dataset)
    day = roles.day_words(row, dataset)
    source = dataset.sources[row["sources"][0]].short_title
    yield Run(f" · {day} · {source}" if day else f" · {source}", colour=QUIET)


def _panel(
    figure: Figure,
    entries: Sequence[Entry],
    scale: Scale,
    wide: float,
    bottom: float,
    dataset: Dataset,
) -> None:
    rows.name(figure, entries, bottom)
    axes = rows.panel(figure, entries, LEFT, wide, bottom)
    scale.apply(axes)
    for y, entry in rows.places(entries):
        if entry.row is not None:
            mark(axes, y, entry.row, colour(entry.row, dataset), scale, dataset)


def _words(quantity: str, members: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """What a panel shows: each figure with its event, of whom, and its source."""
    yield Said(f"{dataset.label('quantities', quantity)}. ", name=True)
    for row in members:
        whose = f"{tables.when_words(row, dataset)}, {tables.whom_words(row, dataset)}: "
        yield Said(whose, name=True)
        yield Said(tables.number_words(row, dataset), row["claims"])
        yield Said(f" ({dataset.sources[row['sources'][0]].short_title}). ", name=True)
