"""What was refused, at its field and above the form."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from leerrecht.operations.acting import Refused
from leerrecht.web.child.form_faults import NOT_THERE, Wrong
from leerrecht.web.words import word

GONE = NOT_THERE | {"refused.no_such_request", "refused.no_such_hold", "refused.no_duty", "refused.may_not_ask"}
"""Reasons that get the answer of a page that isn't there."""


def read_refused(refused: Refused, *, fields: Mapping[str, str], lang: str) -> Wrong:
    """Say why something was refused. `fields`: the field of a reason; one that has none stands above the form alone."""
    if not GONE.isdisjoint(refused.reasons):
        raise Http404
    by_field: dict[str, list[str]] = {}
    summary = []
    for reason in refused.reasons:
        text, name = word(reason, lang, **refused.values), fields.get(reason, "")
        summary.append((name, text))
        if name:
            by_field.setdefault(name, []).append(text)
    return Wrong(by_field=by_field, summary=tuple(summary))
