"""A guardian leaves, played by everybody around one young person: noted, proposed, declined, accepted, told, asked, signed.

At every moment the young person's own door answers who to go to, and it never knows of somebody before a person told them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.playing import Stage, choose, follow, go, menu, press, text_of, tick
from tests.browser.steps import done_message, fill, press_save
from tests.browser.tabs import session_of

NAME, REFERENCE = "Ahmad Saleh", "wachten"
LEAVER, COMER, OTHER = "P. Smit", "Anouk Postma", "J. Bakker"
WISH, ASKED = "Ik wil haar eerst een keer zien.", "Mag mijn broer erbij zijn?"
NOTE = "Hij belt liever dan dat hij schrijft. Na het gebed is een goed moment."
DECIDES, TELLS, LOST = (
    "Wie beslist met mij over belangrijke dingen?",
    "Wie vertelt mij over mijn asielaanvraag?",
    "Ik weet niet wie ik moet vragen",
)


class People(Stage):
    """`leaver` and `comer` are guardians of one team, `other` is a colleague; each in a browser of their own."""

    leaver: Any
    comer: Any
    other: Any
    mentor: Any
    young: Any

    def __init__(self, world: Any, tabs: Any) -> None:
        super().__init__(tabs, "guardian-leaves")
        self.child = world.children[REFERENCE]
        self.at = f"/jongeren/{self.child.public_id}/"
        accounts = {
            "leaver": _account_of(LEAVER), "other": _account_of(OTHER), "comer": world.accounts["legal_representative"],
            "mentor": world.accounts["reception"],
        }  # fmt: skip
        for name, account in accounts.items():
            setattr(self, name, tabs.open(session=session_of(account)))
        self.young = tabs.open()


def _account_of(name: str) -> Any:
    """Give somebody of the world, who holds tasks there, an account."""
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Professional

    person = Professional.objects.get(name=name)
    return Account.objects.create_user(
        email=f"{person.pk}@test.example", password="a-long-password", professional=person
    )


@pytest.fixture
def people(world, tabs):
    return People(world, tabs)


def answer(page: Any, question: str) -> str:
    """Read at the young person's own door whom to ask something."""
    page.goto("/mijn/mensen/")
    return str(page.locator(".lr-y__about div").filter(has_text=question).locator("dd").inner_text())


def test_a_guardian_leaves_and_somebody_is_there_every_day(people, settings):
    the_door_is_opened(people)
    she_notes_that_she_leaves(people)
    one_declines_and_another_is_asked(people)
    the_other_accepts(people)
    the_young_person_knows_nothing_yet(people)
    the_young_person_is_told_and_asked(people)
    they_hand_over_together(people)
    both_sign(people)
    settings.CLOCK_ON = "2026-09-30"
    assert LEAVER in answer(people.young, DECIDES)
    settings.CLOCK_ON = "2026-10-01"
    the_day_itself(people)
    settings.CLOCK_ON = "2026-10-02"
    the_day_after(people)


def the_door_is_opened(people: People) -> None:
    page = people.leaver
    go(page, "/vandaag/")
    menu(page, "Jongeren")
    follow(page, NAME)
    follow(page, "Kaart geven")
    choose(page, "Taal van de kaart", "Nederlands")
    press_save(page, "Maak een kaart")
    code = page.locator(".lr-y__big-code").inner_text()
    young = people.young
    young.goto("/mijn/kaart/eerste/")
    fill(young, code=code, pin="40817", again="40817")
    press_save(young, "Open")
    young.wait_for_url("**/mijn/")
    menu(young, "Mensen")
    text = people.look(young, "door-before")
    assert LEAVER in text and COMER not in text
    assert answer(young, DECIDES) == f"Vraag het {LEAVER}."


def she_notes_that_she_leaves(people: People) -> None:
    page = people.leaver
    go(page, "/vandaag/")
    menu(page, "Overdragen")
    choose(page, "Wat is het?", "gaat weg")
    fill(page, stops_on="1-10-2026")
    people.look(page, "leaves")
    page.locator("main [type=submit][value=self]").click()
    page.wait_for_load_state()
    assert "Vastgelegd. Kijk hieronder wie het kan overnemen." in done_message(page)
    text = people.look(page, "proposal")
    assert f"{LEAVER}: gaat weg" in text and "Niet meer vanaf" in text and NAME in text
    assert "Voorstel: heeft in dit team voor de minste jongeren een taak" in text
    press(page, "Vraag hen om over te nemen", "Gevraagd.")
    people.look(page, "asked")


def one_declines_and_another_is_asked(people: People) -> None:
    """Let who was asked first say no, with a reason; who leaves asks somebody else, who is there for the young person."""
    first, page = _asked(people), people.leaver
    if first is people.comer:  # the proposal was right at once; then it is the other's turn to be asked and say no
        go(page, "/overdragen/")
        choose(page, NAME, OTHER)
        press(page, "Vraag hen om over te nemen", "Gevraagd.")
        first = people.other
    go(first, "/vandaag/")
    assert "Een overdracht van taken wacht op jou." in text_of(first)
    follow(first, "Overdragen")
    follow(first, NAME)
    people.look(first, "is-asked")
    fill(first, reason="Ik heb al meer jongeren dan mag.")
    press(first, "Ik kan het niet overnemen", "Vastgelegd. Iemand anders wordt gevraagd.")
    go(page, "/overdragen/")
    choose(page, NAME, COMER)
    press(page, "Vraag hen om over te nemen", "Gevraagd.")


def _asked(people: People) -> Any:
    go(people.leaver, "/overdragen/")
    box = people.leaver.locator("main").get_by_label(NAME).first
    name = box.locator("option:checked").inner_text()
    return {COMER: people.comer, OTHER: people.other}.get(name, people.comer)


def the_other_accepts(people: People) -> None:
    page = people.comer
    go(page, "/vandaag/")
    people.look(page, "comer-today")
    follow(page, "Overdragen")
    people.look(page, "comer-waiting")
    follow(page, NAME)
    assert "Ik heb al meer jongeren dan mag." not in text_of(page)
    press(page, "Ik neem het over", "Je neemt het over. Vertel het nu samen aan de jongere.")
    people.look(page, "accepted")
    assert page.get_by_role("button", name="Ik teken").count() == 0  # not before the young person knows


def the_young_person_knows_nothing_yet(people: People) -> None:
    text = go(people.young, "/mijn/mensen/")
    assert COMER not in text and "Er komt iemand anders" not in text
    assert answer(people.young, DECIDES) == f"Vraag het {LEAVER}."
    go(people.mentor, people.at)
    text = people.look(people.mentor, "mentor-child")
    assert COMER in text and "begint later" in text.lower()


def the_young_person_is_told_and_asked(people: People) -> None:
    page = people.leaver
    menu(page, "Overdragen")
    follow(page, NAME)
    fill(page, told_on="15-9-2026", words=WISH)
    tick(page, "Wettelijk vertegenwoordiger", "Opvang")
    press(page, "Leg vast dat het verteld is", "Vastgelegd dat de jongere het weet.")
    people.look(page, "told")
    young = people.young
    text = go(young, "/mijn/mensen/")
    assert f"helpt {COMER} jou, in plaats van {LEAVER}." in text
    people.look(young, "door-told")
    young.get_by_role("link", name="Zeg wat jij wilt").click()
    young.wait_for_load_state()
    fill(young, words=ASKED)
    press_save(young, "Verstuur")
    assert ASKED in text_of(young)
    text = go(people.comer, people.at)
    assert WISH in text and ASKED in text


def they_hand_over_together(people: People) -> None:
    page = people.leaver
    fill(page, meeting_on="22-9-2026", note=NOTE)
    tick(page, "Elkaar ontmoet, met de jongere erbij", "Besproken wat de jongere wil en niet wil")
    press(page, "Bewaar", "Bewaard.")
    text = people.look(page, "together")
    assert "22 september" in text
    assert NOTE in page.locator("#note").input_value()
    go(people.comer, "/overdragen/")
    follow(people.comer, NAME)
    assert people.comer.locator("#note").input_value() == NOTE
    tick(people.comer, "School weet wie er nu belt", "De jongere weet hoe die de nieuwe bereikt")
    press(people.comer, "Bewaar", "Bewaard.")


def both_sign(people: People) -> None:
    page = people.leaver
    menu(page, "Overdragen")
    follow(page, NAME)
    assert page.get_by_label("School weet wie er nu belt").is_checked()
    press(page, "Ik teken", "Getekend.")
    text = people.look(page, "one-signed")
    assert "Getekend door wie geeft" in text and "Overgedragen: beiden tekenden." not in text
    assert page.get_by_role("button", name="Ik teken").count() == 0  # nobody signs twice
    page = people.comer
    menu(page, "Overdragen")
    follow(page, NAME)
    press(page, "Ik teken", "Getekend.")
    text = people.look(page, "receipt")
    assert "Overgedragen: beiden tekenden." in text and NOTE in text
    assert re.search(r"\b[0-9a-f]{64}\b", text)


def the_day_itself(people: People) -> None:
    """Nobody falls between: on the first day the door still knows both."""
    page = people.young
    assert answer(page, DECIDES) in (f"Vraag het {LEAVER}.", f"Vraag het {COMER}.")
    assert f"helpt {COMER} jou" in text_of(page)


def the_day_after(people: People) -> None:
    page = people.young
    assert answer(page, DECIDES) == f"Vraag het {COMER}."
    assert answer(page, LOST) == "Vraag het S. de Boer."
    assert answer(page, TELLS) == "Vraag het S. de Boer."  # nobody holds this task: the fixed contact person knows more
    text = people.look(page, "door-after")
    assert COMER in text and LEAVER not in text
    assert "Ahmad" not in go(people.leaver, "/vandaag/")  # who left sees the young person no more
    text = go(people.comer, people.at)
    people.look(people.comer, "child-after")
    assert COMER in text and "dat ben jij" in text


# --- at once -----------------------------------------------------------------------------------------------------------


def test_a_guardian_falls_away_at_once_and_a_colleague_sees_to_it(people, settings):
    the_door_is_opened(people)
    page = people.other
    go(page, "/vandaag/")
    menu(page, "Overdragen")
    choose(page, "Wie (verplicht)", LEAVER)
    page.locator("main [type=submit][value=colleague]").click()
    page.wait_for_load_state()
    assert f"{LEAVER}: opeens weg" in text_of(page)
    settings.CLOCK_ON = "2026-09-16"
    assert (
        answer(people.young, DECIDES) == "Vraag het S. de Boer."
    )  # until somebody takes over: who is there for everything
    go(page, "/overdragen/")
    choose(page, NAME, COMER)
    press(page, "Vraag hen om over te nemen", "Gevraagd.")
    page = people.comer
    go(page, "/overdragen/")
    follow(page, NAME)
    press(page, "Ik neem het over", "Je neemt het over.")
    fill(page, told_on="16-9-2026")
    press(page, "Leg vast dat het verteld is", "Vastgelegd dat de jongere het weet.")
    press(page, "Ik teken", "Getekend.")
    page = people.other
    go(page, "/overdragen/")
    follow(page, NAME)
    text = people.look(page, "in-their-place")
    assert "Een collega die niet overneemt, tekent in diens plaats." in text
    press(page, "Ik teken", "Getekend.")
    assert "Overgedragen: beiden tekenden." in text_of(page)
    settings.CLOCK_ON = "2026-09-17"
    assert answer(people.young, DECIDES) == f"Vraag het {COMER}."
    assert "Tijdelijk" in text_of(people.young)
