"""Which claims may be added, divided, spanned or set on one axis: one test a rule."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from analysis.comparability import ALIKE, CHECKS, SPAN_COLUMNS, Purpose, reason_not, require
from analysis.dataset import Dataset
from analysis.errors import NotComparable

Build = Callable[..., Any]
# What differs, the two values, and a word of the reason.
DIFFERENCES = {
    "quantity": ("killed", "wounded", "different quantities (killed / wounded)"),
    "unit": ("USD", "AMD", "different units (USD, AMD)"),
    "subject": ("northport", "lighthouse", "different subjects (northport / lighthouse)"),
    "counterpart": ("lighthouse", "", "different counterparts (lighthouse / not said)"),
    "population": ("military", "civilian", "different populations (military / civilian)"),
    "place": ("north_pier", "south_pier", "different places (north pier / south pier)"),
    "event": ("spring_storm", "autumn_storm", "different events (spring storm / autumn storm)"),
    "start": ("2001", "2002", "different periods (from 2001, from 2002)"),
    "end": ("2001", "2002", "different periods (to 2001, to 2002)"),
    "as_of": ("2001-04-03", "2001-04-05", "counts of different days (2001-04-03, 2001-04-05)"),
    "year_basis": ("us_fiscal", "", "us fiscal and not said (fiscal or calendar)"),
    "method": ("named_list", "official_total", "different methods (named list, official total)"),
    "status": ("provisional", "final", "one count is provisional, the other final"),
}
MAY_DIFFER: dict[Purpose, set[str]] = {
    "span": set(),
    "sum": {"subject", "population", "place"},
    "ratio": {"subject"},
    "axis": set(DIFFERENCES) - {"quantity", "unit", "year_basis"},
}


@pytest.fixture(scope="module")
def world(dataset_of: Build) -> Dataset:
    """The invented world, without claims of its own."""
    made: Dataset = dataset_of()
    return made


@pytest.fixture(scope="module")
def reason(claim: Build, world: Dataset) -> Build:
    """Why two claims that differ in these cells may not be taken together."""

    def of(purpose: Purpose, first: dict[str, str], second: dict[str, str]) -> str | None:
        return reason_not(claim("a-1", **first), claim("b-1", **second), purpose, world)

    return of


def test_every_column_of_a_span_has_its_rule() -> None:
    """No column that tells claims apart is left without a test here."""
    assert set(DIFFERENCES) == set(SPAN_COLUMNS)


@pytest.mark.parametrize("column", DIFFERENCES)
@pytest.mark.parametrize("purpose", MAY_DIFFER)
def test_what_differs_is_the_reason(purpose: Purpose, column: str, reason: Build) -> None:
    """Two claims that differ in one thing are refused with that thing and both values."""
    first, second, words = DIFFERENCES[column]
    found = reason(purpose, {column: first}, {column: second})
    if column in MAY_DIFFER[purpose]:
        assert found is None
    else:
        assert words in found


@pytest.mark.parametrize("purpose", ["span", "ratio", "axis"])
def test_like_claims_may_be_taken_together(purpose: Purpose, reason: Build) -> None:
    """Nothing speaks against a span, a ratio or an axis of two alike claims."""
    assert reason(purpose, {}, {}) is None


def test_the_same_thing_is_not_added_to_itself(reason: Build) -> None:
    """Two counts of the same people are no sum."""
    assert reason("sum", {}, {}) == "they measure the same thing"


@pytest.mark.parametrize(
    ("column", "inner", "outer"),
    [
        ("event", "first_night", "spring_storm"),
        ("event", "first_night", "storm_season"),
        ("place", "north_pier", "bay"),
        ("subject", "northport", "coast"),
    ],
)
def test_a_part_is_not_added_to_its_whole(
    column: str, inner: str, outer: str, reason: Build
) -> None:
    """The first night's lost are among the storm's; whichever comes first."""
    assert reason("sum", {column: inner}, {column: outer})
    assert reason("sum", {column: outer}, {column: inner})


def test_a_part_within_its_whole_is_named(reason: Build) -> None:
    """The reason says what lies within what, also where the two differ in more."""
    first = {"place": "north_pier", "population": "military"}
    second = {"place": "bay", "population": "civilian"}
    expected = "one place lies within the other (north_pier, bay)"
    assert reason("sum", first, second) == expected
    expected = "one subject lies within the other (northport, coast)"
    assert reason("sum", {"subject": "northport"}, {"subject": "coast"}) == expected


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("population", "all", "civilian"),
        ("population", "military", ""),
        ("population", "military", "combatant"),
        ("subject", "northport", ""),
        ("place", "", "north_pier"),
    ],
)
def test_what_may_hold_the_same_people_is_not_added(
    column: str, first: str, second: str, reason: Build
) -> None:
    """All hold the civilians, and what is not said may hold anyone."""
    found = reason("sum", {column: first}, {column: second})
    assert found == "the same people or money may be in both"


def test_people_apart_in_one_thing_may_be_added(reason: Build) -> None:
    """Civilians of one port and all of another are apart, whatever else is not said."""
    first = {"subject": "northport", "population": "civilian", "place": "north_pier"}
    second = {"subject": "southport", "population": "all"}
    assert reason("sum", first, second) is None
    combatants = {"population": "combatant"}, {"population": "non_combatant"}
    assert reason("sum", *combatants) is None


def test_parts_of_one_whole_may_be_added_and_divided(reason: Build) -> None:
    """Aid for nets and aid for boats are parts of aid."""
    pair = {"quantity": "aid_nets", "unit": "USD"}, {"quantity": "aid_boats", "unit": "USD"}
    assert reason("sum", *pair) is None
    assert reason("ratio", *pair) is None
    assert reason("span", *pair) == "different quantities (aid nets / aid boats)"
    assert reason("axis", *pair) == "different quantities (aid nets / aid boats)"


def test_a_whole_and_its_part_are_unlike(reason: Build) -> None:
    """Aid for nets is not added to all aid, nor divided by it."""
    pair = {"quantity": "aid_nets", "unit": "USD"}, {"quantity": "aid", "unit": "USD"}
    assert reason("sum", *pair) == "a part and its whole (aid nets / aid)"
    assert reason("ratio", *pair) == "a part and its whole (aid nets / aid)"


@pytest.mark.parametrize("purpose", ["sum", "ratio"])
@pytest.mark.parametrize("number", ["first", "second"])
def test_a_word_is_never_reckoned_with(purpose: Purpose, number: str, reason: Build) -> None:
    """Dozens are no addend and no divisor."""
    vague, seven = {"bound": "vague", "value": "", "subject": "southport"}, {"subject": "northport"}
    pair = (vague, seven) if number == "first" else (seven, vague)
    name = "a-1" if number == "first" else "b-1"
    assert reason(purpose, *pair) == f"{name} states a word, not a number"


def test_a_refusal_names_pair_and_reason(claim: Build, world: Dataset) -> None:
    """Of three claims, the two that do not go together."""
    claims = [
        claim("gazette-01", subject="northport"),
        claim("gazette-02", subject="southport"),
        claim("gazette-03", subject="northport", place="north_pier", method="named_list"),
    ]
    with pytest.raises(NotComparable) as refused:
        require(claims, "sum", world)
    expected = (
        "data/claims.csv: no sum of gazette-01 and gazette-03:"
        " different methods (not said, named list)"
    )
    assert str(refused.value) == expected


def test_one_claim_alone_is_not_refused(claim: Build, world: Dataset) -> None:
    """There is nothing to compare it with."""
    require([claim("gazette-01", bound="vague", value="")], "sum", world)


@pytest.mark.parametrize("purpose", MAY_DIFFER)
def test_the_order_of_a_pair_does_not_matter(purpose: Purpose, reason: Build) -> None:
    """A pair is refused or allowed in both orders."""
    for column, (first, second, _) in DIFFERENCES.items():
        pair = {column: first}, {column: second}
        assert (reason(purpose, *pair) is None) == (reason(purpose, *pair[::-1]) is None)


@pytest.mark.parametrize("purpose", ALIKE)
def test_claims_alike_are_judged_as_every_check_judges_them(
    purpose: Purpose, real: Dataset
) -> None:
    """Where all that the checks look at is the same, who counts alone can speak against it."""
    sides = real.statements["subject"].map(real.sides)
    own, other = real.statements[sides != ""].groupby(sides)["subject"].first()[:2]
    kept = real.statements[real.statements["subject"] == own].iloc[0].to_dict()
    found = set()
    for claimants in product((own, other, ""), repeat=2):
        pair = [{**kept, "claimant": claimant} for claimant in claimants]
        reasons = (check(*pair, real) for check in CHECKS[purpose])
        expected = next((reason for reason in reasons if reason), None)
        assert reason_not(*pair, purpose, real) == expected
        found.add(expected)
    assert len(found) == 2
