"""Which months the drawing shows: from a bit before the first thing that matters to a few months ahead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.web.path.parts import Part

BACK_MONTHS = 9
BACK_MONTHS_RUNNING = 18  # when something that still runs began then; what is older is cut anyway
AHEAD_MONTHS = 4
AHEAD_MONTHS_MOST = 6
AHEAD_MONTHS_EIGHTEEN = 9
MARGIN = datetime.timedelta(days=7)


def moved(day: datetime.date, months: int) -> datetime.date:
    """Move a day by whole months."""
    return to_date(add_months(day_number(day), months)) or day


def month_of(day: datetime.date) -> datetime.date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def months_between(first_on: datetime.date, last_on: datetime.date) -> tuple[datetime.date, ...]:
    """Give the first day of each month from `first_on` up to `last_on`."""
    months = []
    month = month_of(first_on)
    while month < last_on:
        months.append(month)
        month = moved(month, 1)
    return tuple(months)


def _first(parts: Iterable[Part], on: datetime.date) -> datetime.date:
    """Give the first day that matters: not too long ago, unless it still runs."""
    recent, oldest = moved(on, -BACK_MONTHS), moved(on, -BACK_MONTHS_RUNNING)
    days = [moved(on, -1)]
    for part in parts:
        if part.start is None or part.start > on:
            continue
        if part.kind == "event" or (part.end is not None and part.end <= on):
            is_near = part.start >= recent or (part.end is not None and part.end > recent)
            days += [max(part.start, recent)] if is_near else []
        else:
            shows_start = part.lane in ("stay", "school") and part.start >= oldest
            days.append(part.start if shows_start else max(part.start, recent))
    return min(days)


def _last(parts: Iterable[Part], on: datetime.date, eighteen_on: datetime.date | None, gone: bool) -> datetime.date:
    """Give the last day that should be seen."""
    if gone:
        return moved(on, 1)
    most = moved(on, AHEAD_MONTHS_MOST)
    days = [moved(on, AHEAD_MONTHS)]
    for part in parts:
        for day in (part.start, part.end):
            if day is not None and on < day <= most:
                days.append(min(moved(day, 1), most))
    if eighteen_on and on < eighteen_on <= moved(on, AHEAD_MONTHS_EIGHTEEN):
        days.append(moved(eighteen_on, 1))
    return max(days)


def find_window(
    *, parts: Iterable[Part], on: datetime.date, eighteen_on: datetime.date | None, gone: bool
) -> tuple[datetime.date, datetime.date]:
    """Give the first day of the drawing and the first day after it, both at a month's start."""
    listed = list(parts)
    first = month_of(_first(listed, on) - MARGIN)
    last = month_of(_last(listed, on, eighteen_on, gone))
    return first, moved(last, 1)
