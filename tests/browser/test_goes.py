"""A new reception location in a region, played from the first day: roles unclear, agreed, a knot stuck and decided, growing.

The story of Goes in the report of TSD, with invented names. Four organisations begin to work together; a young person who
lives there shows what it is worth: gaps that shout, then named people, and at the own door an answer to who to go to for what.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.playing import Stage, choose, follow, go, menu, press, text_of, tick
from tests.browser.steps import fill, press_save
from tests.browser.tabs import session_of
from tests.world import REGION_TOWN, TOWN, _account

PLACE, PARTNERSHIP, SERIES = "Hotel De Kade", "Samen rond De Kade", "Casusoverleg De Kade"
NAME, BORN = "Idris Tesfay", "5-5-2010"
LEAD, MENTOR, GUARDIAN, SCHOOL = "Willem Brandsma", "Noor Bakker", "Anouk Postma", "Jasper van der Veenstra"
ORGANISATIONS = {LEAD: f"Gemeente {TOWN}", MENTOR: "COA", GUARDIAN: "Nidos", SCHOOL: f"Scholen {TOWN}"}
KNOT = "Wie betaalt de bus van De Kade naar school, tot de gemeente een lijn heeft?"
TOPIC, ANSWER = "Ik wil bij een voetbalteam.", "Ja. Je kunt vanaf volgende week bij SV Zandakker."
NOBODY = "Nog niemand. Vraag het aan de mensen waar je woont."
AMBITION = "Elke jongere op De Kade gaat binnen vier weken naar school en weet wie er voor hem of haar is."


class People(Stage):
    """`lead` of the municipality, `mentor` at the new location, `guardian`, `school`, and the young person at the own door."""

    lead: Any
    mentor: Any
    guardian: Any
    school: Any
    young: Any
    at = meeting = knot = ""

    def __init__(self, world: Any, tabs: Any) -> None:
        super().__init__(tabs, "goes")
        accounts = {
            "lead": world.accounts["policy"], "mentor": _mentor_of(world), "guardian": world.accounts["legal_representative"],
            "school": world.accounts["school"],
        }  # fmt: skip
        for name, account in accounts.items():
            setattr(self, name, tabs.open(session=session_of(account)))
        self.young = tabs.open()
        self.members = (self.lead, self.mentor, self.guardian, self.school)


def _mentor_of(world: Any) -> Any:
    """Open the new location, with somebody who works there."""
    from leerrecht.chain.models import Location, Team

    coa = world.organisations["COA"]
    location = Location.objects.create(name=PLACE, municipality=TOWN, organisation=coa)
    team = Team.objects.create(organisation=coa, name="Team De Kade", role="reception", location=location)
    account = _account(MENTOR, team)
    account.professional.function, account.professional.phone = "mentor", "06 12345678"
    account.professional.save()
    return account


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


def partnership(page: Any) -> str:
    """Go to the partnership by the menu, unless one is there, and give its text."""
    if page.locator("h1").inner_text() != PARTNERSHIP:
        menu(page, "Samenwerken")
        follow(page, PARTNERSHIP)
    return text_of(page)


# --- beginning ---------------------------------------------------------------------------------------------------------


def they_begin(people: People) -> None:
    page = people.lead
    go(page, "/vandaag/")
    menu(page, "Samenwerken")
    assert "Jouw organisatie doet nog nergens aan mee" in people.look(page, "nothing-yet")
    follow(page, "Begin een samenwerkingsverband")
    fill(page, name=PARTNERSHIP, towns=f"{TOWN}\n{REGION_TOWN}")
    tick(page, "Beginfase")
    press(page, "Bewaar", "Het samenwerkingsverband is begonnen.")
    for organisation in ("COA", "Nidos", f"Scholen {TOWN}"):
        follow(page, "Voeg een lid toe")
        choose(page, "Organisatie", organisation)
        press(page, "Voeg een lid toe", "Het lid is toegevoegd.")
    for person in (MENTOR, GUARDIAN, SCHOOL):
        page.get_by_role("row").filter(has_text=ORGANISATIONS[person]).get_by_role(
            "link", name="Verander"
        ).first.click()
        page.wait_for_load_state()
        tick(page, person)
        press(page, "Bewaar de contactpersoon", "De verandering is bewaard.")
    text = people.look(page, "members")
    assert "Beginfase" in text and "Er geldt nog geen taakverdeling." in text and "Niemand mag beslissen over" in text
    go(people.school, "/vandaag/")  # since today the menu has Samenwerken
    menu(people.school, "Samenwerken")
    assert PARTNERSHIP in text_of(people.school)


def mandates_are_recorded(people: People) -> None:
    for person in ORGANISATIONS:
        _mandate(people.lead, person, "Samenwerking en taakverdeling", "taken verdelen")


def _mandate(page: Any, person: str, domain: str, decides: str) -> None:
    partnership(page)
    follow(page, "Leg een mandaat vast")
    choose(page, "Wie", person)
    tick(page, domain)
    fill(page, decides=decides, up_to="voor de eigen organisatie")
    press(page, "Bewaar", "Het mandaat is bewaard.")


def who_does_what_is_agreed(people: People) -> None:
    """Let the proposal begin with the standard list, and every member agree."""
    page = people.lead
    partnership(page)
    follow(page, "Stel een taakverdeling voor")
    chosen = page.locator("main").get_by_label("Contact met school").first.locator("option:checked").inner_text()
    assert chosen == "COA"  # who usually does it
    choose(page, "Plek op school", f"Scholen {TOWN}")
    choose(page, "Leerplicht", f"Gemeente {TOWN}")
    fill(page, why="De opvang is nieuw. Niemand wist wie wat deed.")
    people.look(page, "propose")
    press(page, "Leg voor aan de leden", "Het voorstel ligt bij de leden.")
    for member, person in zip(people.members, ORGANISATIONS, strict=True):
        if member.url == "about:blank":
            go(member, "/vandaag/")
        partnership(member)
        follow(member, "Versie 1")
        press_save(member, f"Ga akkoord namens {ORGANISATIONS[person]}")
    assert "Alle leden zijn akkoord: de taakverdeling is vastgesteld." in text_of(people.school)
    assert "Geldt nu" in people.look(people.school, "agreed")


# --- a young person ----------------------------------------------------------------------------------------------------


def a_young_person_arrives(people: People) -> None:
    page = people.mentor
    go(page, "/vandaag/")
    menu(page, "Nieuw bij ons")
    fill(page, given_names="Idris", family_name="Tesfay", born_on=BORN)
    page.locator("main button[value=look]").click()
    page.wait_for_load_state()
    press_save(page, "Neem deze jongere op als nieuw")
    choose(page, "Soort", "poa")
    fill(page, plek_valid_from="14-9-2026")
    press_save(page, "Neem op")
    people.at = page.url.split("?")[0]
    text = text_of(page)
    assert NAME in text and PLACE in text
    follow(page, "Bekijk alle feiten")
    page.locator("main").get_by_role("link", name="Verbeter").first.click()
    page.wait_for_load_state()
    page.locator("main fieldset").filter(has_text="Zonder ouder").get_by_label("Ja").check()
    fill(page, why="De jongere is zonder ouders gekomen.")
    press(page, "Bewaar de verbetering", "De verbetering is bewaard.")


def the_gaps_get_names(people: People) -> None:
    page = people.mentor
    go(page, people.at)
    text = people.look(page, "gaps")
    assert page.locator(".lr-person--gap").count() == 4
    assert "Afgesproken: COA doet dit." in text and "Afgesproken: Nidos doet dit." in text
    young = _open_door(people)
    assert _answers(young) == {NOBODY}
    people.look(young, "door-nobody")
    for task, person in (
        ("Contact met school", MENTOR), ("Vaste contactpersoon", MENTOR), ("Wettelijk vertegenwoordiger", GUARDIAN),
        ("Uitleg over de asielprocedure", GUARDIAN),
    ):  # fmt: skip
        go(page, people.at)
        page.locator(".lr-person--gap").filter(has_text=task).get_by_role("link", name="Leg vast wie dit doet").click()
        page.wait_for_load_state()
        assert page.locator("#organisation").input_value() == ORGANISATIONS[person]  # as was agreed
        fill(page, person=person, valid_from="14-9-2026")
        press(page, "Bewaar", "Het feit is bewaard.")
    assert page.locator(".lr-person--gap").count() == 0
    assert GUARDIAN in people.look(page, "named")
    assert NAME in go(people.guardian, "/jongeren/")


def _open_door(people: People) -> Any:
    page, young = people.mentor, people.young
    follow(page, "Kaart geven")
    choose(page, "Taal van de kaart", "Nederlands")
    press_save(page, "Maak een kaart")
    code = page.locator(".lr-y__big-code").inner_text()
    young.goto("/mijn/kaart/eerste/")
    fill(young, code=code, pin="40817", again="40817")
    press_save(young, "Open")
    young.wait_for_url("**/mijn/")
    return young


def _answers(young: Any) -> set[str]:
    """Give the different answers to whom to ask, at the own door."""
    young.goto("/mijn/mensen/")
    said = young.locator(".lr-y__about dd").all_inner_texts()
    assert len(said) > 9
    return {text if "Nog niemand" not in text else NOBODY for text in said}


def the_young_person_asks(people: People) -> None:
    young = people.young
    menu(young, "Mensen")
    text = people.look(young, "door-people")
    assert MENTOR in text and GUARDIAN in text and "06 12345678" in text
    assert _answers(young) == {f"Vraag het {MENTOR}.", f"Vraag het {GUARDIAN}."}


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
    _mandate(page, SCHOOL, "Onderwijs", "plaatsen verdelen")
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
    _mandate(page, LEAD, "Geld", "vervoer van nieuwkomers")
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
    assert _answers(young) == {f"Vraag het {MENTOR}.", f"Vraag het {GUARDIAN}."}
    people.look(young, "door-end")
    assert NAME in go(people.mentor, people.at)
    assert people.mentor.locator(".lr-person--gap").count() == 0
