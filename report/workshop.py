"""The folder in which a report is made, and how its files take the place of the last report's."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import Problem, ReportError
from report.manifest import MANIFEST, files_in, fingerprint, listed, read

PREFIX = ".rendering-"
OURS = re.compile(rf"{re.escape(PREFIX)}(\d+)-\w+")
NO_ROOM = frozenset(
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EIO", "ENAMETOOLONG"),
        *("EEXIST", "ENOTDIR", "ELOOP"),  # a file or a link where a folder is to be
    )
    if hasattr(errno, name)
)


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """A folder beside `out`, so that files can be moved into it whole; gone afterwards.

    What renders that were killed left there is removed. Raises `ReportError` where nothing can be
    written.
    """
    nothing_in_place_of(out)
    try:
        made = _made_beside(out)
    except OSError as error:
        raise unwritable(out, str(error.strerror)) from error
    with made as place, held(Path(place)), _with_room(out):
        yield Path(place)


def nothing_in_place_of(out: Path) -> None:
    """Raises `ReportError` where a file, or anything else that is no folder, is in its place."""
    for place in (out, *out.parents):
        if os.path.lexists(place) and not os.path.isdir(place):
            raise unwritable(place, "it is a file" if os.path.isfile(place) else "it is no folder")


def _made_beside(out: Path) -> tempfile.TemporaryDirectory[str]:
    out.parent.mkdir(parents=True, exist_ok=True)
    clean(out)
    return tempfile.TemporaryDirectory(
        dir=out.parent, prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
    )


def clean(out: Path) -> None:
    """Remove what renders into `out` that were killed have left beside it."""
    for left in filter(_is_left, _workshops(out)):
        shutil.rmtree(left, ignore_errors=True)


def begun(out: Path) -> bool:
    """Whether a render that moves its files into `out` is under way, or was killed."""
    made = (item for place in _workshops(out) for item in read(place).get("outputs", {}).items())
    return any(fingerprint(out / name) == recorded for name, recorded in made)


def _workshops(out: Path) -> Iterator[Path]:
    return (path for path in out.parent.glob(f"{PREFIX}*") if OURS.fullmatch(path.name))


@contextmanager
def _with_room(out: Path) -> Iterator[None]:
    """Tell in words that the disk is full or may not be written to."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise unwritable(Path(error.filename or out), str(error.strerror)) from error


def unwritable(place: Path, reason: str) -> ReportError:
    """The error that a place cannot be written to."""
    return ReportError(
        Problem(str(place), message=f"cannot be written: {reason}",
                todo="Make room for it, or name another folder with --out DIR.")
    )  # fmt: skip


def replace(made: Path, out: Path) -> list[Path]:
    """Move each file of `made` into `out`, and remove what only the last report had.

    The manifest is moved last of all. Gives the files as they are now. One process at a time does
    this to a folder, so that two renders leave one whole edition; an interrupt waits for the end,
    because it reaches the main thread alone.
    """
    out.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_replaced_alone, made, out).result()


def _replaced_alone(made: Path, out: Path) -> list[Path]:
    with held(out):
        return list(_replaced(made, out))


def _replaced(made: Path, out: Path) -> Iterator[Path]:
    before = listed(out)
    names = [path.relative_to(made).as_posix() for path in files_in(made)]
    for name in names:
        if (out / name).is_dir():
            raise unwritable(out / name, "it is a folder")
    yield from (_moved(made / name, out / name) for name in names if name != MANIFEST)
    for name in before - {*names}:
        (out / name).unlink(missing_ok=True)
    yield _moved(made / MANIFEST, out / MANIFEST)


def _moved(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)
    return target


if sys.platform == "win32":

    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        """No lock: this system has none on folders."""
        yield

    def _is_left(folder: Path) -> bool:
        return False

else:
    import fcntl

    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        """Hold the lock of a folder, once it is free; a process that dies lets go of it."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _is_left(folder: Path) -> bool:
        """Whether a process made this folder that is no more, and nobody holds its lock."""
        named = OURS.fullmatch(folder.name)
        if not named or not folder.is_dir() or folder.is_symlink() or _is_alive(int(named[1])):
            return False
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:  # another user's
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True

    def _is_alive(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return True
