"""Two people of the receiving school who decide on one file at the same moment: one does, the other is told."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from leerrecht.operations import transfers
from leerrecht.queries.facts import standing
from leerrecht.records.models import Enrolment, Transfer
from tests.at_once import at_once, colleague_of
from tests.operations.builders import events
from tests.operations.transferring import DAY, make_move
from tests.world import ON, make_world

CHANGED = "refused.transfer_changed"
ROUNDS = range(3)
"""Who is first is chance, so each is tried some times."""


@pytest.fixture
def move(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    move = make_move(make_world())
    move.send()
    move.world.accounts["colleague"] = colleague_of(move.world.accounts["receiving"])
    return move


def accepting(move, role, **named):
    return deciding(move, role, transfers.accept_transfer, kind="pro", **named)


def refusing(move, role):
    return deciding(move, role, transfers.refuse_transfer, reason="geen plaats")


def deciding(move, role, operation, **named):
    """Give what somebody does who looked at the file before anybody decided."""
    actor, child, seen = move.actor(role), move.child.public_id, move.now
    at = datetime.datetime(2026, 9, 15, 11, 0, tzinfo=datetime.UTC)
    return lambda: operation(actor=actor, at=at, child=child, transfer=seen, **named)


def enrolments(move):
    return Enrolment.objects.filter(child=move.child, linked_school=move.receiving)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ROUNDS)
def test_two_who_accept_at_once_take_the_child_in_once(move, turn):
    said = at_once(accepting(move, "receiving", started_on=ON), accepting(move, "colleague", started_on=ON + 7 * DAY))
    assert said == ["", CHANGED]
    (made,) = move.standing()
    assert made.decision == "accepted"
    assert enrolments(move).count() == 1
    assert len(events("transfer.accepted")) == 1
    assert Transfer.objects.filter(corrects__public_id=made.corrects.public_id).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ROUNDS)
def test_one_who_accepts_while_another_refuses(move, turn):
    said = at_once(accepting(move, "receiving", started_on=ON), refusing(move, "colleague"))
    assert said == ["", CHANGED]
    (made,) = move.standing()
    is_accepted = made.decision == "accepted"
    assert made.decision in ("accepted", "refused")
    assert enrolments(move).count() == is_accepted
    assert (len(events("transfer.accepted")), len(events("transfer.refused"))) == (is_accepted, not is_accepted)


@pytest.mark.django_db(transaction=True)
def test_a_school_that_withdraws_while_the_next_accepts(move):
    withdrawing = deciding(move, "school", transfers.withdraw_transfer, reason="het kind blijft")
    said = at_once(accepting(move, "receiving", started_on=ON), withdrawing)
    assert said == ["", CHANGED]
    accepted = [made for made in move.standing() if made.decision == "accepted"]
    assert len(accepted) == enrolments(move).count() == standing(table="enrolments").filter(
        child=move.child, linked_school=move.receiving
    ).count()  # fmt: skip
