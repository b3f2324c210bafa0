"""Evaluate: facts and law on a day in, conclusions out.

`judge` asks one rule about one occurrence of one child; it is the only place where an uncertain birth date is dealt with.
`evaluate` runs rules as ordinary Python (a few children); `fill_rows` is the loop that compiled.py compiles for many.
Both call the same rule functions and give the same answers. No words, no files, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from leerrecht.law.dates import OPEN, UNKNOWN, add_months
from leerrecht.law.facts import YES, Child, Facts, child_at
from leerrecht.law.parameters import Law
from leerrecht.law.rule import NO_BIRTH_DATE, NO_ROW, NOTHING, Conclusion, Rule, undecided
from leerrecht.law.rules import RULES

AGES_IN_MONTHS = (0, 336, 36, 60, 120, 180, 204, 210, 216, 222, 228, 234, 240, 246, 252, 276, 300)
"""The ages that stand for "any age" when there is no birth date at all: the youngest, the oldest, then those between."""

ONCE, STAYS, ENROLMENTS, INTERIM, STATUSES, DEPARTURES, HOLIDAYS, MOVE_POINTS, INVOLVEMENTS, HANDOVERS = range(10)
EACH = {
    "": ONCE, "items": ONCE, "changes": ONCE, "stays": STAYS, "enrolments": ENROLMENTS, "interim": INTERIM,
    "statuses": STATUSES, "departures": DEPARTURES, "holidays": HOLIDAYS, "move_points": MOVE_POINTS,
    "involvements": INVOLVEMENTS, "handovers": HANDOVERS,
}  # fmt: skip


class Row(NamedTuple):
    """A conclusion, with the place of the child, the rule (its place in RULE_IDS) and the occurrence it is about."""

    child: int
    rule: int
    k: int
    conclusion: Conclusion


OUT_FIELDS = ("child", "k", *Conclusion._fields)
"""The fields of the rows that the compiled loop writes."""


def is_same(one: Conclusion, other: Conclusion) -> bool:
    """Tell whether two conclusions say the same: state, dates, outcome and what is missing."""
    return (
        one.state == other.state
        and one.since_on == other.since_on
        and one.due_on == other.due_on
        and one.outcome == other.outcome
        and one.missing == other.missing
    )


def if_same(one: int, other: int) -> int:
    """Give a day that two conclusions share; UNKNOWN when they differ."""
    return one if one == other else UNKNOWN


def shared(one: Conclusion, other: Conclusion) -> Conclusion:
    """Give what two conclusions that say the same have in common: nothing that only one of them knows."""
    return Conclusion(
        one.state,
        one.since_on,
        one.due_on,
        one.outcome,
        one.notes & other.notes,
        one.missing,
        if_same(one.met_on, other.met_on),
        if_same(one.planned_start_on, other.planned_start_on),
        if_same(one.possible_due_on, other.possible_due_on),
        if_same(one.early_due_on, other.early_due_on),
        if_same(one.stricter_due_on, other.stricter_due_on),
        if_same(one.days_counted, other.days_counted),
        if_same(one.times, other.times),
    )


def candidate_birth(born_from: int, born_to: int, n: int, on: int) -> int:
    """Give the n-th day on which a child may have been born: the first, the last, then steps of a month; OPEN after these.

    Exact, because no age window in the rulebook is shorter than 31 days (a test guards that).
    """
    if born_from == UNKNOWN:
        return add_months(on, -AGES_IN_MONTHS[n]) if n < len(AGES_IN_MONTHS) else OPEN
    if n == 0:
        return born_from
    if n == 1:
        return born_to if born_to != born_from else OPEN
    if born_to == born_from:
        return OPEN
    step = add_months(born_from, n - 1)
    return step if step < born_to else OPEN


def judge(rule: Any, facts: Facts, law: Law, on: int, i: int, k: int) -> Conclusion:
    """Ask a rule about occurrence k of child i; unknown only when the answer differs within what may be its birth date.

    One call of the rule in one loop: compiled code holds the rule once, which keeps the compilation short.
    """
    born_from = facts.children[i].born_from + 0
    born_to = facts.children[i].born_to + 0
    first = NOTHING
    possible_due_on = UNKNOWN
    n = 0
    while True:
        born_on = candidate_birth(born_from, born_to, n, on)
        if born_on == OPEN:
            return first
        found: Conclusion = rule(child_at(facts, i, born_on, on), facts, law, on, k)
        if n == 0:
            first = found
            if born_from == born_to and born_from != UNKNOWN:
                return found
        else:
            if n == 1:
                possible_due_on = if_same(first.due_on, found.due_on)
            if not is_same(first, found):
                return undecided(NO_BIRTH_DATE, possible_due_on)
            first = shared(first, found)
        n += 1


def occurrences(each: int, count: int, child: Child, law: Law) -> tuple[int, int]:
    """Give the first and the end of the places that a rule is asked about for a child."""
    if each == STAYS:
        return child.stay_lo, child.stay_hi
    if each == ENROLMENTS:
        return child.enrolment_lo, child.enrolment_hi
    if each == INTERIM:
        return child.interim_lo, child.interim_hi
    if each == STATUSES:
        return child.status_lo, child.status_hi
    if each == DEPARTURES:
        return child.departure_lo, child.departure_hi
    if each == MOVE_POINTS:
        return child.move_point_lo, child.move_point_hi
    if each == INVOLVEMENTS:
        return child.involvement_lo, child.involvement_hi
    if each == HANDOVERS:
        return child.handover_lo, child.handover_hi
    return 0, len(law.near_from) // 3 if each == HOLIDAYS else count


def put(out: Any, at: int, i: int, k: int, found: Conclusion) -> None:
    """Write a conclusion into a row of a record array."""
    row = out[at]
    row.child = i
    row.k = k
    row.state = found.state
    row.since_on = found.since_on
    row.due_on = found.due_on
    row.outcome = found.outcome
    row.notes = found.notes
    row.missing = found.missing
    row.met_on = found.met_on
    row.planned_start_on = found.planned_start_on
    row.possible_due_on = found.possible_due_on
    row.early_due_on = found.early_due_on
    row.stricter_due_on = found.stricter_due_on
    row.days_counted = found.days_counted
    row.times = found.times


def fill_rows(
    rule: Any,
    each: int,
    count: int,
    when_away: bool,
    facts: Facts,
    law: Law,
    on: int,
    out: Any,
    at: int,
    lo: int,
    hi: int,
) -> int:
    """Judge one rule for children lo..hi and write the conclusions from place `at`; gives the place after the last."""
    for i in range(lo, hi):
        child = child_at(facts, i, facts.children[i].born_from, on)
        if child.away == YES and not when_away:
            continue
        first, end = occurrences(each, count, child, law)
        for k in range(first, end):
            found = judge(rule, facts, law, on, i, k)
            if found.state != NO_ROW:
                put(out, at, i, k, found)
                at += 1
    return at


def count_of(rule: Rule) -> int:
    """Give how many answers a rule has when it doesn't repeat over a table: its items, two changes, or one."""
    return {"items": len(rule.items), "changes": 2}.get(rule.each, 1)


def works_when_away(rule: Rule) -> bool:
    """Tell whether a rule speaks about a child that has left: only `presence.missing` does."""
    return rule.id == "presence.missing"


def evaluate(
    *, facts: Facts, law: Law, on: int, rules: Sequence[Rule] = RULES, children: Sequence[int] | None = None
) -> Iterator[Row]:
    """Give the conclusions of children on a day, as ordinary Python.

    `facts`: lists, not arrays (an array's numbers are slow one by one). `on`: day number. `children`: places; all when absent.
    Rules that don't apply give no row.
    """
    asked = [
        (rule, EACH[rule.each], count_of(rule), works_when_away(rule), "children.born_on" in rule.reads)
        for rule in rules
    ]
    for i in range(len(facts.children) - 1) if children is None else children:
        person = facts.children[i]
        child = child_at(facts, i, person.born_from, on)
        is_certain = person.born_from == person.born_to != UNKNOWN
        for rule, each, count, when_away, reads_birth in asked:
            if child.away == YES and not when_away:
                continue
            first, end = occurrences(each, count, child, law)
            for k in range(first, end):
                if is_certain or not reads_birth:  # nothing to be uncertain about: one question
                    found: Conclusion = rule.judge(child, facts, law, on, k)
                else:
                    found = judge(rule.judge, facts, law, on, i, k)
                if found.state != NO_ROW:
                    yield Row(i, rule.code, k, found)
