"""What the bench says of searching before a record is made is computed rightly, and its databases are what they say."""

from __future__ import annotations

import pytest

from bench import arrivals
from bench.arrivals import Found, searches_of
from bench.pages.filling import draw_strangers
from leerrecht.law.frames import empty_frame
from leerrecht.law.tables import TABLE


def answer(milliseconds: float) -> dict[str, object]:
    times = [[milliseconds, milliseconds / 2]] * 20
    return {"filling": [2500.0, 1500.0], "register": times, "whole": times, "after": times, "megabytes": 512.4}


def test_the_block_holds_what_was_measured() -> None:
    found = Found(searches=[searches_of("SQLite", 10_000, answer(40.0))], load=0.5)
    block = arrivals.make_block(found)
    assert block.startswith(arrivals.BEGIN) and block.rstrip().endswith(arrivals.END)
    assert "| SQLite | 10,000 | 2.5 | 1.5 | 512 | 40 | 40 | 40 | 40 | 20 | 40 |" in block


@pytest.mark.parametrize(("milliseconds", "wrong"), [(arrivals.LIMIT, 0), (arrivals.LIMIT + 1, 1)])
def test_the_promise_is_about_the_largest_database(milliseconds: float, wrong: int) -> None:
    smaller, largest = searches_of("SQLite", 10, answer(9_999)), searches_of("PostgreSQL", 20, answer(milliseconds))
    said = arrivals.broken(Found(searches=[smaller, largest], load=0.5))
    assert len(said) == wrong
    assert all("PostgreSQL, 20 records" in line for line in said)


def test_strangers_are_rows_of_children_with_a_name_a_day_and_nothing_else() -> None:
    frame = draw_strangers(50)
    assert frame.schema == empty_frame(TABLE["children"]).schema
    assert frame["child"].n_unique() == frame.height == 50
    assert frame["born_from"].equals(frame["born_to"]) and frame["born_from"].null_count() == 0
    assert frame["languages"].null_count() == 50
