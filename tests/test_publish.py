"""What is written, and what is left alone: files, manifest, downloads, and the last report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.errors import DocumentError, ReportError
from report import bibliography, editions, manifest, publish, workshop
from report.builtin.attachments import Attachment
from report.cache import Cache
from report.cli import main
from report.contents import TABLES
from report.downloads.sheets import SPREADSHEET_FORMULA, csv_text
from report.output import output

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
Publish = Callable[..., list[Path]]
PAGE = '<html><body><h1 id="a">A</h1><p>Nothing counted.</p></body></html>'


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that writes a page and a PDF without rendering anything, and one download."""
    monkeypatch.setattr(publish, "Cache", lambda *_: Cache())

    def render(
        document: Path,
        out: Path,
        formats: Sequence[str],
        *,
        step: publish.Step,
        after_page: Callable[[str], object],
        attachments: Sequence[Attachment],
    ) -> None:
        with step("render"):
            for name in formats:
                (out / f"report.{name}").write_text(PAGE, "utf-8")
        after_page(PAGE)

    def write(report: object, folder: Path) -> None:
        (folder / "aid.csv").write_text("aid\n", "utf-8")

    monkeypatch.setitem(publish.ENGINES, "builtin", render)
    monkeypatch.setattr(publish.downloads, "write", write)


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


def test_manifest_of_the_real_report(rendered: Path, real: Dataset) -> None:
    """The edition, and the SHA-256 of every file it was made from and of every file written."""
    manifest = json.loads((rendered / "manifest.json").read_text("utf-8"))
    assert manifest["edition"] == bibliography.version(real)
    assert manifest["date"] == real.date
    assert manifest["engine"] == "builtin"
    written = {name: sha256(content) for name, content in files(rendered).items()}
    assert manifest["outputs"] == {k: v for k, v in written.items() if k != "manifest.json"}
    assert {"data/claims.csv", "data/references.yaml", "report/report.qmd", "analysis/spans.py"} <= set(manifest["inputs"])  # fmt: skip
    for name, fingerprint in manifest["inputs"].items():
        assert sha256((ROOT / name).read_bytes()) == fingerprint, name


def test_report_without_since_has_no_such_section(rendered: Path) -> None:
    """No heading, no entry in the contents, no edition in the manifest."""
    assert "sec-changes" not in (rendered / "report.html").read_text("utf-8")
    assert json.loads((rendered / "manifest.json").read_text("utf-8"))["since"] == ""


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
def test_publish_gives_what_it_wrote(published: Publish, tmp_path: Path) -> None:
    """Every file, the manifest last."""
    written = published(TINY, tmp_path / "new/out")
    assert written[-1] == tmp_path / "new/out/manifest.json"
    assert {path.relative_to(tmp_path / "new/out").as_posix() for path in written} == set(
        files(tmp_path / "new/out")
    )


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("formats", "left_out"), [(["html"], "report.pdf"), (["pdf"], "report.html")]
)
def test_one_format(published: Publish, last: Path, formats: list[str], left_out: str) -> None:
    """Only it is written, with lineage; the other format's last file goes with its manifest."""
    published(TINY, last, formats)
    assert (last / f"report.{formats[0]}").read_text("utf-8") == PAGE
    assert not (last / left_out).exists()
    assert (last / "downloads/lineage.json").exists()
    assert left_out not in json.loads((last / "manifest.json").read_text("utf-8"))["outputs"]


@pytest.mark.usefixtures("quick")
def test_files_of_the_last_report_are_removed_and_no_others(published: Publish, last: Path) -> None:
    """Those that the last manifest lists and the new one does not."""
    published(TINY, last)
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
def test_a_manifest_removes_nothing_outside_its_folder(
    published: Publish, last: Path, name: str
) -> None:
    """Whatever it names: upwards, absolute, or through a link."""
    precious = last.parent / "precious.txt"
    precious.write_text("precious", "utf-8")
    (last / "link").symlink_to(last.parent)
    listed(last, name.format(last.parent))
    published(TINY, last)
    assert precious.read_text("utf-8") == "precious"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "5", "null", '{"outputs": 5}', '{"outputs": null}', '{"outputs": [5, null, ""]}',
     '{"outputs": {"downloads": "", ".": "", "a\\u0000b": ""}}', "\x00", "\udcff",
     "[" * 100_000, '{"outputs": {"circle": ""}}'],
    ids=range(13),
)  # fmt: skip
def test_a_damaged_manifest_does_no_harm(published: Publish, last: Path, manifest: str) -> None:
    """The report is written, and nothing is removed."""
    (last / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    (last / "circle").symlink_to("circle")
    published(TINY, last)
    assert (last / "report.html").read_text("utf-8") == PAGE
    assert (last / "downloads/old.csv").exists()


# What is left alone


def test_a_broken_dataset(published: Publish, tiny: Path, last: Path) -> None:
    """Every problem at once; the last report stays, and nothing is beside it."""
    before = files(last)
    (tiny / "data/claims.csv").write_text("claim_id\n", "utf-8")
    with pytest.raises(ReportError):
        published(tiny, last)
    assert files(last) == before
    assert {path.name for path in last.parent.iterdir()} == {"tiny", "out"}


def test_a_cell_that_fails(
    published: Publish, tmp_path: Path, last: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the line; the last report stays."""
    document = tmp_path / "document/report.qmd"
    document.parent.mkdir()
    document.write_text("---\nlang: en\n---\n\n```{python}\n1 / 0\n```\n", "utf-8")
    monkeypatch.setattr(publish, "DOCUMENT", document)
    before = files(last)
    with pytest.raises(DocumentError, match=r"report\.qmd, row 6.*ZeroDivisionError"):
        published(TINY, last)
    assert files(last) == before
    assert {path.name for path in last.parent.iterdir()} == {"document", "out"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "interrupted", ["check the dataset", "render", "trace every number", "write the downloads"]
)
def test_an_interruption(published: Publish, last: Path, interrupted: str) -> None:
    """In any step but the last: the last report stays."""

    @contextmanager
    def step(name: str) -> Iterator[None]:
        yield
        if name == interrupted:
            raise KeyboardInterrupt

    before = files(last)
    with pytest.raises(KeyboardInterrupt):
        published(TINY, last, step=step)
    assert files(last) == before
    assert [path.name for path in last.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_an_interruption_while_files_are_replaced(
    published: Publish, last: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until the new report is there, whole."""
    move = os.replace

    def interrupted(source: Path, target: Path) -> None:
        move(source, target)
        if target.name == "report.html":
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.2)

    monkeypatch.setattr(os, "replace", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            published(TINY, last)
    finally:
        signal.signal(signal.SIGINT, before)
    assert manifest.read(last)["edition"]
    assert manifest.strangers(last) == []


def test_an_interrupt_on_the_command_line(last: Path) -> None:
    """In the middle of a render: exit status 130, no traceback, and the last report as it was."""
    before = files(last)
    # What a shell starts in the background begins with interrupts ignored, and so do these tests.
    heard = "from signal import *; signal(SIGINT, default_int_handler)"
    program = f"{heard}; from report.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "--dataset", str(TINY), "--out", str(last)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        while not list(last.parent.glob(".rendering-*")):
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert b"Traceback" not in running.communicate()[1]
        assert running.returncode == 130
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)
    finally:
        running.kill()
    assert files(last) == before
    assert [path.name for path in last.parent.iterdir()] == ["out"]


def test_an_untraced_number(
    published: Publish, last: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page with a number that nothing explains is not published."""

    def render(
        document: Path,
        out: Path,
        formats: Sequence[str],
        *,
        step: publish.Step,
        after_page: Callable[[str], object],
        attachments: Sequence[Attachment],
    ) -> None:
        after_page(PAGE.replace("Nothing", "Some 30,000"))

    monkeypatch.setitem(publish.ENGINES, "builtin", render)
    before = files(last)
    with pytest.raises(DocumentError, match="no claim explains, under 'A'; found '30,000 in"):
        published(TINY, last)
    assert files(last) == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("place", ["file", "file/out", "file/deep/out", "taken"])
def test_a_place_that_cannot_be_written(published: Publish, tmp_path: Path, place: str) -> None:
    """A file where a folder should be, or a folder where a file should be: told in words."""
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "taken/report.html").mkdir(parents=True)
    with pytest.raises(ReportError, match="--out DIR"):
        published(TINY, tmp_path / place)
    assert (tmp_path / "file").read_text("utf-8") == "mine"
    assert files(tmp_path / "taken") == {}


# Faults

# Publishes one edition, of two downloads that stand for all; killed at a stage, if one is named.
# `os.fork` spares loading all each time.
EDITIONS = """
import os, sys
from contextlib import contextmanager
from pathlib import Path
from report import manifest, publish

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
replaced, read = os.replace, publish.checked(folder)
made_from = manifest.inputs(folder, ["html", "pdf"], "builtin")
publish.checked = lambda _: read

def edition(name, fatal=-1):
    count = 0

    def passed():
        nonlocal count
        if count == fatal:
            os.kill(os.getpid(), 9)
        count += 1

    @contextmanager
    def step(stage):
        passed()
        yield
        passed()

    def render(document, made, formats, *, step, after_page, **_):
        with step("render"):
            for kind in formats:
                (made / f"report.{kind}").write_text(f"<html><body><p>{name}</p></body></html>")
        after_page((made / "report.html").read_text())

    def write(report, folder):
        for kind in ("csv", "svg"):
            (folder / f"table.{kind}").write_text(name)

    def replace(source, target):
        passed()
        replaced(source, target)
        passed()

    os.replace, publish.downloads.write = replace, write
    publish.ENGINES["builtin"] = render
    publish.publish(folder, out, made_from, step=step)
    return count

def killed(name, fatal):
    child = os.fork()
    if not child:
        edition(name, fatal)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""
KILLS = """
import json

def files():
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}

edition("new")
new = files()
stages = edition("old")
old = files()
for fatal in range(stages):
    status, now = killed("new", fatal), files()
    torn = [name for name in now if now[name] not in (old.get(name), new.get(name))]
    left = [path.name for path in out.parent.glob(".*")]
    mixed = [os.path.basename(problem.file) for problem in manifest.mixed(out)]
    edition("old")
    mended = files() == old and not list(out.parent.glob(".*"))
    print(json.dumps([status, now in (old, new), torn, mixed, bool(left), mended]))
"""


def test_a_kill_at_any_stage_leaves_whole_files(tmp_path: Path) -> None:
    """Each file is of the old or the new edition; a mix is named; the next render mends it all."""
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        EDITIONS + KILLS,
        str(TINY),
        str(tmp_path / "out"),
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    kills = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(kills) > 20
    for status, whole, torn, mixed, _, mended in kills:
        assert (status, torn, mended) == (-9, [], True)
        assert (mixed == []) is whole
        assert set(mixed) <= {"report.html", "report.pdf", "lineage.json", "table.csv", "table.svg"}
    assert {whole for _, whole, *_ in kills} == {True, False}
    assert any(left for *_, left, _ in kills)


def test_what_a_living_render_works_on_is_left_alone(tmp_path: Path) -> None:
    """Only folders of dead processes are removed, and none that is not ours."""
    ours, dead = f".rendering-{os.getpid()}-abc", ".rendering-999999999-abc"
    for name in (ours, dead, ".rendering-x", ".rendering-999999999-a b"):
        (tmp_path / name).mkdir()
    with workshop.held(tmp_path / dead), workshop.workshop(tmp_path / "out"):
        assert (tmp_path / dead).exists()
    with workshop.workshop(tmp_path / "out"):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {
        ours,
        ".rendering-x",
        ".rendering-999999999-a b",
    }


def test_what_another_user_left_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that may not be opened keeps nobody from writing beside it."""
    left = tmp_path / ".rendering-999999999-abc"
    left.mkdir()
    opens = os.open

    def refused(path: str | Path, *rest: int, **named: int) -> int:
        if Path(path) == left:
            raise PermissionError
        return opens(path, *rest, **named)

    monkeypatch.setattr(os, "open", refused)
    with workshop.workshop(tmp_path / "out") as made:
        assert made.is_dir()
    assert list(tmp_path.iterdir()) == [left]


def test_two_renders_at_once_leave_one_edition(tmp_path: Path) -> None:
    """Both finish, and the folder is what its manifest says."""
    out = tmp_path / "out"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", f"{EDITIONS}\nedition({name!r})", str(TINY), str(out)], cwd=ROOT
        )
        for name in ("north", "south")
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert manifest.strangers(out) == []
    assert files(out)["report.html"] == files(out)["report.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_a_replacement_waits_for_another(published: Publish, tmp_path: Path) -> None:
    """While one process replaces files, another does not."""
    out = tmp_path / "out"
    out.mkdir()
    with ThreadPoolExecutor(1) as pool:
        with workshop.held(out):
            waiting = pool.submit(published, TINY, out)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=3)
            assert files(out) == {}
        assert waiting.result()[-1] == out / "manifest.json"


def test_a_full_disk(last: Path) -> None:
    """The message names the folder, and the last report stays; nothing is left."""
    before = files(last)
    # Python does not notice that what it compiles was cut off, and would load it ever after.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"
    program = f"{limit}\nfrom report.cli import main; main()"
    command = [sys.executable, "-c", program, "render", "--dataset", str(TINY), "--out", str(last)]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert ran.returncode == 1
    assert f"{last}: cannot be written: File too large" in ran.stderr
    assert ran.stderr.endswith("Nothing was written.\n")
    assert "Traceback" not in ran.stderr
    assert files(last) == before
    assert [path.name for path in last.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("target", ["out", "nowhere"])
def test_a_link_that_leads_to_no_folder(published: Publish, tmp_path: Path, target: str) -> None:
    """In place of the folder, or of one in it: told in words, and nothing is left."""
    for out in (tmp_path / "out", tmp_path / "folder"):
        link = out if out.name == "out" else out / "downloads"
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(target)
        with pytest.raises(ReportError, match=r"cannot be written: (it is no folder|File exists)"):
            published(TINY, out)
        assert link.is_symlink()
    assert {path.name for path in tmp_path.rglob("*")} == {"out", "folder", "downloads"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no place here refuses everybody")
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("place", ["/proc/out", "/proc/self/new/out"])
def test_a_place_that_refuses_everybody(published: Publish, place: str) -> None:
    """Told in words, with what to do."""
    with pytest.raises(ReportError, match=r"cannot be written: .*--out DIR"):
        published(TINY, Path(place))


def changing(monkeypatch: pytest.MonkeyPatch, change: Callable[[int], None]) -> None:
    """Let something change each time that the dataset has been read."""
    check, times = publish.checked, count()

    def checked(folder: Path) -> Dataset:
        found = check(folder)
        change(next(times))
        return found

    monkeypatch.setattr(publish, "checked", checked)


def relabel(tiny: Path, text: str) -> None:
    """Another label of a place."""
    path = tiny / "data/places.csv"
    path.write_text(re.sub("pier,[^,]*,", f"pier,{text},", path.read_text("utf-8")), "utf-8")


@pytest.mark.usefixtures("quick")
def test_a_file_that_changes_meanwhile_is_read_again(
    published: Publish, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest names what was really read."""
    changing(monkeypatch, lambda time: relabel(tiny, "Quay") if time == 0 else None)
    published(tiny, tiny.parent / "out")
    inputs = json.loads((tiny.parent / "out/manifest.json").read_text("utf-8"))["inputs"]
    assert inputs["data/places.csv"] == sha256((tiny / "data/places.csv").read_bytes())


@pytest.mark.usefixtures("quick")
def test_a_file_that_changes_meanwhile_leaves_the_earlier_edition(
    published: Publish, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the report is held against is the same when all is read again."""
    since, inputs, asked = str(TINY), manifest.inputs, []

    def noted(folder: Path, formats: Sequence[str], engine: str, since: str | None = None) -> Any:
        asked.append(since)
        return inputs(folder, formats, engine, since)

    monkeypatch.setattr(manifest, "inputs", noted)
    changing(monkeypatch, lambda time: relabel(tiny, "Quay") if time == 0 else None)
    published(tiny, tiny.parent / "out", since=since)
    assert len(asked) > 2
    assert set(asked) == {since}
    written = json.loads((tiny.parent / "out/manifest.json").read_text("utf-8"))
    assert written["since"] == editions.read(since, tiny).sha256


@pytest.mark.usefixtures("quick")
def test_a_file_that_changes_all_the_time(
    published: Publish, tiny: Path, last: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and nothing is written."""
    before = files(last)
    changing(monkeypatch, lambda time: relabel(tiny, f"Quay {time}"))
    with pytest.raises(ReportError, match=r"data/places\.csv: changed while the report was made"):
        published(tiny, last)
    assert files(last) == before


@pytest.mark.usefixtures("quick")
def test_a_file_read_half_written_is_not_called_broken(
    published: Publish, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read again once it is whole."""
    claims, check = tiny / "data/claims.csv", publish.checked
    whole = claims.read_bytes()
    failed: list[ReportError] = []

    def checked(folder: Path) -> Dataset:
        try:
            return check(folder)
        except ReportError as error:
            failed.append(error)
            claims.write_bytes(whole)
            raise

    claims.write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(publish, "checked", checked)
    assert published(tiny, tiny.parent / "out")
    assert len(failed) == 1


@pytest.mark.usefixtures("quick")
def test_a_changed_changelog_is_a_changed_input(tiny: Path) -> None:
    """A render that is refused for what it does not say must not be told as up to date."""
    before = manifest.inputs(tiny, ["html"], "builtin")
    (tiny / "CHANGELOG.md").write_text("# Unreleased\n", "utf-8")
    assert manifest.changed(before, manifest.inputs(tiny, ["html"], "builtin")) == ["CHANGELOG.md"]


def test_code_that_changes_meanwhile_is_refused(last: Path) -> None:
    """What is loaded is no longer what is there: rendering again in this process mends nothing."""
    inputs = manifest.inputs(TINY, ["html", "pdf"], "builtin")
    older = {**inputs, "inputs": {**inputs["inputs"], "analysis/spans.py": "another"}}
    before = files(last)
    with pytest.raises(ReportError, match=r"analysis/spans\.py: changed while the report was made"):
        publish.publish(TINY, last, older)
    assert files(last) == before


# Nothing changed


@pytest.fixture
def again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """A run of `report render` into `out`, with these options; gives what it printed."""

    def ran(*options: str) -> str:
        arguments = ["report", "render", "--dataset", str(TINY), "--out", str(tmp_path / "out")]
        monkeypatch.setattr(sys, "argv", [*arguments, *options])
        with pytest.raises(SystemExit) as left:
            main()
        assert not left.value.code
        return capsys.readouterr().out

    return ran


@pytest.mark.usefixtures("quick")
def test_an_unchanged_report_is_left_as_it_is(again: Callable[..., str], tmp_path: Path) -> None:
    """It is said, and every file is listed."""
    again()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    said = again()
    assert f"Nothing changed: the report in {tmp_path / 'out'} is up to date." in said
    assert "out/report.html" in said
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


@pytest.mark.usefixtures("quick")
def test_what_a_render_removes_is_named(again: Callable[..., str]) -> None:
    """The print version, where only the page is rendered; nothing where nothing goes."""
    assert "Removed" not in again()
    told = "Removed, as only the last report had them: report.pdf\n"
    assert told in again("--to", "html")
    assert "Removed" not in again()


DAMAGES = {
    "edited": lambda out: (out / "report.html").write_text("mine", "utf-8"),
    "cut": lambda out: (out / "report.pdf").write_bytes(b""),
    "gone": lambda out: (out / "downloads/aid.csv").unlink(),
}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_report_is_made_again(
    again: Callable[..., str], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever the damage; a file that is not as it was written is named."""
    again()
    whole = files(tmp_path / "out")
    damage(tmp_path / "out")
    said = again()
    assert "Nothing changed" not in said
    assert "Not as" in said
    assert files(tmp_path / "out") == whole


@pytest.mark.usefixtures("quick")
def test_without_its_manifest_a_report_is_known_by_its_folder(
    again: Callable[..., str], tiny: Path
) -> None:
    """In the usual one it is made again; in any other its files may be somebody's."""
    own, named = tiny / "report/_output", tiny / "named"
    for out in (own, named):
        again("--dataset", str(tiny), "--out", str(out))
        (out / "manifest.json").write_text("{", "utf-8")
    again("--dataset", str(tiny), "--out", str(own))
    assert manifest.read(own)["outputs"]
    with pytest.raises(ReportError, match=r"expected the manifest\.json of a report"):
        output(tiny, named)


@pytest.mark.usefixtures("quick")
def test_other_options_render(again: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Other formats, other packages, or being told to."""
    again()
    for options in (["--no-cache"], ["--to", "html"], []):
        assert "Nothing changed" not in again(*options)
    monkeypatch.setattr(manifest, "environment", lambda: "another")
    assert "Nothing changed" not in again()


def test_what_quarto_rendered_is_never_called_up_to_date(tmp_path: Path) -> None:
    """Which Quarto rendered it is not known."""
    wanted = manifest.inputs(TINY, ["html"], "quarto")
    (tmp_path / "manifest.json").write_text(json.dumps({**wanted, "outputs": {}}), "utf-8")
    assert not manifest.is_current(tmp_path, wanted)
    builtin = {**wanted, "engine": "builtin"}
    (tmp_path / "manifest.json").write_text(json.dumps({**builtin, "outputs": {}}), "utf-8")
    assert manifest.is_current(tmp_path, builtin)


def test_that_nothing_changed_is_told_without_loading_anything_heavy() -> None:
    """Neither what computes nor what draws."""
    program = "import sys, report.cli.app, report.watch, report.manifest; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    heavy = {"pandas", "numpy", "matplotlib", "frictionless", "IPython", "typst", "lxml", "yaml"}
    assert heavy & set(ran.stdout.split()) == set()


# Downloads


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(start: str) -> None:
    """An apostrophe before what a spreadsheet would compute; everything else as it is."""
    text = f'{start}HYPERLINK("https://example.org")'
    frame = pd.DataFrame({"a": [text, "7", None], "b": ["x = 1", "", "x-"]})
    read = list(csv.reader(io.StringIO(csv_text(frame), newline="")))
    assert read == [["a", "b"], [f"'{text}", "x = 1"], ["7", ""], ["", "x-"]]


def test_downloads_are_plain_csv() -> None:
    """LF, quotes where they are needed, letters as they are."""
    frame = pd.DataFrame({"a": ['say "no"', "a,b", "ə–ş"], "b": ["1\n2", "", "x"]})
    assert csv_text(frame) == 'a,b\n"say ""no""","1\n2"\n"a,b",\nə–ş,x\n'


def test_hostile_downloads_hold_no_formula(hostile: Path) -> None:
    """In no table of the hostile dataset does a cell begin like one: an apostrophe stands first."""
    cells: list[str] = []
    for path in sorted((hostile / "downloads").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(SPREADSHEET_FORMULA)] == []
    assert any(cell.startswith("'=HYPERLINK(1)") for cell in cells)


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
