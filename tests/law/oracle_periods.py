"""Oracle: vulnerable periods, and a child that is missing (docs/decisions/0003)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.law.oracle_facts import (
    ALWAYS,
    NEWCOMER,
    REGULAR,
    History,
    Row,
    Status,
    Stay,
    add_months,
    birthday,
    by_plan,
    covers,
    days,
    is_known_stay,
    key_day,
    plan_of,
    presence,
    region_on,
    started,
    status_on,
    unknown,
)
from tests.law.oracle_holidays import HOLIDAYS, REGIONS, Holiday

MOVE_WEEKS_AHEAD = 4
MOVE_WEEKS_AFTER = 6
HOLIDAY_WEEKS_AHEAD = 4
HOLIDAY_MIN_DAYS = 7
EIGHTEEN_MONTHS = 6
NEXT_SCHOOL_MONTHS_AHEAD = 6
NEXT_SCHOOL_DAYS_AFTER = 100
NEXT_SCHOOL_EXPECTED_MONTHS = 24
DECISION_WEEKS_AFTER = 12


# period.move


def period_move(h: History, on: date) -> list[Row]:
    rows = []
    for stay in h.stays:
        day = stay.valid_from
        if day is None or not is_known_stay(stay, on) or not _is_move(h, stay, day, on):
            continue
        since = day - days(7 * MOVE_WEEKS_AHEAD)
        if not since <= on <= day + days(7 * MOVE_WEEKS_AFTER):
            continue
        told = stay.child_told_on is not None and stay.child_told_on <= on
        notes = frozenset({"child_not_told"}) if day > on and not told else frozenset()
        key = f"{day.isoformat()}:{stay.municipality or ''}"
        rows.append(by_plan(h, on, "period.move", key, since, day, notes=notes))
    return rows


def _is_move(h: History, stay: Stay, day: date, on: date) -> bool:
    present_from = presence(h, on).present_from
    if day <= present_from:
        return False
    began = [s for s in h.stays if is_known_stay(s, on) and present_from <= (s.valid_from or ALWAYS) < day]
    until_then = [s for s in began if covers(day - days(1), s.valid_from, s.valid_to)]
    before = None
    for other in until_then or began:
        if before is None or (other.valid_from or ALWAYS) >= (before.valid_from or ALWAYS):
            before = other
    if before is None:
        return False
    return not (stay.location and stay.location == before.location)


# period.holiday


def period_holiday(h: History, on: date) -> list[Row]:
    rows = []
    for holiday in HOLIDAYS:
        rows += _holiday(h, on, holiday)
    return rows


def _window_open(holiday: Holiday, region: str, on: date) -> bool:
    first, last = holiday.first[region], holiday.last[region]
    long_enough = (last - first).days + 1 >= HOLIDAY_MIN_DAYS
    return long_enough and first - days(7 * HOLIDAY_WEEKS_AHEAD) <= on <= last


def _holiday(h: History, on: date, holiday: Holiday) -> list[Row]:
    earliest = min(holiday.first.values())
    region = region_on(h, earliest, on) or region_on(h, on, on)
    if region is None:
        spans = {(holiday.first[r], holiday.last[r]) for r in REGIONS}
        if len(spans) > 1:
            if not any(_window_open(holiday, r, on) for r in REGIONS):
                return []
            key = f"{earliest.isoformat()}:{holiday.name}"
            return [unknown("period.holiday", key, "stays.region")]
        region = REGIONS[0]
    if not _window_open(holiday, region, on):
        return []
    first = holiday.first[region]
    key = f"{first.isoformat()}:{holiday.name}"
    return [by_plan(h, on, "period.holiday", key, first - days(7 * HOLIDAY_WEEKS_AHEAD), first)]


# period.eighteen, period.next_school, period.decision


def period_eighteen(h: History, born: date, on: date) -> list[Row]:
    eighteen = birthday(born, 18)
    since = add_months(eighteen, -EIGHTEEN_MONTHS)
    if not since <= on <= add_months(eighteen, EIGHTEEN_MONTHS):
        return []
    return [by_plan(h, on, "period.eighteen", "eighteen", since, eighteen, one_row=True)]


def period_next_school(h: History, on: date) -> list[Row]:
    rule, key = "period.next_school", "next_school"
    newcomer = [(day, e) for day, e in started(h) if e.kind in NEWCOMER and day <= on]
    if not newcomer:
        return []
    latest = newcomer[0]
    for spell in newcomer:
        if spell[0] >= latest[0]:
            latest = spell
    regular = [day for day, e in started(h) if e.kind in REGULAR and day > latest[0]]
    if regular:
        due = min(regular)
        since = add_months(due, -NEXT_SCHOOL_MONTHS_AHEAD)
        if not since <= on <= due + days(NEXT_SCHOOL_DAYS_AFTER):
            return []
        return [by_plan(h, on, rule, key, since, due, one_row=True, since=latest[0])]
    present_from = presence(h, on).present_from
    here = [day for day, e in newcomer if day >= present_from]
    if not covers(on, latest[0], latest[1].left_on) or not here:
        return []
    due = add_months(min(here), NEXT_SCHOOL_EXPECTED_MONTHS)
    since = add_months(due, -NEXT_SCHOOL_MONTHS_AHEAD)
    if on < since:
        return []
    row = by_plan(h, on, rule, key, since, due, one_row=True, since=latest[0])
    return [replace(row, notes=row.notes | {"expected"})]


def period_decision(h: History, on: date) -> list[Row]:
    rule, rows = "period.decision", []
    for s in h.statuses:
        if s.status != "rejected":
            continue
        if s.valid_from is None:
            if covers(on, s.valid_from, s.valid_to):
                rows.append(unknown(rule, "unknown", "statuses.valid_from"))
            continue
        if _follows_rejected(h, s, s.valid_from):
            continue
        last = s.valid_from + days(7 * DECISION_WEEKS_AFTER)
        now = status_on(h, on)
        if s.valid_from <= on <= last and now is not None and now.status == "rejected":
            rows.append(by_plan(h, on, rule, s.valid_from.isoformat(), s.valid_from, s.valid_from, can_be_late=False))
    return rows


def _follows_rejected(h: History, s: Status, day: date) -> bool:
    """Another `rejected` row began earlier and lasted at least until this one's first day."""
    return any(
        other is not s
        and other.status == "rejected"
        and (other.valid_from or ALWAYS) < day
        and (other.valid_to is None or other.valid_to >= day)
        for other in h.statuses
    )


# presence.missing


def presence_missing(h: History, on: date) -> list[Row]:
    here = presence(h, on)
    rule = "presence.missing"
    if not here.away or here.last is None:
        return []
    left = here.last.left_on
    if left is None:
        return [unknown(rule, "unknown", "departures.left_on")]
    if not here.last.kind:
        return [unknown(rule, key_day(left), "departures.kind")]
    if here.last.kind != "unknown_destination":
        return []
    plan = plan_of(h, rule, key_day(left), on, one_row=True, since=left)
    if plan is not None:
        return [Row(rule, key_day(left), "met", left, left, met_on=plan.agreed_on)]
    return [Row(rule, key_day(left), "due", left, left)]
