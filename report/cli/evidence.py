"""`report verify` and `report trace`: the evidence behind a claim or a printed number."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import Problem
from report.cli.console import DatasetOption, OutOption, err, out, shown
from report.output import OUTPUT
from report.show import line


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
    """Hold seed claims against the articles' texts, or a report against dataset and manifest."""
    if texts is None and report is None:
        raise typer.BadParameter("name at least one of them", param_hint="--texts or --report")
    from analysis.folder import chosen

    folder = chosen(dataset)
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
        err.print(line(str(problem)))
    for told in show.verification(found):
        out.print(told)
    return list(found.failures)


def _verified_report(folder: Path, report: Path) -> list[Problem]:
    from report import manifest, seal

    out_dir = report.parent
    problems = [*seal.verify(folder, report), *manifest.unlisted(report), *manifest.mixed(out_dir)]
    for problem in problems:
        err.print(line(str(problem)))
    if not problems:
        number = len(manifest.read(out_dir)["outputs"])
        out.print(
            line(
                f"{shown(report)} carries the fingerprints of the dataset in {folder} and of"
                " this report source."
            )
        )
        out.print(line(f"All files that {manifest.MANIFEST} beside it lists are as listed, byte for"
                       f" byte: {number}, it among them."))  # fmt: skip
    return problems


def trace(
    query: Annotated[
        str, typer.Argument(metavar="X", help='An id, or a number as printed: "$20 million".')
    ],
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
) -> None:
    """One claim or printed number: source, words, what is computed from it, where it is printed."""
    from analysis.dataset import load
    from analysis.evidence import trace as traced
    from analysis.folder import chosen
    from report import show

    folder = chosen(dataset)
    rendered = out_dir or folder / OUTPUT
    lineage = show.lineage(rendered)
    for told in show.traced(traced(load(folder), lineage, query)):
        out.print(told)
    if lineage is not None and show.outdated(folder, rendered):
        err.print(line(f"The report in {shown(rendered)} was made from other data."))
