"""Rechten of one young person: the whole record, requests and their answers; and a correction for who may record it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.requests import KINDS, answer, ask
from leerrecht.queries.child import find_child
from leerrecht.queries.facts import load_caseload, rows_seen
from leerrecht.queries.record import RecordExport, record_export
from leerrecht.queries.rights import correction_to_answer, may_use_rights, requests_of
from leerrecht.records.models import Child
from leerrecht.rights.models import ANSWERS
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_history import cells_of
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.rights.document import to_json, to_pdf
from leerrecht.web.rights.faults import read_refused
from leerrecht.web.rights.wording import asked_fact, asked_words, fact_words, line_of
from leerrecht.web.words import word

KIND, ABOUT, WORDS, ANSWER = "soort", "over", "woorden", "antwoord"
FIELDS = {
    "refused.words_missing": WORDS, "refused.words_long": WORDS, "refused.kind_missing": KIND,
    "refused.answer_missing": ANSWER,
}  # fmt: skip
MAKERS = {"pdf": (to_pdf, "application/pdf"), "json": (to_json, "application/json")}
UNPROCESSABLE = 422
MOST_TYPED = 20_000
ALL = "all"
"""The choice for a request about the record as a whole."""


def _represented(visit: Visit, public_id: str) -> Child:
    """Get the child of an address for who uses its rights; for anybody else there is no such page."""
    found = find_child(scope=visit.children, public_id=public_id)
    if found is None or not may_use_rights(scope=visit.children, number=found.pk) or not visit.may("export_record"):
        raise Http404
    return found


@signed_in
def rights(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show what one may do by right, what was asked, and the answers."""
    found = _represented(visit, child)
    asked = requests_of(scope=visit.children, number=found.pk, on=today())
    visit.log_read(children=[child], activity="request")
    page = {"subject": get_subject(visit, child), "asked": [asked_words(each, visit.lang) for each in asked]}
    return render(request, "rights/rights.html", page)


def file_of(export: RecordExport, kind: str) -> HttpResponse:
    """Give a record as a file to keep; for the young person's own door too."""
    make, content_type = MAKERS[kind]
    named = {"Content-Disposition": f'attachment; filename="{export.file_name}.{kind}"'}
    return HttpResponse(make(export), content_type=content_type, headers=named)


@signed_in
def take(request: HttpRequest, visit: Visit, child: str, kind: str) -> HttpResponse:
    """Give the whole record as a file."""
    found = _represented(visit, child)
    export = record_export(scope=visit.children, child=found, on=today(), lang=visit.lang)
    if export is None or kind not in MAKERS:
        raise Http404
    visit.log_read(children=[child], activity="record")
    return file_of(export, kind)


def _about_choices(visit: Visit, child: Child) -> list[tuple[str, str]]:
    """Give what a request may be about: the record as a whole, or one of the facts that this viewer may see."""
    caseload = load_caseload(scope=visit.children, children=[child.pk])
    rows = rows_seen(scope=visit.children, caseload=caseload, number=child.pk)
    facts = [
        (f"{table}/{row['fact']}", f"{fact_words(table, visit.lang)}: {line_of(cells_of(table, row, visit.lang))}")
        for table, found in rows.items()
        for row in found
    ]
    return [(ALL, word("rights.about_all", visit.lang)), *facts]


@signed_in
def new(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Ask for something, in own words."""
    found = _represented(visit, child)
    wrong = NOTHING_WRONG
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (KIND, ABOUT, WORDS)}
    typed[ABOUT] = typed[ABOUT] or ALL
    if request.method == "POST":
        table, _, fact = ("" if typed[ABOUT] == ALL else typed[ABOUT]).partition("/")
        try:
            ask(
                actor=visit.actor, at=now(), child=child, kind=typed[KIND], words=typed[WORDS], table=table, fact=fact,
                asked_as=visit.viewer.role,
            )  # fmt: skip
            return redirect(f"{reverse('rights', args=[child])}?{DONE}=right_asked")
        except Refused as refused:
            wrong = read_refused(refused, fields=FIELDS, lang=visit.lang)
    visit.log_read(children=[child], activity="request")
    kinds = [
        (kind, word(f"rights.kind.{kind}", visit.lang), word(f"rights.about_kind.{kind}", visit.lang)) for kind in KINDS
    ]
    page = {
        "subject": get_subject(visit, child), "kinds": kinds, "abouts": _about_choices(visit, found),
        **_form(typed, wrong),
    }  # fmt: skip
    return render(request, "rights/new.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _form(typed: dict[str, str], wrong: Wrong) -> dict[str, Any]:
    """Give the values and the faults of a form by field."""
    return {
        "typed": typed,
        "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in (KIND, ABOUT, WORDS, ANSWER)},
    }


def answer_form(request: HttpRequest, visit: Visit, *, wrong: Wrong = NOTHING_WRONG) -> dict[str, Any]:
    """Give what the form of an answer shows."""
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (ANSWER, WORDS)}
    return {
        "answers": [(each, word(f"rights.answer.{each}", visit.lang)) for each in ANSWERS],
        **_form(typed, wrong),
    }


@signed_in
def correction(request: HttpRequest, visit: Visit, child: str, asked: str) -> HttpResponse:
    """Answer a request to correct a fact, for who may record that fact; granted, it leads to the form that corrects."""
    found = correction_to_answer(
        scope=visit.children, child=child, public_id=asked, on=today(), account=visit.viewer.account
    )
    if found is None:
        raise Http404
    subject: Subject = get_subject(visit, child)
    correct_url = reverse("correct_fact", args=[child, found.table, found.fact])
    form = answer_form(request, visit)
    if request.method == "POST":
        try:
            answer(actor=visit.actor, at=now(), request=asked, answer=form["typed"][ANSWER], words=form["typed"][WORDS])
            granted = form["typed"][ANSWER] in ("granted", "partly")
            return redirect(f"{correct_url if granted else subject.url}?{DONE}=request_answered")
        except Refused as refused:
            form = answer_form(request, visit, wrong=read_refused(refused, fields=FIELDS, lang=visit.lang))
    visit.log_read(children=[child], activity="request")
    page = {
        "subject": subject, "row": asked_words(found, visit.lang), "correct_url": correct_url,
        "cells": asked_fact(scope=visit.children, asked=found, lang=visit.lang), **form,
    }  # fmt: skip
    return render(request, "rights/correction.html", page, status=UNPROCESSABLE if form["wrong"].summary else 200)
