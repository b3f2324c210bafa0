"""The standard list of tasks: complete, in every language, and refused whole with every fault at once."""

from __future__ import annotations

import datetime
import shutil

import pytest
import yaml

from leerrecht.law.parameters import NEEDED_BY
from leerrecht.law.rulebook import RulebookRefused, load_rulebook
from leerrecht.law.rules import RULE
from leerrecht.law.tables import STAY_KINDS, TASKS
from leerrecht.law.words import say_task
from leerrecht.web.words import DOOR_LANGUAGES
from tests.law.bridge import RULEBOOK, rulebook


@pytest.fixture
def edited(tmp_path):
    shutil.copytree(RULEBOOK, tmp_path / "nl")

    def change(edit, file: str = "tasks.yaml") -> list[str]:
        path = tmp_path / "nl" / file
        document = yaml.safe_load(path.read_text())
        edit(document)
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
        with pytest.raises(RulebookRefused) as refused:
            load_rulebook(folder=tmp_path / "nl")
        return refused.value.faults

    return change


def test_every_task_says_what_it_is_who_holds_it_and_what_a_child_reads() -> None:
    assert set(TASKS) <= set(rulebook().tasks)
    for task in rulebook().tasks.values():
        assert set(task.child) == set(DOOR_LANGUAGES)
        assert all(task.holder_in(kind) for kind in STAY_KINDS)
    for task in TASKS:
        assert rulebook().tasks[task].ask, task


def test_for_whom_a_task_is_needed_is_a_dated_parameter_with_its_source() -> None:
    for task in TASKS:
        (value,) = rulebook().parameters[f"roles.needed_{task}"].values
        assert value.shown in NEEDED_BY and value.source and value.certainty == "policy"


def test_what_betrays_a_status_is_closed_in_the_rule_too() -> None:
    closed = {task.id for task in rulebook().tasks.values() if task.category == "residence_status"}
    assert set(RULE["roles.gap"].item_categories) == closed


def test_a_task_of_ones_own_is_said_as_it_was_written() -> None:
    assert say_task("buddy_bij_sport", rulebook(), "nl") == "Buddy bij sport"
    assert say_task(" Contact_School", rulebook(), "en") == "Contact with school"


def test_every_fault_is_told_at_once(edited) -> None:
    def edit(tasks) -> None:
        del tasks["medical"]
        del tasks["eighteen"]["child"]["ar"]
        tasks["procedure"]["category"] = "secret"
        tasks["transport"]["held_by"] = {"igloo": "coa", "poa": "ngo"}
        tasks["mentor"]["needed"] = []
        tasks["coach"]["colour"] = "blue"
        tasks["teacher"]["source"] = " "
        tasks["holiday_plan"]["needed"][0]["value"] = "some"
        tasks["absence_call"]["needed"].append(
            {"value": "everyone", "from": datetime.date(2027, 1, 1), "certainty": "policy", "source": "x"}
        )

    faults = edited(edit)
    said = "\n".join(faults)
    for part in (
        "medical is missing; a rule asks for it", "eighteen: child has no ar", "procedure: category 'secret' isn't one of",
        "transport: held_by has no other", "mentor: needed: no rule can ask for this task", "coach: 'colour' isn't known",
        "teacher: the source is missing", "roles.needed_holiday_plan, value 1: 'some' isn't one of",
        "roles.needed_absence_call: two values hold at once from 2027-01-01", "roles.needed_medical is missing",
    ):  # fmt: skip
        assert part in said, part


def test_kinds_of_stay_and_organisations_are_known_ones(edited) -> None:
    def edit(tasks) -> None:
        tasks["transport"]["held_by"] = {"other": "coa", "igloo": "coa", "poa": "ngo"}

    assert len(edited(edit)) == 2


@pytest.mark.parametrize("category", ["residence_status", "health"])
def test_a_neutral_task_may_betray_nothing(edited, category) -> None:
    def edit(tasks) -> None:
        tasks["fixed_contact"]["category"] = category

    assert edited(edit) == [f"access.yaml: neutral_tasks: fixed_contact betrays {category}; no school may see it"]


def test_a_neutral_task_stands_in_the_list(edited) -> None:
    def edit(access) -> None:
        access["neutral_tasks"]["buddy"] = "residence"

    assert edited(edit, "access.yaml") == ["access.yaml: neutral_tasks: buddy isn't in tasks.yaml"]


def test_no_tasks_at_all_is_refused(tmp_path) -> None:
    shutil.copytree(RULEBOOK, tmp_path / "nl")
    (tmp_path / "nl" / "tasks.yaml").unlink()
    with pytest.raises(RulebookRefused, match=r"tasks\.yaml: the file is missing"):
        load_rulebook(folder=tmp_path / "nl")


def test_a_task_needed_from_a_day_on_is_asked_for_from_that_day(tmp_path) -> None:
    """An agreement changes the list: the rule follows, without a line of code."""
    from leerrecht.law.conclusions import find_conclusions
    from tests.law.bridge import caseload_of
    from tests.law.oracle import History

    shutil.copytree(RULEBOOK, tmp_path / "nl")
    path = tmp_path / "nl" / "tasks.yaml"
    document = yaml.safe_load(path.read_text())
    first = datetime.date(2026, 10, 1)
    document["daily_rhythm"]["needed"] = [
        {"value": "nobody", "to": first - datetime.timedelta(days=1), "certainty": "policy", "source": "x"},
        {"value": "everyone", "from": first, "certainty": "policy", "source": "afspraak"},
    ]
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    book = load_rulebook(folder=tmp_path / "nl")
    born = datetime.date(2012, 1, 1)
    caseload = caseload_of([History(born_from=born, born_to=born, unaccompanied=False)])

    def keys(on: datetime.date) -> set[str]:
        found = find_conclusions(caseload=caseload, rulebook=book, on=on)
        return {each.key for each in found if each.rule == "roles.gap"}

    assert keys(first - datetime.timedelta(days=1)) == {"contact_school"}
    assert keys(first) == {"contact_school", "daily_rhythm"}
