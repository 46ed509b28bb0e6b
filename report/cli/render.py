"""`report render`: the report from a dataset."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from analysis.errors import ReportError
from report.cli.common import DatasetOption, OutOption, out, shown, step, tell


class Engine(StrEnum):
    """What renders the document."""

    builtin = "builtin"
    quarto = "quarto"


ToOption = Annotated[str, typer.Option("--to", metavar="FORMATS", help="html, pdf or html,pdf.")]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="OLD",
        envvar="REPORT_SINCE",
        help="An earlier edition, a folder or a git revision: the report says what changed.",
    ),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="What renders the document.")]


def render(
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    to: ToOption = "html,pdf",
    engine: EngineOption = Engine.builtin,
    since: SinceOption = None,
) -> None:
    """Check, compute, and write report.html, report.pdf, downloads/ and manifest.json."""
    formats = _formats(to)
    begun = time.monotonic()
    with step("load the programs"):
        from analysis.dataset import find
        from report import publish
    try:
        folder = find() if dataset is None else dataset
        target = out_dir or publish.OUTPUT
        written = publish.publish(folder, target, formats, engine.value, step=step, since=since)
    except ReportError as error:
        tell(error.problems, "Nothing was written.")
        raise typer.Exit(1) from None
    for path in written:
        if path.parent.name != "downloads":
            out.print(Text(f"  {shown(path)}"))
    downloads = sum(path.parent.name == "downloads" for path in written)
    out.print(Text(f"  and {downloads} tables in {shown(written[-1].parent / 'downloads')}"))
    out.print(Text(f"Done in {time.monotonic() - begun:.1f} s."))


def _formats(to: str) -> list[str]:
    wanted = [name.strip() for name in to.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in ("html", "pdf")]
    if unknown or not wanted:
        raise typer.BadParameter(f"{to!r} is not html, pdf or html,pdf", param_hint="--to")
    return list(dict.fromkeys(wanted))
