"""Every number of the rendered report is explained by its place, on the page and in print."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from analysis.cite import alt_key
from analysis.dataset import load
from report import lineage
from report.contents import CHARTS, charts_of

ROOT = Path(__file__).resolve().parent.parent
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
PAGES = re.compile(r"(?:p\.\s?\d+(?:,\s)?)+")
RECORD = re.compile(r"#[ck]-")
FOOTER = re.compile(r"^(?:E|Changed since e)dition \S+, \d+ \w+ \d{4} \d+$", re.MULTILINE)


@pytest.fixture(scope="module")
def page(rendered: Path) -> str:
    """The rendered page."""
    return (rendered / "report.html").read_text("utf-8")


def test_no_number_of_the_page_is_untraced(page: str) -> None:
    """Digits and number words stand where a record or the page's structure explains them."""
    assert lineage.untraced(page) == []


def plant_in_prose(page: str) -> str:
    """A number typed into a sentence."""
    return page.replace("Every number below is", "About 30,000 of them. Every number below is")


def plant_word(page: str) -> str:
    """The same in words."""
    return page.replace("Every number below is", "Thirty thousand of them. Every number below is")


def plant_in_cell(page: str) -> str:
    """A number typed into a cell."""
    return page.replace("filled point</td>", "filled point 30,000</td>", 1)


def plant_in_caption(page: str) -> str:
    """A number typed into a caption."""
    return page.replace("Casualties as stated, by event", "About 30,000 casualties, by event")


def plant_in_alt(page: str) -> str:
    """A number typed into an alternative text."""
    return re.sub(r'(<img[^>]* alt=")', r"\g<1>30,000 killed. ", page, count=1)


def plant_in_heading(page: str) -> str:
    """A number typed into a heading."""
    return page.replace("Military spending</h1>", "Military spending of 30,000</h1>")


@pytest.mark.parametrize(
    "plant",
    [plant_in_prose, plant_word, plant_in_cell, plant_in_caption, plant_in_alt, plant_in_heading],
    ids=lambda plant: plant.__name__,
)
def test_a_planted_number_is_found_though_a_claim_has_its_value(
    page: str, plant: Callable[[str], str]
) -> None:
    """A number is judged by its place: 30,000 is the value of a claim and still untraced here."""
    planted = plant(page)
    assert planted != page
    found = {loose.number.lower() for loose in lineage.untraced(planted)}
    if plant is plant_in_alt:  # its frame vouches for the whole text or for none of it
        assert "30,000" in found
    else:
        assert found in ({"30,000"}, {"thirty", "thousand"})


def test_a_number_in_a_chart_without_a_claim_is_found() -> None:
    """A text drawn into a chart is traced only by the claim it carries."""
    real = load(ROOT)
    chart = charts_of("killed", CHARTS["killed"].frame(real), real)[0]
    assert chart.untraced == []
    chart.figure.axes[0].text(0, 0, "30,000 in all")
    assert chart.untraced == ["30,000"]


@pytest.mark.parametrize("name", ["title", "subtitle", "author", "date"])
def test_a_number_in_the_title_block_is_its_own(name: str) -> None:
    """A contributor may be called Group 42."""
    assert lineage.untraced(f'<body><p class="{name}">Group 42 of 2020</p></body>') == []


def test_every_reason_to_pass_a_number_over_is_written() -> None:
    """Each class that explains a number says why."""
    for reasons in (lineage.TRACED, lineage.STRUCTURAL, lineage.STRUCTURAL_IDS):
        assert all(len(reason) > 8 for reason in reasons.values())


def test_alternative_texts_are_vouched_for_by_their_frames(page: str) -> None:
    """The frame of each chart carries the key of exactly its alternative text."""
    document = html.document_fromstring(page)
    frames = document.find_class("chart")
    assert len(frames) >= 6
    for frame in frames:
        (image,) = frame.iter("img")
        assert frame.get("data-alt-key") == alt_key(image.get("alt"))


def test_the_lineage_file_is_read_off_the_page(rendered: Path, page: str) -> None:
    """downloads/lineage.json holds each printed number with its claims, formula and place."""
    written = json.loads((rendered / "downloads/lineage.json").read_text("utf-8"))
    assert written == json.loads(lineage.as_json(page))
    claims = set(load(ROOT).claims["claim_id"])
    numbers = [entry for entry in written if entry["kind"] == "n"]
    assert numbers
    for entry in numbers:
        assert entry["claims"], entry
        assert set(entry["claims"]) <= claims
        assert entry["place"]["section"], entry


def test_every_link_of_the_page_leads_to_a_place_on_it(page: str) -> None:
    """No link to an anchor is dead, and no anchor stands twice."""
    document = html.document_fromstring(page)
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a.get("href")[1:] for a in document.iter("a") if a.get("href", "").startswith("#")}
    assert targets <= set(ids)


def test_every_number_leads_to_the_record_it_names(page: str) -> None:
    """The link of a stated number goes to the entry of its claim, a computed one to its note."""
    document = html.document_fromstring(page)
    for mark in document.find_class("n"):
        (link,) = mark.iter("a")
        claims = mark.get("data-claims").split()
        if mark.get("data-formula"):
            assert link.get("href").startswith("#k-")
            assert all(claim in link.get("href") for claim in claims)
        else:
            assert link.get("href") == f"#c-{claims[0]}"


def test_every_claim_is_printed_or_said_not_to_be(page: str) -> None:
    """Each entry of the register leads back to a place, or says that there is none."""
    document = html.document_fromstring(page)
    ids = {element.get("id") for element in document.iter()}
    for claim in load(ROOT).claims["claim_id"]:
        row = document.get_element_by_id(f"c-{claim}").xpath("ancestor::tr")[0]
        back = [a.get("href")[1:] for a in row[-1].iter("a")]
        assert set(back) <= ids
        assert back or row[-1].text_content().strip() == "not printed elsewhere"


needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (Debian's poppler-utils) is missing"
)


@needs_poppler
def test_numbers_in_print_lead_to_the_same_records_in_the_same_order(
    rendered: Path, page: str
) -> None:
    """Each link to a record goes, in the PDF too, to the place where that record is printed."""
    document = html.document_fromstring(page)
    anchors = [a.get("href")[1:] for a in document.iter("a") if RECORD.match(a.get("href", ""))]
    named = {element.get("id"): element for element in document.iter()}
    expected = [named[name].text_content().split()[0] for name in anchors]
    assert len(expected) > 150
    reached = [word for word in _reached(rendered / "report.pdf") if word in set(expected)]
    assert _once(reached) == _once(expected)


def _once(words: list[str]) -> list[str]:
    """Each of several like words in a row once: a link over two lines is two links in print."""
    return [word for word, _ in groupby(words)]


def _reached(pdf: Path) -> Iterator[str]:
    """For each internal link of a PDF, in order, the word that it leads to; not for page links."""
    words = _words(pdf)
    with pikepdf.open(pdf) as opened:
        numbers = {sheet.objgen: number for number, sheet in enumerate(opened.pages)}
        height = float(opened.pages[0].MediaBox[3])
        for number, sheet in enumerate(opened.pages):
            for link in sheet.get("/Annots", []):
                goal = link.get("/A", {}).get("/D", link.get("/Dest"))
                left, bottom, _, top = (float(end) for end in link.Rect)
                here = _word(words[number], left, height - top, height - bottom)
                if isinstance(goal, pikepdf.Array):
                    there = numbers[goal[0].objgen]
                    y = height - float(goal[3])
                    # A link back to a page bears its number, after "p." or in a list.
                    if not (there <= number and here.strip(",") in ("p.", str(there + 1))):
                        yield _word(words[there], float(goal[2]), y, y + 14)


def _words(pdf: Path) -> list[list[tuple[float, float, str]]]:
    """The words of each page with the left and upper end of each."""
    command = ["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"]
    boxes = subprocess.run(command, capture_output=True, check=True).stdout
    parsed = html.document_fromstring(boxes, parser=html.HTMLParser(encoding="utf-8"))
    return [
        [(float(w.get("xmin")), float(w.get("ymin")), w.text_content()) for w in sheet.iter("word")]
        for sheet in parsed.iter("page")
    ]


def _word(words: list[tuple[float, float, str]], x: float, top: float, bottom: float) -> str:
    """The first word of the cell at about this place, with its rest where a hyphen breaks it."""
    near = [
        (y, -left, text) for left, y, text in words if -2 < x - left < 120 and top - 1 < y < bottom
    ]
    if not near:
        return ""
    y, left, text = min(near)
    if not text.endswith("-"):
        return text
    below = (t for a, b, t in words if abs(a + left) < 1 and 5 < b - y < 14)
    return text + next(below, "")


def _digits(text: str) -> list[str]:
    """The numbers of a text, but those of pages."""
    return DIGITS.findall(PAGES.sub(" ", text))


def _print_text(pdf: Path) -> str:
    """The text of a PDF in the order of its content, without page numbers and running feet."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    raw = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    text = FOOTER.sub(" ", raw.replace("\f", "\n"))
    return " ".join(text.replace("-\n", "-").split())
