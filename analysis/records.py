"""A dataset's files read exactly as they are written; whatever cannot be read is a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Problem
from analysis.folder import REFERENCES
from analysis.package import read_descriptor
from analysis.sources import Source, read_sources
from analysis.tabular import UNREAD, read_table
from analysis.texts import Unreadable

BIBLIOGRAPHY = ("seeds", REFERENCES)


@dataclass(frozen=True)
class Records:
    """What the files of a dataset hold, all cells text.

    `tables` has only the tables that have all their columns; their index is the row number
    that a spreadsheet shows, `attrs["file"]` names the file, and `headings` gives its columns as
    they stand there. `problems` says what could not be read; `unread` gives the cells of rows among
    that.
    """

    folder: Path
    descriptor: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    headings: Mapping[str, list[str]] = field(default_factory=dict)

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Descriptions of a table's columns."""
        return next(
            (list(r["schema"]["fields"]) for r in self.resources if r["name"] == table),
            [],
        )

    def distinct(self, table: str, column: str) -> list[str]:
        """The cells of a column, each once, in the order in which they first come."""
        if (table, column) not in self._distinct:
            self._distinct[table, column] = self.tables[table][column].unique().tolist()
        return self._distinct[table, column]

    def unread(self, table: str) -> frozenset[str]:
        """The cells of rows that have not all their cells, or too many: keys may be among them."""
        return frozenset(self.tables[table].attrs.get(UNREAD, ()))

    @cached_property
    def _distinct(self) -> dict[tuple[str, str], list[str]]:
        return {}

    @property
    def works_read(self) -> bool:
        """Whether each record of the bibliography could be read."""
        return not any(problem.file.startswith(BIBLIOGRAPHY) for problem in self.problems)

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Descriptions of the tables, of those too that could not be read."""
        return list(self.descriptor.get("resources", []))


def read(folder: Path) -> Records:
    """Read a dataset's descriptor, tables and bibliography; gathers every problem."""
    problems: list[Problem] = []
    descriptor: dict[str, Any] = {}
    tables: dict[str, pd.DataFrame] = {}
    headings: dict[str, list[str]] = {}
    try:
        descriptor = read_descriptor(folder)
    except Unreadable as error:
        problems.append(error.problem)
    for resource in descriptor.get("resources", []):
        frame, found, heading = read_table(folder, resource)
        problems += found
        if frame is not None:
            tables[resource["name"]], headings[resource["name"]] = frame, heading
    sources, found = read_sources(folder)
    return Records(folder, descriptor, tables, sources, (*problems, *found), headings)
