"""Who does what: a task that nobody holds, somebody who stands in, one fixed contact person. Readings: docs/decisions/0003.

What happens around a child of 18 or older is asked by `adult.eighteen`; these rules are silent from that birthday.
"""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.facts import NO, STAND_IN, YES, Child, Facts
from leerrecht.law.parameters import (
    NEEDED_BY,
    ROLES_AHEAD_DAYS,
    ROLES_GAP_DAYS,
    ROLES_HANDOVER_AT_ONCE_DAYS,
    ROLES_HANDOVER_WEEKS_AFTER,
    ROLES_NEEDED_FIRST,
    ROLES_TAKEOVER_WEEKS_AFTER,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    AT_ONCE,
    CHILD_NOT_TOLD,
    DUE,
    MET,
    MET_LATE,
    NO_CONTACT,
    NO_END,
    NO_RECEIVER,
    NO_UNACCOMPANIED,
    NOTHING,
    OVERDUE,
    PLAIN,
    SEVERAL,
    STAYS_AFTER_ALL,
    TOLD_OTHERWISE,
    UNNAMED,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import DAYS_PER_WEEK, turns_adult
from leerrecht.law.rules.placement import clock_start
from leerrecht.law.tables import FIXED_CONTACT, TASKS

NEEDED_BY_NOBODY = NEEDED_BY.index("nobody")
NEEDED_BY_UNACCOMPANIED = NEEDED_BY.index("unaccompanied")
CONTACT = TASKS.index(FIXED_CONTACT) + 1


def is_about(facts: Facts, k: int, task: int) -> bool:
    """Tell whether a row says who holds a task: somebody by name, for at least a day (or still)."""
    row = facts.involvements[k]
    return row.task == task and row.person != 0 and row.valid_from < row.valid_to


def covers(facts: Facts, k: int, day: int) -> bool:
    """Tell whether a row runs on a day."""
    return facts.involvements[k].valid_from <= day and day < facts.involvements[k].valid_to


def is_held(child: Child, facts: Facts, task: int, day: int, by_holder: bool) -> bool:
    """Tell whether somebody holds a task on a day. `by_holder`: a stand-in doesn't count."""
    for k in range(child.involvement_lo, child.involvement_hi):
        if is_about(facts, k, task) and covers(facts, k, day):
            if not by_holder or facts.involvements[k].capacity != STAND_IN:
                return True
    return False


def falls_open_on(child: Child, facts: Facts, task: int, on: int) -> int:
    """Give the first day from `on` on which nobody holds a task, as holders follow each other; OPEN when none is known.

    The rows stand in the order of their starts, so that one pass finds it.
    """
    found = on + 0
    for k in range(child.involvement_lo, child.involvement_hi):
        if is_about(facts, k, task) and covers(facts, k, found):
            found = facts.involvements[k].valid_to + 0
    return found


def fell_open_on(child: Child, facts: Facts, task: int, on: int) -> int:
    """Give since when nobody holds a task: the last holder's end, else when the child came (back); UNKNOWN if not known."""
    found = child.present_from + 0
    for k in range(child.involvement_lo, child.involvement_hi):
        if is_about(facts, k, task) and facts.involvements[k].valid_to <= on:
            found = max(found, facts.involvements[k].valid_to + 0)
    if found != UNKNOWN:
        return found
    start = clock_start(child, facts, on)
    return UNKNOWN if start == OPEN else start


def has_no_name(child: Child, facts: Facts, task: int, on: int) -> bool:
    """Tell whether a task is written down for a day without anybody's name."""
    for k in range(child.involvement_lo, child.involvement_hi):
        row = facts.involvements[k]
        if row.task == task and row.person == 0 and covers(facts, k, on):
            return True
    return False


def need_of(child: Child, law: Law, on: int, task: int, day: int) -> int:
    """Say whether somebody must hold a task on a day: YES, NO, or UNKNOWN when that depends on whether parents are here."""
    needed = in_force(law, ROLES_NEEDED_FIRST + task - 1, on)
    if needed == NEEDED_BY_NOBODY:
        return NO
    if needed == NEEDED_BY_UNACCOMPANIED and child.unaccompanied == NO:
        return NO
    if turns_adult(child, law, on) <= day:
        return NO
    return UNKNOWN if needed == NEEDED_BY_UNACCOMPANIED and child.unaccompanied == UNKNOWN else YES


def judge_gap(child: Child, facts: Facts, law: Law, on: int, task: int) -> Conclusion:
    """Judge a task: nobody holds it, or will soon."""
    if in_force(law, ROLES_NEEDED_FIRST + task - 1, on) == NEEDED_BY_NOBODY:
        return NOTHING  # asked first: most tasks are needed by nobody
    open_on = falls_open_on(child, facts, task, on)
    if open_on - on > in_force(law, ROLES_AHEAD_DAYS, on):
        return NOTHING
    needed = need_of(child, law, on, task, open_on)
    if needed == NO:
        return NOTHING
    if needed == UNKNOWN:
        return undecided(NO_UNACCOMPANIED)
    if open_on > on:
        return conclusion(UPCOMING, UNKNOWN, open_on)
    outcome = UNNAMED if has_no_name(child, facts, task, on) else PLAIN
    since_on = fell_open_on(child, facts, task, on)
    if since_on == UNKNOWN:
        return conclusion(DUE, outcome=outcome)
    due_on = since_on + in_force(law, ROLES_GAP_DAYS, on)
    return conclusion(DUE if on <= due_on else OVERDUE, since_on, due_on, outcome)


def roles_gap(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """A task that somebody should hold and nobody does, or soon nobody will."""
    return judge_gap(child, facts, law, on, k + 1)


def roles_takeover(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Somebody who stands in: until when was agreed, and then there is a holder again."""
    row = facts.involvements[k]
    task = row.task + 0
    if row.capacity != STAND_IN or task == 0 or not is_about(facts, k, task) or row.valid_from > on:
        return NOTHING
    since_on = row.valid_from + 0
    ends_on = row.valid_to + 0
    if ends_on == OPEN:
        if turns_adult(child, law, on) <= on:
            return NOTHING
        return conclusion(DUE, since_on, since_on, NO_END)
    if ends_on <= child.present_from or turns_adult(child, law, on) <= ends_on:
        return NOTHING
    if on < ends_on:
        if is_held(child, facts, task, ends_on, True):
            return NOTHING
        return conclusion(UPCOMING, since_on, ends_on)
    if on > ends_on + in_force(law, ROLES_TAKEOVER_WEEKS_AFTER, on) * DAYS_PER_WEEK:
        return NOTHING
    if is_held(child, facts, task, on, False):
        return NOTHING
    return conclusion(DUE if on == ends_on else OVERDUE, since_on, ends_on)


def contacts_on(child: Child, facts: Facts, on: int) -> int:
    """Count the people who are the fixed contact person on a day; who stands in isn't another one."""
    count = 0
    for k in range(child.involvement_lo, child.involvement_hi):
        if is_about(facts, k, CONTACT) and covers(facts, k, on) and facts.involvements[k].capacity != STAND_IN:
            is_new = True
            for j in range(child.involvement_lo, k):
                if is_about(facts, j, CONTACT) and covers(facts, j, on) and facts.involvements[j].capacity != STAND_IN:
                    if facts.involvements[j].person == facts.involvements[k].person:
                        is_new = False
            if is_new:
                count += 1
    return count


def roles_contact(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """One fixed contact person: not nobody, and not several."""
    count = contacts_on(child, facts, on)
    if count > 1:
        needed = need_of(child, law, on, CONTACT, on)
        if needed == UNKNOWN:
            return undecided(NO_UNACCOMPANIED)
        return conclusion(DUE, outcome=SEVERAL, times=count) if needed == YES else NOTHING
    found = judge_gap(child, facts, law, on, CONTACT)
    if found.state != DUE and found.state != OVERDUE:
        return found
    return conclusion(DUE, found.since_on, outcome=NO_CONTACT if found.outcome == PLAIN else found.outcome)


def judge_stays(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Judge what the child was told and doesn't hold: who would stop stays after all. They hear that within the term."""
    since_on = facts.handovers[k].changed_on + 0
    if (
        since_on == UNKNOWN
        or since_on > on
        or since_on <= child.present_from
        or turns_adult(child, law, on) <= since_on
    ):
        return NOTHING
    if on > since_on + in_force(law, ROLES_HANDOVER_WEEKS_AFTER, on) * DAYS_PER_WEEK:
        return NOTHING
    due_on = since_on + in_force(law, ROLES_HANDOVER_AT_ONCE_DAYS, on)
    told_on = facts.handovers[k].child_told_on + 0
    if told_on != UNKNOWN and told_on <= on:
        return conclusion(MET if told_on <= due_on else MET_LATE, since_on, due_on, STAYS_AFTER_ALL, 0, told_on)
    return conclusion(DUE if on <= due_on else OVERDUE, since_on, due_on, STAYS_AFTER_ALL)


def roles_handover(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Somebody stops: the tasks are handed over warmly, with the child, on the last day at the latest; signed by both."""
    row = facts.handovers[k]
    stops_on = row.stops_on + 0
    opened_on = row.opened_on + 0
    if stops_on == UNKNOWN:
        return judge_stays(child, facts, law, on, k)
    if opened_on > on or stops_on <= child.present_from:
        return NOTHING
    if turns_adult(child, law, on) <= stops_on:
        return NOTHING
    if on > stops_on + in_force(law, ROLES_HANDOVER_WEEKS_AFTER, on) * DAYS_PER_WEEK:
        return NOTHING
    due_on = stops_on - 1
    notes = 0
    if row.at_once == YES:
        due_on = stops_on + in_force(law, ROLES_HANDOVER_AT_ONCE_DAYS, on)
        notes = AT_ONCE
    if row.given_on != UNKNOWN and row.received_on != UNKNOWN:
        met_on = max(row.given_on + 0, row.received_on + 0)
        if met_on <= on:
            return conclusion(MET if met_on <= due_on else MET_LATE, opened_on, due_on, PLAIN, notes, met_on)
    if row.child_told_on == UNKNOWN or row.child_told_on > on:
        notes += TOLD_OTHERWISE if row.changed_on != UNKNOWN and row.changed_on <= on else CHILD_NOT_TOLD
    outcome = PLAIN if row.to_person == YES else NO_RECEIVER
    return conclusion(DUE if on <= due_on else OVERDUE, opened_on, due_on, outcome, notes)


_TASK = ("involvements.task", "involvements.person", "involvements.valid_from", "involvements.valid_to")
_HERE = ("departures.left_on", "departures.back_on")
_BIRTH = ("children.born_on", "children.born_precision")
_STARTS = ("applications.lodged_on", "applications.arrived_on")
_SINCE = ("involvements.valid_to", "departures.back_on", *_STARTS)
_AGE = ("age.adult_years", "birthday.feb29")

RULES = (
    Rule(
        id="roles.gap", judge=roles_gap, each="items", items=TASKS[: CONTACT - 1], key="{item}", label="{item}",
        horizon_days=14,
        item_categories=dict.fromkeys(("procedure", "transport", "eighteen"), "residence_status"),
        reads=(*_TASK, *_HERE, *_STARTS, *_BIRTH, "children.unaccompanied"),
        dates={"since_on": _SINCE, "due_on": _SINCE},
        parameters=(
            *_AGE, "roles.gap_days", "roles.ahead_days", *(f"roles.needed_{task}" for task in TASKS[: CONTACT - 1]),
        ),
    ),
    Rule(
        id="roles.takeover", judge=roles_takeover, each="involvements", key="{task}:{valid_from}", label="{task}",
        horizon_days=14,
        reads=(*_TASK, "involvements.capacity", *_HERE, *_BIRTH),
        dates={
            "since_on": ("involvements.valid_from",), "due_on": ("involvements.valid_to", "involvements.valid_from"),
        },
        parameters=(*_AGE, "roles.takeover_weeks_after"),
    ),
    Rule(
        id="roles.contact", judge=roles_contact, key="contact", horizon_days=14,
        reads=(*_TASK, "involvements.capacity", *_HERE, *_STARTS, *_BIRTH, "children.unaccompanied"),
        dates={"since_on": _SINCE, "due_on": ("involvements.valid_to",)},
        parameters=(*_AGE, "roles.gap_days", "roles.ahead_days", f"roles.needed_{FIXED_CONTACT}"),
    ),
    Rule(
        id="roles.handover", judge=roles_handover, each="handovers", key="{task}:{stops_on}", label="{task}",
        horizon_days=28,
        reads=(
            "handovers.task", "handovers.opened_on", "handovers.stops_on", "handovers.at_once", "handovers.to_person",
            "handovers.child_told_on", "handovers.changed_on", "handovers.given_on", "handovers.received_on", *_HERE,
            *_BIRTH,
        ),
        dates={
            "since_on": ("handovers.opened_on", "handovers.changed_on"),
            "due_on": ("handovers.stops_on", "handovers.at_once", "handovers.changed_on"),
            "met_on": ("handovers.given_on", "handovers.received_on", "handovers.child_told_on"),
        },
        parameters=(*_AGE, "roles.handover_at_once_days", "roles.handover_weeks_after"),
    ),
)  # fmt: skip
