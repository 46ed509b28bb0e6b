"""Every figure computed from claims, in one frame: spans, sums, ratios, spreads, constant money."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis import agreement, aid, beside, comparisons, robustness, spans
from analysis.comparability import SPAN_COLUMNS, measured
from analysis.dataset import Dataset
from analysis.frames import Record, once


@once
def figures(dataset: Dataset) -> pd.DataFrame:
    """Every computed figure. Columns: `spans.FIGURE_COLUMNS`."""
    every = spans.joined([lasting(dataset), robustness.recomputed(dataset)])
    return every[~every[["kind", "claims"]].duplicated()].reset_index(drop=True)


@once
def lasting(dataset: Dataset) -> pd.DataFrame:
    """The computed figures without those that only try what becomes of another.

    Columns: `spans.FIGURE_COLUMNS`.
    """
    topics = dataset.quantities["topic"].unique()
    return spans.joined(
        [
            *(spans.spans(dataset, topic) for topic in topics),
            against_references(dataset),
            aid.totals(dataset),
            aid.ratios(dataset),
            agreement.spreads(dataset),
            beside.in_constant_dollars(dataset)[spans.FIGURE_COLUMNS],
        ]
    )


def against_references(dataset: Dataset) -> pd.DataFrame:
    """What is computed to hold claims against references: their sums, quotients and multiples.

    Columns: `spans.FIGURE_COLUMNS`; a multiple, kind `multiple`, is a claim's amount divided by the
    reference's.
    """
    unique = {(figure["kind"], figure["claims"]): figure for figure in _against(dataset)}
    return spans.frame(unique.values())


def _against(dataset: Dataset) -> Iterator[Record]:
    """The figures of each row of the comparisons, those alike as often as there are rows."""
    for row in comparisons.held(dataset):
        if len(row.references) > 1:
            references = spans.rows(dataset, row.references)
            kind, formula = comparisons.kind_of_references(row), row.formula
            unit = row.unit
            yield spans.computed(dataset, references, row.amount, kind, formula, unit=unit)
        if row.gap and row.differing:
            both = spans.rows(dataset, [row.claim_id, *row.references])
            of_claim = {**dict(zip(SPAN_COLUMNS, measured(both[0]), strict=True)), "unit": "ratio"}
            formula = comparisons.multiple(row)
            yield spans.computed(dataset, both, row.gap, "multiple", formula, **of_claim)
