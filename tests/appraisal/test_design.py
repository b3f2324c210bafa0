"""A design of one's own: carry over, fall away, open, new; vetoes that lift; the law in and out of school time."""

from __future__ import annotations

import pytest

from leerrecht.appraisal import DesignRefused, read_design, weigh_design
from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.design import find_base
from tests.appraisal.studies import aef, made, small

ISK = (
    "content=skills,focus=practical,time=in_school,obligation=mandatory,target=all_in_class,return_framing=implicit,"
    "provider=isk"
)


def weigh(text: str, subgroup: str = "amv", base: str | None = None):
    return weigh_design(aef(), dims=read_design(aef(), text), subgroup=subgroup, base=base)


def test_skills_at_isk_for_everyone_in_school_time_has_no_veto_left() -> None:
    found = weigh(ISK)
    assert found.base == "C2"
    assert found.vetoes == ()
    assert found.lifted == ("V1", "V4", "V6")
    assert {"F4A11", "F4A14", "F4A17", "F6J08"} <= set(found.carry_over)
    assert {"F7H01", "F4A09", "F6J09", "F7C03"} <= set(found.fall_away)
    assert found.open == ("F6P02", "F6O04")
    assert found.why["F6O04"] == ("place", "mode")
    assert found.new == ("F7H04",)
    assert (len(found.carry_over), len(found.fall_away)) == (39, 16)


def test_every_finding_of_the_subgroup_is_in_one_place_or_never_applied() -> None:
    found, base = weigh(ISK), aef().scenarios["C2"].dims
    placed = [*found.carry_over, *found.fall_away, *(name for name in found.open if name in aef().findings)]
    assert len(placed) == len(set(placed))
    for name, each in aef().findings.items():
        if "amv" in each.subgroups and name not in placed:
            assert holds(each.applies_if, base) is not True
    assert set(found.new) <= set(found.carry_over)


def test_nothing_has_a_default_but_current_law() -> None:
    found = weigh("content=origin_language_culture,time=in_school")
    assert "V3" in found.vetoes  # current law
    assert "V3" not in weigh("content=origin_language_culture,time=in_school,law=experiment").vetoes
    assert {"V1", "V4", "V6"} <= set(found.open)  # the target is unset
    assert "target" in found.unset
    assert "law" not in found.unset
    assert found.lifted == ()  # V1 is open, so it isn't lifted


def test_the_base_shares_most_and_of_several_the_first() -> None:
    assert find_base(aef(), {"content": "skills"}) == "C1"
    assert find_base(aef(), {"content": "skills", "time": "in_school"}) == "C2"
    assert find_base(aef(), {"provider": "isk"}) == "A1"
    assert weigh(ISK, base="A1").base == "A1"


@pytest.mark.parametrize(
    ("base", "changes", "left"),
    [
        ("C1", {"target": "all_in_class"}, ()), ("C2", {"target": "all_at_location"}, ()),
        ("A1", {"target": "all_in_class", "return_framing": "implicit"}, ("V2",)),
        ("A2", {"target": "all_in_class"}, ("V2", "V3")), ("B2", {"target": "all_in_class"}, ("V3",)),
        ("A1", {"focus": "current_affairs_origin"}, ("V1", "V2", "V5", "V6")), ("C1", {"scale": "local"}, ("V1",)),
    ],
)  # fmt: skip
def test_vetoes_lift_with_what_lifts_them(base, changes, left) -> None:
    dims = {**aef().scenarios[base].dims, **changes}
    for subgroup in ("glo", "amv"):
        assert weigh_design(aef(), dims=dims, subgroup=subgroup, base=base).vetoes == left


def test_what_lifts_a_veto_really_does() -> None:
    for veto in aef().vetoes.values():
        for scenario in aef().scenarios.values():
            if holds(veto.when, scenario.dims):
                for dimension, values in veto.lifted_by.items():
                    for value in values:
                        assert holds(veto.when, {**scenario.dims, dimension: value}) is False, (
                            veto.id,
                            dimension,
                            value,
                        )


def test_the_law_is_checked_at_both_times_and_levels() -> None:
    legal = weigh(ISK).legal
    assert legal["in_school"]["vo"].verdict == "allowed within limits"
    assert "L6" in legal["in_school"]["vo"].rules
    assert legal["in_school"]["po"].verdict == "open question"
    assert legal["out_of_school"]["vo"].verdict == "not stated"  # mandatory, out of school: the report doesn't say
    voluntary = weigh("content=skills,time=out_of_school,obligation=voluntary").legal
    assert voluntary["out_of_school"]["po"].verdict == "allowed"


def test_a_language_in_school_time_needs_another_law() -> None:
    legal = weigh("content=world_language,time=in_school,target=all_in_class").legal["in_school"]
    assert {level: answer.verdict for level, answer in legal.items()} == dict.fromkeys(
        ("po", "vo"), "only after a change of law"
    )
    assert legal["po"].ways_out == ("L10", "L11")
    assert "L2" in legal["po"].rules
    assert "L3" in legal["vo"].rules
    under = weigh("content=world_language,time=in_school,target=all_in_class,law=experiment").legal["in_school"]["po"]
    assert (under.verdict, under.ways_out) == ("only after a change of law", ("L11",))


def test_what_is_unset_leaves_the_law_open_and_says_on_what_it_hangs() -> None:
    answer = weigh("time=in_school,target=all_in_class").legal["in_school"]["po"]
    assert answer.verdict == "depends on what is unset"
    assert "content" in answer.hangs_on
    separate = weigh("time=in_school,target=exclusive_negative_decision").legal["in_school"]["vo"]
    assert separate.verdict == "depends on what is unset"  # L7 asks, but L3 may forbid: that weighs more
    assert "L7" in separate.rules
    assert "L3" in separate.open


def test_conditions_practice_room_countries_and_custody_show_where_they_bear() -> None:
    found = weigh(ISK)
    assert found.conditions["F4A12"] is True
    assert found.conditions["F5A08"] is None  # tailoring is unset
    assert {"L6", "RV1", "RV2"} <= set(found.practice)
    assert {"JJI5", "JJI3"} <= set(found.context)
    assert weigh(ISK.replace("all_in_class", "all_in_class"), subgroup="glo").practice == ()
    assert "SE" in weigh("content=origin_language_culture,time=out_of_school", subgroup="glo").context
    assert "SE" not in found.context


def test_parties_of_another_level_have_no_share() -> None:
    shares = {each.id: each.entry["party"] for each in aef().piofach}
    assert "school_glo" not in {shares[name] for name in weigh(ISK).piofach}
    assert "isk" in {shares[name] for name in weigh(ISK).piofach}


def test_faults_in_a_design_are_told_all_at_once() -> None:
    with pytest.raises(DesignRefused) as refused:
        read_design(aef(), "conten=skills,time=at_night,mode,target=all_in_class,target=all_at_location")
    assert len(refused.value.faults) == 4
    assert "Do you mean content?" in refused.value.faults[0]
    with pytest.raises(DesignRefused):
        weigh_design(aef(), dims={}, subgroup="nobody", base="Q9")


def test_a_veto_on_a_score_stays_open_for_a_design_without_scores() -> None:
    document = small()
    document["vetoes"].append(
        {
            "id": "V2",
            "name": "Misfit",
            "block": "good",
            "subgroups": ["young"],
            "at_most": {"X": "-"},
            "rests_on": ["F1"],
        }
    )
    study = made(document)
    found = weigh_design(study, dims={"time": "out_of_school"}, subgroup="young")
    assert found.open == ("V2",)
    assert weigh_design(study, dims=study.scenarios["S1"].dims, subgroup="young", base="S1").vetoes == ("V1",)
