"""Rows by their key, and what is computed once for a dataset."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import frames
from analysis.frames import ByKey, records, remembered

FRAME = pd.DataFrame({"key": ["a", "b", "c", "b"], "value": [1, 2, 3, 4]})


@pytest.mark.parametrize("share", [1, 2, 100])
def test_a_row_is_the_same_whether_made_alone_or_with_all(
    monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    """Of a key used twice, the last row."""
    monkeypatch.setattr(frames, "SHARE", share)
    rows = ByKey(FRAME)
    expected = {row["key"]: row for row in records(FRAME)}
    assert {key: rows[key] for key in ("c", "a", "b")} == expected
    assert "d" not in rows
    with pytest.raises(KeyError):
        rows["d"]


def test_what_is_asked_again_is_not_computed_again() -> None:
    """For each dataset by itself; an error is not kept."""
    asked: list[str] = []

    @remembered
    def shouted(dataset: object, word: str) -> str:
        asked.append(word)
        if not word:
            raise ValueError("no word")
        return word.upper()

    first, second = (SimpleNamespace(memory=defaultdict(dict)) for _ in range(2))
    assert [shouted(first, "a"), shouted(first, "a"), shouted(second, "a")] == ["A", "A", "A"]
    assert asked == ["a", "a"]
    for _ in range(2):
        with pytest.raises(ValueError, match="no word"):
            shouted(first, "")
    assert asked == ["a", "a", "", ""]
