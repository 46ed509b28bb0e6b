"""What becomes of each figure when an origin is left out: a grid of marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import tables
from analysis.charts import roles, rows
from analysis.charts.figure import NEUTRAL, RULE, Chart, Row, drawing
from analysis.charts.lettering import QUIET, SMALL, Run, width
from analysis.charts.marks import MARKS, words
from analysis.charts.rows import Entry
from analysis.charts.sheet import EDGE, HIGHEST, WIDTH, Head, Key, sheet
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.titles import Said, Title, Titled

LEFT, NUMBERS, COLUMN = 2.75, 1.2, 0.4
# Names of origins are turned, and no longer than so many inches.
SLANT, LONGEST = 60, 1.9
# Shape and fill tell the outcomes apart, without colour.
OUTCOMES = {"stands": ("o", False), "moves": ("^", True), "vanishes": ("x", False)}


def robustness(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> list[Chart]:
    """A row for each figure and a column for each origin: what leaving the origin out does."""
    every = records(frame)
    title, made = titled(every, dataset) if every else (), []
    for number, entries in enumerate(_sheets(every, dataset), 1):
        members = rows.rows_of(entries)
        with drawing():
            figure = _grid(title, entries, dataset)
        name = f"{key}-{number}" if number > 1 else key
        said = tuple(piece for row in members for piece in _words(row, dataset))
        claims = tuple(dict.fromkeys(claim for row in members for claim in row["claims"]))
        made.append(Chart(name, caption, title, said, figure, claims))
    return made


def _sheets(every: Sequence[Row], dataset: Dataset) -> Iterator[list[Entry]]:
    groups = rows.grouped(
        every,
        lambda row: roles.event_words(row, dataset),
        lambda row: [_name(row, dataset)],
        LEFT - EDGE - rows.GUTTER,
    )
    return rows.sheets(groups, HIGHEST - LONGEST - 0.8)


def _name(row: Row, dataset: Dataset) -> Iterator[Run]:
    """What is counted, of whom, and of which day."""
    yield Run(_counted_words(row, dataset))
    parts = (tables.concerned_words(row, dataset), roles.day_words(row, dataset))
    yield Run("".join(f" · {part}" for part in parts if part), colour=QUIET)


def _grid(title: Title, entries: Sequence[Entry], dataset: Dataset) -> Figure:
    """The grid of marks, the origins named above it, each figure's number at the right."""
    keys = [
        Key(f"{name} without this origin", shape=shape, hollow=hollow)
        for name, (shape, hollow) in OUTCOMES.items()
    ]
    members = rows.rows_of(entries)
    origins = list(dict.fromkeys(origin for row in members for origin in row["origins"]))
    names = [_shortened(tables.origin_words(origin, dataset)) for origin in origins]
    above = max(width(name, SMALL) for name in names)
    figure = sheet(Head(title, keys=keys), EDGE + rows.high(entries) + above)
    rows.name(figure, entries, EDGE)
    wide = min(WIDTH - LEFT - NUMBERS, COLUMN * len(origins))
    axes = rows.panel(figure, entries, LEFT, wide, EDGE)
    _name_columns(axes, names)
    for y, entry in rows.places(entries):
        if entry.row is not None:
            _row(axes, y, entry.row, origins, dataset)
    return figure


def _row(axes: Axes, y: float, row: Row, origins: Sequence[str], dataset: Dataset) -> None:
    """A figure's outcomes in their columns, and its number at the right."""
    right = len(origins) - 0.5
    axes.plot([-0.5, right], [y, y], color=RULE, linewidth=0.6, zorder=1)
    for test in row["without_origin"]:
        _outcome(axes, origins.index(test.left_out), y, test.outcome)
    words(axes, tables.number_words(row, dataset), (right, y), (5, 0), " ".join(row["claims"]))


def _outcome(axes: Axes, x: int, y: float, outcome: str) -> None:
    shape, hollow = OUTCOMES[outcome]
    axes.plot(
        [x], [y], shape, markersize=5.5, markerfacecolor="white" if hollow else NEUTRAL,
        markeredgecolor=NEUTRAL, markeredgewidth=1.3, zorder=MARKS,
    )  # fmt: skip


def _name_columns(axes: Axes, names: Sequence[str]) -> None:
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(names)), names, rotation=SLANT, ha="left", rotation_mode="anchor")
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=QUIET)
    axes.xaxis.grid(True, color=RULE, linewidth=0.6)


def _shortened(name: str) -> str:
    """A name as long as there is room above the grid."""
    kept = name
    while width(kept, SMALL) > LONGEST:
        kept = f"{kept.rstrip('…')[:-1].rstrip()}…"
    return kept


def _counted_words(row: Row, dataset: Dataset) -> str:
    """What is counted, and how a sum or ratio was computed."""
    quantity = tables.measured_words(row, dataset)
    how = tables.how(row, dataset) if row["kind"] in ("sum", "ratio") else ""
    return f"{quantity}, {how}" if how else quantity


def _words(row: Row, dataset: Dataset) -> Iterator[Said]:
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
