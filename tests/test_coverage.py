"""What has a figure, a word or nothing, and whose figures they are; expected values by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis import coverage, prose, spans, tables
from analysis.dataset import Dataset

Build = Callable[..., Any]

# Two towns of a coast that are sides, a union of no side, and both together.
ACTORS = [
    {"actor": "south", "label": "South side", "kind": "composite", "side": "south"},
    {"actor": "north", "label": "North side", "kind": "composite", "side": "north"},
    {"actor": "northport", "label": "Northport", "side": "north", "part_of": "north"},
    {"actor": "southport", "label": "Southport", "side": "south", "part_of": "south"},
    {"actor": "both", "label": "Both sides", "kind": "composite"},
    {"actor": "union", "label": "Union"},
]


@pytest.fixture(scope="module")
def coast(dataset_of: Build) -> Build:
    """A builder of datasets with those actors."""
    return lambda *claims: dataset_of(*claims, actors=ACTORS)


def filled(frame: pd.DataFrame, *keys: str) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """The rows of a matrix that hold claims: figures and words by key."""
    rows = frame.to_dict("records")
    return {
        tuple(row[key] for key in keys): (row["figures"], row["words"])
        for row in rows
        if row["figures"] or row["words"]
    }


def test_harms_are_people_who_were_harmed(dataset_of: Build) -> None:
    """Not residents, those who stayed, allegations, or a comparison; pilots are no harm."""
    assert coverage.harms(dataset_of()) == ["wounded", "killed", "refugees", "displaced"]


def test_the_matrix_tells_figures_from_words(claim: Build, coast: Build) -> None:
    """Each claim stands in the row of its event, side and kind; a restatement in none."""
    made = coast(
        claim("a-1"),
        claim("a-2", bound="vague", value=""),
        claim("a-3", subject="southport", quantity="displaced"),
        claim("a-4", subject=""),
        claim("a-5", subject="both", event=""),
        claim("a-6", repeats="a-1"),
        claim("a-7", quantity="residents"),
        claim("a-8", quantity="alleged_unlawful_killings"),
    )
    assert filled(coverage.matrix(made), "event", "people", "quantity") == {
        ("spring_storm", "north", "killed"): (("a-1",), ("a-2",)),
        ("spring_storm", "south", "displaced"): (("a-3",), ()),
        ("spring_storm", "", "killed"): (("a-4",), ()),
        ("", "both", "killed"): (("a-5",), ()),
    }


def test_the_matrix_has_every_combination(claim: Build, coast: Build) -> None:
    """Four bounded events, two sides and not said, four kinds; talks without a date are no event."""
    made = coverage.matrix(coast(claim("a-1")))
    assert list(made["event"].unique()) == [
        "storm_season",
        "spring_storm",
        "first_night",
        "autumn_storm",
    ]
    assert list(made["people"].unique()) == ["north", "south", ""]
    assert len(made) == 4 * 3 * 4


def test_an_event_without_a_date_is_there_when_it_is_spoken_of(claim: Build, coast: Build) -> None:
    """And so are claims whose event is not said."""
    made = coverage.matrix(coast(claim("a-1", event="harbour_talks"), claim("a-2", event="")))
    assert list(made["event"].unique())[-2:] == ["harbour_talks", ""]


def test_by_population(claim: Build, coast: Build) -> None:
    """Civilians and soldiers of each side apart; what is not said stays so."""
    made = coast(
        claim("a-1", population="military"),
        claim("a-2", population="civilian", subject="southport", event="first_night"),
        claim("a-3", population="combatant"),
        claim("a-4"),
    )
    table = coverage.by_population(made)
    assert list(table["population"].unique()) == ["civilian", "military", "combatant", ""]
    assert filled(table, "people", "population") == {
        ("north", "military"): (("a-1",), ()),
        ("south", "civilian"): (("a-2",), ()),
        ("north", "combatant"): (("a-3",), ()),
        ("north", ""): (("a-4",), ()),
    }


@pytest.fixture(scope="module")
def quiet(claim: Build, coast: Build) -> Dataset:
    """Soldiers of the north killed in spring, anybody on the first night, a word for the autumn."""
    return coast(
        claim("a-1", population="military"),
        claim("a-2", subject="", event="first_night"),
        claim("a-3", bound="vague", value="", event="autumn_storm"),
        claim("a-4", bound="vague", value="", quantity="displaced"),
    )


def test_silences(quiet: Dataset) -> None:
    """Whole kinds first, then words only, then the sides, populations and events of each kind."""
    rows = coverage.silences(quiet)
    found = list(zip(rows["quantity"], rows["silence"], rows["of"], rows["claims"], strict=True))
    assert found == [
        ("wounded", "kind", (), ()),
        ("refugees", "kind", (), ()),
        ("displaced", "figure", (), ("a-4",)),
        ("killed", "sides", ("south",), ()),
        ("killed", "civilian", ("north",), ()),
        ("killed", "undivided", ("first_night",), ()),
        ("killed", "words", ("autumn_storm",), ("a-3",)),
        ("killed", "events", ("storm_season",), ()),
    ]
    assert rows["spoken_of"].iloc[-1] == ("spring_storm", "first_night", "autumn_storm")


def test_silences_in_prose(quiet: Dataset) -> None:
    """A line for whole kinds, one for kinds with words only, one for each kind with gaps."""
    said = prose.silences(coverage.silences(quiet), quiet)
    assert said == (
        "- **No figure or magnitude word in any article:** [wounded]{.label}; [refugees]{.label}.\n"
        "- **Only magnitude words, no figure:** [displaced]{.label}.\n"
        "- **[killed]{.label}.** No figure for people of these sides: [South side]{.label}."
        " No figure for civilians of these sides: [North side]{.label}."
        " A figure, but not by side, for: [first night]{.label}."
        " Only a magnitude word for: [autumn storm]{.label}."
        " Nothing on: [storm season]{.label}.\n"
    )


def test_a_long_silence_is_told_by_what_is_spoken_of(claim: Build, coast: Build) -> None:
    """Three events of which nothing is said are shorter told by the one that is spoken of."""
    made = coast(claim("a-1"))
    said = prose.silences(coverage.silences(made), made)
    assert "Nothing on any event except: [spring storm]{.label}." in said


def test_balance_counts_origins_and_not_rows(claim: Build, coast: Build) -> None:
    """Two claims of the north on its own dead are one origin; the union is on no side."""
    made = coast(
        claim("a-1", claimant="northport"),
        claim("a-2", claimant="northport", event="first_night"),
        claim("a-3", claimant="southport"),
        claim("a-4", claimant="union", subject="both"),
        claim("a-5", subject=""),
        claim("a-6", claimant="north", quantity="cranes", subject="northport"),
        claim("a-7", subject="union", quantity="piers"),
    )
    rows = coverage.balance(made).to_dict("records")
    found = {
        (row["of"], row["belongs"], row["speaks_of"]): (row["whose"], row["origins"], row["claims"])
        for row in rows
        if row["claims"]
    }
    assert found == {
        ("losses", "north", "north"): ("own", ("northport",), ("a-1", "a-2")),
        ("losses", "south", "north"): ("other", ("southport",), ("a-3",)),
        ("losses", "", "others"): ("", ("union",), ("a-4",)),
        ("losses", "", ""): ("", ("gazette_house",), ("a-5",)),
        ("claims", "north", "north"): ("own", ("northport", "north"), ("a-1", "a-2", "a-6")),
        ("claims", "south", "north"): ("other", ("southport",), ("a-3",)),
        ("claims", "", "others"): ("", ("union", "gazette_house"), ("a-4", "a-7")),
        ("claims", "", ""): ("", ("gazette_house",), ("a-5",)),
    }
    assert len(rows) == 2 * 3 * 4


def test_only_the_base_articles_are_read(claim: Build, coast: Build) -> None:
    """A reference's claim, which quotes no words, fills no cell and breaks no silence."""
    made = coast(claim("a-1", as_stated=""))
    assert set(coverage.balance(made)["claims"]) == {()}
    assert filled(coverage.matrix(made), "event") == {}
    assert set(coverage.silences(made)["silence"]) == {"kind"}


def test_the_tables_print_nothing_and_none(quiet: Dataset) -> None:
    """An empty cell of the matrix says so; a count without an origin is a zero."""
    table = tables.coverage(coverage.matrix(quiet), quiet)
    assert [c.heading for c in table.columns] == [
        "Event", "[North side]{.label}", "[South side]{.label}", "[Whose is not said]{.label}",
    ]  # fmt: skip
    cells = {row[0]: row[1:] for row in table.rows}
    assert cells["[storm season]{.label}"] == ("nothing", "nothing", "nothing")
    assert cells["[autumn storm]{.label}"][0].startswith("[killed]{.label}: [[“seven”](#c-a-3)]")
    sides = tables.balance(coverage.balance(quiet), quiet)
    assert sides.rows[0][2] == '[[0](#sec-register)]{.count claims=""} (their own)'


# Laws, on the rows that are there


def test_every_claim_on_harm_stands_in_one_cell(real: Dataset) -> None:
    """None is lost, none is in two rows, and a word is never taken for a figure."""
    table, claims = coverage.matrix(real), real.statements
    harmed = claims["quantity"].isin(coverage.harms(real)) & (claims["repeats"] == "")
    vague = claims["bound"] == "vague"
    for column, wanted in (("figures", harmed & ~vague), ("words", harmed & vague)):
        found = [claim for cell in table[column] for claim in cell]
        assert sorted(found) == sorted(claims.loc[wanted, "claim_id"])


def test_a_claim_stands_in_the_row_of_its_own_keys(real: Dataset) -> None:
    """Event, kind and side of a cell are those of its claims."""
    for row in coverage.matrix(real).to_dict("records"):
        for claim in spans.rows(real, (*row["figures"], *row["words"])):
            side = coverage.side(real, claim["subject"]) or claim["subject"]
            keys = claim["event"], claim["quantity"], side
            assert keys == (row["event"], row["quantity"], row["people"])


def test_no_silence_where_there_is_a_figure(real: Dataset) -> None:
    """A kind, side or event that is said to have no figure has none, looked up row by row."""
    claims = coverage._of_harm(real).to_dict("records")
    for row in coverage.silences(real).to_dict("records"):
        numbers = [
            c for c in claims if c["quantity"] == row["quantity"] and not c["amount"].vague
        ]  # fmt: skip
        if row["silence"] in ("kind", "figure"):
            assert numbers == []
        elif row["silence"] == "sides":
            assert {c["people"] for c in numbers}.isdisjoint(row["of"])
        elif row["silence"] in ("words", "events"):
            assert {c["event"] for c in numbers}.isdisjoint(row["of"])
        elif row["silence"] in coverage.POPULATIONS:
            told = {c["people"] for c in numbers if c["population"] == row["silence"]}
            assert told.isdisjoint(row["of"])


def test_every_kind_of_harm_has_figures_or_is_a_silence(real: Dataset) -> None:
    """The list of kinds is that of the quantities, each accounted for."""
    table, silences = coverage.matrix(real), coverage.silences(real)
    counted = set(table.loc[table["figures"].map(bool), "quantity"])
    whole = set(silences.loc[silences["silence"].isin(["kind", "figure"]), "quantity"])
    assert counted | whole == set(coverage.harms(real))
    assert not counted & whole


def test_balance_has_every_claim_of_the_articles_once(real: Dataset) -> None:
    """Each claim belongs to one combination; an origin is counted once in a cell."""
    rows = coverage.balance(real)
    every = [claim for cell in rows.loc[rows["of"] == "claims", "claims"] for claim in cell]
    articles = real.statements
    assert sorted(every) == sorted(articles["claim_id"])
    assert all(len(set(cell)) == len(cell) for cell in rows["origins"])
