"""The bibliography as metadata: what pandoc reads of it is the text of the records, as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypandoc
import pytest
import yaml

from analysis.dataset import Dataset
from analysis.sources import Source
from report import bibliography

Build = Callable[..., Any]
HOSTILE = (
    "<script>alert(1)</script>",
    '```{=typst}\n#read("/etc/passwd")\n```',
    "`<b>x</b>`{=html}",
    "*x* [x](javascript:alert(1)) ![x](x.png) ^[x]",
    "@citekey $x$ \\input{x}",
    "'\n  title: other",
    "'x': {a: b} # no comment",
    "--- \n...\n---",
    "{{ x }} {.n} ::: {.x}",
    "yes",
    "1_000",
)


@pytest.fixture
def dataset(dataset_of: Build) -> Callable[[dict[str, Any]], Dataset]:
    """A builder of datasets with one source."""

    def build(record: dict[str, Any]) -> Dataset:
        made = dataset_of()
        made.sources.clear()
        made.sources["gazette"] = Source("gazette", False, {"id": "gazette", **record}, "", 1)
        return made

    return build


def read(dataset: Dataset) -> dict[str, Any]:
    """The metadata as YAML."""
    return dict(yaml.safe_load(bibliography.metadata(dataset).strip("-\n")))


def meta(text: str) -> Any:
    """The metadata as pandoc reads it."""
    return json.loads(pypandoc.convert_text(text, "json", format="markdown"))["meta"]


def test_metadata_names_the_dataset_and_its_seal(dataset: Build) -> None:
    """Title, subtitle, day and version of the descriptor; keywords and the seal after them."""
    made = dataset({"type": "book", "title": "Almanac"})
    found = yaml.safe_load(bibliography.metadata(made, ["dataset-sha256-00"]).strip("-\n"))
    said = found["title"].replace("[", "").replace("]{.whole}", "")
    assert said == bibliography.plain(made.title)
    assert found["edition"] == bibliography.plain(bibliography.state_words(made))
    assert found["date"] == bibliography.plain(made.date)
    assert found["keywords"][-1] == r"dataset\-sha256\-00"


def test_a_dash_in_the_title_is_no_place_to_break_it(dataset: Build) -> None:
    """What it joins is one piece for the page, and the title's text is as it was."""
    made, title = dataset({}), "The North–South road, it's [long]"
    made = replace(made, descriptor={**made.descriptor, "title": title})
    found = meta(bibliography.metadata(made))["title"]["c"]
    (whole,) = [part["c"] for part in found if part["t"] == "Span"]
    assert whole[0][1] == ["whole"]
    assert whole[1] == [{"t": "Str", "c": "North–South"}]


def test_metadata_names_who_contributed_and_what_the_cover_says(dataset: Build) -> None:
    """Titles of the descriptor's lists, else names; a list that is not there names nobody."""
    made = dataset({})
    assert "author" not in read(made)
    people = [{"title": "Ada Quayle"}, {"title": "The Guild", "role": "publisher"}]
    told = {"contributors": people, "licenses": [{"name": "CC0"}], "description": "Of storms."}
    found = read(replace(made, descriptor={**made.descriptor, **told}))
    assert found["author"] == ["Ada Quayle", "The Guild"]
    assert found["cover"] == {"description": r"Of storms\.", "licence": "CC0"}


def test_an_item_keeps_the_fields_of_its_record(dataset: Build) -> None:
    """Those that a list of references prints, and no field of our own."""
    made = dataset(
        {
            "type": "article-newspaper",
            "title": "The storm",
            "author": [{"family": "Quayle", "given": "Ada"}, {"literal": "The Guild"}],
            "issued": "2021-02-03",
            "URL": "https://example.org/a_b",
            "custom": {"kind": "press", "sha256": "0"},
        }
    )
    assert list(bibliography.item("gazette", made.sources["gazette"].record)) == [
        "- id: gazette",
        r"  type: 'article\-newspaper'",
        "  title: 'The storm'",
        r"  issued: '2021\-02\-03'",
        r"  URL: 'https\:\/\/example\.org\/a\_b'",
        "  author:",
        "  - family: 'Quayle'",
        "    given: 'Ada'",
        "  - literal: 'The Guild'",
    ]


@pytest.mark.parametrize(
    ("note", "read_as", "said"),
    [
        ("", "", None),
        ("", "a copy", "Read from: a copy"),
        ("Second printing", "a copy", "Second printing. Read from: a copy"),
        ("Second printing", "", "Second printing"),
    ],
)
def test_the_note_of_a_work_says_as_what_it_was_read(
    dataset: Build, note: str, read_as: str, said: str | None
) -> None:
    """After what the record itself says."""
    made = dataset({"title": "The storm", "note": note, "custom": {"read_as": read_as}})
    (item,) = read(made)["references"]
    assert item.get("note", "").replace("\\", "") == (said or "")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_record_is_text(dataset: Build, text: str) -> None:
    """YAML reads one string, and pandoc reads words only, the same as were written."""
    record = {"title": text, "publisher": text, "author": [{"literal": text}], "URL": text}
    made = dataset(record)
    own = ["title", "subtitle", "date", "edition", "keywords", "cover"]
    assert list(read(made)) == [*own, "references"]
    (item,) = meta(bibliography.metadata(made))["references"]["c"]
    (author,) = item["c"]["author"]["c"]
    for value in (
        item["c"]["title"],
        item["c"]["publisher"],
        item["c"]["URL"],
        author["c"]["literal"],
    ):
        assert value["t"] == "MetaInlines"
        assert {node["t"] for node in value["c"]} <= {"Str", "Space"}
        assert words(value["c"]) == " ".join(text.split())


def words(inlines: list[dict[str, Any]]) -> str:
    """The words of pandoc's inlines."""
    return "".join(node.get("c", " ") for node in inlines)


@pytest.mark.parametrize("part", ["family: x\n    given", "<b>", "x]: [", "custom", ""])
def test_only_the_parts_of_a_name_are_written(dataset: Build, part: str) -> None:
    """A field that is no part of a name could end the string that stands before it."""
    made = dataset({"title": "x", "author": [{"family": "Quayle", part: "y"}]})
    (item,) = read(made)["references"]
    assert item["author"] == [{"family": "Quayle"}]


def test_an_author_from_right_to_left_turns_no_year(dataset: Build) -> None:
    """The year behind the name, and the title behind the year, stand where they belong."""
    author, title = "\u05db\u05d4\u05df", "\u05d4\u05e0\u05d4\u05e8"
    (found,) = read(dataset({"title": title, "author": [{"literal": author}]}))["references"]
    assert (found["title"], found["author"][0]["literal"]) == (f"{title}\u200e", f"{author}\u200e")


def test_a_name_without_known_parts_is_left_out(dataset: Build) -> None:
    """Nothing is printed in its place."""
    (item,) = read(dataset({"title": "x", "author": [{"nickname": "y"}]}))["references"]
    assert item.get("author") in (None, [])


def test_quotation_marks_stay_in_the_string() -> None:
    """YAML's own, doubled."""
    assert bibliography.quoted("it's") == "'it\\''s'"
    assert yaml.safe_load(bibliography.quoted("it's")) == "it\\'s"


def test_a_keyword_keeps_what_is_safe_in_an_attribute(dataset: Build) -> None:
    """It is written into the page's head and into the PDF's own data."""
    from dataclasses import replace

    made = dataset({"title": "x"})
    keywords = ['a" onload="b', "#read(x)", "Ports, 2001–2003"]
    made = replace(made, descriptor={**made.descriptor, "keywords": keywords})
    found = meta(bibliography.metadata(made))["keywords"]["c"]
    said = [" ".join(words(keyword["c"]).split()) for keyword in found]
    assert said == ["a onload b", "read(x)", "Ports, 2001–2003"]


@pytest.mark.parametrize("key", ["title", "subtitle"])
def test_text_of_the_descriptor_is_text(dataset: Build, key: str) -> None:
    """The title page, too."""
    from dataclasses import replace

    text = "<b>x</b> *x* [x](y) `x`{=html}"
    made = dataset({"title": "x"})
    made = replace(made, descriptor={**made.descriptor, key: text})
    assert words(meta(bibliography.metadata(made))[key]["c"]) == text
