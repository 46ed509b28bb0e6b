"""Quarto as the engine: told when it is missing or fails, and the last report left as it was."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.dataset import load
from analysis.errors import DocumentError, EngineMissing
from report import document, publish, quarto
from report.cli import main

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
WRITES = """#!/bin/sh
mkdir -p _output
echo "$@" >> "{log}"
ls >> "{log}"; ls sections >> "{log}"
echo "$REPORT_DATASET $QUARTO_PYTHON $SOURCE_DATE_EPOCH" >> "{log}"
case "$*" in *html*) echo page > _output/report.html;; *) echo print > _output/report.pdf;; esac
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is searched before all others for programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


@pytest.fixture
def fake(programs: Path) -> Callable[[str], Path]:
    """A builder of a program `quarto`."""

    def write(script: str) -> Path:
        path = programs / "quarto"
        path.write_text(script, "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return write


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without Quarto."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """A last report."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("the last report", "utf-8")
    (out / "manifest.json").write_text('{"outputs": {"report.html": ""}}', "utf-8")
    return out


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder with their contents."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.usefixtures("without")
def test_quarto_is_missing() -> None:
    """What is missing, what is expected, and what to do without it."""
    with pytest.raises(EngineMissing) as missing:
        quarto.find()
    assert str(missing.value) == (
        "quarto: not found on this machine; expected Quarto 1.10.17 or newer. "
        "Install it, or `uv sync --extra quarto`, or leave out --engine quarto: "
        "the builtin engine needs nothing else."
    )


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit status of `report` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["report", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.mark.usefixtures("without")
def test_the_command_without_quarto(
    last: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, words, and the last report as it was."""
    before = files(last.parent)
    arguments = ["--engine", "quarto", "--dataset", str(TINY), "--out", str(last)]
    assert run(arguments, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "quarto: not found on this machine" in said
    assert "Nothing was written." in said
    assert "Traceback" not in said
    assert files(last.parent) == before


def test_the_command_when_quarto_fails(
    fake: Callable[[str], Path],
    last: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit status 1, Quarto's last lines, and the last report as it was."""
    lines = "".join(f"echo 'line {i}' >&2; echo >&2; " for i in range(1, 10))
    fake(f"#!/bin/sh\nmkdir -p _output; echo half > _output/report.html; {lines} exit 3\n")
    before = files(last.parent)
    arguments = ["--engine", "quarto", "--dataset", str(TINY), "--out", str(last)]
    assert run(arguments, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "report.qmd: Quarto failed: line 4 / line 5 / line 6 / line 7 / line 8 / line 9" in said
    assert "line 3" not in said
    assert files(last.parent) == before


def test_words_of_quarto_that_are_no_utf8_are_told(
    fake: Callable[[str], Path], tmp_path: Path
) -> None:
    """As well as they can be read."""
    fake("#!/bin/sh\nprintf 'bad \\377 word\\n' >&2; exit 1\n")
    with pytest.raises(DocumentError, match=r"Quarto failed: bad . word"):
        quarto.render(publish.DOCUMENT, tmp_path / "out", ["html"])


def test_quarto_that_writes_nothing_is_told(fake: Callable[[str], Path], tmp_path: Path) -> None:
    """A run that fails without saying so."""
    fake("#!/bin/sh\nexit 0\n")
    with pytest.raises(DocumentError, match=r"Quarto wrote no report\.html"):
        quarto.render(publish.DOCUMENT, tmp_path / "out", ["html"])


def test_quarto_renders_a_copy(fake: Callable[[str], Path], tmp_path: Path) -> None:
    """Once a format, on the document, its sections and its settings, with the dataset named; the
    document's folder stays as it was."""
    log = tmp_path / "log"
    fake(WRITES.format(log=log))
    before = {path for path in (ROOT / "report").rglob("*") if "__pycache__" not in path.parts}
    with document.about(load(TINY, validate=False)):
        made = quarto.render(publish.DOCUMENT, tmp_path / "out")
    assert {name: path.read_text("utf-8") for name, path in made.items()} == {
        "html": "page\n",
        "pdf": "print\n",
    }
    said = log.read_text("utf-8").splitlines()
    assert [line for line in said if line.startswith("render")] == [
        "render report.qmd --to html --metadata-file attachments.json",
        "render report.qmd --to typst --metadata-file attachments.json",
    ]
    assert {"report.qmd", "_quarto.yml", "theme", "_aid.qmd"} <= set(said)
    assert "_output" in said  # its own, made by the program
    assert f"{TINY} {sys.executable} 0" in said
    after = {path for path in (ROOT / "report").rglob("*") if "__pycache__" not in path.parts}
    assert after == before


def test_the_date_of_the_files_can_be_set(
    fake: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`SOURCE_DATE_EPOCH` is handed on."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    log = tmp_path / "log"
    fake(WRITES.format(log=log))
    quarto.render(publish.DOCUMENT, tmp_path / "out", ["html"])
    assert log.read_text("utf-8").rstrip().endswith(" 86400")
