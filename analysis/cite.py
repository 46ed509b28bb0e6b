"""A number as cited text: its figure, unit, bound words, link and citation, as safe Markdown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from string import punctuation

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, get_currency_symbol, parse_pattern
from babel.units import format_unit

from analysis.bounds import DAYS, Amount, rounded
from analysis.dates import Day

LOCALE, OF_CURRENCIES = Locale.parse("en_GB"), Locale.parse("en_US")
THOUSANDS = parse_pattern("#,##0.#########")
MILLION = Decimal(1_000_000)
# Words that leave what is below a figure open, and what is above.
OPEN_BELOW, OPEN_ABOVE = {"at most", "less than"}, {"at least", "more than"}
# What is left open where the lowest figure is the highest too.
OPEN_ENDS = {
    (False, False): "",
    (False, True): " or more",
    (True, False): " or less",
    (True, True): ", or less, or more",
}
# By the number of a character: what is not found takes longer than what is.
ESCAPED = [f"\\{mark}" if mark in punctuation else mark for mark in map(chr, range(128))]
PARAGRAPH = re.compile(r"^para (?=\d)")
# Hebrew, Arabic and their neighbours, and the mark behind them that nobody sees.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
ONWARDS = "\u200e"
# Figures, dates and names come again and again, and setting them takes longer than looking them up.
remembered = lru_cache(maxsize=1 << 20)


def plain(text: str) -> str:
    """Text as Markdown that shows exactly that text: every ASCII punctuation mark is escaped.

    Line breaks become spaces, so that no line of it can start a block.
    """
    if "  " in text or not text.isprintable() or text != text.strip():
        text = " ".join(text.split())
    return text.translate(ESCAPED)


# The text of a link is mostly a figure or an id, which comes again.
_linked = remembered(plain)


@remembered
def plain_part(text: str) -> str:
    """Part of a text as Markdown, with the spaces at its ends."""
    ends = text.startswith(" "), text.endswith(" ") and bool(text.strip())
    return f"{' ' * ends[0]}{plain(text)}{' ' * ends[1]}"


def onwards(text: str) -> str:
    """Text behind which writing goes on from left to right, whatever its own direction.

    Else a range behind an Arabic name would stand with its higher end first.
    """
    if text.isascii() or not RIGHT_TO_LEFT.search(text):
        return text
    return f"{text}{ONWARDS}"


def link(text: str, target: str) -> str:
    """A Markdown link from safe text to an anchor of this document."""
    return f"[{_linked(text)}](#{target})"


def mark(text: str, target: str, keys: Iterable[str], formula: str = "") -> str:
    """A printed number: a link to what explains it, with the ids of the records behind it.

    `formula` says how it was computed; empty for a number that a source states.
    """
    how = f' formula="{plain(formula)}"' if formula else ""
    return f'[{link(text, target)}]{{.n claims="{" ".join(keys)}"{how}}}'


def counted(number: int, target: str, keys: Iterable[str]) -> str:
    """How many records there are: a link to where they are listed, with their ids."""
    return counting(str(number), target, keys)


def counting(words: str, target: str, keys: Iterable[str]) -> str:
    """Words that hold a number of records: a link to where they are listed, with their ids."""
    return f'[{link(words, target)}]{{.count claims="{" ".join(keys)}"}}'


def keyed(text: str, key: str, anchor: str = "") -> str:
    """Text that was taken from one record, with the record's id, and an anchor where named."""
    said = plain(onwards(text))
    return f'[{said}]{{{f"#{anchor} " if anchor else ""}.k claims="{key}"}}'


def keyed_link(claim_id: str) -> str:
    """The id of a claim, a link to its entry."""
    return f'[{link(claim_id, anchor(claim_id))}]{{.k claims="{claim_id}"}}'


@remembered
def label(text: str) -> str:
    """The name of an event, actor, place or period; a number in it is part of the name."""
    return f"[{plain(onwards(text))}]{{.label}}" if text else ""


def alt_key(alt: str) -> str:
    """What a chart's frame says of an alternative text in which every number is accounted for."""
    return hashlib.sha256(" ".join(alt.split()).encode("utf-8")).hexdigest()[:16]


def anchor(claim_id: str) -> str:
    """The anchor of a claim's entry in the register."""
    return f"c-{claim_id}"


def citation(claim: Mapping[str, str], *, short: bool = False) -> str:
    """The citation of the place where a claim stands: `[@panossian2024, para. 6]`.

    `short` leaves out the author, who is named beside it.
    """
    return place_cited(claim["source"], claim["locator"], short=short)


def place_cited(source: str, locator: str, *, short: bool = False) -> str:
    """As `citation`, by the work and the place in it."""
    return f"[{'-' if short else ''}{place(source, locator)}]"


def citations(claims: Iterable[Mapping[str, str]]) -> str:
    """One citation of several places, each place once, in the order given."""
    places = [place(claim["source"], claim["locator"]) for claim in claims]
    return f"[{'; '.join(dict.fromkeys(places))}]"


def place(source: str, locator: str) -> str:
    """A place in a work as a citation names it: `@panossian2024, para. 6`."""
    return f"@{source}, {_locator(locator)}"


@remembered
def _locator(locator: str) -> str:
    return plain(place_words(locator))


def place_words(locator: str) -> str:
    """A locator as printed: `para 6` becomes "para. 6"."""
    return PARAGRAPH.sub("para. ", locator)


@remembered
def amount_words(amount: Amount, unit: str) -> str:
    """An amount with its unit and bound words: "more than 7,000", "$8.5 million", "20,000–30,000".

    A computed amount is rounded to its place first. Raises `ValueError` for a vague amount, which
    has no figure: print its words instead.
    """
    shown = rounded(amount)
    about = "about " if shown.about else ""
    if shown.low is not None and shown.high is not None:
        if any(shown.limits) and shown.low != shown.high:
            return _limited(shown, unit)
        return about + _between(shown.low, shown.high, shown, unit)
    if shown.low is not None:
        return f"{'more than' if shown.low_open else 'at least'} {about}{figure(shown.low, unit)}"
    if shown.high is not None:
        return f"{'less than' if shown.high_open else 'at most'} {about}{figure(shown.high, unit)}"
    raise ValueError("a vague amount has no figure")


@remembered
def figure(number: Decimal, unit: str) -> str:
    """One number with its unit, no more and no fewer digits than it has."""
    if unit in DAYS:
        return format_unit(number, f"duration-{unit}", "long", THOUSANDS.pattern, LOCALE)
    if unit == "metre":
        return format_unit(number, "length-meter", "long", THOUSANDS.pattern, LOCALE)
    if unit == "percent":
        return f"{digits(number)}%"
    if unit == "ratio":
        return f"{digits(number)} to 1"
    if unit == "rank":
        return f"rank {digits(number)}"
    if unit.isupper():
        return money(number, unit)
    return digits(number)


def money(number: Decimal, currency: str) -> str:
    """Money in words of scale from a million on: "$8.5 million", "$41,000"."""
    symbol = get_currency_symbol(currency, locale=OF_CURRENCIES)
    space = " " if symbol.isalpha() else ""
    if number < MILLION:
        return f"{symbol}{space}{digits(number)}"
    places = max(0, number.adjusted() - int(number.normalize().as_tuple().exponent))
    compact = format_compact_decimal(
        number, format_type="long", locale=LOCALE, fraction_digits=places
    )
    return f"{symbol}{space}{compact}"


@remembered
def digits(number: Decimal) -> str:
    """A number with thousands separators and all its digits."""
    return str(THOUSANDS.apply(number, LOCALE))


@remembered
def date_words(date: str) -> str:
    """An ISO date of any precision in words: "29 September 2020", "April 2016", "2016".

    Empty text stays empty.
    """
    if not date:
        return ""
    day = Day.parse(date)
    formats = {"day": "d MMMM y", "month": "MMMM y", "year": "y"}
    return format_date(day.first, formats[day.precision], locale=LOCALE)


def period_words(start: str, end: str, basis: str = "") -> str:
    """A period in words: "2005–2016", "US fiscal years 2018–2019", "September 2022"."""
    ends = [date_words(day) for day in dict.fromkeys((start, end)) if day]
    if not ends:
        return ""
    years = "US fiscal year" + ("s " if len(ends) > 1 else " ") if basis == "us_fiscal" else ""
    dash = "–" if all(end.isdigit() for end in ends) else " – "
    return years + dash.join(ends)


def _limited(amount: Amount, unit: str) -> str:
    """From a lowest to a highest figure, each in the words that limit it.

    An end that another statement leaves open says so: "3 to about 9 or more".
    """
    low, high = (
        f"{words} {figure(number, unit)}".lstrip()
        for words, number in zip(amount.limits, amount.ends, strict=True)
    )
    below = amount.low_open and OPEN_BELOW.isdisjoint(amount.limits)
    above = amount.high_open and OPEN_ABOVE.isdisjoint(amount.limits)
    return f"{low}{' or less' * below} to {high}{' or more' * above}"


def _between(low: Decimal, high: Decimal, amount: Amount, unit: str) -> str:
    """From a lowest to a highest figure, each with what it leaves open on its own side."""
    if low == high:
        return figure(low, unit) + OPEN_ENDS[amount.low_open, amount.high_open]
    if amount.low_open:
        return _limited(amount, unit)
    span = _span(low, high, unit)
    best = span if amount.best is None else f"{figure(amount.best, unit)} ({span})"
    return best + " or more" * amount.high_open


def _span(low: Decimal, high: Decimal, unit: str) -> str:
    if unit.isupper():
        return f"{figure(low, unit)}–{figure(high, unit)}"
    if unit == "rank":
        return f"{figure(low, unit)}–{digits(high)}"
    return f"{digits(low)}–{figure(high, unit)}"
