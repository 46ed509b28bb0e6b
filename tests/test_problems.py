"""Problems as text, as JSON and as annotations."""

from __future__ import annotations

import json
import os
from pathlib import Path

from analysis.errors import Problem
from report.problems import Found, as_annotations, as_json, as_text

ERRORS = (
    Problem("data/b.csv", 10, "value", "not a number", "x", "digits", "Write 1."),
    Problem("data/b.csv", 9, "unit", "unknown"),
    Problem("data/a.csv", message="no such file"),
)
WARNINGS = (Problem("data/b.csv", 9, "note", "odd"),)


def test_text_is_grouped_by_file_and_sorted_by_row() -> None:
    """A heading for each file; row 9 before row 10; what stands in no row has none."""
    assert list(as_text(Found(Path(), ERRORS, WARNINGS))) == [
        "data/a.csv",
        "  no such file",
        "data/b.csv",
        "  warning: row 9, column note: odd",
        "  row 9, column unit: unknown",
        "  row 10, column value: not a number; found 'x'; expected digits. Write 1.",
    ]


def test_the_numbers_of_both() -> None:
    """One of each is singular; no warning is not counted."""
    assert Found(Path(), ERRORS, WARNINGS).counted() == "3 errors, 1 warning"
    assert Found(Path(), ERRORS[:1], ()).counted() == "1 error"


def test_json_holds_every_part() -> None:
    """What is not known is null."""
    told = json.loads(as_json(Found(Path(), ERRORS, WARNINGS)))
    assert (told["errors"], told["warnings"]) == (3, 1)
    assert told["problems"][0] == {
        "severity": "error", "file": "data/a.csv", "row": None, "column": None,
        "message": "no such file", "found": None, "expected": None, "todo": None,
    }  # fmt: skip
    assert [one["severity"] for one in told["problems"]].count("warning") == 1


def test_annotations_name_the_line_and_hide_nothing(tmp_path: Path) -> None:
    """A row after a cell of two lines stands a line further down; no text ends a command."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/b.csv").write_text('\ufeffid,note\r\n1,"a\r\nb"\r\n2,c\r\n', "utf-8")
    problem = Problem("data/b.csv", 3, "a,b:c", "100%\n::error::x")
    assert list(as_annotations(Found(tmp_path, (problem,), ()), tmp_path)) == [
        "::error file=data/b.csv,line=4,title=a%2Cb%3Ac::"
        "data/b.csv, row 3, column a,b:c: 100%25%0A::error::x"
    ]


def test_annotations_of_a_folder_elsewhere(tmp_path: Path) -> None:
    """The whole path, and the first line where no row is known or the file cannot be read."""
    lines = list(as_annotations(Found(tmp_path, ERRORS, ()), tmp_path / "elsewhere"))
    assert lines[0] == f"::error file={tmp_path}/data/a.csv,line=1::data/a.csv: no such file"
    assert f"file={tmp_path}/data/b.csv,line=10," in lines[2]


def test_annotations_of_what_is_no_file(tmp_path: Path) -> None:
    """A pipe is not waited for, and a link in a circle is named as it stands."""
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data/a.csv")
    (tmp_path / "data/b.csv").symlink_to("b.csv")
    lines = list(as_annotations(Found(tmp_path, ERRORS, ()), tmp_path))
    assert [line.partition("::data")[0] for line in lines] == [
        "::error file=data/a.csv,line=1",
        "::error file=data/b.csv,line=9,title=unit",
        "::error file=data/b.csv,line=10,title=value",
    ]
