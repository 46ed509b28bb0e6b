"""What the title of a chart says: a finding counted or read from the rows that are drawn.

Each title is made from rows alone, for any dataset, and names no figure as best. `Said` keeps the
claims behind each number in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis import cite, comparisons, tables
from analysis.bounds import Amount
from analysis.comparability import reason_not
from analysis.comparisons import independence
from analysis.dataset import Dataset
from analysis.tables import Row

# As many figures as a title sets beside others before it only counts them.
FEW = 3


@dataclass(frozen=True)
class Said:
    """A piece of a title or an alternative text: words, a name, or a number with its records."""

    text: str
    keys: tuple[str, ...] = ()
    name: bool = False


Title = tuple[Said, ...]
Titled = Callable[[Sequence[Row], Dataset], Title]


def stated(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of stated figures and their spans: who states them, what is together, what is in words."""
    told = [row for row in rows if row["kind"] == "stated"]
    spans = [row for row in rows if row["kind"] == "span"]
    articles = {row["sources"][0] for row in told}
    if len(articles) == 1:
        title = Said(f"“{dataset.sources[articles.pop()].short_title}”", name=True)
        such = "such a figure" if len(told) == 1 else "such figures"
        made = [title, Said(f" is the only article that states {such}")]
    else:
        several = len({row["quantity"] for row in told}) > 1
        made = [*_together(spans, several, dataset)]
    return _sentence([*made, *_in_words(told)])


def _together(spans: Sequence[Row], several: bool, dataset: Dataset) -> Iterator[Said]:
    """What comparable figures of several origins say together."""
    if not spans:
        yield Said("No figure has a comparable figure from another origin")
    elif len(spans) == 1:
        (span,) = spans
        quantity = f"{dataset.label('quantities', span['quantity'])}, " if several else ""
        yield Said(f"{quantity}{tables.when_words(span, dataset)}: ", name=True)
        yield _count(len(span["origins"]), "origin", span["claims"], "figures of ")
        amount: Amount = span["amount"]
        wide = amount.low is not None and amount.high is not None and amount.low != amount.high
        yield Said(" span " if wide else " give ")
        yield Said(tables.number_words(span, dataset), span["claims"])
    else:
        yield _count(len(spans), "set", _claims(spans))
        yield Said(" of comparable figures have several origins")


def _in_words(told: Sequence[Row]) -> Iterator[Said]:
    """How many statements give words; nothing where none does."""
    vague = [row for row in told if row["amount"].vague]
    if vague:
        yield Said("; ")
        yield from _share(vague, told, "statement", "give")
        yield Said(" words instead of a number")


def held(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of articles' claims beside reference counts: which have a comparable count beside them."""
    numbers = [row for row in rows if not row["amount"].vague]
    articles = [row for row in numbers if row["role"] == "seed"]
    if not articles:
        return _sentence([*_only_words(rows, dataset)])
    these = "this event" if len({row["group"] for row in rows}) == 1 else "these events"
    others = [row for row in numbers if row["role"] != "seed"]
    always = {row["claims"]: _comparable(row, others, dataset) for row in articles}
    beside = {key: alike or _in_a_reading(key, others, dataset) for key, alike in always.items()}
    found = [row for row in articles if beside[row["claims"]]]
    named = {other["claims"]: other for row in found for other in beside[row["claims"]]}
    return (
        *_share(found, articles, "number", "have", f" in the articles on {these}"),
        Said(" a comparable count by an independent work"),
        *_reading(found, [row for row in found if not always[row["claims"]]]),
        *_beside(found, [*named.values()], dataset),
    )


def _only_words(rows: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """Of events on which the articles give no number: how many other works give, there and else."""
    worded = {row["group"] for row in rows if row["role"] == "seed"}
    others = [row for row in rows if row["role"] != "seed" and not row["amount"].vague]
    there = [row for row in others if row["group"] in worded]
    elsewhere = [row for row in others if row["group"] not in worded]
    event = dataset.label("events", next(iter(worded))) if len(worded) == 1 else ""
    if event:
        yield Said(f"{event}: ", name=True)
    yield Said("the articles give words, other works ")
    yield _count(len(there), "figure", _claims(there or rows))
    if elsewhere:
        yield Said("; ")
        stated = any(row["event"] for row in elsewhere)
        of = f" {_verb('are', len(elsewhere))} of {'other events' if stated else 'no stated event'}"
        yield _count(len(elsewhere), "figure", _claims(elsewhere), after=of)


def _reading(found: Sequence[Row], read: Sequence[Row]) -> Iterator[Said]:
    """That counts are comparable only as some words may be read; nothing where none is."""
    if read and len(read) < len(found):
        yield Said(f", {len(read)} of them", _claims(read))
    if read:
        yield Said(
            " in a reading of its words" if len(read) == 1 else " in a reading of their words"
        )


def _in_a_reading(key: Sequence[str], others: Sequence[Row], dataset: Dataset) -> list[Row]:
    """The independent figures that a judgement finds to count the same in a reading of a claim."""
    alike = {
        held.references
        for held in comparisons.held(dataset)
        if held.claim_id == key[0] and held.reading and not held.differs
        if held.independence == "independent" and held.weighs
    }
    return [other for other in others if other["claims"] in alike]


def _comparable(row: Row, others: Sequence[Row], dataset: Dataset) -> list[Row]:
    """The independent figures that count the same as a row."""
    claim = dataset.row("claims", row["claims"][0])
    return [
        other
        for other in others
        for reference in [dataset.row("claims", other["claims"][0])]
        if independence(claim, reference, dataset) == "independent"
        and not reason_not(claim, reference, "relation", dataset)
    ]


def _beside(found: Sequence[Row], others: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """The figures of articles beside those of others, where they are few."""
    if found and len(found) + len(others) <= FEW:
        yield Said(": ")
        yield from _listed(found, dataset)
        yield Said(" beside ")
        yield from _listed(others, dataset)


def by_year(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of years: an article's figure beside the references' of the same year."""
    held = [row for row in rows if row["role"] == "seed"]
    same = {row["claims"]: [o for o in rows if _same_year(row, o)] for row in held}
    found = [row for row in held if same[row["claims"]]]
    if not held:
        return (Said("No article states a figure for these years"),)
    if len(held) > 1 or not found:
        made = _share(found, held, "figure", "have", " of the articles")
        return *made, Said(" a reference figure of the same year")
    (row,) = held
    return (
        Said(f"{dataset.label('actors', row['subject'])} in {row['first']}: ", name=True),
        Said(tables.number_words(row, dataset), row["claims"]),
        Said(" in an article, "),
        *_listed(same[row["claims"]], dataset),
        Said(" in the reference figures of that year"),
    )


def _same_year(row: Row, other: Row) -> bool:
    same = (row["subject"], row["first"]) == (other["subject"], other["first"])
    return same and other["role"] != "seed"


def by_month(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of months and what holds them: which has an article's figure, where it is of their kind."""
    held = [row for row in rows if row["role"] == "seed"]
    if not held:
        return (Said("No article states a figure for these months"),)
    stated, others = held[0], [row for row in rows if row["role"] != "seed"]
    if stated["quantity"] != others[0]["quantity"]:
        return _of_another_kind(stated, others[0], dataset)
    same = [row for row in others if row["amount"].ends == stated["amount"].ends]
    if not same:
        shown = Said(tables.number_words(stated, dataset), stated["claims"])
        return Said("No reference figure here is the "), shown, Said(" that an article states")
    period = cite.period_words(same[0]["start"], same[0]["end"], same[0]["year_basis"])
    return (
        Said("The "),
        Said(tables.number_words(stated, dataset), stated["claims"]),
        Said(" that an article states is the reference figure for "),
        Said(period, name=True),
    )


def _of_another_kind(stated: Row, other: Row, dataset: Dataset) -> Title:
    """That an article's figure is of something else than the others of a chart."""
    kind, drawn = (dataset.label("quantities", r["quantity"]).lower() for r in (stated, other))
    return (
        Said("The "),
        Said(tables.number_words(stated, dataset), stated["claims"]),
        Said(" that an article states is of "),
        Said(kind, name=True),
        Said(", the bars are of "),
        Said(drawn, name=True),
    )


def constant(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of amounts in constant dollars: how many are higher than as stated."""
    above = [row for row in rows if max(row["amount"].ends) > 0]
    stated = {row["claims"]: dataset.row("claims", row["claims"][0])["amount"] for row in above}
    higher = [
        row
        for row in above
        if all(
            now > then
            for now, then in zip(row["amount"].ends, stated[row["claims"]].ends, strict=True)
        )
    ]
    return (
        *_share(higher, above, "amount", "are", " above zero"),
        Said(" higher in dollars of "),
        Said(str(rows[0]["group"]), name=True),
        Said(" than as stated"),
    )


def happenings(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of a timeline: how many works make how many dated statements, of which years."""
    ids = tuple(row["id"] for row in rows)
    ends = min(rows, key=lambda row: row["first"]), max(rows, key=lambda row: row["last"])
    works = {row["source"] for row in rows}
    days = tuple(row["id"] for row in rows if row["first"] == row["last"])
    return (
        _count(len(works), "article", ids),
        Said(f" {_verb('make', len(works))} "),
        _count(len(rows), "dated statement", ids),
        Said(" on the years "),
        Said(f"{ends[0]['first'].year}–{ends[1]['last'].year}", (ends[0]["id"], ends[1]["id"])),
        Said(", "),
        Said(str(len(days)), days or ids),
        Said(" of them to the day"),
    )


def robustness(rows: Sequence[Row], dataset: Dataset) -> Title:
    """Of figures without an origin: how many have no other origin."""
    single = [row for row in rows if len(row["origins"]) == 1]
    return *_share(single, rows, "headline figure", "rest"), Said(" on a single origin")


def _share(
    some: Sequence[Row], every: Sequence[Row], noun: str, verb: str, of: str = ""
) -> Iterator[Said]:
    """How many of how many do or are something; `of` tells which they are."""
    keys, does = _claims(every), f"{of} {_verb(verb, len(some) or 1)}"
    if not some or len(some) == len(every) == 2:
        yield Said(f"No {noun}{does}" if not some else f"Both {noun}s{does}", keys)
        return
    if len(some) < len(every):
        yield Said(str(len(some)), _claims(some))
        yield Said(" of ")
    elif len(every) > 1:
        yield Said("All ")
    yield _count(len(every), noun, keys, after=does)


def _count(
    number: int, noun: str, keys: tuple[str, ...], before: str = "", after: str = ""
) -> Said:
    return Said(f"{before}{number} {noun}{'' if number == 1 else 's'}{after}", keys)


def _verb(verb: str, number: int) -> str:
    """A verb for so many."""
    irregular = {"have": "has", "are": "is"}
    return verb if number != 1 else irregular.get(verb, f"{verb}s")


def _listed(rows: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    for number, row in enumerate(rows):
        if number:
            yield Said(" and " if number == len(rows) - 1 else ", ")
        yield Said(tables.number_words(row, dataset), row["claims"])


def _claims(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for row in rows for claim in row["claims"]))


def _sentence(pieces: Sequence[Said]) -> Title:
    first = pieces[0]
    return replace(first, text=first.text[:1].upper() + first.text[1:]), *pieces[1:]
