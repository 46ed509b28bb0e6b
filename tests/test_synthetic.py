"""The synthetic datasets of the benchmarks, and that work grows with the claims and no faster.

Calls are counted, not seconds: they are the same on every machine.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from benchmarks import synthetic

from analysis.dataset import load
from analysis.records import read
from analysis.rules import problems_in, quotations
from analysis.wording import numbers_in
from report.contents import CHARTS, LISTINGS, charts_of

FEW, TIMES = 200, 4
GROWTH = 1.1
# What the invented coast has no reference claims for: years of spending, months of exports.
UNDRAWN = ("held-spending", "held-arms")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic dataset."""
    return synthetic.write(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A larger one."""
    return synthetic.write(tmp_path_factory.mktemp("more"), FEW * TIMES)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a dataset."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_is_valid_and_as_large_as_asked(more: Path) -> None:
    """No rule is broken, and no claim is too many or too few."""
    assert len(load(more).claims) == FEW * TIMES


def test_is_the_same_for_a_seed(few: Path, tmp_path: Path) -> None:
    """Same seed, same bytes; another seed, other claims."""
    again = synthetic.write(tmp_path / "again", FEW)
    other = synthetic.write(tmp_path / "other", FEW, seed=1)
    assert contents(again) == contents(few)
    assert contents(other)["data/claims.csv"] != contents(few)["data/claims.csv"]


@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_is_drawn(more: Path, key: str) -> None:
    """Of amounts in two currencies too; every number in it is a claim's."""
    dataset = load(more, validate=False)
    drawn = charts_of(key, CHARTS[key].frame(dataset), dataset)
    assert bool(drawn) != (key in UNDRAWN)
    assert [chart.untraced for chart in drawn if chart.untraced] == []


def test_has_rows_for_every_table(more: Path) -> None:
    """So that each of them is measured; nothing is alleged or ranked on the invented coast."""
    dataset = load(more, validate=False)
    empty = {key for key, listing in LISTINGS.items() if not listing.of(dataset).rows}
    assert empty == {"alleged", "ranks"}


def test_words_are_read_once_for_each_wording(more: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many claims have the same words."""
    read_words: Counter[tuple[str, str]] = Counter()

    def counted(words: str, unit: str) -> object:
        read_words[words, unit] += 1
        return numbers_in(words, unit)

    monkeypatch.setattr(quotations, "numbers_in", counted)
    records = read(more)
    problems_in(records)
    assert set(read_words.values()) == {1}
    stated = set(records.tables["claims"]["as_stated"]) - {""}
    assert {words for words, _ in read_words} == stated


def calls(work: Callable[[], object]) -> int:
    """How many functions are called in doing something."""
    made = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


def check(folder: Path) -> None:
    """Every rule over what was read."""
    assert problems_in(read(folder)) == []


def tables(folder: Path) -> None:
    """Every table of the report."""
    dataset = load(folder, validate=False)
    for listing in LISTINGS.values():
        listing.of(dataset)


@pytest.mark.parametrize("work", [check, tables])
def test_work_grows_with_the_claims(work: Callable[[Path], None], few: Path, more: Path) -> None:
    """Four times the claims take four times the calls, not sixteen times."""
    # Imports and caches are filled first, as they are the same for any size.
    work(few)
    assert calls(lambda: work(more)) <= TIMES**GROWTH * calls(lambda: work(few))
