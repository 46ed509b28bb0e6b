"""Aid: who received how much, from whom and for what; sums and ratios in the same programmes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

import pandas as pd

from analysis import spans
from analysis.comparability import Purpose, reason_not
from analysis.dataset import Dataset
from analysis.frames import Record, once, tuples

PROGRAMME = ["source", "counterpart", "start", "end", "year_basis", "unit"]

Programme = tuple[str, ...]


def figures(dataset: Dataset) -> pd.DataFrame:
    """Aid as stated, with spans, by period, purpose and recipient. Columns: `FIGURE_COLUMNS`."""
    return spans.figures(dataset, "aid")


@once
def totals(dataset: Dataset) -> pd.DataFrame:
    """The sum of one recipient's programmes of one donor and period, as one source states them."""
    made = (
        spans.total(dataset, ids, quantity="aid")
        for recipients in programmes(dataset).values()
        for ids in recipients.values()
        if len(ids) > 1
    )
    return _limited(made)


@once
def ratios(dataset: Dataset) -> pd.DataFrame:
    """Between two recipients in the same programmes: the larger sum divided by the smaller."""
    pairs = (
        pair
        for recipients in programmes(dataset).values()
        for pair in combinations(recipients.items(), 2)
    )
    return _limited(
        _ratio(dataset, dict(pair))
        for pair in pairs
        if _purposes(dataset, pair[0][1]) == _purposes(dataset, pair[1][1])
        and _may_be(dataset, "ratio", product(pair[0][1], pair[1][1]))
    )


def _limited(figures: Iterable[Record]) -> pd.DataFrame:
    """The figures that set any limit: at least one amount plus at most another says nothing."""
    return spans.frame(figure for figure in figures if not figure["amount"].vague)


def programmes(dataset: Dataset) -> dict[Programme, dict[str, list[str]]]:
    """Claim ids of the parts of aid by source, donor and period, then by recipient.

    Claims that state only a magnitude word, or repeat another, are no part. A recipient whose parts
    may not be added is left out, as where a source gives two amounts for one purpose.
    """
    parts = dataset.quantities.loc[dataset.quantities["part_of"] == "aid", "quantity"]
    claims = dataset.statements[dataset.statements["quantity"].isin(parts)]
    claims = claims[
        (claims["bound"] != "vague") & (claims["repeats"] == "") & (claims["start"] != "")
    ]
    grouped: dict[Programme, dict[str, list[str]]] = {}
    for subject, claim, *programme in tuples(claims[["subject", "claim_id", *PROGRAMME]]):
        grouped.setdefault(tuple(programme), {}).setdefault(subject, []).append(claim)
    return {
        programme: {
            recipient: ids
            for recipient, ids in recipients.items()
            if _may_be(dataset, "sum", combinations(ids, 2))
        }
        for programme, recipients in grouped.items()
    }


def _may_be(dataset: Dataset, purpose: Purpose, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether the claims of each pair may be taken together."""
    claims = dataset.rows("claims")
    return not any(reason_not(claims[a], claims[b], purpose, dataset) for a, b in pairs)


def _purposes(dataset: Dataset, ids: list[str]) -> list[str]:
    return sorted(claim["quantity"] for claim in spans.rows(dataset, ids))


def _ratio(dataset: Dataset, recipients: dict[str, list[str]]) -> Record:
    """Of two recipients, the one whose sum is larger by its claims over the other."""
    sums = {name: spans.total(dataset, ids)["amount"] for name, ids in recipients.items()}
    above, below = sorted(sums, key=lambda name: sums[name].middle or 0, reverse=True)
    return spans.ratio(
        dataset,
        recipients[above],
        recipients[below],
        quantity="aid",
        subject=above,
        versus=below,
    )
