"""Somebody who wants mail, and a mail server of our own on this machine."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

TOWN = ZoneInfo("Europe/Amsterdam")


def local(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=TOWN)


LONG_AGO = local(2026, 1, 1, 12)
MONDAY = local(2026, 9, 14, 9)
TUESDAY = local(2026, 9, 15, 9)


def wants(world: Any, role: str, rhythm: str = "daily", **more: Any) -> Any:
    """Have somebody want mail since long ago."""
    from leerrecht.telling.models import Choice

    given = {"email": f"{role}@mail.example", "rhythm": rhythm, "changed_at": LONG_AGO, **more}
    return Choice.objects.create(account=world.accounts[role], **given)


def send(at: datetime.datetime = TUESDAY) -> Any:
    from leerrecht.operations.digests import send_digests
    from leerrecht.web.telling.letters import write_digest

    return send_digests(at=at, write=write_digest)
