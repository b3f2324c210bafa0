"""Every answer has its security headers: each address in the resolver, as nobody and as somebody, and every kind of error."""

from __future__ import annotations

import pytest
from django.conf import settings as ours
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

STATUSES = {200, 302, 403, 404, 405}


def addresses():
    """Give every address of the resolver, with something in each place."""

    def walk(patterns, before):
        for each in patterns:
            here = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, here)
            elif isinstance(each, URLPattern):
                yield here

    for pattern in walk(get_resolver().url_patterns, ""):
        parts = [("abc" if part.startswith("<") else part) for part in pattern.split("/")]
        yield "/" + "/".join(parts)


ADDRESSES = sorted(set(addresses()))


@pytest.fixture
def strict(settings):
    """Settings as in production, as far as headers go."""
    from leerrecht.conf.base import MIDDLEWARE

    settings.MIDDLEWARE = MIDDLEWARE
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.RAISE_FAILURES = False
    return settings


def check(answer):
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert not any("unsafe" in value for value in policy.values())
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    for cookie in answer.cookies.values():
        assert cookie["samesite"] == "Lax"
        assert cookie["secure"]
        assert cookie["httponly"] or cookie.key == ours.CSRF_COOKIE_NAME


def test_there_are_addresses():
    assert len(ADDRESSES) >= 18
    assert {"/", "/aanmelden/", "/health/", "/aanmelden/terug/abc/"} <= set(ADDRESSES)


@pytest.mark.parametrize("role", ["", "reception", "policy"])
def test_every_address_has_its_headers(chain, strict, role):
    client = Client(raise_request_exception=False)
    if role:
        client.force_login(chain[1][role])
    seen = set()
    for address in ADDRESSES:
        answer = client.get(address, secure=True)
        seen.add(answer.status_code)
        assert answer.status_code in STATUSES, (address, answer.status_code)
        check(answer)
    assert {200, 302, 405} <= seen


@pytest.mark.parametrize("role", ["", "reception"])
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/bestaat-niet/", 404), ("get", "/vandaag", 301), ("post", "/aanmelden/", 403), ("get", "/aanmelden/", 405),
        ("delete", "/vandaag/", 403), ("options", "/vandaag/", 405), ("trace", "/vandaag/", 405),
        ("get", "/jongeren/" + "a" * 3000 + "/", 404), ("get", "/zoeken/%00/", 404),
    ],
    ids=str,
)  # fmt: skip
def test_every_error_has_its_headers(chain, strict, role, method, address, status):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if role:
        client.force_login(chain[1][role])
    answer = client.generic(method.upper(), address, secure=True)
    assert answer.status_code in {status, 302} if role == "" else answer.status_code == status
    check(answer)


def test_a_failure_of_ours_has_its_headers(chain, strict, monkeypatch):
    monkeypatch.setattr("leerrecht.web.start.views.find_visit", lambda request: 1 / 0)
    answer = Client(raise_request_exception=False).get("/", secure=True)
    assert answer.status_code == 500
    check(answer)


def test_a_foreign_host_gets_nothing(chain, strict):
    answer = Client(raise_request_exception=False).get("/", secure=True, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content
    check(answer)


def test_production_has_these_settings():
    text = (ours.PACKAGE / "conf" / "production.py").read_text()
    for line in (
        "SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_SECURE = True",
    ):
        assert line in text
