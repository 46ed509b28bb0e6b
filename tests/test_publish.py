"""What is written, and what is left alone: files, manifest, downloads, and the last report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import DocumentError, ReportError
from report import downloads, publish
from report.cli import main
from report.contents import TABLES

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
PAGE = '<html><body><h1 id="a">A</h1><p>Nothing counted.</p></body></html>'


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that writes a page and a PDF without rendering anything."""

    def render(
        document: Path,
        out: Path,
        formats: Sequence[str],
        *,
        step: publish.Step,
        after_page: Callable[[str], object],
    ) -> None:
        with step("render"):
            for name in formats:
                (out / f"report.{name}").write_text(PAGE, "utf-8")
        after_page(PAGE)

    monkeypatch.setitem(publish.ENGINES, "builtin", render)


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """A last report, with a file of the reader's own beside it."""
    out = tmp_path / "out"
    (out / "downloads").mkdir(parents=True)
    names = ["report.html", "report.pdf", "downloads/aid.csv", "downloads/old.csv"]
    for name in [*names, "notes.txt", "downloads/notes.csv"]:
        (out / name).write_text(f"last {name}", "utf-8")
    listed(out, *names)
    return out


def listed(out: Path, *names: str) -> None:
    """Write a manifest that lists these files."""
    (out / "manifest.json").write_text(json.dumps({"outputs": dict.fromkeys(names, "")}), "utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder, hidden ones too, with their contents."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def sha256(content: bytes) -> str:
    """The fingerprint of a file's content."""
    return hashlib.sha256(content).hexdigest()


# What is written


def test_files_of_the_real_report(rendered: Path) -> None:
    """Page, PDF, a download for each table, lineage and manifest; nothing else, here or beside."""
    names = set(files(rendered))
    assert {"report.html", "report.pdf", "manifest.json", "downloads/lineage.json"} <= names
    assert {f"downloads/{key}.csv" for key in TABLES} <= names
    assert {name.split("/")[0] for name in names} == {"report.html", "report.pdf", "manifest.json", "downloads"}  # fmt: skip
    assert (rendered / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert [path.name for path in rendered.parent.iterdir()] == ["out"]


def test_manifest_of_the_real_report(rendered: Path) -> None:
    """The edition, and the SHA-256 of every file it was made from and of every file written."""
    manifest = json.loads((rendered / "manifest.json").read_text("utf-8"))
    descriptor = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
    assert manifest["edition"] == descriptor["version"]
    assert manifest["date"] == descriptor["created"][:10]
    assert manifest["engine"] == "builtin"
    written = {name: sha256(content) for name, content in files(rendered).items()}
    assert manifest["outputs"] == {k: v for k, v in written.items() if k != "manifest.json"}
    assert {"data/claims.csv", "data/references.yaml", "report/report.qmd", "analysis/spans.py"} <= set(manifest["inputs"])  # fmt: skip
    for name, fingerprint in manifest["inputs"].items():
        assert sha256((ROOT / name).read_bytes()) == fingerprint, name


def test_report_without_since_has_no_such_section(rendered: Path) -> None:
    """No heading, no entry in the contents, no word in the manifest."""
    assert "sec-changes" not in (rendered / "report.html").read_text("utf-8")
    assert "since" not in json.loads((rendered / "manifest.json").read_text("utf-8"))


def test_downloads_of_the_real_report(rendered: Path) -> None:
    """Each a CSV with one row a figure, and the claims behind each."""
    claims = set(pd.read_csv(ROOT / "data/claims.csv", dtype="str")["claim_id"])
    for key in TABLES:
        with (rendered / f"downloads/{key}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows, key
        assert {claim for row in rows for claim in row["claims"].split()} <= claims
        assert [row for row in rows if not row["claims"]] == []
        assert [
            cell for row in rows for cell in row.values() if cell in ("nan", "None", "NaT")
        ] == []


@pytest.mark.usefixtures("quick")
def test_publish_gives_what_it_wrote(tmp_path: Path) -> None:
    """Every file, the manifest last."""
    written = publish.publish(TINY, tmp_path / "new/out")
    assert written[-1] == tmp_path / "new/out/manifest.json"
    assert {path.relative_to(tmp_path / "new/out").as_posix() for path in written} == set(
        files(tmp_path / "new/out")
    )


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("formats", "left_out"), [(["html"], "report.pdf"), (["pdf"], "report.html")]
)
def test_one_format(last: Path, formats: list[str], left_out: str) -> None:
    """Only it is written, with lineage; the other format's last file goes with its manifest."""
    publish.publish(TINY, last, formats)
    assert (last / f"report.{formats[0]}").read_text("utf-8") == PAGE
    assert not (last / left_out).exists()
    assert (last / "downloads/lineage.json").exists()
    assert left_out not in json.loads((last / "manifest.json").read_text("utf-8"))["outputs"]


@pytest.mark.usefixtures("quick")
def test_files_of_the_last_report_are_removed_and_no_others(last: Path) -> None:
    """Those that the last manifest lists and the new one does not."""
    publish.publish(TINY, last)
    names = set(files(last))
    assert "downloads/old.csv" not in names
    assert {"notes.txt", "downloads/notes.csv", "report.html"} <= names
    assert (last / "notes.txt").read_text("utf-8") == "last notes.txt"


OUTSIDE = [
    "../precious.txt",
    "downloads/../../precious.txt",
    "{}/precious.txt",
    "link/precious.txt",
]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", OUTSIDE)
def test_a_manifest_removes_nothing_outside_its_folder(last: Path, name: str) -> None:
    """Whatever it names: upwards, absolute, or through a link."""
    precious = last.parent / "precious.txt"
    precious.write_text("precious", "utf-8")
    (last / "link").symlink_to(last.parent)
    listed(last, name.format(last.parent))
    publish.publish(TINY, last)
    assert precious.read_text("utf-8") == "precious"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "5", "null", '{"outputs": 5}', '{"outputs": null}', '{"outputs": [5, null, ""]}',
     '{"outputs": {"downloads": "", ".": "", "a\\u0000b": ""}}', "\x00", "\udcff"],
)  # fmt: skip
def test_a_damaged_manifest_does_no_harm(last: Path, manifest: str) -> None:
    """The report is written, and nothing is removed."""
    (last / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    publish.publish(TINY, last)
    assert (last / "report.html").read_text("utf-8") == PAGE
    assert (last / "downloads/old.csv").exists()


# What is left alone


def test_a_broken_dataset(tiny: Path, last: Path) -> None:
    """Every problem at once; the last report stays, and nothing is beside it."""
    before = files(last)
    (tiny / "data/claims.csv").write_text("claim_id\n", "utf-8")
    with pytest.raises(ReportError):
        publish.publish(tiny, last)
    assert files(last) == before
    assert {path.name for path in last.parent.iterdir()} == {"tiny", "out"}


def test_a_cell_that_fails(tmp_path: Path, last: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the line; the last report stays."""
    document = tmp_path / "document/report.qmd"
    document.parent.mkdir()
    document.write_text("---\nlang: en\n---\n\n```{python}\n1 / 0\n```\n", "utf-8")
    monkeypatch.setattr(publish, "DOCUMENT", document)
    before = files(last)
    with pytest.raises(DocumentError, match=r"report\.qmd, row 6.*ZeroDivisionError"):
        publish.publish(TINY, last)
    assert files(last) == before
    assert {path.name for path in last.parent.iterdir()} == {"document", "out"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "interrupted", ["check the dataset", "render", "trace every number", "write the downloads"]
)
def test_an_interruption(last: Path, interrupted: str) -> None:
    """In any step but the last, which takes no time: the last report stays."""

    @contextmanager
    def step(name: str) -> Iterator[None]:
        yield
        if name == interrupted:
            raise KeyboardInterrupt

    before = files(last)
    with pytest.raises(KeyboardInterrupt):
        publish.publish(TINY, last, step=step)
    assert files(last) == before
    assert [path.name for path in last.parent.iterdir()] == ["out"]


def test_an_untraced_number(last: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with a number that nothing explains is not published."""

    def render(
        document: Path,
        out: Path,
        formats: Sequence[str],
        *,
        step: publish.Step,
        after_page: Callable[[str], object],
    ) -> None:
        after_page(PAGE.replace("Nothing", "Some 30,000"))

    monkeypatch.setitem(publish.ENGINES, "builtin", render)
    before = files(last)
    with pytest.raises(DocumentError, match="no claim explains, under 'A'; found '30,000 in"):
        publish.publish(TINY, last)
    assert files(last) == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("place", ["file", "file/out", "file/deep/out", "taken"])
def test_a_place_that_cannot_be_written(tmp_path: Path, place: str) -> None:
    """A file where a folder should be, or a folder where a file should be: told in words."""
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "taken/report.html").mkdir(parents=True)
    with pytest.raises(ReportError, match="--out DIR"):
        publish.publish(TINY, tmp_path / place)
    assert (tmp_path / "file").read_text("utf-8") == "mine"
    assert files(tmp_path / "taken") == {}


# Downloads


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    """An apostrophe before what a spreadsheet would compute; everything else as it is."""
    text = f'{start}HYPERLINK("https://example.org")'
    frame = pd.DataFrame({"a": [text, "7", None], "b": ["x = 1", "", "x-"]})
    read = list(csv.reader(io.StringIO(downloads.csv_text(frame), newline="")))
    assert read == [["a", "b"], [f"'{text}", "x = 1"], ["7", ""], ["", "x-"]]


def test_downloads_are_plain_csv() -> None:
    """LF, quotes where they are needed, letters as they are."""
    frame = pd.DataFrame({"a": ['say "no"', "a,b", "ə–ş"], "b": ["1\n2", "", "x"]})
    assert downloads.csv_text(frame) == 'a,b\n"say ""no""","1\n2"\n"a,b",\nə–ş,x\n'


def test_hostile_downloads_hold_no_formula(hostile: Path) -> None:
    """In no table of the hostile dataset does a cell begin like one."""
    for path in sorted((hostile / "downloads").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(downloads.SPREADSHEET_FORMULA)] == []


# The same bytes


def test_the_same_bytes_elsewhere(rendered: Path, tmp_path: Path) -> None:
    """A copy of the project in another folder, in another process, with another hash seed, time
    zone and locale."""
    copy = tmp_path / "another folder"
    for name in ("analysis", "report", "data", "seeds"):
        ignored = shutil.ignore_patterns("__pycache__", "_output", ".*")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C",
           "LANG": "tr_TR.UTF-8", "PYTHONPATH": str(copy)}  # fmt: skip
    env.pop("REPORT_DATASET", None)
    program = "from report.cli import main; main()"
    command = [sys.executable, "-c", program, "render", "--out", str(tmp_path / "out")]
    ran = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    first, second = files(rendered), files(tmp_path / "out")
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


# Bad input


def drop_column(folder: Path) -> None:
    """The claims without their bounds."""
    path = folder / "data/claims.csv"
    pd.read_csv(path, dtype="str", keep_default_na=False).drop(columns="bound").to_csv(
        path, index=False
    )


def edit(old: str, new: str) -> Callable[[Path], None]:
    """A change of one place of the claims."""

    def change(folder: Path) -> None:
        path = folder / "data/claims.csv"
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    return change


def empty(folder: Path) -> None:
    """Events without a heading."""
    (folder / "data/events.csv").write_bytes(b"")


def latin(folder: Path) -> None:
    """A label in another encoding, on the third line."""
    path = folder / "data/places.csv"
    path.write_bytes(
        path.read_bytes().replace(b"Harbour,coast", "Hafen f\xfcr,coast".encode("latin-1"))
    )


def gone(folder: Path) -> None:
    """No folder of seeds."""
    shutil.rmtree(folder / "seeds")


BAD = [
    # damage, what the message says: file, row, what was found
    (drop_column, ["data/claims.csv", "bound"]),
    (edit("44,,,item", "forty,,,item"), ["data/claims.csv, row 3, column value", "'forty'"]),
    (edit("30000,,,persons,,,,,harbour", '"30,000",,,persons,,,,,harbour'),
     ["data/claims.csv, row 2, column value", "'30,000'", "Write 30000."]),
    (edit("para 3,over $8.5 million,dues", "para 3,over $8.5 million,duse"),
     ["data/claims.csv, row 4, column quantity", "'duse'", "'dues'"]),
    (empty, ["data/events.csv, row 1", "no heading row"]),
    (latin, ["data/places.csv", "UTF-8"]),
    (gone, ["seeds"]),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "said"), BAD, ids=lambda case: getattr(case, "__name__", ""))
def test_bad_input(
    damage: Callable[[Path], None],
    said: list[str],
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The message names file and row, exit status 1, and nothing is written."""
    damage(tiny)
    out = tiny.parent / "out"
    monkeypatch.setattr(sys, "argv", ["report", "--dataset", str(tiny), "--out", str(out)])
    with pytest.raises(SystemExit) as left:
        main()
    message = capsys.readouterr().err
    assert left.value.code == 1
    assert [part for part in said if part not in message] == []
    assert message.endswith("Nothing was written.\n")
    assert "Traceback" not in message
    assert [path.name for path in tiny.parent.iterdir()] == ["tiny"]


def test_a_missing_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same for a folder that is not there."""
    out = tmp_path / "out"
    monkeypatch.setattr(
        sys, "argv", ["report", "--dataset", str(tmp_path / "no"), "--out", str(out)]
    )
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert f"{tmp_path / 'no'}: not a dataset" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
