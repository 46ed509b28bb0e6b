"""Reference claims by year as lines, an article's claim as a point of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator

from analysis import tables
from analysis.charts import roles
from analysis.charts.figure import Chart, Row, colour, drawing, unit_words
from analysis.charts.lettering import LABEL, SMALL, STRONG, Run, width, wrapped
from analysis.charts.marks import MARKS, exact, shape_of, words
from analysis.charts.rows import FOOT
from analysis.charts.scale import Scale, tick
from analysis.charts.sheet import EDGE, WIDTH, Head, Key, axes_at, sheet
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.titles import Title, Titled

HEIGHT, RIGHT = 2.5, 1.15
# How far words are from their point, and a line of them from the next, in points.
OFF, NEXT = 9, 10
Series = Mapping[tuple[str, str], Sequence[Row]]


def by_year(
    key: str, caption: str, titled: Titled, frame: pd.DataFrame, dataset: Dataset
) -> Chart | None:
    """A line for each subject and source, year by year, an article's claim as a point of its own.

    None for a frame without rows. Raises `NotComparable` where the claims may not share an axis.
    """
    rows = records(frame)
    if not rows:
        return None
    require(claims_of(dataset, (row["claims"][0] for row in rows)), "axis", dataset)
    title = titled(rows, dataset)
    with drawing():
        figure = _figure(title, rows, dataset)
    said = tuple(
        piece for row in rows for piece in roles.said(row, _subject(row, dataset), dataset)
    )
    return Chart(key, caption, title, said, figure, tuple(row["claims"][0] for row in rows))


def _subject(row: Row, dataset: Dataset) -> str:
    return f"{dataset.label('actors', row['subject'])}, {row['first']}"


def _figure(title: Title, rows: Sequence[Row], dataset: Dataset) -> Figure:
    held = [row for row in rows if row["role"] == roles.SEED]
    series = _series(rows)
    scale = Scale.linear(rows)
    quantity = dataset.label("quantities", rows[0]["quantity"])
    head = Head(title, f"{quantity} · {unit_words(scale.unit)}", _keys(held, series, dataset))
    figure = sheet(head, HEIGHT + FOOT + 0.1)
    left = max(width(tick(number, scale.unit), SMALL) for number in scale.ticks) + EDGE + 0.06
    axes = axes_at(figure, left, FOOT, WIDTH - left - RIGHT, HEIGHT)
    scale.apply(axes, vertical=True)
    _name_years(axes, [row["first"] for row in rows])
    for (subject, _), line in series.items():
        years = {row["first"] for row in held if row["subject"] == subject}
        _line(axes, sorted(line, key=lambda row: row["first"]), years, scale, dataset)
    for row in held:
        _held(axes, row, [other["first"] for other in rows], scale, dataset)
    return figure


def _series(rows: Sequence[Row]) -> Series:
    """The reference claims of each subject by each source."""
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["role"] != roles.SEED:
            series.setdefault((row["group"], row["sources"][0]), []).append(row)
    return series


def _keys(held: Sequence[Row], series: Series, dataset: Dataset) -> list[Key]:
    articles = [Key("claim of an article", shape=roles.SEED_SHAPE)] if held else []
    sources = dict.fromkeys(roles.source_words(line[0], dataset) for line in series.values())
    return [*articles, *(Key(f"reference: {name}") for name in sources)]


def _line(axes: Axes, line: Sequence[Row], years: set[int], scale: Scale, dataset: Dataset) -> None:
    """One series with its subject's name at its end, and the numbers a reader looks for.

    It is broken where a year's figure is not one exact number; that is drawn as what it is.
    """
    accent = colour(line[0], dataset)
    points = [row["first"] for row in line], [_ends(row)[0] if exact(row) else nan for row in line]
    axes.plot(*points, "o-", color=accent, markersize=4, linewidth=1.4, zorder=MARKS, clip_on=False)
    reach = [_reach(axes, row, accent, scale) for row in line]
    last, top, name = line[-1], max(_ends(line[-1])), dataset.label("actors", line[-1]["group"])
    _number(axes, last, top, (8, -5), "left", dataset)
    for nth, part in enumerate(reversed(_lines(name, RIGHT - OFF / 72))):
        place = (8, 5 + NEXT * nth)
        words(axes, part, (last["first"], top), place, "name", colour=accent, weight=STRONG)
    for row, ends in zip(line[:-1], reach, strict=False):
        if row["first"] in years or row is line[0]:
            align = "left" if row is line[0] else "center"
            _number(axes, row, min(ends), (0, -11), align, dataset)


def _ends(row: Row) -> list[float]:
    return [float(end) for end in row["amount"].ends]


def _reach(axes: Axes, row: Row, accent: str, scale: Scale, shape: str = "o") -> list[float]:
    """How far a figure reaches, which is drawn here unless it is one exact number."""
    if exact(row):
        return _ends(row)
    return shape_of(axes, row["first"], row, accent, scale, shape, upright=True)


def _number(
    axes: Axes, row: Row, y: float, offset: tuple[int, int], align: str, dataset: Dataset
) -> None:
    number, place = tables.number_words(row, dataset), (row["first"], y)
    words(axes, number, place, offset, " ".join(row["claims"]), align=align)


def _held(axes: Axes, row: Row, years: Sequence[int], scale: Scale, dataset: Dataset) -> None:
    """An article's claim: its point, its words, and how high it lies in the other years."""
    accent, ends = colour(row, dataset), dict.fromkeys(_ends(row))
    for end in ends:
        across = [min(years), max(years)]
        axes.plot(across, [end] * 2, "--", color=accent, linewidth=0.8, zorder=1)
    if exact(row):
        axes.plot(
            [row["first"]], [*ends], roles.SEED_SHAPE, markersize=7.5, color=accent,
            zorder=MARKS + 1, markeredgecolor="white", markeredgewidth=1.2,
        )  # fmt: skip
    _reach(axes, row, accent, scale, roles.SEED_SHAPE)
    subject = f"of {dataset.label('actors', row['subject'])} in {row['first']}"
    keys, place = " ".join(row["claims"]), (row["first"], max(ends))
    told = f"“{row['words']}” {subject}"
    align, room = _side(axes, row["first"], width(told, LABEL, STRONG))
    aside = OFF if align == "left" else -OFF
    source = roles.source_words(row, dataset)
    words(axes, source, place, (aside, OFF), "name", colour=accent, align=align)
    for nth, part in enumerate(reversed(_lines(told, room)), 1):
        up = (aside, OFF + NEXT * nth)
        words(axes, part, place, up, keys, colour=accent, weight=STRONG, align=align)


def _side(axes: Axes, year: int, wide: float) -> tuple[str, float]:
    """How words are aligned with their year, and their room: before it where that is more.

    What is shorter than the rest of the lines goes behind it in any case.
    """
    box, (first, last) = axes.get_position(), axes.get_xlim()
    along = (box.x0 + box.width * (year - first) / (last - first)) * WIDTH
    before, behind = along - OFF / 72, WIDTH - along - OFF / 72
    fits = wide <= box.x1 * WIDTH - along - OFF / 72
    return ("left", behind) if fits or behind >= before else ("right", before)


def _lines(text: str, room: float) -> list[str]:
    """Strong words in lines of some inches at most."""
    lines = wrapped([Run(text, weight=STRONG)], room, LABEL)
    return ["".join(run.text for run in line) for line in lines]


def _name_years(axes: Axes, years: Sequence[int]) -> None:
    axes.set_xlim(min(years) - 0.2, max(years) + 0.2)
    made = MaxNLocator(8, integer=True).tick_values(min(years), max(years))
    ticks = [int(year) for year in made if min(years) <= year <= max(years)]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FixedFormatter([str(year) for year in ticks]))
