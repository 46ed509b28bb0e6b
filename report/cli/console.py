"""What every command shares: the options, the consoles, the words for steps and problems."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from analysis.errors import Problem
from report.output import OUTPUT
from report.seal import HERE
from report.show import line


class Unprinted(Exception):
    """What a command prints cannot be written, though what it does may have gone well."""


class Terminal(Console):
    """Where a command prints. Raises `Unprinted` where that cannot be written."""

    def print(self, *objects: Any, **options: Any) -> None:
        try:
            super().print(*objects, **options)
        except OSError as error:
            todo = "Make room for it, or let it go elsewhere."
            raise Unprinted(f"The output cannot be written: {error.strerror}. {todo}") from error


out = Terminal(highlight=False, soft_wrap=True)
err = Terminal(stderr=True, highlight=False, soft_wrap=True)
spinner = out.status("")
running: list[str] = []
CACHE_VARIABLE = "REPORT_CACHE"

DatasetOption = Annotated[
    Path | None, typer.Option("--dataset", metavar="DIR", help="The folder with data/ and seeds/.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help=f"Default: {OUTPUT} in the dataset's folder."),
]


def drawings_kept(no_cache: bool) -> Path | None:
    """Where drawings are kept: as REPORT_CACHE names it, or with the program; None for nowhere."""
    named = os.environ.get(CACHE_VARIABLE)
    return None if no_cache else Path(named) if named else HERE / "_cache"


def tell(problems: tuple[Problem, ...], outcome: str = "") -> None:
    """Print problems, sorted by place, how many there are, and what that led to."""
    for problem in problems:
        err.print(line(str(problem)))
    noun = "problem" if len(problems) == 1 else "problems"
    err.print(line(f"{len(problems)} {noun}. {outcome}".rstrip()))


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done while it lasts, and how long it took once it is done."""
    begun = time.monotonic()
    running.append(name)
    _show()
    try:
        yield
    finally:
        running.remove(name)
        _show()
    out.print(line(f"{name} … {time.monotonic() - begun:.1f} s"))


def _show() -> None:
    """On a terminal, a line with a spinner names the steps that are under way."""
    if running:
        spinner.update(line(", ".join(running)))
        spinner.start()
    else:
        spinner.stop()


def shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    full = path.resolve()
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(full)
