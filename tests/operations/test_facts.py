"""Adding, correcting and withdrawing facts, on a real database."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from leerrecht.law.tables import TABLE
from tests.operations.builders import NOW, actor_of, child_of, events, version_of
from tests.world import make_world

SCHOOL = {"school": "ISK Zandakker", "kind": "isk", "phase": "placed", "started_on": "1-10-2026"}
ABSENCE = {"day": "14-9-2026", "hours": "1,5", "authorised": "no", "reason": "bus"}
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def world(db):
    return make_world()


def add(world, role="reception", table="enrolments", typed=SCHOOL, child=None, at=NOW):
    from leerrecht.operations.facts import add_fact

    actor = actor_of(world, role)
    child = child or child_of(world, actor)
    return add_fact(actor=actor, at=at, child=child.public_id, table=table, typed=typed)


def correct(world, fact, role="reception", at=NOW + HOUR, reason="typefout", **typed):
    from leerrecht.operations.facts import correct_fact

    return correct_fact(
        actor=actor_of(world, role), at=at, table=fact.table, fact=fact.public_id, typed=typed, reason=reason
    )


def withdraw(world, fact, role="reception", at=NOW + HOUR, reason="ander kind"):
    from leerrecht.operations.facts import withdraw_fact

    return withdraw_fact(actor=actor_of(world, role), at=at, table=fact.table, fact=fact.public_id, reason=reason)


def refused(call, *arguments, **named):
    from leerrecht.operations.acting import Refused

    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return caught.value


def conflict(call, *arguments, **named):
    from leerrecht.operations.acting import Conflict

    with pytest.raises(Conflict) as caught:
        call(*arguments, **named)
    return caught.value


def test_an_added_fact_stands_with_who_when_and_from_where(world) -> None:
    actor = actor_of(world, "reception")
    child = child_of(world, actor)
    before = version_of(child)
    fact = add(world)
    assert (fact.child, fact.school, fact.kind, fact.started_on) == (
        child,
        "ISK Zandakker",
        "isk",
        datetime.date(2026, 10, 1),
    )
    assert (fact.recorded_at, fact.recorded_by, fact.source.name) == (NOW, world.accounts["reception"], "COA")
    assert fact.linked_school.name == "ISK Zandakker"
    assert version_of(child) == before + 1
    (event,) = events("fact.added")
    assert (event.object_kind, event.object_id, event.child_id) == ("enrolments", fact.public_id, child.public_id)
    assert (event.role, event.actor, event.team) == ("reception", actor.viewer.account_id, actor.viewer.team_id)
    assert event.access_rule in ("reception:receive:stay", "reception:receive:task")


def test_every_fault_is_told_at_once_and_nothing_is_recorded(world) -> None:
    child = child_of(world, actor_of(world, "reception"))
    before = version_of(child)
    typed = {"school": "x" * 301, "kind": "iskk", "requested_on": "31-6-2026", "municipality": "a\x00b"}
    found = refused(add, world, typed=typed)
    assert {(fault.column, fault.code) for fault in found.faults} == {
        ("school", "value_too_long"), ("kind", "choice_unknown"), ("requested_on", "date_impossible"),
        ("municipality", "value_unprintable"),
    }  # fmt: skip
    assert version_of(child) == before and not events("fact.added")


def test_a_second_press_adds_no_second_fact(world) -> None:
    from leerrecht.records.models import Enrolment

    add(world)
    before = Enrolment.objects.count()
    assert refused(add, world).reasons == ("refused.known_already",)
    assert Enrolment.objects.count() == before


def test_an_empty_form_is_refused(world) -> None:
    assert refused(add, world, table="applications", typed={"lodged_on": " "}).reasons == ("refused.nothing_filled",)


@pytest.mark.parametrize("table", ["children", "houses", "__class__"])
def test_a_person_is_corrected_and_unknown_tables_are_not_there(world, table) -> None:
    reasons = refused(add, world, table=table, typed={"given_names": "x"}).reasons
    assert reasons in (("refused.correct_instead",), ("refused.no_such_table",))


def test_a_strangers_child_is_not_there(world) -> None:
    child = child_of(world, actor_of(world, "reception"))
    fact = add(world)
    assert refused(add, world, role="stranger", child=child).reasons == ("refused.no_such_child",)
    assert refused(correct, world, fact, role="stranger", school="x").reasons == ("refused.no_such_child",)
    assert refused(withdraw, world, fact, role="stranger").reasons == ("refused.no_such_child",)


def test_nothing_is_recorded_in_after_care(world) -> None:
    from leerrecht.operations.facts import add_fact

    actor = actor_of(world, "reception")
    child = child_of(world, actor)
    reach = dataclasses.replace(actor.scope.reach_of(child.pk), is_aftercare=True)
    after = dataclasses.replace(actor, scope=dataclasses.replace(actor.scope, reaches={child.pk: (reach,)}))
    found = refused(add_fact, actor=after, at=NOW, child=child.public_id, table="enrolments", typed=SCHOOL)
    assert found.reasons == ("refused.may_not_record",)


def test_a_school_records_education_numbers_only(world) -> None:
    from leerrecht.operations.recording import put_fact

    school = actor_of(world, "school")
    child = child_of(world, school)
    number = add(world, "school", "identifiers", {"kind": "education_number", "value": "101234567"}, child)
    assert number.kind == "education_number"
    for kind in ("bsn", "v_number", "BSN"):
        typed = {"kind": kind, "value": "123456782"}
        assert refused(add, world, "school", "identifiers", typed, child).reasons == ("refused.may_not_record",)
        assert refused(correct, world, number, "school", **typed).reasons == ("refused.may_not_record",)
    (fault,) = refused(add, world, "school", "identifiers", {"value": "1"}, child).faults
    assert (fault.column, fault.code) == ("kind", "value_missing")
    secret = put_fact(
        child=child, table="identifiers", values={"kind": "v_number", "value": "1234567890"}, at=NOW, account=None,
        source=world.organisations["COA"].pk,
    )  # fmt: skip
    assert refused(correct, world, secret, "school", value="2").reasons == ("refused.may_not_record",)


@pytest.mark.parametrize("kind", ["bsn", "BSN", " bsn "])
def test_a_number_that_is_only_concluded_from_is_not_guessed_by_typing(world, kind) -> None:
    from leerrecht.operations.recording import put_fact

    child = child_of(world, actor_of(world, "reception"))
    number = add(world, "reception", "identifiers", {"kind": "v_number", "value": "1234567890"}, child)
    put_fact(
        child=child, table="identifiers", values={"kind": "bsn", "value": "123456782"}, at=NOW, account=None,
        source=world.organisations["COA"].pk,
    )  # fmt: skip
    for value in ("123456782", "111222333"):
        typed = {"kind": kind, "value": value}
        assert refused(add, world, "reception", "identifiers", typed, child).reasons == ("refused.may_not_record",)
        assert refused(correct, world, number, **typed).reasons == ("refused.may_not_record",)


@pytest.mark.parametrize("table", ["stays", "statuses", "involvements", "applications", "departures", "children"])
def test_a_school_may_not_record_elsewhere(world, table) -> None:
    assert refused(add, world, "school", table, {"kind": "poa"}).reasons == ("refused.may_not_record",)


def test_a_correction_takes_the_place_of_what_stood(world) -> None:
    from leerrecht.queries.facts import standing

    fact = add(world)
    before = version_of(fact.child)
    new = correct(world, fact, school="ISK Veenmeer", reason=" verkeerde stad ")
    fact.refresh_from_db()
    assert (fact.retracted_at, fact.retraction_reason) == (NOW + HOUR, "verkeerde stad")
    assert (new.corrects, new.school, new.kind, new.recorded_at) == (fact, "ISK Veenmeer", "isk", NOW + HOUR)
    assert version_of(fact.child) > before
    (event,) = events("fact.corrected")
    assert event.object_id == new.public_id
    asked = standing(table="enrolments", known_at=NOW + HOUR / 2).filter(pk__in=(fact.pk, new.pk))
    assert list(asked) == [fact]
    assert list(standing(table="enrolments").filter(pk__in=(fact.pk, new.pk))) == [new]


def test_a_fact_without_a_kind_can_be_corrected(world) -> None:
    fact = add(world, typed={"school": "ISK Zandakker"})
    assert correct(world, fact, kind="vo").kind == "vo"


def test_what_was_not_typed_or_may_not_be_seen_keeps_its_value(world) -> None:
    from leerrecht.operations.recording import put_fact

    child = child_of(world, actor_of(world, "reception"))
    values = {
        "rule": "placement.term", "key": "term", "agreed_on": datetime.date(2026, 9, 1), "with": "Nidos",
        "child_view": "goed", "requested_on": None, "shared_with": "legal_representative reception care",
    }  # fmt: skip
    plan = put_fact(
        child=child, table="plans", values=values, at=NOW, account=None, source=world.organisations["Nidos"].pk
    )
    new = correct(world, plan, child_view="heel goed", shared_with="school")
    assert (new.child_view, new.shared_with, new.rule) == ("heel goed", values["shared_with"], "placement.term")
    hidden = put_fact(
        child=child, table="plans", values={**values, "shared_with": "legal_representative"}, at=NOW, account=None,
        source=world.organisations["Nidos"].pk,
    )  # fmt: skip
    assert refused(correct, world, hidden, child_view="x").reasons == ("refused.no_such_child",)
    assert refused(withdraw, world, hidden).reasons == ("refused.no_such_child",)


def test_a_reason_is_needed_and_fits(world) -> None:
    fact = add(world)
    for reason, said in (("", "missing"), (" a ", "missing"), ("x" * 301, "long"), ("abc\x00", "missing")):
        assert refused(correct, world, fact, reason=reason, school="x").reasons == (f"refused.reason_{said}",)
        assert refused(withdraw, world, fact, reason=reason).reasons == (f"refused.reason_{said}",)
    found = refused(correct, world, fact, reason="", started_on="morgen")
    assert found.reasons == ("refused.reason_missing",) and found.faults[0].column == "started_on"


def test_a_correction_that_changes_nothing_or_repeats_another_fact_is_refused(world) -> None:
    fact = add(world)
    other = add(world, typed={**SCHOOL, "school": "ISK Veenmeer"})
    assert refused(correct, world, fact, school="ISK Zandakker").reasons == ("refused.nothing_changed",)
    assert refused(correct, world, other, school="ISK Zandakker").reasons == ("refused.known_already",)


def test_two_people_in_turn_the_second_sees_both_versions(world) -> None:
    reception, guardian = actor_of(world, "reception"), actor_of(world, "legal_representative")
    both = reception.scope.children & guardian.scope.children
    fact = add(world, child=next(child for child in world.children.values() if child.pk in both))
    first = correct(world, fact, role="legal_representative", phase="waiting")
    assert first.source.name == "Nidos"
    found = conflict(correct, world, fact, at=NOW + 2 * HOUR, phase="intake", reason="gebeld")
    assert (found.seen.pk, found.theirs.pk, found.yours) == (fact.pk, first.pk, {"phase": "intake"})
    last = correct(world, first, at=NOW + 3 * HOUR, school="ISK Veenmeer")
    assert conflict(correct, world, fact, phase="intake").theirs.pk == last.pk
    withdraw(world, last, at=NOW + 4 * HOUR)
    assert conflict(correct, world, fact, phase="intake").theirs is None
    assert conflict(withdraw, world, fact).theirs is None
    assert len(events("fact.corrected")) == 2 and len(events("fact.withdrawn")) == 1


def test_a_second_press_on_a_correction_says_it_is_there_already(world) -> None:
    fact = add(world)
    correct(world, fact, phase="waiting")
    assert refused(correct, world, fact, phase="waiting").reasons == ("refused.known_already",)
    assert refused(correct, world, fact, phase="waiting", school="ISK Zandakker").reasons == ("refused.known_already",)


def test_the_database_lets_one_correction_through(world, monkeypatch) -> None:
    from leerrecht.operations import facts

    fact = add(world)
    first = correct(world, fact, phase="waiting")
    fact.refresh_from_db()
    monkeypatch.setattr(facts, "get_seen", lambda **_: fact)
    assert conflict(correct, world, fact, at=NOW + 2 * HOUR, phase="intake").theirs.pk == first.pk


def test_a_withdrawn_fact_is_no_longer_there_but_was(world) -> None:
    from leerrecht.queries.facts import standing

    fact = add(world)
    before = version_of(fact.child)
    withdraw(world, fact)
    assert version_of(fact.child) == before + 1
    assert not standing(table="enrolments").filter(pk=fact.pk).exists()
    assert standing(table="enrolments", known_at=NOW).filter(pk=fact.pk).exists()
    (event,) = events("fact.withdrawn")
    assert event.object_id == fact.public_id
    assert add(world, at=NOW + 2 * HOUR).pk != fact.pk


def test_a_person_is_never_withdrawn(world) -> None:
    from leerrecht.records.models import Person

    child = child_of(world, actor_of(world, "reception"))
    person = Person.objects.get(child=child)
    assert refused(withdraw, world, person).reasons == ("refused.correct_instead",)
    new = correct(world, person, family_name="Jansen", born_on="2009-06", born_precision="month")
    assert (new.family_name, new.born_from, new.born_to) == (
        "Jansen", datetime.date(2009, 6, 1), datetime.date(2009, 6, 30),
    )  # fmt: skip
    assert "jansen" in new.search_name and new.given_names == person.given_names
    assert correct(world, new, at=NOW + 2 * HOUR, sex="anders").born_to == datetime.date(2009, 6, 30)


def test_a_clock_that_runs_behind_does_not_break_a_correction(world) -> None:
    fact = add(world)
    new = correct(world, fact, at=NOW - HOUR, phase="waiting")
    fact.refresh_from_db()
    assert fact.retracted_at == new.recorded_at == NOW


def test_what_is_typed_and_what_stands_read_the_same(world) -> None:
    """Each fact of the stories, written as a form shows it, is read back as it was."""
    from leerrecht.operations.facts import read_typed, row_of, typed_of
    from leerrecht.records.models import FACT

    for table in TABLE:
        for fact in FACT[table].objects.select_related("child")[:20]:
            row = row_of(fact)
            assert {"child": row["child"], **read_typed(table=table, typed=typed_of(table, row)).values} == row


def test_a_school_can_not_guess_a_number_that_it_may_not_see(world) -> None:
    """What took the place of its own number stays unknown, also when the school types it."""
    reaches = actor_of(world, "school").scope.children & actor_of(world, "legal_representative").scope.children
    child = next(child for child in world.children.values() if child.pk in reaches)
    number = add(world, "school", "identifiers", {"kind": "education_number", "value": "101234567"}, child)
    correct(world, number, "legal_representative", kind="v_number", value="1234567890")
    assert conflict(correct, world, number, "school", kind="v_number", value="1234567890")


def test_nobody_changes_what_a_child_said_at_its_own_door(world) -> None:
    """With whom it was shared may take it back for the child, with a reason; other words are never put in its mouth."""
    from leerrecht.operations.own_words import say_own_words
    from leerrecht.operations.signals import note_words
    from tests.partnership.point_builders import own

    child, actor = child_of(world, actor_of(world, "reception")), actor_of(world, "reception")
    said = say_own_words(
        actor=own(child), at=NOW, child=child.public_id, kind="feedback", words="Niemand luistert.",
        readers=["reception", "legal_representative"], lang="Nederlands",
    )  # fmt: skip
    noted = note_words(actor=actor, at=NOW, child=child.public_id, kind="wish", words="Sporten.", said_on="15-9-2026")
    with pytest.raises(Exception, match=r"refused\.childs_words"):
        correct(world, said, words="Het gaat goed.")
    said.refresh_from_db()
    assert (said.words, said.retracted_at) == ("Niemand luistert.", None)
    assert correct(world, noted, words="Voetballen.").words == "Voetballen."
    assert withdraw(world, said, reason="De jongere wil dit niet meer zeggen").retracted_at is not None
