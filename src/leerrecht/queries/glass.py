"""Break glass: who opened which record, until when, and who has to be told of it or review it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from leerrecht.access import Scope
from leerrecht.access.lenses import PROTECTED
from leerrecht.grants.models import Opening
from leerrecht.queries.facts import standing
from leerrecht.queries.viewers import Viewer


def glass_ties(*, viewer: Viewer, on: datetime.date, at: datetime.datetime) -> Iterator[tuple[int, str, bool]]:
    """Give the children (row number, public id of the opening, lives in a protected place or is about to) that this person
    opened in this team. One SQL query, and one more when something is open.

    Never for somebody else of the team: who opens answers for it alone.
    """
    held = Opening.objects.filter(professional=viewer.professional, team=viewer.team, opened_at__lte=at, ends_at__gt=at)
    found = list(held.values_list("child", "public_id"))
    ends_later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    stays = standing(table="stays").filter(ends_later, kind=PROTECTED, child__in=[child for child, _ in found])
    hidden = set(stays.values_list("child", flat=True)) if found else set()
    yield from ((child, grant, child in hidden) for child, grant in found)


def grants_open(*, scope: Scope) -> tuple[str, ...]:
    """Give the openings (public ids) by which a viewer reaches children now. No SQL query."""
    return tuple(reach.grant for reaches in scope.reaches.values() for reach in reaches if reach.kind == "glass")


def opening_of(*, scope: Scope, child: str) -> Opening | None:
    """Give the opening by which a viewer looks at a child (public id) now; no SQL query when nothing is open."""
    grants = grants_open(scope=scope)
    if not grants:
        return None
    return Opening.objects.filter(public_id__in=grants, child__public_id=child).select_related("child").first()


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An opening, for its review. `child`: the code by which the logs name it."""

    public_id: str
    child: str
    by: str
    organisation: str
    role: str
    reason: str
    opened_at: datetime.datetime
    ends_at: datetime.datetime
    due_on: datetime.date
    is_late: bool
    is_own: bool
    verdict: str
    words: str


def _opened(row: Opening, viewer: Viewer | None, on: datetime.date) -> Opened:
    return Opened(
        public_id=row.public_id, child=row.child.public_id, by=row.professional.name,
        organisation=row.team.organisation.name, role=row.team.role, reason=row.reason, opened_at=row.opened_at,
        ends_at=row.ends_at, due_on=row.review_due_on, is_late=not row.verdict and row.review_due_on < on,
        is_own=viewer is not None and viewer.professional == row.professional_id, verdict=row.verdict,
        words=row.review_words,
    )  # fmt: skip


def openings_to_review(*, viewer: Viewer, on: datetime.date) -> list[Opened]:
    """Give every opening that nobody reviewed yet, the first due first. One SQL query."""
    rows = Opening.objects.filter(reviewed_at__isnull=True).order_by("review_due_on", "pk")
    return [_opened(row, viewer, on) for row in _whole(rows)]


def find_opened(*, viewer: Viewer, public_id: str, on: datetime.date) -> Opened | None:
    """Find an opening for who reviews it."""
    row = _whole(Opening.objects.filter(public_id=public_id)).first()
    return _opened(row, viewer, on) if row else None


def openings_about(*, child: int, on: datetime.date) -> list[Opened]:
    """Give who opened a child's record in an emergency, the last first; for who represents it."""
    return [_opened(row, None, on) for row in _whole(Opening.objects.filter(child=child).order_by("-pk"))]


def _whole(rows: QuerySet[Opening]) -> QuerySet[Opening]:
    return rows.select_related("child", "professional", "team__organisation")
