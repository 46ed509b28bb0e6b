"""Context: durations, shares of population and territory, counts and ranks beside the topics."""

from __future__ import annotations

import pandas as pd

from analysis import spans
from analysis.dataset import Dataset

KINDS = {
    "durations": ("duration",),
    "shares": ("share", "length", "persons"),
    "counts": ("items", "events"),
    "comparisons": ("rank", "ratio"),
}


def figures(dataset: Dataset, kind: str) -> pd.DataFrame:
    """The context figures of one of `KINDS`. Columns: `spans.FIGURE_COLUMNS`."""
    return spans.of_dimension(spans.figures(dataset, "context"), dataset, *KINDS[kind])
