"""Leaving, and working in another team: nothing changes but the log."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.audit.log import record_event
from leerrecht.queries.viewers import Viewer


@transaction.atomic
def note_end(*, account: str, at: datetime.datetime, origin: str, action: str = "account.signed_out") -> None:
    """Note that somebody (a public id) signed out, or that their session was over."""
    record_event(at=at, action=action, object_kind="account", object_id=account, actor=account, origin=origin)


@transaction.atomic
def note_team(*, viewer: Viewer, at: datetime.datetime, origin: str) -> None:
    """Note that somebody works in another of their teams from now on."""
    record_event(
        at=at, action="account.team_chosen", object_kind="team", object_id=viewer.team_id, actor=viewer.account_id,
        team=viewer.team_id, role=viewer.role, origin=origin,
    )  # fmt: skip
