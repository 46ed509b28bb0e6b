"""Robustness: every headline figure computed again without one origin, and without one source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import aid, spans
from analysis.casualties import ALLEGED
from analysis.dataset import Dataset
from analysis.frames import of_records, once, records
from analysis.origins import origin_of

TOPICS = ("casualties", "displacement", "aid", "arms", "spending")
DIMENSIONS = ("money", "persons", "items")
FEW = 3
ROBUSTNESS_COLUMNS = [*spans.FIGURE_COLUMNS, "rests_on", "without_origin", "without_source"]
Figure = Mapping[str, Any]


@dataclass(frozen=True)
class Without:
    """A figure without one of the origins or sources behind it.

    `outcome`: it `stands` with the same amount, `moves` to another, or `vanishes`: nothing is left,
    or a sum or a ratio loses a part. `figure` is what it becomes, None where it vanishes.
    """

    left_out: str
    outcome: str
    figure: Figure | None


@once
def figures(dataset: Dataset) -> pd.DataFrame:
    """The headline figures, by topic, each with what becomes of it without one origin or source.

    A headline figure is a group of comparable numbers on a core topic in persons, money or items,
    or a sum or ratio of aid; killings alleged to be unlawful are none. Columns: `FIGURE_COLUMNS`,
    where a group of several claims is a span from lowest to highest also when they have one origin;
    `rests_on`: the origins behind it where they are fewer than three, empty otherwise;
    `without_origin`, `without_source`: a tuple of `Without`, one for each origin or source.
    """
    rows = [_with_tests(dataset, figure) for figure in headlines(dataset)]
    return of_records(rows, ROBUSTNESS_COLUMNS)


def headlines(dataset: Dataset) -> list[Figure]:
    """The headline figures as computed from all their claims, in the order of the topics."""
    found: list[Figure] = []
    for topic in TOPICS:
        together = [spans.together(dataset, ids) for ids in spans.groups(dataset, topic)]
        frame = spans.of_dimension(spans.frame(together), dataset, *DIMENSIONS)
        kept = frame[frame["quantity"] != ALLEGED]
        found += records(spans.ordered(kept, dataset))
        if topic == "aid":
            for computed in (aid.totals(dataset), aid.ratios(dataset)):
                found += records(computed)
    return found


def recomputed(dataset: Dataset) -> pd.DataFrame:
    """Every computed figure of this module, to explain each once. Columns: `FIGURE_COLUMNS`."""
    table = figures(dataset)
    tested = (
        test
        for column in ("without_origin", "without_source")
        for row in table[column]
        for test in row
    )
    every = [
        *records(table[table["kind"] != "stated"]),
        *(test.figure for test in tested if test.figure),
    ]
    computed = {(row["kind"], row["claims"]): row for row in every if row["kind"] != "stated"}
    return spans.frame(dict(row) for row in computed.values())


def _with_tests(dataset: Dataset, figure: Figure) -> dict[str, Any]:
    origins = figure["origins"]
    return {
        **figure,
        "rests_on": origins if len(origins) < FEW else (),
        "without_origin": tuple(_without(dataset, figure, "origin", origins)),
        "without_source": tuple(_without(dataset, figure, "source", figure["sources"])),
    }


def _without(
    dataset: Dataset, figure: Figure, what: str, keys: tuple[str, ...]
) -> Iterator[Without]:
    """The figure without each of these origins or sources in turn."""
    if len(keys) == 1:
        yield Without(keys[0], "vanishes", None)
        return
    claims = spans.rows(dataset, figure["claims"])
    stands_behind = {
        claim["claim_id"]: origin_of(dataset, claim) if what == "origin" else claim["source"]
        for claim in claims
    }
    for key in keys:
        left = [claim for claim, behind in stands_behind.items() if behind != key]
        yield _outcome(dataset, figure, key, spans.again(dataset, figure, left))


def _outcome(dataset: Dataset, figure: Figure, key: str, again: Figure | None) -> Without:
    if again is None:
        return Without(key, "vanishes", None)
    same = spans.same_amount(dataset, figure, again)
    return Without(key, "stands" if same else "moves", {**again, "note": ""})
