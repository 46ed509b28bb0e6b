"""Drawings kept between renders, in a folder that can be deleted at any time.

A drawing is found again by everything that went into it: the code and packages that draw, the rows
drawn, the judgements on them, and the names that the dataset gives. A chart is drawn from a view of
the dataset that holds no more than that, so nothing that is not part of the key can be drawn.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from report.drawing import Drawing

# A render uses some twenty; the drawings of about ten renders are kept.
LARGEST = 200
# The tables whose every row a chart may name, those of which it sees the rows it draws, and the one
# with the judgements on how these stand to each other.
NAMES = ("actors", "events", "exceptions", "places", "quantities")
STATED = ("claims", "timeline")
JUDGED = "comparisons"
UNDRAWN = ["note"]
# What an entry holds of a drawing.
TOLD, KINDS = ("key", "caption", "alt", "claims"), ("svg", "png")
# Types whose values are told apart by how Python writes them, alone and in a row.
PLAIN = {str, bool, int, float, Decimal, datetime.date, type(None)}
Make = Callable[[], Sequence[Drawing]]


class Cache:
    """Drawings by what went into them; without a folder, none is kept after this run.

    `maker` names the code and packages that draw. What is new is written by `keep` alone, once it
    is known that the code was not changed while it was loaded.
    """

    def __init__(self, folder: Path | None = None, maker: str = ""):
        self.folder, self.maker = folder, maker
        self._new: dict[str, Sequence[Drawing]] = {}

    def drawings(self, inputs: object, make: Make) -> Sequence[Drawing]:
        """The drawings made from these inputs, kept or made now."""
        name = digest((self.maker, inputs))
        found = self._new.get(name) or (_read(self.folder / name) if self.folder else None)
        if found is None:
            found = self._new[name] = make()
        return found

    def keep(self) -> None:
        """Write what is new and drop what was not used for longest; a full disk keeps nothing."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, drawings in self._new.items():
                _write(self.folder / name, drawings)
            entries = [path for path in self.folder.iterdir() if path.is_file()]
            for path in sorted(entries, key=lambda p: p.stat().st_mtime)[:-LARGEST]:
                path.unlink(missing_ok=True)
        self._new.clear()


def drawable(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as a chart may see it: without what is said of its rows in words."""
    return frame.drop(columns=UNDRAWN, errors="ignore")


def view(dataset: Dataset, frame: pd.DataFrame) -> Dataset:
    """The dataset as the chart of a frame may see it: names, works, and the rows it draws."""
    cells = chain.from_iterable(frame[column].tolist() for column in frame)
    drawn = {text for cell in cells for text in _texts(cell)}
    tables = {name: dataset.tables[name] for name in NAMES if name in dataset.tables}
    for name in STATED:
        if (table := dataset.tables.get(name)) is not None:
            tables[name] = drawable(table[table[table.columns[0]].isin(drawn)])
    if (table := dataset.tables.get(JUDGED)) is not None:
        both = table["claim_id"].isin(drawn) & table["reference_claim_id"].isin(drawn)
        tables[JUDGED] = table[both].assign(reason="")
    return replace(dataset, tables=tables)


def names(dataset: Dataset) -> str:
    """The digest of what every chart may name: descriptor, works, and the tables of names."""
    tables = {name: _cells(dataset.tables[name]) for name in NAMES if name in dataset.tables}
    works = [(source.citekey, source.is_seed, source.record) for source in dataset.sources.values()]
    return digest([dataset.descriptor, tables, works])


def rows(seen: Dataset) -> list[object]:
    """The cells of the rows that a chart draws, wherever in a file they stand."""
    return [_cells(seen.tables[name]) for name in (*STATED, JUDGED) if name in seen.tables]


def digest(inputs: object) -> str:
    """SHA-256 over the types and values of inputs. Raises `TypeError` for a type it cannot tell."""
    told = hashlib.sha256()
    for piece in _pieces(inputs):
        told.update(f"{len(piece)}:{piece}".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _pieces(value: object) -> Iterator[str]:
    yield type(value).__name__
    if type(value) in PLAIN or (isinstance(value, list | tuple) and {*map(type, value)} <= PLAIN):
        yield repr(value)
        return
    parts = _parts(value)
    yield str(len(parts))
    for part in parts:
        yield from _pieces(part)


def _parts(value: object) -> Sequence[object]:
    if isinstance(value, pd.DataFrame):
        return [list(value.index), *_cells(value)]
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, Mapping):
        return [part for item in sorted(value.items()) for part in item]
    if isinstance(value, set | frozenset):
        return sorted(value)
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    raise TypeError(f"{type(value).__name__} cannot be told apart from another of its type")


def _cells(frame: pd.DataFrame) -> list[list[object]]:
    return [[str(name), *frame[name].tolist()] for name in frame]


def _texts(cell: object) -> Iterator[str]:
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, list | tuple):
        yield from (text for part in cell for text in _texts(part))


def _read(path: Path) -> list[Drawing] | None:
    """The drawings of an entry, which is marked as used; None where it is missing or damaged."""
    try:
        sha256, _, content = path.read_bytes().partition(b"\n")
        if sha256 != hashlib.sha256(content).hexdigest().encode():
            return None
        os.utime(path)
        return [_unpacked(record) for record in json.loads(content)]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(path: Path, drawings: Sequence[Drawing]) -> None:
    """Write an entry whole or not at all."""
    content = json.dumps([_packed(drawing) for drawing in drawings]).encode()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            file.close()
            os.replace(file.name, path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _packed(drawing: Drawing) -> dict[str, Any]:
    files = {kind: base64.b64encode(getattr(drawing, kind)).decode() for kind in KINDS}
    return {**{name: getattr(drawing, name) for name in TOLD}, **files}


def _unpacked(record: Mapping[str, Any]) -> Drawing:
    key, caption, alt, claims = (record[name] for name in TOLD)
    files = {kind: base64.b64decode(record[kind]) for kind in KINDS}
    return Drawing(key, caption, alt, tuple(claims), files.__getitem__)
