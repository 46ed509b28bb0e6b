"""Claims held against reference claims: the verdict, what it rests on, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import bounds, cite
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.tables.cells import target, when, whom, with_quantity
from analysis.tables.model import Column, Row, Table, table
from analysis.verdicts import PARTS, differing, kind_of_references, shown
from analysis.wording.magnitude import least

Rows = Mapping[int, Row]

VERDICTS = {
    "confirmed": "Confirmed by an independent figure",
    "contradicted": "Contradicted by an independent figure",
    "quotes_its_source": "Quotes its source correctly; no independent count",
    "quotes_and_not_in_conflict": (
        "Quotes its source correctly; not in conflict with an independent figure"
    ),
    "differs_from_its_source": "Differs from the source it names",
    "quotes_with_another_label": "The number is its source's; the label is not",
    "counts_something_else": "The same number is counted of something else",
    "not_in_conflict": "Not in conflict with an independent figure",
    "usual_figure": "Also given elsewhere, where no counter is named",
    "different_scope": "Only figures of a different scope",
    "no_number": "A word, with no number to check",
    "unchecked": "Unchecked: only figures of a party or an encyclopedia, or none",
}
INDEPENDENCE = {
    "independent": "independent",
    "same_origin": "same origin",
    "party": "a party or an unverified relay; never decides",
    "unknown": "no counter named",
}
PART_WORDS = {
    "fails": "another, though the number is the same",
    "cannot_be_checked": "another, so the number is not held against it",
}


def verdicts(frame: pd.DataFrame, compared: pd.DataFrame, topic: str, dataset: Dataset) -> Table:
    """A topic's claims held against reference claims: claim, references, verdict and why."""
    keys = dataset.quantities.loc[dataset.quantities["topic"] == topic, "quantity"]
    rows = frame[[dataset.row("claims", c)["quantity"] in set(keys) for c in frame["claim_id"]]]
    held: Rows = dict(zip(compared.index, records(compared), strict=True))
    columns = [
        Column("Claim", 28, _held_claim),
        Column("Verdict", 22, lambda row, _: f"**{cite.plain(VERDICTS[row['verdict']])}**"),
        Column("Reference claims", 64, lambda row, data: _held_against(row, held, data)),
        Column("Besides", 22, lambda row, data: _why(row, held, data)),
    ]
    caption = f"Claims held against independent figures: {topic}"
    return table(f"verdicts-{topic}", caption, rows, columns, dataset)


def _held_claim(row: Row, dataset: Dataset) -> str:
    reading = f"; read as: {cite.label(row['reading'])}" if row["reading"] else ""
    claim = dataset.row("claims", row["claim_id"])
    detail = f"{whom(claim, dataset)}; {when(claim, dataset)}"
    return f"{with_quantity(row['claim_id'], dataset)} ({detail}){reading}"


def _held_against(row: Row, compared: Rows, dataset: Dataset) -> str:
    """The rows that decided, or else those compared; of many the first few, the rest counted."""
    printed = shown(row)
    if not printed:
        return "none found"
    said = [_reference(compared[index], dataset) for index in printed]
    left = [index for index in row["compared"] if index not in printed]
    if left:
        more = [claim for index in left for claim in compared[index]["references"]]
        said.append(f"and {cite.counted(len(left), 'sec-references', more)} more")
    return "; ".join(said)


def _reference(row: Row, dataset: Dataset) -> str:
    """What a reference states, cited, what it is to the claim, and why it bears on it."""
    references, kind = row["references"], kind_of_references(row)
    figure = {"kind": kind, "claims": references}
    if row["amount"].vague:
        words = cite.link("no number", target(figure))
    else:
        formula = "" if kind == "stated" else " + ".join(references)
        said = cite.amount_words(row["amount"], row["unit"])
        words = cite.mark(said, target(figure), references, formula)
    sources = cite.citations([dataset.row("claims", claim) for claim in references])
    standing = f"({cite.plain(INDEPENDENCE[row['independence']])}{_gap_words(row)})"
    return (
        f"{words} {sources} {standing} {cite.keyed(row['reason'], row['claim_id'])}{_failing(row)}"
    )


def _gap_words(row: Row) -> str:
    """The claim's figure as a multiple of the reference's, where they differ."""
    if not differing(row):
        return ""
    times = cite.digits(bounds.figure(bounds.rounded(row["gap"])))
    claims = (row["claim_id"], *row["references"])
    goal = target({"kind": "multiple", "claims": claims})
    return f"; the claim is {cite.mark(times, goal, claims, 'claim / reference')} times it"


def _why(row: Row, compared: Rows, dataset: Dataset) -> str:
    """How words were read, other periods that fit, an input that was contradicted."""
    words = [_least_words(row["claim_id"], dataset)]
    if row["fits"]:
        words.append(f"The number fits {_periods(row['fits'], compared, dataset)}.")
    if row["input_failed"]:
        words.append("The amount that it compares is itself contradicted.")
    return " ".join(word for word in words if word) or "–"


def _least_words(claim_id: str, dataset: Dataset) -> str:
    """The least that a magnitude word was read as; empty for a claim with a number."""
    claim = dataset.row("claims", claim_id)
    floor = least(claim["as_stated"]) if claim["amount"].vague else None
    if floor is None:
        return ""
    return cite.keyed(f"The words are read as at least {cite.digits(floor)}.", claim_id)


def _failing(row: Row) -> str:
    parts = [f"{part}: {PART_WORDS[row[part]]}" for part in PARTS[1:] if row[part] in PART_WORDS]
    return f" [{'; '.join(parts).capitalize()}.]{{.note}}" if parts else ""


def _periods(indexes: Sequence[int], compared: Rows, dataset: Dataset) -> str:
    """The periods of the reference claims whose number the claim's fits, each linked."""
    said = []
    for index in indexes:
        claim = dataset.row("claims", compared[index]["references"][0])
        words = cite.period_words(claim["start"], claim["end"]) or "another time"
        said.append(cite.mark(words, cite.anchor(claim["claim_id"]), [claim["claim_id"]]))
    return ", ".join(said)
