"""Finding a child by name, which never stands in an address; and the same page in the other language."""

from __future__ import annotations

import pytest

from tests.browser.kinds import at
from tests.browser.steps import path_of, sign_in
from tests.browser.tabs import NARROW, WIDE


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_search_by_name_finds_and_leaves_no_name_in_an_address(world, tabs, width):
    page = tabs.open(width=width)
    sign_in(page, "legal_representative")
    page.get_by_role("searchbox").fill("ahm sal")
    page.get_by_role("search").get_by_role("button").click()
    page.wait_for_url("**/zoeken/")
    assert "1 jongere gevonden" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Ahmad Saleh").click()
    assert path_of(page) == at(world, "wachten")
    page.get_by_role("searchbox").fill("xqzv")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/")
    assert "Geen jongere gevonden" in page.locator("main").inner_text()
    written = " ".join(tabs.asked).lower()
    assert not any(name in written for name in ("ahm", "sal", "xqzv"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_language_switch_keeps_the_page_and_its_filter(world, tabs, width):
    page = tabs.open(width=width)
    sign_in(page, "legal_representative")
    for address in ("/vandaag/?soort=placement.term&alles=ja", at(world, "achttien"), at(world, "wachten", "feiten/")):
        page.goto(address)
        dutch = page.locator("h1").inner_text()
        page.get_by_role("link", name="English").click()
        page.wait_for_url(f"**/en{address}")
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("link", name="Nederlands").click()
        page.wait_for_url(lambda url, address=address: url.endswith(address) and "/en/" not in url)
        assert page.locator("h1").inner_text() == dutch
