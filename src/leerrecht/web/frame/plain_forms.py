"""Forms that aren't about one fact: a day as people type it, and what is wrong in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.http import Http404

from leerrecht.caseload import read_row
from leerrecht.operations.acting import Refused
from leerrecht.web.child.form_faults import NOT_THERE, Wrong, fault_words
from leerrecht.web.words import word

UNPROCESSABLE = 422
MOST_TYPED = 5000
GONE = NOT_THERE | {
    f"refused.{reason}"
    for reason in (
        "no_such_consent",
        "no_such_notice",
        "no_such_opening",
        "consent_not_yours",
        "no_such_partnership",
    )
}
"""Reasons that get the answer of a page that isn't there."""


def read_day(text: str, lang: str) -> tuple[datetime.date | None, str]:
    """Read a day as people write it; with what is wrong with it."""
    if not text.strip():
        return None, ""
    row = read_row(table="absences", typed={"day": text.strip()})
    day = row.values.get("day")
    faults = [fault for fault in row.faults if fault.column == "day"]
    return day, fault_words(faults[0], lang) if faults else ""


def typed_day(day: datetime.date | None) -> str:
    """Write a day as people type it."""
    return f"{day.day}-{day.month}-{day.year}" if day else ""


def say_wrong(
    refused: Refused, *, fields: Mapping[str, str], lang: str, faults: Mapping[str, str] | None = None
) -> Wrong:
    """Put a refusal in words. `fields`: the field of each reason, in the order of the form; `faults`: texts by field that
    say more than the reason does. Raises Http404 for what isn't there for this viewer.
    """
    if not GONE.isdisjoint(refused.reasons):
        raise Http404
    places = list(fields)
    reasons = sorted(refused.reasons, key=lambda each: places.index(each) if each in places else len(places))
    found = [(fields.get(reason, ""), word(reason, lang, **refused.values)) for reason in reasons]
    return wrong_of([(name, (faults or {}).get(name) or text) for name, text in found])


def wrong_of(found: Sequence[tuple[str, str]]) -> Wrong:
    """Give what is wrong from pairs of a field (empty: of none) and a text."""
    by_field: dict[str, list[str]] = {}
    for name, text in found:
        if name:
            by_field.setdefault(name, []).append(text)
    return Wrong(by_field=by_field, summary=tuple(found))
