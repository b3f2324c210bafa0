"""Change a move: another day or place, the child was told, others know first, it is called off. And a point of its list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from leerrecht.access.levels import Level
from leerrecht.access.moves import is_ahead, is_told
from leerrecht.operations.acting import Conflict, Refused
from leerrecht.operations.facts import row_of, seen_of, successor, typed_of
from leerrecht.operations.move_points import agree_point, finish_point
from leerrecht.operations.moves import cancel_move, change_move, inform_early, tell_child
from leerrecht.queries.facts import find_fact
from leerrecht.queries.moves import find_moves
from leerrecht.records.models import Fact
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_fields import MOST_TYPED
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.child.forms import show_conflict
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.plain_forms import typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.moves.fields import AGREED, CHANGED, WHY, move_fields, read_move_form, say_refused
from leerrecht.web.moves.views import to_move
from leerrecht.web.moves.wording import item_words, point_row
from leerrecht.web.words import word

UNPROCESSABLE, CLASH = 422, 409
DO, SURE, TOLD, WHY_CANCEL, WHY_EARLY = "do", "sure", "child_told_on", "why_cancel", "why_early"


def _find(visit: Visit, child: str, table: str, public_id: str) -> tuple[Subject, Fact]:
    """Find a stay or a point that this viewer sees and may record; else the answer is that of a page that isn't there."""
    found = find_fact(scope=visit.children, table=table, public_id=public_id)
    if found is None or found.child.public_id != child or seen_of(scope=visit.children, fact=found) is None:
        raise Http404
    return get_subject(visit, child, table=table), found


def _standing(fact: Fact) -> Fact | None:
    """Give what stands in the place of a fact now: itself, or its last correction."""
    return fact if fact.retracted_at is None else successor(fact)


@signed_in
def change(request: HttpRequest, visit: Visit, child: str, move: str) -> HttpResponse:
    """Show a move that is ahead, and change it."""
    subject, seen = _find(visit, child, "stays", move)
    if request.method == "POST":
        act = ACTS.get(request.POST.get(DO, ""), _change)
        return act(request, visit, subject, seen)
    stay = _standing(seen)
    if stay is None or not is_ahead(row_of(stay), on=today()):
        return redirect("move", child)
    return _show(request, visit, subject, stay)


def _attempt(
    request: HttpRequest, visit: Visit, subject: Subject, seen: Fact, *, done: str, field: str, do: Callable[[], Any],
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do something with a move; when it can't be, show the page again with what is wrong and all that was typed."""
    try:
        do()
    except Refused as refused:
        if field == WHY:
            wrong = say_refused(refused, table="stays", columns=CHANGED, lang=visit.lang)
        else:
            wrong = _beside(refused, field, visit.lang)
        return _show(request, visit, subject, _standing(seen) or seen, typed=typed, wrong=wrong)
    except Conflict as conflict:
        theirs = conflict.theirs
        if theirs is None or not is_ahead(row_of(theirs), on=today()):
            return show_conflict(request, visit, subject, conflict, act="correct", why=request.POST.get(field, ""))
        return _show(request, visit, subject, theirs, typed=typed, is_clash=True)
    return to_move(subject, done)


def _beside(refused: Refused, field: str, lang: str) -> Wrong:
    """Put a refusal beside the one field of a small form."""
    wrong = say_refused(refused, table="stays", columns=(TOLD,), lang=lang)
    texts = [text for _, text in wrong.summary]
    return Wrong(by_field={field: texts}, summary=tuple((field, text) for text in texts))


def _change(request: HttpRequest, visit: Visit, subject: Subject, seen: Fact) -> HttpResponse:
    typed = read_move_form(table="stays", columns=CHANGED, posted=request.POST)
    why = _text(request, WHY)
    return _attempt(
        request, visit, subject, seen, done="move_changed", field=WHY, typed=typed,
        do=lambda: change_move(actor=visit.actor, at=now(), move=seen.public_id, typed=typed, reason=why),
    )  # fmt: skip


def _cancel(request: HttpRequest, visit: Visit, subject: Subject, seen: Fact) -> HttpResponse:
    if request.POST.get(SURE) != "on":
        text = word("move.cancel.not_sure", visit.lang)
        wrong = Wrong(by_field={SURE: [text]}, summary=((SURE, text),))
        return _show(request, visit, subject, _standing(seen) or seen, wrong=wrong)
    return _attempt(
        request, visit, subject, seen, done="move_cancelled", field=WHY_CANCEL,
        do=lambda: cancel_move(
            actor=visit.actor, at=now(), move=seen.public_id, reason=_text(request, WHY_CANCEL)
        ),
    )  # fmt: skip


def _tell(request: HttpRequest, visit: Visit, subject: Subject, seen: Fact) -> HttpResponse:
    return _attempt(
        request, visit, subject, seen, done="move_told", field=TOLD,
        do=lambda: tell_child(actor=visit.actor, at=now(), move=seen.public_id, told_on=_text(request, TOLD)),
    )  # fmt: skip


def _inform(request: HttpRequest, visit: Visit, subject: Subject, seen: Fact) -> HttpResponse:
    return _attempt(
        request, visit, subject, seen, done="move_informed", field=WHY_EARLY,
        do=lambda: inform_early(
            actor=visit.actor, at=now(), move=seen.public_id, reason=_text(request, WHY_EARLY)
        ),
    )  # fmt: skip


ACTS = {"change": _change, "cancel": _cancel, "tell": _tell, "inform": _inform}


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:MOST_TYPED]


def _show(
    request: HttpRequest, visit: Visit, subject: Subject, stay: Fact, *, typed: Mapping[str, str] | None = None,
    wrong: Wrong = NOTHING_WRONG, is_clash: bool = False,
) -> HttpResponse:  # fmt: skip
    row = row_of(stay)
    visit.log_read(children=[subject.public_id], activity="form")
    filled = typed_of("stays", row) if typed is None else typed
    told = is_told(row, on=today())
    page = {
        "subject": subject,
        "fact": stay.public_id,
        "stay": row,
        "where": row["location"] or row["municipality"] or "",
        "lines": move_fields(table="stays", columns=CHANGED, typed=filled, errors=wrong.by_field, lang=visit.lang),
        "typed": {name: _text(request, name) for name in (WHY, WHY_CANCEL, WHY_EARLY)}
        | {TOLD: _text(request, TOLD) or typed_day(row["child_told_on"] or today())},
        "errors": {name: wrong.by_field.get(name, ()) for name in (WHY, WHY_CANCEL, WHY_EARLY, TOLD, SURE)},
        "is_told": told,
        "may_inform": visit.may("inform_early") and not told,
        "is_clash": is_clash,
        "wrong": wrong,
    }
    status = CLASH if is_clash else UNPROCESSABLE if wrong.summary else 200
    return render(request, "moves/change.html", page, status=status)


@signed_in
def point(request: HttpRequest, visit: Visit, child: str, point: str) -> HttpResponse:
    """Show a point of a move: agree on who does it and when, or record that it is done."""
    subject, seen = _find(visit, child, "move_points", point)
    columns = [
        name
        for name in AGREED
        if visit.children.level(f"move_points.{name}", child=subject.child.pk) > Level.CONCLUSION
    ]
    if request.method != "POST":
        stands = _standing(seen)
        return redirect("move", child) if stands is None else _show_point(request, visit, subject, stands, columns)
    typed = read_move_form(table="move_points", columns=columns, posted=request.POST)
    is_done = request.POST.get(DO) == "done"
    try:
        if is_done:
            finish_point(actor=visit.actor, at=now(), point=seen.public_id)
        else:
            agree_point(actor=visit.actor, at=now(), point=seen.public_id, typed=typed)
    except Refused as refused:
        wrong = say_refused(refused, table="move_points", columns=columns, lang=visit.lang)
        kept = None if is_done else typed
        return _show_point(request, visit, subject, _standing(seen) or seen, columns, typed=kept, wrong=wrong)
    except Conflict as conflict:
        if conflict.theirs is None:
            return show_conflict(request, visit, subject, conflict, act="correct", why="")
        kept = None if is_done else typed
        return _show_point(request, visit, subject, conflict.theirs, columns, typed=kept, is_clash=True)
    return to_move(subject, "move_point_done" if is_done else "move_point_agreed")


def _show_point(
    request: HttpRequest, visit: Visit, subject: Subject, fact: Fact, columns: list[str], *,
    typed: Mapping[str, str] | None = None, wrong: Wrong = NOTHING_WRONG, is_clash: bool = False,
) -> HttpResponse:  # fmt: skip
    row = row_of(fact)
    visit.log_read(children=[subject.public_id], activity="form")
    filled = typed_of("move_points", row) if typed is None else typed
    moves = find_moves(scope=visit.children, child=subject.child, on=today(), lang=visit.lang)
    points = [point_row(point, visit.lang) for move in moves for side in move.sides.values() for point in side]
    page = {
        "subject": subject,
        "fact": fact.public_id,
        "title": item_words(row["item"], visit.lang),
        "stands": {name: row[name] for name in columns},
        "lines": move_fields(
            table="move_points", columns=columns, typed=filled, errors=wrong.by_field, lang=visit.lang
        ),
        "done": next((row for row in points if row["fact"] == fact.public_id and row["is_done"]), None),
        "is_clash": is_clash,
        "wrong": wrong,
    }  # fmt: skip
    status = CLASH if is_clash else UNPROCESSABLE if wrong.summary else 200
    return render(request, "moves/point.html", page, status=status)
