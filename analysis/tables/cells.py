"""Cells: what, of whom, when, where, the figure as a link, and its source."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from babel.lists import format_list

from analysis import cite, spans
from analysis.bounds import Amount
from analysis.dataset import Dataset
from analysis.frames import remembered, tuples
from analysis.tables.model import Column, Row, Rows, alike, kept, looking_up, of, once_each

NOT_SAID = "not said"
EVENT_NOT_SAID = "event not said"
SEVERAL = "Several quantities"
# What a row must have for each of these cells.
WORDED = ("kind", "amount", "unit", "words")
NUMBERED = (*WORDED, "claims", "formula")
MEASURED = ("kind", "quantity", "claims", "versus", "amount", "origins")
FIGURED = ("amount", "unit", "as_stated")
PEOPLE = ("subject", "population")
PARTIES = ("subject", "counterpart")
PERIOD = ("event", "start", "end", "year_basis")
TIMED = (*PERIOD, "as_of")
_worded, _numbered, _figured, _period_of = (
    itemgetter(*names) for names in (WORDED, NUMBERED, FIGURED, PERIOD)
)


def number(row: Row, dataset: Dataset) -> str:
    """A figure as a link: a claim's to its entry in the register, a computed one's to its note."""
    if row["kind"] == "stated":
        return stated_number(row["claims"][0], dataset)
    return _number(*_numbered(row))


def numbers(rows: Rows, dataset: Dataset) -> list[str]:
    """As `number`, of many rows."""
    stated, cells = kept(dataset, _stated_number), zip(*map(rows.column, NUMBERED), strict=True)
    return [
        stated[claims[0]] if kind == "stated" else _number(kind, amount, unit, words, claims, how)
        for kind, amount, unit, words, claims, how in cells
    ]


def _number(
    kind: str, amount: Amount, unit: str, words: str, claims: Sequence[str], formula: str
) -> str:
    said = figure_words(kind, amount, unit, words)
    return cite.mark(said, target(kind, claims), claims, formula)


def number_words(row: Row, dataset: Dataset) -> str:
    """As `figure_words`, of a row."""
    return figure_words(*_worded(row))


def figure_words(kind: str, amount: Amount, unit: str, words: str) -> str:
    """A figure in words; where the source gives no number, its own words in quotation marks.

    A rank or a comparison is always given in the source's words.
    """
    if amount.vague or (kind == "stated" and unit in ("rank", "ratio")):
        return f"“{words}”"
    return cite.amount_words(amount, unit)


def target(kind: str, claims: Sequence[str]) -> str:
    """The anchor that explains a figure of this kind from these claims."""
    return cite.anchor(claims[0]) if kind == "stated" else computed_anchor(kind, claims)


def computed_anchor(kind: str, claims: Sequence[str]) -> str:
    """The anchor of a computed figure, named for its kind and the claims behind it."""
    return f"k-{kind}-{'-'.join(claims)}"


def _what(
    kind: str,
    quantity: str,
    claims: Sequence[str],
    versus: str,
    amount: Amount,
    origins: Sequence[str],
    dataset: Dataset,
) -> str:
    """What is measured; for a span, that it is one."""
    label = cite.label(_measured_words(kind, quantity, claims, dataset))
    if kind == "stated":
        return label
    return f"*{label}: {cite.label(_how(kind, versus, amount, origins, dataset))}*"


def measured_words(row: Row, dataset: Dataset) -> str:
    """What a figure counts, unescaped; of a sum or ratio of several kinds, each of them."""
    return _measured_words(row["kind"], row["quantity"], row["claims"], dataset)


def _measured_words(kind: str, quantity: str, claims: Sequence[str], dataset: Dataset) -> str:
    if kind not in ("sum", "ratio"):
        return dataset.label("quantities", quantity) or SEVERAL
    kinds = dict.fromkeys(dataset.row("claims", claim)["quantity"] for claim in claims)
    labels = [dataset.label("quantities", kind) for kind in kinds]
    return " + ".join(labels) if all(labels) else SEVERAL


def measure(row: Row, dataset: Dataset) -> str:
    """What is counted; empty for nothing in common."""
    return cite.label(dataset.label("quantities", row["quantity"]))


def how(row: Row, dataset: Dataset) -> str:
    """How a figure came about, in words; empty for a stated one."""
    return _how(row["kind"], row["versus"], row["amount"], row["origins"], dataset)


def _how(kind: str, versus: str, amount: Amount, origins: Sequence[str], dataset: Dataset) -> str:
    if kind == "ratio":
        return f"ratio to {dataset.label('actors', versus)}, computed here"
    if kind == "span" and amount.point is not None:
        different = len(origins) > 1
        return f"the same figure from {'different origins' if different else 'the same origin'}"
    return KIND_WORDS[kind]


def whom(row: Row, dataset: Dataset) -> str:
    """Whose dead, who received, who bought; and which people."""
    return cite.label(whom_words(row, dataset))


def whom_words(row: Row, dataset: Dataset) -> str:
    """As `whom`, unescaped."""
    named = dataset.label("actors", row["subject"]) or NOT_SAID
    population = row["population"].replace("_", "-")
    return f"{named}, {population}" if population else named


def between(row: Row, dataset: Dataset) -> str:
    """Subject and counterpart."""
    return cite.label(between_words(row, dataset))


def between_words(row: Row, dataset: Dataset) -> str:
    """As `between`, unescaped."""
    actors = (dataset.label("actors", row[column]) for column in PARTIES)
    return " / ".join(actor or NOT_SAID for actor in actors)


def when(row: Row, dataset: Dataset) -> str:
    """The event and, where the source states one, the period or the day of the count."""
    return cite.label(when_words(row, dataset))


def when_words(row: Row, dataset: Dataset) -> str:
    """As `when`, unescaped."""
    day = f"as of {cite.date_words(row['as_of'])}" if row["as_of"] else ""
    parts = (dataset.label("events", row["event"]), period_words(row, dataset), day)
    return "; ".join(part for part in parts if part) or EVENT_NOT_SAID


def period_words(row: Row, dataset: Dataset) -> str:
    """The period a source states for a figure; empty where it is its event's own.

    An end that is the event's is left out, but not of a single day, month or year: the first year
    of a war is not all "to" it.
    """
    event, start, end, basis = _period_of(row)
    if event:
        own = itemgetter("start", "end")(dataset.row("events", event))
        if start != end or own == (start, end):
            start, end = (
                "" if day == its else day for day, its in zip((start, end), own, strict=True)
            )
    period = cite.period_words(start, end, basis)
    if end and not start:
        return f"to {period}"
    return f"from {period}" if start and not end else period


def where(row: Row, dataset: Dataset) -> str:
    """The place."""
    return cite.label(dataset.label("places", row["place"]) or NOT_SAID)


def noted(note: str, claims: Sequence[str]) -> str:
    """The note on a claim, in the dataset's own words; a dash where there is none."""
    return cite.keyed(note or "–", claims[0])


def source(claims: Sequence[str], dataset: Dataset) -> str:
    """The citation of every claim behind a figure, with what each names as its own source."""
    if len(claims) == 1:
        return stated_in(dataset.row("claims", claims[0]), dataset)
    return cite.citations(spans.rows(dataset, claims))


def stated_in(claim: Row, dataset: Dataset) -> str:
    """The citation of a claim, with what it names as its own source."""
    return _stated_in(claim["source"], claim["locator"], claim["claimant"], claim["cites"], dataset)


def _stated_in(source: str, locator: str, claimant: str, cites: str, dataset: Dataset) -> str:
    cited = cite.place_cited(source, locator)
    return cited + _attributed(dataset, claimant, cites) if claimant or cites else cited


def said_so(words: str, key: str) -> str:
    """A row's words as its source states them, in quotation marks, with the row's id."""
    return cite.keyed(f"“{words}”", key)


@remembered
def _attributed(dataset: Dataset, claimant: str, cites: str) -> str:
    """Whom or what a source names for a number, in words; empty where it names nobody."""
    work = f"; citing @{cites}" if cites else ""
    return _claimed(claimant, dataset) + work


def claimed(claim: Row, dataset: Dataset) -> str:
    """Whose figure the source says it is, in words; empty where it does not say."""
    return _claimed(claim["claimant"], dataset)


def _claimed(claimant: str, dataset: Dataset) -> str:
    words = claimant_words(claimant, dataset)
    return f"; {cite.label(words)}" if words else ""


def claimant_words(claimant: str, dataset: Dataset) -> str:
    """Whose figure it is, unescaped; of those who are counted together, of each of them."""
    each = _together(dataset).get(claimant, ()) if claimant else ()
    if len(each) > 1:
        return f"figures of {format_list(each, locale=cite.LOCALE)}, added up"
    return f"figure of {dataset.label('actors', claimant)}" if claimant else ""


@remembered
def _together(dataset: Dataset) -> dict[str, list[str]]:
    """The names of those who are counted together, by who they make up."""
    made: dict[str, list[str]] = {}
    for whole, kind, name in tuples(dataset.actors[["part_of", "kind", "label"]]):
        if kind == "composite":
            made.setdefault(whole, []).append(name)
    return made


KIND_WORDS = {
    "multiple": "the claim’s amount as a multiple of the reference’s, computed here",
    "quotient": "quotient of reference claims, computed here",
    "stated": "",
    "span": "lowest to highest stated figure",
    "sum": "sum, computed here",
    "spread": "highest over lowest figure, computed here",
    "constant": "in constant dollars, computed here",
}
# The cells of many rows, where the functions above make one.
whats = looking_up(_what, *MEASURED)
whoms = alike(whom, *PEOPLE)
betweens = alike(between, *PARTIES)
whens = alike(when, *TIMED)
sources = looking_up(source, "claims")
places_cited = of(cite.place_cited, "source", "locator")
stated_ins = looking_up(_stated_in, "source", "locator", "claimant", "cites")
measures = alike(measure, "quantity")

WHAT = Column("What is counted", 24, whats)
WHOM = Column("Of whom", 20, whoms)
WHEN = Column("Event or period", 24, whens)
CONCERNED = Column("Of, by or to whom", 20, whoms)
WHERE = Column("Place", 20, alike(where, "place"))
NOTE = Column("Note, in our words", 40, of(noted, "note", "claims"))
NUMBER = Column("Figure", 18, numbers, right=True)
SOURCE = Column("Source", 28, sources)
RECIPIENT = Column("Recipient / donor", 20, betweens)
BUYER = Column("Buyer / seller", 20, betweens)
BUYERS = Column("Buyer / seller or other buyer", 20, betweens)
STATE = Column("State", 20, whoms)
SPENDER = Column("State / compared with", 20, betweens)


def quoted(words: str) -> str:
    """Verbatim words in quotation marks; empty for none."""
    return f"“{cite.plain(cite.onwards(words))}”" if words else ""


def figure_and_place(claim: Row, dataset: Dataset) -> str:
    """A claim's figure as a link, and where it stands."""
    return f"{stated_number(claim['claim_id'], dataset)} {cite.citation(claim)}"


def stated_number(claim_id: str, dataset: Dataset) -> str:
    """One claim's figure as a link to its entry: set once, in however many tables it stands."""
    return kept(dataset, _stated_number)[claim_id]


def _stated_number(claim_id: str, dataset: Dataset) -> str:
    amount, unit, words = _figured(dataset.row("claims", claim_id))
    return _number("stated", amount, unit, words, (claim_id,), "")


stated_numbers = once_each(_stated_number, "claim_id")


def origin_words(key: str, dataset: Dataset) -> str:
    """The name of an origin or source: an actor's label, or a work's short title."""
    if key in dataset.sides:
        return dataset.label("actors", key)
    return dataset.sources[key].short_title if key in dataset.sources else key


def figures_of(claims: Sequence[str], dataset: Dataset) -> str:
    """Several claims in a cell, each with its figure and citation."""
    return "; ".join(figure_and_place(dataset.row("claims", claim), dataset) for claim in claims)


def with_quantity(claim_id: str, dataset: Dataset) -> str:
    """What a claim counts, its figure and its place."""
    claim = dataset.row("claims", claim_id)
    return f"{measure(claim, dataset)}: {figure_and_place(claim, dataset)}"
