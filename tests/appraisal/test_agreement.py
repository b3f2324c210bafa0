"""Several coders: kappa and alpha per criterion, and disagreement that widens the range and never hides."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerrecht.appraisal import StudyRefused, make_study
from leerrecht.appraisal.agreement import compare_codings, kappa, merge_codings, ordinal_alpha
from tests.appraisal.studies import aef

CODES = st.one_of(st.none(), st.integers(-2, 2))


def second_coder(**changes):
    """The first coder's judgements, some cells of the small children coded otherwise."""
    entries = copy.deepcopy(aef().document["judgements"])
    for entry in entries:
        name = f"{entry['scenario']}_{entry['criterion']}"
        if entry["subgroup"] == "glo" and name in changes:
            code = changes[name]
            entry |= {"score": code, "lo": code, "hi": code, "basis": "none" if code == "unknown" else "explicit"}
            if code == "unknown":
                entry |= {"lo": "--", "hi": "++"}
            entry.pop("statement")
    return entries


def test_kappa_is_that_of_a_known_table() -> None:
    """Two coders, 50 cells: 20 both yes, 15 both no, 5 and 10 apart: agreement 0.7, by chance 0.5, so 0.4."""
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None


@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=30))
def test_kappa_is_one_at_most_and_only_when_all_are_the_same(pairs) -> None:
    found = kappa(pairs)
    if found is not None:
        assert found <= 1
        assert (found == 1) == all(one == other for one, other in pairs)


def test_linear_weights_forgive_the_nearest_code() -> None:
    near, far = [(2, 1), (0, 0), (-2, -2)], [(2, -2), (0, 0), (-2, -2)]
    assert kappa(near, linear=True) > kappa(far, linear=True)
    assert kappa(near) == pytest.approx(kappa([(2, 1), (0, 0), (-2, -2)]))


def test_agreement_is_told_per_criterion_with_the_cells_that_differ() -> None:
    found = {each.criterion: each for each in compare_codings(aef().document["judgements"], second_coder(C1_K4="0"))}
    assert set(found) == set(aef().columns)
    assert found["K1"].same == found["K1"].kappa == 1.0
    assert found["K4"].differing == (("glo", "C1", "K4"),)
    assert found["K4"].same == pytest.approx(11 / 12)
    assert 0 < found["K4"].kappa < 1


def merged(**changes):
    document = {**aef().document, "judgements": merge_codings(aef().document["judgements"], second_coder(**changes))}
    return make_study(document, name="merged")[0]


def test_with_oneself_nothing_changes() -> None:
    assert merged().judgements == aef().judgements


def test_disagreement_widens_the_range_for_all_that_moves_together() -> None:
    study = merged(C1_K1="--")
    for scenario in ("C1", "C2"):  # one statement, S005
        cell = study.cells["glo", scenario, "K1"]
        assert (cell.score, cell.low, cell.high) == (1, -2, 2)
    assert study.cells["amv", "C1", "K1"] == aef().cells["amv", "C1", "K1"]


@pytest.mark.parametrize(("cell", "code"), [("C1_K1", "unknown"), ("C1_K2", "+")])
def test_where_one_finds_no_judgement_there_is_none(cell, code) -> None:
    scenario, column = cell.split("_")
    found = merged(**{cell: code}).cells["glo", scenario, column]
    assert found.score is None
    assert found.basis == "none"


KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
"""The worked example of Krippendorff (2011): four observers, twelve units; ordinal alpha 0.815."""


def test_alpha_is_that_of_the_worked_example() -> None:
    units = [[value for value in unit if value is not None] for unit in zip(*KRIPPENDORFF, strict=True)]
    assert ordinal_alpha(units) == pytest.approx(0.815, abs=0.0005)


@given(st.lists(st.lists(st.integers(-2, 2), min_size=0, max_size=4), max_size=20))
def test_alpha_is_one_only_when_all_are_the_same(units) -> None:
    found = ordinal_alpha(units)
    if found is not None:
        assert found <= 1 + 1e-9
        assert (abs(found - 1) < 1e-9) == all(len(set(unit)) <= 1 for unit in units if len(unit) > 1)


def with_codings(*codings) -> dict:
    coded = [
        {"id": f"coder-{number}", "by": "adviser", "judgements": each} for number, each in enumerate(codings, start=2)
    ]
    return {**aef().document, "codings": coded}


def test_three_coders_are_compared_and_all_their_ranges_hold() -> None:
    study = make_study(with_codings(second_coder(C1_K4="0"), second_coder(C1_K4="--")), name="three")[0]
    assert [each.id for each in study.codings] == ["first", "coder-2", "coder-3"]
    cell = study.cells["glo", "C1", "K4"]
    assert (cell.score, cell.low, cell.high) == (aef().cells["glo", "C1", "K4"].score, -2, 2)
    found = {each.criterion: each for each in compare_codings(*(each.judgements for each in study.codings))}
    assert found["K4"].differing == (("glo", "C1", "K4"),)
    assert found["K4"].codes == (("+", "0", "--"),)
    assert found["K4"].alpha < found["K1"].alpha == 1.0


def test_a_coder_may_leave_cells_out() -> None:
    few = [entry for entry in second_coder(C1_K4="0") if entry["criterion"] == "K4" and entry["subgroup"] == "glo"]
    study = make_study(with_codings(few), name="few")[0]
    assert study.cells["amv", "C1", "K4"] == aef().cells["amv", "C1", "K4"]
    found = compare_codings(*(each.judgements for each in study.codings))
    assert [(each.criterion, each.cells) for each in found] == [("K4", 6)]


def test_each_coding_is_checked_by_itself_with_all_faults() -> None:
    wrong = second_coder()
    wrong[0] |= {"scenario": "Q"}
    others = second_coder()
    others[1] |= {"lo": "++", "hi": "--"}
    others.append(dict(others[5]))
    with pytest.raises(StudyRefused) as caught:
        make_study(with_codings(wrong, others), name="wrong")
    told = "\n".join(caught.value.faults)
    assert "codings[coder-2].judgements[0].scenario" in told
    assert "codings[coder-3].judgements[1: " in told
    assert "this cell stands also at codings[coder-3]" in told


def test_a_single_coder_agrees_with_nobody() -> None:
    assert aef().codings == ()
