"""A sheet: the Figure of a chart with its head, and axes placed on it in inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.figure import NEUTRAL
from analysis.charts.lettering import (
    QUIET,
    SMALL,
    STRONG,
    TITLE,
    UNIT,
    Line,
    Run,
    balanced,
    height,
    width,
    write,
)
from analysis.titles import Said, Title

# The width of the text on a printed page, so that a size here is the size in print.
WIDTH = 6.69
# The most that fits on a printed page with its caption and sources.
HIGHEST = 8.5
EDGE = 0.04
SAMPLE, APART = 0.2, 0.22


@dataclass(frozen=True)
class Key:
    """What a mark or a colour stands for: a shape, or a short line where there is none."""

    words: str
    colour: str = NEUTRAL
    shape: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class Head:
    """What stands above the panels: the title, the unit beneath it, and what the marks mean."""

    title: Title
    unit: str = ""
    keys: Sequence[Key] = ()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The title in lines, each number with the records behind it."""
        runs = [Run(piece.text, gid_of(piece), weight=STRONG) for piece in self.title]
        return balanced(runs, WIDTH - 2 * EDGE, TITLE)

    @property
    def height(self) -> float:
        """Inches that it takes."""
        small = height(UNIT) * 1.15 * (bool(self.unit) + len(self._key_lines))
        return EDGE + height(TITLE) * len(self.lines) + small + 0.1

    @property
    def _key_lines(self) -> list[list[Key]]:
        lines: list[list[Key]] = []
        left = 0.0
        for key in self.keys:
            wide = SAMPLE + width(key.words, UNIT) + APART
            if not lines or left + wide - APART > WIDTH - 2 * EDGE:
                lines.append([])
                left = 0.0
            lines[-1].append(key)
            left += wide
        return lines

    def write(self, figure: Figure) -> None:
        """Write it at the top of a Figure."""
        top = figure.get_figheight() - EDGE
        for line in self.lines:
            write(figure, EDGE, top - height(TITLE) / 2, line, TITLE)
            top -= height(TITLE)
        if self.unit:
            top -= height(UNIT) * 1.15
            write(figure, EDGE, top + height(UNIT) / 2, [Run(self.unit, colour=QUIET)], UNIT)
        for keys in self._key_lines:
            top -= height(UNIT) * 1.15
            _write_keys(figure, keys, top + height(UNIT) / 2)


def gid_of(piece: Said) -> str | None:
    """The key of a text in a drawing: the records behind its numbers, or that it is a name."""
    return " ".join(piece.keys) or ("name" if piece.name else None)


def _write_keys(figure: Figure, keys: Sequence[Key], y: float) -> None:
    wide, high = figure.get_size_inches()
    x = EDGE
    for key in keys:
        middle = x + SAMPLE * 0.35
        ends = (middle,) if key.shape else (x, x + SAMPLE * 0.7)
        figure.add_artist(
            Line2D(
                [end / wide for end in ends], [y / high] * len(ends), color=key.colour, linewidth=3,
                marker=key.shape, markersize=5, markeredgewidth=1.2, solid_capstyle="butt",
                markerfacecolor="white" if key.hollow else key.colour,
            )
        )  # fmt: skip
        x = write(figure, x + SAMPLE, y, [Run(key.words)], UNIT) + APART


def sheet(head: Head, body: float) -> Figure:
    """A Figure with its head, and `body` inches beneath it."""
    figure = Figure(figsize=(WIDTH, head.height + body))
    head.write(figure)
    return figure


def axes_at(figure: Figure, left: float, bottom: float, wide: float, high: float) -> Axes:
    """Axes on a Figure, in inches from its lower left corner, without a frame or ticks."""
    whole, height = figure.get_size_inches()
    axes = figure.add_axes((left / whole, bottom / height, wide / whole, high / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=3, labelsize=SMALL, labelcolor=QUIET)
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)
    axes.set_yticks([])
    return axes


def width_of(axes: Axes) -> float:
    """The width of axes in inches, on a sheet."""
    return float(axes.get_position().width) * WIDTH


def height_of(axes: Axes) -> float:
    """The height of axes in inches, on a sheet."""
    return float(axes.bbox.height / axes.figure.dpi)
