"""Overdragen: who stops, who could take over and why, and each handover with what both sides still do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.law.words import say_task
from leerrecht.operations import handovers as steps
from leerrecht.operations.acting import Conflict, Refused
from leerrecht.operations.own_words import READERS
from leerrecht.operations.staff_changes import DUTY, FOR_ONESELF, note_change
from leerrecht.operations.texts import is_code
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row
from leerrecht.queries.handovers import (
    colleagues,
    colleagues_now,
    find_changes,
    find_handover,
    goes_on,
    is_accepted_by,
    may_change,
    open_handovers_of,
    propose,
    side_of,
    waiting_for,
)
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.worklist import name_of
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_page import get_subject
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

DO, WHO = "doe", "wie-"
TEXTS = ("kind", "stops_on", "returns_on", "colleague", "reason", "told_on", "words", "meeting_on", "note")
FIELDS = {
    "refused.change_kind": "kind", "refused.change_day": "stops_on", "refused.change_back": "returns_on",
    "refused.change_colleague": "colleague",
    "refused.reason_missing": "reason", "refused.reason_long": "reason", "refused.told_missing": "told_on",
    "refused.told_ahead": "told_on", "refused.told_otherwise": "told_on",
    "refused.own_nobody": "readers", "refused.own_too_long": "note",
}  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:MOST_TYPED] for name in TEXTS}


def _day(typed: dict[str, str], name: str, lang: str, reason: str) -> Any:
    day, unreadable = read_day(typed[name], lang)
    if unreadable:
        raise Refused(reason)
    return day


@signed_in
def overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who of the team stops, with a proposal of who takes over; and what waits for the viewer."""
    visit.must(DUTY)
    typed, wrong = _typed(request), NOTHING_WRONG
    if request.method == "POST":
        try:
            done = _change(request, visit, typed)
            return redirect(f"{reverse('handovers')}?{DONE}={done}")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang)
        except Conflict as conflict:
            wrong = _conflict(conflict, visit.lang)
    changes = [_change_row(visit, change) for change in find_changes(viewer=visit.viewer, on=today())]
    asked = waiting_for(viewer=visit.viewer, scope=visit.children)
    names = _names(visit, asked)
    waiting = [
        {"child": row.child.public_id, "handover": row.public_id, "row": row, "name": names.get(row.child_id, "")}
        for row in asked
    ]
    shown = [row["child"] for change in changes for row in change["rows"]] + [row["child"] for row in waiting]
    visit.log_read(children=dict.fromkeys(shown), activity="handover")
    page = {
        "changes": changes, "waiting": waiting, "typed": typed, "wrong": wrong, "today_typed": typed_day(today()),
        "errors": {name: wrong.by_field.get(name, ()) for name in TEXTS},
        "kinds": [(kind, word(f"handover.kind.{kind}", visit.lang)) for kind in FOR_ONESELF],
        "colleagues": colleagues_now(viewer=visit.viewer, on=today()),
    }  # fmt: skip
    return render(request, "handover/overview.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _change(request: HttpRequest, visit: Visit, typed: dict[str, str]) -> str:
    """Note a change, or ask those who were chosen. Raises Refused or Conflict."""
    doing = request.POST.get(DO, "")
    if doing == "ask":
        chosen = {
            name.removeprefix(WHO): int(request.POST[name])
            for name in request.POST
            if name.startswith(WHO)
            and is_code(name.removeprefix(WHO))
            and request.POST[name].isdecimal()
            and len(request.POST[name]) < 10
        }
        steps.ask_receivers(actor=visit.actor, at=now(), chosen=chosen)
        return "handover_asked"
    is_colleague = doing == "colleague"
    if is_colleague and not typed["colleague"]:
        raise Refused("refused.change_colleague")
    note_change(
        actor=visit.actor, at=now(), kind="sudden" if is_colleague else typed["kind"],
        stops_on=today() if is_colleague else _day(typed, "stops_on", visit.lang, "refused.change_day"),
        returns_on=None if is_colleague else _day(typed, "returns_on", visit.lang, "refused.change_back"),
        professional=typed["colleague"] if is_colleague else "",
    )  # fmt: skip
    return "handover_noted"


def _conflict(conflict: Conflict, lang: str) -> Wrong:
    """Say that somebody else was first, with what was seen and what stands now."""
    seen, theirs = conflict.seen, conflict.theirs
    nobody = word("handover.nobody", lang)
    text = word(
        "refused.handover_first", lang, seen=seen.to_person or nobody,
        theirs=(theirs.to_person if theirs is not None else "") or nobody,
    )  # fmt: skip
    return Wrong(by_field={}, summary=(("", text),))


def _change_row(visit: Visit, change: Any) -> dict[str, Any]:
    people, found = colleagues(change=change), open_handovers_of(change=change, scope=visit.children)
    names = _names(visit, found)
    proposed = {each.handover: each for each in propose(change=change, scope=visit.children)}
    rows = [
        {
            "child": row.child.public_id, "handover": row.public_id, "row": row, "field": f"{WHO}{row.public_id}",
            "name": names.get(row.child_id, ""), "proposal": proposed.get(row.public_id),
            "chosen": str(row.linked_receiver_id or getattr(proposed.get(row.public_id), "professional", "")),
        }
        for row in found
    ]  # fmt: skip
    is_open = any(row["row"].accepted_on is None for row in rows)
    return {
        "change": change, "rows": rows, "people": [(str(number), name) for number, name in people.items()],
        "asks": is_open and bool(people), "is_stuck": is_open and not people,
        "kind": word(f"handover.kind.{change.kind}", visit.lang), "goes_on": goes_on(change=change),
        "may_change": may_change(change=change, viewer=visit.viewer, on=today()),
    }  # fmt: skip


def _names(visit: Visit, rows: Any) -> dict[int, str]:
    """Give the names of the children of handovers, by row number: one question for all."""
    cards = find_cards(scope=visit.children, on=today(), children=[row.child_id for row in rows])
    seen = {
        card.number: seen_row(scope=visit.children, number=card.number, table="children", row=card.person)
        for card in cards
    }
    return {number: name_of(person or {}) for number, person in seen.items()}


@signed_in
def one(request: HttpRequest, visit: Visit, child: str, handover: str) -> HttpResponse:
    """Show one handover, and let each side do its part."""
    subject = get_subject(visit, child)
    found = find_handover(scope=visit.children, child=subject.child.pk, public_id=handover)
    if found is None:
        raise Http404
    typed, wrong = _typed(request), NOTHING_WRONG
    if request.method == "POST":
        visit.must(DUTY)
        try:
            made, done = _step(request, visit, handover, typed)
            if done == "handover_accepted" and is_accepted_by(found, professional=visit.viewer.professional):
                done = "handover_already"
            return redirect(f"{reverse('handover', args=[child, made.public_id])}?{DONE}={done}")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang)
        except Conflict as conflict:
            wrong = _conflict(conflict, visit.lang)
    elif found.public_id != handover:
        return redirect("handover", child, found.public_id)
    visit.log_read(children=[child], activity="handover")
    change = found.linked_change
    is_off = found.retracted_at is not None or found.stops_on is None
    may_act = (
        found.retracted_at is None and visit.may(DUTY) and change is not None and change.team_id == visit.viewer.team
    )
    is_signed = found.given_on is not None and found.received_on is not None
    may_keep = may_act and not is_off and found.accepted_on is not None and not is_signed
    page = {
        "subject": subject, "row": found, "wrong": wrong, "typed": typed, "is_signed": is_signed,
        "errors": {name: wrong.by_field.get(name, ()) for name in (*TEXTS, "readers")},
        "is_off": is_off, "may_keep": may_keep, "sign": _sign(visit, found) if may_keep else "",
        "may_take": may_act and not is_off and found.accepted_on is None
        and visit.viewer.professional in colleagues(change=change),
        "may_tell": may_act and not is_signed and (found.accepted_on or found.changed_on) is not None,
        "is_asked": may_act and not is_off and found.accepted_on is None
        and found.linked_receiver_id == visit.viewer.professional,
        "task": say_task(found.task, rulebook(), visit.lang), "states": _states(found, visit.lang),
        "points": [(code, words[visit.lang]) for code, words in rulebook().checklist.items()], "done": found.done.split(),
        "done_words": [words[visit.lang] for code, words in rulebook().checklist.items() if code in found.done.split()],
        "readers": [(role, role_words(role, visit.lang)) for role in READERS],
        "told_typed": typed["told_on"] or typed_day(found.child_told_on),
        "meeting_typed": typed["meeting_on"] or typed_day(found.meeting_on), "note_typed": typed["note"] or found.note,
        "receipt": steps.receipt_of(found) if is_signed else "",
    }  # fmt: skip
    return render(request, "handover/one.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _states(row: Any, lang: str) -> dict[str, tuple[str, str]]:
    """Give the state of each step of a handover and its word: done, to be done now, or later."""
    is_done = {
        "accept": row.accepted_on is not None, "tell": row.child_told_on is not None,
        "together": row.meeting_on is not None and bool(row.done), "sign": None not in (row.given_on, row.received_on),
    }  # fmt: skip
    is_signed, first = is_done["sign"], next((step for step, done in is_done.items() if not done), "")
    found = {
        step: "met" if done else "due" if step == first or (step == "sign" and first == "together") else "upcoming"
        for step, done in is_done.items()
    }
    if is_signed:  # who signed without a talk or a list did that step too, in their own way
        found["together"] = "met"
    return {step: (state, word(f"handover.state.{state}", lang)) for step, state in found.items()}


def _sign(visit: Visit, row: Any) -> str:
    """Say how the viewer stands with signing: untold, may, instead (of who gives), signed (then another still has to), or ""
    for neither side.
    """
    side = side_of(row, professional=visit.viewer.professional, team=visit.viewer.team, on=today())
    if not side:
        return ""
    if row.child_told_on is None:
        return "untold"
    if getattr(row, side) is not None:
        return "signed"
    is_own = side == "received_on" or row.linked_change.professional_id == visit.viewer.professional
    return "may" if is_own else "instead"


def _step(request: HttpRequest, visit: Visit, handover: str, typed: dict[str, str]) -> tuple[Any, str]:
    """Take the step that was asked for. Raises Refused or Conflict."""
    doing = request.POST.get(DO, "")
    named: dict[str, Any] = {"actor": visit.actor, "at": now(), "handover": handover}
    if doing == "accept":
        return steps.accept_handovers(actor=visit.actor, at=now(), handovers=[handover])[0], "handover_accepted"
    if doing == "decline":
        return steps.decline_handover(**named, reason=typed["reason"]), "handover_declined"
    if doing == "tell":
        told_on = _day(typed, "told_on", visit.lang, "refused.told_missing")
        readers = request.POST.getlist("readers")
        made = steps.tell_child_of_handover(**named, told_on=told_on, words=typed["words"], readers=readers)
        return made, "handover_told"
    if doing == "arrange":
        meeting_on = _day(typed, "meeting_on", visit.lang, "refused.change_day")
        done = request.POST.getlist("done")
        return steps.arrange_handover(**named, meeting_on=meeting_on, done=done, words=typed["note"]), "handover_kept"
    if doing == "sign":
        return steps.sign_handover(**named), "handover_signed"
    raise Refused("refused.no_such_child")
