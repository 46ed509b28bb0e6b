"""Setting the print version with Typst."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typst

from analysis.errors import DocumentError, Problem
from report.builtin.pandoc import Work

SHAPELESS = re.compile(r"the text `\"(.+?)\"` could not be displayed")
POINTED = re.compile(r"^ *\d+ +│ (.+)$", re.MULTILINE)


def typeset(work: Work, source: Path) -> bytes:
    """The PDF, made from the fonts Typst brings along and those the document names."""
    folders = work.front.texts("format", "typst", "font-paths")
    standards: Any = work.front.texts("format", "typst", "pdf-standard")
    try:
        made, warnings = typst.compile_with_warnings(
            str(source),
            root=str(source.parent),
            format="pdf",
            font_paths=[str(work.document.parent / folder) for folder in folders],
            ignore_system_fonts=True,
            pdf_standards=standards,
            timestamp=work.front.timestamp,
        )
    except typst.TypstError as error:
        raise DocumentError(_problem(work, error)) from error
    if grave := [warning for warning in warnings if not _is_fallback(warning)]:
        raise DocumentError(_problem(work, warning) for warning in grave)
    return bytes(made)


def _is_fallback(warning: typst.TypstWarning) -> bool:
    """A theme may name several fonts, the first of which need not be there."""
    return warning.message.startswith("unknown font family")


def _problem(work: Work, error: typst.TypstError | typst.TypstWarning) -> Problem:
    """What Typst says, with the line of its own source that it points to."""
    pointed = POINTED.search(error.diagnostic)
    if letters := SHAPELESS.search(error.message):
        return Problem(
            work.document.name,
            message="the print version has no shapes for these letters",
            found=letters[1],
            todo="report check names each place. Write them in Latin letters, or render the page"
            " alone: --to html.",
        )
    return Problem(
        work.document.name,
        message=f"Typst says: {error.message}",
        found=pointed[1].strip() if pointed else None,
        todo=f"Typst's hint: {'; '.join(error.hints)}" if error.hints else None,
    )
