"""Asking by right, and the answer: by whom, about what, by when, and what others see of it."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.operations.acting import Refused
from leerrecht.operations.facts import correct_fact
from leerrecht.operations.knots import report_knot
from leerrecht.operations.requests import answer, ask, due_on
from leerrecht.queries.rights import correction_to_answer, find_marks, requests_of, requests_to_handle
from leerrecht.records.models import FACT
from leerrecht.rights.models import Request
from tests.operations.builders import NOW, actor_of, child_of, events, reached, shared_child
from tests.rights.builders import child_actor, officer_of
from tests.world import ON

WORDS = "Dit klopt niet: ik ben later geboren."


def refuses(reason, call, **values):
    with pytest.raises(Refused) as refused:
        call(**values)
    assert refused.value.reasons == (reason,)


def fact_of(child, table="children"):
    return FACT[table].objects.filter(child=child, retracted_at__isnull=True).order_by("pk").first()


def test_the_representative_asks_and_is_answered_within_a_month(guardian, officer, child):
    asked = ask(actor=guardian, at=NOW, child=child.public_id, kind="access", words=f"  {WORDS}\r\n")
    assert (asked.words, asked.due_on) == (WORDS, datetime.date(2026, 10, 15))
    assert asked.asked_by.pk == guardian.viewer.account
    answer(actor=officer, at=NOW, request=asked.public_id, answer="refused", words="Dat weten wij niet.")
    (seen,) = requests_of(scope=guardian.scope, number=child.pk, on=ON)
    assert (seen.answer, seen.answer_words, seen.answered_on) == ("refused", "Dat weten wij niet.", ON)
    assert {each.child_id for each in (*events("request.asked"), *events("request.refused"))} == {child.public_id}


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-01-31T10:00:00+01:00", datetime.date(2026, 2, 28)),
        ("2026-12-31T23:30:00+01:00", datetime.date(2027, 1, 31)),
        ("2026-08-31T23:30:00+00:00", datetime.date(2026, 10, 1)),  # it is 1 September here
    ],
)
def test_a_month_is_counted_here_and_ends_with_the_month(at, due):
    assert due_on(at=datetime.datetime.fromisoformat(at)) == due


def test_overdue_comes_first_and_only_then(guardian, child, officer):
    late = ask(actor=guardian, at=NOW, child=child.public_id, kind="access", words=WORDS)
    ask(actor=guardian, at=NOW + datetime.timedelta(days=3), child=child.public_id, kind="erasure", words=WORDS)
    on_the_day, after = (requests_to_handle(on=late.due_on + datetime.timedelta(days=days)) for days in (0, 1))
    assert [each.is_overdue for each in on_the_day] == [False, False]
    assert [each.is_overdue for each in after] == [True, False]


def test_the_child_asks_at_its_own_door_without_an_account(guardian, child):
    own = child_actor(guardian, child)
    made = ask(actor=own, at=NOW, child=child.public_id, kind="objection", words=WORDS, asked_as="child")
    assert (made.asked_by, made.asked_as) == (None, "child")
    assert [each.kind for each in requests_of(scope=own.scope, number=child.pk, on=ON)] == ["objection"]
    assert requests_of(scope=guardian.scope, number=child.pk, on=ON) == []  # the child's own words are the child's


def test_nobody_else_asks(world, guardian, child):
    stranger = (
        next(each for each in world.children.values() if each.pk not in guardian.scope.children)
        if len(guardian.scope.children) < len(world.children)
        else None
    )
    for role in ("reception", "school", "compulsory_education"):
        actor = actor_of(world, role)
        theirs = child_of(world, actor)
        refuses("refused.may_not_ask", ask, actor=actor, at=NOW, child=theirs.public_id, kind="access", words=WORDS)
    if stranger is not None:
        refuses(
            "refused.no_such_child", ask, actor=guardian, at=NOW, child=stranger.public_id, kind="access", words=WORDS
        )
    own = child_actor(guardian, child)
    refuses("refused.may_not_ask", ask, actor=own, at=NOW, child=child.public_id, kind="access", words=WORDS)
    refuses("refused.no_such_child", ask, actor=guardian, at=NOW, child="nietbestaand22", kind="access", words=WORDS)
    assert Request.objects.count() == 0


def test_in_aftercare_nobody_uses_the_rights_any_more(world, guardian):
    children = [
        child for child in world.children.values()
        if child.pk in guardian.scope.children and guardian.scope.reach_of(child.pk).is_aftercare
    ]  # fmt: skip
    FACT["involvements"].objects.filter(child=child_of(world, guardian)).update(valid_to=ON)
    again = actor_of(world, "legal_representative")
    children += [
        child for child in world.children.values()
        if child.pk in again.scope.children and again.scope.reach_of(child.pk).is_aftercare
    ]  # fmt: skip
    assert children
    for child in children:
        refuses("refused.may_not_ask", ask, actor=again, at=NOW, child=child.public_id, kind="access", words=WORDS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"words": " "}, "refused.words_missing"),
        ({"words": "a\x00bc"}, "refused.words_missing"),
        ({"words": "x" * 4001}, "refused.words_long"),
        ({"kind": "knot"}, "refused.kind_missing"),
        ({"kind": ""}, "refused.kind_missing"),
        ({"table": "children", "fact": "nietbestaand22"}, "refused.no_such_child"),
        ({"table": "shoes", "fact": "x"}, "refused.no_such_child"),
        ({"fact": "x"}, "refused.no_such_child"),
        ({"table": "children", "fact": "\x00"}, "refused.no_such_child"),
    ],
)
def test_what_cannot_be_asked_is_refused(guardian, child, changes, reason):
    values = {"kind": "correction", "words": WORDS, **changes}
    refuses(reason, ask, actor=guardian, at=NOW, child=child.public_id, **values)


def test_a_fact_of_another_child_is_refused_and_twice_the_same_too(world, guardian, child):
    other = next(each for each in world.children.values() if each.pk != child.pk)
    named = {"table": "children", "fact": fact_of(other).public_id}
    refuses(
        "refused.no_such_child",
        ask,
        actor=guardian,
        at=NOW,
        child=child.public_id,
        kind="correction",
        words=WORDS,
        **named,
    )
    ask(actor=guardian, at=NOW, child=child.public_id, kind="correction", words=WORDS)
    refuses("refused.asked_already", ask, actor=guardian, at=NOW, child=child.public_id, kind="correction", words=WORDS)


def test_a_correction_is_answered_by_who_may_record_the_fact(world, guardian, officer):
    child = shared_child(world, "legal_representative", "reception", "school")
    fact = fact_of(child)
    made = ask(
        actor=guardian,
        at=NOW,
        child=child.public_id,
        kind="correction",
        words=WORDS,
        table="children",
        fact=fact.public_id,
    )
    school, reception = actor_of(world, "school"), actor_of(world, "reception")
    refuses(
        "refused.no_such_request", answer, actor=school, at=NOW, request=made.public_id, answer="granted", words="Ja."
    )
    refuses(
        "refused.no_such_request", answer, actor=guardian, at=NOW, request=made.public_id, answer="granted", words="Ja."
    )
    (own,) = find_marks(scope=guardian.scope, number=child.pk, on=ON, account=guardian.viewer.account)
    assert own.request == ""  # who asked doesn't answer
    marks = find_marks(scope=reception.scope, number=child.pk, on=ON, account=reception.viewer.account)
    assert [(each.kind, each.request) for each in marks] == [("correction", made.public_id)]
    assert find_marks(scope=school.scope, number=child.pk, on=ON) == []
    found = correction_to_answer(
        scope=reception.scope, child=child.public_id, public_id=made.public_id, on=ON, account=0
    )
    assert (found.table, found.fact) == ("children", fact.public_id)
    answer(actor=reception, at=NOW, request=made.public_id, answer="granted", words="Klopt, wij verbeteren het.")
    correct_fact(
        actor=reception, at=NOW, table="children", fact=fact.public_id, typed={"languages": "Tigrinya, Arabisch"},
        reason="Verzoek toegewezen",
    )  # fmt: skip
    refuses(
        "refused.answered_already", answer, actor=officer, at=NOW, request=made.public_id, answer="partly", words="Ja."
    )
    assert find_marks(scope=reception.scope, number=child.pk, on=ON) == []


def test_a_request_to_correct_what_one_may_not_know_is_not_shown(world, guardian):
    child = shared_child(world, "legal_representative", "school")
    fact = fact_of(child, "statuses")
    named = {"table": "statuses", "fact": fact.public_id}
    for kind in ("correction", "objection"):
        made = ask(actor=guardian, at=NOW, child=child.public_id, kind=kind, words=WORDS, **named)
        school = actor_of(world, "school")
        assert find_marks(scope=school.scope, number=child.pk, on=ON) == []
        assert (
            correction_to_answer(scope=school.scope, child=child.public_id, public_id=made.public_id, on=ON, account=0)
            is None
        )


def test_an_objection_is_seen_by_all_who_work_with_the_record_until_it_is_refused(world, guardian, officer):
    child = shared_child(world, "legal_representative", "reception", "school")
    made = ask(actor=guardian, at=NOW, child=child.public_id, kind="objection", words="Geheim: mijn tante.")
    for role in ("legal_representative", "reception", "school"):
        (mark,) = find_marks(scope=actor_of(world, role).scope, number=child.pk, on=ON)
        assert (mark.kind, mark.request, mark.table) == ("objection", "", "")
    answer(actor=officer, at=NOW, request=made.public_id, answer="refused", words="Dit is nodig voor school.")
    assert find_marks(scope=guardian.scope, number=child.pk, on=ON) == []
    again = ask(actor=guardian, at=NOW, child=child.public_id, kind="objection", words="Toch niet.")
    answer(actor=officer, at=NOW, request=again.public_id, answer="granted", words="Goed.")
    assert len(find_marks(scope=guardian.scope, number=child.pk, on=ON)) == 1


def test_marks_of_a_child_out_of_reach_are_none(world, guardian):
    _, children = reached(world, "school")
    assert find_marks(scope=actor_of(world, "stranger").scope, number=children[0].pk, on=ON) == []


def test_a_body_without_access_is_answered_by_the_officer_and_nobody_reads_of_it_as_a_right(guardian, officer, child):
    body = {"body": "police", "words": "Waar woont iemand?"}
    report_knot(actor=officer, at=NOW, **body)
    report_knot(actor=guardian, at=NOW, child=child.public_id, **body)
    own = child_actor(guardian, child)
    assert requests_of(scope=own.scope, number=child.pk, on=ON) == []
    assert requests_of(scope=guardian.scope, number=child.pk, on=ON) == []
    assert [each.child for each in requests_to_handle(on=ON)] == ["", child.public_id]
    for each in requests_to_handle(on=ON):
        answer(actor=officer, at=NOW, request=each.public_id, answer="refused", words="Hiervoor bestaat geen toegang.")
    assert requests_to_handle(on=ON) == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"answer": "yes", "words": WORDS}, "refused.answer_missing"),
        ({"answer": "granted", "words": ""}, "refused.words_missing"),
        ({"answer": "granted", "words": WORDS, "request": "nietbestaand22"}, "refused.no_such_request"),
    ],
)
def test_what_is_no_answer_is_refused(guardian, world, child, values, reason):
    made = ask(actor=guardian, at=NOW, child=child.public_id, kind="erasure", words=WORDS)
    refuses(reason, answer, actor=officer_of(world), at=NOW, **{"request": made.public_id, **values})
    assert not Request.objects.get().answer
