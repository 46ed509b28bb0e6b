"""How what the document shows came about, in words for the files that leave it."""

from __future__ import annotations

import pandas as pd

KINDS = {
    "stated": "A stated figure is the number in the words of its source, with their bound.",
    "span": (
        "A span goes from the lowest to the highest stated figure of comparable claims; it is no"
        " estimate."
    ),
    "sum": "A sum adds the bounds of claims that may be added; an open end stays open.",
    "ratio": "A ratio divides the bounds of one sum by those of another.",
    "spread": "A spread is the highest over the lowest stated figure of comparable claims.",
    "constant": (
        "An amount in constant dollars is the stated amount times the price index of the base year"
        " over that of its own year; of several years, it goes from all of it spent in the dearest"
        " to all of it in the cheapest of them."
    ),
    "multiple": (
        "A multiple is a claim's amount divided by the reference's; an open end stays open."
    ),
    "quotient": "A quotient divides reference claims as the comparison names them.",
}
TABLES = {
    "events": "The days of each event are those of the work that its row names.",
    "timeline": "Each date is as precise as its source states it.",
    "agreement": (
        "Claims on the same quantity, people, place and time by several sources; the relation is"
        " the worst between any two of them."
    ),
    "dated-alike": "Happenings to which several sources give the same date.",
    "echoes": "Claims on the same thing whose chains of citations end in one origin.",
    "look-alikes": "Pairs of claims with the same figure that the rules do not compare.",
    "findings": "Claims that a rule finds cannot all be true as they stand.",
    "positions": "Positions are in our own words, beside words of the source.",
    "balance": "Each origin is counted once, by its side and the side it speaks of.",
    "coverage": "Every event by everybody affected by kind of harm; empty where nothing is told.",
    "robustness": (
        "Each headline figure is computed again without one of the origins or sources behind it:"
        " it stands, moves or vanishes."
    ),
    "verdicts": (
        "A claim is held against reference claims part by part; only an independent one, of the"
        " same thing, confirms or contradicts."
    ),
    "register": "One row is one claim by one source at one place in its text.",
    "references": "One row is one reference claim; its note says in our words what it states.",
    "not-used": "Statements that look like figures, and why each is no claim.",
    "sources": "The records of the bibliography; a field that nobody could verify is empty.",
}


def of(key: str, frame: pd.DataFrame) -> str:
    """How the rows of a table or chart came about: what the table is, and each kind of figure."""
    name = key if key in TABLES else key.partition("-")[0]
    words = [TABLES[name]] if name in TABLES else []
    kinds = set(frame["kind"]) if "kind" in frame else set()
    return " ".join([*words, *(text for kind, text in KINDS.items() if kind in kinds)])
