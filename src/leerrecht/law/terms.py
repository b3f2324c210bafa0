"""Terms of our own work: a consent that ends, an agreement to look at again, who decides. Scalar, on day numbers.

These are not rules over a child's facts, so they stand outside the registry; their states are the same.
"""

from __future__ import annotations

from leerrecht.law.dates import UNKNOWN, add_months, birthday
from leerrecht.law.rule import DUE, MET, NO_ROW, OVERDUE, UNDECIDED, UPCOMING

DAYS_A_WEEK, WORKDAYS_A_WEEK = 7, 5
THURSDAY = 3
"""The weekday of day number 0 (Monday is 0)."""
CHILD, REPRESENTATIVE = "child", "legal_representative"


def consent_ending(*, until_on: int, weeks_ahead: int, on: int) -> int:
    """Rule `consent.ending`: DUE in the weeks before the first day without consent, else NO_ROW.

    >>> [consent_ending(until_on=100, weeks_ahead=4, on=day) for day in (71, 72, 99, 100)] == [NO_ROW, DUE, DUE, NO_ROW]
    True
    """
    return DUE if until_on - weeks_ahead * DAYS_A_WEEK <= on < until_on else NO_ROW


def agreement_review(*, review_on: int, ends_on: int, weeks_ahead: int, on: int) -> int:
    """Rule `agreement.review`: UPCOMING in the weeks before the day, DUE on it, OVERDUE after it, until the agreement ends.

    >>> states = [agreement_review(review_on=100, ends_on=UNKNOWN, weeks_ahead=8, on=day) for day in (43, 44, 100, 101)]
    >>> states == [NO_ROW, UPCOMING, DUE, OVERDUE]
    True
    """
    if on < review_on - weeks_ahead * DAYS_A_WEEK or (ends_on != UNKNOWN and on >= ends_on):
        return NO_ROW
    if on < review_on:
        return UPCOMING
    return DUE if on == review_on else OVERDUE


def yearly_consultation(*, held_on: int, months: int, weeks_ahead: int, on: int) -> tuple[int, int]:
    """Rule `consultation.yearly`: the state, and the last day by which the next one must be held.

    `held_on`: the last one; UNKNOWN: none is known, so nobody can tell by when. `months`: UNKNOWN when no law asks for it.
    MET while the next one is far, UPCOMING in the weeks before the day, DUE on it, OVERDUE after it.

    >>> from leerrecht.law.dates import day_of
    >>> last, due = day_of(2025, 9, 15), day_of(2026, 9, 15)
    >>> found = [yearly_consultation(held_on=last, months=12, weeks_ahead=8, on=due + step) for step in (-57, -56, 0, 1)]
    >>> found == [(state, due) for state in (MET, UPCOMING, DUE, OVERDUE)]
    True
    """
    if months == UNKNOWN:
        return NO_ROW, UNKNOWN
    if held_on == UNKNOWN:
        return UNDECIDED, UNKNOWN
    due_on = add_months(held_on, months)
    if on < due_on - weeks_ahead * DAYS_A_WEEK:
        return MET, due_on
    if on < due_on:
        return UPCOMING, due_on
    return (DUE if on == due_on else OVERDUE), due_on


def add_workdays(*, day: int, count: int) -> int:
    """Give the day that lies a number of working days (Monday to Friday) after a day.

    >>> from leerrecht.law.dates import day_of, to_date
    >>> to_date(add_workdays(day=day_of(2026, 9, 18), count=1)), to_date(add_workdays(day=day_of(2026, 9, 15), count=5))
    (datetime.date(2026, 9, 21), datetime.date(2026, 9, 22))
    """
    found, left = day, count
    while left > 0:
        found += 1
        left -= (found + THURSDAY) % DAYS_A_WEEK < WORKDAYS_A_WEEK
    return found


def who_decides(*, born_from: int, born_to: int, years: int, feb29_on_mar1: int, on: int) -> tuple[str, str]:
    """Say who decides on consent, and why: `old_enough`, `young`, `unknown` or `uncertain` (the age limit lies between).

    >>> from leerrecht.law.dates import day_of
    >>> first, last = day_of(2010, 1, 1), day_of(2010, 12, 31)
    >>> who_decides(born_from=first, born_to=last, years=16, feb29_on_mar1=1, on=day_of(2026, 9, 15))
    ('legal_representative', 'uncertain')
    """
    if UNKNOWN in (born_from, born_to):
        return REPRESENTATIVE, "unknown"
    if on >= birthday(born_to, years, feb29_on_mar1):
        return CHILD, "old_enough"
    if on < birthday(born_from, years, feb29_on_mar1):
        return REPRESENTATIVE, "young"
    return REPRESENTATIVE, "uncertain"
