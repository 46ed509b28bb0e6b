"""What is drawn: intervals, arrows, words, zero, axes, and what is refused."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
import pytest
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from analysis import charts, spans, timeline, titles
from analysis.charts import Chart
from analysis.charts.figure import BASE, RULE
from analysis.dataset import Dataset
from report import drawing

Build = Callable[..., Any]


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
    ("range", {"low": "5", "high": "7", "value": "6"}, [(6, True)], 0, "6 (5–7)"),
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
    its ends, a best estimate in it as the only point; a one-sided bound as an arrow into its open end; its words beside it."""
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


@pytest.mark.parametrize("cells", [{"unit": "percent"}, {"year_basis": "us_fiscal"}])
def test_what_may_not_share_an_axis_has_a_panel_of_its_own(
    claim: Build, dataset_of: Build, cells: dict[str, str]
) -> None:
    """Words stand with the first; each number is drawn once."""
    dataset = dataset_of(
        claim("a-01", bound="vague", value="", as_stated="many"),
        claim("a-02"),
        claim("a-03", subject="southport", **cells),
        claim("a-04", subject="southport", place="bay"),
    )
    chart = drawn(dataset)
    assert len(chart.figure.axes) == 2
    assert [len(points(axes)) for axes in chart.figure.axes] == [2, 1]
    assert chart.claims == ("a-01", "a-02", "a-04", "a-03")


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


@pytest.mark.parametrize("last", [("east", "south"), ("west",)])
def test_a_side_beyond_the_colours_is_explained(
    claim: Build, dataset_of: Build, last: tuple[str, ...]
) -> None:
    """Its rows are neutral, as those of which no side is said, and the key says what that means."""
    names = ("east", "north", "south", "west")
    actors = [{"actor": name, "label": name, "side": name} for name in names]
    claims = [claim(f"a-{name}", subject=name) for name in {*last, "north"}]
    said = texts(drawn(dataset_of(*claims, actors=actors)))
    assert ("side not said, several or another" in said) == (last == ("west",))


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
        "2 articles make 3 dated statements on the years 2001–2003, 1 of them to the day. "
        "A mark each. Number by source: gazette: 2. herald: 1."
    )
    nothing = timeline.happenings(dataset)[:0]
    assert charts.timeline("key", "A caption", titles.happenings, nothing, dataset) is None


def test_events_that_lie_in_none_are_on_the_timeline(dataset_of: Build) -> None:
    """But for one that others lie in; a long name is broken before its mark."""
    long = "the night in which the harbour wall of the northern port gave way to the sea"
    rows = [{"id": "a-t01", "source": "gazette", "date": "2001-04-02"}]
    named = (("season", ""), (long, ""), ("storm", "season"))
    events = [
        {"event": name, "label": name, "start": "2001", "end": "2001", "within": within}
        for name, within in named
    ]
    dataset = dataset_of(timeline=rows, events=events)
    frame = timeline.happenings(dataset)
    chart = charts.timeline("key", "A caption", titles.happenings, frame, dataset)
    assert chart
    said = texts(chart)
    assert "season" not in said
    assert "storm" in said
    assert long not in said
    assert long in " ".join(said)


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


@pytest.mark.parametrize("days", [["0001-01-01"], ["9999-12-31"], ["0001", "9999"], ["1970-01-01"]])
def test_the_first_and_the_last_years_are_drawn(dataset_of: Build, days: list[str]) -> None:
    """The axis of time stays within the years that have a number, and one day has room around."""
    rows = [{"id": f"a-t0{i}", "source": "gazette", "date": day} for i, day in enumerate(days)]
    dataset = dataset_of(timeline=rows, events=[])
    frame = timeline.happenings(dataset)
    chart = charts.timeline("key", "A caption", titles.happenings, frame, dataset)
    assert chart
    (axes,) = chart.figure.axes
    shown = [mdates.num2date(end) for end in axes.get_xlim()]
    assert (shown[1] - shown[0]).days >= 365
    assert axes.get_xticks().size


def test_text_of_the_data_is_text_in_a_drawing(claim: Build, dataset_of: Build) -> None:
    """No formula, no element of the picture, and no end of a comment comes from it."""
    hostile = "$x$ --> <script>alert(1)</script> ]]> & \\input{x}"
    dataset = dataset_of(claim("a-01", bound="vague", value="", as_stated=hostile), claim("a-02"))
    chart = drawing.drawn(drawn(dataset), hostile, dataset)
    (data,) = re.findall(r"base64,([^)]*)\)", drawing.image(chart))
    picture = etree.fromstring(base64.b64decode(data))
    names = {etree.QName(node).localname for node in picture.iter(etree.Element)}
    assert names <= {"svg", "metadata", "RDF", "Work", "type", "format", "title", "desc",
                     "description", "source", "rights", "Agent", "defs", "style", "g", "path", "use", "clipPath", "rect"}  # fmt: skip
    assert f"“{hostile}”" in chart.alt


def test_a_quotation_mark_in_a_name_stays_one(claim: Build, dataset_of: Build) -> None:
    """In the alternative text, whose key would not fit it otherwise."""
    dataset = dataset_of(claim("a-01", bound="vague", value="", as_stated='a "few"'), claim("a-02"))
    chart = drawing.drawn(drawn(dataset), "", dataset)
    assert "&amp;quot;" not in pandoc_html(drawing.image(chart))


def pandoc_html(markdown: str) -> str:
    """A Markdown text as pandoc writes it for a page."""
    import pypandoc

    return str(pypandoc.convert_text(markdown, "html", format="markdown"))
