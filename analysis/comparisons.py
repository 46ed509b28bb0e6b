"""A seed's claim held against reference claims, part by part.

The judgement which reference bears on which claim, and in what the two differ, is a row of the
comparisons table; what each row comes to is computed from the numbers, differences and origins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from analysis import bounds, spans
from analysis.agreement import comparable_amount
from analysis.bounds import DAYS, Amount
from analysis.dataset import Dataset
from analysis.frames import of_records, once, records, remembered
from analysis.origins import chain
from analysis.relation import relate

Claim = Mapping[str, Any]
PARTS = ("number", "label", "subject", "population", "period", "place")
PART_OF = {"kind": "label", "definition": "label"}
# A reading of an ambiguous sentence settles these, so a row that tests it does not differ in them.
SETTLED_BY_READING = frozenset({"subject", "period", "place"})
NONE_FOUND = "none_found"
WEAKEST_FIRST = ("same_origin", "party", "unknown", "independent")
NUMBER = {
    "agree": "holds",
    "overlap": "holds",
    "not_in_conflict": "not_in_conflict",
    "disagree": "fails",
    "words": "cannot_be_checked",
}
COMPARED_COLUMNS = [
    *("claim_id", "reading", "references", "sources", "differs", *PARTS),
    *("same_figure", "independence", "weighs", "amount", "unit", "gap", "reason"),
]


@once
def compared(dataset: Dataset) -> pd.DataFrame:
    """Each row of the comparisons table, part by part.

    Columns: `COMPARED_COLUMNS`. `references`: ids of the reference claims, several where their sum
    or quotient is meant; `amount` in `unit`: what they state together. Each of `PARTS` is `holds`,
    `fails`, `not_in_conflict` or `cannot_be_checked`. `same_figure`: both name the same figure,
    whatever its bound. `gap`: the claim's amount divided by the reference's, None where that says
    nothing. `independence`: `independent`, `same_origin`, `party` or `unknown`. `weighs`: none of
    the references is of grade D, which never decides.
    """
    return of_records(held(dataset), COMPARED_COLUMNS)


@remembered
def held(dataset: Dataset) -> Sequence[Mapping[str, Any]]:
    """The records of `compared`, by their index, each with the `expression` of its references."""
    return [_compared(row, dataset) for row in records(dataset.comparisons) if _found(row)]


def differing(row: Mapping[str, Any]) -> bool:
    """Whether a claim's amount is printed as a multiple of the reference's.

    Where both are of the same thing, and the multiple as printed is above or below one.
    """
    if row["gap"] is None or row["differs"] or row["number"] == "holds":
        return False
    gap = bounds.rounded(row["gap"])
    return (gap.low is not None and gap.low > 1) or (gap.high is not None and gap.high < 1)


def multiple(row: Mapping[str, Any]) -> str:
    """How a claim's amount becomes a multiple of the reference's, as a formula."""
    stated = row["expression"]
    return f"{row['claim_id']} / {stated if len(row['references']) == 1 else f'({stated})'}"


def kind_of_references(row: Mapping[str, Any]) -> str:
    """The kind of figure that the references of a row make: stated, or computed from several."""
    if len(row["references"]) == 1:
        return "stated"
    return "quotient" if row["unit"] == "ratio" else "sum"


def independence(claim: Claim, reference: Claim, dataset: Dataset) -> str:
    """What a reference is to a claim: same origin, a party's, a usual figure, or independent."""
    if chain(dataset, claim) & chain(dataset, reference):
        return "same_origin"
    source = dataset.sources[reference["source"]]
    if source.grade == "D" or source.kind == "party" or _of_a_side(reference["claimant"], dataset):
        return "party"
    return "unknown" if reference["method"] == "convention" else "independent"


def _found(row: Mapping[str, Any]) -> bool:
    return bool(row["reference_claim_id"] != NONE_FOUND)


def _compared(row: Mapping[str, Any], dataset: Dataset) -> dict[str, Any]:
    claim = dataset.row("claims", row["claim_id"])
    stated = spans.by_expression(dataset, row["reference_claim_id"])
    differs = _differs(row["differs_in"], bool(row["reading"]))
    number = _number(claim, stated["amount"], stated["unit"])
    references = spans.rows(dataset, stated["claims"])
    return {
        "claim_id": row["claim_id"],
        "reading": row["reading"],
        "expression": row["reference_claim_id"],
        "references": stated["claims"],
        "sources": stated["sources"],
        "differs": differs,
        "number": number,
        "same_figure": _same_figure(claim, stated["amount"], stated["unit"]),
        **_parts(differs, number),
        "independence": _weakest([independence(claim, ref, dataset) for ref in references]),
        "weighs": all(dataset.sources[ref["source"]].grade != "D" for ref in references),
        "amount": stated["amount"],
        "unit": stated["unit"],
        "gap": _gap(claim, stated["amount"], stated["unit"]),
        "reason": row["reason"],
    }


@cache
def _differs(differs_in: str, is_reading: bool) -> tuple[str, ...]:
    """In what a row says that claim and references differ."""
    named = {name for name in differs_in.split() if name != "nothing"}
    return tuple(sorted(named - SETTLED_BY_READING if is_reading else named))


@cache
def _parts(differs: tuple[str, ...], number: str) -> Mapping[str, str]:
    """The parts but the number: one that differs fails where the number is the same."""
    failing = "fails" if number == "holds" else "cannot_be_checked"
    named = {PART_OF.get(name, name) for name in differs}
    return {part: failing if part in named else "holds" for part in PARTS[1:]}


def _number(claim: Claim, amount: Amount, unit: str) -> str:
    if claim["unit"] != unit and not {claim["unit"], unit} <= {*DAYS}:
        return "cannot_be_checked"
    stated = comparable_amount(claim)
    other = bounds.in_days(amount, unit) if unit in DAYS else amount
    if stated.vague or other.vague:
        return "cannot_be_checked"
    return NUMBER[relate(stated, other)]


def _same_figure(claim: Claim, amount: Amount, unit: str) -> bool:
    if claim["amount"].vague or amount.vague or claim["unit"] != unit:
        return False
    return bool(bounds.figure(claim["amount"]) == bounds.figure(amount))


def _gap(claim: Claim, amount: Amount, unit: str) -> Amount | None:
    """The claim's amount divided by the reference's, where that sets any limit."""
    if claim["unit"] != unit or claim["unit"] == "rank" or claim["amount"].vague or amount.vague:
        return None
    return bounds.quotient(claim["amount"], amount)


def _weakest(found: Sequence[str]) -> str:
    return min(found, key=WEAKEST_FIRST.index)


def _of_a_side(actor: str, dataset: Dataset) -> bool:
    return bool(actor) and bool(dataset.row("actors", actor)["side"])
