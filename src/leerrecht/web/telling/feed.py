"""The calendar at its secret address, for a program that can't sign in; and the way from a day in it to the signal, after
signing in. Reading changes nothing but the log of readings.
"""

from __future__ import annotations

import datetime
import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response

from leerrecht.audit.log import record_read
from leerrecht.operations.signing_in.slowing import network_of
from leerrecht.queries.feeds import READ, Reader, find_events, find_feed, find_place, find_reader, read_since
from leerrecht.queries.logs import grounds_of
from leerrecht.queries.signals import signal_id
from leerrecht.telling.models import Feed
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.pacing import Pace
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.telling.calendar import write_calendar, write_sign_in

METHODS = ("GET", "HEAD")
WINDOW = 15 * 60
WRONG, RIGHT = Pace(most=50, seconds=WINDOW), Pace(most=60, seconds=WINDOW)
"""Wrong addresses from one network; and readings of one feed."""


def _refuse(status: int, **headers: str) -> HttpResponse:
    """Answer a program in few words; what isn't there, what ended and what was never there are one answer."""
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8", headers=headers)


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give somebody's days as a calendar."""
    if request.method not in METHODS:
        return _refuse(405, Allow=", ".join(METHODS))
    network = network_of(origin=str(request.META.get("REMOTE_ADDR", "")))
    if WRONG.is_over(network):
        return _refuse(429, **{"Retry-After": str(WINDOW)})
    found = find_feed(token=token)
    reader = find_reader(feed=found, at=now()) if found else None
    if found is None or reader is None:
        WRONG.count(network)
        return _refuse(404)
    if RIGHT.is_over(found.public_id):
        return _refuse(429, **{"Retry-After": str(WINDOW)})
    RIGHT.count(found.public_id)
    return _give(request, found, reader)


def _give(request: HttpRequest, found: Feed, reader: Reader) -> HttpResponse:
    """Give the calendar, or that it hasn't changed. What was already given today isn't noted again."""
    on = today()
    if reader.must_sign_in:
        content, children = write_sign_in(feed=found.public_id, on=on, lang=found.language), set[str]()
    else:
        events = find_events(feed=found, reader=reader, on=on)
        content = write_calendar(events=events, lang=found.language)
        children = {event.child[1] for event in events if not event.is_cancelled}
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={
        "Content-Disposition": 'inline; filename="leerrecht.ics"', "ETag": tag, "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    })  # fmt: skip
    given = get_conditional_response(request, etag=tag, response=answer) or answer
    if given.status_code == answer.status_code:
        _note(reader, children)
    given.headers["Cache-Control"] = "no-store"
    return given


def _note(reader: Reader, children: set[str]) -> None:
    """Note whose days were given, once a day: a calendar asks every hour, and nobody looks each time."""
    midnight = datetime.datetime.combine(today(), datetime.time(), timezone.get_current_timezone())
    viewer = reader.viewer
    new = sorted(children - read_since(viewer=viewer, since=midnight))
    record_read(
        at=now(), children=new, activity=READ, role=viewer.role, actor=viewer.account_id, team=viewer.team_id,
        organisation=viewer.organisation_id, ground=grounds_of(scope=reader.scope, children=new),
    )  # fmt: skip


@signed_in
def event(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Go from a day in a calendar to why it is there; what somebody doesn't see (any more) leads to Vandaag."""
    place = (
        find_place(viewer=visit.viewer, scope=visit.scope, on=today(), code=code) if visit.scope is not None else None
    )
    if place is None:
        return redirect("today")
    found = place.finding
    return redirect("why", child=place.card.child, signal=signal_id(rule=found.rule, key=found.key))
