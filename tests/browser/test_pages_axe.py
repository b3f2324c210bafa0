"""Every kind of page, in both languages, wide and narrow: no fault for axe, nothing cut, focus to be seen."""

from __future__ import annotations

import pytest

from tests.browser.kinds import KINDS, check_kind


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    page = check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
    assert page.locator(".lr-who").count() == (1 if kind.role and kind.status != 404 else 0)  # not sent to sign in
