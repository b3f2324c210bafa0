"""A study that is unsound is refused whole: every fault at once, each with its place and what to do."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
import yaml

from leerrecht.appraisal import StudyRefused, load_study, weigh_design
from leerrecht.appraisal.loading import check_study
from leerrecht.appraisal.outcome import appraise
from leerrecht.appraisal.plain import design_object, outcomes_object
from leerrecht.appraisal.simulation import Settings
from tests.appraisal.studies import AEF, aef, faults_of, made, small


def test_the_small_study_is_sound() -> None:
    assert faults_of(small()) == []


def test_the_supplied_study_holds_what_was_encoded() -> None:
    study = aef()
    encoded = [name for name in study.findings if not name.startswith("JJI")]
    assert (len(encoded), len(study.judgements), len(study.orderings), len(study.vetoes)) == (138, 168, 78, 6)
    assert len(study.columns) == 14
    assert study.claims["C11"].rests_on == ("JJI1", "JJI2", "JJI3", "JJI4", "JJI5")
    assert all(study.claims[name].rests_on for name in study.claims)
    assert all(each.chapter for each in study.findings.values())
    assert check_study(study.document).notices == []


def change_score(document):
    document["judgements"][0]["score"] = "+-"


def change_weights(document):
    document["normenkader"]["blocks"][0]["weight"] = 0.7


def go_round(document):
    document["normenkader"]["criteria"][2]["same_as"] = "Y2"


def veto_missing_dimension(document):
    document["vetoes"][0]["when"]["tmie"] = ["in_school"]


def veto_missing_value(document):
    document["vetoes"][0]["when"]["time"] = ["at_night"]


def name_nobody(document):
    document["judgements"][0]["findings"] = ["F9"]


def empty_subgroup(document):
    document["subgroups"].append({"id": "old", "name": "Older"})


def know_nothing(document):
    for cell in document["judgements"]:
        cell.update(score="unknown")
        cell.pop("lo", None)
        cell.pop("hi", None)


def contradict(document):
    document["judgements"][1].update(score="-", lo="-", hi="-")
    document["judgements"][0].update(score="-", lo="-", hi="0")


def same_cell_twice(document):
    document["judgements"].append(dict(document["judgements"][0]))


def outside_range(document):
    document["judgements"][0]["score"] = "++"


def part_a_statement(document):
    document["judgements"][0]["statement"] = document["judgements"][2]["statement"] = "one"


def misspell(document):
    document["findings"][0]["polarty"] = document["findings"][0].pop("polarity")


def misspell_part(document):
    document["vetos"] = document.pop("vetoes")


def say_twice(document):
    document["scenarios"].append(dict(document["scenarios"][0]))


def count_twice(document):
    document["normenkader"]["mcda_columns"].append("Y2")


def veto_on_everything(document):
    document["vetoes"][0].pop("when")


def hit_wrongly(document):
    document["vetoes"][0]["hits"] = ["S2"]


def compare_unjudged(document):
    document["judgements"] = [
        cell for cell in document["judgements"] if cell["scenario"] != "S2" or cell["criterion"] != "X"
    ]


WRONG = [
    (change_score, r"judgements\[0: young S1/X\]\.score: '\+-' isn't a code\. Write one of: --, -, 0, \+, \+\+, unknown"),
    (change_weights, r"normenkader\.blocks: the weights add up to 1\.2, not 1: 0\.7 \(good\) \+ 0\.5 \(doable\)"),
    (go_round, r"same-as goes round: Y2 -> Z -> Y2"),
    (veto_missing_dimension, r"vetoes\[V1\]\.when: there is no design dimension 'tmie'\. Do you mean time\?"),
    (veto_missing_value, r"vetoes\[V1\]\.when\.time\[0\]: 'at_night' is no value of time\. Write one of: in_school"),
    (name_nobody, r"findings\[0\]: 'F9' doesn't exist among findings\. Write one of: F1"),
    (empty_subgroup, r"subgroups\[old\]: this subgroup is empty: nothing is judged for it\. Add judgements"),
    (know_nothing, r"subgroups\[young\]: every cell of this subgroup is unknown, so there is nothing to weigh"),
    (contradict, r"for young these comparisons can't hold together within the ranges: orderings\[0\] \(S2 above S1\)"),
    (same_cell_twice, r"judgements\[6: young S1/X\]: this cell stands also at judgements\[0"),
    (outside_range, r"score: \+\+ is outside its range -- to 0"),
    (part_a_statement, r"its range 0 to 0 differs from -- to 0 at judgements\[0.*both are statement one"),
    (misspell, r"findings\[F1\]\.polarty: this name isn't known here\. Do you mean polarity\?"),
    (misspell_part, r"vetos: this part isn't known\. Do you mean vetoes\?"),
    (say_twice, r"scenarios\[2\]\.id: S1 is also the id of scenarios\[0\]"),
    (count_twice, r"mcda_columns\[3\]: Y2 is the same as Z and would count twice"),
    (veto_on_everything, r"vetoes\[V1\]: this veto falls on every design"),
    (hit_wrongly, r"vetoes\[V1\]\.hits: it says S2, but its condition hits S1"),
    (compare_unjudged, r"orderings\[0\]: S2/X isn't judged for young, so it can't be compared"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG, ids=lambda each: getattr(each, "__name__", ""))
def test_a_fault_is_told_with_place_and_remedy(change, said) -> None:
    document = small()
    change(document)
    faults = faults_of(document)
    assert any(re.search(said, fault) for fault in faults), faults
    own = [fault for fault in faults if "shown_by" not in fault]  # a test may lean on what is wrong
    assert len(own) == 1, faults


def test_all_faults_are_told_at_once() -> None:
    document = small()
    changes = (change_weights, go_round, veto_missing_dimension, name_nobody, empty_subgroup, misspell)
    for change in changes:
        change(document)
    faults = faults_of(document)
    for change, said in WRONG:
        if change in changes:
            assert any(re.search(said, fault) for fault in faults), said


def test_a_long_chain_that_climbs_too_high_is_told_whole_and_no_more() -> None:
    document = small()
    names = [f"T{number}" for number in range(6)]
    document["scenarios"] += [{"id": name, "name": name, "dims": {}} for name in names]
    document["judgements"] += [
        {"scenario": name, "subgroup": "young", "criterion": "X", "score": "0", "lo": "--", "hi": "++"}
        for name in names
    ]
    document["orderings"] += [
        {"criterion": "X", "subgroups": ["young"], "better": better, "worse": worse}
        for worse, better in pairwise(names)
    ]
    fault = next(each for each in faults_of(document) if each.startswith("orderings"))
    assert fault.count(" above ") == 5  # six scenarios need six levels, and there are five
    assert "S2 above S1" not in fault


@pytest.mark.parametrize(
    "text",
    ["", "- 1\n- 2", "meta: {title: [", "a: &a [*a]", "meta: 2026-02-30", "\x00", "scenarios: 3\nfindings: {a: 1}"],
)
def test_what_is_no_study_is_refused_in_words(tmp_path, text) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(StudyRefused) as refused:
        load_study(path=path)
    assert all(": " in fault for fault in refused.value.faults)


WRONG_KINDS = (
    None,
    3,
    -1.5,
    "text",
    "",
    True,
    [],
    {},
    [None],
    [3],
    [{}],
    {"a": {"b": 1}},
    [[1]],
    {"all": "x"},
    float("nan"),
)


def places_in(part, path=()):
    yield path
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, content in items:
        yield from places_in(content, (*path, name))


def put(document, path, value):
    for name in path[:-1]:
        document = document[name]
    if value is LEFT_OUT:
        del document[path[-1]]
    else:
        document[path[-1]] = value


LEFT_OUT = object()


@pytest.mark.parametrize(
    "wrong", [*WRONG_KINDS, LEFT_OUT], ids=lambda each: "left out" if each is LEFT_OUT else repr(each)
)
def test_any_place_may_hold_any_wrong_kind_without_a_crash(wrong) -> None:
    """Either faults in words, or a study that can be weighed and designed with."""
    for path in places_in(small()):
        if not path:
            continue
        document = small()
        put(document, path, wrong)
        faults = faults_of(document)
        assert all(re.search(r"\S: \S", fault) for fault in faults)
        if not faults:
            study = made(document)
            outcomes = appraise(study, settings=Settings(draws=20))
            json.dumps(outcomes_object(study, outcomes, "nl"), allow_nan=False)
            for group in study.subgroups:
                found = weigh_design(study, dims={"time": "in_school"}, subgroup=group)
                json.dumps(design_object(study, found, "en"), allow_nan=False)


def test_an_unknown_name_is_noticed_and_not_used() -> None:
    document = small()
    document["my_own_notes"] = ["later"]
    document["findings"][0]["seen_by_me"] = True
    assert check_study(document).lines == []
    assert [notice.partition(":")[0] for notice in check_study(document).notices] == [
        "my_own_notes", "findings[F1].seen_by_me",
    ]  # fmt: skip


def test_ten_thousand_findings_are_no_trouble() -> None:
    document = small()
    first = document["findings"][0]
    document["findings"] += [{**first, "id": f"M{number}"} for number in range(10_000)]
    outcome = appraise(made(document), settings=Settings(draws=200))["young"]
    assert outcome.scenarios["S1"].vetoes == ("V1",)


def test_ten_thousand_faults_are_all_told() -> None:
    document = small()
    first = document["findings"][0]
    document["findings"] = [{**first, "id": f"M{number}", "polarity": 7} for number in range(10_000)]
    document["judgements"][0]["findings"] = []
    assert sum("isn't a direction" in fault for fault in faults_of(document)) == 10_000


def test_the_supplied_file_says_what_was_corrected_and_why() -> None:
    document = yaml.safe_load(AEF.read_text())
    assert all(each["what"] and each["why"] for each in document["changes"])
    assert "coder’s where the report is silent" in document["original_options"]["mapping_basis"]
