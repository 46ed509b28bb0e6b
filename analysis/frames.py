"""Rows of a frame as records, typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame, each a mapping from column to cell."""
    return [{str(column): cell for column, cell in row.items()} for row in frame.to_dict("records")]


def objects(cells: Iterable[object], index: pd.Index) -> pd.Series:
    """Cells of any kind, such as tuples or amounts, as a column beside a frame's own."""
    return pd.Series(list(cells), index=index, dtype=object)
