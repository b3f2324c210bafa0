"""Verhuizing: is this move ready? And the list of moves that are ahead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from leerrecht.access.levels import Level
from leerrecht.operations.acting import Refused, may_record
from leerrecht.operations.moves import announce_move
from leerrecht.queries.cards import find_cards
from leerrecht.queries.moves import find_ahead, find_left, find_moves
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.moves.fields import ANNOUNCED, move_fields, read_move_form, say_refused
from leerrecht.web.moves.wording import move_row

UNPROCESSABLE = 422
__all__ = ["announce", "move", "moves", "to_move"]


def to_move(subject: Subject, done: str) -> HttpResponse:
    """Go on to the page of the move, which says what was done."""
    answer = redirect("move", subject.public_id)
    answer["Location"] += f"?{DONE}={done}"
    return answer


@signed_in
def move(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show the moves of a child that are ahead or just made."""
    subject = get_subject(visit, child)
    found = find_moves(scope=visit.children, child=subject.child, on=today(), lang=visit.lang)
    visit.log_read(children=[child], activity="move")
    may = may_record(scope=visit.children, child=subject.child.pk, table="stays")
    page = {
        "subject": subject,
        "moves": [move_row(each, visit.lang) for each in found],
        "left": find_left(
            scope=visit.children, cards=find_cards(scope=visit.children, on=today(), children=[subject.child.pk])
        ),
        "may_announce": may and not any(each.is_ahead and each.announced_on == today() for each in found),
        "may_change": may,
        "may_record": may_record(scope=visit.children, child=subject.child.pk, table="move_points"),
        "knows_holders": visit.children.level("move_points.person", child=subject.child.pk) > Level.CONCLUSION,
    }
    return render(request, "moves/move.html", page)


@signed_in
def announce(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Ask for a move, and announce it."""
    subject = get_subject(visit, child, table="stays")
    typed: dict[str, str] = {}
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = read_move_form(table="stays", columns=ANNOUNCED, posted=request.POST)
        try:
            announce_move(actor=visit.actor, at=now(), child=child, typed=typed)
            return to_move(subject, "move_announced")
        except Refused as refused:
            wrong = say_refused(refused, table="stays", columns=ANNOUNCED, lang=visit.lang)
    visit.log_read(children=[child], activity="form")
    page = {
        "subject": subject,
        "lines": move_fields(
            table="stays", columns=ANNOUNCED, typed=typed, errors=wrong.by_field, lang=visit.lang
        ),
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "moves/announce.html", page, status=UNPROCESSABLE if wrong.summary else 200)


@signed_in
def moves(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the announced moves of the children one reaches."""
    ahead = find_ahead(scope=visit.children, on=today())
    visit.log_read(children=dict.fromkeys(each.child for each in ahead), activity="moves")
    records = "stays" in visit.children.access.roles[visit.viewer.role].records
    return render(request, "moves/moves.html", {"ahead": ahead, "may_announce": records})
