"""The card: handed out, used, closed after wrong tries, reset, stopped; and its session, which mixes with no other."""

from __future__ import annotations

import datetime
import re
import threading

import pytest
from django.db import connection
from django.test import Client

from leerrecht.audit.models import Event, Reading
from leerrecht.grants.models import Card
from leerrecht.operations import cards
from leerrecht.operations.acting import Refused
from leerrecht.operations.cards import choose_pin, hand_card, hash_code, is_easy, reset_pin, stop_card, use_card
from tests.youth.conftest import AT, PIN, actor_of, get_page, hand

HOME = "/mijn/"
MINUTE = datetime.timedelta(minutes=1)


def try_pin(code: str, pin: str, at: datetime.datetime = AT, origin: str = "192.0.2.9") -> bool:
    try:
        use_card(code=code, pin=pin, at=at, origin=origin)
    except Refused as refused:
        return refused.reasons != ("refused.card",)
    return True


def test_of_the_code_only_a_hash_is_kept_and_the_log_knows_no_code(world):
    card, code = hand(world, "wachten")
    assert len(code) == 12 and set(code) <= set(cards.ALPHABET)
    card.refresh_from_db()
    assert card.code_hash == hash_code(code.upper()) and code not in card.code_hash and PIN not in card.pin
    for event in Event.objects.all():
        assert code not in str(vars(event)) and PIN not in str(vars(event).values())
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["card.handed", "door.pin_chosen"]
    assert use_card(code=f" {code[:4]}-{code[4:8].upper()} {code[8:]}", pin=PIN, at=AT, origin="x").pk == card.pk


@pytest.mark.parametrize("pin", ["12345", "00000", "54321", "56789", "90123", "1234", "123456", "4081a", "٤٠٨١٧", ""])
def test_an_easy_or_odd_pin_is_refused(world, pin):
    actor = actor_of(world, "legal_representative")
    handed = hand_card(actor=actor, at=AT, child=world.children["wachten"].public_id, language="xx")
    with pytest.raises(Refused, match="pin_"):
        choose_pin(code=handed.code, pin=pin, again=pin, at=AT, origin="x")
    assert handed.card.language == "nl"


@pytest.mark.parametrize("pin", ["20107", "72010", "03114", "11039"])  # born on 3 November 2010
def test_a_birthday_is_no_pin(world, pin):
    assert not is_easy(pin)
    actor = actor_of(world, "legal_representative")
    handed = hand_card(actor=actor, at=AT, child=world.children["wachten"].public_id, language="nl")
    with pytest.raises(Refused, match="pin_easy"):
        choose_pin(code=handed.code, pin=pin, again=pin, at=AT, origin="x")


def test_a_pin_is_chosen_once(world):
    _, code = hand(world, "wachten")
    with pytest.raises(Refused, match=r"refused\.card"):
        choose_pin(code=code, pin="58213", again="58213", at=AT, origin="x")
    assert try_pin(code, PIN) and not try_pin(code, "58213")


def test_five_wrong_close_the_card_for_a_quarter_and_ten_until_the_mentor_resets(world):
    card, code = hand(world, "wachten")
    assert [try_pin(code, "11112") for _ in range(5)] == [False] * 5
    assert not try_pin(code, PIN, AT + 14 * MINUTE)
    later = AT + 15 * MINUTE
    assert try_pin(code, PIN, later)
    for place in range(10):
        assert not try_pin(code, "11112", later + 20 * (place // 5) * MINUTE)
    assert not try_pin(code, PIN, later + datetime.timedelta(days=30))
    card.refresh_from_db()
    assert card.wrong == 10
    reset_pin(actor=actor_of(world, "legal_representative"), at=later, child=world.children["wachten"].public_id)
    assert not try_pin(code, PIN, later)
    choose_pin(code=code, pin="58213", again="58213", at=later, origin="x")
    assert try_pin(code, "58213", later)


def test_wrong_codes_close_one_origin_and_no_card(world):
    _, code = hand(world, "wachten")
    for place in range(cards.MOST_FROM_ORIGIN):
        assert not try_pin(f"{place:012}", PIN, origin="192.0.2.66")
    assert not try_pin(code, PIN, origin="192.0.2.66")
    assert try_pin(code, PIN, origin="192.0.2.67")
    assert try_pin(code, PIN, AT + 15 * MINUTE, origin="192.0.2.66")


def test_one_network_of_ipv6_is_one_origin(world):
    """Whoever has one address of a network has all of them: counted singly, nobody is ever closed out."""
    _, code = hand(world, "wachten")
    for place in range(cards.MOST_FROM_ORIGIN):
        assert not try_pin(f"{place:012}", PIN, origin=f"2001:db8::{place:x}")
    assert not try_pin(code, PIN, origin="2001:db8::ffff")
    assert try_pin(code, PIN, origin="2001:db8:0:1::1")


def test_whatever_is_wrong_the_work_is_the_same(world, monkeypatch):
    """One password is compared, however the try fails: so the time tells nothing."""
    _, code = hand(world, "wachten")
    fresh = hand_card(
        actor=actor_of(world, "legal_representative"), at=AT, child=world.children["zomer"].public_id, language="nl"
    ).code
    compared = []
    check = cards.check_password
    monkeypatch.setattr(cards, "check_password", lambda *given: compared.append(1) or check(*given))
    for tried in (code, fresh, "niets", ""):
        assert not try_pin(tried, "11112")
    assert len(compared) == 4


def test_nobody_waits_while_a_pin_is_compared_or_made(world, monkeypatch):
    """Under the lock an anonymous caller would hold up everybody else for as long as that takes."""
    depth, seen = len(connection.savepoint_ids), []
    for name in ("check_password", "make_password"):
        work = getattr(cards, name)
        monkeypatch.setattr(
            cards, name, lambda *given, work=work: seen.append(len(connection.savepoint_ids)) or work(*given)
        )
    _, code = hand(world, "wachten")
    assert try_pin(code, PIN)
    assert seen == [depth, depth]


def test_a_pin_that_was_reset_while_it_was_compared_opens_nothing(world, monkeypatch):
    _, code = hand(world, "wachten")
    actor, child = actor_of(world, "legal_representative"), world.children["wachten"].public_id
    check = cards.check_password

    def slow(*given):
        fits = check(*given)
        reset_pin(actor=actor, at=AT, child=child)
        return fits

    monkeypatch.setattr(cards, "check_password", slow)
    assert not try_pin(code, PIN)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_each_counted(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    from tests.world import make_world

    world = make_world()
    card, code = hand(world, "wachten")

    def guess() -> None:
        try:
            for _ in range(3):
                try_pin(code, "11112")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    card.refresh_from_db()
    assert card.wrong == 5  # closed after five: the others weren't judged


def test_only_who_is_involved_now_hands_out_a_card(world):
    child = world.children["andere-regio"].public_id
    for role, reason in (("stranger", "no_such_child"), ("school", "no_such_child")):
        with pytest.raises(Refused, match=reason):
            hand_card(actor=actor_of(world, role), at=AT, child=child, language="nl")
    waiting = world.children["wachten"].public_id
    for role in ("school", "compulsory_education"):
        with pytest.raises(Refused, match="may_not_hand_card"):
            hand_card(actor=actor_of(world, role), at=AT, child=waiting, language="nl")
    assert not Card.objects.exists()
    with pytest.raises(Refused, match="no_card"):
        stop_card(actor=actor_of(world, "reception"), at=AT, child=waiting)


def test_a_new_card_a_reset_and_a_stop_end_the_session_at_once(world):
    child = world.children["wachten"].public_id
    actor = actor_of(world, "legal_representative")
    for end in (
        lambda: hand_card(actor=actor, at=AT, child=child, language="nl"),
        lambda: reset_pin(actor=actor, at=AT, child=child),
        lambda: stop_card(actor=actor, at=AT, child=child),
    ):
        _, code = hand(world, "wachten")
        client = Client()
        client.post("/mijn/kaart/", {"code": code, "pin": PIN})
        get_page(client, HOME)
        end()
        assert get_page(client, HOME, 302).headers["Location"] == "/mijn/kaart/?waarom=over"
        assert not try_pin(code, PIN)


@pytest.mark.parametrize(
    ("lang", "said"), [("", "Dit schreef je."), ("/en", "This is what you wrote."), ("/ar", "هذا ما كتبته")]
)
def test_whoever_wrote_for_too_long_finds_their_words_back(world, lang, said):
    _, code = hand(world, "wachten")
    client, words = Client(), {"words": "Ik wil <i>voetballen</i>.\nElke dag.", "pin": "4 0 8 1 7"}
    url = f"{lang}/mijn/zeg/wish/"
    client.post("/mijn/kaart/", {"code": code, "pin": PIN})
    stop_card(actor=actor_of(world, "legal_representative"), at=AT, child=world.children["wachten"].public_id)
    answer = client.post(url, words)
    text = answer.content.decode()
    assert answer.status_code == 403 and said in text and "4 0 8" not in text
    assert "Ik wil &lt;i&gt;voetballen&lt;/i&gt;.<br>Elke dag." in text
    assert client.get(url).headers["Location"] == f"{lang}/mijn/kaart/?waarom=over"


def test_a_session_gets_a_new_key_and_never_mixes_with_an_account(world):
    _, code = hand(world, "wachten")
    client = Client()
    client.force_login(world.accounts["reception"])
    former = client.cookies["sessionid"].value
    assert client.post("/mijn/kaart/", {"code": code, "pin": PIN}).status_code == 302
    assert client.cookies["sessionid"].value != former
    assert client.get("/vandaag/").status_code == 302  # the account is gone
    assert client.get(HOME).status_code == 200
    client.force_login(world.accounts["reception"])
    assert "card" not in client.session
    assert client.get(HOME).status_code == 302 and client.get("/vandaag/").status_code == 200


def test_the_session_goes_with_the_browser_and_leaves_an_account_no_longer_one(world):
    """A cookie with a term outlives the browser: on a shared phone the next one would be in."""
    _, code = hand(world, "wachten")
    client = Client()
    assert client.post("/mijn/kaart/", {"code": code, "pin": PIN}).cookies["sessionid"]["max-age"] == ""
    sent = {"email": world.accounts["reception"].email, "password": "a-long-password"}
    assert client.post("/aanmelden/", sent).cookies["sessionid"]["max-age"] == ""


def test_a_session_with_both_opens_no_door(world):
    _, code = hand(world, "wachten")
    client = Client()
    client.post("/mijn/kaart/", {"code": code, "pin": PIN})
    held = client.session["card"]
    client.force_login(world.accounts["reception"])
    session = client.session
    session["card"] = held
    session.save()
    assert client.get(HOME).status_code == 302


def test_a_quarter_without_a_request_ends_it(world, monkeypatch):
    import time

    from django.core import signing

    _, code = hand(world, "wachten")
    client = Client()
    client.post("/mijn/kaart/", {"code": code, "pin": PIN})
    began = time.time()
    for minutes, status in ((14, 200), (28, 200), (42, 200), (58, 302)):
        monkeypatch.setattr(signing.time, "time", lambda minutes=minutes: began + 60 * minutes)
        assert client.get(HOME).status_code == status, minutes


def test_close_and_the_quick_way_out_end_it(world):
    _, code = hand(world, "wachten")
    for url, there in (("/ar/mijn/sluiten/", "/ar/mijn/kaart/?waarom=closed"), ("/mijn/weg/", "/mijn/weg/")):
        client = Client()
        client.post("/mijn/kaart/", {"code": code, "pin": PIN})
        assert client.get("/mijn/sluiten/").status_code == 405
        answer = client.post(url)
        assert answer.headers["Location"] == there
        assert get_page(client, HOME, 302)
        text = get_page(client, there).content.decode()
        assert "Ahmad" not in text
        assert "sluiten" in url or "Leerrecht" not in text
    assert Event.objects.filter(action="door.closed").count() == 2


def test_the_mentor_sees_the_code_once_and_the_card_names_nobody(world, visit):
    get = visit("reception")
    child = world.children["wachten"].public_id
    page = get(f"/jongeren/{child}/kaart/").content.decode()
    assert '<option value="ar" selected' in page  # he speaks Arabic
    answer = get.client.post(f"/jongeren/{child}/kaart/", {"do": "hand", "language": "ar"})
    text = answer.content.decode()
    code = re.search(r'big-code" dir="ltr">([^<]+)<', text)[1]
    card = text[text.index("lr-y__card") : text.index("</ol>")]
    assert "Ahmad" not in card and "Saleh" not in card and 'lang="ar" dir="rtl"' in text
    assert "http://testserver/ar/mijn/<" in card and re.fullmatch(r"(\w{4} ){2}\w{4}", code)
    assert answer.headers["Cache-Control"] == "no-store"
    assert Reading.objects.filter(name="card").exists()
    assert code not in get(f"/jongeren/{child}/kaart/").content.decode()
    for do in ("reset", "stop"):
        assert get.client.post(f"/jongeren/{child}/kaart/", {"do": do}).status_code == 302
    assert get.client.post(f"/jongeren/{child}/kaart/", {"do": "stop"}).status_code == 422
    assert get.client.post(f"/jongeren/{child}/kaart/", {"do": "niets"}).status_code == 404
    client = Client()
    assert client.post("/ar/mijn/kaart/eerste/", {"code": code, "pin": PIN, "again": PIN}).status_code == 422


@pytest.mark.parametrize("role", ["school", "compulsory_education", "stranger", "policy"])
def test_others_have_no_page_for_cards(world, visit, role):
    visit(role)(f"/jongeren/{world.children['wachten'].public_id}/kaart/", 404)


def test_whoever_may_hand_out_a_card_is_led_there(world, visit):
    child = world.children["wachten"].public_id
    assert f"/jongeren/{child}/kaart/" in visit("reception")(f"/jongeren/{child}/").content.decode()
    assert f"/jongeren/{child}/kaart/" not in visit("school")(f"/jongeren/{child}/").content.decode()


def test_the_demo_opens_a_card_with_one_click_and_only_the_demo(world, client, settings):
    assert client.post("/mijn/kaart/probeer/").status_code == 302
    assert "Khaled" in get_page(client, HOME).content.decode()
    settings.IS_DEMO = False
    assert client.post("/mijn/kaart/probeer/").status_code == 404


def test_the_form_gives_the_same_words_whatever_is_wrong(world, client):
    _, code = hand(world, "wachten")
    said = set()
    for sent in ({}, {"code": "x" * 500, "pin": PIN}, {"code": code, "pin": "\0"}, {"code": code, "pin": "11112"}):
        answer = client.post("/mijn/kaart/", sent)
        assert answer.status_code == 422
        said.add(re.search(r'role="alert">.*?</div>', answer.content.decode(), re.S)[0])
    assert len(said) == 1


def test_the_mentor_sees_on_which_day_the_pin_was_chosen(db) -> None:
    import datetime

    from leerrecht.audit.log import record_event
    from leerrecht.grants.models import Card
    from leerrecht.operations.cards import pin_chosen_at
    from tests.operations.builders import NOW
    from tests.world import make_world

    world = make_world()
    child = next(iter(world.children.values()))
    card = Card.objects.create(
        child=child, code_hash="x" * 64, pin="x", handed_at=NOW, handed_by=world.accounts["reception"]
    )
    assert pin_chosen_at(card=card) == NOW
    for days, result in ((1, "done"), (2, "refused")):
        record_event(
            at=NOW + datetime.timedelta(days=days), action="door.pin_chosen", object_kind="card",
            object_id=card.public_id, result=result,
        )  # fmt: skip
    assert pin_chosen_at(card=card) == NOW + datetime.timedelta(days=1)
