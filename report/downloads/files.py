"""The files of the downloads, and the list of them for whoever opens the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.dataset import Dataset
from report import bibliography
from report.archive import dataset_zip
from report.contents import CHARTS
from report.document import Report
from report.downloads import frames, references
from report.downloads.sheets import Sheet

FIXED = {
    "dataset.zip": "the dataset itself, a Data Package: `data/datapackage.json` describes it",
    "lineage.json": "every printed number with its claims, formula and place",
    "references.json": "the works as CSL-JSON, complete",
    "references.bib": "the works as BibLaTeX",
}


def write(report: Report, folder: Path) -> None:
    """Every table and chart of a report, its works and its dataset; an old file is overwritten."""
    folder.mkdir(exist_ok=True)
    dataset = report.dataset
    sheets = list(_sheets(report))
    for sheet in sheets:
        for name, text in sheet.files(dataset):
            (folder / name).write_text(text, "utf-8", newline="")
    for key in CHARTS:
        for chart in report.drawn(key):
            (folder / f"fig-{chart.key}.svg").write_bytes(chart.svg)
            (folder / f"fig-{chart.key}.png").write_bytes(chart.png)
    (folder / "dataset.zip").write_bytes(dataset_zip(dataset.folder))
    for name, text in references.files(dataset):
        (folder / name).write_text(text, "utf-8", newline="")
    (folder / "README.md").write_text(_readme(sheets, dataset), "utf-8", newline="")


def _sheets(report: Report) -> Iterator[Sheet]:
    """Every table as the page labels it, the works, and what each chart draws."""
    yield from frames.of_tables(report.dataset)
    yield frames.of_sources(report.dataset)
    for key in CHARTS:
        for chart in report.drawn(key):
            yield frames.of_chart(key, chart, report.dataset)


def _readme(sheets: list[Sheet], dataset: Dataset) -> str:
    """What each file is, in the order of the report."""
    lines = [
        "# Downloads",
        "",
        bibliography.cited_as(dataset),
        "Beside each table, NAME.csv, its metadata: NAME.csv-metadata.json (CSV on the Web).",
        "Of each chart, NAME.svg and NAME.png, and NAME.csv with what is drawn.",
        "",
        *(f"- `{name}`: {what}" for name, what in FIXED.items()),
        *(f"- `{sheet.key}.csv`: {sheet.title}" for sheet in sheets),
    ]
    return "\n".join(lines) + "\n"
