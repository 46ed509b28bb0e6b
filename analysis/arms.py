"""Arms purchases: contracts, purchases and exports by buyer and seller, and how they compare."""

from __future__ import annotations

import pandas as pd

from analysis import spans
from analysis.dataset import Dataset


def purchases(dataset: Dataset) -> pd.DataFrame:
    """Money and items in arms deals; each quantity is its own stage and never added to another.

    Columns: `spans.FIGURE_COLUMNS`.
    """
    figures = spans.figures(dataset, "arms")
    return spans.of_dimension(figures, dataset, "money", "items")


def comparisons(dataset: Dataset) -> pd.DataFrame:
    """Ranks, ratios and shares that a source states instead of an amount. Same columns."""
    figures = spans.figures(dataset, "arms")
    return spans.of_dimension(figures, dataset, "rank", "ratio", "share")
