"""What goes by itself: searches that led to no record after a day, questions whether somebody is known after their term.

No facts and no records: those go only by `erasing`, when a person says so.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from leerrecht.linking.models import Asked, Inquiry, Lookup
from leerrecht.queries.rulebooks import rulebook

KEPT_LOOKUP = datetime.timedelta(days=1)


def let_go_of_lookups(*, at: datetime.datetime) -> None:
    """Let go of searches that led to no record. What was sought stands in them as a mark only."""
    Lookup.objects.filter(child__isnull=True, made_at__lt=at - KEPT_LOOKUP).delete()


def let_go_of_inquiries(*, at: datetime.datetime) -> None:
    """Let go of questions past their term (`linking.inquiry_days`), with the names in them and what was answered."""
    days = rulebook().value_on("linking.inquiry_days", timezone.localtime(at).date())
    before = at - datetime.timedelta(days=days)
    Asked.objects.filter(inquiry__asked_at__lt=before).delete()
    Inquiry.objects.filter(asked_at__lt=before).delete()
