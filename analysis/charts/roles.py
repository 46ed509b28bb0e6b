"""How a chart names a claim and its source, and tells articles' claims from reference claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis import cite, tables
from analysis.charts.figure import NEUTRAL, Row, accents, colour, side
from analysis.charts.lettering import QUIET, STRONG, Run
from analysis.charts.sheet import Key
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.titles import Said

SEED = "seed"
# Shape tells the kinds of count apart, without colour; an article's claim has a shape of its own.
SEED_SHAPE = "D"
SHAPES = ("o", "^", "s", "v", "P", "X", "p", "h")
# So many colours are explained by the names of the rows, which are set in them.
FEW_SIDES = 2


def shapes(rows: Sequence[Row], dataset: Dataset) -> dict[str, str]:
    """A shape for each quantity of the reference claims, in the order of the quantities' table."""
    drawn = {row["quantity"] for row in rows if row["role"] != SEED}
    kinds = [key for key in dataset.quantities["quantity"] if key in drawn]
    return {key: SHAPES[i % len(SHAPES)] for i, key in enumerate(kinds)}


def shape(row: Row, kinds: Mapping[str, str]) -> str:
    """The shape of one claim."""
    return SEED_SHAPE if row["role"] == SEED else kinds[row["quantity"]]


def kind_keys(rows: Sequence[Row], kinds: Mapping[str, str], dataset: Dataset) -> list[Key]:
    """What each shape that is drawn stands for."""
    drawn = [row for row in rows if not row["amount"].vague]
    articles = any(row["role"] == SEED for row in drawn)
    keys = [Key("claim of an article", shape=SEED_SHAPE)] if articles else []
    quantities = {row["quantity"] for row in drawn if row["role"] != SEED}
    for kind, of_kind in kinds.items():
        if kind in quantities:
            label = dataset.label("quantities", kind).lower()
            keys.append(Key(f"reference: {label}", shape=of_kind))
    return keys


def role_keys(rows: Sequence[Row]) -> list[Key]:
    """An article's claims and reference claims, where shapes tell no more."""
    named = {"claim of an article": SEED_SHAPE, "reference claim": SHAPES[0]}
    seeds = {row["role"] == SEED for row in rows}
    return [Key(name, shape=of) for name, of in named.items() if (of == SEED_SHAPE) in seeds]


def side_keys(rows: Sequence[Row], every: Sequence[Row], dataset: Dataset) -> list[Key]:
    """The colour of each side that is drawn in these rows of a chart.

    None where the names of the rows explain them: on all sheets of the chart, or on no sheet.
    """
    drawn, known = {side(row, dataset) for row in rows}, accents(dataset)
    neutral, sides = drawn - known.keys(), {side(row, dataset) for row in every}
    if len(sides) <= FEW_SIDES and sides - known.keys() <= {""}:
        return []
    keys = [Key(dataset.label("actors", s), c) for s, c in known.items() if s in drawn]
    return [*keys, Key("side not said, several or another", NEUTRAL)] if neutral else keys


def whose(row: Row, dataset: Dataset, words: str = "") -> Run:
    """Whose people or money, in the colour of the side."""
    return Run(words or people_words(row, dataset), colour=colour(row, dataset))


def source_run(row: Row, dataset: Dataset, counted: bool = False) -> Run:
    """The source in a quiet tone, an article strong; whose figure it is where asked for."""
    words, of = source_words(row, dataset), counted_words(row, dataset) if counted else ""
    words = f"{words}; {of}" if of else words
    return Run(words, weight=STRONG) if row["role"] == SEED else Run(words, colour=QUIET)


def source_words(row: Row, dataset: Dataset) -> str:
    """An article by its short title, another work by its author or publication and year."""
    source = dataset.sources[row["sources"][0]]
    if row["role"] == SEED:
        return f"Article: {source.short_title}"
    name = _author_words(source.authors) or source.container or source.short_title
    return f"{name} {Day.parse(source.issued).first.year}" if source.issued else name


def _author_words(authors: Sequence[str]) -> str:
    """Two authors by name; of more, the first with all others."""
    first, *others = authors or ("",)
    if not others:
        return first
    return f"{first} and {others[0] if len(others) == 1 else 'others'}"


def counted_words(row: Row, dataset: Dataset) -> str:
    """Whose figure the source says it is, in words; empty where it does not say."""
    return tables.claimant_words(dataset.row("claims", row["claims"][0])["claimant"], dataset)


def people_words(row: Row, dataset: Dataset) -> str:
    """Whose people, and which."""
    return tables.whom_words(row, dataset).replace(tables.NOT_SAID, "whose not said")


def event_words(row: Row, dataset: Dataset) -> str:
    """The event that rows are grouped by, or else the period."""
    period = "" if row["event"] else tables.period_words(row, dataset)
    return dataset.label("events", row["event"]) or period or tables.EVENT_NOT_SAID


def day_words(row: Row, dataset: Dataset) -> str:
    """The day of a count, or the period where it is not the event's own, on one line."""
    own = row["event"] == "" or tables.period_words(row, dataset) == ""
    period = "" if own else cite.period_words(row["start"], row["end"], row["year_basis"])
    words = f"as of {cite.date_words(row['as_of'])}" if row["as_of"] else period
    return words.replace(" ", "\u00a0")


def said(row: Row, named: str, dataset: Dataset) -> Iterator[Said]:
    """A claim in an alternative text: what it is of, its figure, its source and counter."""
    counted = counted_words(row, dataset)
    yield Said(f"{named}: ", name=True)
    yield Said(tables.number_words(row, dataset), row["claims"])
    source = source_words(row, dataset)
    yield Said(f" ({source}{f', {counted}' if counted else ''}). ", name=True)
