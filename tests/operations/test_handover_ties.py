"""What an open handover ties: the team to the child until somebody took over, and the child to nobody it wasn't told of."""

from __future__ import annotations

import pytest

from leerrecht.access import Scope
from leerrecht.operations.handovers import (
    accept_handovers,
    ask_receivers,
    sign_handover,
    tell_child_of_handover,
)
from leerrecht.operations.signing_in.accounts import end_account
from leerrecht.operations.staff_days import move_change
from leerrecht.queries.facts import standing
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from tests.operations.test_handovers import (  # noqa: F401 (a fixture)
    DAY,
    NOW,
    ON,
    STOPS,
    actor,
    at_the_door,
    handovers,
    leaves,
    name,
    reasons,
    w,
)


@pytest.mark.parametrize("days", [0, 1, 30])
def test_who_fell_away_at_once_can_be_followed_up_by_the_team_on_every_day(w, days):  # noqa: F811
    """The team keeps sight of a child until somebody took over, also when only the one who is away held a task."""
    leaves(w, kind="sudden", stops_on=ON)
    day, at = ON + days * DAY, NOW + days * DAY
    colleague, child = actor(w.two, day), w.children[0]
    assert colleague.scope.is_involved(child.pk) and child.pk not in actor(w.far, day).scope.children
    row = handovers()[0]
    (asked,) = ask_receivers(actor=colleague, at=at, chosen={row.public_id: w.one.professional.pk})
    (taken,) = accept_handovers(actor=actor(w.one, day), at=at, handovers=[asked.public_id])
    told = tell_child_of_handover(actor=actor(w.one, day), at=at, handover=taken.public_id, told_on=day)
    received = sign_handover(actor=actor(w.one, day), at=at, handover=told.public_id)
    assert sign_handover(actor=actor(w.two, day), at=at, handover=received.public_id).given_on == day


@pytest.mark.parametrize(
    ("day", "told", "is_there"),
    [(0, None, False), (1, None, False), (91, None, False), (92, None, True), (0, 0, False), (1, 0, True), (2, 3, False),
     (3, 3, True)],
)  # fmt: skip
def test_who_took_over_is_not_at_the_own_door_before_a_person_told_it(w, day, told, is_there):  # noqa: F811
    """Nor for as long as we ask to tell it; after a quarter the child lives with whoever came."""
    leaves(w, kind="sudden", stops_on=ON)
    child, row = w.children[0], handovers()[0]
    name(child)
    (asked,) = ask_receivers(actor=actor(w.two), at=NOW, chosen={row.public_id: w.one.professional.pk})
    (taken,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[asked.public_id])
    if told is not None:
        on, at = ON + told * DAY, NOW + told * DAY
        tell_child_of_handover(actor=actor(w.one, on), at=at, handover=taken.public_id, told_on=on)
    on = ON + day * DAY
    assert ("Een" in {each.name for each in at_the_door(child, on).people}) is is_there


def holds(w, row, since, *, capacity="holder", until=None, by=None, of=None):  # noqa: F811
    """Let somebody hold the task of a handover."""
    from leerrecht.records.models import Involvement

    return Involvement.objects.create(
        child=row.child, task=row.task, organisation="COA", person="Ver", valid_from=since, valid_to=until, capacity=capacity,
        linked_team=of or w.other, linked_professional=(by or w.far).professional, recorded_at=NOW, source=w.nidos,
    )  # fmt: skip


def test_nor_is_a_stand_in_whom_nobody_announced_on_the_day_the_other_is_back(w):  # noqa: F811
    change = leaves(w, kind="sudden", stops_on=ON)
    child, row = w.children[0], handovers()[0]
    name(child)
    (asked,) = ask_receivers(actor=actor(w.two), at=NOW, chosen={row.public_id: w.one.professional.pk})
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[asked.public_id])
    back, at = ON + 3 * DAY, NOW + 3 * DAY
    named = {"change": change.public_id, "version": 1, "stops_on": ON, "returns_on": back}
    move_change(actor=actor(w.two, back), at=at, **named)
    for day in (back, back + DAY):
        assert "Een" not in {each.name for each in at_the_door(child, day).people}


FIVE = ON + 5 * DAY


@pytest.mark.parametrize(
    ("held", "lasts"),
    [
        (None, True), ((FIVE, "holder", None), False), ((FIVE, "holder", FIVE + DAY), False),
        ((FIVE, "holder", FIVE), True),  # it never began
        ((FIVE, "stand_in", None), True), ((FIVE + DAY, "holder", None), True),
    ],
)  # fmt: skip
def test_the_team_keeps_sight_until_another_has_the_task_not_as_a_stand_in(w, held, lasts):  # noqa: F811
    leaves(w, kind="sudden", stops_on=ON)
    child, row = w.children[0], handovers()[0]
    if held:
        since, capacity, until = held
        holds(w, row, since, capacity=capacity, until=until)
    assert actor(w.two, FIVE - DAY).scope.is_involved(child.pk)
    assert actor(w.two, FIVE).scope.is_involved(child.pk) is lasts


@pytest.mark.parametrize("since", [ON - 60 * DAY, None])
@pytest.mark.parametrize(("until", "keeps"), [(None, False), (ON + DAY, False), (ON, True)])
def test_nor_does_it_where_another_had_the_task_all_along(w, since, until, keeps):  # noqa: F811
    """Of two who had a task one goes on, or both have stopped; who began on an unknown day is there as well."""
    leaves(w, kind="sudden", stops_on=ON)
    child, row = w.children[0], handovers()[0]
    holds(w, row, since, until=until)
    assert actor(w.two, ON).scope.is_involved(child.pk) is keeps


def test_nor_for_longer_than_the_task_itself_would_have_lasted(w):  # noqa: F811
    from leerrecht.records.models import Involvement

    child = w.children[0]
    Involvement.objects.filter(child=child).update(valid_to=FIVE)
    leaves(w, kind="sudden", stops_on=ON)
    days = (ON, FIVE - DAY, FIVE, FIVE + DAY)
    assert [actor(w.two, day).scope.is_involved(child.pk) for day in days] == [True, True, False, False]


def test_before_the_last_day_an_open_handover_ties_nobody_more(w):  # noqa: F811
    leaves(w)
    child = w.children[0]
    for day in (STOPS - DAY, STOPS, STOPS + 40 * DAY):
        assert actor(w.one, day).scope.is_involved(child.pk)
    assert find_viewers(account=w.giver, on=STOPS) == []
    row = handovers()[0]
    accept_handovers(actor=actor(w.one, STOPS), at=NOW + (STOPS - ON), handovers=[row.public_id])
    rows = standing(table="involvements").filter(child=child, linked_professional=w.one.professional)
    assert [(each.valid_from, each.valid_to) for each in rows] == [(STOPS, None)]
    rows.update(valid_to=STOPS + DAY)
    assert not actor(w.one, STOPS + DAY).scope.is_involved(child.pk)  # what was taken over ends as any task does


def test_who_left_without_signing_is_signed_for_by_a_colleague_from_that_day_on(w):  # noqa: F811
    leaves(w)
    row = handovers()[0]
    (asked,) = ask_receivers(actor=actor(w.giver), at=NOW, chosen={row.public_id: w.one.professional.pk})
    (taken,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[asked.public_id])
    told = tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=taken.public_id, told_on=ON)
    before, after = STOPS - DAY, STOPS
    assert reasons(
        sign_handover, actor=actor(w.two, before), at=NOW + (before - ON), handover=told.public_id
    ) == ("refused.handover_not_yours",)  # fmt: skip
    assert sign_handover(actor=actor(w.two, after), at=NOW + (after - ON), handover=told.public_id).given_on == after


@pytest.mark.parametrize(("role", "keeps"), [("legal_representative", True), ("care", False)])
def test_an_account_that_closes_keeps_a_tie_only_where_somebody_can_take_over(w, role, keeps):  # noqa: F811
    w.team.role = role
    w.team.save()
    end_account(account=w.giver.public_id, at=NOW, on=ON, origin="test")
    found = find_scope(viewer=find_viewers(account=w.one, on=ON + DAY)[0], on=ON + DAY, at=NOW + DAY)
    assert isinstance(found, Scope)
    assert [found.is_involved(child.pk) for child in w.children] == [keeps] * 3
