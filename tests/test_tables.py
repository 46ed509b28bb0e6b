"""Tables as Markdown: words of every bound, computed rows, a citation in each row, inert text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import pypandoc
import pytest

from analysis import aid, spans, tables
from analysis.dataset import Dataset
from analysis.sources import Source
from analysis.tables.model import Cells, Row, alike, by_row, joined, looking_up, of
from report.contents import LISTINGS, TABLES, TOPICS
from report.document import Report

Build = Callable[..., Any]
COLUMNS = (tables.WHEN, tables.WHAT, tables.WHOM, tables.NUMBER, tables.SOURCE)
# What data could be taken for: elements, code, links, citations, attributes, table cells.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "![x](../../x)",
    "<https://example.org>",
    "`{python} 1+1`",
    '#read("/etc/passwd")',
    "$x$ \\input{x} \\",
    "```{=html}\n<b>x</b>\n```",
    "@gazette [@gazette]",
    "\n\n::: {.n}\nx\n:::\n",
    "a | b\n|---|\n",
    "*x* **x** ~~x~~ ^[x] x^2^ H~2~O",
    "\n# Heading {#c-a-01}\n",
    ']{#u-1 .n claims="a-01"}',
    "&lt;b&gt; -- ... 'x'",
)


def table_of(dataset: Dataset, topic: str = "casualties", **changed: Any) -> tables.Table:
    """A table of a topic's figures."""
    figures = spans.figures(dataset, topic)
    return tables.table("key", "A caption", figures, changed.get("columns", COLUMNS), dataset)


def number_cells(dataset: Dataset, topic: str) -> list[str]:
    """The cells of the column of figures."""
    return [row[0] for row in table_of(dataset, topic, columns=[tables.NUMBER]).rows]


def nodes(markdown: str) -> Iterator[dict[str, Any]]:
    """Every node of what pandoc reads in a Markdown text."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "t" in node:
                yield node
            # Of a citation, its parts; not its source text, which pandoc keeps beside them.
            node = node["c"][0] if node.get("t") == "Cite" else list(node.values())
        if isinstance(node, list):
            for child in node:
                yield from walk(child)

    return walk(read(markdown))


@lru_cache(maxsize=2)
def read(markdown: str) -> Any:
    """What pandoc reads in a Markdown text: its blocks."""
    return json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))["blocks"]


def text_of(markdown: str) -> str:
    """The words of a Markdown text as pandoc reads it."""
    words = {"Str": lambda node: node["c"], "Space": lambda _: " ", "SoftBreak": lambda _: " "}
    return "".join(words[node["t"]](node) for node in nodes(markdown) if node["t"] in words)


BOUNDS = [
    # bound, its columns, unit, the cell's words
    ("exact", {"value": "7000"}, "persons", r"7\,000"),
    ("exact", {"value": "0"}, "persons", "0"),
    ("approximate", {"value": "30000"}, "persons", r"about 30\,000"),
    ("at_least", {"low": "1200"}, "persons", r"at least 1\,200"),
    ("more_than", {"low": "7000"}, "persons", r"more than 7\,000"),
    ("at_most", {"high": "700"}, "persons", "at most 700"),
    ("less_than", {"high": "0.5"}, "metre", r"less than 0\.5 metres"),
    ("range", {"low": "20000", "high": "30000"}, "persons", r"20\,000–30\,000"),
    ("range", {"low": "20", "high": "30", "value": "25"}, "percent", r"25\% (20–30\%)"),
    ("exact", {"value": "8500000"}, "USD", r"\$8\.5 million"),
    ("more_than", {"low": "41000"}, "USD", r"more than \$41\,000"),
    ("exact", {"value": "1"}, "day", "1 day"),
    ("exact", {"value": "44"}, "day", "44 days"),
    ("at_most", {"high": "1"}, "month", "at most 1 month"),
]


def test_an_origin_has_one_name(claim: Build, dataset_of: Build) -> None:
    """In every table, also where an actor and a work have the same key."""
    claims = [claim(f"{s}-01", source=s, claimant="herald") for s in ("gazette", "leaflet")]
    actors = [{"actor": "herald", "label": "Office of the herald"}, {"actor": "northport"}]
    made = dataset_of(*claims, actors=actors)
    echo = LISTINGS["echoes"].of(made).rows
    rests = LISTINGS["robustness"].of(made).rows
    assert "Office of the herald" in echo[0][0]
    assert "Office of the herald" in rests[0][2]


@pytest.mark.parametrize(("bound", "cells", "unit", "words"), BOUNDS)
def test_a_figure_keeps_its_bound_in_words(
    claim: Build, dataset_of: Build, bound: str, cells: dict[str, str], unit: str, words: str
) -> None:
    """A link to the claim's entry, with the claim's id, and the words of the bound."""
    dataset = dataset_of(claim("a-01", bound=bound, unit=unit, **cells))
    words = words.replace("(", r"\(").replace(")", r"\)")
    assert number_cells(dataset, "casualties") == [f'[[{words}](#c-a-01)]{{.n claims="a-01"}}']


@pytest.mark.parametrize(
    ("topic", "cells"),
    [
        ("casualties", {"bound": "vague", "value": ""}),
        ("arms", {"quantity": "crane_rank", "unit": "rank", "value": "1"}),
        ("arms", {"quantity": "crane_ratio", "unit": "ratio", "bound": "more_than", "low": "1"}),
    ],
    ids=["vague", "rank", "ratio"],
)
def test_words_without_a_number_are_printed_as_they_are(
    claim: Build, dataset_of: Build, topic: str, cells: dict[str, str]
) -> None:
    """In quotation marks; no number is put in their place."""
    dataset = dataset_of(claim("a-01", as_stated="the most, by far", **cells))
    assert number_cells(dataset, topic) == [r'[[“the most\, by far”](#c-a-01)]{.n claims="a-01"}']


def test_a_table_as_markdown(claim: Build, dataset_of: Build) -> None:
    """Headings, widths, a row each, what a source names as its own, the span after its parts."""
    dataset = dataset_of(
        claim("a-01", value="7"),
        claim("b-01", source="courier", locator="page 2", value="9", bound="approximate"),
        claim("c-01", subject="", event="", population="non_combatant", bound="at_least", low="3",
              start="2001", end="2003", as_of="2002-05-01", claimant="pilots_guild", cites="herald"),
    )  # fmt: skip
    labelled = "| [spring storm]{.label} | [killed]{.label} | [northport]{.label} | "
    assert table_of(dataset).markdown().split("\n") == [
        "| Event or period | What is counted | Of whom | Figure | Source |",
        f"|:{'-' * 24}|:{'-' * 24}|:{'-' * 20}|{'-' * 18}:|:{'-' * 28}|",
        labelled + '[[7](#c-a-01)]{.n claims="a-01"} | [@gazette, para\\. 1] |',
        labelled + '[[about 9](#c-b-01)]{.n claims="b-01"} | [@courier, page 2] |',
        "| [spring storm]{.label} | *[killed]{.label}: [lowest to highest stated figure]{.label}* | "
        '[northport]{.label} | [[7 to about 9](#k-span-a-01-b-01)]{.n claims="a-01 b-01" '
        'formula="lowest to highest stated figure"} | [@gazette, para\\. 1; @courier, page 2] |',
        "| [2001–2003\\; as of 1 May 2002]{.label} | [killed]{.label} | "
        "[not said\\, non\\-combatant]{.label} | "
        '[[at least 3](#c-c-01)]{.n claims="c-01"} | '
        "[@gazette, para\\. 1]; [figure of pilots guild]{.label}; citing @herald |",
        "",
        ": A caption {#tbl-key}",
        "",
    ]


def test_sums_and_ratios_say_that_they_are_computed(claim: Build, dataset_of: Build) -> None:
    """Each with its formula, a link to its note, and every source behind it."""
    made = {"unit": "USD", "start": "2001", "end": "2001", "counterpart": "lighthouse"}
    dataset = dataset_of(
        claim("a-01", quantity="aid_nets", value="20000000", **made),
        claim("a-02", quantity="aid_boats", value="100000", locator="para 2", **made),
        claim("b-01", quantity="aid_nets", value="40000", subject="southport", **made),
        claim("b-02", quantity="aid_boats", value="1000", subject="southport", **made),
    )
    frame = spans.frame(
        [*aid.totals(dataset).to_dict("records"), *aid.ratios(dataset).to_dict("records")]
    )
    made_of = tables.table("aid", "Aid", frame, [tables.WHAT, tables.NUMBER], dataset).rows
    assert made_of == (
        (
            "*[aid nets \\+ aid boats]{.label}: [sum\\, computed here]{.label}*",
            '[[about \\$20 million](#k-sum-a-01-a-02)]{.n claims="a-01 a-02" formula="a\\-01 \\+ a\\-02"}',
        ),
        (
            "*[aid nets \\+ aid boats]{.label}: [sum\\, computed here]{.label}*",
            '[[about \\$40\\,000](#k-sum-b-01-b-02)]{.n claims="b-01 b-02" formula="b\\-01 \\+ b\\-02"}',
        ),
        (
            "*[aid nets \\+ aid boats]{.label}: [ratio to southport\\, computed here]{.label}*",
            "[[about 500 to 1](#k-ratio-a-01-a-02-b-01-b-02)]"
            '{.n claims="a-01 a-02 b-01 b-02" formula="\\(a\\-01 \\+ a\\-02\\) \\/ \\(b\\-01 \\+ b\\-02\\)"}',
        ),
    )  # fmt: skip


def note_of_a_sum(claim: Build, dataset_of: Build, second: str) -> tuple[str, ...]:
    """The note of the sum of $200 and $100, of claims a-01 and this one."""
    made = {"unit": "USD", "start": "2001", "end": "2001", "counterpart": "lighthouse"}
    dataset = dataset_of(
        claim("a-01", quantity="aid_nets", value="200", **made),
        claim(second, quantity="aid_boats", value="100", locator="para 2", **made),
    )
    (row,) = tables.computed(aid.totals(dataset), dataset).rows
    return row


def test_the_note_of_a_sum_links_to_its_claims(claim: Build, dataset_of: Build) -> None:
    """Where the number's link leads: formula with links, and a citation of every place."""
    row = note_of_a_sum(claim, dataset_of, "a-02")
    assert row[0] == "[**\\$300**]{#k-sum-a-01-a-02}"
    assert row[2] == "[a\\-01](#c-a-01) \\+ [a\\-02](#c-a-02)"
    assert row[3] == "[@gazette, para\\. 1; @gazette, para\\. 2]"


def test_ids_that_begin_alike_keep_their_own_links(claim: Build, dataset_of: Build) -> None:
    """Claims 01 and 011 of one source in one formula, as 10 and 100 would be."""
    row = note_of_a_sum(claim, dataset_of, "a-011")
    assert row[2] == "[a\\-01](#c-a-01) \\+ [a\\-011](#c-a-011)"


def test_a_number_in_the_name_of_a_claimant_is_part_of_the_name(
    claim: Build, dataset_of: Build
) -> None:
    """A "Group of Seven" that counted does not stop the report."""
    row = claim("a-01", claimant="pilots_guild")
    assert tables.claimed(row, dataset_of(row)) == "; [figure of pilots guild]{.label}"


def test_a_sum_of_both_sides_names_both_as_counted(claim: Build, dataset_of: Build) -> None:
    """Nobody is "both sides": a source added up what each said."""
    actors = [
        {"actor": "both", "label": "both sides", "kind": "composite"},
        {"actor": "north", "label": "North side", "kind": "composite", "part_of": "both"},
        {"actor": "south", "label": "South side", "kind": "composite", "part_of": "both"},
        {"actor": "northport", "label": "northport", "kind": "state", "part_of": "north"},
    ]
    row = claim("a-01", claimant="both")
    made = dataset_of(row, actors=actors)
    assert tables.claimant_words("both", made) == "figures of North side and South side, added up"
    assert tables.claimant_words("north", made) == "figure of North side"
    assert tables.claimant_words("", made) == ""


PERIODS = [
    # start, end, basis, what is printed after the event
    ("", "", "", "spring storm"),
    ("2001-04", "2001-05", "", "spring storm"),
    ("2001-04-02", "2001-05", "", "spring storm; from 2 April 2001"),
    ("2001-04", "2001-05-03", "", "spring storm; to 3 May 2001"),
    ("2001-05", "2001-06", "", "spring storm; May 2001 – June 2001"),
    ("2001-04", "2001-04", "", "spring storm; April 2001"),
    ("2001-05", "2001-05", "", "spring storm; May 2001"),
    ("2002", "2002", "", "spring storm; 2002"),
    ("2002", "2003", "us_fiscal", "spring storm; US fiscal years 2002–2003"),
]


@pytest.mark.parametrize(("start", "end", "basis", "words"), PERIODS)
def test_a_period_is_printed_where_it_is_not_the_events(
    claim: Build, dataset_of: Build, start: str, end: str, basis: str, words: str
) -> None:
    """The event's own period is not repeated."""
    dataset = dataset_of(claim("a-01", start=start, end=end, year_basis=basis))
    (row,) = spans.figures(dataset, "casualties").to_dict("records")
    assert tables.when_words(row, dataset) == words


def test_a_note_stands_beside_what_it_explains(claim: Build, dataset_of: Build) -> None:
    """Keyed to its claim; a dash where there is none."""
    made = dataset_of(claim("a-01", note="From 2001 on."), claim("a-02", population="civilian"))
    cells = [row[0] for row in table_of(made, columns=[tables.NOTE]).rows]
    assert sorted(cells) == ['[From 2001 on\\.]{.k claims="a-01"}', '[–]{.k claims="a-02"}']


BERTHS = [{"berth": "a", "ships": 2}, {"berth": "b", "ships": 0}, {"berth": "a", "ships": 2}]
MAKING = [
    pytest.param(by_row(lambda row, _: f"{row['berth']}{row['ships']}"), id="by row"),
    pytest.param(of("{}{}".format, "berth", "ships"), id="of columns"),
    pytest.param(
        looking_up(lambda *cells: "{}{}".format(*cells), "berth", "ships"), id="with data"
    ),
    pytest.param(
        alike(lambda row, _: f"{row['berth']}{row['ships']}", "berth", "ships"), id="alike"
    ),
    pytest.param(joined("", of(str, "berth"), of(str, "ships")), id="joined"),
]


@pytest.mark.parametrize("framed", [True, False], ids=["frame", "records"])
@pytest.mark.parametrize("cells", MAKING)
def test_cells_are_made_in_the_order_of_the_rows(real: Dataset, cells: Cells, framed: bool) -> None:
    """Whatever they are made of, and from a frame as from records."""
    rows = pd.DataFrame(BERTHS) if framed else BERTHS
    made = tables.table("key", "A caption", rows, [tables.Column("A", 10, cells)], real)
    assert made.rows == (("a2",), ("b0",), ("a2",))


def test_cells_that_rows_share_are_made_once(real: Dataset) -> None:
    """From the columns that they are said to be made of, for all tables of a dataset."""
    asked: list[dict[str, Any]] = []

    def cell(row: Row, dataset: Dataset) -> str:
        asked.append(dict(row))
        return str(row["berth"])

    columns = [tables.Column("A", 10, alike(cell, "berth"))] * 2
    tables.table("key", "A caption", BERTHS, columns, real)
    assert sorted(row["berth"] for row in asked) == ["a", "b"]
    assert [set(row) for row in asked] == [{"berth"}] * 2


def test_cells_of_other_columns_are_others(real: Dataset) -> None:
    """One function for the columns in one order and in another."""

    def cell(row: Row, dataset: Dataset) -> str:
        return f"{row['from']} to {row['to']}"

    rows = [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}]
    columns = [tables.Column("A", 10, alike(cell, *of)) for of in (("from", "to"), ("to", "from"))]
    made = tables.table("key", "A caption", rows, columns, real)
    assert made.rows == (("a to b", "a to b"), ("b to a", "b to a"))


def test_a_table_without_rows_is_none(dataset_of: Build) -> None:
    """By being empty: the document says in words what is missing."""
    assert table_of(dataset_of()).markdown() == ""


def test_register_shows_how_a_claim_was_read(claim: Build, dataset_of: Build) -> None:
    """Id, words, reading, place, note, and links back to where it is printed."""
    dataset = dataset_of(
        claim("a-01", as_stated="at least 3", bound="at_least", low="3", population="military",
              place="bay", note="Or four?"),
        claim("a-02", as_stated="dozens", bound="vague", value="", repeats="a-01"),
    )  # fmt: skip
    first, second = tables.register(
        tables.of_topic(dataset.statements, "casualties", dataset),
        dataset,
        "casualties",
        {"a-01": ["u-1", "u-5"]},
    ).rows
    assert first == (
        '[a\\-01]{#c-a-01 .entry source="gazette" side="not said" bound="at least"}',
        "“at least 3”",
        "killed\\: at least 3 \\(at least\\)\\; northport\\; military\\; bay\\; spring storm",
        "[@gazette, para\\. 1]",
        "Or four\\?",
        '[`#printed("u-1", "u-5")`{=typst}`<a href="#u-1">1</a> <a href="#u-5">2</a>`{=html}]{.printed}',
    )
    assert second[2].startswith("killed\\: no number \\(vague\\)\\; northport\\; spring storm")
    assert second[2].endswith("\\; repeats [a\\-01](#c-a-01)".replace("\\;", ";"))
    assert second[5] == "not printed elsewhere"


def test_register_says_whose_sum_a_number_is(claim: Build, dataset_of: Build) -> None:
    """Of a number that the work itself does not state."""
    dataset = dataset_of(
        claim("r-1", as_stated="", note="Dead of the bay.", derivation="Sum of its rows."),
        claim("r-2", as_stated="", note="Dead of the coast."),
    )
    topic = tables.of_topic(dataset.references, "casualties", dataset)
    rows = tables.reference_register(topic, dataset, "casualties").rows
    assert [row[1].replace("\\", "") for row in rows] == [
        "Dead of the bay. Not stated as such: Sum of its rows.",
        "Dead of the coast.",
    ]


def test_register_names_the_other_party(claim: Build, dataset_of: Build) -> None:
    """Who gave the aid, sold the arms or supplied the share, without which a row says nothing."""
    dataset = dataset_of(claim("a-01", counterpart="lighthouse"))
    topic = tables.of_topic(dataset.statements, "casualties", dataset)
    (row,) = tables.register(topic, dataset, "casualties").rows
    assert (
        row[2].replace("\\", "")
        == "killed: 7 (exact); northport; other party: lighthouse; spring storm"
    )


def test_the_grade_of_a_reference_is_no_markup(claim: Build, dataset_of: Build) -> None:
    """Whatever stands in the record is shown as it is written; a dash where nothing does."""
    dataset = dataset_of(claim("a-01", as_stated="", note="Seven."))
    graded = Source("gazette", False, {"custom": {"grade": "<b>"}}, "references.yaml", 1)
    for made, shown in ((dataset, "–"), (replace(dataset, sources={"gazette": graded}), r"\<b\>")):
        claims = tables.of_topic(made.references, "casualties", made)
        (row,) = tables.reference_register(claims, made, "casualties").rows
        assert row[4] == shown


def test_dated_happenings(dataset_of: Build) -> None:
    """As precise as stated, an inferred date with an asterisk, each keyed to its record."""
    rows = [
        {"id": "a-t01", "source": "gazette", "locator": "para 3", "date": "2001-04-02",
         "date_basis": "stated", "as_stated": "2 April", "description": "It began."},
        {"id": "a-t02", "source": "herald", "locator": "page 4", "date": "2001-05",
         "date_basis": "inferred", "as_stated": "a month on", "description": "It ended."},
    ]  # fmt: skip
    dataset = dataset_of(timeline=rows)
    table = tables.happenings(dataset.timeline, dataset)
    assert table.rows == (
        ('[2 April 2001]{#c-a-t01 .k claims="a-t01"}', '[It began\\.]{.k claims="a-t01"}',
         '[“2 April”]{.k claims="a-t01"}', "[@gazette, para\\. 3]"),
        ('[May 2001\\*]{#c-a-t02 .k claims="a-t02"}', '[It ended\\.]{.k claims="a-t02"}',
         '[“a month on”]{.k claims="a-t02"}', "[@herald, page 4]"),
    )  # fmt: skip
    assert "A date marked with an asterisk is inferred from its context." in table.notes


def test_events_have_the_days_of_the_work_that_dates_them(dataset_of: Build) -> None:
    """An open end stays open, a day that nobody states is a dash; each keyed to its record."""
    rows = [
        {"event": "storm", "label": "Storm", "start": "2001-04-02", "end": "2001-05",
         "within": "year", "source": "gazette", "locator": "para 3", "description": "It blew."},
        {"event": "year", "label": "Bad year", "start": "2001", "source": "herald",
         "locator": "page 4", "description": "Since then."},
        {"event": "calm", "label": "Calm", "source": "herald", "locator": "page 4",
         "description": "No day."},
    ]  # fmt: skip
    dataset = dataset_of(events=rows)
    assert tables.events(dataset.events, dataset).rows == (
        ("[Storm]{.label}", '[2 April 2001 – May 2001]{.k claims="storm"}', "[Bad year]{.label}",
         '[It blew\\.]{.k claims="storm"}', "[@gazette, para\\. 3]"),
        ("[Bad year]{.label}", '[from 2001]{.k claims="year"}', "–",
         '[Since then\\.]{.k claims="year"}', "[@herald, page 4]"),
        ("[Calm]{.label}", '[–]{.k claims="calm"}', "–",
         '[No day\\.]{.k claims="calm"}', "[@herald, page 4]"),
    )  # fmt: skip


@pytest.mark.parametrize("key", TABLES)
def test_every_row_of_the_real_tables_carries_a_citation(real: Dataset, key: str) -> None:
    """One citation a row at least, in the column of sources."""
    made = TABLES[key]
    table = tables.table(key, made.caption, made.frame(real), made.columns, real)
    assert table.rows
    assert [row for row in table.rows if "[@" not in row[-1]] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_entry_of_the_real_registers_carries_a_citation(real: Dataset, topic: str) -> None:
    """And each claim of the topic has one entry, of the articles or of the references."""
    registers = [LISTINGS[f"{name}-{topic}"].of(real) for name in ("register", "references")]
    entries = [row for table in registers for row in table.rows]
    topics = dict(zip(real.quantities["quantity"], real.quantities["topic"], strict=True))
    assert len(entries) == sum(topics[key] == topic for key in real.claims["quantity"])
    assert [row for row in entries if not row[3].startswith("[@")] == []


@pytest.fixture
def hostile(claim: Build, dataset_of: Build) -> Callable[[str], Dataset]:
    """A builder of a dataset in which every text is this one."""

    def build(text: str) -> Dataset:
        texts = {"as_stated": text, "note": text, "locator": text}
        rows = {"source": "gazette", "date": "2001", "description": text, "reason": text, **texts}
        dataset = dataset_of(
            claim("a-01", claimant="coast", cites="herald", place="bay", **texts),
            claim("b-01", source="herald", value="9", place="bay", **texts),
            claim("c-01", bound="vague", value="", repeats="a-01", **texts),
            timeline=[{"id": "a-t01", **rows}],
            not_used=[{"id": "a-n01", **rows}],
        )
        labelled = ("quantities", "events", "actors", "places")
        named = {name: dataset.tables[name].assign(label=text) for name in labelled}
        record = {"title": text, "title-short": text, "custom": {"seed": "000", "argues": text}}
        sources = {k: Source(k, True, {"id": k, **record}, "", 1) for k in dataset.sources}
        return replace(dataset, tables={**dataset.tables, **named}, sources=sources)

    return build


def written(dataset: Dataset) -> str:
    """Everything that the document prints from a dataset, without charts and metadata."""
    report = Report(dataset)
    parts = [report.table("casualties"), report.table("timeline"), report.summary(), report.sources(),
             report.computed(), report.not_used(), report.register()]  # fmt: skip
    return "\n\n".join(str(part.data) for part in parts)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_data_is_inert(hostile: Callable[[str], Dataset], text: str) -> None:
    """Pandoc reads the same nodes as for a plain word, links lead to the same places, and the
    text itself is text."""
    found, plain = written(hostile(text)), written(hostile("zebra"))
    # Words and spaces between them may be more; everything else must be the same.
    words = {"Str", "Space", "SoftBreak"}
    assert Counter(n["t"] for n in nodes(found) if n["t"] not in words) == Counter(
        n["t"] for n in nodes(plain) if n["t"] not in words
    )
    for kind in ("Link", "RawInline", "Header", "Cite"):
        assert [targets(n) for n in nodes(found) if n["t"] == kind] == [
            targets(n) for n in nodes(plain) if n["t"] == kind
        ]
    shown = " ".join(text.split())
    assert text_of(found).count(shown) == text_of(plain).count("zebra") > 20


def targets(node: dict[str, Any]) -> Any:
    """What a node leads to or holds, without its words."""
    content = node["c"]
    if node["t"] == "Link":
        return content[2]
    if node["t"] == "Cite":
        return [part["citationId"] for part in content[0]]
    return content[1] if node["t"] == "RawInline" else content[:2]
