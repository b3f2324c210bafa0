"""A young person's own points for meetings, and the questions about them that wait for a decision."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from leerrecht.operations.acting import Refused
from leerrecht.operations.own_words import READERS
from leerrecht.operations.points import ask_point, withdraw_point
from leerrecht.queries.child_knots import find_own_knots
from leerrecht.queries.own import get_own
from leerrecht.queries.points import Asked, find_own_points
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.words import door_date, word
from leerrecht.web.youth.door import NAMES, OwnVisit, door_url, own_door, render_door
from leerrecht.web.youth.entering import fault_words
from leerrecht.web.youth.pages import MOST_TYPED, UNPROCESSABLE, known_word, listed

_SAME = {
    "refused.point_words": "refused.own_nothing", "refused.point_readers": "refused.own_nobody",
    "refused.point_long": "refused.own_too_long", "refused.point_twice": "refused.own_twice",
}  # fmt: skip
"""What is called the same thing here."""


@own_door
def points(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show one's points, with what was decided; put another on the agenda, or take one back."""
    if request.method != "POST":
        return _show(request, own, [], "", list(READERS[:2]))
    words = request.POST.get("words", "")[: MOST_TYPED + 1]
    readers = request.POST.getlist("readers")
    who: dict[str, Any] = {"actor": own.actor, "at": now(), "child": own.child.public_id}
    try:
        done = _do(request.POST.get("do", ""), who, request.POST.get("point", ""), words, readers, NAMES[own.lang])
    except Refused as refused:
        reasons = (_SAME.get(reason, reason) for reason in refused.reasons)
        return _show(request, own, fault_words(Refused(*reasons)), words, readers)
    return redirect(f"{door_url('points')}?{DONE}={done}")


def _do(do: str, who: dict[str, Any], point: str, words: str, readers: list[str], lang: str) -> str:
    if do == "ask":
        ask_point(**who, words=words, readers=[each for each in readers if each in READERS], lang=lang)
        return "point_asked"
    if do == "withdraw":
        withdraw_point(**who, point=point)
        return "point_withdrawn"
    raise Http404


def _show(request: HttpRequest, own: OwnVisit, faults: list[str], words: str, readers: list[str]) -> HttpResponse:
    number, lang = own.child.pk, own.lang
    is_protected = get_own(scope=own.scope, child=own.child, on=today()).is_protected
    own.log_read(page="points")
    given = {
        "points": [_row(each, lang, is_protected) for each in find_own_points(child=number, on=today())],
        "knots": [
            {"knot": each, "by": _date(each.decide_by, lang), "on": _date(each.decided_on, lang)}
            for each in find_own_knots(child=number, on=today())
        ],
        "faults": faults, "words": words,
        "readers": [(role, known_word("role", role, lang), role in readers) for role in READERS],
        "here_url": door_url("points"), "back_url": door_url("say"),
    }  # fmt: skip
    return render_door(
        request, "youth/points.html", given, tab="say", page="points", status=UNPROCESSABLE if faults else 200
    )


def _date(day: datetime.date | None, lang: str) -> str:
    return door_date(day, lang, today()) if day else ""


def _row(found: Asked, lang: str, is_protected: bool) -> dict[str, Any]:
    """Give a point in words. In a protected place no organisation is named, nor who works there (0012)."""
    return {
        "point": found, "is_open": found.state not in ("decided", "withdrawn"), "asked": _date(found.asked_on, lang),
        "is_own": found.asked_as == "child", "is_late": found.state in ("late", "over"),
        "said": word(f"door.points.{found.state}", lang, day=_date(found.day, lang)),
        "due": _date(found.due_on, lang), "holder": "" if is_protected else found.holder,
        "readers": listed((known_word("role", role, lang) for role in found.shared_with), lang),
    }  # fmt: skip
