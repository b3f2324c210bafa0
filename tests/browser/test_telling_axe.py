"""The page Meldingen in each of its states, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import pytest

from tests.browser.kinds import Kind, check_kind, plain, submit
from tests.telling.builders import wants

GUARDIAN, OFFICER = "legal_representative", "privacy_officer"


def _named(page, world, lang):
    page.goto(f"{lang}/meldingen/")
    page.fill("#email", "lezer@mail.example")
    submit(page)


def _wrong(page, world, lang):
    page.goto(f"{lang}/meldingen/")
    page.fill("#email", "niemand")
    submit(page)


def _whole(page, world, lang):
    """An address that was proved, and a calendar that was just made."""
    wants(world, GUARDIAN)
    page.goto(f"{lang}/meldingen/")
    page.locator("form:has(input[value=make_feed]) [type=submit]").click()
    page.wait_for_load_state()


KINDS = [
    Kind(name="meldingen", role=GUARDIAN, go=plain("/meldingen/")),
    Kind(name="meldingen-functionaris", role=OFFICER, go=plain("/meldingen/")),
    Kind(name="meldingen-code", role=GUARDIAN, go=_named),
    Kind(name="meldingen-fout", role=GUARDIAN, go=_wrong, status=422),
    Kind(name="meldingen-agenda", role=GUARDIAN, go=_whole),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
