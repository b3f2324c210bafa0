"""Cases worked out by hand from docs/decisions/0003 that pin the oracle itself."""

from __future__ import annotations

import pytest

from tests.law.oracle import Application, Departure, Identifier, Interim, Plan, Stay, birthday
from tests.law.oracle_cases import child, d, isk, lodged, one, rows, term

# placement.term: boundaries


@pytest.mark.parametrize(
    ("lodged_on", "due_on"),
    [
        ("2026-06-11", "2026-09-11"),  # the last day of three months
        ("2026-06-12", "2026-08-12"),  # the first day of two
        ("2024-11-30", "2025-02-28"),  # clamped
        ("2023-11-30", "2024-02-29"),  # clamped in a leap year
        ("2026-12-31", "2027-02-28"),
    ],
)
def test_due_date_by_the_law_on_the_start(lodged_on: str, due_on: str) -> None:
    row = term(child(applications=lodged(lodged_on)), lodged_on)
    assert (row.since_on, row.due_on) == (d(lodged_on), d(due_on))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-07-14", "upcoming"),  # 29 days left
        ("2026-07-15", "due"),  # 28 left
        ("2026-08-12", "due"),
        ("2026-08-13", "overdue"),
    ],
)
def test_state_around_the_notice_and_the_due_date(on: str, state: str) -> None:
    assert term(child(applications=lodged("2026-06-12")), on).state == state


@pytest.mark.parametrize(("start", "state"), [("2026-08-12", "met"), ("2026-08-13", "met_late")])
def test_met_on_and_after_the_due_date(start: str, state: str) -> None:
    row = term(child(applications=lodged("2026-06-12"), enrolments=[isk(start)]), "2026-09-01")
    assert (row.state, row.met_on) == (state, d(start))


def test_an_enrolment_that_ended_on_the_start_does_not_count_but_one_day_more_does() -> None:
    before = child(applications=lodged("2026-06-12"), enrolments=[isk("2026-06-01", "2026-06-12")])
    assert term(before, "2026-06-20").state == "upcoming"
    over = child(applications=lodged("2026-06-12"), enrolments=[isk("2026-06-01", "2026-06-13")])
    assert (term(over, "2026-06-20").state, term(over, "2026-06-20").met_on) == ("met", d("2026-06-01"))


def test_zero_length_never_ran_and_a_later_one_is_a_plan() -> None:
    h = child(applications=lodged("2026-06-12"), enrolments=[isk("2026-06-20", "2026-06-20"), isk("2026-09-01")])
    row = term(h, "2026-07-01")
    assert (row.state, row.planned_start_on) == ("upcoming", d("2026-09-01"))


def test_stricter_date_before_the_transition() -> None:
    row = term(child(applications=lodged("2026-06-11")), "2026-07-01")
    assert (row.stricter_due_on, "transition" in row.notes) == (d("2026-08-11"), True)
    row = term(child(applications=lodged("2026-04-01")), "2026-06-20")
    assert row.stricter_due_on == d("2026-06-12")  # two months after lodging is 1 June: the later
    row = term(child(applications=lodged("2026-03-12")), "2026-06-01")
    assert (row.due_on, row.stricter_due_on, row.notes) == (d("2026-06-12"), None, frozenset())


def test_arrival_stands_in_and_gives_an_earlier_date_when_known() -> None:
    only = child(applications=[Application(None, d("2026-06-20"))])
    assert (term(only, "2026-07-01").due_on, term(only, "2026-07-01").notes) == (
        d("2026-08-20"),
        frozenset({"from_arrival"}),
    )
    both = child(applications=[Application(d("2026-06-20"), d("2026-06-10"))])
    assert (term(both, "2026-07-01").due_on, term(both, "2026-07-01").early_due_on) == (
        d("2026-08-20"),
        d("2026-08-10"),
    )


def test_a_later_application_never_moves_the_start_but_a_return_does() -> None:
    two = [Application(d("2026-01-05")), Application(d("2026-07-01"))]
    assert term(child(applications=two), "2026-07-02").since_on == d("2026-01-05")
    left = [Departure(d("2026-03-01"), "returned", d("2026-06-25"))]
    assert term(child(applications=two, departures=left), "2026-07-02").due_on == d("2026-09-01")


def test_back_without_a_new_application() -> None:
    left = [Departure(d("2026-03-01"), "returned", d("2026-06-25"))]
    row = term(child(applications=lodged("2026-01-05"), departures=left), "2026-07-02")
    assert (row.state, row.missing, row.possible_due_on) == (
        "unknown",
        "applications.lodged_on",
        d("2026-08-25"),
    )


def test_no_application_is_unknown_one_ahead_is_no_row() -> None:
    assert term(child(), "2026-07-01").missing == "applications.lodged_on"
    assert rows(child(applications=lodged("2026-07-02")), "2026-07-01", "placement.term") == []


def test_the_eighteenth_birthday_ends_the_term() -> None:
    h = child("2008-07-10", applications=lodged("2026-06-12"))
    assert term(h, "2026-07-09").state == "upcoming"
    assert rows(h, "2026-07-10", "placement.term") == []
    assert rows(child("2008-06-12", applications=lodged("2026-06-12")), "2026-06-12", "placement.term") == []
    on_it = child("2008-07-10", applications=lodged("2026-06-12"), enrolments=[isk("2026-07-10")])
    assert term(on_it, "2026-07-20").state == "met"


def test_born_on_29_february() -> None:
    assert birthday(d("2008-02-29"), 18) == d("2026-03-01")
    assert birthday(d("2008-02-29"), 16) == d("2024-02-29")
    h = child("2008-02-29", applications=lodged("2026-01-05"))
    assert term(h, "2026-02-28").state == "upcoming"
    assert rows(h, "2026-03-01", "placement.term") == []


def test_under_five_no_row_until_the_first_of_the_month_after() -> None:
    h = child("2021-08-01", applications=lodged("2026-06-12"))
    assert rows(h, "2026-08-31", "placement.term") == []
    assert (term(h, "2026-09-01").due_on, term(h, "2026-09-01").notes) == (
        d("2026-09-01"),
        frozenset({"under_five"}),
    )
    five = child("2021-06-12", applications=lodged("2026-06-12"))
    assert (term(five, "2026-06-12").due_on, term(five, "2026-06-12").notes) == (d("2026-08-12"), frozenset())


def test_uncertain_enrolments_make_it_unknown_unless_met_without() -> None:
    placed = child(applications=lodged("2026-06-12"), enrolments=[isk(None)])
    row = term(placed, "2026-07-01")
    assert (row.state, row.missing, row.possible_due_on) == (
        "unknown",
        "enrolments.started_on",
        d("2026-08-12"),
    )
    kind = child(applications=lodged("2026-06-12"), enrolments=[isk("2026-06-20", kind="")])
    assert term(kind, "2026-07-01").missing == "enrolments.kind"
    waiting = child(applications=lodged("2026-06-12"), enrolments=[isk(None, phase="waiting")])
    assert term(waiting, "2026-07-01").state == "upcoming"
    also = child(applications=lodged("2026-06-12"), enrolments=[isk(None), isk("2026-06-20")])
    assert term(also, "2026-07-01").state == "met"


def test_a_due_date_inside_the_holiday_of_the_region_is_noted() -> None:
    stays = [Stay("A", "poa", "Goes", "zuid", d("2026-06-01"), d("2026-07-20"))]
    row = term(child(applications=lodged("2026-06-23"), stays=stays), "2026-07-01")
    assert (row.due_on, row.notes) == (
        d("2026-08-23"),
        frozenset({"holiday"}),
    )  # no stay then: the region of today, last day
    row = term(child(applications=lodged("2026-06-24"), stays=stays), "2026-07-01")
    assert row.notes == frozenset()


def test_before_the_first_law_is_a_gap_in_the_rulebook() -> None:
    assert term(child("2005-03-10", applications=lodged("2015-07-20")), "2015-08-01").missing == "rulebook"
    assert term(child("2005-03-10", applications=lodged("2015-07-21")), "2015-08-01").due_on == d("2015-10-21")


def test_interim_up_to_and_after_the_due_date() -> None:
    h = child(applications=lodged("2026-06-12"), interim=[Interim("Welkom", "landing", d("2026-06-15"))])
    row = one(h, "2026-08-12", "placement.interim")
    assert (row.key, row.state, row.due_on) == ("Welkom:2026-06-15", "upcoming", d("2026-08-12"))
    assert one(h, "2026-08-13", "placement.interim").state == "overdue"
    assert one(h, "2026-07-15", "placement.interim").notes == frozenset()
    assert one(h, "2026-07-16", "placement.interim").notes == frozenset({"over_one_month"})


def test_interim_of_an_unknown_term_and_of_a_met_one() -> None:
    row = one(child(interim=[Interim(None, "landing")]), "2026-07-01", "placement.interim")
    assert (row.key, row.missing) == (":unknown", "applications.lodged_on")
    met = child(applications=lodged("2026-06-12"), enrolments=[isk("2026-06-20")], interim=[Interim("W", "landing")])
    assert rows(met, "2026-07-01", "placement.interim") == []


# continuity.gap


@pytest.mark.parametrize(
    ("on", "state", "counted"),
    [("2026-09-01", "due", 0), ("2026-09-08", "due", 7), ("2026-09-09", "overdue", 8)],
)
def test_an_open_gap(on: str, state: str, counted: int) -> None:
    row = one(child(enrolments=[isk("2026-06-20", "2026-09-01")]), on, "continuity.gap")
    assert (row.key, row.state, row.days_counted, row.due_on) == (
        "2026-09-01",
        state,
        counted,
        d("2026-09-08"),
    )


def test_holidays_do_not_count_in_a_gap() -> None:
    stays = [Stay("A", "poa", "Goes", "zuid", d("2026-01-01"))]
    h = child(stays=stays, enrolments=[isk("2026-01-10", "2026-07-06")])
    row = one(
        h, "2026-08-25", "continuity.gap"
    )  # 6..10 July are 5 days, then holiday up to 23 August: 24 August is the 6th
    assert (row.state, row.days_counted, row.due_on) == ("due", 6, d("2026-08-26"))
    edge = child(stays=stays, enrolments=[isk("2026-01-10", "2026-07-04")])  # 4..10 July are 7: the holiday is included
    assert one(edge, "2026-07-05", "continuity.gap").due_on == d("2026-08-24")


@pytest.mark.parametrize(("start", "state"), [("2026-09-08", "met"), ("2026-09-09", "met_late")])
def test_an_ended_gap(start: str, state: str) -> None:
    h = child(enrolments=[isk("2026-06-20", "2026-09-01"), isk(start)])
    row = one(h, "2026-10-10", "continuity.gap")
    assert (row.state, row.met_on) == (state, d(start))


def test_no_gap_when_another_covers_the_day_and_days_abroad_do_not_count() -> None:
    joined = child(enrolments=[isk("2026-06-20", "2026-09-01"), isk("2026-09-01")])
    assert rows(joined, "2026-10-10", "continuity.gap") == []
    left = [Departure(d("2026-09-05"), "returned", d("2026-10-01"))]
    gone = child(enrolments=[isk("2026-06-20", "2026-09-01")], departures=left)
    row = one(gone, "2026-10-10", "continuity.gap")
    assert (row.key, row.since_on, row.days_counted) == ("2026-09-01", d("2026-10-01"), 9)
    back_at_school = child(enrolments=[isk("2026-06-20", "2026-09-01"), isk("2026-10-01")], departures=left)
    assert rows(back_at_school, "2026-10-10", "continuity.gap") == []


def test_a_gap_with_an_uncertain_or_a_planned_start() -> None:
    unsure = child(enrolments=[isk(None), isk("2026-06-20", "2026-09-01")])
    row = one(unsure, "2026-09-03", "continuity.gap")
    assert (row.missing, row.possible_due_on) == ("enrolments.started_on", d("2026-09-08"))
    ahead = child(enrolments=[isk("2026-06-20", "2026-09-01"), isk("2026-09-20")])
    assert one(ahead, "2026-09-03", "continuity.gap").planned_start_on == d("2026-09-20")


# identifiers and tnv


def test_education_number() -> None:
    rule = "identifier.education_number"
    none = child(enrolments=[isk("2026-06-20")])
    assert (one(none, "2026-06-20", rule).outcome, one(none, "2026-06-20", rule).since_on) == (
        "missing",
        d("2026-06-20"),
    )
    assert rows(none, "2026-06-19", rule) == []
    ended = [Identifier("education_number", "1", d("2025-01-01"), d("2026-01-01"))]
    before = child(enrolments=[isk("2026-06-20")], identifiers=ended)
    assert one(before, "2026-07-01", rule).outcome == "known_before"
    two = child(identifiers=[*ended, Identifier("education_number", "2", d("2026-02-01"))])
    assert rows(two, "2026-01-31", rule) == []
    assert (one(two, "2026-02-01", rule).key, one(two, "2026-02-01", rule).since_on) == (
        "two_numbers",
        d("2026-02-01"),
    )
    bsn = child(identifiers=[*ended, Identifier("bsn", "9", d("2025-12-01"))])
    assert (one(bsn, "2025-12-31", rule).state, one(bsn, "2026-01-01", rule).state) == ("due", "met")


def test_tnv_admission() -> None:
    rule = "tnv.admission"
    assert one(child(enrolments=[isk("2026-06-20", kind="tnv")]), "2026-07-01", rule).state == "met"
    assert rows(child(enrolments=[isk("2026-07-20", kind="tnv")]), "2026-07-01", rule) == []
    pair = [isk("2026-01-10", "2026-06-01"), isk("2026-07-20", kind="tnv")]
    row = one(child(enrolments=pair), "2026-07-01", rule)
    assert (row.key, row.state, row.outcome) == ("S:2026-07-20", "upcoming", "not_first")
    plan = [Plan(rule, "S:2026-07-20", d("2026-07-01"))]
    row = one(child(enrolments=pair, plans=plan), "2026-07-20", rule)
    assert (row.state, row.outcome, row.met_on) == ("met", "exception", d("2026-07-01"))
    mbo = [isk("2026-01-10", "2026-06-01", kind="mbo"), isk("2026-07-20", kind="tnv")]
    assert one(child(enrolments=mbo), "2026-07-20", rule).state == "met"


@pytest.mark.parametrize(
    ("on", "state"), [("2026-10-11", "upcoming"), ("2026-10-12", "due"), ("2027-01-12", "overdue")]
)
def test_tnv_two_years_with_a_break_of_ten_days(on: str, state: str) -> None:
    spells = [isk("2025-01-01", "2025-03-01", kind="tnv"), isk("2025-03-11", kind="tnv")]
    row = one(child(enrolments=spells), on, "tnv.two_years")
    assert (row.since_on, row.due_on, row.state) == (d("2025-01-01"), d("2027-01-11"), state)


def test_tnv_two_years_when_it_has_ended() -> None:
    h = child(enrolments=[isk("2024-02-29", "2026-02-28", kind="tnv")])
    row = one(h, "2026-03-01", "tnv.two_years")
    assert (row.due_on, row.state, row.met_on) == (d("2026-02-28"), "met", d("2026-02-28"))


# age.compulsory


def test_compulsory_education_by_age() -> None:
    rule = "age.compulsory"
    h = child("2021-03-10")  # April 2026 begins on a Wednesday
    assert (one(h, "2026-03-31", rule).outcome, one(h, "2026-03-31", rule).due_on) == (
        "not_yet",
        d("2026-04-01"),
    )
    row = one(h, "2026-04-01", rule)
    assert (row.outcome, row.since_on, row.due_on) == ("compulsory", d("2026-04-01"), d("2037-08-01"))
    assert one(child("2021-07-31"), "2026-07-31", rule).due_on == d("2026-08-03")  # 1 August is a Saturday
    zuid = child("2021-07-31", stays=[Stay("A", "poa", "Goes", "zuid", d("2026-01-01"))])
    assert one(zuid, "2026-07-31", rule).due_on == d("2026-08-24")
    assert one(child("2010-07-31"), "2026-07-31", rule).due_on == d("2026-08-01")
    assert one(child("2010-08-01"), "2026-08-01", rule).due_on == d("2027-08-01")
    row = one(child("2010-07-31"), "2026-08-01", rule)
    assert (row.outcome, row.since_on, row.due_on) == ("qualification", d("2026-08-01"), d("2028-07-31"))


def test_doorstroompunt_23_and_27() -> None:
    rule = "age.compulsory"
    assert one(child("2002-12-31"), "2025-12-30", rule).due_on == d("2025-12-31")
    assert rows(child("2002-12-31"), "2025-12-31", rule) == []
    assert one(child("2002-12-31"), "2026-01-01", rule).due_on == d("2029-12-31")
    assert one(child("2003-01-01"), "2025-12-31", rule).due_on == d("2030-01-01")
    assert rows(child("1999-02-10"), "2026-02-10", rule) == []
