"""A small study to change, and the supplied one."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from leerrecht.appraisal import Study, StudyRefused, load_study, make_study

AEF = Path(__file__).parents[2] / "studies" / "aef-2025" / "study.yaml"

SMALL: dict[str, Any] = {
    "meta": {"title": "Two ways to teach"},
    "normenkader": {
        "blocks": [{"id": "good", "weight": 0.5}, {"id": "doable", "weight": 0.5}],
        "criteria": [
            {"id": "X", "name": "Fits the child", "block": "good"},
            {"id": "Y", "name": "Fits the school", "block": "doable",
             "indicators": [{"id": "Y1", "name": "Staff"}, {"id": "Y2", "name": "Money", "same_as": "Z"}]},
            {"id": "Z", "name": "Money", "block": "doable"},
        ],
        "mcda_columns": ["X", "Y1", "Z"],
    },
    "design_dimensions": {"values": {"time": ["in_school", "out_of_school"], "law": ["current", "experiment"]}},
    "scenarios": [
        {"id": "S1", "name": "During school", "dims": {"time": "in_school"}},
        {"id": "S2", "name": "After school", "dims": {"time": "out_of_school"}},
    ],
    "subgroups": [{"id": "young", "name": "Young children", "level": "po"}],
    "findings": [
        {"id": "F1", "chapter": "H1", "subgroups": ["young"], "criterion": "X", "polarity": -1, "kind": "effect",
         "said_by": "teachers", "applies_if": {"time": ["in_school"]}, "text": "They miss their own class."},
    ],
    "judgements": [
        {"scenario": "S1", "subgroup": "young", "criterion": "X", "score": "-", "lo": "--", "hi": "0", "findings": ["F1"]},
        {"scenario": "S2", "subgroup": "young", "criterion": "X", "score": "+", "lo": "0", "hi": "++"},
        {"scenario": "S1", "subgroup": "young", "criterion": "Y1", "score": "0"},
        {"scenario": "S2", "subgroup": "young", "criterion": "Y1", "score": "-"},
        {"scenario": "S1", "subgroup": "young", "criterion": "Z", "score": "unknown"},
        {"scenario": "S2", "subgroup": "young", "criterion": "Z", "score": "-"},
    ],
    "orderings": [{"criterion": "X", "subgroups": ["young"], "better": "S2", "worse": "S1"}],
    "vetoes": [
        {"id": "V1", "name": "Not in school time", "block": "doable", "subgroups": ["young"],
         "when": {"time": ["in_school"], "law": ["current"]}, "rests_on": ["F1"], "lift": "an experiment"},
    ],
    "legal": {
        "in_school": [{"id": "L1", "law": "an act", "rule": "School time is for the curriculum.", "effect": "limits",
                       "levels": ["po"], "applies_if": {"time": ["in_school"]}, "rests_on": ["F1"]}],
        "ways_out": [{"id": "L2", "instrument": "An experiment", "under": "experiment", "needs": "a political choice"}],
    },
    "conclusions": [
        {"id": "C1", "text": "After school fits better.", "subgroups": ["young"], "rests_on": ["F1"],
         "shown_by": [{"above": [["S2", "S1"]], "on": ["X"]}, {"vetoed": ["S1"], "by": ["V1"]}, {"first": ["S2"]},
                      {"at_most": "0", "on": ["X"], "of": ["S1"]}, {"ranked": [["S2", "S1"]]}, {"cited": ["F1"]},
                      {"design": {"law": "experiment"}, "base": "S1", "vetoes": []}]},
    ],
    "recommendations": [{"id": "R1", "text": "Do it after school.", "subgroups": ["young"], "rests_on": ["C1"]}],
    "tensions": [{"id": "T1", "text": "Staff is in school.", "between": ["F1", "C1"], "subgroup": "both"}],
    "gaps": ["Nobody asked the children.", {"id": "G2", "text": "No amounts.", "bears_on": ["Z"]}],
    "facts": [{"id": "N1", "what": "children", "value": 12}],
    "parties": ["school"],
    "piofach_by_party": [{"element": "Y1", "party": "school", "scenarios": ["S1"], "impact": "-", "text": "Staff.",
                          "findings": ["F1"]}],
    "country_study": {"countries": [{"c": "SE", "text": "After school.", "bears_on": {"time": ["out_of_school"]}}]},
    "practice_room": {"subgroups": ["young"], "content": [], "legal": ["L1"]},
    "party_levels": {"school": "po"},
}  # fmt: skip


def small() -> dict[str, Any]:
    """Give the small study, to change."""
    return copy.deepcopy(SMALL)


def made(document: dict[str, Any]) -> Study:
    return make_study(document, name="small")[0]


def faults_of(document: Any) -> list[str]:
    """Give the faults of a document; none when it is sound."""
    try:
        make_study(document, name="small")
    except StudyRefused as refused:
        return refused.faults
    return []


@cache
def aef() -> Study:
    return load_study(path=AEF)[0]
