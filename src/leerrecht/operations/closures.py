"""Close a record to the search before making one, for whoever doesn't reach the child; and open it again."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.linking.models import Closure
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.holding import read_reason
from leerrecht.operations.texts import is_code
from leerrecht.records.models import Child


def _get(actor: Officer, child: str) -> Child:
    if not actor.may("close_search"):
        raise Refused("refused.no_duty")
    rows = Child.objects.select_for_update(of=("self",))
    found = rows.filter(public_id=child).first() if is_code(child) else None
    if found is None:
        raise Refused("refused.closure_code")
    return found


@transaction.atomic
def close_search(*, actor: Officer, at: datetime.datetime, child: str, reason: str) -> Closure:
    """Close the record of a child (public id). `reason`: why, without saying where the child is. Raises Refused."""
    found = _get(actor, child)
    if Closure.objects.filter(child=found, opened_at__isnull=True).exists():
        raise Refused("refused.closed_already")
    made = Closure.objects.create(
        child=found, reason=read_reason(reason), closed_at=at, closed_by_id=actor.viewer.account
    )
    note(actor=actor, at=at, action="closure.made", object_kind="closure", object_id=made.public_id, child=found)
    return made


@transaction.atomic
def open_search(*, actor: Officer, at: datetime.datetime, child: str) -> Closure:
    """Let the record of a child (public id) be found again. Raises Refused."""
    found = _get(actor, child)
    held = Closure.objects.filter(child=found, opened_at__isnull=True).first()
    if held is None:
        raise Refused("refused.closure_code")
    held.opened_at, held.opened_by_id = max(at, held.closed_at), actor.viewer.account
    held.save(update_fields=["opened_at", "opened_by"])
    note(actor=actor, at=at, action="closure.lifted", object_kind="closure", object_id=held.public_id, child=found)
    return held
