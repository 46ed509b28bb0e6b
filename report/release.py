"""A release: what the next version must be, and the files that carry it, all written or none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from analysis import edition
from analysis.changes import Changes, changes
from analysis.dataset import Dataset
from analysis.errors import Problem, ReportError
from analysis.folder import CHANGELOG, DESCRIPTOR, EDITION
from analysis.rules.doubts import NOT_COME
from analysis.verdicts import checked
from report import editions
from report.files import replace_all

WHY = {
    "major": "columns changed",
    "minor": "rows, values, or what is computed of them changed",
    "patch": "wording changed",
}
SOFTWARE = "only CHANGELOG.md says that something changed"


@dataclass(frozen=True)
class Next:
    """What a release would be: the least version that it may have, and why.

    `dataset` is the data to be released; `first` says that no edition was before.
    """

    dataset: Dataset
    least: str
    why: str
    first: bool


def upcoming(folder: Path, since: str | None = None) -> Next:
    """What the next release of the dataset in `folder` would be.

    `since` names the last edition, a folder or a git revision; without it, the revision that wrote
    edition.csv. Raises `ReportError` where the dataset breaks a rule, where the last edition is not
    found, and where nothing changed.
    """
    dataset = checked(folder)
    last = dataset.tables.get(edition.TABLE)
    if last is None:
        todo = "Describe it as the other tables are, and add it with its heading alone."
        raise ReportError(
            Problem(DESCRIPTOR, message=f"describes no table {edition.TABLE}", todo=todo)
        )
    if last.empty:
        return Next(dataset, _version(dataset.version), "it is the first edition", first=True)
    found = changes(_last(dataset, since), dataset)
    part, why = _part(found)
    return Next(dataset, edition.risen(_version(dataset.version), part), why, first=False)


def _last(dataset: Dataset, since: str | None) -> Dataset:
    """The last edition, which edition.csv is held against."""
    name = since or editions.last_released(dataset.folder)
    if not name:
        raise _unknown("no git revision has edition.csv as it stands", dataset.folder)
    last = editions.read(name, dataset.folder).dataset
    hashes = edition.hashes(last.tables["claims"], last.columns("claims"))
    if hashes != edition.recorded(dataset.edition):
        raise _unknown(f"{name} holds other claims than edition.csv says", dataset.folder)
    return last


def _unknown(message: str, folder: Path) -> ReportError:
    cut = f"; of the git repository, {editions.SHALLOW}" if editions.is_shallow(folder) else ""
    return ReportError(
        Problem(EDITION, message=f"the last edition is not found: {message}{cut}",
                todo="Commit the last release, or name it with --since: a folder or a revision.")
    )  # fmt: skip


def _part(found: Changes) -> tuple[str, str]:
    """The part of the version that must rise, and why."""
    if found.part:
        return found.part, WHY[found.part]
    if edition.unreleased(edition.changelog(found.after.folder) or "").strip():
        return "patch", SOFTWARE
    raise ReportError(
        Problem("data", message=f"nothing changed since edition {found.before.version}")
    )


def release(coming: Next, version: str, date: str) -> list[Path]:
    """Write the edition of this version and day; gives the files, all of them new or none.

    edition.csv, the descriptor and CHANGELOG.md; where pyproject.toml and CITATION.cff beside them
    carry the last version, these too. Raises `ReportError` for a version below the least, a day
    that is none, is before the last edition's or has not come, and where a file cannot be written.
    """
    refuse(coming, version, date)
    texts = dict(_texts(coming, version, date))
    replace_all({coming.dataset.folder / name: text.encode() for name, text in texts.items()})
    return [coming.dataset.folder / name for name in texts]


def refuse(coming: Next, version: str, date: str) -> None:
    """Raise `ReportError` for a version or a day that the edition may not have; see `release`."""
    if edition.parsed(_version(version)) < edition.parsed(coming.least):
        raise ReportError(
            Problem("version", message="too small", found=version,
                    expected=f"{coming.least} or higher: {coming.why}")
        )  # fmt: skip
    last, today = "" if coming.first else coming.dataset.date, Date.today().isoformat()
    if _day(date) > today:
        raise ReportError(
            Problem("--date", message=NOT_COME, found=date, expected=f"{today} or earlier",
                    todo="Leave it out for today.")
        )  # fmt: skip
    if last > today:
        raise ReportError(
            Problem(DESCRIPTOR, None, "created", NOT_COME, last, f"{today} or earlier",
                    "Put back the day of the last edition, as its commit has it.")
        )  # fmt: skip
    if date < last:
        raise ReportError(
            Problem("--date", message="before the last edition", found=date,
                    expected=f"{last} or later")
        )  # fmt: skip


def _version(text: str) -> str:
    try:
        edition.parsed(text)
    except ValueError as error:
        raise ReportError(
            Problem("version", message="not a version", found=text, expected="such as 0.2.0")
        ) from error
    return text


def _day(text: str) -> str:
    try:
        if Date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ReportError(Problem("--date", message="not a day", found=text, expected="YYYY-MM-DD"))


def _texts(coming: Next, version: str, date: str) -> Iterator[tuple[str, str]]:
    """Each file by its name, with the text it is to have."""
    folder, last = coming.dataset.folder, coming.dataset.version
    yield EDITION, (table := edition_csv(coming.dataset))
    described = (folder / DESCRIPTOR).read_text("utf-8-sig")
    yield DESCRIPTOR, _described(described, version, date, edition.seal(table))
    if (text := edition.changelog(folder)) is not None:
        yield CHANGELOG, _headed(text, version, date)
    for name, carries in CARRIERS.items():
        if (folder / name).is_file():
            text = _read(folder / name)
            if carried := carries(text, last, version, date):
                yield name, carried


def _read(path: Path) -> str:
    """The text of a file beside the dataset. Raises `ReportError` where it is none."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(
            Problem(path.name, message="cannot be read", expected="a file of text in UTF-8",
                    todo="Save it as UTF-8. Nothing was written: all is as it was.")
        ) from error  # fmt: skip


def edition_csv(dataset: Dataset) -> str:
    """The table of the edition that a dataset is: its claims, then those that are withdrawn."""
    hashes = edition.hashes(dataset.tables["claims"], dataset.columns("claims"))
    rows = [(key, value, "") for key, value in hashes.items()]
    earlier = dataset.tables[edition.TABLE][edition.COLUMNS].itertuples(index=False, name=None)
    rows += [
        (key, value, last or dataset.version) for key, value, last in earlier if key not in hashes
    ]
    return edition.written(rows)


def _described(text: str, version: str, date: str, seal: str) -> str:
    """A descriptor of another version, day and edition.csv, its layout kept where that can be."""
    wanted = {**json.loads(text), "version": version, "created": f"{date}T00:00:00Z"}
    (table,) = (r for r in wanted["resources"] if r["name"] == edition.TABLE)
    edited = text.replace(table.get("hash", seal), seal)
    table["hash"] = seal
    for name in ("version", "created"):
        edited = re.sub(rf'(?m)^(  "{name}": )"[^"]*"', rf'\g<1>"{wanted[name]}"', edited, count=1)
    whole = json.dumps(wanted, indent=2, ensure_ascii=False) + "\n"
    return edited if json.loads(edited) == wanted else whole


def _headed(text: str, version: str, date: str) -> str:
    """A changelog whose unreleased part, or part of this very version, is that of the edition."""
    heading = f"# {version} ({date})"
    for old in (edition.UNRELEASED, rf"{re.escape(version)} \([^)]*\)"):
        if re.search(rf"(?m)^# {old} *$", text):
            return re.sub(rf"(?m)^# {old} *$", heading, text, count=1)
    todo = f"Write what changed under '# {edition.UNRELEASED}', '## Data' and '## Software'."
    raise ReportError(
        Problem(CHANGELOG, message=f"has no part '# {edition.UNRELEASED}'", todo=todo)
    )


def _in_pyproject(text: str, last: str, version: str, _: str) -> str:
    """pyproject.toml with the version; empty where it does not carry the last one."""
    pattern = rf'(?m)^version = "{re.escape(last)}"$'
    return (
        re.sub(pattern, f'version = "{version}"', text, count=1) if re.search(pattern, text) else ""
    )


def _in_citation(text: str, last: str, version: str, date: str) -> str:
    """CITATION.cff with version and day; empty where it does not carry the last version."""
    pattern = rf'(?m)^(\s*version: )"?{re.escape(last)}"?$'
    if not re.search(pattern, text):
        return ""
    dated = re.sub(r"(?m)^(\s*date-released: ).*$", rf'\g<1>"{date}"', text)
    return re.sub(pattern, rf"\g<1>{version}", dated)


CARRIERS: Mapping[str, Callable[[str, str, str, str], str]] = {
    "pyproject.toml": _in_pyproject,
    "CITATION.cff": _in_citation,
}
