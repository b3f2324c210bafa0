"""One cell at a time: the value or the flaw."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from leerrecht.caseload.cells import Flaw, Gap, Truth, parse_choice, parse_flag, parse_number, parse_text
from leerrecht.caseload.dates import parse_born, parse_date
from leerrecht.caseload.identifiers import read_number


@pytest.mark.parametrize(
    "cell", ["2026-03-01", "2026-03-01 00:00", "2026-03-01T00:00:00", "2026-03-01T00:00:00.000Z",
             date(2026, 3, 1), datetime(2026, 3, 1), datetime(2026, 3, 1, 14, 30)],
)  # fmt: skip
def test_date_in_a_good_form_is_that_day(cell):
    assert parse_date(cell) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "code", "hint"),
    [
        ("1-3-26", "date_two_digit_year", "2026-03-01"),
        ("01/03/26", "date_two_digit_year", "2026-03-01"),
        ("99-99-26", "date_two_digit_year", ""),
        ("1-3-2026", "date_other_order", "2026-03-01"),
        ("01/03/2026", "date_other_order", "2026-03-01"),
        ("01.03.2026", "date_other_order", "2026-03-01"),
        ("01-03-2026 00:00:00", "date_other_order", "2026-03-01"),
        ("03/25/2026", "date_other_order", "2026-03-25"),
        ("2026/03/01", "date_other_order", "2026-03-01"),
        ("2026-3-1", "date_other_order", "2026-03-01"),
        ("1 maart 2026", "date_other_order", "2026-03-01"),
        ("1 mrt. 2026", "date_other_order", "2026-03-01"),
        ("March 1, 2026", "date_other_order", "2026-03-01"),
        ("31-02-2026", "date_impossible", ""),
        ("2026-02-30", "date_impossible", ""),
        ("2026-13-01", "date_impossible", ""),
        ("0000-01-01", "date_impossible", ""),
        ("onbekend", "date_unreadable", ""),
        ("12 foo 2026", "date_unreadable", ""),
        ("1" + " " * 100_000 + "2", "date_unreadable", ""),
        ("2026-03-01 middag", "date_unreadable", ""),
        ("\u0662\u0660\u0662\u0666-\u0660\u0663-\u0660\u0661", "date_unreadable", ""),
        ("2026", "date_is_number", ""),
        ("20260301", "date_is_number", "2026-03-01"),
        ("46082", "date_is_number", "2026-03-01"),
        (46082.0, "date_is_number", "2026-03-01"),
        (20260301.0, "date_is_number", "2026-03-01"),
        (20261301.0, "date_is_number", ""),
        (float("inf"), "date_is_number", ""),
        (-5.0, "date_is_number", ""),
        ("2026-03-01 14:30", "date_with_time", "2026-03-01"),
        ("2026-02-28T23:00:00Z", "date_with_time", "2026-02-28"),
        (Truth.TRUE, "date_is_boolean", ""),
        (time(3, 4), "date_unreadable", ""),
        (timedelta(hours=30), "date_unreadable", ""),
        ("#N/B", "cell_error", ""),
        ("#REF!", "cell_error", ""),
        ("########", "cell_error", ""),
        (Gap.FORMULA, "formula_without_value", ""),
        ("1926-03-01", "year_impossible", ""),
        ("2206-03-01", "year_impossible", ""),
        (date(1905, 7, 1), "year_impossible", ""),
    ],
)
def test_date_in_a_wrong_form_says_which_and_what_was_meant(cell, code, hint):
    assert parse_date(cell) == Flaw(code, hint=hint)


@pytest.mark.parametrize(
    ("cell", "precision", "first", "last"),
    [
        ("2009-05-06", "", date(2009, 5, 6), date(2009, 5, 6)),
        ("2009-01-01", "estimated", date(2009, 1, 1), date(2009, 1, 1)),
        (2009.0, "year", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009", "year", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009-01-01", "year", date(2009, 1, 1), date(2009, 12, 31)),
        (datetime(2009, 1, 1), "year", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009-02", "month", date(2009, 2, 1), date(2009, 2, 28)),
        ("2008-02-11", "month", date(2008, 2, 1), date(2008, 2, 29)),
        ("2009-05", "year", date(2009, 1, 1), date(2009, 12, 31)),
    ],
)
def test_born_with_a_precision_is_an_interval(cell, precision, first, last):
    assert parse_born(cell, precision) == (first, last)


@pytest.mark.parametrize(
    ("cell", "precision", "code", "hint"),
    [
        ("2009", "", "born_precision_missing", "year"),
        (2009.0, "day", "born_precision_missing", "year"),
        ("2009", "estimated", "born_precision_missing", "year"),
        ("2009-05", "", "born_precision_missing", "month"),
        ("2009", "month", "born_month_missing", ""),
        ("2009-13", "month", "date_impossible", ""),
        ("1950", "year", "year_impossible", ""),
        ("1950-01", "month", "year_impossible", ""),
        ("5-6-2009", "year", "date_other_order", "2009-06-05"),
    ],
)
def test_born_that_does_not_fit_its_precision_is_a_flaw(cell, precision, code, hint):
    assert parse_born(cell, precision) == Flaw(code, hint=hint)


@pytest.mark.parametrize("cell", ["yes", "JA", "true", "1", 1.0, Truth.TRUE])
def test_flag_in_any_form_of_yes_is_true(cell):
    assert parse_flag(cell) is True


@pytest.mark.parametrize("cell", ["no", "Nee", "false", "0", 0.0, Truth.FALSE])
def test_flag_in_any_form_of_no_is_false(cell):
    assert parse_flag(cell) is False


@pytest.mark.parametrize("cell", ["misschien", 2.0, date(2026, 1, 1), time(1)])
def test_flag_that_is_neither_is_a_flaw(cell):
    assert parse_flag(cell) == Flaw("flag_unknown")


@pytest.mark.parametrize(("cell", "hours"), [("7,5", 7.5), ("7.5", 7.5), (6.0, 6.0), ("0", 0.0), ("24", 24.0)])
def test_number_with_point_or_comma_is_that_number(cell, hours):
    assert parse_number(cell) == hours


@pytest.mark.parametrize(
    ("cell", "code", "hint"),
    [("-1", "number_negative", ""), (-0.5, "number_negative", ""), ("24,5", "hours_too_many", ""),
     ("veel", "number_unreadable", ""), ("1.234,5", "number_unreadable", ""), (float("nan"), "number_unreadable", ""),
     (time(7, 30), "number_unreadable", "7.5"), (timedelta(hours=30), "number_unreadable", ""),
     (Truth.TRUE, "number_unreadable", ""), ("#DEEL/0!", "cell_error", "")],
)  # fmt: skip
def test_number_that_can_not_be_hours_is_a_flaw(cell, code, hint):
    assert parse_number(cell) == Flaw(code, hint=hint)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(12.0, "12"), (2.5, "2.5"), (2712345678.0, "2712345678"), (date(2026, 1, 2), "2026-01-02"), (Truth.TRUE, "true")],
)
def test_text_from_another_kind_of_cell_reads_as_it_looks(cell, text):
    assert parse_text(cell) == text


def test_choice_in_capitals_is_the_choice_and_a_wrong_one_shows_the_nearest():
    assert parse_choice("ISK", ("isk", "vo")) == "isk"
    assert parse_choice("landng", ("landing", "other")) == Flaw("choice_unknown", "landing", "landing, other")
    assert parse_choice(time(1), ("isk", "vo")) == Flaw("choice_unknown", allowed="isk, vo")


@pytest.mark.parametrize(
    ("kind", "text", "is_number", "value", "codes"),
    [
        ("bsn", "123456782", False, "123456782", ()),
        ("bsn", "1234 56.78-2", False, "123456782", ()),
        ("bsn", "123456783", False, "123456783", ("identifier_check",)),
        ("bsn", "10000008", True, "010000008", ("bsn_padded",)),
        ("bsn", "10000008", False, "10000008", ("identifier_length",)),
        ("education_number", "123456782", False, "123456782", ("identifier_prefix",)),
        ("education_number", "100000009", False, "100000009", ("identifier_check",)),
        ("education_number", "100000004", False, "100000004", ()),
        ("education_number", "10x", False, "10x", ("identifier_length",)),
        ("v_number", "271.234.5678", False, "2712345678", ()),
    ],
)
def test_number_of_a_child_is_cleaned_and_checked(kind, text, is_number, value, codes):
    assert read_number(kind=kind, text=text, from_number_cell=is_number) == (value, codes)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1-5-98", "1998-05-01"), ("1-5-09", "2009-05-01"), ("1-5-50", "2050-05-01"), ("1-5-51", ""),
        ("1-5-1850", ""), ("1 mei 2150", ""), ("2150-01-01 10:00", ""),
    ],
)  # fmt: skip
def test_hint_for_a_date_is_never_one_that_would_be_refused(text, hint):
    assert parse_date(text).hint == hint
