"""Calling pandoc, and telling what it finds wrong by the document's own files and lines.

The Markdown is read once, in parts; both formats are written from what was read.
"""

from __future__ import annotations

import base64
import importlib.util
import itertools
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, EngineMissing, Problem
from report.builtin.attachments import Attachment, listed
from report.builtin.frontmatter import AFTER_BODY, BEFORE_BODY, PARTIALS, FrontMatter
from report.builtin.parts import parted
from report.builtin.qmd import Line
from report.builtin.style import embedded

HERE = Path(__file__).parent
# Pictures inside the Markdown go round pandoc, which reads their long addresses letter by letter.
PICTURE = re.compile(r"\]\((data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=]+))")
PLACEHOLDER = re.compile(r'src="embedded-data/(\d+)\.\w+"')
SEPARATOR = "\x1f"
# Room in which pandoc works without clearing up: a quarter to a third faster.
ROOM = ("+RTS", "-A256m", "-RTS")
# Parts that `report watch` keeps as read; a document has some fifteen.
KEPT_PARTS = 64
HEADER = re.compile(rb'"t":"Header","c":\[\d+,\["([^"]+)"')
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


@dataclass(frozen=True)
class Run:
    """What a run of pandoc gave: output, entries of its log, its last words if it failed."""

    output: bytes
    log: tuple[Mapping[str, Any], ...]
    failed: str | None


@dataclass(frozen=True)
class Tree:
    """The document as pandoc read it, in pandoc's JSON, and what it found wrong meanwhile."""

    content: bytes
    problems: frozenset[Problem]


def read(work: Work) -> Tree:
    """Read the Markdown. Raises `DocumentError` where pandoc gives up."""
    lines = work.markdown.split("\n")
    begins = parted(lines)
    texts = ["\n".join(lines[a:b]) for a, b in itertools.pairwise([*begins, len(lines)])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(_part, texts))
    identifiers = [found for part in parts for found in HEADER.findall(part.output)]
    if len(parts) > 1 and len({*identifiers}) < len(identifiers):
        begins, parts = [0], [_part(work.markdown)]
    problems = frozenset(
        problem
        for begin, part in zip(begins, parts, strict=True)
        for problem in _problems(work, part, begin)
    )
    if any(part.failed is not None for part in parts):
        raise DocumentError(problems)
    return Tree(_joined([part.output for part in parts]), problems)


@lru_cache(KEPT_PARTS)
def _part(text: str) -> Run:
    """What pandoc reads in a part of the Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        return _run(["--from=markdown", "--to=json"], text.encode(), Path(folder))


def _joined(parts: Sequence[bytes]) -> bytes:
    """The parts' blocks one after the other; of metadata given twice, the last."""
    if len(parts) == 1:
        return parts[0]
    trees = [json.loads(part) for part in parts]
    meta = {key: value for tree in trees for key, value in tree["meta"].items()}
    blocks = [block for tree in trees for block in tree["blocks"]]
    return json.dumps({**trees[0], "meta": meta, "blocks": blocks}).encode()


def page(work: Work, tree: Tree) -> bytes:
    """The page: one HTML file with its style and pictures inside."""
    style = work.folder / "style.html"
    style.write_text(f"<style>\n{_css(work)}</style>\n", "utf-8")
    toc = ["--toc"] if work.front.at("toc", default=False) else []
    depth = f"--toc-depth={work.front.at('toc-depth', default=3)}"
    lang = [] if work.front.at("lang") else ["--variable=lang:en"]
    template = f"--template={HERE / 'page.html'}"
    around = [f"--{key}={path}" for key in (BEFORE_BODY, AFTER_BODY) for path in _parts(work, key)]
    options = [template, f"--include-in-header={style}", *around, *toc, depth, *lang]
    html = _written(work, tree, "html5", options)
    return PLACEHOLDER.sub(lambda found: f'src="{work.pictures[int(found[1])]}"', html).encode()


def print_source(work: Work, tree: Tree, attachments: Sequence[Attachment] = ()) -> Path:
    """The print version as a Typst file, with its pictures beside it and its attachments named."""
    for number, uri in enumerate(work.pictures):
        _write_picture(work.folder, number, uri)
    _copy_partials(work)
    template = f"--template={work.folder / 'print.typ'}"
    named = f"--metadata-file={listed(attachments, work.folder)}"
    typst = _written(work, tree, "typst", [template, named, *_variables(work)])
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


def _written(work: Work, tree: Tree, to: str, options: list[str]) -> str:
    """The document in one format; pandoc's warnings are the document's problems."""
    command = [
        *("--from=json", f"--to={to}", "--standalone", "--wrap=none"),
        *("--syntax-highlighting=none", f"--data-dir={work.folder}"),
        *(f"--lua-filter={HERE / 'crossref.lua'}", "--citeproc", *options, *ROOM),
    ]
    done = _run(command, tree.content, work.folder, work.document.parent)
    if problems := tree.problems | {*_problems(work, done)}:
        raise DocumentError(problems)
    return done.output.decode("utf-8")


def _run(arguments: Sequence[str], text: bytes, folder: Path, place: Path = HERE) -> Run:
    """One run of pandoc that begins in `place` and may write to `folder`."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".json") as log:
        # The language of messages and of the sorting of references must not depend on who renders.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "REPORT_WORK": str(folder)}
        done = subprocess.run(
            [program(), *arguments, f"--log={log.name}", "--quiet"],
            input=text,
            capture_output=True,
            cwd=place,
            env=environment,
        )
        told = log.read()
    failed = done.stderr.decode("utf-8", "replace") if done.returncode else None
    return Run(done.stdout, tuple(json.loads(told or "[]")), failed)


def _problems(work: Work, done: Run, begin: int = 0) -> Iterator[Problem]:
    """What pandoc found wrong in the lines of the Markdown from `begin` on."""
    told = [
        entry
        for entry in done.log
        if entry["verbosity"] in ("WARNING", "ERROR") and not _told_elsewhere(entry)
    ]
    yield from (_told(work, entry, begin) for entry in told)
    if done.failed is not None and not told:
        yield _failure(work, done.failed, begin)


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


def _told(work: Work, entry: Mapping[str, Any], begin: int) -> Problem:
    """A message of pandoc or of the filter, with the place in the document that it is about."""

    def at(line: int | None, words: str) -> Problem:
        return _at(work, line and begin + line, words)

    message = str(entry.get("message") or entry["pretty"])
    if entry["type"] == "ScriptingWarning" and SEPARATOR in message:
        words, _, message = message.partition(SEPARATOR)
        return _problem(work, words, message)
    if missing := re.fullmatch(r"citation (\S+) not found", message):
        return _problem(work, f"@{missing[1]}", f"no reference has the key {missing[1]}")
    if entry["type"] == "UnclosedDiv":
        return at(entry["openpos"]["line"], "this block is never closed with :::")
    return at(entry.get("line"), POSITION.sub("", message))


def _failure(work: Work, stderr: str, begin: int) -> Problem:
    """Why pandoc gave up; it names a line where it can."""
    line = re.search(r" at \(line (\d+), column \d+\)", stderr)
    message = " ".join(stderr.split()) or "pandoc failed and did not say why"
    if not line:
        return _at(work, None, message)
    words = message.replace(line[0], " in this metadata block")
    return _at(work, begin + int(line[1]), words)


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
