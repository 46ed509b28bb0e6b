"""Drawings kept: when one is found again, when it is not, and that it changes nothing."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from report import cache, document, method
from report.cache import Cache, digest, view
from report.contents import CHARTS, charts_of
from report.drawing import Drawing, drawn

FILES = {"svg": b"<svg>\xc9\x99</svg>", "png": b"\x89PNG"}
DRAWING = Drawing("aid", "Aid", "Aid: about 5.", ("a-01",), FILES.__getitem__)


def make(*drawings: Drawing) -> Callable[[], Sequence[Drawing]]:
    """What makes these drawings."""
    return lambda: list(drawings)


def never() -> Sequence[Drawing]:
    """What must not be called."""
    raise AssertionError("drawn again")


def contents(drawings: Sequence[Drawing]) -> list[tuple[Drawing, bytes, bytes]]:
    """Drawings with their files, which are made when they are asked for."""
    return [(drawing, drawing.svg, drawing.png) for drawing in drawings]


def kept(folder: Path, maker: str = "maker") -> Cache:
    """A cache with the drawings of one render in it."""
    first = Cache(folder, maker)
    assert first.drawings(("aid", 1), make(DRAWING)) == [DRAWING]
    first.keep()
    return Cache(folder, maker)


def test_a_drawing_is_found_again(tmp_path: Path) -> None:
    """By the same inputs, the same in every part."""
    assert contents(kept(tmp_path).drawings(("aid", 1), never)) == contents([DRAWING])


@pytest.mark.parametrize(("maker", "inputs"), [("maker", ("aid", 2)), ("other", ("aid", 1))])
def test_other_inputs_or_code_draw_again(tmp_path: Path, maker: str, inputs: object) -> None:
    """Neither is taken for what was kept."""
    kept(tmp_path)
    other = dataclasses.replace(DRAWING, key="other")
    assert Cache(tmp_path, maker).drawings(inputs, make(other)) == [other]


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda content: b"",
    lambda content: content[:-1],
    lambda content: content.replace(b"about 5", b"about 6"),
    lambda content: b"\xff" * 100,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_entry_is_drawn_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """And mended."""
    kept(tmp_path)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    again = Cache(tmp_path, "maker")
    assert again.drawings(("aid", 1), make(DRAWING)) == [DRAWING]
    again.keep()
    assert Cache(tmp_path, "maker").drawings(("aid", 1), never) == [DRAWING]


def test_nothing_is_kept_of_a_render_that_fails(tmp_path: Path) -> None:
    """Only `keep` writes."""
    Cache(tmp_path / "new", "maker").drawings("aid", make(DRAWING))
    assert not (tmp_path / "new").exists()


def test_a_place_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """And stops nothing."""
    (tmp_path / "file").write_text("mine", "utf-8")
    blocked = Cache(tmp_path / "file", "maker")
    assert blocked.drawings("aid", make(DRAWING)) == [DRAWING]
    blocked.keep()
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_what_was_not_used_for_longest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading an entry counts as using it."""
    monkeypatch.setattr(cache, "LARGEST", 2)
    for number, name in enumerate(("a", "b")):
        one = Cache(tmp_path, "maker")
        one.drawings(name, make(dataclasses.replace(DRAWING, key=name)))
        one.keep()
        os.utime(tmp_path / digest(("maker", name)), (number, number))
    last = Cache(tmp_path, "maker")
    last.drawings("a", never)
    last.drawings("c", make(DRAWING))
    last.keep()
    assert {path.name for path in tmp_path.iterdir()} == {digest(("maker", n)) for n in ("a", "c")}


@pytest.mark.parametrize("key", CHARTS)
def test_a_chart_needs_no_more_than_it_is_kept_by(real: Dataset, key: str) -> None:
    """Drawn from the view or from the whole dataset, each chart is the same."""
    report, frame = document.Report(real), CHARTS[key].frame(real)
    how = method.of(key, frame)
    whole = [drawn(chart, how, real) for chart in charts_of(key, frame, real)]
    assert [(one, one.svg) for one in report.drawn(key)] == [(one, one.svg) for one in whole]


def test_a_view_holds_names_and_the_rows_drawn(real: Dataset) -> None:
    """Other claims are not there; other tables have no rows."""
    frame = CHARTS["aid"].frame(real)
    ids = {claim for claims in frame["claims"] for claim in claims}
    seen = view(real, frame)
    assert set(seen.claims["claim_id"]) == ids
    assert len(seen.actors) == len(real.actors)
    assert seen.prices.empty
    assert not real.prices.empty


def test_a_note_is_not_drawn(real: Dataset) -> None:
    """Where every note and reason changes nothing is drawn again: what charts are kept by is the same."""
    noted = dict(real.tables)
    for name in ("claims", "timeline"):
        if "note" in noted[name]:
            noted[name] = noted[name].assign(note=noted[name]["note"] + " And more.")
    noted["comparisons"] = real.comparisons.assign(reason=real.comparisons["reason"] + " And more.")
    other = dataclasses.replace(real, tables=noted)
    assert (other.claims["note"] != real.claims["note"]).all()
    for key in CHARTS:
        kept_by = [
            digest((cache.drawable(frame), cache.rows(view(dataset, frame))))
            for dataset in (real, other)
            for frame in [CHARTS[key].frame(dataset)]
        ]
        assert kept_by[0] == kept_by[1], key


def test_the_same_rows_are_told_alike(real: Dataset) -> None:
    """Whatever else is in memory: copied frames have the digest of the first."""
    frame = CHARTS["aid"].frame(real)
    assert digest(frame) == digest(frame.copy(deep=True))


ALIKE: list[tuple[Any, Any]] = [
    (1, "1"), (1, True), (1, 1.0), (Decimal("1"), Decimal("1.0")), ("", None), ([], ()),
    (["a", "b"], ["a', 'b"]), ([1], ["1"]), ([1], [True]), (["a"], "['a']"), (("a", "b"), ("ab",)), ((("a",), "b"), ("a", ("b",))), ({"a": "b"}, ("a", "b")),
    (datetime.date(2020, 1, 1), "2020-01-01"), ({"a": 1, "b": 2}, {"a": 2, "b": 1}),
    (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
    (pd.DataFrame({"a": ["1"]}), pd.DataFrame({"a": [1]})),
    (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]}, index=[7])),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), ALIKE, ids=repr)
def test_what_differs_is_told_apart(first: object, second: object) -> None:
    """Types, nesting, names and order."""
    assert digest(first) != digest(second)


def test_what_cannot_be_told_apart_is_refused() -> None:
    """Rather than taken for the same."""
    with pytest.raises(TypeError, match="object cannot be told apart"):
        digest([object()])
