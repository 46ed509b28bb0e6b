"""Tables of two editions: the rows and columns added, changed and withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis import edition
from analysis.dataset import Dataset

ROW_COLUMNS = ["table", "key", "change", "column", "before", "after"]
COLUMN_COLUMNS = ["table", "column", "change"]
SOURCES, CUSTOM = "sources", "custom"
Cells = Mapping[str, str]
Rows = Mapping[str, Cells]


def columns(before: Dataset, after: Dataset) -> pd.DataFrame:
    """The columns that one edition has and the other has not.

    Columns: `COLUMN_COLUMNS`; `change` is `added` or `withdrawn`. Of a table that only one
    edition has, every column.
    """
    found = [
        (table, column, change)
        for table in _tables(before, after)
        for change, has, has_not in (("withdrawn", before, after), ("added", after, before))
        for column in _columns(has, table)
        if column not in _columns(has_not, table)
    ]
    return pd.DataFrame(found, columns=COLUMN_COLUMNS)


def rows(before: Dataset, after: Dataset) -> pd.DataFrame:
    """The rows that were added, changed or withdrawn, in the order of tables and rows.

    Columns: `ROW_COLUMNS`; all text. `key` holds the cells of the table's key, with spaces
    between; the bibliography is the table `sources`. `change` is `added`, `changed` or
    `withdrawn`. A changed row has a line for each cell that differs, of the columns that both
    editions have; another has one line, and no `column`.
    """
    found = [
        (table, *difference)
        for table in _tables(before, after)
        for difference in differences(
            *(_rows(each, table, before, after) for each in (before, after))
        )
    ]
    bibliography = differences(*(_records(dataset) for dataset in (before, after)))
    found += [(SOURCES, *difference) for difference in bibliography]
    return pd.DataFrame(found, columns=ROW_COLUMNS, dtype="str")


def differences(before: Rows, after: Rows) -> Iterator[tuple[str, str, str, str, str]]:
    """Key, change, column, old and new cell: of the rows there are now, then of those gone."""
    for key, row in after.items():
        if key not in before:
            yield key, "added", "", "", ""
            continue
        old = before[key]
        for column in dict.fromkeys([*row, *old]):
            cells = old.get(column, ""), row.get(column, "")
            if cells[0] != cells[1]:
                yield key, "changed", column, *cells
    yield from ((key, "withdrawn", "", "", "") for key in before if key not in after)


def _tables(before: Dataset, after: Dataset) -> list[str]:
    """The tables that either edition has, without the one that records the last edition."""
    every = dict.fromkeys([*after.tables, *before.tables])
    return [table for table in every if table != edition.TABLE]


def _columns(dataset: Dataset, table: str) -> list[str]:
    return list(map(str, dataset.tables[table])) if table in dataset.tables else []


def _rows(dataset: Dataset, table: str, before: Dataset, after: Dataset) -> Rows:
    """A table's rows by key, cut to the columns that both editions have, where both have it."""
    if table not in dataset.tables:
        return {}
    others = [each for each in (before, after) if table in each.tables]
    shared = [
        c for c in _columns(dataset, table) if all(c in each.tables[table] for each in others)
    ]
    keys = [c for c in _key_columns(others[-1], table) if c in shared] or shared
    made: dict[str, Cells] = {}
    for cells in dataset.tables[table][shared].to_dict("records"):
        row = {str(name): str(cell) for name, cell in cells.items()}
        made[_free(" ".join(row[name] for name in keys), made)] = row
    return made


def _key_columns(dataset: Dataset, table: str) -> list[str]:
    """The columns of a table's key, as its descriptor says."""
    resources = {r["name"]: r for r in dataset.descriptor["resources"]}
    key = resources[table]["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else key if isinstance(key, list) else []


def described(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    """Descriptions of a table's columns; of `sources`, of the fields of `custom`."""
    if table != SOURCES:
        return dataset.columns(table)
    about = dataset.descriptor.get("bibliography")
    fields = about.get("fields") if isinstance(about, dict) else None
    return [f for f in fields or [] if isinstance(f, dict) and "name" in f]


def _free(key: str, taken: Rows) -> str:
    """A key; of a row whose key was there before, with a number: only a broken table has any."""
    times = 1
    while (name := f"{key} ({times})" if times > 1 else key) in taken:
        times += 1
    return name


def _records(dataset: Dataset) -> Rows:
    """The bibliography by citekey, each field as text, those of `custom` by their own names."""
    return {key: dict(_fields(source.record)) for key, source in dataset.sources.items()}


def _fields(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if name == CUSTOM and isinstance(value, dict):
            yield from ((f"{CUSTOM}.{field}", _text(inner)) for field, inner in value.items())
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
