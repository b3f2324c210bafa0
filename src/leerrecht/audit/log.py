"""Writing the two logs. The one way in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from leerrecht.audit.models import Event, Processing
from leerrecht.stored.public_id import ALPHABET, LENGTH


def record_event(
    *, at: datetime.datetime, action: str, object_kind: str, object_id: str = "", child_id: str = "", actor: str = "",
    team: str = "", role: str = "", origin: str = "", result: str = "done", access_rule: str = "", trace_id: str = "",
) -> Event:  # fmt: skip
    """Note what was done. Ids are public ids; `action` is in the past tense, such as `fact.corrected`."""
    return Event.objects.create(
        at=at, action=action, object_kind=object_kind, object_id=object_id, child_id=child_id, actor=actor, team=team,
        role=role, origin=origin[:60], result=result, access_rule=access_rule, trace_id=trace_id,
    )  # fmt: skip


def record_read(
    *, at: datetime.datetime, children: Iterable[str], activity: str, role: str, trace_id: str = ""
) -> None:
    """Note that these children's records (public ids) were looked at: one insert however many there are.

    Raises ValueError for anything that isn't a public id: a name must never get into the log.
    """
    children = tuple(children)
    if not all(len(child) == LENGTH and set(child) <= set(ALPHABET) for child in children):
        raise ValueError("the log of readings takes public ids only")
    Processing.objects.bulk_create(
        Processing(at=at, child_id=child, activity=activity, role=role, trace_id=trace_id) for child in children
    )
