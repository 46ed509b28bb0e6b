"""The page in schema.org's words: every term is one, nothing is lost, names lead to anchors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SDO

from analysis import comparisons, verdicts
from analysis.dataset import Dataset, load
from report import bibliography, jsonld

PAGE = "https://example.org/report.html"
TINY = Path(__file__).resolve().parent / "data/tiny"
Build = Callable[..., Any]
# The reader of JSON-LD warns of a class that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


def linked(page: str) -> dict[str, Any]:
    """The one script of data in a text of HTML, read as JSON."""
    (text,) = html.document_fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    return dict(json.loads(text))


def parsed(found: dict[str, Any]) -> Graph:
    """Linked data as triples, named as on a page; asks nothing of any host."""
    return Graph().parse(data=json.dumps(found), format="json-ld", base=PAGE)


def foreign(triples: Graph) -> set[Any]:
    """The properties and classes that are no terms of schema.org."""
    kinds = set(triples.objects(None, RDF.type))
    return {term for term in {*triples.predicates(), *kinds} - {RDF.type} if term not in SDO}


@pytest.fixture(scope="module", params=["real", "tiny"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """A dataset of each size."""
    return load(TINY) if request.param == "tiny" else request.getfixturevalue("real")


@pytest.fixture(scope="module")
def triples(dataset: Dataset) -> Graph:
    """What its page says."""
    return parsed(linked(jsonld.script(dataset)))


def test_every_term_is_schema_orgs(triples: Graph) -> None:
    """Each property and each class is in the vocabulary."""
    assert len(set(triples.predicates())) > 15
    assert foreign(triples) == set()


def test_a_term_of_our_own_would_be_found() -> None:
    """The vocabulary is closed."""
    found = parsed({"@context": jsonld.CONTEXT, "@type": "Claim", "bound": "exact"})
    assert foreign(found) == {URIRef("https://schema.org/bound")}


def facts(node: Any) -> Iterator[tuple[str, Any]]:
    """Every property and value of a node and of those inside it."""
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if name != "@id":
                yield name, one
            if isinstance(one, dict):
                yield from facts(one)


def test_nothing_is_dropped(dataset: Dataset, triples: Graph) -> None:
    """As many triples as there are values, whatever a processor leaves out in silence."""
    nodes = linked(jsonld.script(dataset))["@graph"]
    assert len(triples) == sum(1 for node in nodes for _ in facts(node))


def test_each_claim_once_in_its_own_words(dataset: Dataset, triples: Graph) -> None:
    """With the work that it appears in; the words of the articles only."""
    claims = set(triples.subjects(RDF.type, SDO.Claim))
    assert claims == {URIRef(f"{PAGE}#c-{key}") for key in dataset.claims["claim_id"]}
    words = {str(triples.value(claim, SDO.text)) for claim in claims} - {"None"}
    assert words == set(dataset.statements["as_stated"])
    works = set(triples.objects(predicate=SDO.appearance))
    assert works == {URIRef(f"{PAGE}#ref-{key}") for key in dataset.claims["source"]}
    assert all(triples.value(work, RDF.type) for work in works)


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [("2016-04", "2016-05", "2016-04/2016-05"), ("1988", "", "1988/.."), ("", "2010", "../2010"),
     ("", "", None)],
)  # fmt: skip
def test_a_period_that_is_stated_in_part_is_open(
    start: str, end: str, covered: str | None, claim: Build, dataset_of: Build
) -> None:
    """The end that no source names is left open, and a claim without a period says none."""
    *_, node = jsonld.graph(dataset_of(claim("a-01", start=start, end=end)))
    assert node.get("temporalCoverage") == covered


def test_the_dataset_as_its_descriptor_names_it(dataset: Dataset, triples: Graph) -> None:
    """Title, edition, day, licence, and where its files are."""
    (node,) = (
        node
        for node in triples.subjects(RDF.type, SDO.Dataset)
        if triples.value(node, SDO.distribution)
    )
    said = {name: str(triples.value(node, SDO[name])) for name in ("name", "version", "datePublished")}  # fmt: skip
    assert said == {"name": dataset.title, "version": bibliography.version(dataset), "datePublished": dataset.date}  # fmt: skip
    assert {str(path) for path in triples.objects(node, SDO.license)} == {
        entry["path"] for entry in dataset.descriptor["licenses"]
    }
    files = {str(triples.value(file, SDO.contentUrl)) for file in triples.objects(node, SDO.distribution)}  # fmt: skip
    assert "https://example.org/downloads/dataset.zip" in files


def test_only_independent_figures_review_a_claim(real: Dataset) -> None:
    """One review a verdict that an independent figure decided; words, and never a number."""
    held = comparisons.compared(real)["independence"]
    decided = [
        row["claim_id"]
        for row in verdicts.verdicts(real).to_dict("records")
        if any(held[index] == "independent" for index in row["decided_by"])
        and "independent figure" in jsonld.tables.VERDICTS[row["verdict"]]
    ]
    reviews = [node for node in jsonld.graph(real) if node["@type"] == "ClaimReview"]
    assert [node["itemReviewed"]["@id"] for node in reviews] == [f"#c-{key}" for key in decided]
    assert reviews
    assert {tuple(node["reviewRating"]) for node in reviews} == {("@type", "alternateName")}
    assert "ratingValue" not in jsonld.script(real)


def test_names_are_anchors_of_the_page(rendered: Path) -> None:
    """Every name of a node, and every address within the page, leads somewhere."""
    page = (rendered / "report.html").read_text("utf-8")
    found = parsed(linked(page))
    inside = {str(term) for triple in found for term in triple if str(term).startswith(PAGE)}
    anchors = set(html.document_fromstring(page).xpath("//@id"))
    assert len(inside) > 300
    assert {name.removeprefix(f"{PAGE}#") for name in inside} - anchors == set()


def test_files_it_names_are_written(rendered: Path) -> None:
    """Each download has its place beside the page."""
    found = linked((rendered / "report.html").read_text("utf-8"))["@graph"][0]
    files = [file["contentUrl"] for file in found["distribution"]]
    assert [name for name in files if not (rendered / name).is_file()] == []


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "<!-- <script>", "a\u2028b\u2029c", "&amp; & `x`",
     '"}]}', "{{< include x >}}", "```", "\\u003c"],
)  # fmt: skip
def test_no_text_ends_the_script(text: str, claim: Build, dataset_of: Build) -> None:
    """It is read back as it was, and nothing else becomes an element."""
    made = dataset_of(claim("a-01", as_stated=text))
    made = replace(made, descriptor={**made.descriptor, "title": text})
    script = jsonld.script(made)
    assert len(script.splitlines()) == 1
    assert re.findall("[<>&`]", script) == re.findall("[<>]", "<script ></script>")
    nodes = linked(f"<html><body>{script}</body></html>")["@graph"]
    assert nodes[0]["name"] == text
    assert nodes[-1]["text"] == text


def test_who_made_it_as_the_descriptor_says(dataset_of: Build) -> None:
    """Nobody where it says nobody."""
    made = dataset_of()
    assert not {"creator", "publisher"} & set(next(jsonld.graph(made)))
    people = [{"title": "The Guild", "role": "publisher"}, {"title": "A Pilot", "path": "https://example.org"}]  # fmt: skip
    made = replace(made, descriptor={**made.descriptor, "contributors": people})
    node = next(jsonld.graph(made))
    assert node["publisher"] == [{"name": "The Guild"}]
    assert node["creator"] == [{"name": "A Pilot", "url": "https://example.org"}]


def test_the_hostile_page_holds_one_graph(hostile: Path) -> None:
    """Whatever its texts are: one script of data, whole, in the words of the vocabulary."""
    found = parsed(linked((hostile / "report.html").read_text("utf-8")))
    assert len(found) > 1000
    assert foreign(found) == set()
