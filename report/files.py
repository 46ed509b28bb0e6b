"""Files of a dataset, written whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from analysis.errors import Problem, ReportError
from analysis.folder import bytes_of


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, whole. Raises `ReportError` where that cannot be."""
    replace_all({path: content})


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Put files in the places of others, all or none, also when interrupted.

    Each is made beside its place; a link stays, and what it leads to is replaced. Raises
    `ReportError` where that cannot be.
    """
    contents = {path.resolve() if path.is_symlink() else path: contents[path] for path in contents}
    made = {path: path.with_name(f".{path.name}.new") for path in contents}
    before: dict[Path, bytes] = {}
    path = Path()
    try:
        for path in contents:
            if path.exists():
                before[path] = bytes_of(path)
        for path, content in contents.items():
            made[path].write_bytes(content)
        try:
            for path in contents:
                os.replace(made[path], path)
        except BaseException:
            for replaced in (other for other in contents if not made[other].exists()):
                _put_back(replaced, before.get(replaced))
            raise
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise ReportError(
            Problem(str(path), message=message, todo="Nothing was written: all is as it was.")
        ) from error
    finally:
        for temporary in made.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
