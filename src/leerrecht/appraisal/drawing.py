"""Draw joint codings: one value per statement, within the coder's range, keeping every comparison that the source makes.

Uniform over all codings that keep the comparisons, and exact. Listing them would not do: fifty scenarios have more codings
than can be listed. Statements that no comparison ties together are independent; those that are tied are summed out one
after the other (variable elimination), and drawn in the opposite order, each given those it is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from leerrecht.appraisal.conflicts import Pair
from leerrecht.appraisal.scale import HIGHEST, LOWEST

LEVELS = HIGHEST - LOWEST + 1
MOST_TIED = 8
"""Statements that may hang together at one step: the table then has five to the power nine entries."""

_Factor = tuple[tuple[int, ...], Any]
"""Statements, and for each combination of their values whether it is allowed (or in how many ways)."""


class TooTangled(Exception):
    """The comparisons tie too many statements together to draw from them exactly."""


class NoCoding(Exception):
    """No coding within the ranges keeps all comparisons."""


@dataclass(frozen=True)
class _Step:
    """How to draw one statement: `cumulative[values of tied..., value]` is the chance of that value or a lower one."""

    variable: int
    tied: tuple[int, ...]
    cumulative: Any


@dataclass(frozen=True)
class Drawer:
    """Draws codings; make one with `make_drawer`.

    `free`: the statements that no comparison ties, with their lowest values and how many values each may have; `steps`: how
    to draw the others; `codings`: how many keep the comparisons, per group that hangs together.
    """

    variables: int
    free: tuple[Any, Any, Any]
    steps: tuple[_Step, ...]
    codings: tuple[float, ...]

    def draw(self, draws: int, chance: np.random.Generator) -> Any:
        """Give values as int8, shape (variables, draws)."""
        values = np.empty((self.variables, draws), dtype=np.int8)
        names, lowest, many = self.free
        values[names] = (chance.random((len(names), draws), dtype=np.float32) * many[:, None]).astype(np.int8)
        values[names] += lowest[:, None]
        for step in self.steps:
            luck = chance.random(draws)
            if step.tied:
                rows = step.cumulative[tuple(values[other] - LOWEST for other in step.tied)]
                values[step.variable] = (rows[:, :-1] <= luck[:, None]).sum(axis=1) + LOWEST
            else:
                values[step.variable] = np.searchsorted(step.cumulative[:-1], luck, side="right") + LOWEST
        return values


def make_drawer(*, ranges: Sequence[tuple[int, int]], pairs: Iterable[Pair]) -> Drawer:
    """Prepare drawing: a range (lowest and highest, -2..2) per statement, and the comparisons between them.

    >>> drawer = make_drawer(ranges=[(-1, 1), (-1, 1)], pairs=[(0, 1, 1)])
    >>> drawer.codings  # 0 over -1, 1 over -1, 1 over 0
    (3.0,)
    >>> drawn = drawer.draw(1000, np.random.default_rng(1))
    >>> bool((drawn[0] > drawn[1]).all())
    True

    Raises NoCoding when none keeps the comparisons, TooTangled when they tie too much together.
    """
    factors: list[_Factor] = [((variable,), _unary(low, high)) for variable, (low, high) in enumerate(ranges)]
    factors += [_binary(pair) for pair in dict.fromkeys(pairs)]
    groups = _groups(len(ranges), [names for names, _ in factors if len(names) > 1])
    place = {variable: number for number, group in enumerate(groups) for variable in group}
    mine: list[list[_Factor]] = [[] for _ in groups]
    for names, table in factors:
        mine[place[names[0]]].append((names, table))
    steps: list[_Step] = []
    codings: list[float] = []
    for group, its in zip(groups, mine, strict=True):
        done, count = _eliminate(group, its)
        if not count:
            raise NoCoding
        codings.append(count)
        steps += reversed(done) if len(group) > 1 else ()
    free = [variable for group in groups if len(group) == 1 for variable in group]
    lowest = np.array([ranges[variable][0] for variable in free], dtype=np.int8)
    many = np.array([ranges[variable][1] - ranges[variable][0] + 1 for variable in free], dtype=np.float32)
    return Drawer(len(ranges), (np.array(free, dtype=np.intp), lowest, many), tuple(steps), tuple(codings))


def _unary(low: int, high: int) -> Any:
    levels = np.arange(LOWEST, HIGHEST + 1)
    return ((levels >= low) & (levels <= high)).astype(float)


def _binary(pair: Pair) -> _Factor:
    better, worse, gap = pair
    if better == worse:  # one statement can't be better than itself
        return (better,), np.full(LEVELS, float(gap == 0))
    levels = np.arange(LEVELS)
    return (better, worse), (levels[:, None] >= levels[None, :] + gap).astype(float)


def _groups(count: int, ties: list[tuple[int, ...]]) -> list[set[int]]:
    """Give the groups of statements that hang together."""
    leader = list(range(count))

    def find(variable: int) -> int:
        while leader[variable] != variable:
            leader[variable] = leader[leader[variable]]
            variable = leader[variable]
        return variable

    for names in ties:
        for one, other in pairwise(names):
            leader[find(one)] = find(other)
    groups: dict[int, set[int]] = {}
    for variable in range(count):
        groups.setdefault(find(variable), set()).add(variable)
    return list(groups.values())


def _eliminate(group: set[int], factors: list[_Factor]) -> tuple[list[_Step], float]:
    """Sum the statements out, the least tied first; give the steps and how many codings there are."""
    left, steps, count = set(group), [], 1.0
    while left:
        tied_to = {
            variable: {name for names, _ in factors if variable in names for name in names} - {variable}
            for variable in left
        }
        variable = min(left, key=lambda name: (len(tied_to[name]), name))
        tied = tuple(sorted(tied_to[variable]))
        if len(tied) > MOST_TIED:
            raise TooTangled
        table = _product((*tied, variable), [factor for factor in factors if variable in factor[0]])
        summed = table.cumsum(axis=-1)
        total = summed[..., -1]
        steps.append(_Step(variable, tied, summed / np.where(total > 0, total, 1)[..., None]))
        factors = [factor for factor in factors if variable not in factor[0]]
        if tied:
            factors.append((tied, total))
        else:
            count *= float(total)
        left.remove(variable)
    return steps, count


def _product(axes: tuple[int, ...], factors: list[_Factor]) -> Any:
    """Multiply tables over named axes into one with the given axes."""
    table = np.ones((LEVELS,) * len(axes))
    for names, factor in factors:
        order = sorted(range(len(names)), key=lambda position: axes.index(names[position]))
        shape = [LEVELS if axis in names else 1 for axis in axes]
        table = table * np.transpose(factor, order).reshape(shape)
    return table
