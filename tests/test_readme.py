"""The commands of README.md: there, and working as written."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from analysis import spans, tables
from analysis.dataset import Dataset, load
from analysis.edition import seal
from report.release import edition_csv

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
SET_UP = "python3 -m pip install uv && "
# Not run here: what sets up the machine, asks for packages, or is this very test run.
ELSEWHERE = {
    "pipx install uv && uv run report": "installs uv with pipx",
    "python3 .ci/pins.py": "asks the package index",
    "python3 -m pip install uv && uv run pytest": "runs these tests",
    "SEED_TEXTS=DIR uv run pytest": "runs these tests",
    "python3 -m pip install uv && uv run report": "see test_the_first_command_gives_the_same_bytes",
    "uv run report watch": "goes on until it is stopped: see test_watch.py",
}
RUN = [command for command in COMMANDS if command not in ELSEWHERE]
# Renders that are tried on a small dataset; the first command renders the real one.
ANY = ("uv run report --to html", "uv run report --since OLD")
COPIED = ("analysis", "data", "report", "seeds", "pyproject.toml", "CHANGELOG.md")
LEFT_OUT = shutil.ignore_patterns("_output", "_cache", ".quarto", "_environment", "text")
TINY = ROOT / "tests/data/tiny"
PAGE, PRINT = "report/_output/report.html", "report/_output/report.pdf"
LISTED = ("report/_output/manifest.json", "report/_output/downloads")
MADE = {
    "uv run report --to html": (PAGE, *LISTED),
    "uv run report new dataset NEW": ("NEW/data/datapackage.json", "NEW/README.md"),
    "uv run report --dataset NEW": tuple(f"NEW/{name}" for name in (PAGE, PRINT, *LISTED)),
    "uv run report --since OLD": (PAGE, PRINT, *LISTED),
    "uv run --extra quarto quarto render report": (PAGE, PRINT),
    "uv run --extra quarto report --engine quarto": (PAGE, PRINT, *LISTED),
}


def needs_git(command: str, copy: Path) -> None:
    """The data as an edition in git, where a release looks for it, and something new to release."""
    if command.endswith("report release"):
        (copy / "CHANGELOG.md").write_text("# Unreleased\n\n## Software\n\n- New.\n", "utf-8")
        table, descriptor = copy / "data/edition.csv", copy / "data/datapackage.json"
        table.write_text(edition_csv(load(copy, validate=False)), "utf-8")
        described, written = descriptor.read_text("utf-8"), seal(table.read_text("utf-8"))
        descriptor.write_text(re.sub(r"sha256:\w+", written, described), "utf-8")
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
        for words in (["init", "-q"], ["add", "data", "seeds"], ["commit", "-q", "-m", "Edition"]):
            subprocess.run([*git, *words], cwd=copy, check=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without what a run writes; the dataset again in a folder OLD, another in NEW."""
    place = tmp_path / "the project"
    place.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=LEFT_OUT)
        else:
            shutil.copy(ROOT / name, place / name)
    for name in ("data", "seeds"):
        shutil.copytree(place / name, place / "OLD" / name)
    return place


def needs_dataset(command: str, copy: Path) -> None:
    """The dataset that an earlier command of README.md writes; a small one where any will do."""
    if command.endswith("--dataset NEW"):
        shutil.copytree(TINY, copy / "NEW")
    if command in ANY:
        for place, name in product((copy, copy / "OLD"), ("data", "seeds")):
            shutil.rmtree(place / name)
            shutil.copytree(TINY / name, place / name)


def here(command: str) -> list[str]:
    """A command with `uv run` replaced by the scripts of the environment the tests run in."""
    words = shlex.split(command.removeprefix(SET_UP))
    assert words[:2] == ["uv", "run"], f"no way to run {command!r} offline"
    words = words[4:] if words[2] == "--extra" else words[2:]
    inside = Path(sys.executable).parent / words[0]
    return [str(inside) if inside.exists() else words[0], *words[1:]]


def run(
    command: str, copy: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """What a command does in a copy of the project, with its code."""
    own = {"PYTHONPATH": str(copy), "QUARTO_PYTHON": sys.executable}
    return subprocess.run(
        here(command),
        cwd=copy,
        env={**environment, **own},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def needs_texts(command: str) -> str:
    """A command on the articles' texts, with their folder; skipped where they are not at hand."""
    if "--texts DIR" not in command:
        return command
    texts = Path(os.environ.get("SEED_TEXTS", ROOT / "seeds/text")).resolve()
    if not list(texts.glob("*.txt")):
        pytest.skip("the articles are not at hand: name their folder in SEED_TEXTS")
    return command.replace("DIR", shlex.quote(str(texts)))


def needs_quarto(command: str) -> None:
    """Skip a command that needs Quarto where it, or what runs cells for it, is missing."""
    if "quarto" not in command:
        return
    if shutil.which("quarto") is None:
        pytest.skip("quarto is not on PATH")
    if importlib.util.find_spec("ipykernel") is None:
        pytest.skip("the extra quarto is not installed: no ipykernel")


def test_set_up_commands_are_there() -> None:
    """The report and the tests are one command each, in the first screen."""
    first_screen = README.splitlines()[:24]
    assert SET_UP + "uv run report" in first_screen
    assert SET_UP + "uv run pytest" in first_screen


def test_the_finding_is_the_dataset_s(real: Dataset) -> None:
    """The first screen's span is the only one of people killed that two articles make."""
    killed = spans.spans(real, "casualties").query("kind == 'span' and quantity == 'killed'")
    (found,) = killed.to_dict("records")
    assert found["event"] == "first_war"
    words = tables.number_words(found, real)
    sentence = next(line for line in README.splitlines() if "from lowest to highest" in line)
    assert f"two of the five articles give a number, {words} from lowest to highest" in sentence
    assert (len(found["claims"]), len(real.seeds)) == (2, 5)


def test_the_chart_is_the_report_s(rendered: Path) -> None:
    """The drawing at the top of README.md is the one that a render writes; copy it when it changed."""
    drawn = (rendered / "downloads/fig-killed.svg").read_bytes()
    assert (ROOT / "report/front.svg").read_bytes() == drawn
    assert "](report/front.svg)" in "\n".join(README.splitlines()[:8])


def test_who_corrects_a_figure_is_told_of_the_chart() -> None:
    """Which file to copy where, in that recipe."""
    recipe = README.partition("**Correct a figure.**")[2].partition("\n**")[0]
    assert "copy `report/_output/downloads/fig-killed.svg` to `report/front.svg`" in recipe


def test_commands_left_to_other_places_are_still_there() -> None:
    """The list of commands that are not run here holds no stale one."""
    assert set(ELSEWHERE) <= set(COMMANDS)
    assert set(MADE) <= set(RUN)


def test_the_first_command_gives_the_same_bytes(copy: Path, rendered: Path, tmp_path: Path) -> None:
    """In another folder, in another process, with another hash seed, time zone and locale."""
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C",
           "LANG": "tr_TR.UTF-8", "REPORT_CACHE": str(tmp_path)}  # fmt: skip
    env.pop("REPORT_DATASET", None)
    ran = run(SET_UP + "uv run report", copy, env)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [name for name in (PAGE, PRINT, *LISTED) if not (copy / name).exists()] == []
    first, second = (files(folder) for folder in (rendered, copy / "report/_output"))
    assert {*first} == {*second}
    assert [name for name in first if first[name] != second[name]] == []


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that is no link, by its name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("command", RUN)
def test_command_works(command: str, copy: Path, rendered: Path, drawings_kept: Path) -> None:
    """Run as written, in a copy of the project, it succeeds and writes what README.md says."""
    needs_quarto(command)
    needs_dataset(command, copy)
    needs_git(command, copy)
    command = needs_texts(command)
    if "--report" in command:
        shutil.copytree(rendered, copy / "report/_output")
    ran = run(command, copy, {**os.environ, "REPORT_CACHE": str(drawings_kept)})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    missing = [name for name in MADE.get(command, ()) if not (copy / name).exists()]
    assert not missing, ran.stdout + ran.stderr


def test_files_named_are_there() -> None:
    """Each file or folder of the project that README.md names is there."""
    named = re.findall(r"`((?:analysis|data|report|seeds|tests|\.ci)/[\w./-]*)`", README)
    placed = [name for name in named if "_output" not in name and "CITEKEY" not in name]
    assert placed
    assert [name for name in placed if not (ROOT / name).exists()] == []
