"""Who is told what: notices for teams, or for one person in a team, that stay until they are read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from leerrecht.audit.models import Processing, Reading, Subject
from leerrecht.chain.models import Membership, Team
from leerrecht.grants.models import Consent, Notice, Opening
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.queries.asked import request_lapses_on
from leerrecht.queries.consents import REPRESENTATIVE, tasks_in_force
from leerrecht.queries.facts import standing
from leerrecht.queries.notices import unread
from leerrecht.records.models import Child

Receiver = tuple[int, int | None]
"""A team, and the person in it who alone is meant, or None (row numbers)."""


def tell(
    *, kind: str, at: datetime.datetime, receivers: Iterable[Receiver], consent: Consent | None = None,
    opening: Opening | None = None, child: Child | None = None,
) -> None:  # fmt: skip
    """Leave one notice for each receiver, about a consent, an opening or a child's move.

    Who is told as a team isn't told once more in person.
    """
    found = set(receivers)
    teams = {team for team, person in found if person is None}
    Notice.objects.bulk_create(
        Notice(
            team_id=team, professional_id=person, kind=kind, consent=consent, opening=opening, child=child, made_at=at
        )
        for team, person in sorted(found, key=lambda each: (each[0], each[1] or 0))
        if person is None or team not in teams
    )


def members(*, professionals: Iterable[int], on: datetime.date) -> set[Receiver]:
    """Give for each of these people the teams that they work in on a day."""
    rows = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on, professional__in=list(professionals)
    )
    return set(rows.values_list("team", "professional"))


def representatives(*, child: int, on: datetime.date) -> set[Receiver]:
    """Give who represents a child in law on a day."""
    return _holders(child, on, task=REPRESENTATIVE)


def holders(*, child: int, on: datetime.date) -> set[Receiver]:
    """Give who looks after a child on a day: by a task, where it lives, at its school or one that was asked for a place."""
    stays = standing(table="stays").filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on), child=child
    )
    locations, schools = stays.values("linked_location"), _schools(child, on)
    teams = Team.objects.filter(Q(location__in=locations) | Q(school__in=schools)).values_list("pk", flat=True)
    return _holders(child, on) | {(team, None) for team in teams}


def _schools(child: int, on: datetime.date) -> set[int]:
    """Give the schools (row numbers) that a child is at on a day, or that were asked for a place not too long ago."""
    rows = standing(table="enrolments").filter(
        Q(left_on__isnull=True) | Q(left_on__gt=on), Q(started_on__lte=on) | Q(requested_on__lte=on), child=child,
        linked_school__isnull=False,
    )  # fmt: skip
    found = set()
    for school, requested_on, started_on, phase in rows.values_list(
        "linked_school", "requested_on", "started_on", "phase"
    ):
        lapses_on = requested_on and request_lapses_on(requested_on=requested_on, started_on=started_on, phase=phase)
        if lapses_on is None or on < lapses_on:
            found.add(school)
    return found


def _holders(child: int, on: datetime.date, **named: str) -> set[Receiver]:
    tasks = tasks_in_force(child=child, on=on).filter(**named).values_list("linked_team", "linked_professional")
    held = set(tasks)
    alone = {person for team, person in held if team is None and person is not None}
    return {(team, None) for team, _ in held if team is not None} | members(professionals=alone, on=on)


def officers() -> set[Receiver]:
    """Give the teams that watch over privacy."""
    return {(team, None) for team in Team.objects.filter(role="privacy_officer").values_list("pk", flat=True)}


def receivers_of(*, consent: Consent, on: datetime.date) -> set[Receiver]:
    """Give who received something by a consent: the team or the person it names, and who read by it and left that team."""
    received: set[Receiver] = {(consent.team_id, consent.professional_id)}
    if consent.decided_at is None:
        return received
    named = Subject.objects.filter(child_id=consent.child.public_id).values("subject")
    looked = Processing.objects.filter(data_subject_id__in=named, start_time__gte=consent.decided_at)
    read = Reading.objects.filter(
        span_id__in=looked.values("parent_span_id"), ground="consent", team=consent.team.public_id
    )
    readers = Membership.objects.filter(professional__account__public_id__in=read.values("actor"))
    moved = members(professionals=set(readers.values_list("professional", flat=True)), on=on)
    stayed = {person for team, person in moved if team == consent.team_id}
    return received | {(team, person) for team, person in moved if person not in stayed}


@transaction.atomic
def read_notice(*, actor: Officer, at: datetime.datetime, notice: str) -> None:
    """Note that somebody read what their team was told. Raises Refused."""
    found = unread(viewer=actor.viewer).select_for_update(of=("self",)).filter(public_id=notice).first()
    if found is None:
        raise Refused("refused.no_such_notice")
    found.read_at, found.read_by_id = at, actor.viewer.account
    found.save(update_fields=["read_at", "read_by"])
    note(actor=actor, at=at, action="notice.read", object_kind="notice", object_id=found.public_id)
