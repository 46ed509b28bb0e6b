"""Where a dataset is; nothing heavy is imported, so that a command can tell before it computes."""

from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from analysis.errors import DatasetError, Problem

DESCRIPTOR = "data/datapackage.json"
CHANGELOG = "CHANGELOG.md"
EDITION = "data/edition.csv"
REFERENCES = "data/references.yaml"
# What a dataset is, and what is published of it.
DATASET = ("data/*.csv", "data/*.json", "data/*.yaml", "seeds/*.yaml")
VARIABLE = "REPORT_DATASET"


def find(start: Path | None = None) -> Path:
    """The folder of the dataset.

    The folder named in the environment variable REPORT_DATASET; otherwise the first one with
    data/datapackage.json in it going up from `start` (the working folder), then the one beside
    the package. Raises `DatasetError`.
    """
    if named := os.environ.get(VARIABLE):
        return checked(Path(named))
    for folder in _candidates(start or Path.cwd()):
        if is_dataset(folder):
            return folder
    raise DatasetError(
        Problem(
            str(start or "."),
            message="no dataset found here or above",
            expected=DESCRIPTOR,
            todo="Name its folder with --dataset DIR.",
        )
    )


def chosen(named: Path | None) -> Path:
    """The folder of the dataset that a command names, or else finds. Raises `DatasetError`."""
    return find() if named is None else checked(named)


def command(folder: Path, *words: str) -> str:
    """A command of `report` on the dataset in `folder`, for a shell: named where not found."""
    with suppress(DatasetError):
        if find() == folder:
            return shlex.join(["report", *words])
    return shlex.join(["report", *words, "--dataset", str(folder)])


def is_dataset(folder: Path) -> bool:
    """Whether a folder holds a dataset; never one that may not be read."""
    return os.path.isfile(folder / DESCRIPTOR)


def checked(folder: Path) -> Path:
    """The full path of a dataset's folder. Raises `DatasetError` where it is none."""
    if is_dataset(folder):
        return folder.resolve()
    raise DatasetError(
        Problem(
            str(folder),
            message="not a dataset",
            expected=f"a folder with {DESCRIPTOR}",
            todo="Name another folder with --dataset DIR.",
        )
    )


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises `OSError` for what is none: of a pipe or a device, none ends."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise OSError(errno.EINVAL, "Not a file")
    return path.read_bytes()


def dataset_files(folder: Path) -> list[Path]:
    """The files of a dataset: its tables, descriptor and bibliography.

    Hidden ones are none: they are locks and leavings of other programs.
    """
    return [path for path in files_of(folder, DATASET) if not path.name.startswith(".")]


def with_changelog(folder: Path) -> list[Path]:
    """The files that a check of a dataset reads: its own, and CHANGELOG.md where there is one."""
    return [*files_of(folder, [CHANGELOG]), *dataset_files(folder)]


def files_of(folder: Path, patterns: Iterable[str]) -> list[Path]:
    """The files in a folder whose names fit one of some patterns, in order of name."""
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _candidates(start: Path) -> Iterator[Path]:
    here = start.resolve()
    yield here
    yield from here.parents
    yield Path(__file__).resolve().parent.parent
