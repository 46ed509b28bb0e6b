"""Quoted words: few, in their place, and stating what the columns say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pandas as pd

from analysis.errors import Problem
from analysis.frames import tuples
from analysis.records import Records
from analysis.rules.amounts import DECIMALS, FILLED, NUMBER
from analysis.rules.rows import problems_at
from analysis.wording import Figure, compares, not_read, numbers_in, rank_in

MOST_WORDS = 12
COMPARED = ("ratio", "rank")
LOCATOR = re.compile(r"para ([1-9][0-9]{0,14})")
PARAGRAPH = re.compile(r"(?:par|para|paragraph|¶|§)?\.?\s*0*([1-9][0-9]{0,3})\.?", re.IGNORECASE)
TOO = "Quote that word too, or choose the bound and unit of what the words state."
CORRECT = "Correct the number or its bound, or quote the words that state them."
PLACE = "para and a whole number from 1, such as para 14"
MISPRINT = re.compile(r"'([^']+)' read as '([^']+)'")


def words_stated(records: Records) -> Iterator[Problem]:
    """A seed is quoted, in twelve words at most; a reference is paraphrased instead."""
    for frame in _quoting(records):
        words, seed = frame["as_stated"], _of_seed(frame, records)
        reference = frame["source"].isin(set(records.sources)) & ~seed
        yield from problems_at(
            frame, seed & (words == ""), "as_stated", "no words",
            expected="the fewest words of the seed that state it",
            todo="Copy them from the paragraph that the locator names.",
        )  # fmt: skip
        yield from problems_at(
            frame, reference & (words != ""), "as_stated", "words of a reference",
            expected="an empty cell", todo="Paraphrase it in the row's own words.",
        )  # fmt: skip
        long = words.str.count(r"\S+") > MOST_WORDS
        yield from problems_at(
            frame, long, "as_stated", "too many words", expected=f"{MOST_WORDS} words at most",
            todo=lambda cell: f"Of its {len(cell.split())}, keep those that carry what is stated.",
        )  # fmt: skip


def references_explained(records: Records) -> Iterator[Problem]:
    """A claim of a reference has a note that paraphrases it; only such a claim is derived."""
    claims = records.tables.get("claims")
    if claims is None:
        return
    seed = _of_seed(claims, records)
    bare = claims["source"].isin(set(records.sources)) & ~seed & (claims["note"] == "")
    yield from problems_at(
        claims,
        bare,
        "note",
        "no paraphrase",
        expected="what the reference says",
        todo="Write it in the row's own words.",
    )
    derived = seed & (claims["derivation"] != "")
    yield from problems_at(
        claims,
        derived,
        "derivation",
        "a seed's figure is as stated, not derived",
        expected="an empty cell",
        todo="Say it in the note, if a reader must know it.",
    )


def places_in_seeds(records: Records) -> Iterator[Problem]:
    """A place in a seed is `para N`, and the seed has that many paragraphs, in any table."""
    for frame in records.tables.values():
        if not {"source", "locator"} <= set(frame.columns):
            continue
        seed = _of_seed(frame, records) & (frame["locator"] != "")
        places = frame["locator"].str.extract(f"^{LOCATOR.pattern}$")[0].astype(float)
        have = (
            frame["source"]
            .map({key: s.paragraphs or None for key, s in records.sources.items()})
            .astype(float)
        )
        yield from problems_at(
            frame,
            seed & places.isna(),
            "locator",
            "not a place in a seed",
            expected=PLACE,
            todo=_as_place,
        )
        beyond = seed & (places > have)
        for last in have[beyond].unique():
            yield from problems_at(
                frame, beyond & (have == last), "locator", "the seed has fewer paragraphs",
                expected=f"para 1 to para {last:.0f}",
                todo="Count the lines of its text that are not empty, up to this one.",
            )  # fmt: skip


def _as_place(cell: str) -> str | None:
    """What to write for a paragraph in another form, such as `Para. 14`."""
    found = PARAGRAPH.fullmatch(cell)
    return f"Write para {found[1]}." if found else None


def words_hold_numbers(records: Records) -> Iterator[Problem]:
    """The quoted words state the number and the bound; a comparison needs a comparing word.

    A misprint is read as the note says: "'Sever' read as 'several'".
    """
    claims = records.tables.get("claims")
    if claims is None:
        return
    rows = claims[
        _of_seed(claims, records) & (claims["as_stated"] != "") & claims["bound"].isin(FILLED)
    ]
    meant = zip(
        (_corrected(*words) for words in tuples(rows[["as_stated", "note"]])),
        rows["unit"],
        strict=True,
    )
    columns = ["as_stated", "bound", "value", "low", "high"]
    claimed = rows[columns].itertuples(name=None)
    # Many claims have the same words, which are read once.
    read: dict[tuple[str, str], Sequence[Figure]] = {}
    for words, (row, stated, bound, *numbers) in zip(meant, claimed, strict=True):
        figures = read[words] if words in read else read.setdefault(words, numbers_in(*words))
        if found := _unstated(*words, figures, bound, numbers):
            column, message, expected, todo = found
            yield Problem(claims.attrs["file"], int(row), column, message, stated, expected, todo)


def _corrected(words: str, note: str) -> str:
    for misprint, meant in MISPRINT.findall(note):
        words = words.replace(misprint, meant)
    return words


Breach = tuple[str, str, str | None, str | None]


def _unstated(
    words: str, unit: str, figures: Sequence[Figure], bound: str, cells: Sequence[str]
) -> Breach | None:
    """What the words fail to state: column, message, what they state instead, and what to do."""
    if not all(cell == "" or NUMBER.fullmatch(cell) for cell in cells):
        return None  # said elsewhere
    value, low, high = (Decimal(cell) if cell else None for cell in cells)
    if any(_states(figure, bound, value, low, high) for figure in figures):
        return None
    if unit in COMPARED:
        return _uncompared(words, unit, bound, value)
    if bound == "vague":
        expected = "dozens, hundreds, several, many, countless …"
        return "as_stated", "no magnitude word", expected, TOO
    return None if not_read(words) else _other_figure(figures, bound, (value, low, high))


def _states(
    figure: Figure, bound: str, value: Decimal | None, low: Decimal | None, high: Decimal | None
) -> bool:
    ends = _is(low, figure.low) and _is(high, figure.high)
    return figure.bound == bound and ends and (_is(value, figure.value) or bound == "range")


def _is(cell: Decimal | None, end: Decimal | None) -> bool:
    """Whether a cell holds a number: one that no cell can hold in full, in two digits or more."""
    if cell is None or end is None or cell == end:
        return cell == end
    endless = -int(end.as_tuple().exponent) > DECIMALS and len(cell.as_tuple().digits) > 1
    return endless and abs(end - cell) * 2 <= Decimal(1).scaleb(int(cell.as_tuple().exponent))


def _uncompared(words: str, unit: str, bound: str, value: Decimal | None) -> Breach | None:
    if not compares(words):
        return (
            "as_stated",
            "no word that compares",
            "a comparative or superlative (more than, largest)",
            TOO,
        )
    rank = rank_in(words)
    if unit == "rank" and bound == "exact" and rank is not None and value != rank:
        return "value", "the words state another rank", str(rank), CORRECT
    return None


def _other_figure(
    figures: Sequence[Figure], bound: str, columns: tuple[Decimal | None, ...]
) -> Breach:
    stated = set(columns) - {None}
    for figure in figures:
        ends = {figure.value, figure.low, figure.high}
        if figure.bound != bound and stated and stated <= ends:
            message = f"the words set another bound than {bound}"
            todo = _in_its_bound(figure, bound)
            return "bound", message, figure.bound, todo
    read = " or ".join(dict.fromkeys(map(_said, figures)))
    return (
        "as_stated",
        "the words do not state the row's number",
        f"words that do; they read as {read or 'no number'}",
        CORRECT,
    )


def _in_its_bound(figure: Figure, bound: str) -> str:
    """What to do about words that set another bound; where they set none, another may be unread."""
    if figure.bound == "exact":
        return f"Quote the words that set {bound}; where the source has none, {_write(figure)}."
    if bound == "exact":
        return f"{_write(figure).capitalize()}, or quote words without that bound."
    return f"{_write(figure).capitalize()}, or quote the words that set {bound}."


def _write(figure: Figure) -> str:
    return f"write {_said(figure)}"


def _said(figure: Figure) -> str:
    ends = [figure.value, figure.low, figure.high]
    shown = (f"{end:.{DECIMALS}f}".rstrip("0").rstrip(".") for end in ends if end is not None)
    return " ".join([figure.bound, *shown])


def _quoting(records: Records) -> list[pd.DataFrame]:
    names = ("claims", "timeline", "contested", "not_used")
    return [records.tables[name] for name in names if name in records.tables]


def _of_seed(frame: pd.DataFrame, records: Records) -> pd.Series[bool]:
    return frame["source"].isin({key for key, source in records.sources.items() if source.is_seed})


RULES = (words_stated, references_explained, places_in_seeds, words_hold_numbers)
