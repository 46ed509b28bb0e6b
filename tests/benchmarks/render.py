"""How long a cold `report render` takes, as a multiple of its floor.

Run: `uv run python tests/benchmarks/render.py [--runs N]`. The default tests do not collect it.

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
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

AIM, LIMIT = 1.3, 1.6
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
    parser.add_argument("--floor", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        floor(options.floor)
    elif options.runs < 1:
        parser.error("--runs needs at least 1")
    else:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            measure(Path(folder), options.runs)


def measure(folder: Path, runs: int) -> None:
    """Time floor and render in turns, and print the ratio and where the time goes."""
    say("Make what the floor starts from.")
    keep(folder)
    report = Path(sys.executable).with_name("report")
    floors, renders = [], []
    for run in range(runs):
        floors.append(timed([sys.executable, __file__, "--floor", str(folder)]))
        renders.append(timed([str(report), "render", "--out", str(folder / f"out-{run}")]))
        pair = f"floor {floors[-1].wall:.1f} s, render {renders[-1].wall:.1f} s"
        say(f"Run {run + 1} of {runs}: {pair}.")
    say(summary(floors, renders))


def keep(folder: Path) -> None:
    """Make the final Markdown, the Figures and the print version's source with the engine."""
    import pypandoc

    from analysis.dataset import find, load
    from report import builtin, document, publish
    from report.builtin import pandoc

    dataset = load(find())
    with document.about(dataset):
        prepared = builtin.prepare(publish.DOCUMENT)
    report = document.Report(dataset)
    charts = [report.draw(key) for key in (*document.CHARTS, "timeline")]
    work = pandoc.Work.of(prepared.path, prepared.front, prepared.lines, folder)
    kept = {
        "figures": [with_labels_kept(chart.figure) for chart in charts if chart],
        "pandoc": str(Path(pypandoc.__file__).with_name("files") / "pandoc"),
        "markdown": work.markdown,
        "folder": str(publish.DOCUMENT.parent),
        "csl": str(publish.DOCUMENT.parent / prepared.front.at("csl")),
        "source": str(pandoc.print_source(work)),
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


def timed(command: Sequence[str]) -> Cost:
    """Run a command to its end; its output is shown only if it fails."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
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
