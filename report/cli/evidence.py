"""`report verify` and `report trace`: the evidence behind a claim or a printed number."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from analysis.errors import Problem
from report.cli.console import DatasetOption, OutOption, err, out, shown
from report.manifest import OUTPUT


def verify(
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="The folder with the articles' texts."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="A report.html or report.pdf."),
    ] = None,
    dataset: DatasetOption = None,
) -> None:
    """Hold every seed claim against the article's text, or a report against its dataset."""
    if texts is None and report is None:
        raise typer.BadParameter("name at least one of them", param_hint="--texts or --report")
    from analysis.dataset import find

    folder = find() if dataset is None else dataset
    problems = [] if texts is None else _verified_texts(folder, texts)
    problems += [] if report is None else _verified_report(folder, report)
    if problems:
        raise typer.Exit(1)


def _verified_texts(folder: Path, texts: Path) -> list[Problem]:
    from analysis.dataset import load
    from analysis.evidence import verify as verify_texts
    from report import show

    found = verify_texts(load(folder), texts)
    for problem in found.failures:
        err.print(Text(show.plain(str(problem))))
    for line in show.verification(found):
        out.print(line)
    return list(found.failures)


def _verified_report(folder: Path, report: Path) -> list[Problem]:
    from report import manifest, seal, show

    problems = [*seal.verify(folder, report), *manifest.mixed(report.parent)]
    for problem in problems:
        err.print(Text(show.plain(str(problem))))
    if not problems:
        out.print(Text(show.plain(f"{shown(report)} was made from the dataset in {folder}.")))
    return problems


def trace(
    query: Annotated[
        str, typer.Argument(metavar="X", help='An id, or a number as printed: "$20 million".')
    ],
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
) -> None:
    """One claim or printed number: source, words, what is computed from it, where it is printed."""
    from analysis.dataset import find, load
    from analysis.evidence import trace as traced
    from report import show

    folder = find() if dataset is None else dataset
    rendered = out_dir or OUTPUT
    lineage = show.lineage(rendered)
    for line in show.traced(traced(load(folder), lineage, query)):
        out.print(line)
    if lineage is not None and show.outdated(folder, rendered):
        where = shown(rendered)
        err.print(Text(show.plain(f"The report in {where} was made from other data.")))
