"""Robustness: every headline figure computed again without one origin, and without one source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis import aid, spans
from analysis.bounds import Amount
from analysis.casualties import ALLEGED
from analysis.dataset import Dataset
from analysis.frames import objects, once, remembered, tuples
from analysis.origins import origin_of

TOPICS = ("casualties", "displacement", "aid", "arms", "spending")
DIMENSIONS = ("money", "persons", "items")
FEW = 3
Figure = Mapping[str, Any]


class Without(NamedTuple):
    """A figure without one of the origins or sources behind it.

    `outcome`: it `stands` with the same amount, `moves` to another, or `vanishes`: nothing is left,
    or a sum or a ratio loses a part. `figure` is what it becomes, None where it vanishes.
    """

    left_out: str
    outcome: str
    figure: Figure | None


Tests = tuple[Without, ...]
# An outcome, and the figure that is left.
Became = tuple[str, Figure | None]
_TESTED = ["kind", "claims", "amount", "origins", "sources"]


@once
def figures(dataset: Dataset) -> pd.DataFrame:
    """The headline figures, by topic, each with what becomes of it without one origin or source.

    A headline figure is a group of comparable numbers on a core topic in persons, money or items,
    or a sum or ratio of aid; killings alleged to be unlawful are none. Columns: `FIGURE_COLUMNS`,
    where a group of several claims is a span from lowest to highest also when they have one origin;
    `rests_on`: the origins behind it where they are fewer than three, empty otherwise;
    `without_origin`, `without_source`: a tuple of `Without`, one for each origin or source.
    """
    frame = headlines(dataset)
    tests = [tuple(_tests(dataset, *row)) for row in tuples(frame[_TESTED])]
    columns = {
        "rests_on": (of if len(of) < FEW else () for of in frame["origins"]),
        "without_origin": (of_origins for of_origins, _ in tests),
        "without_source": (of_sources for _, of_sources in tests),
    }
    return frame.assign(**{name: objects(cells, frame.index) for name, cells in columns.items()})


def headlines(dataset: Dataset) -> pd.DataFrame:
    """The headline figures as computed from all their claims, in the order of the topics."""
    return spans.joined(frame for topic in TOPICS for frame in _headlines(dataset, topic))


def _headlines(dataset: Dataset, topic: str) -> Iterator[pd.DataFrame]:
    groups = spans.by_group(dataset, topic)
    kept = spans.of_dimension(groups[groups["quantity"] != ALLEGED], dataset, *DIMENSIONS)
    yield spans.ordered(kept, dataset)
    if topic == "aid":
        yield from (aid.totals(dataset), aid.ratios(dataset))


def recomputed(dataset: Dataset) -> pd.DataFrame:
    """Every computed figure of this module, to explain each once. Columns: `FIGURE_COLUMNS`."""
    table = figures(dataset)
    computed = table[table["kind"] != "stated"]
    tests = (*computed["without_origin"], *computed["without_source"])
    left = (test.figure for row in tests for test in row if test.figure)
    of_several = {figure["claims"]: figure for figure in left if figure["kind"] == "span"}
    return spans.joined([computed[spans.FIGURE_COLUMNS], spans.frame(of_several.values())])


def _tests(
    dataset: Dataset,
    kind: str,
    ids: tuple[str, ...],
    amount: Amount,
    origins: tuple[str, ...],
    sources: tuple[str, ...],
) -> Iterator[Tests]:
    """A figure without each of its origins, then without each of its sources.

    A claim vanishes without who states it; a sum or a ratio lacks a part without any of its own.
    """
    if kind != "span":
        yield _vanishes(dataset, *origins)
        yield _vanishes(dataset, *sources)
        return
    claims = spans.rows(dataset, ids)
    ends = _ends(kind, amount)
    known: dict[tuple[str, ...], Became] = {(): ("vanishes", None)}
    for behind in (
        [origin_of(dataset, claim) for claim in claims],
        [claim["source"] for claim in claims],
    ):
        tests = []
        for key in dict.fromkeys(behind):
            left = tuple([i for i, other in zip(ids, behind, strict=True) if other != key])
            if left not in known:
                known[left] = _become(dataset, ends, left)
            tests.append(Without(key, *known[left]))
        yield tuple(tests)


@remembered
def _vanishes(dataset: Dataset, *keys: str) -> Tests:
    return tuple(Without(key, "vanishes", None) for key in keys)


def _become(dataset: Dataset, ends: tuple[Any, ...], left: Sequence[str]) -> Became:
    """What a span with these ends becomes where only some of its claims are left."""
    figure = {**spans.together(dataset, left), "note": ""}
    stands = _ends(figure["kind"], figure["amount"]) == ends
    return "stands" if stands else "moves", figure


def _ends(kind: str, amount: Amount) -> tuple[Any, ...]:
    """The lowest and the highest figure of what is stated or spanned, and what each leaves open."""
    low, high, low_open, high_open = amount.low, amount.high, amount.low_open, amount.high_open
    if kind == "stated":
        low_open, high_open = low is None, high is None
        low, high = high if low_open else low, low if high_open else high
    return low, high, low_open, high_open, amount.about
