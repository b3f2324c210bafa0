"""Oracle: placement, continuity, identifiers, TNV and compulsory education (docs/decisions/0003)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.law.oracle_facts import (
    ALWAYS,
    FORMAL,
    Application,
    Enrolment,
    History,
    Identifier,
    Row,
    add_months,
    birthday,
    covers,
    days,
    first_of_next_month,
    formal,
    is_asked,
    key_day,
    plan_of,
    presence,
    region_ahead,
    region_on,
    started,
    that_ran,
    uncertain_missing,
    unknown,
)
from tests.law.oracle_holidays import is_holiday

TRANSITION = date(2026, 6, 12)
NOTICE_DAYS = 28
GAP_LIMIT_DAYS = 7
TNV_MONTHS = 24
TNV_LAW = (date(2023, 10, 11), date(2028, 10, 11))
TNV_NOTICE_DAYS = 91
INTERIM_MAX_MONTHS = 1


def term_months(day: date) -> int | None:
    if day < date(2015, 7, 21):
        return None
    return 3 if day < TRANSITION else 2


def plus_term(day: date) -> date | None:
    months = term_months(day)
    return None if months is None else add_months(day, months)


def start_day(a: Application) -> date | None:
    return a.lodged_on if a.lodged_on is not None else a.arrived_on


# placement.term


def placement_term(h: History, born: date, on: date) -> list[Row]:
    here = presence(h, on)
    known = [(day, a) for a in h.applications if (day := start_day(a)) is not None]
    if known and all(day > on for day, a in known):
        return []
    counting = [(day, a) for day, a in known if here.floor <= day <= on]
    if not counting:
        return _without_application(h, born, on)
    start = min(day for day, a in counting)
    months = term_months(start)
    if months is None:
        return [unknown("placement.term", "term", "rulebook")]
    if birthday(born, 18) <= start:
        return []
    due = add_months(start, months)
    notes = set()
    if birthday(born, 5) > start:
        first = first_of_next_month(birthday(born, 5))
        if on < first:
            return []
        due = max(first, due)
        notes.add("under_five")
    if not any(a.lodged_on == start for day, a in counting):
        notes.add("from_arrival")
    if is_holiday(due, region_ahead(h, due, on)):
        notes.add("holiday")
    row = Row("placement.term", "term", "", start, due, notes=frozenset(notes))
    row = replace(row, early_due_on=_early_due(counting, start, here.floor))
    return _judge_term(h, born, on, row, start, due)


def _without_application(h: History, born: date, on: date) -> list[Row]:
    eighteen = birthday(born, 18)
    if eighteen <= on and not any(day <= eighteen for day, e in started(h)):
        return []
    here = presence(h, on)
    possible = None if here.last is None else plus_term(here.present_from)
    return [unknown("placement.term", "term", "applications.lodged_on", possible)]


def _early_due(counting: list[tuple[date, Application]], start: date, floor: date) -> date | None:
    arrivals = [a.arrived_on for day, a in counting if a.arrived_on is not None]
    arrivals = [day for day in arrivals if floor <= day < start]
    months = term_months(start)
    return add_months(min(arrivals), months) if arrivals and months is not None else None


def _judge_term(h: History, born: date, on: date, row: Row, start: date, due: date) -> list[Row]:
    eighteen = birthday(born, 18)
    counts = [day for day, e in started(h) if covers(start, day, e.left_on) or day >= start]
    begun = [day for day in counts if day <= on]
    met_on = min(begun) if begun and min(begun) <= eighteen else None
    if met_on is None and eighteen <= on:
        return []
    met = met_on is not None and met_on <= due
    missing = uncertain_missing(h, on if met_on is None else met_on - days(1), not_ended_by=start)
    if missing and not met:
        return [unknown("placement.term", "term", missing, due)]
    if met_on is not None:
        return [replace(row, state="met" if met else "met_late", met_on=met_on)]
    left = (due - on).days
    state = "upcoming" if left > NOTICE_DAYS else "due" if left >= 0 else "overdue"
    planned = [day for day in counts if day > on]
    row = replace(row, state=state, planned_start_on=min(planned) if planned else None)
    if start < TRANSITION and "under_five" not in row.notes:
        stricter = max(TRANSITION, add_months(start, 2))
        if stricter < due:
            row = replace(row, stricter_due_on=stricter, notes=row.notes | {"transition"})
    return [row]


def placement_interim(h: History, born: date, on: date) -> list[Row]:
    term = placement_term(h, born, on)
    if not term or term[0].state in ("met", "met_late"):
        return []
    rows = []
    for i in h.interim:
        if not covers(on, i.valid_from, i.valid_to):
            continue
        key = f"{i.provision or ''}:{key_day(i.valid_from)}"
        if term[0].state == "unknown":
            rows.append(unknown("placement.interim", key, term[0].missing, term[0].possible_due_on))
            continue
        due = term[0].due_on
        assert due is not None
        notes = set()
        lasts_from = i.valid_from
        if on >= TRANSITION and lasts_from is not None and on > add_months(lasts_from, INTERIM_MAX_MONTHS):
            notes.add("over_one_month")
        state = "upcoming" if on <= due else "overdue"
        rows.append(Row("placement.interim", key, state, i.valid_from, due, notes=frozenset(notes)))
    return rows


# continuity.gap


def continuity_gap(h: History, on: date) -> list[Row]:
    rows, seen = [], []
    for e in formal(h):
        if e.left_on is None or e.left_on > on:
            continue
        begun = e.started_on is not None and e.started_on <= on
        if not begun and not (e.started_on is None and e.phase == "placed" and is_asked(e, on)):
            continue
        if e.left_on in seen:
            continue
        seen.append(e.left_on)
        if not _covered(h, e, e.left_on):
            rows += _gap(h, key_day(e.left_on), e.left_on, on)
    return rows


def _covered(h: History, e: Enrolment, day: date) -> bool:
    return any(other is not e and covers(day, start, other.left_on) for start, other in started(h))


def _counted(h: History, day: date, on: date) -> bool:
    region = region_ahead(h, day, on) if day > on else region_on(h, day, on)
    return not is_holiday(day, region)


def _count(h: History, first: date, end: date, on: date) -> int:
    count = 0
    while first < end:
        count += _counted(h, first, on)
        first += days(1)
    return count


def _gap_due(h: History, left: date, on: date) -> date:
    """The last day on which the count from `left` isn't above the limit."""
    last, count = left, 0
    while count + _counted(h, last, on) <= GAP_LIMIT_DAYS:
        count += _counted(h, last, on)
        last += days(1)
    return last


def _gap(h: History, key: str, left: date, on: date) -> list[Row]:
    present_from = presence(h, on).present_from
    starts = [day for day, e in started(h) if day > left]
    if starts and min(starts) <= present_from:
        return []
    left = max(left, present_from)
    due = _gap_due(h, left, on)
    ends = [day for day in starts if day <= on]
    row = Row("continuity.gap", key, "", left, due)
    if ends:
        end = min(ends)
        count = _count(h, left, end, on)
        state = "met" if count <= GAP_LIMIT_DAYS else "met_late"
        return [replace(row, state=state, met_on=end, days_counted=count)]
    missing = uncertain_missing(h, on, not_ended_by=left)
    if missing:
        return [unknown("continuity.gap", key, missing, due)]
    count = _count(h, left, on, on)
    state = "due" if count <= GAP_LIMIT_DAYS else "overdue"
    planned = min(starts) if starts else None
    return [replace(row, state=state, days_counted=count, planned_start_on=planned)]


# identifier.education_number


def _known(h: History, kind: str, on: date) -> list[Identifier]:
    return [i for i in h.identifiers if i.kind == kind and (i.valid_from or ALWAYS) <= on]


def _running(rows: list[Identifier], on: date) -> list[Identifier]:
    return [i for i in rows if i.valid_to is None or on < i.valid_to]


def identifier_education_number(h: History, on: date) -> list[Row]:
    rule = "identifier.education_number"
    numbers = _known(h, "education_number", on)
    bsns = _running(_known(h, "bsn", on), on)
    rows = []
    enrolled = [day for day, e in started(h) if covers(on, day, e.left_on)]
    if enrolled and not _running(numbers, on) and not bsns:
        outcome = "known_before" if numbers else "missing"
        rows.append(Row(rule, "missing", "due", min(enrolled), outcome=outcome))
    numbers = sorted(numbers, key=lambda i: i.valid_from or ALWAYS)
    others = [i for i in numbers if i.value != numbers[0].value]
    if others:
        plan = plan_of(h, rule, "two_numbers", on)
        row = Row(rule, "two_numbers", "due", others[0].valid_from, outcome="two_numbers")
        rows.append(row if plan is None else replace(row, state="met", met_on=plan.agreed_on))
    if bsns and numbers:
        state = "due" if _running(numbers, on) else "met"
        since = min(bsns, key=lambda i: i.valid_from or ALWAYS).valid_from
        rows.append(Row(rule, "bsn", state, since, outcome="bsn"))
    return rows


# tnv


def tnv_admission(h: History, on: date) -> list[Row]:
    rows = []
    for start, e in started(h):
        if e.kind == "tnv":
            rows += _admission(h, e, start, on)
    return rows


def _admission(h: History, e: Enrolment, start: date, on: date) -> list[Row]:
    rule, key = "tnv.admission", f"{e.school or ''}:{start.isoformat()}"
    others = [(day, o) for day, o in started(h) if o is not e and o.kind != "mbo"]
    earlier = [day for day, o in others if day < start and day <= on]
    if not earlier:
        missing = _missing_before(h, min(on, start - days(1)))
        if missing:
            return [unknown(rule, key, missing)]
        return [Row(rule, key, "met", start, start, met_on=start)] if start <= on else []
    plan = plan_of(h, rule, key, on)
    if plan is not None:
        return [Row(rule, key, "met", start, start, outcome="exception", met_on=plan.agreed_on)]
    state = "due" if start <= on else "upcoming"
    return [Row(rule, key, state, start, start, outcome="not_first")]


def _missing_before(h: History, day: date) -> str:
    """What is missing to tell whether a school in po or vo had the child by that day."""
    for e in that_ran(h):
        if e.kind in FORMAL and e.kind != "mbo" and e.phase == "placed" and e.started_on is None and is_asked(e, day):
            return "enrolments.started_on"
        if not e.kind and e.started_on is not None and e.started_on <= day:
            return "enrolments.kind"
    return ""


def tnv_two_years(h: History, on: date) -> list[Row]:
    spells = [(day, e.left_on) for day, e in started(h) if e.kind == "tnv" and day <= on]
    if not spells:
        return []
    first, latest = min(day for day, end in spells), max(day for day, end in spells)
    if not TNV_LAW[0] <= first <= TNV_LAW[1]:
        return [unknown("tnv.two_years", "two_years", "rulebook")]
    due, day = add_months(first, TNV_MONTHS), first
    while day < latest:
        if not any(covers(day, start, end) for start, end in spells):
            due += days(1)
        day += days(1)
    row = Row("tnv.two_years", "two_years", "", first, due)
    if any(covers(on, start, end) for start, end in spells):
        left = (due - on).days
        state = "upcoming" if left > TNV_NOTICE_DAYS else "due" if left >= 0 else "overdue"
        return [replace(row, state=state)]
    last_end = max(end for start, end in spells if end is not None)
    return [replace(row, state="met" if last_end <= due else "met_late", met_on=last_end)]


# age.compulsory


def age_compulsory(h: History, born: date, on: date) -> list[Row]:
    first = first_of_next_month(birthday(born, 5))
    region = region_on(h, on, on)
    while first.weekday() >= 5 or is_holiday(first, region):
        first += days(1)
    sixteen, eighteen = birthday(born, 16), birthday(born, 18)
    year = sixteen.year + 1 if sixteen.month >= 8 else sixteen.year
    ends = min(date(year, 8, 1), eighteen)
    until = birthday(born, 27)
    if on <= date(2025, 12, 31) and birthday(born, 23) <= date(2025, 12, 31):
        until = birthday(born, 23)
    answer: tuple[str, date | None, date]
    if on < first:
        answer = ("not_yet", None, first)
    elif on < ends:
        answer = ("compulsory", first, ends)
    elif on < eighteen:
        answer = ("qualification", ends, eighteen)
    elif on < until:
        answer = ("doorstroompunt", eighteen, until)
    else:
        return []
    outcome, since, due = answer
    return [Row("age.compulsory", "duty", "upcoming", since, due, outcome=outcome)]
