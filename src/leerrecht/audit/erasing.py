"""What may go from the logs: everything about one child, and what is past its term. The only ways."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from leerrecht.audit.activities import Activity, register
from leerrecht.audit.log import record_event
from leerrecht.audit.models import Event, Permit, Processing, Reading, Subject
from leerrecht.audit.verifying import EMPTIED

EMPTY: dict[str, Any] = {
    "actor": "", "team": "", "role": "", "action": "erased", "object_kind": "", "object_id": "",
    "child_id": "", "result": "done", "origin": "", "access_rule": "", "trace_id": "", "span_id": "", "salt": "",
}  # fmt: skip
KEPT = ("log.", "erased")
"""Events that are never emptied: they say how many others were."""


@dataclass(frozen=True, kw_only=True)
class Old:
    """What is past its term of one activity: rows per log. `before`: older than that."""

    activity: Activity
    before: datetime.datetime
    events: int
    processing: int
    readings: int

    @property
    def total(self) -> int:
        """Give how many rows that are in all."""
        return self.events + self.processing + self.readings


@contextmanager
def _permit(**what: Any) -> Iterator[None]:
    """Let the database take away what this names, within a transaction, and nothing after it."""
    with transaction.atomic():
        permit = Permit.objects.create(**what)
        yield
        permit.delete()


def forget_child(*, child: str, at: datetime.datetime) -> dict[str, int]:
    """Empty every event about a child (public id) and cut the tie to it in the log of processing.

    Gives how many of each. Call it within the operation that erases the child; it notes how many, not who.
    """
    with _permit(child_id=child):
        about = Event.objects.filter(Q(child_id=child) | Q(object_id=child), erased_at__isnull=True)
        emptied = about.update(**EMPTY, at=at, erased_at=at)
        cut, _ = Subject.objects.filter(child_id=child).delete()
        if emptied:
            _note(at=at, emptied=emptied)
    return {"events": emptied, "subjects": cut}


def _note(*, at: datetime.datetime, emptied: int) -> None:
    record_event(at=at, action=EMPTIED, object_kind="log", object_id=str(emptied), access_rule="retention")


def find_old(*, at: datetime.datetime) -> list[Old]:
    """Count what is past its term, per activity."""
    return [
        Old(
            activity=activity, before=activity.kept_from(at), processing=_processing(activity, at).count(),
            readings=_readings(activity, at).count(),
            events=sum(_events(action, activity, at).count() for action in _actions(activity)),
        )
        for activity in register().activities.values()
    ]  # fmt: skip


def remove_old(*, at: datetime.datetime) -> list[Old]:
    """Remove rows of processing and reading that are past their term, and empty such events. Gives how many of each."""
    removed, emptied = [], 0
    with transaction.atomic():
        for activity in register().activities.values():
            before = activity.kept_from(at)
            with _permit(activity=activity.all_versions, before=before):
                processing, _ = _processing(activity, at).delete()
                readings, _ = _readings(activity, at).delete()
            events = sum(_empty(action, activity, at) for action in _actions(activity))
            emptied += events
            removed.append(
                Old(activity=activity, before=before, events=events, processing=processing, readings=readings)
            )
        if emptied:
            _note(at=at, emptied=emptied)
    return removed


def _empty(action: str, activity: Activity, at: datetime.datetime) -> int:
    with _permit(activity=action, before=activity.kept_from(at)):
        return _events(action, activity, at).update(**EMPTY, at=at, erased_at=at)


def _processing(activity: Activity, at: datetime.datetime) -> QuerySet[Processing]:
    return Processing.objects.filter(
        processing_activity_id__startswith=activity.all_versions, end_time__lt=activity.kept_from(at)
    )


def _readings(activity: Activity, at: datetime.datetime) -> QuerySet[Reading]:
    return Reading.objects.filter(activity__startswith=activity.all_versions, at__lt=activity.kept_from(at))


def _events(action: str, activity: Activity, at: datetime.datetime) -> QuerySet[Event]:
    return Event.objects.filter(action=action, at__lt=activity.kept_from(at), erased_at__isnull=True)


def _actions(activity: Activity) -> list[str]:
    """Give the actions in the log that belong to an activity."""
    known = Event.objects.order_by("action").values_list("action", flat=True).distinct()
    return [action for action in known if not action.startswith(KEPT) and register().find(action)[0] == activity]
