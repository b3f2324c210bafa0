"""The rulebook's cases hold, each rule has enough of them, and faults in their files are all named at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from leerrecht.law.cases import Case, born_between, load_cases, run_case
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rulebook import RulebookRefused
from tests.law.bridge import RULEBOOK, rulebook

CASES = load_cases(folder=RULEBOOK)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name['nl']}")
def test_case_holds(case: Case) -> None:
    assert run_case(case=case, rulebook=rulebook()) == [], f"{case.place}: {case.name['en']}"


@pytest.mark.parametrize("rule", RULE_IDS)
def test_each_rule_has_cases_before_on_and_after_and_one_without_a_row(rule: str) -> None:
    cases = [case for case in CASES if case.rule == rule]
    with_row = {case.on for case in cases if case.expect}
    without_row = {case.on for case in cases if not case.expect}
    assert len(cases) >= 3
    assert without_row
    assert len(with_row) >= 2
    assert min(with_row | without_row) < max(with_row)


# Faults in the files


GOOD = """
- rule: placement.term
  name: {nl: Goed, en: Good}
  on: 2026-08-12
  child: {born_on: 2010-03-10, unaccompanied: yes}
  applications: [{lodged_on: 2026-06-12}]
  expect: {key: term, state: due, due_on: 2026-08-12, stricter_due_on: none, outcome: none}
"""


def written(tmp_path: Path, *texts: str) -> Path:
    """Give a rulebook folder whose cases are these files."""
    (tmp_path / "cases").mkdir()
    for number, text in enumerate(texts):
        (tmp_path / "cases" / f"file{number}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def faults_of(tmp_path: Path, *texts: str) -> list[str]:
    with pytest.raises(RulebookRefused) as refused:
        load_cases(folder=written(tmp_path, *texts))
    return refused.value.faults


def test_a_good_case_is_read(tmp_path: Path) -> None:
    (case,) = load_cases(folder=written(tmp_path, GOOD))
    assert (case.rule, case.on, case.place) == (
        "placement.term",
        datetime.date(2026, 8, 12),
        "cases/file0.yaml, line 2",
    )
    assert case.facts["children"][0]["unaccompanied"] is True
    assert case.expect[0]["stricter_due_on"] is None
    assert run_case(case=case, rulebook=rulebook()) == []


def test_a_folder_without_cases_has_none(tmp_path: Path) -> None:
    assert load_cases(folder=tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("placement.term", "placement.end", "no rule is called 'placement.end'"),
        ("applications:", "aplications:", "there is no table 'aplications'"),
        ("lodged_on", "lodged", "applications has no column 'lodged'"),
        ("unaccompanied: yes", "unaccompanied: misschien", "unaccompanied 'misschien' isn't yes or no"),
        ("unaccompanied: yes", "height: 3", "children has no column 'height'"),
        ("lodged_on: 2026-06-12", "lodged_on: June", "lodged_on 'June' isn't a date"),
        ("[{lodged_on: 2026-06-12}]", "{lodged_on: 2026-06-12}", "applications: this isn't a list of rows"),
        ("[{lodged_on: 2026-06-12}]", "[2026-06-12]", "applications, row 1: this isn't a row"),
        (", en: Good", "", "the name has no en"),
        ("en: Good", "en: Good, fy: Goed", "the name has an unknown language 'fy'"),
        ("on: 2026-08-12\n", "on: today\n", "on: 'today' isn't a date"),
        ("2010-03-10", "2010-03", "born_on 2010-03 isn't a day"),
        ("2010-03-10", '"2010-02-30"', "born_on 2010-02-30 isn't a day"),
        ("state: due", "state: late", "state 'late' isn't one of upcoming, due"),
        ("state: due", "state: none", "state 'none' isn't one of"),
        ("state: due, ", "", "expect: the state is missing"),
        ("state: due", "state: due, notes: [luck]", "notes 'luck' isn't one of"),
        ("state: due", "state: due, mood: good", "there is no field 'mood'"),
        ("state: due", "state: due, met_on: ", "met_on is empty; write none"),
        ("state: due", "state: due, days: soon", "days 'soon' isn't a number"),
        ("{key: term, state: due", "{key: term, key: term, state: due", "line 7: key stands here twice"),
        ("lodged_on: 2026-06-12", "lodged_on: 2026-02-30", "this isn't valid YAML"),
        ("name:", "  name:", "this isn't valid YAML"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert any(fault in found for found in faults_of(tmp_path, GOOD.replace(old, new)))


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ("stays: [{kind: castle}]", "stays, row 1: kind 'castle' isn't one of reception_start"),
        ("stays: [{municipality: 12}]", "municipality 12 isn't a text (write it between quotes)"),
        ("statuses: [{valid_from: 2026-01-01}]", "statuses, row 1: status is missing"),
        ("plans: [{rule: period.nap}]", "plans, row 1: no rule is called 'period.nap'"),
        (
            "interim: [{valid_from: 2026-02-01, valid_to: 2026-01-31}]",
            "interim, row 1: it ends on 2026-01-31, before it begins on 2026-02-01",
        ),
    ],
)
def test_a_fault_in_the_facts_is_named(tmp_path: Path, facts: str, fault: str) -> None:
    assert any(fault in found for found in faults_of(tmp_path, f"{GOOD}  {facts}\n"))


@pytest.mark.parametrize("expect", ["", "maybe", "[]", "[none]", "{}"])
def test_what_is_expected_must_be_said(tmp_path: Path, expect: str) -> None:
    text = GOOD[: GOOD.index("  expect:")] + f"  expect: {expect}\n"
    assert any("expect: " in fault for fault in faults_of(tmp_path, text))


def test_several_rows_need_keys(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("  expect:")] + "  expect: [{key: term, state: due}, {state: due}]\n"
    assert faults_of(tmp_path, text) == ["cases/file0.yaml, line 2: expect: with several rows, each has its key"]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        GOOD.replace("state: due", "state: late").replace("lodged_on", "lodged"),
        "rule: x",
        "- 3",
        GOOD + GOOD,
    )
    assert len(found) == 6
    assert [fault.partition(",")[0].partition(":")[0] for fault in found] == [
        "cases/file0.yaml", "cases/file0.yaml", "cases/file1.yaml", "cases/file2.yaml", "cases/file3.yaml",
        "cases/file3.yaml",
    ]  # fmt: skip
    assert "has the same name (Goed)" in found[4]


# What a difference says


@pytest.mark.parametrize(
    ("expect", "differences"),
    [
        ("{state: overdue}", ["term: state should be overdue, but is due"]),
        ("{key: term, state: due, due_on: none}", ["term: due_on should be none, but is 2026-08-12"]),
        ("{state: due, met_on: 2026-08-01}", ["term: met_on should be 2026-08-01, but is none"]),
        ("{state: due, notes: [holiday, transition]}", ["term: notes should be holiday, transition, but is none"]),
        ("none", ["term: there should be no such row, but it is due"]),
        (
            "{key: other, state: due}",
            ["other: should be due, but there is no such row", "term: there should be no such row, but it is due"],
        ),
    ],
)
def test_a_difference_is_said_in_words(tmp_path: Path, expect: str, differences: list[str]) -> None:
    text = GOOD[: GOOD.index("  expect:")] + f"  expect: {expect}\n"
    (case,) = load_cases(folder=written(tmp_path, text))
    assert run_case(case=case, rulebook=rulebook()) == differences


def test_a_row_that_is_not_there_is_said(tmp_path: Path) -> None:
    text = GOOD.replace("lodged_on: 2026-06-12", "lodged_on: 2026-08-13")
    (case,) = load_cases(folder=written(tmp_path, text))
    assert run_case(case=case, rulebook=rulebook()) == ["term: should be due, but there is no such row"]


@pytest.mark.parametrize(
    ("born_on", "precision", "days"),
    [
        ("2010-03-10", "", ("2010-03-10", "2010-03-10")),
        ("2009-01-01", "estimated", ("2009-01-01", "2009-01-01")),
        ("2012-02", "month", ("2012-02-01", "2012-02-29")),
        ("2010-03-10", "month", ("2010-03-01", "2010-03-31")),
        ("2010", "year", ("2010-01-01", "2010-12-31")),
        ("2010", "", None),
        ("2010", "month", None),
        ("2010-13", "month", None),
        ("10-03-2010", "", None),
    ],
)
def test_born_between(born_on: str, precision: str, days: tuple[str, str] | None) -> None:
    found = born_between(born_on, precision)
    assert (found and tuple(day.isoformat() for day in found)) == days
