"""A study of one's own: it begins as a copy, only grows, says what stood before, and tells when somebody changed it by hand."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml

from leerrecht.appraisal import StudyRefused, load_study, make_study
from leerrecht.appraisal.fields import Faults
from leerrecht.appraisal.history import make_entries, replay
from leerrecht.appraisal.loading import lay_history
from leerrecht.appraisal.matrix_files import write_matrix
from leerrecht.appraisal.own_copy import add_to_copy, begin_copy, read_changes
from tests.appraisal.studies import AEF, faults_of, small

SOURCE = {"id": "S9", "title": "A study of internships", "title_nl": "Een onderzoek naar stages", "language": "en"}
FINDING = {
    "id": "X1", "chapter": "H1", "subgroups": ["young"], "criterion": "Y1", "polarity": 1, "kind": "effect",
    "said_by": "teachers", "applies_if": {"time": ["in_school"]}, "text": "Staff is there.", "source": "S9",
    "quote": "There is staff.", "span": {"page": 12, "from": 3, "to": 5},
}  # fmt: skip
CELL = {"subgroup": "young", "scenario": "S1", "criterion": "Y1", "score": "+", "findings": ["X1"]}
WHO = {"by": "policy adviser", "why": "a new study", "date": "2026-05-01"}


@pytest.fixture
def mine(tmp_path) -> Path:
    original = tmp_path / "original.yaml"
    original.write_text("# The words of who wrote it.\n" + yaml.safe_dump(small(), sort_keys=False))
    begin_copy(source=original, target=tmp_path / "mine.yaml", **WHO)
    return tmp_path / "mine.yaml"


def refused(*arguments, **named) -> list[str]:
    with pytest.raises(StudyRefused) as caught:
        add_to_copy(*arguments, **named)
    return caught.value.faults


def test_a_copy_is_the_study_with_a_name_of_its_own(mine) -> None:
    study, _ = load_study(path=mine)
    assert study.id == "mine"
    assert study.findings == make_study(small(), name="small")[0].findings
    assert [entry["now"] for entry in study.history] == [{"id": "mine"}]
    assert mine.read_text().startswith("# The words of who wrote it.\n")


def test_a_copy_of_a_copy_goes_on(mine, tmp_path) -> None:
    begin_copy(source=mine, target=tmp_path / "again.yaml", **WHO)
    study, _ = load_study(path=tmp_path / "again.yaml")
    assert study.id == "again"
    assert [entry["was"]["id"] for entry in study.history] == [None, "mine"]


def test_nothing_is_written_over_a_file(mine) -> None:
    with pytest.raises(StudyRefused, match="exists already"):
        begin_copy(source=AEF, target=mine, **WHO)


def test_what_is_added_stands_below_and_what_stood_is_kept(mine) -> None:
    before = mine.read_text()
    _, entries = add_to_copy(
        path=mine, changes={"sources": [SOURCE], "findings": [FINDING], "judgements": [CELL]}, **WHO
    )
    assert [entry["id"] for entry in entries] == ["E002", "E003", "E004"]
    assert mine.read_text().startswith(before)
    assert entries[2]["of"] == "young/S1/Y1"
    assert entries[2]["was"] == {"score": "0", "findings": None}
    assert entries[2]["now"] == {"score": "+", "findings": ["X1"]}
    assert {(entry["by"], entry["why"], entry["date"]) for entry in entries} == {tuple(WHO.values())}
    study, notices = load_study(path=mine)
    assert notices == []
    assert study.findings["X1"].quote == "There is staff."
    assert study.findings["X1"].span == {"page": 12, "from": 3, "to": 5}
    assert study.sources["S9"].text["nl"] == "Een onderzoek naar stages"
    assert study.cells["young", "S1", "Y1"].score == 1


def test_a_field_is_taken_away_by_null_and_what_it_was_is_kept(mine) -> None:
    cell = {"subgroup": "young", "scenario": "S1", "criterion": "X", "score": "-", "lo": None, "hi": None}
    _, entries = add_to_copy(path=mine, changes={"judgements": [cell]}, **WHO)
    assert entries[0]["was"] == {"lo": "--", "hi": "0"}
    found = load_study(path=mine)[0].cells["young", "S1", "X"]
    assert (found.low, found.score, found.high) == (-1, -1, -1)


def test_the_study_as_it_was_can_be_had(mine) -> None:
    add_to_copy(path=mine, changes={"findings": [{**FINDING, "source": "S9"}], "sources": [SOURCE]}, **WHO)
    add_to_copy(path=mine, changes={"judgements": [CELL]}, **WHO)
    document = yaml.safe_load(mine.read_text())
    assert make_study(document, name="mine", until="E004")[0].cells["young", "S1", "Y1"].score == 0
    assert "X1" in make_study(document, name="mine", until="E004")[0].findings
    assert "X1" not in make_study(document, name="mine", until="E002")[0].findings


def test_a_trial_writes_nothing(mine) -> None:
    before = mine.read_bytes()
    grown, entries = add_to_copy(path=mine, changes={"judgements": [{**CELL, "findings": []}]}, write=False, **WHO)
    assert mine.read_bytes() == before
    assert len(entries) == 1
    assert make_study(grown, name="mine")[0].cells["young", "S1", "Y1"].score == 1


def test_every_fault_is_told_at_once_and_nothing_is_written(mine) -> None:
    before = mine.read_bytes()
    faults = refused(
        path=mine,
        changes={
            "findings": [{**FINDING, "criterion": "Q", "span": {"page": 3, "from": 9, "to": 2}}],
            "judgements": [{**CELL, "score": "+++"}],
            "normenkader": {"blocks": []},
            "findngs": [],
        },
        **WHO,
    )
    told = "\n".join(faults)
    for each in ("'Q' doesn't exist", "'S9' doesn't exist among sources", "ends before it begins", "'+++' isn't a code",
                 "normenkader", "Do you mean findings?"):  # fmt: skip
        assert each in told, each
    assert mine.read_bytes() == before


@pytest.mark.parametrize(
    "changes", [None, [], "text", {"findings": {"id": "X"}}, {"findings": ["X"]}, {"judgements": [3]}]
)
def test_what_is_no_study_is_refused_in_words(mine, changes) -> None:
    assert refused(path=mine, changes=changes, **WHO)


def test_what_stands_there_already_is_no_change(mine) -> None:
    same = {"findings": small()["findings"], "gaps": small()["gaps"], "judgements": small()["judgements"]}
    assert "stands there already" in refused(path=mine, changes=same, **WHO)[0]


def test_a_study_without_history_is_not_added_to(tmp_path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(yaml.safe_dump(small()))
    assert "--copy" in refused(path=path, changes={"findings": [FINDING]}, **WHO)[0]


def test_an_open_end_is_needed_to_grow(mine) -> None:
    mine.write_text(mine.read_text() + "limitations: [one]\n")
    assert any(
        "changed after it was written" in fault for fault in refused(path=mine, changes={"gaps": ["New."]}, **WHO)
    )


def twice(mine: Path) -> dict:
    add_to_copy(path=mine, changes={"sources": [SOURCE], "findings": [FINDING]}, **WHO)
    return yaml.safe_load(mine.read_text())


def test_who_changes_what_was_written_is_found_out(mine) -> None:
    whole = twice(mine)
    assert faults_of(whole) == []
    for change in (
        lambda document: document["history"][1].update(by="somebody else"),
        lambda document: document["history"][1].update(why="another reason"),
        lambda document: document["history"].pop(1),
        lambda document: document["history"].reverse(),
        lambda document: document["findings"][0].update(text="Another text."),
        lambda document: document["history"][2]["add"].update(polarity=-1),
    ):
        changed = copy.deepcopy(whole)
        change(changed)
        assert any("was changed after it was written" in line for line in faults_of(changed))


def test_a_slip_is_told_once(mine) -> None:
    changed = twice(mine)
    changed["history"][0]["why"] = "another reason"
    assert len([line for line in faults_of(changed) if "after it was written" in line]) == 1


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"part": "judgements", "of": "young/S7/Y1", "was": {}, "now": {"score": "+"}}, "isn't in judgements"),
        (
            {"part": "judgements", "of": "young/S1/Y1", "was": {"score": "++"}, "now": {"score": "+"}},
            "isn't what stood there",
        ),
        ({"part": "judgements", "of": "young/S1/Y1"}, "has of, was and now"),
        ({"part": "normenkader.blocks", "add": {"id": "b"}}, "normenkader.blocks"),
        ({"part": "findings"}, "isn't in findings"),
    ],
)
def test_an_entry_written_by_hand_is_checked_too(mine, entry, said) -> None:
    document = yaml.safe_load(mine.read_text())
    document["history"].append({"id": "E002", "by": "x", "date": "2026-05-01", "why": "x", "seal": "0" * 32, **entry})
    assert any(said in line for line in faults_of(document))


@pytest.mark.parametrize("history", ["text", [3], [{}], [{"part": "findings"}], {"id": "E001"}])
def test_a_history_of_a_wrong_kind_is_a_fault_in_words(history) -> None:
    assert any(line.startswith("history") for line in faults_of({**small(), "history": history}))


def test_a_comparison_that_no_longer_holds_is_dropped_and_kept_in_the_history(mine) -> None:
    worse = {"subgroup": "young", "scenario": "S2", "criterion": "X", "score": "--", "lo": "--"}
    told = refused(path=mine, changes={"judgements": [{**worse, "hi": "--"}]}, **WHO)
    assert any("can't hold together" in line for line in told)
    named = {"subgroups": ["young"], "criterion": "X", "better": "S2", "worse": "S1", "drop": True}
    _, entries = add_to_copy(path=mine, changes={"orderings": [named], "judgements": [{**worse, "hi": "--"}]}, **WHO)
    assert entries[0]["drop"] == small()["orderings"][0]
    study, _ = load_study(path=mine)
    assert study.orderings == ()
    assert study.cells["young", "S2", "X"].score == -2


@pytest.mark.parametrize(
    ("part", "entry"),
    [("findings", {"id": "F7", "drop": True}), ("meta", {"drop": True}), ("gaps", {"id": "G9", "drop": True})],
)
def test_what_is_not_there_is_not_dropped(mine, part, entry) -> None:
    changes = {part: entry if part == "meta" else [entry]}
    assert any("can't be dropped" in line for line in refused(path=mine, changes=changes, **WHO))


def test_a_finding_on_which_something_rests_is_not_dropped(mine) -> None:
    told = refused(path=mine, changes={"findings": [{"id": "F1", "drop": True}]}, **WHO)
    assert any("'F1' doesn't exist" in line for line in told)


def test_a_matrix_changes_only_the_cells_that_differ(mine, tmp_path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("subgroup,scenario,criterion,score\nyoung,S1,Y1,'++\nyoung,S2,Y1,-\n")
    changes = read_changes(path=path, document=yaml.safe_load(mine.read_text()))
    _, entries = add_to_copy(path=mine, changes=changes, **WHO)
    assert [(entry["of"], entry["now"]) for entry in entries] == [("young/S1/Y1", {"score": "++"})]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_matrix_that_was_written_and_not_changed_changes_nothing(mine, tmp_path, suffix) -> None:
    path = tmp_path / f"matrix{suffix}"
    write_matrix(load_study(path=mine)[0], path=path)
    assert read_changes(path=path, document=yaml.safe_load(mine.read_text())) == {"judgements": []}


def test_entries_are_the_same_each_time() -> None:
    made = [make_entries(small(), {"gaps": ["New."]}, faults=Faults(), **WHO) for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0][0]["seal"]) == 32


def test_a_study_without_history_is_given_as_it_is() -> None:
    document = small()
    assert replay(document, Faults())[0] is document


def test_a_study_that_was_read_can_be_made_again(mine) -> None:
    add_to_copy(path=mine, changes={"gaps": ["New."]}, **WHO)
    study, _ = load_study(path=mine)
    again, _ = make_study(study.document, name="mine")
    assert (again.gaps, again.history) == (study.gaps, ())
    assert lay_history(yaml.safe_load(mine.read_text())) == study.document


def test_many_findings_are_added_at_once(mine) -> None:
    many = [{**FINDING, "id": f"X{number}", "source": "S9"} for number in range(2_000)]
    add_to_copy(path=mine, changes={"sources": [SOURCE], "findings": many}, **WHO)
    assert len(load_study(path=mine)[0].findings) == 2_001
