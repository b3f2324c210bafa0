"""Forms about a child: choose a kind of fact, add one, correct or withdraw one. Plans and own words: `form_plans`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Conflict, Refused
from leerrecht.operations.facts import (
    add_fact,
    correct_fact,
    open_columns,
    row_of,
    seen_of,
    successor,
    typed_of,
    withdraw_fact,
)
from leerrecht.queries.child import seen_stay
from leerrecht.queries.facts import find_fact
from leerrecht.records.models import Fact
from leerrecht.web.child.form_conflict import make_clash, visible
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong, read_refusal
from leerrecht.web.child.form_fields import (
    MOST_TYPED,
    Field,
    asked_for,
    make_fields,
    number_kinds,
    read_form,
    shown_columns,
)
from leerrecht.web.child.form_history import former_versions, version_of
from leerrecht.web.child.form_page import Subject, agreed_here, get_subject, leave, tables_for
from leerrecht.web.child.form_plans import plan, words
from leerrecht.web.child.form_shape import GROUPS, OWN_PAGE, ROWS
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

__all__ = ["add", "choose_table", "correct", "plan", "show_conflict", "words"]

UNPROCESSABLE, CLASH = 422, 409
WHY, WHY_WITHDRAW, SURE, DO = "why", "why_withdraw", "sure", "do"


@signed_in
def choose_table(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show which kinds of facts this viewer may record about a child."""
    subject = get_subject(visit, child)
    may = tables_for(reached=visit.children, child=subject.child)
    if not may:
        raise Http404
    groups = [
        {
            "title": word(f"forms_child.group.{group}", visit.lang),
            "name": group,
            "tables": [_choice(table, child, visit.lang) for table in tables if table in may],
        }
        for group, tables in GROUPS
    ]
    visit.log_read(children=[child], activity="form")
    shown = [group for group in groups if group["tables"]]
    return render(request, "child/choose_table.html", {"subject": subject, "groups": shown, "may_plan": "plans" in may})


def _choice(table: str, child: str, lang: str) -> dict[str, str]:
    url = reverse(OWN_PAGE[table], args=[child]) if table in OWN_PAGE else reverse("add_fact", args=[child, table])
    return {
        "url": url,
        "title": word(f"forms_child.one.{table}", lang),
        "about": word(f"forms_child.about.{table}", lang),
    }


@signed_in
def add(request: HttpRequest, visit: Visit, child: str, table: str) -> HttpResponse:
    """Ask for a fact, and add it."""
    subject = get_subject(visit, child, table=table)
    if table == "children":
        raise Http404
    if table in OWN_PAGE:
        return redirect(OWN_PAGE[table], child)
    if table == "plans":
        return redirect(f"{subject.url}#punten")
    columns = shown_columns(scope=visit.children, table=table, child=subject.child.pk)
    typed = _begun(visit, subject, asked_for(table, request.GET))
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = read_form(table=table, columns=columns, posted=request.POST)
        try:
            add_fact(actor=visit.actor, at=now(), child=child, table=table, typed=typed)
            return leave(visit, subject, "fact_added", table=table)
        except Refused as refused:
            wrong = read_refusal(refused, table=table, columns=columns, lang=visit.lang)
    visit.log_read(children=[child], activity="form")
    page = {
        "subject": subject,
        "table": table,
        "title": word(f"forms_child.title.{table}", visit.lang),
        "about": word(f"forms_child.about.{table}", visit.lang),
        "lines": _lines(visit, subject, table, columns, typed, wrong.by_field),
        "wrong": wrong,
    }
    return render(request, "child/form_add.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _begun(visit: Visit, subject: Subject, asked: Mapping[str, str]) -> Mapping[str, str]:
    """Give what an empty form begins with: of a task that a page asks somebody for also the organisation that was agreed."""
    stay = seen_stay(scope=visit.children, child=subject.child, on=today()) if asked else {}
    doer = agreed_here(visit, stay).get(asked.get("task", ""), "")
    return {**asked, "organisation": doer} if doer else asked


def _lines(
    visit: Visit, subject: Subject, table: str, columns: Sequence[str], typed: Mapping[str, str],
    errors: Mapping[str, Sequence[str]],
) -> list[list[Field]]:  # fmt: skip
    kinds = number_kinds(scope=visit.children, child=subject.child.pk)
    return make_fields(table=table, columns=columns, typed=typed, errors=errors, lang=visit.lang, kinds=kinds)


def _find(visit: Visit, child: str, table: str, public_id: str) -> tuple[Subject, Fact]:
    """Find the fact of an address; one that the viewer may not know or not correct is a page that isn't there."""
    found = find_fact(scope=visit.children, table=table, public_id=public_id)
    if found is None or found.child.public_id != child or seen_of(scope=visit.children, fact=found) is None:
        raise Http404
    return get_subject(visit, child, table=table, kind=getattr(found, "kind", None)), found


def _columns(visit: Visit, fact: Fact) -> tuple[str, ...]:
    """Give the columns of a fact that may be corrected in a form."""
    names = open_columns(scope=visit.children, fact=fact)
    return tuple(name for row in ROWS[fact.table] for name in row if name in names)


@signed_in
def correct(request: HttpRequest, visit: Visit, child: str, table: str, fact: str) -> HttpResponse:
    """Show a fact with its history; correct it, or withdraw it."""
    subject, found = _find(visit, child, table, fact)
    if request.method == "POST":
        act = _withdraw if request.POST.get(DO) == "withdraw" else _correct
        return act(request, visit, subject, found)
    return _show_correct(request, visit, subject, found)


def _correct(request: HttpRequest, visit: Visit, subject: Subject, fact: Fact) -> HttpResponse:
    columns = _columns(visit, fact)
    typed = read_form(table=fact.table, columns=columns, posted=request.POST)
    why = request.POST.get(WHY, "")[:MOST_TYPED]
    try:
        correct_fact(actor=visit.actor, at=now(), table=fact.table, fact=fact.public_id, typed=typed, reason=why)
    except Refused as refused:
        named = {WHY: word("forms_child.why", visit.lang)}
        wrong = read_refusal(
            refused, table=fact.table, columns=columns, lang=visit.lang, reason_field=WHY, labels=named
        )
        return _show_correct(request, visit, subject, fact, typed=typed, why=why, wrong=wrong)
    except Conflict as conflict:
        return show_conflict(request, visit, subject, conflict, act="correct", why=why)
    return leave(visit, subject, "fact_corrected", table=fact.table)


def _withdraw(request: HttpRequest, visit: Visit, subject: Subject, fact: Fact) -> HttpResponse:
    why = request.POST.get(WHY_WITHDRAW, "")[:MOST_TYPED]
    if request.POST.get(SURE) != "on":
        text = word("forms_child.withdraw.not_sure", visit.lang)
        wrong = Wrong(by_field={SURE: [text]}, summary=((SURE, text),))
        return _show_correct(request, visit, subject, fact, why_withdraw=why, wrong=wrong)
    try:
        withdraw_fact(actor=visit.actor, at=now(), table=fact.table, fact=fact.public_id, reason=why)
    except Refused as refused:
        named = {WHY_WITHDRAW: word("forms_child.withdraw.why", visit.lang)}
        wrong = read_refusal(
            refused, table=fact.table, columns=(), lang=visit.lang, reason_field=WHY_WITHDRAW, labels=named
        )
        return _show_correct(request, visit, subject, fact, why_withdraw=why, is_sure=True, wrong=wrong)
    except Conflict as conflict:
        return show_conflict(request, visit, subject, conflict, act="withdraw", why=why)
    return leave(visit, subject, "fact_withdrawn", table=fact.table)


def _show_correct(
    request: HttpRequest, visit: Visit, subject: Subject, fact: Fact, *, typed: Mapping[str, str] | None = None,
    why: str = "", why_withdraw: str = "", is_sure: bool = False, wrong: Wrong = NOTHING_WRONG,
) -> HttpResponse:  # fmt: skip
    """Show the form. A fact that was corrected since leads to what stands in its place; of a withdrawn one, what it was."""
    following = visible(visit, successor(fact)) if fact.retracted_at is not None else None
    if following is not None and not wrong.summary:
        return redirect("correct_fact", subject.public_id, fact.table, following.public_id)
    fact = following or fact  # what is wrong is that it is there already
    columns = _columns(visit, fact)
    filled = typed_of(fact.table, row_of(fact)) if typed is None else typed
    visit.log_read(children=[subject.public_id], activity="form")
    page: dict[str, Any] = {
        "subject": subject,
        "fact": fact,
        "title": word(f"forms_child.one.{fact.table}", visit.lang),
        "lines": _lines(visit, subject, fact.table, columns, filled, wrong.by_field),
        "version": version_of(visit, fact),
        "former": former_versions(visit, fact),
        "is_gone": fact.retracted_at is not None,
        "may_withdraw": fact.table != "children",
        "why": why,
        "why_withdraw": why_withdraw,
        "is_sure": is_sure,
        "why_errors": wrong.by_field.get(WHY, ()),
        "why_withdraw_errors": wrong.by_field.get(WHY_WITHDRAW, ()),
        "sure_errors": wrong.by_field.get(SURE, ()),
        "wrong": wrong,
    }
    return render(request, "child/form_correct.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def show_conflict(
    request: HttpRequest, visit: Visit, subject: Subject, conflict: Conflict, *, act: str, why: str
) -> HttpResponse:
    """Show what somebody saw, what stands there now and what they typed; nothing of it is lost."""
    clash = make_clash(visit, conflict)
    table = conflict.seen.table
    mine = {line.name for line in clash.lines if line.mark in ("yours", "both", "same")}
    visit.log_read(children=[subject.public_id], activity="form")
    page = {
        "subject": subject,
        "table": table,
        "title": word(f"forms_child.one.{table}", visit.lang),
        "clash": clash,
        "act": act,
        "yours": list(conflict.yours.items()),
        "yours_alone": [(name, text) for name, text in conflict.yours.items() if name in mine],
        "why": why,
        "may_add": act == "correct" and not clash.theirs and table not in (*OWN_PAGE, "children", "plans"),
    }
    return render(request, "child/conflict.html", page, status=CLASH)
