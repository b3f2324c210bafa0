"""Toestemming: what was asked about a child, of whom and what was answered; decide, take back; notices."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leerrecht.grants.models import Consent
from leerrecht.operations.acting import Refused
from leerrecht.operations.consents import Answer, decide_consent, withdraw_consent
from leerrecht.operations.telling import read_notice
from leerrecht.queries.consents import consents_seen, decider_of, may_know_age, state_of
from leerrecht.queries.glass import openings_about
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.child.wording import role_words
from leerrecht.web.consent.wording import abilities, consent_row, knows_whole
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, say_wrong
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

FIELDS = {
    "refused.consent_wish": "child_wish", "refused.consent_unheard": "child_view",
    "refused.consent_answer": "decision", "refused.consent_needs_representative": "decision",
    "refused.consent_against": "reason",
}  # fmt: skip
ANSWER_FIELDS = ("child_wish", "child_view", "decision", "reason")


@signed_in
def page(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Show the consents about a child that this viewer may see, and who opened the record in an emergency."""
    subject = get_subject(visit, child)
    number, on = subject.child.pk, today()
    consents = consents_seen(scope=visit.children, child=number, viewer=visit.viewer)
    is_whole = knows_whole(visit.children, number)
    openings = openings_about(child=number, on=on) if is_whole else []
    visit.log_read(children=[child], activity="consent")
    return render(
        request,
        "consent/page.html",
        {
            "subject": subject,
            "consents": [consent_row(consent=consent, visit=visit, on=on) for consent in consents],
            "openings": [
                {
                    "opened": opened,
                    "role": role_words(opened.role, visit.lang),
                    "on": timezone.localtime(opened.opened_at).date(),
                    "verdict": word(f"glass.verdict.{opened.verdict}", visit.lang) if opened.verdict else "",
                }
                for opened in openings
            ],
            "is_whole": is_whole,
            "may_ask": visit.may("ask_consent") and visit.children.is_involved(number),
        },
    )


def _find(visit: Visit, child: str, consent: str) -> tuple[Subject, Consent]:
    """Find the consent of an address, if this viewer may see it; else as a page that isn't there."""
    subject = get_subject(visit, child)
    seen = consents_seen(scope=visit.children, child=subject.child.pk, viewer=visit.viewer)
    found = seen.filter(public_id=consent).first()
    if found is None:
        raise Http404
    return subject, found


@signed_in
def decide(request: HttpRequest, visit: Visit, child: str, consent: str) -> HttpResponse:
    """Show one consent as it was asked; let who decides decide."""
    subject, found = _find(visit, child, consent)
    may = abilities(consent=found, viewer=visit.viewer, scope=visit.children, on=today())["decide"]
    typed = dict.fromkeys(ANSWER_FIELDS, "")
    wrong = NOTHING_WRONG
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in ANSWER_FIELDS}
        try:
            decide_consent(
                actor=visit.actor,
                at=now(),
                child=child,
                consent=consent,
                decider=may or "nobody",
                answer=Answer(**typed),
            )
            done = "consent_yes" if typed["decision"] == "yes" else "consent_no"
            return redirect(f"{reverse('consents', args=[child])}?{DONE}={done}")
        except Refused as refused:
            wrong = say_wrong(refused, fields=FIELDS, lang=visit.lang)
    visit.log_read(children=[child], activity="consent")
    page = {**_form(visit, found, may, typed, wrong), "subject": subject}
    return render(request, "consent/decide.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _form(visit: Visit, found: Consent, may: str, typed: dict[str, str], wrong: Wrong) -> dict[str, Any]:
    lang = visit.lang
    decider, why = decider_of(child=found.child_id, on=today())
    answers = [(answer, word(f"consent.answer.{may or 'child'}_{answer}", lang)) for answer in ("yes", "no")]
    knows_age = may_know_age(scope=visit.children, child=found.child_id)
    return {
        "row": consent_row(consent=found, visit=visit, on=today()),
        "is_open": state_of(consent=found, on=today()) == "open",
        "may": may,
        "why": word(f"consent.why.{why}", lang) if knows_age else "",
        "needs_representative": decider != "child" and knows_age,
        "answers": answers,
        "wishes": [(wish, word(f"consent.wish.{wish}", lang)) for wish in ("yes", "no", "unsaid")],
        "own_answer": word(f"consent.wish.{found.child_wish}", lang) if found.child_wish and not found.decision else "",
        "typed": typed,
        "errors": {name: wrong.by_field.get(name, ()) for name in ANSWER_FIELDS},
        "wrong": wrong,
    }


@signed_in
def withdraw(request: HttpRequest, visit: Visit, child: str, consent: str) -> HttpResponse:
    """Ask once, saying what will happen; then take a consent back."""
    subject, found = _find(visit, child, consent)
    may = abilities(consent=found, viewer=visit.viewer, scope=visit.children, on=today())["withdraw"]
    if not may or found.decision != "yes" or found.withdrawn_at is not None:
        raise Http404
    if request.method == "POST":
        try:
            withdraw_consent(actor=visit.actor, at=now(), child=child, consent=consent, decider=may)
        except Refused as refused:
            say_wrong(refused, fields={}, lang=visit.lang)
        return redirect(f"{reverse('consents', args=[child])}?{DONE}=consent_withdrawn")
    visit.log_read(children=[child], activity="consent")
    row = consent_row(consent=found, visit=visit, on=today())
    return render(request, "consent/withdraw.html", {"subject": subject, "row": row, "may": may})


@require_POST
@signed_in
def notice_read(request: HttpRequest, visit: Visit, notice: str) -> HttpResponse:
    """Put a notice away."""
    try:
        read_notice(actor=visit.officer, at=now(), notice=notice)
    except Refused as refused:
        say_wrong(refused, fields={}, lang=visit.lang)
    return redirect(f"{reverse('today')}?{DONE}=notice_read")
