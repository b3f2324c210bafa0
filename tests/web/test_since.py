"""After a task ended nobody learns that a decision on the status was taken since: the pages stay the same to the byte."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db.models import F, Q

from leerrecht.records.models import Child, Involvement, Status, Stay
from tests.web.test_pages import children_of

ENDED, SINCE = datetime.date(2026, 9, 1), datetime.date(2026, 9, 10)
PAGES = ("", "feiten/")


def pages_of(get, children):
    own = [f"/jongeren/{child}/{page}" for child in children for page in PAGES]
    found = {path: get(path).content.decode() for path in ("/vandaag/", "/vandaag/?alles=ja", "/jongeren/", *own)}
    return {path: re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page) for path, page in found.items()}


def end_on(day, rows):
    for table in (Involvement, Stay):
        still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        table.objects.filter(still, child__in=rows, valid_from__lt=day).update(valid_to=day)
    rows.update(version=F("version") + 1)


@pytest.mark.parametrize(("status", "day"), [("permit", SINCE), ("rejected", SINCE), ("permit", None)])
@pytest.mark.parametrize("role", ["legal_representative", "reception"])
def test_in_after_care_a_decision_since_changes_no_page(world, visit, role, status, day):
    get = visit(role)
    children = children_of(get)
    rows = Child.objects.filter(public_id__in=children)
    end_on(ENDED, rows)
    before = pages_of(get, children)
    assert all("is gestopt" in before[f"/jongeren/{child}/"] for child in children)
    for last in [Status.objects.filter(child=child).last() for child in rows]:
        since = Status.objects.get(pk=last.pk)
        since.pk, since.public_id, since._state.adding = None, f"{last.public_id[:-3]}new", True
        since.status, since.valid_from, since.valid_to = status, day, None
        since.save()
    rows.update(version=F("version") + 1)
    after = pages_of(get, children)
    assert not [path for path in before if before[path] != after[path]]
