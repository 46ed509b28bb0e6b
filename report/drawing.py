"""A chart as it is printed: drawn once, its picture and its words."""

from __future__ import annotations

import io
from dataclasses import dataclass

from analysis import charts
from analysis.charts import Chart
from analysis.errors import DocumentError, Problem


@dataclass(frozen=True)
class Drawing:
    """A chart as the page and the print version take it."""

    key: str
    caption: str
    alt: str
    claims: tuple[str, ...]
    svg: bytes


def drawn(chart: Chart) -> Drawing:
    """A chart's Figure as SVG, which tells neither the day nor the program.

    Raises `DocumentError` for a number in it that no claim explains.
    """
    if chart.untraced:
        raise DocumentError(
            Problem(
                f"chart {chart.key}",
                message="numbers that no claim explains",
                found=", ".join(chart.untraced),
            )
        )
    buffer = io.BytesIO()
    with charts.drawing():
        chart.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return Drawing(chart.key, chart.caption, chart.alt, chart.claims, buffer.getvalue())
