"""Statements held against reference claims: each part, whose count it is, and what follows."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from analysis import computed, spans, tables
from analysis.comparisons import PART_OF, PARTS, compared, held, multiple
from analysis.dataset import Dataset
from analysis.errors import NotComparable
from analysis.frames import records
from analysis.rules.comparisons import DIFFERENCES, NONE_FOUND
from analysis.sources import Source
from analysis.tables import INDEPENDENCE, NOT_SAID, VERDICTS, computed_anchor
from analysis.verdicts import refused, verdicts

ROOT = Path(__file__).resolve().parent.parent
Build = Callable[..., Any]
Cells = Mapping[str, str]

# Works of the invented world beside those of conftest: what their records say of them.
WORKS = {
    "bulletin": {"origin": "gazette_house", "grade": "A"},
    "digest": {"cites": "gazette", "grade": "B"},
    "copy": {"cites": "gazette", "grade": "D"},
    "ledger": {"origin": "ledger_house", "grade": "A"},
    "lexicon": {"kind": "encyclopedia", "grade": "D"},
    "manifesto": {"kind": "party", "grade": "A"},
}
ACTORS = [
    {"actor": actor, "label": actor, "side": side, "part_of": whole}
    for actor, side, whole in (
        ("coast", "", ""),
        ("northport", "north", "north"),
        ("southport", "south", "south"),
        ("north", "north", "coast"),
        ("south", "south", "coast"),
        ("lighthouse", "", ""),
    )
]
RATES = [{"date": "2001", "currency": "AMD", "per_usd": "500"}]
DOLLARS = {"quantity": "aid", "unit": "USD"}
MANY = {"bound": "vague", "value": "", "as_stated": "many"}
DOZENS = {"bound": "vague", "value": "", "as_stated": "dozens"}


class Held(NamedTuple):
    """A reference claim, what it differs in from the statement, and the reading that it tests."""

    source: str
    cells: Cells = MappingProxyType({})
    differs_in: str = "nothing"
    reading: str = ""


@pytest.fixture
def world(claim: Build, dataset_of: Build) -> Build:
    """A builder: seven lost in the gazette, held against these, each a claim `<source>-<n>`."""

    def build(
        statement: Cells, *held: Held, more: Iterable[Cells] = (), expressions: Iterable[Cells] = ()
    ) -> Dataset:
        references = [
            claim(f"{row.source}-{n:02}", **{"source": row.source, "as_stated": "", **row.cells})
            for n, row in enumerate(held, 1)
        ]
        rows = [
            {
                "claim_id": "gazette-01",
                "reference_claim_id": reference["claim_id"],
                "differs_in": row.differs_in,
                "reading": row.reading,
                "reason": "",
            }
            for row, reference in zip(held, references, strict=True)
        ]
        rows = [*expressions] or rows or [found("gazette-01", NONE_FOUND, "")]
        claims = [claim("gazette-01", **statement), *references, *more]
        made: Dataset = dataset_of(*claims, comparisons=rows, actors=ACTORS, rates=RATES)
        works = {
            key: Source(key, False, {"id": key, "custom": custom}, "data/references.yaml", 1)
            for key, custom in WORKS.items()
        }
        return replace(made, sources={**made.sources, **works})

    return build


def found(claim_id: str, expression: str, differs_in: str = "nothing") -> dict[str, str]:
    """A row of the comparisons table."""
    return {"claim_id": claim_id, "reference_claim_id": expression, "differs_in": differs_in}


def only(dataset: Dataset) -> str:
    """The verdict on the one statement of a dataset."""
    (row,) = verdicts(dataset).to_dict("records")
    return str(row["verdict"])


# Verdicts

CASES: list[tuple[str, Cells, list[Held]]] = [
    ("confirmed", {}, [Held("herald")]),
    ("contradicted", {}, [Held("herald", {"value": "8"})]),
    ("quotes_its_source", {}, [Held("bulletin")]),
    # Another bound, the same figure.
    ("quotes_its_source", {"bound": "at_least", "low": "7"}, [Held("bulletin")]),
    ("differs_from_its_source", {}, [Held("bulletin", {"value": "8"})]),
    ("quotes_with_another_label", {}, [Held("bulletin", {}, "population")]),
    ("counts_something_else", {}, [Held("herald", {"subject": "southport"}, "subject")]),
    ("counts_something_else", {}, [Held("herald", {"quantity": "wounded"}, "kind")]),
    ("counts_something_else", {}, [Held("herald", {"population": "civilian"}, "population")]),
    ("not_in_conflict", {}, [Held("herald", {"bound": "at_least", "low": "5"})]),
    ("not_in_conflict", DOZENS, [Held("herald", {"value": "30"})]),
    ("contradicted", DOZENS, [Held("herald", {"value": "20"})]),
    (
        "quotes_and_not_in_conflict",
        {},
        [Held("bulletin"), Held("herald", {"bound": "at_least", "low": "5"})],
    ),
    ("usual_figure", {}, [Held("herald", {"method": "convention"})]),
    ("different_scope", {}, [Held("herald", {"value": "9"}, "period")]),
    ("different_scope", {}, [Held("herald", {}, "place")]),
    ("no_number", MANY, [Held("herald")]),
    ("unchecked", {}, []),
    ("unchecked", {}, [Held("herald", {**MANY, "as_stated": ""})]),
    ("unchecked", {}, [Held("herald", {"value": "8", "method": "convention"})]),
    ("unchecked", {}, [Held("herald", {"unit": "percent"})]),
    # A count of the same thing comes before the source's own, and before counts of other things.
    ("contradicted", {}, [Held("bulletin"), Held("herald", {"value": "8"})]),
    ("confirmed", {}, [Held("bulletin", {"value": "8"}), Held("herald")]),
    ("contradicted", {}, [Held("herald"), Held("ledger", {"value": "8"})]),
    ("confirmed", {}, [Held("herald"), Held("ledger", {"value": "8"}, "period")]),
    ("confirmed", {}, [Held("herald"), Held("lexicon", {"value": "8"})]),
    ("quotes_its_source", {}, [Held("bulletin"), Held("herald", {"value": "8"}, "population")]),
]


@pytest.mark.parametrize(("verdict", "statement", "held"), CASES)
def test_each_verdict_by_hand(
    world: Build, verdict: str, statement: Cells, held: list[Held]
) -> None:
    """What seven lost in the spring storm becomes beside what others say."""
    assert only(world(statement, *held)) == verdict


def test_the_cases_have_every_verdict() -> None:
    """No verdict that the report can print is without a case, and none has no words."""
    assert {verdict for verdict, *_ in CASES} == {*VERDICTS}


def test_references_alike_are_printed_together(world: Build) -> None:
    """Two of another time in one row; the verdict once, and the claim's name in the row after."""
    others = [Held(source, {"value": "8"}, "period") for source in ("herald", "ledger")]
    made = world({}, Held("courier"), *others)
    first, second = tables.verdicts(verdicts(made), held(made), "casualties", made).rows
    assert first[1] == f"**{VERDICTS['confirmed']}.**"
    assert first[2:] == (
        '[[7](#c-courier-01)]{.n claims="courier-01"} [@courier, para\\. 1]',
        'Independent. []{.k claims="gazette-01"}',
    )
    assert second == (
        '[killed]{.label}, [[gazette\\-01](#c-gazette-01)]{.k claims="gazette-01"}, continued',
        "",
        '[[8](#c-herald-02)]{.n claims="herald-02"} [@herald, para\\. 1]; '
        '[[8](#c-ledger-03)]{.n claims="ledger-03"} [@ledger, para\\. 1]',
        'Independent. []{.k claims="gazette-01"} [Differs in its period.]{.note}',
    )


def test_every_reference_is_printed_beside_its_own_reason(world: Build) -> None:
    """However many there are; those that decide first."""
    many = [Held("herald", {"value": str(value)}, "period") for value in range(10, 16)]
    made = world({}, *many, Held("courier"))
    table = tables.verdicts(verdicts(made), held(made), "casualties", made)
    printed = [claim for row in table.rows for claim in re.findall(r'claims="(.+?)"', row[2])]
    assert printed[0] == "courier-07"
    assert sorted(printed) == sorted(made.references["claim_id"])


def test_a_year_that_fits_by_its_day_says_that_it_is_one_of_a_statement(world: Build) -> None:
    """A reference of no period, but of the day on which it was stated."""
    day = {"as_of": "2001-11-28", "start": "", "end": "", "event": ""}
    made = world({}, Held("herald", day, "period"))
    (row,) = tables.verdicts(verdicts(made), held(made), "casualties", made).rows
    assert "The number fits [[what is stated as of 28 November 2001]" in row[1]


# Independence

ORIGINS: list[tuple[str, Cells, Held]] = [
    ("independent", {}, Held("herald")),
    ("independent", {}, Held("herald", {"claimant": "lighthouse"})),
    ("same_origin", {}, Held("bulletin")),
    ("same_origin", {}, Held("digest")),
    ("same_origin", {}, Held("herald", {"cites": "gazette"})),
    ("same_origin", {"cites": "herald"}, Held("herald")),
    ("same_origin", {"cites": "herald"}, Held("courier")),
    ("same_origin", {"cites": "courier"}, Held("leaflet")),
    ("same_origin", {"claimant": "lighthouse"}, Held("herald", {"claimant": "lighthouse"})),
    ("same_origin", {"claimant": "northport"}, Held("herald", {"claimant": "northport"})),
    ("party", {}, Held("herald", {"claimant": "northport"})),
    ("party", {}, Held("herald", {"claimant": "north"})),
    ("party", {}, Held("herald", {"claimant": "coast"})),
    ("party", {}, Held("manifesto")),
    ("party", {}, Held("lexicon")),
    ("unknown", {}, Held("herald", {"method": "convention"})),
]


@pytest.mark.parametrize(("independence", "statement", "held"), ORIGINS)
def test_independence_follows_from_the_origins(
    world: Build, independence: str, statement: Cells, held: Held
) -> None:
    """Who counted, whom a work takes its figures from, and whose house it is, decide."""
    (row,) = compared(world(statement, held)).to_dict("records")
    assert row["independence"] == independence


def test_the_cases_have_every_independence() -> None:
    """No word for a reference's standing is without a case."""
    assert {name for name, *_ in ORIGINS} == {*INDEPENDENCE}


@pytest.mark.parametrize("held", [held for _, _, held in ORIGINS])
@pytest.mark.parametrize("cells", [{}, {"bound": "approximate", "value": "7"}])
def test_only_an_independent_count_confirms(world: Build, held: Held, cells: Cells) -> None:
    """The same number from its own origin, a party, or nobody confirms nothing."""
    made = world({}, replace_cells(held, cells))
    (row,) = compared(made).to_dict("records")
    assert row["number"] == "holds"
    assert (only(made) == "confirmed") == (row["independence"] == "independent")


def replace_cells(held: Held, cells: Cells) -> Held:
    """A reference with some other cells."""
    return held._replace(cells={**held.cells, **cells})


@pytest.mark.parametrize("source", ["manifesto", "lexicon", "northport"])
@pytest.mark.parametrize("value", ["7", "8"])
@pytest.mark.parametrize("differs_in", ["nothing", "period"])
def test_a_party_and_an_encyclopedia_decide_nothing(
    world: Build, source: str, value: str, differs_in: str
) -> None:
    """Neither for the claim nor against it, nor that it is of another scope."""
    said = {"value": value, **({"claimant": source} if source == "northport" else {})}
    held = Held("herald" if source == "northport" else source, said, differs_in)
    (row,) = verdicts(world({}, held)).to_dict("records")
    assert (row["verdict"], row["decided_by"]) == ("unchecked", ())
    assert row["compared"] == (0,)


@pytest.mark.parametrize("differs_in", ["nothing", *DIFFERENCES])
@pytest.mark.parametrize("source", ["lexicon", "copy"])
def test_grade_d_never_decides(world: Build, source: str, differs_in: str) -> None:
    """Not even what the number counts, or that the source is quoted correctly."""
    (row,) = verdicts(world({}, Held(source, {}, differs_in))).to_dict("records")
    assert (row["verdict"], row["decided_by"]) == ("unchecked", ())


def test_a_sum_is_as_independent_as_its_least_part(world: Build) -> None:
    """Three of the gazette's own and four of the ledger's are not seven of another's."""
    parts = (
        Held("bulletin", {"value": "3", "population": "military"}),
        Held("ledger", {"value": "4", "population": "civilian"}),
    )
    both = [found("gazette-01", "bulletin-01 + ledger-02")]
    made = world({}, *parts, expressions=both)
    (row,) = compared(made).to_dict("records")
    assert (row["number"], row["independence"]) == ("holds", "same_origin")
    assert row["references"] == ("bulletin-01", "ledger-02")
    assert row["sources"] == ("bulletin", "ledger")
    assert only(made) == "quotes_its_source"


# The number

BILLIONS = {"quantity": "dock_spending", "unit": "USD", "value": "3000000000"}
RANGE = {"bound": "range", "value": "", "low": "20000", "high": "30000"}
NUMBERS: list[tuple[str, Cells, Cells]] = [
    # Money: equal after rounding to the coarser of the two.
    ("holds", BILLIONS, {**BILLIONS, "value": "3427200000"}),
    ("holds", BILLIONS, {**BILLIONS, "value": "2500000000"}),
    ("fails", BILLIONS, {**BILLIONS, "value": "2499000000"}),
    ("fails", BILLIONS, {**BILLIONS, "value": "3600000000"}),
    ("holds", {**BILLIONS, "value": "2953000000"}, BILLIONS),
    ("fails", {**BILLIONS, "value": "3427000000"}, {**BILLIONS, "value": "3428000000"}),
    # "About" a tenth, of either.
    ("holds", {"bound": "approximate", "value": "1000"}, {"value": "1100"}),
    ("fails", {"bound": "approximate", "value": "1000"}, {"value": "1101"}),
    ("holds", {"bound": "approximate", "value": "1000"}, {"value": "900"}),
    ("fails", {"bound": "approximate", "value": "1000"}, {"value": "899"}),
    ("holds", {"value": "1100"}, {"bound": "approximate", "value": "1000"}),
    # Counted people: exactly, round or not.
    ("holds", {"value": "7000"}, {"value": "7000"}),
    ("fails", {"value": "7000"}, {"value": "7001"}),
    ("fails", {"value": "7000"}, {"value": "6999"}),
    # One-sided: satisfied, or not.
    ("not_in_conflict", {"bound": "more_than", "low": "6"}, {"value": "7"}),
    ("fails", {"bound": "more_than", "low": "7"}, {"value": "7"}),
    ("not_in_conflict", {"bound": "at_least", "low": "7"}, {"value": "7"}),
    ("not_in_conflict", {"value": "7"}, {"bound": "at_most", "high": "7"}),
    ("fails", {"value": "7"}, {"bound": "less_than", "high": "7"}),
    ("not_in_conflict", {"bound": "at_least", "low": "7"}, {"bound": "more_than", "low": "90"}),
    ("holds", {"bound": "more_than", "low": "7"}, {"bound": "more_than", "low": "7"}),
    # Ranges.
    ("holds", {"bound": "range", "low": "5", "high": "9"}, {"value": "9"}),
    ("fails", {"bound": "range", "low": "5", "high": "9"}, {"value": "10"}),
    # Words, and what cannot be set side by side.
    ("not_in_conflict", {**DOZENS, "as_stated": "hundreds"}, {"value": "200"}),
    ("fails", {**DOZENS, "as_stated": "hundreds"}, {"value": "199"}),
    ("cannot_be_checked", MANY, {"value": "7"}),
    ("cannot_be_checked", {}, {"bound": "vague", "value": ""}),
    ("cannot_be_checked", {}, {"unit": "USD"}),
    # Time in days.
    ("holds", {"quantity": "storm_length", "unit": "week", "value": "6"},
     {"quantity": "storm_length", "unit": "day", "value": "44"}),
    ("fails", {"quantity": "storm_length", "unit": "week", "value": "6"},
     {"quantity": "storm_length", "unit": "day", "value": "46"}),
]  # fmt: skip


@pytest.mark.parametrize(("number", "statement", "reference"), NUMBERS)
def test_the_number_by_hand(world: Build, number: str, statement: Cells, reference: Cells) -> None:
    """No tolerance but that of the words and of the digits."""
    (row,) = compared(world(statement, Held("herald", reference))).to_dict("records")
    assert row["number"] == number


@pytest.mark.parametrize(
    ("statement", "reference", "gap"),
    [
        ({"value": "50"}, {"value": "80"}, ("0.625", "0.625")),
        ({"value": "9"}, {"value": "6"}, ("1.5", "1.5")),
        ({"bound": "range", "low": "20", "high": "30"}, {"value": "40"}, ("0.5", "0.75")),
        ({"bound": "more_than", "low": "12"}, {"value": "4"}, ("3", None)),
        ({"value": "12"}, {"bound": "at_least", "low": "4"}, (None, "3")),
        ({"bound": "more_than", "low": "12"}, {"bound": "at_least", "low": "4"}, None),
        ({"value": "7"}, {"value": "0"}, None),
        (MANY, {"value": "7"}, None),
        ({}, {"unit": "USD"}, None),
        ({"quantity": "storm_rank", "unit": "rank", "value": "2"},
         {"quantity": "storm_rank", "unit": "rank", "value": "1"}, None),
    ],
)  # fmt: skip
def test_the_gap_is_the_claim_over_the_reference(
    world: Build, statement: Cells, reference: Cells, gap: tuple[str | None, str | None] | None
) -> None:
    """How many times the reference's amount the claim's is, an open end open; ranks have none."""
    (row,) = compared(world(statement, Held("herald", reference))).to_dict("records")
    ends = None if gap is None else tuple(end and Decimal(end) for end in gap)
    assert (row["gap"] and (row["gap"].low, row["gap"].high)) == ends


@pytest.mark.parametrize(
    ("statement", "reference", "words"),
    [
        ({"value": "50"}, {"value": "80"}, "about 0.63 times"),
        ({"value": "9"}, {"value": "6"}, "1.5 times"),
        ({"bound": "more_than", "low": "90"}, {"value": "40"}, "more than about 2.2 times"),
        ({"value": "170"}, {"bound": "at_least", "low": "146"}, ""),
        ({"bound": "more_than", "low": "70"}, {"bound": "more_than", "low": "100"}, ""),
        ({"value": "9"}, {"bound": "range", "low": "8", "high": "12"}, ""),
    ],
)
def test_a_multiple_is_printed_with_its_bound_where_it_is_not_one(
    world: Build, statement: Cells, reference: Cells, words: str
) -> None:
    """No number of times where the two may be the same, or where nothing limits it."""
    data = world(statement, Held("herald", reference))
    (row,) = tables.verdicts(verdicts(data), held(data), "casualties", data).rows
    found = re.search(r"the claim is \[\[(.+?)\]\(.+? times", row[2])
    assert (f"{found[1]} times" if found else "").replace("\\", "") == words


# The parts


@pytest.mark.parametrize("name", DIFFERENCES)
@pytest.mark.parametrize(("value", "outcome"), [("7", "fails"), ("8", "cannot_be_checked")])
def test_what_differs_is_the_part_that_fails(
    world: Build, name: str, value: str, outcome: str
) -> None:
    """With the same number the part is wrong; with another the two were never comparable.

    Nor is one a multiple of the other.
    """
    (row,) = compared(world({}, Held("herald", {"value": value}, name))).to_dict("records")
    part = PART_OF.get(name, name)
    assert row[part] == outcome
    assert {row[other] for other in PARTS[1:] if other != part} == {"holds"}
    assert (row["differs"], row["gap"]) == ((name,), None)


OVERLAPS: list[tuple[Cells, str]] = [
    ({"value": "30000"}, "The numbers overlap, but differ in whom it is of."),
    ({"value": "16000"}, "Differs in whom it is of."),
    (RANGE, "The number is the same after rounding, but differs in whom it is of."),
]


@pytest.mark.parametrize(("reference", "words"), OVERLAPS)
def test_numbers_that_overlap_are_not_called_the_same(
    world: Build, reference: Cells, words: str
) -> None:
    """Between 20,000 and 30,000 may be 30,000 and is not that number; it is never 16,000."""
    data = world(RANGE, Held("herald", reference, "subject"))
    (row,) = tables.verdicts(verdicts(data), held(data), "casualties", data).rows
    assert row[3].endswith(f" [{words}]{{.note}}")


def test_right_amount_in_another_year_lists_every_year_that_fits(world: Build) -> None:
    """Three billion in 2003 is contradicted, and fits 2001 and 2002, not 2004."""
    years = {"2001": "2900000000", "2002": "3100000000", "2003": "1400000000", "2004": "3800000000"}
    held = [
        Held("ledger", {**BILLIONS, "value": value, "start": year, "end": year},
             "nothing" if year == "2003" else "period")
        for year, value in years.items()
    ]  # fmt: skip
    made = world({**BILLIONS, "start": "2003", "end": "2003"}, *held)
    (row,) = verdicts(made).to_dict("records")
    assert (row["verdict"], row["decided_by"]) == ("contradicted", (2,))
    references = compared(made)["references"]
    assert [references[index] for index in row["fits"]] == [("ledger-01",), ("ledger-02",)]


def test_another_year_and_another_kind_is_no_year_that_fits(world: Build) -> None:
    """What differs in more than the period says nothing of the year."""
    (row,) = verdicts(world({}, Held("herald", {}, "period kind"))).to_dict("records")
    assert row["fits"] == ()


# Readings


def test_each_reading_has_a_verdict(world: Build) -> None:
    """Seven in the first night, or in the whole storm: one holds, the other fails."""
    made = world(
        {},
        Held("herald", {"event": "first_night"}, "nothing", "in the first night"),
        Held("ledger", {"value": "9"}, "nothing", "in the whole storm"),
    )
    assert [(row["reading"], row["verdict"]) for row in verdicts(made).to_dict("records")] == [
        ("in the first night", "confirmed"),
        ("in the whole storm", "contradicted"),
    ]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_differs_when_read_so_is_kept(world: Build, name: str) -> None:
    """A row that tests a reading differs in all that it names: the reading settled the rest."""
    made = world({}, Held("herald", {}, name, "as read here"))
    (row,) = compared(made).to_dict("records")
    assert row["differs"] == (name,)


def test_a_row_without_a_reading_bears_on_each(world: Build) -> None:
    """A count that holds for any reading is among what each was compared with."""
    made = world(
        {},
        Held("bulletin", {}, "nothing", "one"),
        Held("bulletin", {"value": "8"}, "nothing", "other"),
        Held("herald"),
    )
    rows = verdicts(made).to_dict("records")
    assert [(row["compared"], row["verdict"]) for row in rows] == [
        ((0, 2), "confirmed"),
        ((1, 2), "confirmed"),
    ]


# What rests on what

MORE = {"quantity": "dock_ratio", "unit": "ratio", "bound": "more_than", "low": "1"}


@pytest.mark.parametrize(
    ("amount", "place", "verdict", "failed"),
    [
        ("3000000000", {}, "confirmed", False),
        ("1400000000", {}, "unchecked", True),
        ("1400000000", {"locator": "para 2"}, "confirmed", False),
        ("1400000000", {"subject": "southport"}, "confirmed", False),
        ("1400000000", {"start": "2003"}, "confirmed", False),
    ],
)
def test_a_comparison_of_a_contradicted_amount_is_not_confirmed(
    claim: Build, world: Build, amount: str, place: Cells, verdict: str, failed: bool
) -> None:
    """Whatever others say of the comparison, the amount in the same sentence is wrong."""
    made = world(
        BILLIONS,
        more=[
            claim("ledger-01", source="ledger", as_stated="", **{**BILLIONS, "value": amount}),
            claim("ledger-02", source="ledger", as_stated="", **MORE),
            claim("gazette-02", **{**MORE, **place}),
        ],
        expressions=[found("gazette-01", "ledger-01"), found("gazette-02", "ledger-02")],
    )
    amounts, ratio = verdicts(made).to_dict("records")
    assert amounts["verdict"] == ("contradicted" if amount != BILLIONS["value"] else "confirmed")
    assert (ratio["verdict"], ratio["input_failed"]) == (verdict, failed)
    assert not amounts["input_failed"]


# Sums and quotients


def references(claim: Build, **amounts: Cells) -> list[Cells]:
    """Claims of the herald by id."""
    return [claim(name, source="herald", as_stated="", **cells) for name, cells in amounts.items()]


def usd(value: str) -> Cells:
    """An amount of money."""
    return {"quantity": "dock_spending", "unit": "USD", "value": value}


def amd(value: str) -> Cells:
    """An amount of money in another currency, 500 to the dollar."""
    return {**usd(value), "unit": "AMD", "start": "2001"}


TWENTY = {"quantity": "dock_share", "unit": "percent", "value": "20"}
EXPRESSIONS: list[tuple[str, dict[str, Cells], str, str, str]] = [
    ("a", {"a": {"value": "7"}}, "7", "7", "persons"),
    ("a + b", {"a": {"value": "3", "population": "military"},
               "b": {"value": "4", "population": "civilian"}}, "7", "7", "persons"),
    ("a + b + c", {"a": {"value": "1", "subject": "northport"},
                   "b": {"value": "2", "subject": "southport"},
                   "c": {"bound": "range", "low": "3", "high": "5", "subject": "lighthouse"}},
     "6", "8", "persons"),
    ("a / b", {"a": usd("3000000"), "b": usd("1500000")}, "2", "2", "ratio"),
    ("a / b", {"a": usd("2000000"), "b": amd("500000000")}, "2", "2", "ratio"),
    ("a / b", {"a": amd("500000000"), "b": amd("250000000")}, "2", "2", "ratio"),
    ("a / b", {"a": {"value": "8"}, "b": {"value": "4"}}, "2", "2", "ratio"),
    ("a / b", {"a": {"bound": "range", "low": "8", "high": "12"}, "b": {"value": "4"}},
     "2", "3", "ratio"),
    # A fifth of all is 30, so all is 150, and 300 is twice as much.
    ("a * b / c", {"a": usd("300"), "b": TWENTY, "c": usd("30")}, "2", "2", "ratio"),
    ("b * a / c", {"a": usd("300"), "b": TWENTY, "c": usd("30")}, "2", "2", "ratio"),
    ("a * b / c", {"a": usd("300"), "b": TWENTY, "c": amd("15000")}, "2", "2", "ratio"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "amounts", "low", "high", "unit"), EXPRESSIONS)
def test_expressions_by_hand(
    claim: Build, world: Build, expression: str, amounts: dict[str, Cells],
    low: str, high: str, unit: str,
) -> None:  # fmt: skip
    """What the claims of an expression state together, in one currency."""
    made = spans.by_expression(world({}, more=references(claim, **amounts)), expression)
    assert (made["amount"].low, made["amount"].high) == (Decimal(low), Decimal(high))
    assert made["unit"] == unit
    assert set(made["claims"]) == {*amounts}
    assert made["sources"] == ("herald",)


def test_a_formula_names_the_rate_that_it_needs(claim: Build, world: Build) -> None:
    """Dollars over drams cannot be worked out again without it; drams over drams need none."""
    parts = {"a": usd("2000000"), "b": amd("500000000"), "c": amd("250000000")}
    made = world({}, more=references(claim, **parts))
    rated = spans.by_expression(made, "a / b")["formula"]
    assert rated == "a / b, at 500 AMD to the dollar"
    assert spans.by_expression(made, "b / c")["formula"] == "b / c"


REFUSED: list[tuple[str, dict[str, Cells], str]] = [
    ("a + b", {"a": {}, "b": {}}, "they measure the same thing"),
    ("a + b", {"a": {}, "b": {"event": "autumn_storm", "subject": "southport"}},
     "different events (spring storm / autumn storm)"),
    ("a + b", {"a": {}, "b": {"quantity": "wounded", "subject": "southport"}},
     "different quantities (killed / wounded)"),
    ("a + b", {"a": {}, "b": {"bound": "vague", "value": "", "subject": "southport"}},
     "b states a word, not a number"),
    ("a / b", {"a": usd("1"), "b": {**usd("1"), "unit": "AZN"}}, "no exchange rate for AZN without a year"),
    ("a / b", {"a": usd("1"), "b": {}}, "no exchange rate for persons without a year"),
    ("a * b / c", {"a": usd("1"), "b": usd("2"), "c": usd("3")},
     "one amount and its shares are divided"),
    ("a / b", {"a": TWENTY, "b": TWENTY}, "one amount and its shares are divided"),
    ("a * b / c", {"a": {**usd("1"), "bound": "at_least", "value": "", "low": "1"}, "b": TWENTY,
                   "c": usd("3")}, "a share of an amount with an open end"),
]  # fmt: skip


def test_a_multiple_is_explained_with_the_claims_in_its_formula(claim: Build, world: Build) -> None:
    """A quotient in brackets; the note says what the claim measures, the quotient what is shared."""
    ratio = {"quantity": "dock_ratio", "unit": "ratio", "value": "5", "start": "2001"}
    spent = {"a": {**usd("3000000"), "start": "2001"}, "b": {**usd("1500000"), "start": "2001"}}
    spent["b"]["subject"] = "southport"
    made = world(ratio, more=references(claim, **spent), expressions=[found("gazette-01", "a / b")])
    of = {row["kind"]: row for row in records(computed.figures(made))}
    assert of["quotient"]["formula"] == "a / b"
    assert of["multiple"]["formula"] == "gazette-01 / (a / b)"
    assert (of["multiple"]["subject"], of["multiple"]["quantity"]) == ("northport", "dock_ratio")
    notes = {row[0]: row[1] for row in tables.computed(computed.figures(made), made).rows}
    assert [NOT_SAID in what for what in notes.values()] == [False, False]


def test_each_printed_multiple_has_its_note_with_the_same_number(real: Dataset) -> None:
    """Where the verdict prints it and where the report says how it came about."""
    notes = {
        computed_anchor(row["kind"], row["claims"]): row for row in records(computed.figures(real))
    }
    rows = [row for row in held(real) if row.differing]
    assert len(rows) > 5
    for row in rows:
        note = notes[f"k-multiple-{'-'.join((row.claim_id, *row.references))}"]
        assert (note["amount"], note["formula"]) == (row.gap, multiple(row))


@pytest.mark.parametrize(("expression", "amounts", "reason"), REFUSED)
def test_what_may_not_be_added_or_divided_is_refused_with_the_reason(
    claim: Build, world: Build, expression: str, amounts: dict[str, Cells], reason: str
) -> None:
    """The reason, and for the analyst the row."""
    rows = [found("gazette-01", expression)]
    made = world({}, more=references(claim, **amounts), expressions=rows)
    with pytest.raises(NotComparable, match=re.escape(reason)):
        spans.by_expression(made, expression)
    (problem,) = refused(made)
    assert problem.place == "data/comparisons.csv, row 2, column reference_claim_id"
    assert problem.message.endswith(reason)
    assert problem.found == expression


# The report's own rows

CORE = {"casualties", "displacement", "aid", "arms", "spending"}


def named(expression: str) -> list[str]:
    """The reference claims that an expression names."""
    return [] if expression == NONE_FOUND else re.split(r" [+*/] ", expression)


def test_every_statement_on_a_core_topic_is_held_against_something(real: Dataset) -> None:
    """Reference claims or `none_found`; a repetition may rest on the claim that it repeats."""
    topics = dict(zip(real.quantities["quantity"], real.quantities["topic"], strict=True))
    core = real.statements[real.statements["quantity"].map(topics).isin(CORE)]
    covered = {*real.comparisons["claim_id"]}
    first = core["repeats"].where(core["repeats"] != "", core["claim_id"])
    missing = core[~core["claim_id"].isin(covered) & ~first.isin(covered)]
    assert list(missing["claim_id"]) == []


def test_nothing_is_confirmed_by_its_own_origin_or_a_party(real: Dataset) -> None:
    """Those who decided that a claim is confirmed or contradicted are independent."""
    held = compared(real)
    for row in verdicts(real).to_dict("records"):
        if row["verdict"] in ("confirmed", "contradicted"):
            assert row["decided_by"]
            deciders = {held["independence"][index] for index in row["decided_by"]}
            assert deciders == {"independent"}, row["claim_id"]


def test_no_grade_d_decides(real: Dataset) -> None:
    """Whatever the verdict."""
    held = compared(real)
    for row in verdicts(real).to_dict("records"):
        for index in row["decided_by"]:
            sources = {real.row("claims", ref)["source"] for ref in held["references"][index]}
            assert "D" not in {real.sources[key].grade for key in sources}, row["claim_id"]


def test_every_reference_named_exists_and_has_a_grade(real: Dataset) -> None:
    """Each is a paraphrased claim of a work that says how it was read and how far it is trusted."""
    references = {*real.references["claim_id"]}
    for expression in real.comparisons["reference_claim_id"]:
        for reference in named(expression):
            assert reference in references
            source = real.sources[real.row("claims", reference)["source"]]
            assert source.grade or "not read" in source.read_as, reference


def test_no_real_expression_is_refused(real: Dataset) -> None:
    """Every sum and quotient that the comparisons name can be computed."""
    assert refused(real) == []


def test_every_real_verdict_has_words(real: Dataset) -> None:
    """And every statement compared has one verdict for each reading."""
    rows = verdicts(real)
    assert {*rows["verdict"]} <= {*VERDICTS}
    assert not rows.duplicated(["claim_id", "reading"]).any()
    assert {*rows["claim_id"]} == {*real.comparisons["claim_id"]}


JUDGES = ("verdicts", "agreement", "consistency", "coverage", "robustness")


@pytest.mark.parametrize("name", JUDGES)
def test_no_judgement_is_written_for_one_dataset(name: str, real: Dataset) -> None:
    """The code that judges names no source, claim, actor, place or event of the data."""
    tree = ast.parse((ROOT / f"analysis/{name}.py").read_text("utf-8"))
    constants = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    prose = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if documented(node)}
    words = {word for text in constants if text not in prose for word in re.split(r"[^\w-]+", text)}
    ids = {*real.claims["claim_id"], *real.sources}
    assert words & ids == set()
    keys = {
        key for table in ("actors", "places", "events") for key in getattr(real, table).iloc[:, 0]
    }
    assert {*constants} & keys == set()


def documented(node: ast.AST) -> bool:
    """Whether a node of code may have a docstring."""
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)


# What those who read the references expected, in the words of the verdicts, where that is beyond
# doubt. A word without a number is no_number; a label too wide is quotes_with_another_label; the
# usual figure that nobody is known to have counted is usual_figure.
EXPECTED: dict[tuple[str, str], str] = {
    # No number in the sentence, and no count that it could be held against.
    ("story2020-02", ""): "unchecked",
    ("story2020-03", ""): "no_number",
    # Crisis Group dates the same four days.
    ("story2020-07", ""): "confirmed",
    # SIPRI has 1,397 million in 2016, less than half.
    ("story2020-08", ""): "contradicted",
    # 0.49 by either road: not more than the whole budget, and the amount itself is wrong.
    ("story2020-09", ""): "contradicted",
    # The article's own source, relayed; nobody else counted.
    ("story2020-12", ""): "quotes_its_source",
    ("story2020-13", ""): "quotes_its_source",
    ("story2020-14", ""): "quotes_its_source",
    ("story2020-15", ""): "quotes_its_source",
    # Security assistance, where the article writes aid: the round figure fits, the label does not.
    ("story2020-16", ""): "different_scope",
    # Armenia's own count of the day that the sentence means.
    ("explained2022-03", ""): "quotes_its_source",
    # PACE and Crisis Group date the war alike.
    ("explained2022-04", ""): "confirmed",
    # At the founding only a party has 95; a newspaper says more than 90.
    ("explained2022-07", "at the founding"): "not_in_conflict",
    # Both holders of the census of 1989 are of grade D, and so is that of 2015.
    ("explained2022-07", "at the last census"): "unchecked",
    ("explained2022-07", "in the present"): "unchecked",
    # The usual number, which nobody is known to have counted; UCDP's are battle deaths.
    ("explained2022-08", ""): "usual_figure",
    ("triumph2024-03", ""): "usual_figure",
    # More than a million, where the article has hundreds of thousands.
    ("explained2022-09", ""): "not_in_conflict",
    ("explained2022-16", ""): "confirmed",
    # The number is that of deaths everywhere else; the article says casualties.
    ("panossian2024-02", ""): "counts_something_else",
    ("panossian2024-05", ""): "confirmed",
    # A copy of the text that the article quotes; PACE, Amnesty and the BBC give minimums or parts.
    ("panossian2024-08", ""): "quotes_its_source",
    ("panossian2024-09", ""): "quotes_and_not_in_conflict",
    # The agreement names three districts.
    ("panossian2024-10", ""): "different_scope",
    ("conquered2023-13", ""): "different_scope",
    # The four parts add up, but 120 and 41 of them are no "forces".
    ("panossian2024-14", ""): "quotes_with_another_label",
    ("panossian2024-15", ""): "quotes_with_another_label",
    # Reuters and the Turkish Exporters' Assembly, through other outlets.
    ("panossian2024-16", ""): "quotes_its_source",
    ("panossian2024-17", "the month of September alone"): "quotes_its_source",
    ("panossian2024-18", "the month of September alone"): "quotes_its_source",
    ("panossian2024-21", ""): "no_number",
    ("panossian2024-24", ""): "no_number",
    # PACE speaks of a crisis of ten months linked to the operation too, not of the blockade alone.
    ("panossian2024-22", ""): "different_scope",
    ("panossian2024-31", ""): "different_scope",
    ("conquered2023-07", ""): "different_scope",
    # The report that the article cites is not held.
    ("panossian2024-26", ""): "unchecked",
    # Relays of the report that the article cites.
    ("panossian2024-27", ""): "quotes_its_source",
    ("panossian2024-28", ""): "quotes_its_source",
    # More than a million against more than 700,000.
    ("triumph2024-02", "everyone displaced is meant"): "not_in_conflict",
    ("triumph2024-07", "several displacements"): "not_in_conflict",
    ("conquered2023-02", ""): "no_number",
    # All references are of the whole region.
    ("conquered2023-09", ""): "different_scope",
    # The text of the statement.
    ("conquered2023-11", ""): "confirmed",
    ("conquered2023-12", ""): "confirmed",
    # PACE says what the conflict is about, not what came back.
    ("conquered2023-15", ""): "different_scope",
    # 1,960 servicemen, where the article counts emergency staff with them.
    ("conquered2023-19", ""): "different_scope",
    # 100,417, 100,600 or 115,183 people left: one hundred thousand, not hundreds.
    ("conquered2023-21", ""): "contradicted",
}
# Claims of which the readers say that they are not contradicted, or not confirmed.
MAY_BE_CONTRADICTED = {
    *("story2020-01", "story2020-08", "story2020-09", "explained2022-02", "explained2022-14"),
    *("triumph2024-07", "conquered2023-21"),
}
MAY_BE_CONFIRMED = {
    *("story2020-07", "story2020-17", "story2020-18", "explained2022-04", "explained2022-12"),
    *("explained2022-16", "panossian2024-05", "conquered2023-01", "conquered2023-04"),
    *("conquered2023-05", "conquered2023-11", "conquered2023-12"),
}


@pytest.fixture(scope="module")
def judged(real: Dataset) -> dict[tuple[str, str], dict[str, Any]]:
    """The computed verdicts by claim and reading."""
    rows = verdicts(real).to_dict("records")
    return {(row["claim_id"], row["reading"]): row for row in rows}


@pytest.mark.parametrize(("claim_id", "reading"), EXPECTED)
def test_the_verdict_is_what_the_readers_expect(
    judged: dict[tuple[str, str], dict[str, Any]], claim_id: str, reading: str
) -> None:
    """Copied by hand from the notes of the readers, not from what the program says."""
    assert judged[claim_id, reading]["verdict"] == EXPECTED[claim_id, reading]


def test_nothing_is_contradicted_or_confirmed_that_the_readers_do_not_say_is(
    judged: dict[tuple[str, str], dict[str, Any]],
) -> None:
    """A false contradiction does more harm than a claim left unchecked."""
    by_verdict = {
        verdict: {claim for (claim, _), row in judged.items() if row["verdict"] == verdict}
        for verdict in ("contradicted", "confirmed")
    }
    assert by_verdict["contradicted"] <= MAY_BE_CONTRADICTED
    assert by_verdict["confirmed"] <= MAY_BE_CONFIRMED


def test_the_years_that_the_amount_fits(
    real: Dataset, judged: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """Three billion dollars, told to the billion, fits 2011 to 2015 and not 2016."""
    row = judged["story2020-08", ""]
    held = compared(real)["references"]
    fitting = [real.row("claims", held[index][0])["start"] for index in row["fits"]]
    assert fitting == ["2011", "2012", "2013", "2014", "2015"]
    assert judged["story2020-09", ""]["input_failed"]


def test_the_share_of_the_budget_is_half_by_both_roads(real: Dataset) -> None:
    """1,397.0 over 431.4 / 15.12 percent, and over 1,377 billion drams at 479.16: 0.49."""
    rows = compared(real)
    ratios = rows[(rows["claim_id"] == "story2020-09") & rows["references"].map(len).gt(1)]
    assert [round(amount.low, 2) for amount in ratios["amount"]] == [Decimal("0.49")] * 2
    assert {*ratios["number"]} == {"fails"}
