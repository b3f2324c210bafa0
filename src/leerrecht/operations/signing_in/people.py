"""From claims to somebody at work: an account, and memberships of exactly the teams that the mapping file gives.

Nothing else gives a team or a role, and what the claims no longer give is ended the same day.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from leerrecht.accounts.models import Account, Identity
from leerrecht.audit.log import record_event
from leerrecht.chain.models import NAME, Membership, Professional, Team
from leerrecht.conf.issuer_faults import Fault
from leerrecht.conf.issuers import Issuer, TeamRule
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.memberships import end_membership, open_memberships
from leerrecht.operations.signing_in.trying import SIGNED_IN
from leerrecht.queries.rulebooks import access_table


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Somebody who signs in through an issuer: what the claims say, and the teams that these give."""

    issuer: Issuer
    subject: str
    name: str
    function: str
    teams: Mapping[int, Team]
    at: datetime.datetime
    on: datetime.date
    origin: str

    def note(self, action: str, *, object_kind: str, object_id: str, account: str = "", **more: str) -> None:
        """Leave an audit row that names the issuer by whose word it was done."""
        record_event(
            at=self.at, action=action, object_kind=object_kind, object_id=object_id, actor=account, origin=self.origin,
            access_rule=f"issuer:{self.issuer.name}", **more,
        )  # fmt: skip


def find_claim(*, claims: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Give a claim by its path; None when it isn't there.

    >>> find_claim(claims={"realm": {"roles": ["a"]}}, path=("realm", "roles"))
    ['a']
    """
    found: Any = claims
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _text(claims: Mapping[str, Any], path: tuple[str, ...]) -> str:
    found = find_claim(claims=claims, path=path) if path else None
    return (
        "".join(character for character in found if character.isprintable()).strip()[:NAME]
        if isinstance(found, str)
        else ""
    )


def _named_team(issuer: Issuer, rule: TeamRule) -> Team | None:
    named = Q(public_id=rule.team_id) if rule.team_id else Q(organisation__name=rule.organisation, name=rule.team)
    return Team.objects.filter(named, organisation__name__in=issuer.organisations).first()


def find_team(*, issuer: Issuer, rule: TeamRule) -> Team | None:
    """Give the team of a rule; None when it isn't there, has another role, or isn't of an organisation of this issuer."""
    team = _named_team(issuer, rule)
    return team if team and team.role == rule.role and team.role not in access_table().never_roles else None


def find_team_faults(*, issuer: Issuer) -> list[Fault]:
    """Say which rules of an issuer give no team, because the file and the database don't agree."""
    faults = []
    for number, rule in enumerate(issuer.teams, start=1):
        place, team = f"{issuer.name}: teams[{number}]", _named_team(issuer, rule)
        if team is None:
            faults.append(Fault("no_team", place))
        elif find_team(issuer=issuer, rule=rule) is None:
            faults.append(Fault("other_role", place, {"role": team.role}))
    return faults


def sign_in_with_claims(
    *, issuer: Issuer, claims: Mapping[str, Any], at: datetime.datetime, on: datetime.date, origin: str
) -> Account:
    """Give the account of somebody for whom an issuer vouches; made when they are new. Raises Refused."""
    found = find_claim(claims=claims, path=issuer.claims["teams"])
    given = found if isinstance(found, list) else [found]
    values = {each for each in given if isinstance(each, str)}
    teams = (find_team(issuer=issuer, rule=rule) for rule in issuer.teams if rule.value in values)
    coming = Coming(
        issuer=issuer, subject=claims["sub"], name=_text(claims, issuer.claims["name"]),
        function=_text(claims, issuer.claims.get("function", ())), teams={team.pk: team for team in teams if team},
        at=at, on=on, origin=origin,
    )  # fmt: skip
    try:
        account, why = _settle(coming)
    except IntegrityError:  # they came in twice at the same moment: the other one made the account
        account, why = _settle(coming)
    if why or account is None:
        raise Refused(why, code=why.rpartition(".")[2])
    return account


@transaction.atomic
def _settle(coming: Coming) -> tuple[Account | None, str]:
    """Make the account and memberships what the claims say; give also why somebody doesn't come in ("": they do)."""
    known = (
        Identity.objects.select_for_update(of=("self",))
        .select_related("account__professional")
        .filter(issuer=coming.issuer.issuer, subject=coming.subject)
        .first()
    )
    if known is None and not coming.teams:
        return None, "why.no_team"
    if not coming.name:
        return None, "why.no_name"
    account = known.account if known else _make(coming)
    professional = account.professional
    if professional is None or not account.is_active:
        return None, "why.closed"
    if (professional.name, professional.function) != (coming.name, coming.function):
        professional.name, professional.function = coming.name, coming.function
        professional.save(update_fields=["name", "function"])
    _join(coming, account, professional)
    if not coming.teams:
        return None, "why.no_team"
    coming.note(SIGNED_IN, object_kind="account", object_id=account.public_id, account=account.public_id)
    return account, ""


def _make(coming: Coming) -> Account:
    professional = Professional.objects.create(name=coming.name, function=coming.function)
    account = Account.objects.create_user(email=None, professional=professional)
    Identity.objects.create(account=account, issuer=coming.issuer.issuer, subject=coming.subject, made_at=coming.at)
    coming.note("account.made", object_kind="account", object_id=account.public_id, account=account.public_id)
    return account


def _join(coming: Coming, account: Account, professional: Professional) -> None:
    """End memberships that the claims don't give, begin those that they do."""
    rows = open_memberships(professional=professional, on=coming.on)
    for row in rows:
        if row.team_id not in coming.teams:
            end_membership(membership=row, on=coming.on)
            _note(coming, account, row, "membership.ended")
    held = {row.team_id for row in rows if row.valid_from <= coming.on}
    for pk, team in sorted(coming.teams.items()):
        if pk not in held:
            row, _ = Membership.objects.update_or_create(
                professional=professional, team=team, valid_from=coming.on, defaults={"valid_to": None}
            )
            _note(coming, account, row, "membership.begun")


def _note(coming: Coming, account: Account, row: Membership, action: str) -> None:
    coming.note(
        action, object_kind="membership", object_id=row.public_id, account=account.public_id,
        team=row.team.public_id, role=row.team.role,
    )  # fmt: skip


def note_refusal(*, issuer: Issuer, at: datetime.datetime, origin: str) -> None:
    """Note that somebody who came back from an issuer wasn't let in."""
    record_event(
        at=at, action=SIGNED_IN, object_kind="account", origin=origin, result="refused",
        access_rule=f"issuer:{issuer.name}",
    )  # fmt: skip
