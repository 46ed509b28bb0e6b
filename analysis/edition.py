"""Editions: what each claim stated at the last one, and what CHANGELOG.md says since.

The hash of a claim is taken over its value: every cell that is not empty, of the columns that do
not hold text, by the names of the columns; of a vague claim its words too, which are its value.
The descriptor has the hash of the table of these as the release wrote it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.folder import CHANGELOG, bytes_of

TABLE = "edition"
UNRELEASED = "Unreleased"
WORDS, VAGUE = "as_stated", "vague"
HEADING = re.compile(r"^# (.*?) *$", re.MULTILINE)
DATA = re.compile(r"^## Data *$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
HEX = 16  # digits of a hash that are kept
AS_JSON = json.JSONEncoder(ensure_ascii=False)
COLUMNS = ["claim_id", "hash", "last_edition"]


def of_value(columns: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns that hold no text: a change of one of their cells is a change of value."""
    return sorted(str(column["name"]) for column in columns if column.get("holds") != "text")


def hashes(claims: pd.DataFrame, columns: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The hash of each claim's value by its id, in the order of the claims.

    `claims`: all cells text; `columns`: their descriptions. See the module for what is hashed.
    """
    words = claims[WORDS].where(claims["bound"] == VAGUE, "")
    stated = {**{name: claims[name] for name in of_value(columns)}, WORDS: words}
    members = zip(*(_members(name, stated[name].tolist()) for name in sorted(stated)), strict=True)
    return dict(zip(claims["claim_id"], map(_hash, members), strict=True))


def recorded(last: pd.DataFrame) -> dict[str, str]:
    """The hash of each claim of the last edition by its id, as the table of it says."""
    held = last[last["last_edition"] == ""]
    return dict(zip(held["claim_id"], held["hash"], strict=True))


def as_recorded(tables: Mapping[str, pd.DataFrame], columns: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the claims state what those of the last edition stated: none came, none went."""
    return hashes(tables["claims"], columns) == recorded(tables[TABLE])


def written(rows: Iterable[Sequence[str]]) -> str:
    """The table of an edition as its file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([COLUMNS, *rows])
    return buffer.getvalue()


def seal(text: str) -> str:
    """The hash of a file of UTF-8 text as a descriptor has it."""
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def renamed(
    tables: Mapping[str, pd.DataFrame], columns: Iterable[Mapping[str, Any]]
) -> dict[str, int]:
    """The row in which the value of a claim of the last edition stands under another id, by its id.

    Only the claim that stands where the other stood is looked at, behind the same one.
    """
    claims, last = tables.get("claims"), tables.get(TABLE)
    if claims is None or last is None or not {*COLUMNS} <= {*last}:
        return {}
    now, held = claims["claim_id"].tolist(), recorded(last)
    gone, found = {*held}.difference(now), dict[str, int]()
    places = {"": -1} | {key: at for at, key in enumerate(now)} if gone else {}
    for before, key in pairwise(["", *held] if gone else []):
        behind = places.get(before, len(now)) + 1
        if key in gone and behind < len(now):
            there = claims.iloc[[behind]].assign(claim_id=key)
            if hashes(there, columns)[key] == held[key]:
                found[key], places[key] = int(claims.index[behind]), behind
    return found


def _members(name: str, cells: Sequence[str]) -> list[str]:
    """What JSON objects hold by a name, each distinct cell set once; empty for an empty cell."""
    key = AS_JSON.encode(name)
    set_of = {cell: cell and f"{key}:{AS_JSON.encode(cell)}" for cell in dict.fromkeys(cells)}
    return [set_of[cell] for cell in cells]


def _hash(members: Iterable[str]) -> str:
    text = f"{{{','.join(filter(None, members))}}}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HEX]


def changelog(folder: Path) -> str | None:
    """The text of the CHANGELOG.md of a dataset's folder; None where there is none to read."""
    try:
        return bytes_of(folder / CHANGELOG).decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None


def unreleased(text: str) -> str:
    """The part of a changelog under `# Unreleased`; empty where there is none."""
    headings = [*HEADING.finditer(text), None]
    for heading, following in pairwise(headings):
        if heading and heading[1] == UNRELEASED:
            return text[heading.end() : following.start() if following else len(text)]
    return ""


def data_changed(text: str) -> bool:
    """Whether a changelog's unreleased part says of the data that something changed."""
    return bool(_of_data(text).strip())


def names(text: str, claim_id: str) -> bool:
    """Whether the data heading of a changelog's unreleased part names a claim."""
    return bool(re.search(rf"(?<![\w-]){re.escape(claim_id)}(?![\w-])", _of_data(text)))


def _of_data(text: str) -> str:
    """What stands under the data heading of a changelog's unreleased part."""
    found = DATA.search(unreleased(text))
    return found[1] if found else ""


def parsed(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared. Raises `ValueError` for what is none."""
    if not re.fullmatch(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}", version):
        raise ValueError(f"not a version: {version}")
    return tuple(map(int, version.split(".")))


PARTS: Sequence[str] = ("major", "minor", "patch")


def risen(version: str, part: str) -> str:
    """The next version in which a part rises and the parts after it begin again."""
    numbers, at = list(parsed(version)), PARTS.index(part)
    return ".".join(map(str, [*numbers[:at], numbers[at] + 1, *[0] * (len(PARTS) - at - 1)]))
