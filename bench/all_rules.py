"""All rules together over a whole population: speed, memory, growth; and one child with the reasons."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.python_peer import first_facts
from bench.subset import ON, RULEBOOK, SEED
from bench.timing import Memory, best_of, watched_memory
from leerrecht.law.compiled import evaluate_many, evaluate_rule
from leerrecht.law.conclusions import name_row
from leerrecht.law.dates import day_number
from leerrecht.law.engine import evaluate
from leerrecht.law.explain import Explainer
from leerrecht.law.frames import Caseload, build_caseload
from leerrecht.law.rule import Conclusion
from leerrecht.law.rulebook import load_rulebook
from leerrecht.law.rules import RULES
from leerrecht.planning import FICTIONAL_TOWNS, draw_population

RUNS = 3


@dataclass(frozen=True, kw_only=True)
class AllRules:
    """What was measured. Times in seconds; `floor`: reading the same arrays once; `per_rule`: seconds by rule."""

    children: int
    facts: int
    rows: int
    draw_seconds: float
    build_seconds: float
    seconds: float
    floor_seconds: float
    facts_megabytes: float
    memory: Memory
    rows_checked: int
    rows_different: int
    growth: dict[int, float]
    per_rule: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class OneChild:
    """All rules for one child: seconds at the middle and at the 95th percentile, without and with the reasons."""

    children: int
    judge_p95: float
    explain_p50: float
    explain_p95: float


def measure_all(children: int, sample: int) -> AllRules:
    """Draw a population and judge it by every rule."""
    draw_seconds, frames = best_of(1, lambda: draw_population(children=children, seed=SEED, on=ON))
    facts = sum(len(frame) for name, frame in frames.items() if name != "children")
    build_seconds, caseload = best_of(1, lambda: build_caseload(frames=frames, regions=FICTIONAL_TOWNS))
    frames.clear()
    law, on = load_rulebook(folder=RULEBOOK).law_on(ON, arrays=True), day_number(ON)
    evaluate_many(facts=first_facts(caseload, 10).facts, law=law, on=on)  # compile, or read the cache
    with watched_memory() as memory:
        seconds, found = best_of(RUNS, lambda: evaluate_many(facts=caseload.facts, law=law, on=on))
    rows = len(found)
    del found
    arrays = [np.asarray(rows).view(np.int32) for rows in caseload.facts]
    floor_seconds, _ = best_of(RUNS, lambda: sum(int(array.sum(dtype=np.int64)) for array in arrays))
    checked, different = _check(first_facts(caseload, min(sample, children)), law, on)
    sizes = [size for size in (children // 100, children // 10, children) if size]
    growth = {}
    for size in sizes:
        part = first_facts(caseload, size).facts
        growth[size] = best_of(RUNS, lambda part=part: evaluate_many(facts=part, law=law, on=on))[0]
    per_rule = {
        rule.id: best_of(RUNS, lambda rule=rule: evaluate_rule(rule=rule, facts=caseload.facts, law=law, on=on))[0]
        for rule in RULES
    }
    return AllRules(
        children=children, facts=facts, rows=rows, draw_seconds=draw_seconds, build_seconds=build_seconds,
        seconds=seconds, floor_seconds=floor_seconds, facts_megabytes=sum(array.nbytes for array in arrays) / 1e6,
        memory=memory, rows_checked=checked, rows_different=different, growth=growth, per_rule=per_rule,
    )  # fmt: skip


def _check(caseload: Caseload, law: Any, on: int) -> tuple[int, int]:
    """Compare the compiled rows about some children with those of plain Python, field by field."""
    found = evaluate_many(facts=caseload.facts, law=law, on=on).select("child", "rule", "k", *Conclusion._fields)
    compiled = set(found.iter_rows())
    plain_law = load_rulebook(folder=RULEBOOK).law_on(ON)
    rows = evaluate(facts=caseload.lists, law=plain_law, on=on)
    plain = {(row.child, row.rule, row.k, *row.conclusion) for row in rows}
    return len(compiled | plain), len(compiled ^ plain)


def measure_one(children: int) -> OneChild:
    """Judge children one at a time in plain Python, and give every conclusion its reasons."""
    caseload = build_caseload(
        frames=draw_population(children=children, seed=SEED + 1, on=ON), regions=FICTIONAL_TOWNS
    )  # fmt: skip
    rulebook = load_rulebook(folder=RULEBOOK)
    explainer = Explainer.of(caseload=caseload, rulebook=rulebook, on=ON)
    judged, explained = [], []
    for place in range(children):
        start = time.perf_counter()
        rows = list(evaluate(facts=explainer.facts, law=explainer.law, on=day_number(ON), children=[place]))
        judged.append(time.perf_counter() - start)
        for row in rows:
            explainer.explain(name_row(row=row, caseload=caseload, rulebook=rulebook, on=ON))
        explained.append(time.perf_counter() - start)
    return OneChild(
        children=children, judge_p95=float(np.percentile(judged, 95)),
        explain_p50=float(np.percentile(explained, 50)), explain_p95=float(np.percentile(explained, 95)),
    )  # fmt: skip
