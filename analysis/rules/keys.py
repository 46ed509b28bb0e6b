"""Keys: they name rows that exist, ids name their source, and nothing is part of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from analysis import edition
from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.amounts import NUMBER
from analysis.rules.rows import fits, meant, nearest, not_said, problems_at
from analysis.rules.structure import primary_key

SEVERAL = re.compile(r"[;,/|&+]| and ")
UNREAD = "Mend the rows of {} that cannot be read first: one of them may be meant."
WHOLES = ("part_of", "within")
NUMBERS = ["value", "low", "high", "unit"]
IDS = {"claims": "claim_id", "timeline": "id", "contested": "id", "not_used": "id"}


def known_keys(records: Records) -> Iterator[Problem]:
    """Every key names a row of the table that the descriptor says, if not one that is unread."""
    for resource in records.resources:
        frame = records.tables.get(resource["name"])
        for link in resource["schema"].get("foreignKeys", []):
            target = link["reference"]["resource"] or resource["name"]
            if frame is None or target not in records.tables:
                continue
            key, column = link["reference"]["fields"][0], link["fields"][0]
            known = {*records.tables[target][key]} | records.unread(target)
            unknown = (frame[column] != "") & ~frame[column].isin(known)
            if unknown.any():
                yield from problems_at(
                    frame, unknown, column, "unknown key", expected=f"a key of {target}.csv",
                    todo=_or_empty(_field(resource, column), key_meant(records, target, key)),
                )  # fmt: skip


def key_meant(records: Records, target: str, key: str) -> Callable[[str], str]:
    """What to do with a key that no row of a table has: there or here, whichever may be wrong."""
    frame, file = records.tables[target], records.tables[target].attrs["file"]
    form = re.compile(
        next(c for c in records.columns(target) if c["name"] == key)
        .get("constraints", {})
        .get("pattern", "(?s).+")
    )
    misformed = ~fits(frame[key], lambda cell: bool(form.fullmatch(cell)))
    rows = dict(zip(frame[key], frame.index, strict=True))
    known = sorted(rows)
    labels = (
        dict(zip(frame["label"].str.lower(), frame[key], strict=True)) if "label" in frame else {}
    )
    now = edition.renamed(records.tables, records.columns("claims")) if target == "claims" else {}
    named = None if target == "claims" else _named(records, target)

    @cache
    def todo(cell: str) -> str:
        if cell in now:
            return put_back(now[cell])
        if records.unread(target):
            return UNREAD.format(file)
        if misformed.any():
            return f"Mend the {key} in row {misformed.idxmax()} of {file} first: it may be meant."
        parts = [part.strip() for part in SEVERAL.split(cell)]
        if len(parts) > 1 and {*known}.issuperset(parts):
            return "Name one alone."
        near = labels.get(cell.lower()) or meant(cell, known)
        if named is not None and near in rows and near not in named:
            it = f"mend it here or in row {rows[near]} of {file}"
            return f"If '{near}' is meant, which no row names, {it}."
        if near and near == labels.get(cell.lower()):
            return f"Write {near}, which has this label."
        return f"Did you mean '{near}'?" if near else f"Name one of its rows, or add one to {file}."

    return todo


def put_back(row: int) -> str:
    """What to do where the id of a claim is gone, and its value stands in a row."""
    return f"Put this id back in row {row} of data/claims.csv, which has its value."


def _named(records: Records, target: str) -> set[str]:
    """The keys of a table that cells of any table, or records of works, name."""
    named = {source.origin for source in records.sources.values()} if target == "actors" else set()
    for resource in records.resources:
        for link in resource["schema"].get("foreignKeys", []):
            its = link["reference"]["resource"] or resource["name"]
            if its == target and resource["name"] in records.tables:
                named.update(records.distinct(resource["name"], link["fields"][0]))
    return named


def _field(resource: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(field for field in resource["schema"]["fields"] if field["name"] == name)


def _or_empty(field: Mapping[str, Any], todo: Callable[[str], str]) -> Callable[[str], str]:
    """Nothing is written for what is not said, where a cell may be empty."""
    if field.get("constraints", {}).get("required"):
        return todo
    return lambda cell: not_said(cell) or todo(cell)


def known_sources(records: Records) -> Iterator[Problem]:
    """Every citekey is in the bibliography, if all of that could be read.

    A seed whose id is wrong, which is told of its record, is known by the name of its file.
    """
    if not records.works_read:
        return
    known = {*records.sources} | {
        PurePosixPath(source.file).stem for source in records.sources.values() if source.is_seed
    }

    @cache
    def todo(cell: str) -> str:
        return nearest(cell, known) or "Name one that is there, or add its record."

    for name, frame in records.tables.items():
        for column in records.columns(name):
            if column.get("holds") == "citekey":
                cells = frame[column["name"]]
                yield from problems_at(
                    frame, (cells != "") & ~cells.isin(known), column["name"], "unknown key",
                    expected="a citekey of seeds/ or references.yaml", todo=_or_empty(column, todo),
                )  # fmt: skip


def cites_another(records: Records) -> Iterator[Problem]:
    """A claim takes its number from another work than its own, if from any."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    own = (claims["cites"] == claims["source"]) & (claims["cites"] != "")
    yield from problems_at(
        claims, own, "cites", "takes its number from itself", expected="another work",
        todo="Leave the cell empty where the source names no other.",
    )  # fmt: skip


def ids_name_source(records: Records) -> Iterator[Problem]:
    """An id begins with the citekey of its row's source."""
    for name, column in IDS.items():
        if (frame := records.tables.get(name)) is None:
            continue
        foreign = frame[column].str.rsplit("-", n=1).str[0] != frame["source"]
        field = next(c for c in records.columns(name) if c["name"] == column)
        formed = frame[column].str.fullmatch(field["constraints"]["pattern"])
        known = frame["source"].isin(set(records.sources))
        yield from problems_at(
            frame, foreign & known & formed, column, "the id names another source than its row",
            expected="the source's citekey before the number", todo="Mend the id or the source.",
        )  # fmt: skip


def repeats_earlier(records: Records) -> Iterator[Problem]:
    """A repeated claim stands earlier, in the same source, with the same numbers."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    rows = claims[~claims["claim_id"].duplicated()]
    again = claims[(claims["repeats"] != "") & claims["repeats"].isin(rows["claim_id"])]
    first = rows.set_index("claim_id").loc[again["repeats"]].set_axis(again.index)
    order = pd.Series(rows.index, rows["claim_id"])[again["repeats"]].set_axis(again.index)
    again.attrs = claims.attrs
    late = order.to_numpy() >= again.index
    yield from problems_at(
        again, pd.Series(late, again.index), "repeats", "no earlier claim",
        expected="the claim_id of a row above, of the same source",
        todo="Name the first that states it, and leave the cell of that one empty.",
    )  # fmt: skip
    other = first["source"] != again["source"]
    yield from problems_at(
        again, other, "repeats", "a claim of another source",
        expected="the claim_id of a row above, of the same source",
        todo="Leave the cell empty: only what one source says again is repeated.",
    )  # fmt: skip
    well_formed = _well_formed(first) & _well_formed(again)
    differs = (first[NUMBERS] != again[NUMBERS]).any(axis=1) & ~other & well_formed
    yield from problems_at(
        again, differs, "repeats", "the repeated claim has other numbers",
        expected="a claim with the same value, low and high",
        todo="Name the claim that is said again, or leave the cell empty.",
    )  # fmt: skip


def _well_formed(claims: pd.DataFrame) -> pd.Series[bool]:
    """Rows whose numbers are numbers; the others are named for that already."""
    cells = [
        fits(claims[column], lambda cell: not cell or bool(NUMBER.fullmatch(cell)))
        for column in ("value", "low", "high")
    ]
    return cells[0] & cells[1] & cells[2]


def no_circles(records: Records) -> Iterator[Problem]:
    """Nothing is a part of itself, however many steps lie between."""
    for resource in records.resources:
        frame = records.tables.get(resource["name"])
        for column in WHOLES:
            if frame is not None and column in frame:
                yield from _circles(frame, primary_key(resource) or "", column)


def _circles(frame: pd.DataFrame, key: str, column: str) -> Iterator[Problem]:
    wholes = dict(zip(frame[key], frame[column], strict=True))
    rounds = frame[key].map(lambda part: _comes_back(part, wholes)).astype(bool)
    return problems_at(frame, rounds, column, "a part of itself", todo="Break the circle.")


def _comes_back(part: str, wholes: Mapping[str, str]) -> bool:
    seen = {part}
    whole = wholes.get(part, "")
    while whole and whole not in seen:
        seen.add(whole)
        whole = wholes.get(whole, "")
    return bool(whole) and whole == part


RULES = (known_keys, known_sources, cites_another, ids_name_source, repeats_earlier, no_circles)
