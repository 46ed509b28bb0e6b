"""The bibliography: CSL-YAML records of seeds/ and data/references.yaml, all values as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import Problem
from analysis.folder import REFERENCES, bytes_of
from analysis.syntax import in_yaml
from analysis.texts import Unreadable, decoded, half_in

# Files that `report watch` keeps as read.
KEPT = 64
BIBLIOGRAPHIC = ("title", "author", "issued", "container-title", "URL")


@dataclass(frozen=True)
class Source:
    """One document: a seed, or a reference.

    `record` is the CSL-YAML item as written, all scalars text; `file` and `line` say where, `rows`
    where each of its fields stands: `custom.kind`, or `author.0.family`.
    """

    citekey: str
    is_seed: bool
    record: Mapping[str, Any] = field(repr=False)
    file: str
    line: int
    rows: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def row(self, name: str) -> int:
        """The row of a field, or of what it belongs in where it is not there."""
        while name and name not in self.rows:
            name = name.rpartition(".")[0]
        return self.rows.get(name, self.line)

    def text(self, name: str) -> str:
        """A field of the item as text, empty when absent."""
        value = self.record.get(name, "")
        return value if isinstance(value, str) else ""

    def custom(self, name: str) -> str:
        """A field of the item's `custom` map as text, empty when absent."""
        own = self.record.get("custom")
        value = own.get(name, "") if isinstance(own, dict) else ""
        return value if isinstance(value, str) else ""

    @property
    def title(self) -> str:
        return self.text("title")

    @cached_property
    def short_title(self) -> str:
        """The short title; the title, or else the citekey, where there is none."""
        return self.text("title-short") or self.title or self.citekey

    @property
    def authors(self) -> tuple[str, ...]:
        """Names as printed, in the order of the record."""
        return self.people("author")

    def people(self, role: str) -> tuple[str, ...]:
        """The names of those who have a role in the work, such as its editors."""
        people = self.record.get(role)
        return tuple(_name(p) for p in people) if isinstance(people, list) else ()

    @property
    def issued(self) -> str:
        """Date of publication, ISO 8601 with reduced precision; empty when not known."""
        return self.text("issued")

    @property
    def container(self) -> str:
        return self.text("container-title")

    @property
    def url(self) -> str:
        return self.text("URL")

    @property
    def seed(self) -> str:
        return self.custom("seed")

    @property
    def sha256(self) -> str:
        return self.custom("sha256")

    @property
    def paragraphs(self) -> int | None:
        """Non-empty lines of the seed's text; None when not stated."""
        stated = self.custom("paragraphs")
        return int(stated) if re.fullmatch("[0-9]{1,9}", stated) else None

    @property
    def argues(self) -> str:
        return self.custom("argues")

    @property
    def argues_locator(self) -> str:
        return self.custom("argues_locator")

    @cached_property
    def kind(self) -> str:
        return self.custom("kind")

    @cached_property
    def origin(self) -> str:
        """Actor who stands behind the work; empty when not known."""
        return self.custom("origin")

    @cached_property
    def cites(self) -> str:
        return self.custom("cites")

    @property
    def read_as(self) -> str:
        return self.custom("read_as")

    @cached_property
    def grade(self) -> str:
        return self.custom("grade")

    @property
    def unverified(self) -> tuple[str, ...]:
        """Bibliographic fields that nobody could verify."""
        own = self.record.get("custom")
        stated = own.get("unverified", []) if isinstance(own, dict) else []
        return tuple(map(str, stated)) if isinstance(stated, list) else ()


def read_sources(folder: Path) -> tuple[dict[str, Source], list[Problem]]:
    """Every record of seeds/*.yaml and data/references.yaml by citekey, and what is wrong.

    A hidden file is no record.
    """
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for found in _records(folder):
        if isinstance(found, Problem):
            problems.append(found)
        elif not found.citekey:
            problems.append(_unnamed(found))
        elif found.citekey in sources:
            problems.append(_twice(found, sources[found.citekey]))
        else:
            sources[found.citekey] = found
    return sources, problems


def _records(folder: Path) -> Iterator[Source | Problem]:
    seeds = _seen(folder / "seeds", "*.yaml")
    for path in _seen(folder / "seeds", "*.yml"):
        yield Problem(
            f"seeds/{path.name}", message="a record under another ending",
            expected=f"{path.stem}.yaml", todo="Rename the file.",
        )  # fmt: skip
    if not seeds:
        yield Problem(
            "seeds", message="no seed", expected="seeds/<citekey>.yaml, one for each seed"
        )
    for path in seeds:
        yield from _file(path, f"seeds/{path.name}", is_seed=True)
    yield from _file(folder / REFERENCES, REFERENCES, is_seed=False)


def _seen(folder: Path, pattern: str) -> list[Path]:
    """Files of a folder but the hidden ones, which are locks and leavings of other programs."""
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith("."))


def _file(path: Path, label: str, is_seed: bool) -> Sequence[Source | Problem]:
    try:
        return _read(bytes_of(path), label, is_seed)
    except OSError as error:
        return [Problem(label, message="cannot be read", found=error.strerror)]


@lru_cache(KEPT)
def _read(content: bytes, label: str, is_seed: bool) -> Sequence[Source | Problem]:
    return tuple(_items(content, label, is_seed))


def _items(content: bytes, label: str, is_seed: bool) -> Iterator[Source | Problem]:
    try:
        text = decoded(content, label)
        node = _parsed(text)
        items = [node] if is_seed else _listed(node)
        for item in items:
            yield _source(item, label, is_seed)
    except Unreadable as error:
        yield error.problem
    except Refused as error:
        lines = text.splitlines() or [""]
        found = lines[min(error.row, len(lines)) - 1].strip()
        yield Problem(label, error.row, None, error.message, found, error.expected, error.todo)
    except yaml.YAMLError as error:
        yield in_yaml(label, text, _row_of(error, text))
    except RecursionError:
        yield Problem(
            label, message="not a record", found="lists within lists without end",
            expected="fields, and lists of a few levels", todo="Close each bracket that is opened.",
        )  # fmt: skip


class Refused(Exception):
    """YAML that is no record: what is wrong, in which row, and what is expected."""

    def __init__(
        self, message: str, node: yaml.Node | None, expected: str, todo: str | None = None
    ):
        super().__init__(message)
        self.message, self.expected, self.todo = message, expected, todo
        self.row = node.start_mark.line + 1 if node else 1


def _row_of(error: yaml.YAMLError, text: str) -> int:
    """The row that cannot be read."""
    if mark := getattr(error, "problem_mark", None):
        return int(mark.line) + 1
    return text.count("\n", 0, getattr(error, "position", 0)) + 1


def _parsed(text: str) -> yaml.Node | None:
    loader = _Plain(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError) as error:
        raise yaml.MarkedYAMLError(problem_mark=loader.get_mark()) from error
    finally:
        loader.dispose()
    return node


class _Plain(yaml.BaseLoader):
    """All scalars text, without the signs &, * and !, which would take words from a text."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _listed(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a pandoc bibliography: a list under `references:`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "references" and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    raise Refused(
        "no list of works", node, "references: and below it the works, each begun with - id:",
        "Write references: above the first; where there is no work, references: [].",
    )  # fmt: skip


def _source(node: yaml.Node | None, label: str, is_seed: bool) -> Source:
    if not isinstance(node, yaml.MappingNode):
        found = "a list" if isinstance(node, yaml.SequenceNode) else "a text" if node else "nothing"
        todo = "Delete the hyphen." if found == "a list" else "Write its fields, or delete it."
        message = f"{found} where a record belongs"
        raise Refused(message, node, "fields as name: text, the first of them id:", todo)
    rows: dict[str, int] = {}
    record = _plain(node, rows)
    line = node.start_mark.line + 1
    return Source(str(record.get("id", "")), is_seed, record, label, line, rows)


def _plain(node: yaml.Node, rows: dict[str, int], path: str = "") -> Any:
    """A YAML node as text, list or dict; `rows` gets the row of each field by its whole name.

    Refused are a field stated twice, and half a character.
    """
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, rows, f"{path}{at}.") for at, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        if half := half_in(node.value):
            expected = "both halves, or the character itself"
            raise Refused(f"half a character ({half})", node, expected)
        return node.value
    record: dict[str, Any] = {}
    for key, value in node.value:
        name = str(_plain(key, {}))
        if name in record:
            todo = f"Delete one of the two; the other stands in row {rows[path + name]}."
            if name == "id":
                todo = f"Put a hyphen before it where another record begins. {todo}"
            raise Refused(f"the field {name!r} stands twice", key, "each field once", todo)
        rows[path + name] = key.start_mark.line + 1
        record[name] = _plain(value, rows, f"{path}{name}.")
    return record


def _unnamed(source: Source) -> Problem:
    key = Path(source.file).stem if source.is_seed else "KEY"
    return Problem(
        source.file, source.line, "id", "the field is missing", None,
        "the citekey by which claims name the work", f"Write id: {key} as the first field.",
    )  # fmt: skip


def _twice(source: Source, first: Source) -> Problem:
    return Problem(
        source.file,
        source.row("id"),
        "id",
        "citekey used twice",
        source.citekey,
        "a citekey of its own",
        f"It is already used in {first.file}, row {first.row('id')}.",
    )


def _name(person: Any) -> str:
    """A CSL name as printed; empty for what is no name."""
    if not isinstance(person, dict) or not all(isinstance(v, str) for v in person.values()):
        return ""
    parts = [person.get("given", ""), person.get("family", "")]
    return str(person.get("literal") or " ".join(filter(None, parts)))
