"""When it turns out otherwise: somebody stops on another day, is back sooner, or stays after all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.staff_changes import DUTY
from leerrecht.operations.staff_days import move_change, withdraw_change
from leerrecht.queries.handovers import find_change, goes_on, may_change
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

DO, VERSION = "doe", "versie"
FIELDS = {
    "refused.change_day": "stops_on", "refused.change_begun": "stops_on", "refused.change_back": "returns_on",
    "refused.change_back_on": "returns_on",
}  # fmt: skip


@signed_in
def change_days(request: HttpRequest, visit: Visit, change: str) -> HttpResponse:
    """Show one staff change of the viewer's team, and let whoever may move it or withdraw it."""
    visit.must(DUTY)
    found, wrong = find_change(viewer=visit.viewer, public_id=change), NOTHING_WRONG
    if found is None:
        raise Http404
    typed = {"stops_on": typed_day(found.stops_on), "returns_on": typed_day(found.returns_on)}
    if request.method == "POST":
        if request.POST.get(DO) == "move":
            typed |= {name: request.POST.get(name, typed[name])[:MOST_TYPED] for name in typed}
        try:
            return redirect(f"{reverse('handovers')}?{DONE}={_do(request, visit, change, typed)}")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang)
            found = find_change(viewer=visit.viewer, public_id=change) or found
    page = {
        "change": found, "goes_on": goes_on(change=found), "kind": word(f"handover.kind.{found.kind}", visit.lang),
        "typed": typed, "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in typed}, "has_begun": found.stops_on < today(),
        "may_change": found.withdrawn_at is None and may_change(change=found, viewer=visit.viewer, on=today()),
    }  # fmt: skip
    return render(request, "handover/days.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _do(request: HttpRequest, visit: Visit, change: str, typed: dict[str, str]) -> str:
    """Withdraw the change or move it, as was asked; gives what was done. Raises Refused."""
    seen = request.POST.get(VERSION, "")
    named: dict[str, Any] = {
        "actor": visit.actor, "at": now(), "change": change,
        "version": int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
    }  # fmt: skip
    if request.POST.get(DO) == "withdraw":
        withdraw_change(**named)
        return "change_off"
    if request.POST.get(DO) != "move":
        raise Refused("refused.no_such_child")
    days: dict[str, Any] = {}
    for name, reason in (("stops_on", "refused.change_day"), ("returns_on", "refused.change_back")):
        days[name], unreadable = read_day(typed[name], visit.lang)
        if unreadable:
            raise Refused(reason)
    move_change(**named, **days)
    return "change_moved"
