"""From a document to its files: cells once, then the page and the print version side by side."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, Problem
from report.builtin import attachments as attached
from report.builtin import cells, pdf, qmd, reading, writing
from report.builtin.attachments import Attachment
from report.builtin.frontmatter import FrontMatter
from report.builtin.pandoc import Work
from report.builtin.pictures import made_later
from report.builtin.qmd import Line
from report.builtin.reading import Tree
from report.builtin.writing import Pictures

Step = Callable[[str], AbstractContextManager[object]]
# What is done with the page once it is written, before the PDF is set.
AfterPage = Callable[[str], object]
FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Prepared:
    """A document after its cells have run: one Markdown text for both formats."""

    path: Path
    front: FrontMatter
    lines: tuple[Line, ...]

    @property
    def markdown(self) -> str:
        """The final Markdown, as Quarto would hand it to pandoc."""
        return "\n".join(line.text for line in self.lines) + "\n"


def nullstep(name: str) -> AbstractContextManager[object]:
    """A step that shows nothing."""
    return nullcontext(name)


def nothing(page: str) -> None:
    """Do nothing with a page."""


def prepare(document: Path) -> Prepared:
    """Read the document and run its cells."""
    read = qmd.read(document)
    return Prepared(read.path, read.front, tuple(cells.run(read)))


def render(
    document: Path,
    out: Path,
    formats: Sequence[str] = FORMATS,
    *,
    step: Step = nullstep,
    after_page: AfterPage = nothing,
    attachments: Sequence[Attachment] = (),
) -> dict[str, Path]:
    """Render `document` into the folder `out`; gives the path of each format's file.

    `after_page` is called with the page, if it is among the formats, before the PDF is set.
    `attachments` go into the PDF.
    Raises DocumentError for anything in the document that cannot be rendered.
    """
    if unknown := set(formats) - set(FORMATS):
        raise ValueError(f"unknown formats {sorted(unknown)}; expected some of {FORMATS}")
    with step("run the cells"), made_later() as later:
        prepared = prepare(document)
    out.mkdir(parents=True, exist_ok=True)
    place = tempfile.TemporaryDirectory(dir=out.resolve(), prefix=".work-")
    with place as folder, ThreadPoolExecutor(len(FORMATS) + 2) as pool:
        work = Work.of(prepared.path, prepared.front, prepared.lines, Path(folder), later)
        pictures = pool.submit(work.drawn).result
        with step("read the text"):
            tree = reading.read(work)
        made: dict[str, Future[bytes]] = {}
        seen: Future[object] | None = None
        if "html" in formats:
            page = made["html"] = pool.submit(_page, work, tree, pictures, step)
            seen = pool.submit(lambda: after_page(page.result().decode("utf-8")))
        if "pdf" in formats:
            source = partial(writing.print_source, work, tree, pictures, attachments)
            made["pdf"] = pool.submit(_pdf, work, source, step, made.get("html"), seen, attachments)
        contents = _results(made, [seen] if seen else [])
    return {name: _written(out, document, name, content) for name, content in contents.items()}


def _page(work: Work, tree: Tree, pictures: Pictures, step: Step) -> bytes:
    with step("write the page"):
        return writing.page(work, tree, pictures)


def _pdf(
    work: Work,
    write: Callable[[], Path],
    step: Step,
    page: Future[bytes] | None,
    seen: Future[object] | None,
    attachments: Sequence[Attachment],
) -> bytes:
    """The PDF, begun when the page is written: a reader may be waiting for that."""
    if page is not None:
        page.exception()
    with step("write the print version"):
        source = write()
    if seen is not None:
        seen.result()
    attached.lay(attachments, work.folder)
    with step("set the PDF"):
        return pdf.typeset(work, source, step)


def _results(made: dict[str, Future[bytes]], others: Sequence[Future[object]]) -> dict[str, bytes]:
    """What every format gave; the problems of all formats are told once and together."""
    futures: list[Future[Any]] = [*made.values(), *others]
    errors = [error for future in futures if (error := future.exception())]
    problems: list[Problem] = []
    for error in errors:
        if not isinstance(error, DocumentError):
            raise error
        problems.extend(error.problems)
    if problems:
        raise DocumentError(dict.fromkeys(problems))
    return {name: future.result() for name, future in made.items()}


def _written(out: Path, document: Path, name: str, content: bytes) -> Path:
    path = out / f"{document.stem}.{name}"
    path.write_bytes(content)
    return path
