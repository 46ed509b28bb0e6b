"""The data dictionary: a descriptor's tables and columns as Markdown to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import Problem, ReportError
from analysis.folder import DESCRIPTOR
from analysis.records import Records, read
from analysis.rules.descriptor import described
from report.files import replace

FILE = "data/DICTIONARY.md"
OPENING = """# Data dictionary

What each table and column of this dataset holds, as `datapackage.json` says it.
Written by `report dictionary`; a change belongs in `datapackage.json`.
"""
HEADINGS = ("Column", "Name", "Holds", "Must be filled", "Unit", "Allowed", "Meaning")
KINDS = {
    "id": "a name of its own",
    "key": "a key",
    "citekey": "a citekey",
    "term": "a term",
    "number": "a number",
    "date": "a date",
    "text": "text",
    "list": "a list",
}
# Characters that Markdown would take for marks, or that end a cell.
MARKS = re.compile(r"([\\|*_<>\[\]])")


def text(descriptor: Mapping[str, Any]) -> str:
    """A dataset's dictionary as Markdown: each table with its columns, then the bibliography."""
    return "\n".join([OPENING, *_tables(descriptor), *_bibliography(descriptor)])


def _tables(descriptor: Mapping[str, Any]) -> Iterator[str]:
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        links = {
            link["fields"][0]: link["reference"]["resource"] or resource["name"]
            for link in schema.get("foreignKeys", [])
        }
        key = schema.get("primaryKey") or []
        names = " and ".join(f"`{name}`" for name in ([key] if isinstance(key, str) else key))
        yield f"## {_plain(resource.get('title', resource['name']))}: `{resource['path']}`\n"
        yield _plain(resource.get("description", ""))
        yield f"Each row has its own {names}.\n" if names else ""
        yield _columns(schema["fields"], links)


def _bibliography(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """The fields of the `custom` map of each record, where the descriptor has them."""
    if bibliography := descriptor.get("bibliography"):
        yield "## Sources: `seeds/*.yaml` and `references.yaml`\n"
        yield f"{_plain(bibliography.get('description', ''))}\n"
        yield _columns(bibliography["fields"], {})


def _columns(fields: list[Mapping[str, Any]], links: Mapping[str, str]) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(_row(field, links) for field in fields)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(field: Mapping[str, Any], links: Mapping[str, str]) -> tuple[str, ...]:
    rules, name = field.get("constraints", {}), field["name"]
    holds = KINDS.get(field.get("holds", ""), field.get("type", ""))
    column = field.get("unitColumn")
    return (
        f"`{name}`",
        _plain(field.get("title", "")),
        f"a key of `{links[name]}`" if name in links else holds,
        "yes" if rules.get("required") else "",
        f"as `{column}` says" if column else _plain(field.get("unit", "")),
        ", ".join(f"`{term}`" for term in rules.get("enum", [])),
        _plain(field.get("description", "")),
    )


def _plain(words: object) -> str:
    """Words as Markdown that shows them; what stands between backticks stays as it is."""
    parts = " ".join(str(words).split()).split("`")
    return "`".join(
        MARKS.sub(r"\\\1", part) if i % 2 == 0 else part for i, part in enumerate(parts)
    )


def write(folder: Path) -> Path:
    """Write the dictionary of the dataset in a folder; gives its file.

    Raises `ReportError` for a descriptor that the rules refuse, and where it cannot be written.
    """
    records = read(folder)
    if problems := [*_unread(records), *(described(records) if records.descriptor else ())]:
        raise ReportError(problems)
    replace(folder / FILE, text(records.descriptor).encode("utf-8"))
    return folder / FILE


def _unread(records: Records) -> Iterator[Problem]:
    return (problem for problem in records.problems if problem.file == DESCRIPTOR)
