"""Ambitie, Inzicht, and meetings about one young person, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import datetime

import pytest

from tests.browser.kinds import Kind, check_kind, plain, submit
from tests.partnership import meeting_builders as meet
from tests.partnership import point_builders as heard
from tests.partnership import test_ambitions as ambitions
from tests.partnership.builders import mandates, together
from tests.world import ON, TOWN

LEAD, MEMBER, GUARDIAN, SCHOOL = "policy", "reception", "legal_representative", "school"
SETTLED = datetime.datetime(2026, 7, 1, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def _proposed(world):
    """Give a partnership with an ambition that waits for its members, some of which said what is at stake."""
    made = together(world)
    mandates(world, made)
    ambitions.act("say_stake", world, made, MEMBER, words="Rust in de opvang.")
    ambitions.propose(world, made, goals=[ambitions.aim(), ambitions.aim(measure="", indicator="Zelf gezegd")])
    return made


def _holding(world):
    """Give one with an ambition that holds, evaluated today; the one before it was replaced."""
    made = together(world)
    ambitions.adopted(world, made)
    ambitions.propose(world, made, seen=1, text="Elke jongere weet wie er is.")
    for role in (LEAD, MEMBER, GUARDIAN, SCHOOL):
        ambitions.act("endorse_ambition", world, made, role, number=2)
    ambitions.act("appraise_ambition", world, made, look=ambitions.look())
    return made


def _ambition(make, rest="", *, sent=False):
    def go(page, world, lang):
        made = make(world)
        page.goto(f"{lang}/samenwerken/{made.public_id}/ambitie/{rest}")
        if sent:
            submit(page)

    return go


def _many_children(world):
    """Let forty young people have lived in the town since the spring, most with a fixed contact person and a plan."""
    from leerrecht.records.models import FACT, Child

    since, coa = datetime.date(2026, 3, 1), world.organisations["COA"]
    for number in range(40):
        noted = {
            "child": Child.objects.create(reference=f"veel-{number}", origin=coa), "recorded_at": SETTLED, "source": coa,
        }  # fmt: skip
        born = datetime.date(2009 + number % 3, 5, 4)
        FACT["children"].objects.create(unaccompanied=True, born_from=born, born_to=born, born_precision="day", **noted)
        FACT["stays"].objects.create(municipality=TOWN, valid_from=since + number * DAY, kind="poa", **noted)
        if number % 4:
            FACT["involvements"].objects.create(
                task="fixed_contact", organisation="COA", person=f"M. Persoon {number % 12}", valid_from=since, **noted
            )  # fmt: skip


def _insight(page, world, lang):
    from leerrecht.operations.publishing import publish_quarters
    from leerrecht.web.frame.clock import now

    _many_children(world)
    publish_quarters(at=now())
    page.goto(f"{lang}/inzicht/")
    assert page.locator(".lr-chart").count()


def _heard(where, **more):
    """Make points of a young person in several states and a knot about it, and open a page about them."""

    def go(page, world, lang):
        held, of, child = heard.setting(world)
        row = heard.meeting(world, held, of, held_on=ON)
        asked = heard.point(child)
        heard.answer(world, held, row, asked, at=heard.NOW, todo=meet.todo(world))
        heard.point(child, "Mag ik naar een sportclub?")
        knot = heard.knot(world, held, child, **more)
        urls = {
            "points": f"jongeren/{child.public_id}/overleg/",
            "knot": f"samenwerken/{held.public_id}/knopen/{knot.public_id}/",
        }
        page.goto(f"{lang}/{urls[where]}")

    return go


KINDS = [
    Kind(name="ambition-none", role=LEAD, go=_ambition(together)),
    Kind(name="ambition-proposed", role=LEAD, go=_ambition(_proposed)),
    Kind(name="ambition-agree", role=MEMBER, go=_ambition(_proposed)),
    Kind(name="ambition-holds", role=LEAD, go=_ambition(_holding)),
    Kind(name="ambition-propose", role=LEAD, go=_ambition(_holding, "voorstel/")),
    Kind(name="ambition-propose-wrong", role=LEAD, go=_ambition(together, "voorstel/", sent=True), status=422),
    Kind(name="ambition-evaluate", role=LEAD, go=_ambition(_holding, "evaluatie/")),
    Kind(name="ambition-evaluate-wrong", role=LEAD, go=_ambition(_holding, "evaluatie/", sent=True), status=422),
    Kind(name="insight", role=LEAD, go=_insight),
    Kind(name="insight-few", role=LEAD, go=plain("/inzicht/")),
    Kind(name="points-guardian", role=GUARDIAN, go=_heard("points")),
    Kind(name="points-school", role=SCHOOL, go=_heard("points")),
    Kind(name="knot-unheard", role=GUARDIAN, go=_heard("knot", child_view="")),
    Kind(name="knot-two-domains", role=MEMBER, go=_heard("knot")),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
