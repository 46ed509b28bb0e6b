"""The schema of every dataset: the tables, columns and terms that the package's own describes.

A dataset has a descriptor of its own, which may describe more columns and units, and fewer tables.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DESCRIPTOR = Path(__file__).resolve().parent.parent / "data" / "datapackage.json"
# What every dataset has; of any other table it may have nothing, and then need not describe it.
REQUIRED = ("claims", "quantities", "events", "actors", "places")
# The column whose terms a dataset chooses: the currencies that its sources speak of.
FREE = "unit"


@cache
def descriptor() -> dict[str, Any]:
    """The package's own descriptor."""
    found: dict[str, Any] = json.loads(DESCRIPTOR.read_text("utf-8"))
    return found


def tables() -> dict[str, dict[str, dict[str, Any]]]:
    """The columns of each table by name, each with its description."""
    return {
        resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]}
        for resource in descriptor()["resources"]
    }


def currencies() -> list[str]:
    """The units of money."""
    return list(tables()["quantities"]["dimension"]["units"]["money"])
