"""What is left out of a conclusion: dates that are closed facts themselves. The due date is what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.rules import RULE
from leerrecht.queries.facts import seen_row

FROM_APPLICATION = ("placement.term", "placement.interim")
"""Rules of which the first day, and the date counted from arrival, are dates of the procedure."""
FROM_BSN = ("identifier.education_number", "bsn")
"""The conclusion, by rule and key, of which the first day is that of the BSN."""

RETEST = "continuity.retest"


def cut_dates(*, scope: Scope, found: Finding, number: int, plans: Sequence[Mapping[str, Any]]) -> Finding:
    """Leave out the dates that this viewer may not read as facts. `number`: the child's row; `plans`: all of its plans."""
    if found.rule in FROM_APPLICATION and not scope.sees_field("applications.lodged_on", child=number):
        notes = tuple(note for note in found.notes if note != "from_arrival")
        found = found._replace(since_on=None, early_due_on=None, notes=notes)
    if (found.rule, found.key) == FROM_BSN and scope.cut_row("identifiers", {"child": number, "kind": "bsn"}) is None:
        found = found._replace(since_on=None)
    if found.met_on is not None and not _may_know_when(scope, found, number, plans):
        found = found._replace(met_on=None)
    reach = scope.reach_of(number)
    if reach.is_aftercare and found.met_on is not None and reach.held_until_on and found.met_on >= reach.held_until_on:
        found = found._replace(met_on=None)
    return found


def _may_know_when(scope: Scope, found: Finding, number: int, plans: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a viewer may know on which day something was arranged: if by a plan, only one they may read.

    That it was arranged follows from the plan; the day is the plan itself.
    """
    answers = [row for row in plans if row["rule"] == found.rule and found.met_on in _days(row)]
    return not answers or any(seen_row(scope=scope, number=number, table="plans", row=row) for row in answers)


def _days(plan: Mapping[str, Any]) -> tuple[date | None, date | None]:
    return plan["agreed_on"], plan["requested_on"]


def is_later(found: Finding, held_until: date) -> bool:
    """Tell whether a conclusion is about something that began after a task had ended: a new stay, school or number."""
    if found.since_on is not None and found.since_on >= held_until:
        return True
    if (
        found.rule == RETEST and found.outcome != "repeated"
    ):  # about a school to come: its day is that school's first day
        return found.due_on is None or found.due_on >= held_until
    begins_on = found.due_on or found.since_on
    return RULE[found.rule].each in ("stays", "enrolments", "interim") and (
        begins_on is None or begins_on >= held_until
    )
