"""Setting the print version with Typst."""

from __future__ import annotations

from pathlib import Path

import typst

from analysis.errors import DocumentError, Problem
from report.builtin.pandoc import Work


def typeset(work: Work, source: Path) -> bytes:
    """The PDF, made from the fonts Typst brings along and those the document names."""
    folders = work.front.texts("format", "typst", "font-paths")
    try:
        made = typst.compile(
            source,
            root=source.parent,
            format="pdf",
            font_paths=[str(work.document.parent / folder) for folder in folders],
            ignore_system_fonts=True,
            pdf_standards=work.front.texts("format", "typst", "pdf-standard"),
            timestamp=work.front.timestamp,
        )
    except typst.TypstError as error:
        raise DocumentError(_problem(work, error)) from error
    return bytes(made)


def _problem(work: Work, error: typst.TypstError) -> Problem:
    hint = f"Typst's hint: {'; '.join(error.hints)}" if error.hints else None
    return Problem(work.document.name, message=f"Typst says: {error.message}", todo=hint)
