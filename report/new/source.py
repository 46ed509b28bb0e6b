"""A new source: its record with every field explained."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from analysis.errors import Problem, ReportError
from analysis.folder import REFERENCES
from analysis.records import Records, read
from analysis.rules.forms import KEY
from analysis.rules.sources import CITEKEY, SEED_FIELDS
from report.files import replace
from report.new.claim import meaning

NONE_YET = re.compile(rb"^references:[ \t]*(?:\[[ \t]*\])?[ \t]*(?=\r?$)", re.M)
# The fields of CSL that every record accounts for: given, or named under `unverified`.
BIBLIOGRAPHIC = """type:
# article-newspaper, article-journal, report, book, webpage, post-weblog, dataset …
title:
# title-short: A short name for tables and charts.
# author:
#   - family: Family name
#     given: Given names
#   - literal: Name of an organisation
issued:
# A year, month or day: YYYY, YYYY-MM or YYYY-MM-DD.
container-title:
# The newspaper, journal or site that it appeared in.
URL:
language: en
custom:
"""


def source(folder: Path, key: str, seed: bool = False) -> str:
    """The record of a new source as YAML, its fields explained in comments.

    What must be filled is empty, what may be left out is a comment. Raises `ReportError` for a key
    that is none or is used already, for a seed whose file is there already, and where the
    bibliography cannot be read.
    """
    records = read(folder)
    if problems := [p for p in records.problems if p.file.endswith(".yaml")]:
        raise ReportError(problems)
    _free(records, key)
    if seed:
        _not_there(records, _file_of(key))
    return "\n".join([f"id: {key}", BIBLIOGRAPHIC.rstrip(), *_custom(records, seed), ""])


def add_source(folder: Path, key: str, record: str, seed: bool = False) -> Path:
    """Write the record to a file of its own, or at the end of the references; gives the file."""
    if seed:
        path = folder / _file_of(key)
        replace(path, record.encode("utf-8"))
        return path
    path = folder / REFERENCES
    content = path.read_bytes()
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    item = newline.join(_item(record, _indent(content)))
    whole = NONE_YET.sub(b"references:", content).rstrip() + newline + item + newline
    _still_yaml(whole)
    replace(path, whole)
    return path


def _free(records: Records, key: str) -> None:
    if not CITEKEY.fullmatch(key):
        raise ReportError(Problem("KEY", message="not a citekey", found=key, expected=KEY))
    if key in records.sources:
        used = records.sources[key]
        todo = f"It is used in {used.file}, line {used.line}."
        raise ReportError(Problem("KEY", message="used already", found=key, todo=todo))


def _file_of(key: str) -> str:
    return f"seeds/{key}.yaml"


def _not_there(records: Records, name: str) -> None:
    """Raise `ReportError` where the file of a new seed holds something already."""
    if not os.path.lexists(records.folder / name):
        return
    held = next((key for key, source in records.sources.items() if source.file == name), None)
    todo = f"Rename it seeds/{held}.yaml, after its id." if held else "Rename or delete it."
    found = f"the record of {held}" if held else None
    problem = Problem(
        name, message="there already", found=found, expected="no file of this name",
        todo=f"{todo} Or choose another KEY.",
    )  # fmt: skip
    raise ReportError(problem)


def _custom(records: Records, seed: bool) -> Iterator[str]:
    """The fields of the `custom` map, those of seeds for a seed only."""
    for field in records.descriptor.get("bibliography", {}).get("fields", []):
        name = field["name"]
        if name in SEED_FIELDS and not seed:
            continue
        yield f"  # {meaning(field)}"
        if name == "seed":
            yield f'  seed: "{_number(records)}"'
        elif name == "unverified":
            yield "  unverified: []"
        else:
            yield f"  {name}:" if name in SEED_FIELDS else f"  # {name}:"


def _number(records: Records) -> str:
    """The number after the highest that a seed has, three digits."""
    numbers = (int(s.seed) for s in records.sources.values() if s.is_seed and s.seed.isdecimal())
    return f"{max(numbers, default=-1) + 1:03d}"


def _indent(content: bytes) -> bytes:
    """What stands before the dash of the items of a list of references."""
    found = re.search(rb"^([ \t]*)- ", content, re.M)
    return found[1] if found else b""


def _item(record: str, indent: bytes) -> Iterator[bytes]:
    """The lines of a record as an item of a list."""
    for number, line in enumerate(record.strip().splitlines()):
        yield indent + (b"- " if number == 0 else b"  ") + line.encode("utf-8")


def _still_yaml(content: bytes) -> None:
    try:
        yaml.compose(content.decode("utf-8-sig"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        todo = "Add the record by hand, as `report new source KEY` prints it."
        problem = Problem(REFERENCES, message="no record can be added at its end", todo=todo)
        raise ReportError(problem) from error
