"""What changed between two states of a dataset, as lines for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.text import Text

from analysis.changes import Changes
from analysis.dataset import Dataset
from analysis.frames import Record, records
from report.show import heading, line

CLAIMS = "claims"
MARKS = {"added": "+", "changed": "~", "withdrawn": "-"}
PARTS = {"figure": "Figures", "relation": "Relations", "verdict": "Verdicts"}
NOTHING = "nothing"


def lines(found: Changes) -> Iterator[Text]:
    """Claims, other rows, columns, and what moved; one line where nothing changed."""
    old, new, _ = found.names
    if found.none:
        yield line(f"Nothing changed since {old}.")
    else:
        yield line(f"From {old} to {new}")
        yield from _columns(found.columns)
        for table, rows in found.rows.groupby("table", sort=False):
            yield from _table(str(table), rows, found)
        for part, rows in found.moved.groupby("part", sort=False):
            yield heading(f"{PARTS[str(part)]} that moved: {len(rows)}")
            yield from (line(f"  {words}") for row in records(rows) for words in _moved(row))
        if found.described:
            yield line("The texts of datapackage.json changed.")
    yield from (line(f"Left out, as it cannot be computed: {why}.") for why in found.left_out)


def _columns(columns: pd.DataFrame) -> Iterator[Text]:
    if not columns.empty:
        yield heading(f"Columns: {len(columns)}")
    for row in records(columns):
        yield line(f"  {MARKS[row['change']]} {row['table']}.{row['column']} {row['change']}")


def _table(table: str, rows: pd.DataFrame, found: Changes) -> Iterator[Text]:
    """A table's rows: how many came, changed and went, and each with its cells."""
    numbers = rows.drop_duplicates("key")["change"].value_counts()
    counted = ", ".join(f"{numbers[change]} {change}" for change in MARKS if change in numbers)
    yield heading(f"{table.replace('_', ' ').capitalize()}: {counted}")
    stated = {row["claim_id"]: _stated(row) for row in records(found.claims)}
    for key, cells in rows.groupby("key", sort=False):
        mark = MARKS[cells["change"].iloc[0]]
        yield line(f"  {mark} {key}{stated.get(str(key), '') if table == CLAIMS else ''}")
        for row in records(cells[cells["column"] != ""]):
            yield line(
                f"      {row['column']}: {row['before'] or NOTHING} → {row['after'] or NOTHING}"
            )


def _stated(row: Record) -> str:
    """What a claim stated and states, once where that is the same."""
    said = [*dict.fromkeys(filter(None, (row["before"], row["after"])))]
    return f": {' → '.join(said)}" if said else ""


def _moved(row: Record) -> Iterator[str]:
    yield row["name"]
    yield f"    {row['before'] or NOTHING} → {row['after'] or NOTHING}"
    yield f"    moved by {', '.join(row['by']) or 'the edition'}"


def as_json(found: Changes) -> str:
    """The same as JSON in ASCII: `before`, `after`, `columns`, `rows`, `moved`, `left_out`."""
    moved = found.moved.drop(columns=["row_before", "row_after"])
    record: dict[str, Any] = {
        "before": _state(found.names.old, found.before),
        "after": _state(found.names.new, found.after),
        "columns": records(found.columns),
        "rows": records(found.rows),
        "moved": records(moved),
        "descriptor_changed": found.described,
        "left_out": list(found.left_out),
    }
    return json.dumps(record, indent=1)


def _state(name: str, dataset: Dataset) -> dict[str, str]:
    return {"name": name, "version": dataset.version, "date": dataset.date}
