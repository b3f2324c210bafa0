"""Somebody who will leave or be away on a known day falls away before it: both changes stand, day after day."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps

from leerrecht.operations.handovers import accept_handovers
from leerrecht.operations.staff_changes import note_change
from leerrecht.queries.facts import standing
from tests.operations.test_handovers import BEGUN, DAY, NOW, ON, STOPS, actor, leaves, reasons, rows_of, w  # noqa: F401
from tests.operations.test_staff_days import LATER, move, withdraw
from tests.operations.test_staff_days_again import handovers_of


def falls_away(w):  # noqa: F811
    """Let a colleague note that the giver fell away today."""
    giver = w.giver.professional.public_id
    return note_change(actor=actor(w.one), at=NOW, kind="sudden", stops_on=ON, professional=giver)


def take(w, change, by):  # noqa: F811
    """Let somebody take over what a change hands over of the first child."""
    (asked,) = [row for row in handovers_of(change) if row.child_id == w.children[0].pk]
    accept_handovers(actor=actor(by), at=NOW, handovers=[asked.public_id])


STANDS_IN = ("Een", "stand_in", ON, STOPS)
TAKES_OVER = ("Twee", "holder", STOPS, None)


@pytest.mark.parametrize("first_taken", ["departure", "sudden"])
def test_who_falls_away_before_the_day_they_leave_is_stood_in_for_until_then(w, first_taken):  # noqa: F811
    leaving = leaves(w)
    if first_taken == "departure":
        take(w, leaving, w.two)
    away = falls_away(w)
    assert (away.stops_on, away.returns_on) == (ON, STOPS)
    assert len(handovers_of(leaving)) == len(handovers_of(away)) == len(w.children)
    take(w, away, w.one)
    if first_taken == "sudden":
        take(w, leaving, w.two)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held == [("Gever", "holder", BEGUN, ON), STANDS_IN, TAKES_OVER]


def test_both_can_be_off_in_either_order(w):  # noqa: F811
    for order in ((0, 1), (1, 0)):
        changes = leaves(w), falls_away(w)
        take(w, changes[1], w.one)
        for place in order:
            withdraw(w, changes[place])
        days = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
        assert {who for who, *_ in days} == {"Gever"}
        assert days[0][2] == BEGUN and days[-1][3] is None
        assert all(before[3] == after[2] for before, after in pairwise(days))


def test_once_the_illness_is_off_the_departure_is_as_it_was(w):  # noqa: F811
    leaving = leaves(w)
    withdraw(w, falls_away(w))
    take(w, leaving, w.two)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held == [("Gever", "holder", BEGUN, STOPS), TAKES_OVER]


def test_who_is_back_on_the_day_they_leave_hands_over_then(w):  # noqa: F811
    absence = leaves(w, "leave", stops_on=ON + DAY, returns_on=STOPS)
    leaving = leaves(w)
    withdraw(w, absence)
    take(w, leaving, w.two)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held[-1] == TAKES_OVER and [row[0] for row in held[:-1]] == ["Gever"] * len(held[:-1])


def test_an_absence_that_lasts_into_the_next_is_refused_and_one_up_to_it_isnt(w):  # noqa: F811
    leaves(w, "leave", returns_on=LATER)
    own = {"actor": actor(w.giver), "at": NOW, "kind": "sudden", "stops_on": ON}
    assert reasons(note_change, **own, returns_on=STOPS + DAY) == ("refused.change_known",)
    assert note_change(**own, returns_on=STOPS).returns_on == STOPS
    assert [row for row in rows_of(w.children[0]) if row[2] != row[3]] == [
        ("Gever", "holder", BEGUN, ON), ("Gever", "holder", LATER, None),
    ]  # fmt: skip


def test_a_later_day_of_leaving_leaves_the_illness_as_it_is(w):  # noqa: F811
    leaving, away = leaves(w), falls_away(w)
    made = move(w, leaving, LATER)
    take(w, away, w.one)
    take(w, made, w.two)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held == [
        ("Gever", "holder", BEGUN, ON), STANDS_IN, ("Gever", "holder", STOPS, LATER), ("Twee", "holder", LATER, None),
    ]  # fmt: skip


@pytest.mark.parametrize("is_taken", [True, False])
def test_who_is_back_sooner_holds_their_tasks_until_the_day_they_leave(w, is_taken):  # noqa: F811
    leaving, away = leaves(w), falls_away(w)
    if is_taken:
        take(w, leaving, w.two)
    take(w, away, w.one)
    back = STOPS - 3 * DAY
    move(w, away, ON, back, account=w.one)
    if not is_taken:
        take(w, leaving, w.two)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    again = ("Gever", "holder", back, STOPS)
    assert held == [("Gever", "holder", BEGUN, ON), ("Een", "stand_in", ON, back), again, TAKES_OVER]
    assert reasons(move, w=w, change=away, stops_on=ON, returns_on=LATER, version=2) == ("refused.change_known",)
    move(w, away, ON, STOPS, version=2)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held == [("Gever", "holder", BEGUN, ON), STANDS_IN, TAKES_OVER]
    withdraw(w, leaving)
    held = [row for row in rows_of(w.children[0]) if row[2] != row[3]]
    assert held == [("Gever", "holder", BEGUN, ON), STANDS_IN, ("Gever", "holder", STOPS, None)]


def test_what_was_ended_before_the_record_said_by_which_change_is_found(w):  # noqa: F811
    leaves(w), falls_away(w)
    cut = standing(table="involvements").filter(ended_by__isnull=False)
    before = dict(cut.values_list("pk", "ended_by"))
    assert len(before) == 2 * len(w.children)
    cut.update(ended_by=None)
    import_module("leerrecht.records.migrations.0007_find_ended_by").find_changes(apps, None)
    assert dict(cut.values_list("pk", "ended_by")) == before
