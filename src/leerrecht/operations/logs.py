"""Keeping the logs: what was sought in them or taken out by the operator is noted, and what is past its term goes."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence

from django.db import transaction

from leerrecht.audit.erasing import Old, find_old, remove_old
from leerrecht.audit.log import record_event, record_read
from leerrecht.audit.outside import keep_link, links_file, read_links
from leerrecht.audit.verifying import last_link
from leerrecht.operations.acting import Officer, Refused, note

DUTY, OPERATOR = "read_logs", "operator"
AT_ONCE = 5000


@transaction.atomic
def note_search(*, actor: Officer, at: datetime.datetime, rows: int, is_export: bool = False) -> None:
    """Note that somebody sought in the logs, and how many rows they got. Raises Refused for who may not."""
    if not actor.may(DUTY):
        raise Refused("refused.not_your_duty")
    note(
        actor=actor, at=at, action="logs.exported" if is_export else "logs.searched", object_kind="log",
        object_id=str(rows),
    )  # fmt: skip


@transaction.atomic
def note_export(*, at: datetime.datetime, children: Sequence[str]) -> None:
    """Note that all facts of these children (public ids) were taken out, by the operator of this Leerrecht.

    On the command line, where nobody signs in. When that fails, nothing may be taken out.
    """
    trace = secrets.token_hex(16)
    for start in range(0, len(children), AT_ONCE):
        part = children[start : start + AT_ONCE]
        record_read(at=at, children=part, activity="export", role="", ground=OPERATOR, trace_id=trace)
    record_event(
        at=at, action="export.written", object_kind="export", object_id=str(len(children)), access_rule=OPERATOR,
        trace_id=trace,
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
        record_event(at=at, action="log.removed", object_kind="log", object_id=str(rows), access_rule=OPERATOR)
    return removed


def keep_last_link(*, at: datetime.datetime, is_rehearsal: bool = False) -> int:
    """Keep the last link of the log outside the database unless it is there; gives its number, or 0 when nothing was to do.

    Raises OSError, and LinksRefused when the file holds something else.
    """
    path, (sequence, link) = links_file(), last_link()
    if path is None or not sequence or sequence in read_links(path=path):
        return 0
    if not is_rehearsal:
        keep_link(path=path, sequence=sequence, link=link, at=at)
    return sequence
