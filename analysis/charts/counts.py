"""Unlike counts of people on one axis, event by event: articles' claims beside reference claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts import roles, rows
from analysis.charts.figure import Chart, Row, colour, drawing, unit_words
from analysis.charts.lettering import Run
from analysis.charts.marks import mark, room
from analysis.charts.rows import Entry
from analysis.charts.scale import Scale
from analysis.charts.sheet import EDGE, HIGHEST, WIDTH, Head, Key, sheet
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.titles import Said, Title, Titled

Shapes = Mapping[str, str]
LEFT = 3.1
# Above the rows of a sheet: its title and keys, and the numbers of the axis above and below.
HEAD = 1.5


def deaths(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> list[Chart]:
    """Claims of deaths by event as points and intervals, several charts with the same axis.

    Each kind of count has a shape of its own, and its name in the row. Empty for a frame without
    rows. Raises `NotComparable` for claims of different units.
    """
    return _charts(key, caption, titled, frame, dataset, Scale.logarithmic)


def by_date(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> list[Chart]:
    """Claims of people by event and date, logarithmic only where far apart; else as `deaths`."""
    return _charts(key, caption, titled, frame, dataset, Scale.of)


def _charts(
    key: str,
    caption: str,
    titled: Titled,
    frame: pd.DataFrame,
    dataset: Dataset,
    scaled: Callable[[Sequence[Row]], Scale],
) -> list[Chart]:
    every = records(frame)
    if all(row["amount"].vague for row in every):
        return []
    require(claims_of(dataset, (row["claims"][0] for row in every)), "side_by_side", dataset)
    scale, kinds = scaled(every), roles.shapes(every, dataset)
    groups: dict[str, list[Row]] = {}
    for row in every:
        groups.setdefault(_group(row, dataset), []).append(row)

    @cache
    def title_of(names: Sequence[str]) -> Title:
        """Of whole groups, so that a parted one is told of as one, on each of its charts."""
        return titled([row for name in names for row in groups[name]], dataset)

    made = []
    for number, entries in enumerate(_sheets(every, dataset), 1):
        members = rows.rows_of(entries)
        title = title_of(tuple(dict.fromkeys(_group(row, dataset) for row in members)))
        with drawing():
            wide = WIDTH - LEFT - room(every, dataset)
            keys = [*roles.kind_keys(members, kinds, dataset)]
            keys += roles.side_keys(members, every, dataset)
            figure = _figure(title, keys, entries, scale, wide, kinds, dataset)
        name = f"{key}-{number}" if number > 1 else key
        claims = tuple(dict.fromkeys(row["claims"][0] for row in members))
        said = tuple(_said(members, dataset))
        made.append(Chart(name, caption, title, said, figure, claims))
    return made


def _sheets(every: Sequence[Row], dataset: Dataset) -> Iterator[list[Entry]]:
    groups = rows.grouped(
        every,
        lambda row: _group(row, dataset),
        lambda row: [_what(row, dataset), [roles.source_run(row, dataset, counted=True)]],
        LEFT - EDGE - rows.GUTTER,
    )
    return rows.sheets(groups, HIGHEST - HEAD)


def _group(row: Row, dataset: Dataset) -> str:
    return dataset.label("events", row["group"]) or roles.event_words(row, dataset)


def _what(row: Row, dataset: Dataset) -> Iterator[Run]:
    """Whose people, or else where, the kind, and period or day where not the event's own."""
    kind = dataset.label("quantities", row["quantity"]).lower()
    place = "" if row["subject"] else dataset.label("places", row["place"])
    yield roles.whose(row, dataset)
    yield Run(
        "".join(f" · {said}" for said in (place, kind, roles.day_words(row, dataset)) if said)
    )


def _figure(
    title: Title,
    keys: Sequence[Key],
    entries: Sequence[Entry],
    scale: Scale,
    wide: float,
    kinds: Shapes,
    dataset: Dataset,
) -> Figure:
    high = rows.high(entries)
    head = Head(title, unit_words(scale.unit, scale.log), keys)
    figure = sheet(head, rows.FOOT + high + rows.FOOT)
    rows.name(figure, entries, rows.FOOT)
    axes = rows.panel(figure, entries, LEFT, wide, rows.FOOT)
    scale.apply(axes)
    axes.tick_params(labeltop=True)
    for y, entry in rows.places(entries):
        if (row := entry.row) is not None:
            mark(axes, y, row, colour(row, dataset), scale, dataset, roles.shape(row, kinds))
    return figure


def _said(members: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """Each event, and its claims after it."""
    event = None
    for row in members:
        if row["group"] != event:
            event = row["group"]
            yield Said(f"{roles.event_words(row, dataset)}. ", name=True)
        yield from roles.said(row, "".join(run.text for run in _what(row, dataset)), dataset)
