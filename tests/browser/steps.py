"""What somebody does on a page, by the words they see."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.browser.people import PEOPLE


def sign_in(page: Any, role: str) -> None:
    """Sign in by one click on the start page."""
    page.goto("/")
    page.get_by_role("button", name=PEOPLE[role][0]).click()
    page.wait_for_url("**/vandaag/")


def path_of(page: Any) -> str:
    return urlsplit(page.url).path


def item(page: Any, name: str, what: str) -> Any:
    """Find an item of the work list."""
    return page.locator(".lr-item").filter(has_text=name).filter(has_text=what)


def done_message(page: Any) -> str:
    return page.locator(".lr-messages").inner_text()


def fill(page: Any, **typed: str) -> None:
    for name, text in typed.items():
        page.fill(f"#{name}", text)


def press_save(page: Any, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()
