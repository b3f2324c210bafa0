"""What must hold for any child: the clock belongs to the child, and what isn't read doesn't matter."""

from __future__ import annotations

import copy
import datetime
import itertools
import random
from collections import Counter
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerrecht.law.dates import UNKNOWN, add_months, birthday, day_number, to_date
from leerrecht.law.engine import EACH, candidate_birth, count_of, is_same, judge, occurrences
from leerrecht.law.facts import child_at
from leerrecht.law.rule import NO_BIRTH_DATE
from leerrecht.law.rules import RULES
from tests.law.bridge import caseload_of, engine_rows, rulebook
from tests.law.histories import cases, random_case, random_history
from tests.law.oracle import Enrolment, History, Interim, Stay

NO_LIMIT = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31))
TOWNS = st.sampled_from(["Veenmeer", "Lindedal", "Zandakker"])
STAYS = st.builds(Stay, location=st.sampled_from(["X", "Y"]), kind=st.just("poa"), municipality=TOWNS, valid_from=DAYS)
INTERIMS = st.builds(Interim, provision=st.just("les"), kind=st.just("language_lessons"), valid_from=DAYS)
ELSEWHERE = st.builds(
    Enrolment, school=st.just("elders"), kind=st.sampled_from(["isk", "tnv", "vo"]), phase=st.just("placed"),
    started_on=DAYS, municipality=TOWNS,
)  # fmt: skip


def term(history: History, on: datetime.date):
    rows = [row for row in engine_rows([history], on)[0] if row.rule == "placement.term"]
    return rows[0] if rows else None


@NO_LIMIT
@given(cases(), st.lists(STAYS, max_size=3), st.lists(INTERIMS, max_size=2), st.lists(ELSEWHERE, max_size=2))
def test_moves_interims_and_schools_elsewhere_never_move_the_term(case, stays, interims, enrolments) -> None:
    history, on = case
    other = copy.deepcopy(history)
    other.stays += stays
    other.interim += interims
    one, two = term(history, on), term(other, on)
    assert (one is None) == (two is None)
    assert one is None or replace(one, notes=frozenset()) == replace(two, notes=frozenset())  # a holiday is only noted
    other.enrolments += enrolments
    three = term(other, on)
    if one and three and "unknown" not in (one.state, three.state):
        assert (one.since_on, one.due_on) == (three.since_on, three.due_on)


@NO_LIMIT
@given(cases(), st.integers(1, 400))
def test_a_later_application_never_moves_the_term(case, days) -> None:
    history, on = case
    one = term(history, on)
    if one is None or one.state == "unknown":
        return
    other = copy.deepcopy(history)
    again = copy.deepcopy(history.applications[0])
    again.lodged_on, again.arrived_on = one.since_on + datetime.timedelta(days=days), None
    other.applications.append(again)
    two = term(other, on)
    assert (two.since_on, two.due_on, two.state) == (one.since_on, one.due_on, one.state)


FACT_TABLES = ("applications", "identifiers", "statuses", "stays", "enrolments", "interim", "plans")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_fact_of_a_table_that_a_rule_does_not_read_changes_nothing(rule) -> None:
    rng = random.Random(rule.id)
    read = {column.partition(".")[0] for column in rule.reads}
    histories, others = [], []
    for _ in range(250):
        history, donor = random_history(rng), random_history(rng)
        other = copy.deepcopy(history)
        for table in FACT_TABLES:
            if table not in read and table != rule.each:
                setattr(other, table, getattr(donor, table))
        histories.append(history)
        others.append(other)
    on = datetime.date(2026, 6, 30)
    for one, two in zip(engine_rows(histories, on), engine_rows(others, on), strict=True):
        assert [row for row in one if row.rule == rule.id] == [row for row in two if row.rule == rule.id]


def test_rules_that_read_numbers_look_only_at_the_kinds_they_declare() -> None:
    """A school may see what follows from an education number; a V-number must not shine through."""
    rng = random.Random(12)
    readers = [rule for rule in RULES if any(column.startswith("identifiers.") for column in rule.reads)]
    assert readers and all(rule.identifier_kinds for rule in readers)
    histories = [random_history(rng) for _ in range(400)]
    others = copy.deepcopy(histories)
    for other in others:
        other.identifiers = [row for row in other.identifiers if row.kind != "v_number"]
    assert any(len(one.identifiers) != len(two.identifiers) for one, two in zip(histories, others, strict=True))
    on = datetime.date(2026, 6, 30)
    for one, two in zip(engine_rows(histories, on), engine_rows(others, on), strict=True):
        names = {rule.id for rule in readers if "v_number" not in rule.identifier_kinds}
        assert [row for row in one if row.rule in names] == [row for row in two if row.rule in names]


NAMES = {"partner": "plans.with"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_column_that_a_rule_does_not_read_changes_nothing(rule) -> None:
    rng = random.Random(rule.id)
    histories, others = [], []
    for _ in range(150):
        history, donor = random_history(rng), random_history(rng)
        other = copy.deepcopy(history)
        if "children.unaccompanied" not in rule.reads:
            other.unaccompanied = donor.unaccompanied
        for table in FACT_TABLES:
            donors = getattr(donor, table)
            for row in getattr(other, table) if donors else []:
                for field in fields(row):
                    if NAMES.get(field.name, f"{table}.{field.name}") not in rule.reads:
                        setattr(row, field.name, getattr(rng.choice(donors), field.name))
        histories.append(history)
        others.append(other)
    on = datetime.date(2026, 6, 30)
    for one, two in zip(engine_rows(histories, on), engine_rows(others, on), strict=True):
        found = [Counter(row for row in rows if row.rule == rule.id) for rows in (one, two)]
        assert found[0] == found[1]


@pytest.mark.slow
def test_overdue_never_turns_back_by_time_alone() -> None:
    rng = random.Random(5)
    histories = [random_history(rng) for _ in range(300)]
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=13 * step) for step in range(40)]
    states = [[next((r for r in rows if r.rule == "placement.term"), None) for rows in engine_rows(histories, day)]
              for day in days]  # fmt: skip
    for earlier, later in itertools.pairwise(states):
        for one, two in zip(earlier, later, strict=True):
            if one and two and one.state == "overdue" and one.since_on == two.since_on:
                assert two.state not in ("upcoming", "due", "met")


def test_no_age_window_is_shorter_than_a_month() -> None:
    """The engine judges an uncertain birth date in steps of a month; a shorter window could slip between two steps."""
    windows = [
        "adult.eighteen_months_ahead", "adult.eighteen_due_months", "adult.eighteen_months_after",
        "period.eighteen_months_ahead", "period.eighteen_months_after",
    ]  # fmt: skip
    for name in windows:
        parameter = rulebook().parameters[name]
        assert parameter.unit == "months"
        assert all(value.value >= 1 for value in parameter.values), name


def test_steps_of_a_month_find_what_steps_of_a_day_find() -> None:
    """The sampling of uncertain births is exact: every day of the interval gives no other verdict."""
    rng = random.Random(23)
    checked = 0
    for _ in range(120):
        history, on = random_case(rng)
        if history.born_from is None:
            continue
        history.born_from = history.born_from.replace(day=1)
        history.born_to = to_date(add_months(day_number(history.born_from), rng.choice([1, 3, 12])) - 1)
        facts, law, day = caseload_of([history]).lists, rulebook().law_on(on), day_number(on)
        person = facts.children[0]
        child = child_at(facts, 0, person.born_from, day)
        for rule in RULES:
            for k in range(*occurrences(EACH[rule.each], count_of(rule), child, law)):
                found = judge(rule.judge, facts, law, day, 0, k)
                days = range(person.born_from, person.born_to + 1)
                answers = [rule.judge(child_at(facts, 0, born, day), facts, law, day, k) for born in days]
                agree = all(is_same(answers[0], answer) for answer in answers)
                assert (found.missing != NO_BIRTH_DATE) == agree, (rule.id, on, history)
                checked += 1
    assert checked > 1000


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2024, 1, 1)), st.integers(0, 366))
def test_candidate_births_cover_the_interval_in_steps_of_at_most_a_month(first, length) -> None:
    born_from, born_to = day_number(first), day_number(first) + length
    found = []
    while (day := candidate_birth(born_from, born_to, len(found), 0)) < 2**31 - 1:
        found.append(day)
    assert found[0] == born_from
    assert found[-1] <= born_to
    assert born_to in found
    ordered = sorted(found)
    assert all(later - earlier <= 31 for earlier, later in itertools.pairwise(ordered))


@given(st.dates(datetime.date(1995, 1, 1), datetime.date(2030, 1, 1)), st.integers(-400, 400))
def test_add_months_agrees_with_the_calendar(day, months) -> None:
    moved = to_date(add_months(day_number(day), months))
    count = day.year * 12 + day.month - 1 + months
    assert (moved.year, moved.month) == (count // 12, count % 12 + 1)
    assert moved.day == day.day or (moved.day < day.day and (moved + datetime.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(("mar1", "expected"), [(1, datetime.date(2026, 3, 1)), (0, datetime.date(2026, 2, 28))])
def test_birthday_of_a_leap_day_child_follows_the_parameter(mar1, expected) -> None:
    assert to_date(birthday(day_number(datetime.date(2008, 2, 29)), 18, mar1)) == expected


def test_every_day_of_two_centuries_survives_the_way_there_and_back() -> None:
    from leerrecht.law.dates import civil, day_of

    first = datetime.date(1900, 1, 1).toordinal()
    for ordinal in range(first, datetime.date(2100, 12, 31).toordinal()):
        date = datetime.date.fromordinal(ordinal)
        day = day_number(date)
        assert civil(day) == (date.year, date.month, date.day)
        assert day_of(date.year, date.month, date.day) == day


def test_unknown_and_open_are_no_dates() -> None:
    assert to_date(UNKNOWN) is None
