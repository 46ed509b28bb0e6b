"""What titles of charts say: findings counted and read by hand from small datasets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis import beside, casualties, robustness, spans, timeline, titles
from analysis.dataset import Dataset
from analysis.frames import records
from analysis.titles import Title
from analysis.wording.printed import number_tokens
from report.contents import CHARTS, charts_of

Build = Callable[..., Any]
VAGUE = {"bound": "vague", "value": "", "as_stated": "many"}
# What a title never calls a figure or a matter.
LOADED = (
    "best", "worst", "most", "highest", "average", "mean", "estimate", "staggering", "deadliest",
    "tragic", "massive", "only victim", "true", "false",
)  # fmt: skip


def words(title: Title) -> str:
    """A title as it is read."""
    return "".join(piece.text for piece in title)


def keys(title: Title) -> dict[str, tuple[str, ...]]:
    """The claims behind each piece of a title that has some."""
    return {piece.text: piece.keys for piece in title if piece.keys}


def stated(dataset: Dataset, topic: str = "casualties") -> Title:
    """The title of a topic's figures."""
    return titles.stated(records(spans.figures(dataset, topic)), dataset)


STATED = [
    # claims besides a-01, which states 7 killed in the gazette: source and cells; the title
    ([], "“gazette” is the only article that states such a figure"),
    ([("gazette", {"event": "autumn_storm"})], "“gazette” is the only article that states such figures"),
    ([("herald", {"value": "9"})], "Spring storm: figures of 2 origins span 7–9"),
    ([("herald", {"value": "7"})], "Spring storm: figures of 2 origins give 7"),
    ([("herald", {"bound": "at_least", "low": "6", "value": ""})], "Spring storm: figures of 2 origins span at least 6 to 7"),
    ([("herald", {"event": "autumn_storm"})], "No figure has a comparable figure from another origin"),
    (
        [("herald", {"value": "9"}), ("gazette", {"quantity": "wounded"})],
        "Killed, spring storm: figures of 2 origins span 7–9",
    ),
    (
        [("herald", {"value": "9"}), ("herald", VAGUE)],
        "Spring storm: figures of 2 origins span 7–9; 1 of 3 statements gives words instead of a number",
    ),
    (
        [("herald", {"value": "9"}), ("gazette", {"event": "autumn_storm"}), ("herald", {"event": "autumn_storm"})],
        "2 sets of comparable figures have several origins",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("others", "said"), STATED)
def test_stated(claim: Build, dataset_of: Build, others: list[Any], said: str) -> None:
    """Who states figures, what those of several origins span, and how many are in words."""
    more = [claim(f"b-{i}", source=source, **cells) for i, (source, cells) in enumerate(others)]
    assert words(stated(dataset_of(claim("a-01"), *more))) == said


def test_each_number_has_its_claims(claim: Build, dataset_of: Build) -> None:
    """A count those it counts, a span those that it spans."""
    made = dataset_of(
        claim("a-1"), claim("b-1", source="herald", value="9"), claim("b-2", source="herald", **VAGUE)
    )  # fmt: skip
    assert keys(stated(made)) == {
        "figures of 2 origins": ("a-1", "b-1"),
        "7–9": ("a-1", "b-1"),
        "1": ("b-2",),
        "3 statements gives": ("a-1", "b-1", "b-2"),
    }


def held(
    claim: Build, dataset_of: Build, *others: dict[str, str], reading: str = "", **cells: str
) -> str:
    """The title of an article's claim beside reference claims, as it stands or in a reading."""
    references = [
        claim(f"r-{i}", source="herald", as_stated="", **other) for i, other in enumerate(others)
    ]
    compared = [
        {
            "claim_id": "s-1",
            "reference_claim_id": reference["claim_id"],
            "reading": reading,
            "differs_in": "nothing",
        }
        for reference in references
    ]
    actors = [
        {"actor": actor, "label": actor, "side": side}
        for actor, side in (("northport", "north"), ("southport", "south"), ("lighthouse", ""))
    ]
    statement = claim("s-1", **cells)
    made = dataset_of(statement, *references, comparisons=compared, actors=actors)
    return words(titles.held(records(beside.deaths(made)), made))


def test_held(claim: Build, dataset_of: Build) -> None:
    """Only an independent count of the same is set beside an article's."""
    of = " in the articles on this event has a comparable count by an independent work"
    assert held(claim, dataset_of, {"value": "9"}) == f"1 number{of}: 7 beside 9"
    assert held(claim, dataset_of, {"value": "9", "subject": "southport"}) == f"No number{of}"
    same = {"claimant": "lighthouse"}
    assert held(claim, dataset_of, {"value": "9", **same}, **same) == f"No number{of}"
    by = {actor: {"value": "9", "claimant": actor} for actor in ("lighthouse", "northport")}
    assert held(claim, dataset_of, by["lighthouse"]) == f"1 number{of}: 7 beside 9"
    assert held(claim, dataset_of, by["northport"]) == f"No number{of}"
    many = [{"value": str(number)} for number in (3, 4, 5)]
    assert held(claim, dataset_of, *many) == f"1 number{of}"
    assert held(claim, dataset_of, {"value": "9"}, **VAGUE) == (
        "Spring storm: the articles give words, other works 1 figure"
    )


def test_held_in_a_reading(claim: Build, dataset_of: Build) -> None:
    """A title does not deny the count that a verdict on a reading rests on."""
    of = " in the articles on this event has a comparable count by an independent work"
    crew = {"value": "9", "population": "combatant"}
    assert held(claim, dataset_of, crew) == f"No number{of}"
    read = held(claim, dataset_of, crew, reading="the crews")
    assert read == f"1 number{of} in a reading of its words: 7 beside 9"
    sides = {**crew, "claimant": "northport"}
    assert held(claim, dataset_of, sides, reading="the crews") == f"No number{of}"


def spent(build: Build, claim_id: str, year: str, value: str, **cells: str) -> Any:
    """A claim of what a port spent on its docks in a year."""
    usual = {"quantity": "dock_spending", "unit": "USD", "event": "", "start": year, "end": year}
    return build(claim_id, **{**usual, "value": value, **cells})


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (
            "2002",
            "northport in 2002: $300 in an article, $150 in the reference figures of that year",
        ),
        ("2004", "No figure of the articles has a reference figure of the same year"),
        ("", "No article states a figure for these years"),
    ],
)
def test_by_year(claim: Build, dataset_of: Build, year: str, said: str) -> None:
    """The article's figure beside that of its own year."""
    references = [
        spent(claim, f"r-{year}", year, value, source="herald", as_stated="")
        for year, value in (("2001", "100"), ("2002", "150"))
    ]
    article = [spent(claim, "s-1", year, "300")] if year else [claim("s-1", quantity="dock_ratio", unit="ratio")]  # fmt: skip
    made = dataset_of(*article, *references)
    rows = records(beside.by_year(made, "dock_spending"))
    rows = rows or [r for r in records(spans.frame([spans.together(made, ["r-2001"])]))]
    assert words(titles.by_year([{"role": "reference", **row} for row in rows], made)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            "60",
            "The $60 that an article states is the reference figure for January 2002 – March 2002",
        ),
        ("61", "No reference figure here is the $61 that an article states"),
    ],
)
def test_by_month(claim: Build, dataset_of: Build, value: str, said: str) -> None:
    """Which of the times has the article's figure."""
    usual = {"quantity": "crane_orders", "unit": "USD", "event": "", "counterpart": "lighthouse"}

    def reference(claim_id: str, start: str, end: str, amount: str) -> Any:
        cells = {"start": start, "end": end, "value": amount, "source": "herald", "as_stated": ""}
        return claim(claim_id, **{**usual, **cells})

    made = dataset_of(
        claim("s-1", **{**usual, "end": "2002-03", "value": value}),
        reference("r-1", "2002-02", "2002-02", "20"),
        reference("r-2", "2002-03", "2002-03", "30"),
        reference("r-3", "2002-01", "2002-03", "60"),
        comparisons=[{"claim_id": "s-1", "reference_claim_id": "r-3", "differs_in": "nothing"}],
    )
    assert words(titles.by_month(records(beside.by_month(made, "crane_orders")), made)) == said


def test_by_month_of_another_kind(claim: Build, dataset_of: Build) -> None:
    """Purchases are not looked for among exports, of whatever amount."""
    usual = {"unit": "USD", "event": "", "counterpart": "lighthouse"}
    month = {"source": "herald", "as_stated": "", "quantity": "crane_orders"}
    made = dataset_of(
        claim("s-1", **usual, quantity="dock_spending", end="2002-03", value="30"),
        claim("r-1", **usual, **month, start="2002-02", end="2002-02", value="20"),
        claim("r-2", **usual, **month, start="2002-03", end="2002-03", value="30"),
        comparisons=[{"claim_id": "s-1", "reference_claim_id": "r-2", "differs_in": "kind"}],
    )
    said = words(titles.by_month(records(beside.by_month(made, "crane_orders")), made))
    spending, orders = (made.label("quantities", key) for key in ("dock_spending", "crane_orders"))
    assert said == f"The $30 that an article states is of {spending}, the bars are of {orders}"


def test_constant(claim: Build, dataset_of: Build) -> None:
    """110 / 100 makes more of a dollar of 2001, 110 / 110 no more of one of 2003; zero stays zero."""
    prices = [
        {"year": year, "index": index, "source": "gazette"}
        for year, index in {"2001": "100", "2002": "80", "2003": "110"}.items()
    ]
    usual = {"quantity": "aid", "unit": "USD", "event": "", "counterpart": "lighthouse"}
    amounts = {"a-1": ("2001", "1000"), "a-2": ("2003", "1000"), "a-3": ("2001", "0")}
    claims = [
        claim(key, **usual, start=year, end=year, value=value)
        for key, (year, value) in amounts.items()
    ]
    made = dataset_of(*claims, prices=prices)
    said = words(titles.constant(records(beside.in_constant_dollars(made)), made))
    assert said == "1 of 2 amounts above zero is higher in dollars of 2003 than as stated"


def test_happenings(dataset_of: Build) -> None:
    """Works, happenings, first and last year, and those dated to the day."""
    rows = [
        {"id": "a-t01", "source": "gazette", "date": "2001-04-02"},
        {"id": "a-t02", "source": "gazette", "date": "2001-05"},
        {"id": "b-t01", "source": "herald", "date": "2003"},
    ]
    made = dataset_of(timeline=rows)
    title = titles.happenings(records(timeline.happenings(made)), made)
    assert (
        words(title)
        == "2 articles make 3 dated statements on the years 2001–2003, 1 of them to the day"
    )
    assert keys(title)["1"] == ("a-t01",)
    assert keys(title)["2001–2003"] == ("a-t01", "b-t01")


def test_robustness(claim: Build, dataset_of: Build) -> None:
    """Figures with no other origin."""
    made = dataset_of(
        claim("a-1"), claim("b-1", source="herald"), claim("a-2", event="autumn_storm")
    )
    said = words(titles.robustness(records(robustness.figures(made)), made))
    assert said == "1 of 2 headline figures rests on a single origin"


# The real ones


@pytest.mark.parametrize("key", CHARTS)
def test_real_title_is_a_neutral_sentence(key: str, real: Dataset) -> None:
    """It begins with a capital, ends without a full stop, and weighs nothing; its numbers are traced."""
    for chart in charts_of(key, CHARTS[key].frame(real), real):
        said = words(chart.title)
        assert said[0] in "“0123456789" or said[0].isupper()
        assert said[-1] != "."
        assert [word for word in LOADED if word in said.lower().split()] == []
        loose = [piece.text for piece in chart.title if not piece.keys and not piece.name]
        assert [number for text in loose for number in number_tokens(text)] == []
        known = {*real.claims["claim_id"], *real.timeline["id"]}
        assert {key for piece in chart.title for key in piece.keys} <= known
        assert chart.alt.startswith(f"{said}. ")


def test_real_span_of_the_killed(real: Dataset) -> None:
    """The title reads what the frame holds, claim by claim."""
    frame = casualties.killed(real)
    (span,) = records(frame[frame["kind"] == "span"])
    title = titles.stated(records(frame), real)
    assert span["claims"] in keys(title).values()


def test_only_words_names_the_event_and_counts_apart(claim: Build, dataset_of: Build) -> None:
    """Figures on the event that the articles tell in words, and those of no event, each counted."""
    there = [claim("r-1", source="herald", as_stated="", value="9")]
    stray = [claim(f"r-{n}", source="herald", as_stated="", event="") for n in (2, 3)]
    compared = [
        {"claim_id": "s-1", "reference_claim_id": row["claim_id"], "differs_in": "period"}
        for row in (*there, *stray)
    ]
    made = dataset_of(claim("s-1", **VAGUE), *there, *stray, comparisons=compared)
    rows = [
        {**row, "group": made.row("claims", row["claims"][0])["event"]}
        for row in records(beside.deaths(made))
    ]
    assert words(titles.held(rows, made)) == (
        "Spring storm: the articles give words, other works 1 figure;"
        " 2 figures are of no stated event"
    )
