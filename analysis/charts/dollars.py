"""Amounts of money as stated and in constant dollars, in two panels that share no axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis import tables
from analysis.charts import roles, rows
from analysis.charts.figure import Chart, Row, colour, drawing
from analysis.charts.lettering import HEADING, QUIET, STRONG, Run, height, write
from analysis.charts.marks import mark
from analysis.charts.rows import Entry
from analysis.charts.scale import Scale
from analysis.charts.sheet import EDGE, HIGHEST, Head, Key, sheet
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.titles import Said, Title, Titled

# Left edge and width of each panel, in inches; its numbers stand to the right of it.
PANELS = ((1.9, 0.8), (4.12, 0.8))
# Above and below the rows of a sheet.
ROOM = 1.2


def constant(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> list[Chart]:
    """Each amount as stated at the left, and in constant dollars at the right.

    Each stage of money on sheets of its own. Empty for a frame without rows. Raises `NotComparable`
    for amounts of different units.
    """
    made: list[Chart] = []
    for every in _by_stage(records(frame), dataset):
        require(claims_of(dataset, (row["claims"][0] for row in every)), "side_by_side", dataset)
        every.sort(key=_order(every))
        nominal = [_nominal(row, dataset) for row in every]
        scales = Scale.logarithmic(nominal), Scale.logarithmic(every)
        title = titled(every, dataset)
        for entries in _sheets(every, dataset):
            members = rows.rows_of(entries)
            with drawing():
                keys = [*roles.role_keys(members), *roles.side_keys(members, every, dataset)]
                figure = _figure(title, keys, entries, scales, dataset)
            name = f"{key}-{len(made) + 1}" if made else key
            said = tuple(piece for row in members for piece in _words(row, dataset))
            claims = tuple(row["claims"][0] for row in members)
            made.append(Chart(name, caption, title, said, figure, claims))
    return made


def _by_stage(every: Iterable[Row], dataset: Dataset) -> Iterable[list[Row]]:
    """The amounts of each stage of money: what was announced is not what was spent."""
    found: dict[str, list[Row]] = {}
    for row in every:
        stage = dataset.row("quantities", row["quantity"])["stage"]
        found.setdefault(stage, []).append(row)
    return found.values()


def _group(row: Row) -> tuple[str, str, str]:
    return row["quantity"], row["subject"], row["counterpart"]


def _order(every: Sequence[Row]) -> Callable[[Row], tuple[object, ...]]:
    """A key that keeps the rows of a group together, in the order in which groups appear."""
    places = {group: i for i, group in enumerate(dict.fromkeys(map(_group, every)))}
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


def _sheets(every: Sequence[Row], dataset: Dataset) -> Iterator[list[Entry]]:
    groups = rows.grouped(
        every,
        lambda row: (
            dataset.label("quantities", row["quantity"])
            + f" · {tables.between_words(row, dataset)}"
        ),
        lambda row: _names(row, dataset),
        PANELS[0][0] - EDGE - rows.GUTTER,
    )
    return rows.sheets(groups, HIGHEST - ROOM)


def _names(row: Row, dataset: Dataset) -> list[list[Run]]:
    """The years, in the colour of the recipient's side, and the source."""
    period = tables.period_words(row, dataset)
    return [[roles.whose(row, dataset, period)], [roles.source_run(row, dataset)]]


def _figure(
    title: Title,
    keys: Sequence[Key],
    entries: Sequence[Entry],
    scales: tuple[Scale, Scale],
    dataset: Dataset,
) -> Figure:
    members = rows.rows_of(entries)
    high = rows.high(entries)
    body = height(HEADING) + high + rows.FOOT
    figure = sheet(Head(title, "US dollars, logarithmic scales", keys), body)
    rows.name(figure, entries, rows.FOOT)
    names = ("As stated, nominal", f"In dollars of {members[0]['group']}")
    for (left, wide), name, scale in zip(PANELS, names, scales, strict=True):
        line = [Run(name, weight=STRONG, colour=QUIET)]
        write(figure, left, body - height(HEADING) / 2, line, HEADING)
        axes = rows.panel(figure, entries, left, wide, rows.FOOT)
        scale.apply(axes)
        for y, entry in rows.places(entries):
            if entry.row is not None:
                row = _nominal(entry.row, dataset) if name is names[0] else entry.row
                shape = roles.SEED_SHAPE if row["role"] == roles.SEED else roles.SHAPES[0]
                mark(axes, y, row, colour(row, dataset), scale, dataset, shape, column=True)
    return figure
