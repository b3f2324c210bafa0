"""Values and ranks: beside pymcdm and scikit-criteria on the same fixed scale, and properties that hold for any weights."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from leerrecht.appraisal.ranking import add_up, draw_weights, find_places, net_flows

EQUAL = 1e-12
SCORES = st.tuples(st.integers(1, 6), st.integers(2, 7)).flatmap(
    lambda shape: arrays.arrays(np.int8, shape, elements=st.integers(-2, 2))
)


def weights_for(scores, draws=20, seed=0):
    blocks = tuple("ab"[row % 2] for row in range(len(scores)))
    return draw_weights(
        block_of=blocks, block_weights={"a": 0.5, "b": 0.5}, weighing="free", draws=draws,
        chance=np.random.default_rng(seed),
    )  # fmt: skip


def scaled(scores):
    """Put scores on a fixed 0..1 scale, as others want them: scenarios by columns."""
    return (scores.T + 2) / 4


@pytest.fixture(scope="module")
def many():
    chance = np.random.default_rng(5)
    return [chance.integers(-2, 3, shape).astype(np.int8) for shape in ((14, 6), (3, 2), (9, 12), (1, 4))]


THEIRS = pytest.mark.slow  # the packages of others are large: make check installs them
PLAIN = pytest.mark.filterwarnings(
    "ignore:Alternatives with indices:UserWarning"
)  # pymcdm finds dominance worth a warning


@THEIRS
@PLAIN
def test_promethee_equals_pymcdm(many) -> None:
    methods = pytest.importorskip("pymcdm.methods")
    for scores in many:
        weights = weights_for(scores)
        ours = add_up(net_flows(scores), weights)
        method = methods.PROMETHEE_II("usual")
        kinds = np.ones(len(scores))
        for draw in range(weights.shape[1]):
            theirs = method(scaled(scores), weights[:, draw], kinds)
            assert np.abs(ours[:, draw] - theirs).max() < EQUAL


@THEIRS
@PLAIN
def test_weighted_sum_equals_pymcdm_without_normalisation(many) -> None:
    methods = pytest.importorskip("pymcdm.methods")
    for scores in many:
        weights = weights_for(scores)
        ours = add_up(scaled(scores).T, weights)
        method = methods.WSM(normalization_function=lambda column, cost=False: column)
        for draw in range(weights.shape[1]):
            theirs = method(scaled(scores), weights[:, draw], np.ones(len(scores)))
            assert np.abs(ours[:, draw] - theirs).max() < EQUAL


@THEIRS
def test_weighted_sum_equals_scikit_criteria_without_normalisation(many) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        simple = pytest.importorskip("skcriteria.agg.simple")
    for scores in many:
        weights = weights_for(scores)
        ours = add_up(scaled(scores).T, weights)
        for draw in range(weights.shape[1]):
            _, theirs = simple.wsm(scaled(scores), weights[:, draw])
            assert np.abs(ours[:, draw] - theirs).max() < EQUAL


def flows_one_by_one(scores):
    """The obvious oracle: each against each."""
    columns, count = scores.shape
    flows = np.zeros(scores.shape)
    for column in range(columns):
        for one in range(count):
            flows[column, one] = sum(np.sign(int(scores[column, one]) - int(each)) for each in scores[column]) / (
                count - 1
            )
    return flows


@given(SCORES)
@settings(deadline=None)
def test_net_flows_are_wins_minus_losses(scores) -> None:
    assert np.allclose(net_flows(scores), flows_one_by_one(scores), atol=EQUAL)
    assert np.array_equal(net_flows(np.stack([scores, scores], axis=-1))[..., 1], net_flows(scores))


@given(SCORES, st.integers(0, 1000))
@settings(deadline=None)
def test_who_dominates_never_ranks_lower_whatever_the_weights(scores, seed) -> None:
    better = scores.copy()
    better[:, 0] = np.minimum(scores[:, 1] + 1, 2)  # the first at least equals the second everywhere
    weights = weights_for(better, seed=seed)
    for values in (add_up(better, weights), add_up(net_flows(better), weights)):
        places = find_places(values)
        assert (places.mean[0] <= places.mean[1]).all()
        if (better[:, 0] > better[:, 1]).all():
            assert (places.mean[0] < places.mean[1]).all()


@given(SCORES, st.integers(0, 1000))
@settings(deadline=None)
def test_twins_share_their_places_and_ranks_always_add_up(scores, seed) -> None:
    twins = scores.copy()
    twins[:, 0] = twins[:, 1]
    weights = weights_for(twins, seed=seed)
    for values in (add_up(twins, weights), add_up(net_flows(twins), weights)):
        places = find_places(values)
        assert np.array_equal(places.mean[0], places.mean[1])
        count = len(values)
        assert np.allclose(places.mean.sum(axis=0), count * (count + 1) / 2)


@given(SCORES)
@settings(deadline=None)
def test_one_more_scenario_never_changes_what_another_is_worth(scores) -> None:
    weights = weights_for(scores)
    assert np.array_equal(add_up(scores, weights)[:-1], add_up(scores[:, :-1], weights))


@pytest.mark.parametrize("weighing", ["blocks", "free"])
def test_weights_add_up_and_are_even_on_average(weighing) -> None:
    blocks = ("a",) * 5 + ("b",) * 9
    drawn = draw_weights(
        block_of=blocks,
        block_weights={"a": 0.5, "b": 0.5},
        weighing=weighing,
        draws=40_000,
        chance=np.random.default_rng(2),
    )
    assert np.allclose(drawn.sum(axis=0), 1)
    means = drawn.mean(axis=1)
    expected = [0.1] * 5 + [1 / 18] * 9 if weighing == "blocks" else [1 / 14] * 14
    assert np.allclose(means, expected, atol=0.002)
    if weighing == "blocks":
        assert np.allclose(drawn[:5].sum(axis=0), 0.5)
        share = drawn[0] / 0.5  # Dirichlet(1, 1, 1, 1, 1): variance of a share is 4 / (25 * 6)
        assert share.var() == pytest.approx(4 / 150, rel=0.05)


def test_a_block_without_columns_leaves_its_weight_to_the_other() -> None:
    drawn = draw_weights(
        block_of=("a", "a"),
        block_weights={"a": 0.3, "b": 0.7},
        weighing="blocks",
        draws=5,
        chance=np.random.default_rng(0),
    )
    assert np.allclose(drawn.sum(axis=0), 1)
