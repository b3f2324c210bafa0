"""Wie zag wat: the logs, what I did myself, and who looked at this child's record."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from leerrecht.audit.activities import register
from leerrecht.caseload import read_row
from leerrecht.operations.logs import note_search
from leerrecht.queries.log_search import (
    MOST_EXPORTED,
    Question,
    Rows,
    count_rows,
    every_row,
    find_chain_state,
    find_own_rows,
    find_rows,
    names_in_reach,
)
from leerrecht.queries.logs import DAYS, may_see_lookers, role_name, seen_by_others, what_words, why_words
from leerrecht.queries.rulebooks import access_table
from leerrecht.records.models import Child
from leerrecht.stored.public_id import ALPHABET, LENGTH
from leerrecht.web.child.views import get_child
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.logs.files import csv_file

DUTY = "read_logs"
FIELDS = ("kind", "spoor", "wie", "rol", "soort", "van", "tot")
MOST_TEXT = 100
ONE_DAY = datetime.timedelta(days=1)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _day(text: str) -> datetime.date | None:
    """Read a day as people write it; None when it isn't one."""
    day = read_row(table="absences", typed={"day": text}).values.get("day") if text else None
    return day if isinstance(day, datetime.date) and day < datetime.date.max else None


def _asked(request: HttpRequest) -> tuple[dict[str, str], list[str]]:
    """Give what was typed, and the fields of which the day can't be read."""
    typed = {name: request.POST.get(name, "").replace("\0", "").strip()[:MOST_TEXT] for name in FIELDS}
    return typed, [name for name in ("van", "tot") if typed[name] and _day(typed[name]) is None]


def _question(typed: dict[str, str]) -> Question:
    last = _day(typed["tot"])
    return Question(
        child=typed["kind"].lower(), trace=typed["spoor"].lower(), actor=typed["wie"], role=typed["rol"],
        activity=typed["soort"], since=_day(typed["van"]), until=last + ONE_DAY if last else None,
    )  # fmt: skip


def _rows(found: Rows, lang: str) -> list[dict[str, Any]]:
    """Put the rows in words."""
    return [
        {
            "entry": entry,
            "what": what_words(entry.name, lang),
            "why": why_words(entry.ground, lang),
            "role": role_name(entry.role, lang) if entry.role else "",
            "who": found.names.get(entry.actor, ""),
            "organisation": found.organisations.get(entry.team, ""),
            "known": [child for child in entry.children if child],
            "erased": sum(not child for child in entry.children),
        }
        for entry in found.entries
    ]


def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    roles = [(name, role.name[visit.lang]) for name, role in access_table().roles.items()]
    return {
        "roles": roles,
        "activities": [(name, each.title[visit.lang]) for name, each in register().activities.items()],
    }


@signed_in
def logs(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Search the logs; asked by POST, so that nobody's code or name stands in an address."""
    officer = visit.must(DUTY)
    typed, unreadable = _asked(request)
    shared = {"typed": typed, "unreadable": unreadable, **_choices(visit), "chain": find_chain_state()}
    if request.method != "POST" or unreadable:
        status = 422 if unreadable else 200
        return render(request, "logs/search.html", {**shared, "found": None, "rows": []}, status=status)
    found = find_rows(question=_question(typed), page=_number(request.POST.get("pagina", "1")))
    note_search(actor=officer, at=now(), rows=found.total)
    visit.log_read(children=_about(found.shown_children), activity="logs")
    return render(request, "logs/search.html", {**shared, "found": found, "rows": _rows(found, visit.lang)})


def _about(children: tuple[str, ...]) -> list[str]:
    """Give the children that a page is about: those who were erased, and what is no code, left out."""
    return [child for child in children if len(child) == LENGTH and set(child) <= set(ALPHABET)]


@signed_in
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give what was found as a file; only by POST, as the search."""
    officer = visit.must(DUTY)
    typed, unreadable = _asked(request)
    if request.method != "POST" or unreadable:
        raise Http404
    total = count_rows(question=_question(typed))
    if total > MOST_EXPORTED:  # a file that lacks rows would look whole
        page = {"typed": typed, **_choices(visit), "chain": find_chain_state(), "found": None}
        return render(request, "logs/search.html", {**page, "over_limit": total, "most": MOST_EXPORTED}, status=422)
    entries = list(every_row(question=_question(typed)))
    note_search(actor=officer, at=now(), rows=len(entries), is_export=True)
    children = tuple(dict.fromkeys(child for entry in entries for child in entry.children))
    visit.log_read(children=_about(children), activity="logs.export")
    return csv_file(entries=entries, lang=visit.lang)


@signed_in
def own_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what somebody looked at and did themselves; names of the children they reach today."""
    found = find_own_rows(viewer=visit.viewer, page=_number(request.GET.get("pagina", "1")))
    names = names_in_reach(scope=visit.scope, children=found.shown_children, on=today())
    visit.log_read(children=list(names), activity="own_log")
    rows = _rows(found, visit.lang)
    for row in rows:
        row["named"] = [{"child": child, "name": names[child]} for child in row["known"] if child in names]
        row["gone"] = len(row["entry"].children) - len(row["named"])
    return render(request, "logs/own.html", {"found": found, "rows": rows, "page_url": "?pagina="})


@signed_in
def seen_by(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show who looked at a child's record or changed it: of the last months, or of all that is kept."""
    found: Child = get_child(visit, child)
    if not may_see_lookers(scope=visit.children, child=found.pk):
        raise Http404
    show_all = request.GET.get("alles", "") == "ja"
    since = None if show_all else today() - datetime.timedelta(days=DAYS)
    days = seen_by_others(child=found.public_id, lang=visit.lang, since=since)
    names = names_in_reach(scope=visit.scope, children=[child], on=today())
    visit.log_read(children=[child], activity="seen_by")
    return render(
        request,
        "logs/seen_by.html",
        {
            "child": child, "name": names.get(child, ""), "days": days, "show_all": show_all, "most_days": DAYS,
            "own_organisation": visit.viewer.organisation_name,
        },
    )  # fmt: skip
