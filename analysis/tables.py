"""Frames as captioned Markdown tables with units, notes and citations, right in both formats.

A `Table` is a value: rows of cells that are safe Markdown already, with the plain text of each
cell beside it for downloads. Tables do no arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset

Row = Mapping[str, Any]
NOT_SAID = "not said"


@dataclass(frozen=True)
class Column:
    """One column: its heading, its share of the width, and the Markdown of a row's cell."""

    heading: str
    width: int
    cell: Callable[[Row, Dataset], str]
    right: bool = False


@dataclass(frozen=True)
class Table:
    """A captioned table: headings, rows of Markdown cells, notes below."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """The table as a pipe table with caption and label, its notes beneath.

        One line in words where there are no rows.
        """
        if not self.rows:
            return f"{NOTHING.format(self.caption)}\n"
        lines = [_line(c.heading for c in self.columns), _rule(self.columns)]
        lines += [_line(row) for row in self.rows]
        notes = "".join(f"\n[{note}]{{.note}}\n" for note in self.notes)
        return "\n".join(lines) + f"\n\n: {self.caption} {{#tbl-{self.key}}}\n{notes}"


NOTHING = "No claim in the dataset for this table: {}."


def table(
    key: str,
    caption: str,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    dataset: Dataset,
    notes: Sequence[str] = (),
) -> Table:
    """A table of one row for each row of a frame."""
    records = frame.to_dict("records")
    rows = tuple(tuple(c.cell(record, dataset) for c in columns) for record in records)
    return Table(key, caption, tuple(columns), rows, tuple(notes))


def number(row: Row, dataset: Dataset) -> str:
    """A figure as a link: a claim's to its entry in the register, a computed one's to its note."""
    return cite.mark(number_words(row, dataset), target(row), row["claims"], row["formula"])


def number_words(row: Row, dataset: Dataset) -> str:
    """A figure in words; where the source gives no number, its own words in quotation marks.

    A rank or a comparison is always given in the source's words.
    """
    if row["amount"].vague or (row["kind"] == "stated" and row["unit"] in ("rank", "ratio")):
        return f"“{row['words']}”"
    return cite.amount_words(row["amount"], row["unit"])


def target(row: Row) -> str:
    """The anchor that explains a figure."""
    return cite.anchor(row["claims"][0]) if row["kind"] == "stated" else computed_anchor(row)


def computed_anchor(row: Row) -> str:
    """The anchor of a computed figure, named for its kind and the claims behind it."""
    return f"k-{row['kind']}-{'-'.join(row['claims'])}"


def what(row: Row, dataset: Dataset) -> str:
    """What is measured; for a span, that it is one."""
    label = cite.label(dataset.label("quantities", row["quantity"]))
    return f"*{label}: {cite.plain(how(row, dataset))}*" if row["kind"] != "stated" else label


def how(row: Row, dataset: Dataset) -> str:
    """How a figure came about, in words; empty for a stated one."""
    if row["kind"] == "ratio":
        return f"ratio to {dataset.label('actors', row['versus'])}, computed here"
    if row["kind"] == "span" and row["amount"].point is not None:
        return "the same figure from different origins"
    return KIND_WORDS[row["kind"]]


def whom(row: Row, dataset: Dataset) -> str:
    """Whose dead, who received, who bought; and which people."""
    return cite.label(whom_words(row, dataset))


def whom_words(row: Row, dataset: Dataset) -> str:
    """As `whom`, unescaped."""
    subject = dataset.label("actors", row["subject"]) or NOT_SAID
    population = row["population"].replace("_", "-")
    return f"{subject}, {population}" if population else subject


def between(row: Row, dataset: Dataset) -> str:
    """Subject and counterpart."""
    words = [dataset.label("actors", row[column]) for column in ("subject", "counterpart")]
    return cite.label(" / ".join(word or NOT_SAID for word in words))


def when(row: Row, dataset: Dataset) -> str:
    """The event and, where the source states one, the period or the day of the count."""
    return cite.label(when_words(row, dataset))


def when_words(row: Row, dataset: Dataset) -> str:
    """As `when`, unescaped."""
    event = dataset.label("events", row["event"])
    day = f"as of {cite.date_words(row['as_of'])}" if row["as_of"] else ""
    parts = [part for part in (event, period_words(row, dataset), day) if part]
    return "; ".join(parts) or "event not said"


def period_words(row: Row, dataset: Dataset) -> str:
    """The period a source states for a figure; empty where it is its event's own."""
    event = dataset.row("events", row["event"]) if row["event"] else {"start": "", "end": ""}
    start, end = (row[side] if row[side] != event[side] else "" for side in ("start", "end"))
    period = cite.period_words(start, end, row["year_basis"])
    if end and not start:
        return f"to {period}"
    return f"from {period}" if start and not end else period


def where(row: Row, dataset: Dataset) -> str:
    """The place."""
    return cite.label(dataset.label("places", row["place"]) or NOT_SAID)


def source(row: Row, dataset: Dataset) -> str:
    """The citation of every claim behind a figure, with what each names as its own source."""
    claims = [dataset.row("claims", claim) for claim in row["claims"]]
    cited = cite.citations(claims)
    return cited + attribution(claims[0], dataset) if len(claims) == 1 else cited


def attribution(claim: Row, dataset: Dataset) -> str:
    """Whom or what the source names for a number, in words; empty where it names nobody."""
    cited = f"; citing @{claim['cites']}" if claim["cites"] else ""
    return claimed(claim, dataset) + cited


def claimed(claim: Row, dataset: Dataset) -> str:
    """Whose figure the source says it is, in words; empty where it does not say."""
    if not claim["claimant"]:
        return ""
    return f"; figure of {cite.plain(dataset.label('actors', claim['claimant']))}"


KIND_WORDS = {
    "stated": "",
    "span": "lowest to highest stated figure",
    "sum": "sum, computed here",
}

WHAT = Column("What is counted", 24, what)
WHOM = Column("Of whom", 20, whom)
WHEN = Column("Event or period", 24, when)
WHERE = Column("Place", 20, where)
NUMBER = Column("Figure", 18, number, right=True)
SOURCE = Column("Source", 28, source)
RECIPIENT = Column("Recipient / donor", 20, between)
BUYER = Column("Buyer / seller", 20, between)
SPENDER = Column("State / compared with", 20, between)


def register(dataset: Dataset, topic: str, uses: Mapping[str, Sequence[str]]) -> Table:
    """The evidence register of one topic: every claim with words, reading, place, note and uses.

    `uses` holds the anchors of the numbers printed from each claim.
    """
    keys = dataset.quantities.loc[dataset.quantities["topic"] == topic, "quantity"]
    claims = dataset.claims[dataset.claims["quantity"].isin(keys)]
    figures = claims.assign(
        claims=[(key,) for key in claims["claim_id"]], words=claims["as_stated"], kind="stated"
    )
    columns = [
        Column("Claim", 17, lambda row, _: entry(row["claim_id"])),
        Column("Words in the source", 22, lambda row, _: quoted(row["as_stated"])),
        Column("Read as", 28, reading),
        Column("Where", 20, source),
        Column("Note", 32, lambda row, _: cite.plain(row["note"])),
        Column("Printed", 10, lambda row, _: printed(uses.get(row["claim_id"], ()))),
    ]
    caption = f"Register of claims: {topic}"
    return table(f"register-{topic}", caption, figures, columns, dataset)


def printed(anchors: Sequence[str]) -> str:
    """Links back to where a claim is printed: pages in print, places in order on the page."""
    if not anchors:
        return "not printed elsewhere"
    ids = ", ".join(f'"{anchor}"' for anchor in anchors)
    links = " ".join(f'<a href="#{anchor}">{i}</a>' for i, anchor in enumerate(anchors, 1))
    return f"[`#printed({ids})`{{=typst}}`{links}`{{=html}}]{{.printed}}"


def entry(claim_id: str) -> str:
    """A claim's id as the place that links lead to."""
    return f"[{cite.plain(claim_id)}]{{#{cite.anchor(claim_id)}}}"


def quoted(words: str) -> str:
    """Verbatim words in quotation marks; empty for none."""
    return f"“{cite.plain(words)}”" if words else ""


def reading(row: Row, dataset: Dataset) -> str:
    """How a claim was read: quantity, figure, bound, of whom, where, when."""
    figure = "no number" if row["amount"].vague else cite.amount_words(row["amount"], row["unit"])
    label = dataset.label("quantities", row["quantity"])
    subject = dataset.label("actors", row["subject"])
    parts = [subject, row["population"].replace("_", "-"), dataset.label("places", row["place"])]
    detail = [part for part in parts if part]
    detail.append(when_words(row, dataset))
    bound = row["bound"].replace("_", " ")
    words = f"{label}: {figure} ({bound})" + "".join(f"; {part}" for part in detail)
    repeated = f"; repeats {cite.link(row['repeats'], cite.anchor(row['repeats']))}"
    return cite.plain(words) + (repeated if row["repeats"] else "")


def computed(figures: pd.DataFrame, dataset: Dataset) -> Table:
    """The notes of computed figures: what, from which claims, how."""
    columns = [
        Column(
            "Figure",
            18,
            lambda row, data: f"[{cite.plain(number_words(row, data))}]{{#{computed_anchor(row)}}}",
        ),
        Column(
            "What", 24, lambda row, data: f"{what(row, data)}; {whom(row, data)}; {when(row, data)}"
        ),
        Column("How", 34, formula),
        Column("Sources", 24, source),
    ]
    return table("computed", "Figures computed in this report", figures, columns, dataset)


def formula(row: Row, dataset: Dataset) -> str:
    """A computed figure's formula, each claim a link."""
    text = cite.plain(row["formula"])
    for claim in sorted(row["claims"], key=len, reverse=True):
        text = text.replace(cite.plain(claim), cite.link(claim, cite.anchor(claim)))
    if row["kind"] == "span":
        return f"{text} of {', '.join(cite.link(c, cite.anchor(c)) for c in row['claims'])}"
    return text


def happenings(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """The timeline: date, happening, words and place of each dated statement."""
    columns = [
        Column("Date", 16, dated),
        Column("Happening, in our words", 46, lambda row, _: cite.keyed(row["description"], row["id"])),
        Column("Words in the source", 28, lambda row, _: cite.keyed(f"“{row['as_stated']}”", row["id"])),
        Column("Source", 22, lambda row, _: cite.citation(row)),
    ]
    note = "A date marked with an asterisk is inferred from its context."
    return table(
        "timeline", "Dated happenings as the sources state them", frame, columns, dataset, [note]
    )


def dated(row: Row, dataset: Dataset) -> str:
    """A happening's date, as precise as stated; an inferred one with an asterisk."""
    mark = "*" if row["date_basis"] == "inferred" else ""
    text = f"{cite.date_words(row['date'])}{mark}"
    return cite.keyed(text, row["id"], cite.anchor(row["id"]))


def left_out(dataset: Dataset) -> Table:
    """Statements that look like figures and were not taken, each with the reason."""
    columns = [
        Column("Words in the source", 34, lambda row, _: quoted(row["as_stated"])),
        Column("Why it is no claim", 44, lambda row, _: cite.plain(row["reason"])),
        Column("Source", 24, lambda row, _: cite.citation(row)),
    ]
    caption = "Statements that look like figures and were not taken"
    return table("not-used", caption, dataset.not_used, columns, dataset)


def _line(cells: Sequence[str] | Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    marks = (f"{'-' * c.width}:" if c.right else f":{'-' * c.width}" for c in columns)
    return "|" + "|".join(marks) + "|"
