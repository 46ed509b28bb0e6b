"""Amounts of money as stated and in constant dollars, and how the one became the other."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import cite
from analysis.dataset import Dataset
from analysis.tables.cells import (
    SOURCE,
    betweens,
    figures_of,
    measures,
    numbers,
    stated_number,
    whens,
)
from analysis.tables.model import Column, Row, Table, alike, joined, looking_up, table


def constant(frame: pd.DataFrame, left_out: Sequence[tuple[str, str]], dataset: Dataset) -> Table:
    """Each amount as stated and in the dollars of the base year, with what was done to it.

    `left_out`: ids of the amounts that stay as stated, each with the reason.
    """
    columns = [
        Column("Aid", 34, joined("; ", measures, betweens, whens)),
        Column("As stated", 18, looking_up(_stated, "claims"), right=True),
        Column("In constant dollars", 22, numbers, right=True),
        Column("How", 26, alike(_how, "group", "first", "last")),
        SOURCE,
    ]
    caption = "Aid as stated, and in constant dollars"
    notes = [_prices(dataset)] if len(frame) else []
    notes += [_left_out(left_out, dataset)] if left_out else []
    return table("constant-aid", caption, frame, columns, dataset, notes)


def _stated(claims: Sequence[str], dataset: Dataset) -> str:
    return stated_number(claims[0], dataset)


def _how(row: Row, dataset: Dataset) -> str:
    """In words, with the years: the factor, or the factors for the least and the most."""
    base, years = cite.label(row["group"]), cite.label(f"{row['first']}–{row['last']}")
    if row["first"] == row["last"]:
        return f"times prices of {base} over prices of {cite.label(str(row['first']))}"
    return (
        f"from all of it spent in the year of the highest prices to all of it in the year of the"
        f" lowest, in {years}; prices of {base}"
    )


def _prices(dataset: Dataset) -> str:
    sources = dict.fromkeys(dataset.prices["source"])
    cited = f"[{'; '.join(f'@{key}' for key in sources)}]"
    return f"Prices are annual averages of the index {cited}; results are rounded."


def _left_out(left_out: Sequence[tuple[str, str]], dataset: Dataset) -> str:
    """The amounts that stay as stated, by the reason."""
    reasons: dict[str, list[str]] = {}
    for claim, reason in left_out:
        reasons.setdefault(reason, []).append(claim)
    said = (
        f"because {cite.keyed(reason, claims[0])}: {figures_of(claims, dataset)}"
        for reason, claims in reasons.items()
    )
    return f"Left as stated, {'; '.join(said)}."
