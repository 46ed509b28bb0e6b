"""The command line: what it says, and its exit status (0 fine, 1 data or check failed, 2 usage)."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.console import Console

from analysis.errors import ReportError
from report import manifest, publish, seal, show
from report.cli import console, main

TINY = Path(__file__).parent / "data/tiny"
PROGRAM = [sys.executable, "-c", "from report.cli import main; main()"]


class Said(NamedTuple):
    """Exit status and output of one run."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A run of `report` with these arguments."""

    def ran(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["report", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        return Said(int(left.value.code or 0), *capsys.readouterr())

    return ran


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def texts(tiny: Path) -> Path:
    """A folder with the text of one seed, and its fingerprint in the record."""
    folder = tiny.parent / "texts"
    folder.mkdir()
    text = (
        "At the quay at least 1,200 people waited, and dozens of yahcts lay there.\n\n"
        "After nearly three decades, and after the flood, more than its neighbour paid.\n\n"
        "There were less than 0.5 metres of rain. It was opened by its users.\n"
    )
    (folder / "a.txt").write_text(text, "utf-8")
    seed = tiny / "seeds/pier2022.yaml"
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    seed.write_text(re.sub(r"sha256: \w+", f"sha256: {sha256}", seed.read_text("utf-8")), "utf-8")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["render", "--to", "docx"],
        ["render", "--to", ""],
        ["render", "--engine", "word"],
        ["render", "here"],
        ["check", "one", "two"],
        ["check", "--nonsense"],
        ["check", "one", "--dataset", "two"],
        ["verify"],
        ["verify", "--dataset", "."],
        ["verify", "--texts"],
        ["trace"],
        ["trace", "one", "two"],
    ],
    ids=" ".join,
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    """Exit status 2, and words."""
    said = run(*arguments)
    assert said.status == 2
    assert said.err


@pytest.mark.parametrize(
    ("options", "command", "named"),
    [
        (["--dataset", "nowhere"], ["check"], "--dataset"),
        (["--no-cache", "--to", "html"], ["new", "claim", "x"], "--to, --no-cache"),
        (["--engine", "builtin"], ["render"], "--engine"),
    ],
    ids=lambda words: words[0],
)
def test_options_before_a_command(
    run: Run, options: list[str], command: list[str], named: str
) -> None:
    """They would not reach it: exit status 2, with where to put them."""
    said = run(*options, *command)
    told = " ".join(said.err.replace("│", " ").split())
    assert (said.status, said.out) == (2, "")
    assert f"Invalid value for {named}: stands before the command {command[0]}." in told
    assert f"Put it after: report {command[0]} --help" in told


def test_a_variable_is_no_option_before_a_command(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment sets for renders does not keep other commands from running."""
    monkeypatch.setenv("REPORT_SINCE", "v0.1.0")
    assert run("check", tiny).status == 0


@pytest.mark.parametrize(
    "arguments",
    [["render", "--dataset"], ["check"], ["check", "--dataset"], ["verify", "--texts", ".", "--dataset"],
     ["trace", "1", "--dataset"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_folder_that_is_no_dataset(run: Run, arguments: list[str], tmp_path: Path) -> None:
    """Exit status 1 and words, without a traceback."""
    said = run(*arguments, tmp_path)
    assert said.status == 1
    assert "datapackage.json" in said.err
    assert "Traceback" not in said.err


def test_check_finds_nothing(run: Run, tiny: Path) -> None:
    """Exit status 0."""
    assert run("check", tiny) == (0, f"No problem found in {tiny}.\n", "")
    assert run("check", "--dataset", tiny) == run("check", tiny)


def test_check_finds_a_problem(run: Run, tiny: Path) -> None:
    """Exit status 1; file and row."""
    claims = tiny / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("exact,44", "exact,440"), "utf-8")
    said = run("check", tiny)
    assert said.status == 1
    assert said.err.startswith("data/claims.csv\n  row 3, column as_stated: ")
    assert said.err.endswith("\n1 error.\n")


def test_check_warns_of_what_it_allows(run: Run, tiny: Path) -> None:
    """Exit status 0, with the row in words; an error beside it is counted apart."""
    claims = tiny / "data/claims.csv"
    text = claims.read_text("utf-8").replace("'yahcts'", "@ 'yahcts'")
    claims.write_text(text, "utf-8")
    said = run("check", tiny)
    assert (said.status, said.out) == (0, f"No error found in {tiny}; 1 warning.\n")
    assert "warning: row" in said.err
    claims.write_text(text.replace("exact,44", "exact,440"), "utf-8")
    said = run("check", tiny)
    assert (said.status, said.out) == (1, "")
    assert said.err.endswith("\n1 error, 1 warning.\n")


def test_check_for_programs(run: Run, tiny: Path) -> None:
    """JSON on the standard output, annotations too, and nothing on the other."""
    claims = tiny / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("exact,44", "exact,440"), "utf-8")
    said = run("check", tiny, "--format", "json")
    told = json.loads(said.out)
    assert (said.status, said.err, told["errors"], told["warnings"]) == (1, "", 1, 0)
    assert told["problems"][0]["row"] == 3
    said = run("check", tiny, "--format", "github")
    assert (said.status, said.err) == (1, "")
    assert said.out.startswith(f"::error file={claims},line=3,title=as_stated::data/claims.csv,")
    assert run("check", TINY, "--format", "github") == (0, "", "")


def test_check_for_programs_of_no_dataset(run: Run, tmp_path: Path) -> None:
    """That there is none is a problem like others: told where a program reads it."""
    nowhere = tmp_path / "nowhere"
    said = run("check", nowhere, "--format", "json")
    told = json.loads(said.out)
    assert (said.status, said.err, told["errors"]) == (1, "", 1)
    assert (told["problems"][0]["file"], told["problems"][0]["message"]) == (
        str(nowhere),
        "not a dataset",
    )
    said = run("check", nowhere, "--format", "github")
    assert (said.status, said.err) == (1, "")
    assert said.out.startswith(f"::error file={nowhere},line=1::{nowhere}: not a dataset; expected")


def test_check_prints_what_no_coding_has(tiny: Path) -> None:
    """A name that is no text is written with a mark in its place; for programs, with its code."""
    seed = os.fsencode(tiny / "seeds") + b"/\xff.yaml"
    try:
        Path(os.fsdecode(seed)).write_text("id: [", "utf-8")
    except OSError:
        pytest.skip("the file system has no such names")
    command = [*PROGRAM, "check", tiny]
    said = {
        form: subprocess.run([*command, "--format", form], capture_output=True, text=True)
        for form in ("text", "github", "json")
    }
    assert {done.returncode for done in said.values()} == {1}
    assert "seeds/\ufffd.yaml\n" in said["text"].stderr
    assert "seeds/\ufffd.yaml, row 1" in said["github"].stdout
    assert json.loads(said["json"].stdout)["problems"][-1]["file"] == "seeds/\udcff.yaml"


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command", ["--help", "check DIR --format json", "--dataset DIR --out OUT"]
)
def test_a_full_output(tiny: Path, tmp_path: Path, command: str) -> None:
    """Exit status 1, one line that says why, and the report is not blamed for it."""
    words = command.replace("DIR", str(tiny)).replace("OUT", str(tmp_path / "out")).split()
    with FULL.open("w") as full:
        ran = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith("The output cannot be written: No space left on device.")


def test_a_reader_that_has_left(tiny: Path) -> None:
    """As in `report check | true`: exit status 1, and nobody left to tell."""
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run([*PROGRAM, "check", tiny], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_encoding_without_the_character(tiny: Path, encoding: str) -> None:
    """What it has not is a question mark; JSON has codes and is whole."""
    old = Path(shutil.copytree(tiny, tiny.parent / "old"))
    claims = tiny / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("'yahcts'", "Ələt", 1), "utf-8")
    command = [*PROGRAM, "diff", old, "--dataset", tiny]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    said = subprocess.run(command, env=env, capture_output=True)
    assert (said.returncode, said.stderr) == (0, b"")
    assert b" ? " in said.stdout
    assert b"?l?t" in said.stdout
    said = subprocess.run([*command, "--format", "json"], env=env, capture_output=True)
    assert "Ələt" in json.loads(said.stdout)["rows"][0]["after"]


def test_an_interrupt_while_the_programs_are_loaded(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 130, without a word."""

    class Interrupted:
        def find_spec(self, *_: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "report.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted()])
    assert run("check") == (130, "", "")


@pytest.fixture
def locked(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of another user, which this one may not enter, whoever runs the tests."""
    folder = tiny.parent / "locked"
    folder.mkdir()

    def refusing(call: Callable[..., object]) -> Callable[..., object]:
        def called(path: object, *rest: object, **named: object) -> object:
            if str(path).startswith(f"{folder}/"):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return call(path, *rest, **named)

        return called

    for name in ("stat", "lstat", "mkdir", "open"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    monkeypatch.setattr(io, "open", refusing(io.open))
    return folder


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["render", "--dataset", "tiny", "--out", "locked/out"], "out: cannot be written"),
        (["diff", "locked", "--dataset", "tiny"], "neither a dataset's folder nor a revision"),
        (["new", "dataset", "locked/new"], "locked/new: cannot be written: Permission denied"),
        (["check", "locked"], "locked: not a dataset"),
    ],
    ids=["render", "diff", "new", "check"],
)
def test_a_folder_that_may_not_be_entered(
    run: Run, locked: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], told: str
) -> None:
    """Exit status 1, in words."""
    monkeypatch.chdir(locked.parent)
    words = [str(locked.parent / word) if "locked" in word else word for word in command]
    said = run(*words)
    assert said.status == 1
    assert told in said.err


SEALED = f"dataset-sha256-{'0' * 64} source-sha256-{'0' * 64}"


@pytest.mark.parametrize(
    "command", [["check"], ["--out", "out", "--dataset"], ["verify", "--report", "r", "--dataset"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_table_that_may_not_be_read(
    run: Run, tiny: Path, locked: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Exit status 1, with its name and the reason."""
    monkeypatch.chdir(tiny.parent)
    Path("r").write_text(SEALED, "utf-8")
    reads = Path.read_bytes

    def refused(path: Path) -> bytes:
        return reads(locked / "x" if path.name == "claims.csv" else path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    said = run(*command, tiny)
    assert said.status == 1
    assert "data/claims.csv" in said.err
    assert "cannot be read" in said.err
    assert "Permission denied" in said.err


@pytest.mark.parametrize(
    "command",
    [["verify", "--report", "r"], ["trace", "1"], ["release"], ["diff", "tiny"], ["dictionary"],
     ["new", "claim", "x"], ["new", "source", "x"], ["render"], ["watch", "--no-browser"]],
    ids=" ".join,
)  # fmt: skip
def test_a_dataset_that_is_not_there(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Every command says so, and nothing is held against it."""
    monkeypatch.chdir(tiny.parent)
    Path("r").write_text(SEALED, "utf-8")
    said = run(*command, "--dataset", "missing")
    assert said.status == 1
    assert said.err.startswith("missing: not a dataset; expected a folder with data/datapackage")


@pytest.mark.parametrize("command", [["render"], ["watch", "--no-browser"]], ids=" ".join)
def test_a_report_among_the_data(run: Run, tiny: Path, command: list[str]) -> None:
    """Refused before anything is written or served: it would be read as data the next time."""
    before = {*tiny.rglob("*")}
    said = run(*command, "--dataset", tiny, "--out", tiny / "data")
    assert said.status == 1
    assert said.err.startswith(f"{tiny}/data: a report here would become part of what it is made")
    assert {*tiny.rglob("*")} == before


def test_a_trace_looks_into_the_report_of_its_dataset(run: Run, tiny: Path, rendered: Path) -> None:
    """That is the default of every command."""
    shutil.copytree(rendered, tiny / "report/_output")
    said = run("trace", "harbour2021-03", "--dataset", tiny)
    assert (said.status, "chart fig-dues" in said.out) == (0, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize(
    ("place", "command", "told"),
    [
        ("r", "verify --report r --dataset tiny", "r: cannot be read: Not a file"),
        ("tiny/CHANGELOG.md", "--dataset tiny", "CHANGELOG.md: cannot be read"),
    ],
    ids=lambda words: words.rpartition("/")[2],
)
def test_a_pipe_in_place_of_a_file(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch, place: str, command: str, told: str
) -> None:
    """Nobody waits for what never comes."""
    monkeypatch.chdir(tiny.parent)
    os.mkfifo("manifest.json")
    assert manifest.read(Path()) == {}
    os.mkfifo(place)
    said = run(*command.split())
    assert said.status == 1
    assert told in said.err


def test_a_folder_in_place_of_a_file_to_write(run: Run, tiny: Path) -> None:
    """It stays, and is told."""
    (tiny / "data/DICTIONARY.md").mkdir()
    said = run("dictionary", "--dataset", tiny)
    assert said.status == 1
    assert "data/DICTIONARY.md: cannot be written: Is a directory. Nothing was written" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder in use cannot be deleted")
@pytest.mark.parametrize("command", [["check"], ["check", TINY, "--format", "github"]], ids=len)
def test_a_working_folder_that_is_gone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[object]
) -> None:
    """Every command says so."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(*command) == (1, "", GONE)


GONE = "the folder you are in: is gone. Go to another: cd DIR.\n1 problem.\n"
STEERING = "\x1b[2Jbad\x9b"


@pytest.mark.parametrize("file", ["data/places.csv", "seeds/pier2022.yaml"])
@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "--format", "github"], ["check", "--format", "json"],
     ["--out", "out", "--dataset"]],
    ids=" ".join,
)  # fmt: skip
def test_nothing_in_a_dataset_steers_the_terminal(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch, file: str, command: list[str]
) -> None:
    """A heading or field with control characters is told without them."""
    monkeypatch.chdir(tiny.parent)
    path = tiny / file
    text = path.read_text("utf-8").replace("place,label", f"place,label,{STEERING}", 1)
    field = json.dumps(STEERING)
    path.write_text(text.replace("custom:\n", f"custom:\n  {field}: x\n", 1), "utf-8")
    said = run(*command, tiny)
    assert said.status == 1
    assert not {*STEERING} & {*said.out, *said.err} - {*"[2Jbad"}
    assert "[2Jbad" in said.out + said.err


def test_check_names_the_folder_it_stands_in(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that one works in is "this folder", and no lone dot."""
    monkeypatch.chdir(tiny)
    for arguments in ([], ["."], [tiny]):
        assert run("check", *arguments) == (0, "No problem found in this folder.\n", "")


def test_only_render_says_that_nothing_was_written(run: Run, tiny: Path) -> None:
    """A check writes nothing anyhow; a render that refuses the dataset left all as it was."""
    claims = tiny / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("exact,44", "exact,440"), "utf-8")
    assert run("check", tiny).err.endswith("\n1 error.\n")
    assert run("trace", "44", "--dataset", tiny).err.endswith("\n1 problem.\n")
    said = run("render", "--dataset", tiny, "--out", tiny.parent / "out")
    assert said.status == 1
    assert said.err.endswith("\n1 problem. Nothing was written.\n")
    assert not (tiny.parent / "out/report.html").exists()


REFUSED = (
    "column reference_claim_id: no sum of almanac2020-01 and almanac2020-02: they measure the same "
    "thing; found 'almanac2020-01 + almanac2020-02'; expected claims that may be added or divided. "
    "Compare with each of the claims in a row of its own.\n"
)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["check"], f"data/comparisons.csv\n  row 2, {REFUSED}1 error.\n"),
        (
            ["--out", "out", "--dataset"],
            f"data/comparisons.csv, row 2, {REFUSED}1 problem. Nothing was written.\n",
        ),
    ],
    ids=["check", "render"],
)
def test_a_sum_that_is_refused_is_named(
    run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], told: str
) -> None:
    """References that may not be added: file, row, column, the reason, and what to do."""
    monkeypatch.chdir(tiny.parent)
    claims, rows = tiny / "data/claims.csv", tiny / "data/comparisons.csv"
    last = claims.read_text("utf-8").splitlines()[-1]
    other = last.replace("almanac2020-01", "almanac2020-02").replace("table 3", "table 4")
    claims.write_text(f"{claims.read_text('utf-8')}{other}\n", "utf-8")
    both = "almanac2020-01 + almanac2020-02"
    rows.write_text(rows.read_text("utf-8").replace("almanac2020-01", both, 1), "utf-8")
    said = run(*command, tiny)
    assert (said.status, said.err) == (1, told)


def test_render_names_what_it_wrote(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 0, each file, and how many tables."""
    written = [tmp_path / "report.html", tmp_path / "downloads/aid.csv", tmp_path / "manifest.json"]
    monkeypatch.setattr(publish, "publish", lambda *_, **__: written)
    said = run("render", "--dataset", TINY, "--out", tmp_path)
    assert said.status == 0
    assert str(written[0]) in said.out


def test_verify_texts(run: Run, tiny: Path, texts: Path) -> None:
    """Exit status 0: what was verified, and what was not checked."""
    assert run("verify", "--texts", texts, "--dataset", tiny) == (
        0,
        "pier2022: 5 claims, 1 dated happening, 1 contested statement verified in a.txt\n"
        f"not checked: 8 claims of 1 source, no text in {texts} (harbour2021; with 3 other rows)\n"
        "In all: 5 of 13 claims, 1 of 2 dated happenings, 1 of 2 contested statements, "
        "0 of 1 statement not used verified; 0 failures.\n",
        "",
    )


def test_verify_changed_text(run: Run, tiny: Path, texts: Path) -> None:
    """Exit status 1, one line, and nothing counted as verified."""
    text = texts / "a.txt"
    text.write_text(text.read_text("utf-8").replace("1,200", "1,300"), "utf-8")
    said = run("verify", "--texts", texts, "--dataset", tiny)
    assert said.status == 1
    assert said.err.startswith(
        "a.txt: a swapped or edited file: it looks like the text of pier2022"
    )
    assert "In all: 0 of 13 claims" in said.out
    assert "1 failure." in said.out


def test_verify_locator(run: Run, tiny: Path, texts: Path) -> None:
    """A paragraph off by one: file, row, column, found and expected."""
    claims = tiny / "data/claims.csv"
    moved = claims.read_text("utf-8").replace("pier2022,para 3,less", "pier2022,para 2,less")
    claims.write_text(moved, "utf-8")
    said = run("verify", "--texts", texts, "--dataset", tiny)
    assert (said.status, said.err) == (
        1,
        "data/claims.csv, row 14, column locator: the words do not stand there: "
        "“less than 0.5 metres”; found 'para 2'; expected para 3\n",
    )
    assert "pier2022: 4 of 5 claims, " in said.out


@pytest.mark.parametrize("name", ["nowhere", "file.txt", "empty"])
def test_verify_without_texts(run: Run, tiny: Path, name: str) -> None:
    """A folder that is not there, is a file, or is empty: exit status 1, in words."""
    (tiny.parent / "empty").mkdir()
    (tiny.parent / "file.txt").write_bytes(b"\x89PNG\x00")
    said = run("verify", "--texts", tiny.parent / name, "--dataset", tiny)
    assert said.status == 1
    assert f"{name}: " in said.err
    assert "--texts DIR" in said.err


def test_verify_binary_file(run: Run, tiny: Path, texts: Path) -> None:
    """A binary file among the texts: exit status 1; its name cannot steer the terminal."""
    (texts / "\x1b[31mb.txt").write_bytes(b"\x89PNG\x00")
    said = run("verify", "--texts", texts, "--dataset", tiny)
    assert said.status == 1
    assert "b.txt: not a text" in said.err
    assert "\x1b" not in said.err + said.out


def test_verify_file_without_seal(run: Run, tiny: Path, tmp_path: Path) -> None:
    """A file that is no report: exit status 1, in words."""
    (tmp_path / "report.html").write_text("<p>No seal.</p>", "utf-8")
    said = run("verify", "--report", tmp_path / "report.html", "--dataset", tiny)
    assert said.status == 1
    assert "report.html: " in said.err
    assert run("verify", "--report", tmp_path / "gone.html", "--dataset", tiny).status == 1


def test_verify_compares_fingerprints_and_bytes(run: Run, tiny: Path, tmp_path: Path) -> None:
    """What was compared is said; an altered file, or one that no manifest lists, fails."""
    out = tmp_path / "made"
    out.mkdir()
    page = out / "report.html"
    page.write_text(f"<p>44</p> {' '.join(seal.seal(tiny).keywords)}", "utf-8")
    listing = manifest.text("0.1.0", "2021-01-01", manifest.inputs(tiny, ["html"], "builtin"), out)
    (out / "manifest.json").write_text(listing, "utf-8")
    said = run("verify", "--report", page, "--dataset", tiny)
    assert said == (
        0,
        f"{page} carries the fingerprints of the dataset in {tiny} and of this report source.\n"
        "All files that manifest.json beside it lists are as listed, byte for byte: 1, it among them.\n",
        "",
    )
    alone = Path(shutil.copy(page, tmp_path / "alone.html"))
    said = run("verify", "--report", alone, "--dataset", tiny)
    assert (said.status, said.out) == (1, "")
    assert "expected a manifest.json beside it that lists it. Put it beside" in said.err
    page.write_text(page.read_text("utf-8").replace("44", "45"), "utf-8")
    said = run("verify", "--report", page, "--dataset", tiny)
    assert (said.status, said.out) == (1, "")
    assert "report.html: is missing, or is not what manifest.json beside it lists" in said.err


@pytest.fixture
def rendered(tiny: Path) -> Path:
    """The lineage and manifest of a report on the tiny dataset."""
    out = tiny.parent / "out"
    (out / "downloads").mkdir(parents=True)
    place = {"section": "sec-a", "heading": "Dues", "table": "tbl-dues", "row": "2018"}
    number = {"anchor": "u-1", "kind": "n", "text": "more than $8.5 million",
              "claims": ["harbour2021-03"], "formula": "", "place": place}  # fmt: skip
    hostile = {**number, "anchor": "u-2", "place": {**place, "row": "[red]\x1b[31mred[/red]"}}
    chart = {**number, "anchor": "fig-dues", "kind": "chart"}
    sentence = {**number, "anchor": "u-3", "place": {**place, "table": "", "row": ""}}
    counted = {**number, "kind": "count", "text": "13"}
    entries = [number, hostile, chart, sentence, counted]
    (out / "downloads/lineage.json").write_text(json.dumps(entries), "utf-8")
    made_from = manifest.inputs(tiny, ["html"], "builtin")
    (out / "manifest.json").write_text(json.dumps({**made_from, "outputs": {}}), "utf-8")
    return out


TRACED = """harbour2021-03
  source      Ada Quayle. The harbour in figures. The Coast. 3 February 2021. https://example.org/harbour. [harbour2021]
  place       para. 3
  words       “over $8.5 million”
  states      Harbour dues: more than $8.5 million
  bound       more than
  of whom     Both quays
  when        Season of 2018; 2018
  figure of   the source names nobody
Nothing is computed from it
Printed
  Dues: table tbl-dues, row 2018: more than $8.5 million (#u-1)
  Dues: table tbl-dues, row [red]\ufffd[31mred[/red]: more than $8.5 million (#u-2)
  Dues: chart fig-dues
  Dues: sentence: more than $8.5 million (#u-3)
"""


@pytest.mark.parametrize("query", ["harbour2021-03", "$8.5 million", "8500000"])
def test_trace(run: Run, tiny: Path, rendered: Path, query: str) -> None:
    """Exit status 0: source, words, reading and places, as plain text."""
    said = run("trace", query, "--dataset", tiny, "--out", rendered)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(TRACED.partition("Nothing")[0])
    if query == "harbour2021-03":
        assert said.out == f"{TRACED}  and counted in 1 number of records\n"


def test_trace_without_report(run: Run, tiny: Path) -> None:
    """It says so, and shows the rest."""
    said = run("trace", "harbour2021-03", "--dataset", tiny, "--out", tiny / "none")
    assert said.status == 0
    assert said.out.startswith("harbour2021-03\n")
    assert said.out.endswith("No report has been rendered: where it is printed is not known\n")


def test_a_step_that_fails_gives_the_cursor_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, which the line of the steps hides it from while it is shown."""
    shown = io.StringIO()
    terminal = Console(file=shown, force_terminal=True, _environ={"TERM": "xterm"})
    monkeypatch.setattr(console, "out", terminal)
    monkeypatch.setattr(console, "spinner", terminal.status(""))
    with pytest.raises(ReportError), console.step("read"):
        raise ReportError(())
    assert shown.getvalue().rindex("\x1b[?25h") > shown.getvalue().rindex("\x1b[?25l")


ADDITIONS = {"data/more.csv": "a,b\n", "seeds/quay2026.yaml": "id: quay2026\n"}


@pytest.mark.parametrize("name", ADDITIONS)
def test_trace_of_a_report_from_before_a_file_was_added(
    run: Run, tiny: Path, rendered: Path, name: str
) -> None:
    """It is of other data as well."""
    assert not show.outdated(tiny, rendered)
    (tiny / name).write_text(ADDITIONS[name], "utf-8")
    assert show.outdated(tiny, rendered)


def test_trace_of_a_report_on_other_data(run: Run, tiny: Path, rendered: Path) -> None:
    """It says that the places may not be the dataset's."""
    claims = tiny / "data/claims.csv"
    claims.write_text(claims.read_text("utf-8").replace("exact,44", "exact,44"), "utf-8")
    assert run("trace", "44", "--dataset", tiny, "--out", rendered).err == ""
    listing = rendered / "manifest.json"
    listing.write_text(listing.read_text("utf-8").replace('claims.csv": "', 'claims.csv": "0'))
    said = run("trace", "44", "--dataset", tiny, "--out", rendered)
    assert (said.status, "made from other data" in said.err) == (0, True)


@pytest.mark.parametrize(
    ("query", "near"),
    [("harbour2021-93", "harbour2021-03"), ("$9.5 million", "over $8.5 million"), ("", "an id")],
)
def test_trace_of_the_unknown(run: Run, tiny: Path, query: str, near: str) -> None:
    """Exit status 1, with what is near."""
    said = run("trace", query, "--dataset", tiny, "--out", tiny / "none")
    assert said.status == 1
    assert near in said.err


@pytest.mark.parametrize(
    "lineage", ["", "{", "[1]", '[{"kind": "n"}]', "\x00", '{"a": 1}', "[" * 100_000], ids=range(7)
)
def test_trace_of_a_damaged_lineage(run: Run, tiny: Path, rendered: Path, lineage: str) -> None:
    """Exit status 1, and what to do."""
    (rendered / "downloads/lineage.json").write_text(lineage, "utf-8")
    said = run("trace", "44", "--dataset", tiny, "--out", rendered)
    assert said.status == 1
    assert "no readable lineage. Render the report again" in said.err
