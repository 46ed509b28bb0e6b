"""Relations, echoes, look-alikes: what may be set side by side, and what it says together."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import agreement, spans, tables
from analysis.bounds import in_days, stated
from analysis.comparability import reason_not, require
from analysis.dataset import Dataset
from analysis.errors import NotComparable
from analysis.relation import Relation, relate
from analysis.verdicts import refused
from analysis.wording.magnitude import least

ROOT = Path(__file__).resolve().parent.parent
Build = Callable[..., Dataset]
Claim = Callable[..., dict[str, str]]

EXACT_7 = {"bound": "exact", "value": "7"}
ABOUT_7 = {"bound": "approximate", "value": "7"}
SOME = {"bound": "vague", "value": "", "as_stated": "many"}
CASES: list[tuple[dict[str, str], dict[str, str], str]] = [
    (EXACT_7, EXACT_7, "agree"),
    (EXACT_7, {"value": "8"}, "disagree"),
    ({"bound": "approximate", "value": "30000"}, {"value": "31000"}, "agree"),
    ({"bound": "approximate", "value": "30000"}, {"value": "34000"}, "disagree"),
    ({"bound": "range", "low": "5", "high": "9"}, EXACT_7, "overlap"),
    ({"bound": "range", "low": "8", "high": "9"}, EXACT_7, "disagree"),
    ({"bound": "range", "low": "20000", "high": "30000"}, {"value": "16000"}, "disagree"),
    ({"bound": "range", "low": "20000", "high": "30000"}, {"value": "21500"}, "overlap"),
    ({"bound": "more_than", "low": "6"}, EXACT_7, "not_in_conflict"),
    ({"bound": "more_than", "low": "7"}, EXACT_7, "disagree"),
    ({"bound": "at_least", "low": "7"}, EXACT_7, "not_in_conflict"),
    ({"bound": "at_most", "high": "6"}, EXACT_7, "disagree"),
    ({"bound": "more_than", "low": "7000"}, {"value": "7000"}, "disagree"),
    ({"bound": "at_least", "low": "7000"}, {"value": "6990"}, "disagree"),
    ({"bound": "at_most", "high": "7000"}, {"value": "7010"}, "disagree"),
    (SOME, SOME, "words"),
    ({**SOME, "as_stated": "dozens"}, {"value": "30"}, "not_in_conflict"),
    ({**SOME, "as_stated": "dozens"}, {"value": "9"}, "disagree"),
]


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_the_relation_follows_from_the_bounds(
    claim: Claim, dataset_of: Build, one: dict[str, str], other: dict[str, str], expected: str
) -> None:
    """Two statements on the same thing agree, overlap, disagree or are not in conflict."""
    claims = claim("gazette-01", **one), claim("herald-01", source="herald", **other)
    (group,) = agreement.groups(dataset_of(*claims)).to_dict("records")
    assert group["relation"] == expected
    assert group["sources"] == ("gazette", "herald")


def test_a_word_leaves_the_relation_to_the_numbers(claim: Claim, dataset_of: Build) -> None:
    """A magnitude word beside two numbers does not hide how the numbers relate."""
    data = dataset_of(
        claim("gazette-01", **EXACT_7),
        claim("herald-01", source="herald", value="8"),
        claim("leaflet-01", source="leaflet", **SOME),
    )
    (group,) = agreement.groups(data).to_dict("records")
    assert group["relation"] == "disagree"
    assert len(group["claims"]) == 3


@pytest.mark.parametrize(
    "differing",
    [
        {"subject": "southport"},
        {"population": "civilian"},
        {"place": "north_pier"},
        {"event": "autumn_storm"},
        {"as_of": "2001-04-03"},
        {"quantity": "wounded"},
        {"method": "named_list"},
        {"event": "storm_season"},
    ],
)
def test_what_is_not_the_same_thing_is_never_related(
    claim: Claim, dataset_of: Build, differing: dict[str, str]
) -> None:
    """Claims that differ in what they measure make no group, and no relation can be asked for."""
    data = dataset_of(claim("gazette-01"), claim("herald-01", source="herald", **differing))
    assert agreement.groups(data).empty
    with pytest.raises(NotComparable):
        require(spans.rows(data, ["gazette-01", "herald-01"]), "relation", data)


def test_an_exception_sets_a_pair_side_by_side_with_its_reason(
    claim: Claim, dataset_of: Build
) -> None:
    """A pair that the dataset excepts is related, and the reason goes with it."""
    excepted = {"claim_id": "gazette-01", "other_claim_id": "herald-01", "reason": "the same night"}
    data = dataset_of(
        claim("gazette-01"),
        claim("herald-01", source="herald", place="north_pier"),
        exceptions=[excepted],
    )
    (group,) = agreement.groups(data).to_dict("records")
    assert (group["relation"], group["note"]) == ("agree", "the same night")


def test_an_exception_that_none_needs_makes_no_second_group(
    claim: Claim, dataset_of: Build
) -> None:
    """The rules set the pair side by side already, and beside a third."""
    excepted = {"claim_id": "gazette-01", "other_claim_id": "herald-01", "reason": "the same night"}
    claims = [claim(f"{name}-01", source=name) for name in ("gazette", "herald", "leaflet")]
    (group,) = agreement.groups(dataset_of(*claims, exceptions=[excepted])).to_dict("records")
    assert group["claims"] == ("gazette-01", "herald-01", "leaflet-01")


def test_an_exception_of_two_units_is_refused_by_row(claim: Claim, dataset_of: Build) -> None:
    """No reason makes people and ships one thing."""
    excepted = {"claim_id": "gazette-01", "other_claim_id": "herald-01", "reason": "the same night"}
    claims = [claim("gazette-01"), claim("herald-01", source="herald", unit="item")]
    (problem,) = refused(dataset_of(*claims, exceptions=[excepted]))
    assert problem.place == "data/exceptions.csv, row 2, column other_claim_id"
    assert problem.message == "different units (persons, item)"


@pytest.mark.parametrize(
    ("values", "words"),
    [((7, 9), "disagree: no number satisfies both"),
     ((7, 7, 9), "disagree: no number satisfies all")],
)  # fmt: skip
def test_the_words_for_a_relation_count_its_claims(
    values: tuple[int, ...], words: str, claim: Claim, dataset_of: Build
) -> None:
    """What two claims do to both, more of them do to all."""
    of = zip(("gazette", "herald", "leaflet"), values, strict=False)
    data = dataset_of(*(claim(f"{s}-01", source=s, value=str(value)) for s, value in of))
    table = tables.who_says_what(agreement.groups(data), agreement.spreads(data), data)
    assert words in table.rows[0][-1].replace("\\", "")


def test_a_source_does_not_agree_with_itself(claim: Claim, dataset_of: Build) -> None:
    """Two statements of one source are one voice; a repetition is an echo."""
    data = dataset_of(claim("gazette-01"), claim("gazette-02", repeats="gazette-01"))
    assert agreement.groups(data).empty
    (echo,) = agreement.echoes(data).to_dict("records")
    assert echo["claims"] == ("gazette-01", "gazette-02")


def test_sources_with_one_origin_are_one_witness(claim: Claim, dataset_of: Build) -> None:
    """The courier takes its figures from the herald: two sources, one origin, no spread."""
    data = dataset_of(
        claim("herald-01", source="herald", value="6"),
        claim("courier-01", source="courier", value="8"),
    )
    (group,) = agreement.groups(data).to_dict("records")
    assert group["origins"] == ("herald_house",)
    assert agreement.spreads(data).empty
    (echo,) = agreement.echoes(data).to_dict("records")
    assert (echo["origin"], echo["sources"]) == ("herald_house", ("herald", "courier"))


def test_the_spread_is_highest_over_lowest(claim: Claim, dataset_of: Build) -> None:
    """Six and nine, of two origins: one and a half times."""
    data = dataset_of(
        claim("gazette-01", value="6"), claim("herald-01", source="herald", value="9")
    )
    (spread,) = agreement.spreads(data).to_dict("records")
    assert str(spread["amount"].low) == "1.5"
    assert spread["claims"] == ("gazette-01", "herald-01")


def test_numbers_that_look_alike_are_told_apart(claim: Claim, dataset_of: Build) -> None:
    """The same figure for the killed and the wounded is a look-alike, with the reason."""
    data = dataset_of(claim("gazette-01"), claim("herald-01", source="herald", quantity="wounded"))
    (pair,) = agreement.look_alikes(data).to_dict("records")
    assert (pair["first"], pair["second"]) == ("gazette-01", "herald-01")
    assert pair["reason"] == "different quantities (killed / wounded)"


def test_a_figure_that_many_state_is_no_look_alike(claim: Claim, dataset_of: Build) -> None:
    """Of eleven claims of seven people lost in as many storms, none is taken for another."""
    claims = [claim(f"gazette-{n:02d}", start=f"{1900 + n}") for n in range(agreement.COMMON + 1)]
    assert agreement.look_alikes(dataset_of(*claims)).empty
    pairs = agreement.COMMON * (agreement.COMMON - 1) // 2
    assert len(agreement.look_alikes(dataset_of(*claims[1:]))) == pairs


@pytest.mark.parametrize(
    ("days", "relation"), [("42", "agree"), ("44", "agree"), ("46", "disagree"), ("30", "disagree")]
)
def test_weeks_and_days_are_compared_in_days(days: str, relation: Relation) -> None:
    """Six weeks are 42 days, told to the week: three and a half days either way."""
    from decimal import Decimal

    weeks = in_days(stated("exact", Decimal(6)), "week")
    assert relate(weeks, in_days(stated("exact", Decimal(days)), "day")) == relation


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("dozens of lives", 24),
        ("Hundreds of thousands of people", 200_000),
        ("hundreds of people", 200),
        ("tens of thousands", 20_000),
        ("many lives", None),
        ("several", None),
    ],
)
def test_a_plural_magnitude_says_two_of_it_at_least(words: str, number: int | None) -> None:
    """The least that a magnitude word allows is used in checks and never printed."""
    assert least(words) == number


def test_relations_are_the_same_both_ways(real: Dataset) -> None:
    """Whoever is named first, the reason not to compare two claims is as firm."""
    claims = spans.rows(real, real.claims["claim_id"])
    for one in claims[::7]:
        for other in claims[::5]:
            there = reason_not(one, other, "relation", real)
            back = reason_not(other, one, "relation", real)
            assert (there is None) == (back is None), (one["claim_id"], other["claim_id"])


def test_every_real_group_is_of_claims_that_may_be_compared(real: Dataset) -> None:
    """Each group has two sources, and any two claims of it may be set side by side."""
    for group in agreement.groups(real).to_dict("records"):
        claims = spans.rows(real, group["claims"])
        assert len(group["sources"]) > 1
        assert all(
            reason_not(a, b, "relation", real) is None
            for i, a in enumerate(claims)
            for b in claims[i + 1 :]
        )


def test_there_is_no_other_road_to_a_sum_a_span_or_a_ratio() -> None:
    """Arithmetic on amounts is called where comparability is asked first, and nowhere else."""
    roads = {"total", "add", "difference", "share", "ratio", "hull", "relate", "spread"}
    allowed = {"bounds.py": roads, "spans.py": {"total", "ratio", "hull", "spread"}}
    allowed |= {name: {"relate"} for name in ("agreement.py", "comparisons.py", "consistency.py")}
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        assert arithmetic(path) & roads <= allowed.get(path.name, set()), path.name


def arithmetic(path: Path) -> set[str]:
    """The functions of bounds and relation that a module names, however it imports them."""
    tree = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imported = {
        alias.name
        for node in tree
        if isinstance(node, ast.ImportFrom)
        and node.module in ("analysis.bounds", "analysis.relation")
        for alias in node.names
    }
    reached = {
        node.attr
        for node in tree
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("bounds", "relation")
    }
    return imported | reached
