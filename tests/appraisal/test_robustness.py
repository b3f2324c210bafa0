"""Dominance, thresholds and flips on matrices small enough to see."""

from __future__ import annotations

import numpy as np
import pytest

from leerrecht.appraisal.robustness import dominates, find_dominance, find_flips, sweep, threshold_probes
from leerrecht.appraisal.simulation import Settings, simulate
from leerrecht.appraisal.table import Table


def table(scores, unknown=(), statements=None) -> Table:
    """A matrix of columns by scenarios; all cells stand on their own unless statements are given."""
    scores = np.array(scores, dtype=np.int8)
    missing = np.zeros(scores.shape, dtype=bool)
    for place in unknown:
        missing[place] = True
    numbers = np.arange(scores.size).reshape(scores.shape) if statements is None else np.array(statements)
    ranges = [(-2, 2)] * (int(numbers.max()) + 1)
    for place, number in np.ndenumerate(numbers):
        if not missing[place]:
            ranges[number] = (int(scores[place]), int(scores[place]))
    return Table(
        subgroup="x", scenarios=tuple("ABC"[: scores.shape[1]]), columns=tuple(f"K{row}" for row in range(len(scores))),
        block_of=tuple("pq"[row % 2] for row in range(len(scores))), block_weights={"p": 0.5, "q": 0.5}, scores=scores,
        unknown=missing, statement_of=numbers, ranges=tuple(ranges), pairs=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "unknown", "statements", "answer"),
    [
        ([[1, 0], [0, 0]], (), None, "yes"), ([[0, 0], [0, 0]], (), None, "no"), ([[1, 0], [0, 1]], (), None, "no"),
        ([[1, 0], [0, 0]], [(1, 0)], None, "open"), ([[1, 0], [0, 0]], [(1, 0), (1, 1)], [[0, 1], [2, 2]], "yes"),
        ([[0, 0], [0, 0]], [(1, 0)], None, "open"), ([[-1, 0], [0, 0]], [(1, 0)], None, "no"),
        ([[0, 0], [0, 0]], [(1, 0), (1, 1)], [[0, 1], [2, 2]], "no"),
    ],
)  # fmt: skip
def test_dominance_is_open_where_an_unknown_cell_could_decide(scores, unknown, statements, answer) -> None:
    assert dominates(table(scores, unknown, statements), one="A", other="B") == answer


def test_dominance_within_a_block_looks_at_that_block() -> None:
    made = table([[1, 0], [-1, 0]])
    assert dominates(made, one="A", other="B") == "no"
    assert dominates(made, one="A", other="B", blocks=("p",)) == "yes"
    assert list(find_dominance(table([[1, 0, -1], [1, 0, -1]]))) == [("A", "B"), ("A", "C"), ("B", "C")]


def test_a_flip_is_where_two_lines_cross() -> None:
    # A scores 1 and 0, B scores 0 and 1, in equal blocks: whoever is better where it weighs most is first
    flips = {flip.what: flip for flip in find_flips(table([[1, 0], [0, 1]]))}
    assert set(flips) == {"p", "q", "K0", "K1"}
    assert flips["p"].weight == pytest.approx(0.5)
    assert (flips["p"].before, flips["p"].after) == (("B",), ("A",))
    assert (flips["K1"].before, flips["K1"].after) == (("A",), ("B",))


def test_who_dominates_is_never_overtaken() -> None:
    assert find_flips(table([[2, 1], [1, 0]])) == ()


def test_flips_agree_with_trying_every_weight() -> None:
    scores = np.random.default_rng(3).integers(-2, 3, (4, 3))
    for flip in find_flips(table(scores)):
        if flip.what.startswith("K"):
            row = int(flip.what[1:])
            rest = np.full(4, 1 / 3)
            rest[row] = 0

            def leaders(weight, row=row, rest=rest):
                weights = rest * (1 - weight)
                weights[row] = weight
                values = weights @ scores
                return tuple("ABC"[place] for place in np.flatnonzero(values > values.max() - 1e-9))

            assert leaders(flip.weight - 1e-6) == flip.before
            assert leaders(flip.weight + 1e-6) == flip.after


def test_thresholds_say_no_open_or_yes() -> None:
    made = table([[1, -1, 0], [0, 0, -2]], unknown=[(1, 0)])
    found = simulate(table=made, settings=Settings(draws=5_000), probes=threshold_probes())
    strict, lenient = sweep(made, found.held)
    assert strict.as_coded == {"A": "open", "B": "no", "C": "no"}
    assert lenient.as_coded == {"A": "open", "B": "yes", "C": "no"}
    assert strict.passes["A"] == pytest.approx(0.6, abs=0.03)  # three of five values of the unknown cell
    assert strict.none_passes == pytest.approx(0.4, abs=0.03)
    assert lenient.none_passes == 0.0
