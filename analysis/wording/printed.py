"""Number tokens of a printed text: digits with their separators, and number words."""

from __future__ import annotations

import re

from analysis.wording.vocabulary import SCALES, TENS, UNITS

WORDS = sorted([*UNITS, *TENS, "hundred", *SCALES], key=len, reverse=True)
NUMBER = re.compile(
    rf"\d(?:[\d.,:/–-]*\d)?|(?<![^\W_])(?:{'|'.join(WORDS)})(?![^\W_])", re.IGNORECASE
)


def number_tokens(text: str) -> list[str]:
    """The number tokens of a text, in order, as printed."""
    return NUMBER.findall(text)
