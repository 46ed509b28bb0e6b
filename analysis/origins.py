"""Who stands behind a claim: its counter, the works that it goes back to, and their origins."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames import remembered, tuples

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
    return _origin(dataset, *_behind(claim))


def origins_of(dataset: Dataset, claims: pd.DataFrame) -> list[str]:
    """Who stands behind each of these claims, as `origin_of`."""
    every = list(tuples(claims[[*BEHIND]]))
    origins = {behind: _origin(dataset, *behind) for behind in {*every}}
    return [origins[behind] for behind in every]


@remembered
def _origin(dataset: Dataset, claimant: str, cites: str, source: str) -> str:
    if claimant:
        return claimant
    key, seen = cites or source, set[str]()
    while key not in seen and key in dataset.sources:
        seen.add(key)
        record = dataset.sources[key]
        if not record.cites:
            return record.origin or key
        key = record.cites
    return key
