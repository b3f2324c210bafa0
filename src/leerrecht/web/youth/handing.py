"""The page on which a mentor hands out a card, lets a new PIN be chosen, or stops the card."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from leerrecht.grants.models import Card
from leerrecht.operations.acting import Refused
from leerrecht.operations.cards import (
    LANGUAGES,
    MOST_WRONG,
    Handed,
    hand_card,
    pin_chosen_at,
    reset_pin,
    spell_code,
    stop_card,
)
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row
from leerrecht.records.models import Child
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word
from leerrecht.web.youth.door import door_url

UNPROCESSABLE = 422
SPOKEN = {"arab": "ar", "engels": "en", "english": "en"}
"""What a language is called in a record, to the language of the card."""


def may_hand(*, visit: Visit, child: Child) -> bool:
    """Tell whether somebody hands out cards and is involved with this child now."""
    return visit.may("hand_card") and visit.children.is_involved(child.pk)


def _language(visit: Visit, child: Child) -> str:
    """Guess the language of the card from the languages that the child speaks; the first that we have."""
    cards = find_cards(scope=visit.children, on=today(), children=[child.pk])
    row = seen_row(scope=visit.children, number=child.pk, table="children", row=cards[0].person) if cards else None
    for spoken in str((row or {}).get("languages") or "").lower().split(","):
        for name, lang in SPOKEN.items():
            if name in spoken:
                return lang
    return "nl"


@signed_in
def card(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show how the card of a child stands, with what can be done with it."""
    subject = get_subject(visit, child)
    if not may_hand(visit=visit, child=subject.child):
        raise Http404
    faults: list[str] = []
    if request.method == "POST":
        try:
            return _act(request, visit, subject)
        except Refused as refused:
            faults = [word(reason, visit.lang) for reason in refused.reasons]
    visit.log_read(children=[child], activity="card")
    found = Card.objects.filter(child=subject.child, stopped_at__isnull=True).first()
    given: dict[str, Any] = {
        "subject": subject,
        "card": found,
        "since": timezone.localtime(found.handed_at).date() if found else None,
        "chosen": timezone.localtime(pin_chosen_at(card=found)).date() if found and found.pin else None,
        "is_out": found is not None and found.wrong >= MOST_WRONG,
        "is_closed": found is not None and found.closed_until is not None and found.closed_until > now(),
        "languages": [(lang, word(f"cards.language_{lang}", visit.lang)) for lang in LANGUAGES],
        "language": found.language if found else _language(visit, subject.child),
        "faults": [("", fault) for fault in faults],
    }
    return render(request, "youth/card.html", given, status=UNPROCESSABLE if faults else 200)


def _act(request: HttpRequest, visit: Visit, subject: Subject) -> HttpResponse:
    what = request.POST.get("do", "")
    named: dict[str, Any] = {"actor": visit.actor, "at": now(), "child": subject.public_id}
    if what == "hand":
        return _show_code(request, subject, hand_card(**named, language=request.POST.get("language", "")))
    if what == "reset":
        reset_pin(**named)
        return redirect(f"{reverse('card', args=[subject.public_id])}?{DONE}=pin_reset")
    if what == "stop":
        stop_card(**named)
        return redirect(f"{reverse('card', args=[subject.public_id])}?{DONE}=card_stopped")
    raise Http404


def _show_code(request: HttpRequest, subject: Subject, handed: Handed) -> HttpResponse:
    """Show the card to print, once. No name stands on it."""
    lang = handed.card.language
    given = {
        "subject": subject,
        "code": spell_code(code=handed.code),
        "address": request.build_absolute_uri(door_url("plan", lang=lang)),
        "card_lang": lang,
        "card_dir": "rtl" if lang == "ar" else "ltr",
    }
    return render(request, "youth/print.html", given)
