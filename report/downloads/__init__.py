"""The downloads: tables, charts, bibliography and dataset, each as a file of its own."""

from __future__ import annotations

from report.downloads.files import write

__all__ = ["write"]
