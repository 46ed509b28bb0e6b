"""A table as two files: CSV that a spreadsheet only shows, and what its columns mean."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from report import bibliography
from report.downloads.columns import described

SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
APOSTROPHE = (
    "A text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet"
    " takes it for a formula."
)
CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]


@dataclass(frozen=True)
class Sheet:
    """A table as a file: its name, title, rows, and how they came about."""

    key: str
    title: str
    frame: pd.DataFrame
    method: str

    def files(self, dataset: Dataset) -> Iterator[tuple[str, str]]:
        """Name and text of the CSV file, and of its metadata."""
        yield f"{self.key}.csv", csv_text(self.frame)
        told = json.dumps(self.metadata(dataset), indent=1, ensure_ascii=False)
        yield f"{self.key}.csv-metadata.json", told + "\n"

    def metadata(self, dataset: Dataset) -> dict[str, Any]:
        """The sheet described as W3C's Metadata Vocabulary for Tabular Data asks."""
        works = [bibliography.cited(dataset.sources[key]) for key in self._works(dataset)]
        columns = [described(str(name), self.key, dataset) for name in self.frame]
        return {
            "@context": CONTEXT,
            "url": f"{self.key}.csv",
            "dc:title": self.title,
            "dc:description": f"{self.method} {APOSTROPHE}".strip(),
            "dc:isPartOf": bibliography.cited_as(dataset),
            "schema:version": bibliography.version(dataset),
            "dc:issued": dataset.date,
            "dc:license": bibliography.licences(dataset),
            "dc:source": works,
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
            "tableSchema": {"columns": columns},
        }

    def _works(self, dataset: Dataset) -> list[str]:
        """The citekeys of the works in the rows, or behind the claims in them."""
        cells = " ".join(str(cell) for name in WORKS for cell in self.frame.get(name, ()))
        claims = (key for cell in self.frame.get("claims", ()) for key in cell.split())
        stating = (dataset.row("claims", key)["source"] for key in claims)
        return [key for key in dict.fromkeys([*cells.split(), *stating]) if key in dataset.sources]


WORKS = ("source", "sources", "citekey")


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV in which no text can become a spreadsheet's formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([_inert(cell) for cell in row] for row in frame.itertuples(index=False))
    return buffer.getvalue()


def _inert(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    text = "" if cell is None or cell != cell else str(cell)  # NaN differs from itself
    formula = text.startswith(SPREADSHEET_FORMULA) and not NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
