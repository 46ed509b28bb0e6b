"""The page, and the print version as Typst, written by pandoc from what it read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analysis.errors import DocumentError
from report.builtin import pandoc
from report.builtin.attachments import Attachment, listed
from report.builtin.frontmatter import AFTER_BODY, BEFORE_BODY, PARTIALS
from report.builtin.pandoc import Work
from report.builtin.pictures import files, put_back
from report.builtin.reading import Tree
from report.builtin.style import embedded

HERE = Path(__file__).parent
# Room in which pandoc works without clearing up: a quarter to a third faster.
ROOM = ("+RTS", "-A256m", "-RTS")
# The pictures' addresses, once they are made.
Pictures = Callable[[], Sequence[str]]


def page(work: Work, tree: Tree, pictures: Pictures) -> bytes:
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
    return put_back(html, pictures()).encode()


def print_source(
    work: Work, tree: Tree, pictures: Pictures, attachments: Sequence[Attachment] = ()
) -> Path:
    """The print version as a Typst file, with its pictures beside it and its attachments named."""
    _copy_partials(work)
    template = f"--template={work.folder / 'print.typ'}"
    named = f"--metadata-file={listed(attachments, work.folder)}"
    typst = _written(work, tree, "typst", [template, named, *_variables(work)])
    source = work.folder / "main.typ"
    source.write_text(typst, "utf-8")
    for name, content in files(pictures()):
        path = work.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return source


def _css(work: Work) -> str:
    def refused(name: str, message: str) -> DocumentError:
        return DocumentError(pandoc.problem(work, "css", message, found=name))

    names = work.front.texts("format", "html", "css")
    return "".join(embedded(_resource(work, name, "css"), refused) for name in names)


def _parts(work: Work, key: str) -> list[Path]:
    return [_resource(work, name, key) for name in work.front.texts("format", "html", key)]


def _resource(work: Work, name: str, key: str) -> Path:
    path = work.document.parent / name
    if not path.is_file():
        message = f"the file named under {key} does not exist"
        raise DocumentError(pandoc.problem(work, name, message, found=name))
    return path


def _copy_partials(work: Work) -> None:
    """Lay the document's partials beside the engine's template, where pandoc looks for them."""
    key = "template-partials"
    partials = [_resource(work, name, key) for name in work.front.texts("format", "typst", key)]
    if {path.name for path in partials} != PARTIALS:
        found, expected = ", ".join(path.name for path in partials), " and ".join(sorted(PARTIALS))
        message = "the print version needs two template-partials"
        raise DocumentError(pandoc.problem(work, key, message, found=found, expected=expected))
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
    done = pandoc.run(command, tree.content, work.folder, work.document.parent)
    if problems := tree.problems | {*pandoc.problems(work, done)}:
        raise DocumentError(problems)
    return done.output.decode("utf-8")
