"""Who is looking: the person behind an account, and the team in which they do so. Nothing about children."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from leerrecht.accounts.models import Account
from leerrecht.chain.models import Membership


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody at work, in one team: access is per team, never the sum of several. Numbers are rows; ids are public."""

    account: int
    account_id: str
    professional: int
    name: str
    function: str
    team: int
    team_id: str
    team_name: str
    role: str
    organisation: int
    organisation_id: str
    organisation_name: str
    location: int | None
    school: int | None
    municipality: str


def _viewer(account: Account, membership: Membership) -> Viewer:
    team, professional = membership.team, membership.professional
    return Viewer(
        account=account.pk, account_id=account.public_id, professional=professional.pk, name=professional.name,
        function=professional.function, team=team.pk, team_id=team.public_id, team_name=team.name, role=team.role,
        organisation=team.organisation_id, organisation_id=team.organisation.public_id,
        organisation_name=team.organisation.name, location=team.location_id,
        school=team.school_id, municipality=team.municipality,
    )  # fmt: skip


def find_viewers(*, account: Account, on: datetime.date) -> list[Viewer]:
    """Give one viewer per team that the account's person works in on a day, the first joined first."""
    if account.professional_id is None:
        return []
    memberships = (
        Membership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), professional=account.professional_id, valid_from__lte=on
        )
        .select_related("team__organisation", "professional")
        .order_by("valid_from", "pk")
    )
    return [_viewer(account, membership) for membership in memberships]
