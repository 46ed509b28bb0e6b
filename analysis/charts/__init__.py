"""Frames to Figures, for the page and for print.

A `Chart` is a value: the Figure, its caption, and alt text computed from the same rows.
Charts do no arithmetic; claims share an axis only where the comparability rules let them.
"""

from __future__ import annotations

from analysis.charts.amounts import figures
from analysis.charts.figure import Chart, Said, accents, drawing
from analysis.charts.grid import robustness
from analysis.charts.lanes import timeline

__all__ = ["Chart", "Said", "accents", "drawing", "figures", "robustness", "timeline"]
