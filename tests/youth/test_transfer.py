"""The young person's page about another school: silent until told, read before it is sent, own words for that school."""

from __future__ import annotations

import re

import pytest

from leerrecht.operations import transfers
from leerrecht.queries.facts import standing
from tests.operations.transferring import DAY, NEXT, ON, TOLD, add, make_move
from tests.youth.conftest import PIN, get_page, hand

URL = "/mijn/overstap/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def text_of(client, page: str) -> str:
    return TOKEN.sub("", get_page(client, page).content.decode())


@pytest.fixture
def move(world):
    return make_move(world)


@pytest.fixture
def at_door(move, client):
    name = next(name for name, child in move.world.children.items() if child.pk == move.child.pk)
    _, code = hand(move.world, name)
    client.post("/mijn/kaart/", {"code": code, "pin": PIN})
    return client


def test_a_transfer_that_nobody_told_changes_no_byte(move, at_door) -> None:
    pages = ("/mijn/", "/mijn/mensen/", "/mijn/gedeeld/", "/mijn/zeg/", URL)
    before = {page: text_of(at_door, page) for page in pages}
    move.prepare(told_on=None)
    assert {page: text_of(at_door, page) for page in pages} == before
    move.do(transfers.tell_of_transfer, "school", told_on=ON)
    assert NEXT in get_page(at_door, "/mijn/").content.decode()


def test_it_is_read_and_answered_before_it_is_sent(move, at_door) -> None:
    add(move.child, "assessments", domain="dutch", level="A1", school="ISK Zandakker", taken_on=ON - DAY)
    move.prepare(told_on=TOLD)
    page = get_page(at_door, URL).content.decode()
    assert NEXT in page and "A1" in page and "Ik heb het gelezen en het klopt" in page
    for lang in ("/en/mijn", "/ar/mijn"):
        assert NEXT in get_page(at_door, f"{lang}/overstap/").content.decode()
    answer = at_door.post(URL, {"answer": "read", "seen": move.now})
    assert answer.status_code == 302
    assert move.standing()[0].child_inspected_on == ON
    assert "Ik heb het gelezen" not in get_page(at_door, URL).content.decode()
    assert at_door.post(URL, {"answer": "read", "seen": move.now}).status_code == 422


def test_what_is_said_here_is_for_the_schools_alone(move, at_door) -> None:
    move.prepare(told_on=TOLD)
    assert at_door.post(URL, {"answer": "say", "words": "Hoi, ik ben er bijna."}).status_code == 302
    said = standing(table="voices").get(child=move.child, kind="next_school")
    assert (said.words, said.shared_with) == ("Hoi, ik ben er bijna.", "school")
    assert "Hoi, ik ben er bijna." in get_page(at_door, URL).content.decode()
    assert at_door.post(URL, {"answer": "say", "words": " "}).status_code == 422


def test_an_answer_to_what_has_changed_is_asked_again(move, at_door) -> None:
    former = move.prepare(told_on=TOLD).public_id
    move.do(transfers.inspect_transfer, "legal_representative")
    answer = at_door.post(URL, {"answer": "read", "seen": former})
    assert answer.status_code == 422 and "Lees het nog een keer" in answer.content.decode()
    assert move.standing()[0].child_inspected_on is None


def test_in_a_protected_place_no_school_is_named_at_the_door(move, at_door) -> None:
    add(move.child, "stays", location="Ergens", kind="protected", valid_from=ON - 10 * DAY, child_told_on=ON - 11 * DAY)
    move.prepare(told_on=TOLD)
    for page in ("/mijn/", URL):
        assert NEXT not in get_page(at_door, page).content.decode()


def test_without_a_transfer_the_page_says_so(at_door) -> None:
    assert "Er is nu niets om te lezen" in get_page(at_door, URL).content.decode()
    assert at_door.post(URL, {"answer": "read"}).status_code == 200


@pytest.mark.parametrize(
    ("lang", "says", "never"),
    [
        ("", "Wat jij wil leren of worden", r"\bkind\b|\bde jongere\b"),
        ("/en", "What you want to learn or become", r"\bchild\b|\bthe young person\b"),
    ],
)
def test_the_file_speaks_to_who_it_is_about(move, at_door, lang, says, never) -> None:
    add(move.child, "schoolings", noted_on=ON - DAY, wishes="Bakker worden")
    move.prepare(told_on=TOLD)
    page = get_page(at_door, f"{lang}{URL}").content.decode()
    said = re.sub(r"<[^>]+>", " ", page)
    assert says in said and "Bakker worden" in said and not re.search(never, said, re.I)
    assert ("Male" if lang else "Man") in said.split() and "m" not in said.split()


def test_in_arabic_the_dutch_file_is_marked_and_a_person_is_to_explain_it(move, at_door) -> None:
    explained = "دع شخصًا، مثل مرشدك أو مترجم، يشرحه لك"
    move.prepare(told_on=TOLD)
    page = get_page(at_door, f"/ar{URL}").content.decode()
    assert explained in page and page.index(explained) < page.index("lr-y__file")
    cards = re.findall(r'<div class="card lr-y__file"[^>]*>', page)
    assert cards and all('lang="nl" dir="ltr"' in card for card in cards)
    for lang in ("", "/en"):
        page = get_page(at_door, f"{lang}{URL}").content.decode()
        assert explained not in page and "in het Nederlands geschreven" not in page and "written in Dutch" not in page
