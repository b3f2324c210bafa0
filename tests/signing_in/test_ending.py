"""A session ends after half an hour without a request, and after eight hours; what somebody typed isn't lost silently."""

from __future__ import annotations

import time

import pytest

from leerrecht.audit.models import Event

IDLE, LONG = 30 * 60, 8 * 60 * 60


@pytest.fixture
def later(monkeypatch):
    """Move the time by which sessions are judged."""
    real, found = time.time, {"seconds": 0}
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + found["seconds"])

    def move(seconds):
        found["seconds"] += seconds

    return move


@pytest.fixture
def reception(chain, client):
    client.force_login(chain[1]["reception"])
    return client


def test_half_an_hour_without_a_request_ends_it_and_says_why(reception, later):
    assert reception.get("/jongeren/").status_code == 200
    later(IDLE + 1)
    answer = reception.get("/jongeren/?bladzijde=2")
    assert answer.headers["Location"] == "/?waarom=idle&next=%2Fjongeren%2F%3Fbladzijde%3D2"
    page = reception.get(answer.headers["Location"]).content.decode()
    assert "een half uur niets" in page
    assert 'name="next" value="/jongeren/?bladzijde=2"' in page
    assert "_auth_user_id" not in reception.session
    assert Event.objects.filter(action="account.session_idle").count() == 1


def test_requests_keep_it_going_until_eight_hours(reception, later):
    for _ in range(LONG // (25 * 60)):
        assert reception.get("/jongeren/").status_code == 200
        later(25 * 60)
    later(10 * 60)
    assert "waarom=long" in reception.get("/jongeren/").headers["Location"]


def test_without_the_cookie_of_the_last_request_the_beginning_counts(reception, later, settings):
    reception.get("/jongeren/")
    later(IDLE - 60)
    reception.get("/jongeren/")
    later(120)
    assert reception.get("/jongeren/").status_code == 200
    del reception.cookies[settings.SEEN_COOKIE_NAME]
    assert "waarom=idle" in reception.get("/jongeren/").headers["Location"]


def test_the_cookie_of_another_session_is_of_no_use(chain, reception, later, settings):
    from django.test import Client

    other = Client()
    other.force_login(chain[1]["school"])
    later(IDLE - 60)
    other.get("/jongeren/")
    later(120)
    reception.cookies[settings.SEEN_COOKIE_NAME] = other.cookies[settings.SEEN_COOKIE_NAME].value
    assert "waarom=idle" in reception.get("/jongeren/").headers["Location"]


def test_a_session_whose_beginning_is_gone_is_over(reception):
    session = reception.session
    del session["began"]
    session.save()
    assert reception.get("/jongeren/").status_code == 302


def test_looking_writes_nothing(reception):
    from tests.web.conftest import only_reading

    with only_reading():
        assert reception.get("/jongeren/").status_code == 200


def test_the_cookie_says_nothing_and_is_closed_to_scripts(reception, settings):
    answer = reception.get("/jongeren/")
    cookie = answer.cookies[settings.SEEN_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert reception.session.session_key not in cookie.value


def test_a_page_that_asks_for_news_by_itself_does_not_keep_it_going(reception, later, settings):
    answer = reception.get("/importeren/abc/", headers={"HX-Request": "true"})
    assert settings.SEEN_COOKIE_NAME not in answer.cookies
    later(IDLE + 1)
    over = reception.get(
        "/importeren/abc/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/importeren/abc/"}
    )
    assert over.headers["HX-Redirect"] == "/?waarom=idle&next=%2Fimporteren%2Fabc%2F"


@pytest.mark.parametrize("is_over", [True, False])
def test_a_form_that_comes_too_late_says_that_it_was_not_saved(reception, later, is_over):
    if is_over:
        later(IDLE + 1)
    else:
        reception.logout()
    answer = reception.post("/importeren/", {"bestand": "x"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Dit is niet opgeslagen" in text and "staat hieronder" not in text  # nothing was typed
    assert ("een half uur niets" in text) == is_over
    part = reception.post(
        "/importeren/", {}, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/importeren/"}
    )
    assert part.status_code == 200
    assert (part.headers["HX-Retarget"], part.headers["HX-Reswap"]) == ("#inhoud", "afterbegin")
    assert "<html" not in part.content.decode() and "staat nog op deze pagina" in part.content.decode()
    assert 'href="/?next=%2Fimporteren%2F"' in part.content.decode()


OWN = "Ik wil <b>graag</b>\nnaar dezelfde school."


def test_what_was_typed_in_a_form_that_comes_too_late_stands_on_the_page(reception, later):
    """By the button Back it would be gone: the browser asks for the form anew, and nobody is signed in."""
    later(IDLE + 1)
    sent = {"words": OWN, "said_on": "1-9-2026", "password": "een lange zin die geheim is"}
    text = reception.post("/jongeren/abc/woorden/", sent).content.decode()
    assert "Ik wil &lt;b&gt;graag&lt;/b&gt;<br>naar dezelfde school." in text and "staat hieronder" in text
    assert "geheim" not in text and "1-9-2026" not in text


@pytest.mark.parametrize(("site", "is_shown"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_so_does_what_was_typed_before_signing_in_again_elsewhere_but_nothing_of_another_site(chain, site, is_shown):
    from django.test import Client

    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": site} if site else {})
    client.force_login(chain[1]["reception"])
    answer = client.post("/jongeren/abc/woorden/", {"words": OWN, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert ("naar dezelfde school." in answer.content.decode()) == is_shown


def test_signing_out_and_choosing_a_team_leave_an_audit_row(chain, reception):
    import datetime

    from leerrecht.chain.models import Membership, Team

    team = Team.objects.get(name="Nidos")
    person = chain[1]["reception"].professional
    Membership.objects.create(professional=person, team=team, valid_from=datetime.date(2026, 2, 1))
    reception.post("/team/", {"team": team.public_id})
    reception.post("/team/", {"team": "not-mine"})
    reception.post("/afmelden/")
    assert list(Event.objects.order_by("pk").values_list("action", "object_id", "actor")) == [
        ("account.team_chosen", team.public_id, chain[1]["reception"].public_id),
        ("account.signed_out", chain[1]["reception"].public_id, chain[1]["reception"].public_id),
    ]
