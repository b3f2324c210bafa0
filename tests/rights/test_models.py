"""What the database itself refuses of requests, holds and erasures."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from leerrecht.rights.models import Erasure, Hold, Request
from tests.operations.builders import NOW

EARLIER = NOW - datetime.timedelta(seconds=1)
DAY = datetime.date(2026, 10, 15)


def request(child, **changes):
    values = {
        "child": child,
        "kind": "access",
        "words": "Wat staat er?",
        "asked_as": "child",
        "asked_at": NOW,
        "due_on": DAY,
    }
    return Request.objects.create(**{**values, **changes})


BROKEN = {
    "request_kind_known": lambda child, account: request(child, kind="complaint"),
    "request_asker_known": lambda child, account: request(child, asked_as="school"),
    "request_has_words": lambda child, account: request(child, words=""),
    "request_about_child": lambda child, account: request(None),
    "request_answer_whole": lambda child, account: request(child, answer="granted", answered_at=NOW),
    "hold_has_reason": lambda child, account: Hold.objects.create(child=child, placed_at=NOW, placed_by=account),
    "hold_lifted_after_placed": lambda child, account: Hold.objects.create(
        child=child, reason="klacht", placed_at=NOW, placed_by=account, lifted_at=EARLIER
    ),
    "erasure_has_ground": lambda child, account: Erasure.objects.create(at=NOW),
}


def test_every_constraint_has_a_case():
    named = {each.name for model in (Request, Hold, Erasure) for each in model._meta.constraints}
    assert named == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_keeps_every_constraint(world, child, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BROKEN[name](child, world.accounts["privacy_officer"])


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "yes", "answered_at": NOW, "answer_words": "goed"},
        {"answer": "granted", "answered_at": EARLIER, "answer_words": "te vroeg"},
        {"answer": "", "answered_at": NOW},
        {"answer": "", "answer_words": "half"},
    ],
)
def test_an_answer_is_whole_or_absent(child, changes):
    with pytest.raises(IntegrityError, match="request_answer_whole"), transaction.atomic():
        request(child, **changes)


def test_what_is_right_is_taken(world, child):
    request(child)
    request(None, kind="knot", asked_as="officer")
    request(child, answer="refused", answered_at=NOW, answer_words="Nee, want ...")
    Hold.objects.create(
        child=child, reason="klacht", placed_at=NOW, placed_by=world.accounts["privacy_officer"], lifted_at=NOW
    )
    Erasure.objects.create(at=NOW, ground="termijn voorbij")
