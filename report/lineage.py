"""Lineage: every number of a rendered page, the records and formula behind it, and its place.

Read off the page itself, so that it says what was printed and not what was meant to be. A number is
judged by the place it stands in, never by its value: it is traced when it stands in an element that
names its records, structural when it belongs to the page's own apparatus, and untraced otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass

from lxml import etree, html

from analysis.cite import alt_key
from analysis.wording.printed import number_tokens

CAPTION_NUMBER = re.compile(r"^\s*(?:Table|Figure)\s\d+:")

# What a class or id makes of the numbers inside it; every entry says why.
TRACED = {
    "n": "a printed number with the claims behind it",
    "k": "text of one record, with its id; of an earlier state ID@VERSION or ID@FINGERPRINT",
    "count": "a number of records, with the records",
}
STRUCTURAL = {
    "header-section-number": "numbering of headings",
    "quarto-xref": "reference to a numbered heading, table or figure",
    "citation": "citation: year and paragraph",
    "csl-bib-body": "reference list",
    "records": "register: each row is a record, its numbers the record's own",
    "label": "name of an event, actor, place, period or work",
    "title": "title of the report or of a work",
    "subtitle": "subtitle of the report",
    "author": "name of who contributed to the dataset",
    "date": "date of the edition",
    "about": "what the dataset says of itself, and its edition",
    "cite-as": "reference of a table or chart: title, edition and number",
    "seal": "edition and fingerprints",
    "footnote-ref": "numbering of footnotes",
}
EXPLAINING = frozenset({*TRACED, *STRUCTURAL})
STRUCTURAL_IDS = {"TOC": "table of contents", "refs": "reference list"}
SKIPPED = {"script", "style", "head"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Place:
    """Where on the page: the section's id and heading, the table or figure, and the row."""

    section: str = ""
    heading: str = ""
    table: str = ""
    row: str = ""


@dataclass(frozen=True)
class Entry:
    """One printed number or keyed text: its anchor, text, records, formula and place."""

    anchor: str
    kind: str
    text: str
    claims: tuple[str, ...]
    formula: str
    place: Place


@dataclass(frozen=True)
class Untraced:
    """A number that nothing explains: the number, its place, and the text around it."""

    number: str
    place: Place
    text: str


def entries(page: str) -> list[Entry]:
    """Every printed number of a page, in the order of the page."""
    return list(_entries(page))


def as_json(page: str) -> str:
    """The lineage of a page as JSON: a list of entries, in the order of the page."""
    return (
        json.dumps([asdict(entry) for entry in entries(page)], indent=1, ensure_ascii=False) + "\n"
    )


def untraced(page: str) -> list[Untraced]:
    """The numbers of a page, in digits or words, that no record and no structure explains."""
    return list(_untraced(page))


def _untraced(page: str) -> Iterator[Untraced]:
    for element, section, text, is_alt in _texts(page):
        if (found := numbers(text)) and not _explained(element, is_alt):
            place, words = _place(element, section), " ".join(text.split())[:120]
            yield from (Untraced(number, place, words) for number in found)


def numbers(text: str) -> list[str]:
    """The number tokens of a text: digits with their separators, and number words."""
    return number_tokens(CAPTION_NUMBER.sub("", text))


def sections(page: str) -> list[tuple[str, str]]:
    """Heading and text of each section in order, without alternative texts and page links."""
    found: list[tuple[str, list[str]]] = []
    for element, section, text, is_alt in _texts(page):
        if section.heading and (not found or found[-1][0] != section.heading):
            found.append((section.heading, []))
        if any(around.tag in HEADINGS for around in (element, *element.iterancestors())):
            continue
        if found and not is_alt and not _has_class(element, {"printed"}):
            found[-1][1].append(text)
    return [(heading, " ".join(" ".join(texts).split())) for heading, texts in found]


def _entries(page: str) -> Iterator[Entry]:
    for element, place in _walk(_body(page)):
        claims = tuple((element.get("data-claims") or "").split())
        classes = (element.get("class") or "").split()
        if "chart" in classes:
            text = "; ".join(img.get("alt", "") for img in element.iter("img"))
            figure = next((e.get("id", "") for e in element.iter() if _is_figure(e)), "")
            yield Entry(figure, "chart", text, claims, "", place)
        elif kind := next((name for name in TRACED if name in classes), None):
            text = " ".join(str(element.text_content()).split())
            formula = element.get("data-formula") or ""
            yield Entry(element.get("id") or "", kind, text, claims, formula, place)


def _texts(page: str) -> Iterator[tuple[html.HtmlElement, Place, str, bool]]:
    """Every text of a page with its element and section, in order; images by their alternatives."""
    section = Place()
    for element, text, is_alt in _pieces(_body(page)):
        if text is None:
            section = _entered(element, section)
        else:
            yield element, section, text, is_alt


def _pieces(body: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str | None, bool]]:
    """Every element as it is entered (no text), then its texts, in the order of the page."""
    walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event != "start":
            if element.tail and element is not body:
                yield element.getparent(), element.tail, False
        elif element.tag in SKIPPED:
            walk.skip_subtree()
        else:
            yield element, None, False
            if element.text:
                yield element, element.text, False
            if element.tag == "img" and element.get("alt"):
                yield element, element.get("alt"), True


def _entered(element: html.HtmlElement, place: Place) -> Place:
    """The place once an element is entered: a heading opens its section."""
    if element.tag in HEADINGS and element.get("id") not in (None, "toc-title"):
        heading = " ".join(str(element.text_content()).split())
        return Place(element.get("id") or "", heading)
    return place


def _body(page: str) -> html.HtmlElement:
    return html.document_fromstring(page).find("body")


def _walk(body: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, Place]]:
    """Every element of the page with its place."""
    section = Place()
    for element, text, _ in _pieces(body):
        if text is None:
            section = _entered(element, section)
            yield element, _place(element, section)


def _place(element: html.HtmlElement, section: Place) -> Place:
    """The place of an element in a section."""
    return Place(section.section, section.heading, *_table_and_row(element))


def _table_and_row(element: html.HtmlElement) -> tuple[str, str]:
    """The id of the table around an element, and the first cell of its row."""
    row = next((a for a in (element, *element.iterancestors()) if a.tag == "tr"), None)
    if row is None:
        return "", ""
    around = (a.get("id") or "" for a in row.iterancestors())
    table = next((name for name in around if name.startswith("tbl-")), "")
    first = row[0].text_content() if len(row) else ""
    return table, " ".join(str(first).split())


def _explained(element: html.HtmlElement, is_alt: bool) -> bool:
    """Whether a text's place explains the numbers in it."""
    if is_alt:
        return _alt_is_keyed(element)
    return _has_class(element, EXPLAINING) or any(
        ancestor.get("id") in STRUCTURAL_IDS for ancestor in (element, *element.iterancestors())
    )


def _has_class(element: html.HtmlElement, names: Set[str]) -> bool:
    """Whether an element or one around it has one of these classes."""
    around = (element, *element.iterancestors())
    return any(not names.isdisjoint((a.get("class") or "").split()) for a in around)


def _alt_is_keyed(image: html.HtmlElement) -> bool:
    """Whether the frame around an image vouches for exactly this alternative text."""
    frames = (a for a in image.iterancestors() if "chart" in (a.get("class") or "").split())
    return any(frame.get("data-alt-key") == alt_key(image.get("alt", "")) for frame in frames)


def _is_figure(element: html.HtmlElement) -> bool:
    return (element.get("id") or "").startswith("fig-") and "caption" not in element.get("id", "")
