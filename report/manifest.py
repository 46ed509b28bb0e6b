"""The manifest of a report: what it was made from, its files by name, and their fingerprints.

It is written last, so a folder whose files are not those of its manifest holds a mix of editions.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import Problem
from analysis.folder import bytes_of, with_changelog
from report.seal import ROOT, source_files

MANIFEST = "manifest.json"
PAGE, PRINT = "report.html", "report.pdf"
DOWNLOADS, LINEAGE = "downloads", "lineage.json"
MAKERS = (".py", ".ttf", ".otf")
Record = Mapping[str, Any]


def inputs(
    folder: Path, formats: Sequence[str], engine: str, since: str | None = None
) -> dict[str, Any]:
    """Everything that determines what a render writes, or that it is refused: the one list of it.

    `inputs` are the SHA-256 of the files of the dataset in `folder` and of the report's source,
    by their names. `since` is the name of the earlier edition that the dataset is held against.
    """
    files = {_name(path, folder): path for path in with_changelog(folder)}
    files |= {_name(path, ROOT): path for path in source_files()}
    return {
        "engine": engine,
        "formats": sorted(formats),
        "environment": environment(),
        "since": since or "",
        "inputs": {name: fingerprint(path) for name, path in sorted(files.items())},
    }


def again(folder: Path, before: Record) -> dict[str, Any]:
    """The same list of inputs as it is now."""
    return inputs(folder, before["formats"], before["engine"], before["since"])


def environment() -> str:
    """SHA-256 of the version of Python and of every installed package."""
    found = (path.name for place in sys.path if place for path in Path(place).glob("*.dist-info"))
    return hashlib.sha256("\n".join([sys.version, *sorted(set(found))]).encode()).hexdigest()


def maker(made_from: Record) -> str:
    """SHA-256 of what makes charts of a dataset: the code, the fonts and the packages."""
    files = made_from["inputs"].items()
    parts = [f"{name} {sha}" for name, sha in files if name.endswith(MAKERS)]
    return hashlib.sha256("\n".join([made_from["environment"], *parts]).encode()).hexdigest()


def text(edition: str, date: str, made_from: Record, made: Path) -> str:
    """The manifest of the files in the folder `made`, as JSON."""
    outputs = {_name(path, made): fingerprint(path) for path in files_in(made)}
    record = {"edition": edition, "date": date, **made_from, "outputs": outputs}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def read(out: Path) -> Record:
    """The manifest in a folder; empty where there is none that can be read."""
    try:
        record = json.loads(bytes_of(out / MANIFEST).decode("utf-8"))
        return record if isinstance(record["outputs"], dict) else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def listed(out: Path) -> set[str]:
    """The files that the manifest in a folder lists and that are there; none outside the folder."""
    return {name for name in read(out).get("outputs", ()) if _is_file_inside(out, name)}


def strangers(out: Path) -> list[str]:
    """The files that the manifest in a folder lists and that are missing, or are not the same."""
    outputs = read(out).get("outputs", {})
    inside = {name for name in outputs if _is_file_inside(out, name)}
    return [
        name
        for name, recorded in outputs.items()
        if name not in inside or fingerprint(out / name) != recorded
    ]


def is_current(out: Path, wanted: Record) -> bool:
    """Whether the report in a folder is what a render from these inputs would write.

    Never where Quarto rendered it, as which Quarto that was is not known, nor where it is held
    against an earlier edition, as a name may lead to another one now.
    """
    record = read(out)
    same = all(record.get(part) == value for part, value in wanted.items())
    known = wanted["engine"] == "builtin" and not wanted["since"]
    return bool(record) and same and known and not strangers(out)


def unlisted(file: Path) -> list[Problem]:
    """That no manifest beside a file lists it, so that its bytes cannot be compared."""
    if file.name in read(file.parent).get("outputs", {}):
        return []
    return [
        Problem(str(file), message="its fingerprints were compared, its bytes cannot be",
                expected=f"a {MANIFEST} beside it that lists it",
                todo="Put it beside that of its edition, or render again: the same commit and"
                " dataset give the same bytes.")
    ]  # fmt: skip


def mixed(out: Path) -> list[Problem]:
    """What in a folder is not of one edition; empty where there is nothing to hold it against."""
    return [
        Problem(str(out / name), message=f"is missing, or is not what {MANIFEST} beside it lists",
                expected=f"the file of edition {read(out).get('edition')}", todo="Render again.")
        for name in strangers(out)
    ]  # fmt: skip


def changed(before: Record, after: Record) -> list[str]:
    """The input files that differ between two lists of inputs, by name."""
    old, new = before["inputs"], after["inputs"]
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def files_in(folder: Path) -> list[Path]:
    """The files in a folder and the folders in it, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file; empty where it is gone or may not be read, as its reader will say."""
    try:
        return hashlib.sha256(bytes_of(path)).hexdigest()
    except OSError:
        return ""


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_file_inside(out: Path, name: object) -> bool:
    try:
        path = (out / str(name)).resolve()
        return path.is_file() and path.is_relative_to(out.resolve())
    except (OSError, ValueError, RuntimeError):  # the last of a link that leads to itself
        return False
