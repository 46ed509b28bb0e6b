"""Who stands behind a claim: its counter, the works that it goes back to, and their origins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import itemgetter
from typing import Any

from analysis.dataset import Dataset
from analysis.frames import remembered

_BEHIND = itemgetter("claimant", "cites", "source")
# Gives everybody and every work behind a claim.
Chains = Callable[[Mapping[str, Any]], frozenset[str]]


def chains(dataset: Dataset) -> Chains:
    """Looks up everybody and every work behind a claim, found once for claims of one origin."""
    chain = cache(partial(_chain, dataset))
    return lambda claim: chain(*_BEHIND(claim))


def _chain(dataset: Dataset, claimant: str, cites: str, source: str) -> frozenset[str]:
    """A claim's counter, what it cites, and their origins."""
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
    return _origin(dataset, *_BEHIND(claim))


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
