"""Calling pandoc, and telling what it finds wrong by the document's own files and lines."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, EngineMissing, Problem
from report.builtin.attachments import Attachment, listed
from report.builtin.frontmatter import AFTER_BODY, BEFORE_BODY, PARTIALS, FrontMatter
from report.builtin.qmd import Line
from report.builtin.style import embedded

HERE = Path(__file__).parent
# Pictures inside the Markdown go round pandoc, which reads their long addresses letter by letter.
PICTURE = re.compile(r"\]\((data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=]+))")
PLACEHOLDER = re.compile(r'src="embedded-data/(\d+)\.\w+"')
SEPARATOR = "\x1f"
# Room in which pandoc works without clearing up: a quarter to a third faster.
ROOM = ("+RTS", "-A256m", "-RTS")
CROSS_REFERENCE = re.compile(r"citation (tbl|fig|sec|eq|lst)-\S+ not found")
POSITION = re.compile(r" at (\S+ )?line \d+ column \d+")


@dataclass(frozen=True)
class Work:
    """What both formats are made from, and the folder they may write to."""

    document: Path
    front: FrontMatter
    lines: tuple[Line, ...]
    folder: Path
    markdown: str
    pictures: tuple[str, ...]

    @classmethod
    def of(cls, document: Path, front: FrontMatter, lines: tuple[Line, ...], folder: Path) -> Work:
        """Set the document's pictures aside."""
        pictures: list[str] = []

        def aside(found: re.Match[str]) -> str:
            pictures.append(found[1])
            return f"](embedded-data/{len(pictures) - 1}.{found[2].partition('+')[0]}"

        markdown = PICTURE.sub(aside, "\n".join(line.text for line in lines) + "\n")
        return cls(document, front, lines, folder, markdown, tuple(pictures))


def page(work: Work) -> bytes:
    """The page: one HTML file with its style and pictures inside."""
    style = work.folder / "style.html"
    style.write_text(f"<style>\n{_css(work)}</style>\n", "utf-8")
    toc = ["--toc"] if work.front.at("toc", default=False) else []
    depth = f"--toc-depth={work.front.at('toc-depth', default=3)}"
    lang = [] if work.front.at("lang") else ["--variable=lang:en"]
    template = f"--template={HERE / 'page.html'}"
    around = [f"--{key}={path}" for key in (BEFORE_BODY, AFTER_BODY) for path in _parts(work, key)]
    options = [template, f"--include-in-header={style}", *around, *toc, depth, *lang]
    html = _pandoc(work, "html5", options)
    return PLACEHOLDER.sub(lambda found: f'src="{work.pictures[int(found[1])]}"', html).encode()


def print_source(work: Work, attachments: Sequence[Attachment] = ()) -> Path:
    """The print version as a Typst file, with its pictures beside it and its attachments named."""
    for number, uri in enumerate(work.pictures):
        _write_picture(work.folder, number, uri)
    _copy_partials(work)
    template = f"--template={work.folder / 'print.typ'}"
    named = f"--metadata-file={listed(attachments, work.folder)}"
    typst = _pandoc(work, "typst", [template, named, *_variables(work)])
    source = work.folder / "main.typ"
    source.write_text(typst, "utf-8")
    return source


def _css(work: Work) -> str:
    def refused(name: str, message: str) -> DocumentError:
        return DocumentError(_problem(work, "css", message, found=name))

    names = work.front.texts("format", "html", "css")
    return "".join(embedded(_resource(work, name, "css"), refused) for name in names)


def _parts(work: Work, key: str) -> list[Path]:
    return [_resource(work, name, key) for name in work.front.texts("format", "html", key)]


def _resource(work: Work, name: str, key: str) -> Path:
    path = work.document.parent / name
    if not path.is_file():
        message = f"the file named under {key} does not exist"
        raise DocumentError(_problem(work, name, message, found=name))
    return path


def _write_picture(folder: Path, number: int, uri: str) -> None:
    found = PICTURE.match(f"]({uri}")
    assert found is not None
    path = folder / f"embedded-data/{number}.{found[2].partition('+')[0]}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(base64.b64decode(found[3]))


def _copy_partials(work: Work) -> None:
    """Lay the document's partials beside the engine's template, where pandoc looks for them."""
    key = "template-partials"
    partials = [_resource(work, name, key) for name in work.front.texts("format", "typst", key)]
    if {path.name for path in partials} != PARTIALS:
        found, expected = ", ".join(path.name for path in partials), " and ".join(sorted(PARTIALS))
        message = "the print version needs two template-partials"
        raise DocumentError(_problem(work, key, message, found=found, expected=expected))
    for path in (HERE / "print.typ", *partials):
        (work.folder / path.name).write_bytes(path.read_bytes())


def _variables(work: Work) -> Iterator[str]:
    front = work.front
    values = {
        "papersize": front.at("format", "typst", "papersize"),
        "section-numbering": front.at("format", "typst", "section-numbering")
        or ("1.1.a" if front.at("number-sections") else None),
    }
    return (f"--variable={key}:{value}" for key, value in values.items() if value)


def _pandoc(work: Work, to: str, options: list[str]) -> str:
    """One run of pandoc; its warnings are the document's problems."""
    log = work.folder / f"{to}.json"
    command = [
        *(program(), "--from=markdown", f"--to={to}", "--standalone", "--wrap=none"),
        *("--syntax-highlighting=none", f"--data-dir={work.folder}", f"--log={log}", "--quiet"),
        *(f"--lua-filter={HERE / 'crossref.lua'}", "--citeproc", *options, *ROOM),
    ]
    # The language of messages and of the sorting of references must not depend on who renders.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "REPORT_WORK": str(work.folder)}
    done = subprocess.run(
        command,
        input=work.markdown.encode(),
        capture_output=True,
        cwd=work.document.parent,
        env=environment,
    )
    problems = {
        _told(work, entry)
        for entry in (json.loads(log.read_text("utf-8")) if log.exists() else [])
        if entry["verbosity"] in ("WARNING", "ERROR") and not _told_elsewhere(entry)
    }
    if done.returncode and not problems:
        problems = {_failure(work, done.stderr.decode("utf-8", "replace"))}
    if problems:
        raise DocumentError(problems)
    return done.stdout.decode("utf-8")


@cache
def program() -> str:
    """The pandoc of the wheel: another one on this computer would give other bytes."""
    spec = importlib.util.find_spec("pypandoc")
    folder = Path(spec.origin or "").parent / "files" if spec else HERE
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    todo = "Install this package again: `uv sync`"
    raise EngineMissing(Problem("pypandoc_binary", message="pandoc is not installed", todo=todo))


def _told_elsewhere(entry: Mapping[str, Any]) -> bool:
    """Whether the filter tells the same, with a better place or words."""
    message = str(entry.get("message"))
    return entry["type"] == "DuplicateIdentifier" or bool(CROSS_REFERENCE.match(message))


def _told(work: Work, entry: Mapping[str, Any]) -> Problem:
    """A message of pandoc or of the filter, with the place in the document that it is about."""
    message = str(entry.get("message") or entry["pretty"])
    if entry["type"] == "ScriptingWarning" and SEPARATOR in message:
        words, _, message = message.partition(SEPARATOR)
        return _problem(work, words, message)
    if missing := re.fullmatch(r"citation (\S+) not found", message):
        return _problem(work, f"@{missing[1]}", f"no reference has the key {missing[1]}")
    if entry["type"] == "UnclosedDiv":
        return _at(work, entry["openpos"]["line"], "this block is never closed with :::")
    return _at(work, entry.get("line"), POSITION.sub("", message))


def _failure(work: Work, stderr: str) -> Problem:
    """Why pandoc gave up; it names a line where it can."""
    line = re.search(r" at \(line (\d+), column \d+\)", stderr)
    message = " ".join(stderr.split()) or "pandoc failed and did not say why"
    if not line:
        return _at(work, None, message)
    return _at(work, int(line[1]), message.replace(line[0], " in this metadata block"))


def _problem(
    work: Work, words: str, message: str, found: str | None = None, expected: str | None = None
) -> Problem:
    """A problem at the first line of the Markdown that holds these words."""
    lines = enumerate(work.markdown.split("\n"), 1)
    line = next((number for number, text in lines if words and words in text), None)
    return _at(work, line, message, found, expected)


def _at(
    work: Work,
    line: int | None,
    message: str,
    found: str | None = None,
    expected: str | None = None,
) -> Problem:
    """A problem at a line of the final Markdown, told by the file and line it came from."""
    if line is None or line > len(work.lines):
        name = work.document.name
        return Problem(name, message=message, found=found, expected=expected)
    return work.lines[line - 1].problem(message, found, expected)
