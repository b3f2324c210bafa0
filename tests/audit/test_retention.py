"""What is past its term goes, nothing else does, and the chain still holds."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.audit.activities import register
from leerrecht.audit.log import record_event, record_read
from leerrecht.audit.models import Event, Permit, Processing, Reading
from leerrecht.audit.verifying import verify
from leerrecht.cli import main
from leerrecht.operations.logs import preview_old_rows, remove_old_rows

AT = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
CHILD, OTHER = "abcdefghjkmnpq", "bcdefghjkmnpqr"
TERM = datetime.timedelta(days=register().activities["child_record"].keep_days)


@pytest.fixture
def rows(db):
    """A reading of two children and an event, just past the term and just within it."""
    for at in (AT - TERM - datetime.timedelta(seconds=1), AT - TERM):
        record_read(at=at, children=[CHILD, OTHER], activity="child", role="school", actor="k")
        record_event(at=at, action="fact.added", object_kind="stays", child_id=CHILD, actor="k")
        record_event(at=at, action="log.looked", object_kind="log", actor="k")


def counts():
    return Processing.objects.count(), Reading.objects.count(), Event.objects.filter(erased_at__isnull=True).count()


def test_a_preview_counts_and_changes_nothing(rows):
    before = counts()
    found = {old.activity.id: (old.processing, old.readings, old.events) for old in preview_old_rows(at=AT)}
    assert found["child_record"] == (2, 1, 0)
    assert found["recording"] == (1, 0, 1)
    assert sum(sum(each) for each in found.values()) == 5
    assert counts() == before


def test_what_is_past_its_term_goes_and_the_chain_holds(rows):
    expected = [(old.activity.id, old.total) for old in preview_old_rows(at=AT)]
    removed = remove_old_rows(at=AT)
    assert [(old.activity.id, old.total) for old in removed] == expected
    assert Processing.objects.count() == 3 and Reading.objects.count() == 1
    verdict = verify()
    assert (verdict.fault, verdict.erased) == (None, 1)
    assert Event.objects.filter(action="log.looked").count() == 2, "what says how many were emptied stays"
    assert Event.objects.filter(action="log.emptied", object_id="1").count() == 1
    assert Event.objects.filter(action="log.removed", object_id="4").count() == 1
    assert not Permit.objects.exists()
    assert sum(old.total for old in remove_old_rows(at=AT)) == 0
    assert verify().fault is None


def test_the_command_shows_first_and_removes_when_told(rows, capsys, settings):
    settings.CLOCK_ON = "2026-09-02"
    assert main(["logs", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "10 row(s) past their term. Nothing was changed" in said.err
    assert "2 events, 2 processings, 0 readings" in said.out
    assert main(["logs", "--lang", "nl", "--remove"]) == 0
    assert "10 regel(s) weggehaald" in capsys.readouterr().err
    assert verify().fault is None
