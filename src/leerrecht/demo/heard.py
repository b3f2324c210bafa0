"""What a young person of the demo put on the agenda of a meeting, and a question about them that waits for a decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from leerrecht.demo.partners import Partners
from leerrecht.partnership.models import Interest, Knot, KnotDomain, Option
from leerrecht.queries.points import series_near
from leerrecht.rights.models import ChildKnot, Point

WHOSE = "andere-regio"
"""The story whose card one may try."""
READERS = "legal_representative reception school"
ASKER = "Sanne de Boer"
POINT = "Ik wil op vrijdag ook les. Nu zit ik dan de hele dag op mijn kamer."
QUESTION = "Mag deze jongere na de verhuizing op de eigen school blijven, ook als de reis langer wordt?"
VIEW = "Ik wil bij mijn klas blijven. Reizen vind ik niet erg."
INTEREST = "De rust van één school weegt zwaar; de reis mag niet te lang zijn."
OPTIONS = ("Blijven, met vervoer", "Wisselen in de zomer")


def let_them_be_heard(
    *, partners: Partners, numbers: Mapping[str, int], at: datetime.datetime, on: datetime.date
) -> None:
    """Write both, where the young person lives in a municipality with casework meetings."""
    near = series_near(child=numbers[WHOSE], on=on) if WHOSE in numbers else []
    if not near:
        return
    asker = partners.accounts[ASKER]
    Point.objects.create(
        child_id=numbers[WHOSE], series=near[0], placed_on=on - datetime.timedelta(days=1), words=POINT,
        language="Nederlands", shared_with=READERS, asked_as="child", asked_at=at,
    )  # fmt: skip
    held = near[0].partnership
    knot = Knot.objects.create(
        partnership=held, ladder=held.ladders.last(), question=QUESTION, decide_by=on + datetime.timedelta(days=14),
        noted_at=at, noted_by_id=asker,
    )  # fmt: skip
    KnotDomain.objects.create(knot=knot, domain="education")
    Option.objects.bulk_create(Option(knot=knot, what=each) for each in OPTIONS)
    Interest.objects.create(
        knot=knot, organisation_id=partners.organisations["COA"], words=INTEREST, given_at=at, given_by_id=asker
    )
    ChildKnot.objects.create(
        child_id=numbers[WHOSE], knot=knot, categories="education", shared_with=READERS, child_view=VIEW,
        told_on=on - datetime.timedelta(days=1),
    )  # fmt: skip
