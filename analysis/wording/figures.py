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
    IN,
    MAGNITUDES,
    NOT,
    NOT_NOTHING,
    NOT_READ,
    NOTHING,
    OVER,
    PORTION,
    SCALES,
    TO,
    TYPOGRAPHY,
)

REACH = 40  # characters before a number in which its bound may stand
IN_MAGNITUDE = MAGNITUDES | SCALES.keys() | {"of", "hundred", "dozen"}
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
def numbers_in(text: str, unit: str = "") -> tuple[Figure, ...]:
    """Every number and magnitude word that a text states, in the order of the text.

    `unit` is what the numbers are of: a third is 33.3… in percent, "30m" is 30 in metres.
    """
    plain = text.lower().translate(TYPOGRAPHY)
    numbers, magnitudes = _scan(plain, tokens_of(plain), unit)
    magnitudes += _portions(plain, numbers)
    vague = [Figure("vague", start=start, end=end) for start, end in magnitudes]
    return tuple(sorted([*_figures(plain, numbers, unit), *vague], key=lambda figure: figure.start))


def not_read(text: str) -> bool:
    """Whether words state a number that is not read, as "a couple" and "tenfold" do."""
    return bool(NOT_READ.search(text.lower()))


def _scan(
    plain: str, tokens: Sequence[Token], unit: str
) -> tuple[list[Number], list[tuple[int, int]]]:
    """Numbers, and places of magnitude words, from left to right."""
    numbers: list[Number] = []
    magnitudes: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        number, used = _nothing(tokens, at) or read_number(plain, tokens, at, unit)
        if number:
            numbers.append(number)
        elif used := _magnitude(tokens, at):
            magnitudes.append((tokens[at].start, tokens[at + used - 1].end))
        at += used or 1
    return numbers, magnitudes


def _nothing(tokens: Sequence[Token], at: int) -> tuple[Number, int] | None:
    """Zero for "none", "no one", "not a single" and "no", unless it belongs to "no more than"."""
    token, *others = tokens[at : at + 3]
    follows = [other.text for other in others]
    used = 1
    if token.text in NOT and follows == ["a", "single"]:
        used = 3
    elif token.text in NOT and follows[:1] == ["one"] and others[0].start == token.end + 1:
        used = 2
    elif token.text not in NOTHING or (token.text == "no" and {*follows[:1]} & NOT_NOTHING):
        return None
    zero = Decimal(0)
    return Number(zero, Decimal(1), token.start, tokens[at + used - 1].end, digits=False), used


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
    bounds = {match.start() for n in numbers if (match := _bound_before(plain, n.start))}
    return [match.span() for match in PORTION.finditer(plain) if match.start() not in bounds]


def _figures(plain: str, numbers: Sequence[Number], unit: str) -> Iterator[Figure]:
    """Numbers with their bounds; two that make a range or a share are one figure."""
    at = 0
    while at < len(numbers):
        pair = numbers[at : at + 2]
        ends = _range(plain, *pair) if len(pair) == 2 else None
        share = _share(plain, *pair) if len(pair) == 2 and unit == "percent" else None
        if ends:
            span = pair[0].start, pair[1].end
            yield Figure("range", None, *ends, *span)
            if pair[0].digits and ends[1] % 1000 == 0 and 1 <= ends[0] < ends[1] / 1000:
                yield Figure("range", None, ends[0] * 1000, ends[1], *span)  # "20-30,000"
        else:
            yield from _bounded(plain, share or pair[0])
        at += 2 if ends or share else 1


def _share(plain: str, part: Number, whole: Number) -> Number | None:
    """ "one in five" and "nine out of ten" as one number in percent; None for any other two."""
    if not IN.fullmatch(plain, part.end, whole.start) or not 1 <= part.number < whole.number:
        return None
    if part.number % 1 or (whole.digits and 1900 <= whole.number < 2100):
        return None  # "3.8 in 2014"
    return part._replace(number=part.number / whole.number * 100, end=whole.end)


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


def _bounded(plain: str, number: Number) -> Iterator[Figure]:
    for bound in dict.fromkeys(_bounds(plain, number)):
        column = {COLUMN.get(bound, "value"): number.number}
        yield Figure(bound, **column, start=number.start, end=number.end)


def _bounds(plain: str, number: Number) -> Iterator[str]:
    """The bound of a number; a second one where words may be read so, as "up to about"."""
    before = _bound_before(plain, number.start)
    match = before or BOUND_AFTER.match(plain, number.end)
    yield (match.lastgroup if match else None) or "exact"
    if before and before.lastgroup == "approximate":
        if first := _bound_before(plain, before.start()):
            yield first.lastgroup or "exact"
    elif OVER.search(plain, max(0, number.start - REACH), number.start):
        yield "exact"


def _bound_before(plain: str, end: int) -> re.Match[str] | None:
    return BOUND_BEFORE.search(plain, max(0, end - REACH), end)
