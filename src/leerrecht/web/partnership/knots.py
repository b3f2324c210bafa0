"""Knots of a partnership: all of them with the ladder, a new one, one of them: interests, a decision, what follows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.child_knots import note_child_view, tell_of_knot
from leerrecht.operations.deciding import (
    MOST_STEPS,
    Question,
    agree_ladder,
    assent_to_decision,
    decide_knot,
    raise_knot,
    say_interest,
)  # fmt: skip
from leerrecht.operations.minutes import Todo, check_action, finish_action, follow_up
from leerrecht.operations.partnerships import KEEP
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.partnership.models import Partnership
from leerrecht.queries.dated import Entitled
from leerrecht.queries.knots import Bound, Rung, find_knot, find_knots, ladder_of
from leerrecht.queries.viewers import Viewer
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import (
    CHANGED,
    Form,
    Typed,
    attempt,
    get_kept,
    get_partnership,
    seen_version,
)  # fmt: skip
from leerrecht.web.partnership.meeting_words import domain_choices, knot_row, knot_words, task_rows
from leerrecht.web.partnership.people import colleague_choices, mandated_choices
from leerrecht.web.words import word

ASK = Form(
    template="partnership/raise_knot.html",
    texts=("question", "director", "options"),
    days=("decide_by",),
    lists=("domains",),
    fields={
        "refused.knot_question": "question", "refused.knot_domains": "domains", "refused.knot_director": "director",
        "refused.knot_options": "options", "refused.knot_by": "decide_by",
    },
)  # fmt: skip
STEPS = range(1, MOST_STEPS + 1)
LADDER = Form(
    template="partnership/agree_ladder.html",
    texts=tuple(f"{name}_{number}" for number in STEPS for name in ("who", "days")),
    fields={"refused.ladder_steps": "who_1"},
)
KNOT = Form(
    template="partnership/knot.html",
    texts=("words", "decision", "reason", "what", "holder", "view"),
    days=("due_on",),
    fields={
        "refused.interest_words": "words", "refused.knot_decision": "decision", "refused.knot_reason": "reason",
        "refused.action_what": "what", "refused.action_holder": "holder", "refused.action_due": "due_on",
        "refused.child_view_words": "view", "refused.child_view_long": "view",
    },
)  # fmt: skip


def _to(name: str, done: str, *ids: str) -> HttpResponse:
    return redirect(f"{reverse(name, args=ids)}?{DONE}={done}")


@signed_in
def knots(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Show the knots of a partnership, undecided ones first, and the ladder."""
    held = get_partnership(visit, partnership)
    bound = find_knots(partnership=held, on=today(), scope=visit.scope)
    log_tied(visit, bound)
    found = [knot_row(each, visit.lang) for each in bound]
    page = {
        "partnership": held, "open": [each for each in found if each["knot"].decided_on is None],
        "decided": [each for each in found if each["knot"].decided_on is not None], "rungs": ladder_of(held)[1],
        "may_keep": visit.may(KEEP), "may_raise": visit.may(ASSENT),
    }  # fmt: skip
    return render(request, "partnership/knots.html", page)


def log_tied(visit: Visit, shown: Iterable[Bound]) -> None:
    """Note whose records were looked at by showing these knots."""
    children = dict.fromkeys(each.tied.child for each in shown if each.tied)
    if children:
        visit.log_read(children=children, activity="child_knot")


def read_question(typed: Typed, decide_by: datetime.date | None) -> Question:
    """Give what was typed in the form of a knot."""
    return Question(
        question=typed["question"], domains=typed["domains"], director=typed["director"],
        options=typed["options"].splitlines(), decide_by=decide_by,
    )  # fmt: skip


@signed_in
def ask(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Raise a knot as a member."""
    visit.must(ASSENT)
    held = get_partnership(visit, partnership)
    nobody = ("", word("knots.no_director", visit.lang))
    page: dict[str, Any] = {
        "partnership": held, "domains": domain_choices(visit.lang), "people": [nobody, *mandated_choices(held)],
    }  # fmt: skip
    if request.method != "POST":
        return ASK.show(request, ASK.empty(), **page)
    typed = ASK.read(request)
    days, faults = ASK.days_of(typed, visit.lang)
    asked = read_question(typed, days["decide_by"])
    made: list[str] = []
    return attempt(
        lambda: made.append(
            raise_knot(actor=visit.officer, at=now(), partnership=partnership, asked=asked).public_id
        ),
        lambda: _to("partnership_knot", "knot_raised", partnership, made[0]),
        lambda refused: ASK.show(request, typed, ASK.say(refused, faults, visit.lang), **page),
    )  # fmt: skip


@signed_in
def ladder(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Record the steps that an undecided knot goes up."""
    held = get_kept(visit, partnership)
    if request.method != "POST":
        return _show_ladder(request, visit, held, None)
    typed = LADDER.read(request)
    rungs = [
        Rung(who=typed[f"who_{number}"], days=_days(typed[f"days_{number}"]))
        for number in STEPS
        if typed[f"who_{number}"].strip() or typed[f"days_{number}"].strip()
    ]
    return attempt(
        lambda: agree_ladder(
            actor=visit.officer, at=now(), partnership=partnership, seen=seen_version(request), steps=rungs
        ),
        lambda: _to("partnership_knots", "ladder_agreed", partnership),
        lambda refused: _show_ladder(request, visit, held, typed, refused),
    )


def _days(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _show_ladder(
    request: HttpRequest, visit: Visit, held: Partnership, typed: Typed | None, refused: Refused | None = None
) -> HttpResponse:
    number, rungs = ladder_of(held)
    filled = {f"who_{place}": rung.who for place, rung in enumerate(rungs, start=1)}
    filled |= {f"days_{place}": str(rung.days) for place, rung in enumerate(rungs, start=1)}
    shown = typed or LADDER.empty(**filled)
    page: dict[str, Any] = {
        "partnership": held, "seen": number, "rungs": rungs,
        "rows": [{"number": each, "who": f"who_{each}", "days": f"days_{each}", "typed_who": shown[f"who_{each}"],
                  "typed_days": shown[f"days_{each}"]} for each in STEPS],
    }  # fmt: skip
    if refused is None:
        return LADDER.show(request, shown, **page)
    if CHANGED in refused.reasons:
        return LADDER.show(request, shown, is_clash=True, **page)
    return LADDER.show(request, shown, LADDER.say(refused, {}, visit.lang), **page)


# --- one knot ----------------------------------------------------------------------------------------------------------

Acts = Mapping[str, tuple[str, Callable[[], Any]]]


def _get(visit: Visit, held: Partnership, knot: str) -> Bound:
    found = find_knot(partnership=held, knot=knot, on=today(), scope=visit.scope)
    if found is None:
        raise Http404
    return found


def _acts(request: HttpRequest, visit: Visit, partnership: str, knot: str, typed: Typed) -> Acts:
    actor = visit.officer if visit.scope is None else visit.actor
    who: dict[str, Any] = {"actor": actor, "at": now(), "partnership": partnership}
    here, action = {**who, "knot": knot}, request.POST.get("action", "")
    said = {"decision": typed["decision"], "reason": typed["reason"], "seen": seen_version(request)}
    todo = Todo(what=typed["what"], holder=typed["holder"], due_on=KNOT.days_of(typed, visit.lang)[0]["due_on"])
    of_child: Acts = {
        "tell": ("knot_told", lambda: tell_of_knot(**here)),
        "view": ("view_noted", lambda: note_child_view(**here, seen=said["seen"], words=typed["view"])),
    }
    return {
        **(of_child if visit.scope is not None else {}),
        "assent": ("knot_assented", lambda: assent_to_decision(**here, **said)),
        "interest": ("interest_said", lambda: say_interest(**here, words=typed["words"])),
        "decide": ("knot_decided", lambda: decide_knot(**here, **said)),
        "action": ("action_added", lambda: follow_up(**here, todo=todo)),
        "done": ("action_done", lambda: finish_action(**who, action=action)),
        "check": ("action_checked", lambda: check_action(**who, action=action)),
    }


@signed_in
def knot(request: HttpRequest, visit: Visit, partnership: str, knot: str) -> HttpResponse:
    """Show a knot; say what is at stake, decide it, follow it up."""
    held = get_partnership(visit, partnership)
    if request.method != "POST":
        return _show(request, visit, held, _get(visit, held, knot), None)
    typed, do = KNOT.read(request), request.POST.get("do", "")
    acts = _acts(request, visit, partnership, knot, typed)
    if do not in acts:
        raise Http404
    done, act = acts[do]
    return attempt(
        act,
        lambda: _to("partnership_knot", done, partnership, knot),
        lambda refused: _show(request, visit, held, _get(visit, held, knot), typed, refused),
    )


def _show(
    request: HttpRequest, visit: Visit, held: Partnership, found: Bound, typed: Typed | None,
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    log_tied(visit, [found])
    viewer, is_open, may = visit.viewer, found.decided_on is None, visit.may(ASSENT)
    if found.tied:
        may = may and visit.scope is not None and visit.scope.is_involved(found.tied.number)
    directs = found.directed_by == (viewer.professional, viewer.organisation)
    follows = not is_open and may and (directs or visit.may(KEEP))
    people = (colleague_choices if visit.may(KEEP) else mandated_choices)(held) if follows else []
    page: dict[str, Any] = {
        "partnership": held, "row": knot_row(found, visit.lang), "found": found, "seen": found.version,
        "tasks": task_rows(found.tasks, visit, directs=directs), "own": viewer.organisation_name,
        "may_say": is_open and may, "may_follow": follows, "people": people,
        "may_decide": is_open and may and _is_among(found.able, viewer), "may": may, "is_open": is_open,
        "may_keep": visit.may(KEEP),
        "may_assent": is_open and may and _is_among(found.partly, viewer) and not _is_among(found.able, viewer),
        **knot_words(found, visit),
    }  # fmt: skip
    if refused is None or typed is None:
        draft = found.draft
        said = {"decision": draft.decision, "reason": draft.reason} if draft else {}
        view = found.tied.child_view if found.tied else ""
        words = next((each.words for each in found.interests if each.name == viewer.organisation_name), "")
        return KNOT.show(request, KNOT.empty(**said, view=view, words=words), **page)
    if CHANGED in refused.reasons:
        return KNOT.show(request, typed, is_clash=True, **page)
    faults = KNOT.days_of(typed, visit.lang)[1] if "refused.action_due" in refused.reasons else {}
    return KNOT.show(request, typed, KNOT.say(refused, faults, visit.lang), **page)


def _is_among(people: Iterable[Entitled], viewer: Viewer) -> bool:
    return any((each.professional, each.organisation) == (viewer.professional, viewer.organisation) for each in people)
