"""The pages on which tasks are handed over, in both languages, wide and narrow: no fault for axe, nothing cut."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.chain.models import Professional, StaffChange
from leerrecht.records.models import Handover
from tests.browser.kinds import Kind, check_kind
from tests.world import AT, ON

GUARDIAN = "legal_representative"
DAY = datetime.timedelta(days=1)


def _make(world, *, is_accepted: bool) -> Handover:
    """Somebody of the guardian's team stops; the guardian was asked to take over, and accepted or not."""
    guardian = world.accounts[GUARDIAN].professional
    change = StaffChange.objects.create(
        professional=Professional.objects.create(name="T. Vertrekt"), team=guardian.memberships.get().team,
        kind="departure", stops_on=ON + 20 * DAY, noted_at=AT,
    )  # fmt: skip
    more = (
        {"accepted_on": ON - DAY, "child_told_on": ON, "note": "Belt liever.", "done": "school"} if is_accepted else {}
    )
    return Handover.objects.create(
        child=world.children["andere-regio"], source=world.organisations["Nidos"], recorded_at=AT, linked_change=change,
        task=GUARDIAN, organisation="Nidos", person="T. Vertrekt", opened_on=ON - 2 * DAY, stops_on=change.stops_on,
        at_once=False, to_person=guardian.name, to_organisation="Nidos", linked_receiver=guardian, **more,
    )  # fmt: skip


def _overview(page, world, lang):
    _make(world, is_accepted=False)
    page.goto(f"{lang}/overdragen/")


def _wrong(page, world, lang):
    page.goto(f"{lang}/overdragen/")
    page.fill("#stops_on", "31-6-2026")
    page.locator("[type=submit][value=self]").click()
    page.wait_for_load_state()


def _one(*, is_accepted: bool, sent: str = ""):
    def go(page, world, lang):
        row = _make(world, is_accepted=is_accepted)
        page.goto(f"{lang}/jongeren/{row.child.public_id}/overdragen/{row.public_id}/")
        if sent:
            page.locator(f"[type=submit][value={sent}]").click()
            page.wait_for_load_state()

    return go


def _days(*, begun: bool = False, sent: str = ""):
    def go(page, world, lang):
        guardian = world.accounts[GUARDIAN].professional
        change = StaffChange.objects.create(
            professional=guardian, team=guardian.memberships.get().team, kind="leave",
            stops_on=ON - DAY if begun else ON + 20 * DAY, noted_at=AT, noted_by=guardian,
        )  # fmt: skip
        page.goto(f"{lang}/overdragen/wissel/{change.public_id}/")
        if sent:
            page.fill("#returns_on", sent)
            page.locator("[type=submit][value=move]").click()
            page.wait_for_load_state()

    return go


def _stays(page, world, lang):
    row = _make(world, is_accepted=False)
    Handover.objects.filter(pk=row.pk).update(
        stops_on=None, to_person="", to_organisation="", linked_receiver=None, changed_on=ON
    )
    page.goto(f"{lang}/jongeren/{row.child.public_id}/overdragen/{row.public_id}/")


KINDS = [
    Kind(name="overdragen", role=GUARDIAN, go=_overview),
    Kind(name="overdragen-fout", role=GUARDIAN, go=_wrong, status=422),
    Kind(name="overdracht-gevraagd", role=GUARDIAN, go=_one(is_accepted=False)),
    Kind(name="overdracht-geen-reden", role=GUARDIAN, go=_one(is_accepted=False, sent="decline"), status=422),
    Kind(name="wissel", role=GUARDIAN, go=_days()),
    Kind(name="wissel-begonnen", role=GUARDIAN, go=_days(begun=True)),
    Kind(name="wissel-fout", role=GUARDIAN, go=_days(sent="31-6-2026"), status=422),
    Kind(name="overdracht-blijft", role=GUARDIAN, go=_stays),
    Kind(name="overdracht-verteld", role=GUARDIAN, go=_one(is_accepted=True)),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    check_kind(kind, world=shared_world, sessions=sessions, tabs=tabs, lang=lang)
