"""Overdracht: the transfers of a child, one of them with its file, the steps of each party, and those that wait."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.law.tables import FORMAL
from leerrecht.operations import transfers as steps
from leerrecht.operations.acting import Refused
from leerrecht.queries.consents import REPRESENTATIVE
from leerrecht.queries.transfer_file import TransferFile, transfer_file
from leerrecht.queries.transfers import (
    CHILD,
    Passage,
    find_passage,
    find_waiting,
    is_represented_here,
    may_know_transfers,
    present_school,
    schools_that_receive,
    transfers_of,
)
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.child.wording import capital, choice_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.transfer.wording import file_parts, passage_row, to_pdf, waiting_rows

DO = "doe"
FIELDS = {
    "refused.transfer_school": "to_school", "refused.transfer_told_missing": "told_on",
    "refused.transfer_told_ahead": "told_on", "refused.transfer_kind": "kind", "refused.reason_missing": "reason",
    "refused.reason_long": "reason", "refused.transfer_start": "started_on",
}  # fmt: skip
TEXTS = ("to_school", "told_on", "kind", "started_on", "reason", "withdraw_reason")
MAKERS: dict[str, tuple[Callable[[TransferFile], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "json": (lambda made: json.dumps(made.content, ensure_ascii=False, indent=1).encode(), "application/json"),
}


def _subject(visit: Visit, child: str) -> Subject:
    subject = get_subject(visit, child)
    if not may_know_transfers(scope=visit.children, viewer=visit.viewer, child=subject.child.pk):
        raise Http404
    return subject


def _may_prepare(visit: Visit, subject: Subject) -> bool:
    number = subject.child.pk
    return (
        visit.may("send_transfer")
        and visit.children.is_involved(number)
        and present_school(viewer=visit.viewer, child=number, on=today()) is not None
    )


@signed_in
def waiting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the open transfers to which the viewer is a party."""
    found = find_waiting(scope=visit.children, viewer=visit.viewer)
    visit.log_read(children=[each.child for each in found], activity="transfer")
    rows = waiting_rows(found, visit.lang)
    page = {"yours": [row for row in rows if row["is_yours"]], "others": [row for row in rows if not row["is_yours"]]}
    return render(request, "transfer/waiting.html", page)


@signed_in
def overview(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show the transfers of a child, open and settled."""
    subject = _subject(visit, child)
    found = transfers_of(scope=visit.children, viewer=visit.viewer, child=subject.child.pk)
    visit.log_read(children=[child], activity="transfer")
    may_prepare = _may_prepare(visit, subject) and not any(each.is_open for each in found)
    page = {
        "subject": subject,
        "rows": [passage_row(each, visit.lang) for each in found],
        "may_prepare": may_prepare,
    }
    return render(request, "transfer/overview.html", page)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:MOST_TYPED] for name in TEXTS}


def _form(typed: dict[str, str], wrong: Wrong) -> dict[str, Any]:
    return {
        "typed": typed,
        "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in TEXTS},
    }


@signed_in
def prepare(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Prepare a transfer: choose the school, say when the young person was told."""
    subject = _subject(visit, child)
    if not _may_prepare(visit, subject):
        raise Http404
    typed, wrong = _typed(request), NOTHING_WRONG
    if request.method == "POST":
        told_on, unreadable = read_day(typed["told_on"], visit.lang)
        try:
            if unreadable:
                raise Refused("refused.transfer_told_missing")
            made = steps.prepare_transfer(
                actor=visit.actor, at=now(), child=child, to_school=typed["to_school"], told_on=told_on
            )
            return redirect(f"{reverse('transfer', args=[child, made.public_id])}?{DONE}=transfer_prepared")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang, faults={"told_on": unreadable})
    visit.log_read(children=[child], activity="transfer")
    schools = [
        (school.public_id, f"{school.name} ({school.municipality})")
        for school in schools_that_receive(on=today(), beside=visit.viewer.school)
    ]
    page = {"subject": subject, "schools": schools, **_form(typed, wrong)}
    return render(request, "transfer/prepare.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _passage(visit: Visit, subject: Subject, transfer: str) -> Passage:
    found = find_passage(
        scope=visit.children, viewer=visit.viewer, child=subject.child.pk, public_id=transfer
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


@signed_in
def one(request: HttpRequest, visit: Visit, child: str, transfer: str) -> HttpResponse:
    """Show one transfer with its file, and let whose turn it is take the next step."""
    subject = _subject(visit, child)
    passage = _passage(visit, subject, transfer)
    typed, wrong = _typed(request), NOTHING_WRONG
    if request.method == "POST":
        try:
            return _step(request, visit, child, transfer, typed)
        except Refused as refused:
            fields = FIELDS | (
                {"refused.reason_missing": "withdraw_reason", "refused.reason_long": "withdraw_reason"}
                if request.POST.get(DO) == "withdraw"
                else {}
            )
            wrong = say_wrong(refused, fields=fields, lang=visit.lang)
            passage = _passage(visit, subject, transfer)
    elif passage.public_id != transfer:
        return redirect("transfer", child, passage.public_id)
    made = transfer_file(scope=visit.children, child=subject.child, passage=passage, lang=visit.lang)
    visit.log_read(children=[child], activity="transfer_file" if made else "transfer")
    page = {
        "subject": subject, "row": passage_row(passage, visit.lang), "passage": passage,
        "parts": file_parts(made, visit.lang) if made else [], "has_file": made is not None,
        "receipt": made.receipt if made else "", **_form(typed, wrong), **_choices(visit, subject, passage),
    }  # fmt: skip
    return render(request, "transfer/one.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _choices(visit: Visit, subject: Subject, passage: Passage) -> dict[str, Any]:
    """Give what is asked now, the steps that this viewer may take (`first`: the foremost), and the kinds of education."""
    is_sender, is_receiver = passage.side == "sender", passage.side == "receiver"
    is_reader = passage.state == "prepared" and passage.side in ("sender", REPRESENTATIVE)
    is_alone = is_sender and not is_represented_here(child=subject.child.pk, on=today())
    asked = _asked(passage) if is_reader else []
    before = {
        "may_ask_again": is_sender and passage.is_stale,
        "may_tell": "told" in asked,
        "may_read_representative": "representative" in asked and (passage.side == REPRESENTATIVE or is_alone),
        "may_read_child": "child" in asked,
        "may_send": is_sender and passage.state == "prepared" and passage.is_ready and not passage.is_stale,
    }
    return {
        **before,
        "asked": [] if passage.is_stale else [f"transfer.asks.{each}" for each in asked],
        "first": next((name for name, may in before.items() if may), ""),
        "may_withdraw": is_sender and passage.is_open,
        "may_receive": is_receiver and passage.state == "proposed",
        "may_decide": is_receiver and passage.is_open,
        "kinds": [(kind, capital(choice_words("enrolments", "kind", kind, visit.lang))) for kind in FORMAL],
        "today_typed": typed_day(today()),
    }


def _asked(passage: Passage) -> list[str]:
    """Give what is asked before a file may be sent: that the young person is told, that both read it."""
    child = "told" if passage.child_told_on is None else "child" if passage.child_inspected_on is None else ""
    return [each for each in (child, "" if passage.representative_inspected_on else "representative") if each]


def _step(request: HttpRequest, visit: Visit, child: str, transfer: str, typed: dict[str, str]) -> HttpResponse:
    """Take the step that was asked for, and go on to where it stands then. Raises Refused."""
    named: dict[str, Any] = {"actor": visit.actor, "at": now(), "child": child, "transfer": transfer}
    doing = request.POST.get(DO, "")
    if doing == "withdraw":
        steps.withdraw_transfer(**named, reason=typed["withdraw_reason"])
        return redirect(f"{reverse('transfers', args=[child])}?{DONE}=transfer_withdrawn")
    if doing == "refuse":
        steps.refuse_transfer(**named, reason=typed["reason"])
        return redirect(f"{reverse('transfers_waiting')}?{DONE}=transfer_refused")
    made = _move_on(doing, named, typed, visit.lang)
    return redirect(f"{reverse('transfer', args=[child, made.public_id])}?{DONE}=transfer_{doing}")


def _move_on(doing: str, named: dict[str, Any], typed: dict[str, str], lang: str) -> Any:
    day, unreadable = read_day(typed["told_on" if doing == "told" else "started_on"], lang)
    if unreadable:
        raise Refused("refused.transfer_told_missing" if doing == "told" else "refused.transfer_start")
    simple: dict[str, Callable[[], Any]] = {
        "told": lambda: steps.tell_of_transfer(**named, told_on=day),
        "read_child": lambda: steps.inspect_transfer(**named, inspected_by=CHILD),
        "read_representative": lambda: steps.inspect_transfer(**named, inspected_by=REPRESENTATIVE),
        "reread": lambda: steps.ask_to_read_again(**named),
        "send": lambda: steps.send_transfer(**named),
        "receive": lambda: steps.receive_transfer(**named),
        "accept": lambda: steps.accept_transfer(**named, kind=typed["kind"], started_on=day),
    }
    if doing not in simple:
        raise Refused("refused.transfer_changed")
    return simple[doing]()


@signed_in
def take(request: HttpRequest, visit: Visit, child: str, transfer: str, kind: str) -> HttpResponse:
    """Give the file as PDF or JSON."""
    subject = _subject(visit, child)
    passage = _passage(visit, subject, transfer)
    made = transfer_file(scope=visit.children, child=subject.child, passage=passage, lang=visit.lang)
    if made is None or kind not in MAKERS:
        raise Http404
    visit.log_read(children=[child], activity="transfer_file")
    make, content_type = MAKERS[kind]
    named = {"Content-Disposition": f'attachment; filename="{made.file_name}.{kind}"'}
    return HttpResponse(make(made), content_type=content_type, headers=named)
