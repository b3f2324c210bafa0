"""Noodinzage: open one record in an emergency, close it, review it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leerrecht.grants.models import VERDICTS
from leerrecht.operations.acting import Refused
from leerrecht.operations.glass import SHORTEST_REASON, Sought, close_glass, open_glass, review_opening
from leerrecht.queries.glass import Opened, find_opened
from leerrecht.queries.rulebooks import rulebook
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, wrong_of
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

TEXTS = ("number", "given_names", "family_name", "born_on", "reason")
FIELDS = {
    "refused.glass_who": "number", "refused.glass_reason": "reason", "refused.glass_none": "", "refused.glass_known": "",
    "refused.glass_wait": "",
}  # fmt: skip
REVIEW_FIELDS = {"refused.glass_verdict": "verdict", "refused.glass_words": "words"}


@signed_in
def open_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask exactly who is meant and why; open that record. What doesn't open tells nothing about anybody."""
    visit.must("open_glass")
    typed = dict.fromkeys(TEXTS, "")
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in TEXTS}
        born_on, fault = read_day(typed["born_on"], visit.lang)
        if fault:
            wrong = wrong_of([("born_on", fault)])
        else:
            sought = Sought(
                number=typed["number"], given_names=typed["given_names"], family_name=typed["family_name"],
                born_on=born_on,
            )  # fmt: skip
            try:
                opening = open_glass(actor=visit.actor, at=now(), sought=sought, reason=typed["reason"])
                return redirect("child", opening.child.public_id)
            except Refused as refused:
                wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang)
    book = rulebook()
    page = {
        "typed": typed, "errors": {name: wrong.by_field.get(name, ()) for name in TEXTS}, "wrong": wrong,
        "hours": book.value_on("glass.open_hours", today()), "tries": book.value_on("glass.tries_per_hour", today()),
        "days": book.value_on("glass.review_workdays", today()), "shortest": SHORTEST_REASON,
    }  # fmt: skip
    return render(request, "glass/open.html", page, status=UNPROCESSABLE if wrong.summary else 200)


@require_POST
@signed_in
def close(request: HttpRequest, visit: Visit, opening: str) -> HttpResponse:
    """Close a record before its hours have passed."""
    try:
        close_glass(actor=visit.officer, at=now(), opening=opening)
    except Refused as refused:
        say_wrong(refused, fields={}, lang=visit.lang)
    return redirect(f"{reverse('today')}?{DONE}=glass_closed")


def opened_row(opened: Opened, lang: str) -> dict[str, Any]:
    """Give an opening in words."""
    begun, ends = timezone.localtime(opened.opened_at), timezone.localtime(opened.ends_at)
    return {
        "opened": opened, "role": role_words(opened.role, lang), "on": begun.date(), "clock": f"{begun:%H:%M}",
        "until": f"{ends:%H:%M}", "verdict": word(f"glass.verdict.{opened.verdict}", lang) if opened.verdict else "",
    }  # fmt: skip


@signed_in
def review(request: HttpRequest, visit: Visit, opening: str) -> HttpResponse:
    """Show an opening, and judge it."""
    visit.must("review_openings")
    found = find_opened(viewer=visit.viewer, public_id=opening, on=today())
    if found is None:
        raise Http404
    typed = {"verdict": "", "words": ""}
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in typed}
        try:
            review_opening(actor=visit.officer, at=now(), opening=opening, **typed)
            return redirect(f"{reverse('today')}?{DONE}=glass_reviewed")
        except Refused as refused:
            wrong = say_wrong(refused, fields=REVIEW_FIELDS, lang=visit.lang)
    visit.log_read(children=[found.child], activity="glass")
    page = {
        "row": opened_row(found, visit.lang), "typed": typed, "wrong": wrong,
        "verdicts": [(each, word(f"glass.verdict.{each}", visit.lang)) for each in VERDICTS],
        "errors": {name: wrong.by_field.get(name, ()) for name in typed},
    }  # fmt: skip
    return render(request, "glass/review.html", page, status=UNPROCESSABLE if wrong.summary else 200)
