"""`report new`: a dataset, a claim or a source to begin with."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.text import Text

from report.cli.console import DatasetOption, out, shown
from report.show import line, plain

app = typer.Typer(help="Begin a dataset, a claim or a source.", no_args_is_help=True)
Append = Annotated[bool, typer.Option("--append", help="Add it to the dataset's file.")]


@app.command()
def dataset(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    title: Annotated[str, typer.Option("--title", help="The title of the report on it.")] = "",
) -> None:
    """Write an empty, valid dataset with one example, and a README with the next steps."""
    if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise typer.BadParameter(f"not an empty folder: {folder}", param_hint="DIR")
    from report import new

    for path in new.dataset(folder, title) if title else new.dataset(folder):
        out.print(line(f"  {shown(path)}"))
    out.print(
        line(f"Next: read {shown(folder / 'README.md')}, or report --dataset {quote(str(folder))}")
    )


@app.command()
def claim(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The citekey of its source.")],
    dataset: DatasetOption = None,
    append: Append = False,
) -> None:
    """The next free id and row of a source's claim, with the meaning of each column."""
    from analysis.folder import chosen
    from report import new

    folder = chosen(dataset)
    begun = new.claim(folder, source)
    for name, words in begun.columns.items():
        out.print(Text.assemble((f"{plain(name):<12}", "bold"), plain(words)))
    for text in ("", begun.heading, begun.row):
        out.print(line(text))
    if append:
        new.add_claim(folder, begun)
        out.print(line(""))
        out.print(line(f"Added {begun.claim_id} to {shown(folder / 'data/claims.csv')}."))


@app.command()
def source(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A new citekey.")],
    seed: Annotated[bool, typer.Option("--seed", help="A base article, not a reference.")] = False,
    dataset: DatasetOption = None,
    append: Append = False,
) -> None:
    """The record of a new source, with the meaning of each field."""
    from analysis.folder import chosen
    from report import new

    folder = chosen(dataset)
    record = new.source(folder, key, seed)
    for text in record.split("\n"):
        out.print(line(text))
    if append:
        out.print(line(f"Added {key} to {shown(new.add_source(folder, key, record, seed))}."))
