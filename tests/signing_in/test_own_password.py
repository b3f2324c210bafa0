"""Changing one's own password: the old one is asked, guessing is slow, other sessions end, nobody else is touched."""

from __future__ import annotations

import pytest

from leerrecht.accounts.models import Account
from leerrecht.audit.models import Event
from leerrecht.operations.signing_in import MOST_WRONG

OLD, NEW = "a-long-password", "een zin die niemand raadt"
URL = "/wachtwoord/"


@pytest.fixture
def account(chain):
    return chain[1]["reception"]


def sent(client, old=OLD, new=NEW, again=None):
    return client.post(URL, {"old": old, "new": new, "again": new if again is None else again})


def test_it_changes_and_ends_every_other_session(account, client_of_account) -> None:
    here, elsewhere = client_of_account(account), client_of_account(account)
    before = here.session.session_key
    answer = sent(here)
    assert answer.status_code == 302
    assert Account.objects.get(pk=account.pk).check_password(NEW)
    assert here.get(URL).status_code == 200 and here.session.session_key != before
    assert elsewhere.get(URL).status_code == 302
    (event,) = Event.objects.filter(action="account.password_changed")
    assert (event.actor, event.object_id, event.result) == (account.public_id, account.public_id, "done")


def test_guessing_the_old_one_is_slowed_down(account, client_of_account) -> None:
    client = client_of_account(account)
    pages = [sent(client, old="wrong") for _ in range(MOST_WRONG)]
    assert {page.status_code for page in pages} == {422}
    assert sent(client).status_code == 422
    assert Account.objects.get(pk=account.pk).check_password(OLD)
    assert Event.objects.filter(action="account.password_changed", result="refused").count() == MOST_WRONG


@pytest.mark.parametrize(("new", "again"), [
    ("elf tekens!", None), (NEW, NEW + "x"), ("x" * 129, None), (OLD, None), ("password1234", None), (NEW + "\0", None),
])  # fmt: skip
def test_a_password_that_is_no_good_changes_nothing(account, client_of_account, new, again) -> None:
    page = sent(client_of_account(account), new=new, again=again)
    assert page.status_code == 422 and new[:100] not in page.content.decode()
    assert Account.objects.get(pk=account.pk).check_password(OLD)


def test_who_signs_in_through_their_organisation_has_no_such_page(account, client_of_account) -> None:
    Account.objects.filter(pk=account.pk).update(email=None)
    client = client_of_account(account)
    assert client.get(URL).status_code == sent(client).status_code == 404


@pytest.fixture
def client_of_account():
    from django.test import Client

    def make(account):
        client = Client()
        client.force_login(account)
        return client

    return make
