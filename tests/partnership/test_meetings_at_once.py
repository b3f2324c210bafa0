"""Two at the same moment about a meeting or a knot, on PostgreSQL: one gets the conflict, nothing is lost."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.at_once import at_once
from tests.partnership import meeting_builders as do
from tests.partnership.builders import mandate, together
from tests.partnership.meeting_builders import COA, NIDOS
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database


@pytest.fixture
def world(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    return World(*make_chain(), children={})


@pytest.fixture
def made(world):
    return together(world)


def test_two_decide_at_once_and_one_decision_stands(world, made) -> None:
    for member in (COA, NIDOS):
        mandate(world, made, member, domain="money")
    row = do.knot(world, made)
    said = at_once(*(
        lambda role=role: do.decide(world, made, row, role=role) for role in ("reception", "legal_representative")
    ))  # fmt: skip
    assert said == ["", "refused.knot_decided"]


def test_an_interest_is_said_while_somebody_decides(world, made) -> None:
    mandate(world, made, COA, domain="money")
    row = do.knot(world, made)
    said = at_once(lambda: do.decide(world, made, row), lambda: do.interest(world, made, row, role="school"))
    assert said in (["", "refused.knot_decided"], ["", "refused.partnership_changed"])


def test_two_move_a_meeting_at_once(world, made) -> None:
    row = do.meeting(world, made, do.series(world, made))
    said = at_once(*(lambda: do.change(world, made, row, 1, held_on=ON),) * 2)
    assert said == ["", "refused.partnership_changed"] and do.found(made, row).version == 2


def test_it_is_sent_while_it_is_moved(world, made) -> None:
    row = do.meeting(world, made, do.series(world, made))
    said = at_once(lambda: do.send(world, made, row, why="x"), lambda: do.change(world, made, row, 1, held_on=ON))
    assert said == ["", "refused.partnership_changed"]


def test_an_action_is_done_twice_at_once(world, made) -> None:
    row = do.meeting(world, made, do.series(world, made), held_on=ON)
    task = do.action(world, made, row)
    said = at_once(*(lambda: do.finish(world, made, task),) * 2)
    assert said == ["", "refused.action_done"]


def test_two_ladders_at_once(world, made) -> None:
    assert at_once(*(lambda: do.ladder(world, made),) * 2) == ["", "refused.partnership_changed"]
