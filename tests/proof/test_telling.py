"""What is told outside the pages holds no canary that its reader may not have."""

from __future__ import annotations

import pytest

from tests.proof.asking import visitor
from tests.proof.contents import text_of
from tests.proof.life import HERE
from tests.proof.marks import leaks_in
from tests.proof.telling import AT, digests_of, token_of
from tests.proof.viewers import KINDS

pytestmark = pytest.mark.django_db


def test_no_digest_holds_anything_of_anybody(world) -> None:
    found = digests_of(world)
    assert {f"{HERE}.{role}" for role in ("legal_representative", "reception", "school", "privacy_officer")} <= set(
        found
    )
    for name, text in found.items():
        assert leaks_in(marks=world.marks, text=text, viewer="nobody at all") == [], name


@pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if kind.team and kind.team not in ("child", "nobody", "left")],
    ids=lambda kind: kind.name,
)
def test_no_calendar_holds_a_day_that_its_owner_may_not_have(world, kind) -> None:
    """As it is, and after days were noted: what was cancelled is looked at too."""
    from django.db import transaction

    from leerrecht.operations.feeds import keep_feeds
    from leerrecht.records.models import FACT
    from tests.forgetting import forget

    url = f"/agenda/{token_of(kind.name)}/leerrecht.ics"
    client = visitor(account=None)
    with transaction.atomic():
        for is_noted in (False, True):
            if is_noted:
                keep_feeds(at=AT)
                FACT["applications"].objects.update(retracted_at=AT, retraction_reason="x")
                forget()
            answer = client.get(url)
            assert answer.status_code in (200, 404)
            text = text_of(content=answer.content, kind=answer.headers["Content-Type"])
            assert leaks_in(marks=world.marks, text=text, viewer=kind.name) == []
            assert not [leak for leak in leaks_in(marks=world.marks, text=text, viewer="nobody at all") if "Kq" in leak]
        transaction.set_rollback(True)
    forget()


def test_some_calendars_hold_days(world) -> None:
    """So that the proof above isn't about nothing."""
    client = visitor(account=None)
    for role in ("legal_representative", "reception", "school"):
        content = client.get(f"/agenda/{token_of(f'{HERE}.{role}')}/leerrecht.ics").content.decode()
        assert content.count("BEGIN:VEVENT") > 1
        assert any(
            leaks_in(marks=world.marks, text=text_of(content=content.encode(), kind="text/calendar"), viewer="x")
        )
