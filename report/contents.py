"""What the document holds: its topics, the tables and charts of each, and their captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from analysis import (
    agreement,
    aid,
    arms,
    beside,
    casualties,
    charts,
    comparisons,
    computed,
    consistency,
    context,
    coverage,
    displacement,
    robustness,
    spans,
    spending,
    tables,
    timeline,
    titles,
    verdicts,
)
from analysis.charts import Chart
from analysis.dataset import Dataset
from analysis.tables import Column, Table
from analysis.titles import Titled

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
OF_KILLINGS = (*OF_PEOPLE[:3], tables.NOTE, *OF_PEOPLE[3:])
OF_PLACES = (tables.WHEN, tables.WHAT, tables.WHOM, tables.WHERE, tables.NUMBER, tables.SOURCE)
OF_TIMES = (tables.WHEN, tables.WHAT, tables.NOTE, tables.NUMBER, tables.SOURCE)
OF_COUNTS = (tables.WHEN, tables.WHAT, tables.CONCERNED, tables.WHERE, tables.NUMBER, tables.SOURCE)
OF_AID = (tables.WHEN, tables.WHAT, tables.RECIPIENT, tables.NUMBER, tables.SOURCE)
OF_ARMS = (tables.WHEN, tables.WHAT, tables.BUYER, tables.NUMBER, tables.SOURCE)
OF_BUYERS = (tables.WHEN, tables.WHAT, tables.BUYERS, tables.NUMBER, tables.SOURCE)
OF_SPENDING = (tables.WHEN, tables.WHAT, tables.STATE, tables.NUMBER, tables.SOURCE)
OF_SPENDERS = (tables.WHEN, tables.WHAT, tables.SPENDER, tables.NUMBER, tables.SOURCE)

TABLES: Mapping[str, Figures] = {
    "casualties": Figures("Casualties as stated, by event", casualties.losses, OF_PEOPLE),
    "alleged": Figures(
        "Killings reported as alleged or found to be unlawful", casualties.alleged, OF_KILLINGS
    ),
    "displaced": Figures("People displaced, as stated", displacement.displaced, OF_PLACES),
    "residents": Figures("People living in a place, as stated", displacement.residents, OF_PLACES),
    "aid": Figures(
        "Aid as stated, with sums and ratios in the same programmes", aid_with_sums, OF_AID
    ),
    "arms": Figures("Arms deals as stated", arms.purchases, OF_ARMS),
    "arms-compared": Figures("Arms purchases as sources compare them", arms.comparisons, OF_BUYERS),
    "spending": Figures("Military spending as stated", spending.amounts, OF_SPENDING),
    "spending-compared": Figures(
        "Military spending as sources compare it", spending.comparisons, OF_SPENDERS
    ),
    "durations": Figures("Durations as stated", _context("durations"), OF_TIMES),
    "shares": Figures("Shares, distances and forces as stated", _context("shares"), OF_COUNTS),
    "counts": Figures("Counts as stated", _context("counts"), OF_COUNTS),
    "ranks": Figures("Ranks and comparisons as stated", _context("comparisons"), OF_PEOPLE),
}


@dataclass(frozen=True)
class Listing:
    """One table of the document: what computes its rows, and what sets them as a table."""

    frame: Frame
    table: Callable[..., Table]

    def of(self, dataset: Dataset, **more: Any) -> Table:
        """The table itself; `more` is for a register, which lists where its claims are printed."""
        return self.table(self.frame(dataset), dataset, **more)

    def caption(self, dataset: Dataset) -> str:
        """Its caption, without the work of setting its rows."""
        return self.table(self.frame(dataset).iloc[:0], dataset).caption


def _figures(key: str) -> Listing:
    made = TABLES[key]
    return Listing(
        made.frame,
        lambda frame, dataset: tables.table(key, made.caption, frame, made.columns, dataset),
    )


def _agreement(frame: pd.DataFrame, dataset: Dataset) -> Table:
    return tables.who_says_what(frame, agreement.spreads(dataset), dataset)


def _constant(frame: pd.DataFrame, dataset: Dataset) -> Table:
    return tables.constant(frame, beside.not_in_constant_dollars(dataset), dataset)


def _verdicts(topic: str) -> Listing:
    return Listing(
        partial(verdicts.of_topic, topic=topic),
        lambda frame, data: tables.verdicts(frame, comparisons.held(data), topic, data),
    )


def _register(topic: str) -> Listing:
    return Listing(
        lambda dataset: tables.of_topic(dataset.statements, topic, dataset),
        partial(tables.register, topic=topic),
    )


def _references(topic: str) -> Listing:
    return Listing(
        lambda dataset: tables.of_topic(dataset.references, topic, dataset),
        partial(tables.reference_register, topic=topic),
    )


# Every table by its label, `tbl-KEY`, as the document prints it and the downloads hold it.
LISTINGS: Mapping[str, Listing] = {
    **{key: _figures(key) for key in TABLES},
    "events": Listing(lambda dataset: dataset.events, tables.events),
    "timeline": Listing(timeline.happenings, tables.happenings),
    "agreement": Listing(agreement.groups, _agreement),
    "dated-alike": Listing(agreement.dated_alike, tables.dated_alike),
    "echoes": Listing(agreement.echoes, tables.echoes),
    "look-alikes": Listing(agreement.look_alikes, tables.look_alikes),
    "findings": Listing(consistency.findings, tables.findings),
    "positions": Listing(lambda dataset: dataset.contested, tables.positions),
    "balance": Listing(coverage.balance, tables.balance),
    "coverage": Listing(coverage.matrix, tables.coverage),
    "robustness": Listing(robustness.figures, tables.robustness),
    "constant-aid": Listing(beside.in_constant_dollars, _constant),
    **{f"verdicts-{topic}": _verdicts(topic) for topic in TOPICS},
    "computed": Listing(computed.figures, tables.computed),
    **{f"register-{topic}": _register(topic) for topic in TOPICS},
    **{f"references-{topic}": _references(topic) for topic in TOPICS},
    "not-used": Listing(lambda dataset: dataset.not_used, tables.left_out),
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


Draw = Callable[[str, str, Titled, pd.DataFrame, Dataset], Sequence[Chart] | Chart | None]


@dataclass(frozen=True)
class Drawn:
    """One chart of the document: its caption, what computes its rows, titles and draws them."""

    caption: str
    frame: Frame
    titled: Titled = titles.stated
    draw: Draw = charts.figures


# Every chart by its label, `fig-KEY`.
CHARTS: Mapping[str, Drawn] = {
    "killed": Drawn("People killed, as stated, by event and source", casualties.killed),
    "wounded": Drawn(
        "Casualties other than those called killed, as stated",
        casualties.not_killed,
    ),
    "displacement": Drawn(
        "People displaced, and people living in a place, as stated",
        lambda dataset: spans.figures(dataset, "displacement"),
    ),
    "aid": Drawn("Aid as stated, by purpose and recipient", aid.figures),
    "arms": Drawn("Arms deals as stated; each panel is its own kind of figure", arms.purchases),
    "spending": Drawn("Military spending as stated", spending.amounts),
    "timeline": Drawn(
        "Dated happenings by source: dots are days, bars are months or years",
        timeline.in_scope,
        titles.happenings,
        charts.timeline,
    ),
    "robustness": Drawn(
        "What becomes of each headline figure when an origin behind it is left out",
        robustness.figures,
        titles.robustness,
        charts.robustness,
    ),
    "held-deaths": Drawn(
        "Deaths by event, as the articles and as reference works count them",
        beside.deaths,
        titles.held,
        charts.deaths,
    ),
    "held-displacement": Drawn(
        "People displaced and people living in a place, by date, in articles and reference works",
        lambda dataset: beside.by_date(dataset, "displacement"),
        titles.held,
        charts.by_date,
    ),
    "held-spending": Drawn(
        "Military expenditure by year, with what an article states",
        lambda dataset: beside.by_year(dataset, "military_expenditure"),
        titles.by_year,
        charts.by_year,
    ),
    "held-arms": Drawn(
        "Arms exports by month, and over longer periods that hold those months",
        lambda dataset: beside.by_month(dataset, "arms_exports"),
        titles.by_month,
        charts.by_month,
    ),
    "constant-aid": Drawn(
        "Aid as stated, and in constant dollars",
        beside.in_constant_dollars,
        titles.constant,
        charts.constant,
    ),
}


def charts_of(key: str, frame: pd.DataFrame, dataset: Dataset) -> list[Chart]:
    """The charts of a frame, as many as pages are needed; none where there is nothing to draw."""
    drawn = CHARTS[key]
    made = drawn.draw(key, drawn.caption, drawn.titled, frame, dataset)
    sheets = [made] if isinstance(made, Chart) else list(made or ())
    return [*sheets[:1], *(replace(c, caption=f"{drawn.caption} (continued)") for c in sheets[1:])]
