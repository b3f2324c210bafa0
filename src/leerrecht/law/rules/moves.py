"""A move without a break: what both sides arrange, point by point. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.facts import YES, Child, Facts
from leerrecht.law.parameters import (
    CONTINUITY_MOVE_NEXT_SCHOOL_DAYS,
    CONTINUITY_MOVE_NOTICE_DAYS,
    CONTINUITY_MOVE_WEEKS_AFTER,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    DUE,
    INFORMED,
    MET,
    NO_MOVE_DATE,
    NOTHING,
    OVERDUE,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import ANY_SCHOOL, DAYS_PER_WEEK, accepted_on, has_start, is_formal, met_on_time
from leerrecht.law.tables import MOVE_ITEMS

FIRST_DAYS = CONTINUITY_MOVE_NEXT_SCHOOL_DAYS - 1
"""The parameters of the points stand in the order of their codes, which begin at 1."""
NEXT_SCHOOL = MOVE_ITEMS.index("next_school") + 1
SCHOOL_DAY_ONE = MOVE_ITEMS.index("school_day_one") + 1
FIRST_IN_FILE = MOVE_ITEMS.index("number") + 1
LAST_IN_FILE = MOVE_ITEMS.index("attendance_summary") + 1
"""From the first to the last: what the transfer file brings along."""


def stay_announced(child: Child, facts: Facts, opened_on: int) -> int:
    """Give the place of the stay that was announced on a day; -1 without one. Several: the first to begin, then to be read."""
    found = -1
    for k in range(child.stay_lo, child.stay_hi):
        stay = facts.stays[k]
        if stay.announced_on == opened_on and stay.valid_from != UNKNOWN:
            if found < 0 or stay.valid_from < facts.stays[found].valid_from:
                found = k
    return found


def is_informed(facts: Facts, k: int, on: int) -> bool:
    """Tell whether others than who arrange the move may know of it: the child does, or somebody wrote down why not first."""
    told_on = facts.stays[k].child_told_on
    return (told_on != UNKNOWN and told_on <= on) or facts.stays[k].told_early == YES


def state_by(law: Law, on: int, due_on: int) -> int:
    """Give the state of something that isn't done: ahead, asked for now, or too late."""
    if on > due_on:
        return OVERDUE
    return UPCOMING if due_on - on > in_force(law, CONTINUITY_MOVE_NOTICE_DAYS, on) else DUE


def first_enrolled_on(child: Child, facts: Facts, item: int, opened_on: int, on: int) -> int:
    """Give the first day since the list was opened on which a new school settled a point; OPEN without one.

    The next school is known once it was asked for a place (and that still stands), or the child began there. The first
    day at school is agreed once the school that accepted the file has one, or it is there.
    """
    found = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        row = facts.enrolments[k]
        if not is_formal(facts, k) or (row.started_on != UNKNOWN and not has_start(facts, k)):
            continue  # no school, or a place that was called off before it began
        if has_start(facts, k) and opened_on <= row.started_on:
            if row.started_on <= on:
                found = min(found, row.started_on + 0)
            accepted = accepted_on(child, facts, row.school + 0, opened_on, on)
            if row.school != 0 and accepted != UNKNOWN:
                found = min(found, accepted)
        if item == NEXT_SCHOOL and opened_on <= row.requested_on and row.requested_on <= on and on < row.left_on:
            found = min(found, row.requested_on + 0)
    return found


def settled_on(child: Child, facts: Facts, on: int, k: int) -> int:
    """Give the first day on which a point was done: as somebody wrote down, or by what the schools did; OPEN without one."""
    point = facts.move_points[k]
    found = OPEN + 0
    if point.done_on != UNKNOWN and point.done_on <= on:
        found = min(found, point.done_on + 0)
    if point.item == NEXT_SCHOOL or point.item == SCHOOL_DAY_ONE:
        found = min(found, first_enrolled_on(child, facts, point.item + 0, point.opened_on + 0, on))
    if point.item == NEXT_SCHOOL or (point.item >= FIRST_IN_FILE and point.item <= LAST_IN_FILE):
        accepted = accepted_on(child, facts, ANY_SCHOOL, point.opened_on + 0, on)
        if accepted != UNKNOWN:
            found = min(found, accepted)
    return found


def continuity_move(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """One point of the list around a move: by the day agreed, else by the usual day, counted back from the move."""
    point = facts.move_points[k]
    opened_on = point.opened_on + 0
    if opened_on == UNKNOWN or opened_on > on or opened_on < child.present_from:
        return NOTHING  # kept for a later move, or about one before the child left
    due_on = point.due_on + 0
    notes = 0
    stay = stay_announced(child, facts, opened_on)
    if stay >= 0:
        moves_on = facts.stays[stay].valid_from
        if on > moves_on + in_force(law, CONTINUITY_MOVE_WEEKS_AFTER, on) * DAYS_PER_WEEK:
            return NOTHING
        if due_on == UNKNOWN:
            due_on = moves_on - in_force(law, FIRST_DAYS + point.item, on)
        if is_informed(facts, stay, on):
            notes = INFORMED
    done_on = settled_on(child, facts, on, k)
    if done_on != OPEN:
        state = MET if due_on == UNKNOWN else met_on_time(done_on, due_on)
        return conclusion(state, opened_on, due_on, notes=notes, met_on=done_on)
    if due_on == UNKNOWN:
        return undecided(NO_MOVE_DATE)
    return conclusion(state_by(law, on, due_on), opened_on, due_on, notes=notes)


RULES = (
    Rule(
        id="continuity.move", judge=continuity_move, each="move_points", horizon_days=7,
        key="{opened_on}:{item}", label="{item}",
        reads=(
            "departures.left_on", "departures.back_on", "stays.valid_from", "stays.announced_on", "stays.child_told_on",
            "stays.told_early_reason", "move_points.opened_on", "move_points.item", "move_points.due_on",
            "move_points.done_on", "enrolments.school", "enrolments.kind", "enrolments.requested_on",
            "enrolments.started_on", "enrolments.left_on", "transfers.to_school", "transfers.decision",
            "transfers.decided_on",
        ),
        dates={
            "since_on": ("move_points.opened_on",), "due_on": ("move_points.due_on", "stays.valid_from"),
            "met_on": (
                "move_points.done_on", "enrolments.requested_on", "enrolments.started_on", "transfers.decided_on",
            ),
        },
        parameters=(
            "continuity.move_notice_days", "continuity.move_weeks_after",
            *(f"continuity.move_{item}_days" for item in MOVE_ITEMS),
        ),
    ),
)  # fmt: skip
