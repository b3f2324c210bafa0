"""Keeping the logs: what was sought in them is noted, and what is past its term goes."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.audit.erasing import Old, find_old, remove_old
from leerrecht.audit.log import record_event
from leerrecht.operations.acting import Officer, Refused, note

DUTY = "read_logs"


@transaction.atomic
def note_search(*, actor: Officer, at: datetime.datetime, rows: int, is_export: bool = False) -> None:
    """Note that somebody sought in the logs, and how many rows they got. Raises Refused for who may not."""
    if not actor.may(DUTY):
        raise Refused("refused.not_your_duty")
    note(
        actor=actor, at=at, action="logs.exported" if is_export else "logs.searched", object_kind="log",
        object_id=str(rows),
    )  # fmt: skip


def preview_old_rows(*, at: datetime.datetime) -> list[Old]:
    """Count the rows of both logs that are past their term, per activity. Changes nothing."""
    return find_old(at=at)


@transaction.atomic
def remove_old_rows(*, at: datetime.datetime) -> list[Old]:
    """Remove the rows of both logs that are past their term; of events the content goes, and the chain stays.

    By the operator of this Leerrecht, on the command line.
    """
    removed = remove_old(at=at)
    rows = sum(old.processing + old.readings for old in removed)
    if rows:
        record_event(at=at, action="log.removed", object_kind="log", object_id=str(rows), access_rule="operator")
    return removed
