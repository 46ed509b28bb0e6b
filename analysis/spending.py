"""Military spending: what a state spent or budgeted, and what sources compare it with."""

from __future__ import annotations

import pandas as pd

from analysis import spans
from analysis.dataset import Dataset


def amounts(dataset: Dataset) -> pd.DataFrame:
    """Military expenditure and budgets by year, as stated. Columns: `spans.FIGURE_COLUMNS`."""
    figures = spans.figures(dataset, "spending")
    return spans.of_dimension(figures, dataset, "money")


def comparisons(dataset: Dataset) -> pd.DataFrame:
    """Ratios and shares that a source states instead of an amount. Same columns."""
    figures = spans.figures(dataset, "spending")
    return spans.of_dimension(figures, dataset, "rank", "ratio", "share")
