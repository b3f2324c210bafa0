"""What stands in the lists of who has several reasons to know a child, or only a narrow one."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from leerrecht.law.conclusions import Finding
from leerrecht.queries.cards import Card
from leerrecht.queries.glass import grants_open
from leerrecht.queries.worklist import act_of, municipality_of
from tests.access.expected import ANNA, ON, scope_of, tie
from tests.grants.acts import YOUNG, actor, ask, give_task, open_glass, represented
from tests.world import AT, make_world

DAY = datetime.timedelta(days=1)
CONSENT = tie("care", kind="consent", grant="g", categories=frozenset({"reception", "identity"}))
GLASS = tie("reception", kind="glass", grant="o")


@pytest.fixture
def world(db):
    return make_world()


def protect(world, child: str) -> None:
    """Let a child live at a protected location from 1 June on."""
    from leerrecht.operations.recording import touch
    from leerrecht.records.models import Stay

    for stay in Stay.objects.filter(child=world.children[child], retracted_at__isnull=True):
        stay.retracted_at, stay.retraction_reason = AT, "verhuisd"
        stay.save(update_fields=["retracted_at", "retraction_reason"])
    Stay.objects.create(
        child=world.children[child], location="Huis Geheim", kind="protected", municipality="Geheimstad",
        valid_from=datetime.date(2026, 6, 1), recorded_at=AT, source=world.organisations["COA"],
    )  # fmt: skip
    touch(world.children[child])


def test_a_task_beside_a_consent_shows_no_town_of_a_protected_location(world) -> None:
    from leerrecht.queries.search import find_children

    give_task(world, "care", YOUNG)
    represented(world, ask(world, categories=["reception", "identity"]))
    by = actor(world, "care")
    (shown,) = find_children(scope=by.scope, on=ON).found
    assert (shown.name, shown.municipality) == ("Ahmad Saleh", "Zandakker")
    protect(world, YOUNG)
    (shown,) = find_children(scope=by.scope, on=ON).found
    assert (shown.name, shown.municipality) == ("Ahmad Saleh", "")


@pytest.mark.parametrize(
    ("role", "ties", "may"),
    [
        ("reception", [tie("reception")], True),
        ("reception", [GLASS], False),
        ("reception", [tie("reception"), GLASS], True),
        ("care", [CONSENT], False),
        ("care", [tie("care"), CONSENT], False),
        ("school", [tie("school")], False),
    ],
)
def test_nobody_looks_back_by_a_grant(role, ties, may) -> None:
    """That a location is protected may have been recorded later than where it is."""
    from leerrecht.queries.child import may_look_back

    assert may_look_back(scope=scope_of(role, *ties), number=ANNA) == may


def test_an_opened_record_does_not_tell_where_a_child_was_known_to_be_before_that_was_protected(world) -> None:
    protect(world, YOUNG)
    open_glass(world)
    child = world.children[YOUNG].public_id
    from django.test import Client

    client = Client()
    client.force_login(world.accounts["stranger"])
    for day in ("", "?bekend=2-9-2026"):
        for page in ("", "feiten/"):
            answer = client.get(f"/jongeren/{child}/{page}{day}").content.decode()
            assert "Geheim" not in answer and "bekend=" not in answer and 'name="bekend"' not in answer


def test_who_is_reached_by_a_narrow_reason_keeps_nobody_else_from_being_found(world) -> None:
    from leerrecht.access import Tie
    from leerrecht.queries.search import find_children

    number, other = world.children[YOUNG].pk, world.children["direct"].pk
    coming = Tie(child=other, kind="transfer", since_on=None, until_on=None)
    scope = scope_of("reception", tie("reception", child=number), coming)
    assert [each.name for each in find_children(scope=scope, on=ON, text="sal").found] == ["Ahmad Saleh"]
    name = next(each.name for each in find_children(scope=scope, on=ON).found if each.name != "Ahmad Saleh")
    assert find_children(scope=scope, on=ON, text=name).found == (), "its father's name may not be read"


def test_an_order_by_names_that_are_closed_tells_nothing(world) -> None:
    from leerrecht.queries.search import find_children
    from leerrecht.records.models import Person

    numbers = sorted(child.pk for child in world.children.values())[:6]
    scope = scope_of("care", *(tie("care", child=number) for number in numbers))
    public = {child.pk: child.public_id for child in world.children.values()}
    for place, number in enumerate(numbers):
        Person.objects.filter(child=number).update(family_name="ZYXWVU"[place])
    found = [each.child for each in find_children(scope=scope, on=ON).found]
    assert found == [public[number] for number in numbers]
    open_to = scope_of("reception", *(tie("reception", child=number) for number in numbers))
    assert [each.child for each in find_children(scope=open_to, on=ON).found] == found[::-1]


def test_the_code_of_a_signal_is_not_to_be_found_by_trying_days(settings) -> None:
    from leerrecht.queries.signals import signal_id

    code = signal_id(rule="period.decision", key="2026-08-25")
    assert code != signal_id(rule="period.decision", key="2026-08-26") and code.isalnum() and len(code) == 10
    settings.SECRET_KEY = "another" * 9
    assert signal_id(rule="period.decision", key="2026-08-25") != code


HOME = {
    "child": "x", "row": 1, "fact": "f", "location": "Huis Zeven", "kind": "poa", "municipality": "Zandakker",
    "region": "zuid", "valid_from": ON - DAY, "valid_to": None, "announced_on": None, "child_told_on": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "changed", "town"),
    [
        ("reception", {}, "Zandakker"), ("school", {}, "Zandakker"), ("ggd", {}, "Zandakker"), ("care", {}, ""),
        ("school", {"valid_from": ON + DAY}, ""), ("school", {"valid_to": ON}, ""),
        ("reception", {"valid_from": ON + DAY}, "Zandakker"), ("reception", {"municipality": None}, ""),
    ],
)  # fmt: skip
def test_a_list_shows_where_a_child_lives_as_far_as_its_reader_may_know(role, changed, town) -> None:
    card = Card(number=ANNA, child="x", findings=(), person={}, stay={**HOME, **changed}, enrolment={})
    assert municipality_of(scope_of(role), card) == town
    assert municipality_of(scope_of(role), replace(card, stay={})) == ""
    if role == "reception" and not changed:
        ended = tie("reception", since_on=ON - 30 * DAY, until_on=ON - DAY)
        assert municipality_of(scope_of("reception", ended), card) == "", "it moved there since"


@pytest.mark.parametrize(
    ("role", "rule", "missing", "table"),
    [
        ("school", "placement.term", "", "enrolments"), ("school", "identifier.education_number", "", "identifiers"),
        ("compulsory_education", "identifier.education_number", "", ""), ("ggd", "placement.term", "", ""),
        ("school", "period.holiday", "", "plans"), ("school", "placement.term", "applications.lodged_on", ""),
        ("reception", "placement.term", "applications.lodged_on", "applications"),
        ("reception", "adult.extended_reception", "plans.own_wish", "plans"), ("reception", "placement.term", "rulebook", ""),
        ("legal_representative", "roles.handover", "", "handovers"), ("reception", "roles.handover", "", "handovers"),
        ("school", "roles.handover", "", ""), ("care", "roles.handover", "", ""),
    ],
)  # fmt: skip
def test_the_next_step_is_offered_to_who_may_record_it(role, rule, missing, table) -> None:
    found = Finding(**{**dict.fromkeys(Finding._fields), "rule": rule, "missing": missing})
    card = Card(number=ANNA, child="x", findings=(), person={}, stay={}, enrolment={})
    assert act_of(scope=scope_of(role), card=card, finding=found) == table
    for state in ("met", "met_late"):
        assert act_of(scope=scope_of(role), card=card, finding=found._replace(state=state)) == "", (
            "nothing is left to do"
        )


def test_the_openings_by_which_children_are_reached_are_those_of_the_glass() -> None:
    scope = scope_of("reception", tie("reception"), GLASS, tie("reception", kind="transfer", grant="t"))
    assert grants_open(scope=scope) == ("o",)


def test_in_after_care_no_consent_is_shown_and_to_nobody_in_particular_only_the_whole(world) -> None:
    from leerrecht.queries.consents import consents_seen

    consent = ask(world)
    by, number = actor(world, "reception"), world.children[YOUNG].pk
    assert list(consents_seen(scope=by.scope, child=number, viewer=by.viewer)) == [consent]
    assert not consents_seen(scope=by.scope, child=number).exists()
    ended = scope_of("reception", tie("reception", child=number, since_on=ON - 30 * DAY, until_on=ON - DAY))
    assert not consents_seen(scope=ended, child=number, viewer=by.viewer).exists()
    assert not consents_seen(scope=scope_of("reception"), child=number, viewer=by.viewer).exists()
    young = scope_of("child", tie("child", child=number))
    assert list(consents_seen(scope=young, child=number)) == [consent]


def test_a_fact_is_found_and_read_only_of_a_child_in_reach(world) -> None:
    from leerrecht.queries.facts import find_fact, load_caseload, standing
    from leerrecht.records.models import FACT

    number, other = world.children[YOUNG].pk, world.children["direct"].pk
    scope = scope_of("reception", tie("reception", child=number))
    for child, is_found in ((number, True), (other, False)):
        fact = standing(table="enrolments").filter(child=child).first() or standing(table="children").get(child=child)
        assert (find_fact(scope=scope, table=fact.table, public_id=fact.public_id) is not None) == is_found
    whole = load_caseload(scope=scope)
    assert whole.children == (world.children[YOUNG].public_id,)
    assert all({row["child"] for row in whole.rows(table)} <= set(whole.children) for table in FACT)
    assert load_caseload(scope=scope, children=[number, other]).children == whole.children
    assert not load_caseload(scope=scope, children=[other]).children
    two = scope_of("reception", tie("reception", child=number), tie("reception", child=other))
    assert load_caseload(scope=two, children=[number]).children == whole.children
