"""How often the program looks through its memory for what is no longer used."""

from __future__ import annotations

import gc

# How much is made between two such looks.
SELDOM = (50_000, 20, 20)


def look_seldom() -> None:
    """What is made of a dataset stays to the end: looks take a third of the time, for little."""
    gc.set_threshold(*SELDOM)
