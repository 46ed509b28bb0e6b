"""The builtin engine gives what Quarto gives, says what it cannot do, and always the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy
import pikepdf
import pytest
from lxml import html

from analysis.errors import DocumentError, Problem, ReportError
from report.builtin import prepare, render

SAMPLE = Path(__file__).parent / "data" / "sample" / "rain.qmd"
HEAD = """---
title: "A test"
lang: en
date: 2023-05-06
number-sections: true
callout-icon: false
format:
  html: {theme: none, minimal: true, css: theme/page.css, embed-resources: true}
  typst:
    pdf-standard: [ua-1, a-3a]
    template-partials: [theme/typst-template.typ, theme/typst-show.typ]
execute: {echo: false, warning: false}
---

"""
HEAD_LINES = HEAD.count("\n")


def words(element: Any) -> str:
    """An element's text with single spaces."""
    return " ".join("".join(element.itertext()).replace("\xa0", " ").split())


def outline(page: Path) -> dict[str, Any]:
    """What a reader meets on a page, in the form of the Quarto sample's outline.json."""
    body = html.parse(str(page)).getroot().find("body")
    headings = body.xpath(
        ".//*[self::h1 or self::h2 or self::h3][not(@class='title')][not(@id='toc-title')]"
    )
    references = body.xpath(".//a[contains(@class, 'quarto-xref')]")
    linked = {link.get("href")[1:] for link in body.xpath(".//a[starts-with(@href, '#c-')]")}
    return {
        "headings": [[int(head.tag[1]), head.get("id"), words(head)] for head in headings],
        "captions": [words(caption) for caption in body.iter("figcaption")],
        "cross_references": [[link.get("href")[1:], words(link)] for link in references],
        "citations": [words(cite) for cite in body.xpath(".//span[@data-cites]")],
        "references": [words(entry) for entry in body.find_class("csl-entry")],
        "link_targets": sorted(linked & set(body.xpath(".//@id"))),
        "table_rows": [[words(cell) for cell in row] for row in body.iter("tr")],
        "alt_texts": [image.get("alt") for image in body.iter("img")],
    }


def pdf_words(pdf: Path) -> list[str]:
    """The words of a PDF in reading order, without the leaders of the table of contents."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([program, "-layout", pdf, "-"], capture_output=True, check=True)
    return re.sub(r"(\. ?){3,}|…|\u2060", " ", done.stdout.decode()).split()


# The links of the text: not those of the contents, of footnote marks and back from footnotes.
WRITTEN_LINKS = """.//a[not(ancestor::nav)][not(@role='doc-noteref')][not(@role='doc-backlink')]"""


def structures(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The elements of one kind in a PDF's structure tree."""
    return [item for item in pdf.objects if _is_structure(item) and kind == item.S]


def _is_structure(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item


def printed_links(pdf: pikepdf.Pdf) -> list[Any]:
    """The links of a PDF's text: not those of the contents, to footnotes and back."""
    extra = len(structures(pdf, "/TOCI")) + 2 * len(structures(pdf, "/Note"))
    return structures(pdf, "/Link")[extra:]


def links(pdf: pikepdf.Pdf) -> list[Any]:
    """The link annotations of all pages."""
    return [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" not in note]


def leads_somewhere(pdf: pikepdf.Pdf, link: Any) -> bool:
    """Whether a link inside a PDF goes to a page of it or to a name it knows."""
    if isinstance(link.Dest, pikepdf.Array):
        return any(page.objgen == link.Dest[0].objgen for page in pdf.pages)
    return str(link.Dest) in pikepdf.NameTree(pdf.Root.Names.Dests)


def problems(folder: Path, text: str) -> list[Problem]:
    """What the engine says is wrong with a document of this text."""
    shutil.copytree(SAMPLE.parent / "theme", folder / "theme")
    (folder / "test.qmd").write_text(text, "utf-8")
    with pytest.raises(DocumentError) as caught:
        render(folder / "test.qmd", folder / "out")
    return list(caught.value.problems)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The project's own sample document as page and PDF."""
    return render(SAMPLE, tmp_path_factory.mktemp("rendered"))


@pytest.fixture(scope="module")
def body(rendered: dict[str, Path]) -> Any:
    """The body of the sample's page."""
    return html.parse(str(rendered["html"])).getroot().find("body")


@pytest.fixture(scope="module")
def expected() -> Path:
    """The folder with what real Quarto made of its sample."""
    folder = os.environ.get("QUARTO_SAMPLE")
    if not folder:
        pytest.skip("QUARTO_SAMPLE names no folder with Quarto's sample and its outcome")
    return Path(folder)


@pytest.fixture(scope="module")
def quarto_sample(expected: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Quarto's sample as this engine renders it."""
    return render(expected / "sample.qmd", tmp_path_factory.mktemp("quarto"))


def test_the_page_has_the_outline_that_quarto_gives(
    quarto_sample: dict[str, Path], expected: Path
) -> None:
    """Headings, numbers, captions, references, links, rows, alternative texts."""
    wanted = json.loads((expected / "expected" / "outline.json").read_text("utf-8"))
    assert outline(quarto_sample["html"]) == wanted


def test_the_pdf_has_the_words_that_quarto_gives(
    quarto_sample: dict[str, Path], expected: Path
) -> None:
    """The same words in the same order."""
    wanted = (expected / "expected" / "print.txt").read_text("utf-8").replace("…", " ")
    assert pdf_words(quarto_sample["pdf"]) == wanted.split()


def test_the_pdf_has_the_links_that_quarto_gives(quarto_sample: dict[str, Path]) -> None:
    """As many links as on the page, each with a destination."""
    with pikepdf.open(quarto_sample["pdf"]) as pdf:
        body = html.parse(str(quarto_sample["html"])).getroot().find("body")
        assert len(printed_links(pdf)) == len(body.xpath(WRITTEN_LINKS))
        assert all(leads_somewhere(pdf, link) for link in links(pdf))


def test_headings_are_numbered_and_unnumbered_ones_do_not_count(rendered: dict[str, Path]) -> None:
    """Headings printed by a cell count like written ones."""
    assert [heading[2] for heading in outline(rendered["html"])["headings"]] == [
        "Summary",
        "1 Valleys",
        "2 Words and code",
        "2.1 More",
        "2.1.1 Generated first heading",
        "2.1.2 Generated second heading",
        "3 Register",
        "References",
    ]


def test_every_kind_of_float_is_numbered_in_order(rendered: dict[str, Path]) -> None:
    """Cells, printed tables and pictures, tables in the text."""
    assert outline(rendered["html"])["captions"] == [
        "Table 1: Rain in a year, as measured (Wetter 2020)",
        "Figure 1: Rain by valley. Source: Wetter (2020).",
        "Figure 2: A figure left open",
        "Figure 3: Bars as data, by hand",
        "Table 2: Ninety days",
        "Table 3: A table with an identifier and no cell",
        "Table 4: Relative widths",
        "Table 5: Widths given",
    ]


def test_references_say_kind_and_number(rendered: dict[str, Path]) -> None:
    """Several at once, with a prefix of the author's, and the number alone."""
    found = [text for _, text in outline(rendered["html"])["cross_references"]]
    assert found[1:6] == ["Table 1", "Figure 1", "Section 1", "Section 3", "Figure 3"]
    assert found[-5:] == ["Table 3", "Table 4", "Table 5", "tables 2", "1"]
    assert found[7:9] == ["Section 1", "Section 3"]


def test_column_widths_come_from_options_attributes_and_dashes(body: Any) -> None:
    """Three ways to say how wide columns are."""
    widths = {
        table.xpath("ancestor::div[@id][1]/@id")[0]: [col.get("style") for col in table.iter("col")]
        for table in body.iter("table")
        if table.find("colgroup") is not None
    }
    assert widths["tbl-year"] == ["width: 40%", "width: 20%", "width: 40%"]
    assert widths["tbl-given"] == ["width: 20%", "width: 80%"]
    assert widths["tbl-widths"] == ["width: 25%", "width: 75%"]


def test_inline_values_are_shown_as_quarto_shows_them(body: Any) -> None:
    """Markdown as it is, words escaped, numbers plain, numpy's scalars with their type."""
    first, second = body.xpath("(.//ul[not(ancestor::nav)])[1]/li")
    assert words(first).startswith("The wettest valley had more than 900 mm, says “the desk”; it")
    assert "number: np.int64(3). Words: a *starred* word_with_marks. A sum: 0.75." in words(second)


def test_escaped_data_keeps_its_marks(body: Any) -> None:
    """No quote is turned, no dash joined, no markup read in escaped text."""
    marks = """\"A <b>title</b>, with *stars*, $5 & more...\" -- 'as is'."""
    assert f"Data text keeps its marks: {marks}" in [words(text) for text in body.iter("p")]
    assert body.find(".//b") is None


def test_a_block_for_one_format_is_in_that_format_only(
    rendered: dict[str, Path], body: Any
) -> None:
    """Visible, hidden and unless, on the page and in print."""
    page, printed = words(body), " ".join(pdf_words(rendered["pdf"]))
    assert "Only on the page." in page
    assert "Only in print." in printed
    assert "Not in print." in page
    assert "Hidden on the page." in printed
    assert "Only in print." not in page
    assert "Hidden on the page." not in page
    assert "Only on the page." not in printed
    assert "Not in print." not in printed


def test_a_callout_has_its_title_and_words_in_both_formats(
    rendered: dict[str, Path], body: Any
) -> None:
    """A title as heading, as attribute, and none."""
    titles = [words(quote[0]) for quote in body.xpath(".//div[starts-with(@class,'callout')]/*")]
    assert titles == ["How to read", "Mind the gauge", "Tip"]
    assert "Mind the gauge A warning whose title is an attribute." in " ".join(
        pdf_words(rendered["pdf"])
    )


def test_cells_show_what_they_print_in_order(body: Any) -> None:
    """Printed words, displayed Markdown, code on demand; no warnings, nothing from hidden cells."""
    blocks = [words(block) for block in body.iter("pre")]
    assert blocks[1:3] == ["printed words", "and a last line"]
    assert blocks[3:] == ["total = sum(GAUGES.values()) total", "1670"]
    assert "more of them" not in words(body)
    assert "nobody sees this" not in words(body)
    assert "never seen" not in words(body)


def test_the_page_is_one_file_without_script_or_request(rendered: dict[str, Path]) -> None:
    """Style and pictures are inside; links out are the references' only."""
    page = html.parse(str(rendered["html"])).getroot()
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Rain in three valleys"
    assert not page.xpath(".//script | .//link | .//iframe | .//object")
    assert all(
        image.get("src").startswith("data:image/svg+xml;base64,") for image in page.iter("img")
    )
    style = "".join(page.xpath(".//style/text()"))
    assert "url(" not in style
    assert "44rem" in style
    assert {href for href in page.xpath(".//@href") if href[0] != "#"} == {
        "https://example.org/notes"
    }


def test_every_link_on_the_page_leads_somewhere(body: Any) -> None:
    """No link inside the page without its place, no place twice."""
    places = body.xpath(".//@id")
    assert {href[1:] for href in body.xpath(".//@href") if href[0] == "#"} <= set(places)
    assert len(places) == len(set(places))


def test_citations_link_to_the_list_of_references(body: Any) -> None:
    """Roles say what is a citation and what a reference."""
    links = body.xpath(".//span[@data-cites]//a")
    assert {link.get("href") for link in links} == {
        "#ref-almanac2020",
        "#ref-postcard1999",
        "#ref-weatherdesk2021",
    }
    assert {link.get("role") for link in links} == {"doc-biblioref"}
    assert body.xpath(".//*[@role='listitem']/@class") == ["csl-entry"] * 3


def test_the_pdf_is_tagged_and_says_what_it_is(rendered: dict[str, Path]) -> None:
    """Title, author, language, the document's date, both standards."""
    with pikepdf.open(rendered["pdf"]) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Rain in three valleys"
            assert metadata["dc:creator"] == ["The weather desk"]
        assert str(pdf.docinfo.CreationDate).startswith("D:20230506000000")


def test_links_of_the_page_work_in_the_pdf(rendered: dict[str, Path], body: Any) -> None:
    """Claims, wrapped links, floats and references."""
    with pikepdf.open(rendered["pdf"]) as pdf:
        assert len(printed_links(pdf)) == len(body.xpath(WRITTEN_LINKS))
        assert all(leads_somewhere(pdf, link) for link in links(pdf))


def test_pictures_have_alternative_texts_in_both_formats(rendered: dict[str, Path]) -> None:
    """Quotes inside the text included."""
    wanted = ['Bars: west 700 "mm", north 58, east 912.', "A rising line.", "Three bars."]
    assert outline(rendered["html"])["alt_texts"] == wanted
    with pikepdf.open(rendered["pdf"]) as pdf:
        assert sorted(str(item.Alt) for item in structures(pdf, "/Figure")) == sorted(wanted)


def test_a_long_table_goes_over_pages_with_its_heading(rendered: dict[str, Path]) -> None:
    """Ninety rows need more than one page; each has the heading row."""
    text = " ".join(pdf_words(rendered["pdf"]))
    assert text.count("Day Rain") == 3
    assert "90 15 mm" in text


def test_the_title_of_a_later_metadata_block_wins(tmp_path: Path) -> None:
    """pandoc's rule, which Quarto keeps: a cell may print the title."""
    document = tmp_path / "test.qmd"
    cell = "```{python}\n#| output: asis\nprint('---\\ntitle: From a cell\\n---')\n```\n"
    shutil.copytree(SAMPLE.parent / "theme", tmp_path / "theme")
    document.write_text(HEAD + cell, "utf-8")
    page = html.parse(str(render(document, tmp_path / "out", ["html"])["html"]))
    assert page.findtext(".//h1[@class='title']") == "From a cell"


def styled(folder: Path, css: str) -> Path:
    """A document whose style is this text."""
    shutil.copytree(SAMPLE.parent / "theme", folder / "theme")
    (folder / "theme/page.css").write_text(css, "utf-8")
    document = folder / "test.qmd"
    document.write_text(HEAD + "Text.\n", "utf-8")
    return document


@pytest.mark.parametrize("name", ["a.woff2", "'a.woff2'", '"a.woff2"'])
def test_a_font_that_the_style_names_is_in_the_page(tmp_path: Path, name: str) -> None:
    """Its bytes, from beside the style; what is inside already stays."""
    document = styled(tmp_path, f"@font-face {{ src: url({name}) }} a {{ x: url(data:,b) }}")
    (tmp_path / "theme/a.woff2").write_bytes(b"wOF2\0")
    page = render(document, tmp_path / "out", ["html"])["html"].read_text("utf-8")
    assert "src: url(data:font/woff2;base64,d09GMgA=)" in page
    assert "url(data:,b)" in page


@pytest.mark.parametrize("name", ["none.woff2", "page.css", "https://example.org/a.woff2"])
def test_a_style_that_names_what_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    """Nothing is fetched and nothing dropped."""
    with pytest.raises(DocumentError) as caught:
        render(styled(tmp_path, f"a {{ src: url({name}) }}"), tmp_path / "out", ["html"])
    (problem,) = caught.value.problems
    assert (problem.found, problem.row) == (name, 8)


def test_prepare_gives_the_markdown() -> None:
    """What a benchmark hands to pandoc."""
    prepared = prepare(SAMPLE)
    assert "](data:image/svg+xml;base64," in prepared.markdown
    assert "`{python}" not in prepared.markdown


def test_rendering_leaves_the_process_and_the_folder_as_they_were(tmp_path: Path) -> None:
    """Working folder, import path, main module, print options; nothing beside the document."""
    before = (os.getcwd(), list(sys.path), sys.modules["__main__"], numpy.get_printoptions())
    files = {path for path in SAMPLE.parent.rglob("*") if "__pycache__" not in path.parts}
    render(SAMPLE, tmp_path, ["html"])
    assert before == (os.getcwd(), sys.path, sys.modules["__main__"], numpy.get_printoptions())
    assert files == {path for path in SAMPLE.parent.rglob("*") if "__pycache__" not in path.parts}


SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "86400"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"},
)


def test_the_bytes_are_the_same_in_any_folder_zone_and_locale(
    rendered: dict[str, Path], tmp_path: Path
) -> None:
    """Three processes, three folders, three surroundings: one page and one PDF."""
    made = [[path.read_bytes() for path in rendered.values()]]
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / ("a" * (number + 1)) / "sample"
        shutil.copytree(SAMPLE.parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        code = (
            "import sys, pathlib, report.builtin as b; b.render(*map(pathlib.Path, sys.argv[1:]))"
        )
        subprocess.run(
            [sys.executable, "-c", code, folder / SAMPLE.name, tmp_path / str(number)],
            env={**os.environ, **surroundings},
            cwd=Path(__file__).parents[1],
            check=True,
        )
        made.append(
            [(tmp_path / str(number) / f"rain.{kind}").read_bytes() for kind in ("html", "pdf")]
        )
    assert made[0] == made[1] == made[2]
    assert str(tmp_path).encode() not in made[1][0] + made[1][1]


CELL = "```{python}\n"
WRONG = [
    pytest.param("[x](#nowhere)", 1, "nothing has the identifier nowhere", id="dead link"),
    pytest.param("\nSee @tbl-none.", 2, "nothing has the identifier tbl-none", id="dead reference"),
    pytest.param("See [@nobody].", 1, "no reference has the key nobody", id="dead citation"),
    pytest.param("See @eq-one.", 1, "refers to @tbl-", id="other reference"),
    pytest.param("# A {#a}\n\n# B {#a}", 1, "two things have the identifier a", id="twice"),
    pytest.param("# A {#sec-a .unnumbered}\n\n@sec-a", 3, "needs a number", id="unnumbered"),
    pytest.param("A $x$ b.", 1, "mathematics", id="mathematics"),
    pytest.param(r"A \newpage b.", 1, "LaTeX", id="latex"),
    pytest.param("| a |\n|---|\n| b |\n\n: Cap", 5, "needs an identifier {#tbl-", id="caption"),
    pytest.param("![](https://example.org/a.svg)", 1, "not fetched", id="remote picture"),
    pytest.param("![](none.svg){fig-alt='a'}", 1, "cannot be read", id="no picture"),
    pytest.param("![](theme/page.css)", 1, "cannot see it", id="no alternative text"),
    pytest.param("::: {.panel-tabset}\nA\n:::", 1, "panel-tabset", id="tabs"),
    pytest.param("::: {layout-ncol=2}\nA\n:::", 1, "layout", id="layout"),
    pytest.param("::: {.callout-strange}\nA\n:::", 1, "does not know this callout", id="callout"),
    pytest.param(
        '::: {.content-visible when-format="docx"}\nA\n:::', 1, "html and typst", id="format"
    ),
    pytest.param("::: {.claim}\nA", 1, "never closed with :::", id="open block"),
    pytest.param("A\n\n```python\nx", 3, "code block is not closed", id="open code"),
    pytest.param("A {{< meta title >}}", 1, "not a shortcode", id="shortcode"),
    pytest.param("{{< include none.qmd >}}", 1, "does not exist", id="no include"),
    pytest.param("{{< include test.qmd >}}", 1, "includes itself", id="circular include"),
    pytest.param("```{r}\nx\n```", 1, "not a cell", id="other language"),
    pytest.param("A `{python} 1 / 0`.", 1, "ZeroDivisionError: division by zero", id="inline"),
    pytest.param("A `{python} (1,", 1, "not an inline expression", id="inline on two lines"),
    pytest.param(CELL + "x = 1\nx / 0\n```", 3, "ZeroDivisionError", id="raising cell"),
    pytest.param(
        CELL + "#| label: odd\nx = (\n```", 3, "'odd': SyntaxError: incomplete", id="syntax"
    ),
    pytest.param(CELL + "#| fig-width: 3\nx = 1\n```", 2, "does not know this key", id="option"),
    pytest.param(CELL + "#| echo: maybe\nx = 1\n```", 2, "not a value", id="option value"),
    pytest.param(CELL + "#| label: tbl-a\n1\n```", 1, "go together", id="label without caption"),
    pytest.param(
        CELL + "#| label: a\n```\n\n```{python}\n#| label: a\n```", 5, "has this label", id="label"
    ),
    pytest.param(
        CELL + "from IPython.display import HTML\nHTML('<b>x</b>')\n```",
        1,
        "cannot be shown",
        id="html output",
    ),
    pytest.param(
        CELL + "#| output: asis\nprint('---\\na: [\\n---')\n```", 1, "YAML", id="printed metadata"
    ),
]


@pytest.mark.parametrize(("text", "line", "message"), WRONG)
def test_what_cannot_be_rendered_is_told_by_file_and_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    """Nothing is dropped silently."""
    found = [
        (problem.file, problem.row, problem.message)
        for problem in problems(tmp_path, HEAD + text + "\n")
    ]
    assert any(
        (file, row) == ("test.qmd", HEAD_LINES + line) and message in words
        for file, row, words in found
    ), found


FRONT = [
    pytest.param("lang: en", "lang: xx", 3, "lang", id="language without labels"),
    pytest.param("lang: en", "params: {a: 1}", 3, None, id="unknown key"),
    pytest.param("ua-1", "ua-9", 10, "pdf-standard", id="unknown standard"),
    pytest.param("css: theme/page.css", "css: none.css", 8, None, id="no style"),
    pytest.param("theme/typst-show.typ", "theme/page.css", 11, None, id="no partial"),
    pytest.param("theme: none", "theme: cosmo", 8, "theme", id="other theme"),
    pytest.param('title: "A test"', "title: 'A' test", 2, None, id="not yaml"),
]


@pytest.mark.parametrize(("old", "new", "line", "column"), FRONT)
def test_a_wrong_front_matter_is_told_by_line(
    tmp_path: Path, old: str, new: str, line: int, column: str | None
) -> None:
    """Unknown keys and values the engine cannot use."""
    (problem,) = problems(tmp_path, HEAD.replace(old, new))
    assert (problem.file, problem.row, problem.column) == ("test.qmd", line, column)


def test_problems_of_included_files_name_the_included_file(tmp_path: Path) -> None:
    """The line counts in the file that the author has to open."""
    (tmp_path / "_part.qmd").write_text("Fine.\n\n[x](#nowhere)\n", "utf-8")
    (problem,) = problems(tmp_path, HEAD + "{{< include _part.qmd >}}\n")
    assert (problem.file, problem.row) == ("_part.qmd", 3)


def test_a_document_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, or not UTF-8."""
    with pytest.raises(DocumentError, match="cannot be read"):
        prepare(tmp_path / "none.qmd")
    (tmp_path / "latin.qmd").write_bytes(b"one\ntwo \xe9\n")
    with pytest.raises(DocumentError, match="row 2: this line is not UTF-8"):
        prepare(tmp_path / "latin.qmd")


def test_a_problem_of_both_formats_is_told_once(tmp_path: Path) -> None:
    """Page and print version read the same Markdown."""
    assert len(problems(tmp_path, HEAD + "[x](#nowhere) and $x$\n")) == 2


def test_a_typst_error_is_told_by_the_words_it_points_to(tmp_path: Path) -> None:
    """Raw Typst is the author's own."""
    (problem,) = problems(tmp_path, HEAD + "```{=typst}\n#nonsense()\n```\n")
    assert "unknown variable: nonsense" in problem.message
    assert problem.found == "#nonsense()"


def test_what_no_font_has_is_printed_as_its_code(tmp_path: Path) -> None:
    """Letters, pictures, what is for private use or no character: the PDF is made, and tells."""
    told: list[str] = []
    (tmp_path / "test.qmd").write_text(
        f"{HEAD}Շուշի, 中文 😀, \ue000\u0378.\n{'中' * 3000}", "utf-8"
    )
    shutil.copytree(SAMPLE.parent / "theme", tmp_path / "theme")

    def step(name: str) -> AbstractContextManager[None]:
        told.append(name)
        return nullcontext()

    made = render(tmp_path / "test.qmd", tmp_path / "out", ["pdf"], step=step)
    words = " ".join(pdf_words(made["pdf"])).replace("\u200b", "")
    assert "Շուշի, ‹U+4E2D›‹U+6587› ‹U+1F600›, ‹U+E000›‹U+0378›." in words
    assert told[-1].endswith("no font has: ‹U+0378› ‹U+4E2D› ‹U+6587› ‹U+E000› ‹U+1F600›")


def test_a_report_error_of_a_cell_passes_unchanged(tmp_path: Path) -> None:
    """What is wrong with the data is told in the words of the dataset."""
    code = "from analysis import errors as e\nraise e.DatasetError(e.Problem('claims.csv', 3))"
    document = tmp_path / "test.qmd"
    document.write_text(f"{HEAD}```{{python}}\n{code}\n```\n", "utf-8")
    with pytest.raises(ReportError) as caught:
        prepare(document)
    assert [problem.file for problem in caught.value.problems] == ["claims.csv"]


@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt])
def test_leaving_and_interrupting_pass(tmp_path: Path, ending: type[BaseException]) -> None:
    """A cell may end the program; the reader may too."""
    document = tmp_path / "test.qmd"
    document.write_text(f"{HEAD}```{{python}}\nraise {ending.__name__}\n```\n", "utf-8")
    with pytest.raises(ending):
        prepare(document)
