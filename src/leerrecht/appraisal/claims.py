"""Does a conclusion of the source follow from the study? Each claim declares its tests; here they are put to the draws.

A claim holds in a draw when all its tests hold in it. Its robustness is the share of draws (weights and codings) in which it
does; tests of vetoes, designs and findings hold in all draws or in none. No test predicts anything about a child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.scale import value_of
from leerrecht.appraisal.simulation import Batch, Probe
from leerrecht.appraisal.study import Claim, Study, Words, cell_id
from leerrecht.appraisal.table import Table
from leerrecht.appraisal.vetoes import find_objections, rests_only_late

REPRODUCED, DIFFERS, NOT_DERIVABLE, NEW = "reproduced", "differs", "not derivable", "new"
ENOUGH = 0.9
"""In which share of the draws a claim must hold to be called reproduced."""


@dataclass(frozen=True)
class Question:
    """One test, ready to be put to the draws: what it rests on, what it is about, and how to ask (None: it can't be asked)."""

    premises: tuple[str, ...]
    columns: tuple[str, ...]
    scenarios: tuple[str, ...]
    ask: Probe | None


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """A claim with its grounds.

    `robustness`: None when it can't be derived; `circular`: the premises that rest on the concluding chapter only;
    `counter`: findings that point the other way; `tensions`, `gaps`: what bears on it.
    """

    id: str
    kind: str
    text: Words
    premises: tuple[str, ...]
    robustness: float | None
    status: str
    circular: tuple[str, ...]
    counter: tuple[str, ...]
    tensions: tuple[str, ...]
    gaps: tuple[str, ...]
    conditions: tuple[str, ...] = ()


def _always(answer: bool) -> Probe:
    return lambda batch: np.array([answer])


def _cells(table: Table, pairs: Iterator[tuple[str, str]]) -> bool:
    """Tell whether all cells can be asked about: their columns take part and their scenarios were judged."""
    return all(scenario in table.scenarios and column in table.columns for scenario, column in pairs)


def _vetoed(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    found = {name: find_objections(study, subgroup=subgroup, dims=study.scenarios[name].dims, scenario=name)
             for name in test["vetoed"]}  # fmt: skip
    named, blocks = tuple(test.get("by", ())), tuple(test.get("blocks", ()))
    answer = all(
        set(named) <= set(each.vetoes) and set(blocks) <= set(each.blocks_failed) and each.vetoes for each in found.values()
    )
    hit = tuple(dict.fromkeys(veto for each in found.values() for veto in each.vetoes if not named or veto in named))
    return Question(hit, (), tuple(found), _always(answer))


def _above(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    cells = [(better, worse, column) for column in test["on"] for better, worse in test["above"]]
    gap = int(test.get("strict", True))

    def ask(batch: Batch) -> Any:
        return np.all(
            [batch.cell(better, column) - batch.cell(worse, column) >= gap for better, worse, column in cells], axis=0
        )

    named = [(scenario, column) for better, worse, column in cells for scenario in (better, worse)]
    return Question(*_about(table, named), ask if _cells(table, iter(named)) else None)


def _about(table: Table, cells: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give the ids of cells, their columns and their scenarios, each once."""
    names, columns, scenarios = (dict.fromkeys(part) for part in (
        (cell_id(*cell) for cell in cells), (column for _, column in cells), (scenario for scenario, _ in cells)))  # fmt: skip
    return tuple(names), tuple(columns), tuple(scenarios)


def _bounded(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    cells = [(scenario, column) for column in test["on"] for scenario in test["of"]]
    bound = value_of(test.get("at_most", test.get("at_least")))
    sign = 1 if "at_most" in test else -1

    def ask(batch: Batch) -> Any:
        return np.all([sign * batch.cell(*cell) <= sign * (bound or 0) for cell in cells], axis=0)

    return Question(*_about(table, cells), ask if _cells(table, iter(cells)) else None)


def _first(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    named = tuple(test["first"])
    cells = [(scenario, column) for column in table.columns for scenario in named if scenario in table.scenarios]

    def ask(batch: Batch) -> Any:
        first = batch.places["weighted_sum"].first
        others = [place for place, scenario in enumerate(table.scenarios) if scenario not in named]
        return ~first[others].any(axis=0)

    names, columns, _ = _about(table, cells)
    return Question(names, columns, named, ask if set(named) <= set(table.scenarios) else None)


def _ranked(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    pairs = [tuple(pair) for pair in test["ranked"]]
    named = tuple(dict.fromkeys(scenario for pair in pairs for scenario in pair))
    places = {scenario: place for place, scenario in enumerate(table.scenarios)}
    cells = [(scenario, column) for column in table.columns for scenario in named if scenario in places]

    def ask(batch: Batch) -> Any:
        better = batch.places["weighted_sum"].better
        return np.all([better[places[one]] < better[places[other]] for one, other in pairs], axis=0)

    names, columns, _ = _about(table, cells)
    return Question(names, columns, named, ask if set(named) <= set(places) else None)


def _design(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    base = study.scenarios[test["base"]]
    dims = {**base.dims, **test["design"]}
    found = find_objections(study, subgroup=subgroup, dims=dims)
    before = find_objections(study, subgroup=subgroup, dims=base.dims, scenario=base.id)
    answer = set(found.vetoes) == set(test["vetoes"]) and not found.open
    return Question(before.vetoes, (), (base.id,), _always(answer))


def _cited(study: Study, table: Table, subgroup: str, test: Mapping[str, Any]) -> Question:
    """Findings for this subgroup, not all of them from the concluding chapter, none of which contradicts `of`."""
    named = tuple(test["cited"])
    scenarios = tuple(test.get("of", ()))
    answer = not all(study.is_late(name) for name in named) and all(
        subgroup in study.findings[name].subgroups
        and (not scenarios or any(holds(study.findings[name].applies_if, study.scenarios[each].dims) is not False
                                  for each in scenarios))
        for name in named
    )  # fmt: skip
    return Question(named, (), scenarios, _always(answer))


_KINDS: Mapping[str, Callable[[Study, Table, str, Mapping[str, Any]], Question]] = {
    "vetoed": _vetoed, "above": _above, "at_most": _bounded, "at_least": _bounded, "first": _first, "ranked": _ranked,
    "design": _design, "cited": _cited,
}  # fmt: skip


def make_questions(study: Study, table: Table, claim: Claim, subgroup: str) -> tuple[Question, ...]:
    """Make the tests of a claim for a subgroup; `table` holds the columns that take part."""
    made = []
    for test in claim.tests(subgroup):
        kind = next(name for name in ("design", *_KINDS) if name in test)
        made.append(_KINDS[kind](study, table, subgroup, test))
    return tuple(made)


def claims_of(study: Study, subgroup: str) -> tuple[Claim, ...]:
    """Give the claims about a subgroup."""
    return tuple(claim for claim in study.claims.values() if subgroup in claim.subgroups)


def claim_probes(study: Study, table: Table, subgroup: str) -> dict[str, Probe]:
    """Give, for each claim that can be derived, the question whether all its tests hold, for `simulate`."""
    probes = {}
    for claim in claims_of(study, subgroup):
        asks = [test.ask for test in make_questions(study, table, claim, subgroup)]
        known = [ask for ask in asks if ask is not None]
        if known and len(known) == len(asks):
            probes[claim.id] = _together(known)
    return probes


def _together(asks: list[Probe]) -> Probe:
    def ask(batch: Batch) -> Any:
        answers = np.broadcast_arrays(*(np.asarray(each(batch)) for each in asks))
        return np.logical_and.reduce(answers)

    return ask


def conclude(study: Study, table: Table, subgroup: str, held: Mapping[str, Any]) -> tuple[Conclusion, ...]:
    """Give every claim about a subgroup with its grounds; `held` is what `simulate` answered to `claim_probes`."""
    found = []
    for claim in claims_of(study, subgroup):
        tests = make_questions(study, table, claim, subgroup)
        share = float(held[claim.id]) if claim.id in held else None
        premises = tuple(dict.fromkeys([*claim.rests_on, *(name for test in tests for name in test.premises)]))
        status = NOT_DERIVABLE if share is None else REPRODUCED if share >= ENOUGH else DIFFERS
        about = {claim.id, *premises, *(column for test in tests for column in test.columns)}
        found.append(
            Conclusion(
                id=claim.id, kind=claim.kind, text=claim.text, premises=premises, robustness=share, status=status,
                circular=tuple(name for name in premises if is_late(study, subgroup, name)),
                counter=tuple(dict.fromkeys([*claim.counter, *_counter(study, subgroup, tests)])),
                tensions=tuple(
                    each.id for each in study.tensions.values() if subgroup in each.subgroups and about & set(each.about)
                ),
                gaps=tuple(each.id for each in study.gaps.values() if about & set(each.about)),
                conditions=claim.conditions,
            )
        )  # fmt: skip
    return tuple(found)


def is_late(study: Study, subgroup: str, premise: str) -> bool:
    """Tell whether a premise, which may be a cell, rests on the concluding chapter only."""
    scenario, _, column = premise.partition("/")
    cell = study.cells.get((subgroup, scenario, column))
    return rests_only_late(study, cell.findings if cell else (premise,))


def _counter(study: Study, subgroup: str, tests: tuple[Question, ...]) -> Iterator[str]:
    """Give the findings against what a claim prefers: negative ones, in its columns, that apply to what it puts first."""
    for test in tests:
        for finding in study.findings.values():
            if (
                subgroup in finding.subgroups
                and finding.criterion in test.columns
                and (finding.polarity or 0) < 0
                and len(test.columns) < len(study.columns)
                and any(holds(finding.applies_if, study.scenarios[name].dims) for name in test.scenarios[:1])
            ):
                yield finding.id
