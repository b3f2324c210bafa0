"""The one place where an unexpected failure ends: it gets an id, is logged without personal data, and says what to do.

Also gives every answer its security headers.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger("leerrecht")
EXPECTED = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
Answer = Callable[[HttpRequest], HttpResponse]


def where(failure: BaseException) -> str:
    """Say where a failure happened and of which kind; never its message, which may hold what somebody typed.

    >>> try:
    ...     int("a name")
    ... except ValueError as failure:
    ...     "a name" in where(failure)
    False
    """
    frames = traceback.extract_tb(failure.__traceback__)
    places = " < ".join(
        f"{frame.filename.rpartition('leerrecht/')[2]}:{frame.lineno}" for frame in reversed(frames[-6:])
    )
    return f"{type(failure).__name__} at {places}"


def boundary(get_response: Answer) -> Answer:
    """Make the middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "X-Frame-Options", settings.X_FRAME_OPTIONS
        )  # also when a middleware within answers
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    def process_exception(request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if isinstance(failure, EXPECTED) or getattr(settings, "RAISE_FAILURES", False):
            return None
        failure_id = secrets.token_hex(4)
        name = request.resolver_match.view_name if request.resolver_match else "?"
        log.error("failure %s on page %s: %s", failure_id, name, where(failure))
        return HttpResponse(render_to_string("500.html", {"failure_id": failure_id}), status=500)

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer
