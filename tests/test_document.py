"""The document: what it calls, what it counts, and the page and the PDF that come of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html

from analysis.counts import TOGETHER
from analysis.dataset import Dataset, load
from analysis.sources import Source
from report import document
from report.contents import CHARTS, HEADLINES, TABLES, TOPICS, charts_of
from report.document import Report

Build = Callable[..., Any]
ROOT = Path(__file__).resolve().parent.parent
SOURCE = "".join(
    path.read_text("utf-8")
    for path in [ROOT / "report/report.qmd", *sorted((ROOT / "report/sections").glob("*.qmd"))]
)
A4 = (595.2756, 841.8898)
MARGIN = 20  # points that stay white at each edge
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


# What the document calls

# The tables that belong to no topic.
SINGLE = ("agreement", "constant-aid", "coverage", "dated-alike", "echoes", "events", "findings",
          "look-alikes", "positions", "robustness", "timeline")  # fmt: skip


@pytest.mark.parametrize(("method", "keys"), [("table", [*TABLES, *SINGLE]), ("chart", CHARTS)])
def test_every_key_is_used_once(method: str, keys: Any) -> None:
    """No table or chart is computed for nothing, and none is printed twice."""
    used = Counter(re.findall(rf'report\.{method}\("([\w-]+)"\)', SOURCE))
    assert set(keys) == set(used)
    assert {key for key, times in used.items() if times > 1} == set()


def test_every_topic_has_a_section_that_says_what_it_rests_on() -> None:
    """Its heading carries the topic's identifier, and its scope is printed once."""
    for topic in TOPICS:
        assert SOURCE.count(f"{{#sec-{topic}}}") == 1
        assert SOURCE.count(f'report.scope("{topic}")') == 1


def test_every_section_is_included_once() -> None:
    """No section file is forgotten."""
    names = sorted(path.name for path in (ROOT / "report/sections").glob("*.qmd"))
    assert sorted(re.findall(r"\{\{< include sections/(\S+) >\}\}", SOURCE)) == names


def test_what_the_document_calls_exists() -> None:
    """Each `report.NAME` is a method of the report."""
    called = set(re.findall(r"\breport\.(\w+)\(", SOURCE))
    assert called
    assert {name for name in called if not hasattr(Report, name)} == set()


# Scope, size, uses


@pytest.fixture
def small(claim: Build, dataset_of: Build) -> Dataset:
    """Three claims of two sources on casualties, one on aid."""
    return dataset_of(
        claim("a-01"),
        claim("a-02", subject="southport", value="9"),
        claim("b-01", source="herald", event="autumn_storm"),
        claim("a-03", quantity="aid", unit="USD", value="200"),
    )


def counts(text: str) -> list[tuple[str, str, str]]:
    """Every number of records: its digits, where it leads, and the records."""
    return re.findall(r'\[\[(\d+)\]\(#([\w-]+)\)\]\{\.count claims="([^"]*)"\}', text)


def test_scope_counts_claims_and_sources(small: Dataset) -> None:
    """Of the topic alone, each count with its claims."""
    text = str(Report(small).scope("casualties").data)
    assert counts(text) == [
        ("3", "sec-register", "a-01 a-02 b-01"),
        ("2", "sec-sources", "a-01 a-02 b-01"),
    ]
    assert re.sub(r"\[\[(\d)[^}]*\}", r"\1", text) == (
        "This section rests on 3 claims of 2 articles; @tbl-register-casualties lists them."
        f" {TOGETHER}\n"
    )


def test_scope_of_one_claim_is_singular(small: Dataset) -> None:
    """One claim of one source."""
    text = str(Report(small).scope("aid").data)
    assert "} claim of " in text
    assert "} article;" in text
    assert " lists it." in text


def test_a_section_for_which_there_is_nothing_is_one_line(small: Dataset) -> None:
    """Without its prose, and without a table, a chart, or a reference to one."""
    report = Report(small)
    parts = report.scope("arms"), report.chart("arms"), report.table("arms")
    assert [part.data for part in parts] == ["", "", ""]
    assert report.introduce("Prose.", *parts).data == document.NOTHING
    assert report.introduce("Prose.", *parts, otherwise="").data == ""


def test_prose_stands_before_what_it_introduces(small: Dataset) -> None:
    """Once, whatever of its parts is empty."""
    report = Report(small)
    made = report.introduce("\nProse.\n", report.scope("arms"), report.table("casualties"))
    assert str(made.data).startswith("Prose.\n\n| ")


def test_size_counts_all(small: Dataset) -> None:
    """Claims and sources of the whole dataset."""
    assert [(n, goal) for n, goal, _ in counts(str(Report(small).size().data))] == [
        ("4", "sec-register"),
        ("2", "sec-sources"),
    ]


def test_every_printed_number_gets_a_place_of_its_own(small: Dataset) -> None:
    """`u-1` and on, over all that is printed; the register leads back to them."""
    report = Report(small)
    first = str(report.table("casualties").data)
    second = str(report.summary().data)
    assert re.findall(r"\{#u-(\d+) \.n", first + second) == [*"1234567"]
    assert report.uses == {
        "a-01": ["u-1", "u-4"],
        "a-02": ["u-2", "u-5"],
        "b-01": ["u-3", "u-6"],
        "a-03": ["u-7"],
    }
    assert '`#printed("u-3", "u-6")`{=typst}' in str(report.register().data)


def test_numbers_of_the_register_are_no_uses(small: Dataset) -> None:
    """A claim is not printed elsewhere for standing in the register."""
    report = Report(small)
    assert str(report.register().data).count("not printed elsewhere") == 4
    assert report.uses == {}


def test_summary_names_every_core_topic(small: Dataset) -> None:
    """Also one on which there is nothing."""
    text = str(Report(small).summary().data)
    assert [topic for topic in HEADLINES if f"(@sec-{topic})" not in text] == []
    (line,) = (line for line in text.splitlines() if line.startswith(document.NO_NUMBER))
    assert line.count("(@sec-") == 3


def test_summary_is_of_the_context_where_no_core_topic_has_a_number(
    dataset_of: Build, claim: Build
) -> None:
    """And names the core topics in one line."""
    text = str(Report(dataset_of(claim("a-01", quantity="piers", unit="item"))).summary().data)
    assert "**Context** (@sec-context)\n\n- **" in text
    assert [topic for topic in HEADLINES if f"(@sec-{topic})" not in text] == []


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], "."),
        (["a-03"], '. [[1](#sec-register)]{.count claims="a-03"} other claim of the articles has'),
        (["a-03", "a-04"], ']{.count claims="a-03 a-04"} other claims of the articles have'),
    ],
)
def test_how_many_claims_are_held_against_none(
    dataset_of: Build, claim: Build, others: list[str], said: str
) -> None:
    """Beside how many are held against how many; nothing of it where all are."""
    rows = [{"claim_id": "a-01", "reference_claim_id": "r-01", "differs_in": "nothing"}]
    reference = claim("r-01", source="herald", as_stated="", value="9")
    made = dataset_of(claim("a-01"), reference, *map(claim, others), comparisons=rows)
    text = str(Report(made).compared().data)
    assert said in text
    assert ("no reference claim" in text) == bool(others)


@pytest.mark.parametrize(
    ("named", "said"),
    [(["a-01"], "claim of the articles stands beside"), (["a-01", "a-02"], "stand beside")],
)
def test_one_claim_is_held_and_several_are(
    dataset_of: Build, claim: Build, named: list[str], said: str
) -> None:
    """Against one reference claim; none is, where none was found."""
    rows = [{"claim_id": key, "reference_claim_id": "r-01"} for key in named]
    claims = [claim("r-01", source="herald", as_stated=""), *map(claim, named)]
    assert said in str(Report(dataset_of(*claims, comparisons=rows)).compared().data)
    none = [{**row, "reference_claim_id": "none_found"} for row in rows]
    assert Report(dataset_of(*claims, comparisons=none)).compared().data == ""


def test_further_sheets_of_a_chart_say_that_they_continue_it() -> None:
    """The first has the caption alone."""
    real = load(ROOT)
    charts = charts_of("held-deaths", CHARTS["held-deaths"].frame(real), real)
    first, *further = [chart.caption for chart in charts]
    assert further
    assert {*further} == {f"{first} (continued)"}


def test_sources_say_what_could_not_be_verified(dataset_of: Build, claim: Build) -> None:
    """What each argues with its place, how it was read, how many claims, and what is missing."""
    dataset = dataset_of(claim("a-01"))
    custom = {"seed": "000", "argues": "argues that it rains", "argues_locator": "para 2",
              "unverified": ["author", "URL"]}  # fmt: skip
    record = {"id": "gazette", "title": "In 2001", "custom": custom}
    dataset.sources["gazette"] = Source("gazette", True, record, "", 1)
    assert str(Report(dataset).sources().data).split("\n") == [
        "## [In 2001]{.label} {#src-gazette}",
        "",
        "@gazette: [argues that it rains]{.label} [@gazette, para\\. 2].",
        "",
        "- Named in tables and charts: [In 2001]{.label}.",
        '- Claims taken: [[1](#sec-register)]{.count claims="a-01"}.',
        "- Read from: [not recorded]{.label}.",
        "- Could not be verified: author, address.",
        "",
    ]


def test_the_licence_is_the_descriptors_or_said_to_be_missing(small: Dataset) -> None:
    """By its title, or else its name; its numbers are part of that."""
    named = {**small.descriptor, "licenses": [{"name": "CC0-1.0"}]}
    without = {key: value for key, value in named.items() if key != "licenses"}
    said = [str(Report(replace(small, descriptor=d)).licence().data) for d in (named, without)]
    assert "may be used under the licence [CC0\\-1\\.0]{.label}; words" in said[0]
    assert "comes without a licence: its descriptor names none; words" in said[1]


def test_the_page_says_how_to_reproduce_a_report_on_any_dataset() -> None:
    """With the option that names its folder, for the render and for the check."""
    assert "`uv run report --dataset DIR`" in SOURCE
    assert "`uv run report check`, with `DIR` after it" in SOURCE


def test_the_report_opens_on_the_dataset_chosen(small: Dataset) -> None:
    """And only while it is chosen."""
    with document.about(small):
        assert Report.open().dataset is small
        chosen = document.current()
        assert chosen is not None
        assert (chosen.dataset, chosen.since) == (small, None)
    assert document.current() is None


# The page


@pytest.fixture(scope="module")
def page(rendered: Path) -> html.HtmlElement:
    """The rendered page, parsed."""
    return parsed(rendered)


def parsed(folder: Path) -> html.HtmlElement:
    """The page in a folder, parsed."""
    return html.document_fromstring((folder / "report.html").read_text("utf-8"))


def test_the_page_asks_nothing_of_any_host(page: html.HtmlElement) -> None:
    """One file: no element loads anything, and no style does; links are for the reader."""
    assert page.xpath("//link | //iframe | //object | //embed | //base | //form | //video") == []
    addresses = [
        (element.tag, name, value)
        for element in page.iter()
        for name, value in element.attrib.items()
        if name in ("src", "href", "srcset", "poster", "data", "action") and element.tag != "a"
    ]
    assert [found for found in addresses if not found[2].startswith("data:image/")] == []
    styles = " ".join(
        [*page.xpath("//style/text()"), *page.xpath("//@style")],
    )
    assert re.findall(r"@import|url\(\s*[\"']?(?!data:)[^)]*", styles) == []
    assert page.xpath("//meta[@http-equiv]") == []


def test_the_scripts_of_the_page_are_those_of_the_theme(page: html.HtmlElement) -> None:
    """Inline, and no attribute runs code."""
    ours = [path.read_text("utf-8") for path in (ROOT / "report/theme").glob("*.html")]
    scripts = page.xpath("//script[not(@type='application/ld+json')]")
    assert len(scripts) == len([text for text in ours if "<script>" in text]) > 3
    assert [s for s in scripts if s.attrib or not any(s.text in text for text in ours)] == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [a for a in page.iter("a") if a.get("href", "").lower().startswith("javascript")] == []


def test_the_page_says_its_language_and_what_its_pictures_show(page: html.HtmlElement) -> None:
    """For readers who hear it."""
    assert page.get("lang") == "en"
    assert page.findtext("head/title")
    pictures = list(page.iter("img"))
    assert len(pictures) >= 7
    assert [picture for picture in pictures if len(picture.get("alt") or "") < 40] == []


def test_no_section_of_the_page_is_empty(page: html.HtmlElement) -> None:
    """After each heading comes something that is no heading of the same or a higher level."""
    content = "p | .//table | .//ul | .//figure | .//div[@class='csl-entry']"
    flow = page.find("body").xpath(f".//{' | .//'.join(HEADINGS)} | .//{content}")
    assert len([e for e in flow if e.tag in HEADINGS]) > 20
    for here, after in zip(flow, [*flow[1:], None], strict=True):
        if here.tag in HEADINGS and here.get("id") != "toc-title":
            assert after is not None, here.text_content()
            assert after.tag not in HEADINGS or after.tag > here.tag, here.text_content()


def test_no_table_or_figure_of_the_page_is_empty(page: html.HtmlElement) -> None:
    """Each table has rows, each figure a caption, each row as many cells as the headings."""
    for table in page.iter("table"):
        heads = len(table.xpath("./thead/tr/th"))
        rows = table.xpath("./tbody/tr")
        assert rows
        assert {len(row) for row in rows} == {heads}
    for figure in page.iter("figure"):
        assert figure.xpath(".//figcaption")[0].text_content().strip()


# The PDF


@pytest.fixture(scope="module")
def pdf(rendered: Path) -> Iterator[pikepdf.Pdf]:
    """The rendered PDF, opened."""
    with pikepdf.open(rendered / "report.pdf") as opened:
        yield opened


def objects(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The dictionaries of a PDF that are of this type."""
    found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
    return [o for o in found if o.get("/Type") == kind]


def test_every_sheet_is_a4(pdf: pikepdf.Pdf) -> None:
    """Upright, and nothing of it is cropped away."""
    assert len(pdf.pages) > 10
    for sheet in pdf.pages:
        assert [float(end) for end in sheet.MediaBox] == pytest.approx([0, 0, *A4], abs=0.1)
        assert [float(end) for end in sheet.cropbox] == pytest.approx([0, 0, *A4], abs=0.1)
        assert sheet.get("/Rotate", 0) == 0


def test_the_pdf_is_identified_and_tagged(pdf: pikepdf.Pdf) -> None:
    """PDF/UA-1 and PDF/A-3a, with title, language and structure."""
    meta = pdf.open_metadata()
    assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == (
        "1",
        "3",
        "A",
    )
    assert meta["dc:title"] == str(pdf.docinfo["/Title"]) == load(ROOT, validate=False).title
    assert pdf.Root.Lang == "en"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert pdf.Root.StructTreeRoot.K is not None
    assert len(objects(pdf, "/Outlines")) == 1


def test_structure_of_the_pdf_is_that_of_the_page(pdf: pikepdf.Pdf, page: html.HtmlElement) -> None:
    """As many tables and rows; each figure has its alternative text."""
    elements = objects(pdf, "/StructElem")
    tags = Counter(str(element.S) for element in elements)
    for tag, name in {"/Table": "table", "/TR": "tr"}.items():
        assert tags[tag] == len(list(page.iter(name))), name
    figures = [str(element.get("/Alt", "")) for element in elements if element.S == "/Figure"]
    assert sorted(figures) == sorted(picture.get("alt") for picture in page.iter("img"))


def test_every_font_is_in_the_file(pdf: pikepdf.Pdf) -> None:
    """It is set with the same letters everywhere."""
    fonts = objects(pdf, "/FontDescriptor")
    assert fonts
    for font in fonts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()), font.FontName
    named = {str(font.BaseFont) for font in objects(pdf, "/Font")}
    assert [name for name in named if not re.match(r"/[A-Z]{6}\+", name)] == []


def test_the_pdf_runs_and_fetches_nothing(pdf: pikepdf.Pdf) -> None:
    """No script, no action when opened, no form; links go to http or https, or stay inside."""
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys()) == set()
    assert "/JavaScript" not in pdf.Root.get("/Names", {})
    actions = [a for a in (o.get("/A") for o in links(pdf)) if a is not None]
    assert {str(action.S) for action in actions} <= {"/URI", "/GoTo"}
    assert [a for a in actions if a.S == "/URI" and not re.match("https?://", str(a.URI))] == []


def links(pdf: pikepdf.Pdf) -> list[Any]:
    """The links of a PDF."""
    return [
        note for sheet in pdf.pages for note in sheet.get("/Annots", []) if note.Subtype == "/Link"
    ]


needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (Debian's poppler-utils) is missing"
)


@needs_poppler
@pytest.mark.parametrize("folder", ["rendered", "hostile"])
def test_nothing_is_set_over_the_edge(folder: str, request: pytest.FixtureRequest) -> None:
    """Every sheet has words, and each stands within the margins, long ones too."""
    sheets = words(request.getfixturevalue(folder) / "report.pdf")
    for number, sheet in enumerate(sheets, 1):
        assert len(sheet) > 10, f"sheet {number} is empty"
        for left, top, right, bottom, word in sheet:
            place = (number, word)
            assert left >= MARGIN, place
            assert top >= MARGIN, place
            assert right <= A4[0] - MARGIN, place
            assert bottom <= A4[1] - MARGIN, place


def words(pdf: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """The words of each sheet with their boxes."""
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    boxes = subprocess.run(command, capture_output=True, check=True).stdout
    read = html.document_fromstring(boxes, parser=html.HTMLParser(encoding="utf-8"))
    ends = ("xmin", "ymin", "xmax", "ymax")
    return [
        [(*(float(w.get(end)) for end in ends), w.text_content()) for w in sheet.iter("word")]  # type: ignore[misc]
        for sheet in read.iter("page")
    ]


# Hostile text


def test_hostile_text_makes_no_element(hostile: Path, page: html.HtmlElement) -> None:
    """The page has the elements of the page on the plain dataset, and their attributes.

    Longer names make longer charts, so that some have a sheet more.
    """
    spoilt = parsed(hostile)
    for shape in (tags, attributes):
        assert shape(of_first_sheets(spoilt)) == shape(of_first_sheets(page))
    assert spoilt.xpath("//@*[starts-with(name(), 'on')]") == []
    addresses = {a.get("href", "") for a in spoilt.iter("a")}
    assert [a for a in addresses if not re.match(r"#|https?://|downloads/[\w.-]+$", a)] == []


FURTHER = re.compile(r"fig-[a-z-]+-\d+")


def of_first_sheets(page: html.HtmlElement) -> html.HtmlElement:
    """A page with the first sheet of each chart, and without the sources of what is on it."""
    kept = deepcopy(page)
    for chart in kept.xpath("//div[@class='chart']"):
        sources, foot = chart.getnext(), chart.getnext().getnext()
        further = FURTHER.fullmatch(chart.xpath("string(.//@id)"))
        for part in (chart, sources, foot) if further else (sources,):
            part.drop_tree()
    return kept


def tags(page: html.HtmlElement) -> Counter[str]:
    """How many elements of each name."""
    return Counter(e.tag for e in page.iter() if isinstance(e.tag, str))


def attributes(page: html.HtmlElement) -> Counter[tuple[str, str]]:
    """How many attributes of each name on elements of each name."""
    every = (e for e in page.iter() if isinstance(e.tag, str))
    return Counter((e.tag, name) for e in every for name in e.attrib)


def test_hostile_text_is_shown_as_text(hostile: Path, hostile_texts: tuple[str, ...]) -> None:
    """Every one of them, on the page and in the alternative texts."""
    spoilt = parsed(hostile)
    shown = spoilt.find("body").text_content()
    alts = " ".join(picture.get("alt") for picture in spoilt.iter("img"))
    assert [text for text in hostile_texts if text not in shown] == []
    assert len([text for text in hostile_texts if text in alts]) > 5


def test_hostile_text_makes_no_structure_in_print(
    hostile: Path, pdf: pikepdf.Pdf, page: html.HtmlElement
) -> None:
    """The PDF has the tables, headings, figures and lists of the plain one, and no other links."""
    with pikepdf.open(hostile / "report.pdf") as spoilt:
        kinds = (
            "/Table",
            "/TR",
            "/TD",
            "/TH",
            "/H1",
            "/H2",
            "/H3",
            "/Figure",
            "/L",
            "/LI",
            "/Code",
        )
        found, plain = (
            Counter(str(e.S) for e in objects(opened, "/StructElem")) for opened in (spoilt, pdf)
        )
        sheets = [
            len({*filter(FURTHER.fullmatch, p.xpath("//@id"))}) for p in (parsed(hostile), page)
        ]
        found["/Figure"] -= sheets[0] - sheets[1]
        assert {kind: found[kind] for kind in kinds} == {kind: plain[kind] for kind in kinds}
        assert uris(spoilt) == uris(pdf)


def uris(pdf: pikepdf.Pdf) -> set[str]:
    """The addresses that a PDF links to."""
    actions = (note.get("/A", {}) for note in links(pdf))
    return {str(action.URI) for action in actions if action.get("/S") == "/URI"}


@needs_poppler
def test_hostile_text_is_printed_as_text(hostile: Path, hostile_texts: tuple[str, ...]) -> None:
    """Every one of them in the PDF, with no file of the machine read into it."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(hostile / "report.pdf"), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    joined = re.sub(r"\s", "", printed)
    for text in hostile_texts:
        assert re.sub(r"\s", "", text) in joined, text
    assert "root:" not in printed
