"""A row of the dataset as labelled texts: source, place, words, and how it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis import cite, tables
from analysis.dataset import Dataset, Source

Row = Mapping[str, Any]
Fields = list[tuple[str, str]]
NOBODY = "the source names nobody"


@dataclass(frozen=True)
class Record:
    """A row of the dataset: its id and what it says, as labelled texts."""

    key: str
    fields: tuple[tuple[str, str], ...]


def record(dataset: Dataset, key: str) -> Record:
    """The row with this id. Raises `KeyError`."""
    table = table_of(dataset, key)
    if table is None:
        raise KeyError(key)
    row = dataset.row(table, key)
    fields = [*_place(row, dataset), *FIELDS[table](row, dataset)]
    return Record(key, tuple((label, text) for label, text in fields if text))


def table_of(dataset: Dataset, key: str) -> str | None:
    """The table that holds the row with this id; None where none does."""
    return next((table for table in FIELDS if key in keys_of(dataset, table)), None)


def keys_of(dataset: Dataset, table: str) -> set[str]:
    """The ids of a table's rows."""
    frame = dataset.tables.get(table)
    return set() if frame is None else set(frame.iloc[:, 0])


def _place(row: Row, dataset: Dataset) -> Fields:
    """Source, place and words."""
    words = f"“{row['as_stated']}”" if row["as_stated"] else ""
    return [
        ("source", source_words(dataset.sources[row["source"]])),
        ("place", cite.place_words(row["locator"])),
        ("words", words),
    ]


def source_words(source: Source) -> str:
    """Authors, title, where and when a source appeared, its address and citekey."""
    dated = cite.date_words(source.issued)
    parts = [", ".join(source.authors), source.title, source.container, dated, source.url]
    return ". ".join([*filter(None, parts), f"[{source.citekey}]"])


def _claim(row: Row, dataset: Dataset) -> Fields:
    unit = row["unit"]
    figure = "no number" if row["amount"].vague else cite.amount_words(row["amount"], unit)
    return [
        ("states", f"{dataset.label('quantities', row['quantity'])}: {figure}"),
        ("bound", row["bound"].replace("_", " ")),
        ("of whom", tables.whom_words(row, dataset)),
        ("counterpart", dataset.label("actors", row["counterpart"])),
        ("when", tables.when_words(row, dataset)),
        ("where", dataset.label("places", row["place"])),
        ("figure of", _claimant(row, dataset)),
        ("how known", ", ".join(filter(None, [row["method"], row["status"]])).replace("_", " ")),
        ("repeats", row["repeats"]),
        ("derivation", row["derivation"]),
        ("note", row["note"]),
    ]


def _claimant(row: Row, dataset: Dataset) -> str:
    """Whom and what the source names for a number."""
    cited = source_words(dataset.sources[row["cites"]]) if row["cites"] else ""
    named = [dataset.label("actors", row["claimant"]), f"citing {cited}" if cited else ""]
    return "; ".join(filter(None, named)) or NOBODY


def _happening(row: Row, dataset: Dataset) -> Fields:
    return [
        ("date", f"{cite.date_words(row['date'])} ({row['date_basis']})"),
        ("happening", row["description"]),
        ("event", dataset.label("events", row["event"])),
    ]


def _contested(row: Row, _: Dataset) -> Fields:
    return [("matter", row["matter"]), ("position", row["position"])]


def _left_out(row: Row, _: Dataset) -> Fields:
    return [("not taken", row["reason"])]


FIELDS: Mapping[str, Callable[[Row, Dataset], Fields]] = {
    "claims": _claim,
    "timeline": _happening,
    "contested": _contested,
    "not_used": _left_out,
}
