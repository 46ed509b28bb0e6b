"""Numbers in a text with the bounds that the words around them set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from analysis.wording.reading import Number, Token, read_number, tokens_of
from analysis.wording.vocabulary import (
    AND,
    BETWEEN,
    BOUND_AFTER,
    BOUND_BEFORE,
    MAGNITUDES,
    NOT,
    NOT_NOTHING,
    NOTHING,
    PORTION,
    SCALES,
    TO,
    TYPOGRAPHY,
)

REACH = 40  # characters before a number in which its bound may stand
IN_MAGNITUDE = MAGNITUDES | SCALES.keys() | {"of", "hundred"}
COLUMN = {"at_least": "low", "more_than": "low", "at_most": "high", "less_than": "high"}


@dataclass(frozen=True)
class Figure:
    """A number with its bound, as words state it; for a magnitude word ("dozens") no number.

    The columns are filled as the dataset's are: exact and approximate `value`, at_least and
    more_than `low`, at_most and less_than `high`, range `low` and `high`, vague none.
    Scale words are expanded, decades and centuries count as years. `start` and `end` are the
    place of the number in the text.
    """

    bound: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    start: int = 0
    end: int = 0


@lru_cache(maxsize=1 << 16)
def numbers_in(text: str) -> tuple[Figure, ...]:
    """Every number and magnitude word that a text states, in the order of the text."""
    plain = text.lower().translate(TYPOGRAPHY)
    numbers, magnitudes = _scan(plain, tokens_of(plain))
    magnitudes += _portions(plain, numbers)
    vague = [Figure("vague", start=start, end=end) for start, end in magnitudes]
    return tuple(sorted([*_figures(plain, numbers), *vague], key=lambda figure: figure.start))


def _scan(plain: str, tokens: Sequence[Token]) -> tuple[list[Number], list[tuple[int, int]]]:
    """Numbers, and places of magnitude words, from left to right."""
    numbers: list[Number] = []
    magnitudes: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        number, used = _nothing(tokens, at) or read_number(plain, tokens, at)
        if number:
            numbers.append(number)
        elif used := _magnitude(tokens, at):
            magnitudes.append((tokens[at].start, tokens[at + used - 1].end))
        at += used or 1
    return numbers, magnitudes


def _nothing(tokens: Sequence[Token], at: int) -> tuple[Number, int] | None:
    """Zero for "none", "no one" and "no", unless "no" belongs to "no more than"."""
    token = tokens[at]
    follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if token.text in NOT and follows == "one" and tokens[at + 1].start == token.end + 1:
        return Number(Decimal(0), Decimal(1), token.start, tokens[at + 1].end, digits=False), 2
    if token.text not in NOTHING or (token.text == "no" and follows in NOT_NOTHING):
        return None
    return Number(Decimal(0), Decimal(1), token.start, token.end, digits=False), 1


def _magnitude(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from `at` are one magnitude: "hundreds of thousands" has three."""
    if tokens[at].text not in MAGNITUDES or _as_many_as(tokens, at):
        return 0
    used = 1
    while at + used < len(tokens) and tokens[at + used].text in IN_MAGNITUDE:
        used += 1
    return used - 1 if tokens[at + used - 1].text == "of" else used


def _as_many_as(tokens: Sequence[Token], at: int) -> bool:
    return [token.text for token in tokens[max(at - 1, 0) : at + 2]] == ["as", "many", "as"]


def _portions(plain: str, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Places of words for a portion or size; "some" before a number is that number's bound."""
    bounds = {match.start() for n in numbers if (match := _bound_before(plain, n))}
    return [match.span() for match in PORTION.finditer(plain) if match.start() not in bounds]


def _figures(plain: str, numbers: Sequence[Number]) -> Iterator[Figure]:
    """Numbers with their bounds; two that make a range are one figure."""
    at = 0
    while at < len(numbers):
        number = numbers[at]
        ends = _range(plain, number, numbers[at + 1]) if at + 1 < len(numbers) else None
        if ends:
            yield Figure("range", None, *ends, number.start, numbers[at + 1].end)
        else:
            yield _bounded(plain, number)
        at += 2 if ends else 1


def _range(plain: str, first: Number, second: Number) -> tuple[Decimal, Decimal] | None:
    """Low and high of "X-Y", "X to Y" and "between X and Y"; None where they make no range."""
    between = plain[first.end : second.start]
    joined = AND.fullmatch(between) and BETWEEN.search(plain[: first.start])
    if not (joined or TO.fullmatch(between)):
        return None
    low, high = first.number, _in_full(first, second)
    if first.scale == 1 and low < second.number / second.scale:
        low *= second.scale  # "20 to 30 thousand"
    return (low, high) if low < high else None


def _in_full(first: Number, second: Number) -> Decimal:
    """The later year of "2018-19" in four digits; any other number as it is."""
    years = first.digits and second.digits and 1000 <= first.number < 3000 and second.number < 100
    later = first.number - first.number % 100 + second.number
    return later if years and later > first.number else second.number


def _bounded(plain: str, number: Number) -> Figure:
    match = _bound_before(plain, number) or BOUND_AFTER.match(plain, number.end)
    bound = (match.lastgroup if match else None) or "exact"
    column = {COLUMN.get(bound, "value"): number.number}
    return Figure(bound, **column, start=number.start, end=number.end)


def _bound_before(plain: str, number: Number) -> re.Match[str] | None:
    return BOUND_BEFORE.search(plain, max(0, number.start - REACH), number.start)
