"""`report check`: every problem in a dataset."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from analysis.errors import ReportError
from report.cli.console import DatasetOption, err, out, shown
from report.show import line

if TYPE_CHECKING:
    from report.problems import Found


class Format(StrEnum):
    """How the problems are told."""

    text = "text"
    json = "json"
    github = "github"


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder with data/ and seeds/.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="For reading, for programs, or for annotations.")
    ] = Format.text,
    dataset: DatasetOption = None,
) -> None:
    """Name every problem in a dataset: file, row, column, found, expected, what to do.

    Warnings name what is allowed and worth a look; the exit status is 1 for errors alone.
    """
    from analysis.folder import chosen
    from report import problems

    if folder and dataset:
        raise typer.BadParameter("names a folder, and so does DIR", param_hint="--dataset")
    try:
        found = _found(chosen(folder or dataset))
    except ReportError as error:
        if form is Format.text:
            raise
        found = problems.Found(Path.cwd(), error.problems, ())
    match form:
        case Format.json:
            out.print(Text(problems.as_json(found)))
        case Format.github:
            for annotation in problems.as_annotations(found, Path.cwd()):
                out.print(line(annotation))
        case Format.text:
            _tell(found)
    if found.errors:
        raise typer.Exit(1)


def _found(folder: Path) -> Found:
    from analysis import verdicts
    from analysis.dataset import held
    from analysis.records import read
    from analysis.rules import doubts_in, problems_in
    from report.problems import Found

    records = read(folder)
    errors = tuple(problems_in(records))
    if not errors:
        errors = tuple(verdicts.refused(held(records, errors)))
    return Found(folder, errors, doubts_in(records))


def _tell(found: Found) -> None:
    from report.problems import as_text

    for text in as_text(found):
        err.print(line(text))
    here = found.folder == Path.cwd()
    place = "this folder" if here else shown(found.folder)
    if found.errors:
        err.print(line(f"{found.counted()}."))
    elif found.warnings:
        out.print(line(f"No error found in {place}; {found.counted().partition(', ')[2]}."))
    else:
        out.print(line(f"No problem found in {place}."))
