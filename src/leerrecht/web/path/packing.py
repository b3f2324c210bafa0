"""Put the parts of a lane in sub-rows, so that none covers another. In days, so that both drawings agree."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

from leerrecht.web.path.parts import Part

WIDE_FROM, WIDE_TO = 138.0, 1164.0
TALL_MOST, TALL_SCALES = 960.0, (1.6, 3.1)
EVENT_HALF = 12.5
"""Half the room of an event in the drawing, in units."""
SMALLEST = 5.0
MOST_ROWS = {"stay": 3, "school": 4, "interim": 3, "attendance": 1, "people": 4}


def wide_scale(days: int) -> float:
    """Give the units per day of the wide drawing."""
    return (WIDE_TO - WIDE_FROM) / days


def tall_scale(days: int) -> float:
    """Give the units per day of the tall drawing: long enough to read, not too long to scroll."""
    least, most = TALL_SCALES
    return max(least, min(most, TALL_MOST / days))


def extent(part: Part, first_on: datetime.date, last_on: datetime.date, days_of_event: int) -> tuple[int, int]:
    """Give the days that a part takes in the drawing, from its first day."""
    days = (last_on - first_on).days
    start = 0 if part.start is None else (part.start - first_on).days
    if part.kind == "event":
        return start - days_of_event, start + days_of_event
    end = days if part.end is None else (part.end - first_on).days
    return start + (days_of_event if part.follows else 0), end


def is_seen(part: Part, first_on: datetime.date, last_on: datetime.date) -> bool:
    """Tell whether a part lies in the window."""
    if part.start is not None and part.start >= last_on:
        return False
    if part.kind == "event":
        return part.start is not None and part.start >= first_on
    return part.end is None or part.end > first_on


def event_days(days: int) -> int:
    """Give how many days half an event takes, in the drawing where it takes most."""
    return math.ceil(EVENT_HALF / min(wide_scale(days), tall_scale(days)))


def pack(
    *, parts: Sequence[Part], first_on: datetime.date, last_on: datetime.date, on: datetime.date
) -> list[list[Part]]:
    """Give sub-rows: periods before events, what runs or comes before what is past, a task's people in one row."""
    days = (last_on - first_on).days
    half, least = event_days(days), math.ceil(SMALLEST / wide_scale(days))
    rows: list[list[tuple[int, int, Part]]] = []
    for part in sorted(parts, key=lambda part: _order(part, on)):
        start, end = extent(part, first_on, last_on, half)
        end = max(end, start + least)
        free = [row for row in rows if all(end <= low or start >= high for low, high, _ in row)]
        same = [row for row in free if part.group and any(other.group == part.group for _, _, other in row)]
        chosen = (same or free or [[]])[0]
        if not chosen:
            rows.append(chosen)
        chosen.append((start, end, part))
    return [[part for _, _, part in sorted(row, key=lambda each: each[:2])] for row in rows]


def _order(part: Part, on: datetime.date) -> tuple[Any, ...]:
    """Give the order of placing: events last; school itself before waiting; people of now before those of the past."""
    if part.lane == "people":
        return (part.end is not None and part.end <= on,)
    last = 2 if part.kind == "event" else 1 if part.kind in ("waiting", "unknown") else 0
    return (last, part.start or datetime.date.min)
