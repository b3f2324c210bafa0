"""Agreements between organisations (convenanten): which are in force, and which want a review.

An agreement is never changed: another row with the same code takes its place from its first day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from leerrecht.access import Scope
from leerrecht.grants.models import Agreement
from leerrecht.law.dates import day_number
from leerrecht.law.rule import STATES
from leerrecht.law.terms import agreement_review
from leerrecht.queries.rulebooks import access_table, rulebook


def _standing(on: datetime.date) -> QuerySet[Agreement]:
    """Give per code the row that counts on a day: the last begun one."""
    later = Agreement.objects.filter(
        Q(starts_on__gt=OuterRef("starts_on")) | Q(starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk")),
        code=OuterRef("code"), starts_on__lte=on,
    )  # fmt: skip
    return Agreement.objects.filter(~Exists(later), starts_on__lte=on)


def agreements_in_force(*, organisation: int, on: datetime.date) -> frozenset[str]:
    """Give the codes of the agreements that an organisation is party to on a day. One SQL query."""
    held = _standing(on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), parties=organisation)
    return frozenset(held.values_list("code", flat=True))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An agreement in a list. `state`: running, ahead, ended or replaced; `review`: a state of `agreement.review`, or ""."""

    public_id: str
    code: str
    name: str
    parties: tuple[str, ...]
    party_ids: tuple[str, ...]
    purposes: str
    categories: tuple[str, ...]
    ground: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    review_on: datetime.date
    state: str
    review: str


def find_agreements(
    *, on: datetime.date, organisation: int | None = None, among: Collection[int] | None = None
) -> list[Kept]:
    """Give all agreements, or those of one organisation; those to look at again first, replaced ones last.

    `among`: only those between at least two of these organisations.
    """
    standing = set(_standing(on).values_list("pk", flat=True))
    rows = Agreement.objects.prefetch_related("parties").order_by("review_on", "pk")
    if organisation is not None:
        rows = rows.filter(parties=organisation)
    if among is not None:
        rows = rows.annotate(shared=Count("parties", filter=Q(parties__in=among))).filter(shared__gte=2)
    found = [_kept(row, on, row.pk in standing) for row in rows]
    return sorted(found, key=lambda kept: (kept.state in ("ended", "replaced"), kept.review_on))


def _kept(row: Agreement, on: datetime.date, is_standing: bool) -> Kept:
    state = "ahead" if row.starts_on > on else "replaced" if not is_standing else "running"
    if state == "running" and row.ends_on is not None and row.ends_on <= on:
        state = "ended"
    parties = sorted(row.parties.all(), key=lambda party: party.name)
    review = agreement_review(
        review_on=day_number(row.review_on), ends_on=day_number(row.ends_on), on=day_number(on),
        weeks_ahead=rulebook().value_on("agreement.review_weeks_ahead", on),
    )  # fmt: skip
    return Kept(
        public_id=row.public_id, code=row.code, name=row.name, parties=tuple(party.name for party in parties),
        party_ids=tuple(party.public_id for party in parties), purposes=row.purposes,
        categories=tuple(row.categories.split()), ground=row.ground, starts_on=row.starts_on, ends_on=row.ends_on,
        review_on=row.review_on, state=state, review=STATES[review] if state == "running" else "",
    )  # fmt: skip


def agreements_to_review(*, on: datetime.date) -> list[Kept]:
    """Give the agreements of which the review is near, due or late."""
    return [kept for kept in find_agreements(on=on) if kept.review]


def missing_agreements(*, scope: Scope, lang: str) -> tuple[str, ...]:
    """Name the agreements that would open more to this viewer, and aren't in force."""
    known = access_table().agreements
    return tuple(str(known[code].name[lang]) for code in scope.agreements_missing)
