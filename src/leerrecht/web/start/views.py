"""The start page (the one page without sign-in), signing in and out, and choosing the team in which one works."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from leerrecht.conf.issuer_faults import IssuersRefused
from leerrecht.conf.issuers import Issuer
from leerrecht.operations.signing_in import (
    Refused,
    asks_second_factor,
    choose_demo_account,
    find_demo_accounts,
    sign_in_with_password,
)
from leerrecht.operations.signing_in.leaving import note_end, note_team
from leerrecht.operations.signing_in.openid import find_issuer, find_issuers, leave_url
from leerrecht.operations.signing_in.second_factor import has_second_factor, new_secret
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.ending import ISSUER, WHY
from leerrecht.web.frame.viewing import TEAM, Visit, find_visit, language, signed_in
from leerrecht.web.start.entering import browser_of, enter, next_url, origin_of, remember_browser
from leerrecht.web.start.keeping import PENDING, keep
from leerrecht.web.words import book, word

log = logging.getLogger("leerrecht")


def _issuers() -> tuple[Issuer, ...]:
    try:
        return find_issuers()
    except IssuersRefused as refused:
        log.error("the mapping file is unsound (%d faults): run leerrecht doctor", len(refused.faults))
        return ()


def _why(request: HttpRequest) -> str:
    """Say why somebody is here: their session is over, or their organisation's answer was no."""
    key = f"why.{getattr(request, 'over', '') or request.GET.get(WHY, '')}"
    return word(key, language()) if key in book().texts else ""


def _page(request: HttpRequest, *, fault: str = "", email: str = "", status: int = 200) -> HttpResponse:
    roles = find_demo_accounts(on=today()) if settings.IS_DEMO else []
    ways = [{"name": issuer.name, "label": issuer.label[language()]} for issuer in _issuers()]
    words = {
        "roles": roles, "ways": ways, "next": next_url(request), "fault": fault, "email": email,
        "why": "" if fault else _why(request),
    }  # fmt: skip
    return render(request, "start/start.html", words, status=status)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show what this is and the ways in; somebody who is signed in goes on."""
    if find_visit(request) is not None:
        return redirect("today")
    return _page(request)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in: by e-mail and password, or in the demo by choosing a role."""
    is_chosen = settings.IS_DEMO and "role" in request.POST
    email, origin = request.POST.get("email", ""), origin_of(request)
    try:
        if is_chosen:
            account = choose_demo_account(public_id=request.POST["role"], at=now(), origin=origin)
        else:
            account = sign_in_with_password(
                email=email, password=request.POST.get("password", ""), at=now(), origin=origin,
                browser=browser_of(request),
            )  # fmt: skip
    except Refused as refused:
        return _page(request, fault=word(refused.reasons[0], language(), **refused.values), email=email, status=422)
    if asks_second_factor():
        secret = "" if has_second_factor(account=account) else new_secret()
        keep(request=request, name=PENDING, values={
            "account": account.public_id, "hash": account.get_session_auth_hash(), "secret": secret,
            "next": next_url(request),
        })  # fmt: skip
        return redirect("second_step")
    enter(request=request, account=account)
    answer = redirect(next_url(request))
    return answer if is_chosen else remember_browser(answer=answer, account=account)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, also of the organisation through which somebody came in when it offers that."""
    name = request.session.get(ISSUER, "")
    if request.user.is_authenticated:
        note_end(account=request.user.public_id, at=now(), origin=origin_of(request))
    logout(request)
    url = ""
    if name:
        try:
            issuer = find_issuer(name=name)
        except IssuersRefused:
            issuer = None
        url = leave_url(issuer=issuer, back=request.build_absolute_uri(reverse("start"))) if issuer else ""
    answer = render(request, "start/onward.html", {"url": url, "is_leaving": True}) if url else redirect("start")
    answer.delete_cookie(settings.SEEN_COOKIE_NAME)
    return answer


@require_POST
@signed_in
def choose_team(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Work in another of one's teams from now on."""
    chosen = request.POST.get("team", "")
    found = next((other for other in visit.others if other.team_id == chosen), None)
    if found is not None:
        note_team(viewer=found, at=now(), origin=visit.origin)
        request.session[TEAM] = chosen
    return redirect("today")
