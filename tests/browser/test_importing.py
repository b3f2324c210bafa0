"""A list with faults says where; a good one shows first what it would do, may be left, and is found again."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.records.models import Child, Import
from leerrecht.web.frame.clock import now
from tests.browser.checking import check_page
from tests.browser.kinds import FAULTY
from tests.browser.steps import press_save, sign_in
from tests.browser.tabs import NARROW, WIDE
from tests.operations.importing.lists import child, stay, workbook

DAY = datetime.date(2026, 9, 7)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_in(page, sent) -> None:
    page.get_by_role("link", name="Importeren").click()
    page.set_input_files("#bestand", sent)
    press_save(page, "Lees de lijst")
    page.wait_for_url("**/importeren/*/")


def good_list() -> dict:
    there = stay("nieuw", location="POA Zandakker", kind="poa", municipality="Zandakker", region="zuid", valid_from=DAY)
    content = workbook(children=[child("nieuw", given_names="Nour", family_name="Haddad")], stays=[there])
    return {"name": "lijst.xlsx", "mimeType": XLSX, "buffer": content}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_list_with_faults_says_where_and_changes_nothing(world, tabs, width):
    before = Child.objects.count()
    page = tabs.open(width=width)
    sign_in(page, "reception")
    hand_in(page, FAULTY)
    assert "In de lijst staan 8 fouten. Er is nog niets veranderd." in page.get_by_role("status").first.inner_text()
    faults = page.locator("#fouten ~ table tbody tr")
    assert faults.count() == 8
    first = faults.first.inner_text()
    assert "children rij 3, kolom born_on" in first and "Het jaar in" in first and "2010-03-11" not in first
    check_page(page)
    press_save(page, "Stop en gooi het bestand weg")
    assert "Deze lijst is gestopt." in page.get_by_role("status").first.inner_text()
    assert Child.objects.count() == before


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_good_list_is_previewed_left_found_again_and_applied(world, tabs, width):
    page = tabs.open(width=width)
    sign_in(page, "reception")
    hand_in(page, good_list())
    assert "1 nieuwe jongere." in page.locator("main").inner_text()
    assert not Child.objects.filter(reference="nieuw").exists()
    page.get_by_role("link", name="Vandaag").click()
    page.get_by_role("link", name="Importeren").click()
    assert "klaar om te kiezen" in page.locator(".lr-factlist").inner_text()
    page.locator(".lr-factlist a").first.click()
    page.locator("main button[value=apply]").click()
    page.wait_for_load_state()
    assert "De lijst is verwerkt. Voor 1 jongere veranderde er iets." in page.get_by_role("status").first.inner_text()
    assert Child.objects.filter(reference="nieuw").count() == 1
    check_page(page)
    page.get_by_role("link", name="Jongeren").click()
    assert page.get_by_role("link", name="Nour Haddad").is_visible()


def test_list_under_way_shows_how_far_and_goes_on_by_itself(world, tabs):
    page = tabs.open()
    sign_in(page, "reception")
    hand_in(page, good_list())
    underway = Import.objects.filter(pk=Import.objects.get().pk)
    underway.update(state="applying", runner="elsewhere", progressed_at=now(), done=1, total=4)
    page.goto(page.url)
    assert page.get_by_role("progressbar", name="Hoe ver we zijn").get_attribute("value") == "1"
    assert "Je mag deze pagina verlaten." in page.locator("main").inner_text()
    check_page(page)
    underway.update(progressed_at=now(), done=3)
    page.wait_for_selector("progress[value='3']")
    underway.update(state="ready", runner="", progressed_at=now(), done=0, total=1)
    page.wait_for_selector("main button[value=apply]")
    assert page.locator("progress").count() == 0
