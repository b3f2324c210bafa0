"""The start page of who watches over privacy; and the form for everybody who was asked for data by somebody outside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Officer, Refused
from leerrecht.operations.knots import OTHER, report_knot
from leerrecht.queries.agreements import agreements_to_review
from leerrecht.queries.glass import openings_to_review
from leerrecht.queries.notices import find_notices
from leerrecht.queries.rights import open_requests
from leerrecht.queries.rulebooks import access_table
from leerrecht.web.agreements.views import kept_row
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.consent.wording import notice_row
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, say_wrong
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.glass.views import opened_row
from leerrecht.web.words import word

OFFICE_DUTIES = ("review_openings", "keep_agreements", "handle_requests")
KNOT_FIELDS = {"refused.knot_body": "body", "refused.words_missing": "words", "refused.words_long": "words"}


def has_office(visit: Visit) -> bool:
    """Tell whether this role works at the office: it reviews, keeps agreements or handles requests."""
    return any(visit.may(duty) for duty in OFFICE_DUTIES)


def office(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for who watches over privacy: only what each duty is about."""
    on = today()
    openings = openings_to_review(viewer=visit.viewer, on=on) if visit.may("review_openings") else []
    reviews = agreements_to_review(on=on) if visit.may("keep_agreements") else []
    visit.log_read(children=[opened.child for opened in openings], activity="glass")
    page: dict[str, Any] = {
        "notices": [notice_row(told, visit.lang) for told in find_notices(viewer=visit.viewer, scope=None)],
        "openings": [opened_row(opened, visit.lang) for opened in openings],
        "reviews": [kept_row(kept, visit.lang) for kept in reviews],
        "requests": open_requests(on=on) if visit.may("handle_requests") else None,
        "may_review": visit.may("review_openings"),
        "may_keep": visit.may("keep_agreements"),
        "may_read_logs": visit.may("read_logs"),
        "may_erase": visit.may("erase_records"),
    }
    return render(request, "agreements/office.html", page)


@signed_in
def knot(request: HttpRequest, visit: Visit, child: str = "") -> HttpResponse:
    """Note that somebody outside asked for data; about a child only for who reaches it."""
    subject: Subject | None = get_subject(visit, child) if child else None
    typed = {"body": "", "words": ""}
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in typed}
        actor: Officer = visit.actor if subject else visit.officer
        try:
            report_knot(actor=actor, at=now(), child=child, **typed)
            return redirect(f"{reverse('today')}?{DONE}=knot_noted")
        except Refused as refused:
            wrong = say_wrong(refused, fields=KNOT_FIELDS, lang=visit.lang)
    if subject:
        visit.log_read(children=[child], activity="form")
    never = access_table().never_roles.values()
    page = {
        "subject": subject,
        "bodies": [*((each.id, str(each.name[visit.lang])) for each in never), (OTHER, word("knot.other", visit.lang))],
        "typed": typed,
        "errors": {name: wrong.by_field.get(name, ()) for name in typed},
        "wrong": wrong,
    }
    return render(request, "agreements/knot.html", page, status=UNPROCESSABLE if wrong.summary else 200)
