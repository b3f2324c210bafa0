"""With keys alone: every stop can be seen, and nothing needs a mouse."""

from __future__ import annotations

import pytest

from tests.browser.checking import check_focus, wait_until
from tests.browser.people import PEOPLE
from tests.browser.steps import path_of
from tests.browser.tabs import NARROW, WIDE

SAID = "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"
IN_DRAWING = "() => !!document.activeElement.closest('svg')"
ROW = """() => {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1))), box = row.getBoundingClientRect();
  return row.checkVisibility() && row.closest('details').open && box.bottom > 0 && box.top < innerHeight;
}"""


def tab_to(page, fits, most: int = 120) -> str:
    """Press Tab until the focus is where it should be; each stop on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        check_focus(page)
        said = page.evaluate(SAID)
        if fits(said):
            return said
    raise AssertionError("no such stop")


def enter(page, pattern: str) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url(pattern)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_keys_alone_lead_from_sign_in_to_why_and_back(world, tabs, width):
    page = tabs.open(width=width)
    page.goto("/")
    tab_to(page, lambda said: PEOPLE["reception"][0] in said)
    enter(page, "**/vandaag/")
    page.keyboard.press("Tab")
    assert page.evaluate(SAID) == "Naar de inhoud"
    check_focus(page)
    enter(page, "**/vandaag/#inhoud")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    tab_to(page, lambda said: said == "Ahmad Saleh")
    enter(page, "**/jongeren/*/")
    child = path_of(page)
    parts = tab_to(page, lambda said: "Taalles De Open Deur" in said)
    assert page.evaluate(IN_DRAWING) and parts
    enter(page, "**#path-row-*")
    wait_until(page, ROW)
    tab_to(page, lambda said: said.startswith("Waarom?"))
    enter(page, "**/waarom/*/")
    assert "22 juni 2026" in page.locator("main").inner_text()
    page.keyboard.press("Tab")
    tab_to(page, lambda said: said == "Ahmad Saleh")
    enter(page, f"**{child}")
