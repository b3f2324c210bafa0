"""One cell that should be a date, or a date of birth with its precision: a day, an interval, or a flaw.

Only reading of single values. Which date comes before which is judged in `checks`. No clock: no date is too new.
"""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, datetime, time, timedelta

from leerrecht.caseload.cells import Cell, Flaw, Truth, plain_text, spoilt

FIRST_YEAR, LAST_YEAR = 1990, 2100

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]+(.+))?")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:[.,]0+)?)?(?:Z|\+00:?00)?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*'?([0-9]{2})")
_DAY_WORD_YEAR = re.compile(r"([0-9]{1,2})[-. ]+([a-z]{3,9})\.?[-, ]+([0-9]{4})", re.IGNORECASE)
_WORD_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? +([0-9]{1,2}),? +([0-9]{4})", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_YEAR = re.compile(r"[0-9]{4}")
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTHS = {
    "jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_LONGEST = 60
_LAST_SHORT_YEAR = 50  # 50 is probably 2050, 51 is 1951
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def parse_date(value: Cell) -> date | Flaw:
    """Read one day from a cell that is not empty.

    >>> parse_date("2026-03-01")
    datetime.date(2026, 3, 1)
    >>> parse_date("1-3-2026")
    Flaw(code='date_other_order', hint='2026-03-01', allowed='')
    """
    flaw = spoilt(value)
    if flaw:
        return flaw
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, Truth):
        return Flaw("date_is_boolean")
    if isinstance(value, int | float):
        return Flaw("date_is_number", hint=_date_of_number(value))
    return _parse_text(value) if isinstance(value, str) else Flaw("date_unreadable")


def has_time(value: Cell) -> bool:
    """Tell whether a date cell also holds a time of the day."""
    return isinstance(value, datetime) and value.time() != time()


def parse_born(value: Cell, precision: str) -> tuple[date, date] | Flaw:
    """Read a date of birth as the first and last day it may be, both inclusive. `precision` is empty for a full date.

    >>> parse_born("2009", "year")
    (datetime.date(2009, 1, 1), datetime.date(2009, 12, 31))
    """
    text = plain_text(value) if isinstance(value, int | float | str) else ""
    if isinstance(text, str) and _YEAR.fullmatch(text):
        return _born_year(int(text), precision)
    year_month = _YEAR_MONTH.fullmatch(text) if isinstance(text, str) else None
    if year_month:
        return _born_month(int(year_month[1]), int(year_month[2]), precision)
    day = parse_date(value)
    if isinstance(day, Flaw):
        return day
    if precision == "year":
        return _interval(day.year, 1, 12)
    return _interval(day.year, day.month, day.month) if precision == "month" else (day, day)


def _born_year(year: int, precision: str) -> tuple[date, date] | Flaw:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Flaw("year_impossible")
    if precision == "month":
        return Flaw("born_month_missing")
    return _interval(year, 1, 12) if precision == "year" else Flaw("born_precision_missing", hint="year")


def _born_month(year: int, month: int, precision: str) -> tuple[date, date] | Flaw:
    if not 1 <= month <= 12:
        return Flaw("date_impossible")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Flaw("year_impossible")
    if precision == "year":
        return _interval(year, 1, 12)
    return _interval(year, month, month) if precision == "month" else Flaw("born_precision_missing", hint="month")


def _interval(year: int, first_month: int, last_month: int) -> tuple[date, date]:
    return date(year, first_month, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def _in_range(day: date) -> date | Flaw:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else Flaw("year_impossible")


def _parse_text(text: str) -> date | Flaw:
    if len(text) > _LONGEST:  # matching spaces in a very long text would take minutes
        return Flaw("date_unreadable")
    iso = _ISO.fullmatch(text)
    if not iso:
        return Flaw("date_is_number", hint=_date_of_digits(text)) if _NUMBER.fullmatch(text) else _explain(text)
    day = _make(int(iso[1]), int(iso[2]), int(iso[3]))
    if day is None:
        return Flaw("date_impossible")
    if iso[4] and not _MIDNIGHT.fullmatch(iso[4]):
        return Flaw("date_with_time", hint=_hint(day)) if _CLOCK.fullmatch(iso[4]) else Flaw("date_unreadable")
    return _in_range(day)


def _explain(text: str) -> Flaw:
    """Say why a text is no ISO date, with the date that it probably means; a day comes before a month."""
    head, _, tail = text.partition(" ")
    bare = head if tail and _CLOCK.fullmatch(tail.strip()) else text
    year_first = _YEAR_FIRST.fullmatch(bare)
    if year_first:
        return _meant(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    year_last = _YEAR_LAST.fullmatch(bare)
    if year_last:
        return _meant(int(year_last[3]), int(year_last[2]), int(year_last[1]))
    short = _SHORT_YEAR.fullmatch(bare)
    if short:
        year = int(short[3])
        guess = _meant(year + (2000 if year <= _LAST_SHORT_YEAR else 1900), int(short[2]), int(short[1]))
        return Flaw("date_two_digit_year", hint=guess.hint)
    return _explain_words(bare)


def _explain_words(text: str) -> Flaw:
    day_first = _DAY_WORD_YEAR.fullmatch(text)
    month_first = None if day_first else _WORD_DAY_YEAR.fullmatch(text)
    if day_first:
        day, word, year = day_first.groups()
    elif month_first:
        word, day, year = month_first.groups()
    else:
        return Flaw("date_unreadable")
    month = _MONTHS.get(word[:3].lower())
    return _meant(int(year), month, int(day)) if month else Flaw("date_unreadable")


def _meant(year: int, month: int, day: int) -> Flaw:
    meant = _make(year, month, day) or _make(year, day, month)
    return Flaw("date_other_order", hint=_hint(meant)) if meant else Flaw("date_impossible")


def _make(year: int, month: int, day: int) -> date | None:
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _date_of_digits(text: str) -> str:
    return _date_of_number(float(text.replace(",", "."))) if len(text) <= 12 else ""


def _date_of_number(number: float) -> str:
    """Give the day that a number probably stands for (yyyymmdd, or Excel's count of days), or nothing."""
    if not math.isfinite(number) or not 0 < number < 1e8:
        return ""
    whole = int(number)
    day: date | None
    if whole >= 10_000_000:
        day = _make(whole // 10_000, whole // 100 % 100, whole % 100)
    else:
        day = _EXCEL_DAY_ZERO + timedelta(days=whole) if whole < 100_000 else None
    return _hint(day) if day else ""


def _hint(day: date) -> str:
    """Write a day that may be filled in; another is no help."""
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else ""
