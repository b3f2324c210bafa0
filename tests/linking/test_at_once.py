"""Two at the same moment, and two processes: on PostgreSQL, where several connections share one database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from leerrecht.linking.models import Asked, Judgement, Link, Lookup
from leerrecht.operations.arrivals import record_arrival
from leerrecht.operations.facts import correct_fact
from leerrecht.operations.inquiries import answer_inquiry, ask_others
from leerrecht.operations.judgements import judge
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import FACT, Child
from tests.at_once import at_once, colleague_of
from tests.linking.builders import BORN, SCHOOL_PLACE, TYPED, known_elsewhere, look, make_child, put, sought
from tests.operations.builders import NOW, actor_of
from tests.world import ON, make_world

ROOT = Path(__file__).parents[2]


@pytest.fixture
def world(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    return make_world()


def pair_of(world):
    made = [make_child(world, "eerste"), make_child(world, "tweede")]
    for child in made:
        put(world, child, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
        put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind="poa", valid_from=ON)
    return [child.public_id for child in made]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_judge_a_pair_at_once_do_not_link_it_unseen(world):
    one, other = pair_of(world)
    actors = [actor_of(world, role) for role in ("school", "compulsory_education")]
    said = at_once(
        *(
            lambda actor=actor, pair=pair: judge(
                actor=actor, at=NOW, one=pair[0], other=pair[1], verdict="same", kept=one
            )
            for actor, pair in zip(actors, ((one, other), (other, one)), strict=True)
        )
    )
    assert said == ["", "refused.judgement_came_first"]
    assert (Judgement.objects.count(), Link.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verdict", ["same", "different"])
def test_of_two_who_are_the_second_at_once_one_settles_the_pair(world, verdict):
    one, other = pair_of(world)
    first = judge(actor=actor_of(world, "school"), at=NOW, one=one, other=other, verdict="same", kept=one)
    world.accounts["colleague"] = colleague_of(world.accounts["compulsory_education"])
    actors = [actor_of(world, role) for role in ("compulsory_education", "colleague")]
    said = at_once(
        *(
            lambda actor=actor, word=word: judge(
                actor=actor, at=NOW, one=one, other=other, verdict=word, kept=one if word == "same" else "",
                seen=[first.public_id],
            )
            for actor, word in zip(actors, ("same", verdict), strict=True)
        )
    )  # fmt: skip
    assert said == ["", "refused.judgement_came_first"]
    second = Judgement.objects.exclude(pk=first.pk).get()
    assert Link.objects.count() == (second.verdict == "same")


@pytest.mark.django_db(transaction=True)
def test_a_question_that_two_answer_at_once_has_one_answer(world):
    child = known_elsewhere(world)
    lookup, _ = look(world)
    inquiry = ask_others(actor=actor_of(world, "school"), at=NOW, lookup=lookup.public_id, sought=sought())
    actor = actor_of(world, "reception")
    said = at_once(
        *(
            lambda answer=answer: answer_inquiry(
                actor=actor, at=NOW, inquiry=inquiry.public_id, child=child.public_id, answer=answer
            )
            for answer in ("yes", "no", "unsure")
        )
    )
    assert said == ["", "refused.inquiry_answered", "refused.inquiry_answered"]
    assert Asked.objects.get().answer


@pytest.mark.django_db(transaction=True)
def test_searches_at_once_are_each_counted(world):
    most = rulebook().value_on("linking.lookups_per_hour", ON)
    viewer = actor_of(world, "school").viewer
    Lookup.objects.bulk_create(
        Lookup(account_id=viewer.account, team_id=viewer.team, made_at=NOW, outcome="nothing") for _ in range(most - 2)
    )
    said = at_once(*(lambda: look(world) for _ in range(4)))
    assert said == ["", "", "refused.lookup_wait", "refused.lookup_wait"]


@pytest.mark.django_db(transaction=True)
def test_a_search_that_is_used_twice_at_once_makes_one_record(world):
    lookup, _ = look(world)
    before = Child.objects.count()
    take_up = {"at": NOW, "lookup": lookup.public_id, "sought": sought(), "person": TYPED, "place": SCHOOL_PLACE}
    actor = actor_of(world, "school")
    said = at_once(*(lambda: record_arrival(actor=actor, **take_up) for _ in range(2)))
    assert said == ["", "refused.arrival_search_first"]
    assert Child.objects.count() == before + 1


SEEKER = """
import datetime, json, sys
import django
django.setup()
from leerrecht.queries.register import find_like
for line in sys.stdin:
    given, family = json.loads(line)
    person = {"given_names": given, "family_name": family, "born_from": datetime.date(2011, 4, 9)}
    print(json.dumps([like.child for like in find_like(person=person, most=5) if like.weight > 5]), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_finds_what_another_writes(world):
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={host}"
    kept = {name: value for name, value in os.environ.items() if name != "LEERRECHT_TEST_DATABASE"}
    env = {
        **kept, "LEERRECHT_TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", SEEKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT
    ) as seeker:

        def seek(*names):
            seeker.stdin.write(json.dumps(names) + "\n")
            seeker.stdin.flush()
            return json.loads(seeker.stdout.readline())

        assert seek("Bereketeab", "Woldeyesus") == []
        child = next(
            child for child in world.children.values() if child.pk in actor_of(world, "reception").scope.children
        )
        for turn, (given, family) in enumerate((("Bereketeab", "Woldeyesus"), ("Zerihun", "Abegaz"))):
            person = FACT["children"].objects.get(child=child, retracted_at=None)
            correct_fact(
                actor=actor_of(world, "reception"), at=NOW, table="children", fact=person.public_id, reason="spelling",
                typed={"given_names": given, "family_name": family, "father_name": "", "born_on": f"{BORN.day}-4-2011"},
            )  # fmt: skip
            assert seek(given, family) == [child.pk]
            assert (seek("Bereketeab", "Woldeyesus") == []) is bool(turn)
        seeker.stdin.close()
