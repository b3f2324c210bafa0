"""Every kind of page, in both languages, wide and narrow: no fault for axe, nothing cut, focus to be seen."""

from __future__ import annotations

import pytest

from tests.browser.checking import check_page
from tests.browser.kinds import KINDS
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, tabs, kind, lang):
    tabs.expected.add(kind.status)
    page = tabs.open(account=shared_world.accounts[kind.role] if kind.role else None)
    statuses = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.request.is_navigation_request() else None)
    kind.go(page, shared_world, lang)
    assert statuses[-1] == kind.status
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        take_picture(page, f"{kind.name}{lang.replace('/', '-')}")
        check_page(page)
