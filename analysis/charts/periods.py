"""Reference claims by year as lines, and by month as bars beside the totals they lie in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis import cite, tables
from analysis.charts import roles
from analysis.charts.figure import (
    LEGEND,
    NEUTRAL,
    UNIT_WORDS,
    WIDTH,
    Chart,
    Row,
    Said,
    colour,
    drawing,
    legend_of,
    name_row,
    stated_ends,
    tick,
    unit_of,
)
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of

YEARS_HEIGHT = 3.6
BAR = 0.44
BAR_LABELS = 2.5
MONTH, TOTAL, HELD = "month", "total", "held"
SMALL, TINY = 7.5, 6.5


def by_year(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """A line for each subject and source, year by year, an article's claim as a point of its own.

    None for a frame without rows. Raises `NotComparable` where the claims may not share an axis.
    """
    rows = records(frame)
    if not rows:
        return None
    require(claims_of(dataset, (row["claims"][0] for row in rows)), "axis", dataset)
    with drawing():
        figure = _years(rows, dataset)
    said = tuple(
        piece for row in rows for piece in roles.said(row, _subject(row, dataset), dataset)
    )
    return Chart(key, caption, said, figure, tuple(row["claims"][0] for row in rows))


def _subject(row: Row, dataset: Dataset) -> str:
    return f"{dataset.label('actors', row['subject'])}, {row['first']}"


def _years(rows: Sequence[Row], dataset: Dataset) -> Figure:
    figure = Figure(figsize=(WIDTH, YEARS_HEIGHT))
    axes = figure.add_axes((0.11, 0.11, 0.7, 0.86 - LEGEND / YEARS_HEIGHT))
    held = [row for row in rows if row["role"] == roles.SEED]
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["role"] != roles.SEED:
            series.setdefault((row["group"], row["sources"][0]), []).append(row)
    for line in series.values():
        years = {row["first"] for row in held if row["group"] == line[0]["group"]}
        _line(axes, sorted(line, key=lambda row: row["first"]), years, dataset)
    for row in held:
        _held(axes, row, [other["first"] for other in rows], dataset)
    _name_years(axes, rows)
    articles = [Line2D([], [], color=NEUTRAL, marker=roles.SEED_SHAPE, linestyle="",
                       label="claim of an article")] if held else []  # fmt: skip
    sources = dict.fromkeys(roles.source_words(line[0], dataset, 80) for line in series.values())
    legend_of(figure, [*articles, *(_sample(name) for name in sources)])
    return figure


def _sample(name: str) -> Line2D:
    return Line2D([], [], color=NEUTRAL, marker="o", linewidth=1.4, label=f"reference: {name}")


def _middle(row: Row) -> float:
    return float(row["amount"].middle)


def _line(axes: Axes, line: Sequence[Row], years: set[int], dataset: Dataset) -> None:
    """One series with its subject's name at its end, and the numbers a reader looks for."""
    accent = colour(line[0], dataset)
    points = [row["first"] for row in line], [_middle(row) for row in line]
    axes.plot(*points, "o-", color=accent, markersize=4, linewidth=1.4)
    last = line[-1]
    place = (last["first"], _middle(last))
    _beside(axes, place, (8, 5), dataset.label("actors", last["group"]), "name", accent, True)
    _number(axes, last, (8, -5), "left", dataset)
    for row in line[:-1]:
        if row["first"] in years or row is line[0]:
            _number(axes, row, (0, -11), "center", dataset)


def _number(axes: Axes, row: Row, offset: tuple[int, int], ha: str, dataset: Dataset) -> None:
    axes.annotate(
        tables.number_words(row, dataset), (row["first"], _middle(row)), offset, va="center", ha=ha,
        textcoords="offset points", fontsize=TINY, color="#222222", gid=" ".join(row["claims"]),
    )  # fmt: skip


def _beside(
    axes: Axes,
    place: tuple[float, float],
    offset: tuple[int, int],
    words: str,
    gid: str,
    accent: str,
    bold: bool,
) -> None:
    axes.annotate(
        words, place, offset, va="center", textcoords="offset points", fontsize=SMALL, color=accent,
        weight="bold" if bold else "normal", gid=gid,
    )  # fmt: skip


def _held(axes: Axes, row: Row, years: Sequence[int], dataset: Dataset) -> None:
    """An article's claim: its point, its words, and how high it lies in the other years."""
    accent, place = colour(row, dataset), (row["first"], _middle(row))
    ends = [min(years), max(years)]
    axes.plot(ends, [place[1]] * 2, "--", color=accent, linewidth=0.8, alpha=0.7, zorder=1)
    axes.plot(
        [place[0]], [place[1]], roles.SEED_SHAPE, markersize=8, color=accent, zorder=4,
        markeredgecolor="white", markeredgewidth=1.2,
    )  # fmt: skip
    subject = f"of {dataset.label('actors', row['subject'])} in {row['first']}"
    keys = " ".join(row["claims"])
    _beside(axes, place, (9, 17), f"“{row['words']}” {subject}", keys, accent, True)
    _beside(axes, place, (9, 8), roles.source_words(row, dataset), "name", accent, False)


def _name_years(axes: Axes, rows: Sequence[Row]) -> None:
    unit, years = unit_of(rows), [row["first"] for row in rows]
    axes.set_ylim(0, max(float(end) for row in rows for end in stated_ends(row["amount"])) * 1.18)
    axes.set_xlim(min(years) - 0.4, max(years) + 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: tick(y, unit)))
    axes.tick_params(labelsize=SMALL, length=0)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)


def by_month(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Months as bars from zero, the longer totals as hollow bars, an article's claim in its words.

    None for a frame without rows. Raises `NotComparable` where months and totals may not share an
    axis.
    """
    rows = records(frame)
    if not rows:
        return None
    drawn = [row for row in rows if row["group"] != HELD]
    require(claims_of(dataset, (row["claims"][0] for row in drawn)), "axis", dataset)
    with drawing():
        figure = _months(rows, dataset)
    said = tuple(piece for row in rows for piece in _month_words(row, dataset))
    return Chart(key, caption, said, figure, tuple(row["claims"][0] for row in rows))


def _month_words(row: Row, dataset: Dataset) -> Iterator[Said]:
    what = dataset.label("quantities", row["quantity"])
    yield from roles.said(row, f"{what}, {_period(row)}", dataset)


def _period(row: Row) -> str:
    words = cite.period_words(row["start"], row["end"], row["year_basis"])
    return words if row["start"] else f"to {words}"


def _months(rows: Sequence[Row], dataset: Dataset) -> Figure:
    height = BAR * len(rows) + 0.55 + LEGEND
    figure = Figure(figsize=(WIDTH, height))
    left = BAR_LABELS / WIDTH
    axes = figure.add_axes((left, 0.5 / height, 0.97 - left, BAR * len(rows) / height))
    for y, row in enumerate(rows):
        _bar(axes, y, row, dataset)
        lines = (roles.source_words(row, dataset, 36), _period(row))
        name_row(axes, y, lines, row["role"] == roles.SEED)
    axes.set_yticks([])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    drawn = [row for row in rows if row["group"] != HELD]
    unit = unit_of(drawn)
    axes.set_xlim(0, max(float(end) for r in drawn for end in stated_ends(r["amount"])) * 1.3)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: tick(x, unit)))
    axes.set_xlabel(UNIT_WORDS.get(unit, unit), fontsize=SMALL)
    axes.tick_params(labelsize=7, length=0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)
    legend_of(figure, _bar_marks(drawn, dataset))
    return figure


def _bar(axes: Axes, y: int, row: Row, dataset: Dataset) -> None:
    """A month's bar, a total's hollow bar, or a claim in its words, which has no place here."""
    words, end, keys = tables.number_words(row, dataset), 0.0, " ".join(row["claims"])
    if row["group"] == HELD:
        words = f"“{row['words']}” ({dataset.label('quantities', row['quantity']).lower()})"
    else:
        accent, end = colour(row, dataset), _middle(row)
        face = accent if row["group"] == MONTH else "white"
        axes.barh(y, end, height=0.55, color=face, edgecolor=accent, linewidth=1.3)
    axes.annotate(
        words, (end, y), (5, 0), textcoords="offset points", va="center", fontsize=SMALL, gid=keys,
        style="italic" if row["group"] == HELD else "normal",
    )  # fmt: skip


def _bar_marks(rows: Sequence[Row], dataset: Dataset) -> list[Patch]:
    names = {MONTH: "reference: a month", TOTAL: "reference: a longer time that holds the months"}
    accent = colour(rows[0], dataset)
    return [
        Patch(facecolor=accent if group == MONTH else "white", edgecolor=accent, label=names[group])
        for group in dict.fromkeys(row["group"] for row in rows)
    ]
