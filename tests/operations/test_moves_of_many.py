"""Many moves at once, from a list; and days in the night in which the clock is set back."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access.moves import moves_told
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.move_points import finish_point
from leerrecht.operations.moves_of_many import announce_many
from leerrecht.records.models import FACT, MovePoint, Stay
from tests.operations.builders import NOW, actor_of, events
from tests.operations.moving import (
    MOVE,
    announce,
    moving_child,
    points,
    refused,
)
from tests.world import ON, make_world

DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def child(world):
    return moving_child(world)


def test_many_move_at_once_and_what_is_wrong_with_one_stops_no_other(world):
    actor = actor_of(world, "reception")
    mine = [child for child in world.children.values() if actor.scope.is_involved(child.pk)]
    foreign = next(child for child in world.children.values() if child.pk not in actor.scope.children)
    first = mine[0]
    announce(world, first)
    steps = []
    names = [child.public_id for child in (*mine, foreign, mine[1])]
    found = announce_many(actor=actor, at=NOW, children=names, typed=MOVE, progress=lambda *step: steps.append(step))
    assert found.known == [first.public_id] and set(found.announced) == {child.public_id for child in mine[1:]}
    assert found.refused == {foreign.public_id: ("refused.no_such_child",)}
    assert steps[-1] == (len(mine) + 1, len(mine) + 1)
    again = announce_many(actor=actor, at=NOW, children=names, typed=MOVE)
    assert again.announced == [] and len(again.known) == len(mine)
    assert not FACT["move_points"].objects.filter(child=foreign).exists()


def test_what_is_wrong_with_the_move_of_many_is_told_before_any_child(world):
    actor = actor_of(world, "reception")
    mine = [child.public_id for child in world.children.values() if actor.scope.is_involved(child.pk)]
    found = refused(
        announce_many,
        actor=actor,
        at=NOW,
        children=mine,
        typed={**MOVE, "valid_from": "x", "location": "", "municipality": ""},
    )
    assert found.reasons == ("refused.move_nowhere",) and [fault.column for fault in found.faults] == ["valid_from"]
    assert refused(announce_many, actor=actor, at=NOW, children=[], typed=MOVE).reasons == ("refused.nobody_chosen",)
    too_many = refused(announce_many, actor=actor, at=NOW, children=[f"x{n}" for n in range(1001)], typed=MOVE)
    assert too_many.reasons == ("refused.too_many_chosen",)
    assert not MovePoint.objects.filter(recorded_at=NOW).exists()


@pytest.mark.slow
def test_a_location_with_three_hundred_children_closes(world):
    from leerrecht.operations.recording import put_fact
    from leerrecht.records.models import Child

    actor = actor_of(world, "reception")
    here = next(stay for stay in Stay.objects.filter(linked_location=actor.viewer.location) if stay.location)
    values = {"location": here.location, "municipality": here.municipality, "valid_from": datetime.date(2026, 8, 1)}
    children = [Child.objects.create(reference=f"vol-{n}", origin=world.organisations["COA"]) for n in range(300)]
    for each in children:
        put_fact(child=each, table="stays", values=values, at=NOW, account=None, source=world.organisations["COA"].pk)
    actor = actor_of(world, "reception")
    found = announce_many(actor=actor, at=NOW, children=[each.public_id for each in children], typed=MOVE)
    assert len(found.announced) == 300 and not found.refused
    assert MovePoint.objects.filter(child__in=children).count() == 300 * len(MOVE_ITEMS)
    assert len(events("move.announced")) == 300


def test_the_days_of_summer_time_are_days(world, child):
    """A move in the night in which the clock is set back: the list counts days, and a moment before midnight is still today."""
    late = datetime.datetime(2026, 10, 24, 21, 59, tzinfo=datetime.UTC)  # 23:59 here, the last evening of summer time
    move = announce(world, child, at=late, valid_from="25-10-2026")
    assert move.announced_on == datetime.date(2026, 10, 24)
    after = datetime.datetime(2026, 10, 25, 23, 30, tzinfo=datetime.UTC)  # 00:30 on the 26th, in winter time
    done = finish_point(actor=actor_of(world, "reception"), at=after, point=points(child, item="tests").get().public_id)
    assert done.done_on == datetime.date(2026, 10, 26)
    assert moves_told([{"announced_on": move.announced_on, "valid_from": move.valid_from, "child_told_on": ON}], on=ON)
