"""Sums and ratios of aid in the same programmes."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis import aid, spans
from analysis.cite import amount_words
from analysis.dataset import Dataset

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def grant(claim: Build) -> Build:
    """A builder of claims of aid that the lighthouse gave in 2001."""

    def build(claim_id: str, subject: str, quantity: str, value: str, **cells: str) -> Any:
        programme = {"counterpart": "lighthouse", "start": "2001", "end": "2001", "event": ""}
        told = {"subject": subject, "quantity": quantity, "value": value, "unit": "USD"}
        return claim(claim_id, **{**programme, **told, **cells})

    return build


@pytest.fixture(scope="module")
def grants(grant: Build) -> list[dict[str, str]]:
    """Two programmes in two ports: 19.6 + 0.4 million, and 29,000 + 12,000."""
    return [
        grant("a-1", "southport", "aid_nets", "29000"),
        grant("a-2", "southport", "aid_boats", "12000"),
        grant("a-3", "northport", "aid_nets", "19600000"),
        grant("a-4", "northport", "aid_boats", "400000"),
    ]


def test_a_total_is_of_one_recipient(grants: Any, dataset_of: Build) -> None:
    """$41,000 for one port and $20 million for the other, each with its two claims."""
    rows = aid.totals(dataset_of(*grants)).to_dict("records")
    found = {row["subject"]: (amount_words(row["amount"], "USD"), row["claims"]) for row in rows}
    assert found == {
        "southport": ("$41,000", ("a-1", "a-2")),
        "northport": ("$20 million", ("a-3", "a-4")),
    }
    assert {(row["kind"], row["quantity"], row["counterpart"]) for row in rows} == {
        ("sum", "aid", "lighthouse")
    }


def test_a_ratio_divides_the_larger_by_the_smaller(grants: Any, dataset_of: Build) -> None:
    """20,000,000 / 41,000 is 487.80…, printed with the two digits of 41,000."""
    (row,) = aid.ratios(dataset_of(*grants)).to_dict("records")
    assert amount_words(row["amount"], row["unit"]) == "about 490 to 1"
    assert row["subject"] == "northport"
    assert row["claims"] == ("a-3", "a-4", "a-1", "a-2")
    assert row["formula"] == "(a-3 + a-4) / (a-1 + a-2)"


def test_a_single_programme_has_no_total_but_a_ratio(grant: Build, dataset_of: Build) -> None:
    """One claim is its own total; two ports' nets can be divided."""
    made = dataset_of(
        grant("a-1", "southport", "aid_nets", "30000"),
        grant("a-3", "northport", "aid_nets", "90000"),
    )
    assert aid.totals(made).empty
    assert [row.point for row in aid.ratios(made)["amount"]] == [3]


@pytest.mark.parametrize(
    "other",
    [
        {"counterpart": "coast"},
        {"start": "2000"},
        {"end": "2002"},
        {"year_basis": "us_fiscal"},
        {"unit": "AMD"},
        {"source": "herald"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_programmes_of_another_kind_are_kept_apart(
    other: dict[str, str], grant: Build, dataset_of: Build
) -> None:
    """Another donor, period, year, currency or source is another set of programmes."""
    made = dataset_of(
        grant("a-1", "southport", "aid_nets", "30000"),
        grant("a-2", "southport", "aid_boats", "11000", **other),
        grant("a-3", "northport", "aid_boats", "11000"),
    )
    assert aid.totals(made).empty
    assert aid.ratios(made).empty


def test_unlike_purposes_are_not_divided(grant: Build, dataset_of: Build) -> None:
    """Nets and boats of one port are no multiple of the nets of another."""
    made = dataset_of(
        grant("a-1", "southport", "aid_nets", "30000"),
        grant("a-2", "southport", "aid_boats", "11000"),
        grant("a-3", "northport", "aid_nets", "90000"),
    )
    assert len(aid.totals(made)) == 1
    assert aid.ratios(made).empty


@pytest.mark.parametrize(
    "other",
    [
        {"quantity": "aid"},
        {"quantity": "aid_nets", "repeats": "a-1"},
        {"bound": "vague", "value": ""},
        {"start": "", "end": ""},
    ],
    ids=["the whole", "a restatement", "a word", "no period"],
)
def test_what_is_no_part_is_not_added(
    other: dict[str, str], grant: Build, dataset_of: Build
) -> None:
    """Nothing is counted twice, and nothing is guessed."""
    second = grant(
        "a-2", **{"subject": "southport", "quantity": "aid_boats", "value": "1", **other}
    )
    made = dataset_of(grant("a-1", "southport", "aid_nets", "30000"), second)
    assert aid.totals(made).empty
    assert [c for (c,) in aid.figures(made)["claims"]] in (["a-1", "a-2"], ["a-2", "a-1"])


def test_two_amounts_for_one_purpose_are_not_added(
    grant: Build, grants: Any, dataset_of: Build
) -> None:
    """A source that contradicts itself leaves that recipient without a sum, and without a ratio."""
    made = dataset_of(*grants, grant("a-5", "northport", "aid_nets", "18000000"))
    assert list(aid.totals(made)["subject"]) == ["southport"]
    assert aid.ratios(made).empty


def test_a_bound_survives_the_sum(grant: Build, dataset_of: Build) -> None:
    """$30,000 and more than $11,000 are more than $41,000."""
    made = dataset_of(
        grant("a-1", "southport", "aid_nets", "30000"),
        grant("a-2", "southport", "aid_boats", "", bound="more_than", low="11000"),
    )
    (row,) = aid.totals(made).to_dict("records")
    assert row["amount"].low_open
    assert (row["amount"].low, row["amount"].high) == (41000, None)


def test_a_sum_without_any_limit_is_left_out(grant: Build, grants: Any, dataset_of: Build) -> None:
    """At least $29,000 and at most $12,000 together are any amount, which is no figure."""
    cells = {"bound": "at_least", "low": "29000"}, {"bound": "at_most", "high": "12000"}
    parts = [{**part, "value": "", **cell} for part, cell in zip(grants[:2], cells, strict=True)]
    made = dataset_of(*parts, *grants[2:])
    assert list(aid.totals(made)["subject"]) == ["northport"]
    assert aid.ratios(made).empty


def test_real_sums_and_ratios_stay_in_one_programme(real: Dataset) -> None:
    """One source, donor, period, year and currency behind each."""
    figures = [*aid.totals(real)["claims"], *aid.ratios(real)["claims"]]
    assert figures
    for ids in figures:
        claims = spans.rows(real, ids)
        assert len({tuple(claim[column] for column in aid.PROGRAMME) for claim in claims}) == 1, ids
