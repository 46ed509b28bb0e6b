"""The printed report: cover, bookmarks, heads, stacked registers, attachments; nothing runs out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypandoc
import pytest
from lxml import etree, html

from analysis.dataset import Dataset
from analysis.errors import DocumentError
from report import bibliography, foot, publish
from report.archive import dataset_zip
from report.builtin import render
from report.builtin.attachments import Attachment

ROOT = Path(__file__).resolve().parent.parent
MM = 72 / 25.4
LEFT, RIGHT = 20 * MM, 190 * MM
BOTTOM = 22 * MM
# The least that stands between a heading's top and the foot of the text: itself and a line.
WITH_A_LINE = 40
HEAD = """---
title: "A test"
lang: en
date: 2023-05-06
edition: "1"
callout-icon: false
format:
  typst:
    pdf-standard: [ua-1, a-3a]
    font-paths: theme/fonts
    template-partials: [theme/typst-template.typ, theme/typst-show.typ]
---

# Storms {#sec-storms}

"""
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (Debian's poppler-utils) is missing"
)


@dataclass(frozen=True)
class Word:
    """A printed word and its box, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def pdf(rendered: Path) -> Iterator[pikepdf.Pdf]:
    """The rendered PDF, opened."""
    with pikepdf.open(rendered / "report.pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def sheets(rendered: Path) -> list[list[Word]]:
    """The words of each sheet."""
    return words_of(rendered / "report.pdf")


def words_of(pdf: Path) -> list[list[Word]]:
    """The words of each sheet of a PDF."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    found = etree.fromstring(done.stdout, etree.XMLParser(recover=True))
    return [[_word(word) for word in sheet.iter("{*}word")] for sheet in found.iter("{*}page")]


def _word(element: Any) -> Word:
    box = (float(element.get(side)) for side in ("xMin", "yMin", "xMax", "yMax"))
    return Word(element.text or "", *box)


def text(words: Sequence[Word]) -> str:
    """Words in one line, without the joiners between them."""
    return " ".join(word.text for word in words).replace("\u2060", "")


def small(folder: Path, body: str, **options: Any) -> Path:
    """The PDF of a document of this text, with the report's theme."""
    shutil.copytree(ROOT / "report/theme", folder / "theme")
    (folder / "test.qmd").write_text(HEAD + body, "utf-8")
    return render(folder / "test.qmd", folder / "out", ["pdf"], **options)["pdf"]


# The cover and what is around the text


@needs_poppler
def test_the_cover_says_what_the_descriptor_says(sheets: list[list[Word]], real: Dataset) -> None:
    """Title, subtitle, description, edition, day, licence, and no other word or number."""
    licence = real.descriptor["licenses"][0]["title"]
    told = [real.title, real.subtitle, real.descriptor["description"]]
    told += [bibliography.state_words(real)]
    told += [f"The dataset may be used under the licence {licence}."]
    assert text(sheets[0]).split() == " ".join(told).split()


@needs_poppler
def test_every_sheet_after_the_cover_names_section_edition_and_page(
    sheets: list[list[Word]], real: Dataset, page: html.HtmlElement
) -> None:
    """The section is one of the page's, or the contents; the number is that of the sheet."""
    sections = {"Contents", *(heading_words(head, number=False) for head in page.iter("h1"))}
    for number, words in enumerate(sheets[1:], 2):
        head = text([word for word in words if word.bottom < 24 * MM])
        foot = text([word for word in words if word.top > (297 - 20) * MM])
        assert head.removesuffix(f" {bibliography.state_words(real)}") in sections
        assert foot == f"{real.title} {number}"


@pytest.fixture(scope="module")
def page(rendered: Path) -> html.HtmlElement:
    """The rendered page."""
    return html.parse(rendered / "report.html").getroot()


def heading_words(head: html.HtmlElement, *, number: bool = True) -> str:
    """A heading's words as in print, with or without its number."""
    words = " ".join(head.text_content().split())
    return words if number else re.sub(r"^[\d.]+ ", "", words)


def test_bookmarks_are_the_headings_of_the_page(pdf: pikepdf.Pdf, page: html.HtmlElement) -> None:
    """In the same order, the second level below the first."""
    body = page.xpath("//h1[not(@class='title')] | //h2[not(@id='toc-title')]")
    wanted = [(head.tag, heading_words(head)) for head in body]
    with pdf.open_outline() as outline:
        found = [
            (f"h{depth}", item.title) for top in outline.root for depth, item in _branch(top, 1)
        ]
    assert [(tag, _straight(title)) for tag, title in found] == [
        (tag, _straight(title)) for tag, title in wanted
    ]


def _branch(item: pikepdf.OutlineItem, depth: int) -> Iterator[tuple[int, pikepdf.OutlineItem]]:
    yield depth, item
    for child in item.children:
        yield from _branch(child, depth + 1)


def _straight(words: str) -> str:
    return words.translate(str.maketrans("‘’“”", "''\"\""))


def test_no_heading_is_last_on_its_sheet(pdf: pikepdf.Pdf) -> None:
    """There is room for it and for a line beneath."""
    with pdf.open_outline() as outline:
        tops = {
            item.title: float(item.destination[3])
            for top in outline.root
            for _, item in _branch(top, 1)
        }
    assert len(tops) > 20
    assert [title for title, top in tops.items() if top < BOTTOM + WITH_A_LINE] == []


# Tables and pictures


@needs_poppler
def test_no_word_runs_out_of_the_text(sheets: list[list[Word]]) -> None:
    """Left and right margins are empty on every sheet."""
    words = [word for sheet in sheets for word in sheet]
    assert len(words) > 1000
    assert [word for word in words if word.left < LEFT - 1 or word.right > RIGHT + 1] == []


def test_every_table_is_tagged_with_its_headings(pdf: pikepdf.Pdf, page: html.HtmlElement) -> None:
    """As many tables and rows as on the page; a row has a cell for each heading of its table."""
    tables = [item for item in elements(pdf) if item.S == "/Table"]
    assert len(tables) == len(list(page.iter("table")))
    rows = [row for table in tables for part in parts(table) for row in children(part)]
    assert len(rows) == len(list(page.iter("tr")))
    for table in tables:
        head, body = parts(table)
        (names,) = children(head)
        assert {str(cell.S) for cell in children(names)} == {"/TH"}
        widths = {
            len([cell for cell in children(row) if cell.S == "/TD"]) for row in children(body)
        }
        assert widths == {len(children(names))}


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """The elements of a PDF's structure."""
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if item.get("/Type") == "/StructElem"]


def parts(table: Any) -> list[Any]:
    """A table's head and body, without its caption."""
    return [part for part in children(table) if part.S in ("/THead", "/TBody")]


def children(element: Any) -> list[Any]:
    """The elements right below one."""
    below = element.get("/K", [])
    listed = below if isinstance(below, pikepdf.Array) else [below]
    return [item for item in listed if isinstance(item, pikepdf.Dictionary) and "/S" in item]


def test_a_picture_without_alternative_text_is_refused(tmp_path: Path) -> None:
    """Typst holds the PDF to its standard, whatever the engine lets pass."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    body = f'```{{=typst}}\n#figure(image(bytes("{drawing}")))\n```\n'
    with pytest.raises(DocumentError, match="PDF/UA-1 error: missing alt text"):
        small(tmp_path, body)


def test_a_register_with_other_columns_is_not_printed_short(tmp_path: Path) -> None:
    """A column that no cell of the printed register takes in is told, never left out."""
    body = "| Claim | Weight |\n|:--|:--|\n| c1 | heavy |\n\n: Register {#tbl-register-x}\n"
    with pytest.raises(DocumentError, match="columns Claim, Weight cannot be stacked as Claim, "):
        small(tmp_path, body)


def test_a_register_without_records_is_printed(tmp_path: Path) -> None:
    """Its one column says so."""
    body = "| No claim |\n|:--|\n| – |\n\n: Register {#tbl-register-x}\n"
    with pikepdf.open(small(tmp_path, body)) as pdf:
        assert [str(item.S) for item in elements(pdf)].count("/TH") == 1


def test_only_print_hears_where_charts_stand() -> None:
    """The page has one after the other and nothing of print's code; no chart leaves no trace."""
    drawn = foot.drawn(["A\n", "B\n"])
    assert pypandoc.convert_text(drawn, "html", "markdown").split() == ["<p>A</p>", "<p>B</p>"]
    printed = pypandoc.convert_text(drawn, "typst", "markdown")
    assert "".join(printed.split()) == "#drawn[A][B]"
    assert foot.drawn([]) == ""


@needs_poppler
def test_a_chart_is_whole_with_its_caption(tmp_path: Path) -> None:
    """Where it is higher than what is left of a page, it stands on the next one."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='400'/>"
    chart = (
        "```{=typst}\n"
        f'#figure(image(bytes("{drawing}"), alt: "A line."), caption: [A chart])\n'
        "```\n"
    )
    filler = "```{=typst}\n#block(height: 16cm)[Text]\n```\n"
    found = words_of(small(tmp_path, filler + foot.drawn([chart, chart])))
    assert [text(sheet).count("A chart") for sheet in found] == [0, 0, 0, 2]


@needs_poppler
@pytest.mark.parametrize(("filled", "sheet"), [(10, 2), (16, 3)])
def test_a_part_opens_where_there_is_room(tmp_path: Path, filled: int, sheet: int) -> None:
    """Its heading stands on a page of which nine centimetres are left, else on the next."""
    filler = f"```{{=typst}}\n#block(height: {filled}cm)[Text]\n```\n"
    found = words_of(small(tmp_path, f"{filler}\n# Harbours {{#sec-x}}\n\nWords.\n"))
    assert [number for number, page in enumerate(found) if "Words." in text(page)] == [sheet]
    (heading,) = [word for word in found[sheet] if word.text == "Harbours" and word.top > 60]
    assert (heading.top < 90) == (sheet == 3)


# Attachments


def test_the_dataset_and_the_lineage_are_in_the_pdf(pdf: pikepdf.Pdf, rendered: Path) -> None:
    """The files themselves, with their kinds, and what they are to the report."""
    lineage = (rendered / "downloads" / publish.LINEAGE).read_bytes()
    wanted = {"dataset.zip": dataset_zip(ROOT), publish.LINEAGE: lineage}
    found = {name: file.get_file() for name, file in pdf.attachments.items()}
    assert {name: file.read_bytes() for name, file in found.items()} == wanted
    assert {file.mime_type for file in found.values()} == {"application/zip", "application/json"}
    for listed in pdf.Root.AF:
        assert listed.AFRelationship == "/Data"
        assert len(str(listed.Desc)) > 10


def test_a_document_without_attachments_has_none(tmp_path: Path) -> None:
    """As where Quarto alone renders the report."""
    with pikepdf.open(small(tmp_path, "Words.\n")) as pdf:
        assert dict(pdf.attachments) == {}


def test_what_is_attached_is_asked_for_after_the_page(tmp_path: Path) -> None:
    """So that it may be read off the page; of a page that failed, nothing is asked."""
    told: list[str] = []

    def refuse(page: str) -> None:
        told.append("page")
        raise DocumentError(())

    def content() -> bytes:
        told.append("content")
        return b"[]"

    attached = Attachment("a.json", "application/json", "What was told", content)
    shutil.copytree(ROOT / "report/theme", tmp_path / "theme")
    (tmp_path / "test.qmd").write_text(HEAD + "Words.\n", "utf-8")
    files = render(
        tmp_path / "test.qmd",
        tmp_path / "out",
        after_page=lambda page: told.append("page"),
        attachments=[attached],
    )
    assert told == ["page", "content"]
    with pikepdf.open(files["pdf"]) as pdf:
        assert pdf.attachments["a.json"].get_file().read_bytes() == b"[]"
    with pytest.raises(DocumentError):
        render(tmp_path / "test.qmd", tmp_path / "out", after_page=refuse, attachments=[attached])
    assert told == ["page", "content", "page"]
