"""Break glass: exact, counted, loud, for one person and a few hours, and reviewed by somebody else."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import (
    NOW,
    REASON,
    YOUNG,
    actor,
    add_colleague,
    ask,
    give_task,
    notices,
    open_glass,
    refused,
    represented,
    team,
)
from tests.operations.builders import events
from tests.world import AT, make_world

HOURS = datetime.timedelta(hours=4)
BORN = datetime.date(2010, 11, 3)
AHMAD = {"given_names": "Ahmad", "family_name": "Saleh", "born_on": BORN}
MOMENT = datetime.timedelta(seconds=1)


@pytest.fixture
def world(db):
    return make_world()


def child(world):
    return world.children[YOUNG]


def test_it_opens_one_record_for_one_person_for_some_hours(world) -> None:
    add_colleague(world, "stranger")
    before = actor(world, "stranger").scope.children
    opening = open_glass(world)
    assert actor(world, "stranger").scope.children == before | {child(world).pk}
    assert child(world).pk not in actor(world, "colleague").scope.children
    assert opening.ends_at == NOW + HOURS and opening.review_due_on == datetime.date(2026, 9, 22)
    assert child(world).pk in actor(world, "stranger", NOW + HOURS - MOMENT).scope.children
    assert child(world).pk not in actor(world, "stranger", NOW + HOURS).scope.children
    (event,) = events("glass.opened")
    assert (event.object_id, event.child_id) == (opening.public_id, child(world).public_id)


def test_somebody_in_two_teams_opens_it_in_one(world) -> None:
    from leerrecht.chain.models import Membership
    from leerrecht.queries.glass import glass_ties

    open_glass(world)
    person = world.accounts["stranger"].professional
    Membership.objects.create(professional=person, team=team(world, "school"), valid_from=datetime.date(2026, 1, 1))
    from leerrecht.queries.viewers import find_viewers

    viewers = find_viewers(account=world.accounts["stranger"], on=NOW.date())
    assert {viewer.role: len(list(glass_ties(viewer=viewer, on=NOW.date(), at=NOW))) for viewer in viewers} == {
        "reception": 1, "school": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "sought",
    [
        {"given_names": "ÁHMAD", "family_name": " saleh ", "born_on": BORN},
        {"number": "1122.33445"},
        {"number": " v-77 "},
    ],
)
def test_exact_identification_opens(world, sought) -> None:
    from leerrecht.records.models import Identifier

    for kind, value in (("education_number", "112233445"), ("v_number", "v77")):
        Identifier.objects.create(
            child=child(world), kind=kind, value=value, recorded_at=AT, source=world.organisations["COA"]
        )
    assert open_glass(world, **sought).child == child(world)


@pytest.mark.parametrize(
    "sought",
    [
        {**AHMAD, "given_names": "Ahma"},
        {**AHMAD, "family_name": "Sale"},
        {**AHMAD, "born_on": datetime.date(2010, 11, 4)},
        {"given_names": "Rahel", "family_name": "Mehari", "born_on": datetime.date(2010, 1, 1)},
        {"number": "000000000"},
        {"number": "%"},
    ],
)
def test_anything_else_tells_nothing_and_is_noted(world, sought) -> None:
    from leerrecht.grants.models import Notice, Opening

    assert refused(open_glass, world, **sought) == ("glass_none",)
    assert not Opening.objects.exists() and not Notice.objects.exists()
    (event,) = events("glass.tried")
    assert (event.result, event.object_id, event.child_id) == ("refused", "", "")
    assert event.actor == world.accounts["stranger"].public_id


def test_two_children_who_fit_open_nothing(world) -> None:
    from leerrecht.records.models import Child, Person

    twin = Child.objects.create(reference="twin", origin=world.organisations["COA"])
    Person.objects.create(
        child=twin, given_names="Ahmad", family_name="Saleh", born_from=BORN, born_to=BORN, recorded_at=AT,
        source=world.organisations["COA"],
    )  # fmt: skip
    assert refused(open_glass, world) == ("glass_none",)


@pytest.mark.parametrize(
    ("sought", "reason"),
    [
        ({"given_names": "Ahmad", "family_name": "Saleh"}, "glass_who"),
        ({"given_names": "Ahmad", "born_on": BORN}, "glass_who"),
        ({"number": " "}, "glass_who"),
        ({**AHMAD, "reason": "x" * 19}, "glass_reason"),
        ({**AHMAD, "reason": " " * 40}, "glass_reason"),
        ({**AHMAD, "reason": "x" * 5000}, "text_wrong"),
        ({"number": "1\x00"}, "text_wrong"),
        ({**AHMAD, "family_name": "Saleh\x00"}, "text_wrong"),
    ],
)
def test_what_cannot_be_sought_is_no_try(world, sought, reason) -> None:
    assert refused(open_glass, world, **sought) == (reason,)
    assert not events("glass.tried")


def test_five_tries_an_hour_also_good_ones(world) -> None:
    open_glass(world)
    for _ in range(4):
        assert refused(open_glass, world, number="1") == ("glass_none",)
    assert refused(open_glass, world, number="1") == ("glass_wait",)
    later = NOW + datetime.timedelta(hours=1, seconds=1)
    # what was barred counts too, so it stays closed an hour after the last try
    assert refused(open_glass, world, at=later, number="1") == ("glass_none",)
    assert len(events("glass.tried")) == 6


def test_who_sees_the_record_already_opens_nothing(world) -> None:
    assert refused(open_glass, world, "reception") == ("glass_known",)
    assert refused(open_glass, world, "care") == ("may_not_record",)


def test_all_around_the_child_are_told_at_once(world) -> None:
    give_task(world, "care", YOUNG)
    give_task(world, "ggd", YOUNG, until=NOW.date())
    open_glass(world)
    assert notices("glass_opened") == {"legal_representative", "reception", "school", "care", "privacy_officer"}


def test_what_no_emergency_opens(world) -> None:
    from leerrecht.records.models import Plan, Stay, Voice

    source = {"child": child(world), "recorded_at": AT, "source": world.organisations["COA"]}
    Voice.objects.create(words="Geheim.", shared_with="reception", **source)
    Plan.objects.create(rule="period.move", shared_with="reception", **source)
    Stay.objects.filter(child=child(world)).update(kind="protected")
    represented(world, ask(world))
    open_glass(world)
    by = actor(world, "stranger")
    number = child(world).pk
    for name in ("voices.words", "plans.child_view", "plans.with"):
        assert not by.scope.sees_field(name, child=number)
    assert by.scope.sees_field("children.given_names", child=number)
    row = {
        "child": number,
        "kind": "protected",
        "location": "geheim",
        "municipality": "x",
        "valid_from": None,
        "valid_to": None,
    }
    assert by.scope.cut_row("stays", row) is None
    assert not by.scope.may_record(child=number, table="absences")
    from leerrecht.queries.consents import consents_seen

    assert not consents_seen(scope=by.scope, child=number, viewer=by.viewer).exists()


def test_only_who_opened_closes_and_it_closes_at_once(world) -> None:
    from leerrecht.operations.glass import close_glass

    opening = open_glass(world)
    for role in ("reception", "privacy_officer"):
        assert refused(close_glass, actor=actor(world, role), at=NOW, opening=opening.public_id) == ("no_such_opening",)
    close_glass(actor=actor(world, "stranger"), at=NOW, opening=opening.public_id)
    assert child(world).pk not in actor(world, "stranger", NOW + MOMENT).scope.children
    again = {"actor": actor(world, "stranger"), "at": NOW + MOMENT, "opening": opening.public_id}
    assert refused(close_glass, **again) == ("no_such_opening",)


def review(world, opening, role="privacy_officer", **said):
    from leerrecht.operations.glass import review_opening

    judged = {"verdict": "justified", "words": "Het kind was ziek."} | said
    return review_opening(actor=actor(world, role), at=NOW, opening=opening.public_id, **judged)


def test_it_is_listed_until_somebody_else_reviews_it(world) -> None:
    from leerrecht.queries.glass import openings_to_review

    opening = open_glass(world)
    viewer = actor(world, "privacy_officer").viewer
    late = [
        each.is_late for day in (22, 23) for each in openings_to_review(viewer=viewer, on=datetime.date(2026, 9, day))
    ]
    assert late == [False, True]
    assert refused(review, world, opening, "stranger") == ("no_such_opening",)
    assert refused(review, world, opening, verdict="fine") == ("glass_verdict",)
    assert refused(review, world, opening, words=" ") == ("glass_words",)
    review(world, opening)
    assert openings_to_review(viewer=viewer, on=NOW.date()) == []
    assert refused(review, world, opening) == ("glass_reviewed",)
    assert notices("glass_reviewed") == {"reception", "legal_representative"}
    assert [event.object_id for event in events("glass.reviewed")] == [opening.public_id]


def test_nobody_reviews_their_own(world) -> None:
    from leerrecht.chain.models import Membership

    opening = open_glass(world)
    person = world.accounts["stranger"].professional
    Membership.objects.filter(professional=person).update(team=team(world, "privacy_officer"))
    assert refused(review, world, opening, "stranger") == ("glass_own",)


def test_the_reason_stands_nowhere_but_in_the_opening(world) -> None:
    from leerrecht.audit.models import Event, Processing

    open_glass(world)
    logged = str([*Event.objects.values(), *Processing.objects.values()])
    assert REASON[:12] not in logged and "Ahmad" not in logged and "Saleh" not in logged


def test_a_notice_is_put_away_by_who_it_is_for(world) -> None:
    from leerrecht.grants.models import Notice
    from leerrecht.operations.telling import read_notice
    from leerrecht.queries.notices import find_notices

    open_glass(world)
    mine = Notice.objects.get(team=team(world, "reception"))
    for role in ("school", "stranger"):
        assert refused(read_notice, actor=actor(world, role), at=NOW, notice=mine.public_id) == ("no_such_notice",)
    by = actor(world, "reception")
    assert [told.name for told in find_notices(viewer=by.viewer, scope=by.scope)] == ["Ahmad Saleh"]
    read_notice(actor=by, at=NOW, notice=mine.public_id)
    assert find_notices(viewer=by.viewer, scope=by.scope) == []


def test_what_each_reads_of_an_opening(world, django_assert_max_num_queries) -> None:
    from leerrecht.queries.notices import find_notices

    open_glass(world)
    told = {}
    for role in ("legal_representative", "reception", "school", "privacy_officer"):
        by = actor(world, role)
        with django_assert_max_num_queries(2):
            (told[role],) = find_notices(viewer=by.viewer, scope=getattr(by, "scope", None))
    assert told["legal_representative"].reason == told["privacy_officer"].reason == REASON
    assert told["reception"].by == told["legal_representative"].by == "Test stranger, COA"
    assert (told["school"].by, told["school"].reason, told["reception"].reason) == ("", "", "")
    assert (told["privacy_officer"].name, told["privacy_officer"].child) == ("", "")


@pytest.mark.parametrize(("starts", "ends", "is_shut"), [
    (None, None, True), (0, None, True), (1, None, True), (-30, 1, True), (-30, 0, False),
])  # fmt: skip
def test_it_tells_nothing_that_leads_to_a_protected_place(world, starts, ends, is_shut) -> None:
    from leerrecht.records.models import Stay

    days = [None if each is None else NOW.date() + datetime.timedelta(days=each) for each in (starts, ends)]
    Stay.objects.create(
        child=child(world), kind="protected", location="Nergens", valid_from=days[0], valid_to=days[1], recorded_at=AT,
        source=world.organisations["COA"],
    )  # fmt: skip
    open_glass(world)
    scope = actor(world, "stranger").scope
    shut = ("enrolments.school", "stays.municipality", "involvements.organisation", "absences.day")
    assert [scope.sees_field(name, child=child(world).pk) for name in shut] == [not is_shut] * len(shut)
    assert scope.sees_field("children.given_names", child=child(world).pk)
