"""Keys: they name rows that exist, ids name their source, and nothing is part of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

import pandas as pd

from analysis.errors import Problem
from analysis.records import Records
from analysis.rules.amounts import NUMBER
from analysis.rules.rows import fits, nearest, not_said, problems_at
from analysis.rules.structure import primary_key

SEVERAL = re.compile(r"[;,/|&+]| and ")
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
            known = {*records.tables[target][link["reference"]["fields"][0]]}
            known |= records.unread(target)
            labels = _labelled(records.tables[target])
            yield from _unknown(frame, link["fields"][0], known, f"a key of {target}.csv", labels)


def _labelled(frame: pd.DataFrame) -> Mapping[str, str]:
    """The keys of a table by the labels of their rows, in small letters."""
    return (
        dict(zip(frame["label"].str.lower(), frame.iloc[:, 0], strict=True))
        if "label" in frame
        else {}
    )


def known_sources(records: Records) -> Iterator[Problem]:
    """Every citekey is in the bibliography, if all of that could be read.

    A seed whose id is wrong, which is told of its record, is known by the name of its file.
    """
    if not records.works_read:
        return
    known = {*records.sources} | {
        PurePosixPath(source.file).stem for source in records.sources.values() if source.is_seed
    }
    for name, frame in records.tables.items():
        for column in records.columns(name):
            if column.get("holds") == "citekey":
                yield from _unknown(
                    frame,
                    column["name"],
                    known,
                    "a citekey of seeds/ or references.yaml",
                )


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


def _unknown(
    frame: pd.DataFrame,
    column: str,
    known: set[str],
    expected: str,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Problem]:
    cells = frame[column]
    unknown = (cells != "") & ~cells.isin(known)

    def todo(cell: str) -> str | None:
        if labelled := labels.get(cell.lower()):
            return f"Write {labelled}, which has this label."
        parts = [part.strip() for part in SEVERAL.split(cell)]
        if len(parts) > 1 and known.issuperset(parts):
            return "Name one alone."
        return nearest(cell, known) or not_said(cell)

    return problems_at(frame, unknown, column, "unknown key", expected=expected, todo=todo)


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
    )  # fmt: skip
    other = first["source"] != again["source"]
    yield from problems_at(again, other, "repeats", "a claim of another source")
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
