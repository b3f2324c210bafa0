"""Many facts corrected at once: each gets another in its place, in as many statements however many there are."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from leerrecht.operations.acting import Conflict
from leerrecht.operations.facts import successor
from leerrecht.records.models import Child, Fact

_OWN = frozenset({
    "id", "public_id", "recorded_at", "recorded_by", "retracted_at", "retracted_by", "retraction_reason", "corrects",
})  # fmt: skip


def copy_of(fact: Fact) -> dict[str, Any]:
    """Give what a fact says, with its links: what another version of it starts from."""
    fields = type(fact)._meta.concrete_fields
    return {field.attname: getattr(fact, field.attname) for field in fields if field.name not in _OWN}


@transaction.atomic
def replace_many(
    *, facts: Sequence[Fact], changes: Mapping[int, Mapping[str, Any]], at: datetime.datetime, account: int | None,
    reason: str,
) -> list[Any]:  # fmt: skip
    """Put a changed version in the place of each of these facts of one table; their children must be locked.

    `changes`: columns by row number. Raises Conflict, and changes nothing, when one of them doesn't stand any more.
    """
    if not facts:
        return []
    model: Any = type(facts[0])
    at = max(at, *(fact.recorded_at for fact in facts))
    standing = model.objects.filter(pk__among=[fact.pk for fact in facts], retracted_at__isnull=True)
    if standing.update(retracted_at=at, retracted_by=account, retraction_reason=reason) != len(facts):
        gone = next(row for fact in facts if (row := model.objects.get(pk=fact.pk)).retracted_at != at)
        raise Conflict(seen=gone, theirs=successor(gone))
    made = model.objects.bulk_create(
        model(**{**copy_of(fact), **changes.get(fact.pk, {})}, recorded_at=at, recorded_by_id=account, corrects=fact)
        for fact in facts
    )
    touch_many([fact.child_id for fact in facts])
    return list(made)


def touch_many(children: Sequence[int]) -> None:
    """Raise the version of the facts of these children (row numbers)."""
    Child.objects.filter(pk__among=set(children)).update(version=F("version") + 1)


def lock_children(children: Sequence[int]) -> None:
    """Lock these children (row numbers) until the transaction ends, in one order for everybody."""
    list(Child.objects.select_for_update().filter(pk__among=set(children)).order_by("pk").values_list("pk", flat=True))
