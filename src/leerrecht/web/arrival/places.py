"""Where a new young person is now: the few fields beside one's own school or location."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from leerrecht.law.tables import ENROLMENT_KINDS, STAY_KINDS
from leerrecht.web.child.form_faults import Wrong
from leerrecht.web.child.wording import capital, choice_words, label
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.plain_forms import MOST_TYPED, typed_day
from leerrecht.web.frame.viewing import Visit

PLACE = ("kind", "requested_on", "started_on", "valid_from")
SCHOOL, RECEPTION = ("kind", "requested_on", "started_on"), ("kind", "valid_from")


def _names(visit: Visit) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    if visit.viewer.school:
        return "enrolments", SCHOOL, ENROLMENT_KINDS
    return "stays", RECEPTION, STAY_KINDS


def place_typed(request: HttpRequest, visit: Visit) -> dict[str, str]:
    """Read what was typed, by column. The first day is today until somebody says otherwise."""
    _, names, _ = _names(visit)
    typed = {name: request.POST.get(f"plek_{name}", "")[:MOST_TYPED] for name in names}
    if first_day(visit) not in request.POST:
        typed[first_day(visit).removeprefix("plek_")] = typed_day(today())
    return typed


def first_day(visit: Visit) -> str:
    """Name the field of the first day."""
    return "plek_requested_on" if visit.viewer.school else "plek_valid_from"


def place_fields(visit: Visit, typed: Mapping[str, str], wrong: Wrong) -> list[dict[str, Any]]:
    """Give the fields, as the tag `field` takes them."""
    table, names, kinds = _names(visit)
    choices = [(kind, capital(choice_words(table, "kind", kind, visit.lang))) for kind in kinds]
    return [
        {
            "kind": "select" if name == "kind" else "date", "name": f"plek_{name}", "label": label(table, name, visit.lang),
            "value": typed.get(name, ""), "errors": wrong.by_field.get(f"plek_{name}", ()),
            "choices": choices if name == "kind" else [], "required": name in ("kind", "valid_from"),
        }
        for name in names
    ]  # fmt: skip
