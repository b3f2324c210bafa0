"""Toestemming by the client: asked, answered, taken back; what each viewer reads of it, and what nobody else learns."""

from __future__ import annotations

import re

import pytest

from tests.grants.acts import OLD_ENOUGH, YOUNG, ask, decide, give_task, note_agreement, open_glass, represented, team
from tests.operations.builders import send, values_of
from tests.world import ON


@pytest.fixture
def client_of(world):
    from django.test import Client

    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


def url_of(world, child=YOUNG, rest=""):
    return f"/jongeren/{world.children[child].public_id}/toestemming/{rest}"


def form(world, **changed):
    asked = {
        "team": team(world, "care").public_id, "person": "team", "purpose": "support", "categories": ["reception"],
        "until_on": "1-12-2026", "language": "Arabisch", "interpreter": "", "words": "Mag dit?", "do": "ask",
    }  # fmt: skip
    return {**asked, **changed}


def test_a_consent_is_asked_in_words_that_were_read_first(world, client_of) -> None:
    from leerrecht.grants.models import Consent

    client, url = client_of("reception"), url_of(world, rest="vragen/")
    page = send(client, url, 200, **form(world, do="words", words=""))
    words = values_of(page)["words"]
    assert "Jeugdwerk, Jeugdwerk Zandakker wil iets over jou weten." in words and "- waar je woont" in words
    assert "dinsdag 1 december 2026" in words and "Je voogd of ouder beslist samen met jou." in words
    assert not Consent.objects.exists()
    to = send(client, url, 302, **form(world, words="Eigen woorden\r\nvoor jou"))
    assert "Nu is het woord aan de jongere" in client.get(to).content.decode()
    assert Consent.objects.get().asked_words == "Eigen woorden\nvoor jou"
    page = send(client, "/en" + url, 200, **form(world, do="words", words=""))
    assert "- where you live" in values_of(page)["words"]


def test_where_law_is_the_ground_the_page_says_so(world, visit) -> None:
    get = visit("reception")
    school = get(f"{url_of(world, rest='vragen/')}?team={team(world, 'school').public_id}").content.decode()
    assert "Hiervoor is geen toestemming nodig: school en leren. Wet op het primair onderwijs" in school
    assert "Voor dit team kun je geen toestemming vragen" in school and "<textarea" not in school
    care = get(f"{url_of(world, rest='vragen/')}?team={team(world, 'care').public_id}").content.decode()
    assert "nodig: school en leren. Naam: Afspraak over delen met jeugdwerk en zorg." in care
    assert 'value="reception"' in care and 'value="education"' not in care
    note_agreement(world)
    care = get(f"{url_of(world, rest='vragen/')}?team={team(world, 'care').public_id}").content.decode()
    assert 'value="education"' in care and 'value="residence_status"' not in care


def test_faults_stand_beside_their_fields_and_nothing_is_lost(world, client_of) -> None:
    typed = form(world, purpose="", categories=[], until_on="31-6-2026", words="", language="Tigrinya")
    page = send(client_of("reception"), url_of(world, rest="vragen/"), 422, **typed)
    summary = page[page.index('id="fouten"') : page.index("<form", page.index('id="fouten"'))]
    assert re.findall(r'<a href="#([^"]*)"', summary) == ["purpose", "categories", "until_on", "words"]
    assert "Deze dag bestaat niet" in summary and values_of(page)["language"] == "Tigrinya"


@pytest.mark.parametrize(
    "role", ["legal_representative", "reception", "school", "compulsory_education", "care", "policy"]
)
def test_pages_are_whole_and_only_there_for_who_may(world, visit, role) -> None:
    consent = represented(world, ask(world))
    get = visit(role)
    status = {"policy": 404}.get(role, 200)
    sees = role in ("legal_representative", "reception", "care")
    may_ask = role in ("legal_representative", "reception", "school")
    for lang in ("", "/en"):
        get(lang + url_of(world), status)
        get(lang + url_of(world, rest=f"{consent.public_id}/"), 200 if sees else 404)
        get(lang + url_of(world, rest="vragen/"), 200 if may_ask else 404)
        withdraws = role in ("legal_representative", "reception")
        get(lang + url_of(world, rest=f"{consent.public_id}/intrekken/"), 200 if withdraws else 404)


def test_nothing_of_it_reaches_who_isnt_named(world, visit) -> None:
    get = visit("school")
    child = world.children[YOUNG].public_id
    urls = ["/vandaag/", f"/jongeren/{child}/", url_of(world), f"/jongeren/{child}/feiten/"]
    csrf = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce-[^"]*')
    before = [csrf.sub("", get(url).content.decode()) for url in urls]
    represented(world, ask(world))
    decide(ask(world), "no")
    assert [csrf.sub("", get(url).content.decode()) for url in urls] == before


def test_the_representative_decides_with_the_child_heard(world, client_of) -> None:
    consent = ask(world)
    client, url = client_of("legal_representative"), url_of(world, rest=f"{consent.public_id}/")
    assert "Er is toestemming gevraagd voor Ahmad Saleh." in client.get("/vandaag/").content.decode()
    page = client.get(url).content.decode()
    assert "De jongere is nog geen 16 jaar." in page and "Mag" not in values_of(page)["child_view"]
    page = send(client, url, 422, child_wish="no", child_view="", decision="yes", reason="")
    assert "Schrijf op wat de jongere zei." in page and "Schrijf op waarom je toch ja zegt." in page
    to = send(client, url, 302, child_wish="no", child_view="Liever niet.", decision="yes", reason="Voor de dokter.")
    page = client.get(to).content.decode()
    assert "Liever niet." in page and "Voor de dokter." in page and "Bewijs van toestemming" in page
    consent.refresh_from_db()
    assert consent.decided_as == "legal_representative"
    other = client_of("reception").get(url_of(world)).content.decode()
    assert "Liever niet." not in other and "Voor de dokter." not in other  # the child's words aren't for who asked


def test_the_representative_reads_what_the_child_said_by_its_card_before_deciding(world, client_of) -> None:
    consent = decide(ask(world), "yes", child_view="Ik wil naar voetbal.")
    url = url_of(world, rest=f"{consent.public_id}/")
    page = client_of("legal_representative").get(url).content.decode()
    assert "De jongere gaf zelf al antwoord: de jongere wil het wel." in page and "Ik wil naar voetbal." in page
    assert 'name="child_wish"' not in page
    assert "Ik wil naar voetbal." not in client_of("reception").get(url).content.decode()


def test_at_the_table_who_asked_writes_down_what_was_said(world, client_of) -> None:
    give_task(world, "reception", OLD_ENOUGH)
    consent = ask(world, OLD_ENOUGH)
    client, url = client_of("reception"), url_of(world, OLD_ENOUGH, f"{consent.public_id}/")
    assert "16 jaar of ouder" in client.get(url).content.decode()
    to = send(client, url, 302, decision="yes", child_view="KANARIEwoord")
    assert "Opgeschreven door wie het vroeg." in client.get(to).content.decode()
    guardian = client_of("legal_representative").get(url_of(world, OLD_ENOUGH)).content.decode()
    assert (
        "Opgeschreven door wie het vroeg." in guardian and "KANARIE" not in guardian
    )  # the child's own decision and words
    assert "De jongere beslist niet alleen" in send(
        client, url_of(world, rest=f"{ask(world).public_id}/"), 422, decision="yes"
    )


def test_taking_back_is_refused_at_the_next_request_and_told(world, client_of) -> None:
    consent = represented(world, ask(world, categories=["reception"]))
    care, child = client_of("care"), world.children[YOUNG].public_id
    assert care.get(f"/jongeren/{child}/").status_code == 200
    guardian, url = client_of("legal_representative"), url_of(world, rest=f"{consent.public_id}/intrekken/")
    assert "ziet meteen niets meer" in guardian.get(url).content.decode()
    send(guardian, url, 302)
    assert care.get(f"/jongeren/{child}/").status_code == 404
    told = care.get("/vandaag/").content.decode()
    assert "is ingetrokken" in told and "Saleh" not in told and child not in told
    receipts = set(re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", told))
    assert receipts <= set(
        re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", guardian.get(url_of(world)).content.decode())
    )
    assert len(receipts) == 2
    notice = re.search(r'action="(/berichten/[^"]*/)"', told)[1]
    assert client_of("school").post(notice).status_code == 404
    assert care.get(notice).status_code == 405
    while found := re.search(r'action="(/berichten/[^"]*/)"', care.get("/vandaag/").content.decode()):
        send(care, found[1], 302)
    assert "Berichten" not in care.get("/vandaag/").content.decode()


def test_ids_of_others_are_not_there(world, client_of) -> None:
    consent, other = ask(world), url_of(world, "alleen-jaar")
    for client in (client_of("reception"), client_of("legal_representative")):
        for rest in (f"{consent.public_id}/", f"{consent.public_id}/intrekken/", "zzzzzzzzzzzzzz/"):
            assert client.get(other + rest).status_code == client.post(other + rest).status_code == 404


def test_what_ends_soon_stands_on_vandaag(world, visit) -> None:
    import datetime

    assert "Toestemming loopt af" not in visit("reception")("/vandaag/").content.decode()
    represented(world, ask(world, until_on=datetime.date(2026, 10, 1)))
    for role, shown in (("reception", True), ("care", True), ("school", False)):
        assert ("Toestemming loopt af" in visit(role)("/vandaag/").content.decode()) == shown


def test_vandaag_takes_the_same_number_of_queries(world, visit, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get = visit("reception")
    get("/vandaag/")
    with CaptureQueriesContext(connection) as without:
        get("/vandaag/")
    open_glass(world)
    represented(world, ask(world))
    with CaptureQueriesContext(connection) as before:
        get("/vandaag/")
    for _ in range(3):
        represented(world, ask(world))
    with CaptureQueriesContext(connection) as after:
        get("/vandaag/")
    assert len(after) == len(before) <= len(without) + 2


def test_a_missing_agreement_is_named(world, visit) -> None:
    represented(world, ask(world))
    url = f"/jongeren/{world.children[YOUNG].public_id}/"
    text = "nodig die er nu niet is: Afspraak over delen met jeugdwerk en zorg."
    assert text in visit("care")(url).content.decode() and text not in visit("school")(url).content.decode()
    note_agreement(world)
    assert text not in visit("care")(url).content.decode()


NASTY = ["\x00", "a\x00b", "' OR 1=1 --", "x" * 6000, "\ud7ff\u202e", "-1", "[]", "<script>", "9" * 40, "31-12-9999"]


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_is_typed_breaks_a_form_or_is_lost_half(world, client_of, nasty) -> None:
    from leerrecht.grants.models import Agreement, Consent, Opening

    consent = ask(world)
    tried = [
        ("reception", url_of(world, rest="vragen/"), form(world)),
        (
            "legal_representative",
            url_of(world, rest=f"{consent.public_id}/"),
            dict.fromkeys(("decision", "child_wish"), ""),
        ),
        ("stranger", "/noodinzage/", dict.fromkeys(("number", "given_names", "family_name", "born_on", "reason"), "")),
        ("privacy_officer", "/afspraken/nieuw/", dict.fromkeys(("code", "parties", "categories", "ends_on"), "")),
        ("policy", "/verzoek/", {"body": "", "words": ""}),
    ]
    for role, url, typed in tried:
        client = client_of(role)
        for name in typed:
            answer = client.post(url, {**typed, name: nasty})
            assert answer.status_code in (200, 302, 422), (url, name)
            assert "<script>" not in answer.content.decode()
        assert client.get(url, {"team": nasty, "na": nasty}).status_code == 200
    assert not Opening.objects.exists() and not Agreement.objects.exists()
    kept = Consent.objects.values_list("asked_words", "language", "interpreter")
    assert all("\x00" not in text for row in kept for text in row)


def test_no_team_where_children_live_is_among_the_receivers(world, client_of, visit) -> None:
    """The name of a team at a protected place, and who works there, is nobody's to read in a list; nor is it told by what the
    list leaves out, so no team where children live is in it.
    """
    from leerrecht.chain.models import Location, Membership, Professional, Team

    shelter = Location.objects.create(name="KANARIE-HUIS", municipality="Veenmeer")
    closed = Team.objects.create(
        organisation=world.organisations["COA"], name="Team KANARIE-HUIS", role="reception", location=shelter
    )
    person = Professional.objects.create(name="KANARIE-MENTOR", function="mentor")
    Membership.objects.create(professional=person, team=closed, valid_from=ON)
    url = url_of(world, rest="vragen/")
    get = visit("legal_representative")
    assert "KANARIE" not in get(url).content.decode()
    shown = get(url).content.decode()
    assert "Team Zandakker" not in shown and "Teams van een opvanglocatie staan er niet bij" in shown
    assert "KANARIE" not in get(f"{url}?team={closed.public_id}").content.decode()
    page = send(client_of("legal_representative"), url, 200, **form(world, team=closed.public_id, do="words"))
    assert "KANARIE" not in page
