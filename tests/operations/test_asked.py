"""A school that was asked for a place and never answered: the request ends by itself, without after-care."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import NOW, actor
from tests.world import AT, make_world

TERM = datetime.timedelta(weeks=26)
DAY = datetime.timedelta(days=1)
ON = NOW.date()
OTHER = "elsewhere"


@pytest.fixture
def world(db):
    return make_world()


def asked(world, requested_on, **more):
    from leerrecht.chain.models import School
    from leerrecht.records.models import Child, Enrolment

    school = School.objects.get(name="ISK Zandakker")
    child = Child.objects.create(reference=OTHER, origin=world.organisations["COA"])
    Enrolment.objects.create(
        child=child, school=school.name, kind="isk", linked_school=school, requested_on=requested_on, recorded_at=AT,
        source=world.organisations["COA"], **more,
    )  # fmt: skip
    return child


def reaches(world, child):
    """Whether the school reads the record, and whether it would be told of an emergency."""
    from leerrecht.operations.telling import holders

    is_told = any(
        team == world.accounts["school"].professional.memberships.get().team_id
        for team, _ in holders(child=child.pk, on=ON)
    )
    return child.pk in actor(world, "school").scope.children, is_told


@pytest.mark.parametrize("phase", ["", "requested"])
@pytest.mark.parametrize(("ago", "is_open"), [(TERM - DAY, True), (TERM, False), (TERM + DAY, False)])
def test_a_request_without_an_answer_ends_by_itself(world, phase, ago, is_open) -> None:
    child = asked(world, ON - ago, phase=phase)
    assert reaches(world, child) == (is_open, is_open)


@pytest.mark.parametrize(
    "answer", [{"phase": "waiting"}, {"phase": "intake"}, {"phase": "placed"}, {"started_on": ON + DAY}]
)
def test_an_answered_request_stays(world, answer) -> None:
    assert reaches(world, asked(world, ON - TERM - DAY, **answer)) == (True, True)


def test_a_request_that_was_ended_in_time_keeps_its_after_care(world) -> None:
    child = asked(world, ON - TERM - DAY, phase="requested", left_on=ON - DAY - TERM + 20 * DAY)
    assert reaches(world, child) == (False, False)
    recent = actor(world, "school", NOW - TERM + 60 * DAY).scope
    assert recent.reach_of(child.pk).is_aftercare


def test_the_last_day_there_is_needs_no_later_one() -> None:
    from leerrecht.queries.asked import request_lapses_on

    assert request_lapses_on(requested_on=datetime.date.max, started_on=None, phase=None) == datetime.date.max
