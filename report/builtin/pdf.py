"""Setting the print version with Typst."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import typst

from analysis.errors import DocumentError, Problem, shortened
from report.builtin.pandoc import Work

POINTED = re.compile(r"^ *\d+ +│ (.+)$", re.MULTILINE)
# What no font has a letter for, and what a PDF/A may not hold; both as Rust quotes it.
UNSET = re.compile(r'the text `"(.+?)"` could not be disp|contains the codepoint `"(.+?)"`')
BREAK = "\u200b"  # where a line may end
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset(
    work: Work, source: Path, step: Callable[[str], AbstractContextManager[object]]
) -> bytes:
    """The PDF, made from the fonts Typst brings along and those the document names.

    What no font has a letter for stands there as its code, such as ‹U+4E2D›; a step names it.
    """
    try:
        return _made(work, source)
    except typst.TypstError as error:
        text, codes = source.read_text("utf-8"), _codes(error.diagnostic)
        coded = text.translate(codes)
        if coded == text:
            raise DocumentError(_problem(work, error)) from error
    source.write_text(coded, "utf-8")
    named = shortened(" ".join(codes.values()).replace(BREAK, ""))
    with step(f"set it with codes for what no font has: {named}"):
        return typeset(work, source, step)


def _codes(diagnostic: str) -> dict[int, str]:
    """What is set instead of the characters that Typst says it cannot set, by their numbers."""
    quoted = "".join(found[1] or found[2] for found in UNSET.finditer(diagnostic))
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), quoted)
    return {code: f"‹U+{code:04X}›{BREAK}" for code in sorted(map(ord, set(text))) if code > 127}


def _made(work: Work, source: Path) -> bytes:
    """What Typst makes; what it warns of is a problem. Raises `typst.TypstError`."""
    folders = work.front.texts("format", "typst", "font-paths")
    standards: Any = work.front.texts("format", "typst", "pdf-standard")
    made, warnings = typst.compile_with_warnings(
        str(source),
        root=str(source.parent),
        format="pdf",
        font_paths=[str(work.document.parent / folder) for folder in folders],
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=work.front.timestamp,
    )
    if grave := [warning for warning in warnings if not _is_fallback(warning)]:
        raise DocumentError(_problem(work, warning) for warning in grave)
    return bytes(made)


def _is_fallback(warning: typst.TypstWarning) -> bool:
    """A theme may name several fonts, the first of which need not be there."""
    return warning.message.startswith("unknown font family")


def _problem(work: Work, error: typst.TypstError | typst.TypstWarning) -> Problem:
    """What Typst says, with the line of its own source that it points to."""
    pointed = POINTED.search(error.diagnostic)
    return Problem(
        work.document.name,
        message=f"Typst says: {error.message}",
        found=pointed[1].strip() if pointed else None,
        todo=f"Typst's hint: {'; '.join(error.hints)}" if error.hints else None,
    )
