"""The downloads: the figures of each table as a file of its own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from report.document import Report

SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(report: Report, folder: Path) -> None:
    """Every table of figures as CSV, one row a figure, with the claims behind it."""
    folder.mkdir(exist_ok=True)
    for key, frame in report.downloads().items():
        (folder / f"{key}.csv").write_text(csv_text(frame), "utf-8", newline="")


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV in which no text can become a spreadsheet's formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([_inert(cell) for cell in row] for row in frame.itertuples(index=False))
    return buffer.getvalue()


def _inert(cell: object) -> str:
    text = "" if cell is None or cell != cell else str(cell)  # NaN differs from itself
    return f"'{text}" if text.startswith(SPREADSHEET_FORMULA) else text
