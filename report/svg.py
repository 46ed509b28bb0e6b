"""A drawing in fewer bytes: what Matplotlib writes as SVG, to the same picture.

Numbers have no more digits than are seen, letters are in the units of their font, names are short,
and a word that stands in several places is written once. Nothing is left out that is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
CLIP = "clip-path"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
COMMAND = re.compile(r"([MLQCZz])([^MLQCZz]*)")
# Letters are set in hundredths of their size, and their outlines have 64 units to each of those;
# fonts have 1000 units to their size.
OUTLINE, LETTERS = 6.4, 10
# What is kept after the point of a length, which is a point of print.
DIGITS = 2
# A word of so many letters is written once.
WORD = 3
# What tells a reader of a file what it is; a page says it beside the drawing.
TOLD = re.compile(rb"<desc>.*?</desc>|<metadata>.*?</metadata>", re.DOTALL)
Point = tuple[int, int]


def compact(svg: bytes) -> bytes:
    """The same picture and the same metadata in fewer bytes."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    root = etree.fromstring(svg, parser)
    defined = root.find(f"{SVG}defs")
    for defs in [*root.iter(f"{SVG}defs")]:
        if defs is not defined:
            defined.extend(defs)
            defs.getparent().remove(defs)
    _write_words(root, defined)
    for path in root.iter(f"{SVG}path"):
        outline = path.attrib.pop("transform", None) is not None
        unit, digits = (OUTLINE, 0) if outline else (1, DIGITS)
        path.set("d", "".join(_steps(path.get("d", ""), unit, digits)))
    for node in root.iter(etree.Element):
        _short_values(node)
    _short_names(root)
    _without_bare_groups(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def on_page(svg: bytes) -> bytes:
    """A drawing without what the page says beside it."""
    return TOLD.sub(b"", svg).replace(b"xlink:href", b"href")


# Words


def _write_words(root: Any, defined: Any) -> None:
    """Texts by letters of their fonts, and words that stand in several places by reference."""
    blanks = [path for path in defined if path.tag == f"{SVG}path" and not path.get("d")]
    blank = {path.get("id") for path in blanks}
    for path in blanks:
        defined.remove(path)
    texts = {text: _words(text, blank) for text in root.iter(f"{SVG}g") if _is_text(text)}
    written = Counter(word for words in texts.values() for _, word in words)
    names = {word: f"_{name}" for word, name in zip(written, _names(), strict=False)}
    for text, words in texts.items():
        text[:] = []
        for place, word in words:
            if written[word] > 1 and len(word) >= WORD:
                _use(text, names[word], place)
            else:
                _write(text, word, place)
    for word, number in written.items():
        if number > 1 and len(word) >= WORD:
            _write(etree.SubElement(defined, f"{SVG}g", id=names[word]), word, (0, 0))


def _is_text(group: Any) -> bool:
    return "scale(" in group.get("transform", "") and group.find(f"{SVG}use") is not None


Word = tuple[tuple[str, Point], ...]


def _words(text: Any, blank: set[str]) -> list[tuple[Point, Word]]:
    """The words of a text with their places, each letter by how far it is from the first.

    Its scale becomes that of fonts.
    """
    text.set("transform", re.sub(r"scale\((\S+) (\S+)\)", _scaled, text.get("transform")))
    words: list[list[tuple[str, float, float]]] = [[]]
    for letter in text.iter(f"{SVG}use"):
        moved = [float(n) * LETTERS for n in NUMBER.findall(letter.get("transform", ""))]
        key = letter.get(HREF)[1:]
        if key in blank:
            words.append([])
        else:
            words[-1].append((key, *(*moved, 0.0, 0.0)[:2]))
    return [_placed(word) for word in words if word]


def _placed(word: Sequence[tuple[str, float, float]]) -> tuple[Point, Word]:
    _, left, low = word[0]
    letters = tuple((key, (round(x - left), round(y - low))) for key, x, y in word)
    return (round(left), round(low)), letters


def _scaled(found: re.Match[str]) -> str:
    return "scale({} {})".format(*(f"{float(n) / LETTERS:.6g}" for n in found.groups()))


def _write(group: Any, word: Word, place: Point) -> None:
    for key, (x, y) in word:
        _use(group, key, (place[0] + x, place[1] + y))


def _use(group: Any, key: str, place: Point) -> None:
    used = etree.SubElement(group, f"{SVG}use")
    used.set(HREF, f"#{key}")
    for name, number in zip("xy", place, strict=True):
        if number:
            used.set(name, str(number))


# Paths


def _steps(written: str, unit: float, digits: int) -> Iterator[str]:
    """A path by how far each of its points is from the last; no error adds up."""
    here = start = bend = (0, 0)
    for command, numbers in COMMAND.findall(written):
        if command in "Zz":
            yield "z"
            here = bend = start
            continue
        whole = [round(float(n) / unit * 10**digits) for n in NUMBER.findall(numbers)]
        points = list(zip(whole[::2], whole[1::2], strict=True))
        mirrored = (2 * here[0] - bend[0], 2 * here[1] - bend[1])
        if command == "Q" and bend != here and _near(points[0], mirrored):
            command, points, bend = "T", points[1:], mirrored
        else:
            bend = points[0] if command == "Q" else points[-1]
        yield _step(command, here, points, digits)
        here = points[-1]
        start = here if command == "M" else start


def _near(one: Point, other: Point) -> bool:
    """Whether two points are no more than a unit apart, which is not seen."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 1


def _step(command: str, here: Point, points: Sequence[Point], digits: int) -> str:
    steps = [part - origin for point in points for part, origin in zip(point, here, strict=True)]
    if command == "L" and 0 in steps:
        across = steps[1] == 0
        return ("h" if across else "v") + _told(steps[0 if across else 1], digits)
    told = " ".join(_told(step, digits) for step in steps)
    return command.lower() + told.replace(" -", "-")


@cache
def _told(number: int, digits: int) -> str:
    """A number of the smallest parts, without zeros that say nothing."""
    if not digits:
        return str(number)
    told = f"{number / 10**digits:.{digits}f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", told)


# Values and names


def _short_values(node: Any) -> None:
    """Styles without blanks, and lengths with as many digits as are seen."""
    if style := node.get("style"):
        node.set("style", re.sub(r"([:;]) ", r"\1", style).replace("#ffffff", "#fff"))
    if "translate(" in node.get("transform", ""):
        node.set("transform", re.sub(r"translate\([^)]*\)", _rounded, node.get("transform")))
    for name in ("x", "y"):
        if "." in node.get(name, ""):
            node.set(name, _rounded(node.get(name)))


def _rounded(found: re.Match[str] | str) -> str:
    """Every number of a text, rounded."""
    text = found if isinstance(found, str) else found[0]
    return NUMBER.sub(lambda n: _told(round(float(n[0]) * 10**DIGITS), DIGITS), text)


def _names() -> Iterator[str]:
    """a, b … z, aa, ab …"""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


def _short_names(root: Any) -> None:
    """A short id for what is used elsewhere, none for the rest."""
    used = Counter(node.get(HREF)[1:] for node in root.iter(f"{SVG}use"))
    used.update(node.get(CLIP)[5:-1] for node in root.iter(etree.Element) if CLIP in node.attrib)
    names = {key: name for (key, _), name in zip(used.most_common(), _names(), strict=False)}
    for node in root.iter(etree.Element):
        if (key := node.attrib.pop("id", None)) in names:
            node.set("id", names[key])
        if HREF in node.attrib:
            node.set(HREF, f"#{names[node.get(HREF)[1:]]}")
        if CLIP in node.attrib:
            node.set(CLIP, f"url(#{names[node.get(CLIP)[5:-1]]})")


def _without_bare_groups(root: Any) -> None:
    """Groups that say nothing of what is in them are taken away around it."""
    for node in [*root.iter(f"{SVG}g")]:
        if not node.attrib:
            parent = node.getparent()
            place = parent.index(node)
            parent[place : place + 1] = list(node)
