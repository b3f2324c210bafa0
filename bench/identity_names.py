"""How well a pair of names is judged alone: by our keys, beside Jaro-Winkler, Double Metaphone and nomenklatura's logic."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

import numpy as np

from bench.identity_speed import ask_peers
from leerrecht.identity import ChildIndex, ChildRow, load_model
from leerrecht.identity.folding import fold, words_of


@dataclass(frozen=True)
class Judged:
    """A way to compare names, and how well it tells the same from another."""

    name: str
    auc: float
    best: float


def _plain(text: str) -> str:
    return " ".join(map(fold, words_of(text)))


@cache
def _weigh(one: str, other: str) -> float:
    """Give what the model says of two given names."""
    index = ChildIndex(model=load_model())
    index.put([ChildRow(record="other", given_names=other)])
    return index.explain(ChildRow(given_names=one), record="other").parts[0].weight


def _by_keys(one: str, other: str) -> float:
    """Give the weight of the words in the order in which most are alike, for each word of the longer name."""
    fewer, more = sorted((words_of(one), words_of(other)), key=len)
    return max(sum(map(_weigh, fewer, order)) for order in permutations(more, len(fewer))) / max(len(more), 1)


def _jaro_winkler(one: str, other: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(_plain(one), _plain(other))


def _double_metaphone(one: str, other: str) -> float:
    """Give the share of parts of which a code is the same."""
    from doublemetaphone import doublemetaphone

    ours, theirs = ([set(doublemetaphone(part)) - {""} for part in _plain(text).split()] for text in (one, other))
    hits = sum(any(part & each for each in theirs) for part in ours)
    return hits / max(len(ours), len(theirs), 1)


def rank(scores: Sequence[float], same: Sequence[int]) -> tuple[float, float]:
    """Give the area under the curve, ties by half, and the best F1."""
    values, labels = np.asarray(scores), np.asarray(same)
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
    positives = int(labels.sum())
    auc = (ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(labels) - positives))
    thresholds = np.unique(values)
    f1 = [2 * labels[values >= each].sum() / ((values >= each).sum() + positives) for each in thresholds]
    return float(auc), float(max(f1))


def measure_names(path: Path) -> list[Judged]:
    """Judge the pairs of a file: two names, and 1 for the same."""
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [(one, other, int(same)) for one, other, same in list(csv.reader(file))[1:]]
    same = [each for *_, each in pairs]
    ways: list[tuple[str, Callable[[str, str], float]]] = [
        ("Leerrecht", _by_keys), ("Jaro-Winkler", _jaro_winkler), ("Double Metaphone", _double_metaphone),
    ]  # fmt: skip
    found = [Judged(name, *rank([way(one, other) for one, other, _ in pairs], same)) for name, way in ways]
    peer = ask_peers("names", path)
    return [*found, Judged("nomenklatura logic-v2", *rank(peer, same))] if peer else found
