"""The reception mentor sees who is overdue, follows the button and records the school that begins; with script and without."""

from __future__ import annotations

import pytest

from leerrecht.records.models import Enrolment
from tests.browser.checking import check_page, wait_until
from tests.browser.steps import done_message, fill, item, path_of, press_save, sign_in
from tests.browser.tabs import NARROW, WIDE

SWAPPED = (
    "document.querySelector('#soort').value && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
)


def filtered_by_htmx(page) -> None:
    """Choose a kind; the page stays, and the list is what a full load gives."""
    page.evaluate("window.stayed = true")
    page.locator("#soort").focus()
    with page.expect_response(lambda answer: "soort=placement.term" in answer.url) as answer:
        page.select_option("#soort", "placement.term")
    assert answer.value.request.headers["hx-request"] == "true"
    page.wait_for_url("**/vandaag/?soort=placement.term*")
    wait_until(page, SWAPPED)
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.id") == "soort"
    quick = [page.locator(each).evaluate("each => each.innerHTML") for each in ("#lijst", "#stand")], page.title()
    page.goto(page.url)
    assert page.evaluate("window.stayed") is None
    full = [page.locator(each).evaluate("each => each.innerHTML") for each in ("#lijst", "#stand")], page.title()
    assert quick == full


def filtered_by_button(page) -> None:
    page.select_option("#soort", "placement.term")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**/vandaag/?soort=placement.term*")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_enrolment_that_begins_settles_the_overdue_term(world, tabs, width, has_script):
    page = tabs.open(width=width, has_script=has_script)
    sign_in(page, "reception")
    overdue = item(page, "Ahmad Saleh", "nog geen school")
    assert "24 dagen te laat" in overdue.inner_text()
    assert "Voor 1 jongere zijn we te laat" in page.locator("#stand").inner_text()
    (filtered_by_htmx if has_script else filtered_by_button)(page)
    assert page.locator(".lr-item").count() == 1 and page.locator("#soort").input_value() == "placement.term"
    overdue.get_by_role("link", name="Regel een plek voor Ahmad").click()
    page.wait_for_url("**/feit/enrolments/*/")  # the place that was asked for in July, not a second one
    assert page.get_by_label("Aangevraagd op").input_value() == "6-7-2026"
    fill(page, started_on="14-9-2026", why="Er is plek.")
    page.get_by_label("Geplaatst").check()
    press_save(page, "Bewaar de verbetering")
    child = world.children["wachten"]
    assert path_of(page) == f"/jongeren/{child.public_id}/"
    assert "De verbetering is bewaard." in done_message(page)
    assert Enrolment.objects.filter(child=child, started_on="2026-09-14", phase="placed").count() == 1
    page.get_by_text("Klaar: ", exact=False).click()
    settled = page.locator(".lr-settled").inner_text()
    assert "Klaar, maar te laat" in settled and "begon" in settled
    if has_script:
        check_page(page)
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Vandaag").click()
    page.wait_for_url("**/vandaag/")
    assert item(page, "Ahmad Saleh", "nog geen school").count() == 0
    assert item(page, "Ahmad Saleh", "Te laat").count() == 0
    assert "te laat" not in page.locator("#stand").inner_text()
