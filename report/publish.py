"""From a dataset to files; the last report is replaced only when all is well."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analysis.errors import DocumentError, Problem, ReportError
from analysis.verdicts import checked
from report import builtin, document, downloads, lineage, manifest, quarto
from report.builtin.engine import FORMATS, Step, nullstep
from report.cache import Cache
from report.manifest import Record
from report.workshop import replace, workshop

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "report.qmd"
OUTPUT = HERE / "_output"
PAGE = "report.html"
ENGINES = {"builtin": builtin.render, "quarto": quarto.render}


def publish(
    folder: Path,
    out: Path = OUTPUT,
    formats: Sequence[str] = FORMATS,
    engine: str = "builtin",
    step: Step = nullstep,
    made_from: Record | None = None,
    kept: Path | None = None,
) -> list[Path]:
    """Check the dataset in `folder` and write the report on it into `out`; gives what was written.

    Everything is made in a folder of its own first, so that the last report stays as it was when
    anything fails. `made_from` are the inputs as they were before the code was loaded. Where a file
    of the dataset or document changes meanwhile, all is read once more. Charts that did not change
    are taken from the folder `kept`, if it is given. Raises `ReportError` with every problem found.
    """
    read = made_from or manifest.inputs(folder, formats, engine)
    try:
        return _published(folder, out, read, step, kept)
    except ReportError:
        now = manifest.inputs(folder, formats, engine)
        changed = manifest.changed(read, now)
        if not changed or any(name.endswith(".py") for name in changed):
            raise
    with step("read again what changed meanwhile"):
        return _published(folder, out, now, step, kept)


def _published(
    folder: Path, out: Path, made_from: Record, step: Step, kept: Path | None
) -> list[Path]:
    formats, engine = made_from["formats"], made_from["engine"]
    with step("check the dataset"):
        dataset = checked(folder)
    drawings = Cache(kept, manifest.maker(made_from))
    with workshop(out) as made:
        with document.about(dataset, drawings):
            render = ENGINES[engine]
            trace = partial(_traced, made / "downloads", step)
            render(DOCUMENT, made, _with_page(formats), step=step, after_page=trace)
            with step("write the downloads"):
                downloads.write(document.Report(dataset, drawings), made / "downloads")
        _drop_unwanted(made, formats)
        _refuse_change(made_from, manifest.inputs(folder, formats, engine))
        drawings.keep()
        listing = manifest.text(dataset.version, dataset.date, made_from, made)
        (made / manifest.MANIFEST).write_text(listing, "utf-8")
        with step("replace the last report"):
            return replace(made, out)


def _refuse_change(before: Record, after: Record) -> None:
    """Raise `ReportError` where what was read is no longer what is there."""
    if changed := manifest.changed(before, after):
        raise ReportError(
            Problem(name, message="changed while the report was made", todo="Render again.")
            for name in changed
        )


def _traced(folder: Path, step: Step, page: str) -> None:
    with step("trace every number"):
        write_lineage(page, folder)


def write_lineage(page: str, folder: Path) -> None:
    """Write what is behind each number of a page. Raises `DocumentError` for one unexplained."""
    loose = lineage.untraced(page)
    if loose:
        raise DocumentError(_unexplained(found) for found in loose)
    folder.mkdir(exist_ok=True)
    (folder / "lineage.json").write_text(lineage.as_json(page), "utf-8")


def _unexplained(found: lineage.Untraced) -> Problem:
    return Problem(
        "report.qmd",
        message=f"a number that no claim explains, under {found.place.heading!r}",
        found=f"{found.number} in {found.text}",
        expected="a number that a cell prints from a claim",
    )


def _with_page(formats: Sequence[str]) -> list[str]:
    """The page is always made, and made first: lineage is read off it."""
    return ["html", *(name for name in formats if name != "html")]


def _drop_unwanted(made: Path, formats: Sequence[str]) -> None:
    if "html" not in formats:
        (made / PAGE).unlink()
