"""One child, one number: the education number travels along, and a BSN takes its place. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.facts import BSN, EDUCATION_NUMBER, Child, Facts
from leerrecht.law.parameters import Law
from leerrecht.law.rule import (
    DUE,
    EDUCATION_NUMBER_RULE,
    ITEM_TWO_NUMBERS,
    KNOWN_BEFORE,
    MET,
    MISSING_NUMBER,
    NOTHING,
    REPLACED_BY_BSN,
    TWO_NUMBERS,
    Conclusion,
    Rule,
    conclusion,
)
from leerrecht.law.rules.common import has_begun, is_formal, plan_for

ITEM_ORDER = ("missing", "two_numbers", "bsn")


def find_number(child: Child, facts: Facts, on: int, kind: int, running: bool) -> int:
    """Give the place of a number of this kind known on a day (running, if asked); the earliest; -1 without one."""
    for k in range(child.identifier_lo, child.identifier_hi):
        if facts.identifiers[k].kind == kind and facts.identifiers[k].valid_from <= on:
            if not running or on < facts.identifiers[k].valid_to:
                return k
    return -1


def school_since(child: Child, facts: Facts, on: int) -> int:
    """Give the earliest start of the formal enrolments that run on a day; OPEN without one."""
    found = OPEN + 0
    for k in range(child.enrolment_lo, child.enrolment_hi):
        if is_formal(facts, k) and has_begun(facts, k, on) and on < facts.enrolments[k].left_on:
            found = min(found, facts.enrolments[k].started_on + 0)
    return found


def number_missing(child: Child, facts: Facts, on: int) -> Conclusion:
    """At school without a number: none was ever known, or one was known before and didn't travel along."""
    since_on = school_since(child, facts, on)
    if since_on == OPEN:
        return NOTHING
    if find_number(child, facts, on, EDUCATION_NUMBER, True) >= 0 or find_number(child, facts, on, BSN, True) >= 0:
        return NOTHING
    known = find_number(child, facts, on, EDUCATION_NUMBER, False) >= 0
    return conclusion(DUE, since_on, UNKNOWN, KNOWN_BEFORE if known else MISSING_NUMBER)


def two_numbers(child: Child, facts: Facts, on: int) -> Conclusion:
    """Two different education numbers for one child: they must be brought together, and that is recorded by a plan."""
    first = find_number(child, facts, on, EDUCATION_NUMBER, False)
    for k in range(child.identifier_lo, child.identifier_hi):
        if facts.identifiers[k].kind == EDUCATION_NUMBER and facts.identifiers[k].valid_from <= on:
            if facts.identifiers[k].value != facts.identifiers[first].value:
                since_on = facts.identifiers[k].valid_from
                plan = plan_for(child, facts, on, EDUCATION_NUMBER_RULE, ITEM_TWO_NUMBERS)
                met_on = UNKNOWN if plan < 0 else facts.plans[plan].agreed_on
                return conclusion(DUE if plan < 0 else MET, since_on, UNKNOWN, TWO_NUMBERS, met_on=met_on)
    return NOTHING


def replaced_by_bsn(child: Child, facts: Facts, on: int) -> Conclusion:
    """A BSN has come: school takes it over and the education number lapses in use."""
    bsn = find_number(child, facts, on, BSN, True)
    if bsn < 0 or find_number(child, facts, on, EDUCATION_NUMBER, False) < 0:
        return NOTHING
    running = find_number(child, facts, on, EDUCATION_NUMBER, True) >= 0
    return conclusion(DUE if running else MET, facts.identifiers[bsn].valid_from, UNKNOWN, REPLACED_BY_BSN)


def education_number(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """School has the child's number, the same as at the school before, and the BSN once there is one."""
    if k == 0:
        return number_missing(child, facts, on)
    if k == 1:
        return two_numbers(child, facts, on)
    return replaced_by_bsn(child, facts, on)


RULES = (
    Rule(
        id="identifier.education_number", judge=education_number, each="items", items=ITEM_ORDER, key="{item}",
        label="{item}", identifier_kinds=("education_number", "bsn"),
        reads=(
            "departures.left_on", "departures.back_on", "identifiers.kind", "identifiers.value",
            "identifiers.valid_from", "identifiers.valid_to", "enrolments.kind", "enrolments.started_on",
            "enrolments.left_on", "plans.rule", "plans.key", "plans.agreed_on",
        ),
        dates={},
        item_dates={
            "missing": {"since_on": ("enrolments.started_on",)},
            "two_numbers": {"since_on": ("identifiers.education_number",), "met_on": ("plans.agreed_on",)},
            "bsn": {"since_on": ("identifiers.bsn",)},
        },
    ),
)  # fmt: skip
