"""Running a document's cells and inline expressions, and writing what they give as Markdown."""

from __future__ import annotations

import base64
import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.errors import DocumentError, ReportError
from report.builtin.frontmatter import FrontMatter
from report.builtin.qmd import Cell, Document, Line
from report.builtin.shell import Output, Shell, shell

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]+([^`]+)`")
# What Quarto escapes in an inline text; `+-.` is a range there too, so the comma is among them.
SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+-.!])")
OBJECT = re.compile(r"^([<(\[].*[>)\]]|Text\([-\d].*)$")
CODE_FILE = "<ipython-input-"
IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


def run(document: Document) -> list[Line]:
    """The final Markdown: cells replaced by what they give, expressions by their value."""
    with shell(document.path.parent) as running:
        return [
            line
            for part in document.parts
            for line in (
                _cell_lines(part, running, document.front)
                if isinstance(part, Cell)
                else _prose(part, running)
            )
        ]


def _prose(line: Line, running: Shell) -> Iterator[Line]:
    if "`{python}" not in line.text:
        yield line
        return
    text = INLINE.sub(lambda found: _inline(line, found[1].strip(), running), line.text)
    if "`{python}" in text:
        expected = "`{python} expression` on one line"
        raise DocumentError(line.problem("not an inline expression", found=text, expected=expected))
    yield from (Line(part, line.file, line.number) for part in text.split("\n"))


def _inline(line: Line, expression: str, running: Shell) -> str:
    """An expression's Markdown as it is; any other value as escaped text."""
    try:
        data = running.value(expression)
    except ReportError:
        raise
    except Exception as error:
        message = f"`{expression}` failed: {told(error)}"
        raise DocumentError(line.problem(message)) from error
    if "text/markdown" in data:
        return str(data["text/markdown"])
    if not _is_plain(data):
        found, expected = ", ".join(sorted(data)), "a Markdown object or plain text"
        raise DocumentError(
            line.problem(f"`{expression}` cannot be shown", found=found, expected=expected)
        )
    return _escaped(data["text/plain"])


def _escaped(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return SPECIAL.sub(r"\\\1", text[1:-1]) if quoted else text


def told(error: BaseException) -> str:
    """An exception's type and message on one line."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    lines = text.strip().splitlines()
    return f"{type(error).__name__}: {lines[-1]}" if lines else type(error).__name__


def line_of(error: BaseException) -> int:
    """The line of the cell's code that an exception came from, counted from 1; 0 if unknown."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename.startswith(CODE_FILE)]
    return lines[0] if lines else 0


def _cell_lines(cell: Cell, running: Shell, front: FrontMatter) -> Iterator[Line]:
    try:
        outputs = running.run(cell.code)
    except ReportError:
        raise
    except Exception as error:
        raise DocumentError(cell.problem(told(error), line=line_of(error))) from error
    text = cell_markdown(cell, outputs, front)
    return (Line(part, cell.head.file, cell.head.number) for part in text.split("\n"))


def cell_markdown(cell: Cell, outputs: list[Output], front: FrontMatter) -> str:
    """What a cell adds to the document."""
    if not cell.options.get("include", True):
        return ""
    parts = [_block(cell.code, "python")] if _option(cell, front, "echo") else []
    if cell.options.get("output", True) is not False:
        kept = _kept(outputs, _option(cell, front, "warning"))
        parts.append(_floated(cell, [_shown(cell, output) for output in kept]))
    return "\n" + "\n\n".join(parts) + "\n"


def _option(cell: Cell, front: FrontMatter, name: str) -> bool:
    return bool(cell.options.get(name, front.at("execute", name, default=True)))


def _kept(outputs: list[Output], warning: bool) -> list[Output]:
    """Outputs without warnings nobody wants and without the names of drawn objects."""
    drawn = any(output.data.keys() & set(IMAGES) for output in outputs)
    return [
        output
        for output in outputs
        if (warning or output.kind != "stderr") and not _is_drawn_object(output, drawn)
    ]


def _is_drawn_object(output: Output, drawn: bool) -> bool:
    if output.kind != "result" or set(output.data) != {"text/plain"}:
        return False
    text = output.data["text/plain"]
    return (
        "<matplotlib." in text or "<seaborn." in text or (drawn and OBJECT.match(text) is not None)
    )


def _shown(cell: Cell, output: Output) -> str:
    """One output as Markdown."""
    data = output.data
    if "text/markdown" in data:
        return str(data["text/markdown"])
    if media := next((media for media in IMAGES if media in data), None):
        return _image(cell, media, data[media])
    if not _is_plain(data):
        found, expected = ", ".join(sorted(data)), "a Markdown object, a figure or text"
        raise DocumentError(
            cell.problem("this output cannot be shown", found=found, expected=expected)
        )
    if output.kind == "stdout" and cell.options.get("output") == "asis":
        return str(data["text/plain"])
    return _block(data["text/plain"])


def _is_plain(data: Mapping[str, Any]) -> bool:
    """Whether plain text is all there is: HTML or LaTeX would be lost in one of the formats."""
    return "text/plain" in data and not {"text/html", "text/latex"} & data.keys()


def _image(cell: Cell, media: str, content: str | bytes) -> str:
    """A drawn figure as an image that carries its own data."""
    if media == "image/svg+xml" and isinstance(content, str):
        content = content.encode("utf-8")
    if isinstance(content, bytes):
        content = base64.b64encode(content).decode("ascii")
    alt = _attribute(cell.options.get("fig-alt", ""))
    return f'![](data:{media};base64,{"".join(content.split())}){{fig-alt="{alt}"}}'


def _attribute(value: object) -> str:
    return " ".join(str(value).split()).replace("\\", "\\\\").replace('"', '\\"')


def _block(text: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _floated(cell: Cell, parts: list[str]) -> str:
    """The outputs, numbered and captioned where the cell's label and caption ask for it."""
    text, caption = "\n\n".join(parts), _caption(cell)
    widths = ",".join(map(str, cell.options.get("tbl-colwidths", [])))
    if caption is None and not widths:
        return text
    if caption is not None and len(parts) != 1:
        message = "a table or figure needs exactly one output"
        raise DocumentError(cell.problem(message, str(len(parts)), "1"))
    name = f"#{cell.label} " if caption is not None else ""
    columns = f'tbl-colwidths="{widths}"' if widths else ""
    return f"::: {{{name}.cell {columns}}}\n\n{text}\n\n{caption or ''}\n\n:::"


def _caption(cell: Cell) -> str | None:
    """The caption that goes with the kind of the label; one without the other is a mistake."""
    kind = cell.label.partition("-")[0]
    given = {key[:3] for key in ("tbl-cap", "fig-cap") if key in cell.options}
    if not given and (kind not in ("tbl", "fig") or cell.options.get("output") == "asis"):
        return None
    if given != {kind}:
        message = "a label tbl-… and a tbl-cap, a label fig-… and a fig-cap go together"
        raise DocumentError(cell.problem(message))
    return " ".join(str(cell.options[f"{kind}-cap"]).split())
