"""Casualties: the killed, the wounded and the undefined, by event, side and population."""

from __future__ import annotations

import pandas as pd

from analysis import spans
from analysis.dataset import Dataset

ALLEGED = "alleged_unlawful_killings"


def losses(dataset: Dataset) -> pd.DataFrame:
    """Losses as stated, with spans, in the order of events. Columns: `spans.FIGURE_COLUMNS`.

    Killings alleged to be unlawful are kept apart, in `alleged`, and never enter a total.
    """
    figures = spans.figures(dataset, "casualties")
    return figures[figures["quantity"] != ALLEGED].reset_index(drop=True)


def killed(dataset: Dataset) -> pd.DataFrame:
    """The losses that the source calls killed. Same columns."""
    figures = losses(dataset)
    return figures[figures["quantity"] == "killed"].reset_index(drop=True)


def not_killed(dataset: Dataset) -> pd.DataFrame:
    """All other losses: wounded, missing, casualties not defined. Same columns."""
    figures = losses(dataset)
    return figures[figures["quantity"] != "killed"].reset_index(drop=True)


def alleged(dataset: Dataset) -> pd.DataFrame:
    """Killings outside combat that a source reports as alleged or found. Same columns."""
    figures = spans.figures(dataset, "casualties")
    return figures[figures["quantity"] == ALLEGED].reset_index(drop=True)
