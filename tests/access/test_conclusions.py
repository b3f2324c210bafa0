"""Which rules each role sees the conclusions of, and that nothing which follows from a status ever reaches a school."""

from __future__ import annotations

import pytest

from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rules import RULE, RULES
from tests.access.expected import SEEING, scope_of

ALL = set(RULE_IDS)
STATUS = {"adult.extended_reception", "adult.civic_integration", "adult.transport_payer", "period.decision"}
MOVES = {"period.move"}
HANDOVERS = {"roles.handover"}
TERMS = {"placement.term", "placement.interim", "continuity.gap", "continuity.move", "age.compulsory", "tnv.two_years"}
ROLES = {"roles.gap", "roles.takeover", "roles.contact"}
SEEN = {
    "legal_representative": ALL,
    "reception": ALL,
    "school": ALL - STATUS - MOVES - HANDOVERS,
    "compulsory_education": TERMS | ROLES,
    "care": set(),
    "ggd": set(),
    "child": ALL,
}


def reads(rule_id: str) -> list[str]:
    """The fields of a rule; what it reads of identifiers are the education number and the BSN."""
    fields = RULE[rule_id].reads
    numbers = (
        ["identifiers.education_number", "identifiers.bsn"] if any("identifiers." in each for each in fields) else []
    )
    return [field for field in fields if not field.startswith("identifiers.")] + numbers


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_each_rule_is_seen_by_those_for_whom_all_it_reads_is_open(role, rule_id) -> None:
    scope = scope_of(role)
    seen = rule_id in SEEN[role]
    assert scope.sees_conclusion(fields=reads(rule_id)) == seen
    assert scope.sees_conclusion(fields=reads(rule_id), categories=RULE[rule_id].categories) == seen
    assert not scope.sees_conclusion(fields=[*reads(rule_id), "rooms.size"])


def test_the_rules_that_read_a_status_are_those_we_think() -> None:
    assert {rule.id for rule in RULES if any(field.startswith("statuses.") for field in rule.reads)} == STATUS


@pytest.mark.parametrize("role", ["school", "compulsory_education", "care", "ggd"])
@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_nothing_that_follows_from_a_status_is_seen_outside_reception_and_guardianship(role, rule_id) -> None:
    scope = scope_of(role)
    rule = RULE[rule_id]
    assert not scope.sees_conclusion(fields=reads(rule_id), categories=["residence_status"])
    if "residence_status" in rule.categories:
        assert not scope.sees_conclusion(fields=reads(rule_id))
        assert not scope.sees_conclusion(fields=rule.reads)
    for item, category in rule.item_categories.items():
        assert not scope.sees_conclusion(fields=reads(rule_id), categories=[category]), item


def test_iterators_are_read_once_and_still_checked() -> None:
    school = scope_of("school")
    assert school.sees_conclusion(fields=iter(["children.born_on"]), categories=iter(["procedure_dates"]))
    assert not school.sees_conclusion(fields=iter(["statuses.status"]), categories=iter(["identity"]))
    assert not school.sees_conclusion(fields=iter(["children.born_on"]), categories=iter(["residence_status"]))


def test_a_category_that_names_fields_is_open_only_beside_one_of_them() -> None:
    school = scope_of("school")
    assert school.sees_conclusion(fields=["stays.region"], categories=["reception"])
    assert not school.sees_conclusion(fields=["children.born_on"], categories=["reception"])
    assert not school.sees_conclusion(fields=["stays.region", "stays.kind"], categories=["reception"])
    assert not scope_of("care").sees_conclusion(fields=["children.given_names"], categories=["identity"])


def test_a_school_knows_the_term_but_not_when_a_child_moved() -> None:
    school = scope_of("school")
    assert school.sees_conclusion(fields=reads("placement.term"), categories=RULE["placement.term"].categories)
    assert not school.sees_conclusion(fields=reads("period.move"))
    assert not school.sees_field("stays.valid_from")
    assert not any(school.sees_conclusion(fields=reads(rule_id)) for rule_id in STATUS)
