"""The oracle's own facts, dates and words (docs/decisions/0003, "Words used below")."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

ALWAYS = date.min
FORMAL = ["isk", "tnv", "po_newcomer", "po", "vo", "pro", "vso", "mbo"]
NEWCOMER = ["isk", "tnv", "po_newcomer"]
REGULAR = ["po", "vo", "pro", "vso", "mbo"]
COA_KINDS = ["reception_start", "poa", "coa_small", "coa_adult", "emergency", "family_location"]


@dataclass
class Application:
    lodged_on: date | None = None
    arrived_on: date | None = None


@dataclass
class Departure:
    left_on: date | None = None
    kind: str | None = None
    back_on: date | None = None


@dataclass
class Identifier:
    kind: str
    value: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class Status:
    status: str | None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class Stay:
    location: str | None = None
    kind: str | None = None
    municipality: str | None = None
    region: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    announced_on: date | None = None
    child_told_on: date | None = None
    reason: str | None = None
    told_early_reason: str | None = None


@dataclass
class Enrolment:
    school: str | None = None
    kind: str | None = None
    phase: str | None = None
    requested_on: date | None = None
    started_on: date | None = None
    left_on: date | None = None
    municipality: str | None = None


@dataclass
class Interim:
    provision: str | None = None
    kind: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class Assessment:
    domain: str | None = None
    school: str | None = None
    taken_on: date | None = None
    valid_until: date | None = None


@dataclass
class Transfer:
    to_school: str | None = None
    decision: str | None = None
    decided_on: date | None = None


@dataclass
class Plan:
    rule: str
    key: str | None = None
    agreed_on: date | None = None
    partner: str | None = None
    child_view: str | None = None
    requested_on: date | None = None


@dataclass
class MovePoint:
    opened_on: date | None = None
    item: str | None = None
    due_on: date | None = None
    done_on: date | None = None
    organisation: str | None = None
    person: str | None = None
    note: str | None = None


@dataclass
class Involvement:
    task: str | None = None
    person: str | None = None
    capacity: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    organisation: str | None = None


@dataclass
class Handover:
    task: str | None = None
    opened_on: date | None = None
    stops_on: date | None = None
    at_once: bool | None = None
    to_person: str | None = None
    child_told_on: date | None = None
    changed_on: date | None = None
    given_on: date | None = None
    received_on: date | None = None


@dataclass
class History:
    born_from: date | None = None
    born_to: date | None = None
    unaccompanied: bool | None = None
    applications: list[Application] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    interim: list[Interim] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    move_points: list[MovePoint] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    rule: str
    key: str
    state: str
    since_on: date | None = None
    due_on: date | None = None
    outcome: str = ""
    notes: frozenset[str] = frozenset()
    missing: str = ""
    possible_due_on: date | None = None
    planned_start_on: date | None = None
    early_due_on: date | None = None
    stricter_due_on: date | None = None
    met_on: date | None = None
    days_counted: int | None = None
    times: int | None = None


def unknown(rule: str, key: str, missing: str, possible_due_on: date | None = None) -> Row:
    """An unknown row carries what is missing and what can still be computed, nothing else."""
    return Row(rule, key, "unknown", missing=missing, possible_due_on=possible_due_on)


# Dates


def days(n: int) -> timedelta:
    return timedelta(days=n)


def add_months(day: date, n: int) -> date:
    """N months on (or back), clamped to the end of the month."""
    month = day.year * 12 + (day.month - 1) + n
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def birthday(born: date, n: int) -> date:
    """Same day and month n years on; 29 February in a year without one: 1 March."""
    year = born.year + n
    if born.month == 2 and born.day == 29 and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def first_of_next_month(day: date) -> date:
    return add_months(day.replace(day=1), 1)


def covers(day: date, start: date | None, end: date | None) -> bool:
    """Half-open; empty start: already so; empty end: still so."""
    return (start is None or start <= day) and (end is None or day < end)


# Presence


@dataclass
class Presence:
    away: bool
    present_from: date
    floor: date
    last: Departure | None


def presence(h: History, on: date) -> Presence:
    last = None
    for d in h.departures:
        passed = d.left_on is None or d.left_on <= on
        if passed and (last is None or (d.left_on or ALWAYS) >= (last.left_on or ALWAYS)):
            last = d
    if last is None:
        return Presence(away=False, present_from=ALWAYS, floor=ALWAYS, last=None)
    floor = last.left_on or ALWAYS
    if last.back_on is not None and last.back_on <= on:
        return Presence(away=False, present_from=last.back_on, floor=floor, last=last)
    return Presence(away=True, present_from=ALWAYS, floor=floor, last=last)


# Enrolments


def that_ran(h: History) -> list[Enrolment]:
    """Every enrolment row but those of zero length, which are skipped."""
    return [e for e in h.enrolments if e.started_on is None or e.left_on != e.started_on]


def formal(h: History) -> list[Enrolment]:
    return [e for e in that_ran(h) if e.kind in FORMAL]


def started(h: History) -> list[tuple[date, Enrolment]]:
    """The formal enrolments with a known start (past or ahead), with that start."""
    return [(e.started_on, e) for e in formal(h) if e.started_on is not None]


def is_asked(e: Enrolment, on: date) -> bool:
    """A place that is asked for later is ahead: it tells nothing of today."""
    return e.requested_on is None or e.requested_on <= on


def uncertain_missing(h: History, on: date, not_ended_by: date | None = None) -> str:
    """What is missing on the first uncertain enrolment that hadn't ended by that day; '' for none."""
    for e in that_ran(h):
        if not_ended_by is not None and e.left_on is not None and e.left_on <= not_ended_by:
            continue
        if e.kind in FORMAL and e.phase == "placed" and e.started_on is None and is_asked(e, on):
            return "enrolments.started_on"
        if not e.kind and e.started_on is not None and e.started_on <= on:
            return "enrolments.kind"
    return ""


# Stays, statuses and regions


def is_known_stay(stay: Stay, on: date) -> bool:
    """A stay ahead is known if `announced_on` is empty or on or before `on`."""
    if stay.valid_from is None or stay.valid_from <= on:
        return True
    return stay.announced_on is None or stay.announced_on <= on


def stay_on(h: History, day: date, on: date) -> Stay | None:
    """The stay that covers the day; several: the one that began last; ties: the last row."""
    found = None
    for s in h.stays:
        if not covers(day, s.valid_from, s.valid_to) or not is_known_stay(s, on):
            continue
        if found is None or (s.valid_from or ALWAYS) >= (found.valid_from or ALWAYS):
            found = s
    return found


def region_on(h: History, day: date, on: date) -> str | None:
    stay = stay_on(h, day, on)
    return stay.region if stay is not None else None


def region_ahead(h: History, day: date, on: date) -> str | None:
    """The region on that day; when no stay is known for that day, the region on `on`."""
    if stay_on(h, day, on) is None:
        return region_on(h, on, on)
    return region_on(h, day, on)


def status_on(h: History, day: date) -> Status | None:
    """The status row that covers the day; several: the one that began last; ties: the last row."""
    found = None
    for s in h.statuses:
        if not covers(day, s.valid_from, s.valid_to):
            continue
        if found is None or (s.valid_from or ALWAYS) >= (found.valid_from or ALWAYS):
            found = s
    return found


# Plans


def date_in(key: str) -> str:
    """The date that a key begins or ends with; "" for none."""
    for part in (key[:10], key[-10:]):
        try:
            if len(part) == 10 and part[4] == part[7] == "-":
                return date.fromisoformat(part).isoformat()
        except ValueError:
            continue
    return ""


def plans_of(h: History, rule: str, key: str, on: date, *, one_row: bool = False, since: date = ALWAYS) -> list[Plan]:
    """The agreed plans of an occurrence, earliest first (ties: the first row)."""
    found: list[Plan] = []
    for p in h.plans:
        if p.rule != rule or p.agreed_on is None or not since <= p.agreed_on <= on:
            continue
        if not p.key:
            match = one_row
        elif date_in(key):
            match = date_in(p.key) == date_in(key)
        else:
            match = p.key == key
        if match:
            found.append(p)
    return sorted(found, key=lambda p: p.agreed_on or ALWAYS)


def plan_of(h: History, rule: str, key: str, on: date, *, one_row: bool = False, since: date = ALWAYS) -> Plan | None:
    """The earliest agreed plan of an occurrence."""
    plans = plans_of(h, rule, key, on, one_row=one_row, since=since)
    return plans[0] if plans else None


def best_plan_of(
    h: History, rule: str, key: str, on: date, *, one_row: bool = False, since: date = ALWAYS
) -> Plan | None:
    """The earliest plan that is whole; without one, the latest (ties: the first row)."""
    plans = plans_of(h, rule, key, on, one_row=one_row, since=since)
    whole = [p for p in plans if p.child_view and p.partner]
    if whole:
        return whole[0]
    return next((p for p in plans if p.agreed_on == plans[-1].agreed_on), None)


def by_plan(
    h: History, on: date, rule: str, key: str, since_on: date, due_on: date, *,
    one_row: bool = False, notes: frozenset[str] = frozenset(), can_be_late: bool = True, since: date = ALWAYS,
) -> Row:  # fmt: skip
    """State by the plan: answered, without the child's view, without a partner, or no plan."""
    plan = best_plan_of(h, rule, key, on, one_row=one_row, since=since)
    if plan is None:
        return Row(rule, key, "due", since_on, due_on, outcome="no_plan", notes=notes)
    if not plan.child_view:
        return Row(rule, key, "due", since_on, due_on, outcome="child_not_asked", notes=notes)
    if not plan.partner:
        return Row(rule, key, "due", since_on, due_on, outcome="partner_unknown", notes=notes)
    assert plan.agreed_on is not None
    state = "met" if plan.agreed_on <= due_on or not can_be_late else "met_late"
    return Row(rule, key, state, since_on, due_on, notes=notes, met_on=plan.agreed_on)


def key_day(day: date | None) -> str:
    return day.isoformat() if day is not None else "unknown"
