"""How much hangs on the weights and on how strictly one reads: dominance, thresholds, and where rank 1 changes hands.

All on the matrix as coded, or on drawn codings; an unknown cell never decides, it makes the answer open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from leerrecht.appraisal.ranking import TIE
from leerrecht.appraisal.simulation import Batch, Probe
from leerrecht.appraisal.table import Table

THRESHOLDS = {"no minus": -1, "no double minus": -2}
"""Readings of "good enough in every respect": a scenario fails when any cell is this low."""
Answer = Literal["yes", "no", "open"]


def dominates(table: Table, *, one: str, other: str, blocks: tuple[str, ...] = ()) -> Answer:
    """Tell whether a scenario is at least as good in every column and better in one, whatever the weights.

    `blocks`: only columns of these. Unknown cells of one statement are equal, as they move together; any other unknown cell
    makes a yes open. As coded.
    """
    first, second = (table.scenarios.index(name) for name in (one, other))
    sure, better = True, False
    for row, block in enumerate(table.block_of):
        if blocks and block not in blocks:
            continue
        if table.unknown[row, [first, second]].any():
            sure = sure and table.statement_of[row, first] == table.statement_of[row, second]
            continue
        apart = int(table.scores[row, first]) - int(table.scores[row, second])
        if apart < 0:
            return "no"
        better = better or apart > 0
    if not better:
        return "no" if sure else "open"
    return "yes" if sure else "open"


def find_dominance(table: Table) -> Iterator[tuple[str, str]]:
    """Give the pairs of which the first dominates the second."""
    for one in table.scenarios:
        for other in table.scenarios:
            if one != other and dominates(table, one=one, other=other) == "yes":
                yield one, other


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How scenarios do under one threshold: as coded, and the shares of the draws in which each passes, and in which none."""

    name: str
    as_coded: Mapping[str, Answer]
    passes: Mapping[str, float]
    none_passes: float


def pass_probe(threshold: int) -> Probe:
    """Ask of each draw which scenarios have no cell this low; the last row is whether none of them."""

    def ask(batch: Batch) -> Any:
        passed = batch.scores.min(axis=0) > threshold
        return np.vstack([passed, ~passed.any(axis=0)])

    return ask


def threshold_probes() -> dict[str, Probe]:
    """Give the questions of the sweep, for `simulate`."""
    return {f"threshold {name}": pass_probe(threshold) for name, threshold in THRESHOLDS.items()}


def sweep(table: Table, held: Mapping[str, Any]) -> tuple[Reading, ...]:
    """Say how scenarios do under each threshold; `held` is what `simulate` answered to `threshold_probes`."""
    readings = []
    for name, threshold in THRESHOLDS.items():
        low = ((table.scores <= threshold) & ~table.unknown).any(axis=0)
        open_ = table.unknown.any(axis=0)
        shares = np.broadcast_to(held[f"threshold {name}"], (len(table.scenarios) + 1,))
        readings.append(
            Reading(
                name=name,
                as_coded={
                    scenario: "no" if low[place] else "open" if open_[place] else "yes"
                    for place, scenario in enumerate(table.scenarios)
                },
                passes=dict(zip(table.scenarios, map(float, shares), strict=False)),
                none_passes=float(shares[-1]),
            )
        )
    return tuple(readings)


@dataclass(frozen=True, kw_only=True)
class Flip:
    """Where rank 1 changes hands as one weight goes from 0 to 1 and the others share the rest as they did."""

    what: str
    weight: float
    before: tuple[str, ...]
    after: tuple[str, ...]


def find_flips(table: Table) -> tuple[Flip, ...]:
    """Find where rank 1 changes hands, for the weight of each block and each column; as coded, by weighted sum.

    The starting weights are the middle ones: each block's own, divided evenly inside. Columns with an unknown cell are left
    out. Exact: values are straight lines in the weight, so rank 1 can only change where two of them cross.
    """
    known = table.without_unknown()
    if not known.columns or len(known.scenarios) < 2:
        return ()
    middle = _middle(known)
    blocks = dict.fromkeys(known.block_of)
    groups = {block: np.array([name == block for name in known.block_of]) for block in blocks if len(blocks) > 1}
    groups |= {column: np.arange(len(known.columns)) == row for row, column in enumerate(known.columns)}
    return tuple(flip for what, chosen in groups.items() for flip in _flips(known, middle, what, chosen))


def _middle(table: Table) -> Any:
    counts = {block: table.block_of.count(block) for block in table.block_of}
    weights = np.array([table.block_weights[block] / counts[block] for block in table.block_of])
    return weights / weights.sum()


def _flips(table: Table, middle: Any, what: str, chosen: Any) -> Iterator[Flip]:
    rest = middle[~chosen].sum()
    if not rest or not middle[chosen].sum():
        return
    inside = middle[chosen] @ table.scores[chosen] / middle[chosen].sum()
    outside = middle[~chosen] @ table.scores[~chosen] / rest
    slopes = inside - outside
    crossings: set[float] = set()
    for one in range(len(slopes)):
        for other in range(one + 1, len(slopes)):
            if abs(apart := slopes[one] - slopes[other]) > TIE:
                crossings.add(float((outside[other] - outside[one]) / apart))
    edges = [0.0, *sorted(weight for weight in crossings if TIE < weight < 1 - TIE), 1.0]
    leaders = [_leaders(table, outside + (low + high) / 2 * slopes) for low, high in pairwise(edges)]
    for weight, before, after in zip(edges[1:], leaders, leaders[1:], strict=False):
        if before != after:
            yield Flip(what=what, weight=weight, before=before, after=after)


def _leaders(table: Table, values: Any) -> tuple[str, ...]:
    return tuple(np.array(table.scenarios)[values > values.max() - TIE].tolist())
