"""`report watch`: what it serves, what a change does, what it says of a broken row, how it ends."""

from __future__ import annotations

import gc
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from analysis.errors import ReportError
from report.watch import loop
from report.watch.server import Live
from report.watch.worker import Job

ROOT = Path(__file__).resolve().parent.parent
TINY = Path(__file__).parent / "data/tiny"
PROGRAM = "from report.cli import main; main()"
SOON = 90.0  # seconds; a machine that is busy with other tests takes its time


@dataclass
class Watching:
    """A running `report watch` on a copy of the project and of the tiny dataset."""

    place: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        """What it has printed."""
        return (self.place / "log").read_text("utf-8")

    @property
    def port(self) -> int:
        """Where it serves."""
        return int(re.findall(r"http://127\.0\.0\.1:(\d+)/", self.said)[-1])

    def ask(self, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
        """Status and content of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def page(self) -> str:
        """The page as it is served."""
        return self.ask("/")[1].decode("utf-8")

    def state(self) -> dict[str, str]:
        """What the page is told when it asks for events."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        connection.request("GET", "/.events")
        line = connection.getresponse().readline()
        connection.close()
        return dict(json.loads(line.removeprefix(b"data: ")))

    def edit(self, name: str, old: str, new: str) -> None:
        """Change one place of a file as an editor does: write another file and rename it."""
        path = self.place / name
        text = path.read_text("utf-8")
        assert old in text
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(text.replace(old, new), "utf-8")
        beside.replace(path)

    def until(self, found: Callable[[], object]) -> None:
        """Wait until something is so."""
        last = time.monotonic() + SOON
        while not found():
            assert time.monotonic() < last, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.05)


def started(place: Path, *options: str, within: Sequence[str] = ()) -> Watching:
    """`report watch` with the code and dataset in a folder; `within`: what runs the command."""
    env = {
        **os.environ,
        "PYTHONPATH": str(place),
        "REPORT_CACHE": str(place / "kept"),
        "TMPDIR": str(place / "temporary"),
        "PYTHONUNBUFFERED": "1",
    }
    options = ("watch", "--dataset", "tiny", "--out", "out", "--no-browser", *options)
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [*within, sys.executable, "-c", PROGRAM, *options],
            cwd=place, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    return Watching(place, process)


def copied(place: Path) -> Path:
    """A copy of the project's code, and of the tiny dataset."""
    ignored = shutil.ignore_patterns("__pycache__", "_output", "_cache", ".*")
    for name in ("analysis", "report"):
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    (place / "data").mkdir()
    shutil.copy(ROOT / "data/datapackage.json", place / "data")  # the schema
    shutil.copytree(TINY, place / "tiny")
    (place / "temporary").mkdir()
    return place


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    """One process for all tests, once it has rendered."""
    running = started(copied(tmp_path_factory.mktemp("watching")), "--port", "0")
    try:
        running.until(lambda: "PDF and downloads are up to date" in running.said)
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_the_page_reloads_itself_only_where_it_is_served(watching: Watching) -> None:
    """The script is in the copy that is served; the written file is without it."""
    written = (watching.place / "out/report.html").read_text("utf-8")
    assert "EventSource" not in written
    before, _, after = watching.page().partition('<script data-page="')
    assert "EventSource" in after
    assert written.startswith(before)


FILES = [
    ("/", 200), ("/report.html", 200), ("/report.pdf", 200), ("/manifest.json", 200),
    ("/downloads/lineage.json", 200), ("/downloads", 404), ("/downloads/", 404), ("/log", 404),
    ("/../log", 404), ("/%2e%2e/log", 404), ("/downloads/../../log", 404), ("//etc/passwd", 404),
    ("/..%2ftiny/data/claims.csv", 404), ("/report.html%00", 404), ("/tiny/data/claims.csv", 404),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status"), FILES)
def test_only_files_of_the_report_are_served(watching: Watching, path: str, status: int) -> None:
    """By their exact names."""
    assert watching.ask(path)[0] == status


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "localhost:1", "evil.localhost"])
def test_another_host_is_refused(watching: Watching, host: str) -> None:
    """A page of another site that rebinds its name to this computer reads nothing."""
    assert watching.ask("/", host)[0] == 403
    assert watching.ask("/.events", host)[0] == 403


def test_nothing_is_changed_by_asking(watching: Watching) -> None:
    """Only GET and HEAD are answered; HEAD without content."""
    assert watching.ask("/report.pdf", method="HEAD") == (200, b"")
    assert watching.ask("/", method="POST")[0] == 501


def test_only_this_computer_is_served(watching: Watching) -> None:
    """The port is open on the loopback address alone."""
    rows = Path("/proc/net/tcp")
    if not rows.exists():
        pytest.skip("this system does not list its ports in /proc/net/tcp")
    wanted = f":{watching.port:04X}"
    local = [line.split()[1] for line in rows.read_text("utf-8").splitlines()[1:]]
    assert {place for place in local if place.endswith(wanted)} == {f"0100007F{wanted}"}


def test_an_edited_row_reaches_the_page(watching: Watching) -> None:
    """The page first, then PDF and downloads, of one edition."""
    done = watching.said.count("PDF and downloads are up to date")
    watching.edit("tiny/data/events.csv", "Season", "Quiet season")
    watching.until(lambda: "Quiet season" in watching.page())
    watching.until(lambda: watching.said.count("PDF and downloads are up to date") > done)
    assert "Quiet season" in (watching.place / "out/report.html").read_text("utf-8")


def test_a_broken_row_is_named_and_the_last_report_stays(watching: Watching) -> None:
    """In the page, as text, and in the terminal; gone once it is mended."""
    before = (watching.place / "out/manifest.json").read_bytes()
    watching.edit("tiny/data/claims.csv", "exact,44", "<b>exakt</b>,44")
    watching.until(lambda: watching.state()["problems"])
    problems = watching.state()["problems"]
    assert "data/claims.csv, row 3, column bound" in problems
    assert "<b>exakt</b>" in problems
    assert problems.endswith("The last report stays.")
    assert "data/claims.csv, row 3, column bound" in watching.said
    assert (watching.place / "out/manifest.json").read_bytes() == before
    assert "Quiet season" in watching.page() or "Season" in watching.page()
    watching.edit("tiny/data/claims.csv", "<b>exakt</b>,44", "exact,44")
    watching.until(lambda: not watching.state()["problems"])


def test_edited_code_is_run(watching: Watching) -> None:
    """By a new process: the old one has the old modules."""
    watching.edit("analysis/counts.py", "This section rests on", "All of this rests on")
    watching.until(lambda: "All of this rests on" in watching.page())


def test_code_that_cannot_be_loaded_is_named_once(watching: Watching) -> None:
    """File and line, in the page and the terminal; it is loaded once it is mended."""
    name, sound, broken = "analysis/aid.py", "import pandas as pd", "from x from y"
    lines = (watching.place / name).read_text("utf-8").splitlines()
    place = f"{name}, line {lines.index(sound) + 1}: cannot be loaded: SyntaxError: invalid syntax"
    done = watching.said.count("PDF and downloads are up to date")
    watching.edit(name, sound, broken)
    watching.until(lambda: watching.state()["problems"])
    assert watching.state()["problems"].startswith(f"{place}. Mend it")
    renderer = children(watching.process.pid)
    time.sleep(1)
    assert children(watching.process.pid) == renderer
    assert watching.said.count(place) == 1
    assert "Traceback" not in watching.said
    watching.edit(name, broken, sound)
    watching.until(lambda: not watching.state()["problems"])
    watching.until(lambda: watching.said.count("PDF and downloads are up to date") > done)


def test_a_process_that_dies_is_told_and_replaced_at_the_next_change(watching: Watching) -> None:
    """As where memory runs out: page and terminal say so, and nothing is started for nothing."""
    (renderer,) = {child for child in children(watching.process.pid) if os.getpgid(child) == child}
    os.kill(renderer, signal.SIGKILL)
    watching.until(lambda: watching.state()["problems"])
    told = "The process that renders: has ended, killed by signal 9. A new one starts"
    assert watching.state()["problems"].startswith(told)
    time.sleep(1)
    assert watching.said.count(told) == 1
    assert not {child for child in children(watching.process.pid) if os.getpgid(child) == child}
    watching.edit("tiny/data/actors.csv", "Both quays", "Each of both quays")
    watching.until(lambda: "Each of both quays" in watching.page())
    assert not watching.state()["problems"]


def test_a_browser_sees_it(watching: Watching) -> None:
    """The open page reloads; problems lie over it as text, and go."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: uv sync")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is missing: install it, or name it in CHROMIUM")
    with playwright.sync_playwright() as found:
        browser = found.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(SOON * 1000)
        page.goto(f"http://127.0.0.1:{watching.port}/")
        watching.edit("tiny/data/places.csv", "Harbour", "Old harbour")
        page.get_by_text("Old harbour").first.wait_for(state="attached")
        watching.edit("tiny/data/claims.csv", "exact,44", "<img src=x>,44")
        overlay = page.locator("#report-problems")
        overlay.wait_for()
        assert "found '<img src=x>'" in overlay.inner_text()
        assert overlay.locator("img").count() == 0
        assert page.get_by_text("Old harbour").count() > 0
        watching.edit("tiny/data/claims.csv", "<img src=x>,44", "exact,44")
        overlay.wait_for(state="detached")
        browser.close()


def children(process: int) -> set[int]:
    """The processes of a session."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True
    )
    found = {int(line) for line in listed.stdout.split()}
    return found | {below for child in found for below in children(child)}


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_the_end_leaves_nothing(tmp_path: Path, ending: signal.Signals) -> None:
    """In the middle of a render: no process, no open port, no temporary folder; exit status 0."""
    running = started(copied(tmp_path), "--port", "0")
    try:
        running.until(lambda: any((tmp_path).glob(".rendering-*")))
        port, below = running.port, children(running.process.pid)
        assert below
        running.process.send_signal(ending)
        assert running.process.wait(SOON) == 0
    finally:
        running.process.kill()
    assert running.said.endswith("Stopped.\n")
    assert list(tmp_path.glob(".rendering-*")) == []
    assert list((tmp_path / "temporary").iterdir()) == []
    gone = time.monotonic() + SOON
    while any(Path(f"/proc/{child}").exists() for child in below):
        assert time.monotonic() < gone
        time.sleep(0.05)
    with socket.socket() as tried, pytest.raises(OSError, match="refused"):
        tried.connect(("127.0.0.1", port))


def test_an_interrupt_ends_it_in_the_background_too(tmp_path: Path) -> None:
    """Where a shell has it started with interrupts ignored."""
    ignoring = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
    running = started(copied(tmp_path), "--port", "0", within=ignoring)
    try:
        running.until(lambda: "stop with Ctrl-C" in running.said)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(SOON) == 0
    finally:
        running.process.kill()
    assert running.said.endswith("Stopped.\n")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """Exit status 1; the message names the port and the flag."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = started(copied(tmp_path), "--port", str(port))
        assert running.process.wait(SOON) == 1
    assert f"port {port}: cannot be served on" in running.said
    assert "--port" in running.said
    assert "Traceback" not in running.said


def test_who_watches_for_days_looks_through_its_memory(tmp_path: Path) -> None:
    """What other commands leave to their end would never be freed."""
    gc.disable()
    try:
        with pytest.raises(ReportError, match="port 70000"):
            loop.watch(TINY, tmp_path, None, 70_000, print, print, print)
        assert gc.isenabled()
    finally:
        gc.enable()


def test_the_script_stands_in_a_page_of_any_kind() -> None:
    """Before the end of the body, the last one where a text speaks of it; there may be none."""
    live = Live()
    assert b"There is no report yet" in live.page()
    live.show(b"<p>&lt;/body> </body> is an end tag</p></body></html>")
    page = live.page()
    assert page.endswith(b"</script>\n</body></html>")
    assert page.count(b"<script") == 1


@pytest.mark.parametrize("told", ['</script><img src=x onerror="alert(1)">', "\u2028\n\ndata: x"])
def test_problems_stay_inside_their_event(told: str) -> None:
    """One line of JSON, whatever the text of the dataset holds."""
    live = Live()
    live.tell(told)
    state: Any = next(live.states())
    assert "\n" not in state
    assert json.loads(state)["problems"] == told


class Asked(Exception):
    """A render was asked for."""


class Waiting:
    """A worker that renders nothing and tells nothing; at some looks for news, files are edited."""

    edits: Mapping[int, Callable[[], object]] = MappingProxyType({})

    def __init__(self, job: Job):
        self.looks = 0

    def render(self) -> None:
        raise Asked

    def news(self) -> list[tuple[str, object]]:
        self.looks += 1
        assert self.looks < 100, "no render was asked for"
        if self.looks in self.edits:
            self.edits[self.looks]()
        return []


def test_an_edit_before_the_files_are_watched_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last report is shown, a row is edited at that moment, and a render follows."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (tmp_path / "report.html").write_text("<html></html>", "utf-8")
    monkeypatch.setattr(loop, "Worker", Waiting)
    monkeypatch.setattr(loop.manifest, "is_current", lambda *_: True)

    class Edited(Live):
        def show(self, page: bytes) -> None:
            claims = folder / "data/claims.csv"
            claims.write_text(claims.read_text("utf-8").replace("exact,44", "exact,45"), "utf-8")

    said: list[str] = []
    job = Job(folder, tmp_path, None, tmp_path)
    with pytest.raises(Asked):
        loop.Loop(job, Edited(), said.append, lambda *_: None).run()
    assert said == ["Changed: data/claims.csv"]


def asked_after(
    edits: Mapping[int, Callable[[], object]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """What is said until a render of a dataset is asked for, whose last report is up to date."""
    said: list[str] = []
    (folder / "report.html").write_text("<html></html>", "utf-8")
    monkeypatch.setattr(loop, "Worker", Waiting)
    monkeypatch.setattr(Waiting, "edits", edits)
    monkeypatch.setattr(loop.manifest, "is_current", lambda *_: True)
    watched = loop.Loop(Job(folder, folder, None, folder), Live(), said.append, lambda *_: None)
    with pytest.raises(Asked):
        watched.run()
    return said


def test_an_edit_of_the_changelog_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check reads it: the line that it asked for must be noticed."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    edits = {5: lambda: (folder / "CHANGELOG.md").write_text("# Unreleased\n", "utf-8")}
    assert asked_after(edits, folder, monkeypatch) == ["Changed: CHANGELOG.md"]


def test_a_folder_in_the_place_of_another_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted and made anew, as git and programs that unpack do: what is edited in it is seen."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))

    def replaced() -> None:
        shutil.copytree(folder / "data", folder / "copy")
        shutil.rmtree(folder / "data")
        (folder / "copy").rename(folder / "data")

    edits = {5: replaced, 15: lambda: (folder / "data/events.csv").write_text("event\n", "utf-8")}
    assert asked_after(edits, folder, monkeypatch) == ["Changed: data/events.csv"]
