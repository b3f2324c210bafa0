"""Every cell, for every role, against the table typed over by hand; and whatever isn't named is closed."""

from __future__ import annotations

import pytest

from leerrecht.access import Cell, Level
from leerrecht.law.tables import IDENTIFIER_KINDS, TABLES
from tests.access.expected import (
    CATEGORY,
    CELLS,
    IDENTIFIERS,
    LEVEL,
    NAMED,
    ROLES,
    SEEING,
    access,
    level,
    scope_of,
    word,
)

FIELDS = [
    (CATEGORY[table.name], f"{table.name}.{column.name}")
    for table in TABLES
    if table.name != "identifiers"
    for column in table.columns
] + [(category, f"identifiers.{kind}") for kind, category in IDENTIFIERS.items()]


def test_the_hand_typed_table_is_about_the_same_roles_categories_and_tables() -> None:
    assert set(access().roles) == set(ROLES)
    assert set(access().categories) == set(CELLS)
    assert {table.name for table in TABLES} == {*CATEGORY, "identifiers"}
    assert set(IDENTIFIERS) == set(IDENTIFIER_KINDS)
    assert all(len(line.split()) == len(ROLES) for line in CELLS.values())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("category", CELLS)
def test_each_cell_is_that_of_the_design(category, role) -> None:
    expected = Cell(word=word(category, role), named=NAMED.get((category, role), {}))
    assert access().categories[category].cells[role] == expected
    assert access().cell(role=role, category=category) == expected


@pytest.mark.parametrize("role", ROLES)
def test_each_field_is_as_open_as_the_design_says(role) -> None:
    for category, field in FIELDS:
        assert access().level(role=role, field=field) is level(category, role, field), field
        if role in SEEING:
            scope = scope_of(role)
            assert scope.level(field) is level(category, role, field), field
            assert scope.sees_field(field) == (level(category, role, field) is Level.FULL), field
            assert scope.sees_conclusion(fields=[field]) == (level(category, role, field) >= Level.CONCLUSION), field
            assert scope.cell(category).word == word(category, role)


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("category", CELLS)
def test_a_category_alone_is_open_only_when_it_is_open_as_a_whole(role, category) -> None:
    expected = LEVEL[word(category, role)] >= Level.CONCLUSION
    assert scope_of(role).sees_conclusion(fields=(), categories=[category]) == expected


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("column", ["value", "kind", "valid_from", "valid_to"])
def test_a_column_of_identifiers_is_as_closed_as_the_most_closed_kind(role, column) -> None:
    expected = {
        "legal_representative": Level.FULL, "child": Level.FULL, "reception": Level.CONCLUSION,
    }.get(role, Level.NEVER)  # fmt: skip
    assert scope_of(role).level(f"identifiers.{column}") is expected


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize(
    "field", ["", "stays", "stays.", "stays.rent", "rooms.kind", "identifiers.library_card", "health", "Stays.kind"]
)
def test_an_unknown_field_is_closed_to_everybody(role, field) -> None:
    scope = scope_of(role)
    assert scope.level(field) is Level.NEVER
    assert not scope.sees_field(field)
    assert not scope.sees_conclusion(fields=[field])
    assert not scope.sees_conclusion(fields=["children.born_on", field])


@pytest.mark.parametrize("role", SEEING)
def test_unknown_tables_categories_and_empty_questions_are_closed_to_everybody(role) -> None:
    scope = scope_of(role)
    assert not scope.sees_table("rooms")
    assert scope.columns_seen("rooms") == ()
    assert scope.cut_row("rooms", {"child": 1, "kind": "x"}) is None
    assert not scope.may_record(child=1, table="rooms")
    assert not scope.sees_conclusion(fields=["children.born_on"], categories=["shoe_size"])
    assert not scope.sees_conclusion(fields=())
    assert scope.cell("shoe_size") == Cell(word="never")


def test_an_unknown_role_is_closed_everywhere() -> None:
    for role in ("owner", "ind", ""):
        assert all(access().level(role=role, field=field) is Level.NEVER for _, field in FIELDS)
        assert all(access().cell(role=role, category=category) == Cell(word="never") for category in CELLS)


# Tables of which no row can be shown; the rest can have a row, which the row itself may still close.
INVISIBLE = {
    "legal_representative": set(),
    "reception": set(),
    "school": {"applications", "departures", "statuses", "handovers"},
    "compulsory_education": {"applications", "departures", "statuses", "plans", "voices", "handovers"},
    "care": set(CATEGORY) - {"involvements", "plans", "voices"} | {"identifiers"},
    "ggd": set(CATEGORY) - {"children", "stays", "involvements"},
    "child": set(),
}


@pytest.mark.parametrize("role", SEEING)
def test_a_table_without_anything_to_show_is_known_as_such(role) -> None:
    assert {table.name for table in TABLES if not scope_of(role).sees_table(table.name)} == INVISIBLE[role]


# Tables that can be read at once, all columns; of any other, rows are cut one by one or nothing is shown.
AT_ONCE = {
    "legal_representative": {*CATEGORY, "identifiers"} - {"plans", "voices"},
    "reception": set(CATEGORY) - {"plans", "voices"},
    "school": {"children", "enrolments", "interim", "assessments", "transfers", "schoolings"},
    "compulsory_education": {
        "children",
        "enrolments",
        "interim",
        "assessments",
        "absences",
        "involvements",
        "transfers",
        "schoolings",
    },
    "care": set(),
    "ggd": {"children"},
    "child": {*CATEGORY, "identifiers"},
}


@pytest.mark.parametrize("role", SEEING)
def test_columns_are_given_only_where_no_row_has_to_be_cut(role) -> None:
    scope = scope_of(role)
    for table in TABLES:
        expected = tuple(column.name for column in table.columns) if table.name in AT_ONCE[role] else ()
        assert scope.columns_seen(table.name) == expected, table.name
