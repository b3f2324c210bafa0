"""Consent: who may ask, who decides, what opens, and that taking it back works at once."""

from __future__ import annotations

import datetime

import pytest

from tests.access.expected import ANNA, scope_of
from tests.grants.acts import (
    ESTIMATED,
    NOW,
    OLD_ENOUGH,
    ONLY_YEAR,
    UNTIL,
    WORDS,
    YOUNG,
    actor,
    add_colleague,
    ask,
    decide,
    give_task,
    note_agreement,
    notices,
    refused,
    represented,
    team,
    withdraw,
)
from tests.operations.builders import events
from tests.world import ON, make_world

DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


def old(world):
    """Let reception look after somebody of 16."""
    give_task(world, "reception", OLD_ENOUGH)
    return ask(world, OLD_ENOUGH)


def sees(world, role="care", child=YOUNG, field="stays.municipality", at=NOW):
    return actor(world, role, at).scope.sees_field(field, child=world.children[child].pk)


def test_what_was_asked_is_kept_exactly(world) -> None:
    consent = ask(world, categories=["reception", "identity"])
    assert (consent.asked_words, consent.categories) == (WORDS, "identity reception")
    assert (consent.language, consent.interpreter, consent.until_on) == ("Arabisch", "telefonisch", UNTIL)
    assert consent.asked_team == team(world, "reception") and consent.decision == ""
    (event,) = events("consent.asked")
    assert (event.object_id, event.child_id) == (consent.public_id, world.children[YOUNG].public_id)
    assert not sees(world)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"purpose": "marketing"}, "consent_purpose"),
        ({"categories": []}, "consent_categories"),
        ({"categories": ["residence_status"]}, "consent_categories"),
        ({"categories": ["reception", "health"]}, "consent_categories"),
        ({"until_on": ON}, "consent_until"),
        ({"until_on": ON - DAY}, "consent_until"),
        ({"until_on": None}, "consent_until"),
        ({"until_on": datetime.date(2027, 9, 16)}, "consent_until"),
        ({"words": " "}, "consent_words"),
        ({"words": "a\x00"}, "text_wrong"),
        ({"language": "x" * 41}, "text_wrong"),
        ({"team": "nobody"}, "consent_receiver"),
        ({"person": "nobody"}, "consent_receiver"),
        ({"team": "a\x00"}, "consent_receiver"),
        ({"person": "a\x00"}, "consent_receiver"),
    ],
)
def test_what_cannot_be_asked_is_refused(world, changed, reason) -> None:
    assert refused(ask, world, **changed) == (reason,)


def test_a_year_is_the_longest_and_tomorrow_the_shortest(world) -> None:
    assert ask(world, until_on=datetime.date(2027, 9, 15)).pk and ask(world, until_on=ON + DAY).pk


def test_where_law_is_the_ground_nothing_is_asked(world) -> None:
    for role in ("school", "reception", "compulsory_education"):
        assert refused(ask, world, team=team(world, role).public_id) == ("consent_categories",)


def test_a_category_that_needs_an_agreement_waits_for_it(world) -> None:
    assert refused(ask, world, categories=["education"]) == ("consent_categories",)
    note_agreement(world)
    consent = represented(world, ask(world, categories=["education"]))
    assert consent.decision == "yes" and sees(world, field="enrolments.school")
    assert not sees(world, field="stays.municipality")


def test_only_who_is_involved_and_has_the_duty_asks(world) -> None:
    assert refused(ask, world, role="compulsory_education") == ("may_not_record",)
    assert refused(ask, world, role="stranger") == ("no_such_child",)
    represented(world, ask(world))
    assert refused(ask, world, role="care") == ("may_not_record",)  # a grant isn't a task
    give_task(world, "stranger", YOUNG, until=ON - DAY)
    assert refused(ask, world, role="stranger") == ("may_not_record",)  # nor is after-care


def test_from_sixteen_the_child_decides_alone(world) -> None:
    consent = old(world)
    assert notices("consent_asked") == set()
    assert refused(represented, world, consent) == ("consent_is_the_childs",)
    given = decide(consent, "yes")
    assert (given.decision, given.decided_as, given.decided_by) == ("yes", "child", None)
    (event,) = events("consent.given")
    assert (event.actor, event.role, event.access_rule) == ("", "child", "child:self")
    assert sees(world, child=OLD_ENOUGH)
    assert notices("consent_given") == {"reception", "care"}


@pytest.mark.parametrize("child", [YOUNG, ONLY_YEAR, ESTIMATED])
def test_below_that_or_not_sure_a_yes_needs_the_representative(world, child) -> None:
    give_task(world, "reception", child)
    consent = ask(world, child)
    assert notices("consent_asked") == {"legal_representative"}
    wished = decide(consent, "yes", child_view="Leuk!")
    assert (wished.decision, wished.child_wish) == ("", "yes") and not sees(world, child=child)
    given = represented(world, consent, child_wish="no", child_view="Samen besproken.")
    assert (given.decision, given.decided_as, given.child_wish) == ("yes", "legal_representative", "yes")
    assert given.child_view == "Leuk!\nSamen besproken."  # its own words stay, and its own answer counts
    assert sees(world, child=child)


def test_a_no_of_a_child_of_any_age_decides(world) -> None:
    consent = decide(ask(world), "no", child_view="Nee.")
    assert (consent.decision, consent.decided_as) == ("no", "child")
    assert refused(represented, world, consent) == ("consent_decided",)
    assert notices("consent_refused") == {"reception"}  # never the receiver
    assert not sees(world)


def test_the_child_is_heard_and_a_yes_against_its_wish_has_a_reason(world) -> None:
    consent = ask(world)
    assert refused(represented, world, consent, child_view=" ") == ("consent_unheard",)
    assert refused(represented, world, consent, child_wish="") == ("consent_wish",)
    assert refused(represented, world, consent, "maybe") == ("consent_answer",)
    assert refused(represented, world, consent, child_wish="no", child_view="Nee.") == ("consent_against",)
    given = represented(world, consent, child_wish="no", child_view="Nee.", reason="Anders geen hulp.")
    assert (given.child_wish, given.decision_reason) == ("no", "Anders geen hulp.")


def test_nobody_but_this_childs_representative_decides_for_it(world) -> None:
    from leerrecht.records.models import Involvement

    consent = ask(world)
    for role in ("reception", "school", "compulsory_education"):
        assert refused(
            decide, consent, "yes", "legal_representative", actor(world, role), child_wish="yes", child_view="ja"
        ) == ("consent_not_yours",)
    guardian = Involvement.objects.get(child=world.children[YOUNG], task="legal_representative")
    Involvement.objects.filter(pk=guardian.pk).update(
        valid_to=ON
    )  # ended today: after-care reaches, and may not decide
    assert refused(represented, world, consent) == ("consent_not_yours",)
    give_task(world, "legal_representative", YOUNG, task="other")
    assert refused(represented, world, consent) == ("consent_not_yours",)


def test_who_asked_writes_down_what_the_child_said_at_the_table(world) -> None:
    consent = old(world)
    noted = decide(consent, "yes", "child", actor(world, "reception"))
    assert (noted.decided_as, noted.decided_by) == ("child", world.accounts["reception"])
    young = ask(world)
    assert refused(decide, young, "yes", "child", actor(world, "reception")) == ("consent_needs_representative",)
    assert refused(decide, young, "no", "child", actor(world, "legal_representative")) == ("consent_not_yours",)
    assert decide(young, "no", "child", actor(world, "reception")).decision == "no"


@pytest.mark.parametrize("who", ["card", "table", "representative"])
def test_taking_back_works_at_once_and_every_receiver_is_told(world, who) -> None:
    consent = represented(world, ask(world))
    assert sees(world)
    if who == "representative":
        withdraw(consent, "legal_representative", actor(world, "legal_representative"))
    else:
        withdraw(consent, "child", actor(world, "reception") if who == "table" else None)
    assert world.children[YOUNG].pk not in actor(world, "care").scope.children
    assert notices("consent_withdrawn") == ({"care"} if who == "table" else {"care", "reception"})
    assert refused(withdraw, consent) == ("consent_withdrawn_already",)


def test_a_clock_that_was_set_back_stops_nobody(world) -> None:
    consent = represented(world, ask(world))
    assert withdraw(consent, at=NOW - datetime.timedelta(hours=1)).withdrawn_at == consent.decided_at


def test_nobody_else_takes_it_back(world) -> None:
    consent = represented(world, ask(world))
    for role, decider in (("school", "child"), ("care", "child"), ("reception", "legal_representative")):
        assert refused(withdraw, consent, decider, actor(world, role)) == ("consent_not_yours",)
    assert refused(withdraw, consent, "child", actor(world, "stranger")) == ("no_such_consent",)


def test_who_read_by_it_and_moved_on_is_told_too(world) -> None:
    from leerrecht.audit.log import record_read
    from leerrecht.chain.models import Membership
    from leerrecht.grants.models import Notice

    consent = represented(world, ask(world))
    care = world.accounts["care"]
    record_read(
        at=NOW, children=[consent.child.public_id], activity="child", role="care", actor=care.public_id,
        team=team(world, "care").public_id, ground="consent",
    )  # fmt: skip
    Membership.objects.filter(professional=care.professional).update(valid_to=ON)
    Membership.objects.create(professional=care.professional, team=team(world, "ggd"), valid_from=ON)
    withdraw(consent)
    told = Notice.objects.filter(kind="consent_withdrawn").values_list("team__role", "professional")
    assert set(told) == {("care", None), ("reception", None), ("ggd", care.professional_id)}


def test_a_consent_to_one_person_is_not_for_colleagues(world) -> None:
    care = world.accounts["care"]
    add_colleague(world, "care")
    consent = represented(world, ask(world, person=care.professional.public_id))
    number = consent.child_id
    assert number in actor(world, "care").scope.children
    assert number not in actor(world, "colleague").scope.children


def test_it_holds_until_its_day_and_not_before_it_was_given(world) -> None:
    consent = represented(world, ask(world))
    number = consent.child_id
    last = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
    assert number in actor(world, "care", last).scope.children
    assert number not in actor(world, "care", last + DAY).scope.children
    assert number not in actor(world, "care", NOW - DAY).scope.children


def test_two_consents_open_no_more_than_each(world) -> None:
    represented(world, ask(world, categories=["reception"]))
    represented(world, ask(world, categories=["identity"]))
    scope, number = actor(world, "care").scope, world.children[YOUNG].pk
    assert scope.sees_field("stays.municipality", child=number) and scope.sees_field(
        "children.given_names", child=number
    )
    assert not scope.sees_conclusion(fields=("stays.municipality", "children.given_names"), child=number)


def test_who_sees_that_there_is_a_consent(world) -> None:
    from leerrecht.queries.consents import consents_seen

    def seen(role):
        by = actor(world, role)
        return consents_seen(scope=by.scope, child=world.children[YOUNG].pk, viewer=by.viewer).count()

    consent = ask(world)
    give_task(world, "ggd", YOUNG)
    give_task(world, "care", YOUNG)
    assert [seen(role) for role in ("legal_representative", "reception", "school", "care", "ggd")] == [1, 1, 0, 0, 0]
    represented(world, consent)
    assert [seen(role) for role in ("school", "compulsory_education", "care", "ggd")] == [0, 0, 1, 0]


def test_a_receipt_is_the_same_for_all_and_differs_when_taken_back(world) -> None:
    from leerrecht.queries.consents import receipt_of

    consent = represented(world, ask(world))
    given = receipt_of(consent=consent)
    consent = withdraw(consent)
    assert receipt_of(consent=consent) == given != receipt_of(consent=consent, is_withdrawal=True)
    assert len(given) == 14


@pytest.mark.parametrize(("until_on", "shown"), [("2026-09-16", 1), ("2026-10-13", 1), ("2026-10-14", 0)])
def test_what_ends_soon_is_shown_to_who_asked_and_who_received(
    world, until_on, shown, django_assert_max_num_queries
) -> None:
    from leerrecht.queries.consents import ending_consents

    represented(world, ask(world, until_on=datetime.date.fromisoformat(until_on), categories=["identity"]))
    for role, expected in (("reception", shown), ("care", shown), ("school", 0), ("legal_representative", 0)):
        by = actor(world, role)
        with django_assert_max_num_queries(2):
            found = ending_consents(scope=by.scope, viewer=by.viewer, on=ON)
        assert len(found) == expected
        assert all(each.name == "Ahmad Saleh" for each in found)


def test_what_was_answered_after_a_task_ended_is_not_in_its_list(world) -> None:
    from leerrecht.queries.consents import ending_consents

    task = give_task(world, "stranger", YOUNG)
    represented(world, ask(world, role="stranger", until_on=ON + 7 * DAY))
    by = actor(world, "stranger")
    assert len(ending_consents(scope=by.scope, viewer=by.viewer, on=ON)) == 1
    type(task).objects.filter(pk=task.pk).update(valid_to=ON - DAY)
    by = actor(world, "stranger")
    assert by.scope.children and ending_consents(scope=by.scope, viewer=by.viewer, on=ON) == []


@pytest.mark.parametrize(("role", "said"), [("reception", "Anna Test"), ("care", "")])
def test_a_name_beside_a_consent_is_said_to_who_may_read_names(role, said) -> None:
    from leerrecht.queries.consents import name_seen

    scope = scope_of(role)
    assert name_seen(scope=scope, number=ANNA, given="Anna", family="Test") == said
    assert name_seen(scope=scope_of("reception"), number=ANNA, given=None, family="Test") == "Test"
