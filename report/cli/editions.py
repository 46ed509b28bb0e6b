"""`report diff` and `report release`: what changed between editions, and the next one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from report.cli.common import DatasetOption, out


class Format(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A dataset's folder, or a git revision: v0.1.0.")
    ],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="Another. Default: the data as they are.")
    ] = None,
    dataset: DatasetOption = None,
    format: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
) -> None:
    """What changed between two editions: claims, sources, figures, relations, verdicts."""
    from analysis.changes import changes
    from analysis.dataset import find, load
    from report import editions
    from report.cli import differences

    folder = find() if dataset is None else dataset
    before = editions.read(old, folder).dataset
    after = editions.read(new, folder).dataset if new else load(folder, validate=False)
    found = changes(before, after)
    if format is Format.json:
        typer.echo(differences.as_json(found))
        return
    for line in differences.lines(found):
        out.print(line)
