"""The demo's doubles: in the queue of the school that one can sign in to, one waiting for a second reader, and questions."""

from __future__ import annotations

import pytest

from leerrecht.accounts.models import Account
from leerrecht.caseload.identifiers import read_number
from leerrecht.demo.recognised import AGAIN, DOUBLES, OWN, _number
from leerrecht.operations.acting import Actor
from leerrecht.operations.judgements import judge
from leerrecht.queries.doubles import find_doubles, standing_judgements
from leerrecht.queries.inquiries import find_posed, find_questions
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.records.models import Child
from tests.demo.conftest import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def actor():
    viewer = find_viewers(account=Account.objects.get(professional__name=OWN), on=ON)[0]
    return Actor(viewer=viewer, scope=find_scope(viewer=viewer, on=ON))


def test_every_double_stands_in_the_queue_beside_its_first_record(actor):
    waiting, settled = find_doubles(scope=actor.scope, account=actor.viewer.account, on=ON)
    references = dict(Child.objects.values_list("public_id", "reference"))
    found = {frozenset((references[each.left], references[each.right])) for each in waiting if each.is_likely}
    doubles = [name for name in references.values() if name.endswith(AGAIN)]
    assert len(doubles) == DOUBLES and settled == []
    assert {frozenset((name, name.removesuffix(AGAIN))) for name in doubles} <= found


def test_a_second_reader_links_the_first_pair(actor):
    waiting, _ = find_doubles(scope=actor.scope, account=actor.viewer.account, on=ON)
    (pair,) = [each for each in waiting if each.state == "second_reader"]
    numbers = {child.public_id: child.pk for child in Child.objects.filter(public_id__in=(pair.left, pair.right))}
    (first,) = standing_judgements(left=numbers[pair.left], right=numbers[pair.right])
    judge(
        actor=actor, at=AT, one=pair.left, other=pair.right, verdict="same", kept=first.kept.public_id,
        seen=[first.public_id],
    )  # fmt: skip
    assert len(find_doubles(scope=actor.scope, account=actor.viewer.account, on=ON)[1]) == 1


def test_the_school_is_asked_and_got_an_answer(actor):
    assert len(find_posed(scope=actor.scope, viewer=actor.viewer, on=ON)) == 1
    (own,) = find_questions(viewer=actor.viewer, on=ON)
    assert own.answer == "yes" and own.words


def test_the_numbers_of_doubles_can_be_right():
    numbers = [_number(place) for place in range(DOUBLES)]
    assert len(set(numbers)) == DOUBLES
    assert not any(read_number(kind="education_number", text=each, from_number_cell=False).notices for each in numbers)
