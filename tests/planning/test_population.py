"""The synthetic population: the same again from the same seed, by its margins, and fit to be read as a caseload."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import yaml

from leerrecht.caseload import read_caseload, write_caseload
from leerrecht.caseload.identifiers import read_number
from leerrecht.law.dates import day_number
from leerrecht.law.engine import evaluate
from leerrecht.law.frames import build_caseload, empty_frame
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rulebook import load_rulebook
from leerrecht.law.tables import TABLES
from leerrecht.planning import FICTIONAL_TOWNS, MARGINS, draw_population

RULEBOOK = Path(__file__).parents[2] / "rulebook" / "nl"
ON = datetime.date(2026, 9, 15)
MANY = 20_000
VALUE: dict[str, Any] = {margin.id: margin.value for margin in MARGINS}


@cache
def drawn(children: int, seed: int) -> dict[str, pl.DataFrame]:
    return draw_population(children=children, seed=seed, on=ON)


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> bool:
    return all(frame.equals(other[name]) for name, frame in one.items())


EMPTY = ("voices", "transfers", "schoolings", "handovers")
"""Tables that aren't drawn: what they say is somebody's own words, or goes step by step."""
OTHERWISE = ("involvements", *EMPTY)
NOT_DRAWN = {
    "move_points.organisation", "move_points.person", "move_points.note", "valid_to", "pronunciation", "interpreter",
    "shared_with", "reason", "told_early_reason",
}  # fmt: skip


def test_population_same_seed_gives_the_same_frames():
    assert same(drawn(300, 7), draw_population(children=300, seed=7, on=ON))


@pytest.mark.parametrize("table", [table.name for table in TABLES if table.name not in OTHERWISE])
def test_population_other_seed_gives_other_frames(table):
    assert not drawn(300, 7)[table].equals(drawn(300, 8)[table])


def test_population_leaves_global_randomness_alone():
    np.random.seed(5)
    expected = np.random.random(3).tolist()
    np.random.seed(5)
    draw_population(children=50, seed=1, on=ON)
    assert np.random.random(3).tolist() == expected


def test_population_has_no_clock_facts_move_with_the_day_asked():
    earlier = draw_population(children=300, seed=7, on=ON - datetime.timedelta(days=3650))
    assert earlier["stays"]["valid_from"].max() < ON - datetime.timedelta(days=3600)


def test_population_frames_have_the_columns_and_rows_of_the_tables():
    for table in TABLES:
        frame = drawn(300, 7)[table.name]
        assert frame.schema == empty_frame(table).schema, table.name
        assert frame["row"].to_list() == list(range(2, len(frame) + 2))
        drawn_names = [name for name in frame.columns if not {name, f"{table.name}.{name}"} & NOT_DRAWN]
        assert table.name in EMPTY or all(frame[name].null_count() < len(frame) for name in drawn_names), table.name


def test_population_choices_are_those_of_the_workbook():
    for table in TABLES:
        for column in table.columns:
            if column.choices:
                found = set(drawn(MANY, 7)[table.name][column.name].drop_nulls())
                assert found <= set(column.choices), column.name
    assert set(drawn(MANY, 7)["plans"]["rule"]) <= set(RULE_IDS)


def test_population_fictional_towns_are_those_of_the_rulebook():
    fictional = yaml.safe_load((RULEBOOK / "regions.yaml").read_text())["fictional"]
    regions = load_rulebook(folder=RULEBOOK).regions
    assert set(FICTIONAL_TOWNS) == {town for towns in fictional.values() for town in towns}
    assert all(regions[town] == region for town, region in FICTIONAL_TOWNS.items())
    assert set(drawn(300, 7)["stays"]["municipality"]) <= set(FICTIONAL_TOWNS)


def test_population_municipalities_of_the_caller_are_used():
    frames = draw_population(children=50, seed=1, on=ON, municipalities={"Elders": 2})
    assert set(frames["stays"]["municipality"]) == {"Elders"}
    assert set(frames["stays"]["region"].drop_nulls()) == {"midden"}


def test_population_margins_can_be_replaced_and_unknown_ones_refused():
    frames = draw_population(children=200, seed=1, on=ON, margins={"unaccompanied": 0.0, "interim": 0.0})
    assert not frames["children"]["unaccompanied"].any()
    assert frames["interim"].is_empty()
    with pytest.raises(KeyError, match="nonsense"):
        draw_population(children=1, seed=1, on=ON, margins={"nonsense": 1.0})


@pytest.mark.parametrize(("children", "towns"), [(0, FICTIONAL_TOWNS), (5_000_001, FICTIONAL_TOWNS), (1, {})])
def test_population_impossible_request_is_refused(children, towns):
    with pytest.raises(ValueError, match=r"draw from|at least one"):
        draw_population(children=children, seed=1, on=ON, municipalities=towns)


def test_population_one_child_is_enough():
    assert len(draw_population(children=1, seed=1, on=ON)["children"]) == 1


def test_population_builds_a_caseload_that_every_rule_can_judge():
    caseload = build_caseload(frames=drawn(2_000, 7), regions=FICTIONAL_TOWNS)
    rulebook = load_rulebook(folder=RULEBOOK)
    rows = list(evaluate(facts=caseload.lists, law=rulebook.law_on(ON), on=day_number(ON)))
    assert {RULE_IDS[row.rule] for row in rows} == set(RULE_IDS) - {"roles.handover"}  # nobody drawn stops


def test_population_reads_back_from_a_workbook_without_faults(tmp_path):
    frames = drawn(200, 7)
    write_caseload(frames=frames, to=tmp_path / "caseload.xlsx")
    reading = read_caseload(path=tmp_path / "caseload.xlsx", rule_ids=RULE_IDS)
    assert reading.faults == ()
    assert reading.notices == ()
    assert same(frames, reading.frames)


def test_population_every_margin_has_a_source_and_a_name_of_its_own():
    assert len({margin.id for margin in MARGINS}) == len(MARGINS)
    assert all(margin.source and margin.unit for margin in MARGINS)


def test_population_numbers_have_right_check_digits_and_are_all_different():
    numbers = drawn(MANY, 7)["identifiers"]
    assert numbers["value"].n_unique() == len(numbers)
    for kind, value in numbers.select("kind", "value").unique().head(3_000).iter_rows():
        assert read_number(kind=kind, text=value, from_number_cell=False).notices == ()


# The margins, at 20,000 children.


def people() -> pl.DataFrame:
    """The children with what is needed to check margins: age, and who is away."""
    frames = drawn(MANY, 7)
    left = frames["departures"].select("child", "kind", "left_on", "back_on")
    first = frames["stays"].group_by("child").agg(pl.col("valid_from").min().alias("arrived_on"))
    age = (pl.lit(ON) - pl.col("born_from")).dt.total_days() / 365.2425
    return frames["children"].join(left, on="child", how="left").join(first, on="child", how="left").with_columns(
        age=age, away=pl.col("back_on").is_null() & (pl.col("left_on").is_not_null() | pl.col("kind").is_not_null())
    )  # fmt: skip


def near(found: float | None, expected: float, tolerance: float = 0.02) -> None:
    assert found == pytest.approx(expected, abs=tolerance)


def test_margins_shares_of_children():
    children = people()
    near(children["unaccompanied"].mean(), VALUE["unaccompanied"])
    near(children["unaccompanied"].null_count() / MANY, VALUE["unaccompanied_unknown"], 0.005)
    near((children["age"] >= 18).mean(), VALUE["aged_18_to_21"], 0.01)
    boys = children.filter("unaccompanied")["sex"] == "m"
    near(boys.mean(), VALUE["boys_unaccompanied"])
    weights = VALUE["born_precision"]
    for precision in ("day", "estimated", "month", "year"):
        share = (children["born_precision"] == precision).sum() / MANY
        near(share, weights[precision] / sum(weights.values()), 0.01)


def test_margins_ages_of_the_unaccompanied():
    alone = people().filter(pl.col("unaccompanied") & (pl.col("age") < 18) & (pl.col("born_precision") == "day"))
    near((alone["age"] < 14).mean(), 165 / 1580)
    near(alone["age"].is_between(14, 16, closed="left").mean(), 305 / 1580)
    near((alone["age"] >= 16).mean(), 1110 / 1580)


def test_margins_rejections():
    alone = people().filter(pl.col("unaccompanied") & (pl.col("age") < 18) & ~pl.col("away"))
    rejected = drawn(MANY, 7)["statuses"].filter((pl.col("status") == "rejected") & pl.col("valid_to").is_null())
    ages = alone.join(rejected.select("child"), on="child", how="semi")["age"]
    near(len(ages) / len(alone), VALUE["rejected_unaccompanied"], 0.005)
    near((ages >= 17).mean(), VALUE["rejected_aged_17"], 0.06)


def test_margins_departures_and_returns():
    alone = people().filter("unaccompanied")
    gone = alone.filter(pl.col("kind") == "unknown_destination")
    near(len(gone) / len(alone), VALUE["left_unknown_destination"])
    assert 0.02 < gone["back_on"].is_not_null().mean() < VALUE["came_back"]
    assert gone.filter(pl.col("back_on") <= pl.col("left_on")).is_empty()


def test_margins_waiting_time_for_school():
    frames = draw_population(children=MANY, seed=3, on=ON, margins={"days_here_mean": 100_000.0})  # here long enough
    first = frames["enrolments"].group_by("child").agg(pl.col("started_on").min())
    applied = frames["applications"].group_by("child").agg(pl.col("lodged_on").min())
    here = frames["children"].filter((pl.lit(ON) - pl.col("born_from")).dt.total_days() > 12 * 366)
    stayed = here.join(frames["departures"], on="child", how="anti")
    days = stayed.join(first, on="child").join(applied, on="child").filter(
        pl.col("started_on") < ON - datetime.timedelta(days=700)
    ).select((pl.col("started_on") - pl.col("lodged_on")).dt.total_days())["started_on"].drop_nulls()  # fmt: skip
    assert len(days) > 4_000
    assert days.median() == pytest.approx(VALUE["waiting_time"]["median"], rel=0.15)
    assert days.quantile(0.9) == pytest.approx(VALUE["waiting_time"]["p90"], rel=0.2)


def test_margins_moves_a_year():
    stays = drawn(MANY, 7)["stays"].filter(pl.col("valid_from") <= ON)
    children = people().filter(~pl.col("away") & pl.col("left_on").is_null())
    counted = children.join(stays.group_by("child").agg(stays=pl.len()), on="child")
    years = (pl.lit(ON) - pl.col("arrived_on")).dt.total_days() / 365.2425
    rate = counted.select((pl.col("stays") - 2).clip(lower_bound=0).sum() / (years - 10 / 365).sum())["stays"][0]
    assert rate == pytest.approx(VALUE["moves_per_year"], rel=0.1)
    assert counted["stays"].max() >= 8  # outliers


def test_margins_interim_second_applications_and_gaps():
    frames = drawn(MANY, 7)
    more = frames["applications"].group_by("child").len().filter(pl.col("len") > 1)
    assert 0.02 < len(more) / MANY < 0.10
    assert 0.10 < frames["interim"]["child"].n_unique() / MANY < VALUE["interim"]
    courses = frames["enrolments"].filter(pl.col("started_on") <= ON).sort("child", "started_on")
    gap = (pl.col("started_on") - pl.col("left_on").shift(1).over("child")).dt.total_days()
    gaps = courses.select(gap=gap)["gap"].drop_nulls()
    assert gaps.min() >= 0
    assert 0.1 < (gaps == 0).mean() < 0.6
    assert 10 < gaps.filter(gaps > 0).median() < 40


def test_facts_of_a_child_come_in_an_order_that_can_happen():
    frames = drawn(MANY, 7)
    born = frames["children"].select("child", "born_from")
    for table, column in (("stays", "valid_from"), ("enrolments", "started_on"), ("applications", "lodged_on")):
        assert frames[table].join(born, on="child").filter(pl.col(column) <= pl.col("born_from")).is_empty(), table
    for table in TABLES:
        if table.ends:
            assert frames[table.name].filter(pl.col(table.ends) < pl.col(table.starts)).is_empty(), table.name
    away = people().filter("away").select("child", "left_on")
    for table, column in (("stays", "valid_to"), ("enrolments", "left_on"), ("statuses", "valid_from")):
        facts = frames[table].join(away, on="child", suffix="_for_good")
        assert facts.filter(
            pl.col(column) > pl.col("left_on_for_good" if column == "left_on" else "left_on")
        ).is_empty()
