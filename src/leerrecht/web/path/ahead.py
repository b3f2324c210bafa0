"""The flags ahead: announced moves, school holidays of the child's region, the 18th birthday."""

from __future__ import annotations

import datetime

from leerrecht.law.tables import REGIONS
from leerrecht.web.path.facts import Seen, day_of, is_real, row_id
from leerrecht.web.path.parts import Flag
from leerrecht.web.path.say import say_day, say_name, say_period, say_short, say_state
from leerrecht.web.words import word


def _flag_words(name: str, day: datetime.date, lang: str) -> tuple[str, str]:
    strong, _, text = word(f"path.flag_{name}", lang, day=say_short(day=day, lang=lang)).partition("|")
    return strong, text


def _moves(seen: Seen) -> list[Flag]:
    flags, title = [], word("path.lane_ahead", seen.lang)
    for row in seen.of("stays"):
        day = day_of(row, "valid_from")
        if day is None or day <= seen.on or not is_real(day, day_of(row, "valid_to")):
            continue
        place = say_name(row, "location", "municipality")
        what = word("path.move_to", seen.lang, place=place) if place else word("path.move", seen.lang)
        when = word("path.on_day", seen.lang, day=say_day(day=day, on=seen.on, lang=seen.lang))
        strong, text = _flag_words("move", day, seen.lang)
        flags.append(
            Flag(
                id=f"moves-{row_id(row)}",
                kind="move",
                start=day,
                end=None,
                strong=strong,
                text=text,
                what=what,
                details=f"{title}, {what} {when}",
                state=word("path.state_planned", seen.lang),
            )
        )
    return flags


def _holidays(seen: Seen, last_on: datetime.date) -> list[Flag]:
    flags, title = [], word("path.lane_ahead", seen.lang)
    for holiday in seen.rulebook.holidays:
        latest = max(last for _, last in holiday.days)
        earliest = min(first for first, _ in holiday.days)
        if latest < seen.on or earliest >= last_on:
            continue
        region = seen.region_on(max(earliest, seen.on))
        if region is None:
            continue
        start, last = holiday.days[region]
        end = last + datetime.timedelta(days=1)
        if end <= seen.on or start >= last_on:
            continue
        name = str(seen.rulebook.common["holidays"][holiday.name][seen.lang])
        place = seen.choice("regions", REGIONS[region])
        what = word("path.holiday_in", seen.lang, name=name, region=place)
        period = say_period(start=start, end=end, on=seen.on, lang=seen.lang)
        strong, text = _flag_words("holiday", end, seen.lang)
        flags.append(
            Flag(
                id=f"holiday-{start.isoformat()}",
                kind="holiday",
                start=start,
                end=end,
                strong=strong,
                text=text,
                what=what[:1].upper() + what[1:],
                details=f"{title}, {what}, {period}",
                state=say_state(start=start, end=end, on=seen.on, lang=seen.lang),
            )
        )
    return flags


def _eighteen(seen: Seen, last_on: datetime.date) -> list[Flag]:
    day = seen.eighteen_on
    if day is None or not seen.on <= day < last_on:
        return []
    what = word("path.eighteen", seen.lang)
    when = word("path.on_day", seen.lang, day=say_day(day=day, on=seen.on, lang=seen.lang))
    strong, text = _flag_words("eighteen", day, seen.lang)
    end = day + datetime.timedelta(days=1)
    return [
        Flag(
            id="eighteen",
            kind="eighteen",
            start=day,
            end=None,
            strong=strong,
            text=text,
            what=what,
            details=f"{word('path.lane_ahead', seen.lang)}, {when}",
            state=say_state(start=day, end=end, on=seen.on, lang=seen.lang),
        )
    ]


def make_flags(seen: Seen, last_on: datetime.date) -> tuple[Flag, ...]:
    """Give what lies ahead within the drawing, soonest first; nothing after the child has left."""
    if seen.gone:
        return ()
    flags = [*_moves(seen), *_holidays(seen, last_on), *_eighteen(seen, last_on)]
    return tuple(sorted(flags, key=lambda flag: (flag.start, flag.kind)))
