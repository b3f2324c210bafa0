"""The young person's own door, in three languages, wide and on a phone: no fault for axe, nothing cut, focus to be seen."""

from __future__ import annotations

import datetime

import pytest

from tests.browser.checking import check_page
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE
from tests.operations.transferring import add
from tests.partnership.point_builders import point

PAGES = (
    "", "mensen/", "gedeeld/", "toestemming/", "zeg/", "zeg/wish/", "zeg/correction/", "overleg/", "overstap/", "kaart/",
    "kaart/eerste/",
)  # fmt: skip
AT = datetime.datetime(2026, 9, 14, 9, 0, tzinfo=datetime.UTC)


def ask_two(world) -> None:
    """Ask something of the young person whose card the demo opens, and have something answered before."""
    from leerrecht.grants.models import Consent

    account = world.accounts["legal_representative"]
    asked = {
        "child": world.children["andere-regio"], "team": world.accounts["care"].professional.memberships.first().team,
        "purpose": "activities", "categories": "attendance identity", "asked_at": AT, "asked_by": account,
        "asked_words": "Mag het jeugdwerk weten of je op school was?", "until_on": datetime.date(2026, 12, 1),
        "asked_team": account.professional.memberships.first().team,
    }  # fmt: skip
    Consent.objects.create(**asked)
    add(
        asked["child"], "transfers", from_school="ISK Veenmeer", to_school="ISK Kreekrijk",
        child_told_on=datetime.date(2026, 9, 1),
    )  # fmt: skip
    point(asked["child"], "Ik wil vaker naar mijn broer.", readers=("legal_representative",))
    Consent.objects.create(**asked, decision="yes", decided_at=AT, decided_as="child", child_wish="yes")


def enter(page) -> None:
    """Open the card of the demo."""
    page.goto("/")
    page.click("form[action$='/kaart/probeer/'] button")
    page.wait_for_url("**/mijn/")


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en", "/ar"], ids=["nl", "en", "ar"])
def test_every_page_of_the_door_has_no_fault(shared_world, tabs, lang):
    ask_two(shared_world)
    page = tabs.open()
    for name in PAGES:
        if name.startswith("kaart"):
            page.context.clear_cookies()
        elif not name:
            enter(page)
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            page.goto(f"{lang}/mijn/{name}")
            take_picture(page, f"door-{name.replace('/', '-')}{lang.replace('/', '')}")
            check_page(page)
            small = page.evaluate(
                "() => [...document.querySelectorAll('main a, main button, header a, header button, .lr-tabs a')]"
                ".filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 47.5).length"
            )
            assert small == 0, (page.url, width)


@pytest.mark.django_db
def test_the_door_works_by_keys_and_without_javascript(shared_world, tabs):
    page = tabs.open(width=NARROW, has_script=False)
    enter(page)
    page.goto("/ar/mijn/zeg/wish/")
    page.focus("#words")
    page.keyboard.type("Voetballen")
    for _ in range(4):  # past three boxes, to the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/mijn/zeg/?gedaan=said")
    assert "Voetballen" in page.locator("main").inner_text()
    page.click(".lr-y__outs form:first-child button")
    page.wait_for_url("**/ar/mijn/weg/")
    page.go_back()
    assert "Voetballen" not in page.content()
    page.goto("/mijn/")
    assert page.url.endswith("/mijn/kaart/")
