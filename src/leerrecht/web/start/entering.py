"""What every way in ends with: a session of somebody who is signed in, in a browser that is known from now on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from leerrecht.accounts.models import Account
from leerrecht.operations.signing_in import known_browser

KNOWN_SECONDS = 180 * 24 * 60 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


def next_url(request: HttpRequest) -> str:
    """Give where somebody was going; only an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}) and asked.startswith("/")
    return asked if is_ours else reverse("today")


def browser_of(request: HttpRequest) -> str:
    """Give what this browser kept when somebody signed in here before."""
    return request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")[:200]


def origin_of(request: HttpRequest) -> str:
    """Give where a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def enter(*, request: HttpRequest, account: Account) -> None:
    """Let somebody in, under a new session key."""
    login(request, account, backend=BACKEND)


def remember_browser(*, answer: HttpResponse, account: Account) -> HttpResponse:
    """Have this browser known for this account, so that guesses from elsewhere don't close it here."""
    answer.set_cookie(
        settings.KNOWN_COOKIE_NAME, known_browser(account=account.public_id), max_age=KNOWN_SECONDS, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return answer
