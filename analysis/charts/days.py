"""Unlike counts of people by the day they are of, with magnitude words beneath."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Transform

from analysis import cite, tables
from analysis.charts import roles
from analysis.charts.figure import (
    COLUMN,
    WIDTH,
    Chart,
    Row,
    Said,
    colour,
    drawing,
    legend_height,
    legend_of,
    point,
    stated_ends,
    tick,
)
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.spans import rows as claims_of

LEFT, RIGHT = 0.75, 3.65
LABEL, WORDS = 0.31, 0.34
FOOT = 0.35
# Room beneath zero and above the largest number, as shares of it.
BELOW, ABOVE = 0.03, 0.22
CHARACTERS, BOLD_CHARACTERS = 72, 66


def by_date(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Numbers as points and intervals by day, each kind with a shape of its own; words in a strip.

    None for a frame without numbers. Raises `NotComparable` for claims of different units.
    """
    rows = records(frame)
    numbers = [row for row in rows if not row["amount"].vague]
    if not numbers:
        return None
    require(claims_of(dataset, (row["claims"][0] for row in rows)), "side_by_side", dataset)
    with drawing():
        figure = _figure(numbers, [row for row in rows if row["amount"].vague], dataset)
    said = tuple(piece for row in rows for piece in _words(row, dataset))
    return Chart(key, caption, said, figure, tuple(row["claims"][0] for row in rows))


def _words(row: Row, dataset: Dataset) -> Iterator[Said]:
    when = tables.when_words(row, dataset)
    yield from roles.said(row, f"{_of(row, dataset)}, {when}", dataset)


def _of(row: Row, dataset: Dataset) -> str:
    kind = dataset.label("quantities", row["quantity"])
    return f"{kind}, {roles.people_words(row, dataset)}"


def _figure(numbers: Sequence[Row], words: Sequence[Row], dataset: Dataset) -> Figure:
    """The panel of numbers, the strip of words beneath it, and the labels at the right."""
    kinds = roles.shapes(numbers, dataset)
    marks = [
        *roles.kind_marks(numbers, kinds, dataset),
        *roles.side_marks([*numbers, *words], dataset),
    ]
    legend, strip = legend_height(len(marks)), WORDS * len(words)
    panel = max(2.6, 1.45 * LABEL * len(numbers))
    height = panel + strip + FOOT + legend + 0.15
    figure = Figure(figsize=(WIDTH, height))
    width = (WIDTH - LEFT - RIGHT) / WIDTH
    box = (LEFT / WIDTH, (FOOT + strip + 0.1) / height, width, panel / height)
    upper = figure.add_axes(box)
    lower = figure.add_axes(
        (LEFT / WIDTH, FOOT / height, width, max(strip, 0.01) / height), sharex=upper
    )
    top = max(float(end) for row in numbers for end in stated_ends(row["amount"])) * (1 + ABOVE)
    upper.set_ylim(-BELOW * top, top)
    for row in numbers:
        _place(upper, row, roles.shape(row, kinds), 0.05 * top, dataset)
    _label_all(upper, numbers, panel, top, dataset)
    for y, row in enumerate(words):
        _word(lower, y, row, dataset)
    lower.set_ylim(len(words) - 0.4, -0.6)
    _name_axes(upper, lower)
    legend_of(figure, marks)
    return figure


def _ends(row: Row) -> list[float]:
    return [float(mdates.date2num(row[end])) for end in ("first", "last")]


def _place(axes: Axes, row: Row, shape: str, arrow: float, dataset: Dataset) -> None:
    """One number: its period as a line, its ends as points, an arrow into an open end."""
    accent, amount, days = colour(row, dataset), row["amount"], _ends(row)
    ends = [float(end) for end in stated_ends(amount)]
    middle = sum(days) / 2
    for end in dict.fromkeys(ends):
        axes.plot(days, [end, end], color=accent, linewidth=2, alpha=0.5, solid_capstyle="butt")
        point(axes, middle, end, row, accent, shape)
    if len(ends) == 2:
        axes.plot([middle] * 2, ends, color=accent, linewidth=2)
    if amount.one_sided:
        reach = ends[0] + (arrow if amount.high is None else -arrow)
        axes.annotate(
            "", (middle, reach), (middle, ends[0]),
            arrowprops={"arrowstyle": "->", "color": accent, "lw": 1.3, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _label_all(axes: Axes, rows: Sequence[Row], panel: float, top: float, dataset: Dataset) -> None:
    """Each number's words at the right, spread so that none covers another, with a thin line."""
    ordered = sorted(rows, key=lambda row: (_highest(row), -_ends(row)[1]))
    wanted = [(_highest(row) / top + BELOW) / (1 + BELOW) for row in ordered]
    heights = _spread(wanted, LABEL / panel)
    for row, height in zip(ordered, heights, strict=True):
        axes.annotate(
            "", (_ends(row)[1], _highest(row)), (1.02, height), textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": "#aaaaaa", "lw": 0.5, "shrinkB": 3},
        )  # fmt: skip
        _label(axes, (1.03, height), "axes fraction", row, dataset)


def _highest(row: Row) -> float:
    return float(stated_ends(row["amount"])[-1])


def _spread(wanted: Sequence[float], step: float) -> list[float]:
    """Heights at least `step` apart in the same order, within 0 and 1, near those wanted.

    Labels that would overlap form a block, which is set around the middle of what they want.
    """
    blocks: list[list[float]] = []
    for height in wanted:
        blocks.append([height])
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], step):
            last = blocks.pop()
            blocks[-1] += last
    return [_lowest(block, step) + step * i for block in blocks for i in range(len(block))]


def _overlap(below: Sequence[float], above: Sequence[float], step: float) -> bool:
    """Whether two blocks of labels, each at its best height, cover each other."""
    return _lowest(above, step) < _lowest(below, step) + step * len(below)


def _lowest(block: Sequence[float], step: float) -> float:
    """The height of a block's lowest label."""
    length = step * (len(block) - 1)
    lowest = sum(block) / len(block) - length / 2
    return max(step / 2, min(lowest, 1 - step / 2 - length))


def _label(
    axes: Axes, place: tuple[float, float], coords: str | Transform, row: Row, dataset: Dataset
) -> None:
    """The number with its kind, then whose, the day and the source, on two lines."""
    day = cite.date_words(row["as_of"]) or cite.period_words(row["start"], row["end"])
    kind = dataset.label("quantities", row["quantity"])
    people, source = roles.people_words(row, dataset), roles.source_words(row, dataset, 46)
    lines = (
        f"{tables.number_words(row, dataset)} · {kind}",
        " · ".join(part for part in (people, day, source) if part),
    )
    bold = row["role"] == roles.SEED
    for line, up, keys in zip(lines, (4.2, -4.2), (" ".join(row["claims"]), "name"), strict=True):
        width = BOLD_CHARACTERS if bold and up > 0 else CHARACTERS
        axes.annotate(
            textwrap.shorten(line, width, placeholder="…"), place, (0, up), xycoords=coords,
            textcoords="offset points", va="center", fontsize=COLUMN, gid=keys,
            weight="bold" if bold and up > 0 else "normal",
            annotation_clip=False,
        )  # fmt: skip


def _word(axes: Axes, y: int, row: Row, dataset: Dataset) -> None:
    """One magnitude word: its period as a bar, its words at the right."""
    accent = colour(row, dataset)
    axes.plot(_ends(row), [y, y], color=accent, linewidth=6, alpha=0.45, solid_capstyle="butt")
    _label(axes, (1.03, y), axes.get_yaxis_transform(), row, dataset)


def _name_axes(upper: Axes, lower: Axes) -> None:
    upper.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    upper.yaxis.set_major_formatter(FuncFormatter(lambda y, _: tick(y, "persons")))
    upper.set_ylabel("persons", fontsize=7.5)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=6)
    lower.xaxis.set_major_locator(locator)
    lower.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    lower.set_yticks([])
    for axes in (upper, lower):
        axes.tick_params(labelsize=7, length=0)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        sns.despine(ax=axes, left=True, bottom=axes is upper)
    upper.grid(axis="y", color="#dddddd", linewidth=0.6)
    upper.tick_params(axis="x", labelbottom=False)
