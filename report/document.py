"""What the document may call: every table, chart and cited sentence, as Markdown."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from IPython.display import Markdown

from analysis import changes, cite, counts, coverage, prose, verdicts
from analysis.dataset import Dataset, find
from analysis.tables import Table
from report import bibliography, cache, drawing, editions, foot, jsonld, method
from report.cache import Cache
from report.contents import CHARTS, HEADLINES, LISTINGS, TOPICS, Frame, charts_of, in_context
from report.drawing import Drawing, image
from report.editions import Edition
from report.seal import Seal
from report.seal import seal as seal_of

# What stands in a section for which there is nothing.
NOTHING = "The dataset holds nothing for this section."
NO_NUMBER = "The sources state no number on these topics"
MARK = re.compile(r'\]\{\.n claims="([^"]*)"')

SINCE = "REPORT_SINCE"


@dataclass(frozen=True)
class Chosen:
    """What a report is about: a dataset, the drawings kept, and the edition it is held against."""

    dataset: Dataset
    kept: Cache
    since: Edition | None = None


_chosen: ContextVar[Chosen | None] = ContextVar("chosen dataset", default=None)


@contextmanager
def about(
    dataset: Dataset, kept: Cache | None = None, since: Edition | None = None
) -> Iterator[None]:
    """Let `Report.open` take this dataset, which the command has read and checked already.

    Charts that did not change are taken from the drawings kept. `since` is the earlier edition
    that the dataset is held against, None for none.
    """
    token = _chosen.set(Chosen(dataset, kept or Cache(), since))
    try:
        yield
    finally:
        _chosen.reset(token)


def current() -> Chosen | None:
    """What `about` chose; None where it chose nothing."""
    return _chosen.get()


def _found() -> Chosen:
    """The dataset found from here, and the edition that the environment names in REPORT_SINCE."""
    dataset = verdicts.checked(find())
    named = os.environ.get(SINCE)
    return Chosen(dataset, Cache(), editions.read(named, dataset.folder) if named else None)


class Report:
    """The report on one dataset: each method prints one part of the document as Markdown.

    `uses` holds the anchor of every number printed so far, by each claim behind it.
    """

    def __init__(self, dataset: Dataset, kept: Cache | None = None, since: Edition | None = None):
        self.dataset = dataset
        self.since = since
        self._cache = kept or Cache()
        self.uses: defaultdict[str, list[str]] = defaultdict(list)
        self._printed_marks = 0

    @classmethod
    def open(cls) -> Report:
        """The report on the dataset chosen, or found from here (`analysis.dataset.find`)."""
        chosen = current() or _found()
        return cls(chosen.dataset, chosen.kept, chosen.since)

    def metadata(self) -> Markdown:
        """Title, subtitle, date, edition, seal and bibliography as a metadata block."""
        return Markdown(bibliography.metadata(self.dataset, self._seal.keywords))

    def about(self) -> Markdown:
        """What the dataset says of itself and its edition, on the page only."""
        said = cite.plain(self.dataset.description)
        return Markdown(
            '::: {.content-visible when-format="html"}\n::: {.about}\n'
            f"{said}\n\n[{self._edition}]{{.edition}}"
            ' · [Download the dataset](downloads/dataset.zip){download=""}\n:::\n:::\n'
        )

    def seal(self) -> Markdown:
        """Edition, and the fingerprints of the dataset and of the report source."""
        rows = (("Dataset", self._seal.dataset), ("Report source", self._seal.source))
        lines = "".join(f"- {name}, SHA-256: `{value}`\n" for name, value in rows)
        return Markdown(f"::: {{.seal}}\n{self._edition}\n\n{lines}:::\n")

    def licence(self) -> Markdown:
        """Under which licence the dataset may be used, or that its descriptor names none."""
        names = ", ".join(bibliography.titles(self.dataset, "licenses"))
        under = f"may be used under the licence {cite.label(names)}"
        said = under if names else "comes without a licence: its descriptor names none"
        return Markdown(f"The dataset {said}; words quoted from a source remain its author's.\n")

    def linked_data(self) -> Markdown:
        """The dataset, its works, claims and verdicts for programs that read the page."""
        return Markdown(f"```{{=html}}\n{jsonld.script(self.dataset)}\n```\n")

    @property
    def _edition(self) -> str:
        return cite.plain(bibliography.state_words(self.dataset))

    @cached_property
    def _seal(self) -> Seal:
        return seal_of(self.dataset.folder)

    def introduce(self, prose: str, *parts: Markdown, otherwise: str = NOTHING) -> Markdown:
        """Prose and what it introduces; `otherwise` instead where there is nothing to introduce."""
        made = [str(part.data) for part in parts if part.data]
        return Markdown("\n\n".join([prose.strip(), *made]) if made else otherwise)

    def table(self, key: str) -> Markdown:
        """One table, captioned and labelled `tbl-KEY`; empty without rows."""
        return self._printed(self._set(LISTINGS[key].of(self.dataset)))

    def chart(self, key: str) -> Markdown:
        """One chart, labelled `fig-KEY`, with the ids of the claims drawn in it.

        Several, where what is drawn needs more than a page: `fig-KEY`, `fig-KEY-2` and on. Empty
        where there is nothing to draw.
        """
        drawn = self.drawn(key)
        for chart in drawn:
            for claim in chart.claims:
                self.uses[claim].append(f"fig-{chart.key}")
        shown = [image(c) + foot.of_chart(c.key, c.claims, self.dataset) for c in drawn]
        return self._printed(foot.drawn(shown))

    def drawn(self, key: str) -> Sequence[Drawing]:
        """The charts as pictures, kept from an earlier render where nothing in them changed."""
        frame = CHARTS[key].frame(self.dataset)
        seen, how = cache.view(self.dataset, frame), method.of(key, frame)
        frame = cache.drawable(frame)
        inputs = (key, frame, cache.rows(seen), self._names)
        return self._cache.drawings(
            inputs,
            lambda: [drawing.drawn(chart, how, seen) for chart in charts_of(key, frame, seen)],
        )

    @cached_property
    def _names(self) -> str:
        return cache.names(self.dataset)

    def summary(self) -> Markdown:
        """What came of it beside other works, and the numbers on each core topic, a line an event.

        Where the sources state none on any topic, what they state on the context of the topics.
        """
        found = self._findings(HEADLINES) or self._findings({"context": in_context})
        parts = [said for said in (self._decided(), self._resting()) if said]
        parts += [f"**{TOPICS[topic]}** (@sec-{topic})\n\n{said}" for topic, said in found.items()]
        silent = "; ".join(f"{TOPICS[t]} (@sec-{t})" for t in HEADLINES if t not in found)
        parts += [f"{NO_NUMBER}: {silent}.\n"] if silent else []
        return self._printed("\n".join(parts))

    def _decided(self) -> str:
        """What figures of other works decide; empty where no claim stands beside any."""
        compared = counts.compared(self.dataset)
        decided = prose.decided(verdicts.verdicts(self.dataset), self.dataset)
        head = "**Beside figures of other works** (@sec-verdicts)"
        return f"{head}\n\n{compared}\n{decided}" if compared else ""

    def _resting(self) -> str:
        """How many headline figures rest on one origin; empty where none does."""
        said = counts.resting(self.dataset)
        return f"**What the figures rest on** (@sec-robustness)\n\n{said}" if said else ""

    def _findings(self, frames: Mapping[str, Frame]) -> dict[str, str]:
        """What the sources state as numbers, by topic, without topics that have no number."""
        numbers = {t: prose.numbers_only(frame(self.dataset)) for t, frame in frames.items()}
        return {t: prose.findings(f, self.dataset) for t, f in numbers.items() if not f.empty}

    def scope(self, topic: str) -> Markdown:
        """How many claims of how many sources a topic rests on, and where they are listed.

        Empty for a topic without claims.
        """
        return self._printed(counts.scope(topic, self.dataset))

    def changes(self) -> Markdown:
        """What changed since an earlier edition, with its heading; nothing where none is named."""
        if self.since is None:
            return Markdown("")
        names = changes.Names(old=self.since.words, mark=self.since.mark)
        found = changes.changes(self.since.dataset, self.dataset, names)
        return self._printed(changes.section(found))

    def silences(self) -> Markdown:
        """What no article gives a figure for; empty where no kind of harm is described."""
        if not coverage.harms(self.dataset):
            return Markdown("")
        said = prose.silences(coverage.silences(self.dataset), self.dataset)
        return Markdown(said or "The articles give a figure for every kind, event and side.\n")

    def balance(self) -> Markdown:
        """Origins behind the base articles' claims, by their side and the side they speak of.

        Empty where no actor has a side.
        """
        return self.table("balance") if coverage.sides(self.dataset) else Markdown("")

    def size(self) -> Markdown:
        """How many claims of how many sources the dataset holds."""
        return self._printed(counts.size(self.dataset))

    def articles(self) -> Markdown:
        """The base articles: how each is cited, its title and its name in tables and charts."""
        said = (
            f"- @{key}: {cite.label(seed.title)}; in tables and charts"
            f" {cite.label(seed.short_title)}.\n"
            for key, seed in self.dataset.seeds.items()
        )
        return Markdown("".join(said))

    def sources(self) -> Markdown:
        """Each base article: what it argues, how it was read, what could not be verified."""
        return self._printed("\n".join(self._source(key) for key in self.dataset.seeds))

    def _source(self, key: str) -> str:
        seed = self.dataset.seeds[key]
        claims = self.dataset.claims.loc[self.dataset.claims["source"] == key, "claim_id"]
        missing = ", ".join(MISSING[field] for field in seed.unverified) or "nothing"
        place = cite.plain(cite.place_words(seed.argues_locator))
        return (
            f"## {cite.label(seed.title)} {{#src-{key}}}\n\n"
            f"@{key}: {cite.label(seed.argues)} [@{key}, {place}].\n\n"
            f"- Named in tables and charts: {cite.label(seed.short_title)}.\n"
            f"- Claims taken: {cite.counted(len(claims), 'sec-register', claims)}.\n"
            f"- Read from: {cite.label(seed.read_as or 'not recorded')}.\n"
            f"- Could not be verified: {missing}.\n"
        )

    def compared(self) -> Markdown:
        """How many claims are held against how many reference claims, and how many against none.

        Empty where none is.
        """
        return self._printed(counts.compared(self.dataset))

    def verdicts(self) -> Markdown:
        """Each topic's claims held against independent figures, a table a topic."""
        made = {t: LISTINGS[f"verdicts-{t}"].of(self.dataset) for t in TOPICS}
        parts = (
            f"## {TOPICS[topic]} {{#sec-verdicts-{topic}}}\n\n{self._set(table)}"
            for topic, table in made.items()
            if table.rows
        )
        return self._printed("\n".join(parts))

    def references(self) -> Markdown:
        """The register of reference claims, by topic, with the places where each is printed."""
        made = {t: self._register("references", t) for t in TOPICS}
        parts = (
            f"## {TOPICS[topic]}, reference claims {{#sec-references-{topic}}}\n\n"
            f"{self._listed(table).data}"
            for topic, table in made.items()
            if table.rows
        )
        return Markdown("\n".join(parts))

    def computed(self) -> Markdown:
        """The notes of computed figures: formula, claims, sources."""
        return self._listed(LISTINGS["computed"].of(self.dataset))

    def not_used(self) -> Markdown:
        """What looks like a figure and was not taken."""
        return self._listed(LISTINGS["not-used"].of(self.dataset))

    def register(self) -> Markdown:
        """The evidence register: every claim by topic, with the places where it is printed."""
        made = {topic: self._register("register", topic) for topic in TOPICS}
        parts = (
            f"## {TOPICS[topic]} {{#sec-register-{topic}}}\n\n{self._listed(table).data}"
            for topic, table in made.items()
            if table.rows
        )
        return Markdown("\n".join(parts))

    def _register(self, name: str, topic: str) -> Table:
        """The register of a topic, each claim with the places where it is printed so far."""
        return LISTINGS[f"{name}-{topic}"].of(self.dataset, uses=self.uses)

    def _listed(self, table: Table) -> Markdown:
        """A table of records, whose numbers are the records' own; empty for one without rows."""
        return Markdown(f"::: {{.records}}\n{self._set(table)}\n:::\n" if table.rows else "")

    def _set(self, table: Table) -> str:
        """A table with its foot; empty without rows."""
        return table.markdown() + foot.of_table(table, self.dataset) if table.rows else ""

    def _printed(self, text: str) -> Markdown:
        """Markdown in which every printed number has an anchor of its own, `u-1` and on."""

        def numbered(match: re.Match[str]) -> str:
            self._printed_marks += 1
            for claim in match[1].split():
                self.uses[claim].append(f"u-{self._printed_marks}")
            return f']{{#u-{self._printed_marks} .n claims="{match[1]}"'

        return Markdown(MARK.sub(numbered, text))


MISSING = {
    "title": "title",
    "author": "author",
    "issued": "date",
    "container-title": "where it appeared",
    "URL": "address",
}
