"""Reading a Quarto document: front matter, included files, code cells and the prose between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    """One line of text and where it was written; verbatim lines stand inside a code block."""

    text: str
    file: str
    number: int
    verbatim: bool = False

    def problem(self, message: str, **parts: str | None) -> Problem:
        """What is wrong with this line."""
        return Problem(self.file, self.number, message=message, **parts)


@dataclass(frozen=True)
class Cell:
    """A code cell: its opening line, its options and its code."""

    head: Line
    code: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The cell's label, or nothing."""
        return str(self.options.get("label", ""))

    def problem(self, message: str, **parts: str | None) -> Problem:
        """What is wrong with this cell."""
        name = f"cell {self.label!r}: " if self.label else "cell: "
        return self.head.problem(name + message, **parts)


@dataclass(frozen=True)
class Document:
    """A Quarto document as read: its front matter, and lines and cells in order."""

    path: Path
    front: FrontMatter
    parts: tuple[Line | Cell, ...]
    files: tuple[Path, ...]


def read(path: Path) -> Document:
    """The document with its included files in place; everything unsupported is reported at once."""
    path = path.resolve()
    read_project(path.parent / "_quarto.yml")
    files: list[Path] = []
    lines = list(_lines(path, path.parent, (), files))
    count = _front_matter_length(lines)
    text = "\n".join(line.text for line in lines[1 : count - 1])
    values = read_mapping(text, FRONT_MATTER, path.name, 2, "front matter") if count else {}
    parts = (*lines[:count], *_parts(lines[count:]))
    return Document(path, FrontMatter(values), parts, tuple(files))


def read_project(path: Path) -> None:
    """Refuse a project file that asks for more than where Quarto writes."""
    if path.exists():
        read_mapping(path.read_text("utf-8"), PROJECT, path.name, 1, "project file")


def _front_matter_length(lines: list[Line]) -> int:
    if not lines or lines[0].text.rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], start=2):
        if line.text.rstrip() in ("---", "..."):
            return number
    raise DocumentError(lines[0].problem("the front matter is not closed", expected="a line ---"))


def _lines(
    path: Path, folder: Path, opened: tuple[Path, ...], files: list[Path]
) -> Iterator[Line]:
    """The lines of a file, with `include` and `pagebreak` shortcodes carried out."""
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    files.append(path)
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        line = Line(text, name, number)
        if "{{<" not in text:
            yield line
        elif (target := _included(line)) is None:
            yield from (Line(part, name, number, True) for part in PAGEBREAK.split("\n"))
        else:
            yield from _lines(_found(line, target, folder, opened + (path,)), folder, opened + (path,), files)
            yield Line("", name, number)


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
    """Cells as cells, the lines of code blocks marked verbatim, all others as they are."""
    position = 0
    while position < len(lines):
        line = lines[position]
        fence = None if line.verbatim else FENCE.match(line.text)
        if fence is None:
            yield line
            position += 1
            continue
        end = _closing(lines, position, fence["marks"])
        head = CELL_HEAD.match(fence["rest"].strip())
        if head:
            yield _cell(lines[position:end], fence["indent"], head)
        else:
            yield from (Line(part.text, part.file, part.number, True) for part in lines[position : end + 1])
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
    count = next((n for n, line in enumerate(lines[1:]) if not OPTION.match(line.text)), len(lines) - 1)
    text = "\n".join(line.text[3:] for line in lines[1 : count + 1])
    options = read_mapping(text, CELL, first.file, first.number + 1, "cell options")
    return Cell(first, "\n".join(line.text for line in lines[count + 1 :]), options)
