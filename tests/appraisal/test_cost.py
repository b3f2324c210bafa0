"""The cost per pupil: groups drive it, every number has a source, and no amount is the report's."""

from __future__ import annotations

import math

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from leerrecht.appraisal import StudyRefused
from leerrecht.appraisal.cost import (
    CHOICES,
    compare,
    estimate,
    expected_groups,
    explain_variance,
    factors_of,
    unset_choices,
)
from leerrecht.appraisal.cost_file import NEEDED, Assumptions, load_assumptions
from tests.appraisal.studies import AEF, aef

COST = AEF.with_name("cost.yaml")
SKILLS = {
    "content": "skills", "time": "out_of_school", "target": "exclusive_negative_decision", "mode": "physical",
    "grouping": "collective", "place": "on_site", "language_selection": "all",
}  # fmt: skip


@pytest.fixture(scope="module")
def assumptions() -> Assumptions:
    return load_assumptions(path=COST, subgroup="glo", level="po")


def at_values(assumptions, **changes):
    return estimate(assumptions=assumptions, dims={**SKILLS, **changes}, draws=1, only=())


def test_pupils_per_group_are_those_measured_by_another_program(assumptions) -> None:
    origin = {"content": "origin_language_culture"}
    online = {"mode": "online", "place": "national"}
    found = [
        at_values(assumptions, **origin), at_values(assumptions, **origin, **online),
        at_values(assumptions, **origin, **online, language_selection="top5"), at_values(assumptions),
    ]  # fmt: skip
    assert [round(each.pupils_per_group.middle, 1) for each in found] == pytest.approx([1.4, 2.9, 7.5, 8.5], abs=0.15)
    assert found[2].reach.middle == pytest.approx(0.51, abs=0.02)


@given(st.floats(0, 40), st.integers(1, 16))
@settings(deadline=None)
def test_expected_groups_equal_the_sum_over_all_numbers_of_pupils(mean, most) -> None:
    chance, total = math.exp(-mean), 0.0
    for count in range(400):
        total += chance * math.ceil(count / most)
        chance *= mean / (count + 1)
    assert expected_groups(np.array([[mean]]), np.array([float(most)]))[0] == pytest.approx(total, abs=1e-6)


def test_groups_grow_smoothly_where_the_way_of_counting_changes() -> None:
    means = np.array([[199.9], [200.1], [5_000.0]])
    found = expected_groups(means, np.full(3, 12.0))
    assert found[1] - found[0] == pytest.approx(0.2 / 12, abs=1e-6)
    assert found[2] == pytest.approx(5_000 / 12 + 11 / 24)


def test_directions_are_those_of_the_report(assumptions) -> None:
    """H6: origin languages are dearest, one to one is dear, and a group of its own makes it so."""
    dear = {**SKILLS, "content": "origin_language_culture"}
    assert compare(assumptions=assumptions, dims=dear, other=SKILLS).low > 2
    assert compare(assumptions=assumptions, dims={**SKILLS, "grouping": "individual"}, other=SKILLS).low > 2
    everyone = {**SKILLS, "target": "all_in_class"}
    assert compare(assumptions=assumptions, dims=everyone, other=SKILLS).middle < 1


def test_supervision_is_paid_in_school_time_for_a_separate_group_only(assumptions) -> None:
    dear = [
        at_values(assumptions, time=time, target=target).per_pupil.middle
        for target in ("exclusive_negative_decision", "all_in_class") for time in ("in_school", "out_of_school")
    ]  # fmt: skip
    assert dear[0] > dear[1]
    assert dear[2] == dear[3]


def test_transport_is_paid_away_from_the_site_and_not_online(assumptions) -> None:
    site, region = (at_values(assumptions, place=place).per_pupil.middle for place in ("on_site", "regional"))
    trips = [
        each.value for name, each in assumptions.numbers.items() if name in ("trip", "trips_a_week", "weeks_a_year")
    ]
    assert region > site
    assert region - site == pytest.approx(np.prod(trips), rel=0.6)
    online = [at_values(assumptions, mode="online", place=place).per_pupil.middle for place in ("on_site", "regional")]
    assert online[0] == online[1]


def test_a_choice_that_is_not_made_is_drawn_and_widens_the_band(assumptions) -> None:
    closed = estimate(assumptions=assumptions, dims=SKILLS)
    opened = estimate(assumptions=assumptions, dims={**SKILLS, "grouping": "?"})
    assert closed.drawn == ()
    assert opened.drawn == ("grouping",)
    assert opened.per_pupil.high - opened.per_pupil.low > 2 * (closed.per_pupil.high - closed.per_pupil.low)
    assert set(unset_choices({})) == set(CHOICES)


def test_with_the_same_seed_the_same_band(assumptions) -> None:
    assert estimate(assumptions=assumptions, dims=SKILLS, seed=3) == estimate(
        assumptions=assumptions, dims=SKILLS, seed=3
    )
    assert estimate(assumptions=assumptions, dims=SKILLS, seed=3) != estimate(
        assumptions=assumptions, dims=SKILLS, seed=4
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_shares_of_variance_name_what_to_ask_first(assumptions) -> None:
    pytest.importorskip("SALib")
    shares = explain_variance(assumptions=assumptions, dims=SKILLS, base=256)
    assert set(shares) == set(factors_of(assumptions, SKILLS))
    assert next(iter(shares)) in ("hours_a_week", "group_collective", "pupils_exclusive")
    assert abs(shares["group_small"]) < 0.01  # no small groups in this design
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    opened = explain_variance(assumptions=assumptions, dims={**SKILLS, "grouping": "?"}, base=256)
    assert next(iter(opened)) == "grouping"


def test_every_assumption_has_source_date_and_range(assumptions) -> None:
    assert set(assumptions.numbers) == set(NEEDED)
    for each in assumptions.numbers.values():
        assert each.source
        assert each.date
        assert each.low <= each.value <= each.high
    assert [mark.id for mark in assumptions.marks] == ["po_first_year"]
    assert all(mark.source.startswith("BWBR") and mark.valid_from for mark in assumptions.marks)
    assert "cost" not in aef().document


def test_faults_are_told_all_at_once(tmp_path) -> None:
    document = yaml.safe_load(COST.read_text())
    entries = {entry["id"]: entry for entry in document["parameters"]}
    document["parameters"].remove(entries["trip"])
    del entries["hourly_rate"]["source"]
    entries["room_hour"].update(low=9, value=5)
    entries["regions"].update(low=0)
    document["parameters"].append(
        {"id": "luck", "unit": "x", "source": "y", "date": "z", "value": 1, "low": 1, "high": 1}
    )
    document["marks"].append({"id": "rumour", "value": 5})
    path = tmp_path / "cost.yaml"
    path.write_text(yaml.safe_dump(document))
    with pytest.raises(StudyRefused) as refused:
        load_assumptions(path=path, subgroup="glo", level="po")
    for said in ("trip is missing", "[hourly_rate].source: there is none", "value 5 isn't between low 9", "low 0 is below 1",
                 "nobody asks for this", "An amount needs a source and a date"):  # fmt: skip
        assert any(said in fault for fault in refused.value.faults), said
