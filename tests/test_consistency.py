"""Findings: statements that cannot all be true, each rule with a case that breaks it and one not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis import consistency
from analysis.dataset import Dataset

Build = Callable[..., Dataset]
Claim = Callable[..., dict[str, str]]


def found(data: Dataset) -> list[tuple[str, tuple[str, ...]]]:
    """The findings as pairs of rule and claims."""
    frame = consistency.findings(data)
    return list(zip(frame["rule"], frame["claims"], strict=True))


@pytest.mark.parametrize(
    ("part", "whole", "broken"), [("9", "7", True), ("7", "7", False), ("5", "7", False)]
)
def test_a_part_is_not_larger_than_its_whole(
    claim: Claim, dataset_of: Build, part: str, whole: str, broken: bool
) -> None:
    """The first night lies in the spring storm, whose count it cannot exceed."""
    data = dataset_of(
        claim("gazette-01", event="first_night", value=part),
        claim("herald-01", source="herald", event="spring_storm", value=whole),
    )
    expected = [("part_larger_than_whole", ("gazette-01", "herald-01"))] if broken else []
    assert found(data) == expected


@pytest.mark.parametrize(("year", "broken"), [("1990", True), ("1991", False)])
def test_a_part_of_no_event_is_of_the_same_period(
    claim: Claim, dataset_of: Build, year: str, broken: bool
) -> None:
    """What a port lost in one year may be more than what its coast lost in another."""
    data = dataset_of(
        claim("gazette-01", event="", subject="northport", value="9", start=year, end=year),
        claim("herald-01", event="", subject="coast", value="7", start="1990", end="1990"),
    )
    expected = [("part_larger_than_whole", ("gazette-01", "herald-01"))] if broken else []
    assert found(data) == expected


def test_an_open_end_of_the_whole_is_no_contradiction(claim: Claim, dataset_of: Build) -> None:
    """More than 7 in the whole storm leaves room for 9 in its first night."""
    data = dataset_of(
        claim("gazette-01", event="first_night", value="9"),
        claim("herald-01", source="herald", event="spring_storm", bound="more_than", low="7"),
    )
    assert found(data) == []


@pytest.mark.parametrize(("left", "broken"), [("900", True), ("500", False)])
def test_no_more_leave_than_lived_there(
    claim: Claim, dataset_of: Build, left: str, broken: bool
) -> None:
    """Of a pier where 600 lived, 900 cannot have been displaced."""
    data = dataset_of(
        claim("gazette-01", quantity="displaced", place="north_pier", value=left),
        claim("herald-01", source="herald", quantity="residents", place="north_pier", value="600"),
    )
    rules = [("more_left_than_lived_there", ("gazette-01", "herald-01"))] if broken else []
    assert found(data) == rules


def test_a_magnitude_word_counts_as_the_least_it_allows(claim: Claim, dataset_of: Build) -> None:
    """Thousands are 2,000 at least: more than the 600 who lived there."""
    words = {"bound": "vague", "value": "", "as_stated": "thousands fled"}
    data = dataset_of(
        claim("gazette-01", quantity="displaced", place="north_pier", **words),
        claim("herald-01", source="herald", quantity="residents", place="north_pier", value="600"),
    )
    assert [rule for rule, _ in found(data)] == ["more_left_than_lived_there"]


@pytest.mark.parametrize(("value", "broken"), [("2", False), ("10", True)])
def test_a_length_fits_the_dates_it_is_given(
    claim: Claim, dataset_of: Build, value: str, broken: bool
) -> None:
    """From 2001 to 2003 are one to three years, not ten."""
    data = dataset_of(
        claim("gazette-01", quantity="storm_length", unit="year", subject="", value=value,
              bound="approximate", event="storm_season", end="2003"),
    )  # fmt: skip
    assert found(data) == ([("length_against_its_own_dates", ("gazette-01",))] if broken else [])


@pytest.mark.parametrize(
    ("second", "broken"),
    [
        ({"claimant": "lighthouse"}, True),
        ({"as_of": "2001-04-03"}, True),
        ({}, False),
        ({"claimant": "lighthouse", "locator": "para 2"}, False),
        ({"claimant": "lighthouse", "bound": "vague", "value": ""}, False),
    ],
)
def test_numbers_set_side_by_side_are_of_one_counter_and_day(
    claim: Claim, dataset_of: Build, second: dict[str, str], broken: bool
) -> None:
    """Two ports' losses in one sentence, one of them as the lighthouse has it."""
    data = dataset_of(
        claim("gazette-01"), claim("gazette-02", **{"subject": "southport", "value": "5", **second})
    )
    expected = [("set_side_by_side", ("gazette-01", "gazette-02"))] if broken else []
    assert found(data) == expected
