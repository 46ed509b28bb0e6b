"""ISO 8601 dates as precise as a source states them: a year, a month or a day."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal

PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Day:
    """A date of reduced precision, as the first and the last day that it may mean."""

    first: datetime.date
    last: datetime.date
    precision: Literal["day", "month", "year"]

    @classmethod
    def parse(cls, text: str) -> Day:
        """The days that `2016`, `2016-04` or `2016-04-02` may mean.

        Raises `ValueError` for anything else, such as a day that no calendar has.
        """
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None:
            raise ValueError(f"no year in {text!r}")
        if month is None:
            return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")
        if day is None:
            last = calendar.monthrange(year, month)[1]
            first = datetime.date(year, month, 1)
            return cls(first, first.replace(day=last), "month")
        exact = datetime.date(year, month, day)
        return cls(exact, exact, "day")
