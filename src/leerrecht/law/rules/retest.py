"""No test twice: a test that is still valid goes along to the next school. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN, add_months
from leerrecht.law.facts import PLACED, Child, Facts
from leerrecht.law.parameters import (
    CONTINUITY_DUTCH_VALID_MONTHS,
    CONTINUITY_RETEST_WEEKS_AFTER,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    CONTINUITY_RETEST,
    DUE,
    ITEM_DUTCH,
    MET_LATE,
    NO_TEST_DAY,
    NO_TEST_SCHOOL,
    NOTHING,
    NOTHING_MISSING,
    TAKE_OVER,
    TEST_PLANNED,
    TEST_REPEATED,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import DAYS_PER_WEEK, accepted_on, has_start, is_formal, met_on_time, plan_for
from leerrecht.law.tables import DOMAINS


def is_in_domain(facts: Facts, k: int, item: int) -> bool:
    """Tell whether a test is of the domain with this place in DOMAINS."""
    return facts.assessments[k].domain == item + 1


def is_valid(facts: Facts, law: Law, k: int, item: int, day: int) -> bool:
    """Tell whether a test with a known day is valid on a day; without an end written down, for the months of its domain."""
    test = facts.assessments[k]
    if test.taken_on == UNKNOWN or test.taken_on > day:
        return False
    if test.valid_until != OPEN:
        return day < test.valid_until
    return day < add_months(test.taken_on, in_force(law, CONTINUITY_DUTCH_VALID_MONTHS + item, test.taken_on))


def valid_elsewhere(child: Child, facts: Facts, law: Law, item: int, school: int, day: int, on: int) -> int:
    """Give the place of the latest test, taken by `on` at another school, that is valid on a day; -1 without one."""
    found = -1
    for k in range(child.assessment_lo, child.assessment_hi):
        test = facts.assessments[k]
        if is_in_domain(facts, k, item) and test.school != 0 and test.school != school and test.taken_on <= on:
            if is_valid(facts, law, k, item, day):
                found = k  # the rows stand in the order of their days
    return found


def times_repeated(child: Child, facts: Facts, law: Law, item: int, on: int) -> tuple[int, int]:
    """Count the tests up to `on` that were taken while one of another school was still valid; and give the last one's day."""
    times = 0
    last_on = UNKNOWN + 0
    for k in range(child.assessment_lo, child.assessment_hi):
        taken_on = facts.assessments[k].taken_on
        if is_in_domain(facts, k, item) and facts.assessments[k].school != 0 and taken_on != UNKNOWN and taken_on <= on:
            if valid_elsewhere(child, facts, law, item, facts.assessments[k].school, taken_on, taken_on - 1) >= 0:
                times += 1
                last_on = taken_on + 0
    return times, last_on


def needless_ahead(child: Child, facts: Facts, law: Law, item: int, on: int) -> int:
    """Give the place of the first test ahead for which a test of another school will still be valid; -1 without one."""
    for k in range(child.assessment_lo, child.assessment_hi):
        test = facts.assessments[k]
        if is_in_domain(facts, k, item) and test.taken_on > on and test.school != 0:
            if valid_elsewhere(child, facts, law, item, test.school, test.taken_on, on) >= 0:
                return k
    return -1


def is_new_school(facts: Facts, law: Law, on: int, k: int) -> bool:
    """Tell whether an enrolment is one that was asked for and is ahead, or began only some weeks ago."""
    row = facts.enrolments[k]
    if not is_formal(facts, k) or row.school == 0 or row.left_on <= on:
        return False
    if row.started_on == UNKNOWN:
        return row.phase != PLACED and row.requested_on <= on
    if not has_start(facts, k):
        return False
    if row.started_on > on:
        return row.requested_on <= on
    return on < row.started_on + DAYS_PER_WEEK * in_force(law, CONTINUITY_RETEST_WEEKS_AFTER, on)


def has_own_test(child: Child, facts: Facts, law: Law, item: int, school: int, on: int) -> bool:
    """Tell whether a school has a valid test of its own."""
    for k in range(child.assessment_lo, child.assessment_hi):
        if is_in_domain(facts, k, item) and facts.assessments[k].school == school:
            if is_valid(facts, law, k, item, on):
                return True
    return False


def new_school(child: Child, facts: Facts, law: Law, item: int, on: int) -> int:
    """Give the place of the first new enrolment (unknown start: last) that has a test to take over; -1 without one."""
    found = -1
    first = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        school = facts.enrolments[k].school
        if is_new_school(facts, law, on, k) and not has_own_test(child, facts, law, item, school, on):
            if valid_elsewhere(child, facts, law, item, school, on, on) >= 0:
                start = facts.enrolments[k].started_on
                start = OPEN if start == UNKNOWN else start
                if found < 0 or start < first:
                    found = k
                    first = start + 0
    return found


def what_is_missing(child: Child, facts: Facts, law: Law, item: int, on: int) -> int:
    """Give what is missing to tell whether a new school has a test to take over; NOTHING_MISSING if nothing is."""
    for k in range(child.enrolment_lo, child.enrolment_hi):
        school = facts.enrolments[k].school
        if not is_new_school(facts, law, on, k) or has_own_test(child, facts, law, item, school, on):
            continue
        if accepted_on(child, facts, school, UNKNOWN, on) != UNKNOWN:
            continue
        for j in range(child.assessment_lo, child.assessment_hi):
            test = facts.assessments[j]
            if is_in_domain(facts, j, item) and test.school != school:
                if test.taken_on == UNKNOWN and on < test.valid_until:
                    return NO_TEST_DAY
                if test.school == 0 and is_valid(facts, law, j, item, on):
                    return NO_TEST_SCHOOL
    return NOTHING_MISSING


def first_answer(child: Child, facts: Facts, item: int, school: int, since: int, on: int) -> int:
    """Give the first day on which it was settled: by a plan, or by a file that this school accepted; UNKNOWN without one."""
    accepted = accepted_on(child, facts, school, since, on)
    plan = plan_for(child, facts, on, CONTINUITY_RETEST, ITEM_DUTCH + item, False, since)
    if plan < 0:
        return accepted
    agreed_on = facts.plans[plan].agreed_on + 0
    return agreed_on if accepted == UNKNOWN else min(accepted, agreed_on)


def judge_needless(
    child: Child, facts: Facts, law: Law, on: int, item: int, school: int, due_on: int, outcome: int, times: int
) -> Conclusion:
    """Judge what a school is about to do: a test that it planned (outcome TEST_PLANNED), or a start (TAKE_OVER)."""
    day = due_on if outcome == TEST_PLANNED else on
    since_on = facts.assessments[valid_elsewhere(child, facts, law, item, school, day, on)].taken_on + 0
    met_on = first_answer(child, facts, item, school, since_on, on)
    is_now = outcome == TEST_PLANNED or (due_on != UNKNOWN and due_on <= on)
    state = DUE if is_now else UPCOMING
    if met_on != UNKNOWN:
        state = met_on_time(met_on, OPEN if due_on == UNKNOWN else due_on)
    return conclusion(state, since_on, due_on, outcome, met_on=met_on, times=times)


def continuity_retest(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """A test that is valid is taken over by the next school; one that was taken all the same is counted."""
    times, last_on = times_repeated(child, facts, law, k, on)
    ahead = needless_ahead(child, facts, law, k, on)
    if ahead >= 0:
        test = facts.assessments[ahead]
        return judge_needless(child, facts, law, on, k, test.school + 0, test.taken_on + 0, TEST_PLANNED, times)
    place = new_school(child, facts, law, k, on)
    if place >= 0:
        row = facts.enrolments[place]
        return judge_needless(child, facts, law, on, k, row.school + 0, row.started_on + 0, TAKE_OVER, times)
    missing = what_is_missing(child, facts, law, k, on)
    if missing != NOTHING_MISSING:
        return undecided(missing)
    if times == 0:
        return NOTHING
    return conclusion(MET_LATE, last_on, UNKNOWN, TEST_REPEATED, met_on=last_on, times=times)


RULES = (
    Rule(
        id="continuity.retest", judge=continuity_retest, each="items", items=DOMAINS, key="{item}", label="{item}",
        reads=(
            "departures.left_on", "departures.back_on", "assessments.domain", "assessments.school",
            "assessments.taken_on", "assessments.valid_until", "enrolments.kind", "enrolments.phase",
            "enrolments.requested_on", "enrolments.started_on", "enrolments.left_on", "enrolments.school",
            "transfers.to_school", "transfers.decision", "transfers.decided_on", "plans.rule", "plans.key",
            "plans.agreed_on",
        ),
        dates={
            "since_on": ("assessments.taken_on",), "due_on": ("assessments.taken_on", "enrolments.started_on"),
            "met_on": ("assessments.taken_on", "transfers.decided_on", "plans.agreed_on"),
        },
        parameters=(
            "continuity.dutch_valid_months", "continuity.maths_valid_months", "continuity.learning_valid_months",
            "continuity.home_language_valid_months", "continuity.retest_weeks_after",
        ),
    ),
)  # fmt: skip
