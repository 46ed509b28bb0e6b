"""The seal: which dataset and source a file was made from, and whether it still is so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest

from analysis.errors import ReportError
from report import seal

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
BOTH = ("report.html", "report.pdf")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def test_fingerprint_by_hand(tmp_path: Path) -> None:
    """SHA-256 over one line a file: its name, a zero byte, and the SHA-256 of its content."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b.txt").write_bytes(b"one")
    # printf 'a/b.txt\0%s\n' "$(printf one | sha256sum | cut -c-64)" | sha256sum
    expected = "cadbdc9a350c11f7eead4713215aeb8b8c74067af0856986fa8f19b3857f3f18"
    assert seal.fingerprint([tmp_path / "a/b.txt"], tmp_path) == expected


def test_seal_is_the_same_in_another_folder(tiny: Path) -> None:
    """Names are taken from the dataset's folder on."""
    assert seal.seal(tiny) == seal.seal(TINY)


CHANGES = {
    "a cell": lambda folder: append(folder / "data/claims.csv", "\n"),
    "a record": lambda folder: append(folder / "seeds/pier2022.yaml", "# \n"),
    "a name": lambda folder: (folder / "data/events.csv").rename(folder / "data/event.csv"),
    "a file more": lambda folder: append(folder / "data/prices.csv", "year\n"),
    "a file less": lambda folder: (folder / "seeds/pier2022.yaml").unlink(),
}


def append(path: Path, text: str) -> None:
    """Write at the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_breaks_the_seal(tiny: Path, change: str) -> None:
    """Of the dataset's part; the report source's stays."""
    before = seal.seal(tiny)
    CHANGES[change](tiny)
    after = seal.seal(tiny)
    assert after.dataset != before.dataset
    assert after.source == before.source


@pytest.mark.parametrize(
    "name", ["data/README.md", "notes.txt", "data/.~lock.claims.csv#", "seeds/._harbour2021.yaml"]
)
def test_what_is_no_part_of_the_dataset_does_not_matter(tiny: Path, name: str) -> None:
    """A note or a lock of a spreadsheet beside it."""
    before = seal.seal(tiny)
    append(tiny / name, "x")
    assert seal.seal(tiny) == before


def test_source_files_are_what_makes_a_report() -> None:
    """Code, document, sections, theme, and the engine's templates; nothing that was rendered."""
    names = {path.relative_to(ROOT).as_posix() for path in seal.source_files()}
    assert {"analysis/spans.py", "analysis/rules/rows.py", "report/report.qmd", "report/cli/render.py",
            "report/sections/_aid.qmd", "report/theme/page.css", "report/builtin/crossref.lua",
            "report/builtin/page.html", "report/builtin/print.typ",
            "report/theme/fonts/SourceSerif4-Regular.ttf"} <= names  # fmt: skip
    assert [name for name in names if "_output" in name or "__pycache__" in name] == []


@pytest.mark.parametrize("name", BOTH)
def test_a_rendered_file_carries_its_seal(rendered: Path, name: str) -> None:
    """That of the dataset and source it was made from; verified without a problem."""
    assert seal.read(rendered / name) == seal.seal(ROOT)
    assert seal.verify(ROOT, rendered / name) == []


@pytest.mark.parametrize("name", BOTH)
def test_a_report_on_another_dataset_is_told(rendered: Path, name: str) -> None:
    """Which part differs, with the beginning of both fingerprints."""
    (problem,) = seal.verify(TINY, rendered / name)
    assert problem.message == "was made from another dataset"
    assert problem.found == f"{seal.seal(ROOT).dataset[:16]}…"
    assert str(problem.expected).startswith(seal.seal(TINY).dataset[:16])


def test_a_report_of_another_source_is_told(rendered: Path, tmp_path: Path) -> None:
    """A changed program or document."""
    made = tmp_path / "report.html"
    carried = seal.seal(ROOT)
    page = (rendered / "report.html").read_text("utf-8")
    made.write_text(page.replace(carried.source, "0" * 64), "utf-8")
    (problem,) = seal.verify(ROOT, made)
    assert problem.message == "was made from another report source"


def test_seal_is_printed(rendered: Path) -> None:
    """The reader sees what the program compares."""
    page = (rendered / "report.html").read_text("utf-8")
    carried = seal.seal(ROOT)
    for fingerprint in (carried.dataset, carried.source):
        assert page.count(fingerprint) == 2  # among the keywords, and on the last page
    with pikepdf.open(rendered / "report.pdf") as pdf:
        assert carried.dataset in str(pdf.docinfo["/Keywords"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<p>no seal</p>",
        b"dataset-sha256-" + b"0" * 64,
        b"source-sha256-" + b"0" * 63,
        b"\x00\xff",
    ],
)
def test_a_file_without_a_seal_is_refused(tmp_path: Path, content: bytes) -> None:
    """Half a seal is none."""
    (tmp_path / "report.html").write_bytes(content)
    assert seal.read(tmp_path / "report.html") is None
    with pytest.raises(ReportError, match="carries no seal"):
        seal.verify(TINY, tmp_path / "report.html")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, or a folder."""
    for place in (tmp_path / "report.html", tmp_path):
        with pytest.raises(ReportError, match="cannot be read"):
            seal.verify(TINY, place)
