"""A new dataset: every table of the schema, with one example to be replaced."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis import schema
from analysis.edition import UNRELEASED
from analysis.errors import Problem, ReportError
from analysis.folder import CHANGELOG
from analysis.rules import check

TITLE = "New dataset, title to be replaced"
DOLLAR = "USD"
TEXT = "This text is an example, to be replaced, and about nothing real.\nIt counts 12 pebbles.\n"
CLAIM = {
    "claim_id": "example-01",
    "source": "example",
    "locator": "para 2",
    "as_stated": "12 pebbles",
    "quantity": "pebbles",
    "bound": "exact",
    "value": "12",
    "unit": "item",
    "note": "Example, to be replaced.",
}
QUANTITY = {
    "quantity": "pebbles",
    "label": "Pebbles (example, to be replaced)",
    "topic": "context",
    "dimension": "items",
    "kind": "count",
    "definition": "Pebbles that the example counts.",
}
ROWS = {"claims": [CLAIM], "quantities": [QUANTITY]}
SEED = f"""id: example
type: document
title: Example of a source, to be replaced
title-short: Example, to be replaced
language: en
custom:
  seed: "000"
  sha256: {hashlib.sha256(TEXT.encode("utf-8")).hexdigest()}
  paragraphs: 2
  argues: argues that it is an example
  argues_locator: para 1
  read_as: the text in seeds/text
  unverified: [author, issued, container-title, URL]
"""
CHANGES = f"""# {UNRELEASED}

## Data

- The dataset was begun.
"""
README = (Path(__file__).parent / "dataset.md").read_text("utf-8")


def dataset(folder: Path, title: str = TITLE) -> list[Path]:
    """Write a valid dataset with one example into a new or empty folder; gives its files.

    Raises `ReportError` where the folder cannot be written, or the title breaks a rule or is no
    text; then nothing is written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as place:
            made = Path(place) / "dataset"
            _write(made, title)
            if problems := check(made):
                raise ReportError(problems)
            os.rename(made, folder)
    except OSError as error:
        why, todo = _refused(folder, error)
        problem = Problem(str(folder), message=f"cannot be written: {why}", todo=todo)
        raise ReportError(problem) from error
    except UnicodeEncodeError as error:
        problem = Problem("--title", message="not text", found=title, expected="UTF-8")
        raise ReportError(problem) from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _refused(folder: Path, error: OSError) -> tuple[str | None, str | None]:
    """Why a folder cannot be written, and what to do, where that is known."""
    for above in folder.parents:
        if os.path.lexists(above) and not above.is_dir():
            return f"{above} is no folder", "Name a place in a folder, or one that is not there."
    return error.strerror, None


def _write(folder: Path, title: str) -> None:
    for name, text in _files(title):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def _files(title: str) -> Iterator[tuple[str, str]]:
    """Each file's name and text."""
    yield (
        "data/datapackage.json",
        json.dumps(descriptor(title), indent=2, ensure_ascii=False) + "\n",
    )
    for table, fields in schema.tables().items():
        yield f"data/{table}.csv", _table(list(fields), ROWS.get(table, []))
    yield "data/references.yaml", "references: []\n"
    yield "seeds/example.yaml", SEED
    yield "seeds/text/example.txt", TEXT
    yield CHANGELOG, CHANGES
    yield "README.md", README.replace("TITLE", title)


def descriptor(title: str) -> dict[str, Any]:
    """The schema's descriptor under a title of its own; of currencies it knows the dollar only."""
    today = datetime.datetime.now(datetime.UTC).date()
    name = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
    described = json.loads(json.dumps(schema.descriptor()), object_hook=_in_dollars)
    return {
        "name": name or "dataset",
        "title": title,
        "subtitle": "What its sources state",
        "description": "One row for each claim of one source at one place in its text.",
        "version": "0.1.0",
        "created": f"{today}T00:00:00Z",
        "keywords": [],
        "bibliography": described["bibliography"],
        "resources": described["resources"],
    }


def _in_dollars(item: dict[str, Any]) -> dict[str, Any]:
    """A description in which no other currency is a unit: a dataset adds those it speaks of."""
    others = {unit for unit in schema.currencies() if unit != DOLLAR}
    return {
        key: [term for term in value if term not in others] if key in ("enum", "money") else value
        for key, value in item.items()
    }


def _table(columns: list[str], rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
