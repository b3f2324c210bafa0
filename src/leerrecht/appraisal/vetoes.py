"""Vetoes: which fall on a scenario or a design, which blocks they break, and what a change of law would take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leerrecht.appraisal.conditions import DEFAULTS, holds
from leerrecht.appraisal.study import Dims, Study, Veto


@dataclass(frozen=True, kw_only=True)
class Objections:
    """What stands against a design: vetoes that fall, vetoes on a dimension that is unset, and the blocks that break."""

    vetoes: tuple[str, ...]
    open: tuple[str, ...]
    blocks_failed: tuple[str, ...]


def falls(study: Study, veto: Veto, *, subgroup: str, dims: Dims, scenario: str | None = None) -> bool | None:
    """Tell whether a veto falls: True, False, or None when a dimension is unset or a score that it asks about is unknown.

    A threshold on scores is asked of a scenario as coded; a design of one's own has no scores, so there it stays open.
    """
    answers = [holds(veto.when, dims)]
    for column, most in veto.at_most.items():
        cell = study.cells.get((subgroup, scenario or "", column))
        answers.append(None if cell is None or cell.score is None else cell.score <= most)
    if False in answers:
        return False
    return None if None in answers else True


def find_objections(study: Study, *, subgroup: str, dims: Dims, scenario: str | None = None) -> Objections:
    """Find what stands against a design, or against a scenario with its scores."""
    answers = {
        veto.id: falls(study, veto, subgroup=subgroup, dims=dims, scenario=scenario)
        for veto in study.vetoes.values()
        if subgroup in veto.subgroups
    }
    hit = tuple(name for name, answer in answers.items() if answer)
    broken = {study.vetoes[name].block for name in hit}
    return Objections(
        vetoes=hit,
        open=tuple(name for name, answer in answers.items() if answer is None),
        blocks_failed=tuple(block for block in study.blocks if block in broken),
    )


def by_law(study: Study, *, subgroup: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Give the vetoes of each scenario under each regime of law that the study knows."""
    regimes = study.dimensions.get("law", tuple(DEFAULTS.values()))
    return {
        regime: {
            scenario.id: find_objections(
                study, subgroup=subgroup, dims={**scenario.dims, "law": regime}, scenario=scenario.id
            ).vetoes
            for scenario in study.scenarios.values()
        }
        for regime in regimes
    }


def rests_only_late(study: Study, evidence: tuple[str, ...]) -> bool:
    """Tell whether evidence stands in the concluding chapter only: then what it shows goes round in a circle.

    Vetoes and claims among it are followed to the findings that they rest on.
    """
    found = set(find_grounds(study, evidence))
    return bool(found) and all(study.is_late(name) for name in found)


def find_grounds(study: Study, evidence: tuple[str, ...], seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Follow evidence to the findings and facts at the bottom of it."""
    grounds: dict[str, None] = {}
    for name in evidence:
        further: tuple[str, ...] = ()
        if name in study.vetoes:
            further = study.vetoes[name].rests_on
        elif name in study.claims and name not in seen:
            further = study.claims[name].rests_on
        elif name in study.findings or name in study.facts:
            grounds[name] = None
        grounds |= dict.fromkeys(find_grounds(study, further, seen | {name}) if further else ())
    return tuple(grounds)
