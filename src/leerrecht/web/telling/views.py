"""Meldingen: when and where somebody is told what. GET shows, POST changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Refused
from leerrecht.operations.feeds import end_feed, make_feed, renew_feed
from leerrecht.operations.mail_choices import (
    KEPT,
    Wanted,
    choose_mail,
    forget_address,
    name_address,
    prove_address,
)
from leerrecht.operations.posting import SENT, NoServer, Post
from leerrecht.operations.signing_in.own_password import may_change_password
from leerrecht.queries.rulebooks import rulebook
from leerrecht.telling.models import LANGUAGES, RHYTHMS, Choice, Feed, Proof
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import UNPROCESSABLE, say_wrong
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.telling.letters import site_url, write_code
from leerrecht.web.words import word

FIELDS = {
    "refused.mail_address": "email", "refused.mail_wait": "email", "refused.mail_no_server": "email",
    "refused.mail_code": "code", "refused.mail_rhythm": "rhythm", "refused.mail_no_address": "rhythm",
    "refused.mail_weekday": "weekday", "refused.mail_language": "language",
}  # fmt: skip
TYPED = ("email", "code", "rhythm", "weekday", "language", "invitations")
MOST_TYPED = 300


def _name(request: HttpRequest, visit: Visit) -> str:
    email = request.POST.get("email", "")[:MOST_TYPED]
    code = name_address(actor=visit.officer, at=now(), email=email)
    try:
        with Post() as post:
            came = post.send(
                letter=write_code(code, visit.lang), to=email.strip(), purpose=f"code {visit.viewer.account_id} {code}"
            )
    except NoServer:
        came = ""
    if came != SENT:
        raise Refused("refused.mail_no_server")
    return "mail_code_sent"


def _prove(request: HttpRequest, visit: Visit) -> str:
    code = request.POST.get("code", "")[:MOST_TYPED]
    prove_address(actor=visit.officer, at=now(), code=code, language=visit.lang)
    return "mail_address_proved"


def _choose(request: HttpRequest, visit: Visit) -> str:
    weekday = request.POST.get("weekday", "")
    wanted = Wanted(
        rhythm=request.POST.get("rhythm", ""), language=request.POST.get("language", ""),
        invitations=request.POST.get("invitations") == "yes",
        weekday=int(weekday) if weekday.isascii() and weekday.isdecimal() and len(weekday) == 1 else 0,
    )  # fmt: skip
    choose_mail(actor=visit.officer, at=now(), wanted=wanted)
    return "mail_chosen"


def _forget(request: HttpRequest, visit: Visit) -> str:
    forget_address(actor=visit.officer, at=now())
    return "mail_address_forgotten"


def _end_feed(request: HttpRequest, visit: Visit) -> str:
    end_feed(actor=visit.officer, at=now())
    return "feed_ended"


Act = Callable[[HttpRequest, Visit], str]
OF_MAIL: dict[str, Act] = {"name": _name, "prove": _prove, "choose": _choose, "forget": _forget}
GIVING = ("make_feed", "renew_feed")
"""What gives an address, which is shown once."""


@signed_in
def telling(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what somebody chose, with what can be changed."""
    if request.method != "POST":
        return _show(request, visit, NOTHING_WRONG)
    asked = request.POST.get("do", "")
    acts = {"end_feed": _end_feed, **(OF_MAIL if settings.MAILS else {})}
    if asked not in acts and asked not in GIVING:
        raise Http404
    try:
        if asked in GIVING:
            return _show(request, visit, NOTHING_WRONG, feed_url=_feed_url(asked, visit))
        done = acts[asked](request, visit)
    except Refused as refused:
        return _show(request, visit, say_wrong(refused, fields=FIELDS, lang=visit.lang))
    return redirect(f"{reverse('telling')}?{DONE}={done}")


def _feed_url(asked: str, visit: Visit) -> str:
    """Give the secret address of a feed that was made, or got another."""
    if asked == "make_feed":
        token = make_feed(actor=visit.actor, at=now(), language=visit.lang)
    else:
        token = renew_feed(actor=visit.officer, at=now())
    return site_url("feed", visit.lang, token=token)


def _show(request: HttpRequest, visit: Visit, wrong: Wrong, *, feed_url: str = "") -> HttpResponse:
    account = Account.objects.get(pk=visit.viewer.account)
    choice = Choice.objects.filter(account=account).first()
    proof = Proof.objects.filter(account=account, until__gt=now()).first()
    kept = {
        "email": account.email or "", "code": "", "rhythm": choice.rhythm if choice else "never",
        "weekday": choice.weekday if choice else 1, "language": choice.language if choice else visit.lang,
        "invitations": "yes" if choice and choice.invitations else "no",
    }  # fmt: skip
    typed = {name: request.POST.get(name, kept[name]) if name != "code" else "" for name in TYPED}
    page: dict[str, Any] = {
        "has_feed": Feed.objects.filter(account=account, team_id=visit.viewer.team).exists(),
        "feed_url": feed_url,
        "feed_days": rulebook().value_on("telling.feed_sign_in_days", today()),
        "has_password": may_change_password(account=account),
        "mails": settings.MAILS,
        "address": choice.email if choice else "",
        "asked": proof.email if proof else "",
        "minutes": int(KEPT.total_seconds() // 60),
        "typed": typed if wrong.summary else kept,
        "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in TYPED},
        "rhythms": [(each, word(f"telling.rhythm.{each}", visit.lang)) for each in RHYTHMS],
        "yes_no": [(each, word(f"telling.invitations_{each}", visit.lang)) for each in ("yes", "no")],
        "weekdays": [(day, word(f"dates.weekdays.d{day}", visit.lang)) for day in range(1, 8)],
        "languages": [(lang, word(f"telling.language_{lang}", visit.lang)) for lang in LANGUAGES],
    }
    return render(request, "telling/telling.html", page, status=UNPROCESSABLE if wrong.summary else 200)
