"""A legal hold: somebody asks that a record is kept although its term has passed. Placed and lifted, with a reason."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.texts import is_unseen
from leerrecht.records.models import Child
from leerrecht.rights.models import TEXT, Hold

SHORTEST = 3


def read_reason(text: str) -> str:
    """Read a reason in one line; raises Refused when there is none, or it is too long."""
    reason = " ".join(text.split())
    if len(reason) < SHORTEST or is_unseen(text=reason):
        raise Refused("refused.reason_missing")
    if len(reason) > TEXT:
        raise Refused("refused.reason_long")
    return reason


def lock_child(*, actor: Officer, child: str) -> Child:
    """Get a child by its public id for who erases records (no scope: this person reaches no child). Raises Refused."""
    if not actor.may("erase_records"):
        raise Refused("refused.no_duty")
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=child).first()
    if found is None:
        raise Refused("refused.no_such_child")
    return found


@transaction.atomic
def place_hold(*, actor: Officer, at: datetime.datetime, child: str, reason: str) -> Hold:
    """Keep a record (public id of its child) from being erased. Raises Refused."""
    found = lock_child(actor=actor, child=child)
    made = Hold.objects.create(
        child=found, reason=read_reason(reason), placed_at=at, placed_by_id=actor.viewer.account
    )  # fmt: skip
    note(actor=actor, at=at, action="hold.placed", object_kind="hold", object_id=made.public_id, child=found)
    return made


@transaction.atomic
def lift_hold(*, actor: Officer, at: datetime.datetime, child: str, hold: str) -> Hold:
    """Let a record go again. Raises Refused."""
    found = lock_child(actor=actor, child=child)
    standing = Hold.objects.filter(child=found, lifted_at__isnull=True)
    held = standing.filter(public_id=hold).first() if hold.isalnum() else None
    if held is None:
        raise Refused("refused.no_such_hold")
    held.lifted_at = max(at, held.placed_at)
    held.lifted_by_id = actor.viewer.account
    held.save(update_fields=["lifted_at", "lifted_by"])
    note(actor=actor, at=at, action="hold.lifted", object_kind="hold", object_id=hold, child=found)
    return held
