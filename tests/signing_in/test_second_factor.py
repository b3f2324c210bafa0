"""The second step: outside the demo a password isn't enough."""

from __future__ import annotations

import base64
import datetime
import re

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from leerrecht.accounts.models import RecoveryCode, SecondFactor, StartCode
from leerrecht.audit.models import Event
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.second_factor import (
    CODES,
    check_second_factor,
    new_secret,
    reset_second_factor,
    secret_words,
    set_second_factor,
)
from leerrecht.operations.signing_in.slowing import MOST_CODES, MOST_WRONG
from leerrecht.operations.signing_in.start_code import KEPT, fits_start_code, make_start_code
from tests.operations.builders import NOW

PASSWORD, URL = "a-long-password", "/aanmelden/tweede-stap/"


def code_at(secret: str, at: datetime.datetime) -> str:
    key = base64.b32decode(secret.replace(" ", ""))
    return TOTP(key, 6, SHA1(), 30).generate(int(at.timestamp())).decode()


@pytest.fixture
def account(chain, settings):
    settings.IS_DEMO = False
    return chain[1]["reception"]


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    found = {"at": NOW}
    for module in ("views", "second"):
        monkeypatch.setattr(f"leerrecht.web.start.{module}.now", lambda: found["at"])
    return found


def first_step(client, account, **more):
    return client.post("/aanmelden/", {"email": account.email, "password": PASSWORD, **more})


def shown_secret(client):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(URL).content.decode())[1]


def enrol(client, account, at=NOW):
    """Set the second factor up through the pages; give its secret and the recovery codes."""
    start_code = make_start_code(account=account, at=at)
    first_step(client, account)
    secret = shown_secret(client)
    answer = client.post(URL, {"code": code_at(secret, at), "start_code": f" {start_code.upper()} "})
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return secret, re.findall(r"<li><code>([a-z0-9-]+)</code>", answer.content.decode())


def set_up(account, at=NOW) -> str:
    """Set the second factor up by the operation; give its secret."""
    sealed = new_secret()
    secret = secret_words(sealed=sealed)
    set_second_factor(
        account=account, sealed=sealed, code=code_at(secret, at), at=at, origin="192.0.2.1",
        start_code=make_start_code(account=account, at=at),
    )  # fmt: skip
    return secret


def is_in(client):
    return client.get("/vandaag/").status_code == 200


def test_the_first_time_it_is_set_up_with_a_code_and_gives_ten_recovery_codes(client, account, clock):
    answer = first_step(client, account, next="/jongeren/")
    assert answer.headers["Location"] == URL
    assert not is_in(client)
    page = client.get(URL).content.decode()
    assert "<svg" in page and " style=" not in page
    assert client.post(URL, {"code": "000000"}).status_code == 422
    secret, codes = enrol(client, account)
    assert is_in(client)
    assert len(set(codes)) == CODES
    kept = SecondFactor.objects.get(account=account)
    raw = base64.b32decode(secret.replace(" ", ""))
    assert raw.hex() not in kept.secret and secret.replace(" ", "") not in kept.secret
    digests = "".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in digests for code in codes)
    done = list(Event.objects.filter(result="done").values_list("action", flat=True).order_by("pk"))
    assert done == ["account.second_factor_set", "account.signed_in"]


def test_afterwards_a_code_is_asked_each_time_and_works_once(client, account, clock):
    secret, _ = enrol(client, account)
    client.post("/afmelden/")
    code = code_at(secret, NOW)
    first_step(client, account)
    assert "<svg class" not in client.get(URL).content.decode().partition("<main")[2].replace(
        '<svg class="lr-icon"', ""
    )
    assert client.post(URL, {"code": code}).status_code == 422  # used when it was set up
    clock["at"] = later = NOW + datetime.timedelta(seconds=30)
    assert client.post(URL, {"code": f" {code_at(secret, later)[:3]} {code_at(secret, later)[3:]} "}).status_code == 302
    assert is_in(client)


def test_a_recovery_code_opens_once(client, account, clock):
    _, codes = enrol(client, account)
    client.post("/afmelden/")
    for expected in (302, 422):
        first_step(client, account)
        assert client.post(URL, {"code": codes[3].upper()}).status_code == expected
        client.post("/afmelden/")
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1
    assert Event.objects.filter(action="account.recovery_code_used").count() == 1


def test_nothing_goes_past_the_second_step(client, account, clock):
    assert client.get(URL).headers["Location"] == "/?next=%2Fvandaag%2F"
    assert client.post(URL, {"code": "123456"}).headers["Location"] == "/?waarom=again&next=%2Fvandaag%2F"
    enrol(client, account)
    client.post("/afmelden/")
    first_step(client, account)
    for url in ("/vandaag/", "/jongeren/", "/en/vandaag/"):
        assert client.get(url).status_code == 302
    for wrong in ("", "0", "a" * 500, "١٢٣٤٥٦", "\0", "000000\n"):
        assert client.post(URL, {"code": wrong}).status_code == 422
        if wrong == "\0":
            break
    assert not is_in(client)


def test_a_first_step_is_forgotten_after_ten_minutes_or_with_another_password(client, account, clock, monkeypatch):
    import time

    first_step(client, account)
    account.set_password("another-long-password")
    account.save()
    assert client.get(URL).headers["Location"] == "/?waarom=again"
    client.post("/aanmelden/", {"email": account.email, "password": "another-long-password"})
    assert client.get(URL).status_code == 200
    real = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: real + 601)
    assert client.get(URL).headers["Location"] == "/?next=%2Fvandaag%2F"


def test_the_session_key_is_new_at_each_step(client, account, clock):
    client.get("/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    first_step(client, account)
    between = client.session.session_key
    start_code = make_start_code(account=account, at=NOW)
    client.post(URL, {"code": code_at(shown_secret(client), NOW), "start_code": start_code})
    assert is_in(client)
    assert len({session.session_key, between, client.session.session_key}) == 3


def test_each_try_to_set_it_up_has_a_new_secret(client, account, clock):
    found = set()
    for _ in range(2):
        first_step(client, account)
        found.add(re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(URL).content.decode())[1])
    assert len(found) == 2


def test_wrong_codes_count_and_a_right_password_does_not_forget_them(client, account, clock):
    secret, _ = enrol(client, account)
    client.post("/afmelden/")
    client.cookies.clear()
    statuses = []
    for _ in range(MOST_WRONG):
        first_step(client, account)
        statuses.append(client.post(URL, {"code": "000000"}).status_code)
    assert set(statuses) == {422}
    assert "15" in first_step(client, account).content.decode()
    clock["at"] = NOW + datetime.timedelta(minutes=16)
    first_step(client, account)
    assert client.post(URL, {"code": code_at(secret, clock["at"])}).status_code == 302


def test_codes_guessed_from_many_origins_are_slowed_down_too(account):
    set_up(account)
    said = []
    for number in range(MOST_CODES + 2):
        with pytest.raises(Refused) as refused:
            check_second_factor(account=account, code="000000", at=NOW, origin=f"198.51.100.{number}")
        said.append(refused.value.reasons[0])
    assert said == ["refused.second_factor"] * MOST_CODES + ["refused.sign_in_wait"] * 2


def test_of_two_who_send_the_same_code_at_once_one_gets_in(account, monkeypatch):
    """The second comes in between the first one's look and its write; without the lock and the row's own step both would."""
    secret = set_up(account)
    later = NOW + datetime.timedelta(seconds=60)
    check_second_factor(account=account, code=code_at(secret, later), at=later, origin="192.0.2.1")
    with pytest.raises(Refused):
        check_second_factor(account=account, code=code_at(secret, later), at=later, origin="192.0.2.2")
    with pytest.raises(Refused):  # an older one neither
        check_second_factor(
            account=account, code=code_at(secret, later - datetime.timedelta(seconds=30)), at=later, origin="192.0.2.2"
        )


def test_a_reset_takes_everything_away_ends_sessions_and_is_logged(client, account, clock):
    enrol(client, account)
    assert is_in(client)
    reset = reset_second_factor(email=account.email.upper(), at=NOW, origin="command line")
    assert reset.ended_sessions == 1
    assert not is_in(client)
    assert fits_start_code(account=account, typed=reset.start_code, at=NOW)
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert Event.objects.filter(action="account.second_factor_reset", object_id=account.public_id).count() == 1
    with pytest.raises(Refused):
        reset_second_factor(email="nobody@test.example", at=NOW, origin="command line")
    enrol(client, account)


def test_a_password_alone_does_not_set_it_up(client, account, clock):
    """Somebody who learned the password before its owner came: they have every code of their own authenticator."""
    start_code = make_start_code(account=account, at=NOW)
    first_step(client, account)
    code = code_at(shown_secret(client), NOW)
    for typed in ("", "aaaa-aaaa-aaaa-aaaa", start_code[:-1], "\0"):
        answer = client.post(URL, {"code": code, "start_code": typed})
        assert answer.status_code == 422
        assert "startcode klopt niet" in answer.content.decode()
    assert not is_in(client) and not SecondFactor.objects.exists()
    assert StartCode.objects.get(account=account).digest != start_code
    both = client.post(URL, {"code": "000000", "start_code": "mine"}).content.decode()
    assert 'href="#start_code"' in both and 'href="#code"' in both and 'value="mine"' in both
    assert Event.objects.filter(action="account.second_factor_checked", result="refused").count() == 5


def test_guesses_of_a_start_code_are_slowed_down(client, account, clock):
    first_step(client, account)
    code = code_at(shown_secret(client), NOW)
    for _ in range(MOST_WRONG):
        client.post(URL, {"code": code, "start_code": "wrong"})
    start_code = make_start_code(account=account, at=NOW)
    assert "15" in client.post(URL, {"code": code, "start_code": start_code}).content.decode()
    assert not SecondFactor.objects.exists()


def test_a_start_code_is_of_one_account_for_a_week_and_for_one_time(account, chain):
    former = make_start_code(account=account, at=NOW)
    code = make_start_code(account=account, at=NOW)
    other = chain[1]["school"]
    make_start_code(account=other, at=NOW)

    def fits(typed=code, *, of=account, at=NOW):
        return fits_start_code(account=of, typed=typed, at=at)

    second = datetime.timedelta(seconds=1)
    assert [fits(at=NOW + KEPT - second), fits(at=NOW + KEPT), fits(at=NOW + KEPT + second)] == [True, False, False]
    assert not fits(former) and not fits(of=other) and not fits("")
    set_up(account)
    assert not StartCode.objects.filter(account=account).exists()
    assert not fits()


def test_a_secret_sealed_with_another_key_is_said_and_opens_nothing(client, account, clock, settings):
    secret, _ = enrol(client, account)
    settings.SECRET_KEY = "another-key-" + "0123456789abcdef" * 4
    client.cookies.clear()
    first_step(client, account)
    answer = client.post(URL, {"code": code_at(secret, NOW)})
    assert answer.status_code == 422
    assert "opnieuw te laten instellen" in answer.content.decode()


def test_in_the_demo_a_password_is_enough(client, chain):
    assert first_step(client, chain[1]["reception"]).headers["Location"] == "/vandaag/"
    assert is_in(client)
