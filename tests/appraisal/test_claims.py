"""Tests of a claim: each kind holds and fails as its page says, and counter-evidence is found on the right side."""

from __future__ import annotations

import pytest

from leerrecht.appraisal.outcome import appraise
from leerrecht.appraisal.simulation import Settings
from tests.appraisal.studies import made, small

DRAWS = Settings(draws=400)


def claimed(tests, change=lambda document: None, scoring="range"):
    """Give the one conclusion of the small study with these tests."""
    document = small()
    document["meta"]["concluding_chapter"] = "H9"
    document["conclusions"] = [
        {"id": "C1", "text": "So it is.", "subgroups": ["young"], "rests_on": ["F1"], "shown_by": tests}
    ]
    document["recommendations"], document["tensions"] = [], []
    change(document)
    outcome = appraise(made(document), settings=Settings(draws=400, scoring=scoring))["young"]
    return next(each for each in outcome.conclusions if each.id == "C1")


def add_finding(**fields):
    def change(document):
        document["findings"].append({**document["findings"][0], **fields})

    return change


HOLDS = [
    [{"vetoed": ["S1"]}], [{"vetoed": ["S1"], "by": ["V1"], "blocks": ["doable"]}],
    [{"above": [["S2", "S1"]], "on": ["X"]}], [{"above": [["S2", "S2"]], "on": ["X"], "strict": False}],
    [{"at_most": "0", "on": ["X"], "of": ["S1"]}], [{"at_least": "0", "on": ["X"], "of": ["S2"]}],
    [{"cited": ["F1"], "of": ["S1"]}], [{"design": {"law": "experiment"}, "base": "S1", "vetoes": []}],
    [{"design": {}, "base": "S1", "vetoes": ["V1"]}],
]  # fmt: skip
FAILS = [
    [{"vetoed": ["S2"]}], [{"vetoed": ["S1"], "blocks": ["good"]}], [{"above": [["S1", "S2"]], "on": ["X"]}],
    [{"above": [["S2", "S2"]], "on": ["X"]}], [{"at_most": "--", "on": ["X"], "of": ["S2"]}],
    [{"at_least": "++", "on": ["Y1"], "of": ["S1"]}], [{"cited": ["F1"], "of": ["S2"]}],
    [{"design": {}, "base": "S1", "vetoes": []}], [{"vetoed": ["S1"]}, {"vetoed": ["S2"]}],
]  # fmt: skip


@pytest.mark.parametrize("tests", HOLDS, ids=str)
def test_what_holds_is_reproduced(tests) -> None:
    found = claimed(tests)
    assert (found.status, found.robustness) == ("reproduced", 1.0)


@pytest.mark.parametrize("tests", FAILS, ids=str)
def test_what_does_not_hold_differs(tests) -> None:
    found = claimed(tests)
    assert (found.status, found.robustness) == ("differs", 0.0)


def test_citing_only_the_concluding_chapter_shows_nothing_and_is_labelled() -> None:
    late = add_finding(id="F9", chapter="H9")
    assert claimed([{"cited": ["F9"]}], late).status == "differs"
    assert claimed([{"cited": ["F9"]}], late).circular == ("F9",)
    assert claimed([{"cited": ["F1", "F9"]}], late).status == "reproduced"


def test_without_tests_or_on_an_unknown_cell_as_coded_nothing_is_derived() -> None:
    assert claimed([]).status == "not derivable"
    about_money = [{"at_most": "0", "on": ["Z"], "of": ["S1"]}]
    assert claimed(about_money, scoring="point").status == "not derivable"
    assert claimed([{"at_most": "0", "on": ["Z"], "of": ["S2"]}], scoring="point").status == "reproduced"
    drawn = claimed(about_money)
    assert drawn.status == "differs"
    assert 0.5 < drawn.robustness < 0.7  # three of five values


@pytest.mark.parametrize(
    ("finding", "speaks"),
    [
        ({"polarity": 1, "applies_if": {"time": ["in_school"]}}, True),  # for what is put last
        ({"polarity": -1, "applies_if": {"time": ["out_of_school"]}}, True),  # against what is put first
        ({"polarity": 1, "applies_if": {"time": ["out_of_school"]}}, False),
        ({"polarity": -1, "applies_if": {"time": ["in_school"]}}, False),
        ({"polarity": -1, "applies_if": {}}, False),  # against both alike
        ({"polarity": -1, "applies_if": {"time": ["out_of_school"]}, "criterion": "Z"}, False),  # on something else
        ({"polarity": None, "applies_if": {"time": ["out_of_school"]}}, False),
    ],
    ids=str,
)
def test_counter_evidence_speaks_for_the_other_side_only(finding, speaks) -> None:
    found = claimed([{"above": [["S2", "S1"]], "on": ["X"]}], add_finding(id="F2", **finding))
    assert ("F2" in found.counter) == speaks


def test_who_is_first_beside_another_is_not_first_alone() -> None:
    def level(document):
        document["orderings"] = []
        document["judgements"] = [
            {"scenario": name, "subgroup": "young", "criterion": column, "score": "0"}
            for name in ("S1", "S2") for column in ("X", "Y1", "Z")
        ]  # fmt: skip

    assert claimed([{"first": ["S1"]}], level).robustness == 0.0
    assert claimed([{"first": ["S1", "S2"]}], level).robustness == 1.0
    assert claimed([{"ranked": [["S1", "S2"]]}], level).robustness == 0.0


def test_who_is_level_at_the_top_is_told_together() -> None:
    document = small()
    document["orderings"], document["conclusions"], document["recommendations"], document["tensions"] = [], [], [], []
    document["judgements"] = [
        {"scenario": name, "subgroup": "young", "criterion": column, "score": "0"}
        for name in ("S1", "S2") for column in ("X", "Y1", "Z")
    ]  # fmt: skip
    (own,) = appraise(made(document), settings=DRAWS)["young"].conclusions
    assert own.text["en"] == "S1, S2 are best of the 2 and not recommended as formulated."
    assert own.robustness is None
    document["vetoes"] = []
    (own,) = appraise(made(document), settings=DRAWS)["young"].conclusions
    assert own.text["nl"] == "S1, S2 passen het best van de 2; er valt geen veto op."
