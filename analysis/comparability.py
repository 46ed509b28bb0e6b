"""May these claims be added, divided, spanned or set on one axis? The reason, where not.

All sums, ratios, spans and shared axes of the package ask here first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import Literal

import pandas as pd

from analysis.bounds import DAYS
from analysis.dataset import Dataset
from analysis.errors import NotComparable, Problem
from analysis.frames import remembered, tuples

Claim = Mapping[str, str]
Purpose = Literal["relation", "span", "sum", "ratio", "axis", "side_by_side"]
Check = Callable[[Claim, Claim, Dataset], str | None]


def reason_not(first: Claim, second: Claim, purpose: Purpose, dataset: Dataset) -> str | None:
    """Why two claims may not be taken together for a purpose; None where they may.

    A pair that the dataset lists as an exception, with a reason, may be set side by side.
    """
    if purpose == "relation" and dataset.exceptions:
        pair = frozenset((first["claim_id"], second["claim_id"]))
        if pair in dataset.exceptions:
            return same_unit(first, second, dataset)
    for check in CHECKS[purpose]:
        reason = check(first, second, dataset)
        if reason:
            return reason
    return None


def require(claims: Sequence[Claim], purpose: Purpose, dataset: Dataset) -> None:
    """Refuse claims that may not be taken together.

    Raises `NotComparable` naming the first such pair and the reason.
    """
    if purpose in ALIKE and _alike(claims, dataset):
        return
    for first, second in combinations(claims, 2):
        reason = reason_not(first, second, purpose, dataset)
        if reason:
            pair = f"{first['claim_id']} and {second['claim_id']}"
            raise NotComparable(
                Problem("data/claims.csv", message=f"no {purpose} of {pair}: {reason}")
            )


def _alike(claims: Iterable[Claim], dataset: Dataset) -> bool:
    """Whether claims measure the same and no two of them differ in who counts."""
    who = {counter(claim, dataset) for claim in claims}
    return len({*map(measured, claims)}) == 1 and not who >= {"own", "other"}


def same(column: str, reason: str, table: str = "") -> Check:
    """A check that two claims agree in a column; `{0}` and `{1}` in the reason are the values.

    Values are given by their labels where the column holds keys of a table.
    """

    def check(first: Claim, second: Claim, dataset: Dataset) -> str | None:
        if first[column] == second[column]:
            return None
        return reason.format(*(_words(claim[column], table, dataset) for claim in (first, second)))

    return check


def _words(value: str, table: str, dataset: Dataset) -> str:
    if not value:
        return "not said"
    return dataset.label(table, value) if table else value.replace("_", " ")


def same_quantity(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """The same quantity; a stock and a flow, a part and its whole, two stages are told apart."""
    if first["quantity"] == second["quantity"]:
        return None
    return _different(dataset, first["quantity"], second["quantity"])


@remembered
def _different(dataset: Dataset, first: str, second: str) -> str:
    """How two quantities differ."""
    pair = [dataset.row("quantities", quantity) for quantity in (first, second)]
    names = f"{pair[0]['label']} / {pair[1]['label']}"
    if dataset.nested("quantities", first, second):
        return f"a part and its whole ({names})"
    if {row["kind"] for row in pair} == {"stock", "flow"}:
        return f"a stock and a flow ({names})"
    if pair[0]["stage"] != pair[1]["stage"] and pair[0]["dimension"] == pair[1]["dimension"]:
        return f"different stages or kinds of money ({names})"
    return f"different quantities ({names})"


def not_nested(column: str, table: str) -> Check:
    """A check that neither value of a column lies within the other: a part and its whole."""

    def check(first: Claim, second: Claim, dataset: Dataset) -> str | None:
        one, other = first[column], second[column]
        if not (one and other) or one == other or not dataset.nested(table, one, other):
            return None
        names = " / ".join(_words(claim[column], table, dataset) for claim in (first, second))
        return f"one {column} is part of the other ({names})"

    return check


def same_counter(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """A side's count of its own losses and another's count of them are two quantities."""
    if {"own", "other"} == {counter(first, dataset), counter(second, dataset)}:
        return "a side's count of its own, and the other side's count of it"
    return None


def counter(claim: Claim, dataset: Dataset) -> str:
    """Whether a claim's claimant belongs to the side it counts: own, other, or neither."""
    return _counter(claim["claimant"], claim["subject"], dataset.sides)


def counters(claims: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Who counts in each of many claims; see `counter`."""
    pairs, sides = tuples(claims[COUNTER]), dataset.sides
    return [_counter(claimant, subject, sides) for claimant, subject in pairs]


def _counter(claimant: str, subject: str, sides: Mapping[str, str]) -> str:
    side = sides.get(claimant) if claimant else ""
    other = sides.get(subject) if side else ""
    if not other:
        return ""
    return "own" if side == other else "other"


def same_unit(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """The same unit, or units of time, which convert to a span of days."""
    if first["unit"] == second["unit"] or {first["unit"], second["unit"]} <= {*DAYS}:
        return None
    return f"different units ({first['unit'] or 'not said'}, {second['unit'] or 'not said'})"


def same_or_sibling_quantity(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """Parts of one whole may be added; a whole and its part, or unlike quantities, may not."""
    wholes = [dataset.row("quantities", claim["quantity"])["part_of"] for claim in (first, second)]
    siblings = bool(wholes[0]) and wholes[0] == wholes[1]
    return None if siblings else same_quantity(first, second, dataset)


def same_stage(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """The same stage of money: what was budgeted is not what was contracted or spent."""
    stages = [dataset.row("quantities", claim["quantity"])["stage"] for claim in (first, second)]
    if stages[0] == stages[1]:
        return None
    return f"different stages of money ({stages[0] or 'not said'}, {stages[1] or 'not said'})"


def no_vague_part(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """A magnitude word is no number to reckon with."""
    vague = [claim["claim_id"] for claim in (first, second) if claim["bound"] == "vague"]
    return f"{vague[0]} states a word, not a number" if vague else None


def not_overlapping(first: Claim, second: Claim, dataset: Dataset) -> str | None:
    """Parts of a sum must not hold the same people or money twice."""
    for column, table in (("event", "events"), ("place", "places"), ("subject", "actors")):
        if dataset.nested(table, first[column], second[column]):
            return f"one {column} lies within the other ({first[column]}, {second[column]})"
    if all(first[column] == second[column] for column in SUM_DIMENSIONS):
        return "they measure the same thing"
    if not any(_apart(column, first[column], second[column]) for column in SUM_DIMENSIONS):
        return "the same people or money may be in both"
    return None


def _apart(column: str, first: str, second: str) -> bool:
    """Whether two values of a column cannot both hold for one person; what is not said may."""
    if column == "population":
        return {first, second} in APART
    return bool(first and second) and first != second


UNIT = same("unit", "different units ({0}, {1})")
BASIS = same("year_basis", "different years: {0} and {1} (fiscal or calendar)")
SUBJECT = same("subject", "different subjects ({0} / {1})", "actors")
COUNTERPART = same("counterpart", "different counterparts ({0} / {1})", "actors")
POPULATION = same("population", "different populations ({0} / {1})")
PLACE = same("place", "different places ({0} / {1})", "places")
EVENT = same("event", "different events ({0} / {1})", "events")
START = same("start", "different periods (from {0}, from {1})")
END = same("end", "different periods (to {0}, to {1})")
AS_OF = same("as_of", "counts of different days ({0}, {1})")
METHOD = same("method", "different methods ({0}, {1})")
STATUS = same("status", "one count is {0}, the other {1}")

APART = ({"military", "civilian"}, {"combatant", "non_combatant"})
SUM_DIMENSIONS = ("quantity", "population", "subject", "place")
PERIOD = [EVENT, START, END, AS_OF, BASIS]
COUNTING = [METHOD, STATUS, UNIT]
NESTED = [
    not_nested(*pair) for pair in (("event", "events"), ("place", "places"), ("subject", "actors"))
]
SAME_PEOPLE = [*NESTED, SUBJECT, same_counter, COUNTERPART, POPULATION, PLACE]
SAME_THING = [same_quantity, *SAME_PEOPLE, *PERIOD, METHOD, STATUS]
CHECKS: dict[Purpose, list[Check]] = {
    "relation": [*SAME_THING, same_unit],
    "span": [*SAME_THING, UNIT],
    "sum": [
        no_vague_part,
        same_or_sibling_quantity,
        COUNTERPART,
        same_counter,
        *PERIOD,
        *COUNTING,
        not_overlapping,
    ],
    "ratio": [
        no_vague_part,
        same_or_sibling_quantity,
        COUNTERPART,
        POPULATION,
        PLACE,
        *PERIOD,
        *COUNTING,
    ],
    "axis": [same_quantity, UNIT, BASIS],
    # Unlike kinds of count on one axis on purpose, each with a mark and a label of its own.
    "side_by_side": [UNIT, same_stage],
}
# fmt: off
SPAN_COLUMNS = [
    "quantity", "subject", "counterpart", "population", "place", "event", "start", "end", "as_of",
    "year_basis", "method", "status", "unit",
]
# fmt: on
# What a claim measures, by these columns.
measured = itemgetter(*SPAN_COLUMNS)
# Purposes for which claims that measure the same differ at most in who counts.
ALIKE = ("relation", "span")
# What tells whether a claim is a side's count of its own.
COUNTER = ["claimant", "subject"]
