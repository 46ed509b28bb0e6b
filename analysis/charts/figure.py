"""What every chart is made of: the value `Chart`, its style, and a figure drawn at its place.

Charts do no arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import matplotlib
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from analysis import cite, tables
from analysis.bounds import Amount
from analysis.dataset import Dataset
from analysis.wording.printed import number_tokens

WIDTH = 7.0
LEGEND = 0.3
LOG_FROM = 20
# Size of the words in a column beside a panel.
COLUMN = 6.5
# One accent for each side, far apart in hue and lightness for colour-blind readers and in print;
# neither is taken from a flag.
ACCENTS = ("#7b3f99", "#b07d12", "#2f7f86")
NEUTRAL = "#4d4d4d"
Row = Mapping[str, Any]
# Text is text: a dollar sign starts no formula. Shapes in an SVG are named by a fixed salt.
STYLE = {**sns.axes_style("white"), "text.parse_math": False, "svg.hashsalt": "figures"}


@dataclass(frozen=True)
class Said:
    """A piece of an alternative text: words, a name, or a number with the records behind it."""

    text: str
    keys: tuple[str, ...] = ()
    name: bool = False


@dataclass(frozen=True)
class Chart:
    """A Figure with its caption, its alternative text in pieces, and the claims drawn in it."""

    key: str
    caption: str
    said: tuple[Said, ...]
    figure: Figure
    claims: tuple[str, ...]

    @property
    def alt(self) -> str:
        """The alternative text."""
        return "".join(piece.text for piece in self.said).strip()

    @property
    def untraced(self) -> list[str]:
        """Numbers in the drawing or its alternative text that no record and no name explains."""
        loose = [piece.text for piece in self.said if not piece.keys and not piece.name]
        loose += [text.get_text() for text in drawn_texts(self.figure) if not text.get_gid()]
        return [number for text in loose for number in number_tokens(text)]


def accents(dataset: Dataset) -> dict[str, str]:
    """A colour for each side, in the alphabetical order of their labels."""
    sides = sorted(set(dataset.actors["side"]) - {""}, key=lambda s: dataset.label("actors", s))
    return dict(zip(sides, ACCENTS, strict=False))


def drawing() -> AbstractContextManager[None]:
    """The settings under which every chart is drawn and saved."""
    return matplotlib.rc_context(STYLE)


def legend_of(figure: Figure, marks: Sequence[Artist]) -> None:
    """The marks with their names at the top, three in a line."""
    legend = figure.legend(
        handles=marks, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, fontsize=7.5,
        frameon=False, markerscale=0.8, borderaxespad=0.2, handletextpad=0.5, columnspacing=1.4,
        handlelength=1.3,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_gid("name")


def legend_height(marks: int) -> float:
    """The height in inches that a legend of so many marks takes."""
    return LEGEND + 0.17 * max(0, -(-marks // 3) - 1)


def heading(axes: Axes, y: int, words: str, left: float) -> None:
    """A heading among the rows of a panel, `left` inches to the left of it."""
    width = axes.get_position().width * WIDTH
    axes.text(
        -left / width, y, words, transform=axes.get_yaxis_transform(), va="center",
        fontsize=8.5, weight="bold", gid="name",
    )  # fmt: skip


def name_row(axes: Axes, y: int, lines: Sequence[str], bold: bool) -> None:
    """Name a row of a panel at its left, in two lines, the first in bold where it is marked so."""
    for line, up in zip(lines, (4.2, -4.2), strict=True):
        axes.annotate(
            line, (0, y), (-5, up), xycoords=axes.get_yaxis_transform(), va="center", ha="right",
            textcoords="offset points", fontsize=COLUMN, gid="name", annotation_clip=False,
            weight="bold" if bold and up > 0 else "normal",
        )  # fmt: skip


def side(row: Row, dataset: Dataset) -> str:
    """The side of a figure's subject; empty where it has none."""
    return str(dataset.row("actors", row["subject"])["side"]) if row["subject"] else ""


def colour(row: Row, dataset: Dataset) -> str:
    """The accent of the side that a figure is of, or the neutral colour."""
    return accents(dataset).get(side(row, dataset), NEUTRAL)


@dataclass(frozen=True)
class Scale:
    """An axis of amounts: its lower and upper limit, and whether it is logarithmic.

    Ticks beyond `named` stand in the room for words and bear no number.
    """

    low: float
    high: float
    log: bool
    named: float = math.inf

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Scale:
        """The scale that holds every stated end, logarithmic where they are positive and wide."""
        ends = [float(end) for row in rows for end in stated_ends(row["amount"])]
        smallest = min((end for end in ends if end > 0), default=1.0)
        largest = max(ends, default=1.0) or 1.0
        if min(ends, default=0) > 0 and largest / smallest >= LOG_FROM:
            return cls(smallest / 4, largest * 10, True)
        return cls(0.0, largest * 1.45, False)

    @classmethod
    def logarithmic(cls, rows: Sequence[Row], room: float) -> Scale:
        """A logarithmic scale for every positive end; zero has no place on it.

        `room` is what is left free at the right, as a share of the rest.
        """
        ends = [float(end) for row in rows for end in stated_ends(row["amount"]) if end > 0]
        low, high = min(ends, default=1.0) / 2, max(ends, default=1.0)
        return cls(low, high * (high / low) ** room, True, high * 10)

    def apply(self, axes: Axes, unit: str) -> None:
        """Set the limits and ticks of an axis of this unit."""
        if self.log:
            axes.set_xscale("log")
            axes.xaxis.set_major_locator(LogLocator(base=10))
            axes.xaxis.set_minor_locator(NullLocator())
        else:
            whole = self.high >= 5 * 1.45
            axes.xaxis.set_major_locator(MaxNLocator(5, integer=whole))
        axes.set_xlim(self.low, self.high)
        axes.xaxis.set_major_formatter(FuncFormatter(self._tick(unit)))

    def _tick(self, unit: str) -> Callable[[float, int], str]:
        return lambda x, _: tick(x, unit) if x <= self.named else ""

    def reach(self, end: float, amount: Amount) -> float:
        """How far the arrow of a one-sided bound goes; its length says nothing."""
        if self.log:
            step = float((self.high / self.low) ** 0.06)
            return end * step if amount.high is None else end / step
        step = (self.high - self.low) * 0.06
        return end + step if amount.high is None else max(self.low, end - step)


def scale(axes: Axes, rows: Sequence[Row]) -> Scale:
    """Set the scale of a panel's axis to hold these rows."""
    made = Scale.of(rows)
    made.apply(axes, unit_of(rows))
    return made


def mark(
    axes: Axes,
    y: int,
    row: Row,
    colour: str,
    scale: Scale,
    dataset: Dataset,
    shape: str = "o",
    *,
    column: bool = False,
) -> None:
    """Draw one figure: a point, an interval, an arrow into the open end, or its words.

    A magnitude word stands at the left without a mark, and so does zero on a logarithmic axis.
    `column` sets the words to the right of the panel.
    """
    amount: Amount = row["amount"]
    if column:
        _note(axes, scale.high, y, row, dataset, 4, "#222222", COLUMN)
    ends = [float(end) for end in stated_ends(amount)]
    if not ends or (scale.log and max(ends) <= 0):
        if not column:
            _note(axes, scale.low, y, row, dataset, 4, colour)
        return
    ends = [max(end, scale.low) for end in ends]
    if len(ends) == 2 and ends[0] != ends[1]:
        axes.plot(ends, [y, y], color=colour, linewidth=2.4, solid_capstyle="butt")
    elif amount.one_sided:
        axes.annotate(
            "", (scale.reach(ends[0], amount), y), (ends[0], y),
            arrowprops={"arrowstyle": "->", "color": colour, "lw": 1.4, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
    for end in dict.fromkeys(ends):
        point(axes, end, y, row, colour, shape)
    if not column:
        right = max([*ends, scale.reach(ends[0], amount)] if amount.one_sided else ends)
        _note(axes, right, y, row, dataset, 6, "#222222")


def point(axes: Axes, x: float, y: float, row: Row, colour: str, shape: str = "o") -> None:
    """One point, hollow where the words are approximate or leave the figure itself out."""
    amount: Amount = row["amount"]
    hollow = amount.about or (amount.one_sided and (amount.low_open or amount.high_open))
    axes.plot(
        [x], [y], shape, markersize=5, markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour, markeredgewidth=1.3, clip_on=False, zorder=3,
    )  # fmt: skip


def _note(
    axes: Axes,
    x: float,
    y: int,
    row: Row,
    dataset: Dataset,
    right: int,
    colour: str,
    size: float = 7.5,
) -> None:
    """A figure in words beside its place, keyed with the claims behind it."""
    axes.annotate(
        tables.number_words(row, dataset), (x, y), (right, 0), textcoords="offset points",
        va="center", fontsize=size, style="italic" if row["amount"].vague else "normal",
        color=colour, gid=" ".join(row["claims"]),
    )  # fmt: skip


def stated_ends(amount: Amount) -> list[Decimal]:
    """The ends that the words set, lowest first; none for a magnitude word."""
    return [end for end in (amount.low, amount.high) if end is not None]


def unit_of(rows: Sequence[Row]) -> str:
    """The unit of the numbers among these rows."""
    return next(str(row["unit"]) for row in rows if not row["amount"].vague)


def tick(number: float, unit: str) -> str:
    """The label of a tick."""
    return (
        cite.figure(Decimal(str(float(number))).normalize(), unit)
        if unit.isupper()
        else f"{number:,.10g}"
    )


def axis_words(rows: Sequence[Row], log: bool) -> str:
    """What an axis measures, and that it is logarithmic where it is."""
    unit = unit_of(rows)
    words = UNIT_WORDS.get(unit, unit)
    return f"{words}, logarithmic scale" if log else words


UNIT_WORDS = {
    "USD": "US dollars, nominal",
    "persons": "persons",
    "percent": "per cent",
    "item": "number",
    "metre": "metres",
    "ratio": "times the other",
}


def drawn_texts(figure: Figure) -> Iterator[Text]:
    """Every text of a figure that is not the label of a tick."""
    axes = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    ticks = {id(text) for axis in axes for text in axis.findobj(Text)}
    labels = {id(axis.label) for axis in axes}
    for text in figure.findobj(Text):
        if id(text) not in ticks or id(text) in labels:
            yield text
