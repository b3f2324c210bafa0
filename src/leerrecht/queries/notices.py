"""Notices: what a team, or one person in it, must be told about consent, an emergency opening or a move, until they read it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from leerrecht.access import Level, Scope
from leerrecht.grants.models import Notice
from leerrecht.queries.consents import name_seen, receipt_of
from leerrecht.queries.facts import standing
from leerrecht.queries.viewers import Viewer

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice. `child` and `name`: for who reaches the child; `by`: who opened, for who may know the organisation."""

    public_id: str
    kind: str
    at: datetime.datetime
    child: str
    name: str
    by: str
    by_role: str
    reason: str
    purpose: str
    categories: tuple[str, ...]
    given_receipt: str
    receipt: str
    verdict: str
    words: str


def unread(*, viewer: Viewer) -> QuerySet[Notice]:
    """Give what this person hasn't read, in this team."""
    mine = Q(professional__isnull=True) | Q(professional=viewer.professional)
    return Notice.objects.filter(mine, team=viewer.team, read_at__isnull=True)


def find_notices(*, viewer: Viewer, scope: Scope | None) -> list[Told]:
    """Give what somebody must be told, the newest first. One SQL query when there is nothing, else two."""
    if not unread(viewer=viewer).exists():
        return []
    person = standing(table="children").filter(child=OuterRef("about"))
    rows = (
        unread(viewer=viewer)
        .annotate(about=Coalesce("consent__child", "opening__child", "child"))
        .annotate(given=Subquery(person.values("given_names")[:1]), family=Subquery(person.values("family_name")[:1]))
        .select_related(
            "consent__child", "opening__child", "child", "opening__professional", "opening__team__organisation"
        )
        .order_by("-pk")[:MOST]
    )
    return [_told(notice, scope) for notice in rows]


def _told(notice: Notice, scope: Scope | None) -> Told:
    opening, consent = notice.opening, notice.consent
    child = consent.child if consent else opening.child if opening else notice.child
    number = child.pk if child else 0
    is_reached = scope is not None and number in scope.children
    given, family = notice.given, notice.family  # type: ignore[attr-defined]  # annotated
    knows_who = opening is not None and (scope is None or (is_reached and _knows_organisations(scope, number)))
    is_whole = opening is not None and (scope is None or (is_reached and _knows_consents(scope, number)))
    is_withdrawn = notice.kind == "consent_withdrawn"
    return Told(
        public_id=notice.public_id,
        kind=notice.kind,
        at=notice.made_at,
        child=child.public_id if child and is_reached else "",
        name=name_seen(scope=scope, number=number, given=given, family=family) if scope and is_reached else "",
        by=f"{opening.professional.name}, {opening.team.organisation.name}" if opening and knows_who else "",
        by_role=opening.team.role if opening else "",
        reason=opening.reason if opening and is_whole else "",
        purpose=consent.purpose if consent else "",
        categories=tuple(consent.categories.split()) if consent else (),
        given_receipt=receipt_of(consent=consent) if consent and consent.decided_at else "",
        receipt=receipt_of(consent=consent, is_withdrawal=True) if consent and is_withdrawn else "",
        verdict=opening.verdict if opening and notice.kind == "glass_reviewed" else "",
        words=opening.review_words if opening and notice.kind == "glass_reviewed" and is_whole else "",
    )


def _knows_organisations(scope: Scope, number: int) -> bool:
    return scope.sees_field("involvements.organisation", child=number)


def _knows_consents(scope: Scope, number: int) -> bool:
    return max(lens.category_level("consent") for lens in scope.lenses_of(number)) is Level.FULL
