"""What the document holds: its topics, the tables and charts of each, and their captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import (
    aid,
    arms,
    beside,
    casualties,
    charts,
    context,
    displacement,
    robustness,
    spans,
    spending,
    tables,
    timeline,
)
from analysis.charts import Chart
from analysis.dataset import Dataset
from analysis.tables import Column

Frame = Callable[[Dataset], pd.DataFrame]

TOPICS: Mapping[str, str] = {
    "casualties": "Casualties",
    "displacement": "Displacement",
    "aid": "Aid",
    "arms": "Arms purchases",
    "spending": "Military spending",
    "context": "Context",
}


@dataclass(frozen=True)
class Figures:
    """One table of figures: its caption, what computes it, and its columns."""

    caption: str
    frame: Frame
    columns: tuple[Column, ...]


def aid_with_sums(dataset: Dataset) -> pd.DataFrame:
    """Aid as stated, then the sums and ratios in the same programmes."""
    parts = [aid.figures(dataset), aid.totals(dataset), aid.ratios(dataset)]
    return pd.concat(parts, ignore_index=True)


def _context(kind: str) -> Frame:
    return lambda dataset: context.figures(dataset, kind)


OF_PEOPLE = (tables.WHEN, tables.WHAT, tables.WHOM, tables.NUMBER, tables.SOURCE)
OF_PLACES = (tables.WHEN, tables.WHAT, tables.WHOM, tables.WHERE, tables.NUMBER, tables.SOURCE)
OF_AID = (tables.WHEN, tables.WHAT, tables.RECIPIENT, tables.NUMBER, tables.SOURCE)
OF_ARMS = (tables.WHEN, tables.WHAT, tables.BUYER, tables.NUMBER, tables.SOURCE)
OF_SPENDING = (tables.WHEN, tables.WHAT, tables.SPENDER, tables.NUMBER, tables.SOURCE)

TABLES: Mapping[str, Figures] = {
    "casualties": Figures("Casualties as stated, by event", casualties.losses, OF_PEOPLE),
    "alleged": Figures(
        "Killings reported as alleged or found to be unlawful", casualties.alleged, OF_PEOPLE
    ),
    "displaced": Figures("People displaced, as stated", displacement.displaced, OF_PLACES),
    "residents": Figures("People living in a place, as stated", displacement.residents, OF_PLACES),
    "aid": Figures(
        "Aid as stated, with sums and ratios in the same programmes", aid_with_sums, OF_AID
    ),
    "arms": Figures("Arms deals as stated", arms.purchases, OF_ARMS),
    "arms-compared": Figures("Arms purchases as sources compare them", arms.comparisons, OF_ARMS),
    "spending": Figures("Military spending as stated", spending.amounts, OF_SPENDING),
    "spending-compared": Figures(
        "Military spending as sources compare it", spending.comparisons, OF_SPENDING
    ),
    "durations": Figures("Durations as stated", _context("durations"), OF_PLACES),
    "shares": Figures("Shares, distances and forces as stated", _context("shares"), OF_PLACES),
    "counts": Figures("Counts as stated", _context("counts"), OF_PLACES),
    "ranks": Figures("Ranks and comparisons as stated", _context("comparisons"), OF_PEOPLE),
}

HEADLINES: Mapping[str, Frame] = {
    "casualties": casualties.losses,
    "displacement": displacement.displaced,
    "aid": aid_with_sums,
    "arms": arms.purchases,
    "spending": spending.amounts,
}


def in_context(dataset: Dataset) -> pd.DataFrame:
    """What the sources state around the core topics."""
    return spans.figures(dataset, "context")


CHARTS: Mapping[str, tuple[str, Frame]] = {
    "killed": ("People killed, as stated, by event and source", casualties.killed),
    "wounded": (
        "Casualties that the source does not define, and wounded people, as stated",
        casualties.not_killed,
    ),
    "displacement": (
        "People displaced, and people living in a place, as stated",
        lambda dataset: spans.figures(dataset, "displacement"),
    ),
    "aid": ("Aid as stated, by purpose and recipient", aid.figures),
    "arms": ("Arms deals as stated; each panel is its own kind of figure", arms.purchases),
    "spending": ("Military spending as stated", spending.amounts),
}


Draw = Callable[[str, str, pd.DataFrame, Dataset], Sequence[Chart] | Chart | None]


@dataclass(frozen=True)
class Beside:
    """A drawing of claims beside reference claims: its caption, what computes and draws it."""

    caption: str
    frame: Frame
    drawing: Draw


BESIDE: Mapping[str, Beside] = {
    "held-deaths": Beside(
        "Deaths by event, as the articles and as reference works count them",
        beside.deaths,
        charts.deaths,
    ),
    "held-displacement": Beside(
        "People displaced and people living in a place, by date, in articles and reference works",
        lambda dataset: beside.by_date(dataset, "displacement"),
        charts.by_date,
    ),
    "held-spending": Beside(
        "Military expenditure by year, with what an article states",
        lambda dataset: beside.by_year(dataset, "military_expenditure"),
        charts.by_year,
    ),
    "held-arms": Beside(
        "Arms exports by month, and over longer times that hold the months",
        lambda dataset: beside.by_month(dataset, "arms_exports"),
        charts.by_month,
    ),
    "constant-aid": Beside(
        "Aid as stated, and in constant dollars", beside.in_constant_dollars, charts.constant
    ),
}
TIMELINE = "Dated happenings by source: dots are days, bars are months or years"
ROBUSTNESS = "What becomes of each headline figure when an origin behind it is left out"

# What each chart is drawn from, and its caption with what draws it.
DRAWN: Mapping[str, Frame] = {
    **{key: frame for key, (_, frame) in CHARTS.items()},
    "timeline": timeline.in_scope,
    "robustness": robustness.figures,
    **{key: made.frame for key, made in BESIDE.items()},
}
DRAWINGS: Mapping[str, tuple[str, Draw]] = {
    **{key: (caption, charts.figures) for key, (caption, _) in CHARTS.items()},
    "timeline": (TIMELINE, charts.timeline),
    "robustness": (ROBUSTNESS, charts.robustness),
    **{key: (made.caption, made.drawing) for key, made in BESIDE.items()},
}
