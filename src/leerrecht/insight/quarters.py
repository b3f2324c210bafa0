"""Periods over which is counted: quarters of a year, and only those that are over and settled."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

MONTHS = 3
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A quarter of a year, with its first and its last day."""

    first: datetime.date
    last: datetime.date

    @property
    def number(self) -> int:
        """Give which of the four it is, from 1."""
        return (self.first.month + 2) // MONTHS

    def holds(self, day: datetime.date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def quarter_of(*, day: datetime.date) -> Quarter:
    """Give the quarter that a day lies in.

    >>> quarter_of(day=datetime.date(2026, 9, 15)).last
    datetime.date(2026, 9, 30)
    """
    month = (day.month - 1) // MONTHS * MONTHS + 1
    first = day.replace(month=month, day=1)
    after = first.replace(month=month + MONTHS) if month + MONTHS <= 12 else datetime.date(first.year + 1, 1, 1)
    return Quarter(first=first, last=after - DAY)


def quarter_after(*, quarter: Quarter) -> Quarter:
    """Give the quarter that follows another."""
    return quarter_of(day=quarter.last + DAY)


def last_closed(*, on: datetime.date, settle_days: int) -> Quarter:
    """Give the last quarter that had been over for some days at the beginning of a day: what is known late is in by then.

    >>> [last_closed(on=datetime.date(2026, 10, day), settle_days=28).number for day in (28, 29)]
    [2, 3]
    """
    found = quarter_of(day=on - settle_days * DAY)
    return quarter_of(day=found.first - DAY)
