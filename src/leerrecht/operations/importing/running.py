"""Imports beside the pages: in a thread of their own, or at once in tests. Here an unexpected failure ends."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback
from typing import Literal

from django.conf import settings
from django.db import connections, transaction

from leerrecht.operations.importing.stages import (
    Claim,
    Clock,
    apply_claimed,
    claim_applying,
    claim_reading,
    note,
    read_claimed,
)
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import Import

log = logging.getLogger("leerrecht")
BREATH = 0.05
"""Seconds between two steps, so that people who save something meanwhile get their turn (SQLite has one writer)."""


def run_in_background(
    *, import_id: int, clock: Clock, step: Literal["read", "apply"], keep_going: bool = False,
    viewer: Viewer | None = None,
) -> None:  # fmt: skip
    """Begin a step of an import, and don't wait for it. `viewer`: who asks; only their own team's. Raises Refused."""
    at = clock()
    if step == "read":
        claim = claim_reading(import_id=import_id, at=at, viewer=viewer)
    else:
        claim = claim_applying(import_id=import_id, at=at, keep_going=keep_going, viewer=viewer)
    if settings.IMPORTS_RUN == "inline":
        _work(claim, clock)
        return
    transaction.on_commit(
        lambda: threading.Thread(target=_work_apart, args=(claim, clock), name="import", daemon=True).start()
    )


def _work_apart(claim: Claim, clock: Clock) -> None:
    try:
        _work(claim, clock, pause=BREATH)
    finally:
        connections.close_all()


def _work(claim: Claim, clock: Clock, *, pause: float = 0) -> None:
    try:
        if claim.state == "reading":
            read_claimed(claim=claim, clock=clock)
        else:
            apply_claimed(claim=claim, clock=clock, progress=lambda done, total: time.sleep(pause))
    except Exception as failure:
        _fail(claim, clock, failure)


def _fail(claim: Claim, clock: Clock, failure: Exception) -> None:
    """Note that an import failed, under an id; never what the failure says, which may hold what is in the list."""
    failure_id = secrets.token_hex(4)
    log.error("failure %s in an import: %s", failure_id, where(failure))
    with transaction.atomic():
        found = Import.objects.select_related("team", "account").defer("content").get(pk=claim.number)
        report = {**found.report, "failure": failure_id}
        if claim.update(state="failed", report=report, runner="", progressed_at=clock()):
            note(found, at=clock(), action="import.failed")


def where(failure: BaseException) -> str:
    """Say where a failure happened and of which kind."""
    frames = reversed(traceback.extract_tb(failure.__traceback__)[-6:])
    places = " < ".join(f"{frame.filename.rpartition('leerrecht/')[2]}:{frame.lineno}" for frame in frames)
    return f"{type(failure).__name__} at {places}"
