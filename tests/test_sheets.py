"""Letters, sheets and colours of all charts: that they can be read by everyone, on page and paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import beside, charts, titles
from analysis.charts import Chart, lettering, rows, sheet
from analysis.charts.figure import ACCENTS, NEUTRAL, RULE
from analysis.charts.lettering import INK, LABEL, QUIET, Run, width, width_of, wrapped
from analysis.charts.rows import Entry
from analysis.dataset import Dataset, load
from report import document
from report.contents import CHARTS, charts_of

SECTIONS = Path(document.__file__).parent / "sections"
DRAWN = re.findall(r'report\.chart\("([\w-]+)"\)', "".join(p.read_text("utf-8") for p in sorted(SECTIONS.glob("*.qmd"))))  # fmt: skip


# Letters


def test_letters_come_from_the_packages() -> None:
    """Every face of both families is a file of ours or of Matplotlib's, not of this computer's."""
    lettering.know_fonts()
    folders = {"Source": Path(document.__file__).parent / "theme/fonts", "DejaVu": "mpl-data/fonts"}
    for style, weight in lettering.FACES:
        for family, (start, folder) in zip(lettering.FAMILIES, folders.items(), strict=True):
            found = findfont(FontProperties(family=family, style=style, weight=weight))
            assert Path(found).name.startswith(start)
            assert str(folder) in found


def test_a_letter_that_the_font_lacks_is_drawn() -> None:
    """By the other family; a letter that neither has is a warning, which fails a test."""
    with charts.drawing():
        figure = Figure()
        figure.text(0, 0, "Բ and ბ")
        FigureCanvasAgg(figure).draw()


def test_lines_break_at_dots_then_at_blanks() -> None:
    """No line is wider than its room, and none begins or ends with a dot."""
    runs = [
        Run("Northport, civilian", colour=INK),
        Run(" · as of Monday · The Gazette", colour=QUIET),
    ]
    lines = wrapped(runs, width("Northport, civilian and a bit", LABEL), LABEL)
    told = ["".join(run.text for run in line) for line in lines]
    assert told == ["Northport, civilian", "as of Monday · The Gazette"]
    narrow = wrapped(runs, 0.7, LABEL)
    assert all(width_of(line, LABEL) <= 0.7 for line in narrow)
    assert (narrow[0][0].colour, narrow[-1][-1].colour) == (INK, QUIET)


def test_a_number_keeps_its_key_in_a_line() -> None:
    """Though it stands between other words, and at the end of a word."""
    runs = [Run("span ", None), Run("7–9", "a-1 b-1"), Run("; and so on", None)]
    (line,) = wrapped(runs, 5, LABEL)
    assert [(run.text, run.gid) for run in line] == [
        ("span ", None), ("7–9", "a-1 b-1"), ("; and so on", None),
    ]  # fmt: skip


def entry(lines: int, row: dict[str, Any] | None) -> Entry:
    """An entry of so many lines."""
    return Entry(((Run("name"),),) * lines, row)


def test_groups_stay_on_one_sheet_where_they_fit() -> None:
    """One that is longer than a sheet is parted, and headed again."""
    groups = [[entry(1, None), *(entry(1, {"n": n}) for n in range(size))] for size in (2, 2, 30)]
    room = rows.high(groups[0]) + rows.high(groups[1]) + 0.01
    made = list(rows.sheets(groups, room))
    assert [len(rows.rows_of(part)) for part in made][:1] == [4]
    assert sum(len(rows.rows_of(part)) for part in made) == 34
    assert all(rows.high(part) <= room and part[0].row is None for part in made)


# All charts of the report and of two other datasets

DATA = Path(__file__).parent / "data"
FOLDERS = {"real": DATA.parents[1], "tiny": DATA / "tiny", "languages": DATA / "languages"}
# Points and inches of print: the least size of letters, and the room on a page.
SMALLEST, PAGE = 6.5, (170 / 25.4, 8.5)
# The blank beneath and above the letters of a line, as shares of their size.
LEADING = (0.18, 0.27)
# What stands behind a chart: the page's paper, and the card that it has in the dark.
GROUNDS = ("#ffffff", "#f4f6f6")
Build = Callable[..., Any]
Box = tuple[str, Bbox]
Drawn = tuple[Chart, list[Box]]


@pytest.fixture(scope="module", params=[f"{name}:{key}" for name in FOLDERS for key in CHARTS])
def sheets(request: pytest.FixtureRequest) -> list[Drawn]:
    """The sheets of each chart of each dataset, and where their texts are."""
    name, key = request.param.split(":")
    dataset = load(FOLDERS[name], validate=False)
    made = charts_of(key, CHARTS[key].frame(dataset), dataset)
    return [(chart, list(boxes(chart.figure))) for chart in made]


def test_every_chart_is_in_the_document() -> None:
    """The keys of all charts, each once."""
    assert len(DRAWN) == len(set(DRAWN))
    assert set(CHARTS) == set(DRAWN)


def test_the_real_charts_are_drawn(real: Dataset) -> None:
    """Each of them, so that what holds for all of them holds for some."""
    assert all(charts_of(key, made.frame(real), real) for key, made in CHARTS.items())


def test_a_chart_says_every_number_it_draws(sheets: list[Drawn]) -> None:
    """Each with its claim, in the drawing, its title and its alternative text."""
    for chart, _ in sheets:
        assert chart.alt
        assert chart.untraced == []


def test_the_title_is_at_the_top_left(sheets: list[Drawn]) -> None:
    """Whole, in the largest letters, over all other texts."""
    for chart, _ in sheets:
        size = lettering.TITLE
        title = [text for text in chart.figure.texts if text.get_fontsize() == size]
        said = "".join(piece.text for piece in chart.title)
        told = "".join(text.get_text() for text in title)
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", said)
        assert min(text.get_position()[0] for text in title) * sheet.WIDTH == pytest.approx(
            sheet.EDGE
        )
        lowest = min(text.get_position()[1] for text in title)
        others = [text for text in chart.figure.texts if text not in title]
        assert all(text.get_position()[1] < lowest for text in others)


def boxes(figure: Figure) -> Iterator[Box]:
    """Every text that is seen, and where its letters are."""
    with charts.drawing():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        for text in figure.findobj(Text):
            if text.get_text().strip() and seen(text, figure):
                box = Text.get_window_extent(text, canvas.get_renderer())
                em = text.get_fontsize() * figure.dpi / 72
                low, high = box.y0 + LEADING[0] * em, box.y1 - LEADING[1] * em
                yield text.get_text(), Bbox.from_extents(box.x0, low, box.x1, high)


def seen(text: Text, figure: Figure) -> bool:
    """Whether a text is drawn: not a tick's label beyond the ends of its axis."""
    if not text.get_visible():
        return False
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if text is tick.label2 or text is tick.label1:
                    return text.get_visible() and min(low, high) <= tick.get_loc() <= max(low, high)
    return True


def cut(figure: Figure, found: list[Box]) -> list[str]:
    """The texts that run over an edge."""
    whole = figure.bbox
    return [
        text
        for text, box in found
        if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    ]


def overlapping(figure: Figure, found: list[Box]) -> list[tuple[str, str]]:
    """The texts that run into each other; of those that are turned their boxes say nothing."""
    turned = {text.get_text() for text in figure.findobj(Text) if text.get_rotation() % 90}
    level = [(text, box) for text, box in found if text not in turned]
    return [
        (first, second)
        for (first, one), (second, other) in combinations(level, 2)
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1.5
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 0.5
    ]


def covered(figure: Figure, found: list[Box]) -> list[str]:
    """The texts over the middle of a point, or of a key's mark."""
    lines = [line for line in figure.findobj(Line2D) if line.get_marker() not in ("None", "", None)]
    places = [
        place for line in lines for place in line.get_transform().transform(line.get_xydata())
    ]
    return [text for text, box in found if any(box.contains(*place) for place in places)]


def test_texts_are_on_the_canvas(sheets: list[Drawn]) -> None:
    """No text is cut off at an edge."""
    assert [cut(chart.figure, found) for chart, found in sheets] == [[]] * len(sheets)


def test_texts_do_not_overlap(sheets: list[Drawn]) -> None:
    """No label runs into another, nor over a mark."""
    assert [overlapping(chart.figure, found) for chart, found in sheets] == [[]] * len(sheets)
    assert [covered(chart.figure, found) for chart, found in sheets] == [[]] * len(sheets)


def test_a_sheet_fits_a_printed_page(sheets: list[Drawn]) -> None:
    """As it is, so that its letters keep their size, which can be read."""
    for chart, _ in sheets:
        wide, high = chart.figure.get_size_inches()
        assert wide <= PAGE[0]
        assert high <= PAGE[1]
        shown = [text for text in chart.figure.findobj(Text) if text.get_text().strip()]
        assert min(text.get_fontsize() for text in shown) >= SMALLEST


def pale(figure: Figure) -> list[str]:
    """The texts and marks that do not stand out: letters by 4.5 to 1, all else by 3 to 1.

    Rules may be pale; a mark stands out by its edge or by what fills it.
    """
    found = [
        text.get_text()
        for text in figure.findobj(Text)
        if text.get_text().strip() and against(to_hex(text.get_color())) < 4.5
    ]
    lines = [
        line for line in figure.findobj(Line2D) if len(line.get_xdata()) and line.get_visible()
    ]
    marks = [
        (line.get_color(), line.get_markerfacecolor(), line.get_markeredgecolor()) for line in lines
    ]
    marks += [
        (bar.get_facecolor(), bar.get_edgecolor())
        for axes in figure.axes
        for bar in axes.patches
        if isinstance(bar, Rectangle)
    ]
    found += [
        str(colours)
        for colours in marks
        if RULE not in colours and max(against(to_hex(colour)) for colour in colours) < 3
    ]
    return found


def against(colour: str) -> float:
    """The least contrast of a colour against what may stand behind a chart."""
    return min(contrast(colour, ground) for ground in GROUNDS)


def test_what_is_drawn_stands_out(sheets: list[Drawn]) -> None:
    """On paper, and on the card of the dark page."""
    assert [pale(chart.figure) for chart, _ in sheets] == [[]] * len(sheets)


@pytest.mark.parametrize("year", ["2001", "2002", "2003"])
def test_long_words_by_year_are_on_the_canvas(year: str, claim: Build, dataset_of: Build) -> None:
    """An article's in whatever year, and a long name at the end of its line."""
    usual = {"quantity": "dock_spending", "unit": "USD", "event": ""}
    long = "over thirty, as it was told to us by those of the harbour"
    told = {"bound": "more_than", "low": "30", "as_stated": long}
    name = "Board of the Northern Ports"
    dataset = dataset_of(
        claim("s-1", **usual, **told, start=year, end=year),
        *(claim(f"r-{y}", source="herald", **{**usual, "as_stated": ""}, value="20", start=y, end=y)
          for y in ("2001", "2002", "2003")),
        actors=[{"actor": "northport", "label": name}],
    )  # fmt: skip
    chart = charts.by_year(
        "k", "", titles.by_year, beside.by_year(dataset, "dock_spending"), dataset
    )
    assert chart
    found = list(boxes(chart.figure))
    assert cut(chart.figure, found) == []
    assert overlapping(chart.figure, found) == []
    assert long.split()[-1] in " ".join(text for text, _ in found)


def test_the_laws_of_a_sheet_can_be_broken() -> None:
    """A sheet that breaks each of them is found out."""
    with charts.drawing():
        figure = Figure(figsize=(4, 2))
        figure.text(0.1, 0.5, "here and there", color="#999999")
        figure.text(0.12, 0.5, "over it")
        figure.text(0.9, 0.1, "over the edge")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.plot([0.15], [0.53], "o", color="#bbbbbb")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
    found = list(boxes(figure))
    assert ("here and there", "over it") in overlapping(figure, found)
    assert "over the edge" in cut(figure, found)
    assert {"here and there", "over it"} == set(covered(figure, found))
    assert len(pale(figure)) == 2


# Colours

COLOURS = [*ACCENTS, NEUTRAL]
# What red, green and blue light becomes in an eye without one kind of cone: Machado, Oliveira and
# Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency".
SEEN = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def light(colour: str) -> tuple[float, ...]:
    """Red, green and blue light of a colour `#rrggbb`, from 0 to 1."""
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """Contrast of two colours, as the Web Content Accessibility Guidelines define it."""
    shares = (0.2126, 0.7152, 0.0722)
    lights = [
        sum(share * part for share, part in zip(shares, light(one), strict=True)) + 0.05
        for one in (colour, ground)
    ]
    return max(lights) / min(lights)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """Lightness and two hues of a light (CIELAB, white D65)."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen_as(colour: str, eye: str) -> tuple[float, float, float]:
    """A colour as an eye sees it."""
    rgb = light(colour)
    return lab(tuple(sum(m * c for m, c in zip(row, rgb, strict=True)) for row in SEEN[eye]))


@pytest.mark.parametrize("colour", COLOURS)
def test_a_side_is_named_in_its_colour(colour: str) -> None:
    """So it stands out as letters do: at least 4.5 to 1."""
    assert against(colour) >= 4.5


@pytest.mark.parametrize("eye", SEEN)
@pytest.mark.parametrize(("first", "second"), list(combinations(COLOURS, 2)))
def test_sides_are_told_apart_by_every_eye(first: str, second: str, eye: str) -> None:
    """Far more than what is just noticed (2.3) lies between any two colours."""
    pairs = zip(seen_as(first, eye), seen_as(second, eye), strict=True)
    assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 >= 15
