"""Calendar arithmetic on day numbers: months that clamp, birthdays, school years.

A day number counts the days since 1 January 1970, as Polars and NumPy do. Every function here takes and gives whole
numbers, so that the rules which use them run as ordinary Python and, unchanged, compiled. No clock, no time zones.
"""

from __future__ import annotations

import datetime

UNKNOWN = -(2**31)
"""A date that isn't known. As the start of a period it means: already so, since a day we don't know."""
OPEN = 2**31 - 1
"""The end of a period that is still running."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAYS_PER_ERA = 146_097  # 400 years of the Gregorian calendar
_MASK = 0xFFFFFFFF  # keeps numbers from being negative, so that compiled code divides quickly
_EPOCH_IN_ERAS = 719_468  # days from 1 March of the year 0 to 1 January 1970


def day_number(date: datetime.date | None, *, missing: int = UNKNOWN) -> int:
    """Give the day number of a date, or `missing` when there is none.

    >>> day_number(datetime.date(2026, 6, 12))
    20616
    """
    return missing if date is None else date.toordinal() - _EPOCH


def to_date(day: int) -> datetime.date | None:
    """Give the date of a day number; None for UNKNOWN and OPEN.

    >>> to_date(20616)
    datetime.date(2026, 6, 12)
    """
    return None if day in (UNKNOWN, OPEN) else datetime.date.fromordinal(int(day) + _EPOCH)


def civil(day: int) -> tuple[int, int, int]:
    """Give year, month and day of the month (Neri and Schneider 2022, Euclidean affine functions).

    >>> civil(20616)
    (2026, 6, 12)
    """
    quarters = 4 * ((day + _EPOCH_IN_ERAS) & _MASK) + 3
    century = quarters // _DAYS_PER_ERA
    in_century = (quarters - century * _DAYS_PER_ERA) | 3
    product = 2_939_745 * in_century
    day_of_year = (product & _MASK) // 11_758_980
    march_month = 2141 * day_of_year + 197_913
    month = march_month >> 16
    day_of_month = (march_month & 0xFFFF) // 2141 + 1
    year = 100 * century + (product >> 32)
    return (year + 1, month - 12, day_of_month) if day_of_year >= 306 else (year, month, day_of_month)


def day_of(year: int, month: int, day: int) -> int:
    """Give the day number of a calendar date that exists.

    >>> day_of(2026, 6, 12)
    20616
    """
    march_year = (year - 1 if month <= 2 else year) & _MASK
    march_month = (month + 12 if month <= 2 else month) & _MASK
    century = march_year // 100
    first_of_year = ((1461 * march_year) >> 2) - century + (century >> 2)
    return first_of_year + ((979 * march_month - 2919) >> 5) + day - 1 - _EPOCH_IN_ERAS


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Give the number of days in a month."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


def add_months(day: int, months: int) -> int:
    """Move a day by whole months (also back), clamped to the month's end.

    Source: Regulation (EEC, Euratom) 1182/71 art. 3(2)(c); HR 1 September 2017, ECLI:NL:HR:2017:2225.

    >>> to_date(add_months(day_of(2025, 11, 30), 3))
    datetime.date(2026, 2, 28)
    """
    year, month, day_of_month = civil(day)
    count = year * 12 + month - 1 + months
    year = count // 12
    month = count - year * 12 + 1
    return day_of(year, month, min(day_of_month, month_length(year, month)))


def birthday(born_on: int, years: int, feb29_on_mar1: int) -> int:
    """Give the day on which somebody turns `years`; 29 February goes to 1 March or 28 February in other years.

    >>> to_date(birthday(day_of(2008, 2, 29), 18, 1))
    datetime.date(2026, 3, 1)
    """
    year, month, day_of_month = civil(born_on)
    year += years
    if month == 2 and day_of_month == 29 and not is_leap(year):
        return day_of(year, 3, 1) if feb29_on_mar1 else day_of(year, 2, 28)
    return day_of(year, month, day_of_month)


def first_of_next_month(day: int) -> int:
    """Give the first day of the month after the one that `day` lies in.

    >>> to_date(first_of_next_month(day_of(2026, 12, 31)))
    datetime.date(2027, 1, 1)
    """
    year, month, _ = civil(day)
    return day_of(year + 1, 1, 1) if month == 12 else day_of(year, month + 1, 1)


def next_school_year(day: int, first_month: int) -> int:
    """Give the first day of the school year after the one that `day` lies in (years start on the 1st of `first_month`).

    >>> to_date(next_school_year(day_of(2026, 7, 31), 8)), to_date(next_school_year(day_of(2026, 8, 1), 8))
    (datetime.date(2026, 8, 1), datetime.date(2027, 8, 1))
    """
    year, month, _ = civil(day)
    return day_of(year + 1, first_month, 1) if month >= first_month else day_of(year, first_month, 1)


def is_weekend(day: int) -> bool:
    """Tell whether a day is a Saturday or Sunday (1 January 1970 was a Thursday)."""
    return (day + 3) % 7 >= 5
