"""A chart as files: drawn once, with its title, sources and method inside each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from analysis import charts
from analysis.charts import Chart
from analysis.dataset import Dataset
from analysis.errors import DocumentError, Problem
from report import bibliography, foot
from report.svg import compact

RESOLUTION = 200  # points to the inch, at the width that a chart has in print
# A drawing of few colours is no smaller for more work.
QUICK: Mapping[str, Any] = {"png": {"pil_kwargs": {"compress_level": 3}}}


@dataclass(frozen=True)
class Drawing:
    """A chart as the page, the print version and the downloads take it."""

    key: str
    caption: str
    alt: str
    claims: tuple[str, ...]
    svg: bytes
    png: bytes


def drawn(chart: Chart, method: str, dataset: Dataset) -> Drawing:
    """A chart's Figure as SVG and PNG; neither tells the day or the program.

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
    title, description = chart.caption, f"{chart.alt} {method}"
    source = sources(dataset, chart.claims)
    rights = bibliography.rights(dataset)
    svg = _saved(
        chart, "svg", Title=title, Description=description, Source=source, Rights=rights,
        Date=None, Creator=None,
    )  # fmt: skip
    png = _saved(
        chart, "png", Title=title, Description=description, Source=source, Copyright=rights,
        Software=None,
    )  # fmt: skip
    small = compact(_described(svg, chart))
    return Drawing(chart.key, chart.caption, chart.alt, chart.claims, small, png)


def sources(dataset: Dataset, ids: Iterable[str]) -> str:
    """The works that state these claims or happenings, each cited once, after the dataset."""
    keys = foot.stating(ids, dataset)
    works = "; ".join(bibliography.cited(dataset.sources[key]) for key in keys)
    return f"{bibliography.edition(dataset)} Works: {works}"


def _saved(chart: Chart, kind: str, **metadata: str | None) -> bytes:
    buffer = io.BytesIO()
    with charts.drawing():
        chart.figure.savefig(
            buffer, format=kind, dpi=RESOLUTION, metadata=metadata, **QUICK.get(kind, {})
        )
    return buffer.getvalue()


def _described(svg: bytes, chart: Chart) -> bytes:
    """The alternative text where a program that reads pictures aloud looks for it."""
    told = f"</title>\n <desc>{escape(chart.alt)}</desc>"
    return svg.replace(b"</title>", told.encode("utf-8"), 1)
