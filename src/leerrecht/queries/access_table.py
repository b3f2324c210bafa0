"""Who signed the table of who may see what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from leerrecht.accounts.models import Account
from leerrecht.audit.models import Event


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed, and when."""

    name: str
    at: datetime.datetime


def find_signature(*, fingerprint: str) -> Signature | None:
    """Give the last signature under this table; None when nobody signed it as it is now."""
    signed = Event.objects.filter(action="table.signed", object_id=fingerprint).order_by("-pk").first()
    if signed is None:
        return None
    account = Account.objects.filter(public_id=signed.actor).select_related("professional").first()
    return Signature(name=account.professional.name if account and account.professional else "", at=signed.at)
