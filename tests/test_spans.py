"""Figures: stated, spanned, added and divided, each with the claims behind it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from analysis import spans
from analysis.bounds import stated
from analysis.dataset import Dataset
from analysis.errors import NotComparable
from analysis.origins import origin_of
from report.contents import TABLES

Build = Callable[..., Any]


def spanned(dataset: Dataset) -> list[tuple[str, ...]]:
    """The claims of each span of losses."""
    return list(spans.spans(dataset, "casualties")["claims"])


def test_a_span_goes_from_lowest_to_highest(claim: Build, dataset_of: Build) -> None:
    """Three origins say 9, 7 and 8: 7 to 9, with all three claims, sources and origins."""
    made = dataset_of(
        claim("a-1", value="9"),
        claim("b-1", value="7", source="herald"),
        claim("c-1", value="8", claimant="pilots_guild"),
    )
    (row,) = spans.spans(made, "casualties").to_dict("records")
    assert (row["amount"].low, row["amount"].high) == (7, 9)
    assert row["kind"] == "span"
    assert row["claims"] == ("a-1", "b-1", "c-1")
    assert row["sources"] == ("gazette", "herald")
    assert row["origins"] == ("gazette_house", "herald_house", "pilots_guild")
    assert (row["quantity"], row["subject"], row["unit"]) == ("killed", "northport", "persons")


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"source": "courier", "cites": "gazette"},
        {"source": "herald", "claimant": "gazette_house"},
    ],
    ids=["same source", "cites the first", "names the first's origin"],
)
def test_one_origin_makes_no_span(second: dict[str, str], claim: Build, dataset_of: Build) -> None:
    """Two claims that end at the same counter are one witness."""
    assert spanned(dataset_of(claim("a-1"), claim("b-1", value="9", **second))) == []


def test_two_sources_of_one_origin_make_no_span(claim: Build, dataset_of: Build) -> None:
    """The courier takes its figures from the herald, and the leaflet from the courier."""
    made = dataset_of(
        claim("a-1", source="herald"),
        claim("b-1", source="courier"),
        claim("c-1", source="leaflet", value="9"),
    )
    assert spanned(made) == []


def test_one_source_with_two_claimants_makes_a_span(claim: Build, dataset_of: Build) -> None:
    """Who counted tells the origins apart, not who printed it."""
    made = dataset_of(claim("a-1", claimant="coast"), claim("a-2", claimant="pilots_guild"))
    assert spanned(made) == [("a-1", "a-2")]


@pytest.mark.parametrize(
    ("cells", "origin"),
    [
        ({"source": "gazette"}, "gazette_house"),
        ({"source": "leaflet"}, "herald_house"),
        ({"source": "gazette", "cites": "courier"}, "herald_house"),
        ({"source": "leaflet", "claimant": "coast"}, "coast"),
        ({"source": "gazette", "cites": "unknown_work"}, "unknown_work"),
    ],
)
def test_an_origin_is_the_end_of_the_chain(
    cells: dict[str, str], origin: str, claim: Build, dataset_of: Build
) -> None:
    """The named counter, else the last work that is cited, by whoever stands behind it."""
    made = dataset_of(claim("a-1", **cells))
    assert origin_of(made, made.row("claims", "a-1")) == origin


def test_works_that_cite_each_other_have_an_origin(claim: Build, dataset_of: Build) -> None:
    """A circle of citations ends."""
    made = dataset_of(claim("a-1", source="leaflet"))
    leaflet = made.sources["leaflet"]
    courier = made.sources["courier"]
    courier.record["custom"]["cites"] = "leaflet"
    assert origin_of(made, made.row("claims", "a-1")) in (leaflet.citekey, courier.citekey)


def test_repeats_add_nothing(claim: Build, dataset_of: Build) -> None:
    """A restatement neither makes a span nor widens one."""
    repeated = claim("b-1", source="herald", repeats="a-1", value="99")
    assert spanned(dataset_of(claim("a-1"), repeated)) == []
    assert spanned(dataset_of(claim("a-1"), repeated, claim("c-1", source="courier"))) == [
        ("a-1", "c-1")
    ]


def test_words_add_nothing(claim: Build, dataset_of: Build) -> None:
    """Dozens are listed, and are no end of a span."""
    made = dataset_of(claim("a-1"), claim("b-1", source="herald", bound="vague", value=""))
    assert spanned(made) == []
    assert len(spans.stated(made, "casualties")) == 2


@pytest.mark.parametrize("column", spans.SPAN_COLUMNS)
def test_claims_that_differ_are_not_spanned(column: str, claim: Build, dataset_of: Build) -> None:
    """A difference in any column of a span keeps two claims apart."""
    other = {
        "quantity": "wounded", "subject": "southport", "event": "autumn_storm", "unit": "item",
        "start": "2001", "end": "2001", "as_of": "2001",
    }.get(column, "other")  # fmt: skip
    alike = dataset_of(claim("a-1"), claim("b-1", source="herald"))
    assert spanned(alike) == [("a-1", "b-1")]
    unlike = dataset_of(claim("a-1"), claim("b-1", source="herald", **{column: other}))
    assert spanned(unlike) == []


def test_a_stated_figure_is_its_claim(claim: Build, dataset_of: Build) -> None:
    """Its amount, words and claim, in the dataset's order, of its topic only."""
    made = dataset_of(
        claim("a-2", bound="more_than", low="7", as_stated="more than seven", note="As told."),
        claim("a-1", quantity="residents"),
        claim("a-3"),
    )
    first, second = spans.stated(made, "casualties").to_dict("records")
    assert first["amount"] == stated("more_than", low=Decimal(7))
    assert (first["kind"], first["words"], first["note"]) == (
        "stated",
        "more than seven",
        "As told.",
    )
    assert (first["claims"], first["sources"]) == (("a-2",), ("gazette",))
    assert first["origins"] == ("gazette_house",)
    assert second["claims"] == ("a-3",)


def test_a_sum_adds_and_says_how(claim: Build, dataset_of: Build) -> None:
    """7 and more than 9 are more than 16; what differs between the parts is left empty."""
    made = dataset_of(claim("a-1"), claim("a-2", subject="southport", bound="more_than", low="9"))
    row = spans.total(made, ["a-1", "a-2"], place="bay")
    assert (row["amount"].low, row["amount"].high, row["amount"].low_open) == (16, None, True)
    assert (row["kind"], row["formula"], row["claims"]) == ("sum", "a-1 + a-2", ("a-1", "a-2"))
    assert (row["subject"], row["event"], row["place"]) == ("", "spring_storm", "bay")


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "coast"},
        {"subject": "southport", "event": "first_night"},
        {"subject": "southport", "quantity": "wounded"},
        {"subject": "southport", "bound": "vague", "value": ""},
        {"source": "herald"},
    ],
    ids=["whole and part", "two events", "two quantities", "a word", "the same people"],
)
def test_what_may_not_be_added_is_refused(
    other: dict[str, str], claim: Build, dataset_of: Build
) -> None:
    """A sum of claims that do not go together raises, with the pair."""
    made = dataset_of(claim("a-1"), claim("b-1", **other))
    with pytest.raises(NotComparable, match="no sum of a-1 and b-1: "):
        spans.total(made, ["a-1", "b-1"])


def test_a_ratio_divides_sums(claim: Build, dataset_of: Build) -> None:
    """(30 + 10) by 5 is 8 to 1, with all three claims."""
    made = dataset_of(
        claim("a-1", value="30", population="military"),
        claim("a-2", value="10", population="military", subject="southport"),
        claim("b-1", value="5", population="military", subject="lighthouse"),
    )
    row = spans.ratio(made, ["a-1", "a-2"], ["b-1"])
    assert row["amount"].point == 8
    assert (row["kind"], row["unit"], row["formula"]) == ("ratio", "ratio", "(a-1 + a-2) / (b-1)")
    assert row["claims"] == ("a-1", "a-2", "b-1")


def test_every_part_of_a_ratio_must_fit(claim: Build, dataset_of: Build) -> None:
    """The second part above is held against the part below too, not only the first."""
    made = dataset_of(
        claim("a-1", place="north_pier"),
        claim("a-2", place="south_pier"),
        claim("b-1", place="north_pier", subject="southport"),
    )
    with pytest.raises(NotComparable, match="no ratio of a-2 and b-1: different places"):
        spans.ratio(made, ["a-1", "a-2"], ["b-1"])


def test_parts_of_a_ratio_must_be_addable(claim: Build, dataset_of: Build) -> None:
    """Below the line as above it."""
    made = dataset_of(
        claim("a-1"), claim("b-1", subject="southport"), claim("b-2", subject="coast")
    )
    with pytest.raises(NotComparable, match="no sum of b-1 and b-2"):
        spans.ratio(made, ["a-1"], ["b-1", "b-2"])
    with pytest.raises(NotComparable, match="no sum of b-1 and b-2"):
        spans.ratio(made, ["b-1", "b-2"], ["a-1"])


def test_figures_have_the_same_columns(claim: Build, dataset_of: Build) -> None:
    """Stated, spanned and none at all."""
    made = dataset_of(claim("a-1"), claim("b-1", source="herald"))
    assert list(spans.figures(made, "casualties")) == spans.FIGURE_COLUMNS
    assert list(spans.figures(made, "casualties")["kind"]) == ["stated", "stated", "span"]
    empty = spans.figures(made, "displacement")
    assert (list(empty), len(empty)) == (spans.FIGURE_COLUMNS, 0)
    assert list(spans.frame([])) == spans.FIGURE_COLUMNS


def test_figures_stand_in_the_order_of_events(claim: Build, dataset_of: Build) -> None:
    """By the event's first day, then the order of quantities, then subject; undated ones last."""
    made = dataset_of(
        claim("a-1", event=""),
        claim("a-2", event="harbour_talks"),
        claim("a-3", event="autumn_storm"),
        claim("a-4", event="spring_storm", subject="southport"),
        claim("a-5", event="spring_storm", source="herald"),
        claim("a-6", event="spring_storm"),
        claim("a-7", event="spring_storm", quantity="wounded"),
        claim("a-8", event="storm_season"),
    )
    found = spans.figures(made, "casualties")
    expected = ["a-8", "a-7", "a-5", "a-6", "a-5 a-6", "a-4", "a-3", "a-1", "a-2"]
    assert [" ".join(claims) for claims in found["claims"]] == expected
    assert list(found["kind"]).index("span") == 4


def test_figures_of_a_dimension(claim: Build, dataset_of: Build) -> None:
    """Money is told from shares by the table of quantities."""
    made = dataset_of(
        claim("a-1", quantity="crane_orders", unit="USD"),
        claim("a-2", quantity="crane_share", unit="percent"),
        claim("a-3", quantity="cranes", unit="item"),
    )
    every = spans.figures(made, "arms")
    kept = spans.of_dimension(every, made, "share", "items")
    assert sorted(kept["claims"]) == [("a-2",), ("a-3",)]


def test_real_figures_are_computed(real: Dataset) -> None:
    """The laws below hold of something."""
    kinds = {
        kind for topic in real.quantities["topic"].unique()
        for kind in spans.figures(real, topic)["kind"]
    }  # fmt: skip
    assert kinds == {"stated", "span"}


def test_a_real_figure_has_its_claims(real_figure: dict[str, Any], real: Dataset) -> None:
    """Two or more claims that exist, each once, and whose sources and origins it names."""
    ids = real_figure["claims"]
    claims = spans.rows(real, ids)
    assert len(set(ids)) == len(ids) >= 2
    assert set(real_figure["sources"]) == {claim["source"] for claim in claims}
    assert set(real_figure["origins"]) == {origin_of(real, claim) for claim in claims}


def test_a_real_span_has_two_origins(real_span: dict[str, Any], real: Dataset) -> None:
    """It holds no restatement and no word, and goes from its lowest to its highest claim."""
    claims = spans.rows(real, real_span["claims"])
    assert len(set(real_span["origins"])) >= 2
    assert all(not claim["repeats"] and claim["bound"] != "vague" for claim in claims)
    numbers = [n for c in claims for n in (c["value"], c["low"], c["high"]) if n is not None]
    assert (real_span["amount"].low, real_span["amount"].high) == (min(numbers), max(numbers))


def test_a_real_sum_mixes_no_units(real_sum: dict[str, Any], real: Dataset) -> None:
    """Its parts have its own unit, and none of them is the whole."""
    claims = spans.rows(real, real_sum["claims"])
    assert {claim["unit"] for claim in claims} == {real_sum["unit"]}
    assert real_sum["quantity"] not in {claim["quantity"] for claim in claims}


def test_a_real_ratio_mixes_no_units(real_ratio: dict[str, Any], real: Dataset) -> None:
    """What is divided and what divides have one unit; the ratio has none."""
    assert len({claim["unit"] for claim in spans.rows(real, real_ratio["claims"])}) == 1
    assert real_ratio["unit"] == "ratio"


def test_a_real_claim_stands_in_one_table(real_claim: dict[str, Any], shown: Build) -> None:
    """Each claim of the report's topics is stated in exactly one of its tables."""
    assert len(shown(real_claim["claim_id"])) == 1


@pytest.fixture(scope="module")
def shown(real: Dataset) -> Callable[[str], list[str]]:
    """The tables in which a real claim is stated."""
    places: dict[str, list[str]] = {}
    for key, made in TABLES.items():
        table = made.frame(real)
        for claims in table.loc[table["kind"] == "stated", "claims"]:
            for claim_id in claims:
                places.setdefault(claim_id, []).append(key)
    return lambda claim_id: places.get(claim_id, [])
