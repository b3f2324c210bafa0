"""The pages of consent, break glass and agreements, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import datetime

import pytest

from tests.browser.kinds import Kind, at, check_kind, plain, submit
from tests.grants.acts import YOUNG, ask, note_agreement, open_glass, represented, team

GUARDIAN, RECEPTION, OFFICER = "legal_representative", "reception", "privacy_officer"


def _after(make, rest):
    """Make something, then open a page of the child: `rest` of its address, from what was made."""

    def go(page, world, lang):
        page.goto(lang + at(world, YOUNG, rest(make(world))))

    return go


def _sent(rest, role_team=""):
    def go(page, world, lang):
        page.goto(lang + at(world, YOUNG, rest) + (f"?team={team(world, role_team).public_id}" if role_team else ""))
        submit(page)

    return go


def _all_of_it(world):
    """Make one of each state, and an opening that is reviewed."""
    represented(
        world, ask(world, until_on=datetime.date(2026, 10, 1)), child_wish="no", child_view="Nee.", reason="Toch."
    )
    ask(world)
    open_glass(world)


def _office(page, world, lang):
    open_glass(world)
    note_agreement(world, review_on=datetime.date(2026, 9, 1))
    page.goto(f"{lang}/vandaag/")


def _today(page, world, lang):
    _all_of_it(world)
    page.goto(f"{lang}/vandaag/")


def _opened(page, world, lang):
    page.goto(f"{lang}/noodinzage/")
    for name, text in (("given_names", "Ahmad"), ("family_name", "Saleh"), ("born_on", "3-11-2010")):
        page.fill(f"#{name}", text)
    page.fill("#reason", "Het kind ligt in het ziekenhuis en wij zoeken de voogd.")
    submit(page)


def _wrong_glass(page, world, lang):
    page.goto(f"{lang}/noodinzage/")
    submit(page)


def _review(page, world, lang):
    page.goto(f"{lang}/noodinzage/{open_glass(world).public_id}/")
    submit(page)


def _agreements(page, world, lang):
    note_agreement(world)
    page.goto(f"{lang}/afspraken/")


def _wrong_agreement(page, world, lang):
    page.goto(f"{lang}/afspraken/nieuw/")
    submit(page)


CONSENT = "toestemming/"
KINDS = [
    Kind(name="consents", role=GUARDIAN, go=_after(_all_of_it, lambda _: CONSENT)),
    Kind(name="consents-none", role=RECEPTION, go=_after(lambda world: None, lambda _: CONSENT)),
    Kind(name="consent-choose", role=RECEPTION, go=_after(lambda world: None, lambda _: f"{CONSENT}vragen/")),
    Kind(name="consent-ask-wrong", role=RECEPTION, go=_sent(f"{CONSENT}vragen/", "care"), status=422),
    Kind(
        name="consent-law", role=RECEPTION,
        go=_after(lambda world: team(world, "school").public_id, lambda code: f"{CONSENT}vragen/?team={code}"),
    ),
    Kind(name="consent-decide", role=GUARDIAN, go=_after(ask, lambda consent: f"{CONSENT}{consent.public_id}/")),
    Kind(
        name="consent-withdraw", role=GUARDIAN,
        go=_after(
            lambda world: represented(world, ask(world)), lambda consent: f"{CONSENT}{consent.public_id}/intrekken/"
        ),
    ),
    Kind(name="today-told", role=RECEPTION, go=_today),
    Kind(name="glass-wrong", role="stranger", go=_wrong_glass, status=422),
    Kind(name="glass-opened", role="stranger", go=_opened),
    Kind(name="office", role=OFFICER, go=_office),
    Kind(name="glass-review", role=OFFICER, go=_review, status=422),
    Kind(name="agreements", role=OFFICER, go=_agreements),
    Kind(name="agreement-wrong", role=OFFICER, go=_wrong_agreement, status=422),
    Kind(name="knot", role="policy", go=plain("/verzoek/")),
]  # fmt: skip


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
