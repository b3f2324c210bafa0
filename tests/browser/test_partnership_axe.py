"""The pages of Samenwerken, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import pytest

from tests.browser.kinds import Kind, check_kind, submit
from tests.partnership import point_builders as heard
from tests.partnership.builders import adopted, consult, mandates, propose, together
from tests.partnership.meeting_builders import everything
from tests.world import ON

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


def _met(rest, *, sent=False):
    """Make a partnership with meetings and knots and open a page of it."""

    def go(page, world, lang):
        made = everything(world)
        page.goto(f"{lang}/samenwerken/{made.public_id}/{rest(made)}")
        if sent:
            submit(page)

    return go


def _series(made):
    return made.series.get(name="Casusoverleg")


def _meeting(made, place):
    return f"bijeenkomst/{_series(made).meetings.all()[place].public_id}/"


def _knot(made, **which):
    return f"knopen/{made.knots.get(**which).public_id}/"


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


def _heard(where):
    """Make a point that was discussed and a knot about a child, and open a page about them."""

    def go(page, world, lang):
        held, of, child = heard.setting(world)
        row = heard.meeting(world, held, of, held_on=ON)
        asked = heard.point(child)
        knot = heard.knot(world, held, child)
        urls = {
            "points": f"jongeren/{child.public_id}/overleg/",
            "knot": f"samenwerken/{held.public_id}/knopen/{knot.public_id}/",
            "meeting": f"samenwerken/{held.public_id}/bijeenkomst/{row.public_id}/",
            "raise": f"jongeren/{child.public_id}/overleg/{held.public_id}/",
        }
        urls["answer"] = f"{urls['meeting']}punt/{asked.public_id}/"
        page.goto(f"{lang}/{urls[where]}")
        if where in ("answer", "raise"):
            submit(page)

    return go


KINDS = [
    Kind(name="child-points", role=MEMBER, go=_heard("points")),
    Kind(name="child-knot", role=MEMBER, go=_heard("knot")),
    Kind(name="meeting-with-point", role=MEMBER, go=_heard("meeting")),
    Kind(name="point-answer-wrong", role=MEMBER, go=_heard("answer"), status=422),
    Kind(name="child-knot-raise-wrong", role=MEMBER, go=_heard("raise"), status=422),
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
    Kind(name="meetings", role=LEAD, go=_met(lambda made: "overleggen/")),
    Kind(name="meetings-begin-wrong", role=LEAD, go=_met(lambda made: "overleggen/nieuw/", sent=True), status=422),
    Kind(name="meetings-evaluate", role=LEAD, go=_met(lambda made: "overleggen/evaluatie/")),
    Kind(
        name="meeting-plan-wrong",
        role=LEAD,
        status=422,
        go=_met(lambda made: f"overleggen/{_series(made).public_id}/plannen/", sent=True),
    ),
    Kind(name="meeting-change", role=LEAD, go=_met(lambda made: f"{_meeting(made, 1)}wijzigen/")),
    Kind(name="meeting-held", role=LEAD, go=_met(lambda made: _meeting(made, 0))),
    Kind(name="meeting-ahead", role=LEAD, go=_met(lambda made: _meeting(made, 1))),
    Kind(name="knots", role=MEMBER, go=_met(lambda made: "knopen/")),
    Kind(name="knots-raise-wrong", role=MEMBER, go=_met(lambda made: "knopen/nieuw/", sent=True), status=422),
    Kind(name="knots-ladder", role=LEAD, go=_met(lambda made: "knopen/ladder/")),
    Kind(name="knot-open", role=MEMBER, go=_met(lambda made: _knot(made, decided_on__isnull=True))),
    Kind(name="knot-decided", role=LEAD, go=_met(lambda made: _knot(made, decided_on__isnull=False))),
    Kind(name="partnership-compare", role=MEMBER, go=_compare),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)


@pytest.mark.django_db
def test_on_a_phone_one_reads_which_versions_are_chosen(shared_world, sessions, tabs):
    (kind,) = (each for each in KINDS if each.name == "partnership-compare")
    page = check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang="")
    for chosen in page.locator(".lr-filters select").all():
        assert chosen.bounding_box()["width"] >= 240  # of 320: as wide as the page, below each other


@pytest.mark.django_db
def test_knots_and_actions_on_an_agenda_do_not_touch(shared_world, sessions, tabs):
    def rest(made):
        about = made.knots.get(decided_on__isnull=True).domains.get(domain="money")
        about.domain = _series(made).domains.first().domain
        about.save()
        return _meeting(made, 1)

    kind = Kind(name="meeting-agenda", role=LEAD, go=_met(rest))
    page = check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang="")
    first, second = page.locator("section:has(#agenda) > .lr-results").all()[:2]
    above, below = first.bounding_box(), second.bounding_box()
    assert below["y"] >= above["y"] + above["height"] + 8
