"""A session that a card opened. It holds the card's public id and a stamp, nothing else, and never mixes with an account's.

As with an account, the moment of the last request stands in a signed cookie, because GET changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.crypto import salted_hmac

from leerrecht.grants.models import Card
from leerrecht.operations.cards import find_open_card, stamp_of

CARD = "card"
"""The session's key for the card that opened it."""
MOST_IDLE_SECONDS = 15 * 60
MOST_SECONDS = 4 * 60 * 60
EVERY = 60
"""So many seconds may pass before the moment of the last request is written down again."""


def _signer(what: str) -> TimestampSigner:
    return TimestampSigner(salt=f"leerrecht.door.{what}")


def _is_younger(signed: str, what: str, seconds: int) -> bool:
    try:
        _signer(what).unsign(signed, max_age=seconds)
    except BadSignature:  # too old is one as well
        return False
    return True


def _tag(request: HttpRequest) -> str:
    """Give what ties the cookie to this session alone."""
    return salted_hmac("leerrecht.door.tag", request.session.session_key or "").hexdigest()[:20]


def _seen(request: HttpRequest) -> str:
    found = request.COOKIES.get(settings.SEEN_COOKIE_NAME, "")
    return found if found.startswith(f"{_tag(request)}:") else ""


def enter(*, request: HttpRequest, card: Card) -> None:
    """Open a session for a card: a new one with a new key, so that nothing of a former one is left.

    Its cookie goes with the browser, as an account's: on a shared phone whoever opens it next isn't in. How long it lasts
    at most stands in the session, signed.
    """
    request.session.flush()
    request.session[CARD] = {"id": card.public_id, "stamp": stamp_of(card=card), "began": _signer("began").sign("")}
    rotate_token(request)


def find_card(*, request: HttpRequest) -> Card | None:
    """Find the card whose session this is; None when it is over, the card stopped, or somebody signed in to an account."""
    held = request.session.get(CARD)
    if not isinstance(held, dict) or request.user.is_authenticated:
        return None
    began = str(held.get("began", ""))
    if not _is_younger(began, "began", MOST_SECONDS):
        return None
    if not (_is_younger(_seen(request), "seen", MOST_IDLE_SECONDS) or _is_younger(began, "began", MOST_IDLE_SECONDS)):
        return None
    return find_open_card(public_id=str(held.get("id", "")), stamp=str(held.get("stamp", "")))


def note_seen(*, request: HttpRequest, answer: HttpResponse) -> None:
    """Write the moment of this request down in the cookie, once a minute."""
    if not _is_younger(_seen(request), "seen", EVERY):
        answer.set_cookie(
            settings.SEEN_COOKIE_NAME, _signer("seen").sign(_tag(request)), httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip


def leave(*, request: HttpRequest) -> None:
    """End the session."""
    request.session.flush()


def drop_card(*, request: HttpRequest | None, **signal: Any) -> None:
    """Let go of a card once somebody signs in to an account in the same browser (Django's signal user_logged_in)."""
    if request is not None:
        request.session.pop(CARD, None)
