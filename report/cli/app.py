"""The commands of `report` together, and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import typer

from analysis.errors import Problem, ReportError
from report.cli import new
from report.cli.check import check
from report.cli.console import DatasetOption, OutOption, Unprinted, out, tell
from report.cli.dictionary import dictionary
from report.cli.editions import diff, release
from report.cli.evidence import trace, verify
from report.cli.render import (
    Engine,
    EngineOption,
    NoCacheOption,
    SinceOption,
    ToOption,
    render,
)
from report.cli.watch import watch

app = typer.Typer(
    help="A sourced report on contested figures: every number leads back to its words.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
for command in (render, check, watch, diff, verify, trace, release, dictionary):
    app.command()(command)
app.add_typer(new.app, name="new")


@app.callback(invoke_without_command=True)
def default(
    context: typer.Context,
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    to: ToOption = "html,pdf",
    engine: EngineOption = Engine.builtin,
    since: SinceOption = None,
    no_cache: NoCacheOption = False,
) -> None:
    """Without a command: render the report."""
    command = context.invoked_subcommand
    if command is None:
        render(dataset, out_dir, to, engine, since, no_cache)
    elif misplaced := [*_given(context)]:
        told = f"stands before the command {command}. Put it after: report {command} --help"
        raise typer.BadParameter(told, param_hint=", ".join(misplaced))


def _given(context: typer.Context) -> Iterator[str]:
    """The options on the command line, as they are listed."""
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is not None and source.name == "COMMANDLINE":
            yield option.opts[0]


def run() -> None:
    """Run the command; problems are told in words, and the exit status says that it failed."""
    try:
        _run()
    except ReportError as error:
        tell(error.problems)
        sys.exit(1)
    except Unprinted as error:
        sys.exit(str(error))


def _run() -> None:
    try:
        os.getcwd()
    except OSError:
        problem = Problem("the folder you are in", message="is gone", todo="Go to another: cd DIR.")
        raise ReportError(problem) from None
    try:
        app(standalone_mode=True)
    except OSError:
        out.print()  # what prints the help does not say so where it cannot
        raise
