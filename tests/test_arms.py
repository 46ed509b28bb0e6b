"""Money and items of purchases apart from ranks, ratios and shares."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import arms, spending
from analysis.dataset import Dataset
from analysis.spans import FIGURE_COLUMNS

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def made(claim: Build, dataset_of: Build) -> Dataset:
    """Two orders of one sum and different origins, cranes, a share, a rank, a ratio, and spending."""
    dataset: Dataset = dataset_of(
        claim("a-1", quantity="crane_rank", unit="rank"),
        claim("a-2", quantity="crane_orders", unit="USD"),
        claim("a-3", quantity="crane_orders", unit="USD", source="herald"),
        claim("a-4", quantity="cranes", unit="item"),
        claim("a-5", quantity="crane_share", unit="percent"),
        claim("a-6", quantity="crane_ratio", unit="ratio"),
        claim("a-7", quantity="dock_spending", unit="USD"),
    )
    return dataset


def test_purchases_are_money_and_items(made: Dataset) -> None:
    """Each quantity for itself, with the span of what two origins say."""
    found = arms.purchases(made)
    assert list(found["claims"]) == [("a-2",), ("a-3",), ("a-2", "a-3"), ("a-4",)]
    assert list(found["kind"]) == ["stated", "stated", "span", "stated"]
    assert list(found) == FIGURE_COLUMNS


def test_comparisons_are_ranks_ratios_and_shares(made: Dataset) -> None:
    """In the order of the table of quantities."""
    assert list(arms.comparisons(made)["claims"]) == [("a-1",), ("a-6",), ("a-5",)]


def test_spending_is_no_purchase(made: Dataset) -> None:
    """What a topic does not hold is not shown under it."""
    assert list(spending.amounts(made)["claims"]) == [("a-7",)]


def test_stages_are_never_added(real: Dataset) -> None:
    """Orders, purchases and exports have no sum."""
    assert set(arms.purchases(real)["kind"]) <= {"stated", "span"}
    assert set(arms.comparisons(real)["kind"]) <= {"stated", "span"}
