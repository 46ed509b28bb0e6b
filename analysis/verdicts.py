"""What follows for a seed's claim from the reference claims that it is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import spans
from analysis.agreement import comparable_amount
from analysis.comparability import same_unit
from analysis.comparisons import Comparison, held
from analysis.dataset import Dataset, load
from analysis.errors import DatasetError, NotComparable, Problem
from analysis.frames import objects, once, remembered

Claim = Mapping[str, Any]
Compared = Sequence[Comparison]
NO_READING = ("",)
NOBODY = frozenset[str]()


class Verdict(NamedTuple):
    """What follows for a claim, or for a reading of it.

    `decided_by`: indexes of `comparisons.compared` that decided; `compared`: all of them; `fits`:
    indexes of rows of another period whose number the claim's fits; `input_failed`: the claim
    compares with an amount of the same sentence that was contradicted.
    """

    claim_id: str
    reading: str
    verdict: str
    decided_by: tuple[int, ...]
    compared: tuple[int, ...]
    independent: tuple[int, ...]
    fits: tuple[int, ...]
    input_failed: bool


@once
def verdicts(dataset: Dataset) -> pd.DataFrame:
    """A verdict for each claim that the comparisons name, and for each reading of it.

    Columns: as `Verdict`.
    """
    found = list(_found(dataset))
    failed = _failed_inputs(found, dataset)
    cells = {
        "claim_id": [claim for claim, _, _, _ in found],
        "reading": [reading for _, reading, _, _ in found],
        "verdict": [
            UNCHECKED if fails and judged.verdict == "confirmed" else judged.verdict
            for (_, _, judged, _), fails in zip(found, failed, strict=True)
        ],
        "decided_by": [_at(judged.decided_by, rows) for _, _, judged, rows in found],
        "compared": [tuple(rows) for _, _, _, rows in found],
        "independent": [_at(judged.independent, rows) for _, _, judged, rows in found],
        "fits": [_at(judged.fits, rows) for _, _, judged, rows in found],
        "input_failed": failed,
    }
    return pd.DataFrame(cells, columns=list(Verdict._fields))


def of_topic(dataset: Dataset, topic: str) -> pd.DataFrame:
    """The verdicts on the claims of one topic. Columns: as `Verdict`."""
    return verdicts(dataset)[_topics(dataset) == topic]


@remembered
def _topics(dataset: Dataset) -> pd.Series:
    """The topic of each verdict's claim."""
    topics = dict(zip(dataset.quantities["quantity"], dataset.quantities["topic"], strict=True))
    judged, claims = verdicts(dataset)["claim_id"], dataset.rows("claims")
    of_each = (topics.get(claims[claim]["quantity"]) for claim in judged.tolist())
    return objects(of_each, judged.index)


def checked(folder: Path | str) -> Dataset:
    """Read the dataset in `folder`; raises `DatasetError` with every rule that it breaks.

    To the rules of a row come those that need its arithmetic: see `refused`.
    """
    dataset = load(folder)
    if problems := refused(dataset):
        raise DatasetError(problems)
    return dataset


def refused(dataset: Dataset) -> list[Problem]:
    """The rows whose claims may not be taken together as they name them, each with the reason."""
    return [*_not_computed(dataset), *_not_excepted(dataset)]


def _not_excepted(dataset: Dataset) -> Iterator[Problem]:
    """Exceptions for claims of different units: no reason makes these comparable."""
    rows, column = dataset.tables.get("exceptions"), "other_claim_id"
    for row, pair in () if rows is None else rows[["claim_id", column]].iterrows():
        first, second = spans.rows(dataset, pair.tolist())
        if reason := same_unit(first, second, dataset):
            place = ("data/exceptions.csv", int(str(row)), column)
            todo = "Remove the row: an exception says why two claims of one unit are comparable."
            yield Problem(*place, reason, pair[column], f"a claim in {first['unit']}", todo)


def _not_computed(dataset: Dataset) -> list[Problem]:
    """Comparisons whose reference claims may not be added or divided."""
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


def shown(row: Verdict) -> Sequence[int]:
    """The compared rows of a verdict as printed: what decided, what is independent, the rest."""
    if len(row.compared) < 2:
        return row.compared
    return list(dict.fromkeys([*row.decided_by, *row.independent, *row.compared]))


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
# What a comparison shares with an amount that it rests on: sentence, subject and period.
_sentence: Callable[[Claim], tuple[str, ...]] = itemgetter(
    "source", "locator", "subject", "start", "end"
)
# What a verdict looks at in a row.
JUDGED = ("weighs", "differs", "independence", "number", "same_figure")
_judged = attrgetter(*JUDGED)
NO_NUMBER = "no_number"
UNCHECKED = "unchecked"


class _Kind(NamedTuple):
    """What a row does for a verdict.

    `rules`: places of the rules that apply, none where it does not weigh; `beside`: it may stand
    beside a quotation.
    """

    rules: tuple[int, ...]
    independent: bool
    beside: bool
    fits: bool


class _Judgement(NamedTuple):
    """What follows from some rows: a verdict, and as in `Verdict` the places of rows."""

    verdict: str
    decided_by: list[int]
    independent: list[int]
    fits: list[int]


# A claim, a reading of it, what follows for it, and the rows of `comparisons.held` that it is of.
Found = tuple[str, str, _Judgement, Sequence[int]]


def _found(dataset: Dataset) -> Iterator[Found]:
    """What follows for each claim and reading from its rows; those alike are judged once."""
    compared, judgement, wordless = held(dataset), cache(_judgement), _without_number(dataset)
    kinds = [_kind(*cells) for cells in map(_judged, compared)]
    of_claim: dict[str, list[int]] = {c: [] for c in dataset.comparisons["claim_id"].tolist()}
    readings: dict[str, dict[str, None]] = {}
    for index, row in enumerate(compared):
        of_claim[row.claim_id].append(index)
        if row.reading:
            readings.setdefault(row.claim_id, {})[row.reading] = None
    for claim, indexes in of_claim.items():
        has_number = claim not in wordless
        for reading in readings.get(claim, NO_READING):
            rows = _of_reading(reading, indexes, compared) if reading else indexes
            yield claim, reading, judgement(has_number, *[kinds[row] for row in rows]), rows


def _of_reading(reading: str, indexes: Sequence[int], compared: Compared) -> list[int]:
    """The rows that test a reading, or that name none and so are of each."""
    return [index for index in indexes if compared[index].reading in ("", reading)]


def _at(places: Sequence[int], rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(rows.__getitem__, places)) if places else ()


@cache
def _kind(*judged: Any) -> _Kind:
    """What a row with these cells of `JUDGED` does for a verdict."""
    row = dict(zip(JUDGED, judged, strict=True))
    rules = tuple(i for i, rule in enumerate(RULES) if row["weighs"] and rule.applies(row))
    independent = row["independence"] == "independent"
    return _Kind(rules, independent, _beside_a_quotation(row), _fits_another_period(row))


def _judgement(has_number: bool, *rows: _Kind) -> _Judgement:
    """What follows from rows of these kinds, for a claim with a number or without."""
    name, decided = _decided(rows) if has_number else (NO_NUMBER, [])
    if name == "quotes_its_source":
        satisfied = [i for i, row in enumerate(rows) if row.beside]
        name = "quotes_and_not_in_conflict" if satisfied else name
        decided += satisfied
    independent = [i for i, row in enumerate(rows) if row.independent]
    return _Judgement(name, decided, independent, [i for i, row in enumerate(rows) if row.fits])


def _decided(rows: Sequence[_Kind]) -> tuple[str, list[int]]:
    """The verdict of the first rule that applies to any row, and those rows."""
    first = min((row.rules[0] for row in rows if row.rules), default=None)
    if first is None:
        return UNCHECKED, []
    return RULES[first].verdict, [i for i, row in enumerate(rows) if first in row.rules]


def _beside_a_quotation(row: Mapping[str, Any]) -> bool:
    """An independent figure of the same thing, which the quoted figure is not in conflict with."""
    same = row["independence"] == "independent" and not row["differs"]
    return bool(same and row["number"] in ("holds", "not_in_conflict"))


def _fits_another_period(row: Mapping[str, Any]) -> bool:
    return bool(row["differs"] == ("period",) and row["number"] == "holds")


def _without_number(dataset: Dataset) -> set[str]:
    """The claims that state a word which allows any number."""
    claims, table = dataset.rows("claims"), dataset.claims
    stated = zip(table["claim_id"].tolist(), table["amount"].tolist(), strict=True)
    vague = [claim for claim, amount in stated if amount.vague]
    return {claim for claim in vague if comparable_amount(claims[claim]).vague}


def _failed_inputs(found: Sequence[Found], dataset: Dataset) -> list[bool]:
    """Whether each claim compares with another of its sentence that was contradicted."""
    claims, table = dataset.rows("claims"), dataset.claims
    comparing = {*table.loc[table["unit"].isin(["ratio", "rank"]), "claim_id"].tolist()}
    failed: dict[tuple[str, ...], set[str]] = {}
    for claim, _, judged, _ in found:
        if judged.verdict == "contradicted":
            failed.setdefault(_sentence(claims[claim]), set()).add(claim)
    return [
        claim in comparing and bool(failed.get(_sentence(claims[claim]), NOBODY) - {claim})
        for claim, _, _, _ in found
    ]
