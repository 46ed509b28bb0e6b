"""The killed, other losses, and alleged killings, each apart."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import casualties
from analysis.dataset import Dataset
from analysis.spans import FIGURE_COLUMNS

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def made(claim: Build, dataset_of: Build) -> Dataset:
    """Killed in two storms by two origins, wounded, alleged, and residents."""
    dataset: Dataset = dataset_of(
        claim("a-1", event="autumn_storm"),
        claim("a-2"),
        claim("a-3", source="herald", value="9"),
        claim("a-4", quantity="wounded"),
        claim("a-5", quantity="alleged_unlawful_killings"),
        claim("a-6", quantity="alleged_unlawful_killings", source="herald"),
        claim("a-7", quantity="residents"),
    )
    return dataset


def ids(frame: Any) -> list[str]:
    """The claims of each row."""
    assert list(frame) == FIGURE_COLUMNS
    assert list(frame.index) == list(range(len(frame)))
    return [" ".join(claims) for claims in frame["claims"]]


def test_losses_hold_no_alleged_killings(made: Dataset) -> None:
    """By event, the span after its parts."""
    assert ids(casualties.losses(made)) == ["a-4", "a-2", "a-3", "a-2 a-3", "a-1"]


def test_the_killed_are_apart_from_other_losses(made: Dataset) -> None:
    """The wounded are not among the killed."""
    assert ids(casualties.killed(made)) == ["a-2", "a-3", "a-2 a-3", "a-1"]
    assert ids(casualties.not_killed(made)) == ["a-4"]


def test_alleged_killings_stand_alone(made: Dataset) -> None:
    """With their own span, in none of the other frames."""
    assert ids(casualties.alleged(made)) == ["a-5", "a-6", "a-5 a-6"]


def test_killed_wounded_and_missing_are_not_added(real: Dataset) -> None:
    """No figure of the real losses is a sum."""
    assert set(casualties.losses(real)["kind"]) <= {"stated", "span"}


def test_no_real_loss_is_alleged(real: Dataset) -> None:
    """Neither as a row, nor as a claim behind one."""
    alleged = {claim for claims in casualties.alleged(real)["claims"] for claim in claims}
    for frame in (casualties.losses, casualties.killed, casualties.not_killed):
        behind = {claim for claims in frame(real)["claims"] for claim in claims}
        assert behind
        assert not behind & alleged
    assert alleged
    kinds = real.claims.set_index("claim_id")["quantity"]
    assert {kinds[claim] for claim in alleged} == {casualties.ALLEGED}
    assert casualties.ALLEGED in set(real.quantities["quantity"])
