"""Subgroups taken together, on request: by size, under the same weights."""

from __future__ import annotations

import numpy as np
import pytest

from leerrecht.appraisal.pooling import pool_subgroups
from leerrecht.appraisal.simulation import Settings, simulate
from leerrecht.appraisal.table import make_table
from tests.appraisal.studies import aef, made, small


def twice(first_size, second_size):
    document = small()
    document["subgroups"] = [
        {"id": "young", "name": "Young", "level": "po", "size": first_size},
        {"id": "old", "name": "Old", "level": "vo", "size": second_size},
    ]
    opposite = {"--": "++", "-": "+", "0": "0", "+": "-", "++": "--", "unknown": "unknown"}
    document["judgements"] = [
        {**cell, "lo": cell["score"], "hi": cell["score"]}
        for cell in document["judgements"]
        if cell["score"] != "unknown"
    ]
    document["judgements"] += [
        {**cell, "subgroup": "old", **{name: opposite[cell[name]] for name in ("score", "lo", "hi")}}
        for cell in document["judgements"]
    ]
    return made(document)


def test_with_one_of_all_the_size_it_is_as_that_one_alone() -> None:
    study = twice(1, 0)
    pooled = pool_subgroups(study, settings=Settings(draws=2_000, scoring="point"))
    alone = simulate(table=make_table(study, subgroup="young"), settings=Settings(draws=2_000, scoring="point"))
    assert np.allclose(pooled.standing["weighted_sum"].shares, alone.standing["weighted_sum"].shares)


def test_opposite_groups_of_one_size_leave_everybody_level() -> None:
    pooled = pool_subgroups(twice(3, 3), settings=Settings(draws=500, scoring="point"))
    assert pooled.shares == {"young": 0.5, "old": 0.5}
    for standing in pooled.standing.values():
        assert np.allclose(standing.shares, 0.5)


def test_the_report_pooled_has_c1_first_and_none_admissible() -> None:
    pooled = pool_subgroups(aef(), settings=Settings(draws=3_000))
    assert pooled.shares == {"glo": 0.6, "amv": 0.4}
    assert pooled.admissible == ()
    first = dict(zip(pooled.scenarios, pooled.standing["weighted_sum"].shares[:, 0], strict=True))
    assert first["C1"] > 0.95
    assert pool_subgroups(aef(), settings=Settings(draws=100, scoring="point")).left_out == ("K2", "U_M")


def test_without_sizes_it_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a size"):
        pool_subgroups(made(small()), settings=Settings(draws=10))
