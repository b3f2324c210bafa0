"""Cases worked out by hand: eighteen, vulnerable periods, presence, births."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.oracle import Departure, History, Plan, Status, Stay, conclude
from tests.law.oracle_cases import child, d, isk, lodged, one, rows, term

# eighteen


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-01-10", "upcoming"),
        ("2026-04-09", "upcoming"),
        ("2026-04-10", "due"),
        ("2026-10-10", "due"),
        ("2026-10-11", "overdue"),
        ("2027-04-10", "overdue"),
    ],
)
def test_eighteen_items(on: str, state: str) -> None:
    found = rows(child("2008-10-10", unaccompanied=True), on, "adult.eighteen")
    assert [row.state for row in found] == [state] * 6


def test_eighteen_window_parents_and_unknown() -> None:
    for on in ("2026-01-09", "2027-04-11"):
        assert rows(child("2008-10-10", unaccompanied=True), on, "adult.eighteen") == []
    parents = rows(child("2008-10-10", unaccompanied=False), "2026-05-01", "adult.eighteen")
    assert [row.key for row in parents] == ["school", "informed"]
    unsure = rows(child("2008-10-10"), "2026-05-01", "adult.eighteen")
    assert [row.missing for row in unsure] == ["children.unaccompanied"] * 4 + ["", ""]
    late = child("2008-10-10", unaccompanied=True, plans=[Plan("adult.eighteen", "school", d("2026-10-11"))])
    (row,) = [row for row in rows(late, "2026-11-01", "adult.eighteen") if row.key == "school"]
    assert (row.state, row.met_on) == ("met_late", d("2026-10-11"))


def test_extended_reception_conditions_one_by_one() -> None:
    rule = "adult.extended_reception"
    h = child("2008-10-10")
    assert one(h, "2026-05-01", rule).missing == "statuses.status"
    h.statuses = [Status("permit", d("2025-01-01"))]
    assert one(h, "2026-05-01", rule).missing == "children.unaccompanied"
    h.unaccompanied = True
    assert one(h, "2026-05-01", rule).missing == "plans.own_wish"
    h.plans = [Plan(rule, "own_wish:yes", d("2026-04-01"))]
    assert one(h, "2026-05-01", rule).missing == "plans.support_need"
    h.plans.append(Plan(rule, "support_need:yes", d("2026-04-01")))
    assert one(h, "2026-04-09", rule).state == "upcoming"
    assert (one(h, "2026-10-10", rule).state, one(h, "2029-10-09", rule).state) == ("due", "overdue")
    assert rows(h, "2029-10-10", rule) == []
    h.plans.append(Plan("adult.eighteen", "extended_reception", None, requested_on=d("2026-10-11")))
    assert (one(h, "2026-12-01", rule).state, one(h, "2026-12-01", rule).met_on) == (
        "met_late",
        d("2026-10-11"),
    )
    h.plans.append(Plan(rule, "support_need:no", d("2026-12-01")))
    assert one(h, "2026-12-01", rule).state == "met_late"  # what was asked stays asked
    del h.plans[-2]
    assert one(h, "2026-11-30", rule).state == "overdue"
    assert rows(h, "2026-12-01", rule) == []


def test_civic_integration() -> None:
    rule = "adult.civic_integration"
    h = child("2008-10-10", statuses=[Status("permit", d("2026-11-01"))])
    assert one(h, "2026-10-31", rule).missing == "statuses.status"
    assert (one(h, "2026-11-01", rule).state, one(h, "2026-11-01", rule).due_on) == ("due", d("2026-11-01"))
    early = child("2008-10-10", statuses=[Status("permit", d("2025-01-01"))])
    assert rows(early, "2026-01-09", rule) == []
    assert (one(early, "2026-10-09", rule).state, one(early, "2026-10-10", rule).state) == ("upcoming", "due")
    assert rows(child("2008-10-10", statuses=[Status("applicant")]), "2026-10-10", rule) == []


@pytest.mark.parametrize(("born", "payer"), [("2014-07-01", "carers"), ("2014-07-02", "municipality")])
def test_transport_payer_at_a_permit(born: str, payer: str) -> None:
    rule = "adult.transport_payer"
    h = child(
        born,
        statuses=[Status("applicant", d("2026-01-01"), d("2026-07-01")), Status("permit", d("2026-07-01"))],
        stays=[Stay("A", "poa", "Goes", "zuid", d("2026-01-01"))],
    )
    assert rows(h, "2026-06-02", rule) == [] and rows(h, "2026-08-13", rule) == []
    row = one(h, "2026-06-03", rule)
    assert (row.key, row.state, row.outcome) == ("2026-07-01", "upcoming", payer)
    assert (one(h, "2026-07-01", rule).state, one(h, "2026-08-12", rule).state) == ("due", "due")
    h.statuses = h.statuses[1:]
    assert rows(h, "2026-07-01", rule) == []  # no status before: we don't know that COA paid


# periods


def moved(**more: date | None) -> list[Stay]:
    return [
        Stay("A", "poa", "Goes", "zuid", d("2026-01-01"), d("2026-10-01")),
        Stay("B", "poa", "Assen", "noord", d("2026-10-01"), **more),
    ]


def test_move_window_and_note() -> None:
    rule = "period.move"
    h = child(stays=moved())
    assert rows(h, "2026-09-02", rule) == [] and rows(h, "2026-11-13", rule) == []
    row = one(h, "2026-09-03", rule)
    assert (row.key, row.since_on, row.notes) == (
        "2026-10-01:Assen",
        d("2026-09-03"),
        frozenset({"child_not_told"}),
    )
    assert one(h, "2026-11-12", rule).notes == frozenset()
    told = child(stays=moved(announced_on=d("2026-09-10"), child_told_on=d("2026-09-12")))
    assert rows(told, "2026-09-09", rule) == []
    assert one(told, "2026-09-11", rule).notes == frozenset({"child_not_told"})
    assert one(told, "2026-09-12", rule).notes == frozenset()


def test_not_a_move_the_first_stay_of_a_presence_and_the_same_location() -> None:
    left = [Departure(d("2026-09-15"), "returned", d("2026-10-01"))]
    assert rows(child(stays=moved(), departures=left), "2026-10-05", "period.move") == []
    same = moved()
    same[1].location = "A"
    assert rows(child(stays=same), "2026-10-05", "period.move") == []


@pytest.mark.parametrize(
    ("plan", "state", "outcome"),
    [
        (Plan("period.move", "2026-10-01", d("2026-10-01"), "school", "ja"), "met", ""),
        (Plan("period.move", "2026-10-01:Assen", d("2026-10-02"), "school", "ja"), "met_late", ""),
        (Plan("period.move", "2026-10-01", d("2026-10-01"), "school", None), "due", "child_not_asked"),
        (Plan("period.move", "2026-10-01", d("2026-10-01"), None, None), "due", "child_not_asked"),
        (Plan("period.move", "2026-10-01", d("2026-10-01"), None, "ja"), "due", "partner_unknown"),
        (Plan("period.move", "2026-10-01", d("2026-10-06"), "school", "ja"), "due", "no_plan"),
        (Plan("period.move", None, d("2026-10-01"), "school", "ja"), "due", "no_plan"),
    ],
)
def test_state_by_the_plan(plan: Plan, state: str, outcome: str) -> None:
    row = one(child(stays=moved(), plans=[plan]), "2026-10-05", "period.move")
    assert (row.state, row.outcome) == (state, outcome)


def test_holiday_by_region_and_without() -> None:
    rule = "period.holiday"
    zuid = child(stays=[Stay("A", "poa", "Goes", "zuid", d("2026-01-01"))])
    assert rows(zuid, "2026-06-12", rule) == []
    row = one(zuid, "2026-06-13", rule)
    assert (row.key, row.since_on, row.due_on) == ("2026-07-11:zomer", d("2026-06-13"), d("2026-07-11"))
    assert rows(zuid, "2026-08-23", rule) != [] and rows(zuid, "2026-08-24", rule) == []
    nowhere = one(child(), "2026-06-06", rule)
    assert (nowhere.key, nowhere.missing) == ("2026-07-04:zomer", "stays.region")
    assert rows(child(), "2026-06-05", rule) == []
    assert one(child(), "2026-12-01", rule).key == "2026-12-19:kerst"  # the same everywhere


def test_period_eighteen_answered_by_an_empty_key() -> None:
    h = child("2008-10-10", plans=[Plan("period.eighteen", None, d("2026-10-11"), "Nidos", "ja")])
    assert rows(h, "2026-04-09", "period.eighteen") == []
    assert one(h, "2026-04-10", "period.eighteen").outcome == "no_plan"
    assert one(h, "2027-04-10", "period.eighteen").state == "met_late"
    assert rows(h, "2027-04-11", "period.eighteen") == []


def test_next_school_known_and_expected() -> None:
    rule = "period.next_school"
    known = child(enrolments=[isk("2025-01-10"), isk("2026-08-31", kind="vo")])
    assert rows(known, "2026-02-27", rule) == []
    row = one(known, "2026-02-28", rule)  # six months before 31 August, clamped
    assert (row.since_on, row.due_on, row.notes) == (d("2026-02-28"), d("2026-08-31"), frozenset())
    assert rows(known, "2026-12-09", rule) != [] and rows(known, "2026-12-10", rule) == []
    expected = child(enrolments=[isk("2025-01-10")])
    assert rows(expected, "2026-07-09", rule) == []
    assert (one(expected, "2028-01-01", rule).due_on, one(expected, "2028-01-01", rule).notes) == (
        d("2027-01-10"),
        frozenset({"expected"}),
    )
    assert rows(child(enrolments=[isk("2025-01-10", "2026-08-01")]), "2026-08-01", rule) == []


def test_decision() -> None:
    rule = "period.decision"
    h = child(statuses=[Status("rejected", d("2026-06-12"), d("2026-07-01")), Status("rejected", d("2026-07-01"))])
    assert rows(h, "2026-06-11", rule) == []
    assert one(h, "2026-07-10", rule).key == "2026-06-12"
    assert one(h, "2026-09-04", rule).due_on == d("2026-06-12")
    assert rows(h, "2026-09-05", rule) == []
    assert one(child(statuses=[Status("rejected")]), "2026-07-10", rule).missing == "statuses.valid_from"


# presence and births


def test_missing_and_away() -> None:
    gone = child(applications=lodged("2026-06-12"), departures=[Departure(d("2026-07-01"), "unknown_destination")])
    assert term(gone, "2026-06-30").state == "upcoming"
    (row,) = conclude(history=gone, on=d("2026-07-01"))
    assert (row.rule, row.key, row.state) == ("presence.missing", "2026-07-01", "due")
    gone.plans = [Plan("presence.missing", None, d("2026-07-02"))]
    assert one(gone, "2026-07-02", "presence.missing").state == "met"
    gone.departures = [Departure(d("2026-07-01"), "returned")]
    assert conclude(history=gone, on=d("2026-07-01")) == []
    gone.departures = [Departure(d("2026-07-01"), None)]
    assert conclude(history=gone, on=d("2026-07-01"))[0].missing == "departures.kind"
    gone.departures = [Departure(None, "unknown_destination")]
    assert conclude(history=gone, on=d("2026-07-01"))[0].missing == "departures.left_on"
    gone.departures = [Departure(d("2026-07-01"), "returned", d("2026-07-10"))]
    assert conclude(history=gone, on=d("2026-07-09")) == [] and term(gone, "2026-07-10").state == "unknown"


def test_an_unknown_departure_day_counts_as_passed_and_is_the_earliest() -> None:
    known = Departure(d("2026-05-01"), "returned", d("2026-06-01"))
    h = child(departures=[Departure(None, "unknown_destination"), known])
    assert rows(h, "2026-04-30", "presence.missing")[0].missing == "departures.left_on"
    assert term(h, "2026-06-01").possible_due_on == d("2026-09-01")


def test_born_in_a_year() -> None:
    facts = {"applications": lodged("2026-06-12")}
    inside = History(born_from=d("2010-01-01"), born_to=d("2010-12-31"), **facts)  # type: ignore[arg-type]
    assert (term(inside, "2026-07-01").state, term(inside, "2026-07-01").due_on) == (
        "upcoming",
        d("2026-08-12"),
    )
    assert one(inside, "2026-07-01", "age.compulsory").missing == "children.born_on"
    across = History(born_from=d("2008-01-01"), born_to=d("2008-12-31"), **facts)  # type: ignore[arg-type]
    row = term(across, "2026-07-01")
    assert (row.state, row.missing, row.possible_due_on) == ("unknown", "children.born_on", None)


def test_no_birth_date() -> None:
    row = term(History(applications=lodged("2026-06-12")), "2026-07-01")
    assert (row.state, row.missing) == ("unknown", "children.born_on")
    found = [row.rule for row in conclude(history=History(), on=d("2026-09-04"))]
    assert "age.compulsory" in found and "adult.eighteen" in found
