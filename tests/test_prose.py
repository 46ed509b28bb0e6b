"""Cited sentences: each figure of an event with its bound, its people and its source."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from analysis import prose, spans
from analysis.dataset import Dataset
from analysis.verdicts import verdicts
from report.contents import HEADLINES

Build = Callable[..., Any]


def findings(dataset: Dataset, topic: str = "casualties") -> list[str]:
    """The lines of the list on a topic."""
    return prose.findings(spans.figures(dataset, topic), dataset).splitlines()


def test_one_line_an_event_one_sentence_a_quantity(claim: Build, dataset_of: Build) -> None:
    """Events by date, quantities by their table, each figure with its people and its citation."""
    dataset = dataset_of(
        claim("a-01", event="autumn_storm", bound="at_most", high="20"),
        claim("a-02", bound="more_than", low="700", subject=""),
        claim("a-03", quantity="wounded", value="4", population="non_combatant", locator="page 3"),
        claim("a-04", bound="vague", value="", as_stated="scores of them"),
    )
    assert findings(dataset) == [
        "- **[spring storm]{.label}.** "
        '[wounded]{.label}: [[4](#c-a-03)]{.n claims="a-03"} '
        "([northport\\, non\\-combatant]{.label}) [@gazette, page 3]. "
        '[killed]{.label}: [[more than 700](#c-a-02)]{.n claims="a-02"} '
        "([whose is not said]{.label}) [@gazette, para\\. 1]; "
        '[[“scores of them”](#c-a-04)]{.n claims="a-04"} ([northport]{.label}) '
        "[@gazette, para\\. 1].",
        "- **[autumn storm]{.label}.** "
        '[killed]{.label}: [[at most 20](#c-a-01)]{.n claims="a-01"} ([northport]{.label}) '
        "[@gazette, para\\. 1].",
    ]


def test_periods_of_no_event_are_told_by_date(claim: Build, dataset_of: Build) -> None:
    """Whatever is counted in them, and after the events."""
    dataset = dataset_of(
        claim("a-01", quantity="wounded", event="", start="2012", end="2012"),
        claim("a-02", event="", start="2009", end="2010"),
        claim("a-03", event=""),
        claim("a-04", event="", as_of="2011"),
        claim("a-05", event="autumn_storm"),
    )
    told = [line.split("**")[1] for line in findings(dataset)]
    whens = ("autumn storm", "2009–2010", "as of 2011", "2012", "event not said")
    assert told == [f"[{when}]{{.label}}." for when in whens]


def test_a_span_says_that_it_is_one(claim: Build, dataset_of: Build) -> None:
    """After its parts, with the citations of all of them; it is no estimate."""
    dataset = dataset_of(
        claim("a-01", value="7"),
        claim("b-01", source="herald", value="9", claimant="pilots_guild"),
    )
    (line,) = findings(dataset)
    assert line.endswith(
        '[[9](#c-b-01)]{.n claims="b-01"} ([northport]{.label}) [@herald, para\\. 1]; '
        "[figure of pilots guild]{.label}; "
        '[[7–9](#k-span-a-01-b-01)]{.n claims="a-01 b-01" formula="lowest to highest stated figure"} '
        "([northport\\; lowest to highest stated figure]{.label}) "
        "[@gazette, para\\. 1; @herald, para\\. 1]."
    )


def test_the_same_figure_twice_is_no_span_in_words(claim: Build, dataset_of: Build) -> None:
    """Two origins that state one figure: it is said so."""
    dataset = dataset_of(claim("a-01"), claim("b-01", source="herald"))
    (line,) = findings(dataset)
    assert "[northport\\; the same figure from different origins]{.label}" in line
    assert "lowest to highest" not in line.partition("formula=")[0]


def test_what_is_no_number_of_people_names_no_people(claim: Build, dataset_of: Build) -> None:
    """An amount whose recipient is not said is not "whose is not said"."""
    dataset = dataset_of(claim("a-01", quantity="aid", unit="USD", value="200", subject=""))
    assert findings(dataset, "aid") == [
        '- **[spring storm]{.label}.** [aid]{.label}: [[\\$200](#c-a-01)]{.n claims="a-01"} '
        "[@gazette, para\\. 1]."
    ]


def test_without_figures_there_is_no_list(dataset_of: Build) -> None:
    """No heading for nothing."""
    assert findings(dataset_of()) == []


def test_numbers_only(claim: Build, dataset_of: Build) -> None:
    """Without magnitude words, stated ranks and comparisons, and what a source says again."""
    dataset = dataset_of(
        claim("a-01", value="7"),
        claim("a-02", bound="vague", value=""),
        claim("a-03", repeats="a-01"),
        claim("a-04", quantity="casualties_ratio", unit="ratio", bound="more_than", low="1"),
        claim("a-05", value="0"),
        claim("b-01", source="herald", value="9"),
    )
    kept = prose.numbers_only(spans.figures(dataset, "casualties"))
    assert [" ".join(ids) for ids in kept["claims"]] == ["a-01", "a-05", "b-01", "a-01 a-05 b-01"]


@pytest.mark.parametrize("topic", HEADLINES)
def test_every_figure_of_the_real_summary_is_cited(real: Dataset, topic: str) -> None:
    """After each printed number comes its citation, before the next number."""
    text = prose.findings(prose.numbers_only(HEADLINES[topic](real)), real)
    printed = re.split(r"\]\{\.n claims=", text)[1:]
    assert printed
    assert [part for part in printed if "[@" not in part] == []


def test_decided_names_every_claim_that_an_independent_figure_decides(
    claim: Build, dataset_of: Build
) -> None:
    """Confirmed and contradicted apart; those of one reading of several apart from both."""
    references = [claim(f"r-{n}", source="herald", as_stated="", value=n) for n in ("7", "9")]
    named = (
        ("a-01", "r-7", ""), ("a-02", "r-9", ""), ("a-03", "r-7", "of the night"),
        ("a-03", "r-9", "of the storm"),
    )  # fmt: skip
    rows = [
        {"claim_id": key, "reference_claim_id": other, "reading": read, "differs_in": "nothing"}
        for key, other, read in named
    ]
    claims = [claim(key, value="7") for key in ("a-01", "a-02", "a-03")]
    made = dataset_of(*claims, *references, comparisons=rows)
    found = prose.decided(verdicts(made), made).splitlines()
    assert [(line.split("**")[1], re.findall(r'claims="(.+?)"', line)) for line in found] == [
        ("Confirmed by an independent figure.", ["a-01"]),
        ("Confirmed by an independent figure in a reading of the words.", ["a-03"]),
        ("Contradicted by an independent figure.", ["a-02"]),
        ("Contradicted by an independent figure in a reading of the words.", ["a-03"]),
    ]
