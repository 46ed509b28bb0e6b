"""What follows for a seed's claim from the reference claims that it is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import spans
from analysis.agreement import comparable_amount
from analysis.comparisons import held
from analysis.dataset import Dataset, load
from analysis.errors import DatasetError, NotComparable, Problem
from analysis.frames import of_records, once, remembered

Claim = Mapping[str, Any]
# Compared rows of one claim, each under its index.
Rows = Sequence[tuple[int, Mapping[str, Any]]]
NOBODY = frozenset[str]()
VERDICT_COLUMNS = [
    "claim_id",
    "reading",
    "verdict",
    "decided_by",
    "compared",
    "independent",
    "fits",
    "input_failed",
]


@once
def verdicts(dataset: Dataset) -> pd.DataFrame:
    """One verdict for each claim that the comparisons name, and for each reading of it.

    Columns: `VERDICT_COLUMNS`. `decided_by`: indexes of `comparisons.compared` that decided;
    `compared`: all of them; `fits`: indexes of rows of another period whose number the claim's
    fits; `input_failed`: the claim compares with an amount of the same sentence that was
    contradicted.
    """
    of_claim: dict[str, list[tuple[int, Claim]]] = {}
    for index, row in enumerate(held(dataset)):
        of_claim.setdefault(row["claim_id"], []).append((index, row))
    rows = [
        _verdict(claim, reading, of_claim.get(claim, []), dataset)
        for claim in dict.fromkeys(dataset.comparisons["claim_id"].tolist())
        for reading in _readings(of_claim.get(claim, []))
    ]
    return of_records(_with_failed_inputs(rows, dataset), VERDICT_COLUMNS)


def of_topic(dataset: Dataset, topic: str) -> pd.DataFrame:
    """The verdicts on the claims of one topic. Columns: `VERDICT_COLUMNS`."""
    return verdicts(dataset)[_topics(dataset) == topic]


@remembered
def _topics(dataset: Dataset) -> pd.Series:
    """The topic of each verdict's claim."""
    topics = dict(zip(dataset.quantities["quantity"], dataset.quantities["topic"], strict=True))
    claims = verdicts(dataset)["claim_id"]
    return claims.map(lambda claim: topics.get(dataset.row("claims", claim)["quantity"]))


def checked(folder: Path | str) -> Dataset:
    """Read the dataset in `folder`; raises `DatasetError` with every rule that it breaks.

    To the rules of a row come those that need its arithmetic: see `refused`.
    """
    dataset = load(folder)
    if problems := refused(dataset):
        raise DatasetError(problems)
    return dataset


def refused(dataset: Dataset) -> list[Problem]:
    """The rows whose reference claims may not be added or divided, each with the reason."""
    if "comparisons" not in dataset.tables:
        return []
    column = "reference_claim_id"
    named = dataset.comparisons[column]
    problems = []
    # One claim alone has nothing that it could not be added to.
    for row, expression in named[named.str.contains(" ", regex=False)].items():
        try:
            spans.by_expression(dataset, expression)
        except NotComparable as error:
            reason = error.problems[0].message
            todo = "Compare with each of the claims in a row of its own."
            place = ("data/comparisons.csv", int(str(row)), column)
            expected = "claims that may be added or divided"
            problems.append(Problem(*place, reason, expression, expected, todo))
    return problems


def shown(row: Mapping[str, Any]) -> list[int]:
    """The compared rows of a verdict as printed: what decided, what is independent, the rest."""
    return list(dict.fromkeys([*row["decided_by"], *row["independent"], *row["compared"]]))


@dataclass(frozen=True)
class _Rule:
    """A verdict and the rows that lead to it; the first rule that finds any decides."""

    verdict: str
    applies: Callable[[Mapping[str, Any]], bool]


def _rule(verdict: str, independence: str, *numbers: str, same: bool = True) -> _Rule:
    """Rows of this independence with one of these outcomes, on the same thing or on another."""
    return _Rule(
        verdict,
        lambda row: (
            (not row["differs"]) == same
            and row["independence"] == independence
            and (row["number"] in numbers or ("same_figure" in numbers and _repeats_figure(row)))
        ),
    )


def _repeats_figure(row: Mapping[str, Any]) -> bool:
    """The same figure, under bounds that do not exclude each other."""
    return bool(row["same_figure"] and row["number"] != "fails")


def _counts_something_else(row: Mapping[str, Any]) -> bool:
    """The same figure, but of other people or of another kind."""
    return (
        row["same_figure"]
        and row["number"] == "holds"
        and bool({"subject", "kind", "population"} & {*row["differs"]})
    )


def _of_another_scope(row: Mapping[str, Any]) -> bool:
    return bool(row["differs"]) and row["independence"] != "party"


RULES = (
    _rule("contradicted", "independent", "fails"),
    _rule("confirmed", "independent", "holds"),
    _rule("quotes_its_source", "same_origin", "holds", "same_figure"),
    _rule("differs_from_its_source", "same_origin", "fails"),
    _rule("quotes_with_another_label", "same_origin", "holds", same=False),
    _rule("not_in_conflict", "independent", "not_in_conflict"),
    _rule("not_in_conflict", "same_origin", "not_in_conflict"),
    _rule("usual_figure", "unknown", "holds"),
    _Rule("counts_something_else", _counts_something_else),
    _Rule("different_scope", _of_another_scope),
)
_SENTENCE: Callable[[Claim], tuple[str, ...]] = itemgetter(
    "source", "locator", "subject", "start", "end"
)
# What a rule looks at.
JUDGED = ("differs", "independence", "number", "same_figure")
_JUDGED = itemgetter(*JUDGED)
NO_NUMBER = "no_number"
UNCHECKED = "unchecked"


def _readings(held: Rows) -> list[str]:
    """The readings of a claim that are tested; one empty reading where it has but one."""
    return list(dict.fromkeys(row["reading"] for _, row in held if row["reading"])) or [""]


def _verdict(claim: str, reading: str, held: Rows, dataset: Dataset) -> dict[str, Any]:
    made = [(index, row) for index, row in held if not row["reading"] or row["reading"] == reading]
    name, decided = _decided(made) if _has_number(claim, dataset) else (NO_NUMBER, [])
    if name == "quotes_its_source":
        satisfied = [index for index, row in made if _beside_a_quotation(row)]
        name = "quotes_and_not_in_conflict" if satisfied else name
        decided += satisfied
    return {
        "claim_id": claim,
        "reading": reading,
        "verdict": name,
        "decided_by": tuple(decided),
        "compared": tuple(index for index, _ in made),
        "independent": tuple(i for i, row in made if row["independence"] == "independent"),
        "fits": tuple(index for index, row in made if _fits_another_period(row)),
        "input_failed": False,
    }


def _decided(made: Rows) -> tuple[str, list[int]]:
    """The verdict of the first rule that applies to any row that weighs, and those rows."""
    weighing = [(index, _applying(*_JUDGED(row))) for index, row in made if row["weighs"]]
    first = min((rules[0] for _, rules in weighing if rules), default=None)
    if first is None:
        return UNCHECKED, []
    return RULES[first].verdict, [index for index, rules in weighing if first in rules]


@cache
def _applying(*judged: Any) -> tuple[int, ...]:
    """The places of the rules that apply to a row with this in the columns that rules look at."""
    row = dict(zip(JUDGED, judged, strict=True))
    return tuple(place for place, rule in enumerate(RULES) if rule.applies(row))


def _beside_a_quotation(row: Mapping[str, Any]) -> bool:
    """An independent figure of the same thing, which the quoted figure is not in conflict with."""
    same = row["independence"] == "independent" and not row["differs"]
    return bool(same and row["number"] in ("holds", "not_in_conflict"))


def _has_number(claim_id: str, dataset: Dataset) -> bool:
    return not comparable_amount(dataset.row("claims", claim_id)).vague


def _fits_another_period(row: Mapping[str, Any]) -> bool:
    return bool(row["differs"] == ("period",) and row["number"] == "holds")


def _with_failed_inputs(rows: list[dict[str, Any]], dataset: Dataset) -> list[dict[str, Any]]:
    """A comparison is not confirmed where an amount it rests on was contradicted."""
    failed: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if row["verdict"] == "contradicted":
            claim = dataset.row("claims", row["claim_id"])
            failed.setdefault(_sentence(claim), set()).add(row["claim_id"])
    made = []
    for row in rows:
        claim = dataset.row("claims", row["claim_id"])
        others = failed.get(_sentence(claim), NOBODY) - {row["claim_id"]}
        rests = bool(others) and claim["unit"] in ("ratio", "rank")
        kept = UNCHECKED if rests and row["verdict"] == "confirmed" else row["verdict"]
        made.append({**row, "verdict": kept, "input_failed": rests})
    return made


def _sentence(claim: Claim) -> tuple[str, ...]:
    """What a comparison shares with an amount that it rests on: sentence, subject and period."""
    return _SENTENCE(claim)
