"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone

from leerrecht.operations.importing import may_import
from leerrecht.operations.partnerships import KEEP
from leerrecht.operations.staff_changes import DUTY
from leerrecht.queries.arrivals import may_receive
from leerrecht.queries.glass import opening_of
from leerrecht.queries.partnerships import has_partnerships
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.viewing import Visit, language
from leerrecht.web.words import book, word

DONE = "gedaan"
"""Names in the address what was just done, so that showing it changes nothing."""


PART_OF = (
    dict.fromkeys(
        (
            "child",
            "why",
            "step",
            "facts",
            "choose_table",
            "add_fact",
            "correct_fact",
            "plan",
            "words",
            "child_points",
            "raise_child_knot",
            "search",
            "seen_by",
            "consents",
            "ask_consent",
            "consent",
            "withdraw_consent",
            "child_knot",
        ),
        "children",
    )
    | {"import": "imports", "announce_many": "moves"}
    | dict.fromkeys(("move", "announce_move", "change_move", "move_point"), "moves")
    | dict.fromkeys(("transfers", "prepare_transfer", "transfer"), "children")
    | dict.fromkeys(("rights", "new_request", "correction"), "children")
    | dict.fromkeys(
        (
            "begin_partnership",
            "partnership",
            "change_partnership",
            "add_member",
            "change_member",
            "give_mandate",
            "end_mandate",
            "note_consultation",
            "consultation",
            "propose_tasks",
            "task_agreement",
            "compare_tasks",
            "meetings",
            "begin_series",
            "evaluate_meetings",
            "plan_meeting",
            "meeting",
            "answer_point",
            "change_meeting",
            "partnership_knots",
            "raise_knot",
            "agree_ladder",
            "partnership_knot",
            "ambition",
            "propose_ambition",
            "evaluate_ambition",
        ),
        "partnerships",
    )
    | {"arrival_ask": "arrival", "arrival_record": "arrival", "pair": "doubles", "undo_pair": "doubles"}
)
"""The part of the menu that a page belongs to; pages of the policy lab are told by their names."""
LAB_ROLE = "policy"
"""Who finds the policy lab in the menu; to others it is a link below the page."""


def _nav(request: HttpRequest, visit: Visit, lang: str) -> list[dict[str, Any]]:
    name = request.resolver_match.view_name if request.resolver_match else ""
    here = "lab" if name.startswith("lab_") else PART_OF.get(name, name)
    pages = ["today", "children"] if visit.scope is not None else ["today"]
    works_together = visit.may(KEEP) or has_partnerships(viewer=visit.viewer, on=today())
    if visit.scope is not None and visit.scope.sees_table("move_points"):
        pages.append("moves")
    if visit.scope is not None:
        pages += _recognising(visit)
    if may_import(role=visit.viewer.role):
        pages.append("imports")
    if works_together:
        pages.append("partnerships")
    if visit.may("steer"):
        pages.append("insight")
    if visit.viewer.role == LAB_ROLE:
        pages.append("lab")
    pages.append("logs" if visit.may("read_logs") else "own_log")
    return [
        {"url": reverse(page), "label": word(f"frame.nav_{page}", lang), "count": None, "is_current": here == page}
        for page in pages
    ]


def _recognising(visit: Visit) -> list[str]:
    """Give the pages for who takes up young people (from which questions are reached), answers questions, or judges doubles."""
    asks = "arrival" if may_receive(viewer=visit.viewer) else "inquiries" if visit.may("answer_inquiries") else ""
    return [page for page in (asks, "doubles" if visit.may("review_doubles") else "") if page]


def _messages(request: HttpRequest, lang: str) -> list[dict[str, str]]:
    key = f"done.{request.GET.get(DONE, '')}"
    return [{"kind": "success", "text": word(key, lang), "url": "", "link": ""}] if key in book().texts else []


def _footer(visit: Visit, lang: str) -> list[dict[str, str]]:
    links = [("access_table", "table.title"), ("agreements", "agreements.link"), ("knot", "knot.link")]
    links += [("open_glass", "glass.link")] if visit.may("open_glass") else []
    links += [("closures", "closure.title")] if visit.may("close_search") else []
    links += [("lab", "lab.link")] if visit.viewer.role != LAB_ROLE else []
    return [{"url": reverse(page), "label": word(label, lang)} for page, label in links]


def _glass(request: HttpRequest, visit: Visit) -> dict[str, str] | None:
    """Give the opening by which this page of a child is seen, for the banner on it."""
    child = request.resolver_match.kwargs.get("child", "") if request.resolver_match else ""
    opening = opening_of(scope=visit.scope, child=child) if child and visit.scope else None
    return {"id": opening.public_id, "until": f"{timezone.localtime(opening.ends_at):%H:%M}"} if opening else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the variables of base.html."""
    visit: Visit | None = getattr(request, "visit", None)
    lang = language()
    other = "en" if lang == "nl" else "nl"
    return {
        "is_demo": settings.IS_DEMO,
        "lang": lang,
        "home_url": reverse("today" if visit else "start"),
        "other_language_url": translate_url(request.get_full_path(), other),
        "on": today(),
        "visit": visit,
        "viewer": visit.viewer if visit else None,
        "other_teams": visit.others if visit else (),
        "may_hand_over": visit is not None and visit.scope is not None and visit.may(DUTY),
        "nav": _nav(request, visit, lang) if visit else [],
        "messages": _messages(request, lang) if visit else [],
        "footer_links": _footer(visit, lang) if visit else [],
        "glass": _glass(request, visit) if visit else None,
    }
