"""The pages of rights: for who represents a young person, for who may correct, and for who sees to requests and terms."""

from __future__ import annotations

import json
import re

import pytest

from leerrecht.audit.models import Reading
from leerrecht.operations.requests import ask
from leerrecht.records.models import FACT, Child
from leerrecht.rights.models import Erasure, Hold, Request
from tests.operations.builders import NOW, actor_of, child_of, send, shared_child
from tests.rights.builders import hold, officer_of, old_record

PRIVACY = ("/privacy/verzoeken/", "/privacy/bewaren/")


@pytest.fixture
def guardian(world):
    return actor_of(world, "legal_representative")


def at(child, rest=""):
    return f"/jongeren/{child.public_id}/rechten/{rest}"


def names_in(page):
    return set(re.findall(r'name="([a-z]+)"', page))


def test_a_representative_takes_the_whole_record_along(world, visit, guardian):
    child = child_of(world, guardian)
    get = visit("legal_representative")
    assert at(child) in get(f"/jongeren/{child.public_id}/").content.decode()
    get(at(child))
    pdf, data = get(at(child, "meenemen/pdf/")), get(f"/en{at(child, 'meenemen/json/')}")
    assert pdf.content.startswith(b"%PDF-") and pdf.headers["Content-Type"] == "application/pdf"
    named = f'attachment; filename="leerrecht-{child.public_id}-2026-09-15.pdf"'
    assert pdf.headers["Content-Disposition"] == named
    assert json.loads(data.content)["child"] == child.public_id
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in (pdf, data))
    assert Reading.objects.filter(name="record").count() == 2
    get(at(child, "meenemen/exe/"), 404)


@pytest.mark.parametrize("role", ["reception", "school", "compulsory_education", "care", "policy", "privacy_officer"])
def test_for_others_there_is_no_such_page(world, visit, guardian, role):
    get = visit(role)
    nothing = get("/jongeren/nietbestaand22/rechten/", 404).content
    children = list(world.children.values())
    for child in children[:3]:
        for rest in ("", "meenemen/pdf/", "meenemen/json/", "vragen/", "verzoek/nietbestaand22/"):
            strip = re.compile(rb'(hx-headers|value)="[^"]*"|href="[^"]*"')
            assert strip.sub(b"", get(at(child, rest), 404).content) == strip.sub(b"", nothing)


@pytest.mark.parametrize("role", ["legal_representative", "reception", "school", "policy", "compulsory_education"])
def test_the_pages_of_the_privacy_officer_are_not_there_for_others(world, visit, role):
    get = visit(role)
    child = next(iter(world.children.values()))
    for url in (*PRIVACY, f"/privacy/bewaren/{child.public_id}/", f"/privacy/bewaren/{child.public_id}/wissen/"):
        get(url, 404)
        assert get.client.post(url, {"doe": "place", "reden": "iets"}).status_code == 404
    assert Hold.objects.count() == 0


def test_asking_and_reading_the_answer(world, visit, guardian):
    child = child_of(world, guardian)
    get = visit("legal_representative")
    page = get(at(child, "vragen/")).content.decode()
    assert {"soort", "over", "woorden"} <= names_in(page)
    fact = FACT["children"].objects.get(child=child, retracted_at=None)
    typed = {"soort": "correction", "over": f"children/{fact.public_id}", "woorden": "Mijn naam is <b>anders</b>."}
    wrong = send(get.client, at(child, "vragen/"), 422, **{**typed, "woorden": "", "soort": ""})
    assert 'href="#soort"' in wrong and f'value="children/{fact.public_id}" selected' in wrong
    assert 'href="#woorden"' in send(get.client, at(child, "vragen/"), 422, **{**typed, "woorden": " "})
    assert send(get.client, at(child, "vragen/"), 302, **typed).endswith("?gedaan=right_asked")
    shown = get(at(child)).content.decode()
    assert "&lt;b&gt;anders&lt;/b&gt;" in shown and "15 oktober 2026" in shown
    made = Request.objects.get()
    officer = visit("privacy_officer")
    assert made.public_id in officer(PRIVACY[0]).content.decode()
    one = f"/privacy/verzoeken/{made.public_id}/"
    officer(one)
    send(officer.client, one, 422, antwoord="", woorden="Nee")
    send(officer.client, one, 302, antwoord="refused", woorden="Dit klopt volgens ons.")
    officer(one)
    answered = visit("legal_representative")(at(child)).content.decode()
    assert "Dit klopt volgens ons." in answered and "Autoriteit Persoonsgegevens" in answered


def test_a_correction_is_granted_by_who_may_record_it_and_leads_to_the_form(world, visit, guardian):
    child = shared_child(world, "legal_representative", "reception", "school")
    fact = FACT["children"].objects.get(child=child, retracted_at=None)
    made = ask(
        actor=guardian, at=NOW, child=child.public_id, kind="correction", words="Klopt niet.", table="children",
        fact=fact.public_id,
    )  # fmt: skip
    url = at(child, f"verzoek/{made.public_id}/")
    visit("school")(url, 404)
    get = visit("reception")
    assert url in get(f"/jongeren/{child.public_id}/").content.decode()
    assert "Klopt niet." in get(url).content.decode()
    send(get.client, url, 422, antwoord="granted", woorden="")
    location = send(get.client, url, 302, antwoord="granted", woorden="Wij verbeteren het.")
    assert location == f"/jongeren/{child.public_id}/feit/children/{fact.public_id}/?gedaan=request_answered"
    get(location)


def test_an_objection_marks_the_page_without_its_words(world, visit, guardian):
    child = shared_child(world, "legal_representative", "reception", "school")
    ask(actor=guardian, at=NOW, child=child.public_id, kind="objection", words="GEHEIM-WOORD")
    for role in ("legal_representative", "reception", "school"):
        page = visit(role)(f"/jongeren/{child.public_id}/").content.decode()
        assert "Er is bezwaar gemaakt" in page and "GEHEIM-WOORD" not in page


def test_what_has_passed_its_term_is_shown_kept_and_erased(world, visit):
    child = old_record(world, reference="KANARIE")
    get = visit("privacy_officer")
    page = get(PRIVACY[1]).content.decode()
    assert child.public_id in page and "KANARIE" not in page
    one, away = (f"/privacy/bewaren/{child.public_id}/{rest}" for rest in ("", "wissen/"))
    shown = get(one).content.decode()
    assert "KANARIE" not in shown and away in shown
    send(get.client, one, 422, doe="place", reden="")
    send(get.client, one, 302, doe="place", reden="Klacht loopt")
    assert "Klacht loopt" in get(one).content.decode()
    get(away, 404)
    send(get.client, one, 302, doe="lift", hold=Hold.objects.get().public_id)
    assert "Dit kan niet terug" in get(away).content.decode()
    assert 'href="#zeker"' in send(get.client, away, 422, grond="Termijn voorbij")
    assert 'href="#grond"' in send(get.client, away, 422, grond="", zeker="on")
    assert Child.objects.filter(pk=child.pk).exists()
    send(get.client, away, 302, grond="Termijn voorbij", zeker="on")
    assert "Termijn voorbij" in get(PRIVACY[1]).content.decode()
    assert Erasure.objects.count() == 1
    get(one, 404)
    get(away, 404)
    nothing = visit("legal_representative")("/jongeren/nietbestaand22/", 404).content
    strip = re.compile(rb'(hx-headers|value)="[^"]*"|href="[^"]*"')
    gone = get.client.get(f"/jongeren/{child.public_id}/")
    assert gone.status_code == 404 and strip.sub(b"", gone.content) == strip.sub(b"", nothing)


def test_a_part_is_erased_after_a_question(world, visit):
    child = old_record(world)
    url = f"/privacy/bewaren/{child.public_id}/wissen/reception/coa/"
    get = visit("privacy_officer")
    assert url in get(f"/privacy/bewaren/{child.public_id}/").content.decode()
    get(url)
    send(get.client, url, 422, grond="Termijn voorbij")
    send(get.client, url, 302, grond="Termijn voorbij", zeker="on")
    assert FACT["stays"].objects.filter(child=child).count() == 0
    get(url, 404)
    for other in ("identity/coa/", "reception/nidos/", "shoes/coa/"):
        get(f"/privacy/bewaren/{child.public_id}/wissen/{other}", 404)


def test_a_record_is_found_by_its_code_only(world, visit):
    child = next(iter(world.children.values()))
    get = visit("privacy_officer")
    assert send(get.client, PRIVACY[1], 302, code=f" {child.public_id} ") == f"/privacy/bewaren/{child.public_id}/"
    for code in ("", "nietbestaand22", "%", "x" * 500, "\x00", "Yonas"):
        assert "Er is geen dossier met deze code." in send(get.client, PRIVACY[1], 422, code=code)
    for value in ("nietbestaand22", "\x00", ""):
        url = f"/privacy/bewaren/{child.public_id}/"
        assert get.client.post(url, {"doe": "lift", "hold": value}).status_code == 404
    current = get(f"/privacy/bewaren/{child.public_id}/").content.decode()
    assert "kan nu niet worden gewist" in current
    get(f"/privacy/bewaren/{child.public_id}/wissen/", 404)
    assert (
        get.client.post(f"/privacy/bewaren/{child.public_id}/wissen/", {"grond": "weg", "zeker": "on"}).status_code
        == 404
    )


def test_reading_about_a_record_is_noted_for_the_officer_too(world, visit):
    child = old_record(world)
    hold(officer_of(world), child)
    visit("privacy_officer")(PRIVACY[1])
    assert Reading.objects.get(name="retention").ground == "duty"


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_page_speaks_both_languages(world, visit, guardian, lang):
    child = child_of(world, guardian)
    made = ask(actor=guardian, at=NOW, child=child.public_id, kind="erasure", words="Weg.")
    get = visit("legal_representative")
    for rest in ("", "vragen/"):
        get(lang + at(child, rest))
    old = old_record(world)
    get = visit("privacy_officer")
    for url in (*PRIVACY, f"/privacy/verzoeken/{made.public_id}/", f"/privacy/bewaren/{old.public_id}/"):
        get(lang + url)
