"""The stories of examples/tsd: the workbook is made from the CSV files, and Leerrecht says what was worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from polars.testing import assert_frame_equal

from leerrecht.caseload import Reading, read_caseload
from leerrecht.law.conclusions import Finding, find_conclusions
from leerrecht.law.frames import Caseload, build_caseload
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.tables import TABLES
from tests.law.bridge import ENGINE_ONLY, as_oracle_row, rulebook
from tests.law.oracle import (
    Application,
    Assessment,
    Departure,
    Enrolment,
    Handover,
    History,
    Identifier,
    Interim,
    Involvement,
    MovePoint,
    Plan,
    Row,
    Status,
    Stay,
    Transfer,
    conclude,
)

TSD = Path(__file__).parents[2] / "examples" / "tsd"
DEMO = date(2026, 9, 15)
EXPECTED = yaml.safe_load((TSD / "expected.yaml").read_text(encoding="utf-8"))
FACTS = {
    "applications": Application, "departures": Departure, "identifiers": Identifier, "statuses": Status, "stays": Stay,
    "enrolments": Enrolment, "interim": Interim, "plans": Plan, "assessments": Assessment, "transfers": Transfer,
    "move_points": MovePoint, "involvements": Involvement, "handovers": Handover,
}  # fmt: skip
REGIONS = ("", "noord", "midden", "zuid")
DAYS = [*EXPECTED, date(2026, 6, 11), date(2026, 6, 12), date(2027, 3, 1)]


@cache
def reading(name: str) -> Reading:
    return read_caseload(path=TSD / name, rule_ids=RULE_IDS)


@cache
def caseload() -> Caseload:
    return build_caseload(frames=reading(".").frames, regions=rulebook().regions)


@cache
def findings(on: date) -> list[Finding]:
    return find_conclusions(caseload=caseload(), rulebook=rulebook(), on=on)


def found_for(on: date, child: str) -> list[tuple[Any, ...]]:
    return sorted(
        ((f.rule, f.key, f.state, f.since_on, f.due_on) for f in findings(on) if f.child == child),
        key=lambda row: row[:2],
    )


def test_the_workbook_holds_the_same_facts_as_the_csv_files():
    for table in TABLES:
        assert_frame_equal(reading("caseload.xlsx").frames[table.name], reading(".").frames[table.name])


@pytest.mark.parametrize("name", [".", "caseload.xlsx"])
def test_the_list_has_no_faults_and_one_notice_that_tells_a_story(name):
    assert reading(name).faults == ()
    assert [(each.sheet, each.code) for each in reading(name).notices] == [("stays", "stays_overlap")]
    place = reading(name).notices[0].row
    stays = reading(name).frames["stays"]
    assert stays.filter(pl.col("row") == place)["child"].item() == "noodopvang"


def test_every_sheet_has_facts_and_every_child_a_story():
    assert all(len(reading(".").frames[table.name]) for table in TABLES)
    assert set(EXPECTED[DEMO]) == set(caseload().children)
    stories = (TSD / "README.md").read_text(encoding="utf-8")
    for child in caseload().children:
        assert f"| `{child}` |" in stories


@pytest.mark.parametrize(("on", "child"), [(on, child) for on, children in EXPECTED.items() for child in children])
def test_leerrecht_says_the_whole_answer_that_was_worked_out_by_hand(on, child):
    expected = [(rule, str(key), state, since, due) for rule, key, state, since, due in EXPECTED[on][child]]
    assert found_for(on, child) == sorted(expected, key=lambda row: row[:2])


def test_the_demo_shows_every_state():
    assert {finding.state for finding in findings(DEMO)} == {
        "overdue", "due", "unknown", "upcoming", "met", "met_late",
    }  # fmt: skip


def test_one_day_of_lodging_makes_a_month_of_difference():
    terms = {f.child: f for f in findings(DEMO) if f.rule == "placement.term"}
    before, on_the_day = terms["net-ervoor"], terms["op-de-dag"]
    assert before.met_on == on_the_day.met_on == date(2026, 8, 31)
    assert (before.state, on_the_day.state) == ("met", "met_late")


def history_of(child: str) -> History:
    """The same facts for the oracle, which has its own words for them."""
    frames = reading(".").frames
    person = frames["children"].row(by_predicate=pl.col("child") == child, named=True)
    facts: dict[str, list[Any]] = {}
    for name, kind in FACTS.items():
        rows = frames[name].filter(pl.col("child") == child).iter_rows(named=True)
        facts[name] = [_fact(kind, row) for row in rows]
    return History(
        born_from=person["born_from"], born_to=person["born_to"], unaccompanied=person["unaccompanied"], **facts
    )


def _fact(kind: type, row: dict[str, Any]) -> Any:
    values = {**row, "partner": row.get("with")}
    if kind is Stay and not values["region"]:
        values["region"] = REGIONS[rulebook().regions.get(values["municipality"] or "", 0)] or None
    return kind(**{field.name: values[field.name] for field in fields(kind)})


def plain(row: Row) -> Row:
    return replace(row, notes=row.notes - ENGINE_ONLY)


@pytest.mark.parametrize("on", DAYS)
def test_the_oracle_agrees_about_every_child(on):
    for child in caseload().children:
        engine = Counter(as_oracle_row(finding) for finding in findings(on) if finding.child == child)
        assert engine == Counter(map(plain, conclude(history=history_of(child), on=on))), child
