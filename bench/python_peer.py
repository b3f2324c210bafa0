"""The same functions as ordinary Python, child by child: what compiling is compared with, and the check on it."""

from __future__ import annotations

from typing import Any

from bench.measures import measure_child
from bench.subset import ON, Subset
from leerrecht.law.facts import Facts
from leerrecht.law.frames import Caseload
from leerrecht.law.parameters import Law


def sample(subset: Subset, children: int) -> tuple[Facts, Law]:
    """Give the facts of the first children as lists, and the law."""
    return first_facts(subset.caseload, children).lists, subset.rulebook.law_on(ON)


def first_facts(caseload: Caseload, children: int) -> Caseload:
    """Give the caseload of the first children only."""
    people = caseload.facts.children[: children + 1].copy()
    cut: dict[str, Any] = {"children": people}
    for name in Facts._fields[1:]:
        singular = {"statuses": "status", "interim": "interim"}.get(name, name[:-1])
        cut[name] = getattr(caseload.facts, name)[: people[f"{singular}_start"][-1]]
    return Caseload(caseload.children[:children], caseload.frames, Facts(**cut))


def measure(facts: Facts, law: Law, on: int) -> list[tuple[int, ...]]:
    """Give all answers about these children."""
    return [measure_child(facts, law, on, i) for i in range(len(facts.children) - 1)]
