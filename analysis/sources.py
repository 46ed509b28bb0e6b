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

# Files that `report watch` keeps as read.
KEPT = 64
# What an escape can write and no file can hold.
HALF = re.compile(r"[\ud800-\udfff]")
BIBLIOGRAPHIC = ("title", "author", "issued", "container-title", "URL")


@dataclass(frozen=True)
class Source:
    """One document: a seed, or a reference.

    `record` is the CSL-YAML item as written, all scalars text; `file` and `line` say where.
    """

    citekey: str
    is_seed: bool
    record: Mapping[str, Any] = field(repr=False)
    file: str
    line: int

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
        node = _parsed(content)
        items = [node] if is_seed else _listed(node)
        for item in items:
            yield _source(item, label, is_seed)
    except UnicodeDecodeError as error:
        yield Problem(
            label,
            message="not UTF-8",
            found=f"byte {error.start + 1}",
            todo="Save the file as UTF-8.",
        )
    except yaml.YAMLError as error:
        yield _not_yaml(label, error)
    except RecursionError:
        yield Problem(label, message="not a record", found="lists within lists without end")


def _parsed(content: bytes) -> yaml.Node | None:
    loader = _WithoutAliases(content.decode("utf-8-sig"))
    try:
        node: yaml.Node | None = loader.get_single_node()
    except (ValueError, OverflowError) as error:
        raise _refused("an escape or a number out of range", loader.get_mark()) from error
    finally:
        loader.dispose()
    return node


class _WithoutAliases(yaml.BaseLoader):
    """All scalars text, and no node inside itself or many others."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _refused("aliases (*name) are not read", mark)
        return super().compose_node(parent, index)


def _listed(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a pandoc bibliography: a list under `references:`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "references" and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    raise _refused("no list under 'references:'", node.start_mark if node else None)


def _source(node: yaml.Node | None, label: str, is_seed: bool) -> Source:
    if not isinstance(node, yaml.MappingNode):
        raise _refused("not a record of fields", node.start_mark if node else None)
    record = _plain(node)
    line = node.start_mark.line + 1
    return Source(str(record.get("id", "")), is_seed, record, label, line)


def _plain(node: yaml.Node) -> Any:
    """A YAML node as text, list or dict; refused are a field stated twice, and half a character."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        if half := half_in(node.value):
            raise _refused(f"half a character ({half})", node.start_mark)
        return node.value
    record: dict[str, Any] = {}
    for key, value in node.value:
        name = str(_plain(key))
        if name in record:
            raise _refused(f"the field {name!r} stands twice", key.start_mark)
        record[name] = _plain(value)
    return record


def half_in(text: str) -> str | None:
    """The first half of a character in a text, by its number; None where there is none."""
    found = HALF.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def _refused(reason: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=reason, problem_mark=mark)


def _not_yaml(label: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Problem(
        label, mark.line + 1 if mark else None, message="not YAML as expected", found=str(reason)
    )


def _twice(source: Source, first: Source) -> Problem:
    return Problem(
        source.file,
        source.line,
        "id",
        "citekey used twice",
        source.citekey,
        todo=f"It is already used in {first.file}, line {first.line}.",
    )


def _name(person: Any) -> str:
    """A CSL name as printed; empty for what is no name."""
    if not isinstance(person, dict) or not all(isinstance(v, str) for v in person.values()):
        return ""
    parts = [person.get("given", ""), person.get("family", "")]
    return str(person.get("literal") or " ".join(filter(None, parts)))
