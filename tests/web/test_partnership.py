"""Samenwerken by the client: who finds it, what a member reads, forms with every fault, agreeing, comparing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from leerrecht.web.partnership.ways import way_of
from leerrecht.web.partnership.wording import town_words
from leerrecht.web.words import book
from tests.operations.builders import hidden_values, send
from tests.partnership.builders import (
    MEMBERS,
    ROLE_OF,
    adopted,
    begin,
    code,
    consult,
    fresh,
    mandate,
    mandates,
    overview,
    propose,
    together,
)  # fmt: skip
from tests.web.conftest import check_whole, only_reading
from tests.world import World, make_chain

pytestmark = pytest.mark.database
HERE = "/samenwerken/"
ROLES = ("policy", "reception")


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def client_of(world):
    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


@pytest.fixture
def read(client_of):
    """Get a page as somebody, whole and without any write."""

    def get(role, url, status=200):
        client = client_of(role)
        with only_reading():
            answer = client.get(url)
        assert answer.status_code == status, (url, answer.status_code)
        check_whole(answer)
        return answer.content.decode()

    return get


def full(world):
    made = together(world)
    mandates(world, made)
    adopted(world, made)
    consult(world, made)
    return made


def addresses(made):
    base = f"{HERE}{made.public_id}/"
    member, found = made.members.first().public_id, made.consultations.first()
    return {
        "reading": [base, f"{base}taken/1/", f"{base}overleg/{found.public_id}/"],
        "keeping": [
            f"{base}wijzigen/", f"{base}leden/nieuw/", f"{base}leden/{member}/", f"{base}mandaten/nieuw/",
            f"{base}mandaten/{made.mandates.first().public_id}/", f"{base}overleg/nieuw/", f"{base}taken/voorstel/",
        ],
    }  # fmt: skip


def every(made):
    return [url for urls in addresses(made).values() for url in urls]


# --- who ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_page_is_whole_in_both_languages(world, read, lang) -> None:
    made = full(world)
    pages = [HERE, f"{HERE}nieuw/", f"{HERE}vergelijken/", *every(made)]
    for url in pages:
        text = read("policy", lang + url)
        assert ("Samenwerken" in text) == (lang == "")


@pytest.mark.parametrize("role", ["reception", "legal_representative", "school", "compulsory_education"])
def test_a_member_reads_all_of_it_and_changes_nothing(world, read, client_of, role) -> None:
    made = full(world)
    for url in addresses(made)["reading"]:
        text = read(role, url)
        assert (
            not re.search(r"samenwerken/\w+/(\w+/)?(wijzigen|nieuw|voorstel)/", text) and "Haal dit overleg" not in text
        )
    for url in addresses(made)["keeping"]:
        read(role, url, 404)
        send(client_of(role), url, 404)
    send(client_of(role), addresses(made)["reading"][2], 404)
    read(role, f"{HERE}nieuw/", 404)


@pytest.mark.parametrize("role", ["care", "ggd"])
def test_to_others_it_isn_t_there(world, read, client_of, role) -> None:
    made = full(world)
    nothing = read(role, f"{HERE}abcdefghjkmnpq/", 404).replace("abcdefghjkmnpq", made.public_id)
    for url in every(made):
        text = read(role, url, 404)
        assert made.name not in text
        send(client_of(role), url, 404, do="agree")
    request_ids = re.compile(r"\b[0-9a-f]{8}\b")
    theirs = read(role, f"{HERE}{made.public_id}/", 404)
    assert request_ids.sub("", theirs) == request_ids.sub("", nothing)
    assert "Jouw organisatie doet nog nergens aan mee" in read(role, HERE) and f'href="{HERE}"' not in read(
        role, "/vandaag/"
    )


def test_members_find_it_in_the_menu_and_the_policy_lead_first(world, read) -> None:
    made = together(world)
    for role in ("policy", "reception", "school"):
        assert f'href="{HERE}"' in read(role, "/vandaag/")
    today = read("policy", "/vandaag/")
    assert today.index(made.name) < today.index("<table") and "te regelen" in today
    assert f'href="{HERE}"' not in read("care", "/vandaag/")


def test_nobody_reads_it_without_signing_in(world) -> None:
    made = begin(world)
    assert Client().get(f"{HERE}{made.public_id}/").status_code == 302


# --- is it in order? ---------------------------------------------------------------------------------------------------


def test_what_isn_t_in_order_stands_first_with_its_source(world, read) -> None:
    made = together(world)
    text = read("school", f"{HERE}{made.public_id}/")
    assert "COA heeft geen contactpersoon." in text and "Niemand mag beslissen over: Onderwijs; Wonen en opvang" in text
    assert "Of het is gehouden, weten wij niet." in text and "art. 9.3c" in text
    assert text.index("Nog te regelen") < text.index("Leden en contactpersonen")


def test_a_page_costs_the_same_with_400_children_in_its_municipalities(
    world, client_of, django_assert_max_num_queries
) -> None:
    from leerrecht.records.models import Child, Stay
    from tests.world import AT

    made = full(world)
    children = Child.objects.bulk_create(
        Child(reference=f"kind {n}", origin=world.organisations["COA"]) for n in range(400)
    )
    Stay.objects.bulk_create(
        Stay(child=child, municipality="Zandakker", recorded_at=AT, source=world.organisations["COA"])
        for child in children
    )
    client = client_of("policy")
    for url in addresses(made)["reading"]:
        with django_assert_max_num_queries(26):
            assert client.get(url).status_code == 200


# --- forms -------------------------------------------------------------------------------------------------------------


def test_a_partnership_is_begun_and_built_in_the_browser(world, client_of, read) -> None:
    client = client_of("policy")
    to = send(client, f"{HERE}nieuw/", 302, name="Samen", towns="Zandakker\nKreekrijk", phase="starting")
    base = to.partition("?")[0]
    assert "Het samenwerkingsverband is begonnen." in client.get(to).content.decode()
    for name in MEMBERS:
        send(client, f"{base}leden/nieuw/", 302, organisation=code(world, name), valid_from="1-9-2026")
    member = re.search(rf"{base}leden/(\w+)/[^>]*>Verander<span class=\"lr-hidden\">: COA", read("policy", base))[1]
    form = hidden_values(read("policy", f"{base}leden/{member}/"), "Bewaar de contactpersoon")
    person = world.accounts["reception"].professional.public_id
    send(client, form["action"], 302, seen=form["seen"], do="contact", contact=person)
    assert "Test reception, test reception" in read("reception", base)
    given = {"domain": "cooperation", "decides": "taken", "up_to": "alles", "valid_from": "1-9-2026", "valid_to": ""}
    for name in ("Gemeente Zandakker", *MEMBERS):
        who = f"{code(world, name)}.{world.accounts[ROLE_OF[name]].professional.public_id}"
        send(client, f"{base}mandaten/nieuw/", 302, person=who, **given)
    filled = read("policy", f"{base}taken/voorstel/")
    coa = code(world, "COA")
    assert f'<option value="{coa}" selected>COA</option>' in filled
    lines = {"mentor": coa, "mentor.foster": code(world, "Nidos"), "juggling": coa}
    to = send(client, f"{base}taken/voorstel/", 302, seen="0", starts_on="15-9-2026", why="Nieuw.", **lines)
    for role in ROLE_OF.values():
        assert "Ga akkoord namens" in read(role, f"{base}taken/1/")
        to = send(client_of(role), f"{base}taken/1/", 302, do="agree")
    assert to.endswith("gedaan=tasks_adopted")
    text = read("school", f"{base}taken/1/")
    assert "Geldt nu" in text and "Opvanggezin: Nidos" in text and "Ga akkoord" not in text


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("wijzigen/", {"name": "", "towns": "", "phase": "x"}, ["een naam", "minstens één gemeente", "in welke fase"]),
        ("leden/nieuw/", {"organisation": "", "valid_from": "x"}, ["Kies een organisatie", "datum"]),
        (
            "mandaten/nieuw/",
            {"person": "", "domain": "", "decides": "", "up_to": "", "valid_from": "", "valid_to": "31-6-2026"},
            ["Kies iemand", "Kies een leefgebied", "waarover", "tot hoever", "vanaf welke dag", "bestaat niet"],
        ),
        (
            "overleg/nieuw/",
            {"held_on": "", "places": "", "enrolment": "", "learning_line": ""},
            [
                "wanneer het was",
                "minstens de gemeente",
                "plekken op school",
                "over inschrijven",
                "doorlopende leerlijn",
            ],
        ),
        (
            "taken/voorstel/",
            {"starts_on": "x", "why": "", "seen": "0"},
            ["datum", "Schrijf op waarom", "minstens één taak"],
        ),
    ],
)
def test_every_fault_is_said_at_once_and_what_was_typed_stays(world, client_of, path, typed, said) -> None:
    made = together(world)
    more = {"seen": str(fresh(made).version)} if path == "wijzigen/" else {}
    text = send(client_of("policy"), f"{HERE}{made.public_id}/{path}", 422, **{**more, **typed})
    summary = text[text.index("lr-errors") :][: text[text.index("lr-errors") :].index("</ul>")]
    assert all(each in summary for each in said), summary
    assert summary.count("<li>") == len(said)
    for field in re.findall(r'href="#([\w.]+)"', summary):
        assert f'id="{field}"' in text, field


def test_whoever_changes_what_was_changed_sees_both(world, client_of) -> None:
    made = begin(world)
    client, url = client_of("policy"), f"{HERE}{made.public_id}/wijzigen/"
    typed = {"seen": "1", "towns": "Zandakker"}
    send(client, url, 302, name="Eerste", phase="growing", **typed)
    text = send(client, url, 409, name="Tweede", phase="settled", **typed)
    assert "Nu staat er: Eerste. Fase: In opbouw." in text and 'value="Tweede"' in text
    seen = hidden_values(text, "Bewaar")["seen"]
    send(client, url, 302, **{**typed, "seen": seen, "name": "Tweede", "phase": "settled"})
    assert fresh(made).name == "Tweede"
    send(client, url, 409, name="Derde", phase="settled", towns="Zandakker", seen="x")


def test_whoever_proposes_beside_another_proposal_loses_nothing(world, client_of) -> None:
    made = together(world)
    propose(world, made)
    url = f"{HERE}{made.public_id}/taken/voorstel/"
    typed = {"seen": "0", "starts_on": "1-10-2026", "why": "Anders.", "medical": code(world, "Nidos")}
    text = send(client_of("policy"), url, 409, **typed)
    assert "Anders." in text and f"{HERE}{made.public_id}/taken/1/" in text
    assert f'<option value="{code(world, "Nidos")}" selected>Nidos</option>' in text
    assert hidden_values(text, "Leg voor aan de leden")["seen"] == "1"


def test_a_contact_and_an_end_are_refused_beside_their_field(world, client_of) -> None:
    made = together(world)
    url = f"{HERE}{made.public_id}/leden/{made.members.get(organisation__name='COA').public_id}/"
    client, seen = client_of("policy"), str(fresh(made).version)
    assert "bij dit lid werkt" in send(client, url, 422, do="contact", contact="nobody", seen=seen)
    assert "niet vóór vandaag" in send(client, url, 422, do="end", valid_to="1-9-2026", seen=seen)
    assert "Iemand anders heeft" in send(client, url, 409, do="end", valid_to="1-10-2026", seen="1")
    send(client, url, 302, do="end", valid_to="1-10-2026", seen=seen)
    assert "tot do 1 oktober" in client.get(f"{HERE}{made.public_id}/").content.decode()


def test_a_mandate_ends_and_a_consultation_is_taken_back(world, client_of, read) -> None:
    made = full(world)
    client, base = client_of("policy"), f"{HERE}{made.public_id}/"
    held = made.mandates.get(organisation__name="COA")
    form = hidden_values(read("policy", f"{base}mandaten/{held.public_id}/"), "Laat het eindigen")
    assert "niet vóór vandaag" in send(client, form["action"], 422, seen=form["seen"], valid_to="1-9-2026")
    send(client, form["action"], 409, seen="1", valid_to="15-9-2026")
    send(client, form["action"], 302, seen=form["seen"], valid_to="15-9-2026")
    read("policy", f"{base}mandaten/{held.public_id}/", 404)
    talk = f"{base}overleg/{made.consultations.get().public_id}/"
    assert "Twee groepen erbij." in read("school", talk)
    send(client, talk, 302)
    read("school", talk, 404)


# --- agreeing, comparing -----------------------------------------------------------------------------------------------


def test_without_a_mandate_the_page_says_so_and_agrees_to_nothing(world, client_of, read) -> None:
    made = together(world)
    propose(world, made)
    url = f"{HERE}{made.public_id}/taken/1/"
    assert "kan alleen iemand akkoord gaan met een mandaat" in read("reception", url)
    assert "geen mandaat" in send(client_of("reception"), url, 422, do="agree")
    assert "Ga akkoord" not in read("compulsory_education", url)
    mandate(world, made, "COA")
    send(client_of("reception"), url, 302, do="agree")
    assert "al akkoord" in send(client_of("reception"), url, 422, do="agree")
    assert send(client_of("reception"), url, 200, do="dance")
    send(client_of("reception"), url, 404, do="withdraw")
    send(client_of("policy"), url, 302, do="withdraw")
    assert "staat niet meer open" in send(client_of("reception"), url, 422, do="agree")


@pytest.mark.parametrize("number", ["0", "9", "x", "1234567", "-1"])
def test_a_version_that_isn_t_there_is_no_page(world, read, number) -> None:
    read("policy", f"{HERE}{full(world).public_id}/taken/{number}/", 404)


def test_two_versions_side_by_side_mark_what_differs(world, read) -> None:
    made = full(world)
    adopted(world, made, lines={("mentor", ""): code(world, "Nidos")})
    keys = [f"{made.public_id}.{number}" for number in (1, 2)]
    text = read("school", f"{HERE}vergelijken/?een={keys[0]}&ander={keys[1]}")
    assert "2 taken verschillen." in text and text.count("Verschilt") == 2
    assert "COA; Opvanggezin: Nidos" in text
    assert "verschilt" not in read("school", f"{HERE}vergelijken/?een={keys[0]}&ander=x")
    assert made.name not in read("care", f"{HERE}vergelijken/?een={keys[0]}&ander={keys[1]}")


def test_each_point_leads_to_where_it_is_arranged(world, read, client_of) -> None:
    made = together(world)
    mandate(world, made, "COA")
    propose(world, made)
    asked = {
        role: read(role, f"{HERE}{made.public_id}/").split('id="regelen"')[1].split("</section>")[0] for role in ROLES
    }
    for role, text in asked.items():
        ways = re.findall(r'<p><a href="([^"]+)">[^<]+</a></p>', text)
        assert ways, role
        assert {client_of(role).get(way).status_code for way in ways if way.startswith("/")} == {200}
    assert "/mandaten/nieuw/" in asked["policy"] and "/mandaten/nieuw/" not in asked["reception"]
    assert "/ambitie/voorstel/" in asked["policy"] and "/ambitie/voorstel/" not in asked["reception"]


def test_no_point_is_without_a_way_for_who_keeps_the_partnership(world) -> None:
    made = together(world)
    propose(world, made)
    kinds = {key.split(".")[2] for key in book().texts if key.startswith("partnership.point.")}
    assert len(kinds) > 20
    assert [kind for kind in kinds if way_of(kind, overview(made), "nl", may_keep=True) == ("", "")] == ["joined_later"]


@pytest.mark.parametrize(
    ("towns", "said"),
    [(("Veenmeer",), "Gemeente: Veenmeer"), (("A", "B"), "Gemeenten: A, B"), ((), "Nog geen gemeente")],
)
def test_one_municipality_is_no_plural(towns, said) -> None:
    assert town_words(towns, "nl") == said
