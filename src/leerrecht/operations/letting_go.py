"""What goes by itself: searches that led to no record after a day, questions whether somebody is known after their term,
sessions and codes that are over, counts of wrong tries, what was mailed to whom and when.

No facts and no records: those go only by `erasing`, when a person says so.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.accounts.models import StartCode, Tries
from leerrecht.audit.log import record_event
from leerrecht.linking.models import Asked, Inquiry, Lookup
from leerrecht.operations.digests import KEPT as KEPT_MAILINGS
from leerrecht.operations.signing_in.slowing import KEPT as KEPT_TRIES
from leerrecht.queries.rulebooks import rulebook
from leerrecht.telling.models import Mailing, Posted, Proof

KEPT_LOOKUP = datetime.timedelta(days=1)


def _lookups(at: datetime.datetime) -> QuerySet[Any]:
    return Lookup.objects.filter(child__isnull=True, made_at__lt=at - KEPT_LOOKUP)


def _before_inquiries(at: datetime.datetime) -> datetime.datetime:
    days = rulebook().value_on("linking.inquiry_days", timezone.localtime(at).date())
    return at - datetime.timedelta(days=days)


def let_go_of_lookups(*, at: datetime.datetime) -> None:
    """Let go of searches that led to no record. What was sought stands in them as a mark only."""
    _lookups(at).delete()


def let_go_of_inquiries(*, at: datetime.datetime) -> None:
    """Let go of questions past their term (`linking.inquiry_days`), with the names in them and what was answered."""
    before = _before_inquiries(at)
    Asked.objects.filter(inquiry__asked_at__lt=before).delete()
    Inquiry.objects.filter(asked_at__lt=before).delete()


def _leftovers(at: datetime.datetime) -> dict[str, QuerySet[Any]]:
    """Give the rows that are over, by what they are, in the order in which they may go."""
    before = _before_inquiries(at)
    return {
        "lookups": _lookups(at),
        "answers": Asked.objects.filter(inquiry__asked_at__lt=before),
        "inquiries": Inquiry.objects.filter(asked_at__lt=before),
        "sessions": Session.objects.filter(expire_date__lt=at),
        "codes": StartCode.objects.filter(until__lt=at),
        "proofs": Proof.objects.filter(until__lt=at),
        "mailings": Mailing.objects.filter(day__lt=timezone.localtime(at - KEPT_MAILINGS).date()),
        "old_invitations": Posted.objects.filter(meeting__held_on__lt=timezone.localtime(at - KEPT_MAILINGS).date()),
        "tries": Tries.objects.filter(since__lt=at - KEPT_TRIES),
    }


def count_leftovers(*, at: datetime.datetime) -> dict[str, int]:
    """Count what `let_go_of_leftovers` would take away. Changes nothing."""
    return {name: rows.count() for name, rows in _leftovers(at).items()}


@transaction.atomic
def let_go_of_leftovers(*, at: datetime.datetime) -> dict[str, int]:
    """Let go of everything that is over; gives how many rows of what, and notes how many in all."""
    gone = {name: rows.delete()[0] for name, rows in _leftovers(at).items()}
    total = sum(gone.values())
    if total:
        record_event(at=at, action="tick.let_go", object_kind="leftovers", object_id=str(total), access_rule="operator")
    return gone
