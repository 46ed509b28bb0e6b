"""The problems of a dataset as text, as JSON, or as annotations of the lines of its files."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path

from analysis.errors import Problem
from analysis.folder import bytes_of


@dataclass(frozen=True)
class Found:
    """What is wrong with the dataset in a folder, and what is allowed and worth a look."""

    folder: Path
    errors: Sequence[Problem]
    warnings: Sequence[Problem]

    def each(self) -> list[tuple[str, Problem]]:
        """Every one with its kind, sorted by file, row and column."""
        both = [("error", problem) for problem in self.errors]
        both += [("warning", problem) for problem in self.warnings]
        return sorted(both, key=lambda one: (one[1].file, one[1].row or 0, one[1].column or ""))

    def counted(self) -> str:
        """How many errors and warnings, in words; none of warnings where there is none."""
        errors = _counted(len(self.errors), "error")
        return f"{errors}, {_counted(len(self.warnings), 'warning')}" if self.warnings else errors


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_text(found: Found) -> Iterator[str]:
    """A heading for each file, and beneath it a line for each problem, sorted by row."""
    for file, listed in groupby(found.each(), key=lambda one: one[1].file):
        yield file
        for kind, problem in listed:
            said = str(replace(problem, file="")).removeprefix(", ").removeprefix(": ")
            yield f"  {'warning: ' if kind == 'warning' else ''}{said}"


def as_json(found: Found) -> str:
    """The numbers of errors and warnings, and each with its place, for other programs: in ASCII."""
    each = [{"severity": kind, **asdict(problem)} for kind, problem in found.each()]
    told = {"errors": len(found.errors), "warnings": len(found.warnings), "problems": each}
    return json.dumps(told, indent=2)


def as_annotations(found: Found, base: Path) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines; paths are relative to `base`."""
    lines = {file: _lines(found.folder / file) for file in {one.file for _, one in found.each()}}
    for kind, problem in found.each():
        path = Path(os.path.realpath(found.folder / problem.file))  # also of links in a circle
        named = path.relative_to(base) if path.is_relative_to(base) else path
        line = lines[problem.file].get(problem.row or 1, problem.row or 1)
        place = {"file": named.as_posix(), "line": str(line), "title": problem.column or ""}
        properties = ",".join(
            f"{key}={_escaped(value, ':,')}" for key, value in place.items() if value
        )
        yield f"::{kind} {properties}::{_escaped(str(problem))}"


def _lines(file: Path) -> Mapping[int, int]:
    """The line on which each row of a CSV file begins; none for other files, or one unreadable."""
    if file.suffix != ".csv":
        return {}
    begun, last = {}, 0
    try:
        reader = csv.reader(io.StringIO(bytes_of(file).decode("utf-8-sig"), newline=""))
        for row, _ in enumerate(reader, 1):
            begun[row], last = last + 1, reader.line_num
    except (OSError, ValueError, csv.Error):
        return {}
    return begun


def _escaped(text: str, also: Iterable[str] = ()) -> str:
    for mark in ("%", "\r", "\n", *also):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
