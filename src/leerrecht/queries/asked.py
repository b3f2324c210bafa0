"""A school that was asked for a place, and until when that counts."""

from __future__ import annotations

import datetime

from leerrecht.queries.rulebooks import rulebook

UNANSWERED = ("", "requested")
"""Phases of a request that a school said nothing to yet."""


def request_lapses_on(
    *, requested_on: datetime.date, started_on: datetime.date | None, phase: str | None
) -> datetime.date | None:
    """Give the first day on which a request opens nothing any more to the school that was asked; None: it was answered.

    An answer is a day to begin, or a later phase: who waits for a place is on a list of that school. Without one the
    school knows of the child no longer than the request needs (GDPR art. 5(1)(e)); whoever still wants the place asks
    again. The term is that of the day of asking.
    """
    if started_on is not None or (phase or "") not in UNANSWERED:
        return None
    term = datetime.timedelta(weeks=rulebook().value_on("placement.request_weeks", requested_on))
    return requested_on + min(term, datetime.date.max - requested_on)
