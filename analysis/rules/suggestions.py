"""What a cell in the wrong form was probably meant to say."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from analysis.dates import Day
from analysis.wording import numbers_in

GROUPED = re.compile(r"-?[0-9]{1,3}(?:[,' _\u00a0\u202f\u2009’][0-9]{3})+(?:\.[0-9]+)?")
GROUPED_BY_POINTS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
LONGEST = 15  # characters of a number worth suggesting
SERIAL_DAYS = range(20_000, 60_000)  # 1954 to 2064
FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of spreadsheets


def as_number(cell: str) -> str | None:
    """The number in the dataset's form: 30000 for "30,000", 8.5 for "8,5"; None if unclear."""
    text = unicodedata.normalize("NFKC", cell).strip()
    number = _regrouped(text) or _plain(text) or _in_words(text)
    return number if number and len(number) <= LONGEST else None


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
    value = figures[0].value if len(figures) == 1 else None
    whole = value is not None and not text[figures[0].end :].strip(" %")
    return f"{value.normalize():f}" if value is not None and whole else None


def as_date(cell: str) -> str | None:
    """The date in ISO form for a day number of a spreadsheet or a date with its parts turned."""
    text = cell.strip()
    if text.isascii() and text.isdigit() and int(text) in SERIAL_DAYS:
        return (FIRST_DAY + datetime.timedelta(days=int(text))).isoformat()
    parts = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?", text)
    if parts:
        return _real("-".join(part.zfill(2) for part in parts.groups() if part))
    turned = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    return _real("-".join(part.zfill(2) for part in turned.groups()[::-1])) if turned else None


def _real(date: str) -> str | None:
    try:
        Day.parse(date)
    except ValueError:
        return None
    return date
