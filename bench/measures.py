"""What is asked of every engine, as scalar functions over one child's facts, and the loops that numba compiles.

`placement_term` and `period_eighteen` are the product's own rules. Days without school and moves in a year are no rules:
they are written here, over the same facts, and compiled the same way. All that is compiled from this file stands in this
file (or in the law package), so that numba's cache notices a change.
"""

from __future__ import annotations

from typing import Any

from leerrecht.law.dates import OPEN, add_months, birthday
from leerrecht.law.engine import judge
from leerrecht.law.facts import Child, Facts, child_at
from leerrecht.law.parameters import (
    AGE_ADULT_YEARS,
    BIRTHDAY_FEB29,
    PERIOD_EIGHTEEN_MONTHS_AHEAD,
    PLACEMENT_TERM_MONTHS,
    Law,
    in_force,
)
from leerrecht.law.rule import NO_ROW
from leerrecht.law.rules.common import has_begun, is_formal
from leerrecht.law.rules.periods import period_eighteen
from leerrecht.law.rules.placement import placement_term

DAYS_OF_MOVES = 365
FIELDS = ("state", "since_on", "due_on", "near_eighteen", "days_without_school", "moves")
FLAT_FIELDS = ("due_on", "near_eighteen")


def days_without(child: Child, facts: Facts, on: int) -> int:
    """Count the calendar days without formal education after it had begun once, up to a day."""
    count = 0
    covered_to = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):  # sorted by start
        if is_formal(facts, k) and has_begun(facts, k, on):
            if covered_to == OPEN:
                covered_to = facts.enrolments[k].started_on + 0
            count += max(0, facts.enrolments[k].started_on - covered_to)
            covered_to = max(covered_to, min(facts.enrolments[k].left_on + 0, on))
    return count if covered_to == OPEN else count + on - covered_to


def moves_before(child: Child, facts: Facts, on: int) -> int:
    """Count the moves to another location in the year up to a day."""
    count = 0
    for k in range(child.stay_lo + 1, child.stay_hi):  # sorted by start
        moved_on = facts.stays[k].valid_from
        if moved_on > on - DAYS_OF_MOVES and moved_on <= on and facts.stays[k].location != facts.stays[k - 1].location:
            count += 1
    return count


def measure_child(facts: Facts, law: Law, on: int, i: int) -> tuple[int, int, int, int, int, int]:
    """Give the answers about one child, in the order of FIELDS."""
    child = child_at(facts, i, facts.children[i].born_from, on)
    term = judge(placement_term, facts, law, on, i, 0)
    eighteen = judge(period_eighteen, facts, law, on, i, 0)
    near = 0 if eighteen.state == NO_ROW else 1
    return (
        term.state, term.since_on, term.due_on, near, days_without(child, facts, on), moves_before(child, facts, on),
    )  # fmt: skip


def measure_flat(born_on: int, since_on: int, law: Law, on: int) -> tuple[int, int]:
    """Give the due date of a clock that is known, and whether the eighteenth birthday is near: no timeline needed."""
    due_on = add_months(since_on, in_force(law, PLACEMENT_TERM_MONTHS, since_on))
    adult_on = birthday(born_on, in_force(law, AGE_ADULT_YEARS, on), in_force(law, BIRTHDAY_FEB29, on))
    near = 1 if on >= add_months(adult_on, -in_force(law, PERIOD_EIGHTEEN_MONTHS_AHEAD, on)) else 0
    return due_on, near


def fill_measures(facts: Facts, law: Law, on: int, out: Any, lo: int, hi: int) -> None:
    """Write the answers about children lo..hi."""
    for i in range(lo, hi):
        state, since_on, due_on, near, days, moves = measure_child(facts, law, on, i)
        row = out[i]
        row.state = state
        row.since_on = since_on
        row.due_on = due_on
        row.near_eighteen = near
        row.days_without_school = days
        row.moves = moves


def fill_flat(born: Any, since: Any, law: Law, on: int, out: Any, lo: int, hi: int) -> None:
    """Write the flat answers about children lo..hi."""
    for i in range(lo, hi):
        due_on, near = measure_flat(born[i] + 0, since[i] + 0, law, on)
        row = out[i]
        row.due_on = due_on
        row.near_eighteen = near


SCALARS = (days_without, moves_before, measure_child, measure_flat)
