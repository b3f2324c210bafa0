"""A staff change turns out otherwise while another one stands: of the same person, or of who takes over."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from leerrecht.audit.models import Event
from leerrecht.operations.handovers import accept_handovers, sign_handover, tell_child_of_handover
from leerrecht.operations.signing_in.accounts import end_account
from leerrecht.operations.staff_changes import note_change, overlapping
from leerrecht.queries.facts import standing
from leerrecht.records.models import Handover
from tests.operations.test_handovers import (  # noqa: F401 (a fixture)
    BEGUN,
    DAY,
    NOW,
    ON,
    STOPS,
    actor,
    handovers,
    leaves,
    reasons,
    rows_of,
    w,
)
from tests.operations.test_staff_days import HELD, LATER, at_once_world, move, withdraw  # noqa: F401 (a fixture)

SECOND = LATER + 30 * DAY


def handovers_of(change):
    return [row for row in handovers() if row.linked_change_id == change.pk]


def test_another_day_of_return_leaves_the_next_absence_and_its_handovers_as_they_are(w):  # noqa: F811
    first = leaves(w, "leave", returns_on=LATER)
    second = leaves(w, "leave", stops_on=SECOND)
    back = LATER + 14 * DAY
    assert reasons(move, w=w, change=first, stops_on=STOPS, returns_on=SECOND + DAY) == ("refused.change_known",)
    move(w, first, STOPS, back)
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers_of(second)[0].public_id])
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, STOPS), ("Gever", "holder", back, SECOND), ("Een", "stand_in", SECOND, None),
    ]  # fmt: skip
    withdraw(w, second)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Gever", "holder", back, None)]


def test_once_the_next_absence_is_off_the_day_of_return_can_be_another(w):  # noqa: F811
    first = leaves(w, "leave", returns_on=LATER)
    withdraw(w, leaves(w, "leave", stops_on=SECOND))
    move(w, first, STOPS, LATER + DAY)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Gever", "holder", LATER + DAY, None)]


def stops_too(w, kind="leave"):  # noqa: F811
    """Let who took over all tasks of who is away stop ten days later, themself."""
    first = leaves(w, "leave")
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[row.public_id for row in handovers()])
    return first, note_change(actor=actor(w.one), at=NOW, kind=kind, stops_on=STOPS + 10 * DAY)


def test_while_who_took_over_stops_too_nothing_is_withdrawn_nor_moved_under_them(w):  # noqa: F811
    first, theirs = stops_too(w)
    before = [rows_of(child) for child in w.children]
    assert reasons(withdraw, w=w, change=first) == ("refused.receiver_stops",)
    assert reasons(move, w=w, change=first, stops_on=LATER) == ("refused.receiver_stops",)
    assert [rows_of(child) for child in w.children] == before and len(handovers_of(theirs)) == 3
    withdraw(w, theirs, account=w.one)
    assert rows_of(w.children[0]) == [("Gever", "holder", BEGUN, STOPS), ("Een", "stand_in", STOPS, None)]
    withdraw(w, first)
    assert [rows_of(child) for child in w.children] == [HELD] * 3 and handovers() == []


def test_what_who_took_over_handed_on_and_both_signed_stays(w):  # noqa: F811
    first, theirs = stops_too(w)
    for row in accept_handovers(actor=actor(w.two), at=NOW, handovers=[row.public_id for row in handovers_of(theirs)]):
        told = tell_child_of_handover(actor=actor(w.one), at=NOW, handover=row.public_id, told_on=ON)
        signed = sign_handover(actor=actor(w.one), at=NOW, handover=told.public_id)
        sign_handover(actor=actor(w.two), at=NOW, handover=signed.public_id)
    withdraw(w, first)
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, None), ("Een", "stand_in", STOPS, STOPS + 10 * DAY),
        ("Twee", "stand_in", STOPS + 10 * DAY, None),
    ]  # fmt: skip


def test_what_a_person_changed_by_hand_stays_when_the_change_is_off(w):  # noqa: F811
    from leerrecht.operations.replacing import replace_many

    first = leaves(w, "leave")
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    row = standing(table="involvements").get(child=w.children[0], linked_professional=w.one.professional)
    replace_many(facts=[row], changes={row.pk: {"valid_to": LATER}}, at=NOW, account=None, reason="Met de hand")
    withdraw(w, first)
    assert ("Een", "stand_in", STOPS, LATER) in rows_of(w.children[0])


def test_a_day_that_is_taken_at_that_very_moment_is_refused_and_nothing_changes(w, monkeypatch):  # noqa: F811
    change = leaves(w, "leave", returns_on=STOPS + DAY)
    leaves(w, "leave", stops_on=LATER)
    for module in ("staff_changes", "staff_days"):
        monkeypatch.setattr(f"leerrecht.operations.{module}.overlapping", lambda **_: False)  # it came just after
    before = [rows_of(child) for child in w.children]
    assert reasons(move, w=w, change=change, stops_on=LATER) == ("refused.change_known",)
    assert [rows_of(child) for child in w.children] == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_who_notes_and_moves_at_the_same_moment_is_never_away_twice(at_once_world, turn, monkeypatch):  # noqa: F811
    from tests.at_once import at_once

    def look_long(**named):
        found = overlapping(**named)
        time.sleep(0.3)  # the other looks meanwhile, unless it waits
        return found

    for module in ("staff_changes", "staff_days"):
        monkeypatch.setattr(f"leerrecht.operations.{module}.overlapping", look_long)
    w = at_once_world  # noqa: F811
    change, by = leaves(w, "leave", returns_on=STOPS + DAY), actor(w.giver)
    said = at_once(
        lambda: note_change(actor=by, at=NOW, kind="leave", stops_on=LATER, returns_on=LATER + 9 * DAY),
        lambda: move(w, change, *((LATER + DAY, None) if turn % 2 else (STOPS, LATER + DAY))),
    )
    assert said == ["", "refused.change_known"]


def test_another_day_of_return_leaves_a_row_in_the_log_of_each_child(w):  # noqa: F811
    change = leaves(w, "leave", returns_on=LATER)
    move(w, change, STOPS, LATER + DAY)
    logged = Event.objects.filter(action="handover.moved").values_list("child_id", flat=True)
    assert sorted(logged) == sorted(child.public_id for child in w.children)


def test_a_handover_that_another_took_the_place_of_leads_there_and_is_not_called_off(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-16"
    leaves(w)
    old = handovers()[0]
    url = f"/jongeren/{old.child.public_id}/overdragen/{old.public_id}/"
    end_account(account=w.giver.public_id, at=NOW + DAY, on=ON + DAY, origin="test")
    now = handovers()[0]
    assert now.linked_change_id != old.linked_change_id
    client.force_login(w.one)
    led = client.get(url)
    assert led.status_code == 302 and led["Location"].endswith(f"/overdragen/{now.public_id}/")
    late = client.post(url, {"doe": "accept"})
    assert late.status_code == 422 and "Dit gaat niet door" not in late.content.decode()
    Handover.objects.filter(pk=now.pk).update(retracted_at=NOW + DAY, retraction_reason="Verkeerd kind")
    assert client.get(url).status_code == 404


def test_that_somebody_stays_goes_when_they_stop_after_all_also_once_it_was_told(w):  # noqa: F811
    child = w.children[0].pk
    for number in range(2):
        change = leaves(w)
        assert [row.stops_on for row in handovers() if row.child_id == child] == [STOPS], number
        (taken,) = accept_handovers(
            actor=actor(w.one), at=NOW, handovers=[row.public_id for row in handovers() if row.child_id == child]
        )
        tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=taken.public_id, told_on=ON)
        withdraw(w, change)
        (stays,) = (row for row in handovers() if row.child_id == child)
        tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=stays.public_id, told_on=ON)
    assert [row.stops_on for row in handovers() if row.child_id == child] == [None]


@pytest.mark.parametrize("is_moved", [False, True])
def test_an_absence_before_one_that_is_known_leaves_that_one_whole(w, is_moved):  # noqa: F811
    if is_moved:
        first = leaves(w, "leave", returns_on=LATER)
        second = leaves(w, "leave", stops_on=SECOND)
        first = move(w, first, STOPS - DAY, LATER + DAY)
    else:
        second = leaves(w, "leave", stops_on=SECOND)
        first = leaves(w, "leave", stops_on=STOPS - DAY, returns_on=LATER + DAY)
    assert len(handovers_of(first)) == len(handovers_of(second)) == 3
    asked = [handovers_of(change)[0].public_id for change in (first, second)]
    accept_handovers(actor=actor(w.one), at=NOW, handovers=asked[:1])
    accept_handovers(actor=actor(w.two), at=NOW, handovers=asked[1:])
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    edges = (
        [STOPS - DAY, LATER, LATER + DAY] if is_moved else [STOPS - DAY, LATER + DAY]
    )  # the old day back still shows
    assert held == [
        ("Gever", "holder", BEGUN, edges[0]), *(("Een", "stand_in", *days) for days in pairwise(edges)),
        ("Gever", "holder", edges[-1], SECOND), ("Twee", "stand_in", SECOND, None),
    ]  # fmt: skip
    withdraw(w, second)
    assert ("Gever", "holder", LATER + DAY, None) in rows_of(w.children[0])
