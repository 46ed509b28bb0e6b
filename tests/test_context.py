"""Durations, shares, counts and comparisons around the core topics."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import context, spans
from analysis.dataset import Dataset

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def made(claim: Build, dataset_of: Build) -> Dataset:
    """One claim of each dimension of context, and one of another topic."""
    dataset: Dataset = dataset_of(
        claim("a-1", quantity="storm_length", unit="day"),
        claim("a-2", quantity="harbour_share", unit="percent"),
        claim("a-3", quantity="pier_length", unit="metre"),
        claim("a-4", quantity="pilots"),
        claim("a-5", quantity="piers", unit="item"),
        claim("a-6", quantity="storms", unit="item"),
        claim("a-7", quantity="storm_rank", unit="rank"),
        claim("a-8", quantity="port_ratio", unit="ratio"),
        claim("a-9", quantity="crane_share", unit="percent"),
    )
    return dataset


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        ("durations", ["a-1"]),
        ("shares", ["a-2", "a-3", "a-4"]),
        ("counts", ["a-5", "a-6"]),
        ("comparisons", ["a-7", "a-8"]),
    ],
)
def test_each_kind_has_its_dimensions(kind: str, claims: list[str], made: Dataset) -> None:
    """Of context only, in the order of the table of quantities."""
    found = context.figures(made, kind)
    assert [claim for (claim,) in found["claims"]] == claims
    assert list(found) == spans.FIGURE_COLUMNS


def test_an_unknown_kind_is_refused(made: Dataset) -> None:
    """A table that is not described is an error, not an empty table."""
    with pytest.raises(KeyError):
        context.figures(made, "sizes")


def test_every_real_figure_has_one_kind(real: Dataset) -> None:
    """No dimension of context is left out, none is shown twice."""
    shown = [claims for kind in context.KINDS for claims in context.figures(real, kind)["claims"]]
    assert sorted(shown) == sorted(spans.figures(real, "context")["claims"])
