"""What a dataset must satisfy, and what in it is worth a look: functions from what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.errors import Problem, in_order
from analysis.folder import DESCRIPTOR
from analysis.records import Records, read
from analysis.rules import (
    amounts,
    comparisons,
    dates,
    editions,
    keys,
    quotations,
    sources,
    structure,
    text,
)
from analysis.rules.descriptor import described
from analysis.rules.doubts import DOUBTS
from analysis.rules.shifted import shifted, without

Rule = Callable[[Records], Iterable[Problem]]
# Of the cells as they are written, and of what is in them without white space at their ends.
OF_TEXT: tuple[Rule, ...] = text.RULES
RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *keys.RULES,
    *dates.RULES,
    *amounts.RULES,
    *quotations.RULES,
    *comparisons.RULES,
    *sources.RULES,
    *editions.RULES,
)


def check(folder: Path) -> list[Problem]:
    """Every problem in the dataset in `folder`, in the order of files and rows; none if fine."""
    return problems_in(read(folder))


def problems_in(records: Records) -> list[Problem]:
    """What could not be read and every rule that what was read breaks."""
    found = {*records.problems, *(described(records) if records.descriptor else ())}
    if not records.descriptor or any(problem.file == DESCRIPTOR for problem in found):
        return in_order(found)
    told = _broken(records, found)
    if moved := shifted(text.trimmed(records), told):
        told = {*moved, *_broken(without(records, moved), found)}
    return in_order(told)


def _broken(records: Records, unreadable: Iterable[Problem]) -> set[Problem]:
    """What could not be read and what every rule says of the tables."""
    trimmed, found = text.trimmed(records), {*unreadable}
    for rules, read_as in ((OF_TEXT, records), (RULES, trimmed)):
        for rule in rules:
            found.update(rule(read_as))
    return found.union(editions.changes_named(trimmed, found))


def doubts_in(records: Records) -> list[Problem]:
    """What is allowed and worth a look; none where something cannot be read as described."""
    if not records.descriptor or described(records):
        return []
    return in_order({doubt for find in DOUBTS for doubt in find(records)})
