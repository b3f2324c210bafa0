"""The AEF report: what it concludes comes out, subgroup by subgroup, with ground and counter-evidence."""

from __future__ import annotations

from functools import cache

import pytest

from leerrecht.appraisal.claims import Conclusion
from leerrecht.appraisal.outcome import Outcome, appraise
from leerrecht.appraisal.robustness import dominates
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.table import make_table
from tests.appraisal.studies import aef

VETOES = {
    "A1": ("V1", "V2", "V5", "V6"), "A2": ("V1", "V2", "V3", "V4", "V6"), "B1": ("V1", "V6"),
    "B2": ("V1", "V3", "V4", "V6"), "C1": ("V1", "V6"), "C2": ("V1", "V4", "V6"), "Z0": (),
}  # fmt: skip
REPRODUCED = {
    "glo": ("C01", "C02", "C03", "C04", "C05", "C07", "C08", "C09", "C10", "R0", "R1", "RG1", "RG2"),
    "amv": ("C01", "C02", "C03", "C04", "C06", "C07", "C08", "C09", "C10", "R0", "RV1", "RV2"),
    "jji": (),
}
DIFFERS = {"glo": (), "amv": ("R1",), "jji": ()}


@cache
def outcome(subgroup: str, scoring: str = "range", weighing: str = "blocks") -> Outcome:
    settings = Settings(draws=6_000, scoring=scoring, weighing=weighing)
    return appraise(aef(), settings=settings, subgroups=[subgroup])[subgroup]


def conclusion(subgroup: str, name: str) -> Conclusion:
    return next(each for each in outcome(subgroup).conclusions if each.id == name)


@pytest.mark.parametrize("subgroup", ["glo", "amv"])
def test_no_scenario_is_admissible_and_each_fails_both_blocks(subgroup) -> None:
    found = outcome(subgroup).scenarios
    assert {name: each.vetoes for name, each in found.items()} == VETOES
    assert not any(each.admissible for each in found.values())
    assert all(each.blocks_failed == ("content", "preconditions") for name, each in found.items() if name != "Z0")


@pytest.mark.parametrize("subgroup", ["glo", "amv"])
def test_best_of_six_and_not_recommended_stand_in_one_sentence(subgroup) -> None:
    (own,) = (each for each in outcome(subgroup).conclusions if each.status == "new")
    assert own.text["en"] == "C1 is best of the 6 and not recommended as formulated."
    assert {"V1", "V6"} < set(own.premises)
    assert own.robustness == outcome(subgroup).scenarios["C1"].first_rank_share["weighted_sum"]


def test_the_zero_option_is_listed_without_rank() -> None:
    zero = outcome("glo").scenarios["Z0"]
    assert zero.rank is None
    assert set(zero.first_rank_share.values()) == {0.0}
    assert len(outcome("glo").simulation.table.scenarios) == 6


@pytest.mark.parametrize("subgroup", ["glo", "amv", "jji"])
def test_the_reports_own_conclusions_come_out(subgroup) -> None:
    statuses = {each.id: each.status for each in outcome(subgroup).conclusions}
    assert tuple(name for name, status in statuses.items() if status == "reproduced") == REPRODUCED[subgroup]
    assert tuple(name for name, status in statuses.items() if status == "differs") == DIFFERS[subgroup]


def test_custody_has_its_own_conclusion_only_and_it_can_not_be_derived() -> None:
    (only,) = outcome("jji").conclusions
    assert (only.id, only.status, only.robustness) == ("C11", "not derivable", None)
    assert only.premises == ("JJI1", "JJI2", "JJI3", "JJI4", "JJI5")
    assert all(each.id != "C11" for group in ("glo", "amv") for each in outcome(group).conclusions)
    assert all(each.rank is None for each in outcome("jji").scenarios.values())


def test_every_conclusion_has_premises_that_exist() -> None:
    study = aef()
    known = {*study.findings, *study.vetoes, *study.facts, *study.claims}
    for group in study.subgroups:
        cells = {each.id for each in study.judgements if each.subgroup == group}
        for each in outcome(group).conclusions:
            assert each.premises
            assert set(each.premises) <= known | cells


def test_what_rests_on_the_concluding_chapter_only_is_labelled() -> None:
    assert set(conclusion("glo", "C02").circular) == {"F7H01", "F7H03", "V5"}
    assert "V1" not in conclusion("glo", "C01").circular  # H4 says it too
    assert conclusion("glo", "C10").circular == ()


def test_out_of_school_is_less_sure_for_amv_and_the_tension_is_raised() -> None:
    found = conclusion("amv", "R1")
    assert 0.8 < found.robustness < 0.9 < conclusion("glo", "R1").robustness
    assert {"T1", "T3"} <= set(found.tensions)
    assert {"F4A14", "F4A14b"} <= set(found.counter)


def test_unknown_cells_are_counted_and_columns_left_out_are_named() -> None:
    assert [outcome(group).unknown_cells for group in ("glo", "amv", "jji")] == [6, 4, 0]
    assert outcome("glo", "point").left_out == ("K2", "U_M")
    assert outcome("amv", "point").left_out == ("U_M",)
    assert outcome("glo").scenarios["C1"].unknown_columns == ("K2", "U_M")


def test_a_conclusion_about_a_known_cell_of_a_column_left_out_is_still_drawn() -> None:
    assert next(each for each in outcome("glo", "point").conclusions if each.id == "C03").status == "reproduced"


def test_tensions_are_those_of_the_subgroup() -> None:
    assert "T1" in outcome("amv").tensions
    assert "T1" not in outcome("glo").tensions
    assert "T2" in outcome("glo").tensions


@pytest.mark.parametrize("subgroup", ["glo", "amv"])
def test_out_of_school_is_at_least_as_good_on_every_precondition(subgroup) -> None:
    table = make_table(aef(), subgroup=subgroup)
    for letter in "ABC":
        assert dominates(table, one=f"{letter}1", other=f"{letter}2", blocks=("preconditions",)) == "yes"
        known = [
            column for column in table.columns
            if table.block_of[table.columns.index(column)] == "preconditions"
            and not table.unknown[table.columns.index(column)].any()
        ]  # fmt: skip
        row = {name: table.scores[:, table.scenarios.index(name)] for name in (f"{letter}1", f"{letter}2")}
        better = [
            column
            for column in known
            if row[f"{letter}1"][table.columns.index(column)] > row[f"{letter}2"][table.columns.index(column)]
        ]
        assert len(better) == 4


def test_how_strictly_one_reads_decides_what_passes() -> None:
    strict, lenient = outcome("glo").readings
    assert set(strict.as_coded.values()) == {"no"}
    assert strict.none_passes > 0.95
    assert {name for name, answer in lenient.as_coded.items() if answer != "no"} == {"B1", "C1", "C2"}
    assert {name for name, answer in outcome("amv").readings[1].as_coded.items() if answer != "no"} == {"B1", "C1"}
    assert lenient.none_passes < 0.3


def test_rank_one_flips_for_amv_when_needs_weigh_much() -> None:
    flips = outcome("amv").flips
    assert [(flip.what, flip.before, flip.after) for flip in flips] == [("K4", ("C1",), ("C2",))]
    assert 0.2 < flips[0].weight < 0.4


def test_another_law_lifts_only_what_the_law_forbids() -> None:
    regimes = outcome("glo").by_law
    assert "V3" in regimes["current"]["A2"]
    assert "V3" not in regimes["experiment"]["A2"]
    assert regimes["experiment"]["C2"] == ("V1", "V4", "V6")


def test_no_amount_is_in_the_study() -> None:
    assert aef().facts["N22"].entry["value"] == 0
    assert "€" not in str(aef().document)
    assert "EUR" not in str(aef().document)
