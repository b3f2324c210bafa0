"""The first step of a local account: an address and a password."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth import authenticate

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.slowing import begin_try, end_try
from leerrecht.operations.signing_in.trying import name_of_unknown, note_try, without_nul


def asks_second_factor() -> bool:
    """Tell whether a password isn't enough: everywhere but in the demo. There is no setting that turns it off."""
    return not settings.IS_DEMO


def sign_in_with_password(
    *, email: str, password: str, at: datetime.datetime, origin: str, browser: str = ""
) -> Account:
    """Give the account that an address and a password open. Raises Refused, in the same words whatever was wrong.

    Outside the demo somebody isn't in yet: the second step follows. `browser`: what a known browser keeps.
    """
    address = without_nul(email).strip().lower()
    known = Account.objects.filter(email=address).first() if address else None
    name = known.public_id if known else name_of_unknown(address=address)
    tried = begin_try(account=name, origin=origin, browser=browser, at=at)
    account = authenticate(username=address, password=without_nul(password))
    if not isinstance(account, Account):
        note_try(at=at, account=name, origin=origin, result="refused")
        raise Refused("refused.sign_in")
    is_in = not asks_second_factor()
    end_try(tried=tried, is_in=is_in, at=at)
    if is_in:
        note_try(at=at, account=name, origin=origin, result="done")
    return account
