"""The pages of recognising, by Django's client: what is shown, to whom, and that a hidden child reads like an unknown one."""

from __future__ import annotations

import datetime
import re

import pytest

from leerrecht.linking.models import Inquiry, Judgement, Link, Lookup
from leerrecht.operations.closures import close_search
from leerrecht.queries.register import forget
from leerrecht.web.arrival.typed import take_apart
from tests.linking.builders import SCHOOL_PLACE, TYPED, known_elsewhere, make_child, put
from tests.operations.builders import NOW, actor_of, reached, send
from tests.rights.builders import officer_of
from tests.web.conftest import check_whole, only_reading
from tests.world import ON, make_world

MASKED = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), "token"),
    (re.compile(r'name="lookup" value="[^"]+"'), "lookup"),
)  # fmt: skip


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def sign_in(world, client):
    def as_role(role):
        client.force_login(world.accounts[role])
        return client

    return as_role


def text_of(answer):
    page = answer.content.decode()
    assert "UNDEFINED" not in page
    for pattern, instead in MASKED:
        page = pattern.sub(instead, page)
    return page


def search(client, lang="", **typed):
    answer = client.post(f"{lang}/nieuw/", {**TYPED, "do": "look", **typed})
    check_whole(answer)
    return answer


def see(client, url, status=200):
    with only_reading():
        answer = client.get(url)
    assert answer.status_code == status, url
    check_whole(answer)
    return answer.content.decode()


# --- Nieuw bij ons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("role", ["school", "reception"])
def test_the_page_opens_for_who_takes_up_young_people(sign_in, role, lang):
    client = sign_in(role)
    assert see(client, f"{lang}/nieuw/")
    assert see(client, f"{lang}/bekend/")


@pytest.mark.parametrize(
    "role", ["legal_representative", "compulsory_education", "policy", "care", "privacy_officer", "stranger"]
)
def test_the_page_is_not_there_for_others(sign_in, role):
    client = sign_in(role)
    see(client, "/nieuw/", 404)
    for url in ("/nieuw/", "/nieuw/vragen/", "/nieuw/opnemen/"):
        assert client.post(url, {**TYPED, "do": "look"}).status_code == 404
    assert not Lookup.objects.exists()


@pytest.mark.parametrize("how", ["protected", "closed"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_hidden_child_reads_like_an_unknown_one_byte_for_byte(world, sign_in, how, lang):
    client = sign_in("school")
    unknown = search(client, lang)
    child = known_elsewhere(world, kind="protected" if how == "protected" else "poa")
    if how == "closed":
        assert text_of(search(client, lang)) != text_of(unknown)
        close_search(actor=officer_of(world), at=NOW, child=child.public_id, reason="wordt gezocht")
    hidden = search(client, lang)
    assert text_of(hidden) == text_of(unknown)
    assert hidden.headers.items() == unknown.headers.items()


NUMBER = "100000193"
NOBODY = dict.fromkeys(TYPED, "")


@pytest.mark.parametrize(
    ("lang", "says", "opens"),
    [
        ("", "Dit nummer hoort al bij een jongere die je begeleidt.", "Open dit dossier"),
        ("/en", "This number already belongs to a young person you look after.", "Open this record"),
    ],
)
@pytest.mark.parametrize("button", ["look", ""])
def test_the_exact_number_of_somebody_in_reach_leads_to_their_record(world, sign_in, lang, says, opens, button):
    child = reached(world, "school")[1][0]
    put(world, child, "identifiers", kind="education_number", value=NUMBER)
    page = text_of(search(sign_in("school"), lang, **NOBODY, number="1000 00 193", do=button))
    assert says in page and opens in page and f"/jongeren/{child.public_id}/" in page
    assert "lijkt er sterk op" not in page and "very much like it" not in page
    assert "/nieuw/opnemen/" not in page and "/nieuw/vragen/" not in page


def test_the_exact_number_of_somebody_elsewhere_leads_to_asking_alone(world, sign_in):
    child = known_elsewhere(world)
    put(world, child, "identifiers", kind="education_number", value=NUMBER)
    client = sign_in("school")
    page = text_of(search(client, **NOBODY, number=NUMBER))
    assert "Dit nummer hoort al bij een jongere die een ander begeleidt" in page
    assert "/nieuw/vragen/" in page and "/nieuw/opnemen/" not in page
    assert child.public_id not in page and "Bereketeab" not in page
    lookup = Lookup.objects.get().public_id
    typed = {**NOBODY, "number": NUMBER, "lookup": lookup, "do": "record", "why": "kan niet wachten"}
    typed |= {f"plek_{name}": value for name, value in SCHOOL_PLACE.items()}
    answer = client.post("/nieuw/opnemen/", typed)
    assert answer.status_code == 422 and "Dit nummer hoort al bij een jongere." in answer.content.decode()
    assert Lookup.objects.get().child is None


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_number_of_a_hidden_child_reads_like_one_nobody_bears(world, sign_in, lang):
    client = sign_in("school")
    unknown = search(client, lang, **NOBODY, number=NUMBER)
    child = known_elsewhere(world, kind="protected")
    put(world, child, "identifiers", kind="education_number", value=NUMBER)
    hidden = search(client, lang, **NOBODY, number=NUMBER)
    assert text_of(hidden) == text_of(unknown) and "/nieuw/opnemen/" in text_of(hidden)
    assert hidden.headers.items() == unknown.headers.items()


def test_the_hint_names_nobody_no_place_no_number(world, sign_in):
    child = known_elsewhere(world, given_names="Bereket-Ab")
    known_elsewhere(world, "nog een")
    page = text_of(search(sign_in("school")))
    assert "Waarschijnlijk bekend bij een andere school" in page
    assert child.public_id not in page and "Bereket-Ab" not in page and "POA" not in page


def test_one_other_or_three_give_the_same_page(world, sign_in):
    client = sign_in("school")
    known_elsewhere(world)
    one = text_of(search(client))
    for reference in ("twee", "drie"):
        known_elsewhere(world, reference)
    forget()
    assert text_of(search(client)) == one


def test_while_somebody_types_nothing_is_counted_or_said_of_others(world, sign_in):
    known_elsewhere(world)
    client = sign_in("school")
    answer = client.post("/nieuw/", TYPED, headers={"HX-Request": "true"})
    assert "andere school" not in answer.content.decode()
    assert not Lookup.objects.exists()


def test_a_name_never_stands_in_an_address(world, sign_in):
    client = sign_in("school")
    page = search(client).content.decode()
    assert not re.search(r'(href|action|hx-post)="[^"]*(Bereket|Woldeyesus)', page)


def test_somebody_new_is_searched_taken_up_and_seen(world, sign_in):
    client = sign_in("school")
    page = search(client).content.decode()
    lookup = re.search(r'name="lookup" value="([^"]+)"', page)[1]
    hidden = {**TYPED, "lookup": lookup, "outcome": "nothing"}
    page = send(client, "/nieuw/opnemen/", 200, **hidden)
    assert "Bereketeab" in page and "plek_kind" in page
    page = send(client, "/nieuw/opnemen/", 422, **hidden, do="record", plek_kind="", plek_requested_on="31-9-2026")
    assert page.count("lr-field--wrong") == 2
    place = {f"plek_{name}": text for name, text in SCHOOL_PLACE.items()}
    where = send(client, "/nieuw/opnemen/", 302, **hidden, do="record", original_name="በረከትኣብ", **place)
    assert "Bereketeab" in see(client, where)


def test_too_often_is_said_in_words(world, sign_in):
    client = sign_in("school")
    viewer = actor_of(world, "school").viewer
    Lookup.objects.bulk_create(
        Lookup(
            account_id=viewer.account, team_id=viewer.team, made_at=NOW + datetime.timedelta(days=1), outcome="nothing"
        )
        for _ in range(100)
    )
    answer = search(client)
    assert answer.status_code == 422 and "Wacht een uur" in answer.content.decode()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Samuel Kidane Gebremariam 30-8-2010", ("Samuel", "Kidane", "Gebremariam", "30-8-2010")),
        ("Gebremariam, Samuel Kidane 2010-08-30", ("Samuel", "Kidane", "Gebremariam", "2010-08-30")),
        ("أحمد صالح\t3/11/2010", ("أحمد", "", "صالح", "3-11-2010")),
        ("ሳሙኤል ገብረማርያም 2010", ("ሳሙኤል", "", "ገብረማርያም", "2010")),
        ("Samuel", ("Samuel", "", "", "")),
        (" , ,; ", ("", "", "", "")),
    ],
)
def test_a_pasted_line_is_taken_apart(line, names):
    assert tuple(take_apart(line).values()) == names


# --- questions -----------------------------------------------------------------------------------------------------------


def test_a_question_goes_there_and_back(world, sign_in, client):
    child = known_elsewhere(world)
    sign_in("school")
    page = search(client).content.decode()
    lookup = re.search(r'name="lookup" value="([^"]+)"', page)[1]
    url = send(client, "/nieuw/vragen/", 302, **TYPED, lookup=lookup).partition("?")[0]
    assert "Wacht op antwoord" in see(client, url)
    assert child.public_id not in see(client, "/bekend/")
    sign_in("reception")
    assert "ISK Zandakker" in see(client, "/bekend/")
    assert "Iemand vraagt" in see(client, "/vandaag/")
    assert "Bereketeab" in see(client, url)
    assert send(client, url, 422, child=child.public_id, answer="") and Inquiry.objects.count() == 1
    send(client, url, 302, child=child.public_id, answer="yes", words="Bel Noor.")
    assert "beantwoord" in send(client, url, 422, child=child.public_id, answer="no")
    see(client, url, 404)
    sign_in("school")
    assert "Bel Noor." in see(client, url)
    place = {f"plek_{name}": text for name, text in SCHOOL_PLACE.items()}
    assert "Kies wat voor plek" in send(client, f"{url}opnemen/", 422, plek_kind="", plek_requested_on="15-9-2026")
    where = send(client, f"{url}opnemen/", 302, **place)
    assert child.public_id in where and "Bereketeab" in see(client, where)


@pytest.mark.parametrize("role", ["policy", "care", "privacy_officer", "compulsory_education"])
def test_questions_are_not_there_for_who_neither_asks_nor_answers(sign_in, role):
    see(sign_in(role), "/bekend/", 404)


# --- doubles -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(world):
    made = [make_child(world, "eerste"), make_child(world, "tweede", given_names="Bereket-Ab", original_name="በረከትኣብ")]
    for child in made:
        put(world, child, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
        put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind="poa", valid_from=ON)
    return made


def test_two_people_judge_a_pair_and_the_records_point_to_each_other(world, sign_in, client, pair):
    url = f"/dezelfde/{pair[0].public_id}/{pair[1].public_id}/"
    sign_in("school")
    assert url in see(client, "/dezelfde/")
    page = see(client, url)
    assert "<svg" in page and page.count("vergeleken als") > 4
    assert page.count('role="row"') > 12
    assert "Kies dezelfde" in send(client, url, 422)
    said = {"verdict": "same", "kept": pair[0].public_id}
    send(client, url, 302, **said)
    sign_in("compulsory_education")
    assert "net ook geoordeeld" in send(client, url, 422, **said)
    seen = re.findall(r'name="seen" value="([^"]+)"', see(client, url))
    send(client, url, 302, **said, seen=seen[:1])
    assert Link.objects.count() == 1
    assert "Dit is een dubbel dossier" in see(client, f"/jongeren/{pair[1].public_id}/")
    assert "nog een dossier" in see(client, f"/jongeren/{pair[0].public_id}/")
    seen = set(re.findall(r'name="seen" value="([^"]+)"', see(client, url)))
    assert "Schrijf in een paar woorden" in send(client, f"{url}terug/", 422, reason="", seen=list(seen))
    send(client, f"{url}terug/", 302, reason="broers", seen=list(seen))
    assert not Judgement.objects.filter(undone_at=None).exists()
    assert "dubbel dossier" not in see(client, f"/jongeren/{pair[1].public_id}/")


def test_a_double_stands_once_in_the_work_list(world, sign_in, client, pair):
    sign_in("school")
    first, second = (f"/jongeren/{child.public_id}/" for child in pair)
    page = see(client, "/vandaag/?alles=ja")
    assert first in page and second in page
    accounts = [world.accounts["school"], world.accounts["compulsory_education"]]
    made = [
        Judgement.objects.create(
            left=pair[0], right=pair[1], verdict="same", kept=pair[0], weight=5, model="t", judged_at=NOW,
            judged_by=account, team_id=actor_of(world, "school").viewer.team,
        )
        for account in accounts
    ]  # fmt: skip
    Link.objects.create(
        kept=pair[0],
        other=pair[1],
        first=made[0],
        second=made[1],
        first_by=accounts[0],
        second_by=accounts[1],
        made_at=NOW,
    )
    page = see(client, "/vandaag/?alles=ja")
    assert first in page and second not in page


@pytest.mark.parametrize("role", ["reception", "policy", "care", "privacy_officer", "stranger"])
def test_doubles_are_not_there_for_who_does_not_judge_them(sign_in, pair, role):
    client = sign_in(role)
    see(client, "/dezelfde/", 404)
    see(client, f"/dezelfde/{pair[0].public_id}/{pair[1].public_id}/", 404)


def test_a_pair_of_which_one_is_out_of_reach_is_not_there(world, sign_in, pair):
    far = make_child(world, "ver weg")
    see(sign_in("school"), f"/dezelfde/{pair[0].public_id}/{far.public_id}/", 404)
    see(sign_in("school"), f"/dezelfde/{pair[0].public_id}/{'a' * 14}/", 404)


# --- closing -------------------------------------------------------------------------------------------------------------


def test_the_privacy_officer_closes_a_record_and_opens_it_again(world, sign_in):
    child = reached(world, "school")[1][0]
    client = sign_in("privacy_officer")
    assert "hoort geen dossier" in send(client, "/privacy/afschermen/", 422, code="zzz", reason="wordt gezocht")
    assert "waarom" in send(client, "/privacy/afschermen/", 422, code=child.public_id, reason="").lower()
    send(client, "/privacy/afschermen/", 302, code=child.public_id, reason="wordt gezocht")
    page = see(client, "/privacy/afschermen/")
    assert child.public_id in page and "wordt gezocht" in page
    assert "al afgeschermd" in send(client, "/privacy/afschermen/", 422, code=child.public_id, reason="nog eens")
    send(client, "/privacy/afschermen/", 302, code=child.public_id, do="open")
    assert child.public_id not in see(client, "/privacy/afschermen/")
    see(sign_in("school"), "/privacy/afschermen/", 404)
