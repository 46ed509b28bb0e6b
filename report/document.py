"""What the document may call: every table, chart and cited sentence, as Markdown."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

import pandas as pd
from IPython.display import Markdown

from analysis import (
    aid,
    arms,
    casualties,
    charts,
    cite,
    context,
    displacement,
    prose,
    spans,
    spending,
    tables,
    timeline,
)
from analysis.charts import Chart
from analysis.dataset import Dataset, find, load
from analysis.tables import Table
from report import bibliography

TOPICS = {
    "casualties": "Casualties",
    "displacement": "Displacement",
    "aid": "Aid",
    "arms": "Arms purchases",
    "spending": "Military spending",
    "context": "Context",
}
LOSSES = (tables.WHEN, tables.WHAT, tables.WHOM, tables.NUMBER, tables.SOURCE)
PLACED = (tables.WHEN, tables.WHAT, tables.WHOM, tables.WHERE, tables.NUMBER, tables.SOURCE)

Frame = Callable[[Dataset], pd.DataFrame]


def _aid(dataset: Dataset) -> pd.DataFrame:
    return pd.concat(
        [aid.figures(dataset), aid.totals(dataset), aid.ratios(dataset)], ignore_index=True
    )


FRAMES: dict[str, tuple[str, Frame, tuple[tables.Column, ...]]] = {
    "casualties": ("Casualties as stated, by event", casualties.losses, LOSSES),
    "alleged": ("Killings reported as alleged or found to be unlawful", casualties.alleged, LOSSES),
    "displaced": ("People displaced, as stated", displacement.displaced, PLACED),
    "residents": ("People living in a place, as stated", displacement.residents, PLACED),
    "aid": ("Aid as stated, with sums and ratios in the same programmes", _aid,
            (tables.WHEN, tables.WHAT, tables.RECIPIENT, tables.NUMBER, tables.SOURCE)),
    "arms": ("Arms deals as stated", arms.purchases,
             (tables.WHEN, tables.WHAT, tables.BUYER, tables.NUMBER, tables.SOURCE)),
    "arms-compared": ("Arms purchases as sources compare them", arms.comparisons,
                      (tables.WHEN, tables.WHAT, tables.BUYER, tables.NUMBER, tables.SOURCE)),
    "spending": ("Military spending as stated", spending.amounts,
                 (tables.WHEN, tables.WHAT, tables.SPENDER, tables.NUMBER, tables.SOURCE)),
    "spending-compared": ("Military spending as sources compare it", spending.comparisons,
                          (tables.WHEN, tables.WHAT, tables.SPENDER, tables.NUMBER, tables.SOURCE)),
    "durations": ("Durations as stated", lambda d: context.figures(d, "durations"), PLACED),
    "shares": ("Shares, distances and forces as stated", lambda d: context.figures(d, "shares"), PLACED),
    "counts": ("Counts as stated", lambda d: context.figures(d, "counts"), PLACED),
    "ranks": ("Ranks and comparisons as stated", lambda d: context.figures(d, "comparisons"), LOSSES),
}  # fmt: skip

HEADLINES: dict[str, Frame] = {
    "casualties": casualties.losses,
    "displacement": displacement.displaced,
    "aid": _aid,
    "arms": arms.purchases,
    "spending": spending.amounts,
}
CHARTS: dict[str, tuple[str, Frame]] = {
    "killed": ("People killed, as stated, by event and source.", casualties.killed),
    "wounded": (
        "Casualties that the source does not define, and wounded people, as stated.",
        casualties.not_killed,
    ),
    "displacement": (
        "People displaced, and people living in a place, as stated.",
        lambda d: spans.figures(d, "displacement"),
    ),
    "aid": ("Aid as stated, by purpose and recipient.", aid.figures),
    "arms": ("Arms deals as stated; each panel is its own kind of figure.", arms.purchases),
    "spending": ("Military spending as stated.", spending.amounts),
}
CHART_NOTE = (
    "Filled points: exact; hollow points: approximate or excluded ends; bars: ranges; arrows: one-sided"
    " bounds, open in their direction; words: no number stated. The length of an arrow says nothing."
)


_chosen: ContextVar[Dataset | None] = ContextVar("chosen dataset", default=None)


@contextmanager
def about(dataset: Dataset) -> Iterator[None]:
    """Let `Report.open` take this dataset, which the command has read and checked already."""
    token = _chosen.set(dataset)
    try:
        yield
    finally:
        _chosen.reset(token)


def current() -> Dataset | None:
    """The dataset that `about` chose, if any."""
    return _chosen.get()


class Report:
    """The report on one dataset: each method gives one part of the document as Markdown."""

    def __init__(self, dataset: Dataset):
        self.dataset = dataset

    @classmethod
    def open(cls) -> Report:
        """The report on the dataset chosen, or found from here (`analysis.dataset.find`)."""
        return cls(current() or load(find()))

    def metadata(self) -> Markdown:
        """Title, subtitle, date, edition and bibliography as a metadata block."""
        return Markdown(bibliography.metadata(self.dataset))

    def table(self, key: str) -> Markdown:
        """One table of `FRAMES`, captioned and labelled `tbl-KEY`."""
        return Markdown(self.tables[key].markdown())

    def chart(self, key: str) -> Markdown:
        """One chart of `CHARTS`, or the timeline's, labelled `fig-KEY`."""
        chart = self.draw(key)
        return Markdown(image(chart) if chart else f"No claim in the dataset to draw here: {key}.")

    def draw(self, key: str) -> Chart | None:
        """The chart itself; None where there is nothing to draw."""
        if key == "timeline":
            caption = "Dated happenings by source; dots are days, bars are months or years."
            return charts.timeline(key, caption, timeline.in_scope(self.dataset), self.dataset)
        caption, frame = CHARTS[key]
        return charts.figures(key, f"{caption} {CHART_NOTE}", frame(self.dataset), self.dataset)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table of the document by key."""
        made = {
            key: tables.table(key, caption, frame(self.dataset), columns, self.dataset)
            for key, (caption, frame, columns) in FRAMES.items()
        }
        happenings = timeline.happenings(self.dataset)
        made["timeline"] = tables.happenings(happenings, self.dataset)
        made["computed"] = tables.computed(self.computed, self.dataset)
        made["not-used"] = tables.left_out(self.dataset)
        return made | {
            f"register-{topic}": tables.register(self.dataset, topic) for topic in TOPICS
        }

    def downloads(self) -> dict[str, pd.DataFrame]:
        """The figures of every table as tidy frames, with the claims behind each row."""
        figures = {key: spans.flat(frame(self.dataset)) for key, (_, frame, _) in FRAMES.items()}
        return figures | {
            "timeline": timeline.happenings(self.dataset)[list(self.dataset.timeline)],
            "not-used": self.dataset.not_used,
        }

    @cached_property
    def computed(self) -> pd.DataFrame:
        """Every figure computed in the document: spans, sums and ratios."""
        parts = [spans.spans(self.dataset, topic) for topic in TOPICS]
        parts += [aid.totals(self.dataset), aid.ratios(self.dataset)]
        return pd.concat([part for part in parts if not part.empty], ignore_index=True)

    def summary(self) -> Markdown:
        """What the sources state as numbers on each core topic, one line an event."""
        parts = (
            f"**{TOPICS[topic]}** (@sec-{topic})\n\n{self.findings(topic)}" for topic in HEADLINES
        )
        return Markdown("\n".join(parts))

    def findings(self, topic: str) -> str:
        """A topic's numbers as a list, each with its source; one line in words where none is held."""
        frame = HEADLINES[topic](self.dataset)
        listed = prose.findings(prose.numbers_only(frame), self.dataset)
        return listed or f"The dataset holds no number on this topic.\n"

    def scope(self, topic: str) -> Markdown:
        """How many claims of how many articles a topic rests on, and where they are listed."""
        claims = spans.stated(self.dataset, topic)
        sources = {source for (source,) in claims["sources"]}
        register = f"@tbl-register-{topic}" if len(claims) else ""
        counted = f"{count(len(claims), 'claim')} of {count(len(sources), 'source')}"
        return Markdown(
            f"This section rests on {counted}" + (f"; {register} lists them." if register else ".")
        )

    def size(self) -> Markdown:
        """How many claims of how many sources the dataset holds."""
        claims = self.dataset.claims
        return Markdown(
            f"{count(len(claims), 'claim')} of {count(claims['source'].nunique(), 'source')}"
        )

    def sources(self) -> Markdown:
        """Each base article: what it argues, how it was read, what could not be verified."""
        return Markdown("\n".join(self._source(key) for key in self.dataset.seeds))

    def _source(self, key: str) -> str:
        seed = self.dataset.seeds[key]
        claims = (self.dataset.claims["source"] == key).sum()
        missing = ", ".join(MISSING[field] for field in seed.unverified) or "nothing"
        argues = f"{cite.plain(seed.argues)} [@{key}, {cite.plain(cite.place_words(seed.argues_locator))}]"
        return (
            f"## {cite.plain(seed.title)} {{#src-{key}}}\n\n"
            f"@{key}: {argues}.\n\n"
            f"- Claims taken: [{claims}](#sec-register).\n"
            f"- Read as: {cite.plain(seed.read_as or 'not recorded')}.\n"
            f"- Could not be verified: {missing}.\n"
        )

    def register(self) -> Markdown:
        """The evidence register: every claim of every topic, a table a topic."""
        parts = (
            f"## {title} {{#sec-register-{topic}}}\n\n{self.tables[f'register-{topic}'].markdown()}"
            for topic, title in TOPICS.items()
        )
        return Markdown("\n".join(parts))


MISSING = {
    "title": "title",
    "author": "author",
    "issued": "date",
    "container-title": "where it appeared",
    "URL": "address",
}


def count(number: int, noun: str) -> str:
    """A number of records as a link to where they are listed: "84 claims"."""
    target = {"claim": "sec-register", "source": "sec-sources"}[noun]
    return f"[{number}](#{target}) {noun}{'' if number == 1 else 's'}"


def image(chart: Chart) -> str:
    """A chart as a Markdown image with its drawing inside, captioned and labelled."""
    buffer = io.BytesIO()
    with charts.drawing():
        chart.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = cite.plain(chart.alt).replace('"', "&quot;")
    return f'![{chart.caption}](data:image/svg+xml;base64,{data}){{#fig-{chart.key} fig-alt="{alt}"}}\n'
