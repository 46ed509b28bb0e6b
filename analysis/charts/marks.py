"""A figure drawn at its place: a point, an interval, an arrow into an open end, or its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from matplotlib.axes import Axes

from analysis import tables
from analysis.bounds import Amount
from analysis.charts.figure import Row
from analysis.charts.lettering import GROUND, INK, LABEL, PLAIN, QUIET, RISE, width
from analysis.charts.scale import Scale
from analysis.charts.sheet import height_of, width_of
from analysis.dataset import Dataset

# How long an arrow is, and what stands beside the words of a figure, in inches.
ARROW, BESIDE = 0.18, 0.3
# Rules are beneath the white ground of words, and that beneath the marks.
WORDS, MARKS = 1.5, 3
Place = TypeVar("Place")


def room(rows: Sequence[Row], dataset: Dataset) -> float:
    """Inches that the words of the numbers among these rows take at the right of a panel."""
    numbers = [tables.number_words(row, dataset) for row in rows if not row["amount"].vague]
    return BESIDE + max(width(number, LABEL) for number in numbers)


def mark(
    axes: Axes,
    y: float,
    row: Row,
    colour: str,
    scale: Scale,
    dataset: Dataset,
    shape: str = "o",
    *,
    column: bool = False,
) -> None:
    """Draw one figure with its words to the right.

    A magnitude word stands at the left without a mark, and so does zero on a logarithmic axis.
    `column` sets the words to the right of the panel.
    """
    reach = shape_of(axes, y, row, colour, scale, shape)
    if column:
        note(axes, scale.high, y, row, dataset, 7)
    elif not reach:
        note(axes, scale.low, y, row, dataset, 7)
    else:
        note(axes, max(reach), y, row, dataset, 6)


def shape_of(
    axes: Axes,
    at: float,
    row: Row,
    colour: str,
    scale: Scale,
    shape: str = "o",
    *,
    upright: bool = False,
) -> list[float]:
    """Draw one figure without its words, at a place across its scale; gives how far it reaches.

    `upright` is for a vertical scale. Nothing is drawn where the figure has no place on it.
    """
    amount: Amount = row["amount"]
    ends = [float(end) for end in amount.ends]
    if not ends or (scale.log and max(ends) <= 0):
        return []
    ends = [max(end, scale.low) for end in ends]
    if len(ends) == 2 and ends[0] != ends[1]:
        line = _turned(ends, [at, at], upright)
        axes.plot(*line, color=colour, linewidth=2.2, solid_capstyle="butt", zorder=MARKS)
    reach = [_reach(axes, ends[0], amount, scale, upright)] if amount.one_sided else []
    for end in reach:
        axes.annotate(
            "", _turned(end, at, upright), _turned(ends[0], at, upright), annotation_clip=False,
            zorder=MARKS,
            arrowprops={"arrowstyle": "->", "color": colour, "lw": 1.3, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
    best = amount.best
    if best is not None:
        axes.plot(*_turned(ends, [at, at], upright), "_" if upright else "|", color=colour,
                  markersize=7, markeredgewidth=1.2, zorder=MARKS)  # fmt: skip
    for end in dict.fromkeys(ends if best is None else [float(best)]):
        point(axes, *_turned(end, at, upright), row, colour, shape)
    return [*ends, *reach]


def _turned(along: Place, across: Place, upright: bool) -> tuple[Place, Place]:
    """A place along a scale and across it, as x and y."""
    return (across, along) if upright else (along, across)


def _reach(axes: Axes, end: float, amount: Amount, scale: Scale, upright: bool) -> float:
    """Where the arrow of a one-sided bound ends; its length says nothing."""
    share = ARROW / (height_of(axes) if upright else width_of(axes))
    return scale.beyond(end, share if amount.high is None else -share)


def exact(row: Row) -> bool:
    """Whether a figure is one number without a word that widens it."""
    amount: Amount = row["amount"]
    return amount.point is not None and not amount.about


def point(axes: Axes, x: float, y: float, row: Row, colour: str, shape: str = "o") -> None:
    """One point, hollow where the words are approximate or leave the figure itself out."""
    amount: Amount = row["amount"]
    hollow = amount.about or (amount.one_sided and (amount.low_open or amount.high_open))
    axes.plot(
        [x], [y], shape, markersize=5, markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour, markeredgewidth=1.2, clip_on=False, zorder=MARKS,
    )  # fmt: skip


def note(axes: Axes, x: float, y: float, row: Row, dataset: Dataset, right: float) -> None:
    """A figure in words beside its place, keyed with the claims behind it; italic for no number."""
    vague = row["amount"].vague
    words(
        axes, tables.number_words(row, dataset), (x, y), (right, 0), " ".join(row["claims"]),
        colour=QUIET if vague else INK, italic=vague,
    )  # fmt: skip


def words(
    axes: Axes,
    text: str,
    place: tuple[float, float],
    offset: tuple[float, float],
    gid: str,
    *,
    colour: str = INK,
    italic: bool = False,
    align: str = "left",
    weight: int = PLAIN,
) -> None:
    """Words beside a place, on a white ground that keeps rules away from them."""
    axes.annotate(
        text, place, (offset[0], offset[1] - RISE * LABEL), textcoords="offset points",
        va="baseline", ha=align, fontsize=LABEL, style="italic" if italic else "normal",
        color=colour, gid=gid, weight=weight, zorder=WORDS, annotation_clip=False, bbox=GROUND,
    )  # fmt: skip
