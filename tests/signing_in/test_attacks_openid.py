"""Answers that an issuer must not get away with. Each is refused in words, with an audit row, and nothing of it in the log."""

from __future__ import annotations

import base64
import hmac
import json
import logging

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from leerrecht.accounts.models import Identity
from leerrecht.audit.models import Event
from leerrecht.conf.issuers import read_issuers
from leerrecht.operations.acting import Refused
from tests.signing_in.conftest import Way
from tests.signing_in.fake_issuer import CODE, FakeIssuer
from tests.signing_in.keys import private, public, rsa
from tests.signing_in.mapping import LOW, issuer, write


def refused(way, why="untrusted"):
    """Come back, and check that it was of no use."""
    answer = way.back()
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"/?waarom={why}"), answer.headers["Location"]
    assert not way.is_in
    assert not Identity.objects.exists()
    assert Event.objects.filter(action="account.signed_in", result="refused").count() == 1
    return answer


def test_a_good_answer_lets_in_and_the_request_was_as_the_profile_asks(way):
    answer = way.whole()
    assert answer.headers["Location"] == "/vandaag/"
    assert way.is_in
    assert way.asked["response_type"] == "code"
    assert way.asked["code_challenge_method"] == "S256"
    assert way.asked["scope"] == "openid"
    assert min(len(way.asked["state"]), len(way.asked["nonce"])) >= 43  # 256 bits in base64
    path, form = way.fake.asked[-2]
    assert path == "/token"
    assert form["client_assertion_type"] == ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    assert "client_secret" not in form
    told = jwt.decode(form["client_assertion"][0], rsa("client-coa"), algorithms=["RS256"]).claims
    assert (told["iss"], told["sub"], told["aud"]) == ("leerrecht", "leerrecht", way.fake.metadata["token_endpoint"])
    assert told["exp"] - told["iat"] <= 60


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": ["leerrecht", "another"]}, {"aud": None},
        {"aud": ["leerrecht", "another"], "azp": "another"}, {"iss": "https://else.example"}, {"iss": None},
        {"exp": 1}, {"exp": None}, {"exp": "later"}, {"exp": float("nan")}, {"iat": None}, {"iat": 10**12},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "a\0b"}, {"sub": "a" * 256}, {"nbf": 10**12},
        {"at_hash": "another"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_right_in_one_thing_is_refused(way, change):
    way.go()
    way.token(**change)
    refused(way)


@pytest.mark.parametrize(
    "acr", [None, LOW, "", "urn:mace:incommon:iap:silver", ["http://eidas.europa.eu/LoA/high"]], ids=str
)
def test_a_weak_way_of_signing_in_is_refused(way, acr):
    way.go()
    way.token(acr=acr)
    refused(way, "too_low")


def test_an_old_token_is_refused_although_it_has_not_expired(way):
    way.go()
    way.token()
    issued = jwt.decode(way.fake.token, way.fake.key, algorithms=["RS256"]).claims
    way.fake.token = way.fake.sign({**issued, "iat": issued["iat"] - 3600})
    refused(way)


def encoded(part):
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def unsigned(claims, **header):
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT", **header}, claims))
    return ".".join([*map(encoded, parts), ""])


def by_secret(claims, secret, **header):
    """Sign with a secret, as an attacker would who has the issuer's public key."""
    text = unsigned(claims, alg="HS256", **header).removesuffix(".")
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), 'sha256'))}"


def forged(way, how):
    """Give a token that isn't signed by the issuer's key as it should be."""
    from leerrecht.web.frame.clock import now

    claims = way.fake.claims(nonce=way.asked["nonce"], now=int(now().timestamp()))
    good = way.fake.sign(claims)
    head, body, signature = good.split(".")
    return {
        "none": lambda: unsigned(claims),
        "none with a signature": lambda: unsigned(claims) + signature,
        "no signature": lambda: f"{head}.{body}.",
        "changed": lambda: f"{head}.{body[:-2]}AA.{signature}",
        "other key, same name": lambda: way.fake.sign(claims, key=rsa("other"), kid="fake"),
        "other key, other name": lambda: way.fake.sign(claims, key=rsa("other")),
        "other key, no name": lambda: way.fake.sign(claims, key=rsa("other"), kid=None),
        "public key as secret": lambda: by_secret(claims, way.fake.key.as_pem(private=False), kid="fake"),
        "public key as secret, der": lambda: by_secret(claims, way.fake.key.as_der(private=False)),
        "key in the header": lambda: way.fake.sign(claims, key=rsa("other"), jwk=public(rsa("other"))),
        "not a token": lambda: "not.a.token",
        "text": lambda: "hello",
        "number": lambda: 7,
        "nothing": lambda: None,
        "huge": lambda: "a" * 100_000,
    }[how]()


FORGED = [
    "none", "none with a signature", "no signature", "changed", "other key, same name", "other key, other name",
    "other key, no name", "public key as secret", "public key as secret, der", "key in the header", "not a token", "text",
    "number", "nothing", "huge",
]  # fmt: skip


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused(way, how):
    way.go()
    way.fake.token = forged(way, how)
    refused(way)


def test_a_shared_secret_among_the_issuer_s_keys_is_not_used(way):
    secret = OctKey.generate_key(256, {"kid": "shared"})
    way.fake.keys.append(private(secret))
    way.go()
    way.token()
    claims = jwt.decode(way.fake.token, way.fake.key, algorithms=["RS256"]).claims
    way.fake.token = jwt.encode({"alg": "HS256", "kid": "shared"}, claims, secret)
    refused(way)


def test_a_new_key_of_the_issuer_is_found_but_not_asked_for_all_the_time(way):
    assert way.whole().headers["Location"] == "/vandaag/"
    way.fake.key = rsa("newer")
    way.fake.keys = [public(way.fake.key)]
    way.client.post("/afmelden/")
    assert "untrusted" in way.whole().headers["Location"]  # asked a moment ago; once a minute is enough
    from django.core.cache import cache

    cache.delete(f"again:{way.fake.metadata['jwks_uri']}")
    assert way.whole().headers["Location"] == "/vandaag/"


@pytest.mark.parametrize("state", [None, "", "another"])
def test_a_wrong_state_is_refused_and_asks_the_issuer_nothing(way, state):
    way.go()
    way.token()
    assert "waarom=again" in way.back(state=state).headers["Location"]
    assert not [path for path, _ in way.fake.asked if path == "/token"]
    assert "waarom=again" in way.back().headers["Location"]  # the state opened once, also for the wrong one
    assert not way.is_in


def test_coming_back_in_another_browser_or_without_a_beginning_does_nothing(way):
    from django.test import Client

    way.go()
    way.token()
    theirs = Client()
    answer = theirs.get("/aanmelden/terug/coa/", {"code": CODE, "state": way.asked["state"]})
    assert "waarom=again" in answer.headers["Location"]
    assert not Event.objects.exists()
    assert way.back().headers["Location"] == "/vandaag/"


def test_an_answer_after_ten_minutes_is_too_late(way, monkeypatch):
    import time

    way.go()
    way.token()
    real = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: real + 601)
    assert "waarom=again" in way.back().headers["Location"]


def test_two_issuers_are_not_mixed_up(chain, client, fake, settings, tmp_path):
    evil = FakeIssuer()
    nidos = issuer(
        name="nidos", issuer=evil.url, private_key="nidos.pem", organisations=["Nidos"],
        teams=[{"value": "lr", "organisation": "Nidos", "team": "Nidos", "role": "legal_representative"}],
    )  # fmt: skip
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url), nidos))
    good, bad = Way(client, fake, "coa"), Way(client, evil, "nidos")
    try:
        # begun at one, come back at the other's address
        good.go()
        good.token()
        bad.asked = good.asked
        assert "waarom=again" in bad.back().headers["Location"]
        # come back at the right address, but by an answer that says that it is from the other
        good.go()
        good.token()
        assert "waarom=untrusted" in good.back(iss=evil.url).headers["Location"]
        # an issuer that always names itself, in an answer that doesn't
        from django.core.cache import cache

        cache.clear()
        fake.metadata["authorization_response_iss_parameter_supported"] = True
        good.go()
        good.token()
        assert "waarom=untrusted" in good.back().headers["Location"]
        # a token of one issuer, handed over by the other
        bad.go()
        good.asked = bad.asked
        good.token(groups=["lr"])
        evil.token = fake.token
        assert "waarom=untrusted" in bad.back().headers["Location"]
        # an issuer that vouches for a team of the other
        bad.go()
        bad.token(groups=["lr-zandakker"])
        assert "waarom=no_team" in bad.back().headers["Location"]
        assert not [path for path, _ in evil.asked if path == "/token" and CODE not in str(_)]
        assert not Identity.objects.exists()
    finally:
        evil.stop()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"issuer": "https://else.example"}, "untrusted"), ({"authorization_endpoint": "http://else.example/a"}, "untrusted"),
        ({"token_endpoint": "file:///etc/passwd"}, "untrusted"), ({"jwks_uri": 7}, "untrusted"),
        ({"code_challenge_methods_supported": ["plain"]}, "untrusted"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}, "untrusted"),
    ],
    ids=str,
)  # fmt: skip
def test_an_issuer_that_is_not_who_it_should_be_is_not_gone_to(way, change, why):
    way.fake.metadata.update(change)
    answer = way.client.post("/aanmelden/via/coa/", {"next": "/jongeren/"})
    assert answer.headers["Location"] == f"/?waarom={why}&next=%2Fjongeren%2F"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("near", ["http://127.0.0.1:9200/", "https://localhost/", "http://[::1]/"])
def test_an_issuer_elsewhere_does_not_send_us_to_what_listens_on_this_machine(tmp_path, monkeypatch, name, near):
    """Its endpoints are asked by us, from within: what listens here may trust who is near."""
    from leerrecht.operations.signing_in import provider

    (found,) = read_issuers(path=write(tmp_path, issuer()))
    good = {
        "issuer": found.issuer, "authorization_endpoint": "https://login.coa.example/a",
        "token_endpoint": "https://login.coa.example/t", "jwks_uri": "https://keys.coa.example/",
    }  # fmt: skip
    monkeypatch.setattr(provider, "fetch_json", lambda *, url: {**good, name: near})
    with pytest.raises(Refused) as refused:
        provider.find_provider(issuer=found)
    assert refused.value.values["code"] == f"metadata_{name}"
    monkeypatch.setattr(provider, "fetch_json", lambda *, url: good)
    assert provider.find_provider(issuer=found).token_endpoint == good["token_endpoint"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/token", (500, {}, b"")), ("/token", (200, {}, b"no json")), ("/token", (200, {}, b"[]")),
        ("/token", (302, {"Location": "https://else.example/"}, b"")), ("/token", (200, {}, b"{" + b" " * 600_000 + b"}")),
        ("/token", (200, {}, b"[" * 100_000)), ("/keys", (404, {}, b"")), ("/keys", (200, {}, b'{"keys": 7}')),
        ("/keys", (200, {}, b'{"keys": [7, {"kty": "RSA"}]}')),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_an_issuer_that_answers_nonsense_lets_nobody_in(way, path, answer):
    way.go()
    way.token()
    way.fake.answers[path] = answer
    assert way.back().status_code == 302
    assert not way.is_in


def test_an_issuer_that_is_gone_is_said_and_the_password_form_still_works(way):
    way.fake.stop()
    answer = way.client.post("/aanmelden/via/coa/", {}, follow=True)
    assert "antwoordt niet" in answer.content.decode()
    assert 'name="password"' in answer.content.decode()


def test_no_token_code_or_name_is_in_a_log(way, caplog):
    caplog.set_level(logging.DEBUG)
    way.go()
    way.token(acr=LOW)
    token, state = way.fake.token, way.asked["state"]
    way.back()
    said = caplog.text
    assert "signing in through coa: acr" in said
    for secret in (token, token.split(".")[1], state, CODE, "Ada Verzonnen", "an-access-token", "person-1"):
        assert secret not in said


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_afterwards_one_goes_only_to_our_own_pages(way, elsewhere):
    way.go(next=elsewhere)
    way.token()
    assert way.back().headers["Location"] == "/vandaag/"


def test_the_session_key_is_new_at_each_step(way):
    way.client.get("/")
    way.client.session["planted"] = True
    before = way.client.session.session_key
    way.go()
    between = way.client.session.session_key
    way.token()
    way.back()
    assert len({before, between, way.client.session.session_key}) == 3


def test_the_way_there_is_a_post_with_a_csrf_token(way):
    from django.test import Client

    assert way.client.get("/aanmelden/via/coa/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/aanmelden/via/coa/").status_code == 403
    assert way.client.post("/aanmelden/via/none/").status_code == 404
    assert way.client.get("/aanmelden/terug/none/").status_code == 404
