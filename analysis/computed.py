"""Every figure computed from claims, in one frame: spans, sums, ratios, spreads, constant money."""

from __future__ import annotations

import pandas as pd

from analysis import agreement, aid, beside, robustness, spans
from analysis.dataset import Dataset


def figures(dataset: Dataset) -> pd.DataFrame:
    """Every computed figure. Columns: `spans.FIGURE_COLUMNS`."""
    topics = dataset.quantities["topic"].unique()
    frames = [spans.spans(dataset, topic) for topic in topics]
    frames += [aid.totals(dataset), aid.ratios(dataset), agreement.spreads(dataset)]
    frames += [robustness.recomputed(dataset)]
    frames += [beside.in_constant_dollars(dataset)[spans.FIGURE_COLUMNS]]
    filled = [frame for frame in frames if not frame.empty]
    every = pd.concat(filled, ignore_index=True) if filled else spans.frame([])
    return every[~every[["kind", "claims"]].duplicated()].reset_index(drop=True)
