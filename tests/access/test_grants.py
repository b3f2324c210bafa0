"""Every cell and field, for every role and each reason that is less than an involvement; and with agreements lacking."""

from __future__ import annotations

import pytest

from leerrecht.access import Level, scope
from tests.access.expected import AGREED, ANNA, CELLS, NAMED, ON, OTHER, ROLES, SEEING, access, level, tie, word
from tests.access.test_cells import FIELDS

WHO = {
    "transfer": {"reception", "compulsory_education"}, "consent": {"care", "ggd"},
    "glass": {"legal_representative", "reception", "school", "compulsory_education"},
}  # fmt: skip
NOT_BY_GLASS = {"voice", "plans", "consent", "handover", "health", "safety"}
BEFORE_A_MOVE = {
    *(f"children.{name}" for name in (
        "given_names", "family_name", "original_name", "pronunciation", "born_on", "born_precision", "sex", "languages",
        "interpreter", "unaccompanied",
    )),
    *(f"enrolments.{name}" for name in ("school", "kind", "phase", "requested_on", "started_on", "left_on")),
    "identifiers.education_number",
    *(f"move_points.{name}" for name in ("opened_on", "item", "organisation", "person", "due_on", "done_on", "note")),
    "stays.valid_from", "stays.municipality",
}  # fmt: skip
BOUND = {("care", category) for category in ("plans", "voice", "education", "attendance")}
"""Cells that stay closed without an agreement."""
ASKED = ("identity", "attendance", "residence_status", "identifier_state")


def granted(kind: str, role: str, category: str, field: str) -> Level:
    """How far the design opens a field by a grant alone."""
    if kind in ("consent", "glass") and field.startswith("move_points."):
        return Level.NEVER
    if kind == "consent":
        said = NAMED.get((category, role), {}).get(field, word(category, role))
        return Level.FULL if said == "consent" and category in ASKED else Level.NEVER
    if (kind == "transfer" and field not in BEFORE_A_MOVE) or (kind == "glass" and category in NOT_BY_GLASS):
        return Level.NEVER
    opened = level(category, role, field)
    is_of_a_move = field.startswith(("stays.", "move_points."))
    return Level.TOLD if kind == "transfer" and is_of_a_move and opened is Level.FULL else opened


def scope_by(role: str, *kinds: str, agreements: frozenset[str] = AGREED):
    ties = [tie(role, kind=kind, categories=frozenset(ASKED) if kind == "consent" else frozenset()) for kind in kinds]
    return scope(table=access(), role=role, ties=ties, on=ON, agreements=agreements)


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", WHO)
def test_a_grant_opens_what_the_design_says_and_nothing_else(kind, role) -> None:
    made = scope_by(role, kind)
    assert made.children == ({ANNA} if role in WHO[kind] else set())
    for category, field in FIELDS:
        expected = granted(kind, role, category, field) if role in WHO[kind] else Level.NEVER
        assert made.level(field, child=ANNA) is expected, field
        assert made.sees_field(field, child=ANNA) == (expected is Level.FULL), field
        assert made.sees_conclusion(fields=[field], child=ANNA) == (expected >= Level.CONCLUSION), field
        assert made.level(field, child=OTHER) is Level.NEVER, field


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", WHO)
@pytest.mark.parametrize("category", CELLS)
def test_a_category_by_a_grant_is_open_only_as_a_whole(kind, role, category) -> None:
    if role not in WHO[kind]:
        return
    said = word(category, role)
    opened = {
        "transfer": False,
        "consent": said == "consent" and category in ASKED,
        "glass": category not in NOT_BY_GLASS and level(category, role, "") >= Level.CONCLUSION,
    }[kind]
    assert scope_by(role, kind).sees_conclusion(fields=(), categories=[category], child=ANNA) == opened


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", WHO)
def test_a_grant_never_lets_anybody_record(kind, role) -> None:
    made = scope_by(role, kind)
    assert not any(made.may_record(child=ANNA, table=table) for table in ("children", "enrolments", "stays", "voices"))


@pytest.mark.parametrize("role", SEEING)
def test_without_the_agreement_the_cells_that_need_one_are_closed(role) -> None:
    kind = {"child": "self", "school": "enrolment"}.get(role, "task")
    made = scope_by(role, kind, agreements=frozenset())
    for category, field in FIELDS:
        closed = (role, category) in BOUND
        assert made.level(field, child=ANNA) is (Level.NEVER if closed else level(category, role, field)), field
        assert not (closed and made.sees_conclusion(fields=(), categories=[category], child=ANNA))
    by_consent = scope_by("care", "consent", agreements=frozenset())
    assert by_consent.level("absences.day", child=ANNA) is Level.NEVER
    assert by_consent.level("children.given_names", child=ANNA) is Level.FULL


@pytest.mark.parametrize("role", [role for role in ROLES if role not in SEEING])
@pytest.mark.parametrize("kind", [*WHO, "task", "stay", "enrolment", "residence", "self"])
def test_no_reason_leads_a_role_without_children_to_one(role, kind) -> None:
    made = scope_by(role, kind)
    assert not hasattr(made, "children")
