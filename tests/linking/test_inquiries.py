"""Asking after somebody: what each side learns, who may answer, answering twice, and going on in the record there is."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.audit.models import Event
from leerrecht.linking.models import Asked, Inquiry, Lookup
from leerrecht.operations.acting import Refused
from leerrecht.operations.closures import close_search
from leerrecht.operations.inquiries import answer_inquiry, ask_others, join_known
from leerrecht.queries.inquiries import count_posed, find_posed, find_question, find_questions
from leerrecht.queries.logs import seen_by_others
from leerrecht.queries.own_log import seen_by_others_at_door
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import FACT, Child
from tests.linking.builders import BORN, SCHOOL_PLACE, known_elsewhere, look, put, sought
from tests.operations.builders import NOW, actor_of
from tests.rights.builders import officer_of
from tests.world import ON, make_world

LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def world(db):
    return make_world()


def ask(world, role="school", at=NOW):
    lookup, _ = look(world, role, at)
    return ask_others(actor=actor_of(world, role), at=at, lookup=lookup.public_id, sought=sought())


def answer(world, inquiry, child, role="reception", said="yes", words="Bel ons gerust.", at=LATER):
    return answer_inquiry(
        actor=actor_of(world, role), at=at, inquiry=inquiry.public_id, child=child.public_id, answer=said, words=words
    )


def question(world, inquiry, on=ON, role="school"):
    return find_question(viewer=actor_of(world, role).viewer, inquiry=inquiry.public_id, on=on)


def posed(world, role="reception"):
    actor = actor_of(world, role)
    return find_posed(scope=actor.scope, viewer=actor.viewer, on=ON)


def test_a_question_reaches_who_holds_the_child_and_is_logged_about_it(world):
    child = known_elsewhere(world)
    made = ask(world)
    (found,) = posed(world)
    assert (found.child, found.inquiry.given_names, found.inquiry.born_from) == (child.public_id, "Bereketeab", BORN)
    assert found.organisation == "ISK Zandakker" and found.role == "school"
    assert count_posed(scope=actor_of(world, "reception").scope, viewer=actor_of(world, "reception").viewer) == 1
    event = Event.objects.get(action="inquiry.asked")
    assert (event.child_id, event.object_id) == (child.public_id, made.public_id)
    assert (question(world, made).answer, question(world, made).words) == ("", ())


def test_a_question_that_reception_asks_names_it_to_a_school_as_reception_only(world):
    child = known_elsewhere(world)
    FACT["stays"].objects.filter(child=child).update(linked_location=None, location="Elders", municipality="Veenmeer")
    put(world, child, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
    ask(world, "reception")
    (found,) = posed(world, "school")
    assert (found.organisation, found.role) == ("", "reception")


def test_the_answer_comes_back_with_its_words_and_nothing_else(world):
    child = known_elsewhere(world)
    made = ask(world)
    answer(world, made, child)
    assert posed(world) == []
    found = question(world, made)
    assert (found.answer, found.words, found.may_join) == ("yes", ("Bel ons gerust.",), True)
    event = Event.objects.get(action="inquiry.answered")
    assert event.child_id == child.public_id


def test_a_question_is_answered_once(world):
    child = known_elsewhere(world)
    made = ask(world)
    answer(world, made, child, said="no")
    with pytest.raises(Refused, match="inquiry_answered"):
        answer(world, made, child, said="yes")
    assert Asked.objects.get().answer == "no"


@pytest.mark.parametrize("role", ["school", "compulsory_education", "stranger", "legal_representative"])
def test_nobody_answers_for_a_child_they_do_not_hold(world, role):
    child = known_elsewhere(world)
    made = ask(world)
    with pytest.raises(Refused, match="no_such_inquiry"):
        answer(world, made, child, role=role)
    actor = actor_of(world, role)
    assert posed(world, role) == [] and count_posed(scope=actor.scope, viewer=actor.viewer) == 0


@pytest.mark.parametrize(("said", "words"), [("perhaps", ""), ("yes", "x" * 2001), ("yes", "a\x00b")])
def test_an_answer_is_whole(world, said, words):
    child = known_elsewhere(world)
    made = ask(world)
    with pytest.raises(Refused, match="inquiry_"):
        answer(world, made, child, said=said, words=words)
    assert Asked.objects.get().answer == ""


def test_how_many_were_asked_is_not_told(world):
    first, second = known_elsewhere(world, "een"), known_elsewhere(world, "twee")
    made = ask(world)
    assert Asked.objects.filter(inquiry=made).count() == 2
    answer(world, made, first, said="no", words="Nee hoor.")
    found = question(world, made)
    assert (found.answer, found.words) == ("", ()), "a first no would tell that there is a second"
    answer(world, made, second, said="unsure", words="")
    assert question(world, made).answer == "unsure"


def test_nobody_is_asked_when_nobody_is_known_or_all_are_hidden(world):
    lookup, _ = look(world)
    with pytest.raises(Refused, match="inquiry_nobody"):
        ask_others(actor=actor_of(world, "school"), at=NOW, lookup=lookup.public_id, sought=sought())
    child = known_elsewhere(world, kind="protected")
    with pytest.raises(Refused, match="inquiry_nobody"):
        ask(world)
    assert not Event.objects.filter(child_id=child.public_id).exists()


def test_the_same_is_asked_once_until_it_is_answered(world):
    child = known_elsewhere(world)
    made = ask(world)
    with pytest.raises(Refused, match="inquiry_already"):
        ask(world)
    answer(world, made, child, said="no")
    ask(world)


def test_questions_are_counted_per_person_and_let_go_after_their_term(world):
    known_elsewhere(world)
    most, kept = (
        rulebook().value_on(f"linking.{name}", ON) for name in ("inquiries_per_day", "inquiry_days")
    )  # fmt: skip
    viewer = actor_of(world, "school").viewer
    Inquiry.objects.bulk_create(
        Inquiry(account_id=viewer.account, team_id=viewer.team, asked_at=NOW, due_on=ON, given_names="A")
        for _ in range(most)
    )
    with pytest.raises(Refused, match="inquiry_wait"):
        ask(world)
    ask(world, at=NOW + datetime.timedelta(days=kept, seconds=1))
    assert not Inquiry.objects.filter(given_names="A").exists()


def test_a_child_that_is_hidden_after_the_question_gives_no_answer_any_more(world):
    child = known_elsewhere(world)
    made = ask(world)
    close_search(actor=officer_of(world), at=NOW, child=child.public_id, reason="wordt gezocht")
    assert posed(world) == []
    with pytest.raises(Refused, match="no_such_inquiry"):
        answer(world, made, child)
    assert (question(world, made).answer, question(world, made).may_join) == ("", False)


# --- going on in the record there is -------------------------------------------------------------------------------------


def join(world, inquiry, role="school", place=SCHOOL_PLACE):
    return join_known(actor=actor_of(world, role), at=LATER, inquiry=inquiry.public_id, place=place)


def test_after_a_yes_the_place_is_added_to_the_record_there_is(world):
    child = known_elsewhere(world)
    made = ask(world)
    count = Child.objects.count()
    with pytest.raises(Refused, match="no_such_inquiry"):
        join(world, made)
    answer(world, made, child)
    assert child.pk not in actor_of(world, "school").scope.children
    assert join(world, made) == child
    assert child.pk in actor_of(world, "school").scope.children
    assert Child.objects.count() == count and Lookup.objects.filter(child__isnull=False).count() == 0
    assert Event.objects.get(action="inquiry.joined").access_rule.endswith(":inquiry")
    with pytest.raises(Refused, match="inquiry_joined"):
        join(world, made)


@pytest.mark.parametrize("said", ["no", "unsure"])
def test_without_a_yes_nobody_goes_on_in_a_record(world, said):
    child = known_elsewhere(world)
    made = ask(world)
    answer(world, made, child, said=said)
    with pytest.raises(Refused, match="no_such_inquiry"):
        join(world, made)


def test_another_team_does_not_see_or_use_a_question(world):
    child = known_elsewhere(world)
    made = ask(world)
    answer(world, made, child)
    assert question(world, made, role="reception") is None
    assert find_questions(viewer=actor_of(world, "reception").viewer, on=ON) == []
    with pytest.raises(Refused, match="no_such_inquiry"):
        join(world, made, role="reception", place={"kind": "poa", "valid_from": "15-9-2026"})


def test_a_child_hidden_after_the_yes_is_not_joined(world):
    child = known_elsewhere(world)
    made = ask(world)
    answer(world, made, child)
    put(world, child, "stays", location="Geheim", kind="protected", valid_from=ON)
    found = question(world, made)
    assert (found.answer, found.may_join) == ("yes", False)
    with pytest.raises(Refused, match="no_such_inquiry"):
        join(world, made)


def test_at_the_own_door_nobody_reads_that_somewhere_new_sought_or_asked(world):
    child = known_elsewhere(world)
    put(
        world,
        child,
        "involvements",
        "Nidos",
        task="legal_representative",
        organisation="Nidos",
        person="Nidos",
        valid_from=ON,
    )
    answer(world, ask(world), child)
    told = [looker for day in seen_by_others(child=child.public_id, lang="nl") for looker in day.lookers]
    assert "school" in {looker.role for looker in told}, "the representative reads it"
    at_door = [looker for day in seen_by_others_at_door(child=child, on=ON) for looker in day.lookers]
    assert "school" not in {looker.role for looker in at_door}
