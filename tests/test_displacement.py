"""The displaced and the residents, never totalled."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import displacement
from analysis.dataset import Dataset
from analysis.spans import FIGURE_COLUMNS

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def made(claim: Build, dataset_of: Build) -> Dataset:
    """Refugees of two ports, the displaced of one by two origins, and those who stayed."""
    dataset: Dataset = dataset_of(
        claim("a-1", quantity="remaining"),
        claim("a-2", quantity="refugees", event="autumn_storm"),
        claim("a-3", quantity="refugees", event="autumn_storm", subject="southport"),
        claim("a-4", quantity="displaced"),
        claim("a-5", quantity="displaced", source="herald", bound="at_least", low="5"),
        claim("a-6", quantity="residents"),
        claim("a-7"),
    )
    return dataset


def test_the_displaced_are_listed_by_status(made: Dataset) -> None:
    """Refugees are not added to the displaced, nor one port's to the other's."""
    found = displacement.displaced(made)
    assert list(found["claims"]) == [("a-4",), ("a-5",), ("a-4", "a-5"), ("a-2",), ("a-3",)]
    assert list(found) == FIGURE_COLUMNS
    span = found.loc[2, "amount"]
    assert (span.low, span.high, span.high_open) == (5, 7, True)


def test_those_who_stayed_are_not_displaced(made: Dataset) -> None:
    """Residents and the remaining are a table of their own."""
    assert list(displacement.residents(made)["claims"]) == [("a-6",), ("a-1",)]


@pytest.mark.parametrize("frame", [displacement.displaced, displacement.residents])
def test_real_displacement_is_never_totalled(
    frame: Callable[[Dataset], Any], real: Dataset
) -> None:
    """One person may be displaced twice: what is stated or spanned, no sum and no ratio."""
    kinds = set(frame(real)["kind"])
    assert "stated" in kinds
    assert kinds <= {"stated", "span"}


def test_the_quantities_of_those_who_stayed_exist(real: Dataset) -> None:
    """A renamed quantity would move residents among the displaced."""
    assert set(displacement.STAYED) <= set(real.quantities["quantity"])
