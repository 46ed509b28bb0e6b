"""One row or printed number: its source and words, what is computed from it, where it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import cite, computed, edition, spans, tables
from analysis.dataset import Dataset
from analysis.errors import Problem, ReportError
from analysis.evidence.asked import Asked
from analysis.evidence.particulars import FIELDS, Record, keys_of, record, table_of
from analysis.frames import records
from analysis.wording import plain

Row = Mapping[str, Any]
Test = Callable[[Row], bool]
SIGNS = {"+": "plus", "*": "times", "/": "divided by"}
LONGEST = 80  # characters of a query that near matches are sought for


@dataclass(frozen=True)
class Computed:
    """A computed figure: its kind, its words, its formula in words, and the ids of its claims."""

    kind: str
    words: str
    formula: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """A place of the report: what is printed there, and its section, table or chart, and row.

    `kind` is `n` (a number), `k` (text of one row), `chart`, or `count` (a number of records).
    """

    kind: str
    text: str
    formula: str
    heading: str
    table: str
    row: str
    anchor: str
    records: tuple[str, ...]

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Printed:
        """A place from an entry of the report's lineage."""
        place = entry["place"]
        texts = {name: str(entry[name]) for name in ("kind", "text", "formula", "anchor")}
        where = {name: str(place[name]) for name in ("heading", "table", "row")}
        return cls(records=tuple(map(str, entry["claims"])), **texts, **where)


@dataclass(frozen=True)
class Trace:
    """All that is known of a query; `printed` is None where no report has been rendered."""

    query: str
    records: tuple[Record, ...]
    computed: tuple[Computed, ...]
    printed: tuple[Printed, ...] | None


def trace(dataset: Dataset, lineage: Sequence[Mapping[str, Any]] | None, query: str) -> Trace:
    """What the id of a row, or a number as printed, goes back to and leads to.

    `lineage` is that of the rendered report (`report.lineage`), None where there is none. Raises
    `ReportError`, with what is near, where nothing has this id or is printed so.
    """
    wanted = query.strip()
    places = [Printed.read(entry) for entry in lineage or ()]
    figures: list[Row] = [*records(computed.figures(dataset))]
    if table_of(dataset, wanted):
        keys, used = [wanted], [row for row in figures if wanted in row["claims"]]
        places = [place for place in places if wanted in place.records]
    else:
        keys, used, places = _of_number(dataset, figures, places, wanted)
    return Trace(
        wanted,
        tuple(record(dataset, key) for key in dict.fromkeys(keys)),
        tuple(_computed(row, dataset) for row in used),
        None if lineage is None else tuple(places),
    )


def stated_figures(dataset: Dataset) -> list[Row]:
    """Every claim as a figure. Keys: `spans.FIGURE_COLUMNS`."""
    topics = dataset.quantities["topic"].unique()
    return [row for topic in topics for row in records(spans.stated(dataset, topic))]


Found = tuple[list[str], list[Row], list[Printed]]


def _of_number(
    dataset: Dataset, figures: Sequence[Row], places: Sequence[Printed], query: str
) -> Found:
    """Ids of rows, computed figures and places of a number: as printed or, failing that, by value.

    A computed figure comes with its claims, a claim with the figures computed from it.
    """
    stated, printed = stated_figures(dataset), _printed_as(query)
    keys, own = _matching(stated, figures, lambda row: printed(_words(row, dataset)))
    keys += _happenings(dataset, query, printed)
    there = [place for place in places if printed(place.text)]
    keys += [key for p in there if p.kind == "k" or (p.kind == "n" and not p.formula)
             for key in p.records]  # fmt: skip
    if not (keys or own or there):
        asked = Asked.read(query)
        keys, own = _matching(stated, figures, lambda row: _amounts_to(row, asked))
        groups = {(key,) for key in keys} | {row["claims"] for row in own}
        there = [place for place in places if _shows(place, keys, groups)]
    if not (keys or own or there):
        raise ReportError(
            _withdrawn(dataset, query)
            or _in_another_unit(dataset, [*stated, *figures], query)
            or _nothing(dataset, [*stated, *figures], query)
        )
    used = [row for row in figures if row in own or not set(keys).isdisjoint(row["claims"])]
    keys += [key for row in own for key in row["claims"]]
    return [key for key in keys if table_of(dataset, key)], used, there


def _shows(place: Printed, keys: Iterable[str], groups: set[tuple[str, ...]]) -> bool:
    """Whether a place prints a figure of these claims, or is a chart in which one is drawn."""
    drawn = place.kind == "chart" and not set(keys).isdisjoint(place.records)
    return drawn or (place.kind == "n" and place.records in groups)


def _matching(
    stated: Iterable[Row], figures: Iterable[Row], test: Test
) -> tuple[list[str], list[Row]]:
    """The ids of the claims, and the computed figures, that pass a test."""
    return [row["claims"][0] for row in stated if test(row)], [r for r in figures if test(r)]


def _words(row: Row, dataset: Dataset) -> str:
    """A figure as printed, and its source's words."""
    return f"{tables.number_words(row, dataset)}\n{row['words']}"


def _printed_as(query: str) -> Callable[[str], bool]:
    """Whether a text holds a number as it was asked for, and not inside a longer one."""
    if not query:
        return lambda _: False
    pattern = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(plain(query))}(?!\w)(?![.,]\d)")
    return lambda text: bool(pattern.search(plain(text)))


def _amounts_to(row: Row, asked: Asked | None) -> bool:
    """Whether a figure has the number that was asked for, in its unit."""
    return asked is not None and asked.of(row["unit"]) and asked.at_an_end(row["amount"])


def _in_another_unit(dataset: Dataset, figures: Iterable[Row], query: str) -> Problem | None:
    """That the number is there, but not of what was asked for; None where it is not."""
    asked = Asked.read(query)
    numbers = [row for row in figures if row["unit"] not in ("rank", "ratio")]
    found = [row for row in numbers if asked and asked.at_an_end(row["amount"])]
    if not found:
        return None
    said = [_of_what(row, dataset) for row in found[:3]]
    return Problem(
        "trace", message="the number is stated, but of nothing in this unit", found=query,
        expected=f"what is stated, {'; '.join(said)}",
        todo="Ask for the number alone, or with a unit as it is printed.",
    )  # fmt: skip


def _of_what(row: Row, dataset: Dataset) -> str:
    """A figure with its quantity and the ids of its claims."""
    words = f"{tables.number_words(row, dataset)} ({', '.join(row['claims'])})"
    quantity = row["quantity"]
    return f"{dataset.label('quantities', quantity)}: {words}" if quantity else words


def _happenings(dataset: Dataset, query: str, printed: Callable[[str], bool]) -> list[str]:
    """Happenings on a date, in a month or year, or with a number in their description."""
    return [
        row["id"]
        for row in records(dataset.timeline)
        if f" {cite.date_words(row['date'])}".endswith(f" {query}") or printed(row["description"])
    ]


def _computed(row: Row, dataset: Dataset) -> Computed:
    words, formula = tables.number_words(row, dataset), formula_words(row, dataset)
    return Computed(tables.how(row, dataset), words, formula, row["claims"])


def formula_words(row: Row, dataset: Dataset) -> str:
    """A formula with the figure of each claim beside its id, and its signs in words."""
    named = {key: f"{_stated(dataset, key)} ({key})" for key in row["claims"]}
    if row["kind"] == "span":
        return f"{row['formula']} of {'; '.join(named.values())}"
    keys = "|".join(re.escape(key) for key in sorted(named, key=len, reverse=True))
    words = row["formula"]
    for sign, said in SIGNS.items():
        words = words.replace(f" {sign} ", f" {said} ")
    return re.sub(rf"(?<![\w-])(?:{keys})(?![\w-])", lambda match: named[match[0]], words)


def _stated(dataset: Dataset, key: str) -> str:
    """A claim's figure as printed."""
    claim = dataset.row("claims", key)
    return tables.number_words({**claim, "kind": "stated", "words": claim["as_stated"]}, dataset)


def _withdrawn(dataset: Dataset, query: str) -> Problem | None:
    """That this is the id of a claim of an earlier edition, and of which; None where it is not."""
    last = dataset.tables.get(edition.TABLE)
    if last is None or query not in set(last["claim_id"]):
        return None
    version = dataset.row(edition.TABLE, query)["last_edition"] or dataset.version
    return Problem(
        "trace", message=f"a withdrawn claim, last in edition {version}", found=query,
        todo=f"Its row is in that edition: report diff OLD, where OLD is {version}'s folder or"
        " revision. CHANGELOG.md says why it is gone.",
    )  # fmt: skip


def _nothing(dataset: Dataset, figures: Iterable[Row], query: str) -> Problem:
    ids = {key for table in FIELDS for key in keys_of(dataset, table)}
    known = {plain(name): name for name in ids}
    known |= {plain(words): words for row in figures for words in _words(row, dataset).split("\n")}
    near = difflib.get_close_matches(plain(query)[:LONGEST], sorted(filter(None, known)), 3)
    return Problem(
        "trace", message="no row has this id, and no number is printed so", found=query,
        expected="an id (as printed in the register) or a number as printed",
        todo=f"Did you mean {' or '.join(known[name] for name in near)}?" if near else None,
    )  # fmt: skip
