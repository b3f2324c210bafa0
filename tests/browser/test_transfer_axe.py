"""The pages of a transfer, in both languages, wide and narrow: no fault for axe, nothing cut, focus to be seen."""

from __future__ import annotations

import datetime

import pytest

from tests.browser.checking import check_page
from tests.browser.kinds import Kind, at, submit
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE
from tests.operations.transferring import OWN, OWN_WORDS, add
from tests.world import ON

GUARDIAN, SCHOOL, DUTY = "legal_representative", "school", "compulsory_education"
DAY = datetime.timedelta(days=1)
READ = {
    "child_told_on": ON - 9 * DAY, "child_inspected_on": ON - 6 * DAY, "representative_inspected_on": ON - 5 * DAY,
}  # fmt: skip
COMING, GOING, NEXT = "retest", "wachten", "ISK Kreekrijk"
"""A child that may come to the school of this world, and one that may go from it; and where to."""


def _people_at(school: str) -> None:
    from leerrecht.chain.models import Organisation, School, Team
    from tests.world import _account

    board = Organisation.objects.get(name="Scholen Zandakker")
    team = Team.objects.create(
        organisation=board, name=f"Team {school}", role="school", school=School.objects.get(name=school)
    )
    _account("Test next", team)


def _coming(world, **changes):
    """Give a transfer to this school, with something in every part of its file."""
    child = world.children[COMING]
    add(child, "voices", words=OWN_WORDS, kind="next_school", shared_with="school", said_on=ON - 8 * DAY)
    add(child, "absences", day=ON - 20 * DAY, hours=3.5, authorised=False)
    return add(
        child, "transfers", from_school="ISK Veenmeer", to_school=OWN, **{**READ, "proposed_on": ON - DAY, **changes}
    )


def _going(world, **changes):
    """Give a transfer from this school."""
    _people_at(NEXT)
    add(
        world.children[GOING], "enrolments", school=OWN, municipality="Zandakker", kind="isk", phase="placed",
        started_on=ON - 30 * DAY,
    )  # fmt: skip
    return add(world.children[GOING], "transfers", from_school=OWN, to_school=NEXT, **changes)


def _half_read(world):
    return _going(world, child_told_on=ON - DAY, child_inspected_on=ON)


def _page(make, reference, rest=None):
    """Make something, then open its page, or another page of the child."""

    def go(page, world, lang):
        made = make(world)
        page.goto(
            lang + at(world, reference, f"overdracht/{made.public_id if rest is None else rest}/".replace("//", "/"))
        )

    return go


def _at(make, address):
    def go(page, world, lang):
        make(world)
        page.goto(lang + address)

    return go


def _refused_wrong(page, world, lang):
    _page(_coming, COMING)(page, world, lang)
    page.click("[value=refuse]")
    page.wait_for_load_state()


def _told_wrong(page, world, lang):
    _page(_going, GOING)(page, world, lang)
    page.fill("#told_on", "31-6-2026")
    page.click("[value=told]")
    page.wait_for_load_state()


def _prepare(page, world, lang, *, is_wrong=False):
    _people_at(NEXT)
    add(world.children[GOING], "enrolments", school=OWN, municipality="Zandakker", kind="isk", started_on=ON - 30 * DAY)
    page.goto(lang + at(world, GOING, "overdracht/nieuw/"))
    if is_wrong:
        page.fill("#told_on", "20-9-2026")
        submit(page)


def _prepare_wrong(page, world, lang):
    _prepare(page, world, lang, is_wrong=True)


def _child_page(page, world, lang):
    _coming(world)
    page.goto(lang + at(world, COMING))


REFUSED = {"decided_on": ON, "decision": "refused", "reason": "Er is dit jaar geen plek in de groep."}
KINDS = [
    Kind(name="transfer-receiver", role=SCHOOL, go=_page(_coming, COMING)),
    Kind(name="transfer-refuse-wrong", role=SCHOOL, go=_refused_wrong, status=422),
    Kind(name="transfer-sender", role=SCHOOL, go=_page(lambda world: _going(world, **READ), GOING)),
    Kind(name="transfer-untold", role=SCHOOL, go=_page(_going, GOING)),
    Kind(name="transfer-told-wrong", role=SCHOOL, go=_told_wrong, status=422),
    Kind(name="transfer-unread", role=SCHOOL, go=_page(lambda world: _going(world, child_told_on=ON), GOING)),
    Kind(name="transfer-half-read", role=SCHOOL, go=_page(_half_read, GOING)),
    Kind(name="transfer-guardian", role=GUARDIAN, go=_page(lambda world: _going(world, child_told_on=ON), GOING)),
    Kind(name="transfer-refused", role=GUARDIAN, go=_page(lambda world: _coming(world, **REFUSED), COMING)),
    Kind(name="transfer-no-party", role="reception", go=_page(lambda world: _going(world, **READ), GOING)),
    Kind(name="transfers", role=GUARDIAN, go=_page(lambda world: _coming(world, **REFUSED), COMING, "")),
    Kind(name="transfers-none", role=GUARDIAN, go=_page(lambda world: None, GOING, "")),
    Kind(name="transfers-waiting", role=SCHOOL, go=_at(lambda world: (_coming(world), _going(world)), "/overdrachten/")),
    Kind(name="transfers-waiting-none", role=SCHOOL, go=_at(lambda world: None, "/overdrachten/")),
    Kind(name="transfer-today", role=SCHOOL, go=_at(_coming, "/vandaag/")),
    Kind(name="transfer-child-page", role=SCHOOL, go=_child_page),
    Kind(name="transfer-prepare", role=SCHOOL, go=_prepare),
    Kind(name="transfer-prepare-wrong", role=SCHOOL, go=_prepare_wrong, status=422),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_of_a_transfer_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    tabs.expected.add(kind.status)
    page = tabs.open(session=sessions[kind.role])
    statuses = []
    page.on("response", lambda each: statuses.append(each.status) if each.request.is_navigation_request() else None)
    kind.go(page, shared_world, lang)
    assert statuses[-1] == kind.status
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        take_picture(page, f"{kind.name}{lang.replace('/', '-')}")
        check_page(page)
