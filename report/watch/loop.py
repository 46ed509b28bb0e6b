"""The loop: changes of files in, renders asked for, and what they gave shown."""

from __future__ import annotations

import gc
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from watchfiles import watch as changes_of

from analysis.errors import Problem
from analysis.folder import CHANGELOG
from report import manifest
from report.manifest import PAGE, Record
from report.seal import ROOT
from report.watch.server import Live, serving
from report.watch.worker import CODE, Job, Worker

# Milliseconds without a further change after which files are read, and at most.
QUIET, LONGEST = 60, 400
# What a render writes itself.
WRITTEN = re.compile(r"[/\\](_output|_cache|__pycache__|\.rendering-[^/\\]*)([/\\]|$)")
Say = Callable[[str], object]
Tell = Callable[[tuple[Problem, ...], str], object]
STAYS = "The last report stays."


def watch(
    folder: Path,
    out: Path,
    kept: Path | None,
    port: int,
    say: Say,
    tell: Tell,
    ready: Callable[[str], object],
) -> None:
    """Serve the report on a dataset and keep it up to date until interrupted.

    `ready` is called with the address once it is served. Raises `ReportError` where the port is
    taken, `KeyboardInterrupt` at the end; then nothing is left running.
    """
    gc.enable()  # it runs for days, where other commands end
    live = Live()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary,
        serving(port, out, live) as address,
    ):
        loop = Loop(Job(folder, out, kept, Path(temporary)), live, say, tell)
        try:
            ready(address)
            loop.run()
        finally:
            loop.worker.stop()


class Loop:
    """What was rendered last, the process that renders, and what is shown of it."""

    def __init__(self, job: Job, live: Live, say: Say, tell: Tell):
        self.job, self.live, self.say, self.tell = job, live, say, tell
        self.worker = Worker(job)
        self.seen: Record = job.inputs()

    def run(self) -> None:
        """Show the report, then whatever comes of changes, until interrupted."""
        if manifest.is_current(self.job.out, self.seen):
            self.live.show((self.job.out / PAGE).read_bytes())
        else:
            self.worker.render()
        for number, changed in enumerate(_ticks(self.job)):
            # Of what changed before the files were watched, nobody tells.
            if changed or number == 0:
                self._look()
            for kind, what in self.worker.news():
                self._heard(kind, what)

    def _look(self) -> None:
        """Ask for a render where the content of an input is another than before."""
        now = self.job.inputs()
        names = manifest.changed(self.seen, now)
        if not names:
            return
        self.seen = now
        self.say(f"Changed: {', '.join(names)}")
        if any(name.endswith(CODE) for name in names):
            self.worker.stop()
        self.worker.render()

    def _heard(self, kind: str, what: Any) -> None:
        if kind == "page":
            self.live.show(what)
            self.say("The page is up to date.")
        elif kind == "done":
            self.say("PDF and downloads are up to date.")
        elif kind == "problems":
            self.live.tell("\n\n".join(map(str, what)) + f"\n\n{STAYS}")
            self.tell(what, STAYS)
        elif kind == "defect":
            self.live.tell(f"A defect of this program:\n{what}\n{STAYS}")
            self.say(f"A defect of this program:\n{what}")


def _ticks(job: Job) -> Iterator[bool]:
    """Whether a file changed, some twenty times a second."""
    places = (job.folder / "data", job.folder / "seeds", ROOT / "analysis", ROOT / "report")
    while True:
        there, noted = _numbers(places), _time(job.folder / CHANGELOG)
        for changes in changes_of(
            *there, watch_filter=None, step=QUIET, debounce=LONGEST, rust_timeout=50,
            yield_on_timeout=True,
        ):  # fmt: skip
            before, noted = noted, _time(job.folder / CHANGELOG)
            yield noted != before or not all(WRITTEN.search(path) for _, path in changes)
            # Nobody tells of a folder that was deleted, nor of another in its place.
            if _numbers(places) != there:
                break
        yield True


def _numbers(places: Iterable[Path]) -> dict[Path, int]:
    """The folders that are there, each with the number that no other folder has."""
    found = {path.resolve(): _stat(path) for path in places if path.is_dir()}
    return {path: stat.st_ino for path, stat in found.items() if stat}


def _time(path: Path) -> int:
    """When a file was last written; 0 where there is none."""
    return stat.st_mtime_ns if (stat := _stat(path)) else 0


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
