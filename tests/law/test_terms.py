"""Terms of our own work: before, on and after each boundary."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.law.dates import UNKNOWN, day_number, to_date
from leerrecht.law.rule import STATES
from leerrecht.law.terms import add_workdays, agreement_review, consent_ending, who_decides


def number(text: str) -> int:
    return day_number(datetime.date.fromisoformat(text)) if text else UNKNOWN


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-09-02", ""), ("2026-09-03", "due"), ("2026-09-04", "due"), ("2026-09-30", "due"), ("2026-10-01", "")],
)
def test_a_consent_that_ends(on, state):
    assert STATES[consent_ending(until_on=number("2026-10-01"), weeks_ahead=4, on=number(on))] == state


@pytest.mark.parametrize(
    ("on", "ends_on", "state"),
    [
        ("2026-08-05", "", ""),
        ("2026-08-06", "", "upcoming"),
        ("2026-09-30", "", "upcoming"),
        ("2026-10-01", "", "due"),
        ("2026-10-02", "", "overdue"),
        ("2026-10-02", "2026-10-03", "overdue"),
        ("2026-10-03", "2026-10-03", ""),
    ],
)
def test_an_agreement_to_look_at_again(on, ends_on, state):
    found = agreement_review(review_on=number("2026-10-01"), ends_on=number(ends_on), weeks_ahead=8, on=number(on))
    assert STATES[found] == state


@pytest.mark.parametrize(
    ("born", "last", "on", "found"),
    [
        ("2010-09-15", "2010-09-15", "2026-09-14", ("legal_representative", "young")),
        ("2010-09-15", "2010-09-15", "2026-09-15", ("child", "old_enough")),
        ("2010-09-01", "2010-09-30", "2026-08-31", ("legal_representative", "young")),
        ("2010-09-01", "2010-09-30", "2026-09-01", ("legal_representative", "uncertain")),
        ("2010-09-01", "2010-09-30", "2026-09-29", ("legal_representative", "uncertain")),
        ("2010-09-01", "2010-09-30", "2026-09-30", ("child", "old_enough")),
        ("", "", "2026-09-30", ("legal_representative", "unknown")),
    ],
)
def test_who_decides(born, last, on, found):
    assert who_decides(
        born_from=number(born), born_to=number(last), years=16, feb29_on_mar1=1, on=number(on)
    ) == found  # fmt: skip


@pytest.mark.parametrize(
    ("on", "count", "due"),
    [
        ("2026-09-14", 5, "2026-09-21"),
        ("2026-09-18", 5, "2026-09-25"),
        ("2026-09-19", 1, "2026-09-21"),
        ("2026-09-20", 5, "2026-09-25"),
        ("2026-09-15", 0, "2026-09-15"),
    ],
)
def test_working_days(on, count, due):
    assert to_date(add_workdays(day=number(on), count=count)) == datetime.date.fromisoformat(due)
