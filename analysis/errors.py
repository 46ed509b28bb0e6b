"""What can go wrong, said so that the reader can mend it: where, found, expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one place.

    `file` is a path relative to the dataset or document; `row` is the line number of a record
    as a spreadsheet shows it (the heading is row 1); `column` is a column's name.
    """

    file: str
    row: int | None = None
    column: str | None = None
    message: str = ""
    found: str | None = None
    expected: str | None = None
    todo: str | None = None

    @property
    def place(self) -> str:
        """File, row and column in words, as far as they are known."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}"
        if self.found is not None:
            text += f"; found {shortened(self.found)!r}"
        if self.expected:
            text += f"; expected {self.expected}"
        if self.todo:
            text += f". {self.todo}"
        return text


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, and of one place by what is said and was found."""
    return sorted(
        problems, key=lambda p: (p.file, p.row or 0, p.column or "", p.message, p.found or "")
    )


class ReportError(Exception):
    """Anything a user can cause; carries every problem that was found, sorted by place."""

    def __init__(self, problems: Iterable[Problem] | Problem):
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems = tuple(in_order(found))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DatasetError(ReportError):
    """The dataset is missing, cannot be read, or breaks a rule."""


class DocumentError(ReportError):
    """The document holds something the engine cannot render, or one of its cells failed."""


class NotComparable(ReportError):
    """Claims that must not be added, divided or set on one axis; the message is the reason."""


class EngineMissing(ReportError):
    """A program that the chosen engine needs is not installed."""


def shortened(text: str, limit: int = 80) -> str:
    """Text cut to `limit` characters for a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
