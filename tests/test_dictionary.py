"""The data dictionary: current, and with every table, column and term."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analysis.errors import ReportError
from report import dictionary

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests/data/tiny"
DESCRIPTOR = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))


def test_the_dictionary_is_current() -> None:
    """`report dictionary` would write the same; it writes it where this fails."""
    assert (ROOT / dictionary.FILE).read_text("utf-8") == dictionary.text(DESCRIPTOR)


def test_every_column_and_field_has_a_row() -> None:
    """In its table, in the descriptor's order, with as many cells as the headings."""
    for table, part in zip(
        [*(r["schema"]["fields"] for r in DESCRIPTOR["resources"]),
         DESCRIPTOR["bibliography"]["fields"]],
        dictionary.text(DESCRIPTOR).split("\n## ")[1:],
        strict=True,
    ):  # fmt: skip
        rows = [line for line in part.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [field["name"] for field in table]
        assert {row.count(" | ") for row in rows} == {len(dictionary.HEADINGS) - 1}


def test_text_of_a_descriptor_is_no_markup() -> None:
    """Marks in it are shown, and end no cell."""
    field = {"name": "a", "type": "string", "title": "x | *y*", "description": "<b> [z](w)"}
    resource = {"name": "t", "title": "T", "path": "t.csv", "description": "_d_"}
    text = dictionary.text({"resources": [{**resource, "schema": {"fields": [field]}}]})
    assert r"| `a` | x \| \*y\* | string |" in text
    assert r"| \<b\> \[z\](w) |" in text
    assert r"\_d\_" in text


def test_a_dataset_gets_its_own(tmp_path: Path) -> None:
    """Beside its tables; a descriptor that is none is refused."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    assert dictionary.write(folder).read_text("utf-8").startswith("# Data dictionary\n")
    (folder / "data/datapackage.json").write_text("{", "utf-8")
    with pytest.raises(ReportError, match="the file ends too early"):
        dictionary.write(folder)
