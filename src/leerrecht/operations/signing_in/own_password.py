"""Somebody changes the password of their own local account."""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.sessions import end_sessions
from leerrecht.operations.signing_in.slowing import begin_try, end_try
from leerrecht.operations.signing_in.trying import note_try, without_nul

CHANGED = "account.password_changed"
MOST_TYPED = 128
"""So that hashing what was typed costs no more than it has to."""


def may_change_password(*, account: Account) -> bool:
    """Tell whether somebody signs in here by a password; who comes in through their organisation has none."""
    return bool(account.email) and account.is_active and account.has_usable_password()


def change_password(
    *, account: str, old: str, new: str, again: str, at: datetime.datetime, origin: str, browser: str = ""
) -> Account:
    """Change the password of an account (public id), and end all of its sessions. Raises Refused.

    The old one is asked and slowed down as at sign-in, counted before it is judged: an open session isn't enough. Not one
    transaction: a wrong try stays counted and noted.
    """
    found = Account.objects.get(public_id=account)
    if not may_change_password(account=found):
        raise Refused("refused.no_own_password")
    _check_new(found, old, new, again)
    tried = begin_try(account=account, origin=origin, browser=browser, at=at)
    if len(old) > MOST_TYPED or not check_password(without_nul(old), found.password):
        note_try(at=at, account=account, origin=origin, result="refused", action=CHANGED)
        raise Refused("refused.password_old")
    end_try(tried=tried, is_in=False, at=at)
    return _change(found, new, at, origin)


def _check_new(account: Account, old: str, new: str, again: str) -> None:
    """Refuse a password that is no good, before anything is counted."""
    if new != again:
        raise Refused("refused.password_differs")
    if len(new) > MOST_TYPED or "\0" in new:
        raise Refused("refused.password_shape", most=MOST_TYPED)
    if new == old:
        raise Refused("refused.password_same")
    try:
        validate_password(new, user=account)
    except ValidationError:
        raise Refused("refused.password_weak") from None


@transaction.atomic
def _change(seen: Account, new: str, at: datetime.datetime, origin: str) -> Account:
    found = Account.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if found.password != seen.password or not may_change_password(account=found):  # changed or ended meanwhile
        raise Refused("refused.password_old")
    found.set_password(new)
    found.save(update_fields=["password"])
    end_sessions(account=found)
    record_event(
        at=at, action=CHANGED, object_kind="account", object_id=found.public_id, actor=found.public_id, origin=origin
    )
    return found
