"""Declarations are never trusted: what a rule reads is watched over random histories."""

from __future__ import annotations

import datetime
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from leerrecht.law.cases import frames_of, load_cases
from leerrecht.law.dates import UNKNOWN, day_number
from leerrecht.law.engine import EACH, count_of, occurrences
from leerrecht.law.facts import child_at
from leerrecht.law.frames import build_caseload
from leerrecht.law.rule import DATES, DUE_DATES, NO_ROW
from leerrecht.law.rules import RULES
from leerrecht.law.tables import TABLE
from leerrecht.law.trace import watch
from tests.law.bridge import RULEBOOK, caseload_of, rulebook
from tests.law.histories import random_case

CASES = 400
PRESENCE = {"departures.left_on", "departures.back_on"}


@dataclass
class Watched:
    """What one rule looked at and gave."""

    columns: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    holidays: list[bool] = field(default_factory=list)
    dates: list[tuple[str, str, set[str]]] = field(default_factory=list)

    def add(self, rule, k, made, trace, caseload) -> None:
        self.columns |= trace.columns
        self.parameters |= {rulebook().rows[place][0].id for place in trace.parameters}
        self.holidays.append(trace.holidays)
        item = rule.items[k] if rule.each == "items" else ""
        self.dates += [
            (name, item, _stands_in(caseload, trace, getattr(made, name)))
            for name in DATES
            if made.state != NO_ROW and getattr(made, name) != UNKNOWN
        ]


def _stands_in(caseload, trace, value: int) -> set[str]:
    """Give the fields, of those a rule looked at, in which a day (a number) stands."""
    found = set()
    for table, place, column in trace.facts:
        day = caseload.row(table, place).get(column) if place >= 0 else None
        if isinstance(day, datetime.date) and day_number(day) == value:
            kind = caseload.row(table, place).get("kind")
            found.add(f"identifiers.{kind}" if table == "identifiers" else f"{table}.{column}")
    return found


@pytest.fixture(scope="module")
def watched():
    """What each rule looked at over random histories and the lawyers' cases: its columns, parameters, holidays; and its dates,
    each with the item it is about and the fields, of those it looked at, in which that very day stands.
    """
    rng = random.Random(11)
    drawn = [(caseload_of([history]), on) for history, on in (random_case(rng) for _ in range(CASES))]
    known = [
        (build_caseload(frames=frames_of(case), regions=rulebook().regions), case.on)
        for case in load_cases(folder=RULEBOOK)
    ]
    found = {rule.id: Watched() for rule in RULES}
    for caseload, on in [*drawn, *known]:
        facts, day, law = caseload.lists, day_number(on), rulebook().law_on(on)
        child = child_at(facts, 0, facts.children[0].born_from, day)
        for rule in RULES:
            for k in range(*occurrences(EACH[rule.each], count_of(rule), child, law)):
                made, trace = watch(rule=rule, facts=facts, law=law, on=day, i=0, k=k)
                found[rule.id].add(rule, k, made, trace, caseload)
    return found


@pytest.fixture(scope="module")
def touched(watched):
    return {rule: (seen.columns, seen.parameters, seen.holidays) for rule, seen in watched.items()}


@pytest.fixture(scope="module")
def dated(watched):
    return {rule: seen.dates for rule, seen in watched.items()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_touches_nothing_undeclared(rule, touched) -> None:
    columns, parameters, holidays = touched[rule.id]
    assert columns <= set(rule.reads)
    if rule.each in TABLE:  # the key and the label tell what they are made of
        named = {f"{rule.each}.{name}" for name in re.findall(r"{(\w+)}", rule.key + rule.label)}
        assert named <= set(rule.reads)
    assert parameters <= set(rule.parameters)
    assert rule.holidays or not any(holidays)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_declares_nothing_it_never_touches(rule, touched) -> None:
    """An idle declaration would close a conclusion to people who may see it."""
    columns, parameters, holidays = touched[rule.id]
    named = {f"{rule.each}.{name}" for name in re.findall(r"{(\w+)}", rule.key + rule.label)}
    assert set(rule.reads) <= columns | PRESENCE | named
    assert set(rule.parameters) <= parameters | {"period.holiday_min_days"}
    assert any(holidays) or not rule.holidays


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_declares_from_what_each_of_its_dates_follows(rule, dated) -> None:
    """A date that isn't declared would be shown to nobody; one declared of the wrong fact, to whom that fact is closed."""
    places = defaultdict(list)
    for name, item, stands_in in dated[rule.id]:
        assert rule.behind(name, item) is not None, (name, item)
        places[name, item].append(stands_in)
    for (name, item), found in places.items():
        is_counted = sum(map(bool, found)) < len(found) / 2  # then a fact has that day by chance
        if name not in DUE_DATES and not is_counted:
            fields = set(rule.behind(name, item))
            assert all(fields & stands_in for stands_in in found if stands_in), (name, item, found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_declares_its_dates_of_what_it_reads(rule, dated) -> None:
    kinds = {f"identifiers.{kind}" for kind in rule.identifier_kinds}
    for declared in (rule.dates, *rule.item_dates.values()):
        assert set(declared) <= set(DATES)
        assert all(set(fields) <= {*rule.reads, *kinds} for fields in declared.values())
    assert set(rule.item_dates) <= set(rule.items)
    given = {name for name, _, _ in dated[rule.id]}
    assert {name for declared in (rule.dates, *rule.item_dates.values()) for name in declared} <= given


def test_every_rule_depends_on_presence() -> None:
    """A child that has left has no other rows, so each conclusion rests on the departures."""
    assert all(set(rule.reads) >= PRESENCE for rule in RULES)
