"""Telling whoever reviews emergency openings that one wasn't reviewed in time; once per opening."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.audit.log import record_event
from leerrecht.grants.models import Notice, Opening
from leerrecht.operations.telling import officers, tell

LATE = "glass_late"


def untold_late(*, at: datetime.datetime) -> QuerySet[Opening]:
    """Give the openings past the day of their review (`glass.review_workdays`) of which nobody was told so."""
    told = Notice.objects.filter(kind=LATE).values("opening")
    on = timezone.localtime(at).date()
    return Opening.objects.filter(reviewed_at__isnull=True, review_due_on__lt=on).exclude(pk__in=told).order_by("pk")


@transaction.atomic
def tell_of_late_reviews(*, at: datetime.datetime) -> int:
    """Tell the teams that watch over privacy; gives of how many openings. The notice says no more than that one is late."""
    late = list(untold_late(at=at).select_for_update(of=("self",)))
    for opening in late:
        tell(kind=LATE, at=at, receivers=officers(), opening=opening)
    if late:
        record_event(at=at, action="glass.late_told", object_kind="opening", object_id=str(len(late)))
    return len(late)
