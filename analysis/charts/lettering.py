"""The letters of a chart: its fonts and sizes, and runs of text measured and set in lines.

The fonts are the ones of the page and the print version, read from this package's files, so that a
chart has the same letters and the same bytes on each machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.textpath import text_to_path

# Names of their own, so that no font of the computer is taken for them. The second family, which
# comes with Matplotlib, has letters that the first lacks.
FAMILIES = ["Figures Sans", "Figures Sans, further letters"]
FACES = {
    ("normal", 400): ("SourceSans3-Regular.ttf", "DejaVuSans.ttf"),
    ("normal", 600): ("SourceSans3-SemiBold.ttf", "DejaVuSans-Bold.ttf"),
    ("italic", 400): ("SourceSans3-Italic.ttf", "DejaVuSans-Oblique.ttf"),
}
# Sizes in points. A chart is as wide as the text of a printed page, so they are the sizes in print.
TITLE, PANEL, HEADING, UNIT, LABEL, SMALL = 11, 9.5, 8.5, 8, 8, 7.5
LEADING = 1.22
INK, QUIET = "#1b2023", "#566066"
# How far the middle of letters is above their foot, as a share of their size.
RISE = 0.33
GROUND = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
PLAIN, STRONG = 400, 600


@dataclass(frozen=True)
class Run:
    """Text in one colour and weight, keyed with what explains the numbers in it."""

    text: str
    gid: str | None = "name"
    colour: str = INK
    weight: int = PLAIN


Line = tuple[Run, ...]


@lru_cache(maxsize=1)
def know_fonts() -> None:
    """Make the fonts of the packages known to Matplotlib under the names in `FAMILIES`."""
    folders = files("report") / "theme/fonts", files("matplotlib") / "mpl-data/fonts/ttf"
    for (style, weight), faces in FACES.items():
        for family, folder, face in zip(FAMILIES, folders, faces, strict=True):
            path = str(folder / face)
            fontManager.ttflist.append(
                FontEntry(path, name=family, style=style, weight=weight, size="scalable")
            )


def width(text: str, size: float, weight: int = PLAIN) -> float:
    """How wide a text is in inches, blanks at its ends included."""
    return size * (_measured(f"n{text}n", weight) - _measured("nn", weight)) / 72


@lru_cache(maxsize=10_000)
def _measured(text: str, weight: int) -> float:
    """How wide a text is in shares of its size."""
    know_fonts()
    letters = FontProperties(family=FAMILIES, size=100, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, letters, False)[0]) / 100


def height(size: float) -> float:
    """The height of a line in inches."""
    return size * LEADING / 72


def width_of(line: Iterable[Run], size: float) -> float:
    """How wide a line is in inches."""
    return sum(width(run.text, size, run.weight) for run in line)


def balanced(runs: Sequence[Run], room: float, size: float) -> tuple[Line, ...]:
    """As `wrapped`, the lines as equal as they can be."""
    lines = wrapped(runs, room, size)
    while len(lines) > 1 and len(closer := wrapped(runs, room := room - 0.1, size)) == len(lines):
        lines = closer
    return lines


def wrapped(runs: Iterable[Run], room: float, size: float) -> tuple[Line, ...]:
    """Runs in lines no wider than `room` inches, broken at dots, else at blanks.

    A dot ends no line.
    """
    lines: list[list[Line]] = []
    blank, left = width(" ", size), 0.0
    for unit in _units(runs, room, size):
        wide = _wide(unit, size)
        if not lines or wide > left:
            lines.append([])
            left = room
        lines[-1] += unit
        left -= wide + blank
    return tuple(_joined(line) for line in map(_without_dots, lines) if line)


def _units(runs: Iterable[Run], room: float, size: float) -> Iterator[list[Line]]:
    """What stays together: the words between two dots, or a single word where that is too long."""
    parts: list[list[Line]] = [[]]
    for word in _words(runs):
        parts += [[word], []] if _is_dot(word) else []
        parts[-1] += [] if _is_dot(word) else [word]
    for part in filter(None, parts):
        yield from [part] if _wide(part, size) <= room else [[word] for word in part]


def _wide(words: Sequence[Line], size: float) -> float:
    """How wide words are with a blank between them."""
    return sum(width_of(word, size) for word in words) + width(" ", size) * (len(words) - 1)


def _is_dot(word: Line) -> bool:
    return len(word) == 1 and word[0].text == "·"


def _words(runs: Iterable[Run]) -> Iterator[Line]:
    """The words of runs; a word that several runs share has a part of each."""
    word: list[Run] = []
    for run in runs:
        for part in re.split(r"([ \n]+)", run.text):
            if part.strip():
                word.append(replace(run, text=part))
            elif part and word:
                yield tuple(word)
                word = []
    if word:
        yield tuple(word)


def _without_dots(words: Sequence[Line]) -> Sequence[Line]:
    """Words without a dot between names at either end."""
    dots = list(map(_is_dot, words))
    return words[int(dots[0]) : len(words) - int(dots[-1])] if words else words


def _joined(words: Sequence[Line]) -> Line:
    """Words as one line; neighbours that look alike and have the same key are one run."""
    made: list[Run] = []
    for number, word in enumerate(words):
        if number:
            made[-1] = replace(made[-1], text=f"{made[-1].text} ")
        for part in word:
            if made and replace(made[-1], text="") == replace(part, text=""):
                part = replace(part, text=made.pop().text + part.text)
            made.append(part)
    return tuple(made)


def write(
    figure: Figure, x: float, y: float, line: Iterable[Run], size: float, *, ground: bool = False
) -> float:
    """Write a line into a Figure, centred on `y`, both in inches from the lower left corner.

    `ground` keeps rules away from it. Gives where it ends.
    """
    wide, high = figure.get_size_inches()
    foot = (y - RISE * size / 72) / high
    for run in line:
        figure.text(
            x / wide, foot, run.text, fontsize=size, color=run.colour, weight=run.weight,
            gid=run.gid, va="baseline", bbox=GROUND if ground else None,
        )  # fmt: skip
        x += width(run.text, size, run.weight)
    return x
