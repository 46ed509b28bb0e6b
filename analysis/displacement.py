"""Displacement: who is said to have left, under which status, who lived there; never totalled."""

from __future__ import annotations

import pandas as pd

from analysis import spans
from analysis.dataset import Dataset

STAYED = ("residents", "remaining")


def displaced(dataset: Dataset) -> pd.DataFrame:
    """People displaced, by event, group and status as stated. Columns: `spans.FIGURE_COLUMNS`."""
    figures = spans.figures(dataset, "displacement")
    return figures[~figures["quantity"].isin(STAYED)].reset_index(drop=True)


def residents(dataset: Dataset) -> pd.DataFrame:
    """People living or remaining in a place, who are not displaced people. Same columns."""
    figures = spans.figures(dataset, "displacement")
    return figures[figures["quantity"].isin(STAYED)].reset_index(drop=True)
