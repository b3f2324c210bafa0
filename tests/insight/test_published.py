"""What was published of a quarter: once, whatever is corrected later; and nothing follows from two readings of it."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re

import pytest
from django.test import Client

from leerrecht.audit.models import Event
from leerrecht.insight import MEASURES, Quarter, last_closed, quarter_after
from leerrecht.operations.publishing import publish_quarters, unpublished
from leerrecht.partnership.models import PublishedQuarter
from leerrecht.queries.insight import count_quarter, find_published, settled_at, written
from tests.web.conftest import check_whole, only_reading
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)
TOWN = "Zandakker"
Q = last_closed(on=ON, settle_days=28)
SETTLED = settled_at(quarter=Q, settle_days=28)
NOON = datetime.timedelta(hours=12)


@pytest.fixture
def w(db):
    return World(*make_chain(), children={})


def arrive(w, count, at=SETTLED - DAY, contacts=0):
    """Let children live in the town since the first day of the quarter; of some a fixed contact person is named."""
    from leerrecht.records.models import FACT, Child

    coa = w.organisations["COA"]
    for number in range(count):
        child = Child.objects.create(reference=f"{at:%j%H%M%S}-{Child.objects.count()}", origin=coa)
        noted = {"child": child, "recorded_at": at, "source": coa}
        FACT["children"].objects.create(unaccompanied=True, **noted)
        FACT["stays"].objects.create(municipality=TOWN, valid_from=Q.first, kind="poa", **noted)
        if number < contacts:
            FACT["involvements"].objects.create(
                task="fixed_contact", person="M. Voorbeeld", valid_from=Q.first, **noted
            )


def shown(w):
    """Read the page and the file of who steers: every number by where it stands."""
    client = Client()
    client.force_login(w.accounts["policy"])
    with only_reading():
        page, file = client.get("/inzicht/"), client.get("/inzicht/uitvoer/")
    check_whole(page)
    rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    numbers = re.findall(r"<t[dh] [^>]*>[^<]*</t[dh]>|<svg.*?</svg>|<p [^<]*<", page.content.decode())
    return numbers, {tuple(row[:5]): row[5] for row in rows}


@pytest.mark.parametrize(("at", "is_settled"), [(SETTLED - NOON, False), (SETTLED, True), (SETTLED + DAY, True)])
def test_a_quarter_is_published_from_the_day_it_has_settled(w, at, is_settled):
    publish_quarters(at=at)
    found = find_published(municipality=TOWN)
    assert (found.quarter == Q) is is_settled
    assert found.published_on == at.astimezone(SETTLED.tzinfo).date()


def test_publishing_twice_publishes_once_and_what_was_missed_is_published_too(w):
    towns = PublishedQuarter.objects.filter(municipality=TOWN)
    publish_quarters(at=SETTLED)
    assert publish_quarters(at=SETTLED + NOON) == 0
    assert [row.last_on for row in towns.all()] == [Q.last]
    next_one = quarter_after(quarter=Q)
    late = settled_at(quarter=quarter_after(quarter=next_one), settle_days=28) + 9 * DAY
    assert len(unpublished(at=late)) == 2 * PublishedQuarter.objects.count()
    publish_quarters(at=late)
    publish_quarters(at=late)
    assert [row.first_on for row in towns.all()] == [Q.first, next_one.first, quarter_after(quarter=next_one).first]
    assert Event.objects.filter(action="insight.published").count() == PublishedQuarter.objects.count()
    assert find_published(municipality=TOWN.upper()).quarter == quarter_after(quarter=next_one)


def test_what_was_missed_is_counted_as_it_was_known_then(w):
    arrive(w, 31)
    publish_quarters(at=settled_at(quarter=Quarter(first=Q.first - 92 * DAY, last=Q.first - DAY), settle_days=28))
    arrive(w, 12, at=SETTLED + DAY)
    publish_quarters(at=SETTLED + 60 * DAY)
    found = find_published(municipality=TOWN)
    assert found.quarter == Q and found.result_of("fixed_contact").told.whole.units == 30


@pytest.mark.parametrize("change", ["correct", "erase"])
def test_no_later_change_shows_in_what_was_published_and_no_pair_of_readings_differs(w, change):
    """What would be counted anew differs, so that two versions side by side would tell; only one is ever shown."""
    from leerrecht.records.models import FACT

    arrive(w, 13, contacts=6)
    publish_quarters(at=SETTLED)
    before, first = shown(w)
    if change == "correct":  # one that is dated back, as a clock that was wrong does
        arrive(w, 2, at=SETTLED - 2 * DAY, contacts=2)
    else:
        gone = FACT["involvements"].objects.order_by("pk").values_list("child", flat=True)[:2]
        FACT["stays"].objects.filter(child__in=list(gone)).delete()
    anew = count_quarter(municipality=TOWN, quarter=Q, settle_days=28)
    assert written(found=anew) != PublishedQuarter.objects.get(municipality=TOWN).told
    publish_quarters(at=SETTLED + 2 * DAY)
    after, second = shown(w)
    assert after == before and len(first) > 30
    for (one, number), (other, again) in itertools.product(first.items(), second.items()):
        assert one != other or number == again
    assert {number for number in first.values() if number.isdecimal()} <= {"5", "10", "15"}


def test_before_anything_was_published_nothing_is_counted(w):
    arrive(w, 31)
    client = Client()
    client.force_login(w.accounts["policy"])
    page = client.get("/inzicht/").content.decode()
    assert "nog geen cijfers" in page and "<table" not in page
    assert client.get("/inzicht/uitvoer/").status_code == 404


def test_what_is_kept_is_what_may_be_told_and_no_more(w):
    arrive(w, 13, contacts=9)
    publish_quarters(at=SETTLED)
    told = PublishedQuarter.objects.get(municipality=TOWN).told
    assert set(told) == set(MEASURES)
    assert told["fixed_contact"]["whole"] == [15, [None, None]]  # nine have one; four have none, so neither is told
    anew = count_quarter(municipality=TOWN, quarter=Q, settle_days=28)
    found = find_published(municipality=TOWN)
    assert [each.told for each in found.results] == [each.told for each in anew.results]


def test_what_was_published_is_neither_changed_nor_deleted(w):
    publish_quarters(at=SETTLED)
    row = PublishedQuarter.objects.first()
    for call in (row.save, row.delete):
        with pytest.raises(TypeError):
            call()
