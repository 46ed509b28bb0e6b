"""New datasets, claims and sources: what an analyst starts from, with the schema's own words."""

from __future__ import annotations

from report.new.claim import add_claim, claim
from report.new.dataset import dataset
from report.new.source import add_source, source

__all__ = ["add_claim", "add_source", "claim", "dataset", "source"]
