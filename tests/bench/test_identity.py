"""What the bench says of linking is computed rightly, and drawn registers are what they say."""

from __future__ import annotations

import numpy as np
import pytest

from bench import identity
from bench.identity_made import make_register
from bench.identity_names import Judged, rank
from bench.identity_quality import judge
from bench.identity_speed import Lookups, Run


def test_best_f1_and_pairs_to_read() -> None:
    weight = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    found = judge("x", weight, np.array([True, True, False, True, False]), 3, floor=2.5)
    assert (found.best, found.precision, found.recall) == (pytest.approx(6 / 7), 0.75, 1.0)
    assert found.read == 4
    assert (found.floor_precision, found.floor_recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert judge("x", weight, np.array([True, False, False, False, False]), 3).read is None


def test_area_under_the_curve_counts_ties_by_half() -> None:
    assert rank([1, 1, 0, 0], [1, 1, 0, 0]) == (1.0, 1.0)
    assert rank([1, 1, 1, 1], [1, 0, 1, 0])[0] == 0.5
    assert rank([0, 1], [1, 0])[0] == 0.0


def test_a_drawn_register_is_the_same_each_time_and_holds_doubles() -> None:
    rows, truth = make_register(path=identity.GROUPS, size=300)
    assert make_register(path=identity.GROUPS, size=300) == (rows, truth)
    assert len(rows) == len(truth) == 300
    assert 230 < len(set(truth)) < 270


def test_the_block_holds_what_was_measured_and_broken_promises_are_told() -> None:
    ours = judge("Leerrecht", np.array([1.0]), np.array([True]), 1)
    run = Run(1_000_000, 99.0, 150.0, 2.0, 10, 0.9, 0.8)
    found = identity.Found([ours], [ours], [[Judged("Leerrecht", 0.9, 0.8)]] * 2, [], [Lookups(1000, 1.0, 2.0, 3.0, 1.0, 20.0)],
                           [run], 1.0)  # fmt: skip
    block = identity.make_block(found)
    assert block.startswith(identity.BEGIN)
    assert "| Leerrecht | 1.000 | 1.000 | 1.000 | 1 |" in block
    assert identity.broken(found) == ["broken promise: linking 1,000,000 records takes 99 s (promised: 60)"]


def test_a_set_with_all_its_fields_stands_beside_splinks_own_and_below_it_is_a_broken_promise() -> None:
    def told(best: float) -> identity.Found:
        good = judge("Leerrecht", np.array([1.0]), np.array([True]), 1)
        few, every = (identity.Quality("febrl3", each, 1.0, each, None, 1.0, each) for each in (0.9, best))
        lookup, run = Lookups(1000, 1.0, 2.0, 3.0, 1.0, 20.0), Run(1_000_000, 50.0, 60.0, 2.0, 10, 0.9, 0.8)
        names = [[Judged("Leerrecht", 0.9, 0.8)]] * 2
        return identity.Found([good], [good], names, [few, every], [lookup], [run], 1.0)

    assert "| febrl3 | 0.9000 | 0.9973 | 1.0000 | 0.9973 | 0.9973 |" in identity.make_block(told(0.9973))
    assert not identity.broken(told(0.9973))
    assert identity.broken(told(0.9972)) == ["broken promise: linking febrl3: best F1 0.9972 (promised: 0.9973)"]
