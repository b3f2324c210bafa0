"""Drawing codings: uniform over exactly those that keep the comparisons, compared with a list of all of them."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerrecht.appraisal.conflicts import find_conflicts
from leerrecht.appraisal.drawing import NoCoding, TooTangled, make_drawer

RANGES = st.lists(
    st.tuples(st.integers(-2, 2), st.integers(0, 2)).map(lambda each: (each[0], min(2, sum(each)))),
    min_size=1,
    max_size=5,
)


def every_coding(ranges, pairs):
    """The obvious oracle: all combinations, those that break a comparison thrown out."""
    return [
        coding
        for coding in product(*(range(low, high + 1) for low, high in ranges))
        if all(coding[better] >= coding[worse] + gap for better, worse, gap in pairs)
    ]


@st.composite
def compared(draw):
    ranges = draw(RANGES)
    place = st.integers(0, len(ranges) - 1)
    return ranges, draw(st.lists(st.tuples(place, place, st.integers(0, 1)), max_size=6))


@given(compared())
@settings(max_examples=200, deadline=None)
def test_drawer_counts_as_many_codings_as_there_are_and_draws_only_those(made) -> None:
    ranges, pairs = made
    codings = every_coding(ranges, pairs)
    if not codings:
        with pytest.raises(NoCoding):
            make_drawer(ranges=ranges, pairs=pairs)
        return
    drawer = make_drawer(ranges=ranges, pairs=pairs)
    assert np.prod(drawer.codings) == len(codings)
    drawn = drawer.draw(200, np.random.default_rng(1))
    assert set(map(tuple, drawn.T.tolist())) <= set(codings)


def test_every_coding_is_drawn_as_often_as_any_other() -> None:
    ranges = [(-2, 2), (-1, 1), (-2, 0), (0, 2)]
    pairs = [(0, 1, 1), (1, 2, 0), (3, 2, 1), (0, 3, 0)]
    codings = every_coding(ranges, pairs)
    drawn = make_drawer(ranges=ranges, pairs=pairs).draw(40_000, np.random.default_rng(7))
    found = Counter(map(tuple, drawn.T.tolist()))
    assert set(found) == set(codings)
    expected = 40_000 / len(codings)
    assert sum((count - expected) ** 2 / expected for count in found.values()) < 2 * len(codings)  # chi-square


def test_fifty_tied_scenarios_are_drawn_though_nobody_could_list_them() -> None:
    pairs = [(place + 1, place, 0) for place in range(49)]
    drawer = make_drawer(ranges=[(-2, 2)] * 50, pairs=pairs)
    (count,) = drawer.codings
    assert count == 316_251  # chains of 50 on 5 levels: 54 over 4
    assert (np.diff(drawer.draw(500, np.random.default_rng(0)).astype(int), axis=0) >= 0).all()


def test_comparisons_that_tie_everything_to_everything_are_refused() -> None:
    pairs = [(one, other, 0) for one in range(12) for other in range(one)]
    with pytest.raises(TooTangled):
        make_drawer(ranges=[(-2, 2)] * 12, pairs=pairs)


@given(compared())
@settings(max_examples=300, deadline=None)
def test_conflicts_show_exactly_when_no_coding_exists_and_none_is_too_many(made) -> None:
    ranges, pairs = made
    found = list(find_conflicts(ranges=ranges, pairs=pairs))
    assert bool(found) == (not every_coding(ranges, pairs))
    for conflict in found:
        chain = [pairs[position] for position in conflict]
        assert not every_coding(ranges, chain)
        for left_out in range(len(chain)):
            assert every_coding(ranges, chain[:left_out] + chain[left_out + 1 :])
    told = {position for conflict in found for position in conflict}
    assert every_coding(ranges, [pair for position, pair in enumerate(pairs) if position not in told])
