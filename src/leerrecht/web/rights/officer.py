"""For who sees to rights and terms, and reaches no child: requests, what has passed its term, holds, erasing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.erasing import erase_part, erase_record
from leerrecht.operations.holding import lift_hold, place_hold
from leerrecht.operations.requests import answer
from leerrecht.queries.keeping import Kept, find_one, find_preview
from leerrecht.queries.rights import (
    erasures,
    has_granted_erasure,
    holds_of,
    request_to_handle,
    requests_answered,
    requests_to_handle,
)
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.rights.faults import read_refused
from leerrecht.web.rights.views import ANSWER, FIELDS, MOST_TYPED, UNPROCESSABLE, WORDS, answer_form
from leerrecht.web.rights.wording import asked_words, category_words, part_words
from leerrecht.web.words import word

REASON, GROUND, SURE, DO, CODE, HOLD = "reden", "grond", "zeker", "doe", "code", "hold"
REASONS = {"refused.reason_missing": REASON, "refused.reason_long": REASON}
GROUNDS = {"refused.reason_missing": GROUND, "refused.reason_long": GROUND}


@signed_in
def requests(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the requests that wait, overdue ones first, and those answered last."""
    visit.must("handle_requests")
    waiting, answered = requests_to_handle(on=today()), requests_answered(on=today())
    about = sorted({each.child for each in (*waiting, *answered) if each.child})
    if about:
        visit.log_read(children=about, activity="request")
    page = {
        "waiting": [asked_words(each, visit.lang) for each in waiting],
        "answered": [asked_words(each, visit.lang) for each in answered],
        "overdue": sum(each.is_overdue for each in waiting),
        "may_erase": visit.may("erase_records"),
    }
    return render(request, "rights/requests.html", page)


@signed_in
def one_request(request: HttpRequest, visit: Visit, asked: str) -> HttpResponse:
    """Show one request, and answer it."""
    officer = visit.must("handle_requests")
    found = request_to_handle(public_id=asked, on=today())
    if found is None:
        raise Http404
    form = answer_form(request, visit)
    if request.method == "POST":
        try:
            answer(actor=officer, at=now(), request=asked, answer=form["typed"][ANSWER], words=form["typed"][WORDS])
            return redirect(f"{reverse('request', args=[asked])}?{DONE}=request_answered")
        except Refused as refused:
            form = answer_form(request, visit, wrong=read_refused(refused, fields=FIELDS, lang=visit.lang))
    if found.child:
        visit.log_read(children=[found.child], activity="request")
    is_granted = found.kind == "erasure" and found.answer == "granted" and not found.table
    may_erase = is_granted and visit.may("erase_records")
    page = {"row": asked_words(found, visit.lang), "may_erase": may_erase, **form}
    return render(request, "rights/request.html", page, status=UNPROCESSABLE if form["wrong"].summary else 200)


@signed_in
def keeping(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what has passed its term: counts, and the codes of the records; find one by its code."""
    visit.must("erase_records")
    code = request.POST.get(CODE, "").strip()[:40]
    if request.method == "POST":
        if code.isalnum() and find_one(child=code, on=today()) is not None:
            return redirect("kept", code)
    preview = find_preview(on=today())
    shown = {each.child for each in (*preview.whole, *preview.partly, *preview.on_hold)}
    if shown:
        visit.log_read(children=sorted(shown), activity="retention")
    fault = word("keeping.find_fault", visit.lang) if request.method == "POST" else ""
    page = {
        "preview": preview, "code": code, "fault": fault,
        "totals": [
            {
                "total": total, "category": category_words(total.category, visit.lang),
                "organisation": word(f"keeping.kind_of.{total.organisation}", visit.lang),
            }
            for total in preview.totals
        ],
        "erasures": [
            {"erasure": each, "what": _erased_words(each.part, visit.lang)} for each in erasures()
        ],
    }  # fmt: skip
    return render(request, "rights/keeping.html", page, status=UNPROCESSABLE if fault else 200)


def _erased_words(part: tuple[str, ...], lang: str) -> str:
    if not part:
        return word("keeping.done_record", lang)
    what = f"{category_words(part[0], lang)}, {word(f'keeping.kind_of.{part[1]}', lang)}"
    return word("keeping.done_part", lang, what=what)


def _get(visit: Visit, child: str) -> Kept:
    visit.must("erase_records")
    found = find_one(child=child, on=today())
    if found is None:
        raise Http404
    return found


@signed_in
def kept(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show what is kept of one child; place and lift holds."""
    found = _get(visit, child)
    wrong, typed = NOTHING_WRONG, request.POST.get(REASON, "")[:MOST_TYPED]
    if request.method == "POST":
        try:
            done = _hold(request, visit, child, typed)
            return redirect(f"{reverse('kept', args=[child])}?{DONE}={done}")
        except Refused as refused:
            wrong = read_refused(refused, fields=REASONS, lang=visit.lang)
    visit.log_read(children=[child], activity="retention")
    page = {
        "kept": found, "parts": [part_words(part, visit.lang) for part in found.parts], "holds": holds_of(child=child),
        "may_erase": found.is_past or has_granted_erasure(child=child), "typed": typed, "wrong": wrong,
        "reason_errors": wrong.by_field.get(REASON, ()),
    }  # fmt: skip
    return render(request, "rights/kept.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _hold(request: HttpRequest, visit: Visit, child: str, reason: str) -> str:
    if request.POST.get(DO) == "lift":
        lift_hold(actor=visit.officer, at=now(), child=child, hold=request.POST.get(HOLD, ""))
        return "hold_lifted"
    place_hold(actor=visit.officer, at=now(), child=child, reason=reason)
    return "hold_placed"


@signed_in
def erase(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Ask once whether a whole record must go, and erase it."""
    found = _get(visit, child)
    if not (found.is_past or has_granted_erasure(child=child)) or found.is_on_hold:
        raise Http404
    wrong, ground = NOTHING_WRONG, request.POST.get(GROUND, "")[:MOST_TYPED]
    if request.method == "POST":
        try:
            _check_sure(request)
            erase_record(actor=visit.officer, at=now(), child=child, ground=ground)
            return redirect(f"{reverse('keeping')}?{DONE}=record_erased")
        except Refused as refused:
            wrong = _wrong(refused, visit.lang)
    visit.log_read(children=[child], activity="retention")
    page = {**_erase_page(found, ground, wrong), "rows": sum(part.rows for part in found.parts)}
    return render(request, "rights/erase.html", page, status=UNPROCESSABLE if wrong.summary else 200)


@signed_in
def erase_one_part(request: HttpRequest, visit: Visit, child: str, category: str, organisation: str) -> HttpResponse:
    """Ask once whether a part of a record must go, and erase it."""
    found = _get(visit, child)
    part = next(
        (each for each in found.past_parts if (each.category, each.organisation) == (category, organisation)), None
    )
    if part is None or found.is_on_hold:
        raise Http404
    wrong, ground = NOTHING_WRONG, request.POST.get(GROUND, "")[:MOST_TYPED]
    if request.method == "POST":
        try:
            _check_sure(request)
            named = {"category": category, "organisation": organisation}
            erase_part(actor=visit.officer, at=now(), child=child, ground=ground, **named)
            return redirect(f"{reverse('kept', args=[child])}?{DONE}=part_erased")
        except Refused as refused:
            wrong = _wrong(refused, visit.lang)
    visit.log_read(children=[child], activity="retention")
    page = {**_erase_page(found, ground, wrong), "row": part_words(part, visit.lang)}
    return render(request, "rights/erase_part.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _check_sure(request: HttpRequest) -> None:
    if request.POST.get(SURE) != "on":
        raise Refused("keeping.not_sure")


def _wrong(refused: Refused, lang: str) -> Wrong:
    return read_refused(refused, fields={**GROUNDS, "keeping.not_sure": SURE}, lang=lang)


def _erase_page(found: Kept, ground: str, wrong: Wrong) -> dict[str, Any]:
    return {
        "kept": found, "ground": ground, "wrong": wrong, "ground_errors": wrong.by_field.get(GROUND, ()),
        "sure_errors": wrong.by_field.get(SURE, ()),
    }  # fmt: skip
