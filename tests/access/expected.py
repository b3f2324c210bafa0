"""What each role may see, typed over by hand from the design: the obvious table that access.yaml is compared with."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from leerrecht.access import AccessTable, Level, Scope, Tie, load_access, scope

PATH = Path(__file__).parents[2] / "rulebook" / "nl" / "access.yaml"
ON = datetime.date(2026, 9, 1)
ANNA, OTHER = 1, 2
AGREED = frozenset({"youth_work"})
"""The agreements that are in force unless a test says otherwise."""

ROLES = ["legal_representative", "reception", "school", "compulsory_education", "policy", "care", "ggd", "child"]
SEEING = [role for role in ROLES if role != "policy"]
ROLES += ["privacy_officer"]
TOWN_ONLY = {"stays.municipality": "full", "stays.region": "full"}
TOWN_AND_TERM = {
    **TOWN_ONLY, "stays.valid_to": "conclusion", "stays.announced_on": "conclusion", "stays.child_told_on": "conclusion",
    "stays.told_early_reason": "conclusion", "move_points.opened_on": "conclusion", "stays.valid_from": "told",
    "move_points.item": "told", "move_points.due_on": "told", "move_points.done_on": "told",
}  # fmt: skip
"""A school must know the placement term, which looks at the holidays of where the child lives, but not when it moved; of a
move that is ahead, once the child was told, the day and what is to be arranged."""

# One line per category, in the order of ROLES. A letter per role:
# F full, C conclusion, O own, S shared, N neutral, G by consent, A ask, - never, and a * for named fields only (below).
CELLS = {
    "identity":             "F F F F - * F F -",
    "identifier_education": "F F F F - - - F -",
    "identifier_state":     "F * * * - - * F -",
    "procedure_dates":      "F F C C - - - F -",
    "residence_status":     "F F - - - - - F -",
    "reception":            "F F * * - G * F -",
    "education":            "F F F F - G - F -",
    "attendance":           "F F O F - G G F -",
    "roles":                "F F N F - O O F -",
    "handover":             "F F - - - - - F -",
    "plans":                "S S S - - S - F -",
    "voice":                "S S S - - S - F -",
    "consent":              "F O O O - O O F -",
    "health":               "A A A - - O O F -",
    "safety":               "A A A - - O O F -",
    "statistics":           "F F O F F - F - -",
}  # fmt: skip
WORD = {
    "F": "full", "C": "conclusion", "O": "own", "S": "shared", "N": "neutral", "G": "consent", "A": "ask", "-": "never",
    "*": "fields",
}  # fmt: skip
NAMED = {
    ("identity", "care"): {"children.given_names": "consent", "children.family_name": "consent"},
    ("identifier_state", "reception"): {"identifiers.v_number": "full", "identifiers.bsn": "conclusion"},
    ("identifier_state", "school"): {"identifiers.bsn": "enrolled"},
    ("identifier_state", "compulsory_education"): {"identifiers.bsn": "full"},
    ("identifier_state", "ggd"): {"identifiers.bsn": "full"},
    ("reception", "school"): TOWN_AND_TERM,
    ("reception", "compulsory_education"): TOWN_AND_TERM,
    ("reception", "ggd"): TOWN_ONLY,
}
LEVEL = {
    "full": Level.FULL, "conclusion": Level.CONCLUSION, "own": Level.OWN, "shared": Level.SHARED,
    "neutral": Level.NEUTRAL, "enrolled": Level.ENROLLED, "told": Level.TOLD, "consent": Level.NEVER, "ask": Level.NEVER,
    "never": Level.NEVER, "fields": Level.NEVER,
}  # fmt: skip

# The category of every table; identifiers go by kind.
CATEGORY = {
    "children": "identity", "applications": "procedure_dates", "departures": "procedure_dates",
    "statuses": "residence_status", "stays": "reception", "enrolments": "education", "interim": "education",
    "assessments": "education", "absences": "attendance", "involvements": "roles", "plans": "plans", "voices": "voice",
    "move_points": "reception",
    "transfers": "education", "schoolings": "education", "handovers": "handover",
}  # fmt: skip
IDENTIFIERS = {
    "education_number": "identifier_education", "bsn": "identifier_state", "v_number": "identifier_state",
}  # fmt: skip


def word(category: str, role: str) -> str:
    """What the design says of one cell."""
    return WORD[CELLS[category].split()[ROLES.index(role)]]


def level(category: str, role: str, field: str) -> Level:
    """How far the design opens one field."""
    return LEVEL[NAMED.get((category, role), {}).get(field, word(category, role))]


@cache
def access() -> AccessTable:
    """The project's own access table."""
    return load_access(path=PATH)


KIND = {"child": "self", "school": "enrolment"}


def tie(role: str, child: int = ANNA, **changes) -> Tie:
    """A tie that holds today and that this role counts."""
    return Tie(**{"child": child, "kind": KIND.get(role, "task"), "since_on": None, "until_on": None, **changes})


def scope_of(role: str, *ties: Tie, table: AccessTable | None = None) -> Scope:
    """The scope of a role that reaches Anna today, or by the ties given."""
    made = scope(table=table or access(), role=role, ties=ties or (tie(role),), on=ON, agreements=AGREED)
    assert isinstance(made, Scope)
    return made
