"""What changed between two editions: exactly what was edited, and exactly what it moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pandas as pd
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from analysis.changes import Changes, Names, changes, edition_words, section
from analysis.changes.rows import rows
from analysis.dataset import Dataset, load
from analysis.frames import records
from analysis.wording.printed import number_tokens

TINY = load(Path(__file__).parent / "data/tiny", validate=False)
Edit = Callable[[Dataset], Dataset]
Row = tuple[str, ...]
PLAIN = {
    *("div", "h1", "p", "a", "em", "span", "br"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
}


def with_table(dataset: Dataset, name: str, frame: pd.DataFrame) -> Dataset:
    """A dataset with another table."""
    return replace(dataset, tables={**dataset.tables, name: frame})


def edited(table: str, key: str, **cells: str) -> Edit:
    """An edit of the cells of a row."""

    def edit(dataset: Dataset) -> Dataset:
        frame = dataset.tables[table].copy()
        found = frame.iloc[:, 0] == key
        assert found.sum() == 1
        frame.loc[found, list(cells)] = list(cells.values())
        return with_table(dataset, table, frame)

    return edit


def without(table: str, key: str) -> Edit:
    """The withdrawal of a row."""

    def edit(dataset: Dataset) -> Dataset:
        frame = dataset.tables[table]
        return with_table(dataset, table, frame[frame.iloc[:, 0] != key])

    return edit


def without_column(table: str, column: str) -> Edit:
    """The removal of a column."""
    return lambda data: with_table(data, table, data.tables[table].drop(columns=column))


def listed(found: Changes) -> list[Row]:
    """The rows that differ."""
    return list(found.rows.itertuples(index=False, name=None))


def what_moved(found: Changes) -> list[Row]:
    """Part, words before and now, and by what; of figures with the kind."""
    kinds = [
        (row["row_after"] or row["row_before"]).get("kind", "") for row in records(found.moved)
    ]
    names = [
        f"{part} {kind}".strip() for part, kind in zip(found.moved["part"], kinds, strict=True)
    ]
    rest = found.moved[["before", "after", "by"]].itertuples(index=False, name=None)
    return [(name, *row) for name, row in zip(names, rest, strict=True)]


# Nothing, and exactly what was edited


@pytest.mark.parametrize("dataset", [TINY, pytest.param(None, id="real")])
def test_an_edition_does_not_differ_from_itself(dataset: Dataset | None, real: Dataset) -> None:
    """Nothing changed, and no part of the version rises."""
    found = changes(dataset or real, replace(dataset or real))
    assert found.none
    assert (found.part, found.left_out) == ("", ())


@pytest.mark.parametrize("table", sorted(TINY.tables))
def test_the_order_of_rows_is_no_change(table: str) -> None:
    """A table turned upside down holds the same."""
    turned = with_table(TINY, table, TINY.tables[table].iloc[::-1])
    assert changes(TINY, turned).rows.empty


@pytest.mark.parametrize(
    ("key", "cells", "moved"),
    [
        (
            "harbour2021-01",
            {"value": "20000"},
            [
                ("figure multiple", "", "about 0.66–0.69 to 1", ("harbour2021-01",)),
                ("verdict", "Agrees with its source, as far as that was read; no independent count of the same thing",
                 "Differs from the source it names", ("harbour2021-01",)),
            ],
        ),
        (
            "pier2022-01",
            {"low": "50000"},
            [("relation", "not in conflict: an open bound that the other satisfies",
              "disagree: no number satisfies both", ("pier2022-01",))],
        ),
        ("harbour2021-07", {"value": "5"}, []),
        ("harbour2021-01", {"note": "A remark."}, []),
    ],
    ids=["verdict", "relation", "alone", "wording"],
)  # fmt: skip
def test_one_edit_moves_what_rests_on_it(
    key: str, cells: Mapping[str, str], moved: list[Row]
) -> None:
    """The claim, its cell, what it moves with the words as printed, and nothing else."""
    found = changes(TINY, edited("claims", key, **cells)(TINY))
    (column, after), before = *cells.items(), ""
    before = TINY.tables["claims"].set_index("claim_id").at[key, column]
    assert listed(found) == [("claims", key, "changed", column, before, after)]
    assert found.claims["claim_id"].tolist() == [key]
    assert what_moved(found) == moved


def test_one_edit_of_the_real_data_moves_its_sum_and_ratio(real: Dataset) -> None:
    """The sum that holds the claim, its ratio, its constant dollars and its verdict."""
    found = changes(real, edited("claims", "story2020-14", value="42000")(real))
    by = ("story2020-14",)
    assert listed(found) == [("claims", "story2020-14", "changed", "value", "41000", "42000")]
    assert records(found.claims) == [
        {"claim_id": "story2020-14", "change": "changed",
         "before": "Aid for counternarcotics: $41,000", "after": "Aid for counternarcotics: $42,000"}
    ]  # fmt: skip
    assert what_moved(found) == [
        ("figure sum", "$41,000", "$42,000", by),
        ("figure ratio", "about 490 to 1", "about 480 to 1", by),
        ("figure constant", "about $54,000–$66,000", "about $55,000–$67,000", by),
        ("verdict", "Agrees with its source, as far as that was read; no independent count of the same thing",
         "Differs from the source it names", by),
    ]  # fmt: skip


def test_bounds_survive(real: Dataset) -> None:
    """A claim that becomes more than a number is printed so, and a sum of it too."""
    edit = edited("claims", "story2020-14", bound="more_than", value="", low="41000")
    found = changes(real, edit(real))
    assert found.claims["after"].tolist() == ["Aid for counternarcotics: more than $41,000"]
    assert ("figure sum", "$41,000", "more than $41,000", ("story2020-14",)) in what_moved(found)


def test_a_withdrawn_part_takes_its_sum_along(real: Dataset) -> None:
    """The sum and the ratio of a recipient that has one programme left are gone."""
    frame = real.tables["comparisons"]
    kept = with_table(real, "comparisons", frame[frame["claim_id"] != "story2020-15"])
    found = changes(kept, without("claims", "story2020-15")(kept))
    assert found.left_out == ()
    assert listed(found) == [("claims", "story2020-15", "withdrawn", "", "", "")]
    gone = [row[:3] for row in what_moved(found) if row[2] == ""]
    assert ("figure sum", "$41,000", "") in gone
    assert ("figure ratio", "about 490 to 1", "") in gone


def test_a_span_with_one_claim_more_is_the_same_span(
    claim: Callable[..., Any], dataset_of: Callable[..., Dataset]
) -> None:
    """It moved, old to new; it is not one gone and one new."""
    two = [claim("a-01"), claim("b-01", source="herald", value="9")]
    found = changes(
        dataset_of(*two), dataset_of(*two, claim("a-02", claimant="southport", value="12"))
    )
    (span,) = [row for row in what_moved(found) if row[0] == "figure span"]
    assert span == ("figure span", "7–9", "7–12", ("a-02",))


@pytest.mark.parametrize(
    ("edit", "by"),
    [
        (edited("comparisons", "harbour2021-01", differs_in="period"),
         ("comparisons: harbour2021-01 almanac2020-01",)),
        (without("exceptions", "harbour2021-01"), ("exceptions: harbour2021-01 pier2022-01",)),
    ],
    ids=["comparison", "exception"],
)  # fmt: skip
def test_what_moves_without_a_changed_claim_names_the_row(edit: Edit, by: Row) -> None:
    """The row that names its claims."""
    found = changes(TINY, edit(TINY))
    assert [row[-1] for row in what_moved(found)] == [by]


def test_what_moves_by_a_table_names_no_table_that_cannot_be_behind_it(real: Dataset) -> None:
    """Neither one whose wording alone changed, nor rows that name other claims."""
    others = (
        edited("actors", "armenia", label="Another name"),
        without("exceptions", "triumph2024-07"),
        without("comparisons", "story2020-01"),
    )
    after = edited("prices", "2007", index="300")(real)
    for edit in others:
        after = edit(after)
    found = changes(real, after)
    figures = found.moved[found.moved["part"] == "figure"]
    assert set(figures["by"]) == {("prices",)}


# Any edits


@st.composite
def edits(draw: st.DrawFn) -> tuple[Dataset, set[Row]]:
    """The tiny dataset with cells edited and rows withdrawn or added, and what that makes."""
    dataset, wanted = TINY, set()
    for name in draw(st.lists(st.sampled_from(sorted(TINY.tables)), unique=True, max_size=4)):
        frame = dataset.tables[name].copy()
        keys = keys_of(name)
        places = st.lists(st.sampled_from(range(len(frame))), unique=True, max_size=4)
        gone = []
        for place in draw(places) if len(frame) else []:
            key = " ".join(frame.iloc[place][keys])
            columns = [column for column in frame if column not in keys]
            if draw(st.booleans()) or not columns:
                gone.append(frame.index[place])
                wanted.add((name, key, "withdrawn", "", "", ""))
                continue
            column = draw(st.sampled_from(columns))
            before, after = frame.iloc[place][column], draw(st.text(max_size=5))
            frame.loc[frame.index[place], column] = after
            wanted |= {(name, key, "changed", column, before, after)} - {
                (name, key, "changed", column, after, after)
            }
        frame = frame.drop(index=gone)
        if draw(st.booleans()):
            frame.loc[1000] = ["new" if column in keys else "" for column in frame]
            wanted.add((name, " ".join(["new"] * len(keys)), "added", "", "", ""))
        dataset = with_table(dataset, name, frame)
    return dataset, wanted


def keys_of(table: str) -> list[str]:
    """The columns of a table's key."""
    (found,) = (r for r in TINY.descriptor["resources"] if r["name"] == table)
    key = found["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else list(key)


@given(edits())
@settings(max_examples=60, deadline=None)
def test_any_edits_are_found_and_no_others(made: tuple[Dataset, set[Row]]) -> None:
    """Added, changed and withdrawn, cell by cell."""
    dataset, wanted = made
    found = list(rows(TINY, dataset).itertuples(index=False, name=None))
    assert len(found) == len(set(found))
    assert set(found) == wanted


@given(edits())
@settings(max_examples=12, deadline=None)
def test_whatever_was_edited_the_difference_is_told(made: tuple[Dataset, set[Row]]) -> None:
    """An edition that breaks every rule stops nothing, from either side, and the section stands."""
    for pair in ((TINY, made[0]), (made[0], TINY)):
        found = changes(*pair)
        assert found.none == (not made[1])
        assert "sec-changes" in section(found) if pair[1] is TINY else True


# Sources, columns, editions that do not fit


def test_a_source_is_compared_field_by_field() -> None:
    """Bibliographic fields and those of `custom`, by name."""
    key = "almanac2020"
    source = TINY.sources[key]
    custom = {**source.record["custom"], "grade": "D"}
    other = replace(source, record={**source.record, "title": "Another", "custom": custom})
    found = changes(TINY, replace(TINY, sources={**TINY.sources, key: other}))
    assert listed(found) == [
        ("sources", key, "changed", "title", source.title, "Another"),
        ("sources", key, "changed", "custom.grade", source.grade, "D"),
    ]


def test_a_column_more_is_named_and_the_rest_compared() -> None:
    """What both editions have is held against each other; what only one has is named."""
    before = without_column("claims", "status")(TINY)
    after = edited("claims", "harbour2021-02", value="45", status="final")(TINY)
    found = changes(before, after)
    assert records(found.columns) == [{"table": "claims", "column": "status", "change": "added"}]
    assert listed(found) == [("claims", "harbour2021-02", "changed", "value", "44", "45")]


def test_a_table_more_is_named_with_its_columns() -> None:
    """Its rows are added."""
    tables = {name: frame for name, frame in TINY.tables.items() if name != "rates"}
    found = changes(replace(TINY, tables=tables), TINY)
    assert set(found.columns["table"]) == {"rates"}
    assert set(found.rows["change"]) <= {"added"}


def test_what_cannot_be_computed_is_left_out_with_the_reason() -> None:
    """The rows are told nevertheless."""
    found = changes(without("claims", "almanac2020-01")(TINY), TINY)
    assert listed(found) == [("claims", "almanac2020-01", "added", "", "", "")]
    assert [why.partition(" of the earlier data")[0] for why in found.left_out] == [
        "the figures",
        "the verdicts",
    ]
    assert all(why.endswith("it has no almanac2020-01") for why in found.left_out)


def test_a_rule_that_is_broken_is_told_in_words() -> None:
    """And of which of two states: of the later one."""
    found = changes(TINY, edited("claims", "harbour2021-02", value="44,5")(TINY))
    cell = "data/claims.csv, row 3, column value: not a number; found '44,5'"
    assert {left.partition(" of the data as they are: ")[2] for left in found.left_out} == {cell}


# The part of a version


def renamed(dataset: Dataset) -> Dataset:
    """The dataset under another title."""
    return replace(dataset, descriptor={**dataset.descriptor, "title": "Another"})


def reissued(dataset: Dataset) -> Dataset:
    """The dataset as another edition."""
    return replace(dataset, descriptor={**dataset.descriptor, "version": "9.9.9"})


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (without_column("claims", "status"), "major"),
        (edited("claims", "harbour2021-02", value="45"), "minor"),
        (edited("claims", "harbour2021-02", subject="pier"), "minor"),
        (edited("claims", "pier2022-02", as_stated="hundreds of yahcts"), "minor"),
        (edited("claims", "harbour2021-02", as_stated="forty-four fine berths"), "patch"),
        (edited("claims", "harbour2021-02", note="A remark."), "patch"),
        (edited("comparisons", "harbour2021-01", differs_in="period"), "minor"),
        (edited("comparisons", "harbour2021-01", reason="Another."), "patch"),
        (without("claims", "pier2022-05"), "minor"),
        (without("timeline", TINY.tables["timeline"].iloc[0, 0]), "minor"),
        (renamed, "patch"),
        (reissued, ""),
    ],
)
def test_part_of_the_version_that_rises(edit: Edit, part: str) -> None:
    """Columns: major; rows, values and what moves: minor; wording: patch."""
    assert changes(TINY, edit(TINY)).part == part


# The section


def test_every_number_of_the_section_names_its_records(real: Dataset) -> None:
    """Those of this state their claims, those of the earlier one with its mark."""
    earlier = without("claims", "explained2022-02")(
        edited("claims", "story2020-14", value="42000")(real)
    )
    text = section(changes(earlier, real, Names(old="edition 9.9.9", mark="9.9.9")))
    assert text.startswith("# What changed since [edition 9\\.9\\.9]{.label}")
    assert '[\\$42\\,000]{.k claims="story2020-14@9.9.9"}' in text
    traced = re.sub(r"\[(?:[^\[\]]|\[[^\[\]]*\]\([^)]*\))*\]\{[^}]*\}", "", text)
    rest = re.sub(
        r"\[@[^\]]*\]|\{#[^}]*\}|\(#[^)]*\)|^\|[:-]+\|.*$", "", traced, flags=re.MULTILINE
    )
    assert number_tokens(rest) == []


def test_section_without_changes_says_so() -> None:
    """One line under the heading, and no table."""
    lines = section(changes(reissued(TINY), TINY)).strip().splitlines()
    assert lines[2:] == ["The dataset is as it was."]


def test_texts_of_an_earlier_edition_are_plain_text(hostile_texts: tuple[str, ...]) -> None:
    """In every cell, key, version and date: no element, no link but to this document."""
    before = reissued(TINY)
    for name, frame in TINY.tables.items():
        cells = [
            [f"{cell}{text}" for cell in row]
            for row, text in zip(frame.values, cycle(hostile_texts))
        ]
        before = with_table(
            before, name, pd.DataFrame(cells, frame.index, frame.columns, dtype="str")
        )
    every = " ".join(hostile_texts)
    descriptor = {**before.descriptor, "version": every, "created": hostile_texts[0]}
    before = replace(before, descriptor=descriptor)
    names = Names(old=edition_words(before), mark=before.version)
    markdown = section(changes(before, TINY, names))
    page = html.fromstring(pypandoc.convert_text(markdown, "html5", "markdown"))
    assert {element.tag for element in page.iter()} <= PLAIN
    assert all(a.get("href").startswith("#") for a in page.iter("a"))
    assert every in " ".join(page.find(".//h1").text_content().split())
