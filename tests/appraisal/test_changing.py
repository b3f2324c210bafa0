"""What a new finding, or a cell judged anew, changes in what comes out."""

from __future__ import annotations

import pytest

from leerrecht.appraisal.changing import find_again, find_differences, noise_of
from leerrecht.appraisal.outcome import appraise
from leerrecht.appraisal.plain import difference_object
from leerrecht.appraisal.simulation import Settings
from tests.appraisal.studies import made, small

SETTINGS = Settings(draws=400)
FINDING = {
    "id": "X1", "chapter": "H1", "subgroups": ["young"], "criterion": "X", "polarity": -1, "kind": "effect",
    "said_by": "parents", "applies_if": {"time": ["out_of_school"]}, "text": "They are tired.",
}  # fmt: skip


def differences(document):
    before, after = made(small()), made(document)
    earlier, later = appraise(before, settings=SETTINGS), appraise(after, settings=SETTINGS)
    return find_differences(before, after, earlier=earlier, later=later)["young"]


def test_nothing_changes_by_itself() -> None:
    found = differences(small())
    assert (found.moved, found.claims, found.again) == ({}, {}, ())


def test_a_finding_moves_no_rank_but_speaks_against_and_asks_to_judge_again() -> None:
    document = small()
    document["findings"].append(FINDING)
    found = differences(document)
    assert found.moved == {}
    assert list(found.claims) == ["C1"]
    before, after = found.claims["C1"]
    assert (before.counter, after.counter) == ((), ("X1",))
    assert before.robustness == after.robustness
    assert [(each.cell, each.finding, each.outside) for each in found.again] == [("S2/X", "X1", True)]


def test_a_cell_judged_anew_moves_ranks_before_and_after() -> None:
    document = small()
    document["judgements"][3]["score"] = "++"  # S2/Y1 was -
    found = differences(document)
    before, after = found.moved["S2"]
    assert before.rank > after.rank
    assert before.first_rank_share["weighted_sum"] < after.first_rank_share["weighted_sum"]
    told = difference_object(found)
    assert [each["rank"] for each in told["scenarios"]["S2"]] == [before.rank, after.rank]


def test_a_veto_that_goes_is_told() -> None:
    document = small()
    document["vetoes"] = []
    document["conclusions"] = document["recommendations"] = document["tensions"] = []
    before, after = differences(document).moved["S1"]
    assert (before.vetoes, after.vetoes) == (("V1",), ())
    assert (before.admissible, after.admissible) == (False, True)


def test_a_subgroup_that_is_new_has_no_before() -> None:
    document = small()
    document["subgroups"].append({"id": "old", "name": "Older children", "level": "vo", "scored": False})
    before, after = made(small()), made(document)
    found = find_differences(
        before, after, earlier=appraise(before, settings=SETTINGS), later=appraise(after, settings=SETTINGS)
    )
    assert found["old"].moved["S1"][0] is None
    assert difference_object(found["old"])["scenarios"]["S1"][0] is None


@pytest.mark.parametrize(
    ("criterion", "cells"), [("X", ["S2/X"]), ("Y", ["S2/Y1"]), ("Y2", ["S2/Z"]), ("Y1", ["S2/Y1"]), ("Z", ["S2/Z"])]
)
def test_a_finding_bears_on_its_column_its_parts_and_what_it_points_to(criterion, cells) -> None:
    document = small()
    document["findings"].append({**FINDING, "criterion": criterion})
    assert [each.cell for each in find_again(made(small()), made(document), "young")] == cells


@pytest.mark.parametrize(
    ("polarity", "outside"), [(-1, True), (0, False), (2, False), (None, False)]
)  # S2/X goes from 0 to ++
def test_outside_is_beyond_the_range(polarity, outside) -> None:
    document = small()
    document["findings"].append({**FINDING, "polarity": polarity})
    assert [each.outside for each in find_again(made(small()), made(document), "young")] == [outside]


def test_an_unknown_cell_is_to_be_judged() -> None:
    document = small()
    document["findings"].append({**FINDING, "criterion": "Z", "applies_if": {"time": ["in_school"]}})
    assert [(each.cell, each.outside) for each in find_again(made(small()), made(document), "young")] == [
        ("S1/Z", True)
    ]


def test_more_draws_leave_less_to_chance() -> None:
    assert noise_of(100) > noise_of(10_000) > 0
