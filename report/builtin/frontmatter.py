"""The front matter and cell options: which keys the engine knows and what they may hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from analysis.errors import DocumentError, Problem

PDF_STANDARDS = frozenset(
    {"1.4", "1.5", "1.6", "1.7", "2.0", "a-1a", "a-1b", "a-2a", "a-2b", "a-2u"}
    | {"a-3a", "a-3b", "a-3u", "a-4", "a-4e", "a-4f", "ua-1"}
)
PARTIALS = frozenset({"typst-template.typ", "typst-show.typ"})


@dataclass(frozen=True)
class OneOf:
    """The only values a key may have."""

    values: frozenset[Any]

    def __str__(self) -> str:
        """As a message names them."""
        return " or ".join(sorted(_as_yaml(value) for value in self.values))

    def fits(self, value: Any) -> bool:
        """Whether the key may have this value; `1` is not `true`."""
        return any(value == item and type(value) is type(item) for item in self.values)


class SomeOf(OneOf):
    """One value or a list of values, each out of a set."""

    def fits(self, value: Any) -> bool:
        """Whether every value is in the set."""
        items = value if isinstance(value, list) else [value]
        return all(super(SomeOf, self).fits(item) for item in items)


@dataclass(frozen=True)
class Kind:
    """The types a key's value may have, and their name in messages."""

    name: str
    types: tuple[type, ...]

    def __str__(self) -> str:
        """As a message names it."""
        return self.name

    def fits(self, value: Any) -> bool:
        """Whether the key may have this value; `true` is not a number."""
        return isinstance(value, self.types) and not isinstance(value, bool)


TEXT = Kind("text", (str, int, float))
TEXTS = Kind("text or a list of texts", (str, list))
DATE = Kind("a date", (str, datetime.date, int))
NUMBER = Kind("a whole number", (int,))
SWITCH = OneOf(frozenset({True, False}))
ON = OneOf(frozenset({True}))
OFF = OneOf(frozenset({False}))

Spec = Mapping[str, "OneOf | Kind | Spec"]

BEFORE_BODY = "include-before-body"
AFTER_BODY = "include-after-body"

FRONT_MATTER: Spec = {
    "title": TEXT,
    "subtitle": TEXT,
    "author": TEXTS,
    "date": DATE,
    "lang": OneOf(frozenset({"en", "en-GB", "en-US"})),
    "abstract": TEXT,
    "edition": TEXT,
    "keywords": TEXTS,
    "citeproc": ON,
    "csl": TEXT,
    "link-citations": SWITCH,
    "nocite": TEXT,
    "number-sections": SWITCH,
    "callout-icon": OFF,
    "toc": SWITCH,
    "toc-depth": NUMBER,
    "toc-title": TEXT,
    "fig-format": OneOf(frozenset({"svg"})),
    "execute": {"echo": SWITCH, "warning": SWITCH, "daemon": OFF},
    "format": {
        "html": {
            "theme": OneOf(frozenset({"none"})),
            "minimal": ON,
            "css": TEXTS,
            BEFORE_BODY: TEXTS,
            AFTER_BODY: TEXTS,
            "embed-resources": ON,
            "tbl-colwidths": ON,
        },
        "typst": {
            "papersize": TEXT,
            "pdf-standard": SomeOf(PDF_STANDARDS),
            "template-partials": TEXTS,
            "section-numbering": TEXT,
            "font-paths": TEXTS,
        },
    },
}

PROJECT: Spec = {
    "project": {"type": TEXT, "title": TEXT, "output-dir": TEXT, "render": TEXTS},
    "execute": {"daemon": OFF},
}

CELL: Spec = {
    "label": TEXT,
    "include": SWITCH,
    "echo": SWITCH,
    "warning": SWITCH,
    "output": OneOf(frozenset({True, False, "asis"})),
    "tbl-cap": TEXT,
    "tbl-colwidths": Kind("a list of percentages", (list,)),
    "fig-cap": TEXT,
    "fig-alt": TEXT,
}


@dataclass(frozen=True)
class FrontMatter:
    """What a document's front matter asks for; `at` gives the value of a key, found by its path."""

    values: Mapping[str, Any]

    def at(self, *path: str, default: Any = None) -> Any:
        """The value under nested keys, or the default."""
        value: Any = self.values
        for key in path:
            if not isinstance(value, Mapping) or key not in value:
                return default
            value = value[key]
        return value

    def texts(self, *path: str) -> list[str]:
        """A value that may be one text or a list of them, as a list."""
        value = self.at(*path, default=[])
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]

    @property
    def timestamp(self) -> int:
        """The document's date in seconds since 1970: the only clock the print version sees."""
        try:
            day = datetime.date.fromisoformat(str(self.at("date")))
        except ValueError:
            return 0
        return (day - datetime.date(1970, 1, 1)).days * 86_400


def read_mapping(text: str, spec: Spec, file: str, line: int, what: str) -> dict[str, Any]:
    """YAML checked against a specification; `line` is where its first line stands in `file`."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        problems = list(_breaches(loader, node, spec, what)) if node else []
        values = loader.construct_document(node) if node and not problems else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = line + (mark.line if mark else 0)
        message = f"the {what} is not valid YAML: {error.problem or error.context}"
        raise DocumentError(Problem(file, row, message=message)) from None
    finally:
        loader.dispose()
    if problems:
        raise DocumentError(
            Problem(file, line + offset, column, message, found, expected)
            for offset, column, message, found, expected in problems
        )
    return dict(values)


Breach = tuple[int, str | None, str, str | None, str | None]


def _breaches(loader: yaml.SafeLoader, node: yaml.Node, spec: Spec, what: str) -> Iterator[Breach]:
    """Every unknown key and every value of the wrong kind."""
    if not isinstance(node, yaml.MappingNode):
        expected = "`key: value` lines"
        yield node.start_mark.line, None, f"the {what} holds no keys", str(node.value), expected
        return
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line
        allowed = spec.get(key)
        if allowed is None:
            known = "one of " + ", ".join(spec)
            yield line, None, f"the builtin engine does not know this key of the {what}", key, known
        elif isinstance(allowed, OneOf | Kind):
            value = loader.construct_object(value_node, deep=True)
            if not allowed.fits(value):
                yield line, key, "not a value the builtin engine can use", str(value), str(allowed)
        else:
            yield from _breaches(loader, value_node, allowed, f"{what} under {key}")


def _as_yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
