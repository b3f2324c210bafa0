"""A row as each role may see it: every column of every table holds a canary."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from leerrecht.access import Level
from leerrecht.law.tables import TABLE, TABLES, Table
from tests.access.expected import (
    ANNA,
    CATEGORY,
    IDENTIFIERS,
    ON,
    OTHER,
    ROLES,
    SEEING,
    level,
    scope_of,
    tie,
)

DAY = datetime.timedelta(days=1)
OPEN_RULE = ("identity", "procedure_dates", "plans")  # the categories of what most plans answer


def canary(table: Table, **changes):
    """A row in which each column has a value of its own; its period holds today."""
    row = {column.name: f"{table.name}-{column.name}" for column in table.columns} | {"child": ANNA}
    if table.starts:
        row |= {table.starts: ON, table.ends: None}
    return row | changes


def expected_row(role: str, table: Table, row):
    """What is left when only the fields that are fully open remain."""
    kept = {
        name
        for name in row
        if name != "child"
        and level(*_field(role, table.name, name, row)) is Level.FULL
    }  # fmt: skip
    return {name: row[name] if name in kept | {"child"} else None for name in row} if kept else None


def _field(role: str, table: str, name: str, row):
    if table == "identifiers":
        return IDENTIFIERS[row["kind"]], role, f"identifiers.{row['kind']}"
    return CATEGORY[table], role, f"{table}.{name}"


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.name != "identifiers"], ids=lambda each: each.name
)
def test_each_row_keeps_only_the_columns_that_are_open(role, table) -> None:
    row = canary(table)
    assert scope_of(role).cut_row(table.name, row, plan_categories=OPEN_RULE) == expected_row(role, table, row)


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_a_number_is_seen_by_its_kind(role, kind) -> None:
    row = canary(TABLE["identifiers"], kind=kind)
    expected = row if role == "school" and kind == "bsn" else expected_row(role, TABLE["identifiers"], row)
    assert scope_of(role).cut_row("identifiers", row) == expected


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", ["library_card", None, "Bsn"])
def test_a_number_of_an_unknown_kind_is_seen_by_nobody(role, kind) -> None:
    assert scope_of(role).cut_row("identifiers", canary(TABLE["identifiers"], kind=kind)) is None


def test_a_school_sees_the_bsn_only_once_the_child_is_enrolled() -> None:
    row = canary(TABLE["identifiers"], kind="bsn")
    by_task = tie("school", kind="task")
    assert scope_of("school", by_task).cut_row("identifiers", row) is None
    assert scope_of("school", by_task, tie("school")).cut_row("identifiers", row) == row
    enrolled_elsewhere = tie("school", child=OTHER)
    assert scope_of("school", by_task, enrolled_elsewhere).cut_row("identifiers", row) is None
    assert scope_of("school", by_task, enrolled_elsewhere).cut_row("identifiers", row | {"child": OTHER}) is not None


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_a_row_of_a_child_that_is_not_reached_does_not_exist(role, table) -> None:
    row = canary(table, shared_with=" ".join(ROLES), task="legal_representative")
    for child in (OTHER, None, "1"):
        row = row | {"child": child}
        assert scope_of(role).cut_row(table.name, row, plan_categories=OPEN_RULE, own=True) is None
    del row["child"]
    assert scope_of(role).cut_row(table.name, row, plan_categories=OPEN_RULE, own=True) is None


@pytest.mark.parametrize("role", SEEING)
def test_a_column_nobody_knows_comes_back_empty(role) -> None:
    row = canary(TABLE["children"], nickname="Zus", row=12)
    cut = scope_of(role).cut_row("children", row)
    assert cut is None or (cut["nickname"], cut["row"]) == (None, None)


@pytest.mark.parametrize("empty", [None, ""])
def test_a_row_that_would_hold_only_the_child_does_not_exist(empty) -> None:
    row = canary(TABLE["stays"], municipality=empty, region=empty)
    assert scope_of("school").cut_row("stays", row) is None
    assert scope_of("reception").cut_row("stays", row) == row


def test_no_and_nought_are_values() -> None:
    row = dict.fromkeys(canary(TABLE["absences"])) | {"child": ANNA}
    assert scope_of("reception").cut_row("absences", row) is None
    assert scope_of("reception").cut_row("absences", row | {"hours": 0}) is not None
    assert scope_of("reception").cut_row("absences", row | {"authorised": False}) is not None


@pytest.mark.parametrize("role", ["school", "compulsory_education", "ggd"])
@pytest.mark.parametrize(
    ("since_on", "until_on", "seen"),
    [
        (ON, None, True), (ON + DAY, None, False), (ON - DAY, ON + DAY, True), (ON - DAY, ON, False),
        (None, None, True), (None, ON, False),
    ],
)  # fmt: skip
def test_a_stay_shown_without_its_dates_is_the_present_one(role, since_on, until_on, seen) -> None:
    row = canary(TABLE["stays"], valid_from=since_on, valid_to=until_on, child_told_on=None, told_early_reason=None)
    cut = scope_of(role).cut_row("stays", row)
    assert (cut is not None) == seen
    if cut:
        assert {name for name, value in cut.items() if value is not None} == {"child", "municipality", "region"}
    assert scope_of("reception").cut_row("stays", row) == row


@pytest.mark.parametrize("lost", ["valid_from", "valid_to"])
def test_a_stay_that_lacks_what_tells_when_it_was_is_not_shown_without_its_dates(lost) -> None:
    row = canary(TABLE["stays"])
    del row[lost]
    assert scope_of("school").cut_row("stays", row) is None
    assert scope_of("reception").cut_row("stays", row) == row


# --- own, neutral, shared ---------------------------------------------------------------------------------------------
OWN = {("school", "absences"), ("care", "involvements"), ("ggd", "involvements")}


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.name != "identifiers"], ids=lambda each: each.name
)
def test_own_opens_what_is_own_and_nothing_else(role, table) -> None:
    row = canary(table)
    cut = scope_of(role).cut_row(table.name, row, plan_categories=OPEN_RULE, own=True)
    assert cut == (row if (role, table.name) in OWN else expected_row(role, table, row))


NEUTRAL = {
    "legal_representative": "guardian", "contact_school": "residence", "mentor": "residence", "teacher": "school",
    "school_coordinator": "school", "school_attendance": "municipality",
}  # fmt: skip


@pytest.mark.parametrize("task", [*NEUTRAL, "extended_reception", "coach", "return_talks", "", None])
def test_a_school_reads_a_neutral_word_for_an_organisation_or_no_task_at_all(task) -> None:
    row = canary(TABLE["involvements"], task=task)
    cut = scope_of("school").cut_row("involvements", row, own=True)
    assert cut == (row | {"organisation": NEUTRAL[task]} if task in NEUTRAL else None)
    assert scope_of("compulsory_education").cut_row("involvements", row) == row


def test_each_neutral_word_can_be_said() -> None:
    words = scope_of("school").access.neutral_words
    assert {name: words[name]["nl"] for name in set(NEUTRAL.values())} == {
        "guardian": "voogd", "residence": "begeleiding waar de jongere woont", "school": "school",
        "municipality": "gemeente",
    }  # fmt: skip


SHARING = {"legal_representative", "reception", "school", "care"}


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("shared_with", [None, "", "school_board", "schools reception_x", "{role}", "child {role} ggd"])
def test_what_a_child_says_is_seen_by_whom_it_shared_it_with(role, shared_with) -> None:
    named = bool(shared_with) and "{role}" in shared_with
    row = canary(TABLE["voices"], shared_with=shared_with and shared_with.format(role=role))
    cut = scope_of(role).cut_row("voices", row)
    if role == "child":
        assert cut == row
    elif role in SHARING and named:
        assert cut == row | {"shared_with": role}  # with whom else is not its business
    else:
        assert cut is None


CLOSED_TO_SCHOOL = ["residence_status", "health", "safety", "reception", "identifier_state", "shoe_size"]


@pytest.mark.parametrize("hidden", CLOSED_TO_SCHOOL)
def test_a_shared_plan_is_hidden_when_one_category_of_what_it_answers_is(hidden) -> None:
    row = canary(TABLE["plans"], shared_with="school")
    school = scope_of("school")
    assert school.cut_row("plans", row, plan_categories=OPEN_RULE) == row
    assert school.cut_row("plans", row, plan_categories=(*OPEN_RULE, hidden)) is None
    assert school.cut_row("plans", row, plan_categories=(hidden, *OPEN_RULE)) is None


@pytest.mark.parametrize("role", SEEING)
def test_a_plan_of_which_nobody_says_what_it_answers_is_seen_by_the_child_alone(role) -> None:
    row = canary(TABLE["plans"], shared_with=" ".join(ROLES))
    assert (scope_of(role).cut_row("plans", row) is not None) == (role == "child")


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("hidden", ["health", "safety"])
def test_a_plan_about_health_or_safety_is_seen_by_the_child_alone(role, hidden) -> None:
    row = canary(TABLE["plans"], shared_with=" ".join(ROLES))
    cut = scope_of(role).cut_row("plans", row, plan_categories=(hidden,), own=True)
    assert (cut is not None) == (role == "child")


def test_a_plan_is_not_seen_when_sharing_is_not_recorded() -> None:
    row = canary(TABLE["plans"])
    row.pop("shared_with", None)
    assert scope_of("school").cut_row("plans", row, plan_categories=OPEN_RULE) is None


def test_aftercare_shows_the_same_rows() -> None:
    row = canary(TABLE["enrolments"])
    ended = replace(tie("school"), since_on=ON - 10 * DAY, until_on=ON - DAY)
    assert scope_of("school", ended).cut_row("enrolments", row) == row
