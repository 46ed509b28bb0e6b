"""A file as text, or why it is none, by file and row."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from analysis.errors import Problem
from analysis.folder import bytes_of

# What an escape can write and no file can hold.
HALF = re.compile(r"[\ud800-\udfff]")


class Unreadable(Exception):
    """A file that is not what it should be; carries its problem."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def text_of(path: Path, label: str) -> str:
    """The text of a file. Raises `Unreadable`."""
    try:
        content = bytes_of(path)
    except FileNotFoundError as error:
        raise Unreadable(Problem(label, message="no such file", todo="Add it.")) from error
    except OSError as error:
        raise Unreadable(Problem(label, message="cannot be read", found=error.strerror)) from error
    return decoded(content, label)


def decoded(content: bytes, label: str) -> str:
    """Bytes as UTF-8, without the mark that may begin it. Raises `Unreadable`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(label, content, error)) from error
    if "\0" in text:
        raise Unreadable(_nul(label, text))
    return text


def half_in(text: str) -> str | None:
    """The first half of a character in a text, by its number; None where there is none."""
    found = HALF.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def _not_utf8(label: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    before = content[: error.start].decode("utf-8", "replace")
    after = content[error.start :].decode("utf-8", "replace")
    words = before.rpartition("\n")[2][-30:] + after.partition("\n")[0][:30]
    return Problem(
        label,
        _row_of(label, before),
        message=f"not UTF-8 (byte 0x{content[error.start]:02x} at position {error.start + 1})",
        found=words.strip(),
        expected="UTF-8",
        todo="Save the file as UTF-8"
        + (" (in a spreadsheet: 'CSV UTF-8')." if label.endswith(".csv") else "."),
    )


def _nul(label: str, text: str) -> Problem:
    at = text.index("\0")
    return Problem(
        label,
        _row_of(label, text[:at]),
        message="a NUL character",
        found=f"character {at + 1}",
        expected="text",
        todo="Delete it, or save the file as UTF-8.",
    )


def _row_of(label: str, before: str) -> int | None:
    """Line, or row of a spreadsheet, in which the text `before` ends.

    Quoted line breaks of a table are not counted; None where a cell before it is longer than a
    table may have.
    """
    if not label.endswith(".csv"):
        return before.count("\n") + 1
    try:
        return sum(1 for _ in csv.reader(io.StringIO(before + "x", newline="")))
    except csv.Error:
        return None
