"""Broken YAML and JSON: told by the line to blame, in words that need no parser."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import perf_counter

import pytest

from analysis.errors import Problem
from analysis.records import read
from analysis.syntax import in_yaml

TINY = Path(__file__).parent / "data/tiny"
SEED, DESCRIPTOR = "seeds/harbour2021.yaml", "data/datapackage.json"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny dataset that a test may damage."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def damaged(folder: Path, file: str, old: str, new: str | bytes) -> Problem:
    """The one problem of a file once a part of it is another."""
    path, before = folder / file, old.encode()
    content = path.read_bytes()
    assert before in content
    changed = new if isinstance(new, bytes) else new.encode()
    path.write_bytes(content.replace(before, changed, 1))
    (found,) = read(folder).problems
    assert found.file == file
    return found


TITLE = "title: The harbour in figures"
QUOTE = 'Write title: "{}".'
# fmt: off
YAML = [
    (TITLE, "title: Harbour: figures", 3, "a colon in a text without quotation marks",
     QUOTE.format("Harbour: figures")),
    (TITLE, 'title: Harbour: figures"', 3, "a colon in a text without quotation marks",
     QUOTE.format("Harbour: figures")),
    (TITLE, "title: Harbour: the \"old\" one's", 3, "a colon in a text without quotation marks",
     "Write title: 'Harbour: the \"old\" one''s'."),
    (TITLE, "title: C:\\new: old", 3, "a colon in a text without quotation marks",
     "Write title: 'C:\\new: old'."),
    (TITLE, f"title: Harbour: {'old ' * 20}", 3, "a colon in a text without quotation marks",
     'Put " at both ends of it.'),
    (TITLE, f"title:{'old' * 30}", 3, "no space after the colon", "Set a space after title:."),
    (TITLE, 'title: "The harbour', 3, 'a quotation mark " that is not closed',
     'Close it at the end of the text; one within the text is written \\".'),
    (TITLE, "title: 'The harbour", 3, "a quotation mark ' that is not closed",
     "Close it at the end of the text; one within the text is written ''."),
    (TITLE, 'title: "The" harbour', 3, "text after the closing quotation mark",
     "Write title: '\"The\" harbour'."),
    (TITLE, "title: [The] harbour", 3, "text after the closing bracket",
     QUOTE.format("[The] harbour")),
    (TITLE, "title: [The harbour", 3, "a bracket [ that is not closed",
     "Close it, or put quotation marks around the text."),
    *((TITLE, f"title: {mark}harbour", 3, f"a text that begins with {mark[0]}",
       QUOTE.format(f"{mark}harbour")) for mark in ("@", "`", "%", "*", "&", "!", "| ", "- ")),
    (TITLE, 'title: "The \\harbour"', 3, "a backslash in a text in double quotation marks",
     "Double the backslash, or put the text between single quotation marks."),
    ("language: en", "language:en", 10, "no space after the colon", "Write language: en."),
    ("language: en", "language en", 10, "no colon after the name of a field", "Add the colon."),
    ("  - family", "\t- family", 5, "a tab before the text",
     "Put as many spaces as in the lines beside it."),
    ("language: en", "language:\ten", 10, "a tab after the colon", "Put a space in its place."),
    ("    given", "   given", 6, MISPLACED := "the line does not fit the one above",
     FIT := "Put as many spaces before it as before the fields beside it; only an item has a hyphen."),
    ("  kind: press", "   kind: press", 17, MISPLACED, FIT),
    ("language", "<<<<<<< HEAD\nlanguage", 10, "a mark of a merge that is not finished",
     "Keep the lines that are right, of one side or of both, and delete the marks."),
    ("language", "---\nlanguage", 10, "a second record begins here", "Delete the line."),
    ("language", "id: x\nlanguage", 10, "the field 'id' stands twice",
     "Put a hyphen before it where another record begins. Delete one of the two; the other stands "
     "in row 1."),
    ("language: en", "language: e\x07n", 10, "a control character", "Delete it."),
    ("Ada", b"Ren\xe9", 6, "not UTF-8 (byte 0xe9 at position 112)", "Save the file as UTF-8."),
    ("language: en", "language: e\0n", 10, "a NUL character",
     "Delete it, or save the file as UTF-8."),
]
VERSION = '"version": "0.0.1"'
JSON = [
    (VERSION, '"version": "0.0.1', "a text that does not end in its line"),
    (VERSION, '"version": 0.0.1"', "a quotation mark is missing, or stands within a text"),
    (VERSION, 'version": "0.0.1"', "a name without quotation marks"),
    (VERSION, "'version': '0.0.1'", "a quotation mark '"),
    (VERSION, "“version”: “0.0.1”", "a quotation mark “"),
    (VERSION, '"version" = "0.0.1"', "no colon after the name of a field"),
    (VERSION, '"version": ', "a text without quotation marks, or nothing"),
    (VERSION, '"version": "0.1\\.0"', "a backslash in a text"),
    (VERSION, f"// edition\n  {VERSION}", "a comment"),
    (f"  {VERSION}", f"<<<<<<< HEAD\n{VERSION}", "a mark of a merge that is not finished"),
    (f"{VERSION},", VERSION, "no comma between two parts"),
    (f"{VERSION},", f'{VERSION}, "keywords": ["a",],', "a comma after the last part"),
]
# fmt: on


@pytest.mark.parametrize(("old", "new", "row", "message", "todo"), YAML)
def test_broken_yaml(
    tiny: Path, old: str, new: str | bytes, row: int, message: str, todo: str
) -> None:
    """The row to blame and the text in it, what is wrong, what is expected, what to do."""
    found = damaged(tiny, SEED, old, new)
    assert (found.row, found.message, found.todo) == (row, message, todo)
    assert found.found is not None
    assert found.expected


@pytest.mark.parametrize(("old", "new", "message"), JSON)
def test_broken_json(tiny: Path, old: str, new: str, message: str) -> None:
    """As of YAML; the row is that of the line which was changed."""
    row = (tiny / DESCRIPTOR).read_text("utf-8").partition(VERSION)[0].count("\n") + 1
    found = damaged(tiny, DESCRIPTOR, old, new)
    assert (found.row, found.message) == (row, message)
    assert found.found
    assert found.expected
    assert found.todo


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "the file is empty"), ("{", "the file ends too early"), ("{}}", "text after the end")],
)
def test_json_that_ends_at_the_wrong_place(tiny: Path, text: str, message: str) -> None:
    """A file that is empty or cut off, or goes on after its end."""
    (tiny / DESCRIPTOR).write_text(text)
    assert [(p.row, p.message) for p in read(tiny).problems if p.file == DESCRIPTOR] == [
        (1, message)
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "nothing where a record belongs"), ("- id: a", "a list where a record belongs"),
     ("harbour", "a text where a record belongs")],
)  # fmt: skip
def test_yaml_that_is_no_record(tiny: Path, text: str, message: str) -> None:
    """It is said what stands there, and what belongs there."""
    (tiny / SEED).write_text(text)
    (found,) = read(tiny).problems
    assert (found.row, found.message, found.found) == (1, message, text)
    assert found.todo


def test_references_are_a_list(tiny: Path) -> None:
    """Under the heading by which other programs know them."""
    found = damaged(tiny, "data/references.yaml", "references:\n", "works:\n")
    assert (found.row, found.message) == (1, "no list of works")
    assert found.todo


def test_a_line_of_blanks_is_told_at_once() -> None:
    """However many they are."""
    begun = perf_counter()
    assert in_yaml("a", f"title: a{' ' * 20_000}b: c", 1).row == 1
    assert perf_counter() - begun < 5
