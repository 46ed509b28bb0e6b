"""How time and memory of the check and of the tables grow with the number of claims.

Run: `uv run python tests/benchmarks/scale.py [--claims 10000 100000 1000000] [--seed N]`.
The default tests do not collect it.

Each size is a synthetic dataset (synthetic.py), written outside the clock. Measured on it, one
after the other, each in a fresh process from the start of the interpreter to its end:

- frictionless: its own validation of claims.csv under the schema of the dataset's descriptor,
- check: `report check`,
- tables: every table of `report.contents.LISTINGS`, each set and let go before the next; before
  that it reads the dataset without checking it,
- render: `report render`, page and PDF. Only of a thousand claims, which is more than a page can
  reasonably hold: every claim has its entry in the register.

Seconds depend on the computer: the ratios of one run are what counts. They are of processor time,
user and system, which what else the computer does disturbs less; none of these uses two processors
but the render. Memory is the most that the process held at once.
Growth is the slope of time against claims, both as logarithms, by least squares over all sizes: 1
where twice the claims take twice the time. It is also told from the last size but one to the last,
where the start of a process weighs least.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression

import synthetic

SIZES = (10_000, 100_000, 1_000_000)
RENDERED = 1000
# The most that each may be.
CHECK_TO_FRICTIONLESS, TABLES_TO_CHECK, GROWTH, MEMORY = 1.5, 1.0, 1.1, 3.0
GIBIBYTE = 1 << 30


@dataclass(frozen=True)
class Cost:
    """Processor and wall seconds, and the most memory in GiB, of one process."""

    seconds: float
    wall: float
    memory: float


Costs = Mapping[int, Mapping[str, Cost]]


def main() -> None:
    """Measure and print, or be one of what is measured."""
    parser = argparse.ArgumentParser(description="Time and memory by the number of claims.")
    parser.add_argument("--claims", type=int, nargs="+", default=SIZES, help="the sizes")
    parser.add_argument("--seed", type=int, default=0, help="of chance (default 0)")
    parser.add_argument("--be", choices=("frictionless", "tables"), help=argparse.SUPPRESS)
    parser.add_argument("--dataset", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.be:
        {"frictionless": frictionless, "tables": tables}[options.be](options.dataset)
    else:
        measure(sorted(options.claims), options.seed)


def frictionless(folder: Path) -> None:
    """Validate claims.csv as frictionless does by itself."""
    from frictionless import Package

    report = Package(str(folder / "data/datapackage.json")).get_resource("claims").validate()
    if not report.valid:
        sys.exit(str(report.flatten(["message"])[:3]))


def tables(folder: Path) -> None:
    """Set every table of the report."""
    from analysis.dataset import load
    from report.cli import keep_memory
    from report.contents import LISTINGS

    keep_memory()  # as the command does
    dataset = load(folder, validate=False)
    computing = setting = 0.0
    for key, listing in LISTINGS.items():
        begun = time.perf_counter()
        frame = listing.frame(dataset)
        computed = time.perf_counter()
        rows = len(listing.table(frame, dataset).rows)
        done = time.perf_counter()
        computing, setting = computing + computed - begun, setting + done - computed
        say(f"    {key}: {rows} rows, {computed - begun:.1f} s + {done - computed:.1f} s")
    say(f"    all rows computed in {computing:.1f} s, set as cells in {setting:.1f} s")


def measure(sizes: Sequence[int], seed: int) -> None:
    """Measure each size and print what was found."""
    found: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        for claims in (RENDERED, *sizes):
            folder = Path(name, str(claims))
            write(folder, claims, seed)
            commands = commands_on(folder)
            wanted = ["render"] if claims == RENDERED else ["frictionless", "check", "tables"]
            found[claims] = {what: cost(claims, what, commands[what]) for what in wanted}
    del found[RENDERED]
    say("\n".join(summary(found)))


def write(folder: Path, claims: int, seed: int) -> None:
    """Write a synthetic dataset, in a process of its own.

    The system counts what this one holds as held by each process that it starts.
    """
    how = ["--claims", str(claims), "--seed", str(seed)]
    subprocess.run([sys.executable, synthetic.__file__, str(folder), *how], check=True)


def commands_on(folder: Path) -> dict[str, list[str]]:
    """What is measured, as commands."""
    report = str(Path(sys.executable).with_name("report"))
    own = [sys.executable, __file__, "--dataset", str(folder), "--be"]
    return {
        "frictionless": [*own, "frictionless"],
        "check": [report, "check", str(folder)],
        "tables": [*own, "tables"],
        "render": [report, "render", "--dataset", str(folder), "--out", str(folder / "out")],
    }


def cost(claims: int, what: str, command: Sequence[str]) -> Cost:
    """What a command costs; its output is shown if it fails, and of the tables always."""
    begun = time.perf_counter()
    output = None if what == "tables" else subprocess.PIPE
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, text=True)
    text = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{text}")
    # Linux tells the memory in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    seconds, wall = used.ru_utime + used.ru_stime, time.perf_counter() - begun
    made = Cost(seconds, wall, used.ru_maxrss * unit / GIBIBYTE)
    say(f"{claims:>9,} {what:<12} {seconds:8.1f} s {wall:8.1f} s wall {made.memory:6.2f} GiB")
    return made


def summary(found: Costs) -> list[str]:
    """The ratios and growths with their aims."""
    lines = [""]
    for claims, costs in found.items():
        lines.append(ratio(claims, "check", "frictionless", costs, CHECK_TO_FRICTIONLESS))
        lines.append(ratio(claims, "tables", "check", costs, TABLES_TO_CHECK))
    most = max(found)
    lines.append(aim(f"memory of check, {most:,} claims, GiB", found[most]["check"].memory, MEMORY))
    for what in ("check", "tables") if len(found) > 1 else ():
        lines.append(aim(f"growth of {what}", growth(found, what), GROWTH))
        last = dict(list(found.items())[-2:])
        lines.append(aim(f"growth of {what}, last two sizes", growth(last, what), GROWTH))
    return lines


def ratio(claims: int, what: str, other: str, costs: Mapping[str, Cost], most: float) -> str:
    """One ratio of two times of one size."""
    name = f"{what} ÷ {other}, {claims:,} claims"
    return aim(name, costs[what].seconds / costs[other].seconds, most)


def aim(name: str, found: float, most: float) -> str:
    """What was found, the most that it may be, and whether it is."""
    return f"{name:<44} {found:6.2f}  aim {most:3.1f}  {'met' if found <= most else 'not met'}"


def growth(found: Costs, what: str) -> float:
    """The exponent with which time grows with the claims."""
    times = [log(costs[what].seconds) for costs in found.values()]
    return linear_regression([log(claims) for claims in found], times).slope


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
