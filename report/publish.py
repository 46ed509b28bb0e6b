"""From a dataset to files; the last report is replaced only when all is well."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from analysis.dataset import Dataset
from analysis.errors import DocumentError, Problem, ReportError
from analysis.verdicts import checked
from report import builtin, document, downloads, editions, lineage, quarto
from report.builtin.engine import FORMATS, Step, nullstep
from report.editions import Edition
from report.seal import ROOT, dataset_files, source_files

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "report.qmd"
OUTPUT = HERE / "_output"
MANIFEST = "manifest.json"
PAGE = "report.html"
ENGINES = {"builtin": builtin.render, "quarto": quarto.render}


def publish(
    folder: Path,
    out: Path = OUTPUT,
    formats: Sequence[str] = FORMATS,
    engine: str = "builtin",
    step: Step = nullstep,
    since: str | None = None,
) -> list[Path]:
    """Check the dataset in `folder` and write the report on it into `out`; gives what was written.

    `since` names an earlier edition, a folder or a git revision: the report says what changed.
    Everything is made in a folder of its own first, so that the last report stays as it was when
    anything fails. Raises `ReportError` with every problem found.
    """
    with step("check the dataset"):
        dataset = checked(folder)
        before = editions.read(since, dataset.folder) if since else None
    with _workshop(out) as place:
        made = Path(place)
        with document.about(dataset, before):
            render = ENGINES[engine]
            trace = partial(_traced, made / "downloads", step)
            render(DOCUMENT, made, _with_page(formats), step=step, after_page=trace)
            with step("write the downloads"):
                downloads.write(document.Report(dataset), made / "downloads")
        _drop_unwanted(made, formats)
        (made / MANIFEST).write_text(manifest(dataset, made, engine, before), "utf-8")
        with step("replace the last report"):
            return list(_replace(made, out))


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


def manifest(dataset: Dataset, made: Path, engine: str, since: Edition | None = None) -> str:
    """The edition, the engine, and the SHA-256 of every input and output, as JSON.

    Also that of the dataset of the earlier edition, where the report is held against one.
    """
    inputs = {_name(path, dataset.folder): path for path in dataset_files(dataset.folder)}
    inputs |= {_name(path, ROOT): path for path in source_files()}
    outputs = {_name(path, made): path for path in sorted(made.rglob("*")) if path.is_file()}
    record = {
        "edition": dataset.version,
        "date": dataset.date,
        "engine": engine,
        **({"since": since.sha256} if since else {}),
        "inputs": {name: fingerprint(path) for name, path in sorted(inputs.items())},
        "outputs": {name: fingerprint(path) for name, path in outputs.items()},
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _workshop(out: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder beside `out`, so that files can be moved into it whole."""
    if out.exists() and not out.is_dir():
        raise _unwritable(out, "it is a file")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=out.parent, prefix=".rendering-")
    except OSError as error:
        raise _unwritable(out, str(error.strerror)) from error


def _unwritable(out: Path, reason: str) -> ReportError:
    return ReportError(
        Problem(str(out), message=f"cannot be written: {reason}",
                todo="Name another folder with --out DIR.")
    )  # fmt: skip


def _replace(made: Path, out: Path) -> Iterator[Path]:
    """Move each file into `out`, the manifest last, then remove what only the last report had."""
    before = listed(out)
    names = sorted(_name(path, made) for path in made.rglob("*") if path.is_file())
    for name in names:
        if (out / name).is_dir():
            raise _unwritable(out / name, "it is a folder")
    for name in sorted(names, key=lambda name: name == MANIFEST):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made / name, target)
        yield target
    for name in before - set(names):
        (out / name).unlink(missing_ok=True)


def listed(out: Path) -> set[str]:
    """The files that the manifest in a folder lists; none where there is no readable manifest."""
    try:
        names = set(json.loads((out / MANIFEST).read_text("utf-8"))["outputs"])
        return {name for name in names if _is_file_inside(out, name)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _is_file_inside(out: Path, name: str) -> bool:
    return (out / name).is_file() and (out / name).resolve().is_relative_to(out.resolve())
