"""The only place from which Leerrecht asks something of another server: an organisation's own sign-in.

Over TLS (on this machine also without), with a time limit, no redirects, and not more than an answer can need.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from leerrecht.conf.issuers import LOOPBACK

SECONDS, MOST_SECONDS, MOST_BYTES, CHUNK = 5, 10, 512 * 1024, 16 * 1024


class Unreachable(Exception):
    """No answer, or none that can be read. `kind`: of what went wrong; never what was asked or answered."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


def is_safe(*, url: str) -> bool:
    """Tell whether an address may be asked: by TLS, or on this machine."""
    try:
        found = urlsplit(url)
        host = found.hostname or ""
    except ValueError:
        return False
    return bool(host) and (found.scheme == "https" or (found.scheme == "http" and host in LOOPBACK))


def is_near(*, url: str) -> bool:
    """Tell whether a safe address is on this machine."""
    return urlsplit(url).hostname in LOOPBACK


def fetch_json(*, url: str, form: str | None = None) -> dict[str, Any]:
    """Ask for a JSON object, or send a form and get one. Raises Unreachable."""
    if not is_safe(url=url):
        raise Unreachable("unsafe_address")
    near = [urllib.request.ProxyHandler({})] if is_near(url=url) else []
    opener = urllib.request.build_opener(_NoRedirect, *near)
    headers = {"Accept": "application/json"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    asked = urllib.request.Request(url, data=form.encode() if form is not None else None, headers=headers)  # noqa: S310
    try:
        with opener.open(asked, timeout=SECONDS) as answer:
            found = json.loads(_read(answer))
    except urllib.error.HTTPError as error:
        error.close()
        raise Unreachable(f"status_{error.code}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from None
    except (ValueError, RecursionError):
        raise Unreachable("no_json") from None
    if not isinstance(found, dict):
        raise Unreachable("no_json")
    return found


def _read(answer: http.client.HTTPResponse) -> bytes:
    until, parts, size = time.monotonic() + MOST_SECONDS, [], 0
    while part := answer.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES or time.monotonic() > until:
            raise Unreachable("too_much")
    return b"".join(parts)
