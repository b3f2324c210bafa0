"""A staff change turns out otherwise: withdrawn, on another day, back sooner; at every stage of the handovers."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.audit.models import Event
from leerrecht.operations.handovers import (
    accept_handovers,
    arrange_handover,
    ask_receivers,
    decline_handover,
    sign_handover,
    tell_child_of_handover,
)
from leerrecht.operations.signing_in.accounts import end_account
from leerrecht.operations.staff_changes import note_change
from leerrecht.operations.staff_days import move_change, withdraw_change
from leerrecht.queries.facts import standing
from leerrecht.queries.handovers import find_handover, open_handovers_of
from leerrecht.queries.viewers import find_viewers
from tests.operations.test_handovers import (  # noqa: F401 (a fixture)
    BEGUN,
    DAY,
    NOW,
    ON,
    STOPS,
    actor,
    add_children,
    at_the_door,
    handovers,
    leaves,
    name,
    reasons,
    rows_of,
    w,
)

LATER, SOONER = STOPS + 30 * DAY, STOPS - 5 * DAY
HELD = [("Gever", "holder", BEGUN, None)]


def bring_along(w):  # noqa: F811
    """Bring three handovers to three stages: signed by both, told, asked."""
    signed, told, asked = handovers()
    chosen = {row.public_id: w.one.professional.pk for row in (signed, told, asked)}
    made = ask_receivers(actor=actor(w.giver), at=NOW, chosen=chosen)
    for row in accept_handovers(actor=actor(w.one), at=NOW, handovers=[row.public_id for row in made[:2]]):
        row = tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=row.public_id, told_on=ON)
        if row.child_id == signed.child_id:
            row = sign_handover(actor=actor(w.giver), at=NOW, handover=row.public_id)
            sign_handover(actor=actor(w.one), at=NOW, handover=row.public_id)
    return handovers()


def withdraw(w, change, account=None, at=NOW, on=ON, version=1):  # noqa: F811
    by = actor(account or w.giver, on)
    return withdraw_change(actor=by, at=at, change=change.public_id, version=version)


def move(w, change, stops_on, returns_on=None, account=None, at=NOW, on=ON, version=1):  # noqa: F811
    by = actor(account or w.giver, on)
    return move_change(
        actor=by, at=at, change=change.public_id, version=version, stops_on=stops_on, returns_on=returns_on
    )


def test_a_withdrawn_change_keeps_what_was_signed_and_gives_the_rest_back(w):  # noqa: F811
    change = leaves(w)
    signed, told, asked = bring_along(w)
    withdraw(w, change)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Een", "holder", STOPS, None)]
    assert rows_of(w.children[1]) == HELD and rows_of(w.children[2]) == HELD
    kept, stays = handovers()
    assert kept == signed and kept.received_on == ON
    assert (stays.child_id, stays.stops_on, stays.changed_on, stays.child_told_on) == (told.child_id, None, ON, None)
    asked.refresh_from_db()
    assert asked.retracted_at is not None and asked.retraction_reason == "Wie zou stoppen, blijft toch"
    assert w.giver.professional.memberships.get().valid_to is None
    assert find_viewers(account=w.giver, on=STOPS) != []
    named = set(Event.objects.filter(action="handover.called_off").values_list("child_id", flat=True))
    assert named == {child.public_id for child in w.children[1:]}
    assert Event.objects.filter(action="staff_change.withdrawn").count() == 1


def test_who_was_told_is_told_again_and_the_door_says_nothing_meanwhile(w):  # noqa: F811
    child = w.children[1]
    name(child)
    change = leaves(w)
    bring_along(w)
    assert [comer.name for comer in at_the_door(child).comers] == ["Een"]
    withdraw(w, change)
    assert at_the_door(child).comers == () and [each.name for each in at_the_door(child).people] == ["Voogd Een"]
    _, stays = handovers()
    named = {"actor": actor(w.giver), "at": NOW, "handover": stays.public_id}
    assert reasons(tell_child_of_handover, **named, told_on=ON - DAY) == ("refused.told_otherwise",)
    made = tell_child_of_handover(**named, told_on=ON)
    assert made.child_told_on == ON and made.stops_on is None
    assert at_the_door(child).comers == ()


def test_nothing_else_can_be_done_with_what_is_off(w):  # noqa: F811
    change = leaves(w)
    _, told, asked = bring_along(w)
    withdraw(w, change)
    stays = handovers()[1].public_id
    off = ("refused.change_off",)
    for seen in (told.public_id, asked.public_id, stays):
        assert reasons(accept_handovers, actor=actor(w.two), at=NOW, handovers=[seen]) == off
        assert reasons(sign_handover, actor=actor(w.giver), at=NOW, handover=seen) == off
        assert reasons(decline_handover, actor=actor(w.one), at=NOW, handover=seen, reason="Vol") == off
        chosen = {seen: w.two.professional.pk}
        assert reasons(ask_receivers, actor=actor(w.giver), at=NOW, chosen=chosen) == off
        words = {"meeting_on": None, "done": [], "words": "x"}
        assert reasons(arrange_handover, actor=actor(w.giver), at=NOW, handover=seen, **words) == off
    assert rows_of(w.children[1]) == HELD and rows_of(w.children[2]) == HELD
    closed = find_handover(scope=actor(w.giver).scope, child=asked.child_id, public_id=asked.public_id)
    assert closed == asked and closed.retracted_at is not None


def test_who_saw_another_version_withdraws_nothing(w):  # noqa: F811
    change = leaves(w, "leave", returns_on=LATER)
    move(w, change, STOPS, LATER + DAY)
    for version, by in ((1, w.giver), (3, w.giver)):
        assert reasons(withdraw, w=w, change=change, account=by, version=version) == ("refused.change_otherwise",)
    withdraw(w, change, version=2)
    assert reasons(withdraw, w=w, change=change, version=3) == ("refused.change_otherwise",)


def test_only_oneself_withdraws_but_that_a_colleague_fell_away(w):  # noqa: F811
    change = leaves(w, "leave")
    assert reasons(withdraw, w=w, change=change, account=w.one) == ("refused.change_not_yours",)
    assert reasons(withdraw, w=w, change=change, account=w.far) == ("refused.no_such_child",)
    withdraw(w, change)
    fell = {"actor": actor(w.one), "at": NOW, "professional": w.giver.professional.public_id}
    change = note_change(**fell, kind="sudden", stops_on=ON)
    withdraw(w, change, account=w.two)
    assert [rows_of(child) for child in w.children] == [HELD] * 3


@pytest.mark.parametrize(("day", "is_off"), [(STOPS - DAY, True), (STOPS, True), (STOPS + DAY, False)])
def test_it_can_be_withdrawn_up_to_the_first_day(w, day, is_off):  # noqa: F811
    change = leaves(w, "leave")
    at = datetime.datetime.combine(day, NOW.timetz())
    if is_off:
        withdraw(w, change, at=at, on=day)
        assert rows_of(w.children[0]) == HELD
    else:
        assert reasons(withdraw, w=w, change=change, at=at, on=day) == ("refused.change_begun",)
        assert reasons(move, w=w, change=change, stops_on=LATER, at=at, on=day) == ("refused.change_begun",)


def test_leave_that_is_off_leaves_one_row_again(w):  # noqa: F811
    change = leaves(w, "leave", returns_on=LATER)
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    withdraw(w, change)
    assert [rows_of(child) for child in w.children] == [HELD] * 3
    assert handovers() == []


def test_a_departure_that_is_postponed_asks_again_and_keeps_what_was_signed(w):  # noqa: F811
    name(w.children[1])
    change = leaves(w)
    signed, _, asked = bring_along(w)
    made = move(w, change, LATER)
    assert (made.moved_from, made.stops_on, made.kind) == (change, LATER, "departure")
    kept, again, still = handovers()
    assert kept == signed
    for row in (again, still):
        assert (row.stops_on, row.linked_change, row.to_person, row.accepted_on) == (LATER, made, "Een", None)
    assert (again.changed_on, again.child_told_on, still.changed_on) == (ON, None, None)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Een", "holder", STOPS, None)]
    assert rows_of(w.children[1]) == rows_of(w.children[2]) == [("Gever", "holder", BEGUN, LATER)]
    assert w.giver.professional.memberships.get().valid_to == LATER
    assert at_the_door(w.children[1]).comers == ()
    old = {"actor": actor(w.two), "at": NOW, "handovers": [asked.public_id]}
    assert reasons(accept_handovers, **old) == ("refused.change_moved",)
    assert {row.pk for row in open_handovers_of(change=made, scope=actor(w.giver).scope)} == {
        kept.pk, again.pk, still.pk,
    }  # fmt: skip
    told_now = tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=again.public_id, told_on=ON)
    (taken,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[told_now.public_id])
    assert taken.child_told_on is None and at_the_door(w.children[1]).comers == ()  # who comes, nobody told yet
    tell_child_of_handover(actor=actor(w.one), at=NOW, handover=taken.public_id, told_on=ON)
    assert [(comer.name, comer.day) for comer in at_the_door(w.children[1]).comers] == [("Een", LATER)]
    withdraw(w, made)
    assert rows_of(w.children[1]) == rows_of(w.children[2]) == HELD
    assert w.giver.professional.memberships.get().valid_to is None


def test_a_departure_that_comes_sooner_leaves_no_hole_where_it_was_signed(w):  # noqa: F811
    change = leaves(w)
    bring_along(w)
    made = move(w, change, SOONER)
    found = [row for row in handovers() if row.child_id == w.children[0].pk]
    assert [(row.stops_on, row.received_on) for row in found] == [(STOPS, ON), (SOONER, None)]
    accept_handovers(actor=actor(w.two), at=NOW, handovers=[found[1].public_id])
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, SOONER), ("Twee", "holder", SOONER, STOPS), ("Een", "holder", STOPS, None),
    ]  # fmt: skip
    assert len([row for row in handovers() if row.linked_change == made]) == 3


def test_who_was_asked_and_is_away_on_the_new_day_is_asked_no_more(w):  # noqa: F811
    change = leaves(w)
    ask_receivers(actor=actor(w.giver), at=NOW, chosen={handovers()[0].public_id: w.one.professional.pk})
    note_change(actor=actor(w.one), at=NOW, kind="leave", stops_on=LATER - DAY, returns_on=LATER + DAY)
    move(w, change, LATER)
    assert {row.to_person for row in handovers()} == {""}


def test_a_task_that_ends_before_the_new_day_has_nothing_to_hand_over(w):  # noqa: F811
    from leerrecht.records.models import Involvement

    Involvement.objects.filter(child=w.children[0]).update(valid_to=STOPS + 9 * DAY)
    change = leaves(w)
    _, told, _ = bring_along(w)
    change_back = move(w, change, LATER)
    assert {row.child_id for row in handovers() if row.linked_change == change_back} == {
        told.child_id, w.children[2].pk,
    }  # fmt: skip


def test_who_is_better_sooner_takes_up_their_tasks_and_nothing_is_asked_any_more(w):  # noqa: F811
    change = note_change(
        actor=actor(w.one), at=NOW, kind="sudden", stops_on=ON, professional=w.giver.professional.public_id
    )
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    back = ON + 4 * DAY
    at = NOW + 4 * DAY
    assert reasons(move, w=w, change=change, stops_on=ON, returns_on=back - DAY, at=at, on=back) == (
        "refused.change_back_on",
    )
    move(w, change, ON, back, at=at, on=back)
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, ON), ("Een", "stand_in", ON, back), ("Gever", "holder", back, None),
    ]  # fmt: skip
    assert rows_of(w.children[1]) == [("Gever", "holder", BEGUN, ON), ("Gever", "holder", back, None)]
    assert handovers() == []
    change.refresh_from_db()
    assert reasons(withdraw, w=w, change=change, version=change.version, at=at, on=back) == (
        "refused.change_not_yours",
    )


def test_who_stands_in_does_so_until_the_other_is_back_also_when_it_was_signed(w):  # noqa: F811
    change = leaves(w, "leave", returns_on=LATER)
    bring_along(w)
    for number, back in enumerate((LATER + 9 * DAY, None, LATER - 9 * DAY), start=1):
        change = move(w, change, STOPS, back, version=number)
        again = [("Gever", "holder", back, None)] if back else []
        for child in w.children[:2]:
            assert rows_of(child) == [("Gever", "holder", BEGUN, STOPS), ("Een", "stand_in", STOPS, back), *again]
        assert rows_of(w.children[2]) == [("Gever", "holder", BEGUN, STOPS), *again]
    assert len(handovers()) == 3
    assert reasons(move, w=w, change=change, stops_on=STOPS, returns_on=back, version=4) == ("refused.change_known",)
    assert reasons(move, w=w, change=change, stops_on=STOPS, returns_on=STOPS, version=4) == ("refused.change_back_on",)


def test_leave_on_other_days_leaves_no_hole(w):  # noqa: F811
    change = leaves(w, "leave", returns_on=LATER)
    made = move(w, change, SOONER, LATER - 9 * DAY)
    back = LATER - 9 * DAY
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, SOONER), ("Gever", "holder", back, None)]
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    assert ("Een", "stand_in", SOONER, back) in rows_of(w.children[0])
    assert reasons(move, w=w, change=made, stops_on=ON, returns_on=back) == ("refused.change_day",)


def test_an_account_that_closed_moves_nothing(w):  # noqa: F811
    change = leaves(w, "sudden", stops_on=STOPS)
    end_account(account=w.giver.public_id, at=NOW + DAY, on=ON + DAY, origin="test")
    before = [rows_of(child) for child in w.children]
    later = {"at": NOW + DAY, "on": ON + DAY}
    assert reasons(withdraw, w=w, change=change, account=w.one, **later) == ("refused.change_not_yours",)
    assert [rows_of(child) for child in w.children] == before


def test_nothing_is_deleted(w):  # noqa: F811
    from leerrecht.records.models import Handover, Involvement

    change = leaves(w)
    bring_along(w)
    seen = [set(model.objects.values_list("pk", flat=True)) for model in (Handover, Involvement)]
    withdraw(w, move(w, change, LATER))
    for model, before in zip((Handover, Involvement), seen, strict=True):
        assert before <= set(model.objects.values_list("pk", flat=True))
    assert all(row.retraction_reason for row in Handover.objects.filter(retracted_at__isnull=False))
    assert standing(table="handovers").filter(stops_on__isnull=False).count() == 1


def test_many_children_take_as_many_queries_as_few(w):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for count in (2, 60):
        add_children(w, count)
        change = leaves(w)
        with CaptureQueriesContext(connection) as moving:
            made = move(w, change, LATER)
        with CaptureQueriesContext(connection) as withdrawing:
            withdraw(w, made)
        counts.append((len(moving), len(withdrawing)))
    assert all(many <= few + 25 for few, many in zip(*counts, strict=True)), counts


@pytest.fixture
def at_once_world(transactional_db, request):
    from django.db import connection

    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    return request.getfixturevalue("w")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_who_accepts_while_it_is_withdrawn_or_moved_gets_a_clear_answer(at_once_world, turn):
    """Both at once: one goes first, the other sees what stands; nobody waits for ever, and the tasks are whole."""
    from tests.at_once import at_once

    w, is_off = at_once_world, turn % 2 == 1  # noqa: F811
    change, accepting = leaves(w), actor(w.one)
    seen = [row.public_id for row in handovers()]
    said = at_once(
        lambda: accept_handovers(actor=accepting, at=NOW, handovers=seen),
        lambda: withdraw(w, change) if is_off else move(w, change, LATER),
    )
    assert said in (["", ""], sorted(["", "refused.change_off" if is_off else "refused.change_moved"]))
    held = HELD if is_off else [("Gever", "holder", BEGUN, LATER)]
    assert [rows_of(child) for child in w.children] == [held] * 3
    assert all(row.accepted_on is None for row in handovers())
