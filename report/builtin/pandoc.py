"""Calling pandoc, and telling what it finds wrong by the document's own files and lines."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import EngineMissing, Problem
from report.builtin.frontmatter import FrontMatter
from report.builtin.pictures import Address, Make, set_aside
from report.builtin.qmd import Line

HERE = Path(__file__).parent
SEPARATOR = "\x1f"
CROSS_REFERENCE = re.compile(r"citation (tbl|fig|sec|eq|lst)-\S+ not found")
POSITION = re.compile(r" at (\S+ )?line \d+ column \d+")


@dataclass(frozen=True)
class Work:
    """What both formats are made from, and the folder they may write to."""

    document: Path
    front: FrontMatter
    lines: tuple[Line, ...]
    folder: Path
    markdown: str
    pictures: tuple[Address, ...]

    @classmethod
    def of(
        cls,
        document: Path,
        front: FrontMatter,
        lines: tuple[Line, ...],
        folder: Path,
        later: Sequence[Make] = (),
    ) -> Work:
        """Set the document's pictures aside; `later` are those that its cells asked for."""
        text = "\n".join(line.text for line in lines) + "\n"
        return cls(document, front, lines, folder, *set_aside(text, later))

    def drawn(self) -> list[str]:
        """Make the pictures: their addresses, with their content inside."""
        return [make() for make in self.pictures]


@dataclass(frozen=True)
class Run:
    """What a run of pandoc gave: output, entries of its log, its last words if it failed."""

    output: bytes
    log: tuple[Mapping[str, Any], ...]
    failed: str | None


def run(arguments: Sequence[str], text: bytes, folder: Path, place: Path = HERE) -> Run:
    """One run of pandoc that begins in `place` and may write to `folder`."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        log = Path(own, "log.json")
        # The language of messages and of the sorting of references must not depend on who renders.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "REPORT_WORK": str(folder)}
        done = subprocess.run(
            [program(), *arguments, f"--log={log}", "--quiet"],
            input=text,
            capture_output=True,
            cwd=place,
            env=environment,
        )
        told = log.read_bytes() if log.exists() else b""
    failed = done.stderr.decode("utf-8", "replace") if done.returncode else None
    return Run(done.stdout, tuple(json.loads(told or "[]")), failed)


def problems(work: Work, done: Run, begin: int = 0) -> Iterator[Problem]:
    """What pandoc found wrong in the lines of the Markdown from `begin` on."""
    told = [
        entry
        for entry in done.log
        if entry["verbosity"] in ("WARNING", "ERROR") and not _told_elsewhere(entry)
    ]
    yield from (_told(work, entry, begin) for entry in told)
    if done.failed is not None and not told:
        yield _failure(work, done.failed, begin)


@cache
def program() -> str:
    """The pandoc of the wheel: another one on this computer would give other bytes."""
    spec = importlib.util.find_spec("pypandoc")
    folder = Path(spec.origin or "").parent / "files" if spec else HERE
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    todo = "Install this package again: `uv sync`"
    raise EngineMissing(Problem("pypandoc_binary", message="pandoc is not installed", todo=todo))


def _told_elsewhere(entry: Mapping[str, Any]) -> bool:
    """Whether the filter tells the same, with a better place or words."""
    message = str(entry.get("message"))
    return entry["type"] == "DuplicateIdentifier" or bool(CROSS_REFERENCE.match(message))


def _told(work: Work, entry: Mapping[str, Any], begin: int) -> Problem:
    """A message of pandoc or of the filter, with the place in the document that it is about."""

    def at(line: int | None, words: str) -> Problem:
        return _at(work, line and begin + line, words)

    message = str(entry.get("message") or entry["pretty"])
    if entry["type"] == "ScriptingWarning" and SEPARATOR in message:
        words, _, message = message.partition(SEPARATOR)
        return problem(work, words, message)
    if missing := re.fullmatch(r"citation (\S+) not found", message):
        return problem(work, f"@{missing[1]}", f"no reference has the key {missing[1]}")
    if entry["type"] == "UnclosedDiv":
        return at(entry["openpos"]["line"], "this block is never closed with :::")
    return at(entry.get("line"), POSITION.sub("", message))


def _failure(work: Work, stderr: str, begin: int) -> Problem:
    """Why pandoc gave up; it names a line where it can."""
    line = re.search(r" at \(line (\d+), column \d+\)", stderr)
    message = " ".join(stderr.split()) or "pandoc failed and did not say why"
    if not line:
        return _at(work, None, message)
    words = message.replace(line[0], " in this metadata block")
    return _at(work, begin + int(line[1]), words)


def problem(
    work: Work, words: str, message: str, found: str | None = None, expected: str | None = None
) -> Problem:
    """A problem at the first line of the Markdown that holds these words."""
    lines = enumerate(work.markdown.split("\n"), 1)
    line = next((number for number, text in lines if words and words in text), None)
    return _at(work, line, message, found, expected)


def _at(
    work: Work,
    line: int | None,
    message: str,
    found: str | None = None,
    expected: str | None = None,
) -> Problem:
    """A problem at a line of the final Markdown, told by the file and line it came from."""
    if line is None or line > len(work.lines):
        name = work.document.name
        return Problem(name, message=message, found=found, expected=expected)
    return work.lines[line - 1].problem(message, found, expected)
