"""A story that several people play, each in a browser of their own: going, looking, and choosing by the words they see."""

from __future__ import annotations

from typing import Any

from tests.browser.checking import check_page
from tests.browser.pictures import take_picture
from tests.browser.steps import done_message, press_save
from tests.browser.tabs import HEIGHT, NARROW, WIDE


class Stage:
    """Takes the pictures of a story, numbered, and knows what tabs may answer. `story`: the name of the pictures."""

    def __init__(self, tabs: Any, story: str) -> None:
        self.tabs, self._story, self._taken = tabs, story, 0

    def look(self, page: Any, name: str) -> str:
        """Take a picture of a page, wide and narrow, check that nothing is wrong with it, and give its text."""
        self._taken += 1
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            take_picture(page, f"{self._story}-{self._taken:02}-{name}")
        check_page(page)
        page.set_viewport_size({"width": WIDE, "height": HEIGHT[WIDE]})
        return text_of(page)


def text_of(page: Any) -> str:
    return str(page.locator("body").inner_text())


def go(page: Any, address: str) -> str:
    """Go to a page, and give its text."""
    page.goto(address)
    return text_of(page)


def follow(page: Any, words: str, *, exact: bool = False) -> None:
    """Click a link of the page by its words."""
    page.locator("main").get_by_role("link", name=words, exact=exact).first.click()
    page.wait_for_load_state()


def menu(page: Any, words: str) -> None:
    """Click a link of the menu, or of the top of the page."""
    page.locator("header, nav").get_by_role("link", name=words, exact=True).first.click()
    page.wait_for_load_state()


def tick(page: Any, *labels: str) -> None:
    for label in labels:
        page.locator("main").get_by_label(label).first.check()


def choose(page: Any, label: str, option: str) -> None:
    """Choose an option of a list by the words in it."""
    box = page.locator("main").get_by_label(label).first
    value = box.locator("option").filter(has_text=option).first.get_attribute("value")
    box.select_option(value)


def press(page: Any, button: str, said: str) -> None:
    """Press a button, and read on the next page what was done."""
    press_save(page, button)
    assert said in done_message(page)
