"""The yearly consultation of municipality and school boards: what was agreed, a new one, one that was recorded wrongly."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from leerrecht.operations.acting import Refused
from leerrecht.operations.partnerships import KEEP, Talk, note_consultation, withdraw_consultation
from leerrecht.queries.partnerships import MUNICIPALITY, SCHOOL_BOARD, find_overview
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import Form, attempt, get_kept, get_partnership, only_said, to_partnership

NOTE = Form(
    template="partnership/note_consultation.html",
    texts=("places", "enrolment", "learning_line"),
    days=("held_on",),
    lists=("present",),
    fields={
        "refused.consultation_on": "held_on", "refused.consultation_known": "held_on",
        "refused.consultation_present": "present", "refused.consultation_places": "places",
        "refused.consultation_enrolment": "enrolment", "refused.consultation_learning_line": "learning_line",
    },
)  # fmt: skip


@signed_in
def record(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Record a consultation that was held."""
    held = get_kept(visit, partnership)
    members = find_overview(partnership=held, on=today()).members
    asked = [(each.organisation_id, each.name) for each in members if each.kind in (MUNICIPALITY, SCHOOL_BOARD)]
    page: dict[str, Any] = {"partnership": held, "organisations": asked}
    if request.method != "POST":
        return NOTE.show(request, NOTE.empty(present=[code for code, _ in asked]), **page)
    typed = NOTE.read(request)
    days, faults = NOTE.days_of(typed, visit.lang)
    talk = Talk(
        held_on=days["held_on"], present=typed["present"], places=typed["places"], enrolment=typed["enrolment"],
        learning_line=typed["learning_line"],
    )  # fmt: skip
    return attempt(
        lambda: note_consultation(actor=visit.officer, at=now(), partnership=partnership, talk=talk),
        lambda: to_partnership(partnership, "consultation_noted"),
        lambda refused: NOTE.show(request, typed, NOTE.say(refused, faults, visit.lang), **page),
    )


@signed_in
def consultation(request: HttpRequest, visit: Visit, partnership: str, consultation: str) -> HttpResponse:
    """Show what was agreed; who keeps the partnership can take back what was recorded wrongly."""
    held = get_partnership(visit, partnership)
    found = find_overview(partnership=held, on=today()).held
    row = next((each for each in found if each.public_id == consultation), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        officer = visit.must(KEEP)
        try:
            withdraw_consultation(actor=officer, at=now(), partnership=partnership, consultation=consultation)
        except Refused as refused:
            only_said(refused, visit.lang)
            raise
        return to_partnership(partnership, "consultation_withdrawn")
    return render(
        request, "partnership/consultation.html", {"partnership": held, "row": row, "may_keep": visit.may(KEEP)}
    )
