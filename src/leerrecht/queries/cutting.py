"""What is left out of a conclusion: dates that are closed facts themselves. The due date is what follows from them.

From which facts a date follows stands in the rule's declaration; which dates there are, in law/rule.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.rule import DATES, DUE_DATES
from leerrecht.law.rules import RULE
from leerrecht.queries.facts import seen_row

CUT = tuple(name for name in DATES if name not in DUE_DATES)
SINCE = ("met_on", "planned_start_on")
"""What happened, or was planned, maybe after a task ended."""
ABOUT_START = ("from_arrival",)
"""Notes that say what the first day is."""
Rows = Sequence[Mapping[str, Any]]

RETEST = "continuity.retest"
STATUS = "statuses.status"


def cut_dates(*, scope: Scope, found: Finding, number: int, plans: Rows) -> Finding:
    """Leave out the dates that this viewer may not read as facts. `number`: the child's row; `plans`: all of its plans."""
    ended_on = scope.reach_of(number).ended_on
    closed: dict[str, Any] = {}
    for name in CUT:
        day = getattr(found, name)
        if day is None:
            continue
        is_ahead = ended_on is not None and name in SINCE and day >= ended_on  # one reads on, not ahead
        if is_ahead or not _may_know(scope, found, name, number, plans):
            closed[name] = None
    if "since_on" in closed:
        closed["notes"] = tuple(note for note in found.notes if note not in ABOUT_START)
    return found._replace(**closed) if closed else found


def _may_know(scope: Scope, found: Finding, name: str, number: int, plans: Rows) -> bool:
    """Tell whether a viewer may read a date: all that it may follow from, or the one fact that it is."""
    fields = RULE[found.rule].behind(name, found.key)
    if fields is None:
        return False
    if scope.sees_fields(fields=fields, child=number):
        return True
    day = getattr(found, name)
    return any(_reads(scope, found, field, day, number, plans) for field in fields)


def _reads(scope: Scope, found: Finding, field: str, day: date, number: int, plans: Rows) -> bool:
    """Tell whether a viewer may read the row of a field in which this very day stands.

    That something was arranged follows from a plan; the day is the plan itself.
    """
    table, _, column = field.partition(".")
    if table == "plans":
        answers = [row for row in plans if row[column] == day]
        return any(seen_row(scope=scope, number=number, table=table, row=row) for row in answers)
    if table == "identifiers":
        return scope.cut_row(table, {"child": number, "kind": column}) is not None
    is_own_day = RULE[found.rule].each == table and day.isoformat() in found.key  # its key names the row by its day
    return is_own_day and scope.sees_fields(fields=(field,), child=number)


def is_later(found: Finding, held_until: date) -> bool:
    """Tell whether a conclusion is about something that began after a task had ended: a new stay, school, number or status.

    What follows from a status comes and goes with each decision. Who looked after a child before would learn that one was
    taken since, so they are shown none of it.
    """
    rule = RULE[found.rule]
    if STATUS in rule.reads or (found.since_on is not None and found.since_on >= held_until):
        return True
    if (
        found.rule == RETEST and found.outcome != "repeated"
    ):  # about a school to come: its day is that school's first day
        return found.due_on is None or found.due_on >= held_until
    begins_on = found.due_on or found.since_on
    return rule.each in ("stays", "enrolments", "interim") and (begins_on is None or begins_on >= held_until)
