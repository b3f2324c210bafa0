"""Knots: raised by a member, interests in their own words, decided only by who may that day, and up the ladder when not."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import refused
from tests.operations.builders import events
from tests.partnership import meeting_builders as do
from tests.partnership.builders import mandate, points, together
from tests.partnership.meeting_builders import COA, LATER, NIDOS, on, who
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def made(world):
    return together(world)


def test_any_member_raises_one_and_everything_wrong_is_said_at_once(world, made) -> None:
    wrong = {"question": " ", "domains": ["x"], "director": "x", "options": ["één"], "decide_by": ON - DAY}
    reasons = ("knot_question", "knot_domains", "knot_director", "knot_options", "knot_by")
    assert refused(do.knot, world, made, **wrong) == reasons
    assert refused(do.knot, world, made, options=["a"] * 11) == ("knot_options",)
    assert refused(do.knot, world, made, role="ggd") == ("no_such_partnership",)
    assert refused(do.knot, world, made, role="compulsory_education") == ("may_not_record",)
    raised = do.knot(world, made, decide_by=ON)
    assert [event.object_id for event in events("knots.raised")] == [raised.public_id]


def test_one_across_life_domains_names_one_director_with_a_mandate(world, made) -> None:
    both = {"domains": ["money", "health"]}
    assert refused(do.knot, world, made, **both) == ("knot_director",)
    assert refused(do.knot, world, made, **both, director=who(world, COA)) == ("knot_director",)
    mandate(world, made, COA, domain="health")
    found = do.bound(made, do.knot(world, made, **both, director=who(world, COA)))
    assert found.director == "Test reception, COA" and found.able == ()
    assert points(made)["knots_stuck"] == "due"
    mandate(world, made, COA, domain="money")
    assert [each.person for each in do.bound(made, made.knots.get()).able] == ["Test reception"]
    assert "knots_stuck" not in points(made)


@pytest.mark.parametrize(("starts", "ends", "may"), [(1, None, False), (0, None, True), (-9, 0, False), (-9, 1, True)])
def test_only_who_has_the_mandate_that_day_decides(world, made, starts, ends, may) -> None:
    row, at = do.knot(world, made), on(3)
    today = at.date()
    mandate(
        world, made, COA, domain="money", valid_from=today + starts * DAY,
        valid_to=None if ends is None else today + ends * DAY,
    )  # fmt: skip
    mandate(world, made, NIDOS, domain="money")
    able = {each.person for each in do.bound(made, row, today).able}
    assert ("Test reception" in able) is may and "Test legal_representative" in able
    if not may:
        assert refused(do.decide, world, made, row, at=at) == ("knot_no_mandate",)
    else:
        decided = do.decide(world, made, row, at=at)
        assert (decided.decided_on, decided.mandates.get().organisation.name) == (today, COA)


def test_a_mandate_on_one_of_two_life_domains_isn_t_enough(world, made) -> None:
    mandate(world, made, COA, domain="health")
    row = do.knot(world, made, domains=["money", "health"], director=who(world, COA))
    assert refused(do.decide, world, made, row) == ("knot_no_mandate",)


def test_a_decision_has_a_reason_and_never_changes(world, made) -> None:
    mandate(world, made, COA, domain="money")
    row = do.knot(world, made)
    assert refused(do.decide, world, made, row, decision="", reason=" ") == ("knot_decision", "knot_reason")
    do.decide(world, made, row)
    assert refused(do.decide, world, made, row, seen=2) == ("knot_decided",)
    assert refused(do.interest, world, made, row) == ("knot_decided",)
    found = do.bound(made, row, LATER + 90 * DAY)
    assert (found.state, found.climbed, found.decider, found.decided_by) == (
        "met", 0, "Test reception, COA", ("taken verdelen",),
    )  # fmt: skip


def test_nobody_decides_past_an_interest_they_didn_t_see(world, made) -> None:
    mandate(world, made, COA, domain="money")
    row = do.knot(world, made)
    do.interest(world, made, row, role="school", words="Eerst dit.")
    do.interest(world, made, row, role="school", words="Nee, dit.")
    assert refused(do.decide, world, made, row) == ("partnership_changed",)
    assert [(each.name, each.words) for each in do.bound(made, row).interests] == [("Scholen Zandakker", "Nee, dit.")]
    assert refused(do.interest, world, made, row, words="") == ("interest_words",)
    do.decide(world, made, row, seen=3)


@pytest.mark.parametrize(
    ("days", "climbed", "due", "state"),
    [(-1, 0, 0, "upcoming"), (0, 0, 0, "due"), (1, 1, 14, "overdue"), (14, 1, 14, "overdue"), (15, 2, 21, "overdue"),
     (22, 2, 21, "overdue")],
)  # fmt: skip
def test_undecided_at_its_date_it_goes_up_the_ladder(world, made, days, climbed, due, state) -> None:
    do.ladder(world, made, steps=(("Directeuren", 14), ("Wethouder", 7)))
    row = do.knot(world, made)
    found = do.bound(made, row, LATER + days * DAY)
    assert (found.climbed, found.due_on, found.state) == (climbed, LATER + due * DAY, state)
    assert found.at_step == ("", "Directeuren", "Wethouder")[climbed]
    assert ("knots_late" in points(made, LATER + days * DAY)) is (days > 0)


def test_without_a_ladder_it_is_overdue_where_it_is(world, made) -> None:
    found = do.bound(made, do.knot(world, made), LATER + DAY)
    assert (found.climbed, found.state) == (0, "overdue")


def test_a_knot_keeps_the_ladder_that_was_agreed_when_it_was_raised(world, made) -> None:
    do.ladder(world, made)
    row = do.knot(world, made)
    assert refused(do.ladder, world, made, seen=0) == ("partnership_changed",)
    assert refused(do.ladder, world, made, seen=1, role="school") == ("may_not_record",)
    for steps in ((), (("", 3),), (("x", 0),), (("x", 366),), (("x", 1),) * 6):
        assert refused(do.ladder, world, made, seen=1, steps=steps) == ("ladder_steps",)
    do.ladder(world, made, seen=1, steps=(("Anderen", 3),))
    assert do.bound(made, row, LATER + DAY).at_step == "Directeuren"


def test_what_follows_is_noted_and_checked_by_the_director_or_who_keeps_it(world, made) -> None:
    from leerrecht.operations.minutes import follow_up

    for domain in ("money", "health"):
        mandate(world, made, COA, domain=domain)
    mandate(world, made, NIDOS, domain="health")
    row = do.knot(world, made, domains=["money", "health"], director=who(world, NIDOS))
    here = {"knot": row.public_id, "todo": do.todo(world)}
    director = do.acts(world, made, "legal_representative")
    assert refused(follow_up, **director, **here) == ("knot_open",)
    do.decide(world, made, row)
    assert refused(follow_up, **do.acts(world, made, "school"), **here) == ("may_not_record",)
    task = follow_up(**director, **here)
    do.finish(world, made, task)
    assert refused(do.check, world, made, task, role="school") == ("may_not_record",)
    do.check(world, made, task, role="legal_representative")
    found = do.bound(made, row).tasks[0]
    assert (found.state, found.checked_on) == ("met", ON)
