"""The evidence registers, the notes of computed figures, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import pandas as pd

from analysis import cite
from analysis.bounds import Amount
from analysis.dataset import Dataset
from analysis.frames import objects
from analysis.tables.cells import (
    EVENT_NOT_SAID,
    NOT_SAID,
    PEOPLE,
    TIMED,
    WORDED,
    computed_anchor,
    figure_words,
    places_cited,
    quoted,
    sources,
    stated_ins,
    whats,
    when_words,
    whens,
    whoms,
)
from analysis.tables.model import (
    Cell,
    Cells,
    Column,
    Row,
    Rows,
    Table,
    alike,
    joined,
    of,
    table,
)

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
        Column("Claim", 17, _entries),
        Column("Words in the source", 22, of(quoted, "as_stated")),
        Column("Read as", 28, _readings),
        Column("Where", 20, stated_ins),
        Column("Note", 32, _notes),
        Column("Printed", 10, _printed(uses)),
    ]
    return table(f"register-{topic}", f"Register of claims: {topic}", claims, columns, dataset)


def reference_register(
    claims: pd.DataFrame, dataset: Dataset, topic: str, uses: Uses = NO_USES
) -> Table:
    """The register of reference claims of one topic: paraphrase, reading, place, grade, uses."""
    columns = [
        Column("Claim", 26, _entries),
        Column("What it says, in our words", 38, of(_said, "note", "derivation")),
        Column("Read as", 28, _readings),
        Column("Where", 24, stated_ins),
        Column("Grade", 7, alike(_grade, "source")),
        Column("Printed", 10, _printed(uses)),
    ]
    caption = f"Register of reference claims: {topic}"
    return table(f"references-{topic}", caption, claims, columns, dataset)


def of_topic(claims: pd.DataFrame, topic: str, dataset: Dataset) -> pd.DataFrame:
    """The claims of a topic as rows of a register."""
    keys = dataset.quantities.loc[dataset.quantities["topic"] == topic, "quantity"]
    chosen = claims[claims["quantity"].isin(keys)]
    return chosen.assign(
        claims=objects(zip(chosen["claim_id"].tolist(), strict=True), chosen.index),
        words=chosen["as_stated"],
        kind="stated",
    )


def _said(note: str, derivation: str) -> str:
    """What a work says and, where it states no such number, whose sum of what the number is."""
    return cite.plain(f"{note} Not stated as such: {derivation}" if derivation else note)


def _id(claim: str) -> str:
    return f"[{cite.plain(claim)}]{{#{cite.anchor(claim)} .entry "


def _of_source(row: Row, dataset: Dataset) -> str:
    return f'source="{cite.plain(dataset.sources[row["source"]].short_title)}" '


def _of_side(row: Row, dataset: Dataset) -> str:
    side = dataset.label("actors", dataset.sides.get(row["subject"], "")) or NOT_SAID
    return f'side="{cite.plain(side)}" '


def _of_bound(row: Row, dataset: Dataset) -> str:
    return f'bound="{cite.plain(row["bound"].replace("_", " "))}"}}'


def _grade(row: Row, dataset: Dataset) -> str:
    return cite.plain(dataset.sources[row["source"]].grade) or "–"


def _printed(uses: Uses) -> Cells:
    return of(lambda claim: printed(uses.get(claim, ())), "claim_id")


def printed(anchors: Sequence[str]) -> str:
    """Links back to where a claim is printed: pages in print, places in order on the page."""
    if not anchors:
        return "not printed elsewhere"
    ids = ", ".join(f'"{anchor}"' for anchor in anchors)
    links = " ".join(f'<a href="#{anchor}">{i}</a>' for i, anchor in enumerate(anchors, 1))
    return f"[`#printed({ids})`{{=typst}}`{links}`{{=html}}]{{.printed}}"


def reading_words(row: Row, dataset: Dataset) -> str:
    """How a claim was read: quantity, figure, bound, of whom, where, when."""
    return "".join(part(row, dataset) for part in READ)


def _quantity(row: Row, dataset: Dataset) -> str:
    return f"{dataset.label('quantities', row['quantity'])}: "


def _figure(row: Row, dataset: Dataset) -> str:
    return "no number" if row["amount"].vague else cite.amount_words(row["amount"], row["unit"])


def _bound(row: Row, dataset: Dataset) -> str:
    return f" ({row['bound'].replace('_', ' ')})"


def _whom_and_where(row: Row, dataset: Dataset) -> str:
    """Of whom, who the other party is, and where, as far as it is said."""
    other = dataset.label("actors", row["counterpart"])
    parts = (
        dataset.label("actors", row["subject"]),
        f"other party: {other}" if other else "",
        row["population"].replace("_", "-"),
        dataset.label("places", row["place"]),
    )
    return "".join(f"; {part}" for part in parts if part) + "; "


def _repeats(row: Row, dataset: Dataset) -> str:
    """A link to the claim that a claim repeats; empty where it repeats none."""
    link = cite.link(row["repeats"], cite.anchor(row["repeats"]))
    return f"; repeats {link}" if row["repeats"] else ""


def _plain(words: Cell) -> Cell:
    """Words as Markdown, with the spaces at their ends."""
    return lambda row, dataset: cite.plain_part(words(row, dataset))


# The words in parts, each with the columns that it is made of.
READ: Mapping[Cell, Sequence[str]] = {
    _quantity: ("quantity",),
    _figure: ("amount", "unit"),
    _bound: ("bound",),
    _whom_and_where: (*PEOPLE, "counterpart", "place"),
    when_words: TIMED,
}
# Claims' entries, each with what a reader of the page may look for: source, side and bound.
_entries = joined(
    "",
    of(_id, "claim_id"),
    alike(_of_source, "source"),
    alike(_of_side, "subject"),
    alike(_of_bound, "bound"),
)
# How claims were read, each with a link to the claim that it repeats.
_readings = joined(
    "", *(alike(_plain(part), *names) for part, names in READ.items()), alike(_repeats, "repeats")
)
_notes = of(cite.plain, "note")


def computed(figures: pd.DataFrame, dataset: Dataset) -> Table:
    """The notes of computed figures: what, from which claims, how."""
    columns = [
        Column("Figure", 18, of(_explained, *WORDED, "claims")),
        Column("What", 24, _measured),
        Column("How", 34, of(formula, "formula", "claims", "kind")),
        Column("Sources", 24, sources),
    ]
    return table("computed", "Figures computed in this report", figures, columns, dataset)


def _measured(rows: Rows, dataset: Dataset) -> list[str]:
    """What computed figures measure; of a quotient, only what its claims have in common."""
    parts = zip(*(cells(rows, dataset) for cells in (whats, whoms, whens)), strict=True)
    return [
        "; ".join(said if kind != "quotient" else [w for w in said if w not in NOT_IN_COMMON])
        for kind, said in zip(rows.column("kind"), parts, strict=True)
    ]


def _explained(kind: str, amount: Amount, unit: str, words: str, claims: Sequence[str]) -> str:
    """A computed figure as the place that links to it lead to.

    In bold: without an element of its own, print would put the place at its last run of letters.
    """
    said = cite.plain(figure_words(kind, amount, unit, words))
    return f"[**{said}**]{{#{computed_anchor(kind, claims)}}}"


def formula(stated: str, claims: Sequence[str], kind: str) -> str:
    """A computed figure's formula, each claim a link."""
    ids = set(claims)
    text = "".join(
        cite.link(piece, cite.anchor(piece)) if piece in ids else cite.plain_part(piece)
        for piece in _pieces(stated)
    )
    if kind == "span":
        return f"{text} of {', '.join(cite.link(c, cite.anchor(c)) for c in claims)}"
    return text


@lru_cache(maxsize=1 << 10)
def _pieces(formula: str) -> Sequence[str]:
    return CLAIM.split(formula)


def left_out(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Statements that look like figures and were not taken, each with the reason."""
    columns = [
        Column("Words in the source", 34, of(quoted, "as_stated")),
        Column("Why it is no claim", 44, of(cite.plain, "reason")),
        Column("Source", 24, places_cited),
    ]
    caption = "Statements that look like figures and were not taken"
    return table("not-used", caption, frame, columns, dataset)
