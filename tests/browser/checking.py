"""What holds for every page: no fault that axe can find, nothing out of the picture, focus that can be seen."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OPEN_DETAILS = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"
RUN_AXE = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false});
  const drawn = node => node.html.startsWith('<a href="#path-row-');
  for (const each of found.violations) if (each.id === 'label-content-name-mismatch') each.nodes = each.nodes.filter(node => !drawn(node));
  return found.violations.filter(each => each.nodes.length).map(each => [each.id, each.help, each.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 200))]);
}"""
# Axe reads the texts of a drawing as one word and takes an ellipsis for a letter; so names of parts of the path are checked here.
UNNAMED_PARTS = """() => [...document.querySelectorAll('.lr-path svg a')].filter(each => each.checkVisibility()).flatMap(
  each => [...each.querySelectorAll('text')].map(said => said.textContent.replace(/…$/, '').trim().toLowerCase())
    .filter(said => !each.getAttribute('aria-label').toLowerCase().includes(said)).map(said => `${said} not in ${each.getAttribute('aria-label')}`))"""
OUT_OF_PICTURE = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.scrollingElement.scrollWidth > wide) found.push(`the page scrolls: ${document.scrollingElement.scrollWidth} > ${wide}`);
  for (const each of document.querySelectorAll('body *:not(svg *)')) {
    if (each.closest('.lr-hidden, .lr-sprite, thead, [hidden]') || !each.checkVisibility()) continue;
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (box.width && (box.right > wide + 1 || box.left < -1) && style.position !== 'absolute') found.push('out: ' + each.outerHTML.slice(0, 120));
    if (each.scrollWidth > each.clientWidth + 1 && /hidden|clip/.test(style.overflowX) && !/INPUT|SELECT|PROGRESS/.test(each.tagName)) found.push('cut: ' + each.outerHTML.slice(0, 120));
  }
  return found.slice(0, 8);
}"""
UNSEEN_FOCUS = """() => {
  const found = [], all = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  let seen = 0;
  for (const each of document.querySelectorAll(all)) {
    if (!each.checkVisibility() || each.disabled || ++seen > 150) continue;
    each.focus({preventScroll: true});
    if (document.activeElement !== each) { found.push('takes no focus: ' + each.outerHTML.slice(0, 120)); continue; }
    const hit = each.querySelector('.lr-hit'), shown = getComputedStyle(hit && each.closest('svg') ? hit : each);
    const ring = hit && each.closest('svg') ? parseFloat(shown.strokeWidth) >= 3 && shown.stroke !== 'none' : parseFloat(shown.outlineWidth) >= 3 && shown.outlineStyle !== 'none';
    if (!ring) found.push('no ring: ' + each.outerHTML.slice(0, 120));
  }
  document.activeElement.blur();
  return [seen, found.slice(0, 8)];
}"""
HAS_RING = """() => {
  const on = document.activeElement, hit = on.closest('svg') && on.querySelector('.lr-hit'), shown = getComputedStyle(hit || on);
  const box = (hit || on).getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return inside && (hit ? parseFloat(shown.strokeWidth) >= 3 : parseFloat(shown.outlineWidth) >= 3 && shown.outlineStyle !== 'none');
}"""


@cache
def axe() -> str:
    return AXE.read_text()


def check_frame(page: Any) -> None:
    """Check title, language and the one heading of a page, and that its style sheet came."""
    lang = "en" if "/en/" in page.url else "nl"
    assert page.locator("html").get_attribute("lang") == lang
    assert page.title().strip(" –") and "UNDEFINED" not in page.content()
    assert page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 245, 240)"
    assert "Noto Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")


def check_axe(page: Any) -> None:
    page.evaluate(axe())
    found = page.evaluate(RUN_AXE, TAGS)
    assert not found, f"{page.url}\n{json.dumps(found, indent=1, ensure_ascii=False)}"


def check_page(page: Any) -> None:
    """Check everything that holds for every page, with whatever can be opened open."""
    check_frame(page)
    page.evaluate(OPEN_DETAILS)
    check_axe(page)
    assert page.evaluate(UNNAMED_PARTS) == []
    assert page.evaluate(OUT_OF_PICTURE) == [], page.url
    page.keyboard.press("Tab")  # so that the browser takes the reader for somebody who uses keys
    seen, unseen = page.evaluate(UNSEEN_FOCUS)
    assert seen > 2 and unseen == [], (page.url, unseen)


def check_focus(page: Any) -> None:
    """Check that one sees where one is."""
    page.wait_for_function(HAS_RING, timeout=2000)
