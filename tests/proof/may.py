"""Who may have which value: read from the table typed over by hand (tests/access/expected.py), never from the engine.

Where the design leaves a choice, the wider reading is taken here: what this allows isn't searched for, what it doesn't is a
leak wherever it turns up.
"""

from __future__ import annotations

import datetime
from typing import Any

from tests.access.expected import CATEGORY, IDENTIFIERS, LEVEL, NAMED, ROLES, word
from tests.proof.life import Row
from tests.proof.viewers import AFTER, ALL, CARD, CONSENT, FILE, GLASS, HOLDING, NOT, TRANSFER, Kind
from tests.world import ON

BEGINS = {
    "departures": "left_on", "identifiers": "valid_from", "statuses": "valid_from", "stays": "valid_from",
    "enrolments": "requested_on", "interim": "valid_from", "assessments": "taken_on", "absences": "day",
    "involvements": "valid_from", "plans": "agreed_on", "voices": "said_on", "applications": "lodged_on",
    "move_points": "opened_on",
    "handovers": "opened_on",
    "transfers": "proposed_on", "schoolings": "noted_on",
}  # fmt: skip
PLACES = ("stays.municipality", "stays.region")
BEFORE_A_MOVE = {
    "children": (
        "given_names", "family_name", "original_name", "pronunciation", "born_from", "born_to", "born_precision", "sex",
        "languages", "interpreter", "unaccompanied",
    ),
    "enrolments": ("school", "kind", "phase", "requested_on", "started_on", "left_on"),
    "identifiers": ("kind", "value", "valid_from", "valid_to"),
    "stays": ("valid_from", "municipality"),
    "move_points": ("opened_on", "item", "organisation", "person", "due_on", "done_on", "note"),
}  # fmt: skip
"""What the receiving side of a move may know, of numbers only the education number."""
WITH_A_FILE = {
    "children": (
        "given_names", "family_name", "original_name", "pronunciation", "born_from", "born_to", "born_precision", "sex",
        "languages", "interpreter",
    ),
    "enrolments": ("school", "kind", "phase", "started_on", "left_on"),
    "identifiers": ("kind", "value", "valid_from", "valid_to"),
    "assessments": ("domain", "instrument", "level", "taken_on", "school", "valid_until"),
    "schoolings": ("noted_on", "years", "scripts", "route", "support", "wishes"),
    "voices": ("said_on", "kind", "words", "language"),
    "transfers": (
        "from_school", "to_school", "child_told_on", "child_inspected_on", "representative_inspected_on", "proposed_on",
    ),
}  # fmt: skip
"""What a school that got the file may know: of numbers only the education number, of words only those for the next school,
of transfers only the one to itself."""
OF_ANOTHER_SCHOOL = ("transfers.refused", "voices.school")
BY_CONSENT = ("identity", "reception", "education", "attendance")
"""What was asked and agreed in this world."""
NOT_BY_GLASS = ("voice", "plans", "consent", "handover", "health", "safety")
BETRAYS_STATUS = ("procedure",)
"""Of the tasks of this world, those that say something about a status; tests/access keeps the whole list to the rulebook."""
NOT_AT_THE_DOOR = ("statuses", "identifiers", "departures", "absences", "move_points")
"""A decision is heard from a person, never read first; the rest of these isn't on the young person's own pages."""


def _word(role: str, row: Row, column: str) -> str:
    """Give the design's word for a column of a row."""
    is_number = row.table == "identifiers"
    category = IDENTIFIERS[row.values["kind"]] if is_number else CATEGORY[row.table]
    field = f"identifiers.{row.values['kind']}" if is_number else f"{row.table}.{column}"
    return NAMED.get((category, role), {}).get(field, word(category, role)) if role in ROLES else "never"


def _is_shared(kind: Kind, row: Row) -> bool:
    shares = kind.role in str(row.values.get("shared_with") or "").split()
    is_open = not row.about or LEVEL[word(row.about, kind.role)] > 0
    return shares and is_open


def _is_own(kind: Kind, row: Row) -> bool:
    if row.table == "absences":
        return {"here": kind.team == "school", "before": kind.team == "former_school"}[row.key]
    return row.holder == kind.team


def _is_closed_task(kind: Kind, row: Row) -> bool:
    """Tell whether somebody holds a task that betrays what is never open to a role."""
    return (
        row.values.get("task") in BETRAYS_STATUS
        and kind.role in ROLES
        and word("residence_status", kind.role) == "never"
    )


def _is_now(row: Row) -> bool:
    first, last = row.values["valid_from"], row.values.get("valid_to")
    return first <= ON and (last is None or last > ON)


def _is_of_a_move(row: Row) -> bool:
    """Tell whether a row is about a move that is ahead on this day."""
    return row.table == "move_points" or (row.table == "stays" and row.values["valid_from"] > ON)


def _is_told_move(row: Row) -> bool:
    """Tell whether it is about one that the child knows of."""
    return _is_of_a_move(row) and row.is_told


def _is_ahead_of(kind: Kind, row: Row, is_former: bool) -> bool:
    """Tell whether a row is about the time after a viewer's task had ended."""
    values = row.former if is_former else row.values
    begins: datetime.date | None = values.get(BEGINS.get(row.table, ""))
    return kind.how == AFTER and begins is not None and begins >= kind.held_until


def _is_granted(kind: Kind, row: Row, column: str) -> bool:
    """Tell whether what somebody reaches a child by opens this at all."""
    category = IDENTIFIERS[row.values["kind"]] if row.table == "identifiers" else CATEGORY[row.table]
    if kind.how in HOLDING:
        return True
    if kind.how == CARD:
        return row.table not in NOT_AT_THE_DOOR and row.is_told and row.about != "residence_status"
    if row.table == "stays" and row.values.get("kind") == "protected" and kind.how != TRANSFER:
        return False
    if _is_of_a_move(row) and (kind.how in (CONSENT, GLASS) or not row.is_told):
        return False
    if kind.how == TRANSFER and row.table in ("stays", "move_points") and not _is_told_move(row):
        return False
    return {
        TRANSFER: column in BEFORE_A_MOVE.get(row.table, ()) and category != "identifier_state",
        FILE: column in WITH_A_FILE.get(row.table, ())
        and category != "identifier_state"
        and f"{row.table}.{row.key}" not in OF_ANOTHER_SCHOOL,
        CONSENT: category in BY_CONSENT and _word(kind.role, row, column) == "consent",
        GLASS: category not in NOT_BY_GLASS,
    }.get(kind.how, False)


def may(*, kind: Kind, row: Row, column: str, is_former: bool = False) -> bool:
    """Say whether a viewer may have what stands in a column of a row."""
    if kind.how == NOT or kind.town != row.town or _is_ahead_of(kind, row, is_former):
        return False
    if row.table == "involvements" and _is_closed_task(kind, row):
        return False
    if column == "shared_with" or not _is_granted(kind, row, column):
        return False
    if kind.how in (CONSENT, CARD):
        return True
    said = _word(kind.role, row, column)
    if f"{row.table}.{column}" in PLACES and word("reception", kind.role) == "fields":
        knows_moves = kind.role in ("school", "compulsory_education")
        return (_is_now(row) or (knows_moves and _is_told_move(row))) and not is_former
    return {
        "full": True,
        "told": _is_told_move(row),
        "enrolled": kind.team == "school",
        "own": _is_own(kind, row),
        "shared": _is_shared(kind, row),
        "neutral": row.is_neutral and column != "organisation",
    }.get(said, False)


def viewers_of(*, row: Row, column: str, is_former: bool = False) -> set[str]:
    """Name the viewers who may have what stands in a column."""
    return {kind.name for kind in ALL if may(kind=kind, row=row, column=column, is_former=is_former)}


def viewers_of_row(row: Row) -> set[str]:
    """Name the viewers who may know that a row is there."""
    return set().union(*(viewers_of(row=row, column=column) for column in row.values if column != "key"))


def reaching(town: str, *roles: str, how: Any = HOLDING) -> set[str]:
    """Name the viewers that reach the child of a town; of some roles only, if they are named."""
    return {kind.name for kind in ALL if kind.town == town and kind.how in how and (not roles or kind.role in roles)}


def who_sees(town: str, category: str, field: str = "") -> set[str]:
    """Name the viewers of a child to whom a field (or a whole category) is open in full."""
    return {
        kind.name
        for kind in ALL
        if kind.town == town and kind.how in (*HOLDING, GLASS)
        and NAMED.get((category, kind.role), {}).get(field, word(category, kind.role)) == "full"
    }  # fmt: skip


__all__ = ["may", "reaching", "viewers_of", "viewers_of_row", "who_sees"]
