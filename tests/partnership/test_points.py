"""A child's point for a casework meeting: at which meeting it stands, who sees it, who answers it, and what the child reads."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.queries.points import find_points
from leerrecht.records.models import FACT
from leerrecht.rights.models import Point
from tests.grants.acts import actor, refused
from tests.operations.builders import NOW, events
from tests.partnership import meeting_builders as do
from tests.partnership import point_builders as ask
from tests.partnership.meeting_builders import COA, LATER, MUNICIPALITY, on, who
from tests.world import ON, make_world

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def made(world):
    return ask.setting(world)


def test_a_child_puts_it_there_and_it_finds_the_meeting_near_it(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    asked = ask.point(child, lang="العربية")
    assert (asked.series, asked.placed_on, asked.asked_as, asked.asked_by) == (of, ON, "child", None)
    (found,) = ask.at_door(child)
    assert (found.state, found.day, found.words) == ("planned", LATER, ask.WORDS)
    assert [each.words for each in ask.seen_at(world, "reception", row)] == [ask.WORDS]
    (event,) = events("door.point_asked")
    assert (event.object_id, event.child_id, event.actor) == (asked.public_id, child.public_id, "")


def test_everything_wrong_is_said_at_once(world, made) -> None:
    _held, _of, child = made
    assert refused(ask.point, child, words=" \n", readers=()) == ("point_words", "point_readers")
    assert refused(ask.point, child, words="x" * 4001) == ("point_long",)
    assert refused(ask.point, child, series="x" * 14) == ("point_series",)
    ask.point(child)
    assert refused(ask.point, child) == ("point_twice",)
    other = next(each for each in world.children.values() if each.pk != child.pk)
    assert refused(ask.point, other, who=ask.own(child)) == ("no_such_child",)


@pytest.mark.parametrize(("role", "may"), [("legal_representative", True), ("reception", True), ("school", False),
                                          ("compulsory_education", False)])  # fmt: skip
def test_its_representative_or_mentor_may_too_and_the_child_sees_it(world, made, role, may) -> None:
    _held, _of, child = made
    acting = actor(world, role)
    if not may:
        assert refused(ask.point, child, who=acting) == ("may_not_record",)
        return
    made_by = ask.point(child, who=acting, readers=())
    assert made_by.shared_with == role and ask.at_door(child)[0].asked_as == role


@pytest.mark.parametrize("role", ["policy", "compulsory_education", "care", "stranger", "school", "ggd"])
def test_others_see_nothing_of_it(world, made, role) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    ask.point(child, readers=("legal_representative", "reception"))
    assert ask.seen_at(world, role, row) == []


def test_each_sees_only_points_of_children_in_their_own_scope(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    ask.point(child, readers=ask.EVERYBODY)
    outside = actor(world, "school").scope.children
    far = next(each for each in world.children.values() if each.pk not in outside)
    Point.objects.create(
        child=far, series=of, placed_on=ON, words="Ver weg.", shared_with=" ".join(ask.EVERYBODY), asked_as="child",
        asked_at=NOW,
    )  # fmt: skip
    assert [each.child for each in ask.seen_at(world, "school", row)] == [child.public_id]


def test_it_stands_at_the_next_meeting_and_stays_until_it_is_answered(world, made) -> None:
    held, of, child = made
    first, second = ask.meeting(world, held, of), ask.meeting(world, held, of, held_on=LATER + 7 * DAY)
    other = ask.meeting(world, held, do.series(world, held, name="Ander overleg", kind="policy"))
    ask.point(child)
    assert [len(ask.seen_at(world, "reception", each)) for each in (first, second, other)] == [1, 0, 0]
    assert [len(ask.seen_at(world, "reception", each, on(8))) for each in (first, second)] == [1, 1]


def test_before_on_and_after_the_day_by_which_it_must_be_answered(world, made) -> None:
    held, of, child = made
    ask.meeting(world, held, of)
    ask.point(child)
    states = [(days, ask.at_door(child, days)[0].state) for days in (6, 7, 8, 14, 15)]
    assert states == [(6, "planned"), (7, "planned"), (8, "waits"), (14, "waits"), (15, "late")]


def test_it_is_answered_in_words_for_the_child_with_who_does_what(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    asked = ask.point(child)
    todo = do.todo(world, due_on=LATER + 3 * DAY)
    ask.answer(world, held, row, asked, todo=todo)
    (event,) = events("point.answered")
    assert event.child_id == child.public_id
    assert [ask.at_door(child, days)[0].state for days in (7, 8)] == ["waits", "decided"]
    found = ask.at_door(child, 8)[0]
    assert (found.decision, found.reason, found.todo, found.holder, found.due_on) == (
        "Ja, dat mag.", "Je leert daar meer.", "Bellen", "Test reception", LATER + 3 * DAY,
    )  # fmt: skip
    assert ask.at_door(child, 7)[0].decision == ""


def test_once_told_by_a_person_the_child_reads_it_the_same_day(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    ask.answer(world, held, row, ask.point(child), is_told=True)
    assert [ask.at_door(child, days)[0].state for days in (7, 8)] == ["decided", "decided"]


def test_only_who_was_there_with_the_child_in_scope_answers_and_not_before(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of, invited=[who(world, COA), who(world, MUNICIPALITY)])
    asked = ask.point(child)
    assert refused(ask.answer, world, held, row, asked, at=on(6)) == ("meeting_ahead",)
    assert refused(ask.answer, world, held, row, asked, "legal_representative") == ("no_such_partnership",)
    assert refused(ask.answer, world, held, row, asked, "ggd") == ("no_such_partnership",)
    wrong = {"decision": " ", "reason": "", "categories": ["health"], "todo": do.todo(world, what="", holder="x")}
    assert refused(ask.answer, world, held, row, asked, **wrong) == (
        "point_decision", "point_reason", "point_about", "action_what", "action_holder",
    )  # fmt: skip
    ask.answer(world, held, row, asked)
    assert refused(ask.answer, world, held, row, asked) == ("point_answered",)


def test_an_answer_that_betrays_a_status_is_none_for_a_school(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    ask.answer(world, held, row, ask.point(child), categories=["education", "residence_status"])

    def read(role):
        (found,) = find_points(scope=actor(world, role, on(7)).scope, child=child.pk, on=on(7).date())
        return found.state, found.decision

    assert read("reception") == ("decided", "Ja, dat mag.")
    assert read("school") == ("decided", "")


def test_the_child_takes_it_back_and_then_nobody_else_sees_it(world, made) -> None:
    from leerrecht.operations.points import withdraw_point

    held, of, child = made
    row = ask.meeting(world, held, of)
    asked = ask.point(child)
    named = {"at": NOW, "child": child.public_id, "point": asked.public_id}
    assert refused(withdraw_point, actor=actor(world, "reception"), **named) == ("may_not_record",)
    withdraw_point(actor=ask.own(child), **named)
    assert ask.seen_at(world, "reception", row) == [] and ask.at_door(child)[0].state == "withdrawn"
    assert refused(withdraw_point, actor=ask.own(child), **named) == ("no_such_child",)
    answered = ask.point(child, words="Nog iets.")
    ask.answer(world, held, row, answered)
    late = {**named, "point": answered.public_id}
    assert refused(withdraw_point, actor=ask.own(child), **late) == ("point_answered",)


# --- bad input and conflict --------------------------------------------------------------------------------------------


def test_a_meeting_moved_across_summer_time_takes_its_point_along(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of, held_on=datetime.date(2026, 10, 23))
    ask.point(child)
    do.change(world, held, row, 1, held_on=datetime.date(2026, 10, 26), invited=[who(world, COA)])
    found = do.found(held, row)
    assert found.starts.isoformat() == "2026-10-26T09:30:00+01:00"
    assert ask.at_door(child)[0].day == datetime.date(2026, 10, 26)
    assert len(ask.seen_at(world, "reception", row)) == 1


def test_of_a_meeting_that_is_off_it_goes_to_the_next(world, made) -> None:
    from leerrecht.operations.meetings import cancel_meeting

    held, of, child = made
    first = ask.meeting(world, held, of)
    ask.meeting(world, held, of, held_on=LATER + DAY)
    ask.point(child)
    cancel_meeting(**do.acts(world, held, "policy"), meeting=first.public_id, seen=1)
    assert (ask.at_door(child)[0].day, ask.seen_at(world, "reception", first)) == (LATER + DAY, [])


def test_when_the_series_ends_it_says_so_and_somebody_puts_it_elsewhere(world, made) -> None:
    from leerrecht.operations.meetings import end_series
    from leerrecht.operations.points import place_point

    held, of, child = made
    ask.meeting(world, held, of)
    asked = ask.point(child)
    end_series(**do.acts(world, held, "policy"), series=of.public_id)
    assert ask.at_door(child)[0].state == "over"
    named = {"actor": actor(world, "reception"), "at": NOW, "child": child.public_id, "point": asked.public_id}
    assert refused(place_point, **named, series=of.public_id) == ("point_series",)
    new = do.series(world, held, name="Nieuw overleg")
    place_point(**named, series=new.public_id)
    ask.meeting(world, held, new)
    assert (ask.at_door(child)[0].state, ask.at_door(child)[0].day) == ("planned", LATER)


def test_where_nobody_meets_it_waits_and_says_so(world) -> None:
    from tests.operations.builders import shared_child

    child = shared_child(world, *ask.EVERYBODY)
    assert ask.point(child).series is None and ask.at_door(child)[0].state == "unplaced"


def test_of_a_child_that_left_everybody_s_scope_nobody_sees_it_and_the_child_hears_that_it_is_late(world, made) -> None:
    held, of, child = made
    row = ask.meeting(world, held, of)
    asked = ask.point(child)
    for name in ("involvements", "stays", "enrolments"):
        FACT[name].objects.filter(child=child)._raw_delete("default")
    assert all(ask.seen_at(world, role, row, on(20)) == [] for role in ask.EVERYBODY)
    assert refused(ask.answer, world, held, row, asked, at=on(20)) == ("no_such_partnership",)
    assert ask.at_door(child, 20)[0].state == "late"


def test_a_place_that_nobody_told_the_child_of_offers_no_meeting(world, made) -> None:
    from leerrecht.queries.points import series_near

    _held, of, child = made
    assert [each.pk for each in series_near(child=child.pk, on=ON)] == [of.pk]
    FACT["stays"].objects.filter(child=child).update(valid_from=ON, valid_to=None, child_told_on=None)
    assert series_near(child=child.pk, on=ON) == [] and series_near(child=child.pk, on=ON + DAY) == [of]


@pytest.mark.parametrize(("days", "sees"), [(0, True), (2, True), (3, False), (4, False)])
def test_who_looked_after_the_child_before_reads_no_point_any_more(world, made, days, sees) -> None:
    """A point goes on: where it stands tells where the child lives now, and what it says is for who is there now."""
    held, of, child = made
    row = ask.meeting(world, held, of)
    ask.point(child, readers=ask.EVERYBODY)
    ask.end_ties(child, on(3).date())
    for role in ask.EVERYBODY:
        scope = actor(world, role, on(days)).scope
        assert scope.is_involved(child.pk) is sees and child.pk in scope.children
        assert [each.words for each in find_points(scope=scope, child=child.pk, on=on(days).date())] == [
            ask.WORDS
        ] * sees
        assert len(ask.seen_at(world, role, row, on(days))) == sees
