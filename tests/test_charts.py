"""What is drawn: intervals, arrows, words, zero, axes; and that it can be read by everyone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
import pytest
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from analysis import charts, spans, timeline, titles
from analysis.charts import Chart, lettering, rows, sheet
from analysis.charts.figure import ACCENTS, BASE, NEUTRAL, RULE
from analysis.charts.lettering import INK, LABEL, QUIET, Run, width, width_of, wrapped
from analysis.charts.rows import Entry
from analysis.dataset import Dataset, load
from analysis.errors import NotComparable
from report import document, drawing
from report.contents import CHARTS
from report.contents import DRAWN as FRAMES

Build = Callable[..., Any]
SECTIONS = Path(document.__file__).parent / "sections"
DRAWN = re.findall(r'report\.chart\("([\w-]+)"\)', "".join(p.read_text("utf-8") for p in sorted(SECTIONS.glob("*.qmd"))))  # fmt: skip


def figures(frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """The chart of figures."""
    return charts.figures("key", "A caption", titles.stated, frame, dataset)


def drawn(dataset: Dataset, topic: str = "casualties") -> Chart:
    """The chart of a topic's figures."""
    chart = figures(spans.figures(dataset, topic), dataset)
    assert chart
    return chart


def panel(dataset: Dataset, topic: str = "casualties") -> Axes:
    """The only panel of a topic's chart."""
    (axes,) = drawn(dataset, topic).figure.axes
    return axes


def points(axes: Axes) -> list[tuple[float, float, bool]]:
    """Every point: where it is, and whether it is filled."""
    return [
        (
            float(line.get_xdata()[0]),
            float(line.get_ydata()[0]),
            line.get_markerfacecolor() != "white",
        )
        for line in axes.lines
        if line.get_marker() == "o"
    ]


def bars(axes: Axes) -> list[tuple[list[float], list[float]]]:
    """Every line without a mark that is part of a row: from, to."""
    lines = [line for line in axes.lines if line.get_marker() in ("None", None, "")]
    lines = [line for line in lines if line.get_color() not in (RULE, BASE)]
    return [([*map(float, line.get_xdata())], [*map(float, line.get_ydata())]) for line in lines]


def arrows(axes: Axes) -> list[tuple[float, float, float]]:
    """Every arrow: where it starts, where its head is, and its row."""
    notes = [text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch]
    return [(float(n.xyann[0]), float(n.xy[0]), float(n.xy[1])) for n in notes]


def words(axes: Axes) -> list[str]:
    """The words beside the marks."""
    return [text.get_text() for text in axes.texts if text.get_text()]


def texts(chart: Chart) -> list[str]:
    """The texts outside the panels."""
    return [text.get_text() for text in chart.figure.texts]


MARKS = [
    # bound, its columns, points (where, filled), direction of the arrow, words
    ("exact", {"value": "7"}, [(7, True)], 0, "7"),
    ("approximate", {"value": "7"}, [(7, False)], 0, "about 7"),
    ("at_least", {"low": "7"}, [(7, True)], 1, "at least 7"),
    ("more_than", {"low": "7"}, [(7, False)], 1, "more than 7"),
    ("at_most", {"high": "7"}, [(7, True)], -1, "at most 7"),
    ("less_than", {"high": "7"}, [(7, False)], -1, "less than 7"),
    ("range", {"low": "5", "high": "7"}, [(5, True), (7, True)], 0, "5–7"),
    ("range", {"low": "5", "high": "7", "value": "6"}, [(5, True), (7, True)], 0, "6 (5–7)"),
]


@pytest.mark.parametrize(("bound", "cells", "ends", "direction", "said"), MARKS)
def test_a_bound_is_drawn_as_it_is(
    claim: Build,
    dataset_of: Build,
    bound: str,
    cells: dict[str, str],
    ends: list[tuple[float, bool]],
    direction: int,
    said: str,
) -> None:
    """A point, hollow where the words are approximate or exclude it; an interval as a line between
    its ends; a one-sided bound as an arrow into its open end; its words beside it."""
    axes = panel(dataset_of(claim("a-01", bound=bound, **cells)))
    (y,) = {y for _, y, _ in points(axes)}
    assert [(x, filled) for x, _, filled in points(axes)] == ends
    assert bars(axes) == ([([5, 7], [y, y])] if bound == "range" else [])
    assert [(start, (head > start) - (head < start), at) for start, head, at in arrows(axes)] == (
        [(7, direction, y)] if direction else []
    )
    assert words(axes) == [said]
    assert axes.texts[-1].get_gid() == "a-01"


def test_a_magnitude_word_is_drawn_as_the_word(claim: Build, dataset_of: Build) -> None:
    """No point, no line, no arrow: no number is put in its place."""
    vague = claim("a-02", bound="vague", value="", as_stated="dozens of lives", event="first_night")
    axes = panel(dataset_of(claim("a-01", event="first_night"), vague))
    assert words(axes) == ["7", "“dozens of lives”"]
    assert [(x, filled) for x, _, filled in points(axes)] == [(7, True)]
    assert (bars(axes), arrows(axes)) == ([], [])
    number, word = axes.texts
    assert (number.get_fontstyle(), word.get_fontstyle()) == ("normal", "italic")
    assert word.xy[0] == axes.get_xlim()[0]


def test_words_alone_make_no_chart(claim: Build, dataset_of: Build) -> None:
    """Without a number there is no axis to draw."""
    dataset = dataset_of(claim("a-01", bound="vague", value="", as_stated="dozens"))
    frame = spans.figures(dataset, "casualties")
    assert figures(frame, dataset) is None
    assert figures(frame[:0], dataset) is None


def test_zero_is_drawn(claim: Build, dataset_of: Build) -> None:
    """A stated zero is a point at zero, on a scale that has a zero, inside the axis."""
    axes = panel(dataset_of(claim("a-01", value="0"), claim("a-02", value="9000", subject="")))
    assert (0, True) in [(x, filled) for x, _, filled in points(axes)]
    assert axes.get_xscale() == "linear"
    assert axes.get_xlim()[0] == 0


SCALES = [
    # the numbers of a panel, its scale
    (["7", "7"], "linear"),
    (["10", "199"], "linear"),
    (["10", "200"], "log"),
    (["0", "5000"], "linear"),
    (["1", "30000"], "log"),
]


@pytest.mark.parametrize(("numbers", "scale"), SCALES)
def test_logarithmic_only_when_positive_and_wide(
    claim: Build, dataset_of: Build, numbers: list[str], scale: str
) -> None:
    """A factor of twenty and more; the axis says so, and shows no bar from zero."""
    first, second = numbers
    chart = drawn(dataset_of(claim("a-01", value=first), claim("a-02", value=second, subject="")))
    (axes,) = chart.figure.axes
    assert axes.get_xscale() == scale
    unit = "killed · persons" + (", logarithmic scale" if scale == "log" else "")
    assert unit.capitalize() in texts(chart)
    low, high = axes.get_xlim()
    assert low <= float(first) <= float(second) < high
    if scale == "log":
        assert low > 0


def test_arrows_stay_on_the_axis(claim: Build, dataset_of: Build) -> None:
    """Also where the bound is far from the others, on both scales."""
    for other in ("8", "8000"):
        axes = panel(
            dataset_of(
                claim("a-01", bound="at_most", high="7"),
                claim("a-02", bound="more_than", low=other, subject=""),
            )
        )
        low, high = axes.get_xlim()
        assert all(low <= head <= high for _, head, _ in arrows(axes))


REFUSED = [
    # what the second claim has that the first has not
    ({"unit": "percent"}, "different units (persons, percent)"),
    ({"year_basis": "us_fiscal"}, "fiscal or calendar"),
]


@pytest.mark.parametrize(("cells", "reason"), REFUSED)
def test_what_may_not_share_an_axis_is_refused(
    claim: Build, dataset_of: Build, cells: dict[str, str], reason: str
) -> None:
    """The reason names both claims; nothing is drawn."""
    dataset = dataset_of(claim("a-01"), claim("a-02", subject="southport", **cells))
    with pytest.raises(NotComparable, match=r"no axis of a-01 and a-02: ") as refused:
        drawn(dataset)
    assert reason in str(refused.value)


def test_each_quantity_has_a_panel_of_its_own(claim: Build, dataset_of: Build) -> None:
    """Unlike quantities never share an axis; ranks and ratios are left to the tables."""
    dataset = dataset_of(
        claim("a-01"),
        claim("a-02", quantity="wounded", value="9"),
        claim("a-03", quantity="casualties_ratio", unit="ratio", bound="more_than", low="1"),
    )
    chart = drawn(dataset)
    names = [text for text in texts(chart) if text.strip() in ("Wounded", "Killed")]
    assert [name.strip() for name in names] == ["Wounded", "Killed"]
    assert len(chart.figure.axes) == 2
    assert chart.claims == ("a-02", "a-01")


def test_alternative_text_says_what_is_drawn(claim: Build, dataset_of: Build) -> None:
    """Quantity, event, of whom, words of the bound, source; each number with its claim."""
    chart = drawn(
        dataset_of(
            claim("a-01", bound="at_least", low="7", as_of="2001-05-01"),
            claim("b-01", source="herald", subject="", bound="vague", value="", as_stated="many"),
        )
    )
    assert chart.alt == (
        "No figure has a comparable figure from another origin;"
        " 1 of 2 statements gives words instead of a number. killed. spring storm, not said: “many” (herald). "
        "spring storm; as of 1 May 2001, northport: at least 7 (gazette)."
    )
    assert [piece.keys for piece in chart.said if piece.keys] == [("b-01",), ("a-01",)]
    assert chart.untraced == []


def test_timeline(dataset_of: Build) -> None:
    """A dot for a day, a bar for a month or a year, a lane a source; the text counts them."""
    rows = [
        {"id": "a-t01", "source": "gazette", "date": "2001-04-02"},
        {"id": "a-t02", "source": "gazette", "date": "2001-05"},
        {"id": "b-t01", "source": "herald", "date": "2003"},
    ]
    dataset = dataset_of(timeline=rows)
    chart = charts.timeline(
        "key", "A caption", titles.happenings, timeline.happenings(dataset), dataset
    )
    assert chart
    (axes,) = chart.figure.axes
    assert {"gazette", "herald", "2 happenings", "1 happening"} <= set(texts(chart))
    assert "harbour talks" not in texts(chart)
    assert len(points(axes)) == 2, "the first night is an event of a day"
    ends = [(mdates.num2date(x[0]).date(), y[0]) for x, y in bars(axes)]
    assert [day for day, _ in ends] == [date(2001, 5, 1), date(2003, 1, 1)]
    assert chart.alt == (
        "2 articles date 3 happenings of the years 2001–2003, 1 of them to the day. "
        "A mark each. Number by source: gazette: 2. herald: 1."
    )
    nothing = timeline.happenings(dataset)[:0]
    assert charts.timeline("key", "A caption", titles.happenings, nothing, dataset) is None


def test_happenings_of_one_time_are_stacked(dataset_of: Build) -> None:
    """None covers another, so that each can be counted."""
    rows = [
        {"id": f"a-t0{i}", "source": "gazette", "date": day}
        for i, day in enumerate(["2001", "2001", "2001-04-02", "2001-04-02", "2003"])
    ]
    dataset = dataset_of(timeline=rows, events=[])
    frame = timeline.happenings(dataset)
    chart = charts.timeline("key", "A caption", titles.happenings, frame, dataset)
    assert chart
    (axes,) = chart.figure.axes
    places = [(y[0], *x) for x, y in bars(axes)] + [(y, x, x) for x, y, _ in points(axes)]
    assert len(places) == len(set(places)) == 5
    assert len({y for y, *_ in places}) == 4


def test_text_of_the_data_is_text_in_a_drawing(claim: Build, dataset_of: Build) -> None:
    """No formula, no element of the picture, and no end of a comment comes from it."""
    hostile = "$x$ --> <script>alert(1)</script> ]]> & \\input{x}"
    dataset = dataset_of(claim("a-01", bound="vague", value="", as_stated=hostile), claim("a-02"))
    chart = drawing.drawn(drawn(dataset), hostile, dataset)
    (data,) = re.findall(r"base64,([^)]*)\)", document.image(chart))
    picture = etree.fromstring(base64.b64decode(data))
    names = {etree.QName(node).localname for node in picture.iter(etree.Element)}
    assert names <= {"svg", "metadata", "RDF", "Work", "type", "format", "title", "desc",
                     "description", "source", "rights", "Agent", "defs", "style", "g", "path", "use", "clipPath", "rect"}  # fmt: skip
    assert f"“{hostile}”" in chart.alt


def test_a_quotation_mark_in_a_name_stays_one(claim: Build, dataset_of: Build) -> None:
    """In the alternative text, whose key would not fit it otherwise."""
    dataset = dataset_of(claim("a-01", bound="vague", value="", as_stated='a "few"'), claim("a-02"))
    chart = drawing.drawn(drawn(dataset), "", dataset)
    assert "&amp;quot;" not in pandoc_html(document.image(chart))


def pandoc_html(markdown: str) -> str:
    """A Markdown text as pandoc writes it for a page."""
    import pypandoc

    return str(pypandoc.convert_text(markdown, "html", format="markdown"))


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
Box = tuple[str, Bbox]
Drawn = tuple[Chart, list[Box]]


@pytest.fixture(scope="module", params=[f"{name}:{key}" for name in FOLDERS for key in FRAMES])
def sheets(request: pytest.FixtureRequest) -> list[Drawn]:
    """The sheets of each chart of each dataset, and where their texts are."""
    name, key = request.param.split(":")
    dataset = load(FOLDERS[name], validate=False)
    return [(chart, list(boxes(chart.figure))) for chart in document.Report(dataset).drawings(key)]


def test_every_chart_is_in_the_document() -> None:
    """The keys of all charts, each once."""
    assert len(DRAWN) == len(set(DRAWN))
    assert set(FRAMES) == set(DRAWN)
    assert {*CHARTS, "timeline"} <= set(DRAWN)


def test_the_real_charts_are_drawn(real: Dataset) -> None:
    """Each of them, so that what holds for all of them holds for some."""
    assert all(document.Report(real).drawings(key) for key in FRAMES)


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
