"""Learning m without labels: what the model takes for one child, weighed by how sure it is, tells how often levels occur.

Expectation maximisation that starts from a model that works, with u held. It looks only at pairs that may be one child, so
it can't drift to another class of pairs, such as children of one family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from leerrecht.identity.comparisons import COMPARISONS, Comparison
from leerrecht.identity.model import Model, Odds

ROUNDS = 20
WIDEST = -12.0
"""The weight from which pairs count: one of 2^-12 adds nothing that could be seen."""
_EARLIER = 20.0
"""How many pairs the model that it starts from counts for, so that few pairs change little."""


def learn_m(
    model: Model, *, weights: Sequence[float], levels: Sequence[Mapping[str, str]],
    comparisons: Sequence[Comparison] = COMPARISONS,
) -> Model:  # fmt: skip
    """Learn m from pairs that were weighed by `model`: their weights, and the level of each comparison that says something."""
    weight = np.array(weights, dtype=np.float64)
    codes = {each.name: _codes(each.name, each.level_names, levels) for each in comparisons}
    first = {each.name: _m(model, each.name, each.level_names) for each in comparisons}
    now = dict(first)
    for _ in range(ROUNDS):
        changed = sum(np.append(np.log2(now[name] / first[name]), 0.0)[codes[name]] for name in codes)
        sure = 1 / (1 + np.exp2(-np.clip(weight + changed, -200, 200)))
        now = {name: _expected(codes[name], sure, first[name]) for name in codes}
    learned = {
        each.name: {
            level: Odds(float(m), model.levels[each.name][level].u)
            for level, m in zip(each.level_names, now[each.name], strict=True)
        }
        for each in comparisons
    }
    for each in comparisons:
        for level in each.levels:
            if level.says_only_how_common:
                learned[each.name][level.name] = model.levels[each.name][level.name]
    return replace(model, version=f"{model.version}+em", levels=learned)


def _codes(name: str, level_names: Sequence[str], levels: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Number the level of each pair; -1, the last place, is silent."""
    numbers = {level: place for place, level in enumerate(level_names)}
    return np.array([numbers[each[name]] if name in each else -1 for each in levels], dtype=np.intp)


def _m(model: Model, name: str, level_names: Sequence[str]) -> np.ndarray:
    return np.array([model.levels[name][level].m for level in level_names])


def _expected(codes: np.ndarray, sure: np.ndarray, first: np.ndarray) -> np.ndarray:
    says = codes >= 0
    counts = np.bincount(codes[says], weights=sure[says], minlength=len(first)) + _EARLIER * first
    return np.asarray(counts / counts.sum())
