"""School in time: the statutory term, and interim provisions that don't meet it. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN, add_months, first_of_next_month
from leerrecht.law.facts import Child, Facts
from leerrecht.law.parameters import (
    PLACEMENT_INTERIM_MAX_MONTHS,
    PLACEMENT_NOTICE_DAYS,
    PLACEMENT_TERM_MONTHS,
    PLACEMENT_TRANSITION_MONTHS,
    PLACEMENT_UNDER_FIVE_YEARS,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    DUE,
    FROM_ARRIVAL,
    HOLIDAY,
    MET,
    MET_LATE,
    NO_LODGING_DATE,
    NO_PARAMETER,
    NO_ROW,
    NOTHING,
    NOTHING_MISSING,
    OVER_ONE_MONTH,
    OVERDUE,
    TRANSITION,
    UNDECIDED,
    UNDER_FIVE,
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
    is_holiday,
    missing_of_uncertain,
    region_known_then,
    turns,
    turns_adult,
)


def start_day(facts: Facts, k: int) -> int:
    """Give the day an application sets the clock: lodging, or arrival when its lodging is unknown."""
    application = facts.applications[k]
    return (application.arrived_on if application.lodged_on == UNKNOWN else application.lodged_on) + 0


def is_in_presence(child: Child, on: int, day: int) -> bool:
    """Tell whether a day is known, has come, and lies after the last departure."""
    return day != UNKNOWN and child.floor <= day and day <= on


def clock_start(child: Child, facts: Facts, on: int) -> int:
    """Give the day the clock started: the earliest start day in this presence; OPEN without one.

    So a later application never moves it, also not when the lodging of the first is unknown.
    """
    found = OPEN + 0
    for k in range(child.application_lo, child.application_hi):
        if is_in_presence(child, on, start_day(facts, k)):
            found = min(found, start_day(facts, k))
    return found


def is_lodged_on(child: Child, facts: Facts, day: int) -> bool:
    """Tell whether an application was lodged on a day."""
    for k in range(child.application_lo, child.application_hi):
        if facts.applications[k].lodged_on == day:
            return True
    return False


def all_ahead(child: Child, facts: Facts, on: int) -> bool:
    """Tell whether applications are known, and all of them lie after a day."""
    known = 0
    for k in range(child.application_lo, child.application_hi):
        if start_day(facts, k) != UNKNOWN:
            known += 1
            if start_day(facts, k) <= on:
                return False
    return known > 0


def earliest_arrival(child: Child, facts: Facts, on: int, start: int) -> int:
    """Give the earliest arrival of this presence before the start of the clock; UNKNOWN without one."""
    found = start + 0
    for k in range(child.application_lo, child.application_hi):
        arrived_on = facts.applications[k].arrived_on + 0
        if is_in_presence(child, on, start_day(facts, k)) and is_in_presence(child, on, arrived_on):
            found = min(found, arrived_on)
    return UNKNOWN if found == start else found


def counts_from(facts: Facts, k: int, start: int) -> bool:
    """Tell whether an enrolment counts: formal, and it runs on the start of the clock or begins on or after it."""
    return is_formal(facts, k) and has_start(facts, k) and facts.enrolments[k].left_on > start


def first_school_day(child: Child, facts: Facts, start: int, after: int) -> int:
    """Give the earliest start, later than `after`, of an enrolment that counts; OPEN without one."""
    found = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if counts_from(facts, k, start) and facts.enrolments[k].started_on > after:
            found = min(found, facts.enrolments[k].started_on + 0)
    return found


def without_clock(child: Child, facts: Facts, law: Law, on: int) -> Conclusion:
    """Judge a child whose lodging and arrival are unknown."""
    adult_on = turns_adult(child, law, on)
    if adult_on <= on:
        schooled = False
        for k in range(child.enrolment_lo, child.enrolment_hi):
            if is_formal(facts, k) and has_begun(facts, k, on) and facts.enrolments[k].started_on <= adult_on:
                schooled = True
        if not schooled:
            return NOTHING
    if child.present_from == UNKNOWN:
        return undecided(NO_LODGING_DATE)
    months = in_force(law, PLACEMENT_TERM_MONTHS, child.present_from)
    return undecided(NO_LODGING_DATE, UNKNOWN if months == UNKNOWN else add_months(child.present_from, months))


def judge_term(child: Child, facts: Facts, law: Law, on: int, start: int, due_on: int, notes: int) -> Conclusion:
    """Judge a term of which start and due date are known."""
    adult_on = turns_adult(child, law, on)
    met_on = first_school_day(child, facts, start, UNKNOWN)
    if met_on > on or met_on > adult_on:
        met_on = OPEN
        if adult_on <= on:
            return NOTHING
    early = early_due_on(child, facts, law, on, start)
    if met_on <= due_on:
        return conclusion(MET, start, due_on, notes=notes, met_on=met_on, early_due_on=early)
    missing = missing_of_uncertain(child, facts, min(on, met_on - 1), start)
    if missing != NOTHING_MISSING:
        return undecided(missing, due_on)
    if met_on != OPEN:
        return conclusion(MET_LATE, start, due_on, notes=notes, met_on=met_on, early_due_on=early)
    days = due_on - on
    state = OVERDUE if days < 0 else DUE if days <= in_force(law, PLACEMENT_NOTICE_DAYS, on) else UPCOMING
    planned = first_school_day(child, facts, start, on)
    stricter = UNKNOWN if notes & UNDER_FIVE else stricter_due_on(law, start, due_on)
    return conclusion(
        state,
        start,
        due_on,
        notes=notes | (0 if stricter == UNKNOWN else TRANSITION),
        planned_start_on=UNKNOWN if planned == OPEN else planned,
        early_due_on=early,
        stricter_due_on=stricter,
    )


def early_due_on(child: Child, facts: Facts, law: Law, on: int, start: int) -> int:
    """Give the same term counted from an arrival before the start of the clock; UNKNOWN without one."""
    arrived_on = earliest_arrival(child, facts, on, start)
    if arrived_on == UNKNOWN:
        return UNKNOWN
    return add_months(arrived_on, in_force(law, PLACEMENT_TERM_MONTHS, start))


def stricter_due_on(law: Law, start: int, due_on: int) -> int:
    """Give the stricter date for a clock that started under the former law; UNKNOWN if it isn't earlier.

    Unverified: no transitional rule was found (parameter `placement.transition_months`).
    """
    transition = law.first[PLACEMENT_TRANSITION_MONTHS]
    changed_on = law.starts[transition] + 0
    if start >= changed_on:
        return UNKNOWN
    stricter = max(changed_on, add_months(start, law.values[transition]))
    return stricter if stricter < due_on else UNKNOWN


def placement_term(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """School must begin within the term that was in force when the application was lodged; a move doesn't restart it."""
    start = clock_start(child, facts, on)
    if start == OPEN:
        return NOTHING if all_ahead(child, facts, on) else without_clock(child, facts, law, on)
    months = in_force(law, PLACEMENT_TERM_MONTHS, start)
    if months == UNKNOWN:
        return undecided(NO_PARAMETER)
    if turns_adult(child, law, on) <= start:
        return NOTHING
    due_on = add_months(start, months)
    notes = 0 if is_lodged_on(child, facts, start) else FROM_ARRIVAL
    fifth = turns(child, law, on, in_force(law, PLACEMENT_UNDER_FIVE_YEARS, on))
    if fifth > start:
        first = first_of_next_month(fifth)
        if on < first:
            return NOTHING
        due_on = max(first, due_on)
        notes |= UNDER_FIVE
    if is_holiday(law, region_known_then(child, facts, on, due_on), due_on):
        notes |= HOLIDAY
    return judge_term(child, facts, law, on, start, due_on, notes)


def placement_interim(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """An interim provision is no school: it doesn't stop the term, and beyond the term it conflicts with the law."""
    valid_from = facts.interim[k].valid_from
    if valid_from > on or on >= facts.interim[k].valid_to:
        return NOTHING
    term = placement_term(child, facts, law, on, 0)
    if term.state == NO_ROW or term.state == MET or term.state == MET_LATE:
        return NOTHING
    if term.state == UNDECIDED:
        return undecided(term.missing, term.possible_due_on)
    longest = in_force(law, PLACEMENT_INTERIM_MAX_MONTHS, on)
    notes = 0
    if longest != UNKNOWN and valid_from != UNKNOWN and on > add_months(valid_from, longest):
        notes = OVER_ONE_MONTH
    return conclusion(OVERDUE if on > term.due_on else UPCOMING, valid_from, term.due_on, notes=notes)


_TERM_READS = (
    "children.born_on", "children.born_precision", "departures.left_on", "departures.back_on",
    "applications.lodged_on", "applications.arrived_on", "enrolments.kind", "enrolments.phase", "enrolments.requested_on",
    "enrolments.started_on", "enrolments.left_on", "stays.region", "stays.municipality", "stays.valid_from",
    "stays.valid_to", "stays.announced_on",
)  # fmt: skip
_TERM_PARAMETERS = (
    "placement.term_months", "placement.transition_months", "placement.notice_days", "placement.under_five_years",
    "age.adult_years", "birthday.feb29",
)  # fmt: skip

_CLOCK = ("applications.lodged_on", "applications.arrived_on")
_DUE = {
    "due_on": (*_CLOCK, "children.born_on"), "possible_due_on": (*_CLOCK, "children.born_on", "departures.back_on"),
}  # fmt: skip
_SCHOOL = ("enrolments.started_on",)

RULES = (
    Rule(
        id="placement.term", judge=placement_term, key="term", holidays=True, reads=_TERM_READS,
        dates={
            "since_on": _CLOCK, **_DUE, "met_on": _SCHOOL, "planned_start_on": _SCHOOL, "early_due_on": _CLOCK,
            "stricter_due_on": _CLOCK,
        },
        parameters=_TERM_PARAMETERS,
    ),
    Rule(
        id="placement.interim", judge=placement_interim, each="interim", key="{provision}:{valid_from}",
        label="{provision}", holidays=True, reads=(*_TERM_READS, "interim.provision", "interim.valid_from", "interim.valid_to"),
        dates={"since_on": ("interim.valid_from",), **_DUE},
        parameters=(*_TERM_PARAMETERS, "placement.interim_max_months"),
    ),
)  # fmt: skip
