"""What a grant opens: less than an involvement, of one child, and never added to what another reason opens."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access import Level, Scope, Tie, scope
from leerrecht.access.fields import all_categories, category_of
from leerrecht.law.tables import TABLES
from tests.access.expected import ANNA, NAMED, ON, OTHER, access, level, scope_of, tie, word

DAY = datetime.timedelta(days=1)
FIELDS = [
    f"{table.name}.{column.name}"
    for table in TABLES
    if table.name != "identifiers"
    for column in table.columns
    if column.name != "child"
] + ["identifiers.education_number", "identifiers.bsn", "identifiers.v_number"]  # fmt: skip
GLASS = ["legal_representative", "reception", "school", "compulsory_education"]
CLOSED_BY_GLASS = {"voice", "plans", "consent", "handover", "health", "safety"}
STAY = {
    "child": ANNA, "location": "Huis Zeven", "kind": "poa", "municipality": "Zandakker", "region": "zuid",
    "valid_from": None, "valid_to": None, "announced_on": None, "child_told_on": None,
}  # fmt: skip


def consent(*categories: str, child: int = ANNA, **changes) -> Tie:
    asked = {"kind": "consent", "grant": "grant1", "categories": frozenset(categories)}
    return tie("care", **{"child": child, **asked, **changes})


def glass(role: str, child: int = ANNA) -> Tie:
    return tie(role, child=child, kind="glass", grant="opening1")


@pytest.mark.parametrize("role", ["care", "ggd"])
@pytest.mark.parametrize("asked", sorted(all_categories()))
def test_a_consent_opens_the_category_it_is_about_where_the_table_leaves_it_to_consent_and_nothing_else(role, asked):
    made = scope_of(role, tie(role, kind="consent", categories=frozenset({asked})))
    for field in FIELDS:
        category = category_of(field)
        by_consent = NAMED.get((category, role), {}).get(field, word(category, role)) == "consent"
        opened = by_consent and category == asked and not field.startswith("move_points.")
        assert made.level(field, child=ANNA) is (Level.FULL if opened else Level.NEVER), field
        assert made.sees_conclusion(fields=[field], child=ANNA) == opened


@pytest.mark.parametrize("role", GLASS)
def test_breaking_the_glass_opens_what_a_task_would_without_what_goes_from_person_to_person(role):
    made = scope_of(role, glass(role))
    for field in FIELDS:
        category = category_of(field)
        is_closed = category in CLOSED_BY_GLASS or field.startswith("move_points.")
        expected = Level.NEVER if is_closed else level(category, role, field)
        assert made.level(field, child=ANNA) is expected, field


@pytest.mark.parametrize("role", ["school", "compulsory_education"])
def test_no_emergency_opens_a_residence_status_to_a_school(role):
    made = scope_of(role, glass(role))
    assert not made.sees_field("statuses.status", child=ANNA)
    assert not made.sees_conclusion(fields=["statuses.status"], categories=["residence_status"], child=ANNA)


def test_a_protected_location_is_seen_by_who_is_involved_and_by_no_grant():
    protected = {**STAY, "kind": "protected"}
    assert scope_of("reception").cut_row("stays", protected) == protected
    for made in (
        scope_of("reception", glass("reception")),
        scope_of("care", consent("reception", "identity")),
        scope_of("reception", tie("reception", kind="transfer")),
    ):
        assert made.cut_row("stays", protected) is None
    assert scope_of("reception", glass("reception")).cut_row("stays", STAY) == STAY
    assert scope_of("care", consent("reception")).cut_row("stays", STAY) == STAY


def test_what_a_consent_opens_beside_a_task_is_not_seen_by_involvement():
    made = scope_of("care", tie("care"), consent("reception"))
    fields = ("stays.municipality", "stays.valid_from", "stays.valid_to")
    assert made.is_involved(ANNA) and made.sees_fields(fields=fields, child=ANNA)
    assert not made.sees_by_involvement(fields=fields, child=ANNA)
    assert scope_of("reception").sees_by_involvement(fields=fields, child=ANNA)
    ended = tie("reception", since_on=ON - 30 * DAY, until_on=ON - DAY)
    assert not scope_of("reception", ended).sees_by_involvement(fields=fields, child=ANNA)


def test_fields_are_seen_together_for_one_reason_or_not_at_all():
    apart = scope_of("care", consent("education", grant="one"), consent("attendance", grant="two"))
    assert apart.sees_fields(fields=("enrolments.school", "enrolments.left_on"), child=ANNA)
    assert not apart.sees_fields(fields=("enrolments.school", "absences.day"), child=ANNA)
    assert apart.sees_fields(fields=(), child=ANNA) and not apart.sees_fields(fields=(), child=OTHER)
    assert not scope_of("school").sees_fields(fields=("stays.municipality", "stays.valid_from"), child=ANNA)


def test_the_receiving_side_of_a_move_knows_who_comes_and_its_school_and_no_more():
    made = scope_of("reception", tie("reception", kind="transfer"))
    opened = {field for field in FIELDS if made.level(field, child=ANNA) > Level.NEVER}
    assert opened == access().transfer
    assert not opened & {field for field in FIELDS if field.startswith(("statuses.", "applications.", "plans."))}
    assert {made.level(field, child=ANNA) for field in opened if field.startswith(("stays.", "move_points."))} == {
        Level.TOLD
    }
    assert not opened & {"stays.location", "stays.kind", "stays.reason", "stays.valid_to"}
    assert "identifiers.v_number" not in opened


def test_who_reaches_nobody_is_answered_as_one_who_is_involved_would_be():
    nobody, involved = scope_of("school", tie("school", until_on=ON - 400 * DAY)), scope_of("school")
    assert not nobody.children
    for field in FIELDS:
        assert nobody.level(field) == involved.level(field), field
    assert nobody.level("statuses.status") is Level.NEVER
    assert not nobody.sees_conclusion(fields=("statuses.status",))
    assert nobody.sees_table("enrolments") and not nobody.sees_table("statuses")


def test_one_grant_opens_one_child():
    made = scope_of("care", consent("education"), consent("reception", child=OTHER))
    assert made.sees_field("enrolments.school", child=ANNA) and not made.sees_field("stays.location", child=ANNA)
    assert made.sees_field("stays.location", child=OTHER) and not made.sees_field("enrolments.school", child=OTHER)
    assert not made.sees_field("enrolments.school", child=3)
    assert not made.sees_field("enrolments.school"), "without a child: as for the most closed of them"


def test_a_grant_beside_an_involvement_changes_nothing_for_other_children():
    made = scope_of("reception", tie("reception"), glass("reception", child=OTHER))
    assert made.sees_field("stays.location", child=ANNA)
    assert made.is_involved(ANNA) and not made.is_involved(OTHER)
    assert made.may_record(child=ANNA, table="stays") and not made.may_record(child=OTHER, table="stays")
    assert made.involved == {ANNA} and made.children == {ANNA, OTHER}
    assert scope_of("reception", tie("reception"), glass("reception")).involved == {ANNA}


def test_two_consents_together_open_no_conclusion_that_neither_opens():
    apart = scope_of("care", consent("education", grant="one"), consent("attendance", grant="two"))
    both = scope_of("care", consent("education", "attendance"))
    asked = {"fields": ["enrolments.school", "absences.day"], "child": ANNA}
    assert both.sees_conclusion(**asked) and not apart.sees_conclusion(**asked)


def test_after_care_gives_way_once_the_glass_is_broken():
    ended = tie("reception", since_on=ON - 30 * DAY, until_on=ON - DAY)
    made = scope_of("reception", ended, glass("reception"))
    assert [reach.kind for reach in made.reaches[ANNA]] == ["glass"]
    assert not made.sees_field("voices.words", child=ANNA)


def test_an_involvement_comes_before_a_grant():
    made = scope_of("reception", glass("reception"), tie("reception"))
    assert made.reach_of(ANNA).kind == "task"


@pytest.mark.parametrize(("days", "reached"), [(-1, False), (0, True), (1, True), (9, True), (10, False), (11, False)])
def test_a_consent_has_no_after_care(days, reached):
    held = consent("education", since_on=ON, until_on=ON + 10 * DAY)
    made = scope(table=access(), role="care", ties=[held], on=ON + days * DAY)
    assert isinstance(made, Scope)
    assert (ANNA in made.children) == reached


def test_without_its_agreement_a_cell_is_closed_and_says_which_one():
    made = scope(table=access(), role="care", ties=[tie("care"), consent("education")], on=ON)
    assert isinstance(made, Scope)
    assert made.agreements_missing == ("youth_work",)
    assert not made.sees_field("enrolments.school", child=ANNA)
    agreed = scope_of("care", tie("care"), consent("education"))
    assert agreed.agreements_missing == () and agreed.sees_field("enrolments.school", child=ANNA)


@pytest.mark.parametrize("role", ["dtv", "ind", "avim", "police"])
@pytest.mark.parametrize("kind", ["task", "consent", "glass", "transfer"])
def test_no_grant_makes_access_for_who_returns_or_enforces(role, kind):
    refused = scope(table=access(), role=role, ties=[tie("care", kind=kind)], on=ON)
    assert not isinstance(refused, Scope) and refused.reasons == ("never_role",)


def test_duties_are_those_of_the_table():
    assert access().may(role="privacy_officer", duty="read_logs")
    assert not access().may(role="privacy_officer", duty="open_glass"), "who reviews doesn't open"
    assert not any(
        access().may(role=role, duty="review_openings") for role in access().roles if role != "privacy_officer"
    )
    assert not access().may(role="police", duty="read_logs") and not access().may(role="school", duty="dance")


def transferred(**changes) -> Tie:
    return tie("school", **{"kind": "transfer_file", "since_on": ON, **changes})


def test_a_school_that_got_the_file_knows_the_fields_of_the_file_and_no_more():
    made = scope_of("school", transferred())
    opened = {field for field in FIELDS if made.level(field, child=ANNA) > Level.NEVER}
    assert opened == set(access().transfer_file)
    assert not {category_of(field) for field in opened} & {
        "residence_status", "reception", "procedure_dates", "identifier_state", "roles", "plans",
    }  # fmt: skip
    for field in opened:
        assert made.level(field, child=ANNA) is level(category_of(field), "school", field), field
    assert not made.is_involved(ANNA) and ANNA not in made.involved
    assert not any(made.may_record(child=ANNA, table=table.name) for table in TABLES)


@pytest.mark.parametrize(
    ("kind", "is_seen"), [("next_school", True), ("feedback", False), ("wish", False), (None, False)]
)
def test_only_what_was_said_for_the_next_school_goes_along(kind, is_seen):
    row = {
        "child": ANNA, "said_on": ON, "kind": kind, "words": "x", "language": None, "interpreter": None,
        "shared_with": "school",
    }  # fmt: skip
    made = scope_of("school", transferred())
    assert (made.cut_row("voices", row) is not None) == is_seen
    assert made.cut_row("voices", {**row, "shared_with": "reception"}) is None
    assert scope_of("school").cut_row("voices", row) is not None, "the child's own school reads what was shared with it"


def test_a_file_counts_absences_and_gives_none():
    made = scope_of("school", transferred())
    row = {"child": ANNA, "day": ON, "hours": 2.0, "authorised": True, "reason": "x"}
    assert made.cut_row("absences", row) is None
    assert made.sees_conclusion(fields=["absences.day", "absences.hours", "absences.authorised"], child=ANNA)
    assert not made.sees_conclusion(fields=["absences.reason"], child=ANNA)


@pytest.mark.parametrize(("days", "reached"), [(-1, False), (0, True), (4, True), (5, False), (6, False)])
def test_a_file_is_read_from_the_day_it_was_sent_until_the_school_has_decided(days, reached):
    held = transferred(until_on=ON + 5 * DAY)
    made = scope(table=access(), role="school", ties=[held], on=ON + days * DAY)
    assert isinstance(made, Scope)
    assert (ANNA in made.children) == reached


@pytest.mark.parametrize("role", ["reception", "compulsory_education", "care", "legal_representative"])
def test_a_file_reaches_no_other_role(role):
    assert scope_of(role, tie(role, kind="transfer_file")).children == frozenset()
