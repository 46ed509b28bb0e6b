"""Frames as captioned Markdown tables with units, notes and citations, right in both formats.

A `Table` is a value: rows of cells that are safe Markdown already, with the plain text of each
cell beside it for downloads. Tables do no arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset
from analysis.frames import Record, records

Row = Mapping[str, Any]
NOT_SAID = "not said"
EVENT_NOT_SAID = "event not said"


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
    rows = tuple(tuple(c.cell(row, dataset) for c in columns) for row in records(frame))
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
        different = len(row["origins"]) > 1
        return f"the same figure from {'different origins' if different else 'the same origin'}"
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
    return cite.label(between_words(row, dataset))


def between_words(row: Row, dataset: Dataset) -> str:
    """As `between`, unescaped."""
    words = [dataset.label("actors", row[column]) for column in ("subject", "counterpart")]
    return " / ".join(word or NOT_SAID for word in words)


def when(row: Row, dataset: Dataset) -> str:
    """The event and, where the source states one, the period or the day of the count."""
    return cite.label(when_words(row, dataset))


def when_words(row: Row, dataset: Dataset) -> str:
    """As `when`, unescaped."""
    event = dataset.label("events", row["event"])
    day = f"as of {cite.date_words(row['as_of'])}" if row["as_of"] else ""
    parts = [part for part in (event, period_words(row, dataset), day) if part]
    return "; ".join(parts) or EVENT_NOT_SAID


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
    "spread": "highest over lowest figure, computed here",
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
        Column(
            "Happening, in our words", 46, lambda row, _: cite.keyed(row["description"], row["id"])
        ),
        Column(
            "Words in the source", 28, lambda row, _: cite.keyed(f"“{row['as_stated']}”", row["id"])
        ),
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


def robustness(figures: pd.DataFrame, dataset: Dataset) -> Table:
    """Each headline figure, the origins it rests on, and what becomes of it without one of them."""
    columns = [
        Column("Figure of", 34, figure_of),
        NUMBER,
        Column("Rests on", 26, rests_on),
        Column("If an origin is left out", 28, _without("without_origin")),
        Column("If a source is left out", 28, _without("without_source")),
    ]
    caption = "Headline figures, what they rest on, and what becomes of them"
    return table("robustness", caption, figures, columns, dataset)


def figure_of(row: Row, dataset: Dataset) -> str:
    """What a figure measures, of whom and when."""
    concerned = cite.label(concerned_words(row, dataset))
    return f"{what(row, dataset)}; {concerned}; {when(row, dataset)}"


def concerned_words(row: Row, dataset: Dataset) -> str:
    """Who received and gave, or bought and sold; whose people, where there is no counterpart."""
    return between_words(row, dataset) if row["counterpart"] else whom_words(row, dataset)


def rests_on(row: Row, dataset: Dataset) -> str:
    """The origins behind a figure, counted and named; in words where they are few."""
    names = "; ".join(cite.label(origin_words(key, dataset)) for key in row["origins"])
    words = RESTS_ON.get(len(row["rests_on"]), f"rests on {len(row['origins'])} origins")
    return f"{cite.counting(words, 'sec-register', row['claims'])}: {names}"


def origin_words(key: str, dataset: Dataset) -> str:
    """The name of an origin or source: an actor's label, or a work's short title."""
    if key in set(dataset.actors["actor"]):
        return dataset.label("actors", key)
    return dataset.sources[key].short_title if key in dataset.sources else key


def _without(column: str) -> Callable[[Row, Dataset], str]:
    return lambda row, dataset: without(row[column], dataset)


def without(tests: Sequence[Any], dataset: Dataset) -> str:
    """What becomes of a figure when an origin or a source is left out, by outcome."""
    parts = [
        f"{OUTCOMES[outcome]} {_names(tests, outcome, dataset)}"
        for outcome in ("stands", "vanishes")
        if any(test.outcome == outcome for test in tests)
    ]
    parts += [
        f"{OUTCOMES['moves']} {cite.label(origin_words(test.left_out, dataset))}:"
        f" {number(test.figure, dataset)}"
        for test in tests
        if test.outcome == "moves"
    ]
    return "; ".join(parts)


def _names(tests: Sequence[Any], outcome: str, dataset: Dataset) -> str:
    keys = (test.left_out for test in tests if test.outcome == outcome)
    return ", ".join(cite.label(origin_words(key, dataset)) for key in keys)


RESTS_ON = {1: "rests on one origin", 2: "rests on two origins"}
OUTCOMES = {"stands": "stands without", "vanishes": "vanishes without", "moves": "moves without"}


def coverage(matrix: pd.DataFrame, dataset: Dataset) -> Table:
    """Events by affected people: each kind of harm for which there is a figure or a word."""
    people = list(matrix["people"].unique())
    rows = [
        {"event": event, "cells": dict(tuple(_by_people(of_event)))}
        for event, of_event in matrix.groupby("event", sort=False)
    ]
    columns = [Column("Event", 22, _event)]
    columns += [Column(people_words(key, dataset), 24, _covered(key)) for key in people]
    caption = "Figures and words for people harmed, by event and by whose people they are"
    return table("coverage", caption, pd.DataFrame(rows), columns, dataset)


def _by_people(rows: pd.DataFrame) -> Iterator[tuple[str, list[Record]]]:
    for people, of_people in rows.groupby("people", sort=False):
        yield str(people), records(of_people)


def _covered(people: str) -> Callable[[Row, Dataset], str]:
    """What the sources say of these people: each kind of harm with its figures and words."""

    def cell(row: Row, dataset: Dataset) -> str:
        said = [
            _harm(claim, dataset)
            for kind in row["cells"][people]
            for claim in (*kind["figures"], *kind["words"])
        ]
        return "; ".join(said) or "nothing"

    return cell


def _harm(claim_id: str, dataset: Dataset) -> str:
    """One claim: the kind of harm, the population where said, and the figure or word."""
    claim = dataset.row("claims", claim_id)
    told = {"kind": "stated", "claims": (claim_id,), "words": claim["as_stated"], "formula": ""}
    kind = dataset.label("quantities", claim["quantity"])
    population = claim["population"].replace("_", "-")
    label = cite.label(f"{kind}, {population}" if population else kind)
    return f"{label}: {number({**claim, **told}, dataset)}"


def _event(row: Row, dataset: Dataset) -> str:
    return cite.label(dataset.label("events", row["event"]) or EVENT_NOT_SAID)


def people_words(people: str, dataset: Dataset) -> str:
    """The name of affected people, or that it is not said whose they are."""
    return cite.label(dataset.label("actors", people) or "Whose is not said")


def balance(combinations: pd.DataFrame, dataset: Dataset) -> Table:
    """Origins by the side they belong to and the side they speak of, each counted once."""
    rows = [
        {"of": of, "belongs": belongs, "cells": {cell["speaks_of"]: cell for cell in cells}}
        for (of, belongs), cells in _combined(combinations)
    ]
    columns = [
        Column("What they state", 20, lambda row, _: BALANCE[row["of"]]),
        Column("Side the origin belongs to", 22, lambda row, data: _belongs(row["belongs"], data)),
    ]
    columns += [
        Column(_speaks_of(key, dataset), 20, _balance(key))
        for key in combinations["speaks_of"].unique()
    ]
    caption = "Origins behind the claims of the base articles, by side and by whom they speak of"
    return table("balance", caption, pd.DataFrame(rows), columns, dataset)


def _combined(combinations: pd.DataFrame) -> Iterator[tuple[Any, list[Record]]]:
    for key, rows in combinations.groupby(["of", "belongs"], sort=False):
        yield key, records(rows)


def _belongs(side: str, dataset: Dataset) -> str:
    return cite.label(dataset.label("actors", side) or "no side")


def _speaks_of(key: str, dataset: Dataset) -> str:
    """The heading of those spoken of: a side, others, or not said."""
    words = {"": "Of whom is not said", "others": "Of both together or of others"}
    return cite.label(words.get(key) or f"Of the {dataset.label('actors', key)}")


def _balance(key: str) -> Callable[[Row, Dataset], str]:
    """How many origins, and whether they speak of their own side or of the other."""

    def cell(row: Row, dataset: Dataset) -> str:
        found = row["cells"][key]
        count = cite.counted(len(found["origins"]), "sec-register", found["claims"])
        return f"{count}{WHOSE[found['whose']]}"

    return cell


BALANCE = {"losses": "People harmed", "claims": "All figures and words"}
WHOSE = {"own": " (their own)", "other": " (the other’s)", "": ""}


def _line(cells: Sequence[str] | Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(columns: Sequence[Column]) -> str:
    marks = (f"{'-' * c.width}:" if c.right else f":{'-' * c.width}" for c in columns)
    return "|" + "|".join(marks) + "|"


NO_FIGURE = "no figure"
RELATIONS = {
    "agree": "agree",
    "overlap": "overlap: a range shares values with the other",
    "disagree": "disagree: no number satisfies both",
    "not_in_conflict": "not in conflict: an open bound that the other satisfies",
    "words": "words only, no number to compare",
}
FINDINGS = {
    "part_larger_than_whole": "The part is stated as larger than its whole.",
    "more_left_than_lived_there": (
        "More people are said to have left than are stated to have lived there. Both hold only if"
        " more lived there than the stated number."
    ),
    "length_against_its_own_dates": "The stated length does not fit the dates given for it.",
    "set_side_by_side": (
        "The numbers stand side by side in the source, but are by different counters or of"
        " different days."
    ),
}


def who_says_what(groups: pd.DataFrame, spreads: pd.DataFrame, dataset: Dataset) -> Table:
    """What two or more sources state on the same thing: a column a source, and their relation."""
    every = [*dataset.seeds, *(key for key in dataset.sources if key not in dataset.seeds)]
    sources = [key for key in every if any(key in row for row in groups["sources"])]
    width = max(10, 70 // max(1, len(sources)))
    says = [
        Column(cite.label(dataset.sources[key].short_title), width, _says(key)) for key in sources
    ]
    by_group = {frozenset(row["claims"]): row for row in records(spreads)}
    columns = [
        Column(
            "On what",
            24,
            lambda row, data: (
                f"{cite.label(data.label('quantities', row['quantity']))}, {when(row, data)}"
            ),
        ),
        *says,
        Column("Relation", 24, lambda row, data: _relation(row, by_group, data)),
    ]
    return table(
        "agreement", "What several sources state on the same thing", groups, columns, dataset
    )


def _says(source: str) -> Callable[[Row, Dataset], str]:
    """The cell of one source: each of its figures with its paragraph, or that there is none."""

    def cell(row: Row, dataset: Dataset) -> str:
        claims = [dataset.row("claims", claim) for claim in row["claims"]]
        said = [
            f"{stated_number(claim['claim_id'], dataset)} {cite.citation(claim, short=True)}"
            for claim in claims
            if claim["source"] == source
        ]
        return "; ".join(said) or NO_FIGURE

    return cell


def _figure_and_place(claim: Row, dataset: Dataset) -> str:
    return f"{stated_number(claim['claim_id'], dataset)} {cite.citation(claim)}"


def stated_number(claim_id: str, dataset: Dataset) -> str:
    """One claim's figure as a link to its entry."""
    claim = dataset.row("claims", claim_id)
    row = {
        **claim,
        "kind": "stated",
        "claims": (claim_id,),
        "words": claim["as_stated"],
        "formula": "",
    }
    return number(row, dataset)


def _relation(row: Row, spreads: Mapping[frozenset[str], Row], dataset: Dataset) -> str:
    words = cite.plain(RELATIONS[row["relation"]])
    numeric = frozenset(c for c in row["claims"] if not dataset.row("claims", c)["amount"].vague)
    spread = spreads.get(numeric)
    if spread is not None:
        words += f"; highest to lowest {number(spread, dataset)}"
    origins, sources = len(row["origins"]), len(row["sources"])
    witnesses = (
        f"{cite.counted(sources, 'sec-sources', row['claims'])} sources,"
        f" {cite.counted(origins, 'sec-sources', row['claims'])} {'origin' if origins == 1 else 'origins'}"
    )
    return f"{words}; {witnesses}"


def echoes(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Statements that are one witness: a source that repeats itself, sources with one origin."""
    columns = [
        Column("Origin", 24, lambda row, data: cite.label(origin_name(row["origin"], data))),
        Column("Claims", 40, lambda row, data: figures_of(row["claims"], data)),
        Column("How", 30, lambda row, _: cite.plain(row["how"])),
    ]
    return table("echoes", "Statements that count as a single witness", frame, columns, dataset)


def origin_name(key: str, dataset: Dataset) -> str:
    """The name of an origin: an actor's label, or a work's short title."""
    if key in dataset.sources:
        return dataset.sources[key].short_title
    return dataset.label("actors", key)


def figures_of(claims: Sequence[str], dataset: Dataset) -> str:
    """Several claims in a cell, each with its figure and citation."""
    return "; ".join(_figure_and_place(dataset.row("claims", claim), dataset) for claim in claims)


def look_alikes(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Numbers that look alike and measure different things."""
    columns = [
        Column("This", 34, lambda row, data: _with_quantity(row["first"], data)),
        Column("and this", 34, lambda row, data: _with_quantity(row["second"], data)),
        Column("are not compared", 34, lambda row, _: cite.label(row["reason"])),
    ]
    caption = "Numbers that look alike and measure different things"
    return table("look-alikes", caption, frame, columns, dataset)


def _with_quantity(claim_id: str, dataset: Dataset) -> str:
    claim = dataset.row("claims", claim_id)
    label = cite.label(dataset.label("quantities", claim["quantity"]))
    return f"{label}: {_figure_and_place(claim, dataset)}"


def findings(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """What cannot all be true as it stands, or is not what it is set beside."""
    columns = [
        Column("Finding", 40, lambda row, _: cite.plain(FINDINGS[row["rule"]])),
        Column(
            "Claims",
            60,
            lambda row, data: "; ".join(_with_quantity(c, data) for c in row["claims"]),
        ),
    ]
    return table("findings", "Statements at odds with each other", frame, columns, dataset)


def dated_alike(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Dates that several sources give alike."""
    columns = [
        Column("Date", 16, lambda row, _: cite.keyed(cite.date_words(row["date"]), row["ids"][0])),
        Column("What the sources date so", 84, lambda row, data: _happenings(row["ids"], data)),
    ]
    return table("dated-alike", "Dates that several sources give alike", frame, columns, dataset)


def _happenings(ids: Sequence[str], dataset: Dataset) -> str:
    rows = [dataset.row("timeline", key) for key in ids]
    said = (f"{cite.keyed(row['description'], row['id'])} {cite.citation(row)}" for row in rows)
    return " ".join(said)


def positions(dataset: Dataset) -> Table:
    """Matters that are not numbers: who says what, side by side."""
    frame = dataset.contested.sort_values(["matter"], kind="stable")
    first = ~frame["matter"].duplicated()
    columns = [
        Column("Matter", 24, lambda row, _: cite.label(row["matter"]) if row["first"] else ""),
        Column("Position, in our words", 40, lambda row, _: cite.keyed(row["position"], row["id"])),
        Column(
            "Words in the source", 24, lambda row, _: cite.keyed(f"“{row['as_stated']}”", row["id"])
        ),
        Column("Source", 18, lambda row, _: cite.citation(row)),
    ]
    caption = "Positions of the sources on matters that are not numbers"
    return table("positions", caption, frame.assign(first=first), columns, dataset)
