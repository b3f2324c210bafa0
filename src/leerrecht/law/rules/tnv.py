"""Temporary newcomer provisions (TNV): who may enter, and for how long. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN, add_months
from leerrecht.law.facts import MBO, TNV, Child, Facts
from leerrecht.law.parameters import (
    TNV_MAX_MONTHS,
    TNV_NOTICE_DAYS,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    DUE,
    EXCEPTION,
    MET,
    NO_PARAMETER,
    NO_SCHOOL_KIND,
    NO_SCHOOL_START,
    NOT_FIRST,
    NOTHING,
    NOTHING_MISSING,
    OVERDUE,
    TNV_ADMISSION,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import (
    has_begun,
    has_start,
    is_formal,
    is_placed_without_start,
    met_on_time,
    plan_for,
)


def was_enrolled_before(child: Child, facts: Facts, on: int, start: int) -> bool:
    """Tell whether a school in primary or secondary education is known to have had the child before a day."""
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if is_formal(facts, k) and facts.enrolments[k].kind != MBO and has_begun(facts, k, min(on, start - 1)):
            return True
    return False


def missing_of_earlier(child: Child, facts: Facts, day: int) -> int:
    """Give what is missing to tell whether another school had the child by a day."""
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if is_placed_without_start(facts, k, day) and facts.enrolments[k].kind != MBO:
            return NO_SCHOOL_START
        if facts.enrolments[k].kind == 0 and has_begun(facts, k, day):
            return NO_SCHOOL_KIND
    return NOTHING_MISSING


def tnv_admission(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """A TNV only takes newcomers who weren't enrolled before, unless the exception of art. 9.3g(4) WVO is recorded."""
    if facts.enrolments[k].kind != TNV or not has_start(facts, k):
        return NOTHING
    start = facts.enrolments[k].started_on + 0
    if was_enrolled_before(child, facts, on, start):
        plan = plan_for(child, facts, on, TNV_ADMISSION, start)
        if plan >= 0:
            return conclusion(MET, start, start, EXCEPTION, met_on=facts.plans[plan].agreed_on)
        return conclusion(UPCOMING if start > on else DUE, start, start, NOT_FIRST)
    missing = missing_of_earlier(child, facts, min(on, start - 1))
    if missing != NOTHING_MISSING:
        return undecided(missing)
    return NOTHING if start > on else conclusion(MET, start, start, met_on=start)


def months_in_tnv(child: Child, facts: Facts, law: Law, on: int, first: int) -> Conclusion:
    """Judge the time in a TNV from its first day; days between two TNVs don't count."""
    months = in_force(law, TNV_MAX_MONTHS, first)
    if months == UNKNOWN:
        return undecided(NO_PARAMETER)
    due_on = add_months(first, months)
    covered_to = first
    for k in range(child.enrolment_lo, child.enrolment_hi):  # sorted by start
        if facts.enrolments[k].kind == TNV and has_begun(facts, k, on):
            due_on += max(0, facts.enrolments[k].started_on - covered_to)
            covered_to = max(covered_to, facts.enrolments[k].left_on + 0)
    if covered_to <= on:
        return conclusion(met_on_time(covered_to, due_on), first, due_on, met_on=covered_to)
    days = due_on - on
    state = OVERDUE if days < 0 else DUE if days <= in_force(law, TNV_NOTICE_DAYS, on) else UPCOMING
    return conclusion(state, first, due_on)


def tnv_two_years(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """At most two years in a TNV for each pupil (art. 9.3g(2) WVO 2020)."""
    first = OPEN + 0
    for j in range(child.enrolment_lo, child.enrolment_hi):
        if facts.enrolments[j].kind == TNV and has_begun(facts, j, on):
            first = min(first, facts.enrolments[j].started_on + 0)
    return NOTHING if first == OPEN else months_in_tnv(child, facts, law, on, first)


_READS = (
    "departures.left_on", "departures.back_on", "enrolments.kind", "enrolments.phase", "enrolments.requested_on",
    "enrolments.started_on", "enrolments.left_on",
)  # fmt: skip

_STARTED = ("enrolments.started_on",)

RULES = (
    Rule(
        id="tnv.admission", judge=tnv_admission, each="enrolments", key="{school}:{started_on}", label="{school}",
        reads=(*_READS, "enrolments.school", "plans.rule", "plans.key", "plans.agreed_on"),
        dates={"since_on": _STARTED, "due_on": _STARTED, "met_on": (*_STARTED, "plans.agreed_on")},
    ),
    Rule(
        id="tnv.two_years", judge=tnv_two_years, key="two_years",
        reads=tuple(column for column in _READS if column not in ("enrolments.phase", "enrolments.requested_on")),
        dates={
            "since_on": _STARTED, "due_on": (*_STARTED, "enrolments.left_on"), "met_on": ("enrolments.left_on",),
        },
        parameters=("tnv.max_months", "tnv.notice_days"),
    ),
)  # fmt: skip
