"""Dates that are closed facts are left out of what follows from them."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.tables import TABLE
from leerrecht.law.words import say
from leerrecht.queries.cards import Card, findings_seen
from leerrecht.queries.cutting import cut_dates, is_later
from leerrecht.queries.facts import is_after_task, is_own, plan_categories, seen_row, sees
from leerrecht.queries.rulebooks import rulebook
from tests.access.expected import ANNA, ON, OTHER, scope_of, tie

DAY, LATER = datetime.date(2026, 5, 27), datetime.date(2026, 8, 1)


def finding(rule: str, key: str = "", **changes) -> Finding:
    empty = dict.fromkeys(Finding._fields)
    return Finding(
        **{**empty, "rule": rule, "key": key, "notes": (), "label": key, "outcome": "", "missing": "", **changes}
    )


def cut(scope: Scope, found: Finding, plans=()) -> Finding:
    return cut_dates(scope=scope, found=found, number=ANNA, plans=plans)


def plan(shared_with: str) -> dict:
    return {
        "child": "x", "row": 1, "fact": "f", "rule": "adult.eighteen", "key": "school", "agreed_on": DAY,
        "requested_on": None, "with": "Iemand", "child_view": "ja", "shared_with": shared_with,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "kind", "shown"),
    [("reception", "task", False), ("legal_representative", "task", True), ("school", "enrolment", True),
     ("school", "task", False)],
)  # fmt: skip
def test_the_first_day_of_a_bsn_is_for_who_may_read_the_bsn(role, kind, shown):
    seen = cut(scope_of(role, tie(role, kind=kind)), finding("identifier.education_number", "bsn", since_on=DAY))
    assert seen.since_on == (DAY if shown else None)
    other = finding("identifier.education_number", "two_numbers", since_on=DAY)
    assert cut(scope_of(role, tie(role, kind=kind)), other) == other


@pytest.mark.parametrize(("shared_with", "shown"), [("", False), ("school", False), ("reception", True)])
def test_the_day_of_a_plan_is_for_who_may_read_the_plan(shared_with, shown):
    found = finding("adult.eighteen", "school", state="met", met_on=DAY)
    seen = cut(scope_of("reception"), found, [plan(shared_with)])
    assert seen.met_on == (DAY if shown else None) and seen.state == "met"
    said = {lang: say(seen, rulebook(), lang) for lang in ("nl", "en")}
    assert ("27 mei 2026" in said["nl"]) == shown and "?" not in said["nl"] + said["en"]
    assert said["nl"].startswith("School gaat door")


def test_one_plan_of_that_day_that_may_be_read_is_enough():
    found = finding("adult.eighteen", "school", state="met", met_on=DAY)
    assert cut(scope_of("reception"), found, [plan(""), plan("reception")]).met_on == DAY
    assert cut(scope_of("reception"), found, [{**plan("reception"), "agreed_on": LATER}, plan("")]).met_on is None


@pytest.mark.parametrize(
    ("key", "shared_with", "shown"),
    [("ISK:2026-08-01", "reception", True), ("ISK:2026-08-01", "", False), (f"ISK:{DAY.isoformat()}", "", True)],
)
def test_a_day_that_may_be_that_of_several_facts_is_shown_by_the_one_that_may_be_read(key, shared_with, shown):
    found = finding("tnv.admission", key, state="met", met_on=DAY)
    assert cut(scope_of("reception"), found, [plan(shared_with)]).met_on == (DAY if shown else None)


def test_a_day_that_comes_from_no_plan_stays():
    found = finding("placement.term", state="met", met_on=LATER, due_on=LATER)
    assert cut(scope_of("school"), found, [plan("")]).met_on == LATER


@pytest.mark.parametrize(("role", "shown"), [("school", False), ("reception", True)])
def test_the_day_a_child_came_back_is_for_who_may_read_it(role, shown):
    gap = {"rule": "continuity.gap", "key": DAY.isoformat(), "state": "due", "due_on": LATER, "days_counted": 3}
    back = cut(scope_of(role), finding(since_on=datetime.date(2026, 6, 20), **gap))
    assert back.since_on == (datetime.date(2026, 6, 20) if shown else None)
    assert back.due_on == LATER and back.days_counted == 3
    assert "?" not in say(back, rulebook(), "nl") + say(back, rulebook(), "en")
    assert cut(scope_of(role), finding(since_on=DAY, **gap)).since_on == DAY, "the last day at school is no secret"


@pytest.mark.parametrize(("role", "shown"), [("school", False), ("reception", True)])
def test_the_application_is_for_who_may_read_it_and_so_is_that_it_counts_from_arrival(role, shown):
    term = finding("placement.term", "term", since_on=DAY, due_on=LATER, early_due_on=DAY, met_on=DAY)
    seen = cut(scope_of(role), term._replace(notes=("from_arrival", "holiday")))
    assert (seen.since_on, seen.early_due_on) == ((DAY, DAY) if shown else (None, None))
    assert seen.notes == (("from_arrival", "holiday") if shown else ("holiday",))
    assert (seen.due_on, seen.met_on) == (LATER, DAY)


@pytest.mark.parametrize("key", ["extended_reception", " extended_reception", "", None])
def test_what_is_written_about_an_item_in_an_unknown_way_is_as_closed_as_the_most_closed_item(key):
    scope = scope_of("school")
    assert "residence_status" in plan_categories(rule="adult.eighteen", key=key)
    assert not sees(scope=scope, rule_id="adult.eighteen", key=key or "", number=ANNA)
    row = {**plan("school"), "key": key}
    assert seen_row(scope=scope, number=ANNA, table="plans", row=row) is None


def test_what_is_written_about_another_item_is_open():
    assert "residence_status" not in plan_categories(rule="adult.eighteen", key="school")
    assert sees(scope=scope_of("school"), rule_id="adult.eighteen", key="school", number=ANNA)
    assert seen_row(scope=scope_of("school"), number=ANNA, table="plans", row=plan("school")) is not None


def test_a_date_that_its_rule_does_not_declare_is_shown_to_nobody():
    found = finding("placement.interim", "x", since_on=DAY, met_on=DAY)
    assert cut(scope_of("legal_representative"), found) == found._replace(met_on=None)


@pytest.mark.parametrize(("shared_with", "shown"), [("legal_representative", False), ("reception", True)])
def test_the_day_of_a_request_is_that_of_whichever_plan_it_stands_in(shared_with, shown):
    asked = {**plan(shared_with), "agreed_on": None, "requested_on": DAY, "key": "extended_reception"}
    found = finding("adult.extended_reception", "request", state="met", met_on=DAY)
    assert cut(scope_of("reception"), found, [asked]).met_on == (DAY if shown else None)


@pytest.mark.parametrize(("day", "shown"), [(DAY, True), (LATER, False), (LATER + datetime.timedelta(days=9), False)])
@pytest.mark.parametrize("name", ["met_on", "planned_start_on"])
def test_after_care_reads_no_first_school_day_that_came_since(name, day, shown):
    ended = tie("reception", since_on=datetime.date(2026, 3, 1), until_on=LATER)
    found = finding("placement.term", "term", **{name: day, "due_on": LATER + datetime.timedelta(days=30)})
    seen = cut(scope_of("reception", ended), found)
    assert getattr(seen, name) == (day if shown else None) and seen.due_on == found.due_on
    assert getattr(cut(scope_of("reception"), found), name) == day


@pytest.mark.parametrize(("begins", "shown"), [(DAY, True), (datetime.date(2026, 8, 30), False), (None, False)])
def test_after_care_reads_no_place_that_may_have_come_since(begins, shown):
    ended = tie("reception", since_on=datetime.date(2026, 3, 1), until_on=LATER)
    row = {
        "child": "x", "row": 1, "fact": "f", "location": "Huis Zeven", "kind": "poa", "municipality": "Zandakker",
        "region": None, "valid_from": begins, "valid_to": None, "announced_on": None, "child_told_on": None,
    }  # fmt: skip
    seen = seen_row(scope=scope_of("reception", ended), number=ANNA, table="stays", row=row)
    assert (seen is not None) == shown


def row_of(table: str, **values) -> dict:
    empty = {column.name: None for column in TABLE[table].columns}
    return {**empty, "child": "x", "row": 1, "fact": "f", **values}


ENDED = {"since_on": datetime.date(2026, 3, 1), "until_on": LATER}
BEFORE = LATER - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("stays", {"valid_from": LATER}), ("enrolments", {"requested_on": LATER}), ("enrolments", {"started_on": LATER}),
        ("voices", {"said_on": LATER}), ("absences", {"day": LATER}), ("applications", {"lodged_on": LATER}),
        ("plans", {"agreed_on": LATER}), ("involvements", {"valid_from": None}), ("interim", {"valid_from": None}),
        ("statuses", {"valid_from": LATER}), ("statuses", {"valid_from": None}),
    ],
)  # fmt: skip
def test_after_care_reads_nothing_that_begins_when_the_task_has_ended(table, values):
    ended = scope_of("reception", tie("reception", **ENDED))
    assert is_after_task(scope=ended, number=ANNA, table=table, row=row_of(table, **values))
    earlier = {name: BEFORE for name in values}
    assert not is_after_task(scope=ended, number=ANNA, table=table, row=row_of(table, **earlier))
    for other in (scope_of("reception"), scope_of("reception", tie("reception", child=OTHER, **ENDED))):
        assert not is_after_task(scope=other, number=ANNA, table=table, row=row_of(table, **values))


def test_after_care_reads_what_has_no_day():
    ended = scope_of("reception", tie("reception", **ENDED))
    for table in ("children", "identifiers", "assessments"):
        assert not is_after_task(scope=ended, number=ANNA, table=table, row=row_of(table))


@pytest.mark.parametrize(
    ("day", "own"),
    [
        (DAY, True),
        (BEFORE, True),
        (LATER, False),
        (datetime.date(2026, 2, 28), False),
        (datetime.date(2026, 3, 1), True),
    ],
)
def test_an_absence_is_a_schools_own_on_the_days_of_its_enrolment(day, own):
    absence = row_of("absences", day=day, hours=2.0)
    enrolled = scope_of("school", tie("school", **ENDED), tie("school", kind="task"))
    assert is_own(scope=enrolled, number=ANNA, table="absences", row=absence) == own
    assert (seen_row(scope=enrolled, number=ANNA, table="absences", row=absence) is not None) == own
    assert not is_own(scope=enrolled, number=ANNA, table="stays", row=absence)
    assert not is_own(scope=scope_of("school", tie("school", kind="task")), number=ANNA, table="absences", row=absence)


@pytest.mark.parametrize("role", ["reception", "legal_representative", "school", "child"])
def test_that_a_child_is_missing_is_for_its_representative(role):
    is_seen = sees(scope=scope_of(role), rule_id="presence.missing", key="2026-05-27", number=ANNA)
    assert is_seen == (role == "legal_representative")
    assert sees(scope=scope_of(role), rule_id="placement.term", key="term", number=ANNA)
    assert not sees(scope=scope_of(role), rule_id="placement.term", key="term", number=OTHER)


def card(*findings: Finding) -> Card:
    return Card(number=ANNA, child="x", findings=findings, person={}, stay={}, enrolment={})


@pytest.mark.parametrize(
    ("rule", "days", "shown"),
    [
        ("placement.term", {"since_on": BEFORE, "due_on": LATER}, True),
        ("placement.term", {"since_on": LATER, "due_on": LATER}, False),
        ("placement.term", {"since_on": None, "due_on": LATER}, True),
        ("period.move", {"since_on": DAY, "due_on": BEFORE}, True),
        ("period.move", {"since_on": DAY, "due_on": LATER}, False),
        ("continuity.gap", {"since_on": DAY}, True),
        ("continuity.gap", {}, False),
        ("placement.interim", {"due_on": LATER}, False),
        ("presence.missing", {"since_on": LATER, "due_on": LATER}, False),
        ("adult.civic_integration", {"since_on": BEFORE, "due_on": LATER}, False),
        ("adult.extended_reception", {"since_on": DAY, "due_on": LATER}, False),
        ("period.decision", {}, False),
    ],
)
def test_after_care_reads_no_conclusion_about_what_came_since(rule, days, shown):
    found = finding(rule, "term", state="due", **days)
    ended = scope_of("legal_representative", tie("legal_representative", **ENDED))
    assert [each.rule for each in findings_seen(scope=ended, card=card(found))] == [rule] * shown
    assert len(findings_seen(scope=scope_of("legal_representative"), card=card(found))) == 1


def test_a_conclusion_is_seen_by_who_may_know_what_it_rests_on():
    found = [finding("adult.civic_integration", "duty", state="due"), finding("placement.term", "term", state="due")]
    assert [each.rule for each in findings_seen(scope=scope_of("school"), card=card(*found))] == ["placement.term"]
    assert len(findings_seen(scope=scope_of("reception"), card=card(*found))) == 2
    assert findings_seen(scope=scope_of("ggd"), card=card(*found)) == []


def test_an_end_that_is_still_to_come_hides_nothing():
    ahead = ON + datetime.timedelta(days=20)
    ending = scope_of("reception", tie("reception", until_on=ahead))
    found = finding("placement.term", "term", state="due", since_on=ahead, planned_start_on=ahead)
    assert findings_seen(scope=ending, card=card(found)) == [found]
    row = row_of("stays", valid_from=ahead, location="Huis Acht")
    assert seen_row(scope=ending, number=ANNA, table="stays", row=row) is not None


def test_a_day_in_a_key_opens_no_closed_fact():
    left = finding("presence.missing", DAY.isoformat(), state="due", since_on=DAY)
    assert cut(scope_of("school"), left).since_on is None
    assert cut(scope_of("legal_representative"), left).since_on == DAY


@pytest.mark.parametrize(
    ("outcome", "due_on", "later"),
    [
        ("take_over", LATER, True), ("take_over", LATER - datetime.timedelta(days=1), False), ("take_over", None, True),
        ("planned", LATER, True), ("", None, True), ("repeated", None, False),
    ],
)  # fmt: skip
def test_in_after_care_a_test_to_take_over_does_not_tell_of_the_next_school(outcome, due_on, later):
    found = finding("continuity.retest", "dutch", since_on=DAY, due_on=due_on, outcome=outcome)
    assert is_later(found, LATER) is later
