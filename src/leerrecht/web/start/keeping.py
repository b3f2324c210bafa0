"""What a session keeps of somebody who is on their way in: signed, for ten minutes, and for this session only."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction
from django.http import HttpRequest

PENDING, OPENID = "pending", "openid"
SALT = "leerrecht.start"
SECONDS = 10 * 60


def keep(*, request: HttpRequest, name: str, values: dict[str, Any]) -> None:
    """Keep something, under a new session key: whoever planted the former one doesn't come along."""
    request.session.cycle_key()
    request.session[name] = signing.dumps(values, salt=f"{SALT}.{name}")


def look(*, request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Give what is kept; None when nothing is, or it is too old."""
    return _open(request.session.get(name), name)


def _open(kept: Any, name: str) -> dict[str, Any] | None:
    try:
        found = signing.loads(str(kept), salt=f"{SALT}.{name}", max_age=SECONDS) if kept else None
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


def take(*, request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Give what is kept and keep it no longer: of two requests at once one gets it."""
    request.session.pop(name, None)
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
        if row is None:
            return None
        values = request.session.decode(row.session_data)
        kept = values.pop(name, None)
        if kept is not None:
            row.session_data = request.session.encode(values)
            row.save(update_fields=["session_data"])
    return _open(kept, name)
