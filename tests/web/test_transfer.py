"""Overdracht by the client: the whole way by two schools and a guardian, what each may press, and what nobody else sees."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from leerrecht.operations import transfers
from leerrecht.queries.facts import standing
from leerrecht.queries.signals import signal_id
from tests.operations.builders import send
from tests.operations.transferring import DAY, NEXT, ON, OWN, add, make_move


@pytest.fixture
def move(world):
    return make_move(world)


@pytest.fixture
def client_of(world):
    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


def base(move, rest="") -> str:
    return f"/jongeren/{move.child.public_id}/overdracht/{rest}"


def buttons(page: str) -> set[str]:
    return set(re.findall(r'name="doe" value="(\w+)"', page))


def test_the_whole_way_by_its_pages(move, client_of) -> None:
    school, guardian, receiving = (client_of(role) for role in ("school", "legal_representative", "receiving"))
    form = {"to_school": move.receiving.public_id, "told_on": "14-9-2026"}
    url = send(school, base(move, "nieuw/"), 302, **form).partition("?")[0]
    assert "Wordt voorbereid" in school.get(url).content.decode()
    page = send(school, url, 422, doe="send")
    assert (
        "De jongere heeft het dossier nog niet ingezien" in page
        and "vertegenwoordiger heeft het dossier nog niet" in page
    )
    url = send(school, url, 302, doe="read_child").partition("?")[0]
    assert "Overdrachten die op jou wachten" in guardian.get("/vandaag/").content.decode()
    assert buttons(guardian.get(url).content.decode()) == {"read_representative"}
    url = send(guardian, url, 302, doe="read_representative").partition("?")[0]
    assert NEXT not in receiving.get("/vandaag/").content.decode()
    assert receiving.get(url).status_code == 404
    url = send(school, url, 302, doe="send").partition("?")[0]
    assert NEXT in receiving.get("/vandaag/").content.decode()
    page = receiving.get(url).content.decode()
    assert buttons(page) == {"receive", "accept", "refuse"}
    url = send(receiving, url, 302, doe="receive").partition("?")[0]
    page = send(receiving, url, 422, doe="accept", kind="", started_on="x")
    assert "Deze dag kunnen we niet lezen" in page
    url = send(receiving, url, 302, doe="accept", kind="pro", started_on="21-9-2026").partition("?")[0]
    assert "Geaccepteerd" in receiving.get(url).content.decode()
    assert buttons(receiving.get(url).content.decode()) == set()
    assert NEXT in receiving.get(f"/jongeren/{move.child.public_id}/").content.decode()


def test_a_refusal_needs_a_reason_and_closes_the_page(move, client_of) -> None:
    url = base(move, f"{move.send().public_id}/")
    receiving = client_of("receiving")
    assert "Schrijf in een paar woorden waarom" in send(receiving, url, 422, doe="refuse", reason="")
    assert send(receiving, url, 302, doe="refuse", reason="Er is geen plek.").startswith("/overdrachten/")
    assert receiving.get(url).status_code == receiving.get(base(move)).status_code == 404
    page = client_of("school").get(base(move)).content.decode()
    assert "Er is geen plek." in page and "Geweigerd" in page and "nieuw/" in page


def test_a_former_address_leads_on_and_who_was_second_sees_how_it_stands(move, client_of) -> None:
    sent = base(move, f"{move.send().public_id}/")
    receiving = client_of("receiving")
    new = send(receiving, sent, 302, doe="receive").partition("?")[0]
    assert new != sent and receiving.get(sent)["Location"] == new
    page = send(receiving, sent, 422, doe="receive")
    assert "Iemand anders was je voor" in page and "Ontvangen" in page
    assert "Iemand anders was je voor" in send(receiving, new, 422, doe="dance")


def test_the_file_as_pdf_and_json(move, client_of) -> None:
    add(move.child, "assessments", domain="dutch", level="A1", school=OWN, taken_on=ON)
    url = base(move, f"{move.send().public_id}/")
    for role in ("school", "receiving", "legal_representative"):
        client = client_of(role)
        answer = client.get(f"{url}json/")
        assert answer["Content-Disposition"] == f'attachment; filename="overdracht-{move.child.public_id}-{ON}.json"'
        content = json.loads(answer.content)
        assert content["tests"][-1]["level"] == "A1" and content["to_school"] == NEXT
        answer = client.get(f"{url}pdf/")
        assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
        assert client.get(f"{url}xml/").status_code == 404
    for role in ("reception", "compulsory_education", "other", "care"):
        assert client_of(role).get(f"{url}json/").status_code == 404, role


@pytest.mark.parametrize("role", ["reception", "other", "care", "policy", "compulsory_education"])
def test_who_is_no_party_prepares_nothing_and_takes_no_step(move, client_of, role) -> None:
    url = base(move, f"{move.send().public_id}/")
    client = client_of(role)
    assert client.get(base(move, "nieuw/")).status_code == 404
    for doing in ("send", "accept", "refuse", "withdraw", "read_child", "told"):
        typed = {"doe": doing, "kind": "pro", "reason": "waarom", "withdraw_reason": "waarom", "told_on": "14-9-2026"}
        assert client.post(url, typed).status_code == 404, doing
    assert [each.decision for each in move.standing()] == [""]


def test_pages_change_nothing_and_are_logged(move, visit) -> None:
    from leerrecht.audit.models import Reading

    sent = move.send()
    for role, url in (
        ("receiving", base(move, f"{sent.public_id}/")), ("school", base(move)), ("receiving", "/overdrachten/"),
        ("receiving", f"/jongeren/{move.child.public_id}/"), ("receiving", f"/jongeren/{move.child.public_id}/feiten/"),
        ("receiving", "/vandaag/"), ("receiving", "/jongeren/"),
    ):  # fmt: skip
        for lang in ("", "/en"):
            visit(role)(f"{lang}{url}")
    grounds = set(Reading.objects.filter(activity__gt="").values_list("name", "ground"))
    assert ("transfer_file", "transfer_file") in grounds and {
        ground for name, ground in grounds if name == "transfer"
    } >= {"task", "transfer_file"}


def test_a_receiving_school_is_in_no_export_and_adds_nothing(move, client_of) -> None:
    move.send()
    receiving = client_of("receiving")
    assert receiving.get(f"/jongeren/{move.child.public_id}/feit/").status_code == 404
    assert receiving.get(f"/jongeren/{move.child.public_id}/feit/enrolments/").status_code == 404
    answer = receiving.get("/importeren/uitvoer/")
    assert answer.status_code in (200, 404)
    assert move.child.reference.encode() not in answer.content


def test_what_changed_after_it_was_read_is_asked_again_by_a_button(move, client_of) -> None:
    from tests.operations.transferring import NOW, put_now

    move.prepare()
    move.inspect()
    url, school = base(move, f"{move.now}/"), client_of("school")
    assert buttons(school.get(url).content.decode()) == {"send", "withdraw"}
    put_now(move.child, "schoolings", at=NOW + DAY, support="Steun bij lezen")
    page = school.get(url).content.decode()
    assert buttons(page) == {"reread", "withdraw"} and "Er is iets veranderd nadat" in page
    assert "Er is iets veranderd nadat" in send(school, url, 422, doe="send")
    new = send(school, url, 302, doe="reread").partition("?")[0]
    assert buttons(school.get(new).content.decode()) == {"read_child", "withdraw"}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_test_that_was_taken_over_asks_for_no_step(move, client_of, prefix) -> None:
    add(move.child, "assessments", domain="dutch", level="A1", school=OWN, taken_on=ON - 10 * DAY)
    page_url = f"{prefix}/jongeren/{move.child.public_id}/"
    url = base(move, f"{move.send().public_id}/")
    signal = signal_id(rule="continuity.retest", key="dutch")
    send(client_of("receiving"), url, 302, doe="accept", kind="pro", started_on="21-9-2026")
    for role in ("school", "receiving", "legal_representative"):
        client = client_of(role)
        page = client.get(page_url).content.decode()
        assert f"/waarom/{signal}/" in page and f"/stap/{signal}/" not in page, role
        assert f"/stap/{signal}/" not in client.get(f"{prefix}/vandaag/").content.decode()
        assert "/stap/" not in client.get(f"{page_url}waarom/{signal}/").content.decode(), role
        assert client.get(f"{page_url}stap/{signal}/")["Location"] == f"{page_url}waarom/{signal}/"


def test_a_test_that_can_still_be_taken_over_offers_a_step(move, client_of) -> None:
    add(move.child, "assessments", domain="dutch", level="A1", school=OWN, taken_on=ON - 10 * DAY)
    add(move.child, "enrolments", school=NEXT, kind="pro", phase="waiting", requested_on=ON - DAY)
    signal = signal_id(rule="continuity.retest", key="dutch")
    page = client_of("school").get(f"/jongeren/{move.child.public_id}/waarom/{signal}/").content.decode()
    assert f"/stap/{signal}/" in page


def test_once_school_began_nobody_reads_that_the_child_still_waits(move, client_of, settings) -> None:
    """The child was asked a place here (examples/tsd) and at the next school; both requests were answered."""
    add(
        move.child, "enrolments", school=NEXT, municipality="Elders", kind="pro", phase="waiting", requested_on=ON - DAY
    )
    page_url = f"/jongeren/{move.child.public_id}/"
    assert f"Wacht op een plek: {NEXT}" in client_of("school").get(page_url).content.decode()
    url = base(move, f"{move.send().public_id}/")
    send(client_of("receiving"), url, 302, doe="accept", kind="pro", started_on="21-9-2026")
    settings.CLOCK_ON = "2026-09-21"
    for role in ("school", "receiving", "legal_representative"):
        for prefix, waits in (("", "wacht op een plek"), ("/en", "waiting for a place")):
            page = client_of(role).get(prefix + page_url).content.decode()
            assert waits not in page.lower(), (role, prefix)
            assert NEXT in page


def words_of(page: str) -> str:
    """Give what somebody reads on a page."""
    return re.sub(r"<[^>]+>", " ", page.partition("<main")[2])


@pytest.mark.parametrize(("prefix", "word"), [("", r"\bkind(eren)?\b"), ("/en", r"\bchild(ren)?\b")])
def test_who_works_with_the_file_reads_of_a_young_person(move, client_of, prefix, word) -> None:
    add(move.child, "schoolings", noted_on=ON - DAY, wishes="Bakker worden")
    url = prefix + base(move, f"{move.send().public_id}/")
    for role in ("school", "receiving", "legal_representative"):
        said = words_of(client_of(role).get(url).content.decode())
        assert "Bakker worden" in said and not re.search(word, said, re.I), role


@pytest.mark.parametrize("written", ["m", "V", "f", "x", "anders"])
def test_sex_is_said_in_words_on_the_page_and_on_paper(move, client_of, written) -> None:
    from leerrecht.queries.transfer_file import transfer_file
    from leerrecht.queries.transfers import find_passage
    from leerrecht.web.transfer.wording import file_parts

    said = {"m": ("Man", "Male"), "V": ("Vrouw", "Female"), "f": ("Vrouw", "Female"), "x": ("X", "X")}
    person = standing(table="children").get(child=move.child)
    type(person).objects.filter(pk=person.pk).update(sex=written)
    move.prepare()
    for prefix, lang, word in zip(("", "/en"), ("nl", "en"), said.get(written, ("anders", "anders")), strict=True):
        page = client_of("school").get(prefix + base(move, f"{move.now}/")).content.decode()
        assert f"<dd><bdi>{word}</bdi></dd>" in page, lang
        actor = move.actor("school")
        passage = find_passage(scope=actor.scope, viewer=actor.viewer, child=move.child.pk, public_id=move.now)
        made = transfer_file(scope=actor.scope, child=move.child, passage=passage, lang=lang)
        rows = [row for part in file_parts(made, lang) for entry in part["entries"] for row in entry["rows"]]
        assert word in [row["value"] for row in rows if row["label"] == {"nl": "Geslacht", "en": "Sex"}[lang]]
        assert made.content["pupil"]["sex"] == written, "the file for another system keeps its code"
        facts = client_of("school").get(f"{prefix}/jongeren/{move.child.public_id}/feiten/").content.decode()
        assert word in facts


@pytest.mark.parametrize(("prefix", "between"), [("", "van"), ("/en", "from")])
def test_after_a_name_and_a_colon_no_new_sentence_begins(move, client_of, prefix, between) -> None:
    move.send()
    for url in ("/vandaag/", "/overdrachten/"):
        page = client_of("receiving").get(prefix + url).content.decode()
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
        assert f": {between} {OWN} " in text, url
    alone = client_of("school").get(prefix + base(move)).content.decode()
    assert f">{between.capitalize()} {OWN} " in alone


@pytest.mark.parametrize(
    ("prefix", "alone", "some"),
    [("", "voor 1 jongere.", "van de {count} jongeren."), ("/en", "for 1 young person.", "of {count} young people.")],
)
def test_who_looks_after_one_young_person_reads_a_singular(move, client_of, prefix, alone, some) -> None:
    url = base(move, f"{move.send().public_id}/")
    send(client_of("receiving"), url, 302, doe="accept", kind="pro", started_on="14-9-2026")
    page = client_of("receiving").get(f"{prefix}/vandaag/").content.decode()
    assert alone in page and some.format(count=1) not in page
    page = client_of("legal_representative").get(f"{prefix}/vandaag/").content.decode()
    assert alone not in page and some.format(count=len(move.actor("legal_representative").scope.children)) in page


def primary(page: str) -> list[str]:
    """Give what is asked first: the buttons that stand out."""
    return re.findall(r'button--primary-action" type="submit" name="doe" value="(\w+)"', page)


def test_nothing_is_sent_before_both_read_it_and_the_page_says_who_is_asked(move, client_of) -> None:
    school, guardian = client_of("school"), client_of("legal_representative")

    def look(client, prefix=""):
        return client.get(prefix + base(move, f"{move.now}/"), follow=True).content.decode()

    move.prepare(told_on=None)
    page = look(school)
    assert primary(page) == ["told"] and "send" not in buttons(page)
    assert "Iemand vertelt de jongere naar welke school die gaat." in page and "Versturen kan nog niet." in page
    assert "It cannot be sent yet." in look(school, "/en")
    move.do(transfers.tell_of_transfer, "school", told_on=ON)
    page = look(school)
    assert primary(page) == ["read_child"] and "send" not in buttons(page)
    assert "De jongere ziet het dossier in" in page and "De wettelijk vertegenwoordiger ziet het dossier in." in page
    assert primary(look(guardian)) == ["read_representative"]
    move.do(transfers.inspect_transfer, "child")
    page = look(school)
    assert primary(page) == [] and buttons(page) == {"withdraw"}
    assert "De wettelijk vertegenwoordiger ziet het dossier in." in page and "Versturen kan nog niet." in page
    assert "De jongere ziet het dossier in" not in page
    move.do(transfers.inspect_transfer, "legal_representative")
    page = look(school)
    assert primary(page) == ["send"] and "Versturen kan nog niet." not in page
    assert buttons(look(guardian)) == set()
