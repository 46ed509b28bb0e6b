"""Spending as money, apart from what it is compared with."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import spending
from analysis.dataset import Dataset
from analysis.spans import FIGURE_COLUMNS

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def made(claim: Build, dataset_of: Build) -> Dataset:
    """Spending of two years by two origins, a share, a ratio, and an order of cranes."""
    dataset: Dataset = dataset_of(
        claim("a-1", quantity="dock_share", unit="percent"),
        claim("a-2", quantity="dock_spending", unit="USD", event="", start="2002", end="2002"),
        claim("a-3", quantity="dock_spending", unit="USD", event="", start="2001", end="2001"),
        claim("a-4", quantity="dock_spending", unit="USD", event="", start="2001", end="2001",
              source="herald"),
        claim("a-5", quantity="dock_ratio", unit="ratio"),
        claim("a-6", quantity="crane_orders", unit="USD"),
    )  # fmt: skip
    return dataset


def test_amounts_stand_by_year(made: Dataset) -> None:
    """A span holds one year only."""
    found = spending.amounts(made)
    assert list(found["claims"]) == [("a-3",), ("a-4",), ("a-3", "a-4"), ("a-2",)]
    assert list(found["start"]) == ["2001", "2001", "2001", "2002"]
    assert list(found) == FIGURE_COLUMNS


def test_comparisons_are_no_amounts(made: Dataset) -> None:
    """Ratios and shares, in the order of the table of quantities."""
    assert list(spending.comparisons(made)["claims"]) == [("a-5",), ("a-1",)]


def test_real_amounts_are_money(real: Dataset) -> None:
    """Each in a currency."""
    found = spending.amounts(real)
    assert len(found)
    assert all(unit.isupper() for unit in found["unit"])
    assert not any(unit.isupper() for unit in spending.comparisons(real)["unit"])
