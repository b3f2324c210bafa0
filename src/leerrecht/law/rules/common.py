"""What several rules ask of one child's facts: who runs, which region, which plan answers.

Scalar functions over whole numbers, like the rules themselves (rule.py).
"""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN, birthday, civil, day_of
from leerrecht.law.facts import ACCEPTED, LAST_FORMAL, NO, PLACED, YES, Child, Facts
from leerrecht.law.parameters import (
    AGE_ADULT_YEARS,
    BIRTHDAY_FEB29,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    CHILD_NOT_ASKED,
    DUE,
    MET,
    MET_LATE,
    NO_PLAN,
    NO_SCHOOL_KIND,
    NO_SCHOOL_START,
    NOTHING_MISSING,
    PARTNER_UNKNOWN,
    Conclusion,
    conclusion,
)

DAYS_PER_WEEK = 7
ANY_SCHOOL = -1


def turns(child: Child, law: Law, on: int, years: int) -> int:
    """Give the day on which the child turns `years`. The parameter for 29 February is only looked at for who needs it."""
    year, month, day = civil(child.born_on)
    if month == 2 and day == 29:
        return birthday(child.born_on, years, in_force(law, BIRTHDAY_FEB29, on))
    return day_of(year + years, month, day)


def turns_adult(child: Child, law: Law, on: int) -> int:
    """Give the day on which the child comes of age."""
    return turns(child, law, on, in_force(law, AGE_ADULT_YEARS, on))


def is_formal(facts: Facts, k: int) -> bool:
    """Tell whether an enrolment is at a school that counts as formal education."""
    return facts.enrolments[k].kind >= 1 and facts.enrolments[k].kind <= LAST_FORMAL


def has_start(facts: Facts, k: int) -> bool:
    """Tell whether an enrolment has a known start and ran for at least a day (or still runs)."""
    return facts.enrolments[k].started_on != UNKNOWN and facts.enrolments[k].started_on < facts.enrolments[k].left_on


def has_begun(facts: Facts, k: int, on: int) -> bool:
    """Tell whether an enrolment has begun on a day, whatever its phase."""
    return has_start(facts, k) and facts.enrolments[k].started_on <= on


def is_placed_without_start(facts: Facts, k: int, on: int) -> bool:
    """Tell whether the child is placed at a school that counts, but since when isn't known (asked for by `on`)."""
    row = facts.enrolments[k]
    return is_formal(facts, k) and row.phase == PLACED and row.started_on == UNKNOWN and row.requested_on <= on


def missing_of_uncertain(child: Child, facts: Facts, on: int, ended_by: int) -> int:
    """Give what is missing to judge an enrolment that may count; NOTHING_MISSING if there is none.

    Enrolments that ended on or before `ended_by` are passed over.
    """
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if facts.enrolments[k].left_on > ended_by:
            if is_placed_without_start(facts, k, on):
                return NO_SCHOOL_START
            if facts.enrolments[k].kind == 0 and has_begun(facts, k, on):
                return NO_SCHOOL_KIND
    return NOTHING_MISSING


def next_formal_start(child: Child, facts: Facts, after: int) -> int:
    """Give the earliest start of formal education later than a day; OPEN if there is none."""
    found = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if is_formal(facts, k) and has_start(facts, k) and facts.enrolments[k].started_on > after:
            found = min(found, facts.enrolments[k].started_on + 0)
    return found


def accepted_on(child: Child, facts: Facts, school: int, since: int, on: int) -> int:
    """Give the first day from `since` up to `on` on which a school (or ANY_SCHOOL) accepted the child's file; or UNKNOWN."""
    found = OPEN + 0
    for k in range(child.transfer_lo, child.transfer_hi):
        transfer = facts.transfers[k]
        if transfer.decision == ACCEPTED and (school == ANY_SCHOOL or transfer.to_school == school):
            if since <= transfer.decided_on and transfer.decided_on <= on:
                found = min(found, transfer.decided_on + 0)
    return UNKNOWN if found == OPEN else found


def is_known_stay(facts: Facts, k: int, on: int) -> bool:
    """Tell whether a stay has begun, or was announced by then (or nobody wrote down when)."""
    return facts.stays[k].valid_from <= on or facts.stays[k].announced_on <= on


def stay_on(child: Child, facts: Facts, on: int, day: int) -> int:
    """Give the place of the stay that covers a day, as known on `on`; -1 without one.

    Several: the one that began last; ties: the last row.
    """
    found = -1
    for k in range(child.stay_lo, child.stay_hi):
        stay = facts.stays[k]
        if stay.valid_from <= day and day < stay.valid_to and is_known_stay(facts, k, on):
            if found < 0 or stay.valid_from >= facts.stays[found].valid_from:
                found = k
    return found


def region_on(child: Child, facts: Facts, on: int, day: int) -> int:
    """Give the school-holiday region of a day: 1 noord, 2 midden, 3 zuid, 0 unknown, -1 no stay covers the day."""
    k = stay_on(child, facts, on, day)
    return -1 if k < 0 else facts.stays[k].region + 0


def region_known_then(child: Child, facts: Facts, on: int, day: int) -> int:
    """Give the region of a day, or of `on` when no stay is known for that day."""
    region = region_on(child, facts, on, day)
    return region_on(child, facts, on, on) if region < 0 else region


def status_on(child: Child, facts: Facts, day: int) -> int:
    """Give the place of the residence status that covers a day (the one that began last; ties: the last row); or -1."""
    found = -1
    for k in range(child.status_lo, child.status_hi):
        if facts.statuses[k].valid_from <= day and day < facts.statuses[k].valid_to:
            if found < 0 or facts.statuses[k].valid_from >= facts.statuses[found].valid_from:
                found = k
    return found


def status_code_on(child: Child, facts: Facts, day: int) -> int:
    """Give the residence status of a day as a code; 0 when it isn't known."""
    k = status_on(child, facts, day)
    return 0 if k < 0 else facts.statuses[k].status + 0


def teaching_days(law: Law, region: int, lo: int, hi: int) -> int:
    """Count the days from `lo` up to `hi` that lie outside the region's school holidays (unknown: every day)."""
    days = hi - lo
    if region <= 0:
        return days
    first = max(lo, law.holiday_first)
    last = min(hi, law.holiday_first + law.holiday_width - 1)
    if last <= first:
        return days
    row = (region - 1) * law.holiday_width - law.holiday_first
    return days - (last - first) + law.holiday_taught[row + last] - law.holiday_taught[row + first]


def is_holiday(law: Law, region: int, day: int) -> bool:
    """Tell whether a day is in a school holiday of the region."""
    return teaching_days(law, region, day, day + 1) == 0


def is_plan_for(facts: Facts, k: int, on: int, rule: int, key: int, only_one: bool, since: int) -> bool:
    """Tell whether a plan, agreed from `since` up to `on`, answers an occurrence of a rule.

    `key`: a day number or an item's code. `only_one`: the rule can give one row, so that an empty key will do.
    """
    plan = facts.plans[k]
    if plan.rule != rule or not (plan.key == key or (only_one and plan.key == UNKNOWN)):
        return False
    return plan.agreed_on != UNKNOWN and since <= plan.agreed_on and plan.agreed_on <= on


def plan_for(
    child: Child, facts: Facts, on: int, rule: int, key: int, only_one: bool = False, since: int = UNKNOWN
) -> int:
    """Give the place of the earliest plan that answers an occurrence; -1 without one."""
    found = -1
    for k in range(child.plan_lo, child.plan_hi):
        if is_plan_for(facts, k, on, rule, key, only_one, since):
            if found < 0 or facts.plans[k].agreed_on < facts.plans[found].agreed_on:
                found = k
    return found


def is_whole(facts: Facts, k: int) -> bool:
    """Tell whether a plan says with whom, and what the child's view is."""
    return facts.plans[k].partner == YES and facts.plans[k].child_view == YES


def is_better_plan(facts: Facts, k: int, other: int) -> bool:
    """Tell whether a plan goes before another: a whole one first, and of those the earliest; else the latest."""
    if is_whole(facts, k) != is_whole(facts, other):
        return is_whole(facts, k)
    if is_whole(facts, k):
        return facts.plans[k].agreed_on < facts.plans[other].agreed_on
    return facts.plans[k].agreed_on > facts.plans[other].agreed_on


def best_plan(
    child: Child, facts: Facts, on: int, rule: int, key: int, only_one: bool = False, since: int = UNKNOWN
) -> int:
    """Give the place of the plan that answers an occurrence best; -1 when there is no plan."""
    found = -1
    for k in range(child.plan_lo, child.plan_hi):
        if is_plan_for(facts, k, on, rule, key, only_one, since):
            if found < 0 or is_better_plan(facts, k, found):
                found = k
    return found


def met_on_time(agreed_on: int, due_on: int) -> int:
    """Give the state of something that was done on a day: met, or met late."""
    return MET if agreed_on <= due_on else MET_LATE


def judge_plan(facts: Facts, plan: int, since_on: int, due_on: int, notes: int, late_after: int) -> Conclusion:
    """Judge a vulnerable period by its plan: is one agreed, was the child asked, with whom? OPEN: never too late."""
    if plan < 0:
        return conclusion(DUE, since_on, due_on, NO_PLAN, notes)
    if facts.plans[plan].child_view == NO:
        return conclusion(DUE, since_on, due_on, CHILD_NOT_ASKED, notes)
    if facts.plans[plan].partner == NO:
        return conclusion(DUE, since_on, due_on, PARTNER_UNKNOWN, notes)
    agreed_on = facts.plans[plan].agreed_on
    return conclusion(met_on_time(agreed_on, late_after), since_on, due_on, notes=notes, met_on=agreed_on)
