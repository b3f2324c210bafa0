"""What holds for every page: no fault that axe can find, nothing out of the picture, focus that can be seen."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
OURS = Path(__file__).parent / "checks.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_DETAILS = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"
FOCUS_IS_SEEN = """() => {
  const on = document.activeElement, box = (leerrecht.partOf(on) || on).getBoundingClientRect();
  const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return isInside && leerrecht.hasRing(on);
}"""


@cache
def scripts() -> str:
    """Give axe and our own checks. They come in by the browser's tools, so the page's policy doesn't have to allow them."""
    return AXE.read_text(encoding="utf-8") + "\n" + OURS.read_text(encoding="utf-8")


def load_checks(page: Any) -> None:
    if not page.evaluate("'leerrecht' in window"):
        page.evaluate(scripts())


def check_frame(page: Any) -> None:
    """Check title, language and the one heading of a page, and that its style sheet came."""
    found = next((lang for lang in ("en", "ar") if f"/{lang}/" in page.url), "nl")
    lang = "nl" if page.locator(".lr-lost").count() else found  # an error page speaks both
    assert page.locator("html").get_attribute("lang") == lang
    assert page.title().strip(" –") and "UNDEFINED" not in page.content()
    assert page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 245, 240)"
    assert "Noto Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")


def check_page(page: Any) -> None:
    """Check everything that holds for every page, with whatever can be opened open."""
    check_frame(page)
    load_checks(page)
    page.evaluate(OPEN_DETAILS)
    found = page.evaluate("tags => leerrecht.axeFaults(tags)", TAGS)
    assert not found, f"{page.url}\n{json.dumps(found, indent=1, ensure_ascii=False)}"
    assert page.evaluate("leerrecht.unnamedParts()") == []
    assert page.evaluate("leerrecht.outOfPicture()") == [], page.url
    page.keyboard.press("Tab")  # so that the browser takes the reader for somebody who uses keys
    seen, unseen = page.evaluate("leerrecht.unseenFocus()")
    assert seen > 2 and unseen == [], (page.url, unseen)


def wait_until(page: Any, script: str, *, seconds: float = 5) -> None:
    """Wait until a script says yes. Playwright's own wait evaluates inside the page, and our policy forbids that."""
    for _ in range(round(seconds * 20)):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} seconds at {page.url}: {script}")


def check_focus(page: Any) -> None:
    """Check that one sees where one is."""
    load_checks(page)
    wait_until(page, FOCUS_IS_SEEN)
