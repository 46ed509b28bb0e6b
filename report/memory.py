"""How often the program looks through its memory for what is no longer used."""

from __future__ import annotations

import gc

# How much is made between two looks at what is new, and how often what is older is looked at too:
# twice, and then never.
SELDOM = (50_000, 20, 1 << 30)


def look_seldom() -> None:
    """What is made of a dataset stays to the end: looks take a third of the time, for little.

    A process that renders again and again looks through all by itself, with `gc.collect`.
    """
    gc.set_threshold(*SELDOM)
