"""Frames to cited sentences: what the sources state about each event, in lists and paragraphs."""

from __future__ import annotations

import pandas as pd

from analysis import cite, tables
from analysis.dataset import Dataset
from analysis.tables import Row


def findings(frame: pd.DataFrame, dataset: Dataset) -> str:
    """A bulleted list: for each event or period, each quantity with every figure and its source.

    Empty for a frame without rows.
    """
    if frame.empty:
        return ""
    whens = [tables.when_words(row, dataset) for row in frame.to_dict("records")]
    groups = frame.assign(when=whens).groupby("when", sort=False)
    return "\n".join(_finding(str(when), rows, dataset) for when, rows in groups) + "\n"


def numbers_only(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures that are numbers, without magnitude words, stated ranks and restatements."""
    vague = frame["amount"].map(lambda amount: amount.vague).astype(bool)
    ranked = (frame["kind"] == "stated") & frame["unit"].isin(["rank", "ratio"])
    return frame[~vague & ~ranked & (frame["repeats"] == "")]


def _finding(when: str, rows: pd.DataFrame, dataset: Dataset) -> str:
    sentences = [
        _sentence(str(label), quantity.to_dict("records"), dataset)
        for label, quantity in rows.groupby("quantity", sort=False)
    ]
    return f"- **{cite.label(when)}.** {' '.join(sentences)}"


def _sentence(quantity: str, rows: list[Row], dataset: Dataset) -> str:
    label = cite.label(dataset.label("quantities", quantity))
    return f"{label}: {'; '.join(_figure(row, dataset) for row in rows)}."


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
