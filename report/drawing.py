"""A chart as files, drawn once, with title, sources and method inside; and as Markdown."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from xml.sax.saxutils import escape

from analysis import charts, cite
from analysis.changes import edition_words
from analysis.charts import Chart
from analysis.dataset import Dataset
from analysis.errors import DocumentError, Problem
from report import bibliography, foot
from report.builtin.pictures import address
from report.svg import compact, on_page

RESOLUTION = 200  # points to the inch, at the width that a chart has in print
SIZE = re.compile(rb'<svg [^>]*viewBox="0 0 ([0-9. ]+)"')
# A drawing of few colours is no smaller for more work.
QUICK: Mapping[str, Any] = {"png": {"pil_kwargs": {"compress_level": 3}}}


@dataclass(frozen=True)
class Drawing:
    """A chart as the page, the print version and the downloads take it; `save` gives its files."""

    key: str
    caption: str
    alt: str
    claims: tuple[str, ...]
    save: Callable[[str], bytes] = field(compare=False, repr=False)

    @cached_property
    def svg(self) -> bytes:
        """For the page and the print version, and for whoever takes the chart elsewhere."""
        return self.save("svg")

    @property
    def shape(self) -> str:
        """Width to height of the drawing, as CSS says it."""
        return " / ".join(SIZE.findall(self.svg)[0].decode().split())

    @cached_property
    def png(self) -> bytes:
        """For programs that take no SVG."""
        return self.save("png")


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
    told = {
        "Title": chart.caption,
        "Description": f"{chart.alt} {method}",
        "Source": sources(dataset, chart.claims),
    }
    save = partial(_saved, chart, told, bibliography.rights(dataset))
    return Drawing(chart.key, chart.caption, chart.alt, chart.claims, save)


def image(chart: Drawing) -> str:
    """A chart as a Markdown image with its drawing inside, captioned, labelled and keyed.

    The page keeps its room and draws it when it comes near.
    """
    alt = cite.plain(chart.alt)
    picture = f"![{chart.caption}]({address(lambda: on_page(chart.svg))})"
    label = f'{{#fig-{chart.key} fig-alt="{alt}" loading="lazy"}}'
    keys = f'claims="{" ".join(chart.claims)}" alt-key="{cite.alt_key(chart.alt)}"'
    # Of the picture itself, Quarto would give the style to the figure with its caption.
    return f'::: {{.chart {keys} style="--shape: {chart.shape}"}}\n{picture}{label}\n:::\n'


def sources(dataset: Dataset, ids: Iterable[str]) -> str:
    """The works that state these claims or happenings, each cited once, after the dataset.

    A chart is kept while its own rows stay: what it says of the edition holds for later states.
    """
    keys = foot.stating(ids, dataset)
    works = "; ".join(bibliography.cited(dataset.sources[key]) for key in keys)
    return f"{dataset.title}, {edition_words(dataset)} or a later state. Works: {works}"


def _saved(chart: Chart, told: Mapping[str, str], rights: str, kind: str) -> bytes:
    """The chart as a file of a kind, `svg` or `png`."""
    if kind == "png":
        return _file(chart, kind, {**told, "Copyright": rights, "Software": None})
    svg = _file(chart, kind, {**told, "Rights": rights, "Date": None, "Creator": None})
    return compact(_described(svg, chart))


def _file(chart: Chart, kind: str, metadata: Mapping[str, str | None]) -> bytes:
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
