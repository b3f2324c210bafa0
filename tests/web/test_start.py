"""The way in: choosing somebody in the demo, passwords, where one goes afterwards, choosing a team."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.accounts.models import Account
from leerrecht.audit.models import Event
from leerrecht.chain.models import Membership, Team
from leerrecht.operations.signing_in import MOST_WRONG

PASSWORD = "a-long-password"


@pytest.fixture
def email(world):
    return world.accounts["reception"].email


def sign_in(client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/aanmelden/", {"email": email, "password": password, **more})


def test_a_password_opens_the_work_list_and_is_logged(client, email):
    answer = sign_in(client, email.upper())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/vandaag/")
    assert client.get("/vandaag/").status_code == 200
    assert client.get("/").headers["Location"] == "/vandaag/"
    assert list(Event.objects.values_list("action", "result")) == [("account.signed_in", "done")]


def test_a_wrong_password_and_an_unknown_address_say_the_same_and_keep_the_address(client, email):
    wrong = sign_in(client, email, "something-else")
    unknown = sign_in(client, "nobody@test.example", "something-else")
    assert wrong.status_code == unknown.status_code == 422
    assert email in wrong.content.decode()
    assert client.get("/vandaag/").status_code == 302


def test_after_some_wrong_passwords_the_right_one_has_to_wait(client, email, settings):
    for _ in range(MOST_WRONG):
        sign_in(client, email, "something-else")
    assert "15" in sign_in(client, email).content.decode()
    assert client.get("/vandaag/").status_code == 302
    settings.CLOCK_ON = "2026-09-16"
    assert sign_in(client, email).status_code == 302


def test_an_account_that_is_closed_or_belongs_to_nobody_gets_nowhere(client, email):
    Account.objects.filter(email=email).update(is_active=False)
    assert sign_in(client, email).status_code == 422
    Account.objects.filter(email=email).update(is_active=True, professional=None)
    sign_in(client, email)
    assert client.get("/vandaag/").status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_after_signing_in_one_goes_only_to_our_own_pages(client, email, elsewhere):
    assert sign_in(client, email, next=elsewhere).headers["Location"] == "/vandaag/"
    client.logout()
    assert sign_in(client, email, next="/jongeren/").headers["Location"] == "/jongeren/"


def test_the_demo_offers_its_people_and_nobody_else(client, world):
    account = world.accounts["school"]
    assert b'name="role"' not in client.get("/").content
    Account.objects.filter(pk=account.pk).update(email="school@demo.leerrecht.example")
    assert account.public_id in client.get("/").content.decode()
    assert client.post("/aanmelden/", {"role": account.public_id}).headers["Location"] == "/vandaag/"
    other = world.accounts["reception"]
    assert client.post("/aanmelden/", {"role": other.public_id}).status_code == 422


def test_outside_the_demo_nobody_comes_in_without_a_password(client, world, settings):
    account = world.accounts["school"]
    Account.objects.filter(pk=account.pk).update(email="school@demo.leerrecht.example")
    settings.IS_DEMO = False
    page = client.get("/").content.decode()
    assert account.public_id not in page and "synthetische" not in page
    assert client.post("/aanmelden/", {"role": account.public_id}).status_code == 422


def test_signing_out_is_a_post_and_ends_it(client, email):
    sign_in(client, email)
    assert client.get("/afmelden/").status_code == 405
    client.post("/afmelden/")
    assert client.get("/vandaag/").status_code == 302


def test_somebody_in_two_teams_sees_one_at_a_time(client, world, email):
    person = world.accounts["reception"].professional
    guardians = Team.objects.get(name="Nidos")
    Membership.objects.create(professional=person, team=guardians, valid_from=datetime.date(2026, 2, 1))
    sign_in(client, email)
    assert "van de 2 jongeren" in client.get("/vandaag/").content.decode()
    assert "Wissel naar Nidos" in client.get("/vandaag/").content.decode()
    client.post("/team/", {"team": guardians.public_id})
    assert "van de 2 jongeren" not in client.get("/vandaag/").content.decode()
    stranger = Team.objects.get(name="Leerplicht")
    client.post("/team/", {"team": stranger.public_id})
    assert client.session["team"] == guardians.public_id


def test_a_membership_that_has_ended_gives_nothing(client, world, email):
    Membership.objects.update(valid_to=datetime.date(2026, 9, 15))
    sign_in(client, email)
    assert client.get("/vandaag/").status_code == 302
