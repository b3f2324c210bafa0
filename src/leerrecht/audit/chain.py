"""The chain: what a row commits to, how rows are linked, and the one lock under which that happens. Pure but for the lock."""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from leerrecht.audit.models import Event, Head

GENESIS = hashlib.sha256(b"leerrecht audit 1").hexdigest()
CONTENT = (
    "at", "actor", "team", "role", "action", "object_kind", "object_id", "child_id", "result", "origin", "access_rule",
    "trace_id", "span_id",
)  # fmt: skip
"""What a row commits to, in this order."""


def commit(*, salt: str, content: Sequence[Any]) -> str:
    """Hash the content of a row, its time first, with its salt.

    >>> content = [datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC), "a"]
    >>> commit(salt="00", content=content) == commit(salt="00", content=content) != commit(salt="01", content=content)
    True
    """
    at, *rest = content
    moment = at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    canonical = json.dumps([moment, *rest], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(bytes.fromhex(salt) + canonical.encode()).hexdigest()


def bind(*, previous: str, commitment: str, sequence: int) -> str:
    """Link a commitment to the row before it."""
    joined = bytes.fromhex(previous) + bytes.fromhex(commitment) + sequence.to_bytes(8, "big")
    return hashlib.sha256(joined).hexdigest()


def lock_head() -> Head:
    """Give the last link, locked until the transaction ends. On SQLite a transaction that writes is the lock itself.

    Take no other lock after this one, or two writers may wait for each other: an event is the last thing an operation writes.
    """
    locked = Head.objects.select_for_update()
    return locked.filter(pk=1).first() or _begin(locked)


def _begin(locked: Any) -> Head:
    Head.objects.get_or_create(pk=1, defaults={"link": GENESIS})
    head: Head = locked.get(pk=1)
    return head


def seal(*, events: Sequence[Event], head: Head) -> None:
    """Give events their number, salt, commitment and link, each after the former; and move the head, unsaved."""
    for event in events:
        event.sequence, event.salt = head.sequence + 1, secrets.token_hex(16)
        event.commitment = commit(salt=event.salt, content=[getattr(event, name) for name in CONTENT])
        event.link = bind(previous=head.link, commitment=event.commitment, sequence=event.sequence)
        head.sequence, head.link = event.sequence, event.link
