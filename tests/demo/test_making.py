"""How the demo's children are made: the same from the same seed, whole for any day, each fact as it came to be known."""

from __future__ import annotations

import datetime
import time

import pytest

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import data, read_stories, stories_folder
from leerrecht.demo.filling import fill, make_kids
from leerrecht.demo.history import LATELY, dated, versions_of
from tests.demo.conftest import AT, ON


def made(*, children=60, seed=1, on=ON):
    return [(kid.reference, kid.rows) for kid in make_kids(children=children, seed=seed, on=on)]


def test_the_same_seed_gives_the_same_children_and_another_seed_others():
    assert made() == made()
    assert made()[23:] != made(seed=2)[23:]
    assert made()[:23] == [(kid.reference, kid.rows) for kid in make_kids(children=23, seed=1, on=ON)]


def test_there_are_as_many_children_as_asked_for_and_always_the_stories():
    assert [len(made(children=count)) for count in (1, 23, 24, 70)] == [23, 23, 24, 70]


@pytest.mark.parametrize("on", [datetime.date(2026, 7, 1), datetime.date(2024, 2, 29)])
def test_on_an_earlier_day_only_the_children_that_had_come_are_there(on):
    kids = make_kids(children=40, seed=1, on=on)
    assert len(kids) == 40
    assert all(kid.first_on <= on for kid in kids)


def test_the_stories_keep_their_facts():
    from leerrecht.caseload import read_caseload

    frames = read_caseload(path=stories_folder()).frames
    kids = {kid.reference: kid for kid in read_stories()}
    added = {"original_name"}  # written by both, or by the demo alone
    for name, frame in frames.items():
        for child, kid in kids.items():
            rows = [row for row in frame.iter_rows(named=True) if row["child"] == child]
            kept_rows = kid.rows[name]
            if name == "move_points":  # the demo opens the whole list
                kept_rows = [own for row in rows for own in kid.rows[name] if own["item"] == row["item"]]
            for row, own in zip(rows, kept_rows, strict=name != "voices"):
                kept = {key: value for key, value in row.items() if key not in ("child", "row") and value is not None}
                assert all(own[key] == value or key in added for key, value in kept.items())


def test_every_version_is_later_than_the_former_and_the_last_is_what_stands():
    chance = Chance(seed=1)
    latest = datetime.datetime(2026, 9, 14, 17, tzinfo=datetime.UTC)
    grown = 0
    for kid in make_kids(children=120, seed=1, on=ON):
        for table, rows in kid.rows.items():
            for place, row in enumerate(rows):
                found = versions_of(kid=kid, table=table, row=row, place=place, on=ON, chance=chance)
                moments = [v.at for v in dated(versions=found, latest=latest, chance=chance, question=(table, place))]
                assert found[-1].values == row
                assert moments == sorted(set(moments))
                assert moments[-1] < latest
                assert all(version.on > ON - LATELY for version in found[1:])
                assert [bool(version.reason) for version in found] == [False] + [True] * (len(found) - 1)
                grown += len(found) > 1
    assert grown > 50


def test_the_files_name_only_what_exists():
    chain = data("chain")
    assert {team["organisation"] for team in chain["teams"].values()} <= set(chain["organisations"])
    assert {team for person in chain["people"] for team in person["teams"]} == set(chain["teams"])
    assert {town["hub"] for town in chain["towns"].values()} <= set(chain["towns"])
    assert 25 <= len(chain["people"]) <= 40
    logins = [person.get("login") for person in chain["people"]]
    assert all(logins[:6])
    assert not any(logins[6:])
    words = [row["words"] for row in data("voices")["words"]]
    assert len(words) == len(set(words)) >= 30


@pytest.mark.django_db
def test_only_an_empty_database_is_filled_and_progress_is_told():
    told = []
    assert fill(at=AT, on=ON, children=23, progress=lambda done, total: told.append((done, total))) == 23
    assert told[-1][0] == told[-1][1]
    with pytest.raises(ValueError, match="empty"):
        fill(at=AT, on=ON, children=23)


@pytest.mark.django_db
def test_four_hundred_children_take_seconds():
    began = time.monotonic()
    fill(at=AT, on=ON)
    assert time.monotonic() - began < 15


def test_larger_towns_get_more_children():
    from leerrecht.planning import draw_population

    asked = {"children": 300, "seed": 1, "on": ON, "municipalities": {"Veenmeer": 1, "Zandakker": 3}}
    towns = draw_population(**asked, sizes={"Veenmeer": 9, "Zandakker": 1})["stays"]["municipality"].to_list()
    assert 0.85 < towns.count("Veenmeer") / len(towns) < 0.95
    alike = draw_population(**asked)["stays"]["municipality"].to_list()
    assert 0.4 < alike.count("Veenmeer") / len(alike) < 0.6
    with pytest.raises(KeyError):
        draw_population(**asked, sizes={"Veenmeer": 1})


def test_only_this_machine_is_answered():
    from django.http import HttpResponse
    from django.test import RequestFactory

    from leerrecht.demo.loopback import only_this_machine

    answer = only_this_machine(lambda request: HttpResponse("in"))
    assert answer(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")).content == b"in"
    assert answer(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")).status_code == 403
    assert answer(RequestFactory().get("/", REMOTE_ADDR="")).status_code == 403
