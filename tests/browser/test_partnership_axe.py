"""The pages of Samenwerken, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import pytest

from tests.browser.kinds import Kind, check_kind, submit
from tests.partnership.builders import adopted, consult, mandates, propose, together

LEAD, MEMBER = "policy", "reception"


def _made(world):
    made = together(world)
    mandates(world, made)
    adopted(world, made)
    propose(world, made)
    consult(world, made)
    return made


def _at(rest, *, sent=False):
    """Make a partnership and open a page of it; `sent`: send the form there as it is."""

    def go(page, world, lang):
        made = _made(world)
        page.goto(f"{lang}/samenwerken/{made.public_id}/{rest(made)}")
        if sent:
            submit(page)

    return go


def _compare(page, world, lang):
    made = _made(world)
    page.goto(f"{lang}/samenwerken/vergelijken/?een={made.public_id}.1&ander={made.public_id}.2")


def _list(page, world, lang):
    _made(world)
    page.goto(f"{lang}/samenwerken/")


def _begin(page, world, lang):
    page.goto(f"{lang}/samenwerken/nieuw/")
    page.fill("#name", "")
    submit(page)


def _member(made):
    return f"leden/{made.members.get(organisation__name='COA').public_id}/"


KINDS = [
    Kind(name="partnerships", role=LEAD, go=_list),
    Kind(name="partnership", role=LEAD, go=_at(lambda made: "")),
    Kind(name="partnership-begin-wrong", role=LEAD, go=_begin, status=422),
    Kind(name="partnership-change", role=LEAD, go=_at(lambda made: "wijzigen/")),
    Kind(name="partnership-join-wrong", role=LEAD, go=_at(lambda made: "leden/nieuw/", sent=True), status=422),
    Kind(name="partnership-member", role=LEAD, go=_at(_member)),
    Kind(name="partnership-mandate-wrong", role=LEAD, go=_at(lambda made: "mandaten/nieuw/", sent=True), status=422),
    Kind(name="partnership-end", role=LEAD, go=_at(lambda made: f"mandaten/{made.mandates.first().public_id}/")),
    Kind(name="partnership-talk-wrong", role=LEAD, go=_at(lambda made: "overleg/nieuw/", sent=True), status=422),
    Kind(name="partnership-talk", role=LEAD, go=_at(lambda made: f"overleg/{made.consultations.get().public_id}/")),
    Kind(name="partnership-propose-wrong", role=LEAD, go=_at(lambda made: "taken/voorstel/", sent=True), status=422),
    Kind(name="partnership-agree", role=MEMBER, go=_at(lambda made: "taken/2/")),
    Kind(name="partnership-compare", role=MEMBER, go=_compare),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
