"""The demo: somebody is chosen from a list, without a password."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.trying import note_try, without_nul
from leerrecht.queries.viewers import Viewer, find_viewers

DEMO_DOMAIN = "@demo.leerrecht.example"


@dataclass(frozen=True, kw_only=True)
class DemoRole:
    """Somebody as whom one can try the demo."""

    public_id: str
    viewer: Viewer


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
    note_try(at=at, account=account.public_id, origin=origin, result="done")
    return account
