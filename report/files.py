"""Files of a dataset, written whole."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.errors import Problem, ReportError


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, whole. Raises `ReportError` where that cannot be."""
    made = path.with_name(f".{path.name}.new")
    try:
        made.write_bytes(content)
        os.replace(made, path)
    except OSError as error:
        made.unlink(missing_ok=True)
        message = f"cannot be written: {error.strerror}"
        raise ReportError(Problem(str(path), message=message)) from error
