"""The whole appraisal of a study, subgroup by subgroup: what is admissible, who ranks where, and what may be concluded.

Rank and admissibility stand side by side, because a sum can hide what a veto says: the best of the options may be one that
should not be put into practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leerrecht.appraisal.claims import NEW, Conclusion, Ground, claim_probes, conclude, is_late
from leerrecht.appraisal.ranking import METHODS, TIE
from leerrecht.appraisal.robustness import Flip, Reading, find_dominance, find_flips, sweep, threshold_probes
from leerrecht.appraisal.simulation import Settings, Simulation, Watch, simulate
from leerrecht.appraisal.study import Study, cell_id
from leerrecht.appraisal.table import Table, make_table
from leerrecht.appraisal.vetoes import by_law, find_objections

BEST = "OWN1"
"""The id of the conclusion that the engine draws itself: which scenario is best of them, and whether it may be recommended."""
_MAY_IT = {
    "refused": ("not recommended as formulated", "zoals het nu is bedacht is dat niet aan te raden"),
    "open": ("a veto may fall on it, as a dimension is unset", "er kan een veto op vallen, want een keuze is nog open"),
    "free": ("no veto falls on it", "er valt geen veto op"),
}
Shares = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One scenario: what stands against it, and where it ends. Shares by method; `rank` is None when nobody judged it.

    `open_vetoes` hang on a dimension that is unset. Admissible: judged, and no veto falls on it.
    """

    vetoes: tuple[str, ...]
    open_vetoes: tuple[str, ...]
    blocks_failed: tuple[str, ...]
    admissible: bool
    first_rank_share: Shares
    last_rank_share: Shares
    rank: float | None
    unknown_columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What comes out for one subgroup."""

    subgroup: str
    scenarios: Mapping[str, Verdict]
    conclusions: tuple[Conclusion, ...]
    unknown_cells: int
    left_out: tuple[str, ...]
    tensions: tuple[str, ...]
    gaps: tuple[str, ...]
    dominance: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    flips: tuple[Flip, ...]
    by_law: Mapping[str, Mapping[str, tuple[str, ...]]]
    simulation: Simulation


def appraise(
    study: Study, *, settings: Settings, subgroups: Sequence[str] | None = None, watch: Watch | None = None
) -> Mapping[str, Outcome]:
    """Appraise a study for some subgroups (default: all). The same settings give the same outcome.

    `watch` is told of each draws that are done: `settings.draws` in all for each subgroup that is scored.
    """
    return {
        subgroup: _appraise_one(study, subgroup, settings, watch)
        for subgroup in (study.subgroups if subgroups is None else subgroups)
    }


def _appraise_one(study: Study, subgroup: str, settings: Settings, watch: Watch | None) -> Outcome:
    table = make_table(study, subgroup=subgroup)
    ground = Ground(study, table, settings.scoring)
    probes = claim_probes(ground) | threshold_probes()
    simulation = simulate(table=table, settings=settings, probes=probes, watch=watch)
    scenarios = {name: _judge(study, table, simulation, name) for name in study.scenarios}
    ran = bool(simulation.table.columns and simulation.table.scenarios)
    return Outcome(
        subgroup=subgroup,
        scenarios=scenarios,
        conclusions=(*conclude(ground, simulation.held if ran else {}), *_best(study, table, subgroup, scenarios)),
        unknown_cells=table.unknown_cells,
        left_out=simulation.left_out,
        tensions=tuple(each.id for each in study.tensions.values() if subgroup in each.subgroups),
        gaps=tuple(study.gaps),
        dominance=tuple(find_dominance(table)),
        readings=sweep(table, simulation.held) if ran else (),
        flips=find_flips(table),
        by_law=by_law(study, subgroup=subgroup),
        simulation=simulation,
    )


def _judge(study: Study, table: Table, simulation: Simulation, name: str) -> Verdict:
    scenario = study.scenarios[name]
    found = find_objections(study, subgroup=table.subgroup, dims=scenario.dims, scenario=name)
    judged = name in table.scenarios
    ranked = judged and bool(simulation.table.columns)
    place = table.scenarios.index(name) if judged else 0

    def share(which: int) -> Shares:
        shares = {method: simulation.standing[method].shares for method in METHODS}
        return {method: float(shares[method][place, which]) if ranked else 0.0 for method in METHODS}

    return Verdict(
        vetoes=found.vetoes,
        open_vetoes=found.open,
        blocks_failed=found.blocks_failed,
        admissible=judged and not found.vetoes,
        first_rank_share=share(0),
        last_rank_share=share(-1),
        rank=float(simulation.standing["weighted_sum"].mean_rank[place]) if ranked else None,
        unknown_columns=tuple(np.array(table.columns)[table.unknown[:, place]].tolist()) if judged else (),
    )


def _best(study: Study, table: Table, subgroup: str, scenarios: Mapping[str, Verdict]) -> tuple[Conclusion, ...]:
    """Say which scenario is best of them and, in the same breath, whether it is admissible."""
    ranked = {name: each for name, each in scenarios.items() if each.rank is not None}
    if not ranked:
        return ()
    lowest = min(each.rank or 0.0 for each in ranked.values())
    tops = [name for name, each in ranked.items() if (each.rank or 0.0) - lowest < TIE]
    best, names, one = ranked[tops[0]], ", ".join(tops), len(tops) == 1
    stands = [not ranked[name].admissible for name in tops], [bool(ranked[name].open_vetoes) for name in tops]
    en, nl = _MAY_IT["refused" if any(stands[0]) else "open" if any(stands[1]) else "free"]
    vetoes = dict.fromkeys(veto for name in tops for veto in ranked[name].vetoes)
    premises = (*(cell_id(name, column) for name in tops for column in table.columns), *vetoes)
    return (
        Conclusion(
            id=BEST, kind="new",
            text={"en": f"{names} {'is' if one else 'are'} best of the {len(ranked)} and {en}.",
                  "nl": f"{names} {'past' if one else 'passen'} het best van de {len(ranked)}; {nl}."},
            premises=premises, robustness=best.first_rank_share["weighted_sum"] if one else None, status=NEW,
            circular=tuple(name for name in premises if is_late(study, subgroup, name)), counter=(),
            tensions=(), gaps=tuple(each.id for each in study.gaps.values() if set(each.about) & set(best.unknown_columns)),
        ),
    )  # fmt: skip
