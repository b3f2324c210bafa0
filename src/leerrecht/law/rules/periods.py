"""Vulnerable periods ahead or running: is a plan agreed, with whom, was the child asked? Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN, add_months
from leerrecht.law.facts import FIRST_REGULAR, LAST_FORMAL, REJECTED, Child, Facts
from leerrecht.law.parameters import (
    PERIOD_DECISION_WEEKS_AFTER,
    PERIOD_EIGHTEEN_MONTHS_AFTER,
    PERIOD_EIGHTEEN_MONTHS_AHEAD,
    PERIOD_HOLIDAY_WEEKS_AHEAD,
    PERIOD_MOVE_WEEKS_AFTER,
    PERIOD_MOVE_WEEKS_AHEAD,
    PERIOD_NEXT_SCHOOL_DAYS_AFTER,
    PERIOD_NEXT_SCHOOL_EXPECTED_MONTHS,
    PERIOD_NEXT_SCHOOL_MONTHS_AHEAD,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    CHILD_NOT_TOLD,
    EXPECTED,
    ITEM_EIGHTEEN,
    ITEM_NEXT_SCHOOL,
    NO_REGION,
    NO_STATUS_START,
    NOTHING,
    PERIOD_DECISION,
    PERIOD_EIGHTEEN,
    PERIOD_HOLIDAY,
    PERIOD_MOVE,
    PERIOD_NEXT_SCHOOL,
    Conclusion,
    Rule,
    undecided,
)
from leerrecht.law.rules.common import (
    DAYS_PER_WEEK,
    best_plan,
    has_begun,
    has_start,
    is_known_stay,
    judge_plan,
    region_on,
    status_code_on,
    turns_adult,
)

REGION_COUNT = 3


def stay_before(child: Child, facts: Facts, on: int, k: int) -> int:
    """Give the place of the stay the child moves from: of this presence, begun before stay k; -1 without one.

    One that runs up to the move goes first (a place kept open), then the one that began last; ties: the last row.
    """
    moves_on = facts.stays[k].valid_from
    found = -1
    for j in range(child.stay_lo, child.stay_hi):
        began_on = facts.stays[j].valid_from
        if began_on < child.present_from or began_on >= moves_on or not is_known_stay(facts, j, on):
            continue
        if found < 0:
            found = j
            continue
        runs, ran = facts.stays[j].valid_to >= moves_on, facts.stays[found].valid_to >= moves_on
        if (runs and not ran) or (runs == ran and began_on >= facts.stays[found].valid_from):
            found = j
    return found


def is_move(child: Child, facts: Facts, on: int, k: int) -> bool:
    """Tell whether a stay is a move that is known on a day: not the first stay, and at another location."""
    if not is_known_stay(facts, k, on):
        return False
    before = stay_before(child, facts, on, k)
    if before < 0:
        return False
    location = facts.stays[k].location
    return location == 0 or location != facts.stays[before].location


def period_move(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """A move, ahead or just made."""
    moves_on = facts.stays[k].valid_from + 0
    if moves_on == UNKNOWN:
        return NOTHING
    since_on = moves_on - in_force(law, PERIOD_MOVE_WEEKS_AHEAD, on) * DAYS_PER_WEEK
    until = moves_on + in_force(law, PERIOD_MOVE_WEEKS_AFTER, on) * DAYS_PER_WEEK
    if on < since_on or on > until or not is_move(child, facts, on, k):
        return NOTHING
    told_on = facts.stays[k].child_told_on
    notes = CHILD_NOT_TOLD if moves_on > on and (told_on == UNKNOWN or told_on > on) else 0
    plan = best_plan(child, facts, on, PERIOD_MOVE, moves_on)
    return judge_plan(facts, plan, since_on, moves_on, notes, moves_on)


def is_same_everywhere(law: Law, k: int) -> bool:
    """Tell whether a holiday has the same days in all regions."""
    first = k * REGION_COUNT
    return (
        law.near_from[first] == law.near_from[first + 1]
        and law.near_from[first] == law.near_from[first + 2]
        and law.near_to[first] == law.near_to[first + 1]
        and law.near_to[first] == law.near_to[first + 2]
    )


def is_near(law: Law, on: int, place: int) -> bool:
    """Tell whether `on` lies in the window of a holiday in one region."""
    ahead = in_force(law, PERIOD_HOLIDAY_WEEKS_AHEAD, on) * DAYS_PER_WEEK
    return law.near_from[place] - ahead <= on and on <= law.near_to[place]


def period_holiday(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """A school holiday of the child's region, ahead or running."""
    first = k * REGION_COUNT
    earliest = min(law.near_from[first], law.near_from[first + 1], law.near_from[first + 2])
    region = region_on(child, facts, on, earliest)
    if region <= 0:
        region = region_on(child, facts, on, on)
    if region <= 0 and not is_same_everywhere(law, k):
        near = is_near(law, on, first) or is_near(law, on, first + 1) or is_near(law, on, first + 2)
        return undecided(NO_REGION) if near else NOTHING
    place = first + max(0, region - 1)
    if not is_near(law, on, place):
        return NOTHING
    first_day = law.near_from[place] + 0
    since_on = first_day - in_force(law, PERIOD_HOLIDAY_WEEKS_AHEAD, on) * DAYS_PER_WEEK
    plan = best_plan(child, facts, on, PERIOD_HOLIDAY, first_day)
    return judge_plan(facts, plan, since_on, first_day, 0, first_day)


def period_eighteen(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """From 18- to 18+."""
    adult_on = turns_adult(child, law, on)
    since_on = add_months(adult_on, -in_force(law, PERIOD_EIGHTEEN_MONTHS_AHEAD, on))
    if on < since_on or on > add_months(adult_on, in_force(law, PERIOD_EIGHTEEN_MONTHS_AFTER, on)):
        return NOTHING
    plan = best_plan(child, facts, on, PERIOD_EIGHTEEN, ITEM_EIGHTEEN, True)
    return judge_plan(facts, plan, since_on, adult_on, 0, adult_on)


def last_newcomer_enrolment(child: Child, facts: Facts, on: int) -> int:
    """Give the place of the newcomer enrolment that began last; -1 without one."""
    found = -1
    for k in range(child.enrolment_lo, child.enrolment_hi):
        kind = facts.enrolments[k].kind
        if kind >= 1 and kind < FIRST_REGULAR and has_begun(facts, k, on):
            if found < 0 or facts.enrolments[k].started_on >= facts.enrolments[found].started_on:
                found = k
    return found


def next_regular_start(child: Child, facts: Facts, after: int) -> int:
    """Give the earliest start of a regular school after a day; OPEN without one."""
    found = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        kind = facts.enrolments[k].kind
        if kind >= FIRST_REGULAR and kind <= LAST_FORMAL and has_start(facts, k):
            if facts.enrolments[k].started_on > after:
                found = min(found, facts.enrolments[k].started_on + 0)
    return found


def expected_step(child: Child, facts: Facts, law: Law, on: int) -> int:
    """Give the day on which newcomer education usually ends, counted from its first day in this presence."""
    first = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        kind = facts.enrolments[k].kind
        started_on = facts.enrolments[k].started_on
        if kind >= 1 and kind < FIRST_REGULAR and has_begun(facts, k, on) and started_on >= child.present_from:
            first = min(first, started_on + 0)
    return OPEN if first == OPEN else add_months(first, in_force(law, PERIOD_NEXT_SCHOOL_EXPECTED_MONTHS, on))


def period_next_school(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """The step from newcomer education to a regular school: planned, just made, or expected."""
    newcomer = last_newcomer_enrolment(child, facts, on)
    if newcomer < 0:
        return NOTHING
    due_on = next_regular_start(child, facts, facts.enrolments[newcomer].started_on)
    until = due_on + in_force(law, PERIOD_NEXT_SCHOOL_DAYS_AFTER, on)
    notes = 0
    if due_on == OPEN:
        due_on = expected_step(child, facts, law, on)
        if on >= facts.enrolments[newcomer].left_on or due_on == OPEN:
            return NOTHING
        until = OPEN
        notes = EXPECTED
    since_on = add_months(due_on, -in_force(law, PERIOD_NEXT_SCHOOL_MONTHS_AHEAD, on))
    if on < since_on or on > until:
        return NOTHING
    began_on = facts.enrolments[newcomer].started_on + 0  # a plan for an earlier step doesn't answer this one
    plan = best_plan(child, facts, on, PERIOD_NEXT_SCHOOL, ITEM_NEXT_SCHOOL, True, began_on)
    return judge_plan(facts, plan, since_on, due_on, notes, due_on)


def continues_rejection(child: Child, facts: Facts, k: int) -> bool:
    """Tell whether a rejected status follows another one without a break."""
    for j in range(child.status_lo, child.status_hi):
        if (
            j != k
            and facts.statuses[j].status == REJECTED
            and facts.statuses[j].valid_from < facts.statuses[k].valid_from
        ):
            if facts.statuses[k].valid_from <= facts.statuses[j].valid_to:
                return True
    return False


def period_decision(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """The weeks after a claim was rejected: motivation for school often goes (TSD, AEF)."""
    if facts.statuses[k].status != REJECTED:
        return NOTHING
    decided_on = facts.statuses[k].valid_from + 0
    if decided_on == UNKNOWN:
        return undecided(NO_STATUS_START) if on < facts.statuses[k].valid_to else NOTHING
    until = decided_on + in_force(law, PERIOD_DECISION_WEEKS_AFTER, on) * DAYS_PER_WEEK
    if on < decided_on or on > until or continues_rejection(child, facts, k):
        return NOTHING
    if status_code_on(child, facts, on) != REJECTED:
        return NOTHING
    plan = best_plan(child, facts, on, PERIOD_DECISION, decided_on)
    return judge_plan(facts, plan, decided_on, decided_on, 0, OPEN)


_HERE = ("departures.left_on", "departures.back_on")
_BIRTH = ("children.born_on", "children.born_precision")
_PLAN = ("plans.rule", "plans.key", "plans.agreed_on", "plans.with", "plans.child_view")
_STAY = ("stays.valid_from", "stays.valid_to", "stays.announced_on", "stays.region", "stays.municipality")


def _dated(*fields: str) -> dict[str, tuple[str, ...]]:
    """Declare the dates of a period: when it is follows from these fields, and a plan answers it."""
    return {"since_on": fields, "due_on": fields, "met_on": ("plans.agreed_on",)}


RULES = (
    Rule(
        id="period.move", judge=period_move, each="stays", key="{valid_from}:{municipality}", label="{municipality}",
        reads=(
            *_HERE, *_PLAN, "stays.valid_from", "stays.valid_to", "stays.location", "stays.announced_on",
            "stays.child_told_on", "stays.municipality",
        ),
        dates=_dated("stays.valid_from"),
        parameters=("period.move_weeks_ahead", "period.move_weeks_after"),
    ),
    Rule(
        id="period.holiday", judge=period_holiday, each="holidays", key="{first_day}:{name}", label="{name}",
        holidays=True, reads=(*_HERE, *_PLAN, *_STAY), dates=_dated("stays.region"),
        parameters=("period.holiday_weeks_ahead", "period.holiday_min_days"),
    ),
    Rule(
        id="period.eighteen", judge=period_eighteen, key="eighteen", reads=(*_HERE, *_BIRTH, *_PLAN),
        dates=_dated("children.born_on"),
        parameters=(
            "age.adult_years", "period.eighteen_months_ahead", "period.eighteen_months_after", "birthday.feb29",
        ),
    ),
    Rule(
        id="period.next_school", judge=period_next_school, key="next_school",
        reads=(*_HERE, *_PLAN, "enrolments.kind", "enrolments.started_on", "enrolments.left_on"),
        dates=_dated("enrolments.started_on"),
        parameters=(
            "period.next_school_months_ahead", "period.next_school_days_after", "period.next_school_expected_months",
        ),
    ),
    Rule(
        id="period.decision", judge=period_decision, each="statuses", key="{valid_from}",
        reads=(*_HERE, *_PLAN, "statuses.status", "statuses.valid_from", "statuses.valid_to"),
        dates=_dated("statuses.valid_from"),
        parameters=("period.decision_weeks_after",),
    ),
)  # fmt: skip
