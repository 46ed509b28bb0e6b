"""Seed claims held against the articles: fingerprint, paragraph, words, and what the words state.

A text is known by its recorded fingerprint, whatever its name. Every `*.txt` that no seed records
is unknown: a failure while a seed's text is missing, a remark otherwise. A seed without its text
is not checked, and never counted as verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.dataset import Dataset
from analysis.errors import Problem, in_order
from analysis.evidence.articles import Article, Texts, read_texts, resembled
from analysis.rules.quotations import LOCATOR, PLACE
from analysis.wording import Figure, numbers_in, plain

TABLES = ("claims", "timeline", "contested", "not_used")
# Words that state a ratio other than one without a number.
MULTIPLE = re.compile(r"\b(?:twice|doubl\w*|tripl\w*|half|\w+fold)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Checked:
    """One seed: the name of its text (empty where there is none), and its rows by table.

    `rows` counts all rows of a table, `verified` those in which nothing was wrong.
    """

    citekey: str
    text: str
    rows: dict[str, int] = field(default_factory=dict)
    verified: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Verification:
    """What was found out about each seed, every failure, and the files that no seed records."""

    folder: Path
    sources: tuple[Checked, ...]
    failures: tuple[Problem, ...]
    unknown: tuple[str, ...]

    @property
    def checked(self) -> tuple[Checked, ...]:
        return tuple(source for source in self.sources if source.text)

    @property
    def not_checked(self) -> tuple[Checked, ...]:
        return tuple(source for source in self.sources if not source.text)


def verify(dataset: Dataset, texts: Path) -> Verification:
    """Hold every row that quotes a seed against the seed's text in the folder `texts`.

    Raises `ReportError` where the folder holds no text at all.
    """
    found = read_texts(texts, dataset.seeds)
    articles = found.articles
    failures = [*found.unreadable, *_unknown(dataset, found)]
    failures += _paragraph_counts(dataset, articles)
    failures += _uncounted_ratios(dataset)
    for table in TABLES:
        failures += _misquoted(dataset, table, articles)
    named = tuple(article.name for article in found.unknown)
    sources = tuple(_checked(dataset, key, articles, failures) for key in dataset.seeds)
    return Verification(texts, sources, tuple(in_order(set(failures))), named)


def _checked(
    dataset: Dataset, key: str, articles: Mapping[str, Article], failures: Sequence[Problem]
) -> Checked:
    """How many rows of one seed there are, and how many of them were verified."""
    broken = {(problem.file, problem.row) for problem in failures}
    rows, verified = {}, {}
    for table in TABLES:
        numbers = [number for number, *_ in _quoting(dataset, table, key)]
        rows[table] = len(numbers)
        sound = [number for number in numbers if (_file(table), number) not in broken]
        verified[table] = len(sound) if key in articles else 0
    return Checked(key, articles[key].name if key in articles else "", rows, verified)


def _unknown(dataset: Dataset, found: Texts) -> Iterator[Problem]:
    """A failure for each unknown text while the text of a seed is missing."""
    missing = [seed for key, seed in dataset.seeds.items() if key not in found.articles]
    for article in found.unknown if missing else ():
        words = {seed.citekey: _words(dataset, seed.citekey) for seed in missing}
        near = resembled(article, missing, words)
        if near:
            message = f"a swapped or edited file: it looks like the text of {near.citekey}"
            expected = f"sha256 {near.sha256 or 'not recorded'}"
        else:
            message = "no recorded text, and the text of a seed is missing"
            expected = "one of: " + ", ".join(seed.citekey for seed in missing)
        yield Problem(
            article.name, message=message, found=f"sha256 {article.sha256}", expected=expected,
            todo="Put the text back as it was recorded, or take the file out of the folder; where"
            " it is the text that the claims were taken from, record its sha256.",
        )  # fmt: skip


def _words(dataset: Dataset, key: str) -> list[str]:
    """All words quoted from a seed."""
    return [words for table in TABLES for _, _, words in _quoting(dataset, table, key)]


def _paragraph_counts(dataset: Dataset, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """The recorded number of paragraphs is the text's."""
    for key, article in articles.items():
        seed, number = dataset.sources[key], len(article.paragraphs)
        if seed.paragraphs != number:
            yield Problem(
                seed.file, None, "paragraphs", "not the number of paragraphs of the text",
                seed.custom("paragraphs"), str(number),
            )  # fmt: skip


def _uncounted_ratios(dataset: Dataset) -> Iterator[Problem]:
    """A ratio is one ("more than the other's") where its words state no number and no multiple."""
    claims = dataset.tables["claims"]
    for number, row in claims[claims["unit"] == "ratio"].iterrows():
        words = str(row["as_stated"])
        if not words or numbers_in(words) or MULTIPLE.search(words):
            continue
        for column in ("value", "low", "high"):
            if row[column] not in ("", "1"):
                yield Problem(
                    _file("claims"), _number(number), column,
                    "the words compare and state no number", row[column], "1",
                )  # fmt: skip


def _misquoted(dataset: Dataset, table: str, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """A failure for each row of a table whose words do not stand in their paragraph."""
    for key, article in articles.items():
        for number, locator, words in _quoting(dataset, table, key):
            breach = _breach(article, locator, words, in_context=table == "claims")
            if breach:
                yield Problem(_file(table), number, *breach)


Breach = tuple[str, str, str, str | None, str | None]


def _breach(article: Article, locator: str, words: str, in_context: bool) -> Breach | None:
    """What is wrong with quoted words: column, message, found, expected, what to do."""
    place = LOCATOR.fullmatch(locator)
    if not place:
        return "locator", "not a place in a seed", locator, PLACE, None
    if not words:
        return "as_stated", "no words to hold against the text", "", "words of the text", None
    number = int(place[1])
    if number > len(article.paragraphs):
        last = f"para 1 to para {len(article.paragraphs)}"
        return "locator", "the text has no such paragraph", locator, last, None
    paragraph = article.paragraphs[number - 1]
    starts = _places(words, paragraph)
    if not starts:
        return _not_there(article, locator, words)
    if len(starts) > 1:
        message = f"the words stand {len(starts)} times in {locator}"
        return "as_stated", message, words, "words that stand there once", "Quote more words."
    read = _read_otherwise(words, paragraph, starts[0]) if in_context else None
    if read:
        message = f"in {locator} the words before or after change what is stated"
        return "as_stated", message, words, read, "Quote those words too."
    return None


def _places(words: str, paragraph: str) -> list[int]:
    """Where words stand in a paragraph, verbatim and not as a part of longer words."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    return [m.start() for m in re.finditer(f"{before}{re.escape(words)}{after}", paragraph)]


def _not_there(article: Article, locator: str, words: str) -> Breach:
    numbered = list(enumerate(article.paragraphs, 1))
    elsewhere = [f"para {i}" for i, paragraph in numbered if _places(words, paragraph)]
    if elsewhere:
        message = f"the words do not stand there: {_quoted(words)}"
        return "locator", message, locator, " or ".join(elsewhere), None
    alike = [f"para {i}" for i, paragraph in numbered if _places(plain(words), plain(paragraph))]
    if alike:
        todo = f"Copy them from the text: capitals, quotes, dashes or spaces differ ({alike[0]})."
        return "as_stated", "not verbatim", words, "the words as in the text", todo
    message = f"the words do not stand in {locator}, nor elsewhere in the text"
    return "as_stated", message, words, "words of the text", "Copy them from the text."


def _quoted(words: str) -> str:
    """Words in quotation marks, as a message repeats them."""
    return f"“{words}”"


def _read_otherwise(words: str, paragraph: str, start: int) -> str | None:
    """How a number inside the words reads in its paragraph, where that differs; else None."""
    inside = {_moved(figure, start) for figure in numbers_in(words)}
    around = [f for f in numbers_in(paragraph) if f.start < start + len(words) and f.end > start]
    if inside <= set(around):
        return None
    first = min((f.start for f in around), default=start)
    last = max((f.end for f in around), default=start + len(words))
    bounds = ", ".join(dict.fromkeys(figure.bound for figure in around if figure not in inside))
    return f"{bounds or 'no number'}: {_quoted(paragraph[min(first, start) : last])}"


def _moved(figure: Figure, by: int) -> Figure:
    columns = (figure.bound, figure.value, figure.low, figure.high)
    return Figure(*columns, figure.start + by, figure.end + by)


def _quoting(dataset: Dataset, table: str, key: str) -> list[tuple[int, str, str]]:
    """Row number, place and words of each row of a table that quotes a source."""
    frame = dataset.tables.get(table)
    if frame is None:
        return []
    rows = frame.loc[frame["source"] == key, ["locator", "as_stated"]]
    return [(_number(n), str(place), str(words)) for n, place, words in rows.itertuples(name=None)]


def _number(label: object) -> int:
    return int(str(label))


def _file(table: str) -> str:
    return f"data/{table}.csv"
