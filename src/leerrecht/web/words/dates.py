"""Dates as people say them: "di 16 juni", "dinsdag 16 juni 2026"."""

from __future__ import annotations

import datetime

from leerrecht.web.words.shelf import word


def date_words(day: datetime.date, lang: str, on: datetime.date | None = None, *, long: bool = False) -> str:
    """Say a date: short, with the year only when it isn't the year of `on`; or long, always with the year.

    >>> date_words(datetime.date(2026, 6, 16), "nl", datetime.date(2026, 1, 1))
    'di 16 juni'
    >>> date_words(datetime.date(2025, 6, 16), "en", datetime.date(2026, 1, 1))
    'Mon 16 June 2025'
    >>> date_words(datetime.date(2026, 6, 16), "nl", long=True)
    'dinsdag 16 juni 2026'
    """
    weekday = word(f"dates.{'weekdays' if long else 'weekdays_short'}.d{day.isoweekday()}", lang)
    month = word(f"dates.months.m{day.month}", lang)
    year = "" if on is not None and on.year == day.year and not long else f" {day.year}"
    return f"{weekday} {day.day} {month}{year}"


def door_date(day: datetime.date, lang: str, on: datetime.date | None = None) -> str:
    """Say a date at the young person's own door: in full, with the year only when it isn't the year of `on`.

    Arabic keeps Western digits and names a month both ways, as it is called in Syria and in Egypt.

    >>> door_date(datetime.date(2026, 6, 16), "nl", datetime.date(2026, 1, 1))
    'dinsdag 16 juni'
    >>> "16" in door_date(datetime.date(2026, 6, 16), "ar")
    True
    """
    month = word(f"door.months.m{day.month}", lang)
    year = "" if on is not None and on.year == day.year else f" {day.year}"
    return f"{word(f'door.weekdays.d{day.isoweekday()}', lang)} {day.day} {month}{year}"
