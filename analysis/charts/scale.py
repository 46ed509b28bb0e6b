"""Axes of amounts: which numbers have a tick, and labels that do not run into each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator, NullLocator

from analysis import cite
from analysis.charts.figure import BASE, RULE, Row, unit_of
from analysis.charts.lettering import SMALL, width
from analysis.charts.sheet import width_of

LOG_FROM = 20
# Units of which there is no half.
WHOLE = ("persons", "item")
BETWEEN = 0.09


@dataclass(frozen=True)
class Scale:
    """An axis from its first tick to its last, and whether it is logarithmic."""

    ticks: tuple[float, ...]
    log: bool
    unit: str

    @property
    def low(self) -> float:
        """Where the axis begins."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """Where the axis ends."""
        return self.ticks[-1]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Scale:
        """The scale that holds every stated end, logarithmic where they are positive and wide."""
        ends = ends_of(rows)
        wide = min(ends) > 0 and max(ends) / min(ends) >= LOG_FROM
        return cls.logarithmic(rows) if wide else cls.linear(rows)

    @classmethod
    def linear(cls, rows: Sequence[Row]) -> Scale:
        """A scale from zero."""
        unit, largest = unit_of(rows), max(ends_of(rows)) or 1.0
        made = MaxNLocator(4, integer=unit in WHOLE, steps=[1, 2, 2.5, 5, 10])
        ticks = [float(tick) for tick in made.tick_values(0, largest * 1.08) if tick >= 0]
        return cls(tuple(ticks), False, unit)

    @classmethod
    def logarithmic(cls, rows: Sequence[Row]) -> Scale:
        """A scale of powers of ten around every positive end; zero has no place on it."""
        ends = [end for end in ends_of(rows) if end > 0] or [1.0]
        first, last = math.floor(math.log10(min(ends) / 2)), math.ceil(math.log10(max(ends) * 1.5))
        ticks = [float(Decimal(10) ** power) for power in range(first, last + 1)]
        return cls(tuple(ticks), True, unit_of(rows))

    def apply(self, axes: Axes, vertical: bool = False) -> None:
        """Set limits, ticks and rules of an axis."""
        axis: Axis = axes.yaxis if vertical else axes.xaxis
        if self.log:
            axes.set_xscale("log")
            axis.set_minor_locator(NullLocator())
        (axes.set_ylim if vertical else axes.set_xlim)(self.low, self.high)
        wide = math.inf if vertical else width_of(axes)
        axis.set_major_locator(FixedLocator(self.ticks))
        axis.set_major_formatter(FixedFormatter(self._labels(wide)))
        axis.grid(True, color=RULE, linewidth=0.6, clip_on=False)
        if not self.log:
            line = axes.axhline if vertical else axes.axvline
            line(self.low, color=BASE, linewidth=0.8, zorder=2, clip_on=False)

    def _labels(self, wide: float) -> list[str]:
        """A label at each tick, or at each second or further one, as there is room."""
        every = [tick(number, self.unit) for number in self.ticks]
        step = wide / max(len(every) - 1, 1)
        longest = max(width(label, SMALL) for label in every) + BETWEEN
        skip = max(1, math.ceil(longest / step))
        return [label if i % skip == 0 else "" for i, label in enumerate(every)]

    def beyond(self, end: float, share: float) -> float:
        """Where one is at a share of the axis to the right of a number, or at its begin."""
        if self.log:
            return max(self.low, end * float((self.high / self.low) ** share))
        return max(self.low, end + (self.high - self.low) * share)


def ends_of(rows: Sequence[Row]) -> list[float]:
    """Every stated end of these rows."""
    return [float(end) for row in rows for end in row["amount"].ends]


def tick(number: float, unit: str) -> str:
    """The label of a tick."""
    return (
        cite.figure(Decimal(str(float(number))).normalize(), unit)
        if unit.isupper()
        else f"{number:,.10g}"
    )
