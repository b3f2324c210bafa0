"""Nieuw bij ons: search first; then ask after who is known elsewhere, or take up who isn't known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leerrecht.operations.acting import Refused
from leerrecht.operations.arrivals import look_up, record_arrival
from leerrecht.operations.inquiries import ask_others
from leerrecht.queries.arrivals import Known, find_known, may_receive
from leerrecht.queries.inquiries import count_posed
from leerrecht.web.arrival.places import PLACE, first_day, place_fields, place_typed
from leerrecht.web.arrival.typed import NUMBER, PERSON, Typed, nothing_typed, read_posted
from leerrecht.web.arrival.wording import precisions, sexes, sought_words, wrong_words
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE
from leerrecht.web.frame.viewing import Visit, signed_in

DO, LOOKUP, WHY = "do", "lookup", "why"
MORE = ("original_name", "languages")


def _receiving(visit: Visit) -> Visit:
    if visit.scope is None or not may_receive(viewer=visit.viewer):
        raise Http404
    return visit


@signed_in
def arrival(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Search somebody who is new. While one types only one's own are looked through; the button looks further."""
    _receiving(visit)
    typed, wrong, answer = nothing_typed(), NOTHING_WRONG, {}
    if request.method == "POST":
        typed = read_posted(request)
        try:
            answer = _search(request, visit, typed)
        except Refused as refused:
            wrong = wrong_words(refused, visit.lang)
    page = {
        **_form(typed, wrong, visit), **(answer or _answer(None)),
        "posed": count_posed(scope=visit.children, viewer=visit.viewer),
    }  # fmt: skip
    return render(request, "arrival/arrival.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _search(request: HttpRequest, visit: Visit, typed: Typed) -> dict[str, Any]:
    if request.POST.get(DO) != "look":
        known = Known() if typed.is_empty else _own(visit, typed)
        visit.log_read(children=known.shown_children, activity="arrival")
        return _answer(known)
    sought = typed.sought()
    lookup, known = look_up(actor=visit.actor, at=now(), sought=sought)
    visit.log_read(children=known.shown_children, activity="arrival")
    return {**_answer(known), "lookup": lookup.public_id, "outcome": known.outcome, "is_enough": sought.is_enough}


def _own(visit: Visit, typed: Typed) -> Known:
    """Look through one's own children while somebody types; what can't be read yet finds nobody."""
    try:
        return find_known(scope=visit.children, sought=typed.sought(), on=today(), with_others=False)
    except Refused:
        return Known()


def _answer(known: Known | None) -> dict[str, Any]:
    own = known.own if known else ()
    found = [{"each": each, "is_likely": is_likely} for each, is_likely in own]
    return {
        "found": found, "is_asked": known is not None, "lookup": "", "outcome": "", "is_enough": True,
        "number_known": known is not None and known.is_number_known,
    }  # fmt: skip


def _form(typed: Typed, wrong: Wrong, visit: Visit) -> dict[str, Any]:
    return {
        "typed": typed.text, "wrong": wrong, "precisions": precisions(visit.lang), "sexes": sexes(visit.lang),
        "errors": {name: wrong.by_field.get(name, ()) for name in (*PERSON, NUMBER)},
        "hidden": [(name, text) for name, text in typed.text.items() if text],
    }  # fmt: skip


@require_POST
@signed_in
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask those who may know whom one searched for."""
    _receiving(visit)
    typed = read_posted(request)
    try:
        made = ask_others(actor=visit.actor, at=now(), lookup=request.POST.get(LOOKUP, ""), sought=typed.sought())
    except Refused as refused:
        page = {**_form(typed, wrong_words(refused, visit.lang), visit), **_answer(None), "posed": 0}
        return render(request, "arrival/arrival.html", page, status=UNPROCESSABLE)
    return redirect(f"{reverse('inquiry', args=[made.public_id])}?{DONE}=inquiry_asked")


@require_POST
@signed_in
def record(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take up whom one searched for: ask where the young person is now, and make the record."""
    _receiving(visit)
    typed = read_posted(request)
    more = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (*MORE, WHY)}
    place, wrong = place_typed(request, visit), NOTHING_WRONG
    if request.POST.get(DO) == "record":
        try:
            child = _record(request, visit, typed, more, place)
            return redirect(f"{reverse('child', args=[child])}?{DONE}=arrival_recorded")
        except Refused as refused:
            wrong = wrong_words(refused, visit.lang, day=first_day(visit))
    page = {
        **_form(typed, wrong, visit), "more": more, "lookup": request.POST.get(LOOKUP, "")[:20],
        "outcome": request.POST.get("outcome", "")[:10], "who": sought_words(typed, visit.lang),
        "fields": place_fields(visit, place, wrong),
        "errors": {name: wrong.by_field.get(name, ()) for name in (*PERSON, *MORE, WHY, *PLACE)},
    }  # fmt: skip
    return render(request, "arrival/record.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _record(
    request: HttpRequest, visit: Visit, typed: Typed, more: Mapping[str, str], place: Mapping[str, str]
) -> str:  # fmt: skip
    person = {**typed.person, **{name: more[name] for name in MORE}}
    made = record_arrival(
        actor=visit.actor, at=now(), lookup=request.POST.get(LOOKUP, ""), sought=typed.sought(), person=person,
        place=place, why=more[WHY],
    )  # fmt: skip
    return made.public_id
