"""Dates and periods in words, as short as the reader needs: the year only when it isn't this year."""

from __future__ import annotations

import datetime

from leerrecht.law.words import MONTHS
from leerrecht.web.words import word


def say_day(*, day: datetime.date, on: datetime.date, lang: str, always_year: bool = False) -> str:
    """Say a day: "26 juni", or "26 juni 2025" when that isn't this year."""
    year = f" {day.year}" if always_year or day.year != on.year else ""
    return f"{day.day} {MONTHS[lang][day.month - 1]}{year}"


def say_short(*, day: datetime.date, lang: str) -> str:
    """Say a day in a small space: "26 sep"."""
    return f"{day.day} {word(f'path.month_{day.month}', lang)}"


def say_weekday(*, day: datetime.date, on: datetime.date, lang: str) -> str:
    """Say a day with its weekday: "maandag 22 juni"."""
    return f"{word(f'path.weekday_{day.weekday()}', lang)} {say_day(day=day, on=on, lang=lang)}"


def say_month(*, day: datetime.date, lang: str) -> str:
    """Say a month: "juni 2026"."""
    return f"{MONTHS[lang][day.month - 1]} {day.year}"


def say_period(
    *, start: datetime.date | None, end: datetime.date | None, on: datetime.date, lang: str
) -> str:  # fmt: skip
    """Say a half-open period: "sinds 2 april, tot 30 juni"; empty when neither day is known."""
    first = say_day(day=start, on=on, lang=lang) if start else ""
    last = say_day(day=end, on=on, lang=lang) if end else ""
    if start is None:
        return word("path.to", lang, last=last) if end else ""
    if end is None:
        return word("path.from" if start > on else "path.since", lang, first=first)
    runs = start <= on < end
    return word("path.since_to" if runs else "path.from_to", lang, first=first, last=last)


def say_state(*, start: datetime.date | None, end: datetime.date | None, on: datetime.date, lang: str) -> str:
    """Say whether a period is past, runs, or is planned."""
    if start is not None and start > on:
        return word("path.state_planned", lang)
    return word("path.state_past" if end is not None and end <= on else "path.state_now", lang)


def say_name(row: dict[str, object], *names: str) -> str:
    """Give the first of these columns that holds something, as text; empty when none does."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str):
            said = " ".join("".join(letter for letter in value if letter.isprintable() or letter.isspace()).split())
            if said:
                return said
    return ""
