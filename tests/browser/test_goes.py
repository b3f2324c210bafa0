"""A new reception location in a region, played from the first day: roles unclear, agreed, a knot stuck and decided, growing.

The story of Goes in the report of TSD, with invented names. Four organisations begin to work together; a young person who
lives there shows what it is worth: gaps that shout, then named people, and at the own door an answer to who to go to for what.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.goes import (
    GUARDIAN,
    LEAD,
    MENTOR,
    NAME,
    ORGANISATIONS,
    SCHOOL,
    People,
    a_young_person_arrives,
    answers,
    give_mandate,
    mandates_are_recorded,
    partnership,
    the_gaps_get_names,
    the_young_person_asks,
    they_begin,
    who_does_what_is_agreed,
)
from tests.browser.playing import choose, follow, go, menu, press, text_of, tick
from tests.browser.steps import fill, press_save
from tests.world import TOWN

SERIES = "Casusoverleg De Kade"
KNOT = "Wie betaalt de bus van De Kade naar school, tot de gemeente een lijn heeft?"
TOPIC, ANSWER = "Ik wil bij een voetbalteam.", "Ja. Je kunt vanaf volgende week bij SV Zandakker."
AMBITION = "Elke jongere op De Kade gaat binnen vier weken naar school en weet wie er voor hem of haar is."


@pytest.fixture
def people(world, tabs):
    return People(world, tabs)


def test_a_new_location_grows(people, settings):
    they_begin(people)
    mandates_are_recorded(people)
    who_does_what_is_agreed(people)
    a_young_person_arrives(people)
    the_gaps_get_names(people)
    the_young_person_asks(people)
    a_meeting_lacks_a_mandate(people)
    a_knot_is_raised(people)
    settings.CLOCK_ON = "2026-09-24"
    the_meeting_was_held(people)
    the_knot_goes_up_and_is_decided(people)
    the_ambition_is_written(people)
    settings.CLOCK_ON = "2026-12-01"
    they_grow_and_look_back(people)
    everybody_knows_whom_to_ask(people)


# --- meeting -----------------------------------------------------------------------------------------------------------


def a_meeting_lacks_a_mandate(people: People) -> None:
    page = people.lead
    partnership(page)
    follow(page, "Overleggen", exact=True)
    follow(page, "Begin een overleg")
    fill(page, name=SERIES, purpose="Afspreken wat wij doen voor jongeren op De Kade.")
    tick(page, "Casusoverleg", *ORGANISATIONS.values(), "Onderwijs")
    choose(page, "Hoe vaak", "Elke maand")
    press(page, "Bewaar", "Het overleg is begonnen. Plan nu een bijeenkomst.")
    _the_young_person_puts_a_point_on_the_agenda(people)
    follow(page, "Plan een bijeenkomst")
    fill(page, held_on="22-9-2026", begins="10:00", place="Raadhuis Zandakker")
    tick(page, LEAD, MENTOR, GUARDIAN)
    press(page, "Bewaar", "De bijeenkomst is gepland.")
    people.meeting = page.url.split("?")[0]
    text = people.look(page, "short")
    assert "Zo kan dit overleg niet beslissen" in text
    assert "mag op die dag beslissen over: onderwijs." in text.lower()
    assert f"Niet uitgenodigd, maar wel nodig: Scholen {TOWN}." in text
    people.tabs.expected.add(422)
    press_save(page, "Verstuur toch")
    assert "Nodig die uit, of schrijf op waarom het toch doorgaat." in text_of(page)
    give_mandate(page, SCHOOL, "Onderwijs", "plaatsen verdelen")
    go(page, people.meeting)
    follow(page, "Verzet of verander")
    tick(page, SCHOOL)
    press(page, "Bewaar", "De verandering is bewaard.")
    assert "Zo kan dit overleg niet beslissen" not in text_of(page)
    press(page, "Verstuur de uitnodiging", "De uitnodiging staat klaar.")
    with page.expect_download() as found:
        follow_file(page, "Zet in je agenda")
    assert found.value.suggested_filename == "overleg-2026-09-22.ics"


def follow_file(page: Any, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).click()


def _the_young_person_puts_a_point_on_the_agenda(people: People) -> None:
    young = people.young
    menu(young, "Zeg iets")
    young.get_by_role("link", name="Mijn punt voor overleg").click()
    young.wait_for_load_state()
    fill(young, words=TOPIC)
    press_save(young, "Verstuur")
    text = people.look(young, "door-point")
    assert TOPIC in text and "Dit wacht op het volgende overleg." in text


def a_knot_is_raised(people: People) -> None:
    page = people.lead
    partnership(page)
    follow(page, "Knopen", exact=True)
    follow(page, "Leg de ladder vast")
    fill(page, who_1="Teamleiders", days_1="7", who_2="Directeur en wethouder", days_2="14")
    press(page, "Bewaar", "De ladder is bewaard.")
    page = people.school
    partnership(page)
    follow(page, "Knopen", exact=True)
    follow(page, "Leg een knoop voor")
    fill(page, question=KNOT, options="COA\nDe gemeente\nSamen, ieder de helft", decide_by="22-9-2026")
    tick(page, "Geld")
    press(page, "Bewaar", "De knoop ligt voor.")
    people.knot = page.url.split("?")[0]
    assert "Niemand mag dit vandaag beslissen" in text_of(page)
    for member, words in (
        (page, "Zonder bus mist een jongere lessen."),
        (people.mentor, "Wij hebben geen geld voor vervoer."),
    ):
        go(member, people.knot)
        fill(member, words=words)
        press(member, "Zeg dit", "Jouw woorden staan erbij.")
    people.look(people.mentor, "stuck")


def the_meeting_was_held(people: People) -> None:
    page = people.lead
    go(page, people.meeting)
    fill(page, ruling="Elke nieuwe jongere heeft binnen een week een vaste contactpersoon.")
    press(page, "Bewaar het besluit", "Het besluit is bewaard.")
    fill(page, what="Een route naar school rijden met de jongeren", due_on="1-10-2026")
    choose(page, "Wie doet het", MENTOR)
    press(page, "Bewaar de actie", "De actie is bewaard.")
    fill(page, spread="Wie wat doet, aan alle mentoren en docenten.")
    press(page, "Vraag het aan iedereen die erbij was", "Elke organisatie ziet nu")
    people.look(page, "held")
    page = people.mentor
    go(page, people.meeting)
    people.look(page, "held-mentor")
    fill(page, how="In het teamoverleg van vandaag.")
    press(page, "Bevestig namens COA", "Dank je, het is bevestigd.")
    follow(page, "Schrijf op wat is besloten")
    assert TOPIC in text_of(page)
    fill(
        page,
        decision=ANSWER,
        reason="Je traint al en de club heeft plek.",
        what="Idris aanmelden bij de club",
        due_on="28-9-2026",
    )
    choose(page, "Wie doet het", MENTOR)
    tick(page, "Waar de jongere woont", "Ja, iemand heeft het verteld")
    people.look(page, "answer")
    press(page, "Bewaar het antwoord", "Het antwoord is bewaard.")
    young = people.young
    menu(young, "Zeg iets")
    young.get_by_role("link", name="Mijn punt voor overleg").click()
    young.wait_for_load_state()
    text = people.look(young, "door-answer")
    assert ANSWER in text and "Dit gaat iemand doen" in text and MENTOR in text


# --- deciding ----------------------------------------------------------------------------------------------------------


def the_knot_goes_up_and_is_decided(people: People) -> None:
    page = people.lead
    menu(page, "Samenwerken")
    text = partnership(page)
    assert "1 knoop is niet op tijd beslist." in text and "1 knoop mag niemand vandaag beslissen." in text
    give_mandate(page, LEAD, "Geld", "vervoer van nieuwkomers")
    partnership(page)
    follow(page, "Knopen", exact=True)
    follow(page, KNOT[:40])
    text = people.look(page, "up")
    assert "Te laat: stap 1, nu bij Teamleiders" in text and "Hier ligt hij nu" in text
    assert "Wij hebben geen geld voor vervoer." in text
    fill(
        page,
        decision="De gemeente betaalt de bus tot de lijn er is.",
        reason="School gaat voor. Het COA heeft geen budget.",
    )
    press(page, "Beslis", "De knoop is doorgehakt.")
    fill(page, what="De bus bestellen", due_on="28-9-2026")
    choose(page, "Wie doet het", LEAD)
    press(page, "Bewaar de actie", "De actie is bewaard.")
    text = people.look(page, "decided")
    assert "School gaat voor." in text and f"{LEAD}, Gemeente {TOWN}" in text
    assert "School gaat voor." in go(people.school, people.knot)


def the_ambition_is_written(people: People) -> None:
    page = people.lead
    partnership(page)
    follow(page, "Stel een ambitie voor")
    fill(
        page, text=AMBITION, what_1="Iedereen binnen vier weken naar school", target_1="90", unit_1="procent",
        youth_part="Een gesprek met zes jongeren op De Kade.", youth_said="Wij willen weten wie wij kunnen bellen.",
        evaluate_on="1-12-2026",
    )  # fmt: skip
    choose(page, "Waaraan zie je het", "Op tijd op school")
    press(page, "Leg voor aan de leden", "Het voorstel ligt bij de leden.")
    for member, organisation in zip(people.members, ORGANISATIONS.values(), strict=True):
        partnership(member)
        follow(member, "Bekijk ambitie, doelen en belangen")
        fill(member, words=f"Het belang van {organisation}: rust en school voor jongeren.")
        press(member, "Bewaar het belang", "Het belang is bewaard.")
        press_save(member, f"Ga akkoord namens {organisation}")
    partnership(page)
    follow(page, "Bekijk ambitie, doelen en belangen")
    assert "Vastgesteld door de leden op" in people.look(page, "ambition")
    with page.expect_download() as found:
        follow_file(page, "Als PDF, om te tekenen en op te hangen")
    assert found.value.suggested_filename == "ambitie-1.pdf"


def they_grow_and_look_back(people: People) -> None:
    page = people.lead
    partnership(page)
    follow(page, "Verander naam, gemeenten of fase")
    tick(page, "In opbouw")
    press(page, "Bewaar", "De verandering is bewaard.")
    text = people.look(page, "growing")
    assert "In opbouw" in text and "of de fase is veranderd" in text
    assert "Vandaag is de dag om de ambitie te evalueren." in text
    follow(page, "Overleggen", exact=True)
    follow(page, "Leg een evaluatie vast")
    fill(page, findings="Het casusoverleg kan naar elke zes weken. Het jongerenwerk ontbrak.")
    press(page, "Bewaar", "De evaluatie is bewaard.")
    partnership(page)
    follow(page, "Bekijk ambitie, doelen en belangen")
    follow(page, "Leg een evaluatie vast")
    fill(
        page, held_on="1-12-2026", results="Acht van de tien jongeren waren op tijd op school.",
        conclusions="De bus hielp het meest.", adjustments="Wij vragen plek aan in de week van aankomst.", next_on="1-6-2027",
    )  # fmt: skip
    press(page, "Bewaar", "De evaluatie is bewaard.")
    assert "De bus hielp het meest." in people.look(page, "ambition-evaluated")
    menu(page, "Inzicht")
    people.look(page, "insight")


def everybody_knows_whom_to_ask(people: People) -> None:
    young = people.young
    assert answers(young) == {f"Vraag het {MENTOR}.", f"Vraag het {GUARDIAN}."}
    people.look(young, "door-end")
    assert NAME in go(people.mentor, people.at)
    assert people.mentor.locator(".lr-person--gap").count() == 0
