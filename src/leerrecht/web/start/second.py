"""The second step of signing in with a password: a code from an authenticator, which is set up at the first time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.second_factor import (
    check_second_factor,
    enrolment_url,
    secret_words,
    set_second_factor,
)
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.ending import start_url
from leerrecht.web.frame.viewing import language
from leerrecht.web.start.entering import browser_of, enter, origin_of, remember_browser
from leerrecht.web.start.keeping import PENDING, look
from leerrecht.web.words import word

QR_WIDTH = 260
MOST_TYPED = 40
FIELDS = {"refused.start_code": "start_code"}
"""The field that a refusal is about; else it is the code."""


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or show how to set up the second factor; a right code lets somebody in."""
    pending = look(request=request, name=PENDING)
    account = Account.objects.filter(public_id=pending["account"], is_active=True).first() if pending else None
    if pending is None or account is None:
        return redirect(start_url(why="again" if request.method == "POST" else "", next_url=reverse("today")))
    if not constant_time_compare(
        pending["hash"], account.get_session_auth_hash()
    ):  # the password was changed meanwhile
        return redirect(start_url(why="again"))
    if request.method != "POST":
        return _page(request, account, pending["secret"])
    try:
        codes = _judge(request, account, pending["secret"])
    except Refused as refused:
        faults = [
            (FIELDS.get(reason, "code"), word(reason, language(), **refused.values)) for reason in refused.reasons
        ]
        return _page(request, account, pending["secret"], faults)
    del request.session[PENDING]
    enter(request=request, account=account)
    if codes:
        answer = render(request, "start/recovery_codes.html", {"codes": codes, "next": pending["next"]})
    else:
        answer = redirect(pending["next"])
    return remember_browser(answer=answer, account=account)


def _judge(request: HttpRequest, account: Account, secret: str) -> list[str]:
    """Judge the code that was sent; give recovery codes when it was the first. Raises Refused."""
    tried: dict[str, Any] = {
        "account": account, "code": request.POST.get("code", ""), "at": now(), "origin": origin_of(request),
        "browser": browser_of(request),
    }  # fmt: skip
    if secret:
        return set_second_factor(**tried, sealed=secret, start_code=request.POST.get("start_code", ""))
    check_second_factor(**tried)
    return []


def _page(request: HttpRequest, account: Account, secret: str, faults: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    words = {
        "faults": faults,
        "code_faults": [text for name, text in faults if name == "code"],
        "start_faults": [text for name, text in faults if name == "start_code"],
        "start_code": request.POST.get("start_code", "")[:MOST_TYPED],
        "secret": secret_words(sealed=secret) if secret else "",
        "picture": _qr(enrolment_url(sealed=secret, name=account.email or "")) if secret else "",
    }
    return render(request, "start/second_step.html", words, status=422 if faults else 200)


def _qr(url: str) -> SafeString:
    """Draw a QR code on the server: no script, no other site."""
    drawn = segno.make(url, error="m").svg_inline(border=4, light="#fff", svgclass=None, lineclass=None, omitsize=True)
    drawn = drawn.replace(
        "<svg ", f'<svg width="{QR_WIDTH}" ', 1
    )  # however long the address is, it fits the smallest screen
    return mark_safe(drawn)  # noqa: S308 (drawn by segno: squares only, nothing of the text)
