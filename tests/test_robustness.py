"""Headline figures computed again without one origin or source; expected values by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from analysis import charts, computed, robustness, spans, tables, titles
from analysis.cite import amount_words
from analysis.dataset import Dataset
from analysis.origins import origin_of
from analysis.robustness import Without

Build = Callable[..., Any]


def words(figure: Any) -> str:
    """A figure's amount as printed."""
    return amount_words(figure["amount"], figure["unit"])


def outcomes(tests: tuple[Without, ...]) -> dict[str, tuple[str, str]]:
    """Outcome and amount by what was left out."""
    return {t.left_out: (t.outcome, words(t.figure) if t.figure else "") for t in tests}


def only(dataset: Dataset) -> dict[str, Any]:
    """The single headline figure of a dataset."""
    (row,) = robustness.figures(dataset).to_dict("records")
    return row


def test_three_origins(claim: Build, dataset_of: Build) -> None:
    """9, 7 and 8 are 7 to 9: without the 9 it is 7 to 8, without the 7 it is 8 to 9, the 8 is inside."""
    row = only(
        dataset_of(
            claim("a-1", value="9"),
            claim("b-1", value="7", source="herald"),
            claim("c-1", value="8", claimant="pilots_guild"),
        )
    )
    assert words(row) == "7–9"
    assert outcomes(row["without_origin"]) == {
        "gazette_house": ("moves", "7–8"),
        "herald_house": ("moves", "8–9"),
        "pilots_guild": ("stands", "7–9"),
    }
    assert outcomes(row["without_source"]) == {
        "gazette": ("moves", "7"),
        "herald": ("moves", "8–9"),
    }
    assert row["rests_on"] == ()


def test_two_origins(claim: Build, dataset_of: Build) -> None:
    """Without one of two the other's figure is left, as it states it."""
    row = only(dataset_of(claim("a-1"), claim("b-1", value="9", source="herald")))
    assert row["rests_on"] == ("gazette_house", "herald_house")
    assert outcomes(row["without_origin"]) == {
        "gazette_house": ("moves", "9"),
        "herald_house": ("moves", "7"),
    }
    left = [test.figure for test in row["without_origin"]]
    assert [(f["kind"], f["claims"]) for f in left] == [("stated", ("b-1",)), ("stated", ("a-1",))]


def test_a_figure_of_one_origin_vanishes_without_it(claim: Build, dataset_of: Build) -> None:
    """The courier takes it from the herald: two sources, one origin, and either source will do."""
    made = dataset_of(claim("a-1", source="herald"), claim("b-1", source="courier"))
    row = only(made)
    assert row["rests_on"] == ("herald_house",)
    assert row["without_origin"] == (Without("herald_house", "vanishes", None),)
    assert outcomes(row["without_source"]) == {
        "herald": ("stands", "7"),
        "courier": ("stands", "7"),
    }


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"value": "7"}, {"value": "7"}, ("stands", "stands")),
        ({"value": "7"}, {"value": "7", "bound": "approximate"}, ("moves", "stands")),
        (
            {"bound": "at_least", "low": "7"},
            {"bound": "at_least", "low": "7"},
            ("stands", "stands"),
        ),
        ({"value": "7"}, {"bound": "at_least", "low": "7"}, ("stands", "moves")),
        ({"bound": "range", "low": "5", "high": "9"}, {"value": "9"}, ("moves", "stands")),
        ({"bound": "less_than", "high": "9"}, {"value": "9"}, ("moves", "stands")),
    ],
    ids=["same", "about", "both open", "one open above", "inside a range", "one open below"],
)
def test_a_figure_stands_when_its_ends_stay(
    first: Any, second: Any, expected: tuple[str, str], claim: Build, dataset_of: Build
) -> None:
    """What counts is the lowest and highest figure, whether an end is open, and the word about."""
    row = only(dataset_of(claim("a-1", **first), claim("b-1", source="herald", **second)))
    assert tuple(test.outcome for test in row["without_origin"]) == expected


def grants(claim: Build) -> list[dict[str, str]]:
    """Two programmes in two ports; the boats of the south are somebody else's figure."""
    programme = {
        "counterpart": "lighthouse",
        "start": "2001",
        "end": "2001",
        "event": "",
        "unit": "USD",
    }
    return [
        claim("a-1", subject="southport", quantity="aid_nets", value="29000", **programme),
        claim("a-2", subject="southport", quantity="aid_boats", value="12000", claimant="pilots_guild", **programme),
        claim("a-3", subject="northport", quantity="aid_nets", value="19600000", **programme),
        claim("a-4", subject="northport", quantity="aid_boats", value="400000", **programme),
    ]  # fmt: skip


def test_sums_and_ratios_vanish_with_a_part(claim: Build, dataset_of: Build) -> None:
    """The south's $41,000 and the ratio need both origins; the north's $20 million only one."""
    rows = robustness.figures(dataset_of(*grants(claim))).to_dict("records")
    found = {words(r): r["without_origin"] for r in rows if r["kind"] != "stated"}
    gone = {key: Without(key, "vanishes", None) for key in ("gazette_house", "pilots_guild")}
    assert found == {
        "$41,000": (gone["gazette_house"], gone["pilots_guild"]),
        "$20 million": (gone["gazette_house"],),
        "about 490 to 1": (gone["gazette_house"], gone["pilots_guild"]),
    }
    assert len(rows) == 7


@pytest.mark.parametrize(
    "cells",
    [
        {"bound": "vague", "value": ""},
        {"repeats": "a-0"},
        {"quantity": "alleged_unlawful_killings"},
        {"quantity": "casualties_ratio", "unit": "ratio"},
        {"quantity": "crane_share", "unit": "percent"},
        {"quantity": "pilots"},
    ],
    ids=["a word", "a restatement", "alleged", "a ratio", "a share", "no core topic"],
)
def test_what_is_no_headline(cells: dict[str, str], claim: Build, dataset_of: Build) -> None:
    """Words, restatements, allegations and comparisons are no headline figures."""
    assert robustness.figures(dataset_of(claim("a-1", **cells))).empty


def test_headlines_go_by_topic(claim: Build, dataset_of: Build) -> None:
    """The dead, the displaced, aid, arms, spending, whatever the order of the rows."""
    quantities = ["dock_spending", "cranes", "aid", "residents", "killed"]
    made = dataset_of(*(claim(f"a-{i}", quantity=q) for i, q in enumerate(quantities)))
    assert list(robustness.figures(made)["quantity"]) == quantities[::-1]


def test_every_recomputed_figure_has_one_note(claim: Build, dataset_of: Build) -> None:
    """What is left of three origins is a span of its own, explained once with the others."""
    made = dataset_of(
        claim("a-1", value="9"),
        claim("b-1", value="7", source="herald"),
        claim("c-1", value="8", claimant="pilots_guild"),
    )
    notes = list(robustness.recomputed(made)["claims"])
    assert notes == [("a-1", "b-1", "c-1"), ("b-1", "c-1"), ("a-1", "c-1"), ("a-1", "b-1")]
    every = computed.figures(made)
    explained = list(zip(every["kind"], every["claims"], strict=True))
    assert len(explained) == len(set(explained))
    assert {("span", ids) for ids in notes} <= set(explained)


def test_the_table_says_in_words_what_a_figure_rests_on(claim: Build, dataset_of: Build) -> None:
    """One and two origins in words, more as a number; each with the claims behind it."""
    made = dataset_of(
        claim("a-1"),
        claim("b-1", event="first_night"),
        claim("b-2", event="first_night", source="herald"),
        *(claim(f"c-{i}", event="autumn_storm", claimant=c) for i, c in enumerate(("", "coast", "lighthouse"))),
    )  # fmt: skip
    table = tables.robustness(robustness.figures(made), made)
    cells = [row[2].split("]")[0].strip("[") for row in table.rows]
    assert cells == ["rests on one origin", "rests on two origins", "rests on 3 origins"]
    assert 'claims="b-1 b-2"' in table.rows[1][2]
    assert table.rows[0][3:] == (
        r"vanishes without [gazette\_house]{.label}",
        "vanishes without [gazette]{.label}",
    )


def test_the_chart_says_what_it_draws(claim: Build, dataset_of: Build) -> None:
    """Each figure, each origin, its outcome, and the number that a figure moves to, traced."""
    made = dataset_of(claim("a-1"), claim("b-1", value="9", source="herald"))
    draw = partial(charts.robustness, "robustness", "Caption", titles.robustness)
    (chart,) = draw(robustness.figures(made), made)
    assert chart.alt == (
        "No headline figure rests on a single origin. killed, northport, spring storm: 7–9; moves without gazette_house: 9;"
        " moves without herald_house: 7."
    )
    assert chart.untraced == []
    assert chart.claims == ("a-1", "b-1")
    assert draw(robustness.figures(dataset_of()), made) == []


# Laws, on the rows that are there


def left_out_of(real: Dataset) -> Iterator[tuple[dict[str, Any], str, Without]]:
    """Every headline figure with each thing that was left out."""
    for row in robustness.figures(real).to_dict("records"):
        for what in ("origin", "source"):
            yield from ((row, what, test) for test in row[f"without_{what}"])


def test_every_number_of_a_core_topic_is_in_one_group(real: Dataset) -> None:
    """No comparable number is lost, and none is counted in two groups."""
    kept = robustness.figures(real)
    grouped = [c for row in kept[~kept["kind"].isin(["sum", "ratio"])]["claims"] for c in row]
    assert len(grouped) == len(set(grouped))
    table = real.quantities
    core = table["topic"].isin(robustness.TOPICS) & table["dimension"].isin(robustness.DIMENSIONS)
    keys = set(table.loc[core, "quantity"]) - {robustness.ALLEGED}
    claims = real.statements
    wanted = (
        claims["quantity"].isin(keys) & (claims["bound"] != "vague") & (claims["repeats"] == "")
    )
    assert set(grouped) == set(claims.loc[wanted, "claim_id"])


def test_each_origin_and_source_is_left_out_once(real: Dataset) -> None:
    """The columns name exactly who stands behind the figure."""
    rows = robustness.figures(real).to_dict("records")
    assert rows
    for row in rows:
        assert tuple(test.left_out for test in row["without_origin"]) == row["origins"]
        assert tuple(test.left_out for test in row["without_source"]) == row["sources"]
        assert row["rests_on"] == (row["origins"] if len(row["origins"]) <= 2 else ())


def test_what_is_left_holds_nothing_of_what_was_left_out(real: Dataset) -> None:
    """The remaining claims are those of others, all of them; none remain where it vanishes."""
    for row, what, test in left_out_of(real):
        claims = spans.rows(real, row["claims"])
        behind = [origin_of(real, c) if what == "origin" else c["source"] for c in claims]
        others = tuple(
            c for c, key in zip(row["claims"], behind, strict=True) if key != test.left_out
        )
        if test.figure:
            assert test.figure["claims"] == others, row["claims"]
        elif row["kind"] not in ("sum", "ratio"):
            assert others == ()
        else:
            assert others != row["claims"]


def test_a_figure_never_widens(real: Dataset) -> None:
    """With less to go on, a span's lowest figure never falls and its highest never rises."""
    for row, _, test in left_out_of(real):
        if row["kind"] == "span" and test.figure:
            ends = [
                e for e in (test.figure["amount"].low, test.figure["amount"].high) if e is not None
            ]
            assert row["amount"].low <= min(ends) <= max(ends) <= row["amount"].high
