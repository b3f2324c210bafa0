"""How facts get into the record: links by name, versions, texts that fit."""

from __future__ import annotations

import datetime

import pytest

from tests.operations.builders import NOW, version_of
from tests.world import make_world


@pytest.fixture
def world(db):
    return make_world()


def put(world, table, corrects=None, child="Yousef", **values):
    from leerrecht.law.tables import TABLE
    from leerrecht.operations.recording import put_fact
    from leerrecht.queries.facts import fields_of

    whole = {**dict.fromkeys(fields_of(TABLE[table])), **values}
    kid = next(iter(world.children.values())) if child not in world.children else world.children[child]
    return put_fact(
        child=kid,
        table=table,
        values=whole,
        at=NOW,
        account=None,
        source=world.organisations["COA"].pk,
        corrects=corrects,
    )


def test_a_name_that_fits_one_place_is_tied_to_it(world) -> None:
    from leerrecht.chain.models import Location, School

    assert put(world, "stays", location="poa zandakker").linked_location.name == "POA Zandakker"
    assert put(world, "stays", location="POA Nergens").linked_location is None
    assert put(world, "stays").linked_location is None
    Location.objects.create(name="POA Zandakker", municipality="Elders")
    assert put(world, "stays", location="POA Zandakker").linked_location is None
    assert put(world, "stays", location="POA Zandakker", municipality="elders").linked_location.municipality == "Elders"
    School.objects.create(name="ISK Zandakker", municipality="Elders")
    assert put(world, "enrolments", school="ISK Zandakker").linked_school is None
    assert put(world, "enrolments").linked_school is None


def test_a_task_is_tied_to_a_person_at_work_or_a_team(world) -> None:
    from leerrecht.chain.models import Membership

    person = world.accounts["reception"].professional
    task = put(world, "involvements", task="mentor", organisation="COA", person=person.name.upper())
    assert (task.linked_professional, task.linked_team.name) == (person, "Team Zandakker")
    team = put(world, "involvements", task="mentor", organisation="COA", person="Team Zandakker")
    assert (team.linked_professional, team.linked_team.name) == (None, "Team Zandakker")
    assert put(world, "involvements", organisation="Nidos").linked_team.name == "Nidos"
    assert put(world, "involvements", organisation="COA").linked_team is None
    assert put(world, "involvements", person=person.name).linked_team is None
    Membership.objects.update(valid_to=datetime.date(2026, 8, 1))
    gone = put(world, "involvements", organisation="COA", person=person.name, valid_from=datetime.date(2026, 9, 1))
    assert gone.linked_professional is None
    was = put(world, "involvements", organisation="COA", person=person.name, valid_from=datetime.date(2026, 7, 1))
    assert was.linked_professional == person


def test_who_came_back_to_a_team_is_still_one_person(world) -> None:
    from leerrecht.chain.models import Membership

    person = world.accounts["reception"].professional
    first = person.memberships.get()
    Membership.objects.create(professional=person, team=first.team, valid_from=datetime.date(2026, 5, 1))
    assert put(world, "involvements", organisation="COA", person=person.name).linked_professional == person


def test_a_correction_keeps_its_links_while_the_names_stay(world) -> None:
    from leerrecht.chain.models import School

    first = put(world, "enrolments", school="ISK Zandakker", phase="waiting")
    School.objects.filter(name="ISK Zandakker").update(name="ISK Zandakker-Noord")
    same = put(world, "enrolments", corrects=first, school="ISK Zandakker", phase="placed")
    assert same.linked_school == first.linked_school
    assert put(world, "enrolments", corrects=same, school="ISK Elders", phase="placed").linked_school is None


def test_each_change_raises_the_version(world) -> None:
    from leerrecht.operations.recording import retract

    fact = put(world, "absences", day=datetime.date(2026, 9, 1))
    before = version_of(fact.child)
    retract(fact=fact, at=NOW, account=None, reason="dubbel")
    assert version_of(fact.child) == before + 1


def test_the_longest_names_fit(world) -> None:
    from leerrecht.operations.recording import columns_of

    names = dict.fromkeys(("given_names", "family_name", "father_name", "original_name"), "é" * 300)
    assert len(columns_of("children", names)["search_name"]) == 900


def test_the_same_fact_is_known_but_not_beside_itself(world) -> None:
    from leerrecht.operations.recording import columns_of, is_known

    fact = put(world, "absences", day=datetime.date(2026, 9, 1), hours=2.0)
    columns = columns_of("absences", {"day": datetime.date(2026, 9, 1), "hours": 2.0})
    assert is_known(child=fact.child, table="absences", columns=columns)
    assert not is_known(child=fact.child, table="absences", columns=columns, beside=fact)
