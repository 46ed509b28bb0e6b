"""Where a report goes: into its dataset's folder, or where it is told to if nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import Problem, ReportError
from report.manifest import DOWNLOADS, MANIFEST, PAGE, PRINT, read
from report.seal import HERE, ROOT
from report.workshop import begun, nothing_in_place_of

OUTPUT = "report/_output"
TODO = "Name another folder with --out DIR, or leave it out."


def output(folder: Path, named: Path | None) -> Path:
    """The folder for the report on the dataset in `folder`: the one that is named, or its own.

    Raises `ReportError` where the report would become part of what it is made from, or take the
    place of files that are no report's, or where no folder can be.
    """
    own = folder / OUTPUT
    out = named or own
    problems = [*_among_sources(folder, out)]
    if _real(out) != _real(own):
        problems += _in_the_way(out)
    if problems:
        raise ReportError(problems)
    nothing_in_place_of(out)
    return out


def _among_sources(folder: Path, out: Path) -> Iterator[Problem]:
    """It is made beside `out` and moved there: neither place is read by a render."""
    sources = [_real(folder / name) for name in ("data", "seeds")]
    sources += [ROOT / "analysis", HERE]
    for place in dict.fromkeys((_real(out), _real(out.parent) / out.name)):
        inside = next((source for source in sources if place.is_relative_to(source)), None)
        if inside and not place.is_relative_to(ROOT / OUTPUT):
            yield Problem(
                str(out), message="a report here would become part of what it is made from",
                found=f"a place in {inside}", expected="a folder outside of it", todo=TODO,
            )  # fmt: skip
            return


def _in_the_way(out: Path) -> Iterator[Problem]:
    """What a render would overwrite and none wrote: no report's manifest is there or to come."""
    if read(out) or begun(out):
        return
    for name in (PAGE, PRINT, DOWNLOADS, MANIFEST):
        if os.path.lexists(out / name):
            yield Problem(
                str(out / name), message="would be overwritten, and is not known to be a report's",
                expected=f"the {MANIFEST} of a report in this folder",
                todo="Move it away, or name another folder with --out DIR.",
            )  # fmt: skip


def _real(path: Path) -> Path:
    """Where a path leads, also one of links in a circle."""
    return Path(os.path.realpath(path))
