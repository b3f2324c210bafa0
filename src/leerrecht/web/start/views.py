"""The start page (the one page without sign-in), signing in and out, and choosing the team in which one works."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from leerrecht.operations.signing_in import Refused, choose_demo_account, find_demo_accounts, sign_in_with_password
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.viewing import TEAM, Visit, find_visit, language, signed_in
from leerrecht.web.words import word


def _next(request: HttpRequest) -> str:
    """Give where somebody was going; only an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours else reverse("today")


def _page(request: HttpRequest, *, fault: str = "", email: str = "", status: int = 200) -> HttpResponse:
    roles = find_demo_accounts(on=today()) if settings.IS_DEMO else []
    words = {"roles": roles, "next": _next(request), "fault": fault, "email": email}
    answer = render(request, "start/start.html", words, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show what this is and the ways in; somebody who is signed in goes on."""
    if find_visit(request) is not None:
        return redirect("today")
    return _page(request)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in: by e-mail and password, or in the demo by choosing a role."""
    origin = str(request.META.get("REMOTE_ADDR", ""))
    try:
        if settings.IS_DEMO and "role" in request.POST:
            account = choose_demo_account(public_id=request.POST["role"], at=now(), origin=origin)
        else:
            account = sign_in_with_password(
                email=request.POST.get("email", ""), password=request.POST.get("password", ""), at=now(), origin=origin
            )
    except Refused as refused:
        fault = word(refused.reasons[0], language(), **refused.values)
        return _page(request, fault=fault, email=request.POST.get("email", ""), status=422)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("start")


@require_POST
@signed_in
def choose_team(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Work in another of one's teams from now on."""
    chosen = request.POST.get("team", "")
    if any(other.team_id == chosen for other in visit.others):
        request.session[TEAM] = chosen
    return redirect("today")
