"""Ending sessions from the outside."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from leerrecht.accounts.models import Account


def end_sessions(*, account: Account) -> int:
    """End every session in which somebody is signed in; give how many those were."""
    ended = 0
    for session in Session.objects.iterator():
        if SessionStore().decode(session.session_data).get(SESSION_KEY) == str(account.pk):
            session.delete()
            ended += 1
    return ended
