"""Amounts of claims: the columns a bound fills, their order, and units that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.rows import fits, problems_at

NUMBERS = ("value", "low", "high")
# The columns that a bound fills; a range may state a best value as well.
FILLED = {
    "exact": {"value"}, "approximate": {"value"},
    "at_least": {"low"}, "more_than": {"low"},
    "at_most": {"high"}, "less_than": {"high"},
    "range": {"low", "high"}, "vague": set[str](),
}  # fmt: skip
FILL = "Move the number to where its bound has it, or choose the bound that the words set."
CURRENCY = "Mend or delete it, or add it to the units of money in data/datapackage.json."
OPTIONAL = {"range": {"value"}}
DIGITS, DECIMALS = 15, 9  # that a cell may hold before its point, and after it
NUMBER = re.compile(rf"-?[0-9]{{1,{DIGITS}}}(?:\.[0-9]{{1,{DECIMALS}}})?")
WHOLE_UNITS = ("persons", "item", "rank")


def bound_fills_columns(records: Records) -> Iterator[Problem]:
    """A bound fills exactly its own columns among value, low and high."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    for bound, filled in FILLED.items():
        rows = claims["bound"] == bound
        expected = f"{bound} fills {' and '.join(sorted(filled, reverse=True)) or 'none of them'}"
        for column in NUMBERS:
            empty = claims[column] == ""
            if column in filled:
                yield from problems_at(
                    claims,
                    rows & empty,
                    column,
                    "the cell is empty",
                    expected=f"a number, as {expected}",
                    todo=FILL,
                )
            elif column not in OPTIONAL.get(bound, ()):
                yield from problems_at(
                    claims,
                    rows & ~empty,
                    column,
                    "a number where the bound has none",
                    expected=expected,
                    todo=FILL,
                )


def numbers_in_order(records: Records) -> Iterator[Problem]:
    """low ≤ value ≤ high."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    value, low, high = (as_numbers(claims[column]) for column in NUMBERS)
    yield from problems_at(
        claims, low > high, "low", "low is above high",
        expected="no more than high", todo="Swap the two if they were turned.",
    )  # fmt: skip
    for outside, message in ((value < low, "below low"), (value > high, "above high")):
        yield from problems_at(
            claims,
            outside,
            "value",
            f"value is {message}",
            expected="a number from low to high",
            todo="Mend the one of the two that is not as its source states it.",
        )


def numbers_fit_unit(records: Records) -> Iterator[Problem]:
    """Nothing is below zero, people, items and ranks are whole, and a percentage is 0 to 100."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    whole, percent = claims["unit"].isin(WHOLE_UNITS), claims["unit"] == "percent"
    for column in NUMBERS:
        number = as_numbers(claims[column])
        yield from problems_at(
            claims, number < 0, column, "below zero", expected="zero or more",
            todo="Delete the sign, if the number is right without it.",
        )  # fmt: skip
        broken = whole & (number % 1 > 0)
        yield from problems_at(
            claims, broken, column, "not whole", expected="a whole number",
            todo="Look whether the point is a slip, or the words state another unit.",
        )  # fmt: skip
        above = percent & (number > 100)
        yield from problems_at(
            claims, above, column, "above 100 percent", expected="0 to 100",
            todo="Look whether a digit or a point is a slip; how many times as much is a ratio.",
        )  # fmt: skip


def units_fit_quantity(records: Records) -> Iterator[Problem]:
    """A claim's unit measures the dimension of its quantity."""
    claims, quantities = records.tables.get("claims"), records.tables.get("quantities")
    column = next((c for c in records.columns("quantities") if c["name"] == "dimension"), {})
    units: dict[str, list[str]] = column.get("units", {})
    if claims is None or quantities is None:
        return
    dimension = claims["quantity"].map(
        dict(zip(quantities["quantity"], quantities["dimension"], strict=True))
    )
    known = {unit for fitting in units.values() for unit in fitting}
    for name, fitting in units.items():
        broken = (dimension == name) & claims["unit"].isin(known - {*fitting})
        yield from problems_at(
            claims, broken, "unit", "does not measure the quantity",
            expected=f"{' or '.join(fitting)}, as its dimension is {name}",
        )  # fmt: skip


def parts_measure_the_same(records: Records) -> Iterator[Problem]:
    """A quantity is part of one of the same dimension: of people, or of money."""
    quantities = records.tables.get("quantities")
    if quantities is None:
        return
    dimension = dict(zip(quantities["quantity"], quantities["dimension"], strict=True))
    whole = quantities["part_of"].map(dimension).fillna(quantities["dimension"])
    yield from problems_at(
        quantities, whole != quantities["dimension"], "part_of", "measured in another dimension",
        expected="a quantity of the same dimension",
        todo="Name another, or mend the dimension, here or of the other.",
    )  # fmt: skip


def rates_of_currencies(records: Records) -> Iterator[Problem]:
    """A rate is of a currency that amounts may be in, and not of the dollar itself."""
    rates = records.tables.get("rates")
    column = next((c for c in records.columns("quantities") if c["name"] == "dimension"), {})
    known = {*column.get("units", {}).get("money", ())} - {"USD"}
    if rates is not None:
        formed = rates["currency"].str.fullmatch("[A-Z]{3}")
        yield from problems_at(
            rates, formed & ~rates["currency"].isin(known), "currency",
            "not a currency that is turned into dollars",
            expected=", ".join(sorted(known)) or "no rates, as all amounts are in dollars",
            todo=CURRENCY,
        )  # fmt: skip


def as_numbers(column: pd.Series[str]) -> pd.Series[float]:
    """The cells as numbers for comparing them; NaN where a cell is empty or no number."""
    return pd.to_numeric(column.where(fits(column, lambda cell: bool(NUMBER.fullmatch(cell)))))


RULES = (
    bound_fills_columns,
    numbers_in_order,
    numbers_fit_unit,
    units_fit_quantity,
    parts_measure_the_same,
    rates_of_currencies,
)
