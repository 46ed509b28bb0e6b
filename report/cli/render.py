"""`report render`: the report from a dataset."""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import ReportError
from analysis.folder import chosen
from report import manifest
from report.cli.console import (
    DatasetOption,
    OutOption,
    drawings_kept,
    out,
    shown,
    step,
    tell,
)
from report.output import output
from report.show import line


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
        help="An earlier state, a folder or a git revision: the report says what changed.",
    ),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="What renders the document.")]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Render even if nothing changed, and draw every chart.")
]


def render(
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    to: ToOption = "html,pdf",
    engine: EngineOption = Engine.builtin,
    since: SinceOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Check, compute, and write report.html, report.pdf, downloads/ and manifest.json."""
    formats = _formats(to)
    begun = time.monotonic()
    try:
        folder = chosen(dataset)
        target = output(folder, out_dir)
        wanted = manifest.inputs(folder, formats, engine.value, since)
        if not no_cache and manifest.is_current(target, wanted):
            out.print(line(f"Nothing changed: the report in {shown(target)} is up to date."))
            return _list([target / name for name in manifest.read(target)["outputs"]])
        _tell_mix(target)
        with step("load the programs"):
            from report import publish
        kept = drawings_kept(no_cache)
        before = manifest.listed(target)
        written = publish.publish(folder, target, wanted, step=step, kept=kept)
        _list(written)
        _tell_removed(before - {path.relative_to(target).as_posix() for path in written})
    except ReportError as error:
        tell(error.problems, "Nothing was written.")
        raise typer.Exit(1) from None
    out.print(line(f"Done in {time.monotonic() - begun:.1f} s."))


def _tell_mix(target: Path) -> None:
    """Name the files of the last report that are not what its manifest lists."""
    if names := manifest.strangers(target):
        there = ", ".join(names)
        out.print(line(f"Not as {shown(target)} was written, made again: {there}"))


def _tell_removed(names: set[str]) -> None:
    """Name the files of the last report that went with it."""
    if names:
        out.print(line(f"Removed, as only the last report had them: {', '.join(sorted(names))}"))


def _list(written: Sequence[Path]) -> None:
    for path in written:
        if path.parent.name != "downloads":
            out.print(line(f"  {shown(path)}"))
    downloads = [path for path in written if path.parent.name == "downloads"]
    if downloads:
        out.print(line(f"  and {len(downloads)} files in {shown(downloads[0].parent)}"))


def _formats(to: str) -> list[str]:
    wanted = [name.strip() for name in to.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in ("html", "pdf")]
    if unknown or not wanted:
        raise typer.BadParameter(f"{to!r} is not html, pdf or html,pdf", param_hint="--to")
    return list(dict.fromkeys(wanted))
