"""The process that renders while its parent watches: it stays warm and may be killed any time."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from analysis.errors import Problem, ReportError
from report import manifest
from report.manifest import Record
from report.seal import ROOT
from report.workshop import clean, held

FORMATS = ("html", "pdf")
ENGINE = "builtin"
CODE = ".py"
LAST_WORDS = 1.0  # seconds in which a process that ends by itself is gone
IDLE = 1.0  # seconds without being asked for a render


class Overtaken(Exception):
    """What is rendered has changed again."""


@dataclass(frozen=True)
class Job:
    """Which dataset is rendered to where, with which drawings kept, and the temporary folder."""

    folder: Path
    out: Path
    kept: Path | None
    temporary: Path

    def inputs(self) -> Record:
        """What a render now would be made from."""
        return manifest.inputs(self.folder, FORMATS, ENGINE)


class Worker:
    """A rendering process, as its parent sees it; after one that ended, a new one renders."""

    def __init__(self, job: Job):
        self.job = job
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(self.job, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def render(self) -> None:
        """Ask for a render; one that is under way is given up."""
        if self._pipe.closed:
            self._start()
        with suppress(OSError):
            self._pipe.send("render")

    def news(self) -> Iterator[tuple[str, Any]]:
        """What the process has told since: pages, problems; that it died is one of them."""
        try:
            while not self._pipe.closed and self._pipe.poll():
                yield self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(LAST_WORDS)
            self.stop()
            yield "problems", (_ended(self._process.exitcode or 0),)

    def stop(self) -> None:
        """Kill it with all that it has started, never while it replaces files, and clean up."""
        if self._pipe.closed:
            return
        if self.job.out.is_dir():
            with held(self.job.out):
                self._kill()
        else:
            self._kill()
        clean(self.job.out)

    def _kill(self) -> None:
        with suppress(OSError, AttributeError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._pipe.close()


def work(job: Job, pipe: Connection) -> None:
    """Load the programs, then render whenever asked, until the parent is gone."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    tempfile.tempdir = str(job.temporary)
    gc.disable()  # it looks through its memory by itself, while it is idle
    loaded = _code(job.inputs())
    with suppress(Exception):  # told when a render is asked for
        from report import publish  # noqa: F401  (loaded before it is asked for)

    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while pipe.recv():
            while pipe.poll():
                pipe.recv()
            _render(job, pipe, loaded)
            if not pipe.poll(IDLE):
                gc.collect()


def _ended(status: int) -> Problem:
    """That the process that renders is no more, though nobody stopped it."""
    how = f"killed by signal {-status}" if status < 0 else f"exit status {status}"
    todo = "A new one starts at the next change; what this one said is in the terminal."
    return Problem("The process that renders", message=f"has ended, {how}", todo=todo)


def _unloadable(error: Exception, loaded: Iterable[str]) -> Problem:
    """That a file of code cannot be loaded: which, on which line, and why."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames.append((error.filename or "", error.lineno))
    names = {ROOT / name: name for name in loaded}
    places = ((names.get(Path(file).resolve()), line) for file, line in frames)
    *_, (name, line) = ((name, line) for name, line in places if name)
    why = traceback.format_exception_only(error)[-1].strip()
    todo = "Mend it: it is loaded again when it is saved."
    return Problem(f"{name}, line {line}", message=f"cannot be loaded: {why}", todo=todo)


def _code(inputs: Record) -> dict[str, str]:
    """The fingerprints of the code among inputs."""
    return {name: sha for name, sha in inputs["inputs"].items() if name.endswith(CODE)}


def _render(job: Job, pipe: Connection, loaded: dict[str, str]) -> None:
    try:
        from report import publish
    except Exception as error:
        pipe.send(("problems", (_unloadable(error, loaded),)))
        return
    # The steps of page and print version are told by threads side by side.
    one_at_a_time = Lock()

    def tell(kind: str, what: Any) -> None:
        with one_at_a_time:
            pipe.send((kind, what))

    @contextmanager
    def step(name: str) -> Iterator[None]:
        if pipe.poll():
            raise Overtaken
        yield

    now = job.inputs()
    made_from = {**now, "inputs": {**now["inputs"], **loaded}}
    try:
        publish.publish(
            job.folder, job.out, made_from, step=step, kept=job.kept,
            on_page=lambda page: tell("page", page.encode()),
        )  # fmt: skip
        tell("done", None)
    except Overtaken:
        pass
    except ReportError as error:
        if not pipe.poll():
            tell("problems", error.problems)
    except Exception:
        tell("defect", traceback.format_exc())
