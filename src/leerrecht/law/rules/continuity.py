"""School without a break: days without school after it had begun. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.facts import Child, Facts
from leerrecht.law.parameters import (
    CONTINUITY_GAP_LIMIT_DAYS,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    DUE,
    HOLIDAYS_UNKNOWN,
    MET,
    MET_LATE,
    NOTHING,
    NOTHING_MISSING,
    OVERDUE,
    REGION_UNKNOWN,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import (
    has_begun,
    is_formal,
    is_holiday,
    is_placed_without_start,
    missing_of_uncertain,
    next_formal_start,
    region_known_then,
    region_on,
    teaching_days,
)


def opens_gap(facts: Facts, on: int, k: int) -> bool:
    """Tell whether an enrolment at a school that counts has ended."""
    if facts.enrolments[k].left_on > on or not is_formal(facts, k):
        return False
    return has_begun(facts, k, on) or is_placed_without_start(facts, k, on)


def is_covered(child: Child, facts: Facts, on: int, k: int) -> bool:
    """Tell whether another enrolment runs on the day this one ended, or an earlier row ended on the same day."""
    left_on = facts.enrolments[k].left_on
    for other in range(child.enrolment_lo, child.enrolment_hi):
        if other == k or not is_formal(facts, other):
            continue
        if has_begun(facts, other, left_on) and left_on < facts.enrolments[other].left_on:
            return True
        if other < k and facts.enrolments[other].left_on == left_on and opens_gap(facts, on, other):
            return True
    return False


def next_stay_change(child: Child, facts: Facts, day: int, before: int) -> int:
    """Give the first day after `day` on which a stay begins or ends; `before` if that is earlier."""
    found = before + 0
    for k in range(child.stay_lo, child.stay_hi):
        if facts.stays[k].valid_from > day:
            found = min(found, facts.stays[k].valid_from + 0)
        if facts.stays[k].valid_to > day:
            found = min(found, facts.stays[k].valid_to + 0)
    return found


def days_without_school(child: Child, facts: Facts, law: Law, on: int, lo: int, hi: int) -> int:
    """Count the days from `lo` up to `hi` outside the holidays of that day's region."""
    count = 0
    day = lo + 0
    while day < hi:
        until = next_stay_change(child, facts, day, hi)
        count += teaching_days(law, region_on(child, facts, on, day), day, until)
        day = until
    return count


def limit_day(child: Child, facts: Facts, law: Law, on: int, left_on: int) -> int:
    """Give the last day on which the count isn't above the limit."""
    limit = in_force(law, CONTINUITY_GAP_LIMIT_DAYS, on)
    count = 0
    day = left_on + 0
    while True:
        region = region_on(child, facts, on, day) if day <= on else region_known_then(child, facts, on, day)
        if not is_holiday(law, region, day):
            count += 1
            if count > limit:
                return day
        day += 1


def gap_notes(child: Child, facts: Facts, law: Law, on: int, lo: int, hi: int) -> int:
    """Note when the holidays of some of these days aren't known: no region, or outside the holiday tables."""
    notes = HOLIDAYS_UNKNOWN if lo < law.holiday_first or hi > law.holiday_known_to else 0
    day = lo + 0
    while day < hi:
        if region_on(child, facts, on, day) <= 0:
            notes |= REGION_UNKNOWN
        day = next_stay_change(child, facts, day, hi)
    return notes


def continuity_gap(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """After school had begun once, every day without it counts; holidays don't. Beyond the limit somebody is too late."""
    if not opens_gap(facts, on, k) or is_covered(child, facts, on, k):
        return NOTHING
    restart = next_formal_start(child, facts, facts.enrolments[k].left_on)
    if restart <= child.present_from:
        return NOTHING  # it ended before the child came back
    left_on = max(facts.enrolments[k].left_on, child.present_from)  # days abroad don't count
    until = min(restart, on)
    count = days_without_school(child, facts, law, on, left_on, until)
    due_on = limit_day(child, facts, law, on, left_on)
    notes = gap_notes(child, facts, law, on, left_on, until)
    is_above = count > in_force(law, CONTINUITY_GAP_LIMIT_DAYS, on)
    if restart <= on:
        state = MET_LATE if is_above else MET
        return conclusion(state, left_on, due_on, notes=notes, met_on=restart, days_counted=count)
    missing = missing_of_uncertain(child, facts, on, left_on)
    if missing != NOTHING_MISSING:
        return undecided(missing, due_on)
    state = OVERDUE if is_above else DUE
    planned = UNKNOWN if restart == OPEN else restart
    return conclusion(state, left_on, due_on, notes=notes, planned_start_on=planned, days_counted=count)


_BEGAN = ("enrolments.left_on", "departures.back_on")  # days abroad don't count
_SCHOOL = ("enrolments.started_on",)

RULES = (
    Rule(
        id="continuity.gap", judge=continuity_gap, each="enrolments", key="{left_on}", label="{school}", holidays=True,
        reads=(
            "departures.left_on", "departures.back_on", "enrolments.kind", "enrolments.phase", "enrolments.requested_on",
            "enrolments.started_on", "enrolments.left_on", "stays.region", "stays.municipality", "stays.valid_from",
            "stays.valid_to", "stays.announced_on", "enrolments.school",
        ),
        dates={
            "since_on": _BEGAN, "due_on": (*_BEGAN, "stays.region"), "met_on": _SCHOOL, "planned_start_on": _SCHOOL,
        },
        parameters=("continuity.gap_limit_days",),
    ),
)  # fmt: skip
