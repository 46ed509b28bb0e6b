"""Rows of a panel: grouped under headings, named at the left in lines, and parted into sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.figure import Row
from analysis.charts.lettering import (
    HEADING,
    LABEL,
    STRONG,
    Line,
    Run,
    height,
    wrapped,
    write,
)
from analysis.charts.sheet import EDGE, WIDTH, axes_at

GAP, ABOVE = 0.055, 0.06
# Beneath a panel, for the labels of its ticks.
FOOT = 0.2
# Between names and panel.
GUTTER = 0.12
Names = Callable[[Row], Sequence[Iterable[Run]]]


@dataclass(frozen=True)
class Entry:
    """A row of a panel with its names in lines, or a heading, which has no figure."""

    lines: tuple[Line, ...]
    row: Row | None = None

    @property
    def height(self) -> float:
        """Inches that it takes."""
        if self.row is None:
            return ABOVE + height(HEADING) * len(self.lines)
        return GAP + height(LABEL) * len(self.lines)


def grouped(
    rows: Sequence[Row], group: Callable[[Row], str], names: Names, room: float
) -> list[list[Entry]]:
    """Rows by group, in the order in which groups appear, each group after its heading.

    `names` gives the parts of a row's name; each part begins a line.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    made = []
    for name, members in groups.items():
        lines = wrapped(
            [Run(name[:1].upper() + name[1:], weight=STRONG)], WIDTH - 2 * EDGE, HEADING
        )
        entries = [Entry(_lines(names(row), room), row) for row in members]
        made.append([Entry(lines), *entries])
    return made


def _lines(parts: Sequence[Iterable[Run]], room: float) -> tuple[Line, ...]:
    return tuple(line for part in parts for line in wrapped(part, room, LABEL))


def high(entries: Sequence[Entry]) -> float:
    """The height of entries in inches."""
    return sum(entry.height for entry in entries)


def sheets(groups: Sequence[Sequence[Entry]], room: float) -> Iterator[list[Entry]]:
    """Groups as they fit into `room` inches: whole where they fit, else parted, headed again."""
    made: list[Entry] = []
    for group in groups:
        if made and high(made) + high(group) > room:
            yield made
            made = []
        for entry in group:
            if len(made) > 1 and high(made) + entry.height > room:
                yield made
                made = [group[0]]
            made.append(entry)
    if made:
        yield made


def rows_of(entries: Sequence[Entry]) -> list[Row]:
    """The rows, without headings."""
    return [entry.row for entry in entries if entry.row is not None]


def places(entries: Sequence[Entry]) -> list[tuple[float, Entry]]:
    """The middle of each entry in inches from the top of the panel."""
    bottoms = accumulate(entry.height for entry in entries)
    return [
        (bottom - entry.height / 2, entry) for bottom, entry in zip(bottoms, entries, strict=True)
    ]


def name(figure: Figure, entries: Sequence[Entry], bottom: float) -> None:
    """Write headings and names of rows at the left edge, above `bottom`."""
    top = bottom + high(entries)
    for middle, entry in places(entries):
        size = HEADING if entry.row is None else LABEL
        first = top - middle + height(size) * (len(entry.lines) - 1) / 2
        first -= ABOVE / 2 if entry.row is None else 0
        for number, line in enumerate(entry.lines):
            y = first - height(size) * number
            write(figure, EDGE, y, line, size, ground=entry.row is None)


def panel(
    figure: Figure, entries: Sequence[Entry], left: float, wide: float, bottom: float
) -> Axes:
    """Axes beside the names, as high as the entries; its y is inches from the top."""
    axes = axes_at(figure, left, bottom, wide, high(entries))
    axes.set_ylim(high(entries), 0)
    return axes
