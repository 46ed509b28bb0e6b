"""The bibliography as a metadata block in which every text is data, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.cite import date_words, onwards, plain, plain_part
from analysis.dataset import Dataset, Source
from analysis.edition import TABLE, as_recorded, changelog, data_changed
from analysis.frames import remembered
from analysis.rules.csl import PARTS, PEOPLE, TEXTS

# A keyword goes into an attribute and into a string of Typst: only what is safe in both is kept.
KEYWORD = re.compile(r"[^\w\s.,:;()–-]")

JOINED = re.compile(r"(\S+–\S+)")


def metadata(dataset: Dataset, seal: Iterable[str] = ()) -> str:
    """A YAML metadata block: title, subtitle, date, edition, authors, keywords, what the printed
    cover says more, and `references`.

    `seal` adds keywords by which a rendered file tells what it was made from.
    """
    keywords = [*dataset.descriptor.get("keywords", []), *seal]
    lines = [
        f"title: {_string(_whole(dataset.title))}",
        f"subtitle: {quoted(dataset.subtitle)}",
        f"date: {quoted(dataset.date)}",
        f"edition: {quoted(state_words(dataset))}",
        "keywords:",
        *(f"- {quoted(KEYWORD.sub(' ', str(keyword)))}" for keyword in keywords),
        *_authors(dataset),
        "cover:",
        f"  description: {quoted(str(dataset.descriptor.get('description', '')))}",
        f"  licence: {quoted(', '.join(titles(dataset, 'licenses')))}",
    ]
    return "\n".join(["---", *lines, *references(records(dataset)), "---", ""])


def records(dataset: Dataset) -> dict[str, Mapping[str, Any]]:
    """The CSL item of every work, by citekey; its note says as what the work was read."""
    return {key: _noted(source) for key, source in dataset.sources.items()}


def _noted(source: Source) -> Mapping[str, Any]:
    if not source.read_as:
        return source.record
    said = f"{source.text('note')}. Read from: {source.read_as}".removeprefix(". ")
    return {**source.record, "note": said}


def references(items: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a bibliography in a metadata block."""
    yield "references:"
    for key, record in items.items():
        yield from item(key, record)


def _authors(dataset: Dataset) -> Iterator[str]:
    """Who is named as having contributed to the dataset."""
    for nth, title in enumerate(titles(dataset, "contributors")):
        if nth == 0:
            yield "author:"
        yield f"- {quoted(title)}"


def titles(dataset: Dataset, field: str) -> list[str]:
    """The titles, or else the names, in a list of the descriptor."""
    items = dataset.descriptor.get(field, [])
    return [str(item.get("title") or item.get("name") or item.get("path", "")) for item in items]


def item(citekey: str, record: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one CSL item."""
    yield f"- id: {citekey}"
    yield f"  type: {quoted(str(record.get('type', 'document')))}"
    for field in TEXTS:
        if field not in ("id", "type") and record.get(field):
            yield f"  {field}: {quoted(onwards(str(record[field])))}"
    for role in PEOPLE:
        if record.get(role):
            yield f"  {role}:"
            for person in record[role]:
                yield from name(person)


def name(person: Mapping[str, str]) -> Iterator[str]:
    """The lines of one name, its parts as written; nothing of what is no part of a name."""
    lead = "  - "
    for part, text in person.items():
        if part in PARTS:
            yield f"{lead}{part}: {quoted(onwards(str(text)))}"
            lead = "    "


def _whole(text: str) -> str:
    """Text as Markdown in which words that a dash joins can be kept on one line."""
    parts = enumerate(JOINED.split(text))
    return "".join(f"[{plain(part)}]{{.whole}}" if i % 2 else plain_part(part) for i, part in parts)


def quoted(text: str) -> str:
    """Text as a YAML string of escaped Markdown."""
    return _string(plain(text))


def _string(markdown: str) -> str:
    return "'" + markdown.replace("'", "''") + "'"


def cited(source: Source) -> str:
    """A work in one line of plain text: who, title, where, when, address."""
    where = source.container or source.text("publisher")
    named = (", ".join(source.authors), source.title or source.citekey, where)
    parts = (*named, date_words(source.issued), source.url)
    return ". ".join(part for part in parts if part)


# A state of a dataset by its name: how an edition is told of it, and what follows the version.
STATES = {
    "released": ("Edition", ""),
    "draft": ("Draft of edition", "-draft"),
    "changed": ("Changed since edition", "+changed"),
}


def state_words(dataset: Dataset) -> str:
    """The edition that a dataset is, is a draft of, or was before it changed; plain text."""
    return f"{STATES[_state(dataset)][0]} {dataset.version}, {date_words(dataset.date)}"


def version(dataset: Dataset) -> str:
    """The version for programs: "0.1.0", "0.1.0-draft" before it, "0.1.0+changed" after it."""
    return dataset.version + STATES[_state(dataset)][1]


def cited_as(dataset: Dataset) -> str:
    """The dataset as it is cited: its title and its edition, in one line of plain text."""
    return f"{dataset.title}. {state_words(dataset)}."


@remembered
def _state(dataset: Dataset) -> str:
    """Which of `STATES` a dataset is in, as far as its own files tell.

    Changed is what states other claims than edition.csv records, or of which CHANGELOG.md says so;
    where nothing is recorded yet it is a draft, and without the table released as it is.
    """
    last = dataset.tables.get(TABLE)
    if last is None:
        return "released"
    if last.empty:
        return "draft"
    same = as_recorded(dataset.tables, dataset.columns("claims"))
    return "released" if same and not data_changed(changelog(dataset.folder) or "") else "changed"


def licences(dataset: Dataset) -> list[str]:
    """The addresses of the licences of the dataset, of those that have one."""
    entries = dataset.descriptor.get("licenses", [])
    return [entry["path"] for entry in entries if entry.get("path")]


def rights(dataset: Dataset) -> str:
    """The licences of the dataset, each with its address; empty where it names none."""
    named = (
        " ".join(filter(None, (entry.get("title") or entry.get("name"), entry.get("path"))))
        for entry in dataset.descriptor.get("licenses", [])
    )
    return "; ".join(named)
