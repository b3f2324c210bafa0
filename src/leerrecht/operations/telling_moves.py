"""Who is told of a move. A notice holds neither day nor place: what its reader may know, the page shows within their Scope."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from leerrecht.access.moves import is_told
from leerrecht.chain.models import Team
from leerrecht.operations.acting import Actor
from leerrecht.operations.facts import row_of
from leerrecht.operations.telling import Receiver, holders, representatives, tell
from leerrecht.records.models import Fact

SIDES = ("legal_representative", "reception", "school", "compulsory_education")
"""Roles that arrange a move, or must know of it."""


def tell_of_move(*, kind: str, actor: Actor, at: datetime.datetime, stay: Fact) -> None:
    """Tell who may know of a move: its representative at once; the others once the child knows, or by a recorded reason.

    `kind`: of notice. An announcement that is told at once is news of the same kind for all. The actor's own team isn't told.
    """
    on = timezone.localtime(at).date()
    to_all = is_told(row_of(stay), on=on)
    receivers = _informed(stay, on) if to_all else representatives(child=stay.child.pk, on=on)
    others = {each for each in receivers if each[0] != actor.viewer.team}
    tell(kind=kind, at=at, receivers=others, child=stay.child)


def _informed(stay: Fact, on: datetime.date) -> set[Receiver]:
    """Give who looks after the child now, and who will where it goes: the location, the municipality."""
    row = row_of(stay)
    here = holders(child=stay.child.pk, on=on)
    goes_to = Q(location=stay.linked_location_id) if stay.linked_location_id else Q(pk__in=())  # type: ignore[attr-defined]
    if row["municipality"]:
        goes_to |= Q(role="compulsory_education", municipality__iexact=row["municipality"])
    there = {(team, None) for team in Team.objects.filter(goes_to).values_list("pk", flat=True)}
    found = {team for team, _ in here | there}
    may_know = set(Team.objects.filter(pk__in=found, role__in=SIDES).values_list("pk", flat=True))
    return {each for each in here | there if each[0] in may_know}
