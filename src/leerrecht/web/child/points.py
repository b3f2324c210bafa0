"""Meetings about one child: the points that it or somebody beside it put there, and the knots that are about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.points import ask_point, may_ask, place_point, withdraw_point
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.queries.child_knots import ties_seen
from leerrecht.queries.partnerships import partnerships_of
from leerrecht.queries.points import Asked, find_points, partnerships_near, series_near
from leerrecht.web.child.form_page import Subject, get_subject, sharing_choices
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import Form, Typed, attempt
from leerrecht.web.words import date_words, word

POINT = Form(
    template="child/points.html",
    texts=("words", "series"),
    lists=("shared_with",),
    fields={
        "refused.point_words": "words", "refused.point_long": "words", "refused.point_twice": "words",
        "refused.point_series": "series", "refused.point_readers": "shared_with",
    },
)  # fmt: skip
STATE = {
    "unplaced": "due", "placed": "upcoming", "planned": "upcoming", "waits": "due", "late": "overdue", "over": "overdue",
    "decided": "met", "withdrawn": "unknown",
}  # fmt: skip


def point_row(found: Asked, visit: Visit) -> dict[str, Any]:
    """Give a point in words."""
    lang = visit.lang
    day = date_words(found.day, lang, long=True) if found.day else ""
    return {
        "point": found, "state": STATE[found.state], "said": word(f"points.state.{found.state}", lang, day=day),
        "by": word(f"points.by.{found.asked_as}", lang),
        "readers": ", ".join(role_words(each, lang) for each in found.shared_with),
    }  # fmt: skip


@signed_in
def points(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show the points and knots about a child; put a point there, at another series, or take one's own back."""
    subject = get_subject(visit, child)
    if request.method != "POST":
        return _show(request, visit, subject, None)
    typed, do = POINT.read(request), request.POST.get("do", "")
    who: dict[str, Any] = {"actor": visit.actor, "at": now(), "child": child}
    point = request.POST.get("point", "")
    acts: dict[str, tuple[str, Callable[[], Any]]] = {
        "ask": ("point_asked", lambda: ask_point(
            **who, words=typed["words"], readers=typed["shared_with"], series=typed["series"]
        )),
        "place": ("point_placed", lambda: place_point(**who, point=point, series=request.POST.get("at_series", ""))),
        "withdraw": ("point_withdrawn", lambda: withdraw_point(**who, point=point)),
    }  # fmt: skip
    if do not in acts:
        raise Http404
    done, act = acts[do]
    return attempt(
        act,
        lambda: redirect(f"{reverse('child_points', args=[child])}?{DONE}={done}"),
        lambda refused: _show(request, visit, subject, typed, refused),
    )


def _show(
    request: HttpRequest, visit: Visit, subject: Subject, typed: Typed | None, refused: Refused | None = None
) -> HttpResponse:
    number, on = subject.child.pk, today()
    found = find_points(scope=visit.children, child=number, on=on)
    ties = [tie for tie in ties_seen(scope=visit.children).values() if tie.child_id == number]
    mine = partnerships_of(organisation=visit.viewer.organisation, on=on)
    known = set(mine.values_list("public_id", flat=True))
    is_in = visit.may(ASSENT) and visit.children.may_record(child=number, table="plans")
    near = [row for row in series_near(child=number, on=on) if row.partnership.public_id in known]
    page: dict[str, Any] = {
        "subject": subject, "may_ask": may_ask(actor=visit.actor, child=number), "account": visit.viewer.account,
        "points": [
            {
                **point_row(each, visit), "is_member": each.partnership in known,
                "may_withdraw": each.asked_by == visit.viewer.account and not each.is_answered,
                "places": [(row.public_id, row.name) for row in near if row.public_id != each.series],
            }
            for each in found
        ],
        "knots": [
            {"knot": tie.knot, "partnership": tie.knot.partnership.public_id,
             "is_mine": tie.knot.partnership.public_id in known}
            for tie in ties
        ],
        "partnerships": (
            partnerships_near(child=number, on=on).filter(public_id__in=known) if is_in else []
        ),
        "series": [(row.public_id, row.name) for row in near],
        "sharing": sharing_choices(visit),
        "own_role": role_words(visit.viewer.role, visit.lang),
    }  # fmt: skip
    visit.log_read(children=[subject.public_id], activity="point")
    if refused is None or typed is None:
        only = near[0].public_id if len(near) == 1 else ""
        return POINT.show(request, POINT.empty(shared_with=["legal_representative", "reception"], series=only), **page)
    return POINT.show(request, typed, POINT.say(refused, {}, visit.lang), **page)
