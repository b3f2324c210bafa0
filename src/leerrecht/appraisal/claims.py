"""Does a conclusion of the source follow from the study? Each claim declares its tests; here they are put to the draws.

A claim holds in a draw when all its tests hold in it. Its robustness is the share of draws (weights and codings) in which it
does; tests of vetoes, designs and findings hold in all draws or in none. No test predicts anything about a child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.scale import value_of
from leerrecht.appraisal.simulation import Batch, Probe, Scoring
from leerrecht.appraisal.study import Claim, Finding, Study, Words, cell_id
from leerrecht.appraisal.table import Table
from leerrecht.appraisal.vetoes import find_objections, rests_only_late

REPRODUCED, DIFFERS, NOT_DERIVABLE, NEW = "reproduced", "differs", "not derivable", "new"
ENOUGH = 0.9
"""In which share of the draws a claim must hold to be called reproduced."""


@dataclass(frozen=True)
class Ground:
    """On what a claim is tested: a study, a subgroup with its whole matrix, and whether scores are drawn or as coded."""

    study: Study
    table: Table
    scoring: Scoring

    def has(self, cells: Iterable[tuple[str, str]]) -> bool:
        """Tell whether all cells can be asked about: they were judged, or are drawn."""
        for scenario, column in cells:
            if scenario not in self.table.scenarios:
                return False
            place = self.table.columns.index(column), self.table.scenarios.index(scenario)
            if self.scoring == "point" and self.table.unknown[place]:
                return False
        return True

    def applies(self, finding: Finding, scenario: str) -> bool:
        """Tell whether a finding applies to a scenario."""
        return bool(holds(finding.applies_if, self.study.scenarios[scenario].dims))


@dataclass(frozen=True)
class Question:
    """One test, ready to be put to the draws.

    `ask`: how (None: it can't be asked); `columns`: those it hangs on; `speaks_against`: whether a finding does.
    """

    premises: tuple[str, ...]
    ask: Probe | None
    columns: tuple[str, ...] = ()
    speaks_against: Callable[[Finding], bool] = lambda finding: False


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
    conditions: tuple[Words, ...] = ()


def _always(answer: bool) -> Probe:
    return lambda batch: np.array([answer])


def _ids(cells: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell_id(*cell) for cell in cells))


def _vetoed(ground: Ground, test: Mapping[str, Any]) -> Question:
    """Vetoes fall on each scenario: those that are named, and in the blocks that are named."""
    study, named, blocks = ground.study, set(test.get("by", ())), set(test.get("blocks", ()))
    found = [
        find_objections(study, subgroup=ground.table.subgroup, dims=study.scenarios[name].dims, scenario=name)
        for name in test["vetoed"]
    ]
    answer = all(each.vetoes and named <= set(each.vetoes) and blocks <= set(each.blocks_failed) for each in found)
    hit = dict.fromkeys(veto for each in found for veto in each.vetoes if not named or veto in named)
    return Question(tuple(hit), _always(answer))


def _above(ground: Ground, test: Mapping[str, Any]) -> Question:
    """In each pair and column the first scores higher than the second (or, not strict, at least as high)."""
    pairs, columns, gap = test["above"], tuple(test["on"]), int(test.get("strict", True))
    cells = [(scenario, column) for column in columns for pair in pairs for scenario in pair]

    def ask(batch: Batch) -> Any:
        return np.all(
            [batch.cell(one, column) - batch.cell(other, column) >= gap for column in columns for one, other in pairs],
            axis=0,
        )

    def speaks_against(finding: Finding) -> bool:
        sign = finding.polarity or 0
        return finding.criterion in columns and any(
            (sign < 0 and ground.applies(finding, one) and not ground.applies(finding, other))
            or (sign > 0 and ground.applies(finding, other) and not ground.applies(finding, one))
            for one, other in pairs
        )  # fmt: skip

    return Question(_ids(cells), ask if ground.has(cells) else None, columns, speaks_against)


def _bounded(ground: Ground, test: Mapping[str, Any]) -> Question:
    """Each scenario scores at most, or at least, this in each column."""
    scenarios, columns = test["of"], tuple(test["on"])
    cells = [(scenario, column) for column in columns for scenario in scenarios]
    bound = value_of(test.get("at_most", test.get("at_least"))) or 0
    sign = 1 if "at_most" in test else -1

    def ask(batch: Batch) -> Any:
        return np.all([sign * batch.cell(*cell) <= sign * bound for cell in cells], axis=0)

    def speaks_against(finding: Finding) -> bool:
        return (
            finding.criterion in columns
            and (finding.polarity or 0) * sign > 0
            and any(ground.applies(finding, scenario) for scenario in scenarios)
        )

    return Question(_ids(cells), ask if ground.has(cells) else None, columns, speaks_against)


def _placed(ground: Ground, named: Sequence[str], ask: Probe) -> Question:
    """A question about rank: it rests on every column, and hangs most on those with unknown cells."""
    scenarios = dict.fromkeys(named)
    ready = set(scenarios) <= set(ground.table.scenarios) and bool(ground.table.columns)
    premises = _ids((scenario, column) for column in ground.table.columns for scenario in scenarios)
    return Question(premises, ask if ready else None, ground.table.unknown_columns)


def _first(ground: Ground, test: Mapping[str, Any]) -> Question:
    """No other scenario than these is first, not even beside one of them; by weighted sum."""
    others = [place for place, scenario in enumerate(ground.table.scenarios) if scenario not in test["first"]]
    return _placed(ground, test["first"], lambda batch: ~batch.places["weighted_sum"].first[others].any(axis=0))


def _ranked(ground: Ground, test: Mapping[str, Any]) -> Question:
    """In each pair the first ranks before the second; by weighted sum."""
    places = {scenario: place for place, scenario in enumerate(ground.table.scenarios)}

    def ask(batch: Batch) -> Any:
        better = batch.places["weighted_sum"].better
        return np.all([better[places[one]] < better[places[other]] for one, other in test["ranked"]], axis=0)

    return _placed(ground, [scenario for pair in test["ranked"] for scenario in pair], ask)


def _design(ground: Ground, test: Mapping[str, Any]) -> Question:
    """A scenario with other values for some dimensions has exactly these vetoes left."""
    study, subgroup = ground.study, ground.table.subgroup
    base = study.scenarios[test["base"]]
    found = find_objections(study, subgroup=subgroup, dims={**base.dims, **test["design"]})
    before = find_objections(study, subgroup=subgroup, dims=base.dims, scenario=base.id)
    return Question(before.vetoes, _always(set(found.vetoes) == set(test["vetoes"]) and not found.open))


def _cited(ground: Ground, test: Mapping[str, Any]) -> Question:
    """The findings are about this subgroup, not all from the concluding chapter, and each may apply to one of the scenarios."""
    study, named, scenarios = ground.study, tuple(test["cited"]), test.get("of", ())
    findings = [study.findings[name] for name in named]
    answer = not all(study.is_late(name) for name in named) and all(
        ground.table.subgroup in finding.subgroups
        and (not scenarios
             or any(holds(finding.applies_if, study.scenarios[name].dims) is not False for name in scenarios))
        for finding in findings
    )  # fmt: skip
    return Question(named, _always(answer))


_KINDS: Mapping[str, Callable[[Ground, Mapping[str, Any]], Question]] = {
    "design": _design, "vetoed": _vetoed, "above": _above, "at_most": _bounded, "at_least": _bounded, "first": _first,
    "ranked": _ranked, "cited": _cited,
}  # fmt: skip


def make_questions(ground: Ground, claim: Claim) -> tuple[Question, ...]:
    """Make the questions of a claim for a subgroup."""
    return tuple(
        next(make for kind, make in _KINDS.items() if kind in test)(ground, test)
        for test in claim.tests(ground.table.subgroup)
    )


def claims_of(study: Study, subgroup: str) -> tuple[Claim, ...]:
    """Give the claims about a subgroup."""
    return tuple(claim for claim in study.claims.values() if subgroup in claim.subgroups)


def claim_probes(ground: Ground) -> dict[str, Probe]:
    """Give, for each claim that can be derived, the question whether all its tests hold, for `simulate`."""
    probes = {}
    for claim in claims_of(ground.study, ground.table.subgroup):
        asks = [question.ask for question in make_questions(ground, claim)]
        known = [ask for ask in asks if ask is not None]
        if known and len(known) == len(asks):
            probes[claim.id] = _together(known)
    return probes


def _together(asks: list[Probe]) -> Probe:
    def ask(batch: Batch) -> Any:
        return np.logical_and.reduce(np.broadcast_arrays(*(np.asarray(each(batch)) for each in asks)))

    return ask


def conclude(ground: Ground, held: Mapping[str, Any]) -> tuple[Conclusion, ...]:
    """Give every claim about a subgroup with its grounds; `held` is what `simulate` answered to `claim_probes`."""
    return tuple(
        _conclude_one(ground, claim, float(held[claim.id]) if claim.id in held else None)
        for claim in claims_of(ground.study, ground.table.subgroup)
    )


def _conclude_one(ground: Ground, claim: Claim, share: float | None) -> Conclusion:
    study, subgroup = ground.study, ground.table.subgroup
    questions = make_questions(ground, claim)
    premises = tuple(dict.fromkeys([*claim.rests_on, *(name for each in questions for name in each.premises)]))
    about = {claim.id, *premises, *(column for each in questions for column in each.columns)}
    against = [
        name
        for name, finding in study.findings.items()
        if subgroup in finding.subgroups and any(each.speaks_against(finding) for each in questions)
    ]
    return Conclusion(
        id=claim.id, kind=claim.kind, text=claim.text, premises=premises, robustness=share,
        status=NOT_DERIVABLE if share is None else REPRODUCED if share >= ENOUGH else DIFFERS,
        circular=tuple(name for name in premises if is_late(study, subgroup, name)),
        counter=tuple(dict.fromkeys([*(name for name in claim.counter if subgroup in study.findings[name].subgroups),
                                     *against])),
        tensions=tuple(
            each.id for each in study.tensions.values() if subgroup in each.subgroups and about & set(each.about)
        ),
        gaps=tuple(each.id for each in study.gaps.values() if about & set(each.about)), conditions=claim.conditions,
    )  # fmt: skip


def is_late(study: Study, subgroup: str, premise: str) -> bool:
    """Tell whether a premise, which may be a cell, rests on the concluding chapter only."""
    scenario, _, column = premise.partition("/")
    cell = study.cells.get((subgroup, scenario, column))
    return rests_only_late(study, cell.findings if cell else (premise,))
