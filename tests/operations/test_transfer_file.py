"""What is in the transfer file, what never is, and that each party reads the same."""

from __future__ import annotations

import json

import pytest

from leerrecht.operations import transfers
from leerrecht.queries.record import hash_of
from leerrecht.queries.transfer_file import transfer_file
from leerrecht.queries.transfers import find_passage
from tests.operations.transferring import DAY, NEXT, NOW, ON, OWN, OWN_WORDS, add, make_move
from tests.world import make_world

PARTIES = ("school", "receiving", "legal_representative", "child")
SECRET = {
    "stays": {"location": "kqgeheimelocatie", "kind": "nidos_small", "municipality": "kqgeheimeplaats"},
    "statuses": {"status": "permit"},
    "applications": {"lodged_on": ON - 400 * DAY, "arrived_on": ON - 401 * DAY},
    "identifiers": {"kind": "v_number", "value": "2901234567"},
    "involvements": {"task": "housing_advice", "organisation": "kqgeheimeorganisatie", "person": "kqgeheimepersoon"},
    "plans": {"rule": "adult.extended_reception", "key": "own_wish:yes", "child_view": "kqgeheimplan"},
}


@pytest.fixture
def move(db):
    made = make_move(make_world())
    for table, columns in SECRET.items():
        add(made.child, table, **columns)
    add(made.child, "identifiers", kind="bsn", value="999992260")
    add(made.child, "identifiers", kind="education_number", value="101222331", valid_from=ON - 50 * DAY)
    add(made.child, "assessments", domain="dutch", level="A1", school=OWN, taken_on=ON - 30 * DAY)
    add(made.child, "assessments", domain="maths", level="F1", school=OWN, taken_on=ON - 500 * DAY)
    add(made.child, "assessments", domain="dutch", level="A2", school=OWN, taken_on=ON + 3 * DAY)
    add(
        made.child,
        "schoolings",
        noted_on=ON - 40 * DAY,
        years=5.0,
        scripts="Arabisch",
        support="Rustige plek",
        wishes="kok",
    )
    for day, hours, authorised in ((20, 6.0, False), (19, 2.0, True), (18, None, None), (80, 5.0, False)):
        add(made.child, "absences", day=ON - day * DAY, hours=hours, authorised=authorised, reason="kqgeheimereden")
    for words, kind, shared in (
        (OWN_WORDS, "next_school", "school"), ("kqalleenvoormij", "next_school", ""), ("kqnietdoor", "feedback", "school"),
        ("kqvoogd", "next_school", "legal_representative"),
    ):  # fmt: skip
        add(made.child, "voices", words=words, kind=kind, shared_with=shared, said_on=ON - 3 * DAY)
    made.send()
    return made


def file_of(move, role: str):
    actor = move.actor(role)
    viewer = None if role == "child" else actor.viewer
    passage = find_passage(scope=actor.scope, viewer=viewer, child=move.child.pk, public_id=move.now)
    return None if passage is None else transfer_file(scope=actor.scope, child=move.child, passage=passage, lang="nl")


def test_the_file_says_what_the_next_school_needs(move) -> None:
    content = file_of(move, "receiving").content
    assert (content["from_school"], content["to_school"]) == (OWN, NEXT)
    assert content["inspected"] == {"by_child_on": ON.isoformat(), "by_representative_on": ON.isoformat()}
    assert {"value": "101222331", "in_use": True} in content["education_numbers"]
    assert content["pupil"]["given_names"]
    tests = {(test["domain"], test["level"]): test for test in content["tests"]}
    assert set(tests) == {("dutch", "A1"), ("maths", "F1")}, "a test ahead is no result"
    assert tests["dutch", "A1"]["is_valid"] and tests["dutch", "A1"]["validity_by_rulebook"]
    assert not tests["maths", "F1"]["is_valid"]
    schooling = next(row for row in content["schooling"] if "support" in row)
    assert (schooling["years"], schooling["support"], schooling["wishes"]) == (5.0, "Rustige plek", "kok")
    assert [row["words"] for row in content["own_words"]] == [OWN_WORDS]


def test_the_first_day_at_a_school_in_the_netherlands_travels_along(move) -> None:
    content = file_of(move, "receiving").content
    assert content["first_enrolled_on"] == min(row["started_on"] for row in content["schools"])
    assert content["first_enrolled_is_certain"] is True
    add(move.child, "enrolments", school="Ergens", kind="isk", phase="placed")
    content = file_of(move, "receiving").content
    assert content["first_enrolled_is_certain"] is False


def test_absence_is_counted_per_school_year_at_the_sending_school_without_days_or_reasons(move) -> None:
    """The child came 60 days ago: an absence before that was at another school."""
    content = file_of(move, "receiving").content
    assert content["attendance"] == [
        {"school_year": "2026-2027", "days": 3, "hours_authorised": 2.0, "hours_unauthorised": 6.0, "hours_unsaid": 0.0}
    ]


@pytest.mark.parametrize("role", PARTIES)
def test_no_party_reads_a_status_a_place_a_kind_of_stay_or_a_state_number_in_it(move, role) -> None:
    text = json.dumps(file_of(move, role).content, ensure_ascii=False)
    for columns in SECRET.values():
        for value in columns.values():
            assert str(value) not in text, value
    for word in ("kqgeheim", "999992260", "kqnietdoor", "statuses", "stays", "municipality", "unaccompanied"):
        assert word not in text


def test_each_party_reads_the_same_but_own_words_are_for_who_they_were_shared_with(move) -> None:
    found = {role: dict(file_of(move, role).content) for role in PARTIES}
    words = {role: [row["words"] for row in content.pop("own_words")] for role, content in found.items()}
    for content in found.values():
        content.pop("receipt")
    assert all(content == found["school"] for content in found.values())
    assert words == {
        "school": [OWN_WORDS], "receiving": [OWN_WORDS], "legal_representative": [], "child": [OWN_WORDS],
    }  # fmt: skip


def test_who_is_no_party_reads_no_file(move) -> None:
    assert file_of(move, "other") is None
    assert file_of(move, "reception") is None
    assert file_of(move, "compulsory_education") is None


def test_a_refused_school_reads_the_file_no_more_and_one_that_accepted_still_does(move) -> None:
    move.do(transfers.accept_transfer, "receiving", kind="pro", started_on=ON)
    assert file_of(move, "receiving") is not None
    assert "999992260" not in json.dumps(file_of(move, "receiving").content)


def test_a_refused_school_reads_no_file(move) -> None:
    move.do(transfers.refuse_transfer, "receiving", reason="Geen plek.")
    assert file_of(move, "receiving") is None


def test_the_receipt_is_that_of_the_file_and_its_name_says_nothing(move) -> None:
    made = file_of(move, "school")
    assert made.receipt == hash_of(made.content) == made.content["receipt"]["hash"]
    assert made.file_name == f"overdracht-{move.child.public_id}-{ON.isoformat()}"
    assert file_of(move, "school").receipt == made.receipt
    add(move.child, "assessments", domain="learning", level="x", school=OWN, taken_on=NOW.date())
    assert file_of(move, "school").receipt != made.receipt
