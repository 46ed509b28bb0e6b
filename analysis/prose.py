"""Frames to cited sentences: what the sources state about each event, in lists and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import cite, tables
from analysis.dataset import Dataset
from analysis.frames import records, tuples
from analysis.tables import Row


def findings(frame: pd.DataFrame, dataset: Dataset) -> str:
    """A bulleted list: for each event or period, each quantity with every figure and its source.

    Events in their order, then the periods of no event by date. Empty for a frame without rows.
    """
    if frame.empty:
        return ""
    whens = [tables.when_words(row, dataset) for row in records(frame)]
    groups = sorted(frame.assign(when=whens).groupby("when", sort=False), key=_begins)
    return "\n".join(_finding(str(when), rows, dataset) for when, rows in groups) + "\n"


def _begins(group: tuple[object, pd.DataFrame]) -> str:
    """When a period of no event begins, as far as it is said; empty for an event."""
    row = group[1].iloc[0]
    return "" if row["event"] else row["start"] or row["end"] or row["as_of"] or UNDATED


def numbers_only(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures that are numbers, without magnitude words, stated ranks and restatements."""
    vague = frame["amount"].map(lambda amount: amount.vague).astype(bool)
    ranked = (frame["kind"] == "stated") & frame["unit"].isin(["rank", "ratio"])
    return frame[~vague & ~ranked & (frame["repeats"] == "")]


def _finding(when: str, rows: pd.DataFrame, dataset: Dataset) -> str:
    counted = [tables.measured_words(row, dataset) for row in records(rows)]
    sentences = [
        _sentence(str(label), records(alike), dataset)
        for label, alike in rows.assign(counted=counted).groupby("counted", sort=False)
    ]
    return f"- **{cite.label(when)}.** {' '.join(sentences)}"


def _sentence(counted: str, rows: Sequence[Row], dataset: Dataset) -> str:
    return f"{cite.label(counted)}: {'; '.join(_figure(row, dataset) for row in rows)}."


def _figure(row: Row, dataset: Dataset) -> str:
    said = "; ".join(part for part in (_whom(row, dataset), tables.how(row, dataset)) if part)
    detail = f" ({cite.label(said)})" if said else ""
    claims = [dataset.row("claims", claim) for claim in row["claims"]]
    claimed = tables.claimed(claims[0], dataset) if len(claims) == 1 else ""
    return f"{tables.number(row, dataset)}{detail} {cite.citations(claims)}{claimed}"


def _whom(row: Row, dataset: Dataset) -> str:
    """Of whom, in words; silent only where a quantity is not one of people."""
    whom = tables.whom_words(row, dataset)
    people = row["unit"] == "persons"
    if whom.startswith(tables.NOT_SAID):
        return whom.replace(tables.NOT_SAID, "whose is not said") if people else ""
    return whom


def decided(verdicts: pd.DataFrame, dataset: Dataset) -> str:
    """A bulleted list: the claims that independent figures confirm, and those they contradict.

    Those apart of which that holds in a reading of their words only. Empty where none is decided.
    """
    found: dict[str, set[str]] = {}
    for claim, verdict in tuples(verdicts[["claim_id", "verdict"]]):
        found.setdefault(claim, set()).add(verdict)
    lines = []
    for verdict in DECIDING:
        claims = [claim for claim, each in found.items() if verdict in each]
        of_a_reading = [claim for claim in claims if len(found[claim]) > 1]
        always = [claim for claim in claims if claim not in of_a_reading]
        lines += [_decided(tables.VERDICTS[verdict], always, dataset)]
        lines += [_decided(f"{tables.VERDICTS[verdict]} {IN_A_READING}", of_a_reading, dataset)]
    return "".join(f"- {line}\n" for line in lines if line)


def _decided(words: str, claims: Sequence[str], dataset: Dataset) -> str:
    said = "; ".join(tables.with_quantity(claim, dataset) for claim in claims)
    return f"**{words}.** {said}." if said else ""


def silences(frame: pd.DataFrame, dataset: Dataset) -> str:
    """A bulleted list of what no article gives a figure for: whole kinds first, then by kind.

    Empty for a frame without rows.
    """
    lines = [_whole(frame, silence, dataset) for silence in WHOLE]
    parts = frame[~frame["silence"].isin(list(WHOLE))]
    by_kind = parts.groupby("quantity", sort=False)
    lines += [_silent(str(kind), rows, dataset) for kind, rows in by_kind]
    return "".join(f"- {line}\n" for line in lines if line)


def _whole(frame: pd.DataFrame, silence: str, dataset: Dataset) -> str:
    """The kinds of harm with no claim at all, or with words only."""
    kinds = frame.loc[frame["silence"] == silence, "quantity"]
    names = "; ".join(cite.label(dataset.label("quantities", kind)) for kind in kinds)
    return f"**{WHOLE[silence]}:** {names}." if names else ""


def _silent(quantity: str, rows: pd.DataFrame, dataset: Dataset) -> str:
    """What is missing of one kind of harm."""
    label = cite.label(dataset.label("quantities", quantity))
    said = (_missing(row, dataset) for row in records(rows))
    return f"**{label}.** {' '.join(said)}"


def _missing(row: Row, dataset: Dataset) -> str:
    if row["silence"] not in OF_EVENTS:
        return f"{SILENCES[row['silence']]}: {_labels('actors', row['of'], dataset)}."
    if row["spoken_of"] and len(row["spoken_of"]) < len(row["of"]):
        return f"{EXCEPT}: {_labels('events', row['spoken_of'], dataset)}."
    return f"{SILENCES[row['silence']]}: {_labels('events', row['of'], dataset)}."


def _labels(table: str, keys: Sequence[str], dataset: Dataset) -> str:
    """The names of actors or events; an empty key is an event that is not said."""
    names = (dataset.label(table, key) or tables.EVENT_NOT_SAID for key in keys)
    return "; ".join(cite.label(name) for name in names)


DECIDING = ("confirmed", "contradicted")
IN_A_READING = "in a reading of the words"
UNDATED = "9999"
WHOLE = {
    "kind": "No figure or magnitude word in any article",
    "figure": "Only magnitude words, no figure",
}
OF_EVENTS = ("undivided", "words", "events")
SILENCES = {
    "sides": "No figure for people of these sides",
    "civilian": "No figure for civilians of these sides",
    "military": "No figure for the military of these sides",
    "undivided": "A figure, but not by side, for",
    "words": "Only a magnitude word for",
    "events": "Nothing on",
}
EXCEPT = "Nothing on any event except"
