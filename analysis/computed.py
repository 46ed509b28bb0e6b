"""Every figure computed from claims, in one frame: spans, sums, ratios, spreads, constant money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis import agreement, aid, beside, comparisons, robustness, spans
from analysis.comparability import SPAN_COLUMNS, measured
from analysis.dataset import Dataset
from analysis.frames import Record, once


@once
def figures(dataset: Dataset) -> pd.DataFrame:
    """Every computed figure. Columns: `spans.FIGURE_COLUMNS`."""
    topics = dataset.quantities["topic"].unique()
    frames = [spans.spans(dataset, topic) for topic in topics]
    frames += [against_references(dataset)]
    frames += [aid.totals(dataset), aid.ratios(dataset), agreement.spreads(dataset)]
    frames += [robustness.recomputed(dataset)]
    frames += [beside.in_constant_dollars(dataset)[spans.FIGURE_COLUMNS]]
    filled = [frame for frame in frames if not frame.empty]
    every = pd.concat(filled, ignore_index=True) if filled else spans.frame([])
    return every[~every[["kind", "claims"]].duplicated()].reset_index(drop=True)


def against_references(dataset: Dataset) -> pd.DataFrame:
    """What is computed to hold claims against references: their sums, quotients and multiples.

    Columns: `spans.FIGURE_COLUMNS`; a multiple, kind `multiple`, is a claim's amount divided by the
    reference's.
    """
    if "comparisons" not in dataset.tables:
        return spans.frame([])
    made = [figure for row in comparisons.held(dataset) for figure in _held(dataset, row)]
    unique = {(figure["kind"], figure["claims"]): figure for figure in made}
    return spans.frame(unique.values())


def _held(dataset: Dataset, row: Mapping[str, Any]) -> Iterator[Record]:
    references = spans.rows(dataset, row["references"])
    if len(references) > 1:
        kind, formula = comparisons.kind_of_references(row), row["expression"]
        yield spans.computed(dataset, references, row["amount"], kind, formula, unit=row["unit"])
    if comparisons.differing(row):
        claim = dataset.row("claims", row["claim_id"])
        of_claim = {**dict(zip(SPAN_COLUMNS, measured(claim), strict=True)), "unit": "ratio"}
        formula = comparisons.multiple(row)
        both = [claim, *references]
        yield spans.computed(dataset, both, row["gap"], "multiple", formula, **of_claim)
