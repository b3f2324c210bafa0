"""The register follows every write, in every process, and notices a log that isn't the one it saw."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from leerrecht.operations.erasing import erase_record
from leerrecht.operations.facts import correct_fact
from leerrecht.operations.importing import apply_import, hand_in, read_import
from leerrecht.queries import register
from leerrecht.queries.register import Register, find_like
from leerrecht.records.models import FACT, Child
from tests.operations.builders import NOW, actor_of, child_of, reached
from tests.operations.importing import lists
from tests.rights.builders import officer_of, old_record
from tests.world import make_world

NEW = {"given_names": "Bereketeab", "family_name": "Woldeyesus", "born_from": datetime.date(2011, 4, 9)}


@pytest.fixture
def world(db):
    """A world of which the log has begun, so that the register follows it and isn't filled anew."""
    made = make_world()
    rename(made, child_of(made, actor_of(made, "reception")), pronunciation="begin")
    return made


def found(person=NEW, of=None):
    likes = (of or register._register).find(person, most=50)
    return {Child.objects.get(pk=like.child).reference for like in likes if like.weight > 5}


def person_of(child):
    row = FACT["children"].objects.get(child=child, retracted_at=None)
    return {name: getattr(row, name) for name in register.COLUMNS}


def bring_in(world):
    actor = actor_of(world, "reception")
    born = {"born_to": NEW["born_from"], "born_precision": "day"}
    content = lists.workbook(children=[{"child": "nieuweling", **NEW, **born}])
    made = hand_in(viewer=actor.viewer, at=NOW, content=content, file_kind="xlsx")
    read_import(import_id=made.pk, at=NOW)
    apply_import(import_id=made.pk, at=NOW)
    return Child.objects.get(reference="nieuweling")


def rename(world, child, **typed):
    actor = actor_of(world, "reception")
    person = FACT["children"].objects.get(child=child, retracted_at=None)
    correct_fact(actor=actor, at=NOW, table="children", fact=person.public_id, typed=typed, reason="stond verkeerd")


def test_a_child_that_comes_in_by_a_list_is_found(world):
    assert found() == set()
    bring_in(world)
    assert found() == {"nieuweling"}


def test_a_corrected_name_is_found_and_the_former_no_longer(world):
    child = child_of(world, actor_of(world, "reception"))
    former = person_of(child)
    assert child.reference in found(former)
    rename(world, child, given_names="Bereketeab", family_name="Woldeyesus", father_name="", born_on="9-4-2011")
    assert child.reference in found()
    assert child.reference not in found(former)


def test_an_erased_child_is_gone_from_memory(world):
    child = old_record(world)
    person = person_of(child)
    other = Register()
    assert found(person) == found(person, other) == {"lang-geleden"}
    erase_record(actor=officer_of(world), at=NOW, child=child.public_id, ground="Termijn voorbij")
    assert find_like(person=person, most=50) == [each for each in find_like(person=person, most=50) if each.weight < 5]
    assert child.pk not in {like.child for like in other.find(person, most=50)}, "another process kept it"


def test_another_process_follows_too(world):
    other = Register()
    assert found(of=other) == set()
    bring_in(world)
    assert found(of=other) == {"nieuweling"}
    rename(world, child_of(world, actor_of(world, "reception")), given_names="Bereket")
    assert found(of=other) == {"nieuweling"}


def test_what_was_taken_back_is_not_remembered(world):
    child, other = reached(world, "reception")[1][:2]
    former = person_of(child)
    assert child.reference in found(former)

    with transaction.atomic():
        rename(world, child, given_names="Bereketeab", family_name="Woldeyesus", father_name="", born_on="9-4-2011")
        assert child.reference in found()
        transaction.set_rollback(True)
    for said in ("y", "z"):  # the log is longer than the one that was seen, and says something else
        rename(world, other, pronunciation=said)
    assert child.reference not in found()
    assert child.reference in found(former)


def test_when_nothing_was_done_one_row_is_asked_for(world):
    found()
    with CaptureQueriesContext(connection) as asked:
        find_like(person=NEW, most=5)
    assert len(asked) == 1, [each["sql"] for each in asked]
    rename(world, child_of(world, actor_of(world, "reception")), pronunciation="y")
    with CaptureQueriesContext(connection) as asked:
        find_like(person=NEW, most=5)
    assert len(asked) <= 5, [each["sql"] for each in asked]


def test_a_name_in_its_own_script_is_found_by_its_latin_spelling_and_the_other_way_round(world):
    ahmad = world.children["wachten"]
    latin = {"given_names": "Ahmed", "family_name": "Salih", "born_from": datetime.date(2010, 11, 3)}
    arabic = {"given_names": "أحمد", "family_name": "صالح", "born_from": datetime.date(2010, 11, 3)}
    for person in (latin, arabic, {**latin, "given_names": "Salih", "family_name": "Ahmed"}):
        assert find_like(person=person, most=3)[0].child == ahmad.pk, person
