"""Comparisons and ranks in words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from analysis.wording.vocabulary import COMPARATIVE, ORDINALS, RANKED, SUPERLATIVE, TYPOGRAPHY


@lru_cache(maxsize=1 << 16)
def compares(text: str) -> bool:
    """Whether a text compares or ranks: it has a comparative or a superlative word."""
    plain = text.lower().translate(TYPOGRAPHY)
    return bool(SUPERLATIVE.search(plain) or COMPARATIVE.search(plain))


def rank_in(text: str) -> Decimal | None:
    """The rank that a text states: 2 for "second-largest", 1 for "largest", None for no rank."""
    plain = text.lower().translate(TYPOGRAPHY)
    if match := RANKED.search(plain):
        place = next(filter(None, match.groups()))
        return Decimal(ORDINALS.get(place, place))
    return Decimal(1) if SUPERLATIVE.search(plain) else None
