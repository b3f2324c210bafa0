"""Few rows and many rows become the same numbers."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl
import pytest

from leerrecht.law import frames
from leerrecht.law.few import build_few
from leerrecht.law.rulebook import load_rulebook
from leerrecht.law.tables import TABLES
from leerrecht.planning import draw_population
from tests.law.bridge import RULEBOOK


@pytest.mark.parametrize("children", [1, 7, 60])
def test_a_caseload_read_as_few_rows_and_as_many_is_the_same(monkeypatch, children):
    drawn = draw_population(children=children, seed=3, on=datetime.date(2026, 9, 15))
    regions = load_rulebook(folder=RULEBOOK).regions
    monkeypatch.setattr(frames, "FEW_ROWS", 10**9)
    few = frames.build_caseload(frames=drawn, regions=regions)
    monkeypatch.setattr(frames, "FEW_ROWS", -1)
    many = frames.build_caseload(frames=drawn, regions=regions)
    for name in few.facts._fields:
        assert np.array_equal(getattr(few.facts, name), getattr(many.facts, name)), name
    for table in TABLES:
        assert few.frames[table.name].equals(many.frames[table.name])


@pytest.mark.parametrize("children", [1, 7, 60, 400])
def test_plain_rows_become_the_same_facts_as_frames(children):
    drawn = draw_population(children=children, seed=5, on=datetime.date(2026, 9, 15))
    regions = load_rulebook(folder=RULEBOOK).regions
    many = frames.build_caseload(frames=drawn, regions=regions)
    few = build_few(tables={table: frame.rows(named=True) for table, frame in drawn.items()}, regions=regions)
    assert few.lists == many.lists
    assert few.children == many.children
    for table in TABLES:
        assert few.rows(table.name) == many.rows(table.name)


def test_a_fact_of_a_child_that_is_not_in_the_list_is_refused():
    row = dict.fromkeys(frames.empty_frame(TABLES[1]).columns) | {"child": "b"}
    with pytest.raises(ValueError, match=TABLES[1].name):
        build_few(tables={"children": [], TABLES[1].name: [row]}, regions={})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_without_rows_gives_no_rows(table):
    children = pl.DataFrame({"child": ["a"], "born_from": [None], "born_to": [None]}, schema_overrides={
        "born_from": pl.Date, "born_to": pl.Date})  # fmt: skip
    people = pl.concat([frames.empty_frame(TABLES[0]), children], how="diagonal")
    caseload = frames.build_caseload(frames={"children": people}, regions={})
    assert caseload.children == ("a",)
    if table.name in frames.ROW_TYPES and table.name != "children":
        assert len(getattr(caseload.facts, table.name)) == 0
