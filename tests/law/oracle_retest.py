"""Oracle: tests that are taken over by the next school, or taken twice (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import (
    ALWAYS,
    FORMAL,
    Assessment,
    Enrolment,
    History,
    Row,
    add_months,
    days,
    plans_of,
    that_ran,
    unknown,
)

RULE = "continuity.retest"
VALID_MONTHS = {"dutch": 6, "maths": 12, "learning": 24, "home_language": 24}
WEEKS_AFTER = 6


def continuity_retest(h: History, on: date) -> list[Row]:
    rows = [_domain(h, on, domain) for domain in VALID_MONTHS]
    return [row for row in rows if row is not None]


def _name(school: str | None) -> str:
    return (school or "").strip().lower()


def _valid(test: Assessment, day: date) -> bool:
    if test.taken_on is None or not test.domain:
        return False
    until = test.valid_until or add_months(test.taken_on, VALID_MONTHS[test.domain])
    return test.taken_on <= day < until


def _elsewhere(tests: list[Assessment], school: str, day: date, taken_by: date) -> list[Assessment]:
    """The tests of other known schools, taken by a day and valid on a day, latest last."""
    return [
        t
        for t in tests
        if _name(t.school) not in ("", school) and t.taken_on is not None and t.taken_on <= taken_by and _valid(t, day)
    ]


def _domain(h: History, on: date, domain: str) -> Row | None:
    tests = [t for t in h.assessments if t.domain == domain]
    repeated = []
    for t in tests:
        if t.taken_on is None or t.taken_on > on or not _name(t.school):
            continue
        if _elsewhere(tests, _name(t.school), t.taken_on, t.taken_on - days(1)):
            repeated.append(t.taken_on)
    planned = [t for t in tests if t.taken_on is not None and t.taken_on > on and _name(t.school)]
    for t in planned:
        assert t.taken_on is not None
        before = _elsewhere(tests, _name(t.school), t.taken_on, on)
        if before:
            return _answered(h, on, domain, _name(t.school), before[-1], t.taken_on, "planned", len(repeated))
    fresh = [e for e in that_ran(h) if _is_new(e, on) and not _own(tests, e, on)]
    fresh.sort(key=lambda e: e.started_on or date.max)
    for e in fresh:
        before = _elsewhere(tests, _name(e.school), on, on)
        if before:
            return _answered(h, on, domain, _name(e.school), before[-1], e.started_on, "take_over", len(repeated))
    missing = _missing(h, tests, on)
    if missing:
        return unknown(RULE, domain, missing)
    if not repeated:
        return None
    last = max(repeated)
    return Row(RULE, domain, "met_late", last, outcome="repeated", met_on=last, times=len(repeated))


def _is_new(e: Enrolment, on: date) -> bool:
    if e.kind not in FORMAL or not _name(e.school) or (e.left_on is not None and e.left_on <= on):
        return False
    asked = e.requested_on is None or e.requested_on <= on
    if e.started_on is None:
        return e.phase != "placed" and asked
    if e.started_on > on:
        return asked
    return on < e.started_on + days(7 * WEEKS_AFTER)


def _own(tests: list[Assessment], e: Enrolment, on: date) -> bool:
    return any(_name(t.school) == _name(e.school) and _valid(t, on) for t in tests)


def _accepted(h: History, school: str, since: date, on: date) -> list[date]:
    return [
        t.decided_on
        for t in h.transfers
        if _name(t.to_school) == school and t.decision == "accepted" and t.decided_on and since <= t.decided_on <= on
    ]


def _missing(h: History, tests: list[Assessment], on: date) -> str:
    in_order = sorted(that_ran(h), key=lambda e: e.started_on or ALWAYS)
    for e in [e for e in in_order if _is_new(e, on) and not _own(tests, e, on)]:
        if _accepted(h, _name(e.school), ALWAYS, on):
            continue
        for t in tests:
            if _name(t.school) == _name(e.school):
                continue
            if t.taken_on is None and (t.valid_until is None or on < t.valid_until):
                return "assessments.taken_on"
            if not _name(t.school) and _valid(t, on):
                return "assessments.school"
    return ""


def _answered(
    h: History, on: date, domain: str, school: str, test: Assessment, day: date | None, outcome: str, times: int
) -> Row:
    assert test.taken_on is not None
    plans = plans_of(h, RULE, domain, on, since=test.taken_on)
    settled = [p.agreed_on for p in plans if p.agreed_on] + _accepted(h, school, test.taken_on, on)
    if settled:
        met_on = min(settled)
        state = "met" if day is None or met_on <= day else "met_late"
        return Row(RULE, domain, state, test.taken_on, day, outcome=outcome, met_on=met_on, times=times)
    is_now = outcome == "planned" or (day is not None and day <= on)
    return Row(RULE, domain, "due" if is_now else "upcoming", test.taken_on, day, outcome=outcome, times=times)
