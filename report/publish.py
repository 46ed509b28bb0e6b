"""From a dataset to files; the last report is replaced only when all is well."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis.errors import DocumentError, Problem, ReportError
from analysis.verdicts import checked
from report import bibliography, builtin, document, downloads, editions, lineage, manifest, quarto
from report.archive import dataset_zip
from report.builtin.attachments import Attachment
from report.builtin.engine import AfterPage, Step, nothing, nullstep
from report.cache import Cache
from report.manifest import DOWNLOADS, LINEAGE, PAGE, Record
from report.workshop import replace, workshop

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "report.qmd"
ENGINES = {"builtin": builtin.render, "quarto": quarto.render}


@dataclass(frozen=True)
class Way:
    """Where a report goes, who is told of its steps and its page, and the drawings kept."""

    out: Path
    step: Step
    kept: Path | None
    on_page: AfterPage


def publish(
    folder: Path,
    out: Path,
    made_from: Record,
    *,
    step: Step = nullstep,
    kept: Path | None = None,
    on_page: AfterPage = nothing,
) -> list[Path]:
    """Check the dataset in `folder` and write the report on it into `out`; gives what was written.

    Everything is made in a folder of its own first, so that the last report stays as it was when
    anything fails. `made_from` are the inputs as they were before the code was loaded. Where a file
    of the dataset or document changes meanwhile, all is read once more. Charts that did not change
    are taken from the folder `kept`, if it is given. `on_page` is given the page as soon as its
    numbers are traced. Raises `ReportError` with every problem found.
    """
    way = Way(out, step, kept, on_page)
    try:
        return _published(folder, made_from, way)
    except ReportError:
        now = manifest.again(folder, made_from)
        changed = manifest.changed(made_from, now)
        if not changed or any(name.endswith(".py") for name in changed):
            raise
    with step("read again what changed meanwhile"):
        return _published(folder, now, way)


def _published(folder: Path, made_from: Record, way: Way) -> list[Path]:
    formats, engine = made_from["formats"], made_from["engine"]
    with way.step("check the dataset"):
        dataset = checked(folder)
    since = made_from["since"]
    before = editions.read(since, dataset.folder) if since else None
    drawings = Cache(way.kept, manifest.maker(made_from))
    with workshop(way.out) as made:
        with document.about(dataset, drawings, before), ThreadPoolExecutor(1) as pool:
            report, beside = document.Report(dataset, drawings), made / DOWNLOADS
            written: list[Future[None]] = []

            def after_page(page: str) -> None:
                _traced(page, beside, way)
                written.append(pool.submit(_downloads, report, beside, way.step))

            ENGINES[engine](
                DOCUMENT,
                made,
                _with_page(formats),
                step=way.step,
                after_page=after_page,
                attachments=attachments(dataset.folder, beside),
            )
            for future in written:
                future.result()
        _drop_unwanted(made, formats)
        _refuse_change(made_from, manifest.again(folder, made_from))
        drawings.keep()
        known = {**made_from, "since": before.sha256 if before else ""}
        listing = manifest.text(bibliography.version(dataset), dataset.date, known, made)
        (made / manifest.MANIFEST).write_text(listing, "utf-8")
        with way.step("replace the last report"):
            return replace(made, way.out)


def _refuse_change(before: Record, after: Record) -> None:
    """Raise `ReportError` where what was read is no longer what is there."""
    if changed := manifest.changed(before, after):
        raise ReportError(
            Problem(name, message="changed while the report was made", todo="Render again.")
            for name in changed
        )


def attachments(folder: Path, made: Path) -> tuple[Attachment, ...]:
    """What the PDF carries: the dataset in `folder`, and the lineage written into `made`."""
    zipped, lineage_of = partial(dataset_zip, folder), (made / LINEAGE).read_bytes
    return (
        Attachment("dataset.zip", "application/zip", "The dataset of this report", zipped),
        Attachment(LINEAGE, "application/json", "What is behind each printed number", lineage_of),
    )


def _downloads(report: document.Report, folder: Path, step: Step) -> None:
    with step("write the downloads"):
        downloads.write(report, folder)


def _traced(page: str, folder: Path, way: Way) -> None:
    with way.step("trace every number"):
        refuse_untraced(page)
    way.on_page(page)
    write_lineage(page, folder)


def refuse_untraced(page: str) -> None:
    """Raise `DocumentError` where no claim explains a number of a page."""
    if loose := lineage.untraced(page):
        raise DocumentError(_unexplained(found) for found in loose)


def write_lineage(page: str, folder: Path) -> None:
    """Write what is behind each number of a page."""
    folder.mkdir(exist_ok=True)
    (folder / LINEAGE).write_text(lineage.as_json(page), "utf-8")


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
