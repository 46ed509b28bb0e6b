"""The base articles' claims beside reference claims of the same things: what the charts draw.

Each frame has `COLUMNS`: those of a figure, with `role` (`seed` for a claim of a base article,
`reference` for any other work's), `group` (what the rows of one part of a chart share) and the
first and last year or day where the frame is one of time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import money, spans
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.errors import NotComparable
from analysis.frames import Record, each, of_records, once, records, remembered, tuples

Claim = Mapping[str, Any]
# The first and the last day that a date or a period may mean.
Days = tuple[date, date]
# Kinds of count that speak of deaths, each of its own definition.
DEATHS = ("killed", "battle_deaths", "excess_deaths", "killed_or_missing")
COLUMNS = [*spans.FIGURE_COLUMNS, "role", "group", "first", "last"]
SEED, REFERENCE = "seed", "reference"
SAME_SERIES = ("quantity", "subject", "counterpart", "unit", "year_basis")
NO_YEARS = "its first or its last year is not stated"


def compared_with(dataset: Dataset, claim_id: str) -> list[str]:
    """The ids of the reference claims that the comparisons set beside a claim, each once."""
    expressions = dataset.references_named.get(claim_id, ())
    named = (name for row in expressions for name in re.split(r"[\s+*/]+", row))
    return [name for name in dict.fromkeys(named) if _is_reference(dataset, name)]


def _is_reference(dataset: Dataset, name: str) -> bool:
    return name in dataset.order and dataset.row("claims", name)["as_stated"] == ""


def topics(dataset: Dataset) -> set[str]:
    """The topics with a claim that the comparisons name."""
    claims = dataset.claims[dataset.claims["claim_id"].isin(dataset.comparisons["claim_id"])]
    of = dict(zip(dataset.quantities["quantity"], dataset.quantities["topic"], strict=True))
    return {of[quantity] for quantity in claims["quantity"]}


def deaths(dataset: Dataset) -> pd.DataFrame:
    """Claims of people killed, by event, and the counts of deaths compared with them.

    Columns: `COLUMNS`; `group` is the event of the claims. A claim without an event, and an event
    without a number to compare with, are left out.
    """
    claims = dataset.statements[dataset.statements["quantity"] == "killed"]
    claims = claims[(claims["repeats"] == "") & (claims["event"] != "")]
    groups = claims.groupby("event", sort=False)
    found = [_deaths(dataset, str(event), list(ids)) for event, ids in groups["claim_id"]]
    starts = dict(zip(dataset.events["event"], dataset.events["start"], strict=True))
    dated = sorted(
        (rows for rows in found if _compares(rows)),
        key=lambda rows: starts.get(rows[0]["group"]) or "9999",
    )
    return _frame(row for rows in dated for row in rows)


def _deaths(dataset: Dataset, event: str, ids: Sequence[str]) -> list[Record]:
    references = dict.fromkeys(ref for claim in ids for ref in compared_with(dataset, claim))
    counts = [row for row in spans.rows(dataset, references) if row["quantity"] in DEATHS]
    counts.sort(key=lambda row: (DEATHS.index(row["quantity"]), row["subject"], row["start"]))
    stated = sorted(spans.rows(dataset, ids), key=itemgetter("subject"))
    rows = [*stated, *counts]
    return [_row(dataset, row["claim_id"], group=event) for row in rows]


def by_year(dataset: Dataset, quantity: str) -> pd.DataFrame:
    """Reference claims of a quantity year by year, for those of whom the articles' claims speak.

    Columns: `COLUMNS`; `group` is the subject, `first` the year. The articles' own claims of the
    quantity and a year stand beside them. Only claims in the unit and kind of year of most are
    taken.
    """
    claims = dataset.claims
    claims = claims[(claims["quantity"] == quantity) & spans.numeric(claims)]
    spoken = _spoken_of(dataset, quantity)
    yearly = [row for row in records(claims) if row["subject"] in spoken and _year(row)]
    references = [row for row in yearly if row["as_stated"] == ""]
    if not references:
        return _frame([])
    unit = Counter(map(_unit, references)).most_common(1)[0][0]
    return _frame(
        _row(dataset, row["claim_id"], group=row["subject"], first=_year(row), last=_year(row))
        for row in yearly
        if _unit(row) == unit
    )


def _unit(claim: Claim) -> tuple[str, str]:
    return claim["unit"], claim["year_basis"]


def _spoken_of(dataset: Dataset, quantity: str) -> set[str]:
    """Subjects and counterparts of the articles' claims on the topic of a quantity."""
    if quantity not in dataset.rows("quantities"):
        return set()
    topic = dataset.row("quantities", quantity)["topic"]
    claims = dataset.statements
    claims = claims[claims["quantity"].isin(spans.quantities(dataset, topic))]
    return {*claims["subject"], *claims["counterpart"]} - {""}


def _year(claim: Claim) -> int | None:
    """The year that a claim is of; None where it is of another period."""
    same = claim["start"] and claim["start"] == claim["end"]
    return int(claim["start"]) if same and Day.parse(claim["start"]).precision == "year" else None


def by_month(dataset: Dataset, quantity: str) -> pd.DataFrame:
    """Reference claims of a quantity by month, the longer totals that they lie in, and the claims.

    Columns: `COLUMNS`; `group` is `month`, `total` or, for an article's claim that is compared
    with one of them, `held`. The series with the most months is taken; none with fewer than two.
    """
    claims = dataset.references
    claims = claims[(claims["quantity"] == quantity) & (claims["start"] != "")]
    claims = claims[spans.numeric(claims)]
    series: dict[tuple[str, ...], list[Record]] = {}
    for row in records(claims):
        series.setdefault(tuple(row[column] for column in SAME_SERIES), []).append(row)
    most = max(series.values(), key=lambda rows: sum(map(_is_month, rows)), default=[])
    months = sorted(filter(_is_month, most), key=lambda row: row["start"])
    if len(months) < 2:
        return _frame([])
    totals = sorted((row for row in most if _holds(row, months)), key=_length)
    drawn = {row["claim_id"] for row in (*months, *totals)}
    held = (c for c in dataset.statements["claim_id"] if drawn & {*compared_with(dataset, c)})
    groups = (("month", _ids(months)), ("total", _ids(totals)), ("held", _not_words(dataset, held)))
    return _frame(_row(dataset, claim, group=name) for name, ids in groups for claim in ids)


def _is_month(claim: Claim) -> bool:
    same = claim["start"] and claim["start"] == claim["end"]
    return bool(same) and Day.parse(claim["start"]).precision == "month"


def _holds(claim: Claim, months: Sequence[Claim]) -> bool:
    """Whether a claim's period is longer than a month and holds all the months."""
    if _is_month(claim) or not claim["end"]:
        return False
    first, last = Day.parse(claim["start"]).first, Day.parse(claim["end"]).last
    ends = (Day.parse(months[0]["start"]).first, Day.parse(months[-1]["start"]).last)
    return first <= ends[0] and ends[1] <= last


def _length(claim: Claim) -> tuple[int, str]:
    first, last = Day.parse(claim["start"]).first, Day.parse(claim["end"]).last
    return (last - first).days, str(claim["claim_id"])


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [claim["claim_id"] for claim in claims]


def _not_words(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    """Those that state an amount, not a word, a rank or a comparison."""
    rows = spans.rows(dataset, ids)
    return [r["claim_id"] for r in rows if not r["amount"].vague and r["unit"].isupper()]


def by_date(dataset: Dataset, topic: str) -> pd.DataFrame:
    """Claims of people by the day of the count, or the period, for each group of events.

    Columns: `COLUMNS`; `first` and `last` are the days that the date may mean. Events that share a
    day are one group, directly or through others; an event that others lie in, and that lies in
    none, is too wide to tell. A claim without an event belongs to the group of its day, and comes
    last. A group without both a claim of an article and a number to compare with is left out.
    """
    claims = dataset.claims[
        dataset.claims["quantity"].isin(spans.quantities(dataset, topic))
        & (dataset.claims["unit"] == "persons")
        & (dataset.claims["repeats"] == "")
    ]
    groups: dict[Days, list[Record]] = {}
    for whole, row in _dated(dataset, records(claims)):
        groups.setdefault(whole, []).append(row)
    drawn = (row for group in groups.values() if _compares(group) for row in group)
    return _frame(sorted(drawn, key=lambda row: (not row["group"], row["first"], row["last"])))


def _dated(dataset: Dataset, claims: Iterable[Claim]) -> Iterator[tuple[Days, Record]]:
    """Each claim of a group of events: the days of the group, and the claim with its own."""
    events = _events(dataset)
    wholes = _merged(events.values())
    for claim in claims:
        event, stated = claim["event"], _days(claim)
        own = events.get(event)
        days, whole = stated or own, _around(own if event else stated, wholes)
        if days and whole:
            first, last = days
            yield whole, _row(dataset, claim["claim_id"], group=event, first=first, last=last)


def _events(dataset: Dataset) -> dict[str, Days]:
    """The days of each event that has both ends and is not too wide to tell."""
    parents = set(dataset.events["within"])
    dated = (row for row in records(dataset.events) if row["start"] and row["end"])
    return {
        row["event"]: (Day.parse(row["start"]).first, Day.parse(row["end"]).last)
        for row in dated
        if row["within"] or row["event"] not in parents
    }


def _merged(periods: Iterable[Days]) -> list[Days]:
    """Those that share a day as one, directly or through others; earliest first."""
    merged: list[Days] = []
    for first, last in sorted(periods):
        if merged and first <= merged[-1][1]:
            first, before = merged.pop()
            last = max(before, last)
        merged.append((first, last))
    return merged


def _around(days: Days | None, wholes: Sequence[Days]) -> Days | None:
    """The one of these in which all of `days` lie."""
    at = bisect_right(wholes, days[0], key=itemgetter(0)) - 1 if days else -1
    return wholes[at] if days and at >= 0 and days[1] <= wholes[at][1] else None


def _days(claim: Claim) -> Days | None:
    """The days that the date of a count, or else the period stated for it, may mean."""
    start, end = (
        (claim["as_of"], claim["as_of"]) if claim["as_of"] else (claim["start"], claim["end"])
    )
    if not end:
        return None
    return Day.parse(start or end).first, Day.parse(end).last


@once
def in_constant_dollars(dataset: Dataset) -> pd.DataFrame:
    """Amounts of aid in the dollars of the last year of the price index; kind `constant`.

    Columns: `COLUMNS`; `group` is that year, `first` and `last` the years of the amount. An amount
    over several years is an interval: all of it spent in the dearest and in the cheapest of them.
    A fiscal year is taken as the calendar year it is named for.
    """
    claims = _aid(dataset)
    base = base_year(dataset)
    made = (_constant(dataset, claim, base) for claim in each(claims))
    return _frame(row for row in made if row is not None)


def not_in_constant_dollars(dataset: Dataset) -> list[tuple[str, str]]:
    """The amounts of aid that cannot be brought to constant dollars, each with the reason."""
    claims = _aid(dataset)
    base = base_year(dataset)
    dated = tuples(claims[["claim_id", "start", "end"]])
    found = ((claim, _years(dataset, *days, base)) for claim, *days in dated)
    return [(claim, reason) for claim, reason in found if isinstance(reason, str)]


def base_year(dataset: Dataset) -> int:
    """The last year of the price index, 0 without one."""
    return max(map(int, dataset.prices["year"]), default=0)


def _aid(dataset: Dataset) -> pd.DataFrame:
    """The amounts of aid in dollars, none where the dataset has no price index."""
    claims = dataset.claims
    if dataset.prices.empty:
        return claims.iloc[:0]
    aid = claims["quantity"].isin(spans.quantities(dataset, "aid"))
    claims = claims[aid & (claims["unit"] == money.DOLLAR)]
    return claims[spans.numeric(claims)]


def _constant(dataset: Dataset, claim: Record, base: int) -> Record | None:
    """A claim in constant dollars, None where it cannot be brought to them."""
    years = _years(dataset, claim["start"], claim["end"], base)
    if isinstance(years, str):
        return None
    first, last = years
    amount = money.constant(claim["amount"], first, last, base, dataset)
    words = str(first) if first == last else f"{first} and of {last}, and of each between"
    formula = f"{claim['claim_id']} × index of {base} / index of {words}"
    made = spans.computed(dataset, [claim], amount, "constant", formula)
    role = SEED if claim["as_stated"] else REFERENCE
    return {**made, "role": role, "group": str(base), "first": first, "last": last}


@remembered
def _years(dataset: Dataset, start: str, end: str, base: int) -> tuple[int, int] | str:
    """The first and the last year of a period, or why its money has no constant dollars."""
    if not start or not end:
        return NO_YEARS
    first, last = (Day.parse(day).first.year for day in (start, end))
    try:
        money.factors(dataset, first, last, base)
    except NotComparable as refused:
        return refused.problems[0].message
    return first, last


def _row(dataset: Dataset, claim_id: str, **more: object) -> Record:
    """A claim as a figure with its role and what places it in a chart."""
    role = SEED if dataset.row("claims", claim_id)["as_stated"] else REFERENCE
    figure = spans.together(dataset, [claim_id])
    return {**figure, "role": role, "group": "", "first": None, "last": None, **more}


def _compares(rows: Sequence[Record]) -> bool:
    """Whether there is a claim of an article, and a number of another work beside it."""
    articles = any(row["role"] == SEED for row in rows)
    return articles and any(r["role"] == REFERENCE and not r["amount"].vague for r in rows)


def _frame(rows: Iterable[Record]) -> pd.DataFrame:
    return of_records(rows, COLUMNS).astype({"first": object, "last": object})
