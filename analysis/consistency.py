"""Statements that cannot all be true as they stand, or that are not what they are set beside.

Each rule looks at the claims of a dataset and yields findings: the claims, and what is at odds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, combinations, product
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import bounds, spans
from analysis.bounds import DAYS, Amount
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.frames import tuples
from analysis.relation import relate
from analysis.wording.magnitude import least

Claim = Mapping[str, Any]
Rule = Callable[[Dataset], Iterable[tuple[str, ...]]]
COLUMNS = ["rule", "claims", "sources"]
LEFT = ("displaced", "refugees", "internally_displaced")
LIVED = ("residents",)
NESTED = {"event": "events", "place": "places", "subject": "actors"}
# Event, place and subject; quantity, unit and period; id, population and amount of a claim.
Scope = tuple[str, str, str]
Kind = tuple[str, ...]
Count = tuple[str, str, Amount]
COUNT = ["claim_id", "population", "amount"]
_counted = itemgetter("claimant", "as_of", "status", "method")


def findings(dataset: Dataset) -> pd.DataFrame:
    """Every finding of every rule, in the order of the rules, then of the claims.

    Columns: `rule` (a key of `RULES`), `claims` (ids), `sources`.
    """
    place, rows = dataset.order.__getitem__, dataset.rows("claims")
    found = [
        (name, claims, tuple(dict.fromkeys(rows[claim]["source"] for claim in claims)))
        for name, rule in RULES.items()
        for claims in sorted(rule(dataset), key=lambda ids: [*map(place, ids)])
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def part_larger_than_whole(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """A count for a part of an event, place or side above the count for the whole of it."""
    events, places, subjects = (_wider(column, dataset) for column in NESTED)
    by_scope = _by_scope(dataset)
    for part, counts in by_scope.items():
        event, place, subject = part
        around = product(events[event], places[place], subjects[subject])
        for whole in filter(by_scope.__contains__, around):
            if whole != part and _is_part(part, whole):
                for kind in counts.keys() & by_scope[whole].keys():
                    yield from _larger(counts[kind], by_scope[whole][kind])


def more_left_than_lived_there(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """More people displaced, by the least the words allow, than a stated number who lived there."""
    moved = _rows(dataset, dataset.statements["quantity"].isin([*LEFT, *LIVED]))
    left = [c for c in moved if c["quantity"] in LEFT and c["subject"]]
    lived = [c for c in moved if c["quantity"] in LIVED and not c["amount"].vague]
    by_place = _by(lived, "place")
    for gone in left:
        floor = gone["amount"].low or least(gone["as_stated"])
        if floor is None:
            continue
        around = (by_place.get(place, ()) for place in dataset.wholes("places", gone["place"]))
        for there in chain.from_iterable(around):
            if floor > bounds.figure(there["amount"]) and _same_people(gone, there, dataset):
                yield gone["claim_id"], there["claim_id"]


def length_against_its_own_dates(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """A stated length that does not fit the dates that the same source gives to it."""
    claims = dataset.statements
    for claim in _rows(dataset, claims["unit"].isin(list(DAYS)) & (claims["end"] != "")):
        if claim["amount"].vague:
            continue
        begun = claim["start"] or _begun(claim, dataset)
        if begun and relate(_dated(begun, claim["end"]), _days(claim)) == "disagree":
            yield (claim["claim_id"],)


def set_side_by_side(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Numbers of people that a source sets side by side, by different counters or of other days."""
    claims = dataset.statements
    people = (claims["unit"] == "persons") & (claims["repeats"] == "")
    stated = (c for c in _rows(dataset, people) if not c["amount"].vague)
    beside = _by(stated, "quantity", "source", "locator", "event", "population")
    for first, second in chain.from_iterable(combinations(same, 2) for same in beside.values()):
        if _counted(first) != _counted(second):
            yield first["claim_id"], second["claim_id"]


RULES: dict[str, Rule] = {
    "part_larger_than_whole": part_larger_than_whole,
    "more_left_than_lived_there": more_left_than_lived_there,
    "length_against_its_own_dates": length_against_its_own_dates,
    "set_side_by_side": set_side_by_side,
}


def _rows(dataset: Dataset, kept: pd.Series) -> list[Claim]:
    """Those of the articles' claims that are kept."""
    return list(spans.rows(dataset, dataset.statements.loc[kept, "claim_id"].tolist()))


def _by(claims: Iterable[Claim], *columns: str) -> dict[Any, list[Claim]]:
    """Claims by what they have in these columns, so that only those alike need be compared."""
    found: dict[Any, list[Claim]] = {}
    cells = itemgetter(*columns)
    for claim in claims:
        found.setdefault(cells(claim), []).append(claim)
    return found


def _by_scope(dataset: Dataset) -> dict[Scope, dict[Kind, list[Count]]]:
    """What the articles count, without restatements, by event, place and subject, then by kind.

    A part is of one kind with its whole: of a quantity and unit; of no event, of a period too.
    """
    claims, told = dataset.statements, dataset.statements["repeats"] == ""
    scopes, counts = (tuples(claims.loc[told, columns]) for columns in ([*NESTED], COUNT))
    kinds = claims.loc[told, ["quantity", "unit", "start", "end"]]
    kinds.loc[claims["event"] != "", ["start", "end"]] = ""
    found: dict[Scope, dict[Kind, list[Count]]] = {}
    for scope, kind, count in zip(scopes, tuples(kinds), counts, strict=True):
        found.setdefault(scope, {}).setdefault(kind, []).append(count)
    return found


def _wider(column: str, dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """What may hold each event, place or subject: itself, its wholes, and any (empty).

    An event lies in no empty one, which is compared by its period.
    """
    found: dict[str, tuple[str, ...]] = {"": ("",)}
    for key in filter(None, dataset.statements[column].unique()):
        wholes = dataset.wholes(NESTED[column], key)
        found[key] = (*wholes,) if column == "event" else (*wholes, "")
    return found


def _is_part(part: Scope, whole: Scope) -> bool:
    """Whether a wider scope holds more than one; what it leaves empty is no difference."""
    return any(wide not in ("", own) for own, wide in zip(part, whole, strict=True))


def _larger(parts: Iterable[Count], wholes: Iterable[Count]) -> Iterator[tuple[str, str]]:
    """The parts above a whole that counts the same people, or all."""
    for (part, people, of_part), (whole, all_people, of_whole) in product(parts, wholes):
        if _above(of_part, of_whole) and all_people in (people, "", "all"):
            yield part, whole


def _above(part: Amount, whole: Amount) -> bool:
    return part.low is not None and whole.high is not None and part.low > whole.high


def _same_people(gone: Claim, there: Claim, dataset: Dataset) -> bool:
    """Whether those who left may be among those who lived there, as far as both are named."""
    people = gone["subject"], there["subject"]
    return people[0] == people[1] or dataset.nested("actors", *people)


def _begun(claim: Claim, dataset: Dataset) -> str:
    return str(dataset.row("events", claim["event"])["start"]) if claim["event"] else ""


def _dated(start: str, end: str) -> Amount:
    """The days between two dates, each as precise as it is given."""
    first, last = Day.parse(start), Day.parse(end)
    shortest, longest = (last.first - first.last).days, (last.last - first.first).days
    return Amount(Decimal(max(shortest, 0)), Decimal(longest))


def _days(claim: Claim) -> Amount:
    return bounds.in_days(claim["amount"], claim["unit"])
