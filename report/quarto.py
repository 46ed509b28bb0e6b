"""Quarto as the engine, on a copy, so that a failed run leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from analysis.errors import DocumentError, EngineMissing, Problem
from report import document as called
from report.builtin import attachments as attached
from report.builtin.attachments import Attachment
from report.builtin.engine import FORMATS, AfterPage, Step, nothing, nullstep

TARGETS = {"html": "html", "pdf": "typst"}
MIDNIGHT = "0"
# What was rendered before, the settings of a checkout, and the code, which is installed.
NOT_COPIED = ("_output*", "_cache*", "_environment*", "*.py", "__pycache__")


def render(
    document: Path,
    out: Path,
    formats: Sequence[str] = FORMATS,
    *,
    step: Step = nullstep,
    after_page: AfterPage = nothing,
    attachments: Sequence[Attachment] = (),
) -> dict[str, Path]:
    """Render `document` with Quarto into the folder `out`; gives the path of each format's file.

    Raises `EngineMissing` where there is no Quarto, `DocumentError` with Quarto's last lines
    where it fails.
    """
    program = find()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "report"
        shutil.copytree(document.parent, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        with step("render with Quarto"):
            named = attached.listed(attachments, copy).name
            for name in formats:
                if name == "pdf":
                    attached.lay(attachments, copy)
                to = ["--to", TARGETS[name], "--metadata-file", named]
                _run([program, "render", document.name, *to], copy)
                page = copy / "_output" / f"{document.stem}.html"
                if name == "html" and page.is_file():
                    after_page(page.read_text("utf-8"))
        return {name: _moved(copy, out, f"{document.stem}.{name}") for name in formats}


def find() -> str:
    """The program `quarto`. Raises `EngineMissing`."""
    found = shutil.which("quarto")
    if found:
        return found
    raise EngineMissing(
        Problem("quarto", message="not found on this machine", expected="Quarto 1.10.17 or newer",
                todo="Install it, or `uv sync --extra quarto`, or leave out --engine quarto:"
                " the builtin engine needs nothing else.")
    )  # fmt: skip


def _run(command: list[str], folder: Path) -> None:
    chosen = called.current()
    since = chosen.since if chosen else None
    env = {
        **os.environ,
        "QUARTO_PYTHON": sys.executable,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", MIDNIGHT),
        **({"REPORT_DATASET": str(chosen.dataset.folder)} if chosen else {}),
        called.SINCE: since.name if since else "",
    }
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True)
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").splitlines()
        last = [line for line in said if line.strip()][-6:]
        raise DocumentError(Problem("report.qmd", message="Quarto failed: " + " / ".join(last)))


def _moved(copy: Path, out: Path, name: str) -> Path:
    if not (copy / "_output" / name).is_file():
        raise DocumentError(Problem("report.qmd", message=f"Quarto wrote no {name}"))
    out.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(copy / "_output" / name, out / name))
