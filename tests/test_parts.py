"""A text is read in parts where that gives what reading it whole gives, and is whole elsewhere."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import Dataset
from analysis.errors import DocumentError
from report import document, publish
from report.builtin import pandoc, parts, prepare, reading
from report.builtin.parts import parted

FILLER = "Words of a paragraph that is there to fill the page.\n\n"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a page each, not of ten, which take pandoc longer."""
    monkeypatch.setattr(parts, "LEAST", 2000)


def text(*pieces: str) -> str:
    """Sections with enough words between them to be parts, each opened by one of the pieces."""
    filler = FILLER * (parts.LEAST // len(FILLER) + 1)
    return "".join(f"# Part {i} {{#sec-{i}}}\n\n{p}\n\n{filler}" for i, p in enumerate(pieces))


def whole(markdown: str) -> Any:
    """What pandoc reads in the whole text."""
    command = [pandoc.program(), "--from=markdown", "--to=json"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    return json.loads(done.stdout)


def work(markdown: str, folder: Path) -> pandoc.Work:
    """A document of nothing but a text."""
    path = folder / "some.qmd"
    path.write_text(f"---\ntitle: T\nlang: en\n---\n\n{markdown}", "utf-8")
    prepared = prepare(path)
    return pandoc.Work.of(path, prepared.front, prepared.lines, folder)


def test_the_report_is_read_in_parts_as_if_whole(real: Dataset, tmp_path: Path) -> None:
    """All of it, metadata included."""
    with document.about(real):
        prepared = prepare(publish.DOCUMENT)
    made = pandoc.Work.of(prepared.path, prepared.front, prepared.lines, tmp_path)
    assert len(parted(made.markdown.split("\n"))) > 15
    assert json.loads(reading.read(made).content) == whole(made.markdown)


APART = [
    "A paragraph.",
    "::: {.block}\nWithin.\n:::",
    ":::: {.block}\n::: block\n## Within {#sec-within}\n:::\n::::",
    "```\n# No heading\n::: {.block}\n[a]: http://example.com\n```",
    "~~~~ {=html}\n<main>\n~~~\n~~~~",
    "| a | b |\n|---|---|\n| [c]{#x .n claims=\"y\"} | `<b>`{=html} |",
    "An address, <https://example.com>, and \\<b\\> as text.",
    "Cited [@one; @two] and @three. Again [@one, p. 2].",
    "1. One\n2. Two\n\n   More of two.",
]  # fmt: skip


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("piece", APART)
def test_a_text_is_cut_where_nothing_reaches_across(piece: str, tmp_path: Path) -> None:
    """And gives the same as when it is read whole."""
    made = work(text("First [@zero].", piece, "Last [@four]."), tmp_path)
    assert len(parted(made.markdown.split("\n"))) == 3
    assert json.loads(reading.read(made).content) == whole(made.markdown)


TOGETHER = {
    "a link defined elsewhere": ("See [the work][w].", "[w]: https://example.com"),
    "a note defined elsewhere": ("Said.[^n]", "[^n]: A note."),
    "a note in place": ("Said.^[A note.]", "Cited [@one]."),
    "an example": ("(@good) An example.", "As (@good) shows."),
    "an element around parts": ("<div>", "</div>"),
    "a comment around parts": ("<!-- Hidden", "-->"),
    "a block around parts": ("::: {.block}", ":::"),
    "a code block around parts": ("```", "```"),
    "metadata further on": ("A paragraph.", "---\nkeywords: [a]\n---"),
    "a link by the words of a heading": ("See [part 1].", "There."),
    "a heading told from another by a number": ("## Alike", "## Alike"),
    "a heading told from an identifier": ("## Alike", "## Other {#alike}"),
    "a definition before a rule": ("[w]: https://example.com\n\n---", "See [the work][w]."),
    "an example before a rule": ("(@good) An example.\n\n---", "As (@good) shows."),
    "a comment before a rule": ("<!-- Hidden\n\n---", "-->"),
    "a definition in a quotation": ("> [w]: https://example.com", "See [w][w]."),
    "a definition in a list": ("1.  One\n\n    [w]: https://example.com", "See [w][w]."),
    "a definition of a term": (":   [w]: https://example.com", "See [w][w]."),
    "a definition in a drawn table": ("+---+\n| [w]: https://a.b |\n+---+", "See [w][w]."),
    "a definition with brackets in its name": ("[a [c] b]: https://a.b", "See [a [c] b]."),
    "a definition over two lines": ("[a\nb]: https://example.com", "See [a b]."),
    "a note in a quotation": ("> [^n]: A note.", "Said.[^n]"),
    "an example in a quotation": ("> (@good) An example.", "As (@good) shows."),
    "an example at the end of a line": ("(@good)\n  An example.", "As (@good) shows."),
    "a heading drawn with a line": ("Some title\n==========", "See [Some title]."),
    "a heading in a quotation": ("> ## Some title", "See [Some title]."),
    "a heading in a list": ("- ## Some title", "See [Some title]."),
    "a heading with code": ("## Some `x` title", "See [Some `x` title]."),
    "a link to a heading over two lines": ("See [part\n1].", "There."),
    "a bracket beside a heading's words": ("## Some title", "See [some title](not closed"),
    "a block in a list": ("- ::: {.x}\n  text\n  :::", "::: {.y}"),
    "a block closed that was never opened": (":::", "::: {.y}"),
    "a block after a line of text": ("Text\n::: {.x}", "Text\n\n:::"),
    "a block named by two words": ("::: some words", ":::"),
    "code in a list": ("- ```\n  x\n  ```", "```"),
    "code after a line of text": ("Text\n~~~", "See [part 1].\n~~~"),
    "code over two lines": ("foo ` bar\nbaz ` <div> `", "</div>"),
    "code that ends with a backslash": ("`a\\` <div> `", "</div>"),
    "a macro": ("\\newcommand{\\x}{word}", "$\\x$"),
    "LaTeX over parts": ("\\begin{center}", "\\end{center}"),
}
# What begins like a heading, and is a row of a table or a term.
ROWS = (
    "---------- ------\nFirst      words\n\n# Part 9   {#no}\n---------- ------\n",
    f"{FILLER * 500}# Term {{#no}}\n\n:   Its meaning.",
)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("name", TOGETHER)
def test_a_text_whose_parts_reach_across_is_read_whole(name: str, tmp_path: Path) -> None:
    """What is in one part is seen from the other."""
    made = work(text("First.", *TOGETHER[name], "Last."), tmp_path)
    assert json.loads(reading.read(made).content) == whole(made.markdown)


@pytest.mark.parametrize("piece", ROWS)
def test_what_looks_like_a_heading_does_not_begin_a_part(piece: str, tmp_path: Path) -> None:
    """It is read with what is around it."""
    made = work(text("First.", piece, "Last."), tmp_path)
    assert json.loads(reading.read(made).content) == whole(made.markdown)


def test_a_run_that_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have been for want of memory."""
    made = work(text("Tried again."), tmp_path)
    failed = pandoc.Run(b"", (), "killed")
    with monkeypatch.context() as patched:
        patched.setattr(pandoc, "run", lambda *_: failed)
        with pytest.raises(DocumentError, match="killed"):
            reading.read(made)
    assert json.loads(reading.read(made).content) == whole(made.markdown)


def test_a_problem_in_a_part_is_told_at_its_line(tmp_path: Path) -> None:
    """Counted from the beginning of the file."""
    made = work(text("First.", "Second.", "::: {.block}\nnever closed"), tmp_path)
    wanted = next(
        line.number for line in made.lines if line.text == "::: {.block}"
    )  # where the block opens
    (problem,) = reading.read(made).problems
    assert "never closed with :::" in problem.message
    assert (problem.file, problem.row) == ("some.qmd", wanted)


def test_what_pandoc_cannot_read_is_told_at_its_line(tmp_path: Path) -> None:
    """Also where it gives up."""
    broken = "---\ntitle: T\nlang: en\n---\n\nText.\n\n---\nkey: [never closed\n---\n"
    path = tmp_path / "some.qmd"
    path.write_text(broken, "utf-8")
    prepared = prepare(path)
    made = pandoc.Work.of(path, prepared.front, prepared.lines, tmp_path)
    with pytest.raises(DocumentError) as raised:
        reading.read(made)
    (problem,) = raised.value.problems
    assert problem.file == "some.qmd"
    assert problem.row in range(8, 12)
