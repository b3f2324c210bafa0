"""Correcting a wrong fact; and when somebody else corrected it first, choosing without losing anything."""

from __future__ import annotations

import pytest

from leerrecht.records.models import FACT, Enrolment
from tests.browser.checking import check_page
from tests.browser.kinds import at
from tests.browser.steps import done_message, fill, path_of, press_save, sign_in
from tests.browser.tabs import NARROW, WIDE


def opened(tabs, world, role, width):
    """Sign in, and go by the child's page and its facts to the form of the enrolment."""
    page = tabs.open(width=width)
    sign_in(page, role)
    page.goto(at(world, "wachten"))
    page.get_by_role("link", name="Bekijk alle feiten").click()
    page.locator("section", has=page.get_by_role("heading", name="Inschrijvingen")).get_by_role("link").first.click()
    page.wait_for_url("**/feit/enrolments/*/")
    return page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_wrong_fact_corrected_keeps_what_stood_there(world, tabs, width):
    tabs.expected.add(422)
    page = opened(tabs, world, "reception", width)
    fill(page, requested_on="13-7-2026")
    press_save(page, "Bewaar de verbetering")
    assert page.title().startswith("Fout: ")
    page.locator("#fouten").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "why"
    assert page.input_value("#requested_on") == "13-7-2026"
    fill(page, why="De brief van school is van 13 juli.")
    press_save(page, "Bewaar de verbetering")
    assert "De verbetering is bewaard." in done_message(page)
    new = Enrolment.objects.get(child=world.children["wachten"], retracted_at=None)
    page.goto(at(world, "wachten", f"feit/enrolments/{new.public_id}/"))
    page.get_by_text("Wat er eerder stond").first.click()
    assert "6 juli 2026" in page.locator("main").inner_text()
    check_page(page)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_fact_corrected_by_two_people_lets_the_second_choose(world, tabs, width):
    tabs.expected.add(409)
    mentor, guardian = (opened(tabs, world, role, width) for role in ("reception", "legal_representative"))
    fill(guardian, requested_on="8-7-2026", why="Ik belde met school.")
    press_save(guardian, "Bewaar de verbetering")
    assert "De verbetering is bewaard." in done_message(guardian)
    fill(mentor, school="ISK Zandakker-Oost", why="Het is de locatie in Oost.")
    press_save(mentor, "Bewaar de verbetering")
    said = mentor.locator("main").inner_text()
    assert mentor.get_by_role("heading", level=1, name="Iemand anders was je voor").is_visible()
    assert "Ik belde met school." in said and "8 juli 2026" in said and "ISK Zandakker-Oost" in said
    check_page(mentor)
    mentor.locator("main .lr-results form").first.get_by_role("button").click()
    mentor.wait_for_url("**/jongeren/*/?gedaan=fact_corrected")
    assert path_of(mentor) == at(world, "wachten")
    standing = FACT["enrolments"].objects.get(child=world.children["wachten"], retracted_at=None)
    assert (standing.school, str(standing.requested_on)) == ("ISK Zandakker-Oost", "2026-07-08")
