"""`report diff` and `report release`: what changed, and the next edition."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from report.cli.console import DatasetOption, out, shown
from report.show import line


class Format(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A dataset's folder, or a git revision: HEAD~1.")
    ],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="Another. Default: the data as they are.")
    ] = None,
    dataset: DatasetOption = None,
    format: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.text,
) -> None:
    """What changed since OLD: claims, sources, figures, relations, verdicts."""
    from analysis.changes import Names, changes
    from analysis.dataset import load
    from analysis.folder import chosen
    from report import editions
    from report.cli import differences

    folder = chosen(dataset)
    before = editions.read(old, folder)
    later = editions.read(new, folder) if new else None
    after = later.dataset if later else load(folder, validate=False)
    names = Names(before.words, later.words) if later else Names(before.words)
    found = changes(before.dataset, after, names)
    if format is Format.json:
        out.print(Text(differences.as_json(found)))
        return
    for told in differences.lines(found):
        out.print(told)


def release(
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", help="Without it, the least is named.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Default: today.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="OLD", help="The last edition, where git does not tell."),
    ] = None,
    dataset: DatasetOption = None,
) -> None:
    """Make the data as they are the next edition: version, date, edition.csv, changelog."""
    from datetime import date as day

    from analysis.folder import chosen, command
    from report import release as releasing

    folder = chosen(dataset)
    coming = releasing.upcoming(folder, since)
    released_on = date or day.today().isoformat()
    if version is None:
        releasing.refuse(coming, coming.least, released_on)
        given = (("--since", since), ("--date", date))
        options = [word for name, value in given if value for word in (name, value)]
        todo = command(folder, "release", coming.least, *options)
        out.print(line(f"The next version is {coming.least} or higher: {coming.why}."))
        out.print(line(f"Nothing was written. To release it: {todo}"))
        return
    for path in releasing.release(coming, version, released_on):
        out.print(line(f"  {shown(path)}"))
    out.print(line(f"Edition {version} is written. Commit these files together."))
