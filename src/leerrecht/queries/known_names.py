"""Names that are known in the chain, as help while typing. Nothing about children: no place where only a few may know that
children live is among them, nor a team there, whose name may tell it. A place is closed until a child lived there openly.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from leerrecht.chain.models import Location, Membership, Organisation, School, Team
from leerrecht.law.tables import STAY_KINDS
from leerrecht.records.models import FACT

Name = tuple[str, str]
"""A name, and what tells it from others of that name."""
MOST = 400
HIDDEN_KINDS = ("protected", "foster", "custody")
OPEN_KINDS = tuple(kind for kind in STAY_KINDS if kind not in HIDDEN_KINDS)


def open_places() -> QuerySet[Location]:
    """Give the places that may be named. Of one that is new, or whose last child was erased, nobody can tell: it may not."""
    stays = FACT["stays"].objects.filter(linked_location=OuterRef("pk"))
    return Location.objects.filter(
        Exists(stays.filter(kind__in=OPEN_KINDS)), ~Exists(stays.filter(kind__in=HIDDEN_KINDS))
    )


def open_teams() -> QuerySet[Team]:
    """Give the teams that may be named to anybody at work: none at a place that is closed."""
    return Team.objects.filter(Q(location__isnull=True) | Q(location__in=open_places()))


def _locations(on: datetime.date) -> Iterable[Name]:
    return open_places().order_by("name").values_list("name", "municipality")[:MOST]


def _schools(on: datetime.date) -> Iterable[Name]:
    return School.objects.order_by("name").values_list("name", "municipality")[:MOST]


def _municipalities(on: datetime.date) -> Iterable[Name]:
    towns = School.objects.values_list("municipality", flat=True)
    more = Team.objects.exclude(municipality="").values_list("municipality", flat=True)
    return [(name, "") for name in sorted({*towns, *more})][:MOST]


def _organisations(on: datetime.date) -> Iterable[Name]:
    return [(name, "") for name in Organisation.objects.order_by("name").values_list("name", flat=True)[:MOST]]


def _people(on: datetime.date) -> Iterable[Name]:
    """Give teams, and who works in them today, each with its organisation."""
    teams = open_teams().order_by("name").values_list("name", "organisation__name")[:MOST]
    now = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    people = now.order_by("professional__name").values_list("professional__name", "team__organisation__name")
    return [*teams, *people.distinct()[:MOST]]


FIND: dict[str, Callable[[datetime.date], Iterable[Name]]] = {
    "locations": _locations,
    "schools": _schools,
    "municipalities": _municipalities,
    "organisations": _organisations,
    "people": _people,
}


def known_names(kind: str, on: datetime.date) -> list[Name]:
    """Give the known names of a kind, each once."""
    return list(dict.fromkeys(FIND[kind](on)))
