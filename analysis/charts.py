"""Frames to Figures: points, intervals, arrows for one-sided bounds, words for magnitude words.

A `Chart` is a value: the Figure, its caption, and alt text computed from the same rows.
Charts do no arithmetic; claims share an axis only where the comparability rules let them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import matplotlib
import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from analysis import cite, tables
from analysis.bounds import Amount
from analysis.comparability import require
from analysis.dataset import Dataset
from analysis.dates import Day
from analysis.frames import records
from analysis.spans import rows as claims_of
from analysis.wording.printed import number_tokens

WIDTH = 7.0
ROW = 0.36
PANEL = 0.95
LEGEND = 0.3
LABELS = 3.2
LABEL_CHARACTERS = 60
LOG_FROM = 20
GRID_ROW = 0.26
GRID_HEAD = 1.15
GRID_LABELS = 2.95
GRID_NUMBERS = 1.15
GRID_NAME = 30
GRID_CHARACTERS = 66
# Shape and fill tell the outcomes apart, without colour.
OUTCOMES = {"stands": ("o", "#4d4d4d"), "moves": ("^", "white"), "vanishes": ("x", "#4d4d4d")}
# One accent for each side, far apart in hue and lightness for colour-blind readers and in print;
# neither is taken from a flag.
ACCENTS = ("#7b3f99", "#b07d12", "#2f7f86")
NEUTRAL = "#4d4d4d"
Row = Mapping[str, Any]
# Text is text: a dollar sign starts no formula. Shapes in an SVG are named by a fixed salt.
STYLE = {**sns.axes_style("white"), "text.parse_math": False, "svg.hashsalt": "figures"}


@dataclass(frozen=True)
class Said:
    """A piece of an alternative text: words, a name, or a number with the records behind it."""

    text: str
    keys: tuple[str, ...] = ()
    name: bool = False


@dataclass(frozen=True)
class Chart:
    """A Figure with its caption, its alternative text in pieces, and the claims drawn in it."""

    key: str
    caption: str
    said: tuple[Said, ...]
    figure: Figure
    claims: tuple[str, ...]

    @property
    def alt(self) -> str:
        """The alternative text."""
        return "".join(piece.text for piece in self.said).strip()

    @property
    def untraced(self) -> list[str]:
        """Numbers in the drawing or its alternative text that no record and no name explains."""
        loose = [piece.text for piece in self.said if not piece.keys and not piece.name]
        loose += [text.get_text() for text in _drawn_texts(self.figure) if not text.get_gid()]
        return [number for text in loose for number in number_tokens(text)]


def accents(dataset: Dataset) -> dict[str, str]:
    """A colour for each side, in the alphabetical order of their labels."""
    sides = sorted(set(dataset.actors["side"]) - {""}, key=lambda s: dataset.label("actors", s))
    return dict(zip(sides, ACCENTS, strict=False))


def drawing() -> AbstractContextManager[None]:
    """The settings under which every chart is drawn and saved."""
    return matplotlib.rc_context(STYLE)


def figures(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Stated amounts as points, intervals, arrows and words: one panel a quantity.

    Ranks and ratios are no amounts and are left to the tables.

    None where there is nothing to draw. Raises `NotComparable` where one panel would hold what
    must not share an axis.
    """
    drawn = frame[(frame["kind"] == "stated") & ~frame["unit"].isin(["rank", "ratio"])]
    panels = [
        (str(label), records(rows)) for label, rows in drawn.groupby("quantity", sort=False)
    ]
    panels = [panel for panel in panels if any(not row["amount"].vague for row in panel[1])]
    if not panels:
        return None
    for _, rows in panels:
        numbers = [row["claims"][0] for row in rows if not row["amount"].vague]
        require(claims_of(dataset, numbers), "axis", dataset)
    with drawing():
        figure = _canvas([len(rows) for _, rows in panels])
        for axes, (quantity, rows) in zip(figure.axes, panels, strict=True):
            _panel(axes, quantity, rows, dataset)
        _legend(figure, [row for _, rows in panels for row in rows], dataset)
    said = [piece for quantity, rows in panels for piece in _panel_words(quantity, rows, dataset)]
    claims = tuple(claim for _, rows in panels for row in rows for claim in row["claims"])
    return Chart(key, caption, tuple(said), figure, claims)


def _canvas(counts: Sequence[int]) -> Figure:
    """A figure with one panel for each count of rows, all rows equally high."""
    heights = [ROW * count + PANEL for count in counts]
    height = sum(heights) + LEGEND
    figure = Figure(figsize=(WIDTH, height))
    top = height - LEGEND
    for count in counts:
        bottom = top - PANEL * 0.4 - ROW * count
        box = (LABELS / WIDTH, bottom / height, 0.97 - LABELS / WIDTH, ROW * count / height)
        figure.add_axes(box)
        top -= ROW * count + PANEL
    return figure


def _legend(figure: Figure, rows: Sequence[Row], dataset: Dataset) -> None:
    """Name the colour of each side that is drawn."""
    drawn = {_side(row, dataset) for row in rows}
    entries = [(dataset.label("actors", s), c) for s, c in accents(dataset).items() if s in drawn]
    if "" in drawn:
        entries.append(("side not said, both or another", NEUTRAL))
    marks = [Line2D([], [], color=c, marker="o", linestyle="", label=name) for name, c in entries]
    _legend_of(figure, marks)


def _legend_of(figure: Figure, marks: Sequence[Line2D]) -> None:
    """The marks with their names, in one line at the top."""
    legend = figure.legend(
        handles=marks, loc="upper left", bbox_to_anchor=(0, 1), ncols=3, fontsize=7.5,
        frameon=False, markerscale=0.8, borderaxespad=0.2, handletextpad=0.2, columnspacing=1.2,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_gid("name")


def _side(row: Row, dataset: Dataset) -> str:
    return dataset.row("actors", row["subject"])["side"] if row["subject"] else ""


def _panel(axes: Axes, quantity: str, rows: Sequence[Row], dataset: Dataset) -> None:
    colours = accents(dataset)
    low, high, log = _scale(axes, rows)
    for y, row in enumerate(rows):
        colour = colours.get(_side(row, dataset), NEUTRAL)
        _mark(axes, y, row, colour, (low, high, log), dataset)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [_row_label(row, dataset) for row in rows], fontsize=7)
    axes.tick_params(axis="x", labelsize=7.5)
    axes.tick_params(axis="y", length=0)
    label = dataset.label("quantities", quantity)
    left = -LABELS / (WIDTH * 0.97 - LABELS)
    axes.set_title(label, loc="left", x=left, fontsize=9, weight="bold", gid="name")
    axes.set_xlabel(_axis_words(rows, log), fontsize=7.5, color=NEUTRAL)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True)


def _scale(axes: Axes, rows: Sequence[Row]) -> tuple[float, float, bool]:
    """Set the scale of a panel's axis; its lower and upper limit, and whether it is logarithmic."""
    ends = [float(end) for row in rows for end in _ends(row["amount"])]
    smallest = min((end for end in ends if end > 0), default=1.0)
    largest = max(ends, default=1.0) or 1.0
    log = min(ends, default=0) > 0 and largest / smallest >= LOG_FROM
    if log:
        low, high = smallest / 4, largest * 10
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(base=10))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        low, high = 0.0, largest * 1.45
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=largest >= 5))
    axes.set_xlim(low, high)
    unit = next(row["unit"] for row in rows if not row["amount"].vague)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, unit)))
    return low, high, log


def _mark(
    axes: Axes,
    y: int,
    row: Row,
    colour: str,
    scale: tuple[float, float, bool],
    dataset: Dataset,
) -> None:
    """Draw one figure: a point, an interval, an arrow into the open end, or its words."""
    low, high, _ = scale
    words = tables.number_words(row, dataset)
    ends = [float(end) for end in _ends(row["amount"])]
    if not ends:
        axes.annotate(
            words,
            (low, y),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            style="italic",
            color=colour,
            gid=" ".join(row["claims"]),
        )
        return
    amount: Amount = row["amount"]
    if len(ends) == 2 and ends[0] != ends[1]:
        axes.plot(ends, [y, y], color=colour, linewidth=2.4, solid_capstyle="butt")
    elif amount.one_sided:
        reach = _reach(ends[0], amount, scale)
        axes.annotate(
            "",
            (reach, y),
            (ends[0], y),
            arrowprops={"arrowstyle": "->", "color": colour, "lw": 1.4, "shrinkA": 0, "shrinkB": 0},
        )
    face = (
        "white"
        if amount.about or (amount.one_sided and (amount.low_open or amount.high_open))
        else colour
    )
    for end in dict.fromkeys(ends):
        axes.plot(
            [end],
            [y],
            "o",
            markersize=5,
            markerfacecolor=face,
            markeredgecolor=colour,
            markeredgewidth=1.3,
            clip_on=False,
            zorder=3,
        )
    right = max([*ends, _reach(ends[0], amount, scale)] if amount.one_sided else ends)
    axes.annotate(
        words,
        (right, y),
        (6, 0),
        textcoords="offset points",
        va="center",
        fontsize=7.5,
        color="#222222",
        gid=" ".join(row["claims"]),
    )


def _reach(end: float, amount: Amount, scale: tuple[float, float, bool]) -> float:
    """How far the arrow of a one-sided bound goes; its length says nothing."""
    low, high, log = scale
    if log:
        step = float((high / low) ** 0.06)
        return end * step if amount.high is None else end / step
    step = (high - low) * 0.06
    return end + step if amount.high is None else max(low, end - step)


def _ends(amount: Amount) -> list[Decimal]:
    return [end for end in (amount.low, amount.high) if end is not None]


def _tick(number: float, unit: str) -> str:
    return (
        cite.figure(Decimal(str(float(number))).normalize(), unit)
        if unit.isupper()
        else f"{number:,.10g}"
    )


def _axis_words(rows: Sequence[Row], log: bool) -> str:
    unit = next(row["unit"] for row in rows if not row["amount"].vague)
    words = UNIT_WORDS.get(unit, unit)
    return f"{words}, logarithmic scale" if log else words


UNIT_WORDS = {
    "USD": "US dollars, nominal",
    "persons": "persons",
    "percent": "per cent",
    "item": "number",
    "metre": "metres",
    "ratio": "times the other",
}


def _row_label(row: Row, dataset: Dataset) -> str:
    """Event or period, of whom, and the source, on two lines."""
    source = dataset.sources[row["sources"][0]].short_title
    lines = (tables.when_words(row, dataset), f"{tables.whom_words(row, dataset)} · {source}")
    return "\n".join(textwrap.shorten(line, LABEL_CHARACTERS, placeholder="…") for line in lines)


def _panel_words(quantity: str, rows: Sequence[Row], dataset: Dataset) -> Iterator[Said]:
    """What a panel shows: each figure with its event, of whom, and its source."""
    yield Said(f"{dataset.label('quantities', quantity)}. ", name=True)
    for row in rows:
        whose = f"{tables.when_words(row, dataset)}, {tables.whom_words(row, dataset)}: "
        yield Said(whose, name=True)
        yield Said(tables.number_words(row, dataset), row["claims"])
        yield Said(f" ({dataset.sources[row['sources'][0]].short_title}). ", name=True)


def _drawn_texts(figure: Figure) -> Iterator[Text]:
    """Every text of a figure that is not the label of a tick."""
    axes = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    ticks = {id(text) for axis in axes for text in axis.findobj(Text)}
    labels = {id(axis.label) for axis in axes}
    for text in figure.findobj(Text):
        if id(text) not in ticks or id(text) in labels:
            yield text


def timeline(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """Dated happenings by source along one axis of time, with the dataset's events above them."""
    if frame.empty:
        return None
    sources = [source for source in dataset.sources if source in set(frame["source"])]
    with drawing():
        figure = _lanes(frame, sources, dataset)
    names = {name: dataset.sources[name].short_title for name in sources}
    said = [Said("Dated happenings by source, a mark each, from "), *_timeline_words(frame, names)]
    return Chart(key, caption, tuple(said), figure, tuple(frame["id"]))


def _timeline_words(frame: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Said]:
    """The years that the happenings span, and how many each source dates."""
    rows = records(frame)
    ends = min(rows, key=lambda row: row["first"]), max(rows, key=lambda row: row["last"])
    yield Said(f"{ends[0]['first'].year}", (ends[0]["id"],))
    yield Said(" to ")
    yield Said(f"{ends[1]['last'].year}", (ends[1]["id"],))
    yield Said(". Number by source: ")
    for source, name in names.items():
        ids = tuple(frame.loc[frame["source"] == source, "id"])
        yield Said(f"{name}: ", name=True)
        yield Said(f"{len(ids)}. ", ids)


def _lanes(frame: pd.DataFrame, sources: Sequence[str], dataset: Dataset) -> Figure:
    """A figure with a lane for each source and a strip of events above, along one axis of years."""
    events = dataset.events[(dataset.events["start"] != "") & (dataset.events["within"] != "")]
    strip, lanes = 0.2 * len(events), 0.42 * len(sources)
    height = strip + lanes + 0.7
    figure = Figure(figsize=(WIDTH, height))
    width = 0.97 - 2.4 / WIDTH
    upper = figure.add_axes((2.4 / WIDTH, (lanes + 0.45) / height, width, strip / height))
    lower = figure.add_axes((2.4 / WIDTH, 0.35 / height, width, lanes / height), sharex=upper)
    for y, event in enumerate(records(events)):
        _event(upper, y, event)
    for y, name in enumerate(sources):
        _lane(lower, y, frame[frame["source"] == name])
    names = [textwrap.fill(dataset.sources[name].short_title, 28) for name in sources]
    for axes, labels in ((upper, list(events["label"])), (lower, names)):
        axes.set_yticks(range(len(labels)), labels, fontsize=6.5 if axes is upper else 7.5)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.tick_params(axis="both", length=0, labelsize=6.5 if axes is upper else 7.5)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        sns.despine(ax=axes, left=True, bottom=axes is upper)
    upper.tick_params(axis="x", labelbottom=False)
    lower.xaxis.set_major_locator(mdates.YearLocator(5))
    lower.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return figure


def _event(axes: Axes, y: int, event: Row) -> None:
    """One event as a bar over the days it may have lasted."""
    first, last = Day.parse(event["start"]).first, Day.parse(event["end"] or event["start"]).last
    ends = mdates.date2num([first, last])
    axes.plot(ends, [y, y], color="#8a8a8a", linewidth=3.5, solid_capstyle="round")


def _lane(axes: Axes, y: int, frame: pd.DataFrame) -> None:
    """One source's happenings: a dot for a day, a bar for a month or a year."""
    for first, last in zip(frame["first"], frame["last"], strict=True):
        ends = mdates.date2num([first, last])
        if first == last:
            axes.plot(ends[:1], [y], "o", markersize=5, color=NEUTRAL, alpha=0.75)
        else:
            axes.plot(ends, [y, y], color=NEUTRAL, linewidth=6, alpha=0.3, solid_capstyle="butt")


def robustness(key: str, caption: str, frame: pd.DataFrame, dataset: Dataset) -> Chart | None:
    """A row for each figure and a column for each origin: what leaving the origin out does."""
    if frame.empty:
        return None
    rows = records(frame)
    origins = list(dict.fromkeys(origin for row in rows for origin in row["origins"]))
    with drawing():
        figure = _grid(rows, origins, dataset)
    said = [piece for row in rows for piece in _robustness_words(row, dataset)]
    claims = tuple(dict.fromkeys(claim for row in rows for claim in row["claims"]))
    return Chart(key, caption, tuple(said), figure, claims)


def _grid(rows: Sequence[Row], origins: Sequence[str], dataset: Dataset) -> Figure:
    """The grid of marks, the origins named above it, each figure's number at the right."""
    height = GRID_ROW * len(rows) + GRID_HEAD + LEGEND
    figure = Figure(figsize=(WIDTH, height))
    width = WIDTH - GRID_LABELS - GRID_NUMBERS
    box = (GRID_LABELS / WIDTH, 0.05 / height, width / WIDTH, GRID_ROW * len(rows) / height)
    axes = figure.add_axes(box)
    for y, row in enumerate(rows):
        for test in row["without_origin"]:
            _outcome_mark(axes, origins.index(test.left_out), y, test.outcome)
        axes.annotate(
            tables.number_words(row, dataset), (1, y), (5, 0), va="center", fontsize=6.5,
            xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            gid=" ".join(row["claims"]),
        )  # fmt: skip
    _name_grid(axes, rows, origins, dataset)
    _legend_of(figure, [_legend_mark(outcome) for outcome in OUTCOMES])
    return figure


def _name_grid(axes: Axes, rows: Sequence[Row], origins: Sequence[str], dataset: Dataset) -> None:
    """Name the rows at the left and the origins above, and rule the grid lightly."""
    names = [
        textwrap.shorten(tables.origin_words(origin, dataset), GRID_NAME, placeholder="…")
        for origin in origins
    ]
    axes.set_xlim(-0.6, len(origins) - 0.4)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.set_xticks(
        range(len(origins)), names, fontsize=6.5, rotation=55, ha="left", rotation_mode="anchor"
    )
    axes.set_yticks(range(len(rows)), [_grid_label(row, dataset) for row in rows], fontsize=6)
    axes.tick_params(axis="both", length=0)
    axes.grid(color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    sns.despine(ax=axes, left=True, bottom=True, top=True)


def _outcome_mark(axes: Axes, x: int, y: int, outcome: str) -> None:
    marker, face = OUTCOMES[outcome]
    axes.plot(
        [x], [y], marker, markersize=6, markerfacecolor=face, markeredgecolor=NEUTRAL,
        markeredgewidth=1.4,
    )  # fmt: skip


def _legend_mark(outcome: str) -> Line2D:
    marker, face = OUTCOMES[outcome]
    return Line2D(
        [], [], color=NEUTRAL, marker=marker, markerfacecolor=face, markersize=6, linestyle="",
        label=f"{outcome} without this origin",
    )  # fmt: skip


def _grid_label(row: Row, dataset: Dataset) -> str:
    """What is counted, and of whom with the event or period, on two lines."""
    whose = f"{tables.concerned_words(row, dataset)} · {tables.when_words(row, dataset)}"
    lines = (_counted_words(row, dataset), whose)
    return "\n".join(textwrap.shorten(line, GRID_CHARACTERS, placeholder="…") for line in lines)


def _counted_words(row: Row, dataset: Dataset) -> str:
    """What is counted, and how a sum or ratio was computed."""
    quantity = dataset.label("quantities", row["quantity"])
    how = tables.how(row, dataset) if row["kind"] in ("sum", "ratio") else ""
    return f"{quantity}, {how}" if how else quantity


def _robustness_words(row: Row, dataset: Dataset) -> Iterator[Said]:
    """One figure, and what becomes of it without each origin."""
    whose = f"{tables.concerned_words(row, dataset)}, {tables.when_words(row, dataset)}"
    yield Said(f"{_counted_words(row, dataset)}, {whose}: ", name=True)
    yield Said(tables.number_words(row, dataset), row["claims"])
    for test in row["without_origin"]:
        yield Said(f"; {test.outcome} without ")
        yield Said(tables.origin_words(test.left_out, dataset), name=True)
        if test.outcome == "moves":
            yield Said(": ")
            yield Said(tables.number_words(test.figure, dataset), test.figure["claims"])
    yield Said(". ")
