"""Drawings in fewer bytes: the same picture, by its points and by its pixels."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
import typst
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image, ImageChops

from analysis import charts
from analysis.dataset import Dataset
from report import svg
from report.contents import CHARTS, charts_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs/>'
# The most that the drawings of the report may take on the page, which is 3 MB in all.
ON_PAGE = 1_300_000


def compact(body: str) -> str:
    """What is left of the body of a drawing."""
    made = svg.compact(f"{HEAD}{body}</svg>".encode()).decode()
    return re.sub(r"^.*?<svg[^>]*>|</svg>\n$", "", made, flags=re.DOTALL)


PATHS = [
    # as Matplotlib writes it, and by how far each point is from the last
    ("M 10 20 L 12.5 20 L 12.5 18 L 10 20 z", "m10 20h2.5v-2l-2.5 2z"),
    ("M 0 0 L 0.123456 0.5 L 0.25 0.75", "m0 0l.12 .5l.13 .25"),
    ("M 1 1 L 2 2 z M 5 5 L 6 5", "m1 1l1 1zm4 4h1"),
    ("M 0 0 C 1 0 2 1 2 2 L -1 -1", "m0 0c1 0 2 1 2 2l-3-3"),
    # The second bend mirrors the first, the third does not.
    ("M 0 0 Q 1 1 2 0 Q 3 -1 4 0 Q 5 5 6 0", "m0 0q1 1 2 0t2 0q1 5 2 0"),
    # Ten steps of a third are as far as the sum of them, rounded once.
    ("M 0 0 " + " ".join(f"L {i / 3:.6f} 1" for i in range(1, 11)), None),
]


@pytest.mark.parametrize(("written", "told"), PATHS)
def test_a_path_by_steps(written: str, told: str | None) -> None:
    """Each step is rounded from where the last one ended, so that no error adds up."""
    (made,) = re.findall(r' d="([^"]*)"', compact(f'<path d="{written}"/>'))
    if told:
        assert made == told
    else:
        steps = [float(step) for step in re.findall(r"(?<=[hl])[\d.]+", made)]
        assert sum(steps) == pytest.approx(10 / 3, abs=0.005)


LETTERS = (
    '<defs><path id="Font-a" d="M 640 0 L 1280 640" transform="scale(0.015625)"/>'
    '<path id="Font-b" d="M 0 0 L 64 64" transform="scale(0.015625)"/>'
    '<path id="Font-blank" transform="scale(0.015625)"/></defs>'
)


def text(x: int, *letters: str) -> str:
    """A text at `x`, as Matplotlib writes it: each letter 50 hundredths of its size further."""
    uses = (
        f'<use xlink:href="#Font-{letter}" transform="translate({50 * i} 0)"/>'
        for i, letter in enumerate(letters)
    )
    return f'<g transform="translate({x} 9) scale(0.08 -0.08)">{"".join(uses)}</g>'


def test_letters_in_units_of_their_font() -> None:
    """A thousand to the size; what is no letter is left out, and what is used most is named first."""
    made = compact(f"{LETTERS}{text(5, 'b', 'blank', 'b', 'a')}")
    assert made == (
        '<defs><path d="m100 0l100 100" id="b"/><path d="m0 0l10 10" id="a"/></defs>'
        '<g transform="translate(5 9) scale(0.008 -0.008)"><use xlink:href="#a"/>'
        '<use xlink:href="#a" x="1000"/><use xlink:href="#b" x="1500"/></g>'
    )


def test_a_word_that_stands_twice_is_written_once() -> None:
    """And used at each place; a short one, or one that stands once, is written where it stands."""
    word = ("a", "b", "a")
    tree = etree.fromstring(svg.compact(f"{HEAD}{LETTERS}{text(5, *word)}{text(9, 'b', 'blank', *word)}</svg>".encode()))  # fmt: skip
    groups = [node for node in tree.iter(f"{svg.SVG}g")]
    defined, first, second = groups
    assert [len(group) for group in groups] == [3, 1, 2]
    assert first[0].get(svg.HREF) == second[1].get(svg.HREF) == f"#{defined.get('id')}"
    assert second[1].get("x") == "1000"
    alone = etree.fromstring(svg.compact(f"{HEAD}{LETTERS}{text(5, *word)}</svg>".encode()))
    assert [len(group) for group in alone.iter(f"{svg.SVG}g")] == [3]


def test_only_what_is_used_has_a_name() -> None:
    """A clip as well; a group that says nothing is taken away."""
    made = compact(
        '<g id="axes_1"><g id="patch_2"><path d="M 0 0 L 1 0" clip-path="url(#p93)"/></g></g>'
        '<defs><clipPath id="p93"><rect x="0" y="1.23456"/></clipPath></defs>'
    )
    assert made == (
        '<defs><clipPath id="a"><rect x="0" y="1.23"/></clipPath></defs>'
        '<path d="m0 0h1" clip-path="url(#a)"/>'
    )


def picture(drawing: bytes, folder: Path) -> Any:
    """A drawing as the print version's program shows it."""
    (folder / "drawing.svg").write_bytes(drawing)
    page = folder / "page.typ"
    page.write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")')
    return Image.open(io.BytesIO(typst.compile(page, format="png", ppi=144))).convert("L")


def far(one: Any, other: Any) -> int:
    """How many points differ by more than the rounding of an edge."""
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).histogram()[80:])


@pytest.mark.parametrize("key", CHARTS)
def test_a_real_drawing_looks_the_same(key: str, real: Dataset, tmp_path: Path) -> None:
    """Point by point, in less than half of the bytes."""
    for chart in charts_of(key, CHARTS[key].frame(real), real):
        buffer = io.BytesIO()
        with charts.drawing():
            chart.figure.savefig(buffer, format="svg", metadata={"Date": None})
        before = buffer.getvalue()
        after = svg.on_page(svg.compact(before))
        assert len(after) < len(before) / 2
        shown = picture(after, tmp_path)
        assert far(picture(before, tmp_path), shown) <= 8
        assert far(Image.new("L", shown.size, 255), shown) > 1000, "an empty picture is the same"


def test_a_missing_word_is_seen(tmp_path: Path) -> None:
    """The comparison of pictures can fail."""
    made = []
    for words in ("a b c", "a b"):
        buffer = io.BytesIO()
        figure = Figure(figsize=(2, 1))
        figure.text(0.1, 0.5, words)
        figure.savefig(buffer, format="svg")
        made.append(picture(svg.compact(buffer.getvalue()), tmp_path))
    assert far(*made) > 8


def test_the_drawings_leave_room_on_the_page(rendered: Path) -> None:
    """All of them together, as they stand in it."""
    drawings = [path.read_bytes() for path in (rendered / "downloads").glob("fig-*.svg")]
    assert len(drawings) >= len(CHARTS)
    assert sum(len(base64.b64encode(svg.on_page(one))) for one in drawings) < ON_PAGE
    assert all(b"metadata" not in svg.on_page(one) for one in drawings)
    assert all(b"<desc>" in one for one in drawings)
