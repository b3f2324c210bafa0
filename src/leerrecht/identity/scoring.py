"""Levels and weights of many pairs at once, on arrays. The register does the same in SQL, from the same definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from leerrecht.identity.comparisons import COMPARISONS, Comparison
from leerrecht.identity.conditions import Pairs

if TYPE_CHECKING:
    from leerrecht.identity.model import Model

SILENT = -1
"""The level of a comparison that says nothing about a pair."""


class Counted(Pairs, Protocol):
    """Pairs of which is known how common their values are."""

    def share(self, name: str, *, side: str) -> NDArray[np.float64]:
        """Give the share of all records that have the same value in this column as this one; NaN when it has none."""


@dataclass(frozen=True)
class Scored:
    """Pairs with their weights. `levels[comparison]`: the number of its level, `SILENT` when it says nothing."""

    weight: NDArray[np.float64]
    levels: dict[str, NDArray[np.int8]]
    parts: dict[str, NDArray[np.float64]]


def levels_of(comparison: Comparison, pairs: Pairs) -> NDArray[np.int8]:
    """Give the level of each pair in one comparison: a place in `level_names`, or `SILENT`."""
    silent = comparison.silent.holds(pairs)
    found = np.full(len(silent), len(comparison.levels), dtype=np.int8)
    for place in reversed(range(len(comparison.levels))):
        found[comparison.levels[place].holds.holds(pairs)] = place
    found[silent] = SILENT
    return found


def weights_of(comparison: Comparison, levels: NDArray[np.int8], pairs: Counted, model: Model) -> NDArray[np.float64]:
    """Give what one comparison weighs for each pair."""
    odds = model.levels[comparison.name]
    each = np.array([odds[name].weight for name in comparison.level_names] + [0.0])
    weights = each[levels]
    for place, level in enumerate(comparison.levels):
        if not level.counts_how_common:
            continue
        here = np.flatnonzero(levels == place)
        if len(here):
            name = level.counts_how_common
            common = np.fmax(pairs.share(name, side="l"), pairs.share(name, side="r"))[here]
            usual = model.usual(comparison.name, level)
            weights[here] += level.by * np.log2(
                usual / np.where(np.isnan(common), usual, np.maximum(common, model.rarest))
            )
    return weights


def score(pairs: Counted, *, model: Model, records: int) -> Scored:
    """Weigh pairs of a register of so many records."""
    levels = {each.name: levels_of(each, pairs) for each in COMPARISONS}
    parts = {each.name: weights_of(each, levels[each.name], pairs, model) for each in COMPARISONS}
    return Scored(np.sum([*parts.values()], axis=0) + model.prior_weight(records), levels, parts)
