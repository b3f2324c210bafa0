"""The doors: sessions, tokens, redirects and hosts, for every address that takes a POST."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.proof.addresses import ADDRESSES, url_of
from tests.proof.asking import visitor
from tests.proof.life import HERE
from tests.proof.viewers import ALL

pytestmark = pytest.mark.django_db
OPEN = ("health", "sign_in_back")
"""Addresses that change nothing by POST."""


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name not in OPEN])
def test_without_a_token_nothing_is_taken_in(world, name) -> None:
    from leerrecht.audit.models import Event
    from tests.proof.fuzz import standing_facts

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.accounts[f"{HERE}.legal_representative"])
    way = ADDRESSES[name].ways(world)[0]
    before = standing_facts(), Event.objects.count()
    for body in ADDRESSES[name].bodies(world, way):
        answer = client.post(url_of(name, way), {**body.values, "csrfmiddlewaretoken": "a" * 64})
        assert answer.status_code in (403, 404, 405), answer.status_code
    assert (standing_facts(), Event.objects.count()) == before


def test_a_session_gets_another_key_at_sign_in(world) -> None:
    """So that who slipped somebody a session doesn't share it afterwards."""
    client = Client()
    client.get("/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    email = world.accounts[f"{HERE}.school"].email
    client.post("/aanmelden/", {"email": email, "password": "a-long-password"})
    assert client.cookies["sessionid"].value not in ("", session.session_key)
    mine = Client()
    mine.cookies["sessionid"] = session.session_key
    assert mine.get("/vandaag/").status_code == 302


def test_after_signing_out_a_session_is_worth_nothing(world) -> None:
    client = visitor(account=world.accounts[f"{HERE}.school"])
    kept = client.cookies["sessionid"].value
    assert client.get("/vandaag/").status_code == 200
    client.post("/afmelden/")
    client.cookies["sessionid"] = kept
    assert client.get("/vandaag/").status_code == 302


ELSEWHERE_URLS = (
    "https://elsewhere.example/", "//elsewhere.example/", "\\\\elsewhere.example", "/\\elsewhere.example",
    "javascript:alert(1)", "http:elsewhere.example", "https:///elsewhere.example", " https://elsewhere.example", "\thttps://elsewhere.example",
    "https://testserver@elsewhere.example/", "https://testserver.elsewhere.example/", "data:text/html,x",
    "///elsewhere.example",
)  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE_URLS)
def test_no_address_sends_somebody_elsewhere(world, to) -> None:
    email = world.accounts[f"{HERE}.school"].email
    client = Client()
    client.get("/", {"next": to})
    answer = client.post("/aanmelden/", {"email": email, "password": "a-long-password", "next": to})
    while answer.status_code == 302:
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith(("//", "/\\"))
        answer = client.get(answer.headers["Location"])
    assert "elsewhere.example" not in re.sub(r'name="next" value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "testserver.elsewhere.example", "testserver:x", "", "[::1]:80:80", "a b"]
)
@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_an_address_never_follows_the_host_header(world, host, header) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.accounts[f"{HERE}.school"])
    for name in ("start", "today", "children", "export"):
        answer = client.get(url_of(name, {}), **{header: host})
        assert answer.status_code in (200, 302, 400)
        assert "elsewhere.example" not in str(answer.headers)
        if answer.headers["Content-Type"].startswith("text/html"):
            assert "elsewhere.example" not in answer.content.decode()


def test_cookies_are_kept_from_scripts_and_other_sites(world) -> None:
    client = Client()
    email = world.accounts[f"{HERE}.school"].email
    client.post("/aanmelden/", {"email": email, "password": "a-long-password"})
    session = client.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] in ("Lax", "Strict")


@pytest.mark.parametrize("role", ["dtv", "ind", "avim", "police"])
def test_no_team_is_made_for_who_returns_people(world, role) -> None:
    from django.db import IntegrityError, transaction

    from leerrecht.chain.models import Team

    assert role not in {kind.role for kind in ALL}
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(organisation=world.organisations[f"{HERE}.coa"], name=role, role=role)
