"""The one guard of a young person's own pages: from a request to their card, and to their own record alone."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from leerrecht.access import Scope
from leerrecht.audit.log import record_read
from leerrecht.audit.tracing import join_trace
from leerrecht.grants.models import Card
from leerrecht.operations.acting import Actor
from leerrecht.operations.cards import PIN
from leerrecht.queries.own import ROLE, own_scope, own_viewer
from leerrecht.records.models import Child
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.typed import texts_of
from leerrecht.web.frame.viewing import METHODS, View, language
from leerrecht.web.words import RIGHT_TO_LEFT, door_date, word
from leerrecht.web.youth.session import CARD, find_card, note_seen

NAMES = {"nl": "Nederlands", "en": "English", "ar": "العربية"}
"""Each language by its own name."""
TABS = {"plan": "calendar", "people": "people", "shared": "eye", "consent": "check", "say": "quote"}
"""The pages, each with its picture."""
WHY = "waarom"
"""Names in the address why somebody is at the form of the card: over, closed."""


@dataclass(frozen=True, kw_only=True)
class OwnVisit:
    """A young person at their own door: their card, their record, the language of the page."""

    card: Card
    child: Child
    scope: Scope
    lang: str
    trace_id: str
    origin: str

    @property
    def actor(self) -> Actor:
        """Give who acts, for an operation: the young person, without an account."""
        viewer = own_viewer(child=self.child)
        return Actor(viewer=viewer, scope=self.scope, origin=self.origin, trace_id=self.trace_id)

    def log_read(self, *, page: str) -> None:
        """Note that they looked at their own record. When that fails, so does the page."""
        record_read(
            at=now(), children=[self.child.public_id], activity=f"door.{page}", role=ROLE, trace_id=self.trace_id,
            ground="self",
        )  # fmt: skip


def door_url(name: str, *arguments: str, lang: str = "") -> str:
    """Give the address of a page of the door, in this language or another one."""
    lang = lang or language()
    if lang == "ar":
        return reverse(f"door_ar:{name}", args=arguments)
    with translation.override(lang):
        return reverse(f"door:{name}", args=arguments)


def origin_of(request: HttpRequest) -> str:
    """Give where a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def in_words(view: View) -> View:
    """Give a page of the door its language, which for Arabic the address alone says; and keep it out of every cache."""

    @functools.wraps(view)
    def spoken(request: HttpRequest, *arguments: Any, lang: str = "", **named: Any) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        with translation.override(lang or language()):
            answer = view(request, *arguments, **named)
            answer.headers["Content-Language"] = language()
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return spoken


def own_door(view: View) -> View:
    """Let only somebody with a card to a page, to their own record; others are sent to the form of the card.

    The view gets the request and the OwnVisit.
    """

    @in_words
    @functools.wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        card = find_card(request=request)
        if card is None:
            return _over(request)
        own = OwnVisit(
            card=card,
            child=card.child,
            scope=own_scope(child=card.child.pk, on=today()),
            lang=language(),
            trace_id=join_trace(request.META.get("HTTP_TRACEPARENT", "")),
            origin=origin_of(request),
        )
        answer = view(request, own, *arguments, **named)
        note_seen(request=request, answer=answer)
        return answer

    return guarded


def _over(request: HttpRequest) -> HttpResponse:
    """Send somebody to the form of the card; whoever wrote something for too long finds it there, to copy."""
    typed = texts_of(request)
    if not typed:
        return redirect(door_url("enter") + (f"?{WHY}=over" if CARD in request.session else ""))
    words = {
        "said": word("door.enter.over", language()),
        "typed": typed,
        "pin_length": PIN,
        "first_url": door_url("first"),
    }
    return render_door(request, "youth/enter.html", words, page="enter", status=403)


def render_door(
    request: HttpRequest, template: str, words: dict[str, Any], *, tab: str = "", page: str = "", status: int = 200
) -> HttpResponse:
    """Show a page of the door. `tab`: the part it belongs to, empty before one is in; `page`: its name in addresses."""
    lang = language()
    given: dict[str, Any] = {
        "lang": lang,
        "dir": "rtl" if lang in RIGHT_TO_LEFT else "ltr",
        "is_demo": settings.IS_DEMO,
        "is_in": bool(tab),
        "tabs": [{"name": name, "icon": icon, "url": door_url(name)} for name, icon in TABS.items()] if tab else [],
        "tab": tab,
        "here_url": door_url(page or tab),
        "others": [
            {"lang": other, "name": name, "url": door_url(page or tab, lang=other)}
            for other, name in NAMES.items()
            if other != lang
        ],
        "today": door_date(today(), lang, today()),
        "close_url": door_url("close"),
        "quick_url": door_url("quick"),
        "done": request.GET.get(DONE, ""),
    }
    return render(request, template, {**given, **words}, status=status)
