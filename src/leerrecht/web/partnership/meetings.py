"""Meetings of a partnership: all of them, a new series, a meeting planned or changed, and how they meet looked at again."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.meetings import (
    Aim,
    Plan,
    begin_series,
    change_meeting,
    end_series,
    note_evaluation,
    plan_meeting,
)  # fmt: skip
from leerrecht.operations.partnerships import KEEP
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.meetings import RHYTHMS, SERIES_KINDS
from leerrecht.queries.dated import entitled_on
from leerrecht.queries.meetings import Row, Sitting, find_meeting, find_meetings, series_rows
from leerrecht.queries.partnerships import find_overview
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import (
    CHANGED,
    Form,
    Typed,
    attempt,
    get_kept,
    get_partnership,
    only_said,
    seen_version,
)  # fmt: skip
from leerrecht.web.partnership.meeting_words import domain_choices, series_row, sitting_row, task_rows
from leerrecht.web.partnership.people import colleague_choices
from leerrecht.web.words import word

TIME = re.compile(r"\s*([01]?[0-9]|2[0-3])[:.]([0-5][0-9])\s*", re.ASCII)
MINUTES = (30, 45, 60, 90, 120, 180)
SERIES = Form(
    template="partnership/begin_series.html",
    texts=("name", "purpose", "kind", "rhythm"),
    lists=("needed", "domains"),
    fields={
        "refused.series_name": "name", "refused.series_twice": "name", "refused.series_purpose": "purpose",
        "refused.series_kind": "kind", "refused.series_rhythm": "rhythm", "refused.series_needed": "needed",
        "refused.series_domains": "domains",
    },
)  # fmt: skip
PLAN = Form(
    template="partnership/plan_meeting.html",
    texts=("begins", "minutes", "place"),
    days=("held_on",),
    lists=("invited",),
    fields={
        "refused.meeting_day": "held_on", "refused.meeting_time": "begins", "refused.meeting_minutes": "minutes",
        "refused.meeting_place": "place", "refused.meeting_invited": "invited",
    },
)  # fmt: skip
EVALUATE = Form(
    template="partnership/evaluate_meetings.html",
    texts=("findings",),
    days=("held_on",),
    fields={
        "refused.evaluation_on": "held_on", "refused.evaluation_known": "held_on",
        "refused.evaluation_findings": "findings",
    },
)  # fmt: skip


def _to(name: str, done: str, *ids: str) -> HttpResponse:
    return redirect(f"{reverse(name, args=ids)}?{DONE}={done}")


@signed_in
def meetings(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Show all meetings: what is late first, then series, meetings to come and those that were; who keeps it ends a series."""
    held, on, lang = get_partnership(visit, partnership), today(), visit.lang
    if request.method == "POST":
        officer = visit.must(KEEP)
        try:
            end_series(actor=officer, at=now(), partnership=partnership, series=request.POST.get("series", ""))
        except Refused as refused:
            only_said(refused, lang)
            raise
        return _to("meetings", "series_ended", partnership)
    phases = [each for each in held.phases.all() if each.since_on <= on]
    found = find_meetings(partnership=held, phase_since=phases[-1].since_on if phases else None, on=on)
    page = {
        "partnership": held, "found": found, "may_keep": visit.may(KEEP),
        "series": [series_row(row, lang) for row in found.series if not _is_over(row, on)],
        "over": [series_row(row, lang) for row in found.series if _is_over(row, on)],
        "ahead": [sitting_row(each, lang) for each in found.ahead],
        "past": [sitting_row(each, lang) for each in found.past],
        "tasks": task_rows(found.tasks, visit),
    }  # fmt: skip
    return render(request, "partnership/meetings.html", page)


def _is_over(row: Row, on: datetime.date) -> bool:
    return row.ended_on is not None and row.ended_on <= on


@signed_in
def begin(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Begin a series of meetings."""
    held, lang = get_kept(visit, partnership), visit.lang
    members = find_overview(partnership=held, on=today()).members
    page: dict[str, Any] = {
        "partnership": held, "domains": domain_choices(lang),
        "kinds": [(each, word(f"meetings.kind.{each}", lang), word(f"meetings.kind_about.{each}", lang))
                  for each in SERIES_KINDS],
        "rhythms": [(each, word(f"meetings.rhythm.{each}", lang)) for each in RHYTHMS],
        "organisations": [(each.organisation_id, each.name) for each in members],
    }  # fmt: skip
    if request.method != "POST":
        return SERIES.show(request, SERIES.empty(), **page)
    typed = SERIES.read(request)
    aim = Aim(**{name: typed[name] for name in ("name", "purpose", "kind", "rhythm", "needed", "domains")})
    return attempt(
        lambda: begin_series(actor=visit.officer, at=now(), partnership=partnership, aim=aim),
        lambda: _to("meetings", "series_begun", partnership),
        lambda refused: SERIES.show(request, typed, SERIES.say(refused, {}, lang), **page),
    )


# --- one meeting -------------------------------------------------------------------------------------------------------


def read_time(text: str) -> datetime.time | None:
    """Read a time of day as people type it.

    >>> read_time("9.30"), read_time("24:00")
    (datetime.time(9, 30), None)
    """
    found = TIME.fullmatch(text)
    return datetime.time(int(found[1]), int(found[2])) if found else None


def _plan(typed: Typed, held_on: datetime.date | None) -> Plan:
    minutes = typed["minutes"]
    return Plan(
        held_on=held_on, begins=read_time(typed["begins"]), place=typed["place"], invited=typed["invited"],
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0,
    )  # fmt: skip


def _choices(visit: Visit, held: Partnership, row: Row) -> dict[str, Any]:
    """Give who can be invited; with who may decide today on a life domain that the series can't do without."""
    able = {
        (each.person, each.name) for each in entitled_on(partnership=held, on=today()) if each.domains & {*row.domains}
    }
    marks = [f"{person} ({name})" for person, name in sorted(able)]
    return {
        "partnership": held, "series": series_row(row, visit.lang), "people": colleague_choices(held),
        "able": "; ".join(marks),
        "lengths": [(str(each), word("meetings.minutes", visit.lang, number=each)) for each in MINUTES],
    }  # fmt: skip


@signed_in
def plan(request: HttpRequest, visit: Visit, partnership: str, series: str) -> HttpResponse:
    """Plan a meeting of a series."""
    held = get_kept(visit, partnership)
    rows = series_rows(partnership=held, on=today()).values()
    row = next((each for each in rows if each.public_id == series and each.ended_on is None), None)
    if row is None:
        raise Http404
    page = {**_choices(visit, held, row), "url": reverse("plan_meeting", args=[partnership, series]), "sitting": None}
    if request.method != "POST":
        return PLAN.show(request, PLAN.empty(minutes="60"), **page)
    typed = PLAN.read(request)
    days, faults = PLAN.days_of(typed, visit.lang)
    made: list[str] = []
    return attempt(
        lambda: made.append(
            plan_meeting(
                actor=visit.officer,
                at=now(),
                partnership=partnership,
                series=series,
                plan=_plan(typed, days["held_on"]),
            ).public_id
        ),
        lambda: _to("meeting", "meeting_planned", partnership, made[0]),
        lambda refused: PLAN.show(request, typed, PLAN.say(refused, faults, visit.lang), **page),
    )


@signed_in
def change(request: HttpRequest, visit: Visit, partnership: str, meeting: str) -> HttpResponse:
    """Change when, where or with whom a meeting is that is still to come."""
    held = get_kept(visit, partnership)
    if request.method != "POST":
        return _show_change(request, visit, held, meeting, None)
    typed = PLAN.read(request)
    days, faults = PLAN.days_of(typed, visit.lang)
    return attempt(
        lambda: change_meeting(
            actor=visit.officer, at=now(), partnership=partnership, meeting=meeting, seen=seen_version(request),
            plan=_plan(typed, days["held_on"]),
        ),
        lambda: _to("meeting", "meeting_changed", partnership, meeting),
        lambda refused: _show_change(request, visit, held, meeting, typed, refused, faults),
    )  # fmt: skip


def _typed(found: Sitting) -> Typed:
    return PLAN.empty(
        held_on=typed_day(found.held_on), begins=f"{found.begins:%H:%M}", minutes=str(found.minutes), place=found.place,
        invited=[seat.code for seat in found.seats],
    )  # fmt: skip


def _show_change(
    request: HttpRequest, visit: Visit, held: Partnership, meeting: str, typed: Typed | None,
    refused: Refused | None = None, faults: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    found = find_meeting(partnership=held, meeting=meeting, on=today())
    if found is None or found.state in ("held", "cancelled"):
        raise Http404
    page = {
        **_choices(visit, held, found.series), "url": reverse("change_meeting", args=[held.public_id, meeting]),
        "sitting": sitting_row(found, visit.lang), "seen": found.version,
    }  # fmt: skip
    if refused is None or typed is None:
        return PLAN.show(request, _typed(found), **page)
    if CHANGED in refused.reasons:
        return PLAN.show(request, typed, is_clash=True, **page)
    return PLAN.show(request, typed, PLAN.say(refused, faults or {}, visit.lang), **page)


@signed_in
def evaluate(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Record that the members looked at how they meet."""
    held = get_kept(visit, partnership)
    page: dict[str, Any] = {"partnership": held}
    if request.method != "POST":
        return EVALUATE.show(request, EVALUATE.empty(held_on=typed_day(today())), **page)
    typed = EVALUATE.read(request)
    days, faults = EVALUATE.days_of(typed, visit.lang)
    return attempt(
        lambda: note_evaluation(
            actor=visit.officer, at=now(), partnership=partnership, held_on=days["held_on"], findings=typed["findings"]
        ),
        lambda: _to("meetings", "meetings_evaluated", partnership),
        lambda refused: EVALUATE.show(request, typed, EVALUATE.say(refused, faults, visit.lang), **page),
    )
