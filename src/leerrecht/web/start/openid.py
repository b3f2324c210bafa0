"""There and back: signing in through one's own organisation. What is judged, and how, stands in operations/signing_in."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from leerrecht.conf.issuer_faults import IssuersRefused
from leerrecht.conf.issuers import Issuer
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.openid import begin_sign_in, find_issuer, finish_sign_in
from leerrecht.operations.signing_in.people import note_refusal, sign_in_with_claims
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.ending import ISSUER, start_url
from leerrecht.web.frame.viewing import language
from leerrecht.web.start.entering import enter, next_url, origin_of
from leerrecht.web.start.keeping import OPENID, keep, take

log = logging.getLogger("leerrecht")


def _issuer(name: str) -> Issuer:
    try:
        found = find_issuer(name=name)
    except IssuersRefused:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _say(issuer: Issuer, refused: Refused) -> str:
    """Log that it didn't work, by a code of ours and nothing that was sent; give the word for whoever tried."""
    log.warning("signing in through %s: %s", issuer.name, refused.values.get("code", ""))
    return refused.reasons[0].rpartition(".")[2]


@require_POST
def begin(request: HttpRequest, issuer: str) -> HttpResponse:
    """Send somebody to their organisation. By a page that goes on by itself: a form may only be sent to ourselves (CSP)."""
    found = _issuer(issuer)
    back = request.build_absolute_uri(reverse("sign_in_back", kwargs={"issuer": found.name}))
    try:
        url, kept = begin_sign_in(issuer=found, redirect_uri=back)
    except Refused as refused:
        return redirect(start_url(why=_say(found, refused), next_url=next_url(request)))
    keep(request=request, name=OPENID, values={**kept, "next": next_url(request), "lang": language()})
    return render(request, "start/onward.html", {"url": url, "is_leaving": False})


@require_GET
def come_back(request: HttpRequest, issuer: str) -> HttpResponse:
    """Let somebody in who comes back from their organisation. Without a beginning in this session nothing happens."""
    found = _issuer(issuer)
    kept = take(request=request, name=OPENID)
    if kept is None:
        return redirect(start_url(why="again"))
    with override(kept["lang"]):
        try:
            return _let_in(request, found, kept)
        except Refused as refused:
            note_refusal(issuer=found, at=now(), origin=origin_of(request))
            return redirect(start_url(why=_say(found, refused), next_url=kept["next"]))


def _let_in(request: HttpRequest, issuer: Issuer, kept: dict[str, Any]) -> HttpResponse:
    at = now()
    claims = finish_sign_in(issuer=issuer, kept=kept, given=request.GET.dict(), at=at)
    account = sign_in_with_claims(issuer=issuer, claims=claims, at=at, on=today(), origin=origin_of(request))
    enter(request=request, account=account)
    request.session[ISSUER] = issuer.name
    return redirect(kept["next"])
