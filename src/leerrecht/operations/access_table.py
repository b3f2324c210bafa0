"""Sign the table of who may see what."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.queries.rulebooks import access_fingerprint


@transaction.atomic
def sign_table(*, actor: Officer, at: datetime.datetime, fingerprint: str) -> None:
    """Note that a privacy officer read and signs the table as it is now. `fingerprint`: of the table that was on the page.

    Raises Refused without the duty, and when the table has changed since the page was shown.
    """
    if not actor.may("sign_table"):
        raise Refused("refused.no_duty")
    if fingerprint != access_fingerprint():
        raise Refused("refused.table_changed")
    note(actor=actor, at=at, action="table.signed", object_kind="access_table", object_id=fingerprint)
