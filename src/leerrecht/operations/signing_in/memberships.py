"""Who works in which team: what everybody who gives or takes memberships shares."""

from __future__ import annotations

import datetime

from django.db.models import Q

from leerrecht.chain.models import Membership, Professional


def open_memberships(*, professional: Professional, on: datetime.date) -> list[Membership]:
    """Give the memberships of somebody that aren't over on a day, those ahead included."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = Membership.objects.filter(still, professional=professional).select_related("team").order_by("pk")
    return list(rows)


def end_membership(*, membership: Membership, on: datetime.date) -> None:
    """End a membership on a day: from then on it gives nothing; one that is ahead never begins."""
    membership.valid_to = max(on, membership.valid_from)
    membership.save(update_fields=["valid_to"])
