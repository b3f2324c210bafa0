"""Dated values with a source, and the value in force on a date.

`Law` is what rules read: whole numbers only. `in_force` never falls back: where no row covers the day there is no value,
and the rule says that it doesn't know. Files are read in rulebook.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from leerrecht.law.dates import UNKNOWN
from leerrecht.law.tables import TASKS

Ints = Sequence[int]  # lists for plain Python, NumPy arrays of int64 for compiled code

PARAMETERS = (
    "placement.term_months", "placement.transition_months", "placement.notice_days", "placement.interim_max_months",
    "placement.under_five_years", "continuity.gap_limit_days", "tnv.max_months", "tnv.notice_days",
    "age.compulsory_from_years", "age.compulsory_to_years", "age.qualification_to_years",
    "age.doorstroompunt_to_years", "age.adult_years", "age.school_year_first_month", "birthday.feb29",
    "adult.eighteen_months_ahead", "adult.eighteen_due_months", "adult.eighteen_months_after",
    "adult.extended_reception_until", "transport.carers_from_years", "transport.weeks_ahead", "transport.weeks_after",
    "period.move_weeks_ahead", "period.move_weeks_after", "period.holiday_weeks_ahead", "period.holiday_min_days",
    "period.eighteen_months_ahead", "period.eighteen_months_after", "period.next_school_months_ahead",
    "period.next_school_days_after", "period.next_school_expected_months", "period.decision_weeks_after",
    "rights.answer_months", "continuity.move_notice_days", "continuity.move_weeks_after",
    "continuity.move_next_school_days", "continuity.move_school_day_one_days", "continuity.move_number_days",
    "continuity.move_tests_days", "continuity.move_profile_days", "continuity.move_attendance_summary_days",
    "continuity.move_transport_days", "continuity.move_warm_handover_days", "continuity.move_stays_in_touch_days",
    "continuity.move_child_asked_days", "continuity.move_friends_sport_days",
    "continuity.dutch_valid_months", "continuity.maths_valid_months",
    "continuity.learning_valid_months", "continuity.home_language_valid_months", "continuity.retest_weeks_after",
    "roles.gap_days", "roles.ahead_days", "roles.takeover_weeks_after",
    "roles.handover_at_once_days", "roles.handover_weeks_after", *(f"roles.needed_{task}" for task in TASKS),
)  # fmt: skip
(
    PLACEMENT_TERM_MONTHS, PLACEMENT_TRANSITION_MONTHS, PLACEMENT_NOTICE_DAYS, PLACEMENT_INTERIM_MAX_MONTHS,
    PLACEMENT_UNDER_FIVE_YEARS, CONTINUITY_GAP_LIMIT_DAYS, TNV_MAX_MONTHS, TNV_NOTICE_DAYS,
    AGE_COMPULSORY_FROM_YEARS, AGE_COMPULSORY_TO_YEARS, AGE_QUALIFICATION_TO_YEARS,
    AGE_DOORSTROOMPUNT_TO_YEARS, AGE_ADULT_YEARS, AGE_SCHOOL_YEAR_FIRST_MONTH, BIRTHDAY_FEB29,
    ADULT_EIGHTEEN_MONTHS_AHEAD, ADULT_EIGHTEEN_DUE_MONTHS, ADULT_EIGHTEEN_MONTHS_AFTER,
    ADULT_EXTENDED_RECEPTION_UNTIL, TRANSPORT_CARERS_FROM_YEARS, TRANSPORT_WEEKS_AHEAD, TRANSPORT_WEEKS_AFTER,
    PERIOD_MOVE_WEEKS_AHEAD, PERIOD_MOVE_WEEKS_AFTER, PERIOD_HOLIDAY_WEEKS_AHEAD, PERIOD_HOLIDAY_MIN_DAYS,
    PERIOD_EIGHTEEN_MONTHS_AHEAD, PERIOD_EIGHTEEN_MONTHS_AFTER, PERIOD_NEXT_SCHOOL_MONTHS_AHEAD,
    PERIOD_NEXT_SCHOOL_DAYS_AFTER, PERIOD_NEXT_SCHOOL_EXPECTED_MONTHS, PERIOD_DECISION_WEEKS_AFTER,
    RIGHTS_ANSWER_MONTHS, CONTINUITY_MOVE_NOTICE_DAYS, CONTINUITY_MOVE_WEEKS_AFTER,
    CONTINUITY_MOVE_NEXT_SCHOOL_DAYS, CONTINUITY_MOVE_SCHOOL_DAY_ONE_DAYS, CONTINUITY_MOVE_NUMBER_DAYS,
    CONTINUITY_MOVE_TESTS_DAYS, CONTINUITY_MOVE_PROFILE_DAYS, CONTINUITY_MOVE_ATTENDANCE_SUMMARY_DAYS,
    CONTINUITY_MOVE_TRANSPORT_DAYS, CONTINUITY_MOVE_WARM_HANDOVER_DAYS, CONTINUITY_MOVE_STAYS_IN_TOUCH_DAYS,
    CONTINUITY_MOVE_CHILD_ASKED_DAYS, CONTINUITY_MOVE_FRIENDS_SPORT_DAYS,
    CONTINUITY_DUTCH_VALID_MONTHS, CONTINUITY_MATHS_VALID_MONTHS,
    CONTINUITY_LEARNING_VALID_MONTHS, CONTINUITY_HOME_LANGUAGE_VALID_MONTHS, CONTINUITY_RETEST_WEEKS_AFTER,
    ROLES_GAP_DAYS, ROLES_AHEAD_DAYS, ROLES_TAKEOVER_WEEKS_AFTER,
    ROLES_HANDOVER_AT_ONCE_DAYS, ROLES_HANDOVER_WEEKS_AFTER, ROLES_NEEDED_FIRST,
) = range(len(PARAMETERS) - len(TASKS) + 1)  # fmt: skip

NEEDED_BY = ("nobody", "unaccompanied", "everyone")
"""For which children somebody has to hold a task: the values of `roles.needed_<task>`, which stand in tasks.yaml."""


OFFICE_PARAMETERS = (
    "consent.child_decides_from_years", "consent.max_months", "consent.ending_weeks_ahead", "glass.open_hours",
    "glass.review_workdays", "glass.tries_per_hour", "agreement.review_weeks_ahead", "linking.lookups_per_hour",
    "linking.inquiries_per_day", "linking.answer_workdays", "linking.inquiry_days", "linking.quality_least",
    "linking.quality_floor", "consultation.within_months", "consultation.weeks_ahead",
    "meetings.evaluate_months", "meetings.evaluate_weeks_ahead", "points.answer_days",
    "ambition.evaluate_months", "ambition.evaluate_weeks_ahead", "insight.threshold", "insight.step", "insight.settle_days",
    "telling.feed_unused_months", "telling.feed_sign_in_days", "telling.feed_cancelled_days",
    "placement.request_weeks",
)  # fmt: skip
"""Parameters of our own work, beside the record: who may decide, until when, how soon. No rule over facts reads them."""

MAY_LAPSE = frozenset({
    "placement.term_months", "placement.transition_months", "placement.interim_max_months", "tnv.max_months",
    "adult.extended_reception_until", "consultation.within_months",
})  # fmt: skip
"""Parameters that may have no value on some day: the rules that use them say so. All others must hold on every day."""


class Law(NamedTuple):
    """The law as rules read it.

    Rows `first[p]` up to `first[p + 1]` are those of parameter p, oldest first: half-open periods as day numbers
    (`starts`, `ends`) and the value in each. `holiday_taught[(region - 1) * holiday_width + day - holiday_first]` counts
    the days without holiday from `holiday_first` up to the day; holidays are known up to `holiday_known_to`.
    `near_from` and `near_to` hold, three per holiday (one per region), the holidays near the day the law was asked for.
    """

    first: Ints
    starts: Ints
    ends: Ints
    values: Ints
    holiday_first: int
    holiday_known_to: int
    holiday_width: int
    holiday_taught: Ints
    near_from: Ints
    near_to: Ints


def row_in_force(law: Law, parameter: int, day: int) -> int:
    """Give the place of the row that covers a day; -1 when none does."""
    for j in range(law.first[parameter], law.first[parameter + 1]):
        if law.starts[j] <= day and day < law.ends[j]:
            return j
    return -1


def in_force(law: Law, parameter: int, day: int) -> int:
    """Give the value in force on a day; UNKNOWN when no row covers it (an expired value never stays in force).

    >>> law = Law([0, 2], [0, 10], [10, 20], [3, 2], 0, 0, 0, [], [], [])
    >>> in_force(law, 0, 9), in_force(law, 0, 10), in_force(law, 0, 20) == UNKNOWN
    (3, 2, True)
    """
    j = row_in_force(law, parameter, day)
    return UNKNOWN if j < 0 else law.values[j] + 0
