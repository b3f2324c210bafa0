"""Many children move at once: a location closes. A long list goes in steps, each of which is done when its page is there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.moves_of_many import ManyMoves, announce_many
from leerrecht.operations.texts import is_code
from leerrecht.queries.moves import Living, find_living
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.moves.fields import ANNOUNCED, move_fields, read_move_form, say_refused
from leerrecht.web.words import word

STEP = 100
"""So many children in one request: a page that comes within a few seconds."""
UNPROCESSABLE = 422
CHOSEN, ALL, TOTAL = "jongere", "alles", "totaal"
COLUMNS = tuple(name for name in ANNOUNCED if name != "child_told_on")
"""That a child was told is recorded for each child by itself."""


@signed_in
def many(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask which children move where and when; announce it for all of them."""
    if "stays" not in visit.children.access.roles[visit.viewer.role].records:
        raise Http404
    living = find_living(scope=visit.children, on=today())
    if request.method != "POST":
        chosen = [each.child for each in living] if request.GET.get(ALL) == "ja" else []
        return _ask(request, visit, living, chosen)
    known = {each.child for each in living}
    chosen = [child for child in request.POST.getlist(CHOSEN) if is_code(child) and child in known]
    typed = read_move_form(table="stays", columns=COLUMNS, posted=request.POST)
    step, rest = chosen[:STEP], chosen[STEP:]
    try:
        found = announce_many(actor=visit.actor, at=now(), children=step, typed=typed)
    except Refused as refused:
        wrong = say_refused(refused, table="stays", columns=COLUMNS, lang=visit.lang)
        return _ask(request, visit, living, chosen, typed=typed, wrong=wrong)
    if not rest and not found.refused:
        return redirect(f"{reverse('moves')}?{DONE}=moves_announced")
    return _show_progress(request, visit, living, found, rest, typed)


def _ask(
    request: HttpRequest, visit: Visit, living: Sequence[Living], chosen: Sequence[str], *,
    typed: dict[str, str] | None = None, wrong: Wrong = NOTHING_WRONG,
) -> HttpResponse:  # fmt: skip
    visit.log_read(children=[each.child for each in living], activity="moves")
    places: list[dict[str, Any]] = [
        {"name": location or word("move.many.no_place", visit.lang), "children": list(children)}
        for location, children in groupby(living, key=lambda each: each.location)
    ]
    page = {
        "places": places,
        "chosen": set(chosen),
        "is_all": bool(chosen) and len(chosen) == len(living),
        "lines": move_fields(
            table="stays", columns=COLUMNS, typed=typed or {}, errors=wrong.by_field, lang=visit.lang
        ),
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "moves/many.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _show_progress(
    request: HttpRequest, visit: Visit, living: Sequence[Living], found: ManyMoves, rest: Sequence[str],
    typed: dict[str, str],
) -> HttpResponse:  # fmt: skip
    names = {each.child: each.name for each in living}
    visit.log_read(children=[child for child in found.refused if child in names], activity="moves")
    total = request.POST.get(TOTAL, "")
    count = int(total) if total.isdecimal() and len(total) < 6 else len(request.POST.getlist(CHOSEN))
    page = {
        "done": max(0, count - len(rest)),
        "total": count,
        "rest": rest,
        "typed": typed.items(),
        "refused": [
            {"child": child, "name": names.get(child, ""), "why": [word(reason, visit.lang) for reason in reasons]}
            for child, reasons in found.refused.items()
        ],
    }
    return render(request, "moves/progress.html", page)
