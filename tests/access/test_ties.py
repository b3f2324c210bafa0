"""Who is reached, on which days, and what may then be recorded; each boundary a day before, on it and a day after."""

from __future__ import annotations

import datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerrecht.access import Refusal, Scope, Tie, scope
from leerrecht.access.ties import TIE_KINDS
from leerrecht.law.tables import IDENTIFIER_KINDS, TABLES
from tests.access.expected import ANNA, ON, OTHER, SEEING, access, scope_of, tie

SINCE, UNTIL = datetime.date(2026, 3, 2), datetime.date(2026, 6, 1)
LAST_CARE = datetime.date(2026, 8, 29)  # the ninetieth day after the last day, 31 May
DAY = datetime.timedelta(days=1)
AFTERCARE = {"legal_representative", "reception", "school", "compulsory_education"}
REACHED_BY = {
    "legal_representative": {"task", "glass"}, "reception": {"task", "stay", "transfer", "glass"},
    "school": {"task", "enrolment", "transfer_file", "glass"},
    "compulsory_education": {"task", "residence", "transfer", "glass"},
    "care": {"task", "consent"}, "ggd": {"task", "consent"}, "child": {"self"},
}  # fmt: skip


def on_day(role: str, on: datetime.date, *ties: Tie) -> Scope:
    made = scope(table=access(), role=role, ties=ties, on=on)
    assert isinstance(made, Scope)
    return made


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize(
    ("on", "state"),
    [
        (SINCE - DAY, "before"), (SINCE, "now"), (UNTIL - DAY, "now"), (UNTIL, "care"), (UNTIL + DAY, "care"),
        (LAST_CARE, "care"), (LAST_CARE + DAY, "after"), (datetime.date.max, "after"), (datetime.date.min, "before"),
    ],
)  # fmt: skip
def test_a_tie_holds_from_its_first_day_until_aftercare_ends(role, on, state) -> None:
    made = on_day(role, on, tie(role, since_on=SINCE, until_on=UNTIL))
    reached = state == "now" or (state == "care" and role in AFTERCARE)
    assert made.children == ({ANNA} if reached else set())
    if not reached:
        with pytest.raises(KeyError):
            made.reach_of(ANNA)
        return
    reach = made.reach_of(ANNA)
    assert reach.is_aftercare == (state == "care")
    assert reach.until_on == (LAST_CARE + DAY if role in AFTERCARE else UNTIL)
    assert reach.held_until_on == UNTIL
    assert (reach.kind, reach.since_on) == (tie(role).kind, SINCE)
    assert reach.basis == access().roles[role].reached_by[reach.kind]


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize(
    ("since_on", "until_on", "reached"),
    [
        (None, None, True), (None, ON + DAY, True), (None, ON, False), (None, ON - DAY, False), (ON, None, True),
        (ON + DAY, None, False), (ON, ON, False), (ON, ON - DAY, False), (ON - DAY, ON - DAY, False),
        (ON + DAY, ON - DAY, False),
    ],
)  # fmt: skip
def test_an_unknown_start_has_begun_and_leaves_no_aftercare(role, since_on, until_on, reached) -> None:
    made = on_day(role, ON, tie(role, since_on=since_on, until_on=until_on))
    assert made.children == ({ANNA} if reached else set())
    if reached:
        assert made.reach_of(ANNA).until_on == until_on
        assert not made.reach_of(ANNA).is_aftercare


def test_a_tie_that_ends_at_the_end_of_the_calendar_still_counts() -> None:
    made = scope_of("school", tie("school", since_on=ON, until_on=datetime.date.max))
    assert made.reach_of(ANNA).until_on == datetime.date.max


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("kind", [*TIE_KINDS, "friend"])
def test_only_the_ties_of_its_role_lead_to_a_child(role, kind) -> None:
    assert set(access().roles[role].reached_by) == REACHED_BY[role]
    assert bool(scope_of(role, tie(role, kind=kind)).children) == (kind in REACHED_BY[role])


@pytest.mark.parametrize("role", SEEING)
def test_no_ties_give_nothing_to_do_and_no_refusal(role) -> None:
    made = on_day(role, ON)
    assert made.children == frozenset()
    assert made.purpose == access().roles[role].purpose


@pytest.mark.parametrize(
    "ties",
    list(permutations((
        tie("school", since_on=SINCE, until_on=ON + DAY),
        tie("school", kind="task", since_on=SINCE, until_on=ON),  # in after-care, longer than the running one lasts
        tie("school", kind="task", since_on=ON, until_on=ON + DAY),
        tie("school", child=OTHER, since_on=SINCE, until_on=None),
    ))),
)  # fmt: skip
def test_the_strongest_reason_counts_in_whatever_order_ties_come(ties) -> None:
    made = scope_of("school", *ties)
    reach = made.reach_of(ANNA)
    assert (reach.kind, reach.since_on, reach.is_aftercare) == ("enrolment", SINCE, False)
    assert made.may_record(child=ANNA, table="enrolments")


@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_that_holds_goes_before_longer_aftercare(turned) -> None:
    ties = [
        tie("school", since_on=None, until_on=ON + DAY),  # an unknown start: no after-care, so it ends tomorrow
        tie("school", kind="task", since_on=SINCE, until_on=ON),
    ]
    made = scope_of("school", *(reversed(ties) if turned else ties))
    assert (made.reach_of(ANNA).kind, made.reach_of(ANNA).is_aftercare) == ("enrolment", False)
    assert made.may_record(child=ANNA, table="enrolments")


def test_aftercare_is_for_those_who_hand_over() -> None:
    assert {name for name, role in access().roles.items() if role.aftercare} == AFTERCARE


@pytest.mark.parametrize(
    ("role", "reason", "said"),
    [
        ("dtv", "never_role", "terugkeer of handhaving"), ("ind", "never_role", "terugkeer of handhaving"),
        ("avim", "never_role", "terugkeer of handhaving"), ("police", "never_role", "terugkeer of handhaving"),
        ("policy", "only_counts", "alleen aantallen"), ("owner", "unknown_role", "kennen wij niet"),
        ("", "unknown_role", "kennen wij niet"), ("School", "unknown_role", "kennen wij niet"),
    ],
)  # fmt: skip
def test_each_refusal_says_why_whatever_ties_are_claimed(role, reason, said) -> None:
    ties = [tie("school", kind=kind) for kind in TIE_KINDS]
    refusal = scope(table=access(), role=role, ties=ties, on=ON)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons == (reason,)
    assert said in refusal.words("nl")
    assert refusal.words("en") != refusal.words("nl")


EVERYTHING = {table.name for table in TABLES}
BY_STEPS = {"transfers", "handovers"}
"""What nobody writes down as a fact: it goes step by step, each by who has that duty."""
RECORDS = {
    "legal_representative": EVERYTHING - BY_STEPS,
    "reception": EVERYTHING - BY_STEPS - {"statuses"},
    "school": {"enrolments", "assessments", "schoolings", "absences", "interim", "plans", "voices", "move_points"},
    "compulsory_education": {"enrolments", "absences"},
    "care": set(),
    "ggd": set(),
    "child": {"voices"},
}


@pytest.mark.parametrize("role", SEEING)
def test_a_role_records_in_its_own_tables_about_children_it_reaches_now(role) -> None:
    now = scope_of(role)
    assert {table for table in EVERYTHING if now.may_record(child=ANNA, table=table)} == RECORDS[role]
    assert not any(now.may_record(child=OTHER, table=table) for table in EVERYTHING)
    care = scope_of(role, tie(role, since_on=SINCE, until_on=ON - DAY))
    assert (care.children == {ANNA}) == (role in AFTERCARE)
    assert not any(care.may_record(child=ANNA, table=table) for table in EVERYTHING)


@pytest.mark.parametrize("role", SEEING)
def test_numbers_are_recorded_by_kind(role) -> None:
    kinds = {
        kind
        for kind in (*IDENTIFIER_KINDS, "library_card", "")
        if scope_of(role).may_record(child=ANNA, table="identifiers", kind=kind)
    }
    everything = set(IDENTIFIER_KINDS)
    assert kinds == {
        "legal_representative": everything, "reception": everything, "school": {"education_number"},
    }.get(role, set())  # fmt: skip
    assert not scope_of(role).may_record(child=ANNA, table="applications", kind="bsn")


def test_a_scope_cannot_be_given_another_child_afterwards() -> None:
    made = scope_of("school")
    with pytest.raises(TypeError):
        made.reaches[OTHER] = made.reaches[ANNA]
    with pytest.raises(AttributeError):
        made.role = "child"


DAYS = st.none() | st.dates(ON - 200 * DAY, ON + 200 * DAY)


def ties_of(children) -> st.SearchStrategy[list[Tie]]:
    return st.lists(
        st.builds(Tie, child=children, kind=st.sampled_from(TIE_KINDS), since_on=DAYS, until_on=DAYS), max_size=6
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEING), ties_of(st.just(ANNA)), ties_of(st.integers(2, 5)), st.data())
def test_ties_of_other_children_change_nothing_of_what_is_seen_of_a_child(role, hers, others, data) -> None:
    alone = scope_of_all(role, hers)
    together = scope_of_all(role, data.draw(st.permutations([*hers, *others])))
    assert (ANNA in alone.children) == (ANNA in together.children)
    assert alone.reaches.get(ANNA) == together.reaches.get(ANNA)
    for table in TABLES:
        kinds = IDENTIFIER_KINDS if table.name == "identifiers" else ("x",)
        for kind in kinds:
            row = {column.name: "x" for column in table.columns} | {"child": ANNA, "kind": kind, "shared_with": role}
            row |= {table.starts: ON, table.ends: None} if table.starts else {}
            asked = {"plan_categories": ("identity",), "own": True}
            assert alone.cut_row(table.name, row, **asked) == together.cut_row(table.name, row, **asked)
        assert alone.may_record(child=ANNA, table=table.name) == together.may_record(child=ANNA, table=table.name)


def scope_of_all(role: str, ties: list[Tie]) -> Scope:
    made = scope(table=access(), role=role, ties=ties, on=ON)
    assert isinstance(made, Scope)
    return made
