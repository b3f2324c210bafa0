"""From scores and weights to values, and from values to ranks that share ties. Plain numpy, no state.

Scores are on one fixed scale for all columns, so nothing is normalised by the data: adding an option never changes what
another one is worth. Axes: columns, then scenarios, then draws; the last may be absent from scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from leerrecht.appraisal.scale import HIGHEST, LOWEST

Weighing = Literal["blocks", "free"]
METHODS = ("weighted_sum", "promethee")
TIE = 1e-12
"""Values closer than this are equal: they differ by rounding only."""


def draw_weights(
    *, block_of: tuple[str, ...], block_weights: Any, weighing: Weighing, draws: int, chance: np.random.Generator
) -> Any:
    """Draw weights, shape (columns, draws); each draw adds up to 1.

    `blocks`: every block keeps its own weight, and inside it all divisions are as likely, Dirichlet(1, ..., 1); a block
    without columns leaves its weight to the others. `free`: all divisions over all columns are as likely.
    """
    weights = chance.standard_exponential((len(block_of), draws))
    if weighing == "free":
        return weights / weights.sum(axis=0)
    present = {block: float(block_weights[block]) for block in dict.fromkeys(block_of)}
    whole = sum(present.values())
    for block, weight in present.items():
        rows = [row for row, name in enumerate(block_of) if name == block]
        weights[rows] *= weight / whole / weights[rows].sum(axis=0)
    return weights


def add_up(scores: Any, weights: Any) -> Any:
    """Add scores up by weight: scores (columns, scenarios[, draws]), weights (columns, draws); gives (scenarios, draws).

    >>> add_up(np.array([[1, 0], [0, 1]]), np.array([[0.75], [0.25]])).tolist()
    [[0.75], [0.25]]
    """
    total = np.zeros((scores.shape[1], weights.shape[1]))
    for column, weight in zip(scores, weights, strict=True):
        total += column.reshape(column.shape[0], -1) * weight
    return total


def net_flows(scores: Any) -> Any:
    """Give PROMETHEE II's net flow of each scenario per column with the usual criterion: only order counts.

    How many of the others it beats minus how many beat it, divided by how many others there are; same shape as the scores,
    which are values of the five-point scale.

    >>> net_flows(np.array([[2, 0, 0]])).tolist()
    [[1.0, -0.5, -0.5]]
    """
    count = scores.shape[1]
    flows = np.zeros(scores.shape, dtype=np.int16)
    below = np.zeros((len(scores), *scores.shape[2:]), dtype=np.int16)
    for level in range(LOWEST, HIGHEST + 1):
        here = scores == level
        many = here.sum(axis=1, dtype=np.int16)
        above = count - below - many
        flows += here * np.expand_dims(below - above, 1)
        below += many
    return flows / max(count - 1, 1)


@dataclass(frozen=True)
class Places:
    """Where each scenario stands in each draw, shape (scenarios, draws): how many are better, how many are level with it."""

    better: Any
    level: Any

    @property
    def mean(self) -> Any:
        """Give the rank; those that tie share the middle of their places."""
        return 1 + self.better + (self.level - 1) / 2

    @property
    def first(self) -> Any:
        """Tell who is first, alone or with others."""
        return self.better == 0


def find_places(values: Any) -> Places:
    """Give the place of each scenario by its value (higher is better), shape (scenarios, draws).

    >>> find_places(np.array([[0.2], [0.5], [0.5]])).mean.tolist()
    [[3.0], [1.5], [1.5]]
    """
    better = np.zeros(values.shape, dtype=np.int16)
    level = np.ones(values.shape, dtype=np.int16)
    for one in range(len(values)):
        for other in range(one + 1, len(values)):
            apart = values[one] - values[other]
            higher, lower = apart > TIE, apart < -TIE
            better[other] += higher
            better[one] += lower
            tied = ~(higher | lower)
            level[one] += tied
            level[other] += tied
    return Places(better, level)
