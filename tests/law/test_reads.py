"""Declarations are never trusted: what a rule reads is watched over random histories."""

from __future__ import annotations

import random
import re

import pytest

from leerrecht.law.cases import frames_of, load_cases
from leerrecht.law.dates import day_number
from leerrecht.law.engine import EACH, count_of, occurrences
from leerrecht.law.facts import child_at
from leerrecht.law.frames import build_caseload
from leerrecht.law.rules import RULES
from leerrecht.law.tables import TABLE
from leerrecht.law.trace import watch
from tests.law.bridge import RULEBOOK, caseload_of, rulebook
from tests.law.histories import random_case

CASES = 400
PRESENCE = {"departures.left_on", "departures.back_on"}


@pytest.fixture(scope="module")
def touched():
    """Columns and parameters that each rule touched over random histories and the lawyers' cases."""
    rng = random.Random(11)
    drawn = [(caseload_of([history]), on) for history, on in (random_case(rng) for _ in range(CASES))]
    known = [
        (build_caseload(frames=frames_of(case), regions=rulebook().regions), case.on)
        for case in load_cases(folder=RULEBOOK)
    ]
    found = {rule.id: (set(), set(), []) for rule in RULES}
    for caseload, on in [*drawn, *known]:
        facts, day, law = caseload.lists, day_number(on), rulebook().law_on(on)
        child = child_at(facts, 0, facts.children[0].born_from, day)
        for rule in RULES:
            for k in range(*occurrences(EACH[rule.each], count_of(rule), child, law)):
                _, trace = watch(rule=rule, facts=facts, law=law, on=day, i=0, k=k)
                columns, parameters, holidays = found[rule.id]
                columns |= trace.columns
                parameters |= {rulebook().rows[place][0].id for place in trace.parameters}
                holidays.append(trace.holidays)
    return found


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


def test_every_rule_depends_on_presence() -> None:
    """A child that has left has no other rows, so each conclusion rests on the departures."""
    assert all(set(rule.reads) >= PRESENCE for rule in RULES)
