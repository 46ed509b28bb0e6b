"""`report dictionary`: the meaning of every column, to read."""

from __future__ import annotations

from report.cli.console import DatasetOption, out, shown
from report.show import line


def dictionary(dataset: DatasetOption = None) -> None:
    """Write data/DICTIONARY.md: what each table and column of the dataset holds."""
    from analysis.folder import chosen
    from report.dictionary import write

    out.print(line(f"  {shown(write(chosen(dataset)))}"))
