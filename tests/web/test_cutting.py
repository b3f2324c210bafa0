"""Dates that are closed facts are left out of what follows from them."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.words import say
from leerrecht.queries.cutting import cut_dates, is_later
from leerrecht.queries.facts import seen_row
from leerrecht.queries.rulebooks import rulebook
from tests.access.expected import ANNA, scope_of, tie

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


def test_a_day_that_comes_from_no_plan_stays():
    found = finding("placement.term", state="met", met_on=LATER, due_on=LATER)
    assert cut(scope_of("school"), found, [plan("")]).met_on == LATER


@pytest.mark.parametrize(("begins", "shown"), [(DAY, True), (datetime.date(2026, 8, 30), False), (None, False)])
def test_after_care_reads_no_place_that_may_have_come_since(begins, shown):
    ended = tie("reception", since_on=datetime.date(2026, 3, 1), until_on=LATER)
    row = {
        "child": "x", "row": 1, "fact": "f", "location": "Huis Zeven", "kind": "poa", "municipality": "Zandakker",
        "region": None, "valid_from": begins, "valid_to": None, "announced_on": None, "child_told_on": None,
    }  # fmt: skip
    seen = seen_row(scope=scope_of("reception", ended), number=ANNA, table="stays", row=row)
    assert (seen is not None) == shown


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
