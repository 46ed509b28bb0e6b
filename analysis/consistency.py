"""Statements that cannot all be true as they stand, or that are not what they are set beside.

Each rule looks at the claims of a dataset and yields findings: the claims, and what is at odds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

import pandas as pd

from analysis import bounds, spans
from analysis.bounds import DAYS, Amount
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.relation import relate
from analysis.wording.magnitude import least

Claim = Mapping[str, Any]
Rule = Callable[[Dataset], Iterable[tuple[str, ...]]]
COLUMNS = ["rule", "claims", "sources"]
LEFT = ("displaced", "refugees", "internally_displaced")
LIVED = ("residents",)
NESTED = {"event": "events", "place": "places", "subject": "actors"}


def findings(dataset: Dataset) -> pd.DataFrame:
    """Every finding of every rule, in the order of the rules, then of the claims.

    Columns: `rule` (a key of `RULES`), `claims` (ids), `sources`.
    """
    rows = [
        (name, claims)
        for name, rule in RULES.items()
        for claims in sorted(rule(dataset), key=lambda ids: [dataset.order[claim] for claim in ids])
    ]
    made = [(name, claims, _sources(dataset, claims)) for name, claims in rows]
    return pd.DataFrame(made, columns=COLUMNS)


def part_larger_than_whole(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """A count for a part of an event, place or side above the count for the whole of it."""
    claims = _once(dataset)
    by_scope: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        by_scope.setdefault(_scope(claim, *(claim[c] for c in NESTED)), []).append(claim)
    for part in claims:
        for scope in _wider(part, dataset):
            for whole in by_scope.get(scope, ()):
                if _above(part["amount"], whole["amount"]) and _is_part(part, whole, dataset):
                    yield part["claim_id"], whole["claim_id"]


def more_left_than_lived_there(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """More people displaced, by the least the words allow, than a stated number who lived there."""
    claims = spans.rows(dataset, dataset.statements["claim_id"].tolist())
    left = [c for c in claims if c["quantity"] in LEFT and c["subject"]]
    lived = [c for c in claims if c["quantity"] in LIVED and not c["amount"].vague]
    by_place = _by(lived, "place")
    for gone in left:
        around = (by_place.get((place,), []) for place in dataset.wholes("places", gone["place"]))
        for there in chain.from_iterable(around):
            floor = gone["amount"].low or least(gone["as_stated"])
            over = floor is not None and floor > bounds.figure(there["amount"])
            if over and _same_people(gone, there, dataset):
                yield gone["claim_id"], there["claim_id"]


def length_against_its_own_dates(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """A stated length that does not fit the dates that the same source gives to it."""
    for claim in spans.rows(dataset, dataset.statements["claim_id"].tolist()):
        if claim["unit"] not in DAYS or claim["amount"].vague or not claim["end"]:
            continue
        begun = claim["start"] or _begun(claim, dataset)
        if begun and relate(_dated(begun, claim["end"]), _days(claim)) == "disagree":
            yield (claim["claim_id"],)


def set_side_by_side(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Numbers of people that a source sets side by side, by different counters or of other days."""
    claims = [c for c in _once(dataset) if c["unit"] == "persons" and not c["amount"].vague]
    beside = _by(claims, "quantity", "source", "locator", "event", "population")
    for first, second in chain.from_iterable(combinations(same, 2) for same in beside.values()):
        if any(first[c] != second[c] for c in ("claimant", "as_of", "status", "method")):
            yield first["claim_id"], second["claim_id"]


RULES: dict[str, Rule] = {
    "part_larger_than_whole": part_larger_than_whole,
    "more_left_than_lived_there": more_left_than_lived_there,
    "length_against_its_own_dates": length_against_its_own_dates,
    "set_side_by_side": set_side_by_side,
}


def _once(dataset: Dataset) -> list[Claim]:
    """The articles' claims that do not restate another."""
    claims = dataset.statements[dataset.statements["repeats"] == ""]
    return list(spans.rows(dataset, claims["claim_id"].tolist()))


def _by(claims: Iterable[Claim], *columns: str) -> dict[tuple[str, ...], list[Claim]]:
    """Claims by what they have in these columns, so that only those alike need be compared."""
    found: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        found.setdefault(tuple(claim[column] for column in columns), []).append(claim)
    return found


def _wider(part: Claim, dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The scopes of which a claim may count a part: an empty place or subject is any."""
    events, places, actors = (
        {part[column], *dataset.wholes(table, part[column])} for column, table in NESTED.items()
    )
    kind = part["quantity"], part["unit"]
    for event in events:
        period = _period(part, event)
        for place, actor in product({*places, ""}, {*actors, ""}):
            yield (*kind, event, place, actor, *period)


def _scope(claim: Claim, event: str, place: str, subject: str) -> tuple[str, ...]:
    """What a part shares with its whole, or nests in it; without an event, the period too."""
    return claim["quantity"], claim["unit"], event, place, subject, *_period(claim, event)


def _period(claim: Claim, event: str) -> tuple[str, ...]:
    return () if event else (claim["start"], claim["end"])


def _is_part(part: Claim, whole: Claim, dataset: Dataset) -> bool:
    """Whether a claim counts within what another counts, in every column that both state."""
    inside = False
    for column, table in NESTED.items():
        if part[column] == whole[column]:
            continue
        if not whole[column] and column != "event":
            continue
        if not dataset.within(table, part[column], whole[column]):
            return False
        inside = True
    same = part["population"] == whole["population"] or whole["population"] in ("", "all")
    return inside and same


def _same_people(gone: Claim, there: Claim, dataset: Dataset) -> bool:
    """Whether those who left are among those who lived there, as far as both are named."""
    people = gone["subject"] == there["subject"] or dataset.nested(
        "actors", gone["subject"], there["subject"]
    )
    places = gone["place"] == there["place"] or dataset.within(
        "places", gone["place"], there["place"]
    )
    return people and bool(gone["place"] and there["place"]) and places


def _above(part: Amount, whole: Amount) -> bool:
    return part.low is not None and whole.high is not None and part.low > whole.high


def _begun(claim: Claim, dataset: Dataset) -> str:
    return str(dataset.row("events", claim["event"])["start"]) if claim["event"] else ""


def _dated(start: str, end: str) -> Amount:
    """The days between two dates, each as precise as it is given."""
    first, last = Day.parse(start), Day.parse(end)
    shortest, longest = (last.first - first.last).days, (last.last - first.first).days
    return bounds.between(max(shortest, 0), longest)


def _days(claim: Claim) -> Amount:
    return bounds.in_days(claim["amount"], claim["unit"])


def _sources(dataset: Dataset, claims: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["source"] for row in spans.rows(dataset, claims)))
