"""Publishing the numbers of Inzicht: each quarter of each municipality once, after it has settled; what was missed too."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leerrecht.audit.log import record_event
from leerrecht.chain.models import Team
from leerrecht.insight import Quarter, last_closed, quarter_after
from leerrecht.partnership.models import PublishedQuarter
from leerrecht.queries.insight import count_quarter, written
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.stored.names import fold_name

STEER = "steer"


def _settle_days(at: datetime.datetime) -> int:
    days: int = rulebook().value_on("insight.settle_days", timezone.localtime(at).date())
    return days


def unpublished(*, at: datetime.datetime) -> list[tuple[str, Quarter]]:
    """Give what has settled and wasn't published: municipalities where somebody steers, each with its quarters in order.

    A municipality begins with the last quarter that has settled; from then on none is left out.
    """
    steering = [role for role in access_table().roles if access_table().may(role=role, duty=STEER)]
    teams = Team.objects.filter(role__in=steering).exclude(municipality="").order_by("pk")
    towns = {fold_name(name): name for name in teams.values_list("municipality", flat=True)}
    last = last_closed(on=timezone.localtime(at).date(), settle_days=_settle_days(at))
    known = dict(PublishedQuarter.objects.order_by("first_on").values_list("folded", "last_on"))  # the last one counts
    found = []
    for folded, name in towns.items():
        quarter = last
        if folded in known:
            quarter = quarter_after(quarter=Quarter(first=known[folded], last=known[folded]))
        while quarter.last <= last.last:
            found.append((name, quarter))
            quarter = quarter_after(quarter=quarter)
    return found


def publish_quarters(*, at: datetime.datetime) -> int:
    """Publish all that has settled and wasn't yet; gives how many quarters. Doing it twice publishes once."""
    return sum(_publish(name, quarter, at) for name, quarter in unpublished(at=at))


@transaction.atomic
def _publish(municipality: str, quarter: Quarter, at: datetime.datetime) -> bool:
    found = count_quarter(municipality=municipality, quarter=quarter, settle_days=_settle_days(at))
    made, is_new = PublishedQuarter.objects.get_or_create(
        folded=fold_name(municipality), first_on=quarter.first,
        defaults={
            "municipality": municipality, "last_on": quarter.last, "threshold": found.threshold, "step": found.step,
            "told": written(found=found), "published_at": at,
        },
    )  # fmt: skip
    if is_new:
        record_event(
            at=at, action="insight.published", object_kind="quarter", object_id=str(made.pk), access_rule="operator"
        )
    return bool(is_new)
