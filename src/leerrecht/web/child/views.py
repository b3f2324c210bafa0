"""Jongere: the page of one child; Waarom; all facts."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.caseload import read_row
from leerrecht.law.tables import TABLES
from leerrecht.queries.agreements import missing_agreements
from leerrecht.queries.child import ChildPage, find_child, get_page, may_look_back
from leerrecht.queries.facts import MOVE_RULE, TASK_RULES
from leerrecht.queries.links import linked_to
from leerrecht.queries.logs import may_see_lookers
from leerrecht.queries.rights import find_marks, may_use_rights
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.signals import find_signal
from leerrecht.queries.tasks import fact_of, task_of
from leerrecht.queries.transfers import may_know_transfers
from leerrecht.queries.why import explain
from leerrecht.queries.worklist import Item
from leerrecht.records.models import Child
from leerrecht.web.child.form_page import agreed_here
from leerrecht.web.child.form_shape import ASKED_TASK
from leerrecht.web.child.wording import born_words, fact_rows, plan_rows, task_cards, why_words
from leerrecht.web.doubles.wording import linked_words
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.path import make_path, say_brief
from leerrecht.web.rights.wording import mark_words
from leerrecht.web.worklist.views import signals


def get_child(visit: Visit, public_id: str) -> Child:
    """Get the child of an address; one out of reach gives the answer of a page that isn't there."""
    found = find_child(scope=visit.children, public_id=public_id)
    if found is None:
        raise Http404
    return found


def _known_on(request: HttpRequest, visit: Visit, number: int) -> tuple[datetime.date | None, str]:
    """Read the day of "as it was known on"; with what is wrong with it."""
    typed = request.GET.get("bekend", "").strip()
    if not typed or not may_look_back(scope=visit.children, number=number):
        return None, ""
    row = read_row(table="absences", typed={"day": typed})
    day = row.values.get("day")
    if day is None:
        return None, typed
    return (day if day < today() else None), ""


@signed_in
def page(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show a child's page, as known now or at the end of a day."""
    found = get_child(visit, child)
    known_on, unreadable = _known_on(request, visit, found.pk)
    shown, _ = get_page(scope=visit.children, child=found, on=today(), lang=visit.lang, known_on=known_on)
    visit.log_read(children=[child], activity="child")
    return render(request, "child/page.html", {
        **_page_words(shown, visit), "unreadable_day": unreadable,
        "may_see_lookers": may_see_lookers(scope=visit.children, child=found.pk),
        "transfer_link": may_know_transfers(scope=visit.children, viewer=visit.viewer, child=found.pk),
        "linked": linked_words(
            linked_to(scope=visit.children, child=found.pk), may_judge=visit.may("review_doubles"), lang=visit.lang
        ),
        "may_use_rights": may_use_rights(scope=visit.children, number=found.pk),
        "marks": mark_words(
            find_marks(scope=visit.children, number=found.pk, on=today(), account=visit.viewer.account), visit.lang
        ),
    })  # fmt: skip


def _page_words(shown: ChildPage, visit: Visit) -> dict[str, Any]:
    rows = {table: [{**row, "id": row["fact"]} for row in found] for table, found in shown.rows.items()}
    named: dict[str, Any] = {
        "rows": rows, "findings": shown.findings, "rulebook": rulebook(), "on": shown.on, "lang": visit.lang
    }  # fmt: skip
    return {
        "child": shown,
        "born": "".join(born_words(person, visit.lang) for person in shown.rows.get("children", [])[:1]),
        "brief": say_brief(**named, given_name=shown.header.given_name),
        "path": make_path(**named),
        "open_items": signals([item for item in shown.open_items if not _is_on_the_move_page(item)]),
        "settled_items": signals(shown.settled_items),
        "tasks": task_cards(shown.tasks, visit.viewer, visit.lang, _agreed(shown, visit)),
        "plans": plan_rows(shown.rows, visit.lang),
        "voices": sorted(
            shown.rows.get("voices", []), key=lambda row: row["said_on"] or datetime.date.min, reverse=True
        ),
        "agreements_missing": missing_agreements(scope=visit.children, lang=visit.lang),
        "may_look_back": may_look_back(scope=visit.children, number=shown.number),
        "may_plan": "plans" in shown.may_record,
        "may_note_words": "voices" in shown.may_record,
        "has_move": any(found.rule == MOVE_RULE for found in shown.findings) or _is_moving(shown),
        "may_announce": "stays" in shown.may_record and not _is_announced_today(shown),
        "may_hand_card": visit.may("hand_card") and visit.children.is_involved(shown.number),
    }


def _agreed(shown: ChildPage, visit: Visit) -> dict[str, str]:
    """Give which organisation was agreed to do each task here; not asked when somebody does them all."""
    has_gap = any(task.is_gap for task in shown.tasks) and shown.known_on is None
    return agreed_here(visit, shown.stay) if has_gap else {}


def _is_on_the_move_page(item: Item) -> bool:
    """Tell whether something need not be done yet, and stands on the page of the move with the rest of its list."""
    return item.rule == MOVE_RULE and item.state == "upcoming"


def _is_moving(shown: ChildPage) -> bool:
    """Tell whether a move is ahead that this viewer may know of."""
    return any(row["valid_from"] is not None and row["valid_from"] > shown.on for row in shown.rows.get("stays", ()))


def _is_announced_today(shown: ChildPage) -> bool:
    """Tell whether a move was announced today: a second one can't be, so that each list belongs to one move (0017)."""
    return any(
        row["announced_on"] == shown.on and row["valid_from"] is not None and row["valid_from"] > shown.on
        for row in shown.rows.get("stays", ())
    )


@signed_in
def why(request: HttpRequest, visit: Visit, child: str, signal: str) -> HttpResponse:
    """Show why one thing is said about a child."""
    found = get_child(visit, child)
    shown, caseload = get_page(scope=visit.children, child=found, on=today(), lang=visit.lang)
    finding = find_signal(findings=shown.findings, signal=signal)
    if finding is None:
        raise Http404
    ground = explain(
        scope=visit.children, number=found.pk, caseload=caseload, rows=shown.rows, finding=finding, on=today(),
        lang=visit.lang,
    )  # fmt: skip
    visit.log_read(children=[child], activity="why")
    item = next(
        item
        for item in (*shown.open_items, *shown.settled_items)
        if item.rule == finding.rule and item.key == finding.key
    )
    return render(
        request,
        "child/why.html",
        {
            "child": shown, "item": item, "signal": signal, "why": ground, **why_words(ground, visit.lang),
        },
    )  # fmt: skip


@signed_in
def facts(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show every fact about a child that the viewer may see, with the way to correct it."""
    found = get_child(visit, child)
    known_on, unreadable = _known_on(request, visit, found.pk)
    shown, _ = get_page(scope=visit.children, child=found, on=today(), lang=visit.lang, known_on=known_on)
    visit.log_read(children=[child], activity="facts")
    tables = [fact_rows(table, shown.rows.get(table.name, []), visit.lang, shown.may_record) for table in TABLES]
    return render(
        request,
        "child/facts.html",
        {
            "child": shown,
            "may_look_back": may_look_back(scope=visit.children, number=shown.number),
            "tables": [table for table in tables if table["rows"]],
            "unreadable_day": unreadable,
        },
    )


@signed_in
def step(request: HttpRequest, visit: Visit, child: str, signal: str) -> HttpResponse:
    """Lead to where the next step of a signal is recorded; to its ground for somebody who may not record it."""
    found = get_child(visit, child)
    shown, _ = get_page(scope=visit.children, child=found, on=today(), lang=visit.lang)
    items = signals((*shown.open_items, *shown.settled_items))
    item = next((row["item"] for row in items if row["signal"] == signal), None)
    if item is None:
        raise Http404
    visit.log_read(children=[child], activity="step")
    if item.act == "plans":
        return redirect("plan", child, signal)
    if item.act == "move_points":
        return redirect("move", child)
    if item.act == "involvements" and item.rule in TASK_RULES:
        return _to_task(child, shown, signal)
    if item.act == "handovers":
        return _to_handover(child, shown, signal)
    if item.act == "children":
        return redirect("correct_fact", child, "children", shown.rows["children"][0]["fact"])
    if item.act == "enrolments":
        return _to_place(child, shown)
    return redirect("add_fact", child, item.act) if item.act else redirect("why", child, signal)


def _to_place(child: str, shown: ChildPage) -> HttpResponse:
    """Lead to the place that was asked for already, or begins later, so that it isn't asked twice; else to a new one."""
    asked = [
        row
        for row in shown.rows.get("enrolments", ())
        if row["left_on"] is None and (row["started_on"] is None or row["started_on"] > shown.on)
    ]
    if len(asked) == 1:
        return redirect("correct_fact", child, "enrolments", asked[0]["fact"])
    return redirect("add_fact", child, "enrolments")


def _to_handover(child: str, shown: ChildPage, signal: str) -> HttpResponse:
    """Lead to the handover that a signal is about."""
    finding = find_signal(findings=shown.findings, signal=signal)
    fact = fact_of(rows=shown.rows, finding=finding) if finding else ""
    return redirect("handover", child, fact) if fact else redirect("why", child, signal)


def _to_task(child: str, shown: ChildPage, signal: str) -> HttpResponse:
    """Lead to the form in which it is recorded who does something: of the stand-in, or a new one for the task."""
    finding = find_signal(findings=shown.findings, signal=signal)
    if finding is None:
        raise Http404
    fact = fact_of(rows=shown.rows, finding=finding) if finding.outcome == "no_end" else ""
    if fact:
        return redirect("correct_fact", child, "involvements", fact)
    if finding.outcome == "several":
        return redirect("facts", child)
    asked = urlencode({ASKED_TASK: task_of(finding)})
    return redirect(f"{reverse('add_fact', args=[child, 'involvements'])}?{asked}")
