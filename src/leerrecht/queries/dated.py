"""What the pages of a partnership share: rows that hold for a time, who works where, and what isn't in order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from leerrecht.chain.models import Membership
from leerrecht.partnership.models import Mandate, Member, Partnership, Town


def on_day(on: datetime.date) -> Q:
    """Give the condition that a dated row holds on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def is_on(row: Member | Mandate | Town, on: datetime.date) -> bool:
    """Tell whether a dated row holds on a day."""
    return row.valid_from <= on and (row.valid_to is None or row.valid_to > on)


def at_work_of(pairs: Iterable[tuple[int | None, int]], on: datetime.date) -> set[tuple[int, int]]:
    """Give who works where on a day, of these people and organisations."""
    people = {person for person, _ in pairs if person}
    working = Membership.objects.filter(on_day(on), professional__in=people)
    return set(working.values_list("professional", "team__organisation"))


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something that isn't in order. `state`: overdue, due, upcoming or unknown; `values`: what its words name."""

    kind: str
    state: str
    values: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Entitled:
    """Somebody who may decide on a day, on life domains, for a member; the person and the organisation are row numbers.

    `code`: public ids of organisation and person, with a dot between.
    """

    code: str
    professional: int
    organisation: int
    person: str
    name: str
    domains: frozenset[str]


def entitled_on(*, partnership: Partnership, on: datetime.date) -> list[Entitled]:
    """Give who may decide on a day: by a mandate that holds then, at work then at an organisation that is a member then."""
    members = set(partnership.members.filter(on_day(on)).values_list("organisation", flat=True))
    rows = list(partnership.mandates.filter(on_day(on)).select_related("organisation", "professional"))
    at_work = at_work_of(((row.professional_id, row.organisation_id) for row in rows), on)
    found: dict[tuple[int, int], list[Mandate]] = {}
    for row in rows:
        who = (row.professional_id, row.organisation_id)
        if who in at_work and row.organisation_id in members:
            found.setdefault(who, []).append(row)
    return [
        Entitled(
            code=f"{held[0].organisation.public_id}.{held[0].professional.public_id}",
            professional=who[0], organisation=who[1], person=held[0].professional.name, name=held[0].organisation.name,
            domains=frozenset(row.domain for row in held),
        )
        for who, held in found.items()
    ]  # fmt: skip


def by_day(*, due_on: datetime.date, done_on: datetime.date | None, on: datetime.date) -> str:
    """Say how something stands that is to be done by a day: met, overdue after it, due on it, upcoming before it."""
    if done_on is not None:
        return "met"
    return "overdue" if on > due_on else "due" if on == due_on else "upcoming"
