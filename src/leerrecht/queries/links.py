"""Records that two people called one young person: which point to which, as far as a viewer reaches both."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from leerrecht.access import Scope
from leerrecht.linking.models import Link


def linked_to(*, scope: Scope, child: int) -> tuple[str, str] | None:
    """Give the other record (public id) of a child (row number), and which it is: `kept` (goes on) or `other`.

    Only to who reaches both; to others the link isn't there. A record that goes on may have several others; the last is given.
    """
    rows = Link.objects.filter(Q(kept=child) | Q(other=child), undone_at__isnull=True).order_by("-pk")
    for kept, kept_id, other, other_id in rows.values_list("kept", "kept__public_id", "other", "other__public_id"):
        beside, public_id, which = (kept, kept_id, "kept") if other == child else (other, other_id, "other")
        if beside in scope.involved:
            return public_id, which
    return None


def doubled(*, children: Collection[int]) -> frozenset[int]:
    """Give those of some children (row numbers) whose record points to another of them: each young person counts once."""
    pairs = Link.objects.filter(undone_at__isnull=True, other__among=children, kept__among=children)
    return frozenset(pairs.order_by().values_list("other", flat=True))
