"""What a cell in the wrong form was probably meant to say."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from analysis.wording import numbers_in

GROUPED = re.compile(r"-?[0-9]{1,3}(?:[,' _\u00a0\u202f\u2009’][0-9]{3})+(?:\.[0-9]+)?")
GROUPED_BY_POINTS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
SERIAL_DAYS = range(20_000, 60_000)  # 1954 to 2064
FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of spreadsheets


def as_number(cell: str) -> str | None:
    """The number in the dataset's form: 30000 for "30,000", 8.5 for "8,5"; None if unclear."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if GROUPED.fullmatch(text):
        return re.sub(r"[,' _’]", "", text)
    if GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    return _plain(text) or _in_words(text)


def _plain(text: str) -> str | None:
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return None
    small = number.is_finite() and abs(number.adjusted()) < 20
    return f"{number.normalize():f}" if small else None


def _in_words(text: str) -> str | None:
    values = [figure.value for figure in numbers_in(text) if figure.value is not None]
    return f"{values[0].normalize():f}" if len(values) == 1 else None


def as_date(cell: str) -> str | None:
    """The date in ISO form for a day number of a spreadsheet or a date with its parts turned."""
    text = cell.strip()
    if text.isascii() and text.isdigit() and int(text) in SERIAL_DAYS:
        return (FIRST_DAY + datetime.timedelta(days=int(text))).isoformat()
    parts = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?", text)
    if parts:
        return "-".join(part.zfill(2) for part in parts.groups() if part)
    turned = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    return "-".join(part.zfill(2) for part in reversed(turned.groups())) if turned else None
