"""What the sources say together: agreement, disagreement, echoes, and look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import bounds, spans
from analysis.bounds import DAYS, Amount
from analysis.comparability import SPAN_COLUMNS, counter, reason_not, require
from analysis.dataset import Dataset
from analysis.frames import once, records, tuples
from analysis.origins import origin_of
from analysis.relation import relate
from analysis.wording.magnitude import least

Claim = Mapping[str, Any]
SAME = [column for column in SPAN_COLUMNS if column != "unit"]
_same = itemgetter(*SAME)
GROUP_COLUMNS = [*SAME, "topic", "claims", "sources", "origins", "relation", "note"]
ALIKE_COLUMNS = ["first", "second", "reason"]
# A figure of more claims than these is a common one.
COMMON = 10
YEAR, MONTH, DAY = (len(date) for date in ("2000", "2000-01", "2000-01-01"))
# The worst of several relations is the relation of the group.
WORST_FIRST = ("disagree", "overlap", "not_in_conflict", "agree", "words")


@once
def groups(dataset: Dataset) -> pd.DataFrame:
    """Every group of claims on the same thing by two or more sources, in the order of events.

    Columns: `GROUP_COLUMNS`; `relation` is the worst between any two claims of it: `agree`,
    `overlap`, `disagree`, `not_in_conflict` (a one-sided bound or magnitude word that the others
    satisfy), or `words` where none of them states a number. A claim that repeats another of its
    source is left out. `note` is the reason where the dataset makes an exception for a pair.
    """
    same: dict[tuple[Any, ...], list[str]] = {}
    claims = dataset.statements
    for claim in spans.rows(dataset, claims.loc[claims["repeats"] == "", "claim_id"].tolist()):
        timed = "time" if claim["unit"] in DAYS else claim["unit"]
        by_the_other = counter(claim, dataset) == "other"
        same.setdefault((_same(claim), timed, by_the_other), []).append(claim["claim_id"])
    found = [_group(dataset, ids) for ids in same.values() if len(ids) > 1]
    found += [_group(dataset, sorted(pair), why) for pair, why in dataset.exceptions.items()]
    frame = pd.DataFrame([row for row in found if row], columns=GROUP_COLUMNS)
    return _by_event(frame, dataset)


def relation(first: Claim, second: Claim, dataset: Dataset) -> str:
    """How two claims on the same thing stand to each other; see `groups`.

    Raises `NotComparable` for claims on different things.
    """
    require([first, second], "relation", dataset)
    amounts = [comparable_amount(claim) for claim in (first, second)]
    if all(claim["amount"].vague for claim in (first, second)) or any(a.vague for a in amounts):
        return "words"
    return relate(*amounts)


def echoes(dataset: Dataset) -> pd.DataFrame:
    """Origins on which several claims on the same thing rest: many statements, one witness.

    Columns: `origin` (key of an actor, a work or a source), `claims`, `sources`, `how`: whether a
    source repeats itself, or several sources take a figure from one origin.
    """
    rows = [*_repeated(dataset), *_shared_origins(dataset)]
    return pd.DataFrame(rows, columns=["origin", "claims", "sources", "how"])


def look_alikes(dataset: Dataset) -> pd.DataFrame:
    """Pairs of claims with the same figure and unit that measure different things.

    Columns: `first`, `second` (claim ids), `reason`. Ranks and ratios are left out: every first
    place is a 1. So is a figure that more than `COMMON` claims state: it tells nobody of any one of
    them, and its pairs would grow with the square of the claims.
    """
    claims = dataset.statements[~dataset.statements["unit"].isin(["rank", "ratio"])]
    claims = claims[(claims["bound"] != "vague") & (claims["repeats"] == "")]
    figures: dict[tuple[Any, ...], dict[str, list[str]]] = {}
    for claim in spans.rows(dataset, claims["claim_id"].tolist()):
        of_unit = figures.setdefault(_figure(claim["amount"]), {})
        of_unit.setdefault(claim["unit"], []).append(claim["claim_id"])
    pairs = chain.from_iterable(_alike(units.values(), dataset) for units in figures.values())
    found = [(a["claim_id"], b["claim_id"], _difference(a, b, dataset)) for a, b in pairs]
    return pd.DataFrame([row for row in found if row[2]], columns=ALIKE_COLUMNS)


def dated_alike(dataset: Dataset) -> pd.DataFrame:
    """Happenings to which two or more sources give the same date, by date.

    Columns: `date`, `ids`, `sources`. A day counts by itself; a month only for the same event, and
    a year only for an event that is itself dated by the year.
    """
    rows = dataset.timeline[dataset.timeline["date_basis"] == "stated"]
    by_year = {
        e
        for e, start in zip(dataset.events["event"], dataset.events["start"], strict=True)
        if len(start) == YEAR
    }
    size = rows["date"].str.len()
    known = rows[
        (size == DAY) | ((size == MONTH) & (rows["event"] != "")) | rows["event"].isin(by_year)
    ]
    event = known["event"].where(known["date"].str.len() < DAY, "")
    made = [
        (date, tuple(same["id"]), tuple(dict.fromkeys(same["source"])))
        for (date, _), same in known.groupby([known["date"], event], sort=True)
    ]
    return pd.DataFrame([m for m in made if len(m[2]) > 1], columns=["date", "ids", "sources"])


@once
def spreads(dataset: Dataset) -> pd.DataFrame:
    """Highest over lowest figure of each group of two or more origins whose figures differ.

    Columns: `spans.FIGURE_COLUMNS`, kind `spread`, unit `ratio`.
    """
    rows = groups(dataset)
    differing = rows.loc[rows["relation"] != "agree", "claims"]
    made = [_spread(dataset, claims) for claims in differing]
    return spans.frame(row for row in made if row is not None)


def _group(dataset: Dataset, ids: Sequence[str], note: str = "") -> dict[str, Any] | None:
    claims = spans.rows(dataset, ids)
    sources = tuple(dict.fromkeys(claim["source"] for claim in claims))
    if len(sources) < 2:
        return None
    found = {relation(a, b, dataset) for a, b in combinations(claims, 2)}
    return {
        **dict(zip(SAME, _same(claims[0]), strict=True)),
        "topic": dataset.row("quantities", claims[0]["quantity"])["topic"],
        "claims": tuple(ids),
        "sources": sources,
        "origins": tuple(dict.fromkeys(origin_of(dataset, claim) for claim in claims)),
        "relation": next(name for name in WORST_FIRST if name in found),
        "note": note,
    }


def _by_event(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Groups by topic in the order of the quantities, then by the date of their event."""
    starts = dict(zip(dataset.events["event"], dataset.events["start"], strict=True))
    topics = {topic: i for i, topic in enumerate(dict.fromkeys(dataset.quantities["topic"]))}
    keys = [
        (topics[topic], starts.get(event) or "9999")
        for topic, event in tuples(frame[["topic", "event"]])
    ]
    order = sorted(range(len(frame)), key=keys.__getitem__)
    return frame.iloc[order].reset_index(drop=True)


def comparable_amount(claim: Claim) -> Amount:
    """A claim's amount for comparison: time in days, a magnitude word as the least it allows."""
    amount: Amount = claim["amount"]
    if amount.vague:
        return bounds.changed(amount, low=least(claim["as_stated"]))
    return bounds.in_days(amount, claim["unit"]) if claim["unit"] in DAYS else amount


def _spread(dataset: Dataset, ids: Sequence[str]) -> dict[str, Any] | None:
    claims = [claim for claim in spans.rows(dataset, ids) if not claim["amount"].vague]
    origins = {origin_of(dataset, claim) for claim in claims}
    if len(origins) < 2:
        return None
    amount = spans.spread(dataset, claims)
    if amount is None:
        return None
    formula = "highest figure / lowest figure"
    return spans.computed(dataset, claims, amount, "spread", formula, unit="ratio")


def _repeated(dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    again = dataset.statements[dataset.statements["repeats"] != ""]
    for claim in records(again):
        pair = (claim["repeats"], claim["claim_id"])
        yield origin_of(dataset, claim), pair, (claim["source"],), "the source repeats itself"


def _shared_origins(dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    for row in records(groups(dataset)):
        claims = spans.rows(dataset, row["claims"])
        origins = [origin_of(dataset, claim) for claim in claims]
        for name in dict.fromkeys(origins):
            same = [c for c, origin in zip(claims, origins, strict=True) if origin == name]
            sources = tuple(dict.fromkeys(claim["source"] for claim in same))
            if len(sources) > 1:
                ids = tuple(claim["claim_id"] for claim in same)
                yield name, ids, sources, "different sources, the same origin"


def _alike(units: Iterable[list[str]], dataset: Dataset) -> list[tuple[Claim, Claim]]:
    """The pairs of claims of one figure that have the same unit, in the order of the claims."""
    telling = (ids for ids in units if len(ids) <= COMMON)
    pairs = chain.from_iterable(combinations(ids, 2) for ids in telling)
    ordered = sorted(pairs, key=lambda pair: [dataset.order[claim] for claim in pair])
    return [(dataset.row("claims", a), dataset.row("claims", b)) for a, b in ordered]


def _figure(amount: Amount) -> tuple[Any, ...]:
    """What two claims must share to look alike: their figures, whatever the bound."""
    ends = {end for end in (amount.low, amount.high, amount.best) if end is not None}
    return tuple(sorted(ends))


def _difference(first: Claim, second: Claim, dataset: Dataset) -> str:
    """Why two claims with the same figure do not measure the same thing; empty where they do."""
    return reason_not(first, second, "relation", dataset) or ""
