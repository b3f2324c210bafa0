"""Guessing is slowed down: per account and per origin, also by many tries at once; nobody is locked out for ever."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection

from leerrecht.accounts.models import Tries
from leerrecht.audit.models import Event
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in import MOST_WRONG, known_browser, sign_in_with_password
from leerrecht.operations.signing_in.slowing import MOST_FOR_ACCOUNT, MOST_FROM_ORIGIN, WAIT
from tests.operations.builders import NOW

PASSWORD = "a-long-password"


def attempt(email, password="wrong", at=NOW, origin="192.0.2.1", browser=""):
    try:
        return sign_in_with_password(email=email, password=password, at=at, origin=origin, browser=browser)
    except Refused as refused:
        return refused.reasons[0]


@pytest.fixture
def account(chain):
    return chain[1]["reception"]


def test_tries_from_one_origin_close_it_for_that_account_only(account, chain):
    said = [attempt(account.email) for _ in range(MOST_WRONG + 1)]
    assert said == ["refused.sign_in"] * MOST_WRONG + ["refused.sign_in_wait"]
    assert attempt(account.email, PASSWORD) == "refused.sign_in_wait"
    assert attempt(account.email, PASSWORD, origin="192.0.2.2") == account
    other = chain[1]["school"]
    assert attempt(other.email, PASSWORD) == other
    assert attempt(account.email, PASSWORD, at=NOW + WAIT) == account


def test_trying_on_while_it_is_closed_makes_it_no_longer(account):
    for minute in range(15):
        attempt(account.email, at=NOW + datetime.timedelta(minutes=minute))
    assert attempt(account.email, PASSWORD, at=NOW + WAIT) == account


def test_many_tries_at_once_are_no_more_than_one_after_the_other(account, monkeypatch):
    """Each starts while the one before it is still being judged; counting afterwards would have let them all through."""
    from leerrecht.operations.signing_in import password as module

    judged = []

    def slow(**given):
        judged.append(given)
        if len(judged) < 50:
            attempt(account.email)

    monkeypatch.setattr(module, "authenticate", slow)
    attempt(account.email)
    assert len(judged) == MOST_WRONG


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_in_real_threads(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("a database in memory has one connection; the test above does this for both kinds")
    from django.db import connections

    from leerrecht.operations.signing_in import password as module
    from tests.world import make_chain

    email = make_chain()[1]["reception"].email
    judged, gate = [], threading.Barrier(12)
    real = module.authenticate

    def counted(**given):
        judged.append(1)
        return real(**given)

    def run():
        gate.wait()
        attempt(email)
        connections.close_all()

    monkeypatch.setattr(module, "authenticate", counted)
    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(judged) == MOST_WRONG


def test_an_attacker_with_many_origins_does_not_close_a_known_browser(account):
    browser = known_browser(account=account.public_id)
    for number in range(MOST_FOR_ACCOUNT):
        assert attempt(account.email, origin=f"198.51.100.{number}") == "refused.sign_in"
    assert attempt(account.email, PASSWORD, origin="203.0.113.9") == "refused.sign_in_wait"
    assert attempt(account.email, PASSWORD, origin="203.0.113.9", browser=browser) == account
    assert attempt(account.email, PASSWORD, origin="203.0.113.9", at=NOW + WAIT) == account


def test_a_known_browser_is_counted_by_itself_and_can_not_be_made_up(account, chain):
    browser = known_browser(account=account.public_id)
    said = [attempt(account.email, browser=browser, origin=f"192.0.2.{number}") for number in range(MOST_WRONG + 1)]
    assert said[-1] == "refused.sign_in_wait"
    stolen = known_browser(account=chain[1]["school"].public_id)
    for made in (stolen, "a.b", ".", browser[:-1] + "0", browser.upper()):
        for number in range(MOST_FOR_ACCOUNT):
            attempt(account.email, browser=made, origin=f"198.51.100.{number}")
        assert attempt(account.email, PASSWORD, browser=made, origin="203.0.113.1") == "refused.sign_in_wait"


def test_one_origin_that_tries_many_accounts_is_closed(account):
    for number in range(MOST_FROM_ORIGIN):
        attempt(f"nobody{number}@test.example", origin="2001:db8::1")
    assert attempt(account.email, PASSWORD, origin="2001:db8::ffff") == "refused.sign_in_wait"  # the same network
    assert attempt(account.email, PASSWORD, origin="2001:db8:1::1") == account


def test_addresses_of_ipv4_written_as_ipv6_are_not_all_one(account):
    for number in range(MOST_FROM_ORIGIN):
        attempt(f"nobody{number}@test.example", origin="::ffff:192.0.2.66")
    assert attempt(account.email, PASSWORD, origin="192.0.2.66") == "refused.sign_in_wait"
    assert attempt(account.email, PASSWORD, origin="::ffff:192.0.2.67") == account


def test_who_is_in_has_a_clean_slate(account):
    for _ in range(MOST_WRONG - 1):
        attempt(account.email)
    assert attempt(account.email, PASSWORD) == account
    assert [attempt(account.email) for _ in range(MOST_WRONG)] == ["refused.sign_in"] * MOST_WRONG


def test_no_address_is_in_the_log_or_the_counts(account, caplog):
    for email in (account.email, "piet@school.example"):
        attempt(email)
    kept = [str(row) for row in [*Event.objects.values(), *Tries.objects.values()]] + [caplog.text]
    for part in ("piet", "school.example", account.email, account.email.partition("@")[0]):
        assert not any(part in row for row in kept)
    refused = Event.objects.filter(action="account.signed_in", result="refused")
    assert account.public_id in refused.values_list("object_id", flat=True)
    assert set(refused.values_list("actor", flat=True)) == {""}


def test_old_counts_are_thrown_away(account):
    attempt("nobody@test.example")
    assert Tries.objects.count() == 3
    attempt(account.email, PASSWORD, at=NOW + datetime.timedelta(days=2))
    assert not Tries.objects.filter(since=NOW).exists()
