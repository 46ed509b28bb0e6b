"""The command line: `report` and its commands, each in a module of its own."""

from __future__ import annotations

import gc
import io
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command; an interrupt ends it without a traceback, also while it is loaded."""
    # What is made of a dataset stays to the end: to look for what is no longer used takes a tenth
    # of the time and finds next to nothing.
    gc.disable()
    try:
        _print_what_can_be()
        from report.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _print_what_can_be() -> None:
    """A character that the encoding of the output has not is printed as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
