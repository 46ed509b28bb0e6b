"""The page in the words of schema.org: the dataset, its works, claims and independent verdicts.

A node is named by the anchor of what it describes on the page; nothing is said that is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from analysis import cite, comparisons, tables, verdicts
from analysis.dataset import Dataset
from analysis.frames import Record, records
from analysis.sources import Source
from report import bibliography

Node = dict[str, Any]
ADDRESSES = ("contentUrl", "license", "url")
CONTEXT = {"@vocab": "https://schema.org/", **{key: {"@type": "@id"} for key in ADDRESSES}}
DATASET = "#sec-register"
OPEN = ".."
WORKS = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
FILES = {
    "downloads/dataset.zip": ("The dataset as a Data Package", "application/zip"),
    "downloads/lineage.json": ("Every printed number with its claims", "application/json"),
    "downloads/references.json": (
        "The works as CSL-JSON",
        "application/vnd.citationstyles.csl+json",
    ),
    "downloads/references.bib": ("The works as BibLaTeX", "application/x-bibtex"),
}
# What could end the script or a line of it, start a shortcode, or be run by a renderer.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&`\u2028\u2029"}


def script(dataset: Dataset) -> str:
    """The graph as a script element of data, one line in which no text is markup."""
    linked = {"@context": CONTEXT, "@graph": list(graph(dataset))}
    text = json.dumps(linked, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE)
    return f'<script type="application/ld+json">{text}</script>'


def graph(dataset: Dataset) -> Iterator[Node]:
    """The dataset, every work behind a claim, every claim, and every independent verdict."""
    keys = dict.fromkeys(dataset.claims["source"])
    works = [source for key, source in dataset.sources.items() if key in keys]
    yield _dataset(dataset, works)
    yield from map(_work, works)
    for claim in records(dataset.claims):
        yield _claim(claim, dataset)
    yield from _reviews(dataset)


def _dataset(dataset: Dataset, works: Sequence[Source]) -> Node:
    return _said(
        {
            "@type": "Dataset",
            "@id": DATASET,
            "name": dataset.title,
            "alternateName": dataset.subtitle,
            "description": dataset.description,
            "version": bibliography.version(dataset),
            "datePublished": dataset.date,
            "inLanguage": "en",
            "isAccessibleForFree": True,
            "license": bibliography.licences(dataset),
            **_contributors(dataset),
            "keywords": list(dataset.descriptor.get("keywords", [])),
            "distribution": [_file(path, *told) for path, told in FILES.items()],
            "variableMeasured": list(_measured(dataset)),
            "isBasedOn": [{"@id": _anchor(source)} for source in works],
        }
    )


def _measured(dataset: Dataset) -> Iterator[Node]:
    """What the claims measure, as the dataset defines it."""
    named = set(dataset.claims["quantity"])
    for row in records(dataset.quantities):
        if row["quantity"] in named:
            told = {"name": row["label"], "description": row["definition"]}
            yield _said({"@type": "PropertyValue", **told})


def _contributors(dataset: Dataset) -> Node:
    """Who made and who publishes the dataset, as far as its descriptor says."""
    named: dict[str, list[Node]] = {}
    for person in dataset.descriptor.get("contributors", []):
        role = "publisher" if person.get("role") == "publisher" else "creator"
        named.setdefault(role, []).append(
            _said({"name": person.get("title"), "url": person.get("path")})
        )
    return dict(named)


def _file(path: str, name: str, kind: str) -> Node:
    return {"@type": "DataDownload", "name": name, "contentUrl": path, "encodingFormat": kind}


def _work(source: Source) -> Node:
    people = source.record.get("author") or []
    publisher, kind = source.text("publisher"), WORKS.get(source.text("type"), "CreativeWork")
    return _said(
        {
            "@type": kind,
            "@id": _anchor(source),
            "name": source.title,
            "author": [
                {"@type": "Organization" if "literal" in person else "Person", "name": name}
                for person, name in zip(people, source.authors, strict=True)
            ],
            "datePublished": source.issued,
            "url": source.url,
            "isPartOf": _named("CreativeWork", source.container),
            "publisher": _named("Organization", publisher),
            "inLanguage": source.text("language"),
        }
    )


def _claim(claim: Record, dataset: Dataset) -> Node:
    """A claim: its words, where the source is one of the articles; how it was read; its work."""
    return _said(
        {
            "@type": "Claim",
            "@id": f"#{cite.anchor(claim['claim_id'])}",
            "name": claim["claim_id"],
            "text": claim["as_stated"],
            "description": tables.reading_words(claim, dataset),
            "temporalCoverage": _covered(claim["start"], claim["end"]),
            "appearance": {"@id": _anchor(dataset.sources[claim["source"]])},
        }
    )


def _covered(start: str, end: str) -> str:
    """A period as ISO 8601 writes it, two dots for an end that is not stated; empty for none."""
    return f"{start or OPEN}/{end or OPEN}" if start or end else ""


def _reviews(dataset: Dataset) -> Iterator[Node]:
    """The verdicts that an independent figure decided, in words: no number rates a claim."""
    held = comparisons.held(dataset)
    for verdict in records(verdicts.verdicts(dataset)):
        decided = [held[index] for index in verdict["decided_by"]]
        independent = [row for row in decided if row.independence == "independent"]
        if verdict["verdict"] in INDEPENDENT and independent:
            yield _review(verdict, independent, dataset)


INDEPENDENT = ("confirmed", "contradicted", "not_in_conflict", "quotes_and_not_in_conflict")


def _review(verdict: Record, held: Sequence[comparisons.Comparison], dataset: Dataset) -> Node:
    claim = dataset.row("claims", verdict["claim_id"])
    topic = dataset.row("quantities", claim["quantity"])["topic"]
    references = dict.fromkeys(key for row in held for key in row.references)
    rating = {"@type": "Rating", "alternateName": tables.VERDICTS[verdict["verdict"]]}
    return _said(
        {
            "@type": "ClaimReview",
            "itemReviewed": {"@id": f"#{cite.anchor(verdict['claim_id'])}"},
            "claimReviewed": claim["as_stated"],
            "reviewAspect": verdict["reading"],
            "reviewRating": rating,
            "citation": [{"@id": f"#{cite.anchor(key)}"} for key in references],
            "datePublished": dataset.date,
            "url": f"#sec-verdicts-{topic}",
        }
    )


def _named(kind: str, name: str) -> Node | None:
    return {"@type": kind, "name": name} if name else None


def _anchor(source: Source) -> str:
    """The entry of a work in the list of references."""
    return f"#ref-{source.citekey}"


def _said(node: Node) -> Node:
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
