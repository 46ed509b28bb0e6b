"""Pictures go round pandoc and come back; what cells ask for is made afterwards, once each."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from analysis.errors import DocumentError
from report.builtin import pictures, render

ONE, TWO = b"<svg>1</svg>", b"<svg>2</svg>"


def held(content: bytes) -> str:
    """The address that holds a picture."""
    return f"data:image/svg+xml;base64,{base64.b64encode(content).decode()}"


def test_without_an_engine_that_waits_a_picture_is_made_at_once() -> None:
    """As for Quarto, whose cells must give all."""
    assert pictures.address(lambda: ONE) == held(ONE)


def test_pictures_come_back_in_their_places() -> None:
    """Whether the text held them or they are made later, and are files for the print version."""
    made: list[bytes] = []

    def make() -> bytes:
        made.append(TWO)
        return TWO

    with pictures.made_later() as later:
        address = pictures.address(make)
    text = f"![a]({held(ONE)}){{#fig-a}} and ![b]({address} 'title')"
    short, makes = pictures.set_aside(text, later)
    assert short == "![a](embedded-data/0.svg){#fig-a} and ![b](embedded-data/1.svg 'title')"
    assert made == []
    addresses = [make() for make in makes]
    assert addresses == [held(ONE), held(TWO)]
    page = '<img src="embedded-data/1.svg"><img src="embedded-data/0.svg">'
    put = pictures.put_back(page, addresses)
    assert put == f'<img src="{held(TWO)}"><img src="{held(ONE)}">'
    files = [("embedded-data/0.svg", ONE), ("embedded-data/1.svg", TWO)]
    assert list(pictures.files(addresses)) == files


def test_a_place_that_nobody_asked_for_is_no_picture(tmp_path: Path) -> None:
    """It is a file that is not there."""
    document = tmp_path / "some.qmd"
    head = "---\ntitle: T\nlang: en\nformat: {html: {theme: none, minimal: true, embed-resources: true}}\n---\n"
    document.write_text(f"{head}\n![a](made-later/0.svg)\n", "utf-8")
    with pytest.raises(DocumentError, match="cannot be read"):
        render(document, tmp_path / "out", ["html"])
