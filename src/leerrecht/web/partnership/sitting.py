"""One meeting: who is missing, its agenda, minutes, what is told inside; and its invitation for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.meetings import cancel_meeting, send_invitations
from leerrecht.operations.minutes import (
    Todo,
    add_action,
    ask_to_spread,
    check_action,
    confirm_spread,
    finish_action,
    note_ruling,
)  # fmt: skip
from leerrecht.operations.partnerships import KEEP
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.partnership.models import Partnership
from leerrecht.queries.knots import find_agenda
from leerrecht.queries.meetings import Sitting, find_meeting
from leerrecht.queries.points import points_at
from leerrecht.web.child.points import point_row
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import CHANGED, Form, Typed, attempt, get_partnership, seen_version
from leerrecht.web.partnership.invitation import write_invitation
from leerrecht.web.partnership.knots import log_tied
from leerrecht.web.partnership.meeting_words import domains_words, knot_row, short_words, sitting_row, task_rows
from leerrecht.web.partnership.people import colleague_choices

FIELDS = {
    "refused.meeting_short": "why", "refused.ruling_what": "ruling", "refused.action_what": "what",
    "refused.action_holder": "holder", "refused.action_due": "due_on", "refused.spread_what": "spread",
    "refused.spread_how": "how",
}  # fmt: skip
MEETING = Form(
    template="partnership/meeting.html", texts=("why", "ruling", "what", "holder", "spread", "how"), days=("due_on",),
    fields=FIELDS,
)  # fmt: skip
Acts = Mapping[str, tuple[str, Callable[[], Any]]]


def _get(held: Partnership, meeting: str) -> Sitting:
    found = find_meeting(partnership=held, meeting=meeting, on=today())
    if found is None:
        raise Http404
    return found


def _acts(request: HttpRequest, visit: Visit, partnership: str, meeting: str, typed: Typed) -> Acts:
    """Give what can be done on the page, by what its buttons send; each with what is said when it was done."""
    who: dict[str, Any] = {"actor": visit.officer, "at": now(), "partnership": partnership}
    here, seen, action = {**who, "meeting": meeting}, seen_version(request), request.POST.get("action", "")
    todo = Todo(what=typed["what"], holder=typed["holder"], due_on=MEETING.days_of(typed, visit.lang)[0]["due_on"])
    return {
        "send": ("meeting_sent", lambda: send_invitations(**here, seen=seen, why=typed["why"])),
        "cancel": ("meeting_cancelled", lambda: cancel_meeting(**here, seen=seen)),
        "ruling": ("ruling_noted", lambda: note_ruling(**here, what=typed["ruling"])),
        "action": ("action_added", lambda: add_action(**here, todo=todo)),
        "done": ("action_done", lambda: finish_action(**who, action=action)),
        "check": ("action_checked", lambda: check_action(**who, action=action)),
        "spread": ("spread_asked", lambda: ask_to_spread(**here, seen=seen, what=typed["spread"])),
        "confirm": ("spread_confirmed", lambda: confirm_spread(**here, how=typed["how"])),
    }


@signed_in
def meeting(request: HttpRequest, visit: Visit, partnership: str, meeting: str) -> HttpResponse:
    """Show a meeting; send its invitations, write its minutes, say that an action is done or that it was told inside."""
    held = get_partnership(visit, partnership)
    if request.method != "POST":
        return _show(request, visit, held, _get(held, meeting), None)
    typed, do = MEETING.read(request), request.POST.get("do", "")
    acts = _acts(request, visit, partnership, meeting, typed)
    if do not in acts:
        raise Http404
    done, act = acts[do]
    return attempt(
        act,
        lambda: redirect(f"{reverse('meeting', args=[partnership, meeting])}?{DONE}={done}"),
        lambda refused: _show(request, visit, held, _get(held, meeting), typed, refused),
    )


def _show(
    request: HttpRequest, visit: Visit, held: Partnership, found: Sitting, typed: Typed | None,
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    lang, keeps, goes_on = visit.lang, visit.may(KEEP), found.state != "cancelled"
    was = found.held_on <= today() and goes_on
    tasks, knots = find_agenda(partnership=held, sitting=found, on=today(), scope=visit.scope)
    points = points_at(scope=visit.scope, meeting=found.public_id, on=today())
    log_tied(visit, knots)
    if points:
        visit.log_read(children=dict.fromkeys(each.child for each in points), activity="point")
    page: dict[str, Any] = {
        "points": [point_row(each, visit) for each in points],
        "may_answer": was and visit.may(ASSENT) and (visit.viewer.professional, visit.viewer.organisation) in found.people,
        "partnership": held, "row": sitting_row(found, lang), "found": found, "seen": found.version, "may_keep": keeps,
        "kind": found.series.kind, "shortage": short_words(found, lang), "reaches": visit.scope is not None,
        "seats": [{"seat": each, "domains": domains_words(each.domains, lang)} for each in found.seats],
        "agenda_tasks": task_rows(tasks, visit), "agenda_knots": [knot_row(each, lang) for each in knots],
        "tasks": task_rows(found.tasks, visit), "may_write": keeps and was, "was": was,
        "may_send": keeps and found.state == "planned", "may_change": keeps and found.state in ("planned", "sent"),
        "may_confirm": visit.may(ASSENT) and goes_on and visit.viewer.organisation in found.untold,
        "own": visit.viewer.organisation_name, "people": colleague_choices(held) if keeps and was else [],
    }  # fmt: skip
    if refused is None or typed is None:
        return MEETING.show(request, MEETING.empty(), **page)
    if CHANGED in refused.reasons:
        return MEETING.show(request, typed, is_clash=True, **page)
    faults = MEETING.days_of(typed, lang)[1] if "refused.action_due" in refused.reasons else {}
    return MEETING.show(request, typed, MEETING.say(refused, faults, lang), **page)


@signed_in
def invitation(request: HttpRequest, visit: Visit, partnership: str, meeting: str) -> HttpResponse:
    """Give the invitation for a calendar, once it was sent, or to say that the meeting was called off."""
    found = _get(get_partnership(visit, partnership), meeting)
    if found.state == "planned" or (found.state == "held" and not found.is_sent):
        raise Http404
    return HttpResponse(write_invitation(found, partnership=partnership, lang=visit.lang), headers={
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'attachment; filename="overleg-{found.held_on.isoformat()}.ics"',
    })  # fmt: skip
