"""What several sources state: side by side, echoed, alike only in looks, at odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd

from analysis import cite, spans
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.tables.cells import (
    figures_of,
    measure,
    measures,
    number,
    origin_words,
    places_cited,
    said_so,
    stated_number,
    whens,
    with_quantity,
)
from analysis.tables.model import (
    Cells,
    Column,
    Row,
    Table,
    alike,
    by_row,
    joined,
    kept,
    looking_up,
    of,
    once_each,
    table,
)

NO_FIGURE = "nothing comparable"
RELATIONS = {
    "agree": "agree",
    "overlap": "overlap: a range shares values with the other",
    "disagree": "disagree: no number satisfies both",
    "not_in_conflict": "not in conflict: an open bound that the other satisfies",
    "words": "words only, no number to compare",
}
# Of more than two claims the worst relation between any two is told.
OF_SEVERAL = RELATIONS | {
    "overlap": "overlap: a range shares values with another",
    "disagree": "disagree: no number satisfies all",
    "not_in_conflict": "not in conflict: an open bound that the others satisfy",
}
FINDINGS = {
    "part_larger_than_whole": "The part is stated as larger than its whole.",
    "more_left_than_lived_there": (
        "More people are said to have left than are stated to have lived there. Both hold only if"
        " more lived there than the stated number."
    ),
    "length_against_its_own_dates": "The stated length does not fit the dates given for it.",
    "set_side_by_side": (
        "The numbers stand side by side in the source, but are not known to be by the same counter"
        " and of the same day."
    ),
}


def who_says_what(groups: pd.DataFrame, spreads: pd.DataFrame, dataset: Dataset) -> Table:
    """What two or more sources state on the same thing: a column a source, and their relation."""
    every = dict.fromkeys([*dataset.seeds, *dataset.sources])
    said = set(chain.from_iterable(groups["sources"]))
    sources = [key for key in every if key in said]
    width = max(10, 70 // max(1, len(sources)))
    says = [
        Column(cite.label(dataset.sources[key].short_title), width, _says(key)) for key in sources
    ]
    rows = records(groups)
    for row in rows:
        row["said"] = _said(row, dataset)
    by_group = {row["claims"]: row for row in records(spreads)}
    columns = [
        Column("On what", 24, joined(", ", measures, whens)),
        *says,
        Column("Relation", 24, by_row(lambda row, data: _relation(row, by_group, data))),
    ]
    caption = "What several sources state on the same thing"
    notes = [
        f"{measure(row, dataset)}, set side by side as an exception: {cite.label(row['note'])}"
        for row in records(groups[groups["note"] != ""])
    ]
    return table("agreement", caption, rows, columns, dataset, notes)


def _says(source: str) -> Cells:
    """The cells of one source: each of its figures with its paragraph, or that there is none."""
    return lambda rows, _: [said.get(source, NO_FIGURE) for said in rows.column("said")]


def _said(row: Row, dataset: Dataset) -> dict[str, str]:
    """The figures of a group with their paragraphs, by source."""
    said: dict[str, str] = {}
    for claim in spans.rows(dataset, row["claims"]):
        source, figure = claim["source"], stated_number(claim["claim_id"], dataset)
        figure += f" {cite.citation(claim, short=True)}"
        said[source] = f"{said[source]}; {figure}" if source in said else figure
    return said


def _relation(row: Row, spreads: Mapping[Sequence[str], Row], dataset: Dataset) -> str:
    told = RELATIONS if len(row["claims"]) == 2 else OF_SEVERAL
    words = cite.plain(told[row["relation"]])
    claims = spans.rows(dataset, row["claims"])
    spread = spreads.get(tuple([c["claim_id"] for c in claims if not c["amount"].vague]))
    if spread is not None:
        words += f"; highest to lowest {number(spread, dataset)}"
    origins, sources = len(row["origins"]), len(row["sources"])
    noun = "origin" if origins == 1 else "origins"
    counts = [cite.counted(n, "sec-sources", row["claims"]) for n in (sources, origins)]
    return f"{words}; {counts[0]} sources, {counts[1]} {noun}"


def echoes(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Statements that are one witness: a source that repeats itself, sources with one origin."""
    columns = [
        Column("Origin", 24, alike(_origin, "origin")),
        Column("Claims", 40, looking_up(figures_of, "claims")),
        Column("How", 30, of(cite.plain, "how")),
    ]
    return table("echoes", "Statements that count as a single witness", frame, columns, dataset)


def _origin(row: Row, dataset: Dataset) -> str:
    return cite.label(origin_words(row["origin"], dataset))


def look_alikes(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Numbers that look alike and measure different things."""
    columns = [
        Column("This", 34, once_each(with_quantity, "first")),
        Column("and this", 34, once_each(with_quantity, "second")),
        Column("Not compared, because of", 34, of(cite.label, "reason")),
    ]
    caption = "Numbers that look alike and measure different things"
    return table("look-alikes", caption, frame, columns, dataset)


def findings(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """What cannot all be true as it stands, or is not what it is set beside."""
    columns = [
        Column("Finding", 40, of(_finding, "rule")),
        Column("Claims", 60, looking_up(_with_quantities, "claims")),
    ]
    return table(
        "findings",
        "Statements that do not fit together, or may not be compared",
        frame,
        columns,
        dataset,
    )


def _finding(rule: str) -> str:
    return cite.plain(FINDINGS[rule])


def _with_quantities(claims: Sequence[str], dataset: Dataset) -> str:
    return "; ".join(map(kept(dataset, with_quantity).__getitem__, claims))


def dated_alike(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Dates that several sources give alike."""
    columns = [
        Column("Date", 16, of(_dated, "date", "ids")),
        Column("What the sources date so", 84, looking_up(_happenings, "ids")),
    ]
    return table("dated-alike", "Dates that several sources give alike", frame, columns, dataset)


def _dated(date: str, ids: Sequence[str]) -> str:
    return cite.keyed(cite.date_words(date), ids[0])


def _happenings(ids: Sequence[str], dataset: Dataset) -> str:
    rows = [dataset.row("timeline", key) for key in ids]
    said = (f"{cite.keyed(row['description'], row['id'])} {cite.citation(row)}" for row in rows)
    return " ".join(said)


def positions(frame: pd.DataFrame, dataset: Dataset) -> Table:
    """Matters that are not numbers: who says what, side by side."""
    frame = frame.sort_values(["matter"], kind="stable")
    columns = [
        Column("Matter", 24, of(cite.label, "matter")),
        Column("Position, in our words", 40, of(cite.keyed, "position", "id")),
        Column("Words in the source", 24, of(said_so, "as_stated", "id")),
        Column("Source", 18, places_cited),
    ]
    caption = "Positions of the sources on matters that are not numbers"
    return table("positions", caption, frame, columns, dataset)
