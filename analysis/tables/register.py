"""The evidence registers, the notes of computed figures, the timeline and what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset
from analysis.frames import objects, remembered
from analysis.tables.cells import (
    EVENT_NOT_SAID,
    NOT_SAID,
    computed_anchor,
    entry,
    number_words,
    quoted,
    source,
    stated_in,
    what,
    when,
    when_words,
    whom,
)
from analysis.tables.model import Column, Row, Table, table

# "the 1990s", "early 90s"
DECADE = re.compile(r"\d0s\b")
NOT_IN_COMMON = (cite.label(NOT_SAID), cite.label(EVENT_NOT_SAID))
# An id of a claim in a formula.
CLAIM = re.compile(r"([a-z][a-z0-9_]*-[0-9]{2,})")


Uses = Mapping[str, Sequence[str]]
NO_USES: Uses = MappingProxyType({})


def register(claims: pd.DataFrame, dataset: Dataset, topic: str, uses: Uses = NO_USES) -> Table:
    """The evidence register of one topic: every claim with words, reading, place, note and uses.

    `claims`: those `of_topic`; `uses` holds the anchors of the numbers printed from each claim.
    """
    columns = [
        Column("Claim", 17, _entered),
        Column("Words in the source", 22, lambda row, _: quoted(row["as_stated"])),
        Column("Read as", 28, reading),
        Column("Where", 20, stated_in),
        Column("Note", 32, lambda row, _: cite.plain(row["note"])),
        Column("Printed", 10, lambda row, _: printed(uses.get(row["claim_id"], ()))),
    ]
    rows = [dataset.row("claims", key) for key in claims["claim_id"].tolist()]
    return table(f"register-{topic}", f"Register of claims: {topic}", rows, columns, dataset)


def reference_register(
    claims: pd.DataFrame, dataset: Dataset, topic: str, uses: Uses = NO_USES
) -> Table:
    """The register of reference claims of one topic: paraphrase, reading, place, grade, uses."""
    columns = [
        Column("Claim", 26, _entered),
        Column("What it says, in our words", 38, lambda row, _: cite.plain(row["note"])),
        Column("Read as", 28, reading),
        Column("Where", 24, stated_in),
        Column("Grade", 7, lambda row, data: data.sources[row["source"]].grade or "–"),
        Column("Printed", 10, lambda row, _: printed(uses.get(row["claim_id"], ()))),
    ]
    caption = f"Register of reference claims: {topic}"
    rows = [dataset.row("claims", key) for key in claims["claim_id"].tolist()]
    return table(f"references-{topic}", caption, rows, columns, dataset)


def of_topic(claims: pd.DataFrame, topic: str, dataset: Dataset) -> pd.DataFrame:
    """The claims of a topic as rows of a register."""
    keys = dataset.quantities.loc[dataset.quantities["topic"] == topic, "quantity"]
    chosen = claims[claims["quantity"].isin(keys)]
    return chosen.assign(
        claims=objects(((key,) for key in chosen["claim_id"].tolist()), chosen.index),
        words=chosen["as_stated"],
        kind="stated",
    )


def _entered(row: Row, dataset: Dataset) -> str:
    """A claim's entry, with what a reader of the page may look for: source, side and bound."""
    source = cite.plain(dataset.sources[row["source"]].short_title)
    side = cite.plain(dataset.label("actors", dataset.sides.get(row["subject"], "")) or NOT_SAID)
    bound = cite.plain(row["bound"].replace("_", " "))
    looked_for = f'.entry source="{source}" side="{side}" bound="{bound}"'
    return f"{entry(row['claim_id']).removesuffix('}')} {looked_for}}}"


def printed(anchors: Sequence[str]) -> str:
    """Links back to where a claim is printed: pages in print, places in order on the page."""
    if not anchors:
        return "not printed elsewhere"
    ids = ", ".join(f'"{anchor}"' for anchor in anchors)
    links = " ".join(f'<a href="#{anchor}">{i}</a>' for i, anchor in enumerate(anchors, 1))
    return f"[`#printed({ids})`{{=typst}}`{links}`{{=html}}]{{.printed}}"


def reading(row: Row, dataset: Dataset) -> str:
    """How a claim was read, as Markdown; with a link to the claim that it repeats."""
    words = "".join(map(cite.plain_part, _reading(row, dataset))).rstrip()
    if not row["repeats"]:
        return words
    return f"{words}; repeats {cite.link(row['repeats'], cite.anchor(row['repeats']))}"


def reading_words(row: Row, dataset: Dataset) -> str:
    """How a claim was read: quantity, figure, bound, of whom, where, when."""
    return "".join(_reading(row, dataset))


def _reading(row: Row, dataset: Dataset) -> tuple[str, ...]:
    """The words in parts, of which all but the figure come again and again."""
    figure = "no number" if row["amount"].vague else cite.amount_words(row["amount"], row["unit"])
    of_whom = _of_whom_and_where(dataset, row["subject"], row["population"], row["place"])
    return (
        f"{dataset.label('quantities', row['quantity'])}: ",
        figure,
        f" ({row['bound'].replace('_', ' ')}){of_whom}; ",
        when_words(row, dataset),
    )


@remembered
def _of_whom_and_where(dataset: Dataset, subject: str, population: str, place: str) -> str:
    parts = [dataset.label("actors", subject), population.replace("_", "-")]
    return "".join(f"; {part}" for part in (*parts, dataset.label("places", place)) if part)


def computed(figures: pd.DataFrame, dataset: Dataset) -> Table:
    """The notes of computed figures: what, from which claims, how."""
    columns = [
        Column("Figure", 18, _explained),
        Column("What", 24, _measured),
        Column("How", 34, formula),
        Column("Sources", 24, source),
    ]
    return table("computed", "Figures computed in this report", figures, columns, dataset)


def _measured(row: Row, dataset: Dataset) -> str:
    """What a computed figure measures; of a quotient, only what its claims have in common."""
    said = [what(row, dataset), whom(row, dataset), when(row, dataset)]
    if row["kind"] == "quotient":
        said = [words for words in said if words not in NOT_IN_COMMON]
    return "; ".join(said)


def _explained(row: Row, dataset: Dataset) -> str:
    """A computed figure as the place that links to it lead to.

    In bold: without an element of its own, print would put the place at its last run of letters.
    """
    return f"[**{cite.plain(number_words(row, dataset))}**]{{#{computed_anchor(row)}}}"


def formula(row: Row, dataset: Dataset) -> str:
    """A computed figure's formula, each claim a link."""
    pieces, claims = _pieces(row["formula"]), set(row["claims"])
    text = "".join(
        cite.link(piece, cite.anchor(piece)) if piece in claims else cite.plain_part(piece)
        for piece in pieces
    )
    if row["kind"] == "span":
        return f"{text} of {', '.join(cite.link(c, cite.anchor(c)) for c in row['claims'])}"
    return text


@lru_cache(maxsize=1 << 10)
def _pieces(formula: str) -> Sequence[str]:
    return CLAIM.split(formula)


def happenings(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """The timeline: date, happening, words and place of each dated statement."""
    columns = [
        Column("Date", 16, dated),
        Column(
            "Happening, in our words", 46, lambda row, _: cite.keyed(row["description"], row["id"])
        ),
        Column(
            "Words in the source", 28, lambda row, _: cite.keyed(f"“{row['as_stated']}”", row["id"])
        ),
        Column("Source", 22, lambda row, _: cite.citation(row)),
    ]
    note = "A date marked with an asterisk is inferred from its context."
    notes = [note] if len(frame) else []
    caption = "Dated happenings as the sources state them"
    return table("timeline", caption, frame, columns, dataset, notes)


def dated(row: Row, dataset: Dataset) -> str:
    """A happening's date, as precise as stated; an inferred one with an asterisk."""
    text = f"{date_words(row)}{'*' if inferred(row) else ''}"
    return cite.keyed(text, row["id"], cite.anchor(row["id"]))


def date_words(row: Row) -> str:
    """A happening's date in words; of a decade, the decade: "1990s"."""
    decade = row["date_basis"] == "inferred" and DECADE.search(row["as_stated"])
    return f"{row['date']}s" if decade else cite.date_words(row["date"])


def inferred(row: Row) -> bool:
    """Whether a date was inferred from its context, and is not a decade that the words state."""
    return row["date_basis"] == "inferred" and not DECADE.search(row["as_stated"])


def left_out(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Statements that look like figures and were not taken, each with the reason."""
    columns = [
        Column("Words in the source", 34, lambda row, _: quoted(row["as_stated"])),
        Column("Why it is no claim", 44, lambda row, _: cite.plain(row["reason"])),
        Column("Source", 24, lambda row, _: cite.citation(row)),
    ]
    caption = "Statements that look like figures and were not taken"
    return table("not-used", caption, frame, columns, dataset)
