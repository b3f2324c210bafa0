"""Stochastic multicriteria acceptability analysis: draw weights and codings, and count who stands where, and how often.

Runs in pieces, so that a million draws take no more memory than ten thousand. The same seed gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from leerrecht.appraisal.ranking import METHODS, Places, Weighing, add_up, draw_weights, find_places, net_flows
from leerrecht.appraisal.table import Table

Scoring = Literal["range", "point"]
PIECE = 8_000_000
"""Cells drawn at a time: some 200 MB."""
FEWEST, MOST = 256, 20_000


@dataclass(frozen=True)
class Settings:
    """How to draw."""

    draws: int = 10_000
    seed: int = 0
    weighing: Weighing = "blocks"
    scoring: Scoring = "range"


@dataclass(frozen=True)
class Batch:
    """Some draws: scores (columns, scenarios, draws; one draw when as coded), weights (columns, draws), places per method.

    `table`: the columns that take part; `whole`: all columns, with their scores, for questions about a single cell.
    """

    table: Table
    scores: Any
    whole: Table
    whole_scores: Any
    weights: Any
    values: Mapping[str, Any]
    places: Mapping[str, Places]

    @property
    def draws(self) -> int:
        """Count them."""
        return int(self.weights.shape[1])

    def cell(self, scenario: str, column: str) -> Any:
        """Give the drawn scores of one cell."""
        return self.whole_scores[self.whole.columns.index(column), self.whole.scenarios.index(scenario)]


Probe = Callable[[Batch], Any]
"""Something that holds or doesn't in each draw: an array of truth values whose last axis is draws (or 1: in all alike)."""


Watch = Callable[[int], None]
"""Who is told that so many more draws are done."""


@dataclass(frozen=True)
class Standing:
    """Where scenarios end by one method.

    `shares[scenario, place]`: in which share of the draws it has that place, ties shared, so that rows and columns add up
    to 1; `mean_rank`; `beats[one, other]`: in which share the one is strictly better; `central[column, scenario]`: the mean
    weights of the draws in which the scenario is first (not a number when it never is).
    """

    shares: Any
    mean_rank: Any
    beats: Any
    central: Any


@dataclass(frozen=True)
class Simulation:
    """What many draws gave. `left_out`: the columns that took no part, because a cell is unknown; `held`: per probe."""

    table: Table
    settings: Settings
    left_out: tuple[str, ...]
    standing: Mapping[str, Standing]
    held: Mapping[str, Any]


class Tally:
    """Counts places, batch by batch."""

    def __init__(self, table: Table) -> None:
        """Begin with nothing."""
        count = len(table.scenarios)
        self.shares = np.zeros((count, count))
        self.ranks = np.zeros(count)
        self.beats = np.zeros((count, count))
        self.central = np.zeros((len(table.columns), count))
        self.first = np.zeros(count)

    def add(self, places: Places, weights: Any) -> None:
        """Count one batch."""
        self.ranks += places.mean.sum(axis=1)
        count = len(self.shares)
        for one in range(count):
            self.shares[one] += _shared(places.better[one], places.level[one], count)
            for other in range(one + 1, count):
                apart = places.better[one] - places.better[other]
                self.beats[one, other] += np.count_nonzero(apart < 0)
                self.beats[other, one] += np.count_nonzero(apart > 0)
            share = places.first[one] / places.level[one]
            self.first[one] += share.sum()
            self.central[:, one] += weights @ share

    def give(self, draws: int) -> Standing:
        """Give the shares, over so many draws."""
        with np.errstate(invalid="ignore"):
            central = self.central / self.first
        return Standing(self.shares / draws, self.ranks / draws, self.beats / draws, central)


def _shared(better: Any, level: Any, count: int) -> Any:
    """Count places; who ties with others has an equal part of each of their places."""
    found = np.bincount(better[level == 1], minlength=count).astype(float)
    tied = np.flatnonzero(level > 1)
    for step in range(int(level.max(initial=1)) if tied.size else 0):
        reaching = tied[level[tied] > step]
        found += np.bincount(better[reaching] + step, weights=1 / level[reaching], minlength=count)
    return found


def batches(whole: Table, settings: Settings, *, stream: int = 0) -> Iterator[Batch]:
    """Draw in pieces; another stream draws other codings under the same weights."""
    table = taking_part(whole, settings)
    weight_chance, score_chance = (np.random.default_rng([settings.seed, *part]) for part in ((0,), (1, stream)))
    drawer = table.drawer() if settings.scoring == "range" else None
    size = max(FEWEST, min(MOST, PIECE // max(table.scores.size, 1)))
    fixed_flows = None if drawer else net_flows(table.scores)
    for start in range(0, settings.draws, size):
        draws = min(size, settings.draws - start)
        weights = draw_weights(
            block_of=table.block_of, block_weights=table.block_weights, weighing=settings.weighing, draws=draws,
            chance=weight_chance,
        )  # fmt: skip
        scores = drawer.draw(draws, score_chance)[table.statement_of] if drawer else table.scores[..., None]
        flows = net_flows(scores) if drawer else fixed_flows
        values = {"weighted_sum": add_up(scores, weights), "promethee": add_up(flows, weights)}
        places = {method: find_places(value) for method, value in values.items()}
        yield Batch(table, scores, whole, scores if drawer else whole.scores[..., None], weights, values, places)


def taking_part(table: Table, settings: Settings) -> Table:
    """Give the columns that take part: as coded, those without an unknown cell; when drawn, all."""
    return table.without_unknown() if settings.scoring == "point" else table


def simulate(
    *, table: Table, settings: Settings, probes: Mapping[str, Probe] | None = None, watch: Watch | None = None
) -> Simulation:
    """Draw, count, and tell in which share of the draws each probe holds.

    As coded, a column with an unknown cell is left out for all scenarios. `watch` is told how many draws were done since it
    was told last. Raises NoCoding and TooTangled as drawing does.
    """
    used = taking_part(table, settings)
    left_out = tuple(column for column in table.columns if column not in used.columns)
    tallies = {method: Tally(used) for method in METHODS}
    held: dict[str, Any] = {name: 0.0 for name in probes or {}}
    for batch in batches(table, settings) if used.scenarios and used.columns else ():
        for method, tally in tallies.items():
            tally.add(batch.places[method], batch.weights)
        for name, probe in (probes or {}).items():
            found = np.asarray(probe(batch), dtype=bool)
            held[name] = held[name] + np.broadcast_to(found, (*found.shape[:-1], batch.draws)).sum(axis=-1)
        if watch:
            watch(batch.draws)
    draws = max(settings.draws, 1)
    standing = {method: tally.give(draws) for method, tally in tallies.items()}
    return Simulation(used, settings, left_out, standing, {name: count / draws for name, count in held.items()})
