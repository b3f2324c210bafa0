"""The five pages: in three languages, for one's own record only, with what they say and let one do."""

from __future__ import annotations

import datetime
import re

import pytest

from leerrecht.audit.models import Event, Reading
from leerrecht.chain.models import Organisation
from leerrecht.grants.models import Consent
from leerrecht.operations.acting import Refused
from leerrecht.records.models import FACT, Voice
from leerrecht.rights.models import Request
from tests.world import ON
from tests.youth.conftest import AT, actor_of

PAGES = ("", "mensen/", "gedeeld/", "toestemming/", "zeg/", "zeg/question/", "zeg/correction/", "overstap/")
PREFIXES = {"nl": "/mijn/", "en": "/en/mijn/", "ar": "/ar/mijn/"}


def ask_consent(world, child: str, **others) -> Consent:
    account = world.accounts["legal_representative"]
    team = account.professional.memberships.first().team
    named = {
        "team": world.accounts["care"].professional.memberships.first().team, "purpose": "activities",
        "categories": "attendance", "asked_words": "Mag het jeugdwerk weten of je op school was?", "asked_at": AT,
        "asked_by": account, "until_on": datetime.date(2026, 12, 1), "asked_team": team,
    }  # fmt: skip
    return Consent.objects.create(child=world.children[child], **{**named, **others})


@pytest.mark.parametrize("lang", PREFIXES)
def test_every_page_is_there_in_every_language(door, lang):
    get = door()
    for page in PAGES:
        answer = get(PREFIXES[lang] + page)
        text = answer.content.decode()
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in text
        assert answer.headers["Content-Language"] == lang
        assert ("ترجم هذا النص حاسوب" in text) == (lang == "ar")
    assert Reading.objects.filter(role="child", name__startswith="door.").count() >= len(PAGES)


def test_no_other_page_is_reachable_in_arabic(door, client):
    door()
    for url in ("/ar/", "/ar/vandaag/", "/ar/jongeren/", "/ar/mijn/niets/"):
        assert client.get(url).status_code == 404
    assert client.get("/vandaag/", headers={"Accept-Language": "ar"}).status_code == 302
    text = client.get("/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="nl"' in text


def test_my_people_are_who_they_are_now(door):
    text = door("drie-keer")("/mijn/mensen/").content.decode()
    assert "R. Mulder" in text and "L. Meijer" in text
    assert "van Leeuwen" not in text and "J. Bakker" not in text  # they were before


def test_for_every_question_there_is_somebody_to_ask(door):
    text = door("drie-keer")("/mijn/mensen/").content.decode()
    asked = text.split("Wie vraag ik?")[1].split("</dl>")[0]
    answers = dict(re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", asked))
    assert "L. Meijer" in answers["Wie praat met mijn school?"]
    assert "R. Mulder" in answers["Wie beslist met mij over belangrijke dingen?"]
    assert (
        "R. Mulder" in answers["Wie helpt mij met mijn reis naar school?"]
    )  # no contact person or mentor: the guardian


def test_where_nobody_is_known_the_people_where_they_live_are_named(world, door):
    at_door = door("drie-keer")
    FACT["involvements"].objects.filter(child=world.children["drie-keer"]).delete()
    text = at_door("/mijn/mensen/").content.decode()
    answers = dict(re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", text.split("Wie vraag ik?")[1]))
    assert len(answers) > 9
    assert {answer.split(".")[0] for answer in answers.values()} == {"Nog niemand"}
    assert all("de mensen waar je woont" in answer for answer in answers.values())  # nobody who isn't there


def test_who_is_the_fixed_contact_person_is_asked_where_nobody_does_it(door):
    text = door("wachten")("/mijn/mensen/").content.decode()
    answers = dict(re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", text))
    assert "Nog niemand" not in answers["Wie vertelt mij over mijn asielaanvraag?"]
    assert "S. de Boer" in answers["Wie vertelt mij over mijn asielaanvraag?"]
    assert "Vraag het <bdi" in answers["Ik weet niet wie ik moet vragen"]


@pytest.mark.parametrize(("lang", "said"), [
    ("nl", "praat met jouw school"), ("en", "talks with your school"), ("ar", "يتحدث مع مدرستك"),
])  # fmt: skip
def test_what_each_does_is_said_in_the_words_of_a_child(door, lang, said):
    text = door("wachten")(PREFIXES[lang] + "mensen/").content.decode()
    assert said in text and "contact_school" not in text


def test_a_task_in_own_words_is_shown_as_it_was_written(world, door):
    FACT["involvements"].objects.filter(child=world.children["wachten"], task="contact_school").update(
        task="zwem_maatje"
    )
    assert "zwem maatje" in door("wachten")("/mijn/mensen/").content.decode()


def test_who_begins_today_or_later_is_in_no_answer(world, door):
    """Nobody told the child yet (decision 0012): not as a person, and not as somebody to ask."""
    rows = FACT["involvements"].objects.filter(child=world.children["wachten"], task="fixed_contact")
    rows.update(person="KANARIE", valid_from=ON)
    get = door("wachten")
    assert "KANARIE" not in "".join(get(prefix + "mensen/").content.decode() for prefix in PREFIXES.values())
    rows.update(valid_from=ON - datetime.timedelta(days=1))
    assert "KANARIE" in get("/mijn/mensen/").content.decode()


def test_a_status_a_number_and_an_absence_are_on_no_page(world, door):
    FACT["statuses"].objects.update(status="rejected")
    FACT["identifiers"].objects.update(value="KANARIE-NUMMER")
    FACT["absences"].objects.update(reason="KANARIE-VERZUIM")
    get = door("afwijzing")
    text = "".join(get(prefix + page).content.decode() for prefix in PREFIXES.values() for page in PAGES)
    assert "KANARIE" not in text and "afgewezen" not in text and "rejected" not in text
    assert "iets met mijn handen leren" not in text  # a plan about a decision
    assert "Techniek, en een stage." in text


def test_a_protected_place_is_on_no_page(world, door):
    """Somebody may force a child to open the page: then it tells no place, no school, and no organisation."""
    child = world.children["beschermd"]
    FACT["stays"].objects.filter(child=child, kind="protected").update(location="KANARIE", municipality="KANARIE")
    FACT["enrolments"].objects.filter(child=child).update(school="KANARIE", started_on="2026-09-01")
    FACT["involvements"].objects.filter(child=child).update(organisation="KANARIE")
    get = door("beschermd")
    text = "".join(get(prefix + page).content.decode() for prefix in PREFIXES.values() for page in PAGES)
    assert "KANARIE" not in text and "Zo blijft dat veilig." in text and "D. van Leeuwen" in text


def test_a_protected_place_is_not_told_by_a_plan_a_question_or_a_holiday(world, door):
    """With whom a plan was made, who would know something, and the holidays of a region tell where somebody lives."""
    child = world.children["beschermd"]
    FACT["stays"].objects.filter(child=child, kind="protected").update(
        region="noord"
    )  # where the next holiday comes first
    FACT["plans"].objects.create(
        child=child, source=world.organisations["COA"], recorded_at=AT, rule="period.eighteen", key="",
        agreed_on=ON, with_whom="KANARIE", child_view="Dat is goed.",
    )  # fmt: skip
    team = world.accounts["care"].professional.memberships.first().team
    Organisation.objects.filter(pk=team.organisation_id).update(name="KANARIE")
    for given in ({}, {"decision": "yes", "decided_as": "child", "decided_at": AT, "child_wish": "yes"}):
        ask_consent(world, "beschermd", **given)
    get = door("beschermd")
    pages = {prefix + page: get(prefix + page).content.decode() for prefix in PREFIXES.values() for page in PAGES}
    assert [url for url, text in pages.items() if "KANARIE" in text] == []
    assert "Dat is goed." in pages["/mijn/"] and "Vakantie" not in pages["/mijn/"]
    assert "jeugdwerk of hulp" in pages["/mijn/toestemming/"] and "jeugdwerk of hulp" in pages["/mijn/gedeeld/"]


def test_a_plan_is_shown_only_with_the_view_of_the_young_person(door):
    text = door("verlengd")("/mijn/").content.decode()
    assert "Eerst naar het mbo." in text
    assert text.count("gemeente Kreekrijk") == 1  # the two others have no view, or are about a decision


def test_what_is_said_goes_to_whom_was_chosen_and_to_nobody_else(door):
    get = door()
    sent = {"words": "Ik wil <b>voetballen</b>.", "readers": ["school", "policy"]}
    assert get.client.post("/ar/mijn/zeg/wish/", sent).headers["Location"] == "/ar/mijn/zeg/?gedaan=said"
    voice = Voice.objects.get(words=sent["words"])
    assert (voice.shared_with, voice.kind, voice.language, voice.recorded_by) == ("school", "wish", "العربية", None)
    event = Event.objects.get(action="door.said")
    assert (event.actor, event.role, event.team, event.child_id) == ("", "child", "", get.child.public_id)
    assert "Ik wil &lt;b&gt;voetballen&lt;/b&gt;." in get("/mijn/zeg/?gedaan=said").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": " ", "readers": ["school"]}, "Schrijf eerst iets op."),
        ({"words": "Hoi"}, "Kies wie dit mag lezen."),
        ({"words": "x" * 5000, "readers": ["school"]}, "Dit is te lang."),
        ({"words": "a\0b", "readers": ["school"]}, "Dit is te lang."),
    ],
)
def test_what_cannot_be_kept_is_given_back_with_why(door, sent, said):
    get = door()
    answer = get.client.post("/mijn/zeg/question/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Event.objects.filter(action="door.said").exists()


def test_this_is_not_right_becomes_a_request(door):
    get = door()
    answer = get.client.post("/en/mijn/zeg/correction/", {"words": "My name is written wrong."})
    assert answer.headers["Location"] == "/en/mijn/zeg/?gedaan=asked"
    asked = Request.objects.get()
    assert (asked.asked_as, asked.asked_by, asked.kind) == ("child", None, "correction")
    assert "My name is written wrong." in get("/mijn/zeg/").content.decode()
    assert get.client.post("/mijn/zeg/correction/", {"words": "My name is written wrong."}).status_code == 422
    assert get.client.post("/mijn/zeg/niets/", {"words": "x"}).status_code == 404


def test_at_16_the_answer_decides_and_can_be_taken_back(world, door):
    consent = ask_consent(world, "verlengd")
    get = door("verlengd")
    text = get("/mijn/toestemming/").content.decode()
    assert consent.asked_words in text and "nog geen 16" not in text
    url = f"/mijn/toestemming/{consent.public_id}/"
    assert get(url, 302)
    assert get.client.post(url, {"answer": "misschien"}).status_code == 422
    assert get.client.post(url, {"answer": "yes"}).headers["Location"] == "/mijn/toestemming/?gedaan=decided"
    consent.refresh_from_db()
    assert (consent.decision, consent.decided_as) == ("yes", "child")
    assert "Jeugdwerk Zandakker" in get("/ar/mijn/gedeeld/").content.decode()
    get.client.post(url, {"answer": "stop"})
    consent.refresh_from_db()
    assert consent.withdrawn_as == "child"
    assert get.client.post(url, {"answer": "stop"}).status_code == 422


def test_under_16_a_yes_waits_for_the_representative(world, door):
    consent = ask_consent(world, "andere-regio")
    get = door()
    assert "nog geen 16" in get("/mijn/toestemming/").content.decode()
    get.client.post(f"/mijn/toestemming/{consent.public_id}/", {"answer": "yes", "view": "Leuk."})
    consent.refresh_from_db()
    assert (consent.decision, consent.child_wish, consent.child_view) == ("", "yes", "Leuk.")
    assert "Jij zei ja. Jouw voogd" in get("/mijn/toestemming/").content.decode()


def test_a_consent_of_another_child_is_not_there(world, door):
    other = ask_consent(world, "verlengd")
    get = door()
    assert other.asked_words not in get("/mijn/toestemming/").content.decode()
    for answer in ("yes", "no", "stop"):
        assert get.client.post(f"/mijn/toestemming/{other.public_id}/", {"answer": answer}).status_code == 404
    assert get("/mijn/toestemming/aaaaaaaaaaaaaa/", 404)


def test_who_looked_is_shown_in_words(world, door, client):
    from django.test import Client

    mentor = Client()
    mentor.force_login(world.accounts["legal_representative"])
    mentor.get(f"/jongeren/{world.children['andere-regio'].public_id}/")
    text = door()("/en/mijn/gedeeld/").content.decode()
    assert "Nidos" in text and "Looked at your information." in text and "Because this is their work for you." in text


@pytest.mark.parametrize(
    ("lang", "kept", "too_much"),
    [
        ("", "hoe het gaat met je asielaanvraag", "nooit iets"),
        ("en/", "how your asylum request is going", "never sees anything"),
        ("ar/", "كيف يسير طلب", "أبدًا أي شيء"),
    ],
)
def test_what_school_never_sees_is_promised_no_further_than_it_is_kept(door, lang, kept, too_much):
    """A school can count back the day of the request from the end of its term (docs/explanation/threat-model.md)."""
    text = door("drie-keer")(f"/{lang}mijn/gedeeld/").content.decode()
    assert kept in text and too_much not in text


def test_a_card_does_nothing_among_the_pages_of_professionals(door):
    get = door()
    child = get.child.public_id
    for url in ("/vandaag/", f"/jongeren/{child}/", f"/jongeren/{child}/kaart/", "/importeren/"):
        assert get.client.get(url).status_code == 302


def test_the_operation_asks_for_the_child_itself(world):
    from leerrecht.operations.own_words import say_own_words
    from leerrecht.queries.own import own_scope, own_viewer

    mine, other = world.children["wachten"], world.children["zomer"]
    actor = actor_of(world, "legal_representative")
    own = type(actor)(viewer=own_viewer(child=mine), scope=own_scope(child=mine.pk, on=AT.date()))
    with pytest.raises(Refused, match="no_such_child"):
        say_own_words(
            actor=own, at=AT, child=other.public_id, kind="wish", words="Hoi", readers=["school"], lang="Nederlands"
        )


@pytest.mark.parametrize(
    ("told", "stops", "is_shown"),
    [(None, 16, False), (1, 16, False), (0, 16, True), (-1, 0, True), (-1, -1, False), (None, 0, False)],
)
def test_who_comes_instead_is_read_once_a_person_has_told_it_and_until_the_first_day(
    world, door, told, stops, is_shown
):
    days = {"child_told_on": told, "stops_on": stops}
    FACT["handovers"].objects.create(
        child=world.children["andere-regio"], recorded_at=AT, source=world.organisations["Nidos"], person="T. Oud",
        to_person="T. Nieuw", task="legal_representative", opened_on=ON - datetime.timedelta(days=9),
        accepted_on=ON - datetime.timedelta(days=2),
        **{name: None if ahead is None else ON + datetime.timedelta(days=ahead) for name, ahead in days.items()},
    )  # fmt: skip
    get = door()
    for prefix in PREFIXES.values():
        for page in PAGES:
            text = get(prefix + page).content.decode()
            assert ("T. Nieuw" in text and "T. Oud" in text) == (is_shown and page == "mensen/"), (prefix, page)
    if is_shown and stops:
        assert "Vanaf donderdag 1 oktober helpt <bdi" in get("/mijn/mensen/").content.decode()
