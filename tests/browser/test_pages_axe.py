"""Every kind of page, in both languages, wide and narrow: no fault for axe, nothing cut, focus to be seen."""

from __future__ import annotations

import pytest

from tests.browser.checking import check_page
from tests.browser.kinds import KINDS
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    tabs.expected.add(kind.status)
    page = tabs.open(session=sessions[kind.role])
    statuses = []
    page.on("response", lambda each: statuses.append(each.status) if each.request.is_navigation_request() else None)
    kind.go(page, shared_world, lang)
    assert statuses[-1] == kind.status
    assert page.locator(".lr-who").count() == (1 if kind.role and kind.status != 404 else 0)  # not sent to sign in
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        take_picture(page, f"{kind.name}{lang.replace('/', '-')}")
        check_page(page)
