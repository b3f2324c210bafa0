"""Sign in: with a password, slowed down after wrong ones; in the demo by choosing somebody."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event
from leerrecht.audit.models import Event
from leerrecht.operations.acting import Refused
from leerrecht.queries.viewers import Viewer, find_viewers

__all__ = ["DemoRole", "Refused", "choose_demo_account", "find_demo_accounts", "sign_in_with_password"]

MOST_WRONG = 5
WAIT = datetime.timedelta(minutes=15)
DEMO_DOMAIN = "@demo.leerrecht.example"


@dataclass(frozen=True, kw_only=True)
class DemoRole:
    """Somebody as whom one can try the demo."""

    public_id: str
    viewer: Viewer


def _note(*, at: datetime.datetime, account: str, origin: str, action: str, result: str) -> None:
    """Note a try to sign in. `account`: its public id; of an address that nobody has, a hash of it."""
    record_event(
        at=at, action=action, object_kind="account", object_id=account, actor=account, origin=origin, result=result
    )


def without_nul(text: str) -> str:
    """Leave out the one character that PostgreSQL takes nowhere in a text."""
    return text.replace("\0", "")


def sign_in_with_password(*, email: str, password: str, at: datetime.datetime, origin: str) -> Account:
    """Give the account that an address and a password open. Raises Refused, in the same words whatever was wrong.

    After five wrong passwords for one account within 15 minutes no password opens it until they have passed.
    """
    address = without_nul(email).strip().lower()
    known = Account.objects.filter(email=address).first()
    tried = known.public_id if known else hashlib.blake2s(address.encode(), digest_size=7).hexdigest()
    wrong = Event.objects.filter(object_id=tried, action="account.signed_in", result="refused", at__gt=at - WAIT)
    if wrong.count() >= MOST_WRONG:
        raise Refused("refused.sign_in_wait", minutes=int(WAIT.total_seconds() // 60))
    account = authenticate(username=address, password=without_nul(password))
    if not isinstance(account, Account):
        _note(at=at, account=tried, origin=origin, action="account.signed_in", result="refused")
        raise Refused("refused.sign_in")
    _note(at=at, account=account.public_id, origin=origin, action="account.signed_in", result="done")
    return account


def find_demo_accounts(*, on: datetime.date) -> list[DemoRole]:
    """Give the people of the demo, in the order in which they were made; none outside the demo."""
    if not settings.IS_DEMO:
        return []
    accounts = Account.objects.filter(email__endswith=DEMO_DOMAIN, is_active=True).order_by("pk")
    roles = []
    for account in accounts:
        viewers = find_viewers(account=account, on=on)
        if viewers:
            roles.append(DemoRole(public_id=account.public_id, viewer=viewers[0]))
    return roles


@transaction.atomic
def choose_demo_account(*, public_id: str, at: datetime.datetime, origin: str) -> Account:
    """Give one of the people of the demo. Raises Refused; outside the demo always."""
    account = Account.objects.filter(
        public_id=without_nul(public_id), email__endswith=DEMO_DOMAIN, is_active=True
    ).first()
    if not settings.IS_DEMO or account is None:
        raise Refused("refused.sign_in")
    _note(at=at, account=account.public_id, origin=origin, action="account.signed_in", result="done")
    return account
