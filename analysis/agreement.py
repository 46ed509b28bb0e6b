"""What the sources say together: agreement, disagreement, echoes, and look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import bounds, spans
from analysis.bounds import DAYS, Amount
from analysis.comparability import SPAN_COLUMNS, counters, reason_not, require
from analysis.dataset import Dataset
from analysis.frames import once, tuples
from analysis.origins import origin_of
from analysis.relation import relate
from analysis.wording.magnitude import least

Claim = Mapping[str, Any]
SAME = [column for column in SPAN_COLUMNS if column != "unit"]
_same = itemgetter(*SAME)
_source = itemgetter("source")
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
    source is left out. `note` is the reason where the dataset makes an exception for a pair; a pair
    that needs none stands in its group alone.
    """
    alike = [ids for ids in _alike(dataset) if len(ids) > 1]
    of = {claim: number for number, ids in enumerate(alike) for claim in ids}
    found = chain(
        (_group(dataset, ids) for ids in alike),
        (
            _exception(dataset, sorted(pair), why)
            for pair, why in dataset.exceptions.items()
            if len({of.get(claim, claim) for claim in pair}) > 1
        ),
    )
    frame = pd.DataFrame([row for row in found if row], columns=GROUP_COLUMNS)
    return _by_event(frame, dataset)


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
    claims = dataset.statements
    kept = ~claims["unit"].isin(["rank", "ratio"]) & (claims["repeats"] == "")
    figured = claims.loc[kept & (claims["bound"] != "vague"), ["claim_id", "amount", "unit"]]
    rows = dataset.rows("claims")
    pairs = ((rows[first], rows[second]) for first, second in _same_figures(figured))
    found = (
        (a["claim_id"], b["claim_id"], reason_not(a, b, "relation", dataset)) for a, b in pairs
    )
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
    same: dict[tuple[str, str], dict[str, str]] = {}
    for date, event, happening, source in tuples(rows[["date", "event", "id", "source"]]):
        if len(date) == DAY or (len(date) == MONTH and event) or event in by_year:
            key = date, event if len(date) < DAY else ""
            same.setdefault(key, {})[happening] = source
    made = [
        (date, tuple(alike), tuple(dict.fromkeys(alike.values())))
        for (date, _), alike in sorted(same.items(), key=itemgetter(0))
    ]
    return pd.DataFrame([m for m in made if len(m[2]) > 1], columns=["date", "ids", "sources"])


@once
def spreads(dataset: Dataset) -> pd.DataFrame:
    """Highest over lowest figure of each group of two or more origins whose figures differ.

    Columns: `spans.FIGURE_COLUMNS`, kind `spread`, unit `ratio`.
    """
    rows = groups(dataset)
    differing = rows[rows["relation"] != "agree"]
    made = [
        _spread(dataset, claims)
        for claims, origins in tuples(differing[["claims", "origins"]])
        if len(origins) > 1
    ]
    return spans.frame(row for row in made if row is not None)


def _alike(dataset: Dataset) -> Iterable[list[str]]:
    """The ids of claims that measure the same, time in any unit, and are alike in who counts."""
    claims = dataset.statements
    claims = claims.loc[claims["repeats"] == "", ["claim_id", "unit", "claimant", *SAME]]
    timed = ["time" if unit in DAYS else unit for unit in claims["unit"].tolist()]
    other = [whose == "other" for whose in counters(claims, dataset)]
    found: dict[tuple[Any, ...], list[str]] = {}
    measured = zip(timed, other, *(claims[c].tolist() for c in SAME), strict=True)
    for claim, same in zip(claims["claim_id"].tolist(), measured, strict=True):
        found.setdefault(same, []).append(claim)
    return found.values()


def _group(dataset: Dataset, ids: Sequence[str], note: str = "") -> tuple[Any, ...] | None:
    """A row of `groups` of claims that may be compared; None where they are of one source."""
    claims = spans.rows(dataset, ids)
    sources = tuple(dict.fromkeys(map(_source, claims)))
    if len(sources) < 2:
        return None
    topic = dataset.row("quantities", claims[0]["quantity"])["topic"]
    origins = tuple(dict.fromkeys(origin_of(dataset, claim) for claim in claims))
    return *_same(claims[0]), topic, tuple(ids), sources, origins, _worst(claims), note


def _exception(dataset: Dataset, ids: Sequence[str], note: str) -> tuple[Any, ...] | None:
    """A row of `groups` of a pair that the dataset lists, if both are of one unit."""
    row = _group(dataset, ids, note)
    if row:
        require(spans.rows(dataset, ids), "relation", dataset)
    return row


def _worst(claims: Sequence[Claim]) -> str:
    """The worst relation between any two of claims that may be compared."""
    told = [(claim["amount"].vague, comparable_amount(claim)) for claim in claims]
    found = {_stand(*first, *second) for first, second in combinations(told, 2)}
    return next(name for name in WORST_FIRST if name in found)


def _stand(word: bool, amount: Amount, other_word: bool, other: Amount) -> str:
    """How two amounts stand, each of which may be what a magnitude word allows."""
    if (word and other_word) or amount.vague or other.vague:
        return "words"
    return relate(amount, other)


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
        return amount._replace(low=least(claim["as_stated"]))
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
    claims = dataset.statements
    again = claims.loc[claims["repeats"] != "", "claim_id"]
    for claim in spans.rows(dataset, again.tolist()):
        pair = (claim["repeats"], claim["claim_id"])
        yield origin_of(dataset, claim), pair, (claim["source"],), "the source repeats itself"


def _shared_origins(dataset: Dataset) -> Iterable[tuple[Any, ...]]:
    for ids, behind in tuples(groups(dataset)[["claims", "origins"]]):
        if len(behind) == len(ids):
            continue
        claims = spans.rows(dataset, ids)
        origins = [origin_of(dataset, claim) for claim in claims]
        for name in dict.fromkeys(origins):
            same = [c for c, origin in zip(claims, origins, strict=True) if origin == name]
            sources = tuple(dict.fromkeys(map(_source, same)))
            if len(sources) > 1:
                alike = tuple(claim["claim_id"] for claim in same)
                yield name, alike, sources, "different sources, the same origin"


def _same_figures(claims: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The ids of two claims of one figure and unit, figure by figure, in the claims' order."""
    figures: dict[frozenset[Any], dict[str, list[int]]] = {}
    for place, (amount, unit) in enumerate(tuples(claims[["amount", "unit"]])):
        figures.setdefault(_figure(amount), {}).setdefault(unit, []).append(place)
    ids = claims["claim_id"].tolist()
    for units in figures.values():
        telling = [places for places in units.values() if 1 < len(places) <= COMMON]
        pairs = chain.from_iterable(combinations(places, 2) for places in telling)
        for first, second in sorted(pairs) if telling else ():
            yield ids[first], ids[second]


def _figure(amount: Amount) -> frozenset[Any]:
    """What two claims must share to look alike: their figures, whatever the bound."""
    return frozenset((amount.low, amount.high, amount.best)) - {None}
