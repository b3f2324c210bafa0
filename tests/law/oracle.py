"""An independent, obvious reading of the law rules, from docs/decisions/0003 and the plan, never from the code.

`conclude(history=..., on=...)` gives the rows of all rules, unordered. Nothing here imports leerrecht; the values
of the law are written out as constants, so that a mistake in the rulebook's loader shows as a difference too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from tests.law.oracle_adult import (
    adult_civic_integration,
    adult_eighteen,
    adult_extended_reception,
    adult_transport_payer,
)
from tests.law.oracle_facts import (
    Application,
    Assessment,
    Departure,
    Enrolment,
    Handover,
    History,
    Identifier,
    Interim,
    Involvement,
    MovePoint,
    Plan,
    Row,
    Status,
    Stay,
    Transfer,
    add_months,
    birthday,
    presence,
    unknown,
)
from tests.law.oracle_moves import continuity_move
from tests.law.oracle_periods import (
    period_decision,
    period_eighteen,
    period_holiday,
    period_move,
    period_next_school,
    presence_missing,
)
from tests.law.oracle_retest import continuity_retest
from tests.law.oracle_roles import roles_contact, roles_gap, roles_handover, roles_takeover
from tests.law.oracle_school import (
    age_compulsory,
    continuity_gap,
    identifier_education_number,
    placement_interim,
    placement_term,
    tnv_admission,
    tnv_two_years,
)

__all__ = [
    "Application", "Assessment", "Departure", "Enrolment", "Handover", "History", "Identifier", "Interim", "Involvement",
    "MovePoint", "Plan", "Row", "Status", "Stay", "Transfer",
    "add_months", "birthday", "conclude", "sampled_births",
]  # fmt: skip

RULES_BY_AGE = [
    placement_term, placement_interim, age_compulsory, adult_eighteen, adult_extended_reception,
    adult_civic_integration, adult_transport_payer, period_eighteen, roles_gap, roles_takeover, roles_contact,
    roles_handover,
]  # fmt: skip
RULES_WITHOUT_AGE = [
    continuity_gap, identifier_education_number, tnv_admission, tnv_two_years,
    period_move, period_holiday, period_next_school, period_decision, continuity_move, continuity_retest,
]  # fmt: skip


def sampled_births(h: History, on: date) -> list[date]:
    """The births a child is judged for: one when the date is known, else the samples of the page."""
    if h.born_from is None or h.born_to is None:
        ages_in_months = [0, 36, 60, 120, 180, 204]
        ages_in_months += [210, 216, 222, 228, 234, 240, 246, 252]  # every half year up to 21
        ages_in_months += [276, 300, 336]  # 23, 25, 28
        return [add_months(on, -age) for age in ages_in_months]
    births, step = [], 0
    while add_months(h.born_from, step) < h.born_to:
        births.append(add_months(h.born_from, step))
        step += 1
    return [*births, h.born_to]


def conclude(*, history: History, on: date) -> list[Row]:
    if presence(history, on).away:
        return presence_missing(history, on)
    rows = []
    for rule in RULES_WITHOUT_AGE:
        rows += rule(history, on)
    births = sampled_births(history, on)
    for rule_by_age in RULES_BY_AGE:
        rows += _agree([rule_by_age(history, born, on) for born in births])
    return rows


def _agree(answers: list[list[Row]]) -> list[Row]:
    """One answer per occurrence: the same for every birth, or unknown."""
    per_birth = [_by_occurrence(rows) for rows in answers]
    occurrences: list[tuple[str, str, int]] = []
    for found in per_birth:
        occurrences += [o for o in found if o not in occurrences]
    agreed = []
    for occurrence in occurrences:
        rows = [found.get(occurrence) for found in per_birth]
        first, last = rows[0], rows[-1]
        if first is not None and all(row is not None and _same(row, first) for row in rows):
            agreed.append(_shared([row for row in rows if row is not None]))
            continue
        possible = None
        if first is not None and last is not None and first.due_on == last.due_on:
            possible = first.due_on
        agreed.append(unknown(occurrence[0], occurrence[1], "children.born_on", possible))
    return agreed


def _same(a: Row, b: Row) -> bool:
    return (a.state, a.since_on, a.due_on, a.outcome, a.missing) == (
        b.state,
        b.since_on,
        b.due_on,
        b.outcome,
        b.missing,
    )


def _shared(rows: list[Row]) -> Row:
    """What rows that say the same have in common: nothing that only one of them knows."""
    first = rows[0]
    extras = [
        "met_on",
        "planned_start_on",
        "possible_due_on",
        "early_due_on",
        "stricter_due_on",
        "days_counted",
        "times",
    ]
    kept = {name: getattr(first, name) if len({getattr(row, name) for row in rows}) == 1 else None for name in extras}
    return replace(first, notes=frozenset.intersection(*(row.notes for row in rows)), **kept)


def _by_occurrence(rows: list[Row]) -> dict[tuple[str, str, int], Row]:
    """By rule and key; two rows with the same key are told apart by their order."""
    count: Counter[tuple[str, str]] = Counter()
    found = {}
    for row in rows:
        found[row.rule, row.key, count[row.rule, row.key]] = row
        count[row.rule, row.key] += 1
    return found
