"""Frames to Figures, for the page and for print.

A `Chart` is a value: the Figure, its caption, and alt text computed from the same rows.
Charts do no arithmetic; claims share an axis only where the comparability rules let them.
"""

from __future__ import annotations

from analysis.charts.amounts import figures
from analysis.charts.counts import deaths
from analysis.charts.days import by_date
from analysis.charts.dollars import constant
from analysis.charts.figure import ACCENTS, NEUTRAL, Chart, Said, accents, drawing
from analysis.charts.grid import robustness
from analysis.charts.lanes import timeline
from analysis.charts.periods import by_month, by_year

__all__ = [
    "ACCENTS",
    "NEUTRAL",
    "Chart",
    "Said",
    "accents",
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
