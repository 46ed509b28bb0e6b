"""Where a report goes: never among what it is made from, never over files of others."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analysis.errors import ReportError
from report.manifest import text
from report.output import output
from report.seal import ROOT

TINY = Path(__file__).parent / "data/tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset."""
    return Path(shutil.copytree(TINY, tmp_path.resolve() / "tiny"))


def test_each_dataset_has_a_report_of_its_own(tiny: Path) -> None:
    """In its own folder, which for the dataset of this project is the folder of the document."""
    assert output(tiny, None) == tiny / "report/_output"
    assert output(ROOT, None) == ROOT / "report/_output"


def test_a_place_outside_is_taken(tiny: Path, tmp_path: Path) -> None:
    """One that is not there, an empty one, the dataset's folder, and one with other files."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other/notes.txt").write_text("mine", "utf-8")
    for out in (
        tmp_path / "new",
        tmp_path / "other",
        tmp_path,
        tiny,
        ROOT,
        ROOT / "report/_output",
    ):
        assert output(tiny, out) == out


@pytest.mark.parametrize(
    "place", ["data", "data/new/deep", "seeds", "data/../seeds", "link", "link/new", "data/out"]
)
def test_a_place_among_the_data_is_refused(tiny: Path, place: str) -> None:
    """Also where a link leads there, or stands there."""
    (tiny / "link").symlink_to("data")
    (tiny / "data/out").symlink_to(tiny.parent)
    with pytest.raises(ReportError, match="would become part of what it is made from; found"):
        output(tiny, tiny / place)


@pytest.mark.parametrize("place", ["analysis", "report", "report/theme", "report/other"])
def test_a_place_among_the_code_is_refused(tiny: Path, place: str) -> None:
    """What makes reports is read by each."""
    with pytest.raises(ReportError, match="Name another folder with --out DIR, or leave it out"):
        output(tiny, ROOT / place)


def test_a_link_in_place_of_the_usual_folder(tiny: Path) -> None:
    """Where it leads among the data, it is refused as well."""
    (tiny / "report").mkdir()
    (tiny / "report/_output").symlink_to(tiny / "data")
    with pytest.raises(ReportError, match="would become part of"):
        output(tiny, None)


@pytest.mark.parametrize("name", ["report.html", "report.pdf", "downloads", "manifest.json"])
def test_files_that_are_no_report_s_are_kept(tiny: Path, tmp_path: Path, name: str) -> None:
    """Unless a report's manifest is there, or it is the usual folder, where Quarto writes without one."""
    for out in (tmp_path / "mine", tiny / "report/_output"):
        out.mkdir(parents=True)
        (out / name).write_text("mine", "utf-8")
    with pytest.raises(ReportError, match=f"{name}: would be overwritten, and is not known to be"):
        output(tiny, tmp_path / "mine")
    assert output(tiny, tiny / "report/_output") == output(tiny, None)
    (tmp_path / "mine/manifest.json").write_text('{"outputs": {}, "edition": "1.0.0"}', "utf-8")
    assert output(tiny, tmp_path / "mine") == tmp_path / "mine"


def test_what_a_killed_render_began_is_written_over(tmp_path: Path) -> None:
    """A first render that is under way, or was killed, has its manifest still beside the folder.

    That of a render into another folder is no leave to write over a page.
    """
    out, made = tmp_path / "mine", tmp_path / ".rendering-1-abc"
    for folder in (out, made):
        folder.mkdir()
        (folder / "report.html").write_text("new", "utf-8")
    (made / "manifest.json").write_text(text("1.0.0", "", {}, made), "utf-8")
    assert output(TINY, out) == out
    (out / "report.html").write_text("mine", "utf-8")
    with pytest.raises(ReportError, match="would be overwritten"):
        output(TINY, out)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("inside", ["", "new/out"])
@pytest.mark.parametrize("kind", ["file", "pipe", "circle"])
def test_what_is_no_folder_is_refused(tiny: Path, tmp_path: Path, kind: str, inside: str) -> None:
    """Before anything is rendered or served: nothing waits for a pipe, or for a folder to come."""
    make = {"file": Path.touch, "pipe": os.mkfifo, "circle": lambda path: path.symlink_to(kind)}
    make[kind](tmp_path / kind)
    found = "a file" if kind == "file" else "no folder"
    with pytest.raises(ReportError, match=f"/{kind}: cannot be written: it is {found}. Make room"):
        output(tiny, tmp_path / kind / inside)
