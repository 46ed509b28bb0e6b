"""The articles' texts in a folder, each known by the fingerprint of its file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, ReportError
from analysis.sources import Source

ALIKE = 0.5  # share of a seed's quoted words that makes a text look like the seed's


@dataclass(frozen=True)
class Article:
    """A text: the name and fingerprint of its file, and its non-empty lines in order."""

    name: str
    sha256: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Texts:
    """The texts of a folder.

    `articles` are those that seeds record, by citekey; `unknown` the other `*.txt`; `unreadable`
    has a problem for each `*.txt` that is no text.
    """

    articles: Mapping[str, Article]
    unknown: tuple[Article, ...]
    unreadable: tuple[Problem, ...]


def read_texts(folder: Path, seeds: Mapping[str, Source]) -> Texts:
    """The texts in a folder, whatever their names; hidden files and folders are passed over.

    Raises `ReportError` where there is no such folder, or no text in it.
    """
    found, problems = _read(folder)
    recorded = {key: found[seed.sha256] for key, seed in seeds.items() if seed.sha256 in found}
    known = {article.sha256 for article in recorded.values()}
    others = [a for a in found.values() if a.sha256 not in known and _named_text(a.name)]
    if not (recorded or others or problems):
        raise ReportError(_problem(folder, "no text in this folder", "the articles as *.txt"))
    return Texts(recorded, tuple(others), tuple(problems))


def _read(folder: Path) -> tuple[dict[str, Article], list[Problem]]:
    """The texts in a folder by fingerprint, in the order of their names."""
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    for path in _files(folder):
        try:
            article = _article(path)
        except (OSError, ValueError) as error:
            if _named_text(path.name):
                problems.append(_unreadable(path, error))
        else:
            articles.setdefault(article.sha256, article)
    return articles, problems


def _files(folder: Path) -> list[Path]:
    try:
        if not folder.exists():
            raise ReportError(_problem(folder, "no such folder", "a folder with the texts"))
        if not folder.is_dir():
            raise ReportError(_problem(folder, "not a folder", "a folder with the texts"))
        return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
        raise ReportError(_problem(folder, why, "a folder with the texts")) from error


def _problem(folder: Path, message: str, expected: str) -> Problem:
    todo = "Name the folder of the texts with --texts DIR."
    return Problem(str(folder), message=message, expected=expected, todo=todo)


def _article(path: Path) -> Article:
    """The text in a file; raises `ValueError` where it is none."""
    content = path.read_bytes()
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("a NUL character")
    lines = (line.strip() for line in text.split("\n"))
    return Article(path.name, hashlib.sha256(content).hexdigest(), tuple(filter(None, lines)))


def _unreadable(path: Path, error: OSError | ValueError) -> Problem:
    if isinstance(error, OSError):
        return Problem(path.name, message="cannot be read", found=error.strerror)
    found = str(error)
    if isinstance(error, UnicodeDecodeError):
        found = f"byte 0x{error.object[error.start]:02x} at position {error.start + 1}"
    return Problem(path.name, message="not a text", found=found, expected="UTF-8")


def _named_text(name: str) -> bool:
    return name.lower().endswith(".txt")


def resembled(
    article: Article, seeds: Sequence[Source], words: Mapping[str, Sequence[str]]
) -> Source | None:
    """The seed whose text a file looks like: by the words quoted from it, or by its name."""
    text = "\n".join(article.paragraphs)

    def share(seed: Source) -> float:
        quoted = words[seed.citekey]
        return sum(part in text for part in quoted) / len(quoted) if quoted else 0.0

    best = max(seeds, key=share, default=None)
    if best and share(best) >= ALIKE:
        return best
    return next((seed for seed in seeds if _named_for(article.name, seed)), None)


def _named_for(name: str, seed: Source) -> bool:
    return seed.citekey in name or bool(seed.seed and name.startswith(seed.seed))
