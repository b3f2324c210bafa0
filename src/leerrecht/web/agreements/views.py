"""Afspraken: the agreements between organisations, noted by the privacy officer and read by the parties."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.chain.models import Organisation
from leerrecht.operations.acting import Refused
from leerrecht.operations.agreements import Terms, note_agreement
from leerrecht.queries.agreements import Kept, find_agreements
from leerrecht.queries.rulebooks import access_table
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.consent.wording import category_titles
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

TEXTS = ("code", "name", "purposes", "ground", "starts_on", "ends_on", "review_on")
DAYS = ("starts_on", "ends_on", "review_on")
LISTS = ("parties", "categories")
FIELDS = {
    f"refused.agreement_{name}": field
    for name, field in (
        ("code", "code"), ("name", "name"), ("parties", "parties"), ("purposes", "purposes"),
        ("categories", "categories"), ("ground", "ground"), ("start", "starts_on"), ("end", "ends_on"),
        ("review", "review_on"),
    )
}  # fmt: skip
REVIEW_KINDS = {"upcoming": "upcoming", "due": "due", "overdue": "overdue"}


def kept_row(kept: Kept, lang: str) -> dict[str, Any]:
    """Give an agreement in words."""
    return {
        "kept": kept,
        "parties": ", ".join(kept.parties),
        "categories": ", ".join(category_titles(kept.categories, lang)),
        "state_words": word(f"agreements.state.{kept.state}", lang),
        "review_words": word(f"agreements.review.{kept.review}", lang) if kept.review else "",
        "review_kind": REVIEW_KINDS.get(kept.review, ""),
    }


@signed_in
def overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the agreements: all of them to who keeps them, to others those of their own organisation."""
    may_keep = visit.may("keep_agreements")
    found = find_agreements(on=today(), organisation=None if may_keep else visit.viewer.organisation)
    rows = [kept_row(kept, visit.lang) for kept in found]
    return render(request, "agreements/overview.html", {"rows": rows, "may_keep": may_keep})


def _of(kept: Kept) -> dict[str, Any]:
    days = {name: typed_day(getattr(kept, name)) for name in DAYS}
    return {
        "code": kept.code, "name": kept.name, "purposes": kept.purposes, "ground": kept.ground, **days, "starts_on": "",
        "parties": list(kept.party_ids), "categories": list(kept.categories),
    }  # fmt: skip


def _first(request: HttpRequest) -> dict[str, Any]:
    """Give what the form begins with: nothing, or the agreement of which this is a change."""
    former = request.GET.get("na", "")
    found = next((kept for kept in find_agreements(on=today()) if former and kept.public_id == former), None)
    return _of(found) if found else {**dict.fromkeys(TEXTS, ""), **{name: [] for name in LISTS}}


@signed_in
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note an agreement, or a change of one from a day."""
    officer = visit.must("keep_agreements")
    wrong = NOTHING_WRONG
    typed = _first(request)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in TEXTS}
        typed |= {name: request.POST.getlist(name) for name in LISTS}
        read = {name: read_day(typed[name], visit.lang) for name in DAYS}
        terms = Terms(**{**typed, "code": typed["code"].strip(), **{name: day for name, (day, _) in read.items()}})
        faults = {name: fault for name, (_, fault) in read.items() if fault}
        try:
            if "ends_on" in faults:  # a day that can't be read isn't an agreement without end
                raise Refused("refused.agreement_end")
            note_agreement(actor=officer, at=now(), terms=terms)
            return redirect(f"{reverse('agreements')}?{DONE}=agreement_noted")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang, faults=faults)
    return _show(request, visit, typed, wrong)


def _show(request: HttpRequest, visit: Visit, typed: dict[str, Any], wrong: Wrong) -> HttpResponse:
    table = access_table()
    required = [f"{code} ({each.name[visit.lang]})" for code, each in table.agreements.items()]
    page = {
        "typed": typed,
        "errors": {name: wrong.by_field.get(name, ()) for name in (*TEXTS, *LISTS)},
        "wrong": wrong,
        "parties": list(Organisation.objects.values_list("public_id", "name")),
        "categories": [(each.id, str(each.title[visit.lang])) for each in table.categories.values()],
        "codes": ", ".join(required),
    }
    return render(request, "agreements/add.html", page, status=UNPROCESSABLE if wrong.summary else 200)
