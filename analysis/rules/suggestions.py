"""What a cell in the wrong form was probably meant to say."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from analysis.dates import Day
from analysis.wording import not_read, numbers_in
from analysis.wording.vocabulary import READ_OTHERWISE

GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:[,' _\u00a0\u202f\u2009’][0-9]{3})+(?:\.[0-9]+)?")
GROUPED_BY_POINTS = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
EITHER_COMMA = re.compile(r"(-?[1-9][0-9]{0,2}),(?!000)([0-9]{3})")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
LONGEST = 15  # characters of a number worth suggesting
SERIAL_DAYS = range(20_300, 60_000)  # 1955 to 2064; those below look like a year mistyped
FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
NAMES = "January February March April May June July August September October November December"
MONTHS = {name[:3].lower(): str(number) for number, name in enumerate(NAMES.split(), 1)}
YEAR, DAY = r"(?P<year>[0-9]{4})", r"(?P<day>[0-9]{1,2})"
NUMBERED = r"(?P<month>[0-9]{1,2})"
NAMED = "(?i:(?P<month>" + "|".join(f"{n}|{n[:3]}" for n in NAMES.split()) + r"|sept)\.?)"
DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{YEAR}[-/.]{NUMBERED}(?:[-/.]{DAY})?(?:[T ][0-9:.]+Z?|Z)?",
        rf"{YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{DAY}\.{NUMBERED}\.{YEAR}",
        rf"(?:{DAY}(?:st|nd|rd|th)?[- ])?{NAMED}[-, ]+{YEAR}",
        rf"{NAMED} {DAY}(?:st|nd|rd|th)?,? {YEAR}",
        rf"{NUMBERED}[-/]{DAY}[-/]{YEAR}",
        rf"{DAY}[-/]{NUMBERED}[-/]{YEAR}",
    )
)


def as_number(cell: str) -> str | None:
    """The number in the dataset's form: 30000 for "30,000", 8.5 for "8,5"; None if unclear."""
    if any("<super>" in unicodedata.decomposition(letter) for letter in cell):
        return None  # the mark of a note
    text = unicodedata.normalize("NFKC", cell).strip()
    number = _regrouped(text) or _plain(text) or _in_words(text)
    return number if number and len(number) <= LONGEST else None


def as_decimal(cell: str) -> str | None:
    """The number if its one comma stands before decimals, where it may: 207.342 for "207,342"."""
    found = EITHER_COMMA.fullmatch(cell.strip())
    return f"{found[1]}.{found[2]}" if found else None


def _regrouped(text: str) -> str | None:
    """A number without its separators of thousands, and with a point before decimals."""
    if GROUPED.fullmatch(text):
        return re.sub(r"[,' _’]", "", text)
    if GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else None


def _plain(text: str) -> str | None:
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return None
    small = number.is_finite() and abs(number.adjusted()) < LONGEST
    return f"{number.normalize():f}" if small else None


def _in_words(text: str) -> str | None:
    figures = numbers_in(text)
    if not_read(text) or any(numbers_in(text, unit) != figures for unit in READ_OTHERWISE):
        return None
    if len(figures) != 1 or not (value := figures[0].value):
        return None  # nor for "none", which may mean that nothing is said
    before, after = text[: figures[0].start], text[figures[0].end :]
    # "not 5"; "May-14" is what a spreadsheet makes of 5-14
    alone = figures[0].bound == "approximate" or not before.strip(" $€£")
    return f"{value.normalize():f}" if alone and not after.strip(" %") else None


def as_date(cell: str) -> str | None:
    """The date in ISO form for a day number of a spreadsheet or a date with its parts turned.

    None where the day could be the month, or the year another century's.
    """
    dates = _dates(cell)
    return dates[0] if len(dates) == 1 else None


def as_dates(cell: str) -> str | None:
    """What to write for a date in another form: one, or two where the day could be the month."""
    dates = _dates(cell)
    if len(dates) == 2:
        return f"Write {dates[0]}, or {dates[1]} if the day stands first."
    return f"Write {dates[0]}." if len(dates) == 1 else None


def _dates(cell: str) -> list[str]:
    """The dates that a cell may mean; the one with the month first before the other."""
    text = cell.strip()
    if re.fullmatch("[0-9]{1,9}", text) and int(text) in SERIAL_DAYS:
        return [(FIRST_DAY + datetime.timedelta(days=int(text))).isoformat()]
    written = (form.fullmatch(text) for form in DATE_FORMS)
    dates = [_real(found.groupdict()) for found in written if found]
    return list(dict.fromkeys(date for date in dates if date and not _is_span(text, date)))


def _is_span(text: str, date: str) -> bool:
    """Whether "2010/11" may be two years that follow each other, and no month."""
    year, month = date[:4], date[5:]
    return text == f"{year}/{month}" and int(year[2:]) + 1 == int(month)


def _real(parts: Mapping[str, str | None]) -> str | None:
    """The date of these parts; None where the calendar has no such day."""
    month = parts.get("month") or ""
    named = MONTHS.get(month.lower()[:3], month)
    numbers = [part for part in (parts["year"], named, parts.get("day")) if part]
    date = "-".join(number.zfill(2) for number in numbers)
    try:
        Day.parse(date)
    except ValueError:
        return None
    return date
