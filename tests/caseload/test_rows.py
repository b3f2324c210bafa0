"""Whole sheets: which rows stay, which are left out and why, and what crosses rows and sheets."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from books import CHILDREN, book, faults, full, notices, read

from leerrecht.caseload import empty_frames, read_caseload
from leerrecht.law.tables import TABLES


def test_frames_of_any_reading_have_every_table_and_type(tmp_path):
    frames = read(tmp_path, {}).frames
    assert list(frames) == [table.name for table in TABLES]
    assert {name: frame.schema for name, frame in frames.items()} == {n: f.schema for n, f in empty_frames().items()}
    assert frames["children"].schema == {
        "child": pl.String, "given_names": pl.String, "family_name": pl.String, "born_from": pl.Date,
        "born_to": pl.Date, "born_precision": pl.String, "languages": pl.String, "unaccompanied": pl.Boolean,
        "sex": pl.String, "father_name": pl.String, "original_name": pl.String, "pronunciation": pl.String,
        "interpreter": pl.String, "row": pl.Int64,
    }  # fmt: skip
    assert frames["absences"].schema["hours"] == pl.Float64
    assert "with" in frames["plans"].columns


def test_children_with_all_kinds_of_birth_dates_read_as_intervals(tmp_path):
    rows = full(
        "children",
        {"child": " K1 ", "born_on": date(2010, 5, 3), "unaccompanied": "Ja", "given_names": "  Amina  "},
        {"child": 12, "born_on": 2009, "born_precision": "YEAR", "unaccompanied": True},
        {"child": "K3", "born_precision": "month"},
        {"child": "K4"},
    )
    reading = read(tmp_path, {"children": rows})
    assert reading.faults == ()
    children = reading.frames["children"].to_dicts()
    assert [each["child"] for each in children] == ["K1", "12", "K3", "K4"]
    assert [each["row"] for each in children] == [2, 3, 4, 5]
    assert (children[0]["given_names"], children[0]["unaccompanied"], children[0]["born_precision"]) == (
        "Amina",
        True,
        "day",
    )
    assert (children[1]["born_from"], children[1]["born_to"]) == (date(2009, 1, 1), date(2009, 12, 31))
    assert (children[2]["born_from"], children[2]["born_precision"]) == (None, "month")
    assert (children[3]["born_to"], children[3]["born_precision"]) == (None, None)


def test_empty_rows_between_and_above_keep_the_row_numbers_right(tmp_path):
    path = tmp_path / "gaps.xlsx"
    book(path, {"children": [["child", "born_on"], [], ["K1"], [" ", "\u200b"], [], ["K2"]]})
    reading = read_caseload(path=path)
    assert reading.faults == ()
    assert reading.frames["children"]["row"].to_list() == [3, 6]


def test_header_below_an_empty_row_or_beside_empty_columns_is_placed_right(tmp_path):
    reading = read(tmp_path, {"children": [[], ["child", "born_on"], ["K1"]]})
    assert faults(reading) == [("children", 1, None, "header_missing", "")]
    reading = read(tmp_path, {"children": [[None, None, " Child ", "BORN_ON"], [None, None, "K1", "nooit"]]})
    assert faults(reading) == [("children", 2, "born_on", "date_unreadable", "nooit")]


def test_faults_of_all_sheets_and_cells_come_at_once_and_in_order(tmp_path):
    reading = read(tmp_path, {
        "absences": [["child", "day", "hours"], ["K1", "2026-02-30", -1], ["K2", "2026-02-03", 25]],
        "stays": [["child", "kind", "valid_from", "valid_to"], ["K1", "azc", "1-3-26", None],
        ["K2", "poa", "2026-05-01", "2026-04-01"]],
    })  # fmt: skip
    assert faults(reading) == [
        ("stays", 2, "kind", "choice_unknown", "azc"),
        ("stays", 2, "valid_from", "date_two_digit_year", "1-3-26"),
        ("stays", 3, "valid_to", "ends_before_start", "2026-04-01"),
        ("absences", 2, "day", "date_impossible", "2026-02-30"),
        ("absences", 2, "hours", "number_negative", "-1"),
        ("absences", 3, "hours", "hours_too_many", "25"),
    ]
    assert reading.frames["stays"].height == reading.frames["absences"].height == 0
    assert reading.left_out == {"K1": ("stays rij 2", "absences rij 2"), "K2": ("stays rij 3", "absences rij 3")}
    assert "coa_small" in reading.faults[0].remedy("nl")
    assert "2026-03-01" in reading.faults[1].remedy("en")
    assert "2026-05-01" not in reading.faults[2].what("nl") + reading.faults[2].remedy("nl")


def test_period_that_ends_on_its_first_day_is_good(tmp_path):
    reading = read(tmp_path, {
        "enrolments": [["child", "kind", "requested_on", "started_on", "left_on"],
        ["K1", "isk", "2026-09-01", "2026-05-01", "2026-05-01"]],
        "departures": [["child", "left_on", "back_on"], ["K1", "2026-05-01", "2026-04-30"]],
        "assessments": [["child", "taken_on", "valid_until"], ["K1", "2026-05-01", "2026-04-30"]],
    })  # fmt: skip
    assert [(each.sheet, each.column) for each in reading.faults] == [
        ("departures", "back_on"),
        ("assessments", "valid_until"),
    ]
    assert reading.frames["enrolments"].height == 1


def test_child_twice_in_children_is_a_fault_that_names_the_first_row(tmp_path):
    reading = read(tmp_path, {"children": [*CHILDREN, ["K1", "2012-01-01"]]})
    assert faults(reading) == [("children", 4, "child", "child_duplicate", "K1")]
    assert "rij 2" in reading.faults[0].what("nl")
    assert reading.frames["children"]["child"].to_list() == ["K1", "K2"]
    assert reading.left_out == {"K1": ("children rij 4",)}


def test_fact_of_a_child_who_is_not_there_suggests_the_nearest(tmp_path):
    reading = read(tmp_path, {"applications": [["child", "lodged_on"], ["k1", "2026-01-01"], ["Z-99", "2026-01-01"]]})
    assert faults(reading) == [
        ("applications", 2, "child", "child_unknown", "k1"), ("applications", 3, "child", "child_unknown", "Z-99"),
    ]  # fmt: skip
    assert [each.hint for each in reading.faults] == ["K1", ""]
    assert reading.frames["applications"].height == 0


def test_fact_of_a_child_with_a_faulty_row_is_left_out_without_a_second_fault(tmp_path):
    reading = read(tmp_path, {
        "children": [["child", "born_on"], ["K1", "nooit"], ["K2", "2011-01-01"]],
        "applications": [["child", "lodged_on"], ["K1", "2026-01-01"], ["K2", "2026-01-01"]],
    })  # fmt: skip
    assert faults(reading) == [("children", 2, "born_on", "date_unreadable", "nooit")]
    assert reading.left_out == {"K1": ("children rij 2", "applications rij 2")}
    assert reading.frames["applications"]["child"].to_list() == ["K2"]


def test_row_without_its_child_or_needed_value_is_a_fault(tmp_path):
    reading = read(tmp_path, {
        "stays": [["child", "location"], [None, "Zeist"]],
        "identifiers": [["child", "kind", "value"], ["K1", "bsn", None], ["K1", None, "1"]],
        "statuses": [["child", "status"], ["K1", " "]],
    })  # fmt: skip
    assert faults(reading) == [
        ("identifiers", 2, "value", "value_missing", ""), ("identifiers", 3, "kind", "value_missing", ""),
        ("statuses", 2, "status", "value_missing", ""), ("stays", 2, "child", "value_missing", ""),
    ]  # fmt: skip


def test_identifiers_from_number_cells_are_padded_and_checked_with_notices_only(tmp_path):
    reading = read(tmp_path, {"identifiers": full(
        "identifiers",
        {"child": "K1", "kind": "bsn", "value": 10000008}, {"child": "K1", "kind": "bsn", "value": "1234.56.789"},
        {"child": "K2", "kind": "education_number", "value": 200000000.0},
        {"child": "K2", "kind": "v_number", "value": 2712345678},
    )})  # fmt: skip
    assert reading.faults == ()
    assert reading.frames["identifiers"]["value"].to_list() == ["010000008", "123456789", "200000000", "2712345678"]
    assert notices(reading) == [
        ("identifiers", 2, "value", "bsn_padded", "010000008"),
        ("identifiers", 3, "value", "identifier_check", "123456789"),
        ("identifiers", 4, "value", "identifier_prefix", "200000000"),
    ]


def test_plan_with_an_unknown_rule_is_a_fault_only_when_rules_are_given(tmp_path):
    sheets = {"plans": full("plans", {"child": "K1", "rule": "period.movee", "with": "Nidos"})}
    assert read(tmp_path, sheets).frames["plans"]["with"].to_list() == ["Nidos"]
    reading = read(tmp_path, sheets, rule_ids=("period.move", "placement.term"))
    assert faults(reading) == [("plans", 2, "rule", "rule_unknown", "period.movee")]
    assert "period.move?" in reading.faults[0].remedy("en")


def test_stays_that_overlap_are_a_notice_per_pair(tmp_path):
    def stay(start, end, child="K1"):
        return {"child": child, "valid_from": start, "valid_to": end}

    reading = read(tmp_path, {"stays": full(
        "stays", stay("2026-03-01", None), stay("2026-01-01", "2026-02-01"), stay("2026-02-01", "2026-03-05"),
        stay("2026-01-01", None, "K2"), stay("2026-01-01", "2026-01-01", "K2"), stay(None, None, "K2"),
    )})  # fmt: skip
    assert notices(reading) == [("stays", 2, "valid_from", "stays_overlap", "2026-03-01")]
    assert "rij 4" in next(each for each in reading.notices if each.code == "stays_overlap").what("nl")


def test_departures_on_the_same_day_are_a_notice(tmp_path):
    sheet = full("departures", {"child": "K1", "left_on": "2026-01-01"}, {"child": "K2", "left_on": "2026-01-01"},
                 {"child": "K1", "left_on": "2026-01-01"})  # fmt: skip
    reading = read(tmp_path, {"departures": sheet})
    assert notices(reading) == [("departures", 4, "left_on", "departures_same_day", "2026-01-01")]


def test_date_cell_with_a_time_counts_as_its_day_with_a_notice(tmp_path):
    reading = read(
        tmp_path, {"applications": full("applications", {"child": "K1", "lodged_on": datetime(2026, 1, 2, 9, 30)})}
    )
    assert reading.frames["applications"]["lodged_on"].to_list() == [date(2026, 1, 2)]
    assert notices(reading) == [("applications", 2, "lodged_on", "time_ignored", "2026-01-02 09:30:00")]


def test_flag_of_truth_cells_does_not_mix_with_numbers(tmp_path):
    rows = [
        ["child", "day", "authorised", "reason"],
        ["K1", "2026-01-05", True, 1],
        ["K1", "2026-01-06", 1, True],
        ["K1", "2026-01-07", 0, False],
    ]
    reading = read(tmp_path, {"absences": rows})
    assert reading.frames["absences"]["authorised"].to_list() == [True, True, False]
    assert reading.frames["absences"]["reason"].to_list() == ["1", "true", "false"]


def test_progress_is_told_rows_of_rows(tmp_path):
    told = []
    read_caseload(
        path=book(tmp_path / "a.xlsx", {"children": CHILDREN}), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(3, 3)]


def test_child_ids_that_look_the_same_are_the_same(tmp_path):
    rows = [
        ["child", "born_on"],
        ["Jose\u0301  A", "2010-01-01"],
        ["K\n2", "2010-01-01"],
        ["Jos\u00e9 A", "2010-01-01"],
    ]
    reading = read(tmp_path, {"children": rows, "stays": [["child"], ["Jos\u00e9\u00a0A"], ["K 2"]]})
    assert faults(reading) == [("children", 4, "child", "child_duplicate", "Jos\u00e9 A")]
    assert reading.frames["stays"]["child"].to_list() == ["Jos\u00e9 A", "K 2"]
