"""The dataset: found, read, validated, and held as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.bounds import Amount, stated
from analysis.errors import DatasetError, Problem
from analysis.folder import checked, find
from analysis.frames import ByKey, objects, remembered, tuples
from analysis.records import Records, read
from analysis.rules import problems_in
from analysis.sources import Source

__all__ = ["Dataset", "Source", "find", "load"]

COUNTED = ("persons", "item")
LABELLED = ("actors", "events", "places", "quantities")


@dataclass(frozen=True)
class Dataset:
    """A dataset that was read.

    `tables` are the CSV files as text ("" where a cell is empty), indexed by the row number a
    spreadsheet shows; the properties give the same tables with numbers as exact `Decimal`
    (None where a cell is empty). `sources` is the bibliography by citekey, seeds first.
    """

    folder: Path
    descriptor: Mapping[str, Any] = field(repr=False)
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)

    @property
    def title(self) -> str:
        return str(self.descriptor.get("title", ""))

    @property
    def subtitle(self) -> str:
        return str(self.descriptor.get("subtitle", ""))

    @property
    def description(self) -> str:
        return str(self.descriptor.get("description", ""))

    @property
    def version(self) -> str:
        return str(self.descriptor.get("version", ""))

    @property
    def date(self) -> str:
        """Day of the edition, YYYY-MM-DD."""
        return str(self.descriptor.get("created", ""))[:10]

    @property
    def seeds(self) -> dict[str, Source]:
        """The base articles in the order of their numbers."""
        seeds = [source for source in self.sources.values() if source.is_seed]
        return {s.citekey: s for s in sorted(seeds, key=lambda s: (s.seed, s.citekey))}

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims; `amount` holds what each states as a `bounds.Amount`, in its unit."""
        claims = self._with_numbers("claims")
        texts = self.tables["claims"][["bound", "value", "low", "high", "unit"]]
        known: dict[Amount, Amount] = {}

        @cache
        def first_alike(*cells: str) -> Amount:
            made = _amount(*cells)
            return known.setdefault(made, made)

        amounts = (first_alike(*cells) for cells in tuples(texts))
        return claims.assign(amount=objects(amounts, claims.index))

    @cached_property
    def order(self) -> dict[str, int]:
        """Where each claim stands among the claims."""
        return self.rows("claims").places

    @cached_property
    def statements(self) -> pd.DataFrame:
        """The claims that quote their source's words: what the base articles state."""
        return self.claims[self._quoted]

    @cached_property
    def references(self) -> pd.DataFrame:
        """The claims of reference works, which paraphrase: what the statements are held against."""
        return self.claims[~self._quoted]

    @cached_property
    def _quoted(self) -> pd.Series:
        """Which claims quote their source's words."""
        return self.claims["as_stated"].astype(bool)

    @cached_property
    def quantities(self) -> pd.DataFrame:
        return self._with_numbers("quantities")

    @cached_property
    def timeline(self) -> pd.DataFrame:
        return self._with_numbers("timeline")

    @cached_property
    def contested(self) -> pd.DataFrame:
        return self._with_numbers("contested")

    @cached_property
    def not_used(self) -> pd.DataFrame:
        return self._with_numbers("not_used")

    @cached_property
    def events(self) -> pd.DataFrame:
        return self._with_numbers("events")

    @cached_property
    def actors(self) -> pd.DataFrame:
        return self._with_numbers("actors")

    @cached_property
    def places(self) -> pd.DataFrame:
        return self._with_numbers("places")

    @cached_property
    def memory(self) -> defaultdict[Any, dict[Any, Any]]:
        """What was computed from this dataset by keys; see `frames.remembered`."""
        return defaultdict(dict)

    @cached_property
    def sides(self) -> dict[str, str]:
        """The side each actor belongs to, empty for none."""
        return dict(zip(self.actors["actor"], self.actors["side"], strict=True))

    @cached_property
    def exceptions(self) -> dict[frozenset[str], str]:
        """Pairs of claims that may be set side by side against the rules, with the reason."""
        rows = self._with_numbers("exceptions")
        pairs = zip(rows["claim_id"], rows["other_claim_id"], rows["reason"], strict=True)
        return {frozenset(pair): str(reason) for *pair, reason in pairs}

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        return self._with_numbers("comparisons")

    @cached_property
    def references_named(self) -> dict[str, list[str]]:
        """What the comparisons name beside each claim: ids, or expressions of ids."""
        named: dict[str, list[str]] = {}
        for claim, expression in tuples(self.comparisons[["claim_id", "reference_claim_id"]]):
            named.setdefault(claim, []).append(expression)
        return named

    @cached_property
    def prices(self) -> pd.DataFrame:
        return self._with_numbers("prices")

    @cached_property
    def rates(self) -> pd.DataFrame:
        return self._with_numbers("rates")

    @cached_property
    def edition(self) -> pd.DataFrame:
        return self._with_numbers("edition")

    def row(self, table: str, key: str) -> dict[str, Any]:
        """The record of a table with this key in its first column. Raises `KeyError`."""
        return self.rows(table)[key]

    def rows(self, table: str) -> ByKey:
        """The records of a table by the key in its first column, for a caller with many keys.

        To look up and to ask whether a key is there: a record is made when it is asked for.
        """
        try:
            return self._rows[table]
        except KeyError:
            return self._rows.setdefault(table, ByKey(getattr(self, table)))

    @cached_property
    def _rows(self) -> dict[str, ByKey]:
        return {}

    def label(self, table: str, key: str) -> str:
        """The label of a key of a table of `LABELLED`; empty for an empty key."""
        return self._labels[table][key]

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        tables: list[pd.DataFrame] = [getattr(self, table) for table in LABELLED]
        labels = ((t[t.columns[0]].tolist(), map(str, t["label"].tolist())) for t in tables)
        of_tables = ({**dict(zip(*pair, strict=True)), "": ""} for pair in labels)
        return dict(zip(LABELLED, of_tables, strict=True))

    def nested(self, table: str, first: str, second: str) -> bool:
        """Whether one of two keys lies inside the other, by `within` or `part_of`."""
        return self.within(table, first, second) or self.within(table, second, first)

    def within(self, table: str, part: str, whole: str) -> bool:
        """Whether a key lies inside another, by `within` or `part_of`, at any depth."""
        return part != whole and bool(whole) and whole in self.wholes(table, part)

    @remembered
    def wholes(self, table: str, key: str) -> frozenset[str]:
        """A key and all that it lies inside, by `within` or `part_of`; none for an empty key."""
        rows, above = self.rows(table), set[str]()
        while key in rows and key not in above:
            above.add(key)
            key = rows[key].get("within") or rows[key].get("part_of") or ""
        return frozenset(above | {key} if key else above)

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Descriptions of a table's columns; empty when the dataset has no such table."""
        for resource in self.descriptor.get("resources", []):
            if resource["name"] == table:
                return list(resource["schema"]["fields"])
        return []

    def _with_numbers(self, table: str) -> pd.DataFrame:
        if table not in self.tables:
            return _without_rows(table)
        frame = self.tables[table].copy(deep=False)
        for column in self.columns(table):
            if column.get("holds") == "number":
                frame[column["name"]] = numbers(frame[column["name"]])
        return frame


def _without_rows(table: str) -> pd.DataFrame:
    """A table that a dataset has not, which it need not have: its columns without rows."""
    if table in schema.REQUIRED:
        raise DatasetError(Problem(f"data/{table}.csv", message="the dataset has no such table"))
    return pd.DataFrame(columns=list(schema.tables().get(table, ())), dtype="str")


def numbers(stated: pd.Series) -> pd.Series:
    """Exact numbers of a text column, None where it is empty; object dtype."""
    parsed = {text: _number(text) for text in stated.unique()}
    return objects(map(parsed.__getitem__, stated.tolist()), stated.index)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _amount(bound: str, value: str, low: str, high: str, unit: str) -> Amount:
    figures = map(_number, (value, low, high))
    return stated(bound, *figures, counted=unit in COUNTED)


def load(folder: Path | str, validate: bool = True) -> Dataset:
    """Read the dataset in `folder`; raises `DatasetError` with every problem found.

    With `validate=False` only what cannot be read is an error, not what breaks a rule.
    """
    records = read(checked(Path(folder)))
    return held(records, problems_in(records) if validate else records.problems)


def held(records: Records, problems: Sequence[Problem]) -> Dataset:
    """The dataset that was read. Raises `DatasetError` where there are problems."""
    if problems:
        raise DatasetError(problems)
    seeds_first = sorted(records.sources.items(), key=lambda item: not item[1].is_seed)
    return Dataset(records.folder, records.descriptor, records.tables, dict(seeds_first))
