"""What a move does to other lists, and how its page reads once it was made."""

from __future__ import annotations

import datetime
import re

import pytest

from leerrecht.queries.cards import forget
from leerrecht.queries.moves import responsible
from leerrecht.records.models import MovePoint, Stay
from tests.operations.builders import shared_child
from tests.web.test_moves import announce, get
from tests.world import ON


@pytest.fixture
def child(world):
    return shared_child(world, "reception")


@pytest.fixture
def mentor(world, client):
    """The browser of who looks after the child where it lives."""
    client.force_login(world.accounts["reception"])
    return client


@pytest.mark.parametrize("moves_on", ["16-9-2026", "1-12-2026"])
def test_the_counts_beside_the_filters_are_those_of_the_list(mentor, child, moves_on):
    url = f"/jongeren/{child.public_id}/verhuizing/"
    announce(mentor, url, valid_from=moves_on)
    near, every = get(mentor, "/vandaag/"), get(mentor, "/vandaag/?alles=ja")
    assert "zijn even dringend" in every
    for page in (near, every):
        total = int(re.search(r"<strong>(\d+) punt", page)[1])
        kinds = page[page.index('name="soort"') : page.index("</select>", page.index('name="soort"'))]
        assert total == sum(int(count) for count in re.findall(r"\((\d+)\)</option>", kinds))
    further = int(re.search(r"Bekijk ook (\d+) punt", near)[1])
    assert int(re.search(r"<strong>(\d+) punt", every)[1]) == int(re.search(r"<strong>(\d+) punt", near)[1]) + further


@pytest.mark.parametrize(
    ("prefix", "ahead", "made"),
    [("", "De kant waar de jongere nu is", "De vorige plek"), ("/en", "The side where", "The former place")],
)
def test_the_sides_of_a_move_that_was_made_are_the_former_and_the_new_place(mentor, child, prefix, ahead, made):
    url = f"/jongeren/{child.public_id}/verhuizing/"
    announce(mentor, url, valid_from="16-9-2026")
    assert ahead in get(mentor, prefix + url) and made not in get(mentor, prefix + url)
    Stay.objects.filter(child=child, announced_on="2026-09-15").update(
        announced_on="2026-09-01", valid_from="2026-09-15"
    )
    MovePoint.objects.filter(child=child).update(opened_on="2026-09-01")
    forget()
    assert ahead not in get(mentor, prefix + url) and made in get(mentor, prefix + url)


@pytest.mark.parametrize("known", ["stays", "involvements"])
def test_nobody_is_missed_on_days_before_anything_is_known(known):
    day, week = datetime.date(2026, 9, 1), datetime.timedelta(days=7)
    stay = {"location": "POA Lindedal", "municipality": "", "valid_from": day, "valid_to": None}
    task = {"task": "school_contact", "person": "Noor", "organisation": "COA", "capacity": "holder",
            "valid_from": day, "valid_to": None}  # fmt: skip
    rows = {"stays": [stay], "involvements": [task]}
    rows[known][0]["valid_from"] = day - week
    spans = responsible(rows=rows, needed=["school_contact"], around=day, on=ON)
    assert spans[0].from_on == day - week
    rows[known][0]["valid_from"] = None
    assert responsible(rows=rows, needed=["school_contact"], around=day, on=ON)[0].from_on < day - week
