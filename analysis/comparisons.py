"""A seed's claim held against reference claims, part by part.

The judgement which reference bears on which claim, and in what the two differ, is a row of the
comparisons table; what each row comes to is computed from the numbers, differences and origins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from analysis import bounds, spans
from analysis.agreement import comparable_amount
from analysis.bounds import DAYS, Amount
from analysis.dataset import Dataset
from analysis.frames import of_records, once, remembered, tuples
from analysis.origins import chain, parties
from analysis.relation import relate

Claim = Mapping[str, Any]
PARTS = ("number", "label", "subject", "population", "period", "place")
PART_OF = {"kind": "label", "definition": "label"}
NONE_FOUND = "none_found"
WEAKEST_FIRST = ("same_origin", "party", "unknown", "independent")
NUMBER = {
    "agree": "holds",
    "overlap": "holds",
    "not_in_conflict": "not_in_conflict",
    "disagree": "fails",
    "words": "cannot_be_checked",
}
# What is read of each row of the comparisons table.
ROW = ["claim_id", "reference_claim_id", "reading", "differs_in", "reason"]
COMPARED_COLUMNS = [
    *("claim_id", "reading", "references", "sources", "differs", *PARTS),
    *("overlaps", "same_figure", "independence", "weighs", "amount", "unit", "gap", "reason"),
]


class Comparison(NamedTuple):
    """One row of the comparisons table, part by part: `COMPARED_COLUMNS`, and two cells more.

    `formula`: of its references; `differing`: whether the claim's amount is printed as a multiple
    of theirs, which it is where both are of the same thing and the multiple as printed is above or
    below one.
    """

    claim_id: str
    reading: str
    references: tuple[str, ...]
    sources: tuple[str, ...]
    formula: str
    amount: Amount
    unit: str
    weighs: bool
    independence: str
    reason: str
    overlaps: bool
    same_figure: bool
    gap: Amount | None
    differing: bool
    differs: tuple[str, ...]
    number: str
    label: str
    subject: str
    population: str
    period: str
    place: str


@once
def compared(dataset: Dataset) -> pd.DataFrame:
    """Each row of the comparisons table, part by part.

    Columns: `COMPARED_COLUMNS`. `references`: ids of the reference claims, several where their sum
    or quotient is meant; `amount` in `unit`: what they state together. Each of `PARTS` is `holds`,
    `fails`, `not_in_conflict` or `cannot_be_checked`. `overlaps`: a range shares numbers with the
    other statement. `same_figure`: both name the same figure, whatever its bound. `gap`: the
    claim's amount divided by the reference's, None where they are not of the same thing.
    `independence`: `independent`, `same_origin`, `party` or `unknown`. `weighs`: none of the
    references is of grade D, which never decides.
    """
    return of_records(map(Comparison._asdict, held(dataset)), COMPARED_COLUMNS)


@remembered
def held(dataset: Dataset) -> Sequence[Comparison]:
    """The rows of `compared`, by their index."""
    table = dataset.comparisons
    rows = tuples(table.loc[table["reference_claim_id"] != NONE_FOUND, ROW])
    return [_compared(dataset, row, _references(dataset, row[1])) for row in rows]


def multiple(row: Comparison) -> str:
    """How a claim's amount becomes a multiple of the reference's, as a formula."""
    stated = row.formula
    return f"{row.claim_id} / {stated if len(row.references) == 1 else f'({stated})'}"


def kind_of_references(row: Comparison) -> str:
    """The kind of figure that the references of a row make: stated, or computed from several."""
    if len(row.references) == 1:
        return "stated"
    return "quotient" if row.unit == "ratio" else "sum"


def independence(claim: Claim, reference: Claim, dataset: Dataset) -> str:
    """What a reference is to a claim: same origin, a party's, a usual figure, or independent."""
    if not chain(dataset, claim).isdisjoint(chain(dataset, reference)):
        return "same_origin"
    return _of_another_origin(reference, dataset)


class _References(NamedTuple):
    """What references state together, and what they are to any claim.

    `comparable`: the amount, time in days. `origins`: everybody and every work behind them;
    `otherwise`: their independence of a claim that goes back to none of these.
    """

    claims: tuple[str, ...]
    sources: tuple[str, ...]
    amount: Amount
    unit: str
    formula: str
    comparable: Amount
    origins: frozenset[str]
    otherwise: str
    weighs: bool


@remembered
def _references(dataset: Dataset, expression: str) -> _References:
    made = spans.by_expression(dataset, expression)
    amount, unit = made["amount"], made["unit"]
    first, *others = spans.rows(dataset, made["claims"])
    origins, otherwise = chain(dataset, first), _of_another_origin(first, dataset)
    for claim in others:
        origins |= chain(dataset, claim)
        otherwise = min(otherwise, _of_another_origin(claim, dataset), key=WEAKEST_FIRST.index)
    return _References(
        made["claims"],
        made["sources"],
        amount,
        unit,
        made["formula"] or expression,
        bounds.in_days(amount, unit) if unit in DAYS else amount,
        origins,
        otherwise,
        "D" not in [dataset.sources[source].grade for source in made["sources"]],
    )


def _of_another_origin(reference: Claim, dataset: Dataset) -> str:
    """What a reference is to a claim that goes back to nobody and no work behind it."""
    source = dataset.sources[reference["source"]]
    if source.grade == "D" or source.kind == "party" or reference["claimant"] in parties(dataset):
        return "party"
    return "unknown" if reference["method"] == "convention" else "independent"


def _compared(dataset: Dataset, row: Sequence[str], stated: _References) -> Comparison:
    claim_id, _, reading, differs_in, reason = row
    claim = dataset.row("claims", claim_id)
    relation = _relation(claim, stated)
    number = NUMBER.get(relation, "cannot_be_checked")
    differs, *parts = _parts(differs_in, number)
    amount, unit = claim["amount"], stated.unit
    same_origin = not stated.origins.isdisjoint(chain(dataset, claim))
    numbers = claim["unit"] == unit and not (amount.vague or stated.amount.vague)
    same_thing = numbers and unit != "rank" and not differs
    gap = bounds.quotient(amount, stated.amount) if same_thing else None
    return Comparison(
        claim_id,
        reading,
        stated.claims,
        stated.sources,
        stated.formula,
        stated.amount,
        unit,
        stated.weighs,
        "same_origin" if same_origin else stated.otherwise,
        reason,
        relation == "overlap",
        numbers and bounds.figure(amount) == bounds.figure(stated.amount),
        gap,
        bool(gap and number != "holds" and _beside_one(gap)),
        differs,
        number,
        *parts,
    )


def _beside_one(gap: Amount) -> bool:
    """Whether a multiple as printed is above or below one."""
    low, high, *_ = bounds.rounded(gap)
    return (low is not None and low > 1) or (high is not None and high < 1)


@cache
def _parts(differs_in: str, number: str) -> tuple[Any, ...]:
    """In what a row says that claim and references differ, and the parts but the number.

    A part that differs fails where the number is the same.
    """
    differs = tuple(sorted({*differs_in.split()} - {"nothing"}))
    failing = "fails" if number == "holds" else "cannot_be_checked"
    other = {PART_OF.get(name, name) for name in differs}
    return differs, *(failing if part in other else "holds" for part in PARTS[1:])


def _relation(claim: Claim, stated: _References) -> str:
    """How the numbers stand to each other; empty where they cannot be compared."""
    if claim["unit"] != stated.unit and not (claim["unit"] in DAYS and stated.unit in DAYS):
        return ""
    amount = comparable_amount(claim)
    if amount.vague or stated.comparable.vague:
        return ""
    return relate(amount, stated.comparable)
