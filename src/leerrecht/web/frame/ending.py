"""When a session is over: after half an hour without a request, or after eight hours. And where somebody goes then.

The moment of the last request stands in a signed cookie and not in the session's row, because GET changes nothing. Taking the
cookie away helps nobody: without it the moment of signing in counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from leerrecht.operations.signing_in.leaving import note_end
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.typed import texts_of

BEGAN = "began"
"""The session's key for the signed moment of signing in."""
ISSUER = "issuer"
"""The session's key for the issuer through whom somebody came in."""
WHY = "waarom"
"""Names in the address why somebody is at the start page: the last part of a key of words."""
IDLE, LONG = "idle", "long"
EVERY = 60
"""So many seconds may pass before the moment of the last request is written down again."""
POLLED = ("import",)
"""Pages that ask for news by themselves: that isn't somebody at the keyboard."""
Answer = Callable[[HttpRequest], HttpResponse]


def _signer(what: str) -> TimestampSigner:
    return TimestampSigner(salt=f"leerrecht.session.{what}")


def _is_younger(signed: str, what: str, seconds: int) -> bool:
    try:
        _signer(what).unsign(signed, max_age=seconds)
    except (SignatureExpired, BadSignature):
        return False
    return True


def _tag(request: HttpRequest) -> str:
    """Give what ties the cookie to this session alone."""
    return salted_hmac("leerrecht.session.tag", request.session.session_key or "").hexdigest()[:20]


def note_beginning(*, request: HttpRequest | None, **signal: Any) -> None:
    """Keep the moment at which somebody signed in (Django's signal user_logged_in)."""
    if request is not None:
        request.session[BEGAN] = _signer(BEGAN).sign("")


def _seen(request: HttpRequest) -> str:
    """Give the signed moment of the last request in this session; "" when the cookie isn't there or is of another one."""
    found = request.COOKIES.get(settings.SEEN_COOKIE_NAME, "")
    return found if found.startswith(f"{_tag(request)}:") else ""


def why_over(request: HttpRequest) -> str:
    """Say why the session of somebody who is signed in is over; "" when it isn't."""
    began = str(request.session.get(BEGAN, ""))
    if not _is_younger(began, BEGAN, settings.MOST_SESSION_SECONDS):
        return LONG
    is_awake = _is_younger(_seen(request), "seen", settings.MOST_IDLE_SECONDS) or _is_younger(
        began, BEGAN, settings.MOST_IDLE_SECONDS
    )
    return "" if is_awake else IDLE


def ending(get_response: Answer) -> Answer:
    """Make the middleware. Comes after the one that says who is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        over = why_over(request) if request.user.is_authenticated else ""
        request.over = over  # type: ignore[attr-defined]
        if over and request.user.is_authenticated:
            origin = str(request.META.get("REMOTE_ADDR", ""))
            note_end(account=request.user.public_id, at=now(), origin=origin, action=f"account.session_{over}")
            logout(request)
        response = get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.is_authenticated and not (request.headers.get("HX-Request") and name in POLLED):
            _note_seen(request, response)
        return response

    return answer


def _note_seen(request: HttpRequest, response: HttpResponse) -> None:
    if not _is_younger(_seen(request), "seen", EVERY):
        response.set_cookie(
            settings.SEEN_COOKIE_NAME, _signer("seen").sign(_tag(request)), httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip


def start_url(*, why: str = "", next_url: str = "") -> str:
    """Give the address of the start page, with why somebody is there and where they were going."""
    given = {name: value for name, value in ((WHY, why), ("next", next_url)) if value}
    return reverse("start") + (f"?{urlencode(given)}" if given else "")


def to_start(request: HttpRequest) -> HttpResponse:
    """Answer somebody who isn't signed in (any more): to the start page and back; what they typed isn't lost silently."""
    why: str = getattr(request, "over", "")
    here = getattr(request, "htmx", None)
    path = (here.current_url_abs_path if here else None) or request.get_full_path()
    if request.method == "POST":
        words = {
            "why": why, "start_url": start_url(next_url=path if here else reverse("today")), "typed": texts_of(request),
        }  # fmt: skip
        if not here:
            return render(request, "start/over.html", words, status=403)
        answer = render(request, "start/over_part.html", words)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#inhoud", "afterbegin"
        return answer
    url = start_url(why=why, next_url=path)
    return HttpResponse(headers={"HX-Redirect": url}) if here else redirect(url)
