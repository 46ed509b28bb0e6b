"""Who stands behind a claim: its counter, the works that it goes back to, and their origins."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames import remembered

BEHIND = ("claimant", "cites", "source")
_behind = itemgetter(*BEHIND)


def chain(dataset: Dataset, claim: Mapping[str, Any]) -> frozenset[str]:
    """Everybody and every work behind a claim: its counter, what it cites, and their origins."""
    return _chain(dataset, *_behind(claim))


@remembered
def _chain(dataset: Dataset, claimant: str, cites: str, source: str) -> frozenset[str]:
    found = {claimant, cites} - {""}
    key = cites or source
    while key in dataset.sources:
        record = dataset.sources[key]
        found |= {record.origin or key}
        if not record.cites or record.cites in found:
            break
        key = record.cites
        found.add(key)
    return frozenset(found)


def origin_of(dataset: Dataset, claim: Mapping[str, Any]) -> str:
    """Who stands behind a claim: the named counter, else the end of its chain of citations."""
    named: str = claim["claimant"]
    return named or _origin(dataset, claim["cites"] or claim["source"])


def origins_of(dataset: Dataset, claims: pd.DataFrame) -> list[str]:
    """Who stands behind each of many claims; see `origin_of`."""
    named, cited, sources = (claims[column].tolist() for column in BEHIND)
    ends = {work: _origin(dataset, work) for work in {*cited, *sources}}
    behind = zip(named, cited, sources, strict=True)
    return [claimant or ends[cites or source] for claimant, cites, source in behind]


@remembered
def parties(dataset: Dataset) -> frozenset[str]:
    """The actors of a side, and those who hold such actors: both sides counted together too."""
    of_a_side = (actor for actor, side in dataset.sides.items() if side)
    return frozenset().union(*(dataset.wholes("actors", actor) for actor in of_a_side))


@remembered
def _origin(dataset: Dataset, work: str) -> str:
    key, seen = work, set[str]()
    while key not in seen and key in dataset.sources:
        seen.add(key)
        record = dataset.sources[key]
        if not record.cites:
            return record.origin or key
        key = record.cites
    return key
