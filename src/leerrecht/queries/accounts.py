"""Who has an account, for an administrator at the command line. Nothing about children."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from leerrecht.accounts.models import Account, Identity, SecondFactor
from leerrecht.queries.viewers import find_viewers


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An account in a list. `email`: empty for who has none; `teams`: of today, each with the organisation before it."""

    public_id: str
    name: str
    email: str
    teams: tuple[str, ...]
    has_second_factor: bool
    has_identity: bool
    is_active: bool


def find_accounts(*, on: datetime.date, with_ended: bool = False) -> list[Listed]:
    """Give the accounts, by name; those that have ended only when they are asked for."""
    rows = Account.objects.select_related("professional").annotate(
        has_second_factor=Exists(SecondFactor.objects.filter(account=OuterRef("pk"))),
        has_identity=Exists(Identity.objects.filter(account=OuterRef("pk"))),
    )
    if not with_ended:
        rows = rows.filter(is_active=True)
    return [
        Listed(
            public_id=row.public_id, name=row.professional.name if row.professional else "", email=row.email or "",
            teams=tuple(
                f"{viewer.organisation_name}: {viewer.team_name}" for viewer in find_viewers(account=row, on=on)
            ),
            has_second_factor=row.has_second_factor, has_identity=row.has_identity, is_active=row.is_active,
        )
        for row in rows.order_by("professional__name", "pk")
    ]  # fmt: skip
