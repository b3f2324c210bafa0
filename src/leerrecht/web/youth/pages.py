"""The five pages of a young person: my plan, my people, what was shared, yes or no, say something."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from leerrecht.law.tables import FIXED_CONTACT
from leerrecht.operations.acting import Refused
from leerrecht.operations.consents import Answer, decide_consent, withdraw_consent
from leerrecht.operations.own_words import READERS, say_own_words
from leerrecht.operations.requests import ask
from leerrecht.queries.own import Own, get_own
from leerrecht.queries.own_log import OwnConsent, decides_alone, find_consents, find_requests, seen_by_others_at_door
from leerrecht.queries.rulebooks import rulebook
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.words import book, door_date, word
from leerrecht.web.youth.door import NAMES, OwnVisit, door_url, own_door, render_door
from leerrecht.web.youth.entering import fault_words
from leerrecht.web.youth.transfer import open_passage

__all__ = ["consent", "decide", "people", "plan", "say", "say_kind", "shared"]
KINDS = {"question": "info", "wish": "star", "feedback": "due", "correction": "edit"}
"""What can be said, each with its picture."""
STEP_ICONS = {"move": "move", "school": "school", "holiday": "sun", "eighteen": "cake"}
MOST_TYPED = 4000
ANYBODY = (FIXED_CONTACT, "mentor", "legal_representative")
"""Tasks of who can be asked anything, in the order in which a young person is sent to them."""
UNPROCESSABLE = 422


def known_word(group: str, name: str, lang: str, other: str = "other") -> str:
    """Give a word for a key that may not have one; then that for anything else, or the key itself."""
    key = f"door.{group}.{name}"
    if key in book().texts:
        return word(key, lang)
    return word(f"door.{group}.{other}", lang) if other else name.replace("_", " ")


def listed(texts: Iterable[str], lang: str) -> str:
    """Write some texts after each other, with the comma of the language."""
    first, *others = [*texts] or [""]
    for other in others:
        first = word("door.listed", lang, first=first, second=other)
    return first


def _own(own: OwnVisit) -> Own:
    return get_own(scope=own.scope, child=own.child, on=today())


def _date(day: datetime.date | None, lang: str) -> str:
    return door_date(day, lang, today()) if day else ""


@own_door
def plan(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show what comes, the school, and what was agreed."""
    found = _own(own)
    own.log_read(page="plan")
    steps = [
        {
            "icon": STEP_ICONS[step.kind],
            "when": _date(step.day, own.lang),
            "title_key": f"door.plan.{step.kind}{'' if step.name or step.kind != 'move' else '_unnamed'}",
            "text_key": f"door.plan.{step.kind}_text",
            "name": step.name,
        }
        for step in found.steps
    ]
    plans = [
        {
            "title": known_word("plan", str(row["rule"]).replace(".", "_"), own.lang),
            "agreed": _date(row["agreed_on"], own.lang),
            "with_whom": row["with"] or "",
            "child_view": row["child_view"] or "",
        }
        for row in found.plans
    ]
    given = {
        "own": found,
        "steps": steps,
        "plans": plans,
        "since": _date(found.school_since, own.lang),
        "tests": listed((known_word("test", domain, own.lang, other="") for domain in found.tests), own.lang),
        "ask_url": door_url("say_kind", "question"),
        "transfer": open_passage(own),
        "transfer_url": door_url("transfer"),
    }
    return render_door(request, "youth/plan.html", given, tab="plan")


@own_door
def people(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show who is around, what they do, and how to reach them."""
    found = _own(own)
    own.log_read(page="people")
    cards = [
        {
            "person": person,
            "tasks": [_does(task, own.lang) for task in person.tasks if task],
            "phone": "".join(sign for sign in person.phone if sign in "+0123456789"),
        }
        for person in found.people
    ]
    given = {
        "cards": cards,
        "comers": [{"who": comer, "day": _date(comer.day, own.lang)} for comer in found.comers],
        "questions": _asked(found, own.lang),
        "message_url": door_url("say_kind", "question"),
        "wish_url": door_url("say_kind", "wish"),
    }
    return render_door(request, "youth/people.html", given, tab="people")


def _does(task: str, lang: str) -> str:
    """Say what somebody with a task does for the young person, to them; a task that isn't in the list as it was written."""
    known = rulebook().tasks.get(task)
    return str(known.child[lang]) if known else task.replace("_", " ")


def _asked(found: Own, lang: str) -> list[dict[str, str]]:
    """Give each question with whom to ask: who does it, else whoever is there for everything (ANYBODY), the first of them."""
    of_task = {
        task: tuple(person.name for person in found.people if person.name and task in person.tasks) for task in ANYBODY
    }
    anybody = next((names for names in of_task.values() if names), ())
    return [
        {
            "question": str(rulebook().tasks[question.task].ask[lang]),
            "names": listed(question.names or anybody, lang),
        }
        for question in found.questions
    ]


@own_door
def shared(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show who looked, why, and to what was said yes."""
    days = seen_by_others_at_door(child=own.child, on=today())
    own.log_read(page="shared")
    shown = [
        {
            "day": _date(day.day, own.lang),
            "lookers": [
                {
                    "name": looker.organisation,
                    "role": known_word("role", looker.role, own.lang),
                    "what": [word(f"door.shared.{what}", own.lang) for what in looker.did],
                    "why": [known_word("ground", ground or "other", own.lang) for ground in looker.grounds],
                    "is_emergency": looker.is_emergency,
                }
                for looker in day.lookers
            ],
        }
        for day in days
    ]
    given = {
        "days": shown,
        "consents": [each for each in _consents(own) if each["state"] == "given"],
        "consent_url": door_url("consent"),
        "wrong_url": door_url("say_kind", "correction"),
        "ask_url": door_url("say_kind", "question"),
    }
    return render_door(request, "youth/shared.html", given, tab="shared")


def _consents(own: OwnVisit) -> list[dict[str, Any]]:
    return [
        {
            "url": door_url("decide", found.public_id),
            "organisation": found.organisation or known_word("role", found.role, own.lang),
            "organisation_lang": "nl" if found.organisation else own.lang,
            "purpose": known_word("purpose", found.purpose, own.lang, other=""),
            "asked_words": found.asked_words,
            "what": listed((known_word("category", category, own.lang) for category in found.categories), own.lang),
            "until": _date(found.until_on, own.lang),
            "state": found.state,
            "state_words": _state_words(found, own.lang),
            "wish": found.wish,
            "view": found.child_view,
        }
        for found in find_consents(scope=own.scope, child=own.child, on=today())
    ]


def _state_words(found: OwnConsent, lang: str) -> str:
    if found.state == "open":
        return ""
    if found.state == "given":
        return word("door.consent.given" if found.by_child else "door.consent.given_for", lang)
    return word(f"door.consent.{'past' if found.state in ('lapsed', 'ended') else found.state}", lang)


@own_door
def consent(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show what is asked, and what was answered before."""
    return _show_consents(request, own, [])


def _show_consents(request: HttpRequest, own: OwnVisit, faults: list[str]) -> HttpResponse:
    consents = _consents(own)
    own.log_read(page="consent")
    given = {
        "asked": [each for each in consents if each["state"] == "open"],
        "given": [each for each in consents if each["state"] == "given"],
        "earlier": [each for each in consents if each["state"] not in ("open", "given")],
        "decides": decides_alone(child=own.child, on=today()),
        "faults": faults,
    }
    return render_door(
        request, "youth/consent.html", given, tab="consent", status=UNPROCESSABLE if faults else 200
    )  # fmt: skip


@own_door
def decide(request: HttpRequest, own: OwnVisit, consent: str) -> HttpResponse:
    """Say yes or no to something that was asked, or stop it."""
    known = (each.public_id for each in find_consents(scope=own.scope, child=own.child, on=today()))
    if consent not in known:
        raise Http404
    if request.method != "POST":
        return redirect(door_url("consent"))
    named: dict[str, Any] = {
        "at": now(), "child": own.child.public_id, "consent": consent, "decider": "child", "origin": own.origin,
        "trace_id": own.trace_id,
    }  # fmt: skip
    answer = request.POST.get("answer", "")
    try:
        if answer == "stop":
            withdraw_consent(**named)
        else:
            view = request.POST.get("view", "")[:MOST_TYPED]
            decide_consent(**named, answer=Answer(decision=answer, child_wish=answer, child_view=view))
    except Refused as refused:
        return _show_consents(request, own, fault_words(refused))
    return redirect(f"{door_url('consent')}?{DONE}={'withdrawn' if answer == 'stop' else 'decided'}")


@own_door
def say(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show what one can say, and what was said before."""
    found = _own(own)
    own.log_read(page="say")
    kinds = [
        {"url": door_url("say_kind", kind), "icon": icon, "title_key": f"door.say.{kind}"}
        for kind, icon in KINDS.items()
    ]
    mine = [
        {
            "words": row["words"],
            "day": _date(row["said_on"], own.lang),
            "readers": listed(
                (known_word("role", role, own.lang) for role in str(row["shared_with"] or "").split()), own.lang
            ),
        }
        for row in found.words
    ]
    requests = [
        {**each, "day": _date(each["asked_on"], own.lang), "due": _date(each["due_on"], own.lang)}
        for each in find_requests(child=own.child)
    ]
    return render_door(request, "youth/say.html", {
        "kinds": kinds, "mine": mine, "requests": requests, "points_url": door_url("points"),
    }, tab="say")  # fmt: skip


@own_door
def say_kind(request: HttpRequest, own: OwnVisit, kind: str) -> HttpResponse:
    """Ask for the words, and keep or send them."""
    if kind not in KINDS:
        raise Http404
    faults: list[str] = []
    words, readers = "", list(READERS[:2])
    if request.method == "POST":
        words = request.POST.get("words", "")[: MOST_TYPED + 1]
        readers = request.POST.getlist("readers")
        try:
            _keep(own, kind, words, readers)
            done = "asked" if kind == "correction" else "said"
            return redirect(f"{door_url('say')}?{DONE}={done}")
        except Refused as refused:
            faults = _say_faults(refused)
    own.log_read(page="say")
    given = {
        "kind": kind,
        "title_key": f"door.say.{kind}",
        "is_correction": kind == "correction",
        "faults": faults,
        "words": words,
        "readers": [(role, known_word("role", role, own.lang), role in readers) for role in READERS],
        "here_url": door_url("say_kind", kind),
        "back_url": door_url("say"),
        "others": [
            {"lang": other, "name": name, "url": door_url("say_kind", kind, lang=other)}
            for other, name in NAMES.items()
            if other != own.lang
        ],
    }
    return render_door(request, "youth/say_kind.html", given, tab="say", status=UNPROCESSABLE if faults else 200)


def _keep(own: OwnVisit, kind: str, words: str, readers: list[str]) -> None:
    child = own.child.public_id
    if kind == "correction":
        ask(actor=own.actor, at=now(), child=child, kind=kind, words=words, asked_as="child")
        return
    say_own_words(
        actor=own.actor, at=now(), child=child, kind=kind, words=words, readers=readers, lang=NAMES[own.lang]
    )  # fmt: skip


_SAME = {
    "refused.words_missing": "refused.own_nothing",
    "refused.words_long": "refused.own_too_long",
    "refused.asked_already": "refused.own_twice",
}
"""What other operations call the same thing."""


def _say_faults(refused: Refused) -> list[str]:
    return fault_words(Refused(*(_SAME.get(reason, reason) for reason in refused.reasons)))
