"""A plan that answers a signal, and the child's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from leerrecht.law.conclusions import Finding
from leerrecht.law.tables import VOICE_KINDS
from leerrecht.operations.acting import Refused
from leerrecht.operations.signals import answer_signal, note_words
from leerrecht.queries.child import ChildPage, get_page
from leerrecht.queries.facts import plan_categories
from leerrecht.queries.signals import find_signal
from leerrecht.queries.worklist import Item
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong, read_refusal
from leerrecht.web.child.form_fields import MOST_TYPED, Choice
from leerrecht.web.child.form_history import cells_of
from leerrecht.web.child.form_page import get_subject, leave, sharing_choices
from leerrecht.web.child.wording import choice_words, label, role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

UNPROCESSABLE = 422
ANSWERS = {
    "adult.extended_reception": ("request", "own_wish:yes", "own_wish:no", "support_need:yes", "support_need:no"),
}
"""What a plan may say, for a signal that asks for more than one thing; each is a key of its own in law/rules."""
REQUESTS = (("adult.extended_reception", "request"), ("adult.eighteen", "extended_reception"))
"""Signals at which something has to be asked of an authority, so that the day of asking counts."""
PLAN_FIELDS = ("answer", "agreed_on", "with", "child_view", "requested_on")
VOICE_FIELDS = ("kind", "words", "said_on", "language", "interpreter")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form of a plan asks. `answers`: what to choose from, if there is more than one thing to answer."""

    finding: Finding
    item: Item
    answers: tuple[str, ...]
    asks_request: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which a plan for this signal is kept."""
        return self.answers or (self.finding.key,)


def _asked(shown: ChildPage, signal: str) -> Asked:
    finding = find_signal(findings=shown.findings, signal=signal)
    if finding is None:
        raise Http404
    items = (*shown.open_items, *shown.settled_items)
    item = next(item for item in items if item.rule == finding.rule and item.key == finding.key)
    answers = ANSWERS.get(finding.rule, ())
    keys = answers or (finding.key,)
    asks_request = any((finding.rule, key) in REQUESTS for key in keys)
    return Asked(finding=finding, item=item, answers=answers, asks_request=asks_request)


def _typed(posted: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    return {name: posted.get(name, "")[:MOST_TYPED] for name in names}


def _answer_words(answer: str, lang: str) -> str:
    return word(f"forms_child.plan.answer_{answer.replace(':', '_')}", lang)


def _earlier(shown: ChildPage, asked: Asked, seen: list[str], lang: str) -> list[dict[str, Any]]:
    """Give the plans there are for a signal, and which of them came while the form was open."""
    plans = [
        row
        for row in shown.rows.get("plans", ())
        if row["rule"] == asked.finding.rule and row["key"] in (*asked.keys, None)
    ]
    return [
        {
            "fact": row["fact"],
            "cells": [cell for cell in cells_of("plans", {**row, "rule": None}, lang) if cell["value"]],
            "answer": _answer_words(row["key"], lang) if row["key"] in asked.answers else "",
            "is_new": bool(seen) and row["fact"] not in seen,
        }
        for row in plans
    ]


def _check_answer(typed: Mapping[str, str], asked: Asked, lang: str) -> Wrong:
    """Say what is missing in the answer to a signal that asks for more than one thing."""
    if not asked.answers:
        return NOTHING_WRONG
    name, text = "", ""
    if typed["answer"] not in asked.answers:
        name, text = "answer", word("forms_child.plan.answer_missing", lang)
    elif typed["answer"] == "request" and not typed["requested_on"].strip():
        name, text = "requested_on", word("forms_child.plan.requested_missing", lang)
    elif typed["answer"] != "request" and not typed["agreed_on"].strip():
        name, text = "agreed_on", word("forms_child.plan.agreed_missing", lang)
    return Wrong(by_field={name: [text]}, summary=((name, text),)) if name else NOTHING_WRONG


def _save_plan(visit: Visit, child: str, asked: Asked, typed: Mapping[str, str], posted: QueryDict) -> Wrong:
    """Record the plan; gives what is wrong with it, if anything."""
    wrong = _check_answer(typed, asked, visit.lang)
    if wrong.summary:
        return wrong
    offered = [role for role, _ in _sharing(visit, asked)]
    try:
        answer_signal(
            actor=visit.actor, at=now(), child=child, rule=asked.finding.rule, key=typed["answer"] or asked.finding.key,
            agreed_on=typed["agreed_on"], agreed_with=typed["with"], child_view=typed["child_view"],
            requested_on=typed["requested_on"], plans_seen=posted.getlist("seen"),
            shared_with=[role for role in posted.getlist("shared_with") if role in offered],
        )  # fmt: skip
    except Refused as refused:
        shown = [name for name in PLAN_FIELDS if name != "requested_on" or asked.asks_request]
        return read_refusal(refused, table="plans", columns=shown, lang=visit.lang, labels=_labels(visit.lang))
    return NOTHING_WRONG


def _labels(lang: str) -> dict[str, str]:
    names = ("with", "child_view", "requested_on", "answer")
    return {name: word(f"forms_child.plan.{name}", lang) for name in names}


def _sharing(visit: Visit, asked: Asked) -> list[Choice]:
    return sharing_choices(visit, plan_categories(rule=asked.finding.rule, key=asked.finding.key))


@signed_in
def plan(request: HttpRequest, visit: Visit, child: str, signal: str) -> HttpResponse:
    """Ask what was agreed about a signal, and record it."""
    subject = get_subject(visit, child, table="plans")
    shown, _ = get_page(scope=visit.children, child=subject.child, on=today(), lang=visit.lang)
    asked = _asked(shown, signal)
    typed = dict.fromkeys(PLAN_FIELDS, "")
    shared: list[str] = []
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = _typed(request.POST, PLAN_FIELDS if asked.answers else PLAN_FIELDS[1:]) | (
            {} if asked.answers else {"answer": ""}
        )
        shared = request.POST.getlist("shared_with")
        wrong = _save_plan(visit, child, asked, typed, request.POST)
        if not wrong.summary:
            return leave(visit, subject, "plan_added", table="plans")
        shown, _ = get_page(scope=visit.children, child=subject.child, on=today(), lang=visit.lang)
    visit.log_read(children=[child], activity="form")
    seen = [*request.POST.getlist("seen"), "-"] if request.method == "POST" else []
    page = {
        "subject": subject,
        "signal": signal,
        "item": asked.item,
        "earlier": _earlier(shown, asked, seen, visit.lang),
        "answers": [(answer, _answer_words(answer, visit.lang)) for answer in asked.answers],
        "asks_request": asked.asks_request,
        "typed": {**typed, "partner": typed["with"]},
        "errors": {name: wrong.by_field.get(name, ()) for name in PLAN_FIELDS}
        | {"partner": wrong.by_field.get("with", ())},
        "shared": shared,
        "sharing": _sharing(visit, asked),
        "own_role": role_words(visit.viewer.role, visit.lang),
        "agreed_label": label("plans", "agreed_on", visit.lang),
        "wrong": wrong,
    }
    return render(request, "child/plan.html", page, status=UNPROCESSABLE if wrong.summary else 200)


@signed_in
def words(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Ask for the child's own words, and note them."""
    subject = get_subject(visit, child, table="voices")
    day = today()
    typed = {**dict.fromkeys(VOICE_FIELDS, ""), "said_on": f"{day.day}-{day.month}-{day.year}"}
    shared: list[str] = []
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed, shared = _typed(request.POST, VOICE_FIELDS), request.POST.getlist("shared_with")
        try:
            note_words(actor=visit.actor, at=now(), child=child, shared_with=shared, **typed)
            return leave(visit, subject, "words_noted", table="voices")
        except Refused as refused:
            wrong = read_refusal(
                refused, table="voices", columns=VOICE_FIELDS, lang=visit.lang, labels=_voice_labels(visit.lang)
            )
    visit.log_read(children=[child], activity="form")
    said = [(kind, choice_words("voices", "kind", kind, visit.lang)) for kind in VOICE_KINDS]
    page = {
        "subject": subject,
        "kinds": [(kind, text[:1].upper() + text[1:]) for kind, text in said],
        "labels": _voice_labels(visit.lang),
        "typed": typed,
        "errors": {name: wrong.by_field.get(name, ()) for name in VOICE_FIELDS},
        "shared": shared,
        "sharing": sharing_choices(visit),
        "own_role": role_words(visit.viewer.role, visit.lang),
        "wrong": wrong,
    }
    return render(request, "child/words.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _voice_labels(lang: str) -> dict[str, str]:
    return {name: word(f"forms_child.words.{name}", lang) for name in VOICE_FIELDS}
