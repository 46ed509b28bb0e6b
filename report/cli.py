"""The command line: `report`, `report render`, `report check`, `report verify`, `report trace`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from analysis.errors import Problem, ReportError

app = typer.Typer(
    help="A sourced report on contested figures: every number leads back to its words.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
spinner = out.status("")
running: list[str] = []
OUTPUT = Path(__file__).resolve().parent / "_output"


class Engine(StrEnum):
    """What renders the document."""

    builtin = "builtin"
    quarto = "quarto"


DatasetOption = Annotated[
    Path | None, typer.Option("--dataset", metavar="DIR", help="The folder with data/ and seeds/.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Where to write. Default: report/_output."),
]
ToOption = Annotated[str, typer.Option("--to", metavar="FORMATS", help="html, pdf or html,pdf.")]
EngineOption = Annotated[Engine, typer.Option("--engine", help="What renders the document.")]


@app.callback(invoke_without_command=True)
def default(
    context: typer.Context,
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    to: ToOption = "html,pdf",
    engine: EngineOption = Engine.builtin,
) -> None:
    """Without a command: render the report."""
    if context.invoked_subcommand is None:
        render(dataset, out_dir, to, engine)


@app.command()
def render(
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    to: ToOption = "html,pdf",
    engine: EngineOption = Engine.builtin,
) -> None:
    """Check, compute, and write report.html, report.pdf, downloads/ and manifest.json."""
    formats = _formats(to)
    begun = time.monotonic()
    with _step("load the programs"):
        from analysis.dataset import find
        from report import publish
    try:
        folder = find() if dataset is None else dataset
        target = out_dir or publish.OUTPUT
        written = publish.publish(folder, target, formats, engine.value, step=_step)
    except ReportError as error:
        tell(error.problems, "Nothing was written.")
        raise typer.Exit(1) from None
    for path in written:
        if path.parent.name != "downloads":
            out.print(Text(f"  {_shown(path)}"))
    downloads = sum(path.parent.name == "downloads" for path in written)
    out.print(Text(f"  and {downloads} tables in {_shown(written[-1].parent / 'downloads')}"))
    out.print(Text(f"Done in {time.monotonic() - begun:.1f} s."))


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder with data/ and seeds/.")
    ] = None,
) -> None:
    """Name every problem in a dataset: file, row, column, found, expected, what to do."""
    from analysis import verdicts
    from analysis.dataset import find

    place = find(folder) if folder is None else folder
    verdicts.checked(place)
    here = place.resolve() == Path.cwd()
    out.print(Text(f"No problem found in {'this folder' if here else _shown(place)}."))


@app.command()
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
    from report import seal, show

    problems = seal.verify(folder, report)
    for problem in problems:
        err.print(Text(show.plain(str(problem))))
    if not problems:
        out.print(Text(show.plain(f"{_shown(report)} was made from the dataset in {folder}.")))
    return problems


@app.command()
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
        where = _shown(rendered)
        err.print(Text(show.plain(f"The report in {where} was made from other data.")))


def main() -> None:
    """Run the command; problems are told in words, and the exit status says that it failed."""
    try:
        app(standalone_mode=True)
    except ReportError as error:
        tell(error.problems)
        sys.exit(1)
    except KeyboardInterrupt:
        err.print("Interrupted. The last report is as it was.")
        sys.exit(130)


def tell(problems: tuple[Problem, ...], outcome: str = "") -> None:
    """Print problems, sorted by place, how many there are, and what that led to."""
    for problem in problems:
        err.print(Text(str(problem)))
    noun = "problem" if len(problems) == 1 else "problems"
    err.print(Text(f"{len(problems)} {noun}. {outcome}".rstrip()))


def _formats(to: str) -> list[str]:
    wanted = [name.strip() for name in to.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in ("html", "pdf")]
    if unknown or not wanted:
        raise typer.BadParameter(f"{to!r} is not html, pdf or html,pdf", param_hint="--to")
    return list(dict.fromkeys(wanted))


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Say what is being done while it lasts, and how long it took once it is done."""
    begun = time.monotonic()
    running.append(name)
    _show()
    try:
        yield
    finally:
        running.remove(name)
    out.print(Text(f"{name} … {time.monotonic() - begun:.1f} s"))
    _show()


def _show() -> None:
    """On a terminal, a line with a spinner names the steps that are under way."""
    if running:
        spinner.update(Text(", ".join(running)))
        spinner.start()
    else:
        spinner.stop()


def _shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(full)
