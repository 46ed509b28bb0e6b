"""How a chart names a claim and its source, and tells articles' claims from reference claims."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from matplotlib.lines import Line2D

from analysis import tables
from analysis.charts.figure import NEUTRAL, Row, Said, accents, side
from analysis.dataset import Dataset
from analysis.dates import Day

SEED = "seed"
# Shape tells the kinds of count apart, without colour; an article's claim has a shape of its own.
SEED_SHAPE = "D"
SHAPES = ("o", "^", "s", "v", "P", "X", "p", "h")
SOURCE_CHARACTERS = 44


def shapes(rows: Sequence[Row], dataset: Dataset) -> dict[str, str]:
    """A shape for each quantity of the reference claims, in the order of the quantities' table."""
    drawn = {row["quantity"] for row in rows if row["role"] != SEED}
    kinds = [key for key in dataset.quantities["quantity"] if key in drawn]
    return {key: SHAPES[i % len(SHAPES)] for i, key in enumerate(kinds)}


def shape(row: Row, kinds: Mapping[str, str]) -> str:
    """The shape of one claim."""
    return SEED_SHAPE if row["role"] == SEED else kinds[row["quantity"]]


def kind_marks(rows: Sequence[Row], kinds: Mapping[str, str], dataset: Dataset) -> list[Line2D]:
    """Entries of a legend: what each shape that is drawn stands for."""
    named = {"claim of an article": SEED_SHAPE} if any(r["role"] == SEED for r in rows) else {}
    drawn = {row["quantity"] for row in rows if row["role"] != SEED}
    for kind, of_kind in kinds.items():
        if kind in drawn:
            named[f"reference: {dataset.label('quantities', kind).lower()}"] = of_kind
    return [_entry(name, NEUTRAL, marker=shape) for name, shape in named.items()]


def role_marks(rows: Sequence[Row]) -> list[Line2D]:
    """Entries of a legend: an article's claims and reference claims, where shapes tell no more."""
    named = {"claim of an article": SEED_SHAPE, "reference claim": SHAPES[0]}
    seeds = {row["role"] == SEED for row in rows}
    return [
        _entry(name, NEUTRAL, marker=shape)
        for name, shape in named.items()
        if (shape == SEED_SHAPE) in seeds
    ]


def side_marks(rows: Sequence[Row], dataset: Dataset) -> list[Line2D]:
    """Entries of a legend: the colour of each side that is drawn, as a short line."""
    drawn = {side(row, dataset) for row in rows}
    colours = accents(dataset)
    entries = [_line(dataset.label("actors", s), c) for s, c in colours.items() if s in drawn]
    other = [_line("side not said, several or another", NEUTRAL)] if "" in drawn else []
    return entries + other


def _entry(name: str, colour: str, marker: str) -> Line2D:
    return Line2D([], [], color=colour, marker=marker, linestyle="", markersize=6, label=name)


def _line(name: str, colour: str) -> Line2D:
    return Line2D([], [], color=colour, linewidth=4, solid_capstyle="butt", label=name)


def source_words(row: Row, dataset: Dataset, width: int = SOURCE_CHARACTERS) -> str:
    """An article by its short title, another work by its author or publication and year."""
    source = dataset.sources[row["sources"][0]]
    if row["role"] == SEED:
        return textwrap.shorten(f"Article: {source.short_title}", width, placeholder="…")
    name = next(iter(source.authors), "") or source.container or source.short_title
    year = f" {Day.parse(source.issued).first.year}" if source.issued else ""
    return textwrap.shorten(name, width, placeholder="…") + year


def counted_words(row: Row, dataset: Dataset) -> str:
    """Whose figure the source says it is, in words; empty where it does not say."""
    claimant = dataset.row("claims", row["claims"][0])["claimant"]
    return f"figure of {dataset.label('actors', claimant)}" if claimant else ""


def people_words(row: Row, dataset: Dataset) -> str:
    """Whose people, and which."""
    return tables.whom_words(row, dataset).replace(tables.NOT_SAID, "whose not said")


def said(row: Row, named: str, dataset: Dataset) -> Iterator[Said]:
    """A claim in an alternative text: what it is of, its figure, its source and counter."""
    counted = counted_words(row, dataset)
    yield Said(f"{named}: ", name=True)
    yield Said(tables.number_words(row, dataset), row["claims"])
    source = source_words(row, dataset, 200)
    yield Said(f" ({source}{f', {counted}' if counted else ''}). ", name=True)
