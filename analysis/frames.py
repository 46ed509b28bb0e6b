"""Frames: their rows as records, columns of any kind, and frames computed only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import pandas as pd

Record = dict[str, Any]
P = ParamSpec("P")
Compute = Callable[Concatenate[Any, P], pd.DataFrame]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, each a mapping from column to cell."""
    return [{str(column): cell for column, cell in row.items()} for row in frame.to_dict("records")]


def objects(cells: Iterable[object], index: pd.Index) -> pd.Series:
    """Cells of any kind, such as tuples or amounts, as a column beside a frame's own."""
    return pd.Series(list(cells), index=index, dtype=object)


def once(compute: Compute[P]) -> Compute[P]:
    """Compute a frame once for a dataset and what else it is given; callers share its cells."""

    @wraps(compute)
    def computed_once(dataset: Any, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        key = (compute.__module__, compute.__name__, args, tuple(kwargs.items()))
        if key not in dataset.computed:
            dataset.computed[key] = compute(dataset, *args, **kwargs)
        made: pd.DataFrame = dataset.computed[key].copy(deep=False)
        return made

    return computed_once
