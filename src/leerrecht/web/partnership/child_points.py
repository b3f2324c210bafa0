"""What a meeting or a mandate decides about one child: the answer to its point, and a knot that is about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.child_knots import About, raise_child_knot
from leerrecht.operations.minutes import Todo
from leerrecht.operations.points import Answer, answer_point
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.partnership.models import Partnership
from leerrecht.queries.child_knots import ABOUT
from leerrecht.queries.meetings import find_meeting
from leerrecht.queries.points import Asked, points_at
from leerrecht.web.child.form_page import get_subject, sharing_choices
from leerrecht.web.child.points import point_row
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import Form, Typed, attempt, get_partnership
from leerrecht.web.partnership.knots import ASK, read_question
from leerrecht.web.partnership.meeting_words import domain_choices
from leerrecht.web.partnership.people import mandated_choices
from leerrecht.web.words import word

ANSWER = Form(
    template="partnership/answer_point.html",
    texts=("decision", "reason", "what", "holder"),
    days=("due_on",),
    optional=("due_on",),
    lists=("about", "told"),
    fields={
        "refused.point_decision": "decision", "refused.point_reason": "reason", "refused.point_about": "about",
        "refused.action_what": "what", "refused.action_holder": "holder", "refused.action_due": "due_on",
    },
)  # fmt: skip
KNOT = Form(
    template="partnership/raise_knot.html",
    texts=(*ASK.texts, "child_view"),
    days=ASK.days,
    lists=(*ASK.lists, "about", "shared_with", "told"),
    fields={
        **ASK.fields, "refused.point_about": "about", "refused.point_own_about": "about",
        "refused.child_view_long": "child_view",
    },
)  # fmt: skip


def about_choices(lang: str) -> list[tuple[str, str]]:
    """Give what a decision about a child can be about."""
    return [(each, word(f"points.about.{each}", lang)) for each in ABOUT]


# --- a point -----------------------------------------------------------------------------------------------------------


def _get(visit: Visit, meeting: str, point: str) -> Asked:
    at_meeting = points_at(scope=visit.children, meeting=meeting, on=today())
    found = next((each for each in at_meeting if each.public_id == point), None)
    if found is None:
        raise Http404
    return found


def _seated(held: Partnership, meeting: str) -> list[tuple[str, str]]:
    """Give who was invited to a meeting, whom all members see, to choose from."""
    found = find_meeting(partnership=held, meeting=meeting, on=today())
    return [(each.code, f"{each.person} ({each.name})") for each in found.seats] if found else []


@signed_in
def answer(request: HttpRequest, visit: Visit, partnership: str, meeting: str, point: str) -> HttpResponse:
    """Write what was decided about a point of a child, in words for the child."""
    visit.must(ASSENT)
    held, found = get_partnership(visit, partnership), _get(visit, meeting, point)
    if not visit.children.may_record(child=found.number, table="plans"):
        raise Http404
    if request.method != "POST":
        return _show(request, visit, held, meeting, found, None)
    typed = ANSWER.read(request)
    due_on = ANSWER.days_of(typed, visit.lang)[0]["due_on"]
    is_todo = any((typed["what"].strip(), typed["holder"], typed["due_on"].strip()))
    given = Answer(
        decision=typed["decision"], reason=typed["reason"], categories=typed["about"], is_told="yes" in typed["told"],
        todo=Todo(what=typed["what"], holder=typed["holder"], due_on=due_on) if is_todo else None,
    )  # fmt: skip
    return attempt(
        lambda: answer_point(
            actor=visit.actor, at=now(), partnership=partnership, meeting=meeting, point=point, answer=given
        ),
        lambda: redirect(f"{reverse('meeting', args=[partnership, meeting])}?{DONE}=point_answered"),
        lambda refused: _show(request, visit, held, meeting, _get(visit, meeting, point), typed, refused),
    )


def _show(
    request: HttpRequest, visit: Visit, held: Partnership, meeting: str, found: Asked, typed: Typed | None,
    refused: Refused | None = None,
) -> HttpResponse:  # fmt: skip
    visit.log_read(children=[found.child], activity="point")
    nobody = ("", word("points.nobody", visit.lang))
    page: dict[str, Any] = {
        "partnership": held, "meeting": meeting, "row": point_row(found, visit), "found": found,
        "people": [nobody, *_seated(held, meeting)], "abouts": about_choices(visit.lang),
        "yes": [("yes", word("points.told_yes", visit.lang))],
    }  # fmt: skip
    if refused is None or typed is None:
        return ANSWER.show(request, ANSWER.empty(), **page)
    faults = ANSWER.days_of(typed, visit.lang)[1]
    return ANSWER.show(request, typed, ANSWER.say(refused, faults, visit.lang), **page)


# --- a knot ------------------------------------------------------------------------------------------------------------


@signed_in
def raise_about(request: HttpRequest, visit: Visit, child: str, partnership: str) -> HttpResponse:
    """Raise a knot about a child."""
    visit.must(ASSENT)
    subject, held = get_subject(visit, child, table="plans"), get_partnership(visit, partnership)
    nobody = ("", word("knots.no_director", visit.lang))
    page: dict[str, Any] = {
        "partnership": held, "subject": subject, "domains": domain_choices(visit.lang),
        "people": [nobody, *mandated_choices(held)], "abouts": about_choices(visit.lang),
        "sharing": sharing_choices(visit), "own_role": role_words(visit.viewer.role, visit.lang),
        "yes": [("yes", word("points.told_yes", visit.lang))],
    }  # fmt: skip
    visit.log_read(children=[child], activity="child_knot")
    if request.method != "POST":
        return KNOT.show(request, KNOT.empty(), **page)
    typed = KNOT.read(request)
    days, faults = KNOT.days_of(typed, visit.lang)
    about = About(
        categories=typed["about"], readers=typed["shared_with"], child_view=typed["child_view"],
        is_told="yes" in typed["told"],
    )  # fmt: skip
    made: list[str] = []
    return attempt(
        lambda: made.append(raise_child_knot(
            actor=visit.actor, at=now(), partnership=partnership, child=child,
            asked=read_question(typed, days["decide_by"]), about=about,
        ).public_id),
        lambda: redirect(f"{reverse('partnership_knot', args=[partnership, made[0]])}?{DONE}=knot_raised"),
        lambda refused: KNOT.show(request, typed, KNOT.say(refused, faults, visit.lang), **page),
    )  # fmt: skip
