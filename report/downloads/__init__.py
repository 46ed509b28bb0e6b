"""The downloads: tables, charts, bibliography and dataset, each as a file of its own."""

from __future__ import annotations

from report.downloads.files import write
from report.downloads.sheets import SPREADSHEET_FORMULA, csv_text

__all__ = ["SPREADSHEET_FORMULA", "csv_text", "write"]
