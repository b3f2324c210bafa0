"""A whole move, played by the people around one child, each in a browser of their own: announced, told, handed over, taken in.

The mentor announces it and nobody hears of it before the child does. The present school prepares the file; the child and
the guardian read it; the next school accepts it. On the first day there nobody is asked to do a test twice.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from tests.browser.playing import Stage, follow, go, text_of
from tests.browser.steps import done_message, fill, press_save
from tests.browser.tabs import session_of
from tests.operations.transferring import OWN, add
from tests.world import ON, REGION_TOWN, _account

NAME, REFERENCE = "Ahmad Saleh", "wachten"
NEXT = "ISK Veenmeer"
PLACE, WHY = "COA Veenmeer", "Deze locatie sluit."
NUMBER, MOVES_ON = "100000193", "2-11-2026"
WORDS = "Ik wil graag naast iemand zitten die mijn taal spreekt."
DAY = datetime.timedelta(days=1)


class People(Stage):
    """Everybody who plays a part, each in a browser of their own. `child`: the one who moves."""

    def __init__(self, world: Any, tabs: Any) -> None:
        super().__init__(tabs, "whole-move")
        self.child = world.children[REFERENCE]
        self.at = f"/jongeren/{self.child.public_id}/"
        here = {
            "mentor": "reception", "school": "school", "guardian": "legal_representative", "duty": "compulsory_education",
        }  # fmt: skip
        accounts = {name: world.accounts[role] for name, role in here.items()} | _people_there(world)
        for name, account in accounts.items():
            setattr(self, name, tabs.open(session=session_of(account)))
        self.young = tabs.open()

    mentor: Any
    school: Any
    guardian: Any
    duty: Any
    next_school: Any
    next_duty: Any
    young: Any

    def finds_nothing(self, page: Any, rest: str = "") -> None:
        """Check that a page of the child isn't there for somebody."""
        self.tabs.expected.add(404)
        assert page.goto(self.at + rest).status == 404
        assert "Ahmad" not in page.content()


def _people_there(world: Any) -> dict[str, Any]:
    """Give the accounts of the next school, and of compulsory education in its town."""
    from leerrecht.chain.models import Organisation, School, Team

    town = Organisation.objects.create(name="Gemeente Veenmeer", kind="municipality")
    duty = Team.objects.create(
        organisation=town, name="Leerplicht Veenmeer", role="compulsory_education", municipality=REGION_TOWN
    )
    team = Team.objects.create(
        organisation=world.organisations["Scholen Zandakker"], name="Team ISK Veenmeer", role="school",
        school=School.objects.get(name=NEXT),
    )  # fmt: skip
    return {"next_school": _account("Test next", team), "next_duty": _account("Test next duty", duty)}


@pytest.fixture
def people(world, tabs):
    """The child goes to the school here, which tested its Dutch two weeks ago."""
    child = world.children[REFERENCE]
    add(child, "enrolments", school=OWN, municipality="Zandakker", kind="isk", phase="placed", started_on=ON - 60 * DAY)
    add(
        child, "assessments", domain="dutch", instrument="Intaketoets", level="A1", school=OWN, taken_on=ON - 14 * DAY
    )  # fmt: skip
    return People(world, tabs)


def point_of(page: Any, title: str) -> Any:
    """Find a point in the lists of a move."""
    return page.get_by_role("row").filter(has_text=title)


def open_point(page: Any, title: str) -> None:
    point_of(page, title).get_by_role("link").click()
    page.wait_for_load_state()


def test_a_move_without_a_break(people, settings):
    mentor_announces(people)
    nobody_else_sees_it(people)
    the_child_is_told(people)
    both_sides_agree(people)
    the_number_is_recognised(people)
    the_school_prepares(people)
    the_child_reads(people)
    the_guardian_reads(people)
    the_school_sends(people)
    the_next_school_accepts(people)
    settings.CLOCK_ON = "2026-11-02"
    the_child_arrives(people)


def mentor_announces(people: People) -> None:
    page = people.mentor
    page.goto(people.at)
    follow(page, "Kondig een verhuizing aan")
    assert "Vertel het eerst aan de jongere." in text_of(page)
    fill(page, location=PLACE, municipality=REGION_TOWN, valid_from=MOVES_ON, reason=WHY)
    page.locator("main").locator("[name=kind]").select_option("coa_small")
    people.look(page, "announce")
    press_save(page, "Kondig aan")
    assert "De verhuizing is aangekondigd." in done_message(page)
    text = people.look(page, "announced")
    assert "De jongere weet het nog niet. School en gemeente zien nog niets." in text
    assert PLACE in text and WHY in text and "Verhuist op ma 2 november" in text
    assert "Volgende school" in text and "Toetsen en niveau mee" in text and "Vervoer, en wie het betaalt" in text


def nobody_else_sees_it(people: People) -> None:
    for page in (people.school, people.duty, people.next_school, people.next_duty):
        assert "Ahmad" not in go(page, "/verhuizingen/")
        assert "weet van een verhuizing" not in go(page, "/vandaag/")
    for page in (people.school, people.duty):
        assert "Bekijk de verhuizing" not in go(page, people.at)
        text = go(page, f"{people.at}verhuizing/")
        assert "Er is geen verhuizing bekend" in text and REGION_TOWN not in text
    people.look(people.school, "untold-school")
    for page in (people.next_school, people.next_duty):
        assert "Ahmad" not in go(page, "/vandaag/") + go(page, "/jongeren/")
        people.finds_nothing(page)
        people.finds_nothing(page, "verhuizing/")
    go(people.next_duty, "/verhuizingen/")
    assert "Er zijn geen verhuizingen aangekondigd" in people.look(people.next_duty, "untold-town")


def the_child_is_told(people: People) -> None:
    page = people.mentor
    follow(page, "Leg vast dat het verteld is")
    fill(page, child_told_on="15-9-2026")
    people.look(page, "tell")
    press_save(page, "Bewaar de dag")
    assert "School en gemeente krijgen bericht." in done_message(page)
    assert "De jongere weet het sinds di 15 september." in people.look(page, "told")
    go(people.school, "/vandaag/")
    assert f"{NAME} weet van een verhuizing." in people.look(people.school, "told-school-today")
    go(people.school, f"{people.at}verhuizing/")
    seen = people.look(people.school, "told-school")
    assert REGION_TOWN in seen and "2 november" in seen
    assert PLACE not in seen and WHY not in seen
    go(people.next_duty, "/verhuizingen/")
    seen = people.look(people.next_duty, "told-town")
    assert NAME in seen and "2 november" in seen and PLACE not in seen
    assert "Ahmad" not in go(people.next_school, "/verhuizingen/")  # it has nothing to do with the child yet


def both_sides_agree(people: People) -> None:
    page = people.mentor
    open_point(page, "Warme overdracht")
    fill(page, organisation="COA", person="S. de Boer", due_on="26-10-2026", note="Samen bellen met Veenmeer.")
    people.look(page, "agree")
    press_save(page, "Bewaar de afspraak")
    assert "De afspraak is bewaard." in done_message(page)
    assert "S. de Boer" in text_of(page) and "Samen bellen met Veenmeer." in text_of(page)
    page = people.school
    go(page, f"{people.at}verhuizing/")
    open_point(page, "Toetsen en niveau mee")
    assert "Is dit vandaag klaar?" in people.look(page, "finish")
    press_save(page, "Ja, vandaag klaar")
    assert "Het punt is klaar." in done_message(page)
    people.mentor.reload()
    assert "Klaar op 15 september" in point_of(people.mentor, "Toetsen en niveau mee").inner_text()
    people.look(people.mentor, "agreed")


def the_number_is_recognised(people: People) -> None:
    page = people.guardian
    page.goto(f"{people.at}feit/identifiers/")
    assert page.get_by_label("Herken het aan het nummer").is_checked()
    fill(page, value="1000 00 193", valid_from="1-9-2026")
    people.look(page, "number")
    press_save(page, "Bewaar")
    assert "Het feit is bewaard." in done_message(page)
    page.goto(f"{people.at}feiten/")
    assert "Soort nummer\nonderwijsnummer" in page.locator(".lr-factlist li").filter(has_text=NUMBER).inner_text()


def the_school_prepares(people: People) -> None:
    page = people.school
    page.goto(people.at)
    follow(page, "Naar de overdracht")
    follow(page, "Bereid een overdracht voor")
    page.get_by_label("Nieuwe school").select_option(label=f"{NEXT} ({REGION_TOWN})")
    fill(page, told_on="15-9-2026")
    people.look(page, "prepare")
    press_save(page, "Bereid voor")
    assert "De nieuwe school ziet nog niets." in done_message(page)
    text = people.look(page, "prepared")
    assert "Wordt voorbereid" in text and "Nu aan de beurt: de jongere en de wettelijk vertegenwoordiger." in text
    assert "Ahmad" not in go(people.next_school, "/vandaag/") + go(people.next_school, "/overdrachten/")


def the_child_reads(people: People) -> None:
    """Let the guardian hand out a card, and the young person come in with it, read the file and say something."""
    people.guardian.goto(f"{people.at}kaart/")
    people.guardian.get_by_label("Taal van de kaart").select_option("nl")
    press_save(people.guardian, "Maak een kaart")
    code = people.guardian.locator(".lr-y__big-code").inner_text()
    page = people.young
    page.goto("/mijn/kaart/eerste/")
    fill(page, code=code, pin="40817", again="40817")
    press_save(page, "Open")
    page.wait_for_url("**/mijn/")
    assert f"Je gaat misschien naar {NEXT}." in people.look(page, "door")
    follow(page, "Kijk wat je nieuwe school leest")
    text = people.look(page, "door-file")
    assert "A1" in text and PLACE not in text
    fill(page, words=WORDS)
    page.locator("button[value=say]").click()
    page.wait_for_load_state()
    press_save(page, "Ik heb het gelezen en het klopt")
    assert "Je hebt dit gelezen op" in people.look(page, "door-read")


def the_guardian_reads(people: People) -> None:
    page = people.guardian
    go(page, "/vandaag/")
    assert "Overdrachten die op jou wachten" in people.look(page, "guardian-today")
    page.locator("#overdrachten ~ ul li").filter(has_text=NAME).get_by_role("link").click()
    page.wait_for_load_state()
    text = people.look(page, "guardian-file")
    assert "Lees het dossier hieronder." in text and NUMBER in text and WORDS not in text
    press_save(page, "Ingezien door de wettelijk vertegenwoordiger")
    assert "Vastgelegd dat het dossier is ingezien." in done_message(page)


def the_school_sends(people: People) -> None:
    people.finds_nothing(people.next_school, "overdracht/")
    page = people.school
    page.reload()
    people.look(page, "ready")
    press_save(page, "Verstuur het dossier")
    assert "De nieuwe school kan het nu lezen." in done_message(page)
    assert "Nu aan de beurt: de nieuwe school." in people.look(page, "sent")


def the_next_school_accepts(people: People) -> None:
    page = people.next_school
    go(page, "/vandaag/")
    text = people.look(page, "next-today")
    assert "Overdrachten die op jou wachten" in text and NAME in text
    page.locator("#overdrachten ~ ul li").filter(has_text=NAME).get_by_role("link").click()
    page.wait_for_load_state()
    press_save(page, "Wij hebben het dossier en kijken ernaar")
    assert "Vastgelegd dat jullie het dossier hebben." in done_message(page)
    text = people.look(page, "received")
    assert NUMBER in text and "Gebruik dit nummer en vraag geen nieuw nummer aan." in text
    assert "Deze toets is nog geldig. Neem de uitslag over." in text and WORDS in text
    assert PLACE not in text and WHY not in text
    page.get_by_label("Soort onderwijs").select_option("isk")
    fill(page, started_on=MOVES_ON)
    press_save(page, "Accepteer de jongere")
    assert "Jullie school is nu verantwoordelijk." in done_message(page)
    assert "Geaccepteerd" in people.look(page, "accepted")
    page.goto(people.at)
    assert NEXT in people.look(page, "next-child")
    for other in (people.school, people.guardian):
        assert "Geaccepteerd" in go(other, f"{people.at}overdracht/")
    go(people.mentor, f"{people.at}verhuizing/")
    for item in ("Volgende school", "School vanaf de eerste dag", "Onderwijsnummer mee", "Profiel en wensen mee"):
        assert "Klaar op" in point_of(people.mentor, item).inner_text(), item
    assert "Klaar op" not in point_of(people.mentor, "Vervoer, en wie het betaalt").inner_text()
    people.look(people.mentor, "settled")


def the_child_arrives(people: People) -> None:
    page = people.next_school
    today = go(page, "/vandaag/")
    people.look(page, "arrived-today")
    assert "hoeft niet opnieuw te toetsen" not in today and "krijgt een toets" not in today
    page.goto(people.at)
    page.get_by_text(re.compile("Klaar: ")).click()
    text = people.look(page, "arrived")
    assert "Niet nog een keer toetsen: Nederlands: geregeld." in text
    assert "ISK Veenmeer" in text and "Woont\nVeenmeer" in text
    page.locator(".lr-settled li").filter(has_text="Niet nog een keer toetsen").get_by_role("link").click()
    page.wait_for_load_state()
    text = people.look(page, "no-retest")
    assert "Die school neemt de uitslag over en toetst niet opnieuw." in text and "Geregeld" in text
    page.goto("/nieuw/")
    fill(page, number=NUMBER)
    page.locator("main button[value=look]").click()
    page.wait_for_load_state()
    assert NAME in people.look(page, "number-known")
