"""Making and ending accounts: by an administrator at the command line, who made sure of whom it is about."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event
from leerrecht.chain.models import NAME, Membership, Professional, Team
from leerrecht.operations.acting import Refused
from leerrecht.operations.mail_choices import forget_reader
from leerrecht.operations.signing_in.codes import draw_code, spell_code
from leerrecht.operations.signing_in.memberships import end_membership, open_memberships
from leerrecht.operations.signing_in.second_factor import drop_second_factor
from leerrecht.operations.signing_in.sessions import end_sessions
from leerrecht.operations.signing_in.start_code import make_start_code
from leerrecht.operations.staff_changes import close_with_tasks


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new account, with what its owner needs to come in: nobody can read that later."""

    account: Account
    password: str
    start_code: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How many sessions and memberships ended with an account."""

    sessions: int
    memberships: int


@transaction.atomic
def add_account(
    *, email: str, name: str, function: str, organisation: str, teams: Sequence[str], at: datetime.datetime,
    on: datetime.date, origin: str,
) -> Made:  # fmt: skip
    """Make a local account for one person, who works in these teams (names) of an organisation from a day.

    Raises Refused with everything that is wrong; `teams` among its values names those that aren't there.
    """
    address, name, function = email.strip().lower(), name.strip(), function.strip()
    found = {team.name: team for team in Team.objects.filter(organisation__name=organisation, name__in=teams)}
    missing = [team for team in dict.fromkeys(teams) if team not in found]
    wrong = {
        "refused.account_address": not _is_address(address),
        "refused.account_taken": Account.objects.filter(email=address).exists(),
        "refused.account_name": not (_is_name(name) and name),
        "refused.account_function": not _is_name(function),
        "refused.account_team": bool(missing) or not teams,
    }
    if any(wrong.values()):
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong), teams=missing)
    professional = Professional.objects.create(name=name, function=function)
    password = spell_code(code=draw_code())
    account = Account.objects.create_user(email=address, password=password, professional=professional)
    start_code = make_start_code(account=account, at=at)
    record_event(at=at, action="account.made", object_kind="account", object_id=account.public_id, origin=origin)
    for team in found.values():
        row = Membership.objects.create(professional=professional, team=team, valid_from=on)
        _note_membership(row, "membership.begun", at, origin)
    return Made(account=account, password=password, start_code=start_code)


@transaction.atomic
def end_account(*, account: str, at: datetime.datetime, on: datetime.date, origin: str) -> Ended:
    """End an account (by its address or public id) at once: sessions, second step, password, memberships and address.

    Who signs in through an organisation isn't let in any more either. Their tasks end that day, and ask for somebody else.
    Raises Refused.
    """
    named = Q(email=account.strip().lower()) | Q(public_id=account.strip())
    found = Account.objects.select_for_update(of=("self",)).filter(named).select_related("professional").first()
    if found is None:
        raise Refused("refused.no_such_account")
    if not found.is_active:
        raise Refused("refused.account_ended_already")
    found.is_active, found.email = False, None  # without the address, so that who comes back gets a new account
    found.set_unusable_password()
    found.save(update_fields=["is_active", "email", "password"])
    drop_second_factor(account=found)
    forget_reader(account=found)
    rows = open_memberships(professional=found.professional, on=on) if found.professional else []
    for row in rows:
        end_membership(membership=row, on=on)
        _note_membership(row, "membership.ended", at, origin)
    if found.professional:
        close_with_tasks(professional=found.professional, at=at, on=on, origin=origin)
    sessions = end_sessions(account=found)
    record_event(at=at, action="account.ended", object_kind="account", object_id=found.public_id, origin=origin)
    return Ended(sessions=sessions, memberships=len(rows))


def _note_membership(row: Membership, action: str, at: datetime.datetime, origin: str) -> None:
    record_event(
        at=at, action=action, object_kind="membership", object_id=row.public_id, origin=origin, team=row.team.public_id,
        role=row.team.role,
    )  # fmt: skip


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_name(text: str) -> bool:
    return len(text) <= NAME and text.isprintable()
