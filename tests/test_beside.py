"""Articles' claims beside reference claims: frames and drawings, expected values by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from analysis import beside, charts, computed, tables, titles
from analysis.charts import Chart
from analysis.charts.figure import BASE, accents, drawn_texts
from analysis.cite import amount_words
from analysis.comparability import reason_not
from analysis.dataset import Dataset
from analysis.errors import NotComparable
from report.contents import CHARTS, charts_of
from report.document import Report

Build = Callable[..., Any]
QUANTITIES = (
    # quantity, topic, dimension, stage
    ("killed", "casualties", "persons", ""),
    ("wounded", "casualties", "persons", ""),
    ("battle_deaths", "casualties", "persons", ""),
    ("excess_deaths", "casualties", "persons", ""),
    ("displaced", "displacement", "persons", ""),
    ("residents", "displacement", "persons", ""),
    ("aid", "aid", "money", ""),
    ("aid_pledged", "aid", "money", "announced"),
    ("crane_exports", "arms", "money", "exported"),
    ("crane_orders", "arms", "money", ""),
    ("dock_spending", "spending", "money", "spent"),
)
BESIDE = [key for key in CHARTS if key.startswith(("held-", "constant-"))]
PRICES = {"2001": "100", "2002": "80", "2003": "110"}


@pytest.fixture(scope="session")
def made(dataset_of: Build) -> Build:
    """A builder of datasets with the quantities above, and what is compared with what."""

    def build(*claims: Any, compared: dict[str, str] | None = None, **more: Any) -> Dataset:
        names = ("quantity", "topic", "dimension", "stage")
        quantities = [dict(zip(names, row, strict=True)) for row in QUANTITIES]
        quantities = [{**row, "label": row["quantity"].replace("_", " ")} for row in quantities]
        rows = [
            {"claim_id": claim, "reference_claim_id": reference, "differs_in": "nothing"}
            for claim, references in (compared or {}).items()
            for reference in references.split(", ")
        ]
        prices = [{"year": y, "index": i, "source": "gazette"} for y, i in PRICES.items()]
        tables = {"quantities": quantities, "comparisons": rows, "prices": prices, **more}
        return dataset_of(*claims, **tables)

    return build


@pytest.fixture(scope="session")
def reference(claim: Build) -> Build:
    """A builder of reference claims, which paraphrase and so quote nothing."""
    return lambda claim_id, **cells: claim(claim_id, as_stated="", source="herald", **cells)


def ids(frame: Any) -> list[str]:
    """The claims of a frame, in its order."""
    return [claims[0] for claims in frame["claims"]]


# Deaths


def test_deaths_by_event(claim: Build, reference: Build, made: Build) -> None:
    """Events by date; in each the articles' claims, then every count of deaths compared, once."""
    dataset = made(
        claim("s-3", event="autumn_storm"),
        claim("s-1"),
        claim("s-2", bound="vague", value="", as_stated="several"),
        claim("s-4", event="first_night"),
        reference("r-1", quantity="excess_deaths", value="9"),
        reference("r-2", quantity="battle_deaths", value="5"),
        reference("r-3", quantity="wounded", value="50"),
        reference("r-4", event="autumn_storm", value="8"),
        reference("r-5", value="3", subject="southport"),
        reference("r-6", value="4", subject="northport"),
        compared={
            "s-1": "r-1, r-2, r-3",
            "s-2": "r-1, r-5 + r-6",
            "s-3": "r-4",
            "s-4": "none_found",
        },
    )
    frame = beside.deaths(dataset)
    assert ids(frame) == ["s-1", "s-2", "r-6", "r-5", "r-2", "r-1", "s-3", "r-4"]
    assert list(frame["group"]) == ["spring_storm"] * 6 + ["autumn_storm"] * 2
    assert list(frame["role"]) == ["seed"] * 2 + ["reference"] * 4 + ["seed", "reference"]


@pytest.fixture
def storm(claim: Build, reference: Build, made: Build) -> Dataset:
    """Seven people in an article; 70 to 90 killed, and 700 or more battle deaths, elsewhere."""
    return made(
        claim("s-1"),
        claim("s-2", bound="vague", value="", as_stated="several"),
        reference("r-1", bound="range", low="70", high="90"),
        reference("r-2", bound="at_least", low="700", quantity="battle_deaths"),
        reference("r-3", value="0", population="civilian"),
        compared={"s-1": "r-1, r-2, r-3"},
    )


def shapes(axes: Axes) -> set[tuple[str, float]]:
    """The shape of each point and how far to the right it is."""
    lines = (line for line in axes.lines if line.get_marker() not in ("None", "", None))
    return {(str(line.get_marker()), float(line.get_xdata()[0])) for line in lines}


def texts(axes: Axes) -> dict[str, str]:
    """Every text of a panel with the key it carries."""
    return {text.get_text(): text.get_gid() or "" for text in axes.texts if text.get_text()}


def written(chart: Chart) -> dict[str, str]:
    """Every text outside the panels with the key it carries."""
    return {text.get_text(): text.get_gid() or "" for text in chart.figure.texts}


def test_drawing_of_deaths(storm: Dataset) -> None:
    """A shape for articles and one for each kind, on a logarithmic axis without bars."""
    (chart,) = charts.deaths("key", "A caption", titles.held, beside.deaths(storm), storm)
    (axes,) = chart.figure.axes
    assert axes.get_xscale() == "log"
    assert not axes.patches[:] or all(
        p.__class__.__name__ == "FancyArrowPatch" for p in axes.patches
    )
    assert shapes(axes) == {("D", 7), ("o", 70), ("o", 90), ("^", 700)}
    said = texts(axes)
    assert said["“several”"] == "s-2"
    assert said["0"] == "r-3"
    assert said["at least 700"] == "r-2"
    assert written(chart)["Spring storm"] == "name"
    assert chart.claims == ("s-1", "s-2", "r-1", "r-3", "r-2")
    assert chart.untraced == []
    assert "northport · battle deaths: at least 700 (herald)." in chart.alt


def test_more_deaths_than_fit_a_page(claim: Build, reference: Build, made: Build) -> None:
    """Several charts with the same axis, which hold every claim once."""
    claims = [reference(f"r-{i}", value=str(10**i)) for i in range(1, 7)]
    claims += [reference(f"q-{i}", value=str(i), event="autumn_storm") for i in range(1, 50)]
    named = {"s-1": [c["claim_id"] for c in claims[:6]], "s-2": [c["claim_id"] for c in claims[6:]]}
    dataset = made(
        claim("s-1"),
        claim("s-2", event="autumn_storm"),
        *claims,
        compared={key: ", ".join(references) for key, references in named.items()},
    )
    drawn = charts.deaths("key", "A caption", titles.held, beside.deaths(dataset), dataset)
    assert [chart.key for chart in drawn] == ["key", "key-2", "key-3", "key-4"]
    assert len({chart.figure.axes[0].get_xlim() for chart in drawn}) == 1
    shown = [claim for chart in drawn for claim in chart.claims]
    assert sorted(shown) == sorted(["s-1", "s-2", *named["s-1"], *named["s-2"]])
    assert len(shown) == len(set(shown))


def test_each_sheet_names_the_colours_on_it(real: Dataset) -> None:
    """Those that go on too, though the names on such a sheet alone would explain them."""
    drawn = charts_of("held-deaths", CHARTS["held-deaths"].frame(real), real)
    sides = {real.label("actors", side) for side in accents(real)}
    assert len(drawn) > 1
    assert [c.key for c in drawn if not sides & {t.get_text() for t in drawn_texts(c.figure)}] == []


def test_sides_of_an_event_are_in_the_order_of_their_names(
    claim: Build, reference: Build, made: Build
) -> None:
    """Whichever side an article names first."""
    dataset = made(
        claim("s-1", subject="southport"),
        claim("s-2", subject="northport"),
        reference("r-1", value="9"),
        compared={"s-1": "r-1"},
    )
    assert ids(beside.deaths(dataset)) == ["s-2", "s-1", "r-1"]


def test_a_title_speaks_of_a_whole_event(claim: Build, reference: Build, made: Build) -> None:
    """Also where the one comparable count of an event stands on its second chart."""
    references = [reference(f"q-{i}", value=str(i), subject="coast") for i in range(1, 30)]
    references += [reference("r-1", value="9")]
    named = ", ".join(row["claim_id"] for row in references)
    dataset = made(claim("s-1"), *references, compared={"s-1": named})
    drawn = charts.deaths("key", "A caption", titles.held, beside.deaths(dataset), dataset)
    assert ["s-1" in chart.claims for chart in drawn] == [True, False]
    assert ["r-1" in chart.claims for chart in drawn] == [False, True]
    said = "1 number in the articles on this event has a comparable count by an independent work"
    assert ["".join(p.text for p in chart.title) for chart in drawn] == [f"{said}: 7 beside 9"] * 2


def test_unlike_units_and_stages_share_no_axis(claim: Build, made: Build) -> None:
    """Side by side on purpose means unlike kinds, not unlike units or stages of money."""
    dataset = made(
        claim("a"),
        claim("b", quantity="battle_deaths"),
        claim("c", unit="item"),
        claim("d", quantity="aid", unit="USD"),
        claim("e", quantity="aid_pledged", unit="USD"),
    )
    row = {key: dataset.row("claims", key) for key in "abcde"}
    assert reason_not(row["a"], row["b"], "side_by_side", dataset) is None
    assert reason_not(row["a"], row["b"], "axis", dataset)
    assert "different units" in str(reason_not(row["a"], row["c"], "side_by_side", dataset))
    assert "different stages" in str(reason_not(row["d"], row["e"], "side_by_side", dataset))


# By year


def spending(build: Build, claim_id: str, year: str, value: str, **cells: str) -> Any:
    """A claim of what a port spent on its docks in a year."""
    usual = {"quantity": "dock_spending", "unit": "USD", "event": "", "start": year, "end": year}
    return build(claim_id, **{**usual, "value": value, **cells})


def test_by_year(claim: Build, reference: Build, made: Build) -> None:
    """Years of those spoken of, in the unit of most; longer periods and words are left out."""
    dataset = made(
        spending(claim, "s-1", "2002", "300"),
        spending(claim, "s-2", "2002", "", bound="vague"),
        spending(reference, "r-1", "2001", "100"),
        spending(reference, "r-2", "2002", "150"),
        spending(reference, "r-3", "2002", "900", unit="CRN"),
        spending(reference, "r-4", "2002", "70", subject="southport"),
        spending(reference, "r-5", "2001", "500", end="2003"),
        spending(reference, "r-6", "2002-05", "20"),
    )
    frame = beside.by_year(dataset, "dock_spending")
    assert ids(frame) == ["s-1", "r-1", "r-2"]
    assert list(frame["first"]) == [2002, 2001, 2002]
    chart = charts.by_year("key", "A caption", titles.by_year, frame, dataset)
    assert chart
    (axes,) = chart.figure.axes
    lines = [
        ([*map(float, line.get_xdata())], [*map(float, line.get_ydata())])
        for line in axes.lines
        if line.get_color() != BASE
    ]
    assert lines == [([2001, 2002], [100, 150]), ([2001, 2002], [300, 300]), ([2002], [300])]
    assert texts(axes)["“seven” of northport in 2002"] == "s-1"
    assert axes.get_ylim()[0] == 0
    assert chart.untraced == []


# What is not one exact number, as the table of bounds has it: ends (where, filled), which way an
# arrow points, words.
WIDER = [
    ({"bound": "approximate", "value": "40"}, [(40, False)], 0, "about $40"),
    ({"bound": "range", "low": "20", "high": "50"}, [(20, True), (50, True)], 0, "$20–$50"),
    ({"bound": "at_least", "low": "40"}, [(40, True)], 1, "at least $40"),
    ({"bound": "less_than", "high": "40"}, [(40, False)], -1, "less than $40"),
]


def ends_and_arrow(axes: Axes, shape: str, along: int) -> tuple[list[tuple[float, bool]], int]:
    """Where points of a shape lie along a scale and whether they are filled; where an arrow goes."""
    points = [
        (float(line.get_xydata()[0][along]), line.get_markerfacecolor() != "white")
        for line in axes.lines
        if line.get_marker() == shape and len(line.get_xydata()) == 1
    ]
    arrows = [text for text in axes.texts if isinstance(text, Annotation) and text.arrow_patch]
    ways = [text.xy[along] - text.xyann[along] for text in arrows]
    return points, sum((way > 0) - (way < 0) for way in ways)


@pytest.mark.parametrize(("cells", "ends", "way", "said"), WIDER)
def test_a_year_keeps_its_bound(
    claim: Build, reference: Build, made: Build,
    cells: dict[str, str], ends: list[tuple[float, bool]], way: int, said: str,
) -> None:  # fmt: skip
    """In a series, which is broken there, and as an article's claim of its own."""
    years = [spending(reference, f"r-{year}", year, "30") for year in ("2001", "2003")]
    cells = {"value": "", **cells}
    of_series = made(
        *years, spending(reference, "r-2002", "2002", **cells), spending(claim, "s-1", "2001", "30")
    )
    alone = made(*years, spending(claim, "s-1", "2002", **cells))
    for dataset, shape, number in ((of_series, "o", "r-2002"), (alone, "D", "s-1")):
        frame = beside.by_year(dataset, "dock_spending")
        chart = charts.by_year("key", "A caption", titles.by_year, frame, dataset)
        assert chart
        (axes,) = chart.figure.axes
        assert ends_and_arrow(axes, shape, along=1) == (ends, way)
        assert [piece.text for piece in chart.said if piece.keys == (number,)] == [said]
        (line,) = (line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata()) > 1)  # fmt: skip
        heights = [None if height != height else height for height in map(float, line.get_ydata())]
        assert heights == ([30, None, 30] if shape == "o" else [30, 30])


# By month


def exports(
    build: Build, claim_id: str, start: str, value: str, end: str = "", **cells: str
) -> Any:
    """A claim of the cranes that Northport took from a lighthouse."""
    usual = {
        "quantity": "crane_exports", "counterpart": "lighthouse", "unit": "USD", "event": "",
        "start": start, "end": end or start, "value": value,
    }  # fmt: skip
    return build(claim_id, **{**usual, **cells})


def test_by_month(claim: Build, reference: Build, made: Build) -> None:
    """Months in order, what holds them all from short to long, and the claim held against it."""
    dataset = made(
        exports(claim, "s-1", "", "60", "2002-03", quantity="crane_orders"),
        exports(reference, "r-1", "2002-03", "30"),
        exports(reference, "r-2", "2002-02", "20"),
        exports(reference, "r-3", "2002", "90", "2002"),
        exports(reference, "r-4", "2002-01", "60", "2002-03"),
        exports(reference, "r-5", "2001-01", "40", "2001-03"),
        exports(reference, "r-6", "2002-03", "70", subject="southport"),
        compared={"s-1": "r-4"},
    )
    frame = beside.by_month(dataset, "crane_exports")
    assert ids(frame) == ["r-2", "r-1", "r-4", "r-3", "s-1"]
    assert list(frame["group"]) == ["month", "month", "total", "total", "held"]
    chart = charts.by_month("key", "A caption", titles.by_month, frame, dataset)
    assert chart
    (axes,) = chart.figure.axes
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [(0, 20), (0, 30), (0, 60), (0, 90)]
    assert axes.get_xscale() == "linear"
    assert axes.get_xlim()[0] == 0
    assert texts(axes)["“seven” (crane orders)"] == "s-1"
    assert chart.untraced == []


@pytest.mark.parametrize(("cells", "ends", "way", "said"), WIDER)
def test_a_month_keeps_its_bound(
    reference: Build, made: Build,
    cells: dict[str, str], ends: list[tuple[float, bool]], way: int, said: str,
) -> None:  # fmt: skip
    """And so does what holds the months: only an exact number is a bar."""
    cells = {"value": "", **cells}
    dataset = made(
        exports(reference, "r-1", "2002-01", "30"),
        exports(reference, "r-2", "2002-02", **cells),
        exports(reference, "r-3", "2002", **cells),
    )
    frame = beside.by_month(dataset, "crane_exports")
    chart = charts.by_month("key", "A caption", titles.by_month, frame, dataset)
    assert chart
    (axes,) = chart.figure.axes
    assert ends_and_arrow(axes, "o", along=0) == (ends * 2, way * 2)
    assert [bar.get_width() for bar in axes.patches] == [30]
    assert texts(axes)[said] == "r-3"


def test_a_single_month_is_no_series(reference: Build, made: Build) -> None:
    """Nor are months of different buyers."""
    dataset = made(
        exports(reference, "r-1", "2002-03", "30"),
        exports(reference, "r-2", "2002-02", "20", subject="southport"),
    )
    assert beside.by_month(dataset, "crane_exports").empty


# By date


def test_by_date(claim: Build, reference: Build, made: Build) -> None:
    """Every group of events; its own dates before the event's, and last what names no event."""
    dataset = made(
        claim("s-0", quantity="displaced", event="first_night"),
        claim(
            "s-1", quantity="displaced", event="autumn_storm", bound="more_than", value="", low="7"
        ),
        claim("s-2", quantity="displaced", event="autumn_storm", bound="vague", value=""),
        reference("r-1", quantity="residents", event="", as_of="2002-10", value="40"),
        reference("r-2", quantity="residents", event="", as_of="2002-10-06", value="40"),
        reference("r-3", quantity="displaced", event="autumn_storm", as_of="2003-01-01", value="9"),
        reference("r-4", quantity="displaced", event="spring_storm", value="5"),
        reference("r-5", quantity="displaced", event="storm_season", value="5"),
    )
    frame = beside.by_date(dataset, "displacement")
    spring = (date(2001, 4, 1), date(2001, 5, 31))
    storm = (date(2002, 10, 5), date(2002, 10, 9))
    day, later = date(2002, 10, 6), date(2003, 1, 1)
    dated = list(zip(ids(frame), frame["first"], frame["last"], strict=True))
    assert [row for row in dated if row[0] != "s-0"] == [
        ("r-4", *spring),
        ("s-1", *storm),
        ("s-2", *storm),
        ("r-3", later, later),
        ("r-2", day, day),
    ]
    assert "s-0" in ids(frame)
    (chart,) = charts.by_date("key", "A caption", titles.held, frame, dataset)
    (axes,) = chart.figure.axes
    assert (axes.get_xscale(), axes.get_xlim()[0]) == ("linear", 0)
    assert shapes(axes) == {("D", 7), ("o", 5), ("o", 9), ("^", 40)}
    assert texts(axes) == {
        **{"7": "s-0", "5": "r-4"},
        **{"more than 7": "s-1", "“seven”": "s-2", "40": "r-2", "9": "r-3"},
    }
    assert {"Autumn storm", "Event not said", "· displaced", "herald"} <= set(written(chart))
    assert chart.untraced == []


def test_a_row_says_where_if_not_whose(claim: Build, reference: Build, made: Build) -> None:
    """Two numbers of nobody named are of two places; of somebody named, the name is enough."""
    stated = {"quantity": "residents", "event": "", "as_of": "2002-10-06"}
    dataset = made(
        claim("s-1", quantity="displaced", event="autumn_storm", place="bay"),
        reference("r-1", **stated, subject="", place="bay"),
        reference("r-2", **stated, subject="", value="8"),
    )
    frame = beside.by_date(dataset, "displacement")
    (chart,) = charts.by_date("key", "A caption", titles.held, frame, dataset)
    said = {text.partition(" · as")[0] for text in written(chart) if text.startswith("· ")}
    assert said == {"· bay · residents", "· displaced", "· residents"}


def test_events_that_share_a_day_are_one_group(claim: Build, reference: Build, made: Build) -> None:
    """The first night lies in the spring storm; the season, in which all lie, is no group."""
    dataset = made(
        claim("s-1", quantity="displaced", event="first_night"),
        reference("r-1", quantity="displaced", event="spring_storm", value="5"),
        reference("r-2", quantity="displaced", event="autumn_storm", value="5"),
    )
    assert ids(beside.by_date(dataset, "displacement")) == ["r-1", "s-1"]


# Constant dollars


def aid(build: Build, claim_id: str, start: str, end: str, **cells: str) -> Any:
    """A claim of a thousand dollars of aid."""
    usual = {
        "quantity": "aid", "unit": "USD", "event": "", "counterpart": "lighthouse", "value": "1000",
        "start": start, "end": end,
    }  # fmt: skip
    return build(claim_id, **{**usual, **cells})


@pytest.fixture
def aided(claim: Build, reference: Build, made: Build) -> Dataset:
    """Aid over three years, in a fiscal year, without years, before prices; and other money."""
    return made(
        aid(claim, "s-1", "2001", "2003"),
        aid(claim, "s-2", "2001", "2001", year_basis="us_fiscal"),
        aid(claim, "s-3", "2001", "2001", value="0"),
        aid(claim, "s-4", "", "2003"),
        aid(claim, "s-5", "2001", "2002", bound="vague", value=""),
        aid(claim, "s-6", "2001", "2001", unit="CRN"),
        aid(reference, "r-1", "2000", "2001"),
        aid(reference, "r-2", "2003", "2003"),
        aid(reference, "r-3", "2001", "2001", quantity="dock_spending"),
    )


def test_aid_in_constant_dollars(aided: Dataset) -> None:
    """110 / 100 is 1.1, 110 / 80 is 1.375; a dollar of 2003, the last year, is one."""
    frame = beside.in_constant_dollars(aided)
    amounts = {
        claims[0]: (a.low, a.high)
        for claims, a in zip(frame["claims"], frame["amount"], strict=True)
    }
    assert {key: (float(low), float(high)) for key, (low, high) in amounts.items()} == {
        "s-1": (1000, 1375),
        "s-2": (1100, 1100),
        "s-3": (0, 0),
        "r-2": (1000, 1000),
    }
    assert set(frame["kind"]) == {"constant"}
    assert set(frame["group"]) == {"2003"}
    assert beside.not_in_constant_dollars(aided) == [
        ("s-4", "its first or its last year is not stated"),
        ("r-1", "the dataset holds no price index for 2000"),
    ]


def test_constant_dollars_have_a_note(aided: Dataset) -> None:
    """The number's link leads to it, and it says from which claim and prices."""
    every = computed.figures(aided)
    notes = {row["claims"]: row for row in every[every["kind"] == "constant"].to_dict("records")}
    assert set(notes) == {("s-1",), ("s-2",), ("s-3",), ("r-2",)}
    assert notes["s-1",]["formula"] == (
        "s-1 × index of 2003 / index of 2001 and of 2003, and of each between"
    )
    table = tables.constant(beside.in_constant_dollars(aided), [], aided)
    assert "](#k-constant-s-1)" in table.rows[0][2]
    assert amount_words(notes["s-1",]["amount"], "USD") == "about $1,000–$1,400"
    assert table.rows[0][1].startswith(r"[[\$1\,000](#c-s-1)]")


def test_amounts_left_as_stated_are_named(aided: Dataset) -> None:
    """Beneath the table, with the reason."""
    frame, left = beside.in_constant_dollars(aided), beside.not_in_constant_dollars(aided)
    note = tables.constant(frame, left, aided).notes[-1]
    assert "(#c-s-4)" in note
    assert "(#c-r-1)" in note
    assert "no price index for 2000" in note


def test_nominal_and_constant_share_no_axis(aided: Dataset) -> None:
    """Two panels, each with a scale of its own; zero is in words only."""
    frame = beside.in_constant_dollars(aided)
    (chart,) = charts.constant("key", "A caption", titles.constant, frame, aided)
    nominal, constant = chart.figure.axes
    assert not nominal.get_shared_x_axes().joined(nominal, constant)
    assert shapes(nominal) == {("D", 1000), ("o", 1000)}
    assert shapes(constant) == {("D", 1000), ("D", 1375), ("D", 1100), ("o", 1000)}
    assert texts(nominal)["$0"] == "s-3"
    assert chart.untraced == []


def test_stages_of_money_are_drawn_apart(claim: Build, made: Build) -> None:
    """What one source saw announced is not beside what another saw spent."""
    dataset = made(
        aid(claim, "s-1", "2001", "2001"), aid(claim, "s-2", "2001", "2001", quantity="aid_pledged")
    )
    frame = beside.in_constant_dollars(dataset)
    made_apart = charts.constant("key", "A caption", titles.constant, frame, dataset)
    assert [(chart.key, chart.claims) for chart in made_apart] == [
        ("key", ("s-1",)),
        ("key-2", ("s-2",)),
    ]


# In the report


def test_a_dataset_without_any_of_it(claim: Build, dataset_of: Build) -> None:
    """Nothing is drawn, and no link leads to verdicts that are not there."""
    dataset = dataset_of(claim("a-01"))
    report = Report(dataset)
    for key in BESIDE:
        assert charts_of(key, CHARTS[key].frame(dataset), dataset) == []
        assert report.chart(key).data == ""
    assert beside.topics(dataset) == set()
    assert "sec-verdicts" not in report.scope("casualties").data


def test_a_topic_points_to_its_verdicts(claim: Build, reference: Build, made: Build) -> None:
    """Only a topic with a comparison does."""
    dataset = made(
        claim("s-1"),
        claim("s-2", quantity="displaced"),
        reference("r-1"),
        compared={"s-1": "r-1"},
    )
    report = Report(dataset)
    assert beside.topics(dataset) == {"casualties"}
    assert (
        " @sec-verdicts-casualties sets figures of other works beside it. "
        in report.scope("casualties").data
    )
    assert "sec-verdicts" not in report.scope("displacement").data


def test_mixed_units_are_refused_in_a_drawing(storm: Dataset) -> None:
    """By the rule, not by luck."""
    claims = storm.tables["claims"].copy()
    claims.loc[claims["claim_id"] == "r-1", "unit"] = "item"
    mixed = replace(storm, tables={**storm.tables, "claims": claims})
    with pytest.raises(NotComparable, match="different units"):
        charts.deaths("key", "A caption", titles.held, beside.deaths(storm), mixed)


@pytest.mark.parametrize("key", BESIDE)
def test_every_real_drawing_says_every_number(key: str, real: Dataset) -> None:
    """On each sheet, with its claims and a label of its own."""
    drawn = charts_of(key, CHARTS[key].frame(real), real)
    assert drawn
    assert all(chart.untraced == [] and chart.alt for chart in drawn)
    assert len({chart.key for chart in drawn}) == len(drawn)
