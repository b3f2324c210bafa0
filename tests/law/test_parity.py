"""Three ways to the same answer: the oracle, the rules as plain Python, and the rules compiled."""

from __future__ import annotations

import datetime
import random
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from leerrecht.law import compiled
from leerrecht.law.dates import day_number
from leerrecht.law.engine import EACH, Row, count_of, evaluate, works_when_away
from leerrecht.law.loops import LOOPS
from leerrecht.law.rule import Conclusion
from leerrecht.law.rules import RULE, RULES
from tests.law.bridge import ENGINE_ONLY, caseload_of, engine_rows, rulebook
from tests.law.histories import cases, random_case, random_history
from tests.law.oracle import History, conclude


def oracle_rows(history: History, on: datetime.date) -> Counter:
    return Counter(replace(row, notes=row.notes - ENGINE_ONLY) for row in conclude(history=history, on=on))


def assert_engine_equals_oracle(seed: int, count: int) -> int:
    rng = random.Random(seed)
    by_day = defaultdict(list)
    for _ in range(count):
        history, on = random_case(rng)
        by_day[on].append(history)
    rows = 0
    for on, histories in by_day.items():
        for history, found in zip(histories, engine_rows(histories, on), strict=True):
            expected = oracle_rows(history, on)
            assert Counter(found) == expected, (on, history)
            rows += expected.total()
    return rows


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_engine_on_drawn_histories_equals_the_oracle(case: tuple[History, datetime.date]) -> None:
    history, on = case
    assert Counter(engine_rows([history], on)[0]) == oracle_rows(history, on)


def test_engine_on_random_histories_equals_the_oracle() -> None:
    assert assert_engine_equals_oracle(seed=20260612, count=1500) > 4000


@pytest.mark.slow
def test_engine_on_many_random_histories_equals_the_oracle() -> None:
    assert assert_engine_equals_oracle(seed=20260613, count=40_000) > 100_000


def assert_compiled_equals_plain(rules, seed: int, count: int) -> int:
    rng = random.Random(seed)
    caseload = caseload_of([random_history(rng) for _ in range(count)])
    lists = caseload.lists
    rows = 0
    for on in (datetime.date(2025, 3, 1), datetime.date(2026, 6, 30), datetime.date(2027, 9, 14)):
        day = day_number(on)
        plain = sorted(evaluate(facts=lists, law=rulebook().law_on(on), on=day, rules=rules))
        law = rulebook().law_on(on, arrays=True)
        frame = compiled.evaluate_many(facts=caseload.facts, law=law, on=day, rules=rules)
        many = [
            Row(values[0], values[1], values[2], Conclusion(*values[3:]))
            for values in frame.select("child", "rule", "k", *Conclusion._fields).iter_rows()
        ]
        assert sorted(many) == plain
        rows += len(plain)
    return rows


def test_compiled_placement_and_gap_equal_plain_python() -> None:
    assert assert_compiled_equals_plain((RULE["placement.term"], RULE["continuity.gap"]), seed=7, count=2000) > 1000


@pytest.mark.slow
def test_all_compiled_rules_equal_plain_python() -> None:
    assert assert_compiled_equals_plain(RULES, seed=8, count=20_000) > 100_000


@pytest.mark.slow
def test_threads_give_the_same_rows_in_the_same_order() -> None:
    caseload = caseload_of([random_history(random.Random(3)) for _ in range(101)])
    on = datetime.date(2026, 9, 15)
    law = rulebook().law_on(on, arrays=True)
    rule = RULE["placement.term"]
    one, three = (
        compiled.evaluate_rule(rule=rule, facts=caseload.facts, law=law, on=day_number(on), threads=threads)
        for threads in (1, 3)
    )
    assert np.array_equal(one, three)


def test_each_loop_is_that_of_its_declaration() -> None:
    for rule, loop in zip(RULES, LOOPS, strict=True):
        seen = {}

        def fill_rows(judge, each, count, when_away, *rest, seen=seen):
            seen.update(judge=judge, each=each, count=count, when_away=when_away)

        namespace = {**loop.__globals__, "fill_rows": fill_rows}
        type(loop)(loop.__code__, namespace)(None, None, 0, None, 0, 0, 0)
        assert seen == {
            "judge": rule.judge,
            "each": EACH[rule.each],
            "count": count_of(rule),
            "when_away": works_when_away(rule),
        }
