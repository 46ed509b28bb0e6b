"""The schema of every dataset: the tables, columns and terms that the package's own describes.

A dataset has a descriptor of its own, which may describe more columns and units, and fewer tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Columns = dict[str, dict[str, Any]]

DESCRIPTOR = Path(__file__).resolve().parent.parent / "data" / "datapackage.json"
# What every dataset has; of any other table it may have nothing, and then need not describe it.
REQUIRED = ("claims", "quantities", "events", "actors", "places")
# The column whose terms a dataset chooses: the currencies that its sources speak of.
FREE = "unit"
# Columns that the report gives the rows of a table: one of a dataset's own would be lost in them.
ADDED = {"claims": ("amount", "claims", "kind", "words"), "timeline": ("first", "last")}


@cache
def descriptor() -> dict[str, Any]:
    """The package's own descriptor, without the hashes of its own files."""
    found: dict[str, Any] = json.loads(DESCRIPTOR.read_text("utf-8"))
    for resource in found["resources"]:
        resource.pop("hash", None)
    return found


def tables() -> dict[str, Columns]:
    """The columns of each table by name, each with its description."""
    return {r["name"]: by_name(r["schema"]["fields"]) for r in descriptor()["resources"]}


def bibliography(described: Mapping[str, Any]) -> Columns:
    """What a descriptor says of the fields of each source by name."""
    return by_name(described.get("bibliography", {}).get("fields", []))


def patterns() -> set[str]:
    """The patterns that cells are held against."""
    fields = [*bibliography(descriptor()).values()]
    fields += [field for columns in tables().values() for field in columns.values()]
    return {field.get("constraints", {}).get("pattern", "") for field in fields}


def by_name(items: Iterable[dict[str, Any]]) -> Columns:
    """Descriptions by the name that each has."""
    return {item["name"]: item for item in items}


def currencies() -> list[str]:
    """The units of money."""
    return list(tables()["quantities"]["dimension"]["units"]["money"])
