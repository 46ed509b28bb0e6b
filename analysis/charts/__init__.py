"""Frames to Figures, for the page and for print.

A `Chart` is a value: the Figure, its caption, and title and alt text computed from the same rows.
What computes a title is given to each, and asked once for each sheet with the rows on it.
Charts do no arithmetic; claims share an axis only where the comparability rules let them.
"""

from __future__ import annotations

from analysis.charts.amounts import figures
from analysis.charts.counts import by_date, deaths
from analysis.charts.dollars import constant
from analysis.charts.figure import Chart, drawing
from analysis.charts.grid import robustness
from analysis.charts.lanes import timeline
from analysis.charts.months import by_month
from analysis.charts.years import by_year

__all__ = [
    "Chart",
    "by_date",
    "by_month",
    "by_year",
    "constant",
    "deaths",
    "drawing",
    "figures",
    "robustness",
    "timeline",
]
