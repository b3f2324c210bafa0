"""Answering signals with plans, and noting the child's own words, on a real database."""

from __future__ import annotations

import datetime

import pytest

from tests.operations.builders import NOW, actor_of, child_of, events, version_of
from tests.world import make_world

PLAN = {
    "rule": "placement.term",
    "key": "term",
    "agreed_on": "14-9-2026",
    "agreed_with": "school",
    "child_view": "fijn",
}
VOICE = {"kind": "wish", "words": "Ik wil\r\nnaar school.", "said_on": "14-9-2026"}


@pytest.fixture
def world(db):
    return make_world()


def answer(world, role="reception", child=None, at=NOW, **typed):
    from leerrecht.operations.signals import answer_signal

    actor = actor_of(world, role)
    found = child or child_of(world, actor)
    return answer_signal(actor=actor, at=at, child=found.public_id, **{**PLAN, **typed})


def say(world, role="reception", child=None, **typed):
    from leerrecht.operations.signals import note_words

    actor = actor_of(world, role)
    found = child or child_of(world, actor)
    return note_words(actor=actor, at=NOW, child=found.public_id, **{**VOICE, **typed})


def refused(call, *arguments, **named):
    from leerrecht.operations.acting import Refused

    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return caught.value


def test_a_plan_is_recorded_for_the_roles_that_the_child_chose_and_the_writers(world) -> None:
    child = child_of(world, actor_of(world, "reception"))
    before = version_of(child)
    plan = answer(world, shared_with=["school", "police", "policy"])
    assert (plan.rule, plan.key, plan.agreed_on) == ("placement.term", "term", datetime.date(2026, 9, 14))
    assert plan.shared_with == "reception school"
    assert version_of(child) == before + 1
    (event,) = events("signal.answered")
    assert (event.object_id, event.object_kind) == (plan.public_id, "plans")


def test_a_plan_that_came_in_between_is_shown_first(world) -> None:
    first = answer(world)
    assert refused(answer, world, agreed_with="nidos").reasons == ("refused.plan_came_first",)
    assert answer(world, agreed_with="nidos", plans_seen=[first.public_id]).pk != first.pk
    assert refused(answer, world).reasons == ("refused.known_already",)


def test_a_plan_that_may_not_be_seen_stands_in_nobodys_way(world) -> None:
    from leerrecht.operations.recording import put_fact

    child = child_of(world, actor_of(world, "reception"))
    put_fact(
        child=child, table="plans", at=NOW, account=None, source=world.organisations["Nidos"].pk,
        values={
            "rule": "placement.term", "key": "term", "agreed_on": None, "with": "geheim", "child_view": None,
            "requested_on": None, "shared_with": "legal_representative",
        },
    )  # fmt: skip
    assert answer(world, child=child).pk


def test_everything_wrong_with_a_plan_is_told_at_once(world) -> None:
    assert refused(answer, world, agreed_on=" ").reasons == ("refused.plan_without_day",)
    assert refused(answer, world, agreed_on="16-9-2026").reasons == ("refused.agreed_ahead",)
    assert answer(world, agreed_on="15-9-2026", agreed_with="vandaag").pk
    found = refused(answer, world, agreed_on="31-6-2026", agreed_with="x" * 301)
    assert {fault.column for fault in found.faults} == {"agreed_on", "with"}
    assert refused(answer, world, requested_on="1-1-2027").reasons == ("refused.requested_ahead",)


def test_a_school_can_not_answer_what_it_may_not_know(world) -> None:
    for rule in ("adult.extended_reception", "period.decision", "no.such.rule"):
        found = refused(answer, world, role="school", rule=rule, key="request")
        assert found.reasons == ("refused.no_such_signal",)


def test_a_strangers_child_is_not_there(world) -> None:
    child = child_of(world, actor_of(world, "reception"))
    assert refused(answer, world, role="stranger", child=child).reasons == ("refused.no_such_child",)
    assert refused(say, world, role="stranger", child=child).reasons == ("refused.no_such_child",)


def test_the_municipality_notes_no_plans_and_no_words(world) -> None:
    assert refused(answer, world, role="compulsory_education").reasons == ("refused.may_not_record",)
    assert refused(say, world, role="compulsory_education").reasons == ("refused.may_not_record",)


def test_words_are_noted_as_they_were_said(world) -> None:
    voice = say(world, shared_with=["legal_representative"])
    assert (voice.words, voice.kind, voice.shared_with) == (
        "Ik wil\nnaar school.",
        "wish",
        "legal_representative reception",
    )
    (event,) = events("words.noted")
    assert event.object_id == voice.public_id
    assert refused(say, world, shared_with=["legal_representative"]).reasons == ("refused.known_already",)


def test_words_are_needed_fit_and_were_said(world) -> None:
    (fault,) = refused(say, world, words=" ").faults
    assert (fault.column, fault.code) == ("words", "value_missing")
    (fault,) = refused(say, world, words="x" * 4001).faults
    assert fault.code == "value_too_long"
    assert refused(say, world, said_on="16-9-2026").reasons == ("refused.said_ahead",)


def test_an_answer_about_extended_reception_is_heard_by_the_rule(world) -> None:
    """The keys of the form are those that the rule listens to."""
    from leerrecht.law.rule import ITEMS
    from leerrecht.web.child.form_plans import ANSWERS

    assert set(ANSWERS["adult.extended_reception"]) <= set(ITEMS)
    plan = answer(world, role="legal_representative", rule="adult.extended_reception", key="own_wish:yes")
    assert plan.key == "own_wish:yes"
