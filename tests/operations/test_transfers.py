"""The transfer of a child's file: nothing is sent unread, nobody is responsible by accident, nobody is second unseen."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.law.conclusions import find_conclusions
from leerrecht.operations import transfers
from leerrecht.operations.acting import Refused
from leerrecht.queries.facts import load_caseload, standing
from leerrecht.queries.own import own_scope
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.transfers import find_passage, find_waiting, present_school, side_of, transfers_of
from leerrecht.records.models import Child
from tests.operations.builders import events, version_of
from tests.operations.transferring import DAY, NEXT, NOW, OWN, TOLD, add, make_move
from tests.world import ON, make_world

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def move(db):
    return make_move(make_world())


def refused(code: str, call, /, *arguments, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    assert code in caught.value.reasons, caught.value.reasons
    return caught.value


def enrolments(move) -> list:
    return list(standing(table="enrolments").filter(child=move.child, linked_school=move.receiving))


def test_a_file_goes_step_by_step_and_the_next_school_is_responsible_when_it_accepts(move) -> None:
    before = version_of(move.child)
    move.prepare()
    assert move.child.pk not in move.actor("receiving").scope.children, "nobody there knows before it is sent"
    move.inspect()
    move.do(transfers.send_transfer, "school")
    receiving = move.actor("receiving")
    assert receiving.scope.reach_of(move.child.pk).kind == "transfer_file"
    assert not receiving.scope.is_involved(move.child.pk) and not enrolments(move)
    move.do(transfers.receive_transfer, "receiving")
    assert not enrolments(move), "to read it is not to accept it"
    move.do(transfers.accept_transfer, "receiving", kind="pro", started_on=ON + 7 * DAY)
    (enrolment,) = enrolments(move)
    assert (enrolment.school, enrolment.kind, enrolment.phase) == (NEXT, "pro", "placed")
    assert (enrolment.requested_on, enrolment.started_on) == (ON, ON + 7 * DAY)
    assert move.actor("receiving").scope.is_involved(move.child.pk)
    (made,) = move.standing()
    assert (made.decision, made.proposed_on, made.received_on, made.decided_on) == ("accepted", ON, ON, ON)
    assert version_of(move.child) > before
    for action in ("prepared", "inspected", "sent", "received", "accepted"):
        assert events(f"transfer.{action}"), action
    assert {event.role for event in events("transfer.inspected")} == {"child", "legal_representative"}


def test_nothing_is_sent_unread_and_all_that_is_missing_is_said_at_once(move) -> None:
    move.prepare()
    wrong = refused("refused.transfer_child_unread", move.do, transfers.send_transfer, "school")
    assert wrong.reasons == ("refused.transfer_child_unread", "refused.transfer_representative_unread")
    move.do(transfers.inspect_transfer, "legal_representative")
    wrong = refused("refused.transfer_child_unread", move.do, transfers.send_transfer, "school")
    assert wrong.reasons == ("refused.transfer_child_unread",)
    move.do(transfers.inspect_transfer, "child")
    assert move.do(transfers.send_transfer, "school").proposed_on == ON


def test_a_young_person_reads_nothing_that_nobody_told(move) -> None:
    move.prepare(told_on=None)
    assert transfers_of(scope=move.actor("child").scope, viewer=None, child=move.child.pk) == ()
    refused("refused.transfer_untold", move.do, transfers.inspect_transfer, "child")
    refused("refused.transfer_untold", move.do, transfers.inspect_transfer, "school", inspected_by="child")
    refused("refused.transfer_told_missing", move.do, transfers.tell_of_transfer, "school", told_on=None)
    refused("refused.transfer_told_ahead", move.do, transfers.tell_of_transfer, "school", told_on=ON + DAY)
    move.do(transfers.tell_of_transfer, "school", told_on=ON)
    (passage,) = transfers_of(scope=move.actor("child").scope, viewer=None, child=move.child.pk)
    assert (passage.to_school, passage.side) == (NEXT, "child")
    assert move.do(transfers.inspect_transfer, "child").child_inspected_on == ON


def test_who_may_say_that_somebody_read_it(move) -> None:
    move.prepare()
    refused(
        "refused.transfer_reader", move.do, transfers.inspect_transfer, "school", inspected_by="legal_representative"
    )
    refused(
        "refused.transfer_reader", move.do, transfers.inspect_transfer, "child", inspected_by="legal_representative"
    )
    refused("refused.transfer_reader", move.do, transfers.inspect_transfer, "school")
    move.do(transfers.inspect_transfer, "school", inspected_by="child")
    refused("refused.transfer_read_already", move.do, transfers.inspect_transfer, "child")
    for role in ("reception", "other", "receiving", "compulsory_education"):
        refused("refused.no_such_child", move.do, transfers.inspect_transfer, role, inspected_by="child")


def test_for_a_parent_without_a_way_in_the_school_writes_it_down(move) -> None:
    standing(table="involvements").filter(child=move.child, task="legal_representative").update(
        linked_team=None, linked_professional=None
    )
    move.prepare()
    move.do(transfers.inspect_transfer, "school", inspected_by="legal_representative")
    assert move.standing()[0].representative_inspected_on == ON


def test_a_child_has_one_open_transfer(move) -> None:
    move.prepare()
    refused("refused.transfer_open", move.prepare)
    refused("refused.transfer_open", move.prepare, school=move.other)
    assert len(move.standing()) == 1


def test_every_fault_of_a_preparation_is_said_at_once(move) -> None:
    wrong = refused(
        "refused.transfer_school", transfers.prepare_transfer, actor=move.actor("school"), at=NOW,
        child=move.child.public_id, to_school="'; drop", told_on=ON + DAY,
    )  # fmt: skip
    assert set(wrong.reasons) == {"refused.transfer_school", "refused.transfer_told_ahead"}
    own = move.world.accounts["school"].professional.memberships.get().team.school
    refused("refused.transfer_school", move.prepare, school=own)


@pytest.mark.parametrize("role", ["legal_representative", "reception", "compulsory_education"])
def test_only_the_childs_own_school_prepares(move, role) -> None:
    actor = move.actor(role)
    reason = "refused.may_not_record" if move.child.pk in actor.scope.children else "refused.no_such_child"
    refused(
        reason, transfers.prepare_transfer, actor=actor, at=NOW, child=move.child.public_id,
        to_school=move.receiving.public_id,
    )  # fmt: skip


def test_a_school_sends_no_file_of_a_child_that_left_while_others_go_there(move) -> None:
    standing(table="enrolments").filter(child=move.child).update(left_on=ON)
    other = Child.objects.exclude(pk=move.child.pk).first()
    add(other, "enrolments", school=OWN, municipality="Zandakker", kind="isk", phase="placed", started_on=ON - 60 * DAY)
    own = move.world.accounts["school"].professional.memberships.get().team.school
    assert standing(table="enrolments").filter(child=other, linked_school=own).exists()
    assert present_school(viewer=move.actor("school").viewer, child=move.child.pk, on=ON) is None
    refused("refused.may_not_record", move.prepare)


def test_another_young_person_is_no_party_to_a_transfer(move) -> None:
    move.prepare()
    (transfer,) = move.standing()
    other = Child.objects.exclude(pk=move.child.pk).first()
    assert side_of(scope=own_scope(child=move.child.pk, on=ON), viewer=None, transfer=transfer) == "child"
    assert side_of(scope=own_scope(child=other.pk, on=ON), viewer=None, transfer=transfer) == ""


def test_who_acts_on_what_has_changed_is_told_so(move) -> None:
    sent = move.send()
    move.do(transfers.receive_transfer, "receiving")
    for operation, named in ((transfers.receive_transfer, {}), (transfers.accept_transfer, {"kind": "pro"})):
        refused("refused.transfer_changed", move.do, operation, "receiving", transfer=sent.public_id, **named)
    refused("refused.transfer_changed", move.do, transfers.send_transfer, "school")


def test_accepted_twice_at_the_same_moment_it_is_accepted_once(move) -> None:
    move.send()
    receiving = move.actor("receiving")
    seen = transfers._get(receiving, move.child.public_id, move.now, "receiver", states=("proposed",))
    move.do(transfers.accept_transfer, "receiving", kind="pro", started_on=ON)
    refused(
        "refused.transfer_changed", transfers._step, receiving, NOW, seen, "transfer.accepted", decision="accepted",
        decided_on=ON,
    )  # fmt: skip
    assert len(enrolments(move)) == 1 and len(move.standing()) == 1
    assert len(events("transfer.accepted")) == 1


def test_a_refusal_says_why_closes_the_file_and_leaves_the_way_open(move) -> None:
    move.send()
    refused("refused.reason_missing", move.do, transfers.refuse_transfer, "receiving", reason=" x ")
    move.do(transfers.refuse_transfer, "receiving", reason="Er is dit jaar geen plek.")
    assert move.child.pk not in move.actor("receiving").scope.children
    assert not enrolments(move)
    (seen,) = transfers_of(scope=move.actor("school").scope, viewer=move.actor("school").viewer, child=move.child.pk)
    assert (seen.state, seen.reason, seen.waits_for) == ("refused", "Er is dit jaar geen plek.", ())
    move.prepare(school=move.other)
    refused("refused.transfer_child_unread", move.do, transfers.send_transfer, "school")
    move.inspect()
    move.do(transfers.send_transfer, "school")
    assert move.child.pk in move.actor("other").scope.children
    assert [each.decision for each in move.standing()] == ["", "refused"]


def test_a_school_that_closes_receives_nothing_and_keeps_nobody_waiting(move) -> None:
    from leerrecht.chain.models import Membership

    move.prepare()
    move.inspect()
    people = Membership.objects.filter(team__school=move.receiving)
    people.update(valid_to=ON)
    refused("refused.transfer_school_closed", move.do, transfers.send_transfer, "school")
    people.update(valid_to=ON + DAY)
    move.do(transfers.send_transfer, "school")
    people.update(valid_to=ON)
    move.do(transfers.withdraw_transfer, "school", reason="De school is gesloten.")
    assert move.standing() == []
    move.prepare(school=move.other)


def test_a_transfer_taken_back_is_closed_to_the_receiving_school_at_once(move) -> None:
    move.send()
    assert move.child.pk in move.actor("receiving").scope.children
    move.do(transfers.withdraw_transfer, "school", reason="Gaat toch niet door.")
    assert move.child.pk not in move.actor("receiving").scope.children
    refused(
        "refused.reason_missing", lambda: (move.prepare(), move.do(transfers.withdraw_transfer, "school", reason=""))
    )


def test_an_enrolment_that_was_asked_for_is_the_one_that_begins(move) -> None:
    from tests.operations.transferring import add

    asked = add(
        move.child, "enrolments", school=NEXT, municipality="Veenmeer", kind="pro", phase="requested",
        requested_on=ON - 20 * DAY,
    )  # fmt: skip
    move.send()
    move.do(transfers.accept_transfer, "receiving", kind="pro")
    (enrolment,) = enrolments(move)
    assert enrolment.corrects_id == asked.pk
    assert (enrolment.phase, enrolment.requested_on, enrolment.started_on) == ("intake", ON - 20 * DAY, None)


def test_a_kind_of_school_that_isnt_there_is_refused_before_anything_happens(move) -> None:
    move.send()
    refused("refused.transfer_kind", move.do, transfers.accept_transfer, "receiving", kind="other")
    assert not enrolments(move) and move.standing()[0].decision == ""


def retests(move, on: datetime.date) -> dict[str, str]:
    caseload = load_caseload(scope=move.actor("school").scope, children=[move.child.pk])
    found = find_conclusions(caseload=caseload, rulebook=rulebook(), on=on)
    return {each.key: each.state for each in found if each.rule == "continuity.retest"}


def test_an_accepted_file_takes_the_tests_over(move) -> None:
    from tests.operations.transferring import add

    add(move.child, "assessments", domain="home_language", school="ISK Zandakker", taken_on=ON - 30 * DAY)
    add(
        move.child, "enrolments", school=NEXT, municipality="Veenmeer", kind="pro", phase="requested",
        requested_on=ON - DAY,
    )  # fmt: skip
    assert retests(move, ON)["home_language"] == "upcoming"
    move.send()
    move.do(transfers.accept_transfer, "receiving", kind="pro", started_on=ON + DAY)
    assert retests(move, ON)["home_language"] == "met"


def test_whose_turn_it_is_stands_first_in_the_list_of_each_party(move) -> None:
    def turns(role: str) -> list[tuple[str, bool]]:
        actor = move.actor(role)
        found = find_waiting(scope=actor.scope, viewer=actor.viewer)
        return [
            (each.passage.state, each.passage.side in each.passage.waits_for)
            for each in found
            if each.child == move.child.public_id
        ]

    move.prepare()
    assert turns("legal_representative") == [("prepared", True)] and turns("school") == [("prepared", False)]
    assert turns("receiving") == turns("other") == turns("reception") == []
    move.inspect()
    assert turns("school") == [("prepared", True)] and turns("legal_representative") == [("prepared", False)]
    move.do(transfers.send_transfer, "school")
    assert turns("receiving") == [("proposed", True)] and turns("school") == [("proposed", False)]
    move.do(transfers.accept_transfer, "receiving", kind="pro")
    assert turns("receiving") == turns("school") == turns("legal_representative") == []


def test_a_former_address_leads_to_how_it_stands_now(move) -> None:
    first = move.prepare(told_on=TOLD)
    move.inspect()
    school = move.actor("school")
    found = find_passage(scope=school.scope, viewer=school.viewer, child=move.child.pk, public_id=first.public_id)
    assert found is not None and found.public_id == move.now != first.public_id
    other = move.actor("other")
    for public_id in (first.public_id, move.now, "x"):
        assert find_passage(scope=other.scope, viewer=other.viewer, child=move.child.pk, public_id=public_id) is None


def test_what_changes_after_it_was_read_is_read_again_before_it_is_sent(move) -> None:
    from tests.operations.transferring import OWN, put_now

    move.prepare()
    move.inspect()
    refused("refused.transfer_read_already", move.do, transfers.ask_to_read_again, "school")
    put_now(move.child, "schoolings", at=NOW + 5 * MINUTE, support="Steun bij lezen")
    assert refused("refused.transfer_stale", move.do, transfers.send_transfer, "school").reasons == (
        "refused.transfer_stale",
    )
    move.do(transfers.ask_to_read_again, "school", at=NOW + 6 * MINUTE)
    assert move.standing()[0].child_inspected_on is None
    for role in ("child", "legal_representative"):
        move.do(transfers.inspect_transfer, role, at=NOW + 7 * MINUTE)
    assert move.do(transfers.send_transfer, "school", at=NOW + 8 * MINUTE).proposed_on == ON
    put_now(move.child, "assessments", at=NOW + 9 * MINUTE, domain="dutch", school=OWN, taken_on=ON)
    move.do(transfers.receive_transfer, "receiving", at=NOW + 10 * MINUTE)


@pytest.mark.parametrize(
    ("table", "columns", "is_asked"),
    [
        ("identifiers", {"kind": "v_number", "value": "2901234567"}, False),
        ("identifiers", {"kind": "education_number", "value": "101222331"}, True),
        ("statuses", {"status": "permit"}, False), ("stays", {"location": "Ergens"}, False),
        ("absences", {"day": ON, "hours": 1.0}, False),
        ("voices", {"words": "Hoi", "kind": "next_school", "shared_with": "school"}, False),
        ("assessments", {"domain": "dutch", "taken_on": ON}, True),
    ],
)  # fmt: skip
def test_only_what_stands_in_the_file_asks_for_another_reading(move, table, columns, is_asked) -> None:
    """So nobody learns from it that a number of the state, a status or a place was recorded."""
    from leerrecht.queries.transfers import is_stale
    from tests.operations.transferring import put_now

    move.prepare()
    move.inspect()
    put_now(move.child, table, at=NOW + MINUTE, **columns)
    assert is_stale(transfer=move.standing()[0]) is is_asked
