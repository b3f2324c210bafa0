"""Announcing, changing, calling off a move; telling the child; who is informed when, on a real database."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access.moves import moves_told
from leerrecht.grants.models import Notice
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.acting import Conflict, Refused
from leerrecht.operations.move_points import agree_point, finish_point
from leerrecht.operations.moves import (
    announce_move,
    cancel_move,
    change_move,
    inform_early,
    postpone_move,
    tell_child,
)
from leerrecht.operations.moves_of_many import announce_many
from leerrecht.queries.facts import standing
from leerrecht.records.models import FACT, MovePoint, Stay
from tests.operations.builders import NOW, actor_of, events, version_of
from tests.world import ON, make_world

DAY = datetime.timedelta(days=1)
MOVE = {"location": "COA Veenmeer", "municipality": "Veenmeer", "kind": "coa_small", "valid_from": "1-11-2026"}
MOVES_ON = datetime.date(2026, 11, 1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def child(world):
    """A child that lives with the reception team, has a guardian and goes to the school here."""
    from tests.operations.builders import shared_child

    return shared_child(world, "reception", "school", "legal_representative", "compulsory_education")


def announce(world, child, role="reception", at=NOW, **typed):
    return announce_move(actor=actor_of(world, role), at=at, child=child.public_id, typed={**MOVE, **typed})


def refused(call, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**named)
    return caught.value


def points(child, **only):
    return standing(table="move_points").filter(child=child, **only)


def told(role: str) -> list[str]:
    return list(Notice.objects.filter(team__role=role).order_by("pk").values_list("kind", flat=True))


def stays_of(child):
    return list(standing(table="stays").filter(child=child).order_by("valid_from"))


def test_an_announced_move_is_a_stay_ahead_with_a_list_of_both_sides(world, child):
    before = version_of(child)
    stay = announce(world, child, reason="Deze locatie sluit.")
    assert (stay.valid_from, stay.announced_on, stay.child_told_on) == (MOVES_ON, ON, None)
    assert stay.linked_location.name == "COA Veenmeer" and stay.reason == "Deze locatie sluit."
    assert set(points(child).values_list("item", "opened_on", "due_on")) == {(item, ON, None) for item in MOVE_ITEMS}
    assert version_of(child) > before
    (event,) = events("move.announced")
    assert (event.object_id, event.child_id) == (stay.public_id, child.public_id)


def test_the_place_where_the_child_lives_ends_on_the_day_of_the_move(world, child):
    present = next(stay for stay in stays_of(child) if stay.linked_location_id and stay.valid_to is None)
    move = announce(world, child)
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


def agree(world, child, item="tests", role="reception", **typed):
    point = points(child, item=item).get()
    values = {"organisation": "Scholen Zandakker", "person": "Test school", "due_on": "20-10-2026", "note": "Map mee."}
    return agree_point(actor=actor_of(world, role), at=NOW, point=point.public_id, typed=values | typed)


def agreed(child, item="tests"):
    point = points(child, item=item).get()
    return point.organisation, point.person, point.due_on, point.done_on, point.note


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


# --- what each side sees and does --------------------------------------------------------------------------------------


def rows_for(world, role, child):
    from leerrecht.queries.facts import load_caseload, rows_seen

    scope = actor_of(world, role).scope
    return rows_seen(scope=scope, caseload=load_caseload(scope=scope, children=[child.pk]), number=child.pk)


def findings_for(world, role, child):
    from leerrecht.queries.cards import find_cards, findings_seen

    scope = actor_of(world, role).scope
    (card,) = find_cards(scope=scope, on=ON, children=[child.pk])
    return [found for found in findings_seen(scope=scope, card=card) if found.rule == "continuity.move"]


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
    from leerrecht.chain.models import Location, Team
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


# --- many at once ------------------------------------------------------------------------------------------------------


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
    assert not MovePoint.objects.exists()


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
