"""A signal answered with a plan, and the child's own words: both stand on the child's page."""

from __future__ import annotations

import pytest

from leerrecht.records.models import Plan, Voice
from tests.browser.checking import check_page
from tests.browser.steps import done_message, fill, item, press_save, sign_in
from tests.browser.tabs import NARROW, WIDE


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_plan_and_own_words_stand_on_the_childs_page(world, tabs, width):
    page = tabs.open(width=width)
    sign_in(page, "legal_representative")
    page.goto("/vandaag/?soort=period.holiday&alles=ja")
    item(page, "Filmon", "vakantie").get_by_role("link", name="Maak een vakantieplan met Filmon").click()
    page.wait_for_url("**/plan/*/")
    fill(page, agreed_on="14-9-2026", **{"with": "de mentor en Filmon"}, child_view="Ik wil voetballen met Dawit.")
    press_save(page, "Bewaar de afspraak")
    assert "De afspraak is bewaard." in done_message(page)
    plan = page.locator("section", has=page.get_by_role("heading", name="Plan", exact=True)).inner_text()
    assert "14 september" in plan and "de mentor en Filmon" in plan and "Ik wil voetballen met Dawit." in plan
    assert Plan.objects.filter(child=world.children["retest"], rule="period.holiday", retracted_at=None).exists()
    page.get_by_role("link", name="Leg eigen woorden vast").click()
    page.get_by_label("Wens").check()
    fill(page, words="ኣብ ቤት ትምህርቲ ክጸንሕ ይደሊ።", language="Tigrinya")
    press_save(page, "Bewaar de woorden")
    assert "De woorden zijn bewaard." in done_message(page)
    assert "ክጸንሕ" in page.locator(".lr-voice").inner_text()
    assert Voice.objects.filter(child=world.children["retest"], language="Tigrinya").exists()
    check_page(page)
    page.get_by_role("link", name="Vandaag").first.click()
    page.goto("/vandaag/?soort=period.holiday&alles=ja")
    assert item(page, "Filmon", "vakantie").count() == 0
