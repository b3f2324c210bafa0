"""Coming in outside the demo, by keyboard: password, second step, recovery codes; and a form that came too late."""

from __future__ import annotations

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone

from leerrecht.operations.signing_in.start_code import make_start_code
from tests.browser.checking import check_page
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE
from tests.signing_in.fake_issuer import FakeIssuer
from tests.signing_in.mapping import issuer, write


def check_both(page):
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        check_page(page)


def code_of(page):
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(time.time())).decode()


def change_password(page):
    """By the keyboard from any page to one's own password: first with the old one wrong, then right."""
    page.get_by_role("link", name="Meldingen").press("Enter")
    page.get_by_role("link", name="Wachtwoord wijzigen").press("Enter")
    page.wait_for_url("**/wachtwoord/")
    check_both(page)
    for old, last in (("not-this-one", "#fouten"), ("a-long-password", "main .lr-message")):
        page.fill("#old", old)
        page.fill("#new", "een zin die niemand raadt")
        page.fill("#again", "een zin die niemand raadt")
        page.press("#again", "Enter")
        page.wait_for_selector(last)
        check_both(page)
        take_picture(page, f"wachtwoord-{last[-4:]}")


def test_by_keyboard_through_both_steps_and_back_after_a_while(world, tabs, settings, tmp_path):
    settings.IS_DEMO, settings.CLOCK_ON = False, ""
    start_code = make_start_code(account=world.accounts["reception"], at=timezone.now())
    fake = FakeIssuer()
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url)))
    tabs.expected.update({403, 422})
    page = tabs.open(session="")
    page.goto("/?waarom=idle&next=/jongeren/")
    check_both(page)
    page.fill("#email", world.accounts["reception"].email)
    page.press("#email", "Tab")
    page.keyboard.type("a-long-password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tweede-stap/")
    check_both(page)
    page.fill("#start_code", "wrong")
    page.fill("#code", "000000")
    page.press("#code", "Enter")
    page.wait_for_selector("#fouten")
    check_both(page)
    page.fill("#start_code", start_code)
    page.fill("#code", code_of(page))
    page.press("#code", "Enter")
    page.wait_for_selector("main li code")
    check_both(page)
    page.get_by_text("Ik heb ze bewaard").press("Enter")
    page.wait_for_url("**/jongeren/")
    change_password(page)
    page.goto("/jongeren/")
    page.context.clear_cookies(name="sessionid")
    page.fill("#zoek", "yonas uit het lange verhaal")
    page.press("#zoek", "Enter")
    page.wait_for_selector("main [role=alert]")
    assert page.locator("blockquote").inner_text() == "yonas uit het lange verhaal"  # Back would not bring it back
    check_both(page)
    fake.stop()


def test_the_way_to_an_organisation_passes_the_policy_for_content(world, tabs, settings, tmp_path):
    """A redirect from a form to another host would be stopped by form-action; the page that goes on by itself isn't."""
    fake = FakeIssuer()
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url)))
    page = tabs.open(session="")
    page.goto("/")
    page.get_by_text("Inloggen via COA").press("Enter")
    page.wait_for_url(f"{fake.url}/authorize?**")
    page.close()
    fake.stop()
