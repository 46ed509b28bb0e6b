"""The command line: `report` and its commands, each in a module of its own."""

from __future__ import annotations

import atexit
import gc
import io
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command; an interrupt ends it without a traceback, also while it is loaded."""
    keep_memory()
    try:
        _print_what_can_be()
        from report.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def keep_memory() -> None:
    """Look for no memory that is no longer used, neither on the way nor at the end.

    What is made of a dataset stays to the end: to look takes a tenth of the time and finds next to
    nothing.
    """
    gc.disable()
    atexit.register(gc.freeze)


def _print_what_can_be() -> None:
    """A character that the encoding of the output has not is printed as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
