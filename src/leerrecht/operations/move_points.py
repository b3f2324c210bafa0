"""The points of a move: who does what by when, and that it is done. Either side may, as far as it sees the point."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from leerrecht.access.levels import Level
from leerrecht.operations.acting import Actor, Refused
from leerrecht.operations.facts import correct_fact, get_seen, read_typed
from leerrecht.records.models import Fact

AGREED = ("organisation", "person", "due_on", "done_on", "note")
POINT_REASON = "afgesproken"
DONE_REASON = "klaar"


@transaction.atomic
def agree_point(*, actor: Actor, at: datetime.datetime, point: str, typed: Mapping[str, str]) -> Fact:
    """Record what was agreed about a point (public id): text by name, as in AGREED. Raises Refused or Conflict.

    What the actor may not read back isn't recorded either.
    """
    seen = get_seen(actor=actor, table="move_points", fact=point, yours=typed)
    own = {
        name: typed[name]
        for name in AGREED
        if name in typed and actor.scope.level(f"move_points.{name}", child=seen.child.pk) > Level.CONCLUSION
    }
    _check_done(own.get("done_on", ""), at)
    return correct_fact(
        actor=actor, at=at, table="move_points", fact=point, typed=own, reason=POINT_REASON, action="move.point_agreed"
    )


@transaction.atomic
def finish_point(*, actor: Actor, at: datetime.datetime, point: str, done_on: str = "") -> Fact:
    """Record that a point is done, today or on a day as typed. Raises Refused or Conflict."""
    day = done_on.strip() or timezone.localtime(at).date().isoformat()
    get_seen(actor=actor, table="move_points", fact=point, yours={"done_on": day})
    _check_done(day, at)
    return correct_fact(
        actor=actor, at=at, table="move_points", fact=point, typed={"done_on": day}, reason=DONE_REASON,
        action="move.point_done",
    )  # fmt: skip


def _check_done(typed: str, at: datetime.datetime) -> None:
    """Refuse a day that is still to come; what can't be read is told by the correction itself."""
    if not typed.strip():
        return
    try:
        done_on = read_typed(table="absences", typed={"day": typed}).values["day"]
    except Refused:
        return
    if done_on is not None and done_on > timezone.localtime(at).date():
        raise Refused("refused.done_ahead")
