"""Claims held against reference claims: the verdict, what it rests on, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import pandas as pd
from babel.lists import format_list

from analysis import cite, spans
from analysis.bounds import Amount
from analysis.comparisons import NONE_FOUND, Comparison, kind_of_references, multiple
from analysis.dataset import Dataset
from analysis.frames import remembered, tuples
from analysis.rules.comparisons import DIFFERENCES
from analysis.tables.cells import (
    PEOPLE,
    TIMED,
    measures,
    places_cited,
    stated_numbers,
    target,
    whens,
    whoms,
)
from analysis.tables.model import (
    Column,
    Row,
    Rows,
    Table,
    as_it_is,
    joined,
    of,
    table,
)
from analysis.verdicts import Verdict, shown
from analysis.wording.magnitude import least

Held = Sequence[Comparison]

VERDICTS = {
    "confirmed": "Confirmed by an independent figure",
    "contradicted": "Contradicted by an independent figure",
    "quotes_its_source": (
        "Agrees with its source, as far as that was read; no independent count of the same thing"
    ),
    "quotes_and_not_in_conflict": (
        "Agrees with its source, as far as that was read;"
        " not in conflict with an independent figure"
    ),
    "differs_from_its_source": "Differs from the source it names",
    "quotes_with_another_label": "The number is its source's; what it counts is not",
    "counts_something_else": "The same number is given of something else",
    "not_in_conflict": "Not in conflict with an independent figure",
    "usual_figure": "Also given elsewhere, where no counter is named",
    "different_scope": "Only figures of a different scope",
    "no_number": "A word, with no number to check",
    "unchecked": "Unchecked: no figure was found that could decide it",
}
INDEPENDENCE = {
    "independent": "independent",
    "same_origin": "same origin",
    "party": "a party, an encyclopedia or an unverified relay; never decides",
    "unknown": "a usual figure; no counter is named",
}
IN_BOLD = {key: f"**{cite.plain(words)}.**" for key, words in VERDICTS.items()}
BEARING = {key: cite.plain(words.capitalize()) for key, words in INDEPENDENCE.items()}
PART_WORDS = {
    "cannot_be_checked": "differs in",
    "fails": "the number is the same after rounding, but differs in",
}
OVERLAPPING = {**PART_WORDS, "fails": "the numbers overlap, but differ in"}
PART_NAMES = {
    "label": DIFFERENCES["kind"],
    **{name: DIFFERENCES[name] for name in ("subject", "population", "period", "place")},
}
OTHER_PARTS = attrgetter(*PART_NAMES)


def verdicts(frame: pd.DataFrame, held: Held, topic: str, dataset: Dataset) -> Table:
    """A topic's claims held against reference claims: claim, verdict, references and why.

    `held`: as `comparisons.held`. One row for all the references that bear on a
    claim for the same reason; the claim's words and its verdict stand in the first of its rows, its
    kind and name in the others.
    """
    columns = [
        Column("Claim", 28, as_it_is("said")),
        Column("Verdict", 26, as_it_is("verdict")),
        Column("Reference claims", 42, as_it_is("references")),
        Column("What they are to the claim", 40, as_it_is("bearing")),
    ]
    caption = f"Claims beside figures of other works: {topic}"
    places = [dataset.order[claim] for claim in frame["claim_id"].tolist()]
    claims = Rows(dataset.claims[CLAIM].iloc[places])
    told = zip(*(cells(claims, dataset) for cells in SAID), strict=True)
    rows = [
        part
        for row, (kind, *stated, floor) in zip(tuples(frame), told, strict=True)
        for part in _parts(Verdict(*row), kind, SAYS.format(kind, *stated), floor, held, dataset)
    ]
    return table(f"verdicts-{topic}", caption, rows, columns, dataset)


def _parts(
    row: Verdict, kind: str, stated: str, floor: str, held: Held, dataset: Dataset
) -> Iterator[Row]:
    """A verdict's rows, its references those alike together; `floor` is of a magnitude word."""
    claim, read = row.claim_id, row.reading
    said = f"{stated}; read as: {cite.label(read)}" if read else stated
    verdict = _verdict(row, floor, held, dataset)
    for group in _groups([held[place] for place in shown(row)]):
        references, bearing = _references(group, dataset), _bearing(group, claim, dataset)
        yield {"said": said, "verdict": verdict, "references": references, "bearing": bearing}
        said, verdict = f"{kind}, {cite.keyed_link(claim)}, continued", ""


def _groups(references: Held) -> Iterable[Held]:
    """The references of a verdict, those together that are printed so; one group where none."""
    if len(references) < 2:
        return [references]
    groups: dict[tuple[str, ...], list[Comparison]] = {}
    for reference in references:
        alike = (reference.independence, reference.reason, *_outcomes(reference))
        groups.setdefault(alike, []).append(reference)
    return groups.values()


def _verdict(row: Verdict, floor: str, held: Held, dataset: Dataset) -> str:
    """The verdict; how words were read, other periods that fit, an input that was contradicted."""
    words = [IN_BOLD[row.verdict]]
    if floor:
        words.append(floor)
    if row.fits:
        words.append(f"The number fits {_periods(row.fits, held, dataset)}.")
    if row.input_failed:
        words.append("The amount that it compares is itself contradicted.")
    return " ".join(words)


def _references(group: Held, dataset: Dataset) -> str:
    """What the references of a row state, each cited."""
    return "; ".join([_reference(row, dataset) for row in group]) or "none found"


def _reference(row: Comparison, dataset: Dataset) -> str:
    """What a reference states, cited."""
    references, kind = row.references, kind_of_references(row)
    goal = target(kind, references)
    if row.amount.vague:
        words = cite.link("no number", goal)
    else:
        formula = "" if kind == "stated" else row.formula
        words = cite.mark(cite.amount_words(row.amount, row.unit), goal, references, formula)
    sources = cite.citations(spans.rows(dataset, references))
    return f"{words} {sources}{_gap_words(row)}"


def _bearing(group: Held, claim: str, dataset: Dataset) -> str:
    """What the references of a row are to the claim, and why they bear on it, or why none does."""
    if not group:
        return cite.keyed(_why_none(dataset).get(claim) or "–", claim)
    first = group[0]
    words = BEARING[first.independence]
    return f"{words}. {cite.keyed(first.reason, claim)}{_failing(first)}"


@remembered
def _why_none(dataset: Dataset) -> dict[str, str]:
    """Why nothing was found to hold a claim against, by claim."""
    rows = dataset.comparisons
    rows = rows[rows["reference_claim_id"] == NONE_FOUND]
    return dict(zip(rows["claim_id"], rows["reason"], strict=True))


def _gap_words(row: Comparison) -> str:
    """The claim's amount as a multiple of the reference's, where they differ."""
    if not (row.gap and row.differing):
        return ""
    times = cite.amount_words(row.gap, "")
    claims = (row.claim_id, *row.references)
    goal = target("multiple", claims)
    return f" – the claim is {cite.mark(times, goal, claims, multiple(row))} times it"


def _least_words(claim: str, amount: Amount, stated: str) -> str:
    """The least that a magnitude word was read as; empty for a claim with a number."""
    floor = least(stated) if amount.vague else None
    if floor is None:
        return ""
    return cite.keyed(f"The words are read as at least {cite.digits(floor)}.", claim)


_details = joined("; ", whoms, whens)
_least = of(_least_words, "claim_id", "amount", "as_stated")
# What is said of each claim: its kind, what it states and where, of whom and when, the least of a
# magnitude; and the columns that this is made of.
SAID = (measures, stated_numbers, places_cited, _details, _least)
SAYS = "{}: {} {} ({})"
CLAIM = [*("claim_id", "quantity", "amount", "as_stated", "source", "locator"), *PEOPLE, *TIMED]


def _failing(row: Comparison) -> str:
    """The parts of the statement in which the references are of something else."""
    return _failing_in(*_outcomes(row))


def _outcomes(row: Comparison) -> tuple[Any, ...]:
    """Whether the numbers only overlap, and what each other part comes to."""
    return row.overlaps, *OTHER_PARTS(row)


@cache
def _failing_in(overlaps: bool, *outcomes: str) -> str:
    named: dict[str, list[str]] = {}
    for name, outcome in zip(PART_NAMES.values(), outcomes, strict=True):
        named.setdefault(outcome, []).append(name)
    said = [
        f"{words} {format_list(named[outcome], locale=cite.LOCALE)}"
        for outcome, words in (OVERLAPPING if overlaps else PART_WORDS).items()
        if outcome in named
    ]
    return f" [{'; '.join(said).capitalize()}.]{{.note}}" if said else ""


def _periods(indexes: Sequence[int], held: Held, dataset: Dataset) -> str:
    """The periods of the reference claims whose number the claim's fits, each linked."""
    said = []
    for index in indexes:
        claim = dataset.row("claims", held[index].references[0])
        period = cite.period_words(claim["start"], claim["end"])
        as_of = claim["as_of"]
        day = f"what is stated as of {cite.date_words(as_of)}" if as_of else "another time"
        said.append(cite.mark(period or day, cite.anchor(claim["claim_id"]), [claim["claim_id"]]))
    return format_list(said, locale=cite.LOCALE)
