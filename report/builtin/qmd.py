"""Reading a Quarto document: front matter, included files, code cells, prose."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, Problem
from report.builtin.frontmatter import CELL, FRONT_MATTER, PROJECT, FrontMatter, read_mapping

FENCE = re.compile(r"^(?P<indent>\s*)(?P<marks>`{3,}|~{3,})(?P<rest>.*)$")
CELL_HEAD = re.compile(r"^\{\s*(?P<language>[A-Za-z][\w+-]*)(?P<options>[^}]*)\}\s*$")
SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[^\s>]*)\s*(?P<rest>.*?)\s*>\}\}")
OPTION = re.compile(r"^#\|( |$)")
PAGEBREAK = (
    '\n```{=html}\n<div style="page-break-after: always;"></div>\n```\n'
    "\n```{=typst}\n#pagebreak()\n```\n"
)


@dataclass(frozen=True)
class Line:
    """One line of text and where it was written."""

    text: str
    file: str
    number: int

    def problem(
        self, message: str, found: str | None = None, expected: str | None = None
    ) -> Problem:
        """What is wrong with this line."""
        return Problem(self.file, self.number, message=message, found=found, expected=expected)


@dataclass(frozen=True)
class Cell:
    """A code cell: its opening line, the number of its first line of code, its code and options."""

    head: Line
    first: int
    code: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The cell's label, or nothing."""
        return str(self.options.get("label", ""))

    def problem(
        self, message: str, found: str | None = None, expected: str | None = None, line: int = 0
    ) -> Problem:
        """What is wrong with this cell, or with one line of its code counted from 1."""
        place = replace(self.head, number=self.first + line - 1) if line else self.head
        name = f"cell {self.label!r}" if self.label else "cell without a label"
        return place.problem(f"{name}: {message}", found, expected)


@dataclass(frozen=True)
class Document:
    """A Quarto document as read: its front matter, and lines and cells in order."""

    path: Path
    front: FrontMatter
    parts: tuple[Line | Cell, ...]


def read(path: Path) -> Document:
    """The document with its included files in place; everything unsupported is reported at once."""
    path = path.resolve()
    read_project(path.parent / "_quarto.yml")
    lines = list(_lines(path, path.parent, ()))
    count = _front_matter_length(lines)
    text = "\n".join(line.text for line in lines[1 : count - 1])
    values = read_mapping(text, FRONT_MATTER, path.name, 2, "front matter") if count else {}
    parts = (*lines[:count], *_parts(lines[count:]))
    _refuse_labels_used_twice(part for part in parts if isinstance(part, Cell) and part.label)
    return Document(path, FrontMatter(values), parts)


def read_project(path: Path) -> None:
    """Refuse a project file that asks for more than where Quarto writes."""
    if path.exists():
        read_mapping(_text(path, path.name), PROJECT, path.name, 1, "project file")


def _refuse_labels_used_twice(cells: Iterable[Cell]) -> None:
    first: dict[str, Cell] = {}
    if twice := [cell for cell in cells if first.setdefault(cell.label, cell) is not cell]:
        raise DocumentError(cell.problem("another cell has this label") for cell in twice)


def _front_matter_length(lines: list[Line]) -> int:
    if not lines or lines[0].text.rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.text.rstrip() in ("---", "..."):
            return number
    raise DocumentError(lines[0].problem("the front matter is not closed", expected="a line ---"))


def _lines(path: Path, folder: Path, opened: tuple[Path, ...]) -> Iterator[Line]:
    """The lines of a file, with `include` and `pagebreak` shortcodes carried out."""
    name = Path(os.path.relpath(path, folder)).as_posix()
    for number, text in enumerate(_text(path, name).split("\n"), start=1):
        line = Line(text, name, number)
        if "{{<" not in text:
            yield line
        elif (target := _included(line)) is None:
            yield from (Line(part, name, number) for part in PAGEBREAK.split("\n"))
        else:
            inside = (*opened, path)
            yield from _lines(_found(line, target, folder, inside), folder, inside)
            yield Line("", name, number)


def _text(path: Path, name: str) -> str:
    """The text of a file, without a byte order mark and with plain line ends."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
    except OSError as error:
        message = f"the document cannot be read: {error.strerror}"
        raise DocumentError(Problem(name, message=message)) from error
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DocumentError(Problem(name, row, message="this line is not UTF-8")) from error


def _included(line: Line) -> str | None:
    """The file an `include` line names; nothing for a `pagebreak` line."""
    found = SHORTCODE.fullmatch(line.text.strip())
    if found and found["name"] == "include" and found["rest"]:
        return found["rest"]
    if found and found["name"] == "pagebreak" and not found["rest"]:
        return None
    expected = "{{< include FILE >}} or {{< pagebreak >}} alone on its line"
    raise DocumentError(
        line.problem("not a shortcode of the builtin engine", found=line.text, expected=expected)
    )


def _found(line: Line, target: str, folder: Path, opened: tuple[Path, ...]) -> Path:
    path = (folder / target.strip("\"'")).resolve()
    if not path.is_file():
        raise DocumentError(line.problem("the included file does not exist", found=target))
    if path in opened:
        raise DocumentError(line.problem("this file includes itself", found=target))
    return path


def _parts(lines: list[Line]) -> Iterator[Line | Cell]:
    """Cells as cells, all other lines as they are; a cell inside a code block is only shown."""
    position = 0
    while position < len(lines):
        fence = FENCE.match(lines[position].text)
        end = _closing(lines, position, fence["marks"]) if fence else position
        head = CELL_HEAD.match(fence["rest"].strip()) if fence else None
        if fence and head:
            yield _cell(lines[position:end], fence["indent"], head)
        else:
            yield from lines[position : end + 1]
        position = end + 1


def _closing(lines: list[Line], start: int, marks: str) -> int:
    pattern = re.compile(rf"^\s*{re.escape(marks[0])}{{{len(marks)},}}\s*$")
    for position in range(start + 1, len(lines)):
        if pattern.match(lines[position].text):
            return position
    raise DocumentError(lines[start].problem("this code block is not closed", expected=marks))


def _cell(lines: list[Line], indent: str, head: re.Match[str]) -> Cell:
    first = lines[0]
    if head["language"] != "python" or head["options"].strip() or indent:
        raise DocumentError(
            first.problem(
                "not a cell of the builtin engine",
                found=first.text,
                expected="```{python} at the start of a line, with its options as #| lines",
            )
        )
    options = list(itertools.takewhile(OPTION.match, (line.text for line in lines[1:])))
    text = "\n".join(option[3:] for option in options)
    values = read_mapping(text, CELL, first.file, first.number + 1, "cell options")
    code = "\n".join(line.text for line in lines[len(options) + 1 :])
    return Cell(first, first.number + len(options) + 1, code, values)
