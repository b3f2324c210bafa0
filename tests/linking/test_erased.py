"""Of an erased child nothing is left of what was sought, asked, answered, judged and linked."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.linking.models import Asked, Closure, Inquiry, Judgement, Link, Lookup
from leerrecht.operations.erasing import erase_record
from leerrecht.queries import doubles
from tests.linking.builders import make_child
from tests.operations.builders import NOW, actor_of
from tests.rights.builders import officer_of, old_record
from tests.rights.dump import where
from tests.world import ON, make_world

DAY = datetime.date(1995, 3, 1)
CANARY = "kanariezoeker"


@pytest.fixture
def world(db):
    return make_world()


def test_nothing_of_recognising_is_left(world):
    child, other = old_record(world), make_child(world, "ander")
    viewer, accounts = actor_of(world, "school").viewer, [world.accounts[role] for role in ("school", "reception")]
    Lookup.objects.create(
        account=accounts[0], team_id=viewer.team, made_at=NOW, outcome="elsewhere", child=child, why=CANARY
    )
    inquiry = Inquiry.objects.create(
        account=accounts[0], team_id=viewer.team, asked_at=NOW, due_on=ON, given_names=CANARY, born_from=DAY,
        born_to=DAY, born_precision="day",
    )  # fmt: skip
    for each in (child, other):
        Asked.objects.create(
            inquiry=inquiry, child=each, answer="yes", answered_at=NOW, answered_by=accounts[1], words=CANARY
        )
    made = [
        Judgement.objects.create(
            left=child, right=other, verdict="same", kept=child, weight=5, model="t", judged_at=NOW, judged_by=account,
            team_id=viewer.team, words=CANARY,
        )
        for account in accounts
    ]  # fmt: skip
    Link.objects.create(
        kept=child, other=other, first=made[0], second=made[1], first_by=accounts[0], second_by=accounts[1],
        made_at=NOW,
    )  # fmt: skip
    Closure.objects.create(child=child, reason=CANARY, closed_at=NOW, closed_by=accounts[0])
    proof = erase_record(actor=officer_of(world), at=NOW, child=child.public_id, ground="Termijn voorbij")
    assert where(CANARY) == {CANARY: []}
    assert all(not model.objects.exists() for model in (Lookup, Inquiry, Asked, Judgement, Link, Closure))
    assert {"asked": 2, "inquiries": 1, "lookups": 1, "links": 1, "judgements": 2, "closures": 1}.items() <= (
        proof.counts.items()
    )


def test_pairs_that_were_remembered_are_forgotten(world, django_capture_on_commit_callbacks):
    child = old_record(world)
    doubles._pairs([child.pk])
    assert doubles._memory
    with django_capture_on_commit_callbacks(execute=True):
        erase_record(actor=officer_of(world), at=NOW, child=child.public_id, ground="Termijn voorbij")
    assert not doubles._memory
