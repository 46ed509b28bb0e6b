"""Comparable claims together: what each source states, from lowest to highest, with its claims.

Everything that computes with claims goes through here. A *figure* is one row: a stated amount, a
span of several, a sum or a ratio, always with the ids of the claims behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis import bounds, money
from analysis.bounds import Amount
from analysis.comparability import COUNTER, SPAN_COLUMNS, counters, measured, require
from analysis.dataset import Dataset
from analysis.errors import NotComparable, Problem
from analysis.frames import Record, objects, of_records, once, tuples
from analysis.origins import BEHIND, origin_of, origins_of

FIGURE_COLUMNS = [
    *SPAN_COLUMNS,
    *("amount", "kind", "versus", "formula", "words", "repeats"),
    *("claims", "sources", "origins", "note"),
]
# What a stated figure has of its claim, and what every one has.
_KEPT = [*SPAN_COLUMNS, "amount", "repeats", "note"]
_kept = itemgetter(*_KEPT)
_STATED = {"kind": "stated", "versus": "", "formula": ""}
KINDS = ("stated", "span", "sum", "ratio", "spread", "constant")


@once
def figures(dataset: Dataset, topic: str) -> pd.DataFrame:
    """What the sources state on a topic, each span after its parts. Columns: `FIGURE_COLUMNS`."""
    return ordered(joined([stated(dataset, topic), spans(dataset, topic)]), dataset)


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of figures as one, in this order, with `FIGURE_COLUMNS` also where there are none."""
    filled = [figures for figures in frames if not figures.empty]
    return pd.concat(filled, ignore_index=True) if filled else frame([])


def of_dimension(figures: pd.DataFrame, dataset: Dataset, *dimensions: str) -> pd.DataFrame:
    """The figures whose quantity has one of these dimensions (persons, money, share …)."""
    table = dataset.quantities
    keys = table.loc[table["dimension"].isin(dimensions), "quantity"]
    return figures[figures["quantity"].isin(keys)].reset_index(drop=True)


@once
def stated(dataset: Dataset, topic: str) -> pd.DataFrame:
    """Every claim of a topic as a figure of kind `stated`, in the dataset's order.

    Columns: `FIGURE_COLUMNS`; `amount` holds an `Amount` in `unit`, `claims` and `sources` are
    tuples, `words` is the claim as stated.
    """
    claims = _of_topic(dataset, topic, ["claim_id", "as_stated", *BEHIND, *_KEPT])
    own = {
        "claims": zip(claims["claim_id"].tolist(), strict=True),
        "sources": zip(claims["source"].tolist(), strict=True),
        "origins": zip(origins_of(dataset, claims), strict=True),
    }
    columns = {name: objects(cells, claims.index) for name, cells in own.items()}
    made = claims[_KEPT].assign(**_STATED, words=claims["as_stated"], **columns)
    return made[FIGURE_COLUMNS].reset_index(drop=True)


def as_stated(dataset: Dataset, claim: Record) -> Record:
    """A claim as a figure of kind `stated`. Keys: `FIGURE_COLUMNS`."""
    return {
        **dict(zip(_KEPT, _kept(claim), strict=True)),
        **_STATED,
        "words": claim["as_stated"],
        "claims": (claim["claim_id"],),
        "sources": (claim["source"],),
        "origins": (origin_of(dataset, claim),),
    }


def _of_topic(dataset: Dataset, topic: str, columns: list[str]) -> pd.DataFrame:
    """Columns of the claims of a topic that quote their source's words."""
    claims = dataset.statements
    return claims[columns][claims["quantity"].isin(quantities(dataset, topic))]


def quantities(dataset: Dataset, topic: str) -> list[str]:
    """The quantities of a topic, in the order of their table."""
    table = dataset.quantities
    return list(table.loc[table["topic"] == topic, "quantity"])


@once
def spans(dataset: Dataset, topic: str) -> pd.DataFrame:
    """One figure of kind `span` for each group of comparable claims of two or more origins.

    Columns: `FIGURE_COLUMNS`. Lowest to highest stated figure; it is no estimate. Claims that
    state only a magnitude word, or repeat another, add nothing to a span.
    """
    figures = by_group(dataset, topic)
    several = figures[figures["kind"] == "span"]
    return several[several["origins"].map(len) > 1].reset_index(drop=True)


@once
def by_group(dataset: Dataset, topic: str) -> pd.DataFrame:
    """One figure for each group of comparable claims: those alone as stated, then the spans.

    Columns: `FIGURE_COLUMNS`. A group has a span also where its claims have one origin.
    """
    every = groups(dataset, topic)
    several = frame(together(dataset, ids) for ids in every if len(ids) > 1)
    alone = {ids[0] for ids in every if len(ids) == 1}
    figures = stated(dataset, topic)
    lone = figures["claims"].map(lambda claims: claims[0] in alone).astype(bool)
    return joined([figures[lone], several])


def groups(dataset: Dataset, topic: str) -> list[list[str]]:
    """The ids of the claims of a topic that state comparable numbers, a list for each group.

    Claims that state only a magnitude word, or repeat another, are in none.
    """
    figures = stated(dataset, topic)
    keys = zip(tuples(figures[SPAN_COLUMNS]), _of_the_other(dataset, topic), strict=True)
    numbers = zip(keys, figures["claims"], numeric(figures), strict=True)
    found: dict[tuple[Any, ...], list[str]] = {}
    for key, ids, states_number in numbers:
        if states_number:
            found.setdefault(key, []).extend(ids)
    return list(found.values())


def numeric(claims: pd.DataFrame) -> pd.Series:
    """Which claims state a number, not only a magnitude word, and do not repeat another."""
    numbers = [not amount.vague for amount in claims["amount"].tolist()]
    return pd.Series(numbers, claims.index, dtype=bool) & (claims["repeats"] == "")


def _of_the_other(dataset: Dataset, topic: str) -> list[bool]:
    """Whether each claim of a topic is a side's count of what the other side lost."""
    return [whose == "other" for whose in counters(_of_topic(dataset, topic, COUNTER), dataset)]


def together(dataset: Dataset, ids: Sequence[str]) -> Record:
    """Comparable claims as one figure: a claim alone as stated, several as lowest to highest.

    Raises `NotComparable` where the claims may not be spanned.
    """
    if len(ids) == 1:
        return as_stated(dataset, dataset.row("claims", ids[0]))
    claims = rows(dataset, ids)
    require(claims, "span", dataset)
    amount = bounds.hull(claim["amount"] for claim in claims)
    return computed(dataset, claims, amount, "span", "lowest to highest stated figure")


def total(dataset: Dataset, ids: Sequence[str], **changed: str) -> Record:
    """The sum of claims as a figure of kind `sum`; `changed` names what the whole is.

    Raises `NotComparable` where the claims may not be added.
    """
    claims = rows(dataset, ids)
    require(claims, "sum", dataset)
    amount = bounds.total(claim["amount"] for claim in claims)
    return computed(dataset, claims, amount, "sum", " + ".join(ids), **changed)


def ratio(dataset: Dataset, above: Sequence[str], below: Sequence[str], **changed: str) -> Record:
    """The sum of some claims divided by the sum of others, as a figure of kind `ratio`.

    Raises `NotComparable` where the claims may not be added or divided.
    """
    parts = rows(dataset, above), rows(dataset, below)
    for part in parts:
        require(part, "sum", dataset)
    for pair in product(*parts):
        require(pair, "ratio", dataset)
    sums = [bounds.total(claim["amount"] for claim in part) for part in parts]
    formula = f"({' + '.join(above)}) / ({' + '.join(below)})"
    return computed(
        dataset,
        [*parts[0], *parts[1]],
        bounds.ratio(*sums),
        "ratio",
        formula,
        **{"unit": "ratio", **changed},
    )


def spread(dataset: Dataset, claims: Sequence[Record]) -> Amount | None:
    """Highest over lowest figure of comparable claims; None where an end is open or zero.

    Raises `NotComparable` where the claims may not be set side by side.
    """
    require(claims, "relation", dataset)
    if len({claim["unit"] for claim in claims}) == 1:
        return bounds.spread(bounds.hull(claim["amount"] for claim in claims))
    days = (bounds.in_days(claim["amount"], claim["unit"]) for claim in claims)
    return bounds.spread(bounds.hull(days))


def rows(dataset: Dataset, ids: Iterable[str]) -> list[Record]:
    """The claims of these ids, in the order given, each with its `amount`."""
    return list(map(dataset.rows("claims").__getitem__, ids))


def computed(
    dataset: Dataset,
    claims: Sequence[Record],
    amount: Amount,
    kind: str,
    formula: str,
    **changed: str,
) -> Record:
    """A computed figure; a column in which its claims differ is left empty.

    `changed` sets columns: what the whole is, or `versus`, whose sum a ratio divides by.
    """
    origins = [origin_of(dataset, claim) for claim in claims]
    return {
        **_shared(claims),
        "amount": amount,
        "kind": kind,
        "versus": "",
        "formula": formula,
        "words": "",
        "repeats": "",
        "origins": tuple(dict.fromkeys(origins)),
        "claims": tuple([claim["claim_id"] for claim in claims]),
        "sources": tuple(dict.fromkeys([claim["source"] for claim in claims])),
        "note": "",
        **changed,
    }


def frame(figures: Iterable[Record]) -> pd.DataFrame:
    """Figures as a frame with `FIGURE_COLUMNS`, also where there are none."""
    return of_records(figures, FIGURE_COLUMNS)


def by_expression(dataset: Dataset, expression: str) -> Record:
    """What reference claims state together: one id, a sum, or a quotient of unlike claims.

    `a + b` asks whether its claims may be added. `a / b` and `a * share / b` are judgements: the
    row that names them gives the reason, and only money is brought to one currency.
    Raises `NotComparable` where claims may not be added or divided, `KeyError` for an unknown id.
    """
    above, _, below = expression.partition("/")
    if below.strip():
        parts = [part.strip() for part in above.split("*")]
        return _quotient(dataset, parts, below.strip(), expression)
    if "+" in above:
        return total(dataset, [part.strip() for part in above.split("+")])
    claim = dataset.row("claims", above.strip())
    return {
        "amount": claim["amount"],
        "unit": claim["unit"],
        "claims": (claim["claim_id"],),
        "sources": (claim["source"],),
        "formula": "",
    }


def _quotient(dataset: Dataset, above: Sequence[str], below: str, expression: str) -> Record:
    """Claims divided; amounts of one unit need no rate, whatever they count."""
    claims = rows(dataset, [*above, below])
    shares = [claim["unit"] == "percent" for claim in claims[:-1]]
    if shares.count(False) != 1:
        raise _refused(f"no quotient {expression}: one amount and its shares are divided")
    amounts = [claim["amount"] for claim in claims]
    rates: list[str] = []
    if len({claim["unit"] for claim in claims} - {"percent"}) > 1:
        of = [(claim["unit"], claim["start"][:4], dataset) for claim in claims]
        amounts = [money.in_dollars(a, *unit) for a, unit in zip(amounts, of, strict=True)]
        rates = [words for unit in of if (words := money.rate_words(*unit))]
    if len(above) > 1 and any(a.low is None or a.high is None for a in amounts[:-1]):
        raise _refused(f"no quotient {expression}: a share of an amount with an open end")
    amount = bounds.ratio(bounds.portion(amounts[:-1], shares), amounts[-1])
    formula = ", at ".join([expression, *dict.fromkeys(rates)])
    return computed(dataset, claims, amount, "ratio", formula, unit="ratio")


def _refused(message: str) -> NotComparable:
    return NotComparable(Problem("data/comparisons.csv", message=message))


def _shared(claims: Sequence[Record]) -> Record:
    """What claims have in common in each column, empty where they differ."""
    shared, *others = {*map(measured, claims)}
    for other in others:
        pairs = zip(shared, other, strict=True)
        shared = tuple([one if one == another else "" for one, another in pairs])
    return dict(zip(SPAN_COLUMNS, shared, strict=True))


def ordered(figures: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Figures by date of event, quantity, subject and population; spans after their parts.

    Events without a date come last; the quantities keep the order of their table, and each figure
    has one of them.
    """
    starts = dict(zip(dataset.events["event"], dataset.events["start"], strict=True))
    quantities = dataset.quantities["quantity"].tolist()
    by: dict[str, Callable[[str], Any]] = {
        "event": lambda event: (starts.get(event) or "9999", event),
        "quantity": quantities.index,
        **dict.fromkeys(("subject", "population", "start"), str),
        "kind": KINDS.index,
    }
    ranked = []
    for column, key in by.items():
        cells = figures[column].tolist()
        ranks = {cell: rank for rank, cell in enumerate(sorted({*cells}, key=key))}
        ranked.append([ranks[cell] for cell in cells])
    places = list(zip(*ranked, strict=True))
    order = sorted(range(len(places)), key=places.__getitem__)
    return figures.iloc[order].reset_index(drop=True)
