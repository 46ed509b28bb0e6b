"""What the sources are silent about, what each figure rests on, and who speaks of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset
from analysis.frames import Record, records, remembered, tuples
from analysis.tables.cells import (
    EVENT_NOT_SAID,
    NUMBER,
    PEOPLE,
    between_words,
    number,
    origin_words,
    stated_number,
    whats,
    whens,
    whom_words,
)
from analysis.tables.model import (
    Cells,
    Column,
    Row,
    Table,
    alike,
    by_row,
    joined,
    looking_up,
    table,
)


def robustness(figures: pd.DataFrame, dataset: Dataset) -> Table:
    """Each headline figure, the origins it rests on, and what becomes of it without one of them."""
    columns = [
        Column("Figure of", 34, _figures_of),
        NUMBER,
        Column("Rests on", 26, looking_up(rests_on, "origins", "rests_on", "claims")),
        Column("If an origin is left out", 28, looking_up(without, "without_origin")),
        Column("If a source is left out", 28, looking_up(without, "without_source")),
    ]
    caption = "Headline figures, what they rest on, and what becomes of them"
    return table("robustness", caption, figures, columns, dataset)


def concerned_words(row: Row, dataset: Dataset) -> str:
    """Who received and gave, or bought and sold; whose people, where there is no counterpart."""
    return between_words(row, dataset) if row["counterpart"] else whom_words(row, dataset)


def _concerned(row: Row, dataset: Dataset) -> str:
    return cite.label(concerned_words(row, dataset))


# What figures measure, of whom and when.
_figures_of = joined("; ", whats, alike(_concerned, *PEOPLE, "counterpart"), whens)


def rests_on(
    origins: Sequence[str], few: Sequence[str], claims: Sequence[str], dataset: Dataset
) -> str:
    """The origins behind a figure, counted and named; in words where they are few."""
    names = "; ".join([_origin(dataset, key) for key in origins])
    words = RESTS_ON.get(len(few), f"rests on {len(origins)} origins")
    return f"{cite.counting(words, 'sec-register', claims)}: {names}"


def without(tests: Sequence[Any], dataset: Dataset) -> str:
    """What becomes of a figure when an origin or a source is left out, by outcome."""
    names: dict[str, list[str]] = {"stands": [], "vanishes": []}
    moved = []
    for key, outcome, figure in tests:
        name = _origin(dataset, key)
        if outcome == "moves":
            moved.append(f"{OUTCOMES[outcome]} {name}: {number(figure, dataset)}")
        else:
            names[outcome].append(name)
    parts = [f"{OUTCOMES[outcome]} {', '.join(of)}" for outcome, of in names.items() if of]
    return "; ".join([*parts, *moved])


@remembered
def _origin(dataset: Dataset, key: str) -> str:
    return cite.label(origin_words(key, dataset))


RESTS_ON = {1: "rests on one origin", 2: "rests on two origins"}
OUTCOMES = {"stands": "stands without", "vanishes": "vanishes without", "moves": "moves without"}


def coverage(matrix: pd.DataFrame, dataset: Dataset) -> Table:
    """Events by affected people: each kind of harm for which there is a figure or a word."""
    people = list(matrix["people"].unique())
    by_event: dict[str, dict[str, list[str]]] = {}
    for event, whose, *said in tuples(matrix[["event", "people", "figures", "words"]]):
        by_event.setdefault(event, {}).setdefault(whose, []).extend(chain.from_iterable(said))
    rows = [{"event": event, "said": said} for event, said in by_event.items()]
    columns = [Column("Event", 22, by_row(_event))]
    columns += [Column(people_words(key, dataset), 24, _covered(key)) for key in people]
    caption = "Figures and words for people harmed, by event and by whose people they are"
    return table("coverage", caption, rows, columns, dataset)


def _covered(people: str) -> Cells:
    """What the sources say of these people: each kind of harm with its figures and words."""

    def cell(row: Row, dataset: Dataset) -> str:
        return "; ".join([_harm(claim, dataset) for claim in row["said"][people]]) or "nothing"

    return by_row(cell)


def _harm(claim_id: str, dataset: Dataset) -> str:
    """One claim: the kind of harm, the population where said, and the figure or word."""
    claim = dataset.row("claims", claim_id)
    kind = dataset.label("quantities", claim["quantity"])
    population = claim["population"].replace("_", "-")
    label = cite.label(f"{kind}, {population}" if population else kind)
    return f"{label}: {stated_number(claim_id, dataset)}"


def _event(row: Row, dataset: Dataset) -> str:
    return cite.label(dataset.label("events", row["event"]) or EVENT_NOT_SAID)


def people_words(people: str, dataset: Dataset) -> str:
    """The name of affected people, or that it is not said whose they are."""
    return cite.label(dataset.label("actors", people) or "Whose is not said")


def balance(combinations: pd.DataFrame, dataset: Dataset) -> Table:
    """Origins by the side they belong to and the side they speak of, each counted once."""
    rows = [
        {"of": of, "belongs": belongs, "cells": {cell["speaks_of"]: cell for cell in cells}}
        for (of, belongs), cells in _combined(combinations)
    ]
    columns = [
        Column("What they state", 20, by_row(lambda row, _: BALANCE[row["of"]])),
        Column("Side the origin belongs to", 22, by_row(_belongs)),
    ]
    columns += [
        Column(_speaks_of(key, dataset), 20, _balance(key))
        for key in combinations["speaks_of"].unique()
    ]
    caption = "Origins behind the claims of the base articles, by side and by whom they speak of"
    return table("balance", caption, pd.DataFrame(rows), columns, dataset)


def _combined(combinations: pd.DataFrame) -> Iterator[tuple[Any, list[Record]]]:
    for key, rows in combinations.groupby(["of", "belongs"], sort=False):
        yield key, records(rows)


def _belongs(row: Row, dataset: Dataset) -> str:
    return cite.label(dataset.label("actors", row["belongs"]) or "no side")


def _speaks_of(key: str, dataset: Dataset) -> str:
    """The heading of those spoken of: a side, others, or not said."""
    words = {"": "Of whom is not said", "others": "Of several together or of others"}
    return cite.label(words.get(key) or f"Of the {dataset.label('actors', key)}")


def _balance(key: str) -> Cells:
    """How many origins, and whether they speak of their own side or of the other."""

    def cell(row: Row, dataset: Dataset) -> str:
        found = row["cells"][key]
        count = cite.counted(len(found["origins"]), "sec-register", found["claims"])
        return f"{count}{WHOSE[found['whose']]}"

    return by_row(cell)


BALANCE = {"losses": "People harmed", "claims": "All figures and words"}
WHOSE = {"own": " (their own)", "other": " (another side’s)", "": ""}
