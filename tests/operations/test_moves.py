"""Announcing, changing, calling off a move; telling the child; who is informed when, on a real database."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.grants.models import Notice
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.acting import Conflict
from leerrecht.operations.move_points import agree_point, finish_point
from leerrecht.operations.moves import (
    cancel_move,
    change_move,
    inform_early,
    postpone_move,
    tell_child,
)
from leerrecht.queries.facts import standing
from leerrecht.records.models import MovePoint, Stay
from tests.operations.builders import NOW, actor_of, events, version_of
from tests.operations.moving import (
    MOVES_ON,
    agree,
    agreed,
    announce,
    moving_child,
    points,
    refused,
    stays_of,
    told,
)
from tests.world import ON, make_world

DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def child(world):
    return moving_child(world)


def test_an_announced_move_is_a_stay_ahead_with_a_list_of_both_sides(world, child):
    before = version_of(child)
    stay = announce(world, child, reason="Deze locatie sluit.")
    assert (stay.valid_from, stay.announced_on, stay.child_told_on) == (MOVES_ON, ON, None)
    assert stay.linked_location.name == "COA Veenmeer" and stay.reason == "Deze locatie sluit."
    assert set(points(child).values_list("item", "opened_on", "due_on")) == {(item, ON, None) for item in MOVE_ITEMS}
    assert version_of(child) > before
    (event,) = events("move.announced")
    assert (event.object_id, event.child_id) == (stay.public_id, child.public_id)


def test_once_told_the_place_where_the_child_lives_ends_on_the_day_of_the_move(world, child):
    present = next(stay for stay in stays_of(child) if stay.linked_location_id and stay.valid_to is None)
    move = announce(world, child)
    assert not Stay.objects.filter(corrects=present).exists(), "before it is told nothing about where it lives changes"
    move = tell_child(actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on="15-9-2026")
    assert Stay.objects.get(corrects=present).valid_to == MOVES_ON
    later = postpone_move(
        actor=actor_of(world, "reception"), at=NOW, move=move.public_id, valid_from="15-11-2026", reason="Later."
    )
    assert {stay.valid_to for stay in stays_of(child) if stay.location == present.location} >= {
        datetime.date(2026, 11, 15)
    }
    cancel_move(actor=actor_of(world, "reception"), at=NOW, move=later.public_id, reason="Gaat niet door.")
    last = standing(table="stays").get(child=child, location=present.location, valid_from=present.valid_from)
    assert last.valid_to is None and last.linked_location_id == present.linked_location_id


@pytest.mark.parametrize(
    ("typed", "reasons", "columns"),
    [
        ({"valid_from": ""}, {"refused.move_without_day"}, set()),
        ({"valid_from": "15-9-2026"}, {"refused.move_not_ahead"}, set()),
        ({"valid_from": "14-9-2026"}, {"refused.move_not_ahead"}, set()),
        ({"location": " ", "municipality": ""}, {"refused.move_nowhere"}, set()),
        ({"child_told_on": "16-9-2026"}, {"refused.told_ahead"}, set()),
        ({"valid_from": "31-6-2026", "kind": "kasteel", "location": "", "municipality": ""}, {"refused.move_nowhere"},
         {"valid_from", "kind"}),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_move_is_told_at_once_and_nothing_is_kept(world, child, typed, reasons, columns):
    before = version_of(child)
    found = refused(announce, world=world, child=child, **typed)
    assert (set(found.reasons), {fault.column for fault in found.faults}) == (reasons, columns)
    assert not points(child).exists() and version_of(child) == before


def test_the_first_day_that_is_ahead_will_do(world, child):
    assert announce(world, child, valid_from="16-9-2026", child_told_on="15-9-2026").valid_from == ON + DAY


def test_a_second_move_on_one_day_is_refused_so_that_each_list_has_one_move(world, child):
    announce(world, child)
    assert refused(announce, world=world, child=child).reasons == ("refused.known_already",)
    other = refused(announce, world=world, child=child, valid_from="1-12-2026")
    assert other.reasons == ("refused.move_announced_today",)
    assert points(child).count() == len(MOVE_ITEMS)
    assert announce(world, child, valid_from="1-12-2026", at=NOW + DAY).announced_on == ON + DAY


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("school", "refused.may_not_record"),
        ("compulsory_education", "refused.may_not_record"),
        ("stranger", "refused.no_such_child"),
    ],
)
def test_only_reception_and_the_representative_announce(world, child, role, reason):
    assert refused(announce, world=world, child=child, role=role).reasons == (reason,)
    assert announce(world, child, role="legal_representative")


# --- what was agreed stays ---------------------------------------------------------------------------------------------


def test_putting_off_changing_and_calling_off_keep_what_was_agreed(world, child):
    actor = actor_of(world, "reception")
    move = announce(world, child)
    agree(world, child)
    finish_point(actor=actor, at=NOW, point=points(child, item="number").get().public_id, done_on="14-9-2026")
    was = agreed(child), agreed(child, "number")
    move = postpone_move(actor=actor, at=NOW, move=move.public_id, valid_from="15-11-2026", reason="De bus rijdt niet.")
    assert (agreed(child), agreed(child, "number")) == was and move.announced_on == ON
    move = change_move(
        actor=actor, at=NOW, move=move.public_id, reason="Andere plek",
        typed={"location": "Woongroep De Kreek", "municipality": "Kreekrijk", "valid_from": "15-11-2026"},
    )  # fmt: skip
    assert (move.location, move.linked_location.municipality, move.announced_on) == (
        "Woongroep De Kreek",
        "Kreekrijk",
        ON,
    )
    assert (agreed(child), agreed(child, "number")) == was
    cancel_move(actor=actor, at=NOW, move=move.public_id, reason="Gaat niet door.")
    assert (agreed(child), agreed(child, "number")) == was
    assert set(points(child).values_list("opened_on", flat=True)) == {None}
    announce(world, child, at=NOW + DAY, valid_from="1-12-2026")
    assert agreed(child) == was[0] and points(child, item="tests").get().opened_on == ON + DAY
    assert points(child, opened_on=ON + DAY).count() == len(MOVE_ITEMS)
    assert {event.action for name in ("postponed", "changed", "cancelled") for event in events(f"move.{name}")} == {
        "move.postponed", "move.changed", "move.cancelled",
    }  # fmt: skip


def test_another_municipality_takes_the_region_of_the_former_one_away(world, child):
    move = announce(world, child, region="zuid")
    typed = {"location": "Elders", "municipality": "Kreekrijk"}
    changed = change_move(
        actor=actor_of(world, "reception"), at=NOW, move=move.public_id, typed=typed, reason="Elders."
    )
    assert changed.region == ""


@pytest.mark.parametrize(
    ("typed", "reason", "expected"),
    [
        ({"valid_from": ""}, "Later.", {"refused.move_without_day"}),
        ({"valid_from": "15-9-2026"}, "Later.", {"refused.move_not_ahead"}),
        ({"valid_from": "15-9-2026"}, " ", {"refused.move_not_ahead", "refused.reason_missing"}),
        ({"valid_from": "1-11-2026"}, "Later.", {"refused.nothing_changed"}),
        ({"valid_from": "31-6-2027"}, "Later.", set()),
    ],
)
def test_a_change_that_can_not_be_is_refused_whole(world, child, typed, reason, expected):
    move = announce(world, child)
    found = refused(
        change_move, actor=actor_of(world, "reception"), at=NOW, move=move.public_id, typed=typed, reason=reason
    )
    assert set(found.reasons) == expected and (expected or [fault.column for fault in found.faults] == ["valid_from"])
    assert Stay.objects.get(pk=move.pk).retracted_at is None


def test_who_was_second_sees_the_first_and_loses_nothing(world, child):
    actor = actor_of(world, "reception")
    move = announce(world, child)
    first = postpone_move(actor=actor, at=NOW, move=move.public_id, valid_from="8-11-2026", reason="Later.")
    typed = {"location": "Elders", "municipality": "Kreekrijk"}
    for late in (
        lambda: change_move(actor=actor, at=NOW, move=move.public_id, typed=typed, reason="Elders."),
        lambda: cancel_move(actor=actor, at=NOW, move=move.public_id, reason="Gaat niet door."),
        lambda: tell_child(actor=actor, at=NOW, move=move.public_id, told_on="15-9-2026"),
    ):
        with pytest.raises(Conflict) as caught:
            late()
        assert caught.value.theirs == first
    assert standing(table="stays").get(child=child, announced_on=ON) == first
    point = points(child, item="tests").get()
    second = agree(world, child)
    with pytest.raises(Conflict) as caught:
        agree_point(actor=actor, at=NOW, point=point.public_id, typed={"person": "Iemand anders"})
    assert (caught.value.theirs, caught.value.yours) == (second, {"person": "Iemand anders"})


def test_a_move_that_is_made_is_no_move_any_more(world, child):
    move = announce(world, child)
    actor = actor_of(world, "reception")
    at = NOW + 47 * DAY  # 1 November
    assert change_move(actor=actor, at=at - DAY, move=move.public_id, typed={"location": "Elders"}, reason="Elders.")
    later = standing(table="stays").get(child=child, announced_on=ON)
    found = refused(cancel_move, actor=actor, at=at, move=later.public_id, reason="Toch niet.")
    assert found.reasons == ("refused.move_made",)


def test_points_are_done_today_or_before(world, child):
    announce(world, child)
    actor = actor_of(world, "reception")
    point = points(child, item="tests").get()
    assert refused(finish_point, actor=actor, at=NOW, point=point.public_id, done_on="16-9-2026").reasons == (
        "refused.done_ahead",
    )
    assert refused(agree, world=world, child=child, done_on="16-9-2026").reasons == ("refused.done_ahead",)
    assert finish_point(actor=actor, at=NOW, point=point.public_id).done_on == ON
    again = agree(world, child, done_on="")
    assert again.done_on is None
    assert [event.object_id for event in events("move.point_done")] == [MovePoint.objects.get(corrects=point).public_id]


# --- not before the child ----------------------------------------------------------------------------------------------


def test_until_the_child_knows_only_its_representative_is_informed(world, child):
    announce(world, child)
    assert told("legal_representative") == ["move_announced"]
    assert not any(told(role) for role in ("school", "compulsory_education", "reception", "care", "ggd", "policy"))


def test_once_the_child_knows_the_school_is_informed_and_nobody_who_arranges_nothing(world, child):
    move = announce(world, child)
    tell_child(actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on="15-9-2026")
    assert told("school") == ["move_told"]
    assert told("legal_representative") == ["move_announced", "move_told"]
    others = ("reception", "compulsory_education", "care", "ggd", "policy", "privacy_officer")
    assert not any(told(role) for role in others), "no team of the other municipality is here"
    assert {notice.child_id for notice in Notice.objects.filter(kind="move_told")} == {child.pk}


def test_a_later_correction_of_the_day_it_was_told_is_no_news(world, child):
    actor = actor_of(world, "reception")
    move = tell_child(actor=actor, at=NOW, move=announce(world, child).public_id, told_on="15-9-2026")
    tell_child(actor=actor, at=NOW, move=move.public_id, told_on="14-9-2026")
    assert told("school") == ["move_told"]


def test_what_is_told_at_once_informs_at_once_and_changes_follow(world, child):
    actor = actor_of(world, "reception")
    move = announce(world, child, child_told_on="15-9-2026")
    assert told("school") == ["move_announced"]
    move = postpone_move(actor=actor, at=NOW, move=move.public_id, valid_from="8-11-2026", reason="Later.")
    cancel_move(actor=actor, at=NOW, move=move.public_id, reason="Gaat niet door.")
    assert told("school") == ["move_announced", "move_changed", "move_cancelled"]


def test_a_change_before_the_child_knows_is_no_news_for_the_school(world, child):
    move = announce(world, child)
    postpone_move(
        actor=actor_of(world, "reception"), at=NOW, move=move.public_id, valid_from="8-11-2026", reason="Later."
    )
    assert told("school") == [] and told("legal_representative") == ["move_announced", "move_changed"]


@pytest.mark.parametrize(
    ("told_on", "reason"), [("16-9-2026", "refused.told_ahead"), (" ", "refused.told_without_day")]
)
def test_the_child_was_told_on_a_day_that_has_been(world, child, told_on, reason):
    move = announce(world, child)
    found = refused(tell_child, actor=actor_of(world, "reception"), at=NOW, move=move.public_id, told_on=told_on)
    assert found.reasons == (reason,)
    assert told("school") == []


def test_only_who_has_that_duty_informs_others_before_the_child_and_says_why(world, child):
    move = announce(world, child)
    mentor, guardian = actor_of(world, "reception"), actor_of(world, "legal_representative")
    why = "De plek op school gaat anders verloren."
    assert refused(inform_early, actor=mentor, at=NOW, move=move.public_id, reason=why).reasons == (
        "refused.may_not_record",
    )
    assert refused(inform_early, actor=guardian, at=NOW, move=move.public_id, reason=" ").reasons == (
        "refused.reason_missing",
    )
    assert told("school") == []
    stay = inform_early(actor=guardian, at=NOW, move=move.public_id, reason=why)
    assert (stay.told_early_reason, stay.child_told_on) == (why, None)
    assert told("school") == ["move_told"] and len(events("move.informed_early")) == 1
    again = refused(inform_early, actor=guardian, at=NOW, move=stay.public_id, reason=why)
    assert again.reasons == ("refused.told_already",)
