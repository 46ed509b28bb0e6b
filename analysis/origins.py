"""Who stands behind a claim: its counter, the works that it goes back to, and their origins."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from analysis.dataset import Dataset
from analysis.frames import remembered

_BEHIND = itemgetter("claimant", "cites", "source")


def chain(dataset: Dataset, claim: Mapping[str, Any]) -> frozenset[str]:
    """Everybody and every work behind a claim: its counter, what it cites, and their origins."""
    return _chain(dataset, *_BEHIND(claim))


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
