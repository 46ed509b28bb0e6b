"""One number read word by word: "one hundred and twenty-three thousand", "$8.5m", "two-thirds"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from analysis.wording.vocabulary import (
    ALONE,
    CODES,
    GROUPS,
    IN_UNIT,
    MAGNITUDES,
    MONTHS,
    NO_THOUSANDTHS,
    OF_A_PERCENT,
    ORDINALS,
    PART_SIGNS,
    PARTS,
    PERIODS,
    SCALES,
    SHORT_SCALES,
    TENS,
    UNITS,
)

ORDINAL = (
    rf"(?:first|{'|'.join(ORDINALS)}|[a-z]+(?:teen|tie)th|eleventh|twelfth|[0-9]+(?:st|nd|rd|th))"
)
TOKEN = re.compile(
    rf"""(?:(?<![a-z0-9.,])|(?<=\b(?:{CODES})))
    (?:[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}|[1-9][0-9]{{0,2}}(?:[,'\u00a0][0-9]{{3}})+
        |{"".join(rf"(?<!{month}[ ])" for month in MONTHS)}[0-9]{{1,3}}(?:[ ][0-9]{{3}})+
        |[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}|[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?=,[0-9])|[0-9]+|(?=\.[0-9]))
    (?:\.[0-9]+|,[0-9]{{1,2}}|(?<=\b0),[0-9]+)?(?![0-9])
    |[{"".join(sign for sign in PART_SIGNS if len(sign) == 1)}]
    |{"".join(rf"(?<!{part}[ ])(?<!{part}s[ ])" for part in PARTS)}
        and[\s-](?:(?:a|one)[\s-](?:half|quarter)|three[\s-]quarters)\b
    |(?:{"|".join(TENS)})-{ORDINAL}\b|[a-z]+[\s-](?:hundred|thousand|million)th\b|[a-z]+""",
    re.VERBOSE,
)
JOINT = re.compile(r"[\s-]*")
ORDINAL_END = re.compile(r"(?:st|nd|rd|th|s)\b")
ORDINAL_BEFORE = re.compile(rf"(?<![a-z0-9]){ORDINAL}[\s-]+$")
NOT_AFTER_ORDINAL = frozenset({"half", "quarter", "century"})
# Parts that need no number before them.
BARE = frozenset({"half", "quarter"})
THOUSANDTHS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
LINKS = frozenset({"and", "of", "a", "an"})

# Kinds of words, in the order in which they are tried, and with which a number may begin.
KINDS = (
    *("digits", "unit", "tens", "hundred", "scale", "group"),
    *("article", "part", "sign", "and", "of"),
)
BEGINNINGS = frozenset(
    {"hundred", *UNITS, *TENS, *SCALES, *GROUPS, *ALONE, *PARTS, *PART_SIGNS, *LINKS}
)


class Token(NamedTuple):
    """A word or a number in digits, and its place in the text."""

    text: str
    start: int
    end: int

    @property
    def digits(self) -> bool:
        return self.text[-1].isdigit()


class Number(NamedTuple):
    """A number that was read, its last scale word as a factor, and its place in the text."""

    number: Decimal
    scale: Decimal
    start: int
    end: int
    digits: bool


def tokens_of(plain: str) -> list[Token]:
    """The words and numbers in digits of a text in lower case; ordinals in digits are left out."""
    found = [Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(plain)]
    return [t for t in found if not (t.digits and ORDINAL_END.match(plain, t.end))]


def read_number(
    plain: str, tokens: Sequence[Token], at: int, unit: str = ""
) -> tuple[Number | None, int]:
    """The number that begins at a token, and how many tokens it has (0 for none).

    `unit` is what it counts: "30m" is thirty in metres and thirty million otherwise, and a half is
    fifty in percent.
    """
    first = tokens[at]
    if not first.digits and first.text.partition("-")[0] not in BEGINNINGS:
        return None, 0
    if first.text in NOT_AFTER_ORDINAL and ORDINAL_BEFORE.search(plain, 0, first.start):
        return None, 0
    reading = Reading(unit)
    used = 0
    for token in _joined(plain, tokens, at):
        if not reading.take(token.text):
            break
        used += 1
    taken = used  # with "an" of "half an hour"
    while used > 1 and tokens[at + used - 1].text in LINKS:
        used -= 1
    follows = tokens[at + used].text if at + used < len(tokens) else ""
    if not used or (used == 1 and first.text in LINKS and follows not in PERIODS):
        return None, 0
    last = tokens[at + used - 1]
    number = reading.number
    if follows.removesuffix("s") in PERIODS and (part := _and_part(plain, tokens, at + used)):
        number, last, taken = number + part, tokens[at + used + 1], used + 2
    if unit == "percent" and reading.is_part and not OF_A_PERCENT.match(plain, last.end):
        number *= 100
    elif used == 1 and THOUSANDTHS.fullmatch(first.text):
        number *= 1000 if unit in NO_THOUSANDTHS or unit.isupper() else 1
    return Number(number, reading.scale, first.start, last.end, first.digits), taken


def _and_part(plain: str, tokens: Sequence[Token], at: int) -> Decimal | None:
    """The part behind the word at `at`, as in "a year and a half"."""
    for word, token in zip(tokens[at : at + 1], tokens[at + 1 : at + 2], strict=False):
        if len(token.text) > 1 and JOINT.fullmatch(plain, word.end, token.start):
            return PART_SIGNS.get(token.text.replace("-", " "))
    return None


def _joined(plain: str, tokens: Sequence[Token], at: int) -> Iterator[Token]:
    """Tokens from `at` on with nothing but white space or a hyphen between them."""
    yield tokens[at]
    for place in range(at + 1, len(tokens)):
        if not JOINT.fullmatch(plain, tokens[place - 1].end, tokens[place].start):
            return
        yield tokens[place]


def _in_digits(text: str) -> Decimal:
    """A number in digits, whose last comma stands before decimals where less than three follow."""
    head, comma, decimals = text.rpartition(",")
    if comma and (len(decimals) < 3 or head == "0"):
        text = f"{head.replace('.', '')}.{decimals}"
    elif text.count(".") > 1:
        text = text.replace(".", "")
    return Decimal(re.sub(r"[,' \u00a0]", "", text))


@cache
def _factors(unit: str) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """What words for groups and short words of scale are worth in a unit."""
    own = IN_UNIT.get(unit, {})
    return {word: own.get(word, factor) for word, factor in GROUPS.items()}, SHORT_SCALES | own


class Reading:
    """What was read of a number so far.

    `done` is the sum of the groups that a scale word has closed, `group` the open one, `scale`
    the last scale word's factor, `last` the kind of the last word, `is_part` whether the number is
    a part of one ("two-thirds").
    """

    def __init__(self, unit: str = "") -> None:
        self.groups, self.short = _factors(unit)
        self.done = Decimal(0)
        self.group: Decimal | None = None
        self.scale = Decimal(1)
        self.last = ""
        self.is_part = False

    @property
    def number(self) -> Decimal:
        return self.done + (self.group or 0)

    def take(self, word: str) -> bool:
        """Take the next word in if the number goes on with it."""
        if self.last == "group":
            return self._half_more(word)
        kind = next((kind for kind in KINDS if getattr(self, f"_{kind}")(word)), "")
        self.last = kind or self.last
        if kind in {"hundred", "scale", "group"}:
            self.is_part = False
        return bool(kind)

    def _digits(self, word: str) -> bool:
        if self.last or not word[-1].isdigit():
            return False
        self.group = _in_digits(word)
        return True

    def _unit(self, word: str) -> bool:
        if word not in UNITS:
            return False
        after_tens = self.last == "tens" and 0 < UNITS[word] < 10
        return (after_tens or self._opens()) and self._add(UNITS[word])

    def _tens(self, word: str) -> bool:
        return word in TENS and self._opens() and self._add(TENS[word])

    def _opens(self) -> bool:
        """Whether a number below a hundred may come next."""
        return self.last in {"", "hundred", "scale", "and"}

    def _add(self, number: Decimal) -> bool:
        self.group = (self.group or Decimal(0)) + number
        return True

    def _hundred(self, word: str) -> bool:
        group = self.group if self.group is not None else Decimal(1)
        if word != "hundred" or group >= 100 or self.last == "scale":
            return False
        self.group = group * 100
        return True

    def _scale(self, word: str) -> bool:
        factor = self._factor(word)
        if factor is None or self.last == "scale" or (self.done and factor >= self.scale):
            return False
        self.scale = factor
        self.done += (self.group if self.group is not None else 1) * self.scale
        self.group = None
        return True

    def _factor(self, word: str) -> Decimal | None:
        """What a scale word multiplies by: in the plural or short only after a number."""
        if word in SCALES or self.group is None:
            return SCALES.get(word)
        if len(word) == 1 and self.last not in {"digits", "sign"}:
            return None
        return SCALES.get(word.removesuffix("s"), self.short.get(word))

    def _group(self, word: str) -> bool:
        first = self.last in {"", "article"}
        factor = ALONE.get(word) if first else None
        if word in self.groups and not (word in MAGNITUDES and first):
            factor = self.groups[word]  # "decades" alone is a magnitude, "three decades" a number
        if factor is None:
            return False
        self.done = (self.number if self.last else 1) * factor
        self.group = None
        self.scale = self.groups.get(word, self.scale)
        return True

    def _article(self, word: str) -> bool:
        if word not in {"a", "an"} or self.last not in {"", "part", "of"}:
            return False
        self.group = self.group or Decimal(1)
        return True

    def _part(self, word: str) -> bool:
        """ "half", "a third", "three quarters": so many of what make a whole."""
        many = self.group if self.last in {"article", "unit", "digits"} else None
        whole = PARTS.get(word.removesuffix("s") if many and many > 1 else word)
        if whole is None or self.done or not (many or (word in BARE and not self.last)):
            return False
        if many and (many > 1) != word.endswith("s") and word != "quarter":
            return False
        if many and not 1 <= many < whole:
            return False
        self.group = (many or Decimal(1)) / whole
        self.is_part = True
        return True

    def _sign(self, word: str) -> bool:
        """ "½" alone or after digits, "and a half" after a number."""
        if self.last == "scale":
            return self._half_more(word)
        alone = len(word) == 1 and not self.last
        after = {"digits"} if len(word) == 1 else {"digits", "unit", "tens", "article"}
        part = PART_SIGNS.get(word.replace("-", " "))
        if part is None or not (alone or self.last in after):
            return False
        self.is_part = alone
        return self._add(part)

    def _half_more(self, word: str) -> bool:
        """ "a million and a half", "a decade and a half"."""
        part = PART_SIGNS.get(word.replace("-", " ")) if len(word) > 1 else None
        if part is None or self.group is not None:
            return False
        self.done += part * self.scale
        self.last = "sign"
        return True

    def _and(self, word: str) -> bool:
        return word == "and" and self.last in {"hundred", "scale"}

    def _of(self, word: str) -> bool:
        return word == "of" and self.last == "part"
