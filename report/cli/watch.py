"""`report watch`: the page, reloaded whenever the dataset, the document or the code changes."""

from __future__ import annotations

import signal
import webbrowser
from typing import Annotated

import typer

from report.cli.console import DatasetOption, OutOption, drawings_kept, out, tell
from report.output import output
from report.show import line


def watch(
    dataset: DatasetOption = None,
    out_dir: OutOption = None,
    port: Annotated[int, typer.Option(metavar="N", help="Where to serve; 0: any free one.")] = 8650,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Draw every chart again.")] = False,
) -> None:
    """Serve the report on this computer, and render and reload it at every change."""
    from analysis.folder import chosen
    from report.watch import watch as watched

    folder = chosen(dataset)
    target = output(folder, out_dir)
    # A shell starts what it puts in the background with interrupts ignored.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)

    def ready(address: str) -> None:
        out.print(line(f"The report is at {address} (stop with Ctrl-C)."))
        if not no_browser:
            webbrowser.open(address)

    def say(text: str) -> None:
        for part in text.split("\n"):
            out.print(line(part))

    kept = drawings_kept(no_cache)
    try:
        watched(folder, target, kept, port, say, tell, ready)
    except KeyboardInterrupt:
        out.print(line("Stopped."))
