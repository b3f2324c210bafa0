"""What each side of a move sees of it and may do, before and after the child knows."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.chain.models import Location, Team
from leerrecht.grants.models import Notice
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.move_points import finish_point
from leerrecht.operations.moves import (
    cancel_move,
    tell_child,
)
from tests.operations.builders import NOW, actor_of
from tests.operations.moving import (
    MOVES_ON,
    agree,
    announce,
    findings_for,
    moving_child,
    points,
    refused,
    rows_for,
)
from tests.world import ON, make_world

DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def child(world):
    return moving_child(world)


@pytest.mark.parametrize("role", ["school", "compulsory_education"])
def test_the_school_side_sees_the_move_and_its_list_only_once_it_is_told(world, child, role):
    before = rows_for(world, role, child)["stays"]
    move = announce(world, child)
    rows = rows_for(world, role, child)
    assert "move_points" not in rows and findings_for(world, role, child) == []
    assert [{**row, "row": 0, "fact": ""} for row in rows["stays"]] == [{**row, "row": 0, "fact": ""} for row in before]
    tell_child(actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on="15-9-2026")
    rows = rows_for(world, role, child)
    (ahead,) = [row for row in rows["stays"] if row["valid_from"]]
    assert (ahead["valid_from"], ahead["municipality"]) == (MOVES_ON, "Veenmeer")
    assert not any(ahead[name] for name in ("location", "kind", "reason", "announced_on", "child_told_on", "valid_to"))
    assert {row["item"] for row in rows["move_points"]} == set(MOVE_ITEMS)
    found = findings_for(world, role, child)
    assert len(found) == len(MOVE_ITEMS) and {each.since_on for each in found} == {None}


def test_a_school_finishes_what_it_sees_and_no_earlier(world, child):
    move = announce(world, child)
    point = points(child, item="tests").get()
    school = actor_of(world, "school")
    hidden = refused(finish_point, actor=school, at=NOW, point=point.public_id)
    assert hidden.reasons == ("refused.no_such_child",)
    tell_child(actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on="15-9-2026")
    agree(world, child)
    point = points(child, item="tests").get()
    done = finish_point(actor=school, at=NOW, point=point.public_id)
    assert (done.done_on, done.person, done.note) == (ON, "Test school", "Map mee.")
    with_note = agree(world, child, role="school", note="x", person="y", due_on="21-10-2026", done_on="")
    assert (with_note.note, with_note.person, with_note.due_on) == (
        "Map mee.",
        "Test school",
        datetime.date(2026, 10, 21),
    )


def test_the_school_can_not_take_away_what_it_sees_in_part(world, child):
    from leerrecht.operations.facts import withdraw_fact

    announce(world, child, child_told_on="15-9-2026")
    point = points(child, item="tests").get()
    found = refused(
        withdraw_fact, actor=actor_of(world, "school"), at=NOW, table="move_points", fact=point.public_id, reason="Weg"
    )
    assert found.reasons == ("refused.may_not_record",)


@pytest.fixture
def receiving(world):
    """A reception team and a compulsory-education team where the child goes."""
    from tests.world import _account

    coa, town = world.organisations["COA"], world.organisations["Gemeente Zandakker"]
    place = Location.objects.get(name="COA Veenmeer", municipality="Veenmeer")
    teams = {
        "there": Team.objects.create(organisation=coa, name="Team Veenmeer", role="reception", location=place),
        "town_there": Team.objects.create(
            organisation=town, name="Leerplicht Veenmeer", role="compulsory_education", municipality="Veenmeer"
        ),
    }
    world.accounts |= {name: _account(f"Test {name}", team) for name, team in teams.items()}
    return teams


@pytest.mark.parametrize("side", ["there", "town_there"])
def test_the_receiving_side_reaches_the_child_once_it_knows(world, child, receiving, side):
    if child.pk in actor_of(world, side).scope.children:
        pytest.skip("this child lived there before")
    move = announce(world, child)
    assert child.pk not in actor_of(world, side).scope.children
    tell_child(actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on="15-9-2026")
    assert actor_of(world, side).scope.reach_of(child.pk).kind == "transfer"
    rows = rows_for(world, side, child)
    assert [row["valid_from"] for row in rows["stays"]] == [MOVES_ON] and not rows["stays"][0]["location"]
    assert len(rows["move_points"]) == len(MOVE_ITEMS)
    assert not {"statuses", "applications", "plans", "voices", "involvements"} & set(rows)
    assert Notice.objects.filter(team=receiving[side], kind="move_told").count() == 1


def test_the_receiving_location_arranges_its_side_before_the_child_is_there(world, child, receiving):
    move = announce(world, child, child_told_on="15-9-2026")
    agree(world, child, item="friends_sport", role="there", person="Test there")
    done = finish_point(
        actor=actor_of(world, "there"), at=NOW, point=points(child, item="friends_sport").get().public_id
    )
    assert (done.person, done.done_on) == ("Test there", ON)
    found = refused(cancel_move, actor=actor_of(world, "there"), at=NOW, move=move.public_id, reason="Nee.")
    assert found.reasons == ("refused.may_not_record",)
