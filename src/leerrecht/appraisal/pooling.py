"""Subgroups taken together, only when somebody asks: it hides that what suits one may harm another.

In each draw all subgroups have the same weights and a coding each; a scenario's value is the mean of theirs, by size.
Codings are drawn apart, also of statements that the source makes about several subgroups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leerrecht.appraisal.ranking import METHODS, find_places
from leerrecht.appraisal.simulation import Settings, Standing, Tally, Watch, batches, taking_part
from leerrecht.appraisal.study import Study
from leerrecht.appraisal.table import make_table
from leerrecht.appraisal.vetoes import find_objections


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """All scored subgroups together: the share of each, and where the scenarios end that are judged in every one.

    `admissible`: those on which no veto falls in any subgroup; `left_out`: the columns left out in all, as coded.
    """

    shares: Mapping[str, float]
    scenarios: tuple[str, ...]
    left_out: tuple[str, ...]
    standing: Mapping[str, Standing]
    admissible: tuple[str, ...]


def pool_subgroups(study: Study, *, settings: Settings, watch: Watch | None = None) -> Pooled:
    """Take the scored subgroups together by their size; raises ValueError when one has no size or they share no scenario.

    `watch` is told how many draws were done since it was told last.
    """
    sizes = {group.id: group.size for group in study.subgroups.values() if group.scored and study.judged(group.id)}
    total = sum(size or 0.0 for size in sizes.values())
    if not total or None in sizes.values():
        raise ValueError("every scored subgroup needs a size")
    shares = {name: (size or 0.0) / total for name, size in sizes.items()}
    tables = {name: make_table(study, subgroup=name) for name in shares}
    if len({table.scenarios for table in tables.values()}) > 1:
        raise ValueError("the subgroups aren't judged on the same scenarios")
    used = {name: set(taking_part(table, settings).columns) for name, table in tables.items()}
    kept = [column for column in study.columns if all(column in columns for columns in used.values())]
    tables = {name: table.keep(kept) for name, table in tables.items()}
    scenarios = next(iter(tables.values())).scenarios
    tallies = {method: Tally(next(iter(tables.values()))) for method in METHODS}
    runs = [batches(table, settings, stream=stream) for stream, table in enumerate(tables.values())]
    for pieces in zip(*runs, strict=True) if kept else ():
        for method, tally in tallies.items():
            values = sum(share * piece.values[method] for share, piece in zip(shares.values(), pieces, strict=True))
            tally.add(find_places(values), pieces[0].weights)
        if watch:
            watch(pieces[0].draws)
    return Pooled(
        shares=shares, scenarios=scenarios, left_out=tuple(column for column in study.columns if column not in kept),
        standing={method: tally.give(max(settings.draws, 1)) for method, tally in tallies.items()},
        admissible=tuple(
            name for name in scenarios
            if not any(
                find_objections(study, subgroup=group, dims=study.scenarios[name].dims, scenario=name).vetoes
                for group in shares
            )
        ),
    )  # fmt: skip
