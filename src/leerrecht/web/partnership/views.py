"""Samenwerken: the partnerships of somebody's organisation; one of them: is it in order?; begin one, change what it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.partnerships import KEEP, Shape, begin_partnership, change_partnership
from leerrecht.partnership.models import PHASES, Partnership
from leerrecht.queries.partnerships import find_overview, find_partnerships
from leerrecht.web.agreements.views import kept_row
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
    to_partnership,
)  # fmt: skip
from leerrecht.web.partnership.wording import (
    list_row,
    mandate_groups,
    phase_words,
    points,
    source_of_consultation,
    town_words,
    version_row,
)  # fmt: skip
from leerrecht.web.words import word

SHAPE = Form(
    template="partnership/change.html",
    texts=("name", "towns", "phase", "shows_tasks"),
    fields={
        "refused.partnership_name": "name", "refused.partnership_name_taken": "name", "refused.partnership_towns": "towns",
        "refused.partnership_town_taken": "towns", "refused.partnership_phase": "phase",
    },
)  # fmt: skip


def partnership_box(visit: Visit) -> list[dict[str, Any]]:
    """Give the partnerships of the viewer's organisation in words, for a list of them."""
    return [list_row(row, visit.lang) for row in find_partnerships(viewer=visit.viewer, on=today())]


@signed_in
def partnerships(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the partnerships of the viewer's organisation."""
    page = {"rows": partnership_box(visit), "may_keep": visit.may(KEEP)}
    return render(request, "partnership/list.html", page)


@signed_in
def partnership(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Show all of a partnership: what isn't in order first."""
    on, lang = today(), visit.lang
    found = find_overview(partnership=get_partnership(visit, partnership), on=on)
    holding, proposal, source = found.task_agreement, found.proposal, source_of_consultation(on)
    page = {
        "found": found,
        "towns": town_words(found.towns, lang),
        "phase": phase_words(found.phase, lang),
        "phase_about": word(f"partnership.phase_about.{found.phase}", lang) if found.phase else "",
        "points": points(found, lang, may_keep=visit.may(KEEP)),
        "groups": mandate_groups(found, lang),
        "source": source,
        "certainty": word(f"table.certainty.{source['certainty']}", lang) if source else "",
        "holding": version_row(holding, lang) if holding else None,
        "proposal": version_row(proposal, lang) if proposal else None,
        "versions": [version_row(version, lang) for version in reversed(found.versions)],
        "agreements": [kept_row(kept, lang) for kept in found.agreements],
        "may_keep": visit.may(KEEP),
    }
    return render(request, "partnership/overview.html", page)


def _shape(typed: Typed) -> Shape:
    towns = typed["towns"].replace(",", "\n").splitlines()
    return Shape(name=typed["name"], towns=towns, phase=typed["phase"], shows_tasks=typed["shows_tasks"] == "on")


def _choices(lang: str) -> dict[str, Any]:
    return {
        "phases": [(each, phase_words(each, lang), word(f"partnership.phase_about.{each}", lang)) for each in PHASES]
    }


@signed_in
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin a partnership as a municipality."""
    officer = visit.must(KEEP)
    page: dict[str, Any] = {"url": reverse("begin_partnership"), "partnership": None, **_choices(visit.lang)}
    if request.method != "POST":
        return SHAPE.show(request, SHAPE.empty(towns=visit.viewer.municipality, phase="starting"), **page)
    typed = SHAPE.read(request)
    try:
        made = begin_partnership(actor=officer, at=now(), shape=_shape(typed))
    except Refused as refused:
        return SHAPE.show(request, typed, SHAPE.say(refused, {}, visit.lang), **page)
    return redirect(f"{reverse('partnership', args=[made.public_id])}?{DONE}=partnership_begun")


@signed_in
def change(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Change the name, the municipalities or the phase of a partnership."""
    held = get_kept(visit, partnership)
    if request.method != "POST":
        return _show_change(request, visit, held, None)
    typed = SHAPE.read(request)
    return attempt(
        lambda: change_partnership(
            actor=visit.officer, at=now(), partnership=partnership, seen=seen_version(request), shape=_shape(typed)
        ),
        lambda: to_partnership(partnership, "partnership_changed"),
        lambda refused: _show_change(request, visit, get_kept(visit, partnership), typed, refused),
    )


def _show_change(
    request: HttpRequest, visit: Visit, held: Partnership, typed: Typed | None, refused: Refused | None = None
) -> HttpResponse:
    found = find_overview(partnership=held, on=today())
    now_there = SHAPE.empty(
        name=held.name, towns="\n".join(found.towns), phase=found.phase, shows_tasks="on" if held.shows_tasks else ""
    )
    page: dict[str, Any] = {
        "url": reverse("change_partnership", args=[held.public_id]), "partnership": held, "seen": held.version,
        "stands": {"name": held.name, "phase": phase_words(found.phase, visit.lang), "towns": ", ".join(found.towns)},
        **_choices(visit.lang),
    }  # fmt: skip
    if refused is None:
        return SHAPE.show(request, now_there, **page)
    if CHANGED in refused.reasons:
        return SHAPE.show(request, typed or now_there, is_clash=True, **page)
    return SHAPE.show(request, typed or now_there, SHAPE.say(refused, {}, visit.lang), **page)
