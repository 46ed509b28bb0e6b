"""How long a cold `report render` takes as a multiple of its floor, and what others take of it.

Run: `uv run python tests/benchmarks/render.py [--runs N] [--against REV]`. The default tests do not
collect it.

The floor is what no render can do without: one fresh process that

1. imports the heavy libraries,
2. loads the report's finished Figures and saves each once as SVG, the one picture format that the
   page and the print version share,
3. runs pandoc with citeproc and the report's style of citation on the final Markdown, once to HTML
   and once to Typst, without the engine's filter and templates,
4. sets the print version once with Typst.

The Figures, the Markdown and the print version's source are made beforehand, outside the clock.
The engine takes the pictures out of the Markdown before pandoc reads it. The floor's pandoc reads
the same text without them: reading them would make the floor higher and the ratio lower.
Figures are kept by pickle, which takes no lambda: formatters of ticks that are one are replaced by
the labels that they give.

The cold render is the installed console script in a fresh process that writes to a new folder.
"Cold" is the process: the computer's file cache is warm for both.
Both are timed from outside, start of the interpreter included, one after the other in each run.
Seconds depend on the computer and on what else it does, so the ratio is what counts: of wall time,
and of processor time (user and system, all child processes included), which other programs disturb
less. The floor does one thing after the other; the render makes page and PDF side by side.

Each run goes on to what should cost a part of the cold render: one with the drawings kept, one with
nothing changed, and a row edited under `report watch`, from the edit until the page served has it:
once its note, and once its figure, which is drawn in charts.
With `--against` an earlier state of the project, a git revision, is rendered in turn on its own
dataset, and time and sizes are told as multiples of its.
"""

from __future__ import annotations

import argparse
import csv
import os
import pickle
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

AIM, LIMIT = 1.3, 1.6
EDIT_AIM, UNCHANGED_AIM = 0.25, 0.15
# How long `report watch` may take before it counts as broken, in seconds.
PATIENCE = 600.0
HEAVY = (
    "pandas",
    "matplotlib.figure",
    "seaborn",
    "frictionless",
    "IPython",
    "babel.numbers",
    "rich.console",
    "lxml.html",
)
STEP = re.compile(r"^(.+) … ([\d.]+) s$", re.MULTILINE)
KEPT = "floor.pickle"
Rows = Sequence[dict[str, str]]
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds of one process with its children, and of the steps it told."""

    wall: float
    cpu: float
    steps: dict[str, float]


@dataclass(frozen=True)
class Labels:
    """The labels of an axis's ticks, by their position."""

    texts: Sequence[str]

    def __call__(self, _: float, position: int | None) -> str:
        """As Matplotlib asks for a label."""
        return "" if position is None else self.texts[position]


def main() -> None:
    """Measure and print, or be the floor."""
    parser = argparse.ArgumentParser(description="A cold `report render` against its floor.")
    parser.add_argument("--runs", type=int, default=3, help="how often each is timed (default 3)")
    parser.add_argument("--against", metavar="REV", help="an earlier state: a git revision")
    parser.add_argument("--floor", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        floor(options.floor)
    elif options.runs < 1:
        parser.error("--runs needs at least 1")
    else:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            measure(Path(folder), options.runs)
            if options.against:
                compare(Path(folder), options.runs, options.against)


def compare(folder: Path, runs: int, revision: str) -> None:
    """Render an earlier state and this one in turns; print time and sizes as multiples."""
    before = folder / "before"
    before.mkdir()
    archive = ["git", "-C", str(ROOT), "archive", "--format=tar", revision]
    with subprocess.Popen(archive, stdout=subprocess.PIPE) as packed:
        subprocess.run(["tar", "-x", "-C", str(before)], stdin=packed.stdout, check=True)
    if packed.returncode:
        sys.exit(f"--against {revision}: git cannot read that revision")
    walls: dict[str, list[float]] = {name: [] for name in ("wall", "cpu")}
    for run in range(runs):
        old, new = (made(place, folder / f"{place.name}-{run}") for place in (before, ROOT))
        for name, values in walls.items():
            values.append(getattr(new, name) / getattr(old, name))
    say(f"\nThis state as a multiple of {revision}, each on its own dataset:")
    say(f"  {'wall time':<36}  {spread(walls['wall'], 2)}")
    say(f"  {'processor time':<36}  {spread(walls['cpu'], 2)}")
    for name in ("report.html", "report.pdf", "downloads"):
        old_size, new_size = (size(folder / f"{p.name}-0" / name) for p in (before, ROOT))
        sizes = f"{new_size / old_size:.2f} ({old_size:,} to {new_size:,} bytes)"
        say(f"  {f'size of {name}':<36}  {sizes}")


def made(place: Path, out: Path) -> Cost:
    """A render by the code in `place`, without drawings of an earlier one."""
    program = "from report.cli import main; main()"
    words = [sys.executable, "-c", program, "render", "--dataset", str(place), "--out", str(out)]
    return timed(words, PYTHONPATH=str(place), REPORT_CACHE=str(out.with_suffix(".kept")))


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def measure(folder: Path, runs: int) -> None:
    """Time floor and render in turns, and print the ratio and where the time goes."""
    say("Make what the floor starts from.")
    keep(folder)
    floors, renders = [], []
    shares: dict[str, list[float]] = {name: [] for name in SHARES}
    for run in range(runs):
        place = folder / f"run-{run}"
        copy_dataset(place)
        floors.append(timed([sys.executable, __file__, "--floor", str(folder)]))
        renders.append(rendered(place, "out"))
        shares["drawings kept"].append(rendered(place, "other").wall / renders[-1].wall)
        shares["nothing changed"].append(rendered(place, "other").wall / renders[-1].wall)
        for name, seconds in edited(place).items():
            shares[name].append(seconds / renders[-1].wall)
        pair = f"floor {floors[-1].wall:.1f} s, render {renders[-1].wall:.1f} s"
        say(f"Run {run + 1} of {runs}: {pair}.")
    say(summary(floors, renders))
    say("\nShares of the cold render, wall time:")
    for name, values in shares.items():
        say(f"  {name:<36}  {spread(values, 2)}")
    say(f"  (aims: nothing changed {UNCHANGED_AIM}, edited {EDIT_AIM})")


def copy_dataset(place: Path) -> None:
    """A copy of the dataset with a changelog that names every claim, so that any may be edited."""
    from analysis.folder import find

    for name in ("data", "seeds"):
        shutil.copytree(find() / name, place / name)
    with (place / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        ids = ", ".join(row["claim_id"] for row in csv.DictReader(file))
    (place / "CHANGELOG.md").write_text(f"# Unreleased\n\n## Data\n\n- {ids}\n", "utf-8")


def command(place: Path, name: str, out: str) -> list[str]:
    """The console script on the copy."""
    report = Path(sys.executable).with_name("report")
    return [str(report), name, "--dataset", str(place), "--out", str(place / out)]


def rendered(place: Path, out: str) -> Cost:
    """One render in a process of its own; drawings are kept beside the copy."""
    return timed(command(place, "render", out), REPORT_CACHE=str(place / "kept"))


def edited(place: Path) -> dict[str, float]:
    """Seconds from the edit of a row until the page that `report watch` serves has it."""
    environment = {**os.environ, "REPORT_CACHE": str(place / "kept"), "PYTHONUNBUFFERED": "1"}
    watch = [*command(place, "watch", "out"), "--port", "0", "--no-browser"]
    log, took = place / "log", {}
    with log.open("wb") as file:
        process = subprocess.Popen(watch, env=environment, stdout=file, stderr=file)
    try:
        address = awaited(lambda: re.findall(r"http://\S+", log.read_text("utf-8")))[0]
        # The first render loads what stays loaded.
        for number, name in enumerate(("", *EDITS)):
            begun = time.perf_counter()
            edit(place / "data/claims.csv", number, EDITS.get(name, note))
            await_page(address, f"edited-{number}")
            took[name] = time.perf_counter() - begun
            awaited(partial(tells, log, number + 1))
    finally:
        process.terminate()
        process.wait()
    return {name: took[name] for name in EDITS}


def edit(claims: Path, number: int, change: Callable[[Rows], dict[str, str]]) -> None:
    """Change a row and add a word to its note, by which the page is known to have it."""
    with claims.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = change(rows)
    row["note"] = f"{row['note'].partition(' edited-')[0]} edited-{number}"
    with claims.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def note(rows: Rows) -> dict[str, str]:
    """The first claim of an article that is printed with its note."""
    return next(row for row in rows if row["note"] and row["as_stated"])


def figure(rows: Rows) -> dict[str, str]:
    """The first reference claim of people killed, with one more of them."""
    wanted = {"as_stated": "", "quantity": "killed", "bound": "exact"}
    row = next(row for row in rows if row["value"] and wanted.items() <= row.items())
    row["value"] = str(int(row["value"]) + 1)
    return row


EDITS = {"note edited": note, "figure edited": figure}
SHARES = ("drawings kept", "nothing changed", *EDITS)


def await_page(address: str, word: str) -> None:
    """Wait until the page that is served has a word; as an open page does, told of each change."""
    with urlopen(f"{address}.events", timeout=PATIENCE) as events:
        for line in events:
            if line.startswith(b"data:") and word.encode() in urlopen(address).read():
                return
    sys.exit("report watch did not show the edit")


def tells(log: Path, times: int) -> bool:
    """Whether `report watch` has finished so many renders."""
    return log.read_text("utf-8").count("PDF and downloads") == times


def awaited(found: Callable[[], Any]) -> Any:
    """What is found, as soon as it is; looked for ten times a second."""
    last = time.monotonic() + PATIENCE
    while not (result := found()):
        if time.monotonic() > last:
            sys.exit("report watch did not answer in time")
        time.sleep(0.1)
    return result


def keep(folder: Path) -> None:
    """Make the final Markdown, the Figures and the print version's source with the engine."""
    import pypandoc

    from analysis.dataset import find, load
    from report import builtin, contents, document, publish
    from report.builtin import pandoc, reading, writing

    dataset = load(find())
    with document.about(dataset):
        prepared = builtin.prepare(publish.DOCUMENT)
    charts = [
        chart
        for key, made in contents.CHARTS.items()
        for chart in contents.charts_of(key, made.frame(dataset), dataset)
    ]
    work = pandoc.Work.of(prepared.path, prepared.front, prepared.lines, folder)
    kept = {
        "figures": [with_labels_kept(chart.figure) for chart in charts],
        "pandoc": str(Path(pypandoc.__file__).with_name("files") / "pandoc"),
        "markdown": work.markdown,
        "folder": str(publish.DOCUMENT.parent),
        "csl": str(publish.DOCUMENT.parent / prepared.front.at("csl")),
        "source": str(writing.print_source(work, reading.read(work), work.drawn)),
        "standards": prepared.front.texts("format", "typst", "pdf-standard"),
        "timestamp": prepared.front.timestamp,
    }
    (folder / KEPT).write_bytes(pickle.dumps(kept))


def with_labels_kept(figure: Any) -> Any:
    """The Figure with the labels of its ticks instead of functions that make them."""
    from matplotlib.ticker import FuncFormatter

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            made = axis.get_major_formatter()
            if isinstance(made, FuncFormatter):
                labels = Labels(made.format_ticks(axis.get_majorticklocs()))
                axis.set_major_formatter(FuncFormatter(labels))
    return figure


def floor(folder: Path) -> None:
    """What no render can do without."""
    with step("load the libraries"):
        for name in HEAVY:
            import_module(name)
    with step("save the figures"):
        kept = pickle.loads((folder / KEPT).read_bytes())
        save_figures(kept["figures"], folder)
    with step("pandoc to HTML"):
        pandoc_to("html5", kept, folder)
    with step("pandoc to Typst"):
        pandoc_to("typst", kept, folder)
    with step("set the PDF"):
        typeset(kept, folder)


def save_figures(figures: Sequence[Any], folder: Path) -> None:
    """Save each Figure once as SVG under the settings that the report draws with."""
    from analysis import charts

    for number, figure in enumerate(figures):
        with charts.drawing():
            figure.savefig(folder / f"{number}.svg", metadata={"Date": None, "Creator": None})


def pandoc_to(to: str, kept: dict[str, Any], folder: Path) -> None:
    """Run pandoc once; cross-references, which the engine's filter resolves, are left as they are."""
    command = [
        *(kept["pandoc"], "--from=markdown", f"--to={to}", "--standalone"),
        *("--wrap=none", "--quiet", "--citeproc", f"--csl={kept['csl']}"),
        f"--output={folder / f'floor.{to}'}",
    ]
    subprocess.run(command, input=kept["markdown"].encode(), cwd=kept["folder"], check=True)


def typeset(kept: dict[str, Any], folder: Path) -> None:
    """Set the print version with the settings that the engine uses."""
    import typst

    made = typst.compile(
        kept["source"],
        root=str(folder),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=kept["standards"],
        timestamp=kept["timestamp"],
    )
    (folder / "floor.pdf").write_bytes(made)


def timed(command: Sequence[str], **environment: str) -> Cost:
    """Run a command to its end; its output is shown only if it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, {name: float(seconds) for name, seconds in STEP.findall(done.stdout)})


def summary(floors: Sequence[Cost], renders: Sequence[Cost]) -> str:
    """Medians, spreads and ratios, then the steps of both."""
    lines = ["", "seconds, median (lowest to highest)     wall                   processor"]
    for name, costs in (("floor", floors), ("render", renders)):
        wall, cpu = spread([c.wall for c in costs]), spread([c.cpu for c in costs])
        lines.append(f"  {name:<36}  {wall:<21}  {cpu}")
    walls = [r.wall / f.wall for f, r in zip(floors, renders, strict=True)]
    cpus = [r.cpu / f.cpu for f, r in zip(floors, renders, strict=True)]
    lines.append(
        f"  {'render ÷ floor, of each run':<36}  {spread(walls, 2):<21}  {spread(cpus, 2)}"
    )
    lines += ["", f"Ratio of wall time: {median(walls):.2f} (aim {AIM}, at most {LIMIT})."]
    for name, costs in (("floor", floors), ("render", renders)):
        lines += ["", f"Steps of the {name}, wall seconds:"]
        lines += [
            f"  {step:<36}  {spread([c.steps[step] for c in costs])}" for step in costs[0].steps
        ]
    return "\n".join(lines)


def spread(values: Sequence[float], digits: int = 1) -> str:
    """A median with the lowest and the highest value."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


@contextmanager
def step(name: str) -> Any:
    """Say how long something took, as the command does."""
    begun = time.perf_counter()
    yield
    say(f"{name} … {time.perf_counter() - begun:.1f} s")


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
