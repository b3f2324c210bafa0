"""One loop per rule, for compiled.py.

Numba keeps compiled code between starts only for functions that stand at the top of a written file, so each rule has its
own line here. A test holds every line to the rule's declaration.
"""

from __future__ import annotations

from typing import Any

from leerrecht.law.engine import (
    DEPARTURES,
    ENROLMENTS,
    HANDOVERS,
    HOLIDAYS,
    INTERIM,
    INVOLVEMENTS,
    MOVE_POINTS,
    ONCE,
    STATUSES,
    STAYS,
    fill_rows,
)
from leerrecht.law.facts import Facts
from leerrecht.law.parameters import Law
from leerrecht.law.rules.ages import adult_eighteen, age_compulsory
from leerrecht.law.rules.continuity import continuity_gap
from leerrecht.law.rules.identifiers import education_number
from leerrecht.law.rules.moves import continuity_move
from leerrecht.law.rules.periods import (
    period_decision,
    period_eighteen,
    period_holiday,
    period_move,
    period_next_school,
)
from leerrecht.law.rules.placement import placement_interim, placement_term
from leerrecht.law.rules.presence import presence_missing
from leerrecht.law.rules.retest import continuity_retest
from leerrecht.law.rules.roles import roles_contact, roles_gap, roles_handover, roles_takeover
from leerrecht.law.rules.status import civic_integration, extended_reception, transport_payer
from leerrecht.law.rules.tnv import tnv_admission, tnv_two_years


# ruff: noqa: D103 (one line a rule reads best; the docstring above speaks for all)
# fmt: off
def placement_term_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(placement_term, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def placement_interim_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(placement_interim, INTERIM, 1, False, facts, law, on, out, at, lo, hi)

def continuity_gap_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(continuity_gap, ENROLMENTS, 1, False, facts, law, on, out, at, lo, hi)

def education_number_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(education_number, ONCE, 3, False, facts, law, on, out, at, lo, hi)

def tnv_admission_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(tnv_admission, ENROLMENTS, 1, False, facts, law, on, out, at, lo, hi)

def tnv_two_years_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(tnv_two_years, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def age_compulsory_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(age_compulsory, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def adult_eighteen_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(adult_eighteen, ONCE, 6, False, facts, law, on, out, at, lo, hi)

def extended_reception_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(extended_reception, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def civic_integration_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(civic_integration, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def transport_payer_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(transport_payer, ONCE, 2, False, facts, law, on, out, at, lo, hi)

def period_move_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(period_move, STAYS, 1, False, facts, law, on, out, at, lo, hi)

def period_holiday_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(period_holiday, HOLIDAYS, 1, False, facts, law, on, out, at, lo, hi)

def period_eighteen_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(period_eighteen, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def period_next_school_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(period_next_school, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def period_decision_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(period_decision, STATUSES, 1, False, facts, law, on, out, at, lo, hi)

def presence_missing_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(presence_missing, DEPARTURES, 1, True, facts, law, on, out, at, lo, hi)

def continuity_move_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(continuity_move, MOVE_POINTS, 1, False, facts, law, on, out, at, lo, hi)

def continuity_retest_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(continuity_retest, ONCE, 4, False, facts, law, on, out, at, lo, hi)

def roles_gap_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(roles_gap, ONCE, 9, False, facts, law, on, out, at, lo, hi)

def roles_takeover_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(roles_takeover, INVOLVEMENTS, 1, False, facts, law, on, out, at, lo, hi)

def roles_contact_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(roles_contact, ONCE, 1, False, facts, law, on, out, at, lo, hi)

def roles_handover_rows(facts: Facts, law: Law, on: int, out: Any, at: int, lo: int, hi: int) -> int:
    return fill_rows(roles_handover, HANDOVERS, 1, False, facts, law, on, out, at, lo, hi)
# fmt: on


LOOPS: tuple[Any, ...] = (
    placement_term_rows,
    placement_interim_rows,
    continuity_gap_rows,
    education_number_rows,
    tnv_admission_rows,
    tnv_two_years_rows,
    age_compulsory_rows,
    adult_eighteen_rows,
    extended_reception_rows,
    civic_integration_rows,
    transport_payer_rows,
    period_move_rows,
    period_holiday_rows,
    period_eighteen_rows,
    period_next_school_rows,
    period_decision_rows,
    presence_missing_rows,
    continuity_move_rows,
    continuity_retest_rows,
    roles_gap_rows,
    roles_takeover_rows,
    roles_contact_rows,
    roles_handover_rows,
)
