"""The least that a magnitude word allows: "hundreds" are two hundred at least."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

GROUPS = {
    "tens": Decimal(20),
    "dozens": Decimal(24),
    "scores": Decimal(40),
    "hundreds": Decimal(200),
    "thousands": Decimal(2000),
    "millions": Decimal(2_000_000),
}
OF = {"thousands": Decimal(1000), "millions": Decimal(1_000_000)}
MAGNITUDE = re.compile(rf"\b({'|'.join(GROUPS)})(?:\s+of\s+({'|'.join(OF)}))?\b")


@lru_cache(maxsize=1 << 16)
def least(words: str) -> Decimal | None:
    """The lowest number that a plural magnitude word allows; None for "many", "several", "some".

    A plural says two at least: "dozens" are 24 or more. This is a bound for checks, not a figure.
    """
    found = MAGNITUDE.search(words.lower())
    return GROUPS[found[1]] * OF.get(found[2] or "", Decimal(1)) if found else None
