"""Noodinzage by the client: what opens, what stays closed, who is told; the officer's page; requests from outside."""

from __future__ import annotations

import re

import pytest

from tests.grants.acts import REASON, YOUNG, note_agreement, open_glass
from tests.operations.builders import send
from tests.world import AT

AHMAD = {"number": "", "given_names": "Ahmad", "family_name": "Saleh", "born_on": "3-11-2010", "reason": REASON}


@pytest.fixture
def client_of(world):
    from django.test import Client

    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


@pytest.fixture
def _clock_stands(monkeypatch):
    """Let the hours not pass during a test that runs around midnight."""
    from django.utils import timezone

    from leerrecht.web.frame import viewing
    from leerrecht.web.glass import views

    moment = timezone.make_aware(__import__("datetime").datetime(2026, 9, 15, 12))
    for module in (views, viewing):
        monkeypatch.setattr(module, "now", lambda: moment)


pytestmark = pytest.mark.usefixtures("_clock_stands")


def test_the_form_is_there_for_who_has_the_duty(world, visit) -> None:
    for role in ("reception", "school", "compulsory_education", "legal_representative"):
        for lang in ("", "/en"):
            assert "<form" in visit(role)(f"{lang}/noodinzage/").content.decode()
    for role in ("care", "ggd", "policy", "privacy_officer"):
        visit(role)("/noodinzage/", 404)


def test_it_opens_with_a_banner_and_not_what_stays_closed(world, client_of) -> None:
    from leerrecht.records.models import Plan, Voice

    child = world.children[YOUNG]
    source = {"child": child, "recorded_at": AT, "source": world.organisations["COA"]}
    Voice.objects.create(words="KANARIEwoord", shared_with="reception", **source)
    Plan.objects.create(rule="placement.term", key="term", child_view="KANARIEplan", shared_with="reception", **source)
    client, url = client_of("stranger"), f"/jongeren/{child.public_id}/"
    assert client.get(url).status_code == 404
    assert send(client, "/noodinzage/", 302, **AHMAD) == url
    for rest in ("", "feiten/", "toestemming/"):
        page = client.get(url + rest).content.decode()
        assert "<strong>Noodinzage:</strong> je ziet dit dossier tot 16:00." in page
        assert "KANARIE" not in page and "UNDEFINED" not in page
    assert "Noodinzage:</strong>" not in client.get("/vandaag/").content.decode()
    assert client.get(f"{url}feit/stays/").status_code == 404
    assert client_of("reception").get(url).content.decode().count("KANARIE") > 0
    close = re.search(r'action="(/noodinzage/[^"]*/sluiten/)"', page)[1]
    assert client_of("reception").post(close).status_code == 404
    send(client, close, 302)


def test_a_protected_location_stays_closed(world, client_of) -> None:
    from leerrecht.records.models import Stay

    stays = Stay.objects.filter(child=world.children[YOUNG])
    stays.update(kind="protected", location="KANARIEplek", municipality="KANARIEstad")
    client = client_of("stranger")
    url = send(client, "/noodinzage/", 302, **AHMAD)
    for rest in ("", "feiten/", "toestemming/"):
        assert "KANARIE" not in client.get(url + rest).content.decode()
    for address in ("/vandaag/", "/jongeren/"):
        assert "KANARIE" not in client.get(address).content.decode()
    assert "KANARIE" not in client.post("/zoeken/", {"naam": "ahmad"}).content.decode()


def test_the_answer_never_tells_whether_there_is_a_child(world, client_of) -> None:
    csrf = re.compile(r'csrfmiddlewaretoken" value="[^"]*"')
    pages = []
    for typed in ({"family_name": "Salehi"}, {"family_name": "Salehx"}):  # the first is there, under another birth date
        client = client_of("stranger")
        page = send(client, "/noodinzage/", 422, **{**AHMAD, **typed})
        assert "Er gaat niets open." in page and "Veilig Thuis" in page
        pages.append(csrf.sub("", page).replace(typed["family_name"], ""))
    assert pages[0] == pages[1]


def test_faults_stand_beside_their_fields_and_nothing_is_lost(world, client_of) -> None:
    page = send(client_of("school"), "/noodinzage/", 422, **{**AHMAD, "born_on": "3-13-2010"})
    assert 'id="born_on-error"' in page and 'value="Ahmad"' in page
    page = send(client_of("school"), "/noodinzage/", 422, **{**AHMAD, "born_on": "", "reason": "kort"})
    assert 'id="number-error"' in page and 'id="reason-error"' in page


def test_five_tries_and_then_one_waits(world, client_of) -> None:
    client = client_of("school")
    for _ in range(5):
        assert "Er gaat niets open." in send(client, "/noodinzage/", 422, number="123", reason=REASON)
    assert "Je probeerde het te vaak." in send(client, "/noodinzage/", 422, **AHMAD)


def test_the_officer_reviews_and_the_representative_reads_it(world, client_of, visit) -> None:
    opening = open_glass(world)
    get = visit("privacy_officer")
    for lang in ("", "/en"):
        page = get(f"{lang}/vandaag/").content.decode()
        assert REASON in page and opening.public_id in page and "Saleh" not in page
        get(f"{lang}/noodinzage/{opening.public_id}/")
    officer, url = client_of("privacy_officer"), f"/noodinzage/{opening.public_id}/"
    assert 'id="verdict-error"' not in officer.get(url).content.decode()
    assert 'id="verdict"' in send(officer, url, 422, words="")
    guardian = client_of("legal_representative")
    assert REASON in guardian.get("/vandaag/").content.decode()
    send(officer, url, 302, verdict="not_justified", words="Bellen had gekund.")
    assert "Er is niets om te beoordelen." in officer.get("/vandaag/").content.decode()
    seen = guardian.get(f"/jongeren/{world.children[YOUNG].public_id}/toestemming/").content.decode()
    assert "Beoordeling: niet terecht. Bellen had gekund." in seen
    for role in ("reception", "stranger", "policy", "school"):
        assert client_of(role).get(url).status_code == client_of(role).post(url).status_code == 404


def test_the_office_shows_what_waits(world, visit) -> None:
    note_agreement(world, review_on=__import__("datetime").date(2026, 9, 1))
    page = visit("privacy_officer")("/vandaag/").content.decode()
    assert "Te laat herzien" in page and "Delen met jeugdwerk" in page and "wachten op antwoord" in page
    assert "Te laat herzien" not in visit("policy")("/vandaag/").content.decode()


def test_parties_read_their_agreements_and_only_the_officer_notes_them(world, visit, client_of) -> None:
    from leerrecht.grants.models import Agreement

    made = note_agreement(world)
    for role, shown in (("privacy_officer", True), ("care", True), ("reception", True), ("school", False)):
        for lang in ("", "/en"):
            page = visit(role)(f"{lang}/afspraken/").content.decode()
            assert ("Delen met jeugdwerk" in page) == shown
        visit(role)("/afspraken/nieuw/", 200 if role == "privacy_officer" else 404)
    officer = client_of("privacy_officer")
    page = officer.get(f"/afspraken/nieuw/?na={made.public_id}").content.decode()
    assert 'value="youth_work"' in page and page.count(" checked") == 3
    typed = {
        "code": "youth_work", "name": "Delen, versie 2", "purposes": "helpen", "ground": "Jeugdwet",
        "starts_on": "1-10-2026", "ends_on": "nooit", "review_on": "1-10-2027", "categories": ["education"],
        "parties": [world.organisations[name].public_id for name in ("COA", "GGD Zandakker")],
    }  # fmt: skip
    page = send(officer, "/afspraken/nieuw/", 422, **typed)
    assert 'id="ends_on-error"' in page and page.count(" checked") == 3
    send(officer, "/afspraken/nieuw/", 302, **{**typed, "ends_on": ""})
    assert Agreement.objects.count() == 2
    assert client_of("care").post("/afspraken/nieuw/", typed).status_code == 404


@pytest.mark.parametrize("role", ["school", "policy", "care", "privacy_officer", "reception"])
def test_anybody_reports_a_request_from_outside(world, visit, client_of, role) -> None:
    from leerrecht.rights.models import Request

    for lang in ("", "/en"):
        page = visit(role)(f"{lang}/verzoek/").content.decode()
    assert "Give nothing." in page
    client = client_of(role)
    assert 'id="body-error"' in send(client, "/verzoek/", 422, body="", words="x" * 10)
    send(client, "/verzoek/", 302, body="police", words="Waar is dit kind?")
    assert Request.objects.get().words == "Politie: Waar is dit kind?"
    url = f"/jongeren/{world.children[YOUNG].public_id}/verzoek/"
    reaches = role in ("school", "reception")
    assert client.get(url).status_code == (200 if reaches else 404)
    assert client.post(url, {"body": "ind", "words": "Iets over hem."}).status_code == (302 if reaches else 404)
