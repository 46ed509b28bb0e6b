"""What every chart is made of: the value `Chart`, its colours and settings, and its tracing.

Charts do no arithmetic.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.charts.lettering import FAMILIES, INK, know_fonts
from analysis.coverage import sides
from analysis.dataset import Dataset
from analysis.titles import Said, Title
from analysis.wording.printed import number_tokens

# One accent for each side, far apart in hue and lightness for colour-blind readers and in print,
# and dark enough for words; neither is taken from a flag.
ACCENTS = ("#7b3f99", "#8a6200", "#26737a")
NEUTRAL = "#4d4d4d"
RULE, BASE = "#dfe4e6", "#7b8489"
Row = Mapping[str, Any]
# Text is text: a dollar sign starts no formula. Shapes in an SVG are named by a fixed salt. Letters
# are as wide in pixels as they are measured.
STYLE: Any = {
    "text.parse_math": False, "svg.hashsalt": "figures", "text.hinting": "none",
    "font.family": FAMILIES, "text.color": INK, "axes.linewidth": 0.6,
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A Figure with its caption, its title and alternative text in pieces, and its claims."""

    key: str
    caption: str
    title: Title
    said: tuple[Said, ...]
    figure: Figure
    claims: tuple[str, ...]

    @property
    def alt(self) -> str:
        """The alternative text: the title, then what is drawn."""
        return "".join(piece.text for piece in (*self.title, Said(". "), *self.said)).strip()

    @property
    def untraced(self) -> list[str]:
        """Numbers in the drawing or its alternative text that no record and no name explains."""
        pieces = (*self.title, *self.said)
        loose = [piece.text for piece in pieces if not piece.keys and not piece.name]
        loose += [text.get_text() for text in drawn_texts(self.figure) if not text.get_gid()]
        return [number for text in loose for number in number_tokens(text)]


def accents(dataset: Dataset) -> dict[str, str]:
    """A colour for each side in their order, as far as there are colours to tell apart."""
    return dict(zip(sides(dataset), ACCENTS, strict=False))


def drawing() -> AbstractContextManager[None]:
    """The settings under which every chart is drawn and saved.

    A letter that the fonts lack is an empty box, of which the check of the dataset warns.
    """
    know_fonts()
    warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font")
    return matplotlib.rc_context(STYLE)


def side(row: Row, dataset: Dataset) -> str:
    """The side of a figure's subject; empty where it has none."""
    return str(dataset.row("actors", row["subject"])["side"]) if row["subject"] else ""


def colour(row: Row, dataset: Dataset) -> str:
    """The accent of the side that a figure is of, or the neutral colour."""
    return accents(dataset).get(side(row, dataset), NEUTRAL)


def unit_of(rows: Sequence[Row]) -> str:
    """The unit of the numbers among these rows."""
    return next(str(row["unit"]) for row in rows if not row["amount"].vague)


def unit_words(unit: str, log: bool = False) -> str:
    """What an axis measures, and that it is logarithmic where it is."""
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
