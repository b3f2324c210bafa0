"""What every way in shares: the audit row of a try, and an address made fit to be looked up."""

from __future__ import annotations

import datetime

from django.utils.crypto import salted_hmac

from leerrecht.audit.log import record_event

SIGNED_IN = "account.signed_in"


def without_nul(text: str) -> str:
    """Leave out the one character that PostgreSQL takes nowhere in a text."""
    return text.replace("\0", "")


def name_of_unknown(*, address: str) -> str:
    """Name an address that nobody has, for the log: a keyed hash, so that the log holds no address and none can be guessed."""
    return salted_hmac("leerrecht.unknown", address).hexdigest()[:14]


def note_try(*, at: datetime.datetime, account: str, origin: str, result: str, action: str = SIGNED_IN) -> None:
    """Note a try to sign in. Who tried in vain isn't known to be the one whose account it is, so they are no actor."""
    record_event(
        at=at, action=action, object_kind="account", object_id=account, actor=account if result == "done" else "",
        origin=origin, result=result,
    )  # fmt: skip
