"""Frames: their rows as records, columns of any kind, and frames computed only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from operator import itemgetter
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

Record = dict[str, Any]
P = ParamSpec("P")
Made = TypeVar("Made")
Compute = Callable[Concatenate[Any, P], pd.DataFrame]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, each a mapping from column to cell."""
    return list(each(frame))


def each(frame: pd.DataFrame) -> Iterator[Record]:
    """As `records`, one after the other, so that there need not be memory for all of them."""
    return _each([str(column) for column in frame.columns], tuples(frame))


def _each(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Record]:
    """Records as the attributes of objects of one class, which share their keys.

    Each takes a third of the memory that it would with keys of its own.
    """
    row = type("Row", (), {})
    for cells in rows:
        record: Record = vars(row())
        record.update(zip(names, cells, strict=True))
        yield record


def of_records(made: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Records as a frame with these columns, two at least, also where there are no records.

    Column by column, which takes a third of the time of row by row.
    """
    rows = list(map(itemgetter(*columns), made))
    if not rows:
        return pd.DataFrame(columns=list(columns))
    return pd.DataFrame(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))


def tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The cells of each row; read by columns, which takes a tenth of the time of by rows."""
    return zip(*(frame[column].tolist() for column in frame.columns), strict=True)


# Once one in so many rows was asked for by its key, all are made records.
SHARE = 50


class ByKey(dict[str, Record]):
    """The rows of a frame by the key in its first column, each made a record when it is asked for.

    A million claims take a tenth of the memory so, where only a few of them are. Once a share of
    them was asked for, all are made: one after the other, which takes a tenth of the time.
    `places` says where the row of each key stands.
    """

    def __init__(self, frame: pd.DataFrame):
        super().__init__()
        self._names = [str(column) for column in frame.columns]
        self._cells = [frame[column].tolist() for column in frame.columns]
        self.places = {key: place for place, key in enumerate(self._cells[0])}

    def __missing__(self, key: str) -> Record:
        place = self.places[key]
        if len(self) * SHARE > len(self.places):
            made = _each(self._names, zip(*self._cells, strict=True))
            self.update(zip(self._cells[0], made, strict=True))
            self._cells = []
            return self[key]
        cells = (column[place] for column in self._cells)
        return self.setdefault(key, dict(zip(self._names, cells, strict=True)))

    def __contains__(self, key: object) -> bool:
        return key in self.places


def objects(cells: Iterable[object], index: pd.Index) -> pd.Series:
    """Cells of any kind, such as tuples or amounts, as a column beside a frame's own."""
    return pd.Series(list(cells), index=index, dtype=object)


def once(compute: Compute[P]) -> Compute[P]:
    """Compute a frame once for a dataset and what else it is given; callers share its cells."""

    kept = remembered(compute)

    @wraps(compute)
    def computed_once(dataset: Any, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        return kept(dataset, *args, **kwargs).copy(deep=False)

    return computed_once


def remembered(compute: Callable[..., Made]) -> Callable[..., Made]:
    """Compute once for a dataset and some keys, in their order: what many rows of a table ask."""

    @wraps(compute)
    def looked_up(dataset: Any, /, *keys: Any) -> Made:
        known: dict[Any, Made] = dataset.memory[compute]
        try:
            return known[keys]
        except KeyError:
            pass
        return known.setdefault(keys, compute(dataset, *keys))

    return looked_up
