"""Earlier states: a dataset as a folder holds it, or a git revision of its repository."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import edition
from analysis.changes import edition_words
from analysis.dataset import Dataset, load
from analysis.errors import DatasetError, Problem, ReportError
from analysis.folder import DESCRIPTOR, EDITION, dataset_files, is_dataset
from report.seal import fingerprint

PARTS = ("data", "seeds")
DIGITS = 12  # of a commit or fingerprint that are said
# The files that a release writes, and what in a line of them only a release changes.
WRITTEN, RELEASED = (EDITION, DESCRIPTOR), rf'"version":|,[0-9a-f]{{{edition.HEX}}},'
SHALLOW = "its history is cut short, and git fetch --unshallow brings the rest"


@dataclass(frozen=True)
class Edition:
    """An edition or any other state that was read: `name` finds it, whatever the working folder.

    A folder's full path, or a revision. `sha256` is the fingerprint of the dataset's files;
    `commit` is empty for a folder. `released` says whether it is an edition as it was released.
    """

    name: str
    dataset: Dataset
    sha256: str
    commit: str
    released: bool

    @property
    def words(self) -> str:
        """What it is called: the edition that it is, or else the revision or folder."""
        if self.released:
            return edition_words(self.dataset)
        if not self.commit:
            return f"folder {Path(self.name).name} (fingerprint {self.mark})"
        commit = f"commit {self.commit[:DIGITS]}"
        return commit if self.commit.startswith(self.name) else f"{self.name} ({commit})"

    @property
    def mark(self) -> str:
        """What follows the ids of its records: its version, or the beginning of its fingerprint."""
        return self.dataset.version if self.released else self.sha256[:DIGITS]


def read(name: str, folder: Path) -> Edition:
    """The state of this name: a folder, or a git revision of the repository of `folder`.

    It may break today's rules. Raises `ReportError` for a name that is neither, and where it
    cannot be read.
    """
    with opened(name, folder) as place:
        try:
            dataset = load(place, validate=False)
        except DatasetError as error:
            raise DatasetError(_within(name, problem) for problem in error.problems) from error
        sha256 = fingerprint(dataset_files(place), place)
    where = found(name, folder)
    if os.path.isdir(where):
        return Edition(where, dataset, sha256, "", _is_edition(dataset, sha256, Path(where)))
    return Edition(name, dataset, sha256, where, _is_edition(dataset, sha256, folder, where))


def found(name: str, folder: Path) -> str:
    """The full path of a folder, or the commit of a revision. Raises `ReportError` for neither."""
    if name and is_dataset(Path(name)):
        return str(Path(name).resolve())
    return _commit(name, folder)


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Path]:
    """The folder of a state; of a revision, one of its own that is gone afterwards."""
    place = found(name, folder)
    if Path(place).is_dir():
        yield Path(place)
        return
    archive = _git(folder, "archive", "--format=tar", place, *PARTS)
    if archive is None:
        raise _no_edition(name, f"this revision has no {' and '.join(PARTS)} of {folder}")
    with tempfile.TemporaryDirectory() as made:
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as files:
                files.extractall(made, filter="data")
        except tarfile.TarError as error:
            raise _not_unpacked(name, error) from error
        if not is_dataset(Path(made)):
            raise _no_edition(name, f"this revision has no {DESCRIPTOR}")
        yield Path(made)


def last_released(folder: Path) -> str | None:
    """The commit of the release that wrote edition.csv as it stands; None where git knows none."""
    commit = _release(folder, "HEAD")
    held = commit and _git(folder, "show", f"{commit}:./{EDITION}")
    return commit if held and held == (folder / EDITION).read_bytes() else None


def _release(folder: Path, revision: str) -> str:
    """The commit of the last release up to a revision; empty where git knows none.

    It changed a hash or, where wording alone changed or the software, no more than the version.
    """
    found = _git(folder, "log", "-1", "--format=%H", "-G", RELEASED, revision, "--", *WRITTEN)
    return (found or b"").decode().strip()


def _is_edition(dataset: Dataset, sha256: str, folder: Path, revision: str = "HEAD") -> bool:
    """Whether a state of the dataset in `folder` is what a release wrote, file by file.

    Not where its repository does not tell: where there is none, or its history is cut short.
    """
    try:
        same = edition.as_recorded(dataset.tables, dataset.columns("claims"))
        if dataset.tables["claims"].empty or not same or is_shallow(folder):
            return False
        with opened(_release(folder, revision), folder) as place:
            return fingerprint(dataset_files(place), place) == sha256
    except (LookupError, ReportError):
        return False


def is_shallow(folder: Path) -> bool:
    """Whether the repository of a folder has only the last part of its history."""
    return (_git(folder, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def _commit(name: str, folder: Path) -> str:
    """The commit of a revision. Raises `ReportError` with what was tried."""
    if _git(folder, "rev-parse", "--git-dir") is None:
        raise _no_edition(name, f"{folder} is in no git repository")
    wanted = f"{name}^{{commit}}"
    plain = name and not name.startswith("-")
    commit = plain and _git(folder, "rev-parse", "--verify", "--quiet", wanted)
    if not commit:
        cut = f": {SHALLOW}" if is_shallow(folder) else ""
        raise _no_edition(name, f"the git repository of {folder} has no such revision{cut}")
    return commit.decode().strip()


def _git(folder: Path, *words: str) -> bytes | None:
    """What git says in a folder; None where it refuses. Raises `ReportError` without git."""
    command = ["git", "-C", str(folder), *words]
    try:
        ran = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    except ValueError:  # a NUL in a name
        return None
    except OSError as error:
        todo = "Install git, or name a folder with data/ and seeds/ in it."
        raise ReportError(
            Problem("git", message="the program is not found, and revisions are read with it",
                    todo=todo)
        ) from error  # fmt: skip
    return ran.stdout if ran.returncode == 0 else None


def _no_edition(name: str, tried: str) -> ReportError:
    return ReportError(
        Problem("edition", message=f"neither a dataset's folder nor a revision: no {DESCRIPTOR}"
                f" in a folder of this name, and {tried}", found=name,
                expected="a folder with data/ and seeds/, or a revision such as HEAD~1")
    )  # fmt: skip


def _not_unpacked(name: str, error: tarfile.TarError) -> ReportError:
    return ReportError(
        Problem(name, message=f"this revision cannot be unpacked: {error}",
                expected=f"files, and links to files in {' or '.join(PARTS)}",
                todo="Name a folder with a copy of it in which the files stand themselves.")
    )  # fmt: skip


def _within(name: str, problem: Problem) -> Problem:
    return replace(problem, file=f"{name}: {problem.file}")
