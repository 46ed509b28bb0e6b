"""The seal: which dataset and which report source a rendered file was made from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, ReportError
from analysis.folder import bytes_of, dataset_files, files_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCE = (
    "analysis/**/*.py",
    "report/**/*.py",
    "report/*.qmd",
    "report/sections/*.qmd",
    "report/theme/**/*",
    "report/builtin/*.lua",
    "report/builtin/*.html",
    "report/builtin/*.typ",
)
PRINTED = re.compile(rb"(dataset|source)-sha256-([0-9a-f]{64})")


@dataclass(frozen=True)
class Seal:
    """SHA-256 of a dataset and of the report source, over the names and contents of their files."""

    dataset: str
    source: str

    @property
    def keywords(self) -> tuple[str, str]:
        """The seal as document keywords, where a program finds it."""
        return f"dataset-sha256-{self.dataset}", f"source-sha256-{self.source}"


def seal(folder: Path) -> Seal:
    """The seal of a report made now from the dataset in `folder`."""
    return Seal(fingerprint(dataset_files(folder), folder), fingerprint(source_files(), ROOT))


def source_files() -> list[Path]:
    """The files that make a report: the code, the document and its theme."""
    return files_of(ROOT, SOURCE)


def fingerprint(files: Iterable[Path], folder: Path) -> str:
    """SHA-256 over the names, relative to `folder`, and contents of files, in order of name.

    Raises `ReportError` where a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in files:
        name = path.relative_to(folder).as_posix()
        content = hashlib.sha256(_content(path, name)).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def read(file: Path) -> Seal | None:
    """The seal that a rendered page or PDF carries; None where it carries none.

    Raises `ReportError` where it cannot be read.
    """
    content = _content(file, str(file))
    found = {kind.decode(): value.decode() for kind, value in PRINTED.findall(content)}
    return Seal(**found) if len(found) == 2 else None


def verify(folder: Path, file: Path) -> list[Problem]:
    """What keeps a file from being the report on the dataset in `folder`; empty where nothing does.

    Raises `ReportError` where the file cannot be read or carries no seal.
    """
    carried, now = _carried(file), seal(folder)
    parts = (
        ("dataset", carried.dataset, now.dataset, f"the dataset in {folder}"),
        ("report source", carried.source, now.source, "the report source of this checkout"),
    )
    return [
        Problem(str(file), message=f"was made from another {what}", found=f"{made[:16]}…",
                expected=f"{there[:16]}… ({where})", todo="Render again, or check out its edition.")
        for what, made, there, where in parts
        if made != there
    ]  # fmt: skip


def _carried(file: Path) -> Seal:
    carried = read(file)
    if carried is None:
        raise ReportError(
            Problem(str(file), message="carries no seal", expected="a report.html or report.pdf"
                    " that this program rendered")
        )  # fmt: skip
    return carried


def _content(path: Path, name: str) -> bytes:
    try:
        return bytes_of(path)
    except OSError as error:
        raise ReportError(Problem(name, message=f"cannot be read: {error.strerror}")) from error
