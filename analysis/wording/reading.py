"""One number read word by word: "one hundred and twenty-three thousand", "8.5 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from analysis.wording.vocabulary import GROUPS, MAGNITUDES, PERIODS, SCALES, TENS, UNITS

TOKEN = re.compile(
    r"(?<![a-z0-9.,])(?:[0-9]{1,3}(?:[,\u00a0][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9])"
    r"|and a half\b|[a-z]+"
)
JOINT = re.compile(r"[\s-]+")
ORDINAL_END = re.compile(r"(?:st|nd|rd|th|s)\b")
HALF = Decimal("0.5")


class Token(NamedTuple):
    """A word or a number in digits, and its place in the text."""

    text: str
    start: int
    end: int

    @property
    def digits(self) -> bool:
        return self.text[0].isdigit()


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


def read_number(plain: str, tokens: Sequence[Token], at: int) -> tuple[Number | None, int]:
    """The number that begins at a token, and how many tokens it has (0 for none)."""
    reading = Reading()
    used = 0
    for token in _joined(plain, tokens, at):
        if not reading.take(token.text):
            break
        used += 1
    if used and tokens[at + used - 1].text == "and":
        used -= 1
    follows = tokens[at + used].text if at + used < len(tokens) else ""
    if not used or not reading.counts(follows):
        return None, 0
    first, last = tokens[at], tokens[at + used - 1]
    return Number(reading.number, reading.scale, first.start, last.end, first.digits), used


def _joined(plain: str, tokens: Sequence[Token], at: int) -> Iterator[Token]:
    """Tokens from `at` on with nothing but white space or a hyphen between them."""
    yield tokens[at]
    for place in range(at + 1, len(tokens)):
        if not JOINT.fullmatch(plain, tokens[place - 1].end, tokens[place].start):
            return
        yield tokens[place]


class Reading:
    """What was read of a number so far.

    `done` is the sum of the groups that a scale word has closed, `group` the open one, `scale`
    the last scale word's factor, `last` the kind of the last word.
    """

    def __init__(self) -> None:
        self.done = Decimal(0)
        self.group: Decimal | None = None
        self.scale = Decimal(1)
        self.last = ""

    @property
    def number(self) -> Decimal:
        return self.done + (self.group or 0)

    def counts(self, follows: str) -> bool:
        """Whether a number was read; "a" alone is one only before a period, as in "a year"."""
        return self.last != "half" and (self.last != "article" or follows in PERIODS)

    def take(self, word: str) -> bool:
        """Take the next word in if the number goes on with it."""
        if self.last == "group":
            return False
        kinds = {
            "digits": self._digits, "unit": self._unit, "tens": self._tens,
            "hundred": self._hundred, "scale": self._scale, "group": self._group,
            "article": self._article, "half": self._half, "and": self._and,
        }  # fmt: skip
        kind = next((kind for kind, taken in kinds.items() if taken(word)), "")
        self.last = kind or self.last
        return bool(kind)

    def _digits(self, word: str) -> bool:
        if self.last or not word[0].isdigit():
            return False
        self.group = Decimal(word.replace(",", "").replace("\u00a0", ""))
        return True

    def _unit(self, word: str) -> bool:
        if word == "and a half" and self.last in {"digits", "unit", "tens", "article"}:
            self.group = (self.group or 0) + HALF
            return True
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
        if word not in SCALES or self.last == "scale":
            return False
        if self.done and SCALES[word] >= self.scale:
            return False
        self.scale = SCALES[word]
        self.done += (self.group if self.group is not None else 1) * self.scale
        self.group = None
        return True

    def _group(self, word: str) -> bool:
        if word not in GROUPS or (word in MAGNITUDES and self.last in {"", "article"}):
            return False  # "decades" alone is a magnitude, "three decades" a number
        self.done = (self.number if self.last else 1) * GROUPS[word]
        self.group = None
        return True

    def _article(self, word: str) -> bool:
        if word not in {"a", "an"} or self.last not in {"", "half"}:
            return False
        self.group = self.group or Decimal(1)
        return True

    def _half(self, word: str) -> bool:
        if word != "half" or self.last:
            return False
        self.group = HALF
        return True

    def _and(self, word: str) -> bool:
        return word == "and" and self.last in {"hundred", "scale"}
