"""Who could take over what somebody does, and why; and where handovers stand. Every list takes a Scope."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from leerrecht.access import Scope
from leerrecht.chain.models import Membership, StaffChange
from leerrecht.queries.facts import standing
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import Handover

STAND_IN, LEAST = "stand_in", "least"
OFF = "Wie zou stoppen, blijft toch"
MOVED = "De dag waarop iemand stopt, is anders geworden"
BACK = "Wie weg was, is terug"
CALLED_OFF = (OFF, MOVED, BACK)
"""Reasons with which a handover closes for good; any other is of a version that another took the place of."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who could take over for a child (row number). `professional`: row number; `why`: stand_in, or least.

    `holds`: for how many children they hold a task of this team, those of this proposal before it included.
    """

    handover: str
    child: int
    professional: int
    name: str
    why: str
    holds: int


@dataclass(frozen=True, kw_only=True)
class Comer:
    """Somebody who comes instead of another from a day on, as a person told the young person."""

    name: str
    instead_of: str
    day: datetime.date


def colleagues(*, change: StaffChange) -> dict[int, str]:
    """Give who could take over from somebody: those at work in the same team on that day who don't stop themselves."""
    until = change.returns_on
    away = StaffChange.objects.filter(
        Q() if until is None else Q(stops_on__lt=until), Q(returns_on__isnull=True) | Q(returns_on__gt=change.stops_on),
        withdrawn_at__isnull=True,
    )  # fmt: skip
    there = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=change.stops_on), team=change.team, valid_from__lte=change.stops_on
    ).exclude(professional=change.professional).exclude(professional__in=away.values("professional"))  # fmt: skip
    return dict(there.order_by("professional__name", "pk").values_list("professional", "professional__name"))


def may_change(*, change: StaffChange, viewer: Viewer, on: datetime.date) -> bool:
    """Tell whether a viewer may withdraw or move a change that isn't over: their own; that a colleague fell away, too."""
    is_over = change.returns_on is not None and change.returns_on <= on
    is_theirs = change.professional_id == viewer.professional or change.kind == "sudden"
    if change.kind == "closed" or change.team_id != viewer.team or is_over or not is_theirs:
        return False
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    seats = Membership.objects.filter(still, professional=change.professional_id, team=change.team_id)
    return bool(seats.filter(valid_from__lte=on).exists())


def open_handovers_of(*, change: StaffChange, scope: Scope) -> list[Any]:
    """Give the handovers of a change that stand, of the children a viewer reaches."""
    former, links = change, [change.pk]
    while former.moved_from is not None:  # what was signed for the day before it was moved stands with it
        former = former.moved_from
        links.append(former.pk)
    rows = standing(table="handovers").filter(
        linked_change__in=links, stops_on__isnull=False, child__among=scope.children
    )
    return list(rows.select_related("child", "linked_receiver").order_by("pk"))


def propose(*, change: StaffChange, scope: Scope) -> list[Proposal]:
    """Propose who takes over for each child nobody has taken over for: a stand-in first, else who holds least.

    A stand-in is whoever stands in for the child on the day itself. The number of SQL queries doesn't depend on how many
    children there are.
    """
    people = colleagues(change=change)
    if not people:
        return []
    day, rows = change.stops_on, open_handovers_of(change=change, scope=scope)
    held = standing(table="involvements").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), linked_team=change.team, linked_professional__in=people
    )
    pairs = set(held.values_list("linked_professional", "child"))
    holds = Counter(person for person, _ in pairs)
    holds.update(row.linked_receiver_id for row in rows if row.linked_receiver_id in people and row.accepted_on is None)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    standing_in = held.filter(begun, capacity="stand_in", child__among=[row.child_id for row in rows])
    by_child: dict[int, int] = {}
    for child, person in standing_in.order_by("pk").values_list("child", "linked_professional"):
        by_child.setdefault(child, person)
    found = []
    for row in (row for row in rows if row.accepted_on is None and row.linked_receiver_id is None):
        person = by_child.get(row.child_id) or min(people, key=lambda each: (holds[each], people[each], each))
        why = STAND_IN if row.child_id in by_child else LEAST
        found.append(
            Proposal(
                handover=row.public_id, child=row.child_id, professional=person, name=people[person], why=why,
                holds=holds[person],
            )
        )  # fmt: skip
        holds[person] += 1
    return found


def comers_of(*, rows: Iterable[Mapping[str, Any]], on: datetime.date) -> tuple[Comer, ...]:
    """Give who comes by handovers of which the young person was told; from the day after they stand among the people."""
    found = [
        Comer(name=row["to_person"], instead_of=row["person"] or "", day=row["stops_on"])
        for row in rows
        if row["accepted_on"] is not None and row["stops_on"] is not None and row["stops_on"] >= on
    ]
    return tuple(sorted(found, key=lambda comer: (comer.day, comer.name)))


def taken_untold(*, child: int, on: datetime.date) -> dict[tuple[int | None, int | None], datetime.date]:
    """Give who (person and team, row numbers) took over from which day while nobody told the child (row number).

    Also when the other is back already. As long as somebody is asked to tell it (`roles.handover`); later the child lives
    with whoever came.
    """
    asked = datetime.timedelta(weeks=rulebook().value_on("roles.handover_weeks_after", on))
    of_child = Handover.objects.filter(child=child)
    rows = of_child.filter(accepted_on__isnull=False, stops_on__gte=on - asked).exclude(child_told_on__lte=on)
    last = rows.exclude(pk__in=of_child.filter(corrects__isnull=False).values("corrects")).order_by("-stops_on")
    found = last.values_list("linked_receiver", "linked_change__team", "stops_on")
    return {(person, team): stops_on for person, team, stops_on in found}


def is_anything_waiting(*, viewer: Viewer, scope: Scope) -> bool:
    """Tell whether a handover asks something of a viewer: one light query."""
    return bool(_waiting(viewer, scope).exists())


def _waiting(viewer: Viewer, scope: Scope) -> Any:
    return standing(table="handovers").filter(
        linked_receiver=viewer.professional, received_on__isnull=True, child__among=scope.children
    )


def waiting_for(*, viewer: Viewer, scope: Scope) -> Sequence[Any]:
    """Give the handovers that ask something of a viewer: to accept, or to sign as who takes over."""
    return list(_waiting(viewer, scope).select_related("child", "linked_change").order_by("stops_on", "pk"))


def is_accepted_by(handover: Any | None, *, professional: int) -> bool:
    """Tell whether somebody (row number) has accepted a handover."""
    return handover is not None and handover.accepted_on is not None and handover.linked_receiver_id == professional


def side_of(handover: Any, *, professional: int, team: int, on: datetime.date) -> str:
    """Give as whom somebody (row number) signs a handover: received_on, given_on, or "" for neither. When who gives fell away
    at once, or has left without a day on which they are back, a colleague of the team signs in their place.
    """
    if professional == handover.linked_receiver_id:
        return "received_on"
    change = handover.linked_change
    has_left = change.returns_on is None and change.stops_on <= on
    stands_for_giver = (bool(handover.at_once) or has_left) and team == change.team_id
    return "given_on" if professional == change.professional_id or stands_for_giver else ""


def is_done(handover: Any, *, on: datetime.date) -> bool:
    """Tell whether both signed a handover."""
    return all(day is not None and day <= on for day in (handover.given_on, handover.received_on))


def find_changes(*, viewer: Viewer, on: datetime.date) -> list[StaffChange]:
    """Give who of the viewer's team stops or is away, those of the last quarter included."""
    since = on - datetime.timedelta(days=91)
    found = StaffChange.objects.filter(team=viewer.team, withdrawn_at__isnull=True, stops_on__gte=since)
    return list(found.select_related("professional", "team"))


def goes_on(*, change: StaffChange) -> bool:
    """Tell whether the day on which somebody would be back is the first of their next change."""
    if change.returns_on is None:
        return False
    same_day = StaffChange.objects.filter(professional=change.professional_id, stops_on=change.returns_on)
    return bool(same_day.filter(withdrawn_at__isnull=True).exists())


def find_change(*, viewer: Viewer, public_id: str) -> StaffChange | None:
    """Find a staff change of the viewer's team, withdrawn or not."""
    found: StaffChange | None = (
        StaffChange.objects.filter(team=viewer.team, public_id=public_id).select_related("professional", "team").first()
    )
    return found


def colleagues_now(*, viewer: Viewer, on: datetime.date) -> list[tuple[str, str]]:
    """Give the public ids and names of those who work in the viewer's team today."""
    there = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), team=viewer.team, valid_from__lte=on
    ).exclude(professional=viewer.professional)
    return list(there.order_by("professional__name").values_list("professional__public_id", "professional__name"))


def find_handover(*, scope: Scope, child: int, public_id: str) -> Any | None:
    """Find a handover of a child (row number) as it stands now, by the public id of any of its versions.

    As it closed when it is off; when another of the same person took its place (who departs closes what they handed over
    for a leave), that one. None: not there, or not for this viewer.
    """
    if not scope.is_involved(child) or not scope.sees_field("handovers.task", child=child):
        return None
    rows = Handover.objects.select_related("linked_change__team").filter(child=child)
    found = rows.filter(public_id=public_id).first()
    following = found
    while following is not None and following.retracted_at is not None:
        following = rows.filter(corrects=following).first()
        found = following or found
    change = found and found.linked_change
    if found is None or found.retracted_at is None or found.retraction_reason in CALLED_OFF or change is None:
        return found
    same = Q(linked_change__professional=change.professional_id, linked_change__team=change.team_id)
    instead = rows.filter(same, retracted_at__isnull=True).order_by("pk").last()
    return instead or found
