"""The people of the story of Goes, how they begin to work together, and a young person who arrives: see test_goes.py."""

from __future__ import annotations

from typing import Any

from tests.browser.playing import Stage, choose, follow, go, menu, press, text_of, tick
from tests.browser.steps import fill, press_save
from tests.browser.tabs import session_of
from tests.world import REGION_TOWN, TOWN, _account

PLACE, PARTNERSHIP = "Hotel De Kade", "Samen rond De Kade"
NAME, BORN = "Idris Tesfay", "5-5-2010"
LEAD, MENTOR, GUARDIAN, SCHOOL = "Willem Brandsma", "Noor Bakker", "Anouk Postma", "Jasper van der Veenstra"
ORGANISATIONS = {LEAD: f"Gemeente {TOWN}", MENTOR: "COA", GUARDIAN: "Nidos", SCHOOL: f"Scholen {TOWN}"}
NOBODY = "Nog niemand. Vraag het aan de mensen waar je woont."


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
        give_mandate(people.lead, person, "Samenwerking en taakverdeling", "taken verdelen")


def give_mandate(page: Any, person: str, domain: str, decides: str) -> None:
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
    assert answers(young) == {NOBODY}
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


def answers(young: Any) -> set[str]:
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
    assert answers(young) == {f"Vraag het {MENTOR}.", f"Vraag het {GUARDIAN}."}
