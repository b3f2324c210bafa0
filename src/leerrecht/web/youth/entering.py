"""Coming in with a card, choosing a PIN, and going: Close, and the quick way out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from leerrecht.operations.acting import Refused
from leerrecht.operations.cards import PIN, choose_pin, note_closed, open_demo_card, use_card
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.viewing import language
from leerrecht.web.words import book, word
from leerrecht.web.youth.door import WHY, door_url, in_words, origin_of, render_door
from leerrecht.web.youth.session import enter as open_session
from leerrecht.web.youth.session import find_card, leave

MOST_TYPED = 40
UNPROCESSABLE = 422


def fault_words(refused: Refused) -> list[str]:
    """Say why something didn't happen, in words for a young person."""
    keys = [f"door.fault.{reason.rpartition('.')[2]}" for reason in refused.reasons]
    known = [key if key in book().texts else "door.fault.other" for key in keys] or ["door.fault.other"]
    return [word(key, language()) for key in dict.fromkeys(known)]


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:MOST_TYPED].replace("\0", "").strip()


def _show(request: HttpRequest, template: str, page: str, faults: list[str], **words: Any) -> HttpResponse:
    given = {"faults": faults, "pin_length": PIN, "code": _typed(request, "code"), **words}
    return render_door(request, template, given, page=page, status=UNPROCESSABLE if faults else 200)


@in_words
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the PIN; somebody who is in goes on."""
    if request.method != "POST":
        if find_card(request=request) is not None:
            return redirect(door_url("plan"))
        why = request.GET.get(WHY, "")
        said = word(f"door.enter.{why}", language()) if why in ("over", "closed") else ""
        return _show(request, "youth/enter.html", "enter", [], said=said, first_url=door_url("first"))
    try:
        card = use_card(code=_typed(request, "code"), pin=_typed(request, "pin"), at=now(), origin=origin_of(request))
    except Refused as refused:
        faults = fault_words(refused)
        return _show(request, "youth/enter.html", "enter", faults, said="", first_url=door_url("first"))
    open_session(request=request, card=card)
    return redirect(door_url("plan"))


@in_words
def first(request: HttpRequest) -> HttpResponse:
    """Let somebody who uses a card for the first time choose a PIN."""
    faults: list[str] = []
    if request.method == "POST":
        try:
            card = choose_pin(
                code=_typed(request, "code"), pin=_typed(request, "pin"), again=_typed(request, "again"), at=now(),
                origin=origin_of(request),
            )  # fmt: skip
            open_session(request=request, card=card)
            return redirect(door_url("plan"))
        except Refused as refused:
            faults = fault_words(refused)
    return _show(request, "youth/first.html", "first", faults, enter_url=door_url("enter"))


def _end(request: HttpRequest) -> None:
    card = find_card(request=request)
    if card is not None:
        note_closed(card=card, at=now(), origin=origin_of(request))
        leave(request=request)


@require_POST
@in_words
def close(request: HttpRequest) -> HttpResponse:
    """Close the door."""
    _end(request)
    return redirect(f"{door_url('enter')}?{WHY}=closed")


@in_words
def quick(request: HttpRequest) -> HttpResponse:
    """Close the door and show a page that says nothing."""
    if request.method == "POST":
        _end(request)
        return redirect(door_url("quick"))
    return render_door(request, "youth/gone.html", {}, page="quick")


@require_POST
@in_words
def try_it(request: HttpRequest) -> HttpResponse:
    """Open the card of a child of the demo; outside the demo there is no such page."""
    if not settings.IS_DEMO:
        raise Http404
    try:
        card = open_demo_card(at=now(), origin=origin_of(request))
    except Refused:
        raise Http404 from None
    open_session(request=request, card=card)
    return redirect(door_url("plan"))
