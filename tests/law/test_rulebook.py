"""A rulebook that is unsound is refused whole, with every fault at once."""

from __future__ import annotations

import datetime
import shutil

import pytest
import yaml

from leerrecht.law.dates import UNKNOWN, day_number
from leerrecht.law.parameters import OFFICE_PARAMETERS, PARAMETERS, in_force
from leerrecht.law.rulebook import RulebookRefused, load_rulebook
from tests.law.bridge import RULEBOOK, rulebook


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(RULEBOOK, tmp_path / "nl")
    return tmp_path / "nl"


def change(folder, file: str, edit) -> list[str]:
    path = folder / file
    document = yaml.safe_load(path.read_text())
    edit(document)
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    with pytest.raises(RulebookRefused) as refused:
        load_rulebook(folder=folder)
    return refused.value.faults


def values(document, name: str):
    return next(entry for entry in document if entry["id"] == name)["values"]


def test_supplied_rulebook_is_sound() -> None:
    assert set(rulebook().parameters) == {*PARAMETERS, *OFFICE_PARAMETERS}


@pytest.mark.parametrize("name", ["handover.yaml", "cooperation.yaml"])
def test_the_lists_beside_the_rules_are_part_of_what_is_checked(folder, name) -> None:
    assert change(folder, name, lambda document: document.update(more=1)) == [f"{name}: 'more' isn't known here"]
    (folder / name).write_text("points: [")
    with pytest.raises(RulebookRefused, match=rf"{name}: this isn't valid YAML"):
        load_rulebook(folder=folder)
    (folder / name).unlink()
    with pytest.raises(RulebookRefused, match=rf"{name}: the file is missing"):
        load_rulebook(folder=folder)


def test_gap_between_two_values_is_refused(folder) -> None:
    def edit(document) -> None:
        values(document, "placement.term_months")[1]["from"] = datetime.date(2026, 6, 14)

    assert change(folder, "parameters/placement.yaml", edit) == [
        "parameters/placement.yaml: placement.term_months: no value holds between 2026-06-11 and 2026-06-14"
    ]


def test_overlap_of_two_values_is_refused(folder) -> None:
    def edit(document) -> None:
        values(document, "placement.term_months")[0]["to"] = datetime.date(2026, 6, 12)

    faults = change(folder, "parameters/placement.yaml", edit)
    assert faults == ["parameters/placement.yaml: placement.term_months: two values hold at once from 2026-06-12"]


def test_an_open_value_before_another_is_an_overlap(folder) -> None:
    def edit(document) -> None:
        values(document, "placement.term_months")[0]["to"] = None

    assert "two values hold at once" in change(folder, "parameters/placement.yaml", edit)[0]


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("source", None, "the source is missing"),
        ("certainty", "sure", "certainty 'sure' isn't one of"),
        ("value", "two", "'two' isn't a whole number"),
        ("value", True, "True isn't a whole number"),
        ("from", "12 juni", "from '12 juni' isn't a date"),
        ("to", datetime.date(2001, 1, 1), "before it begins"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(folder, field, wrong, said) -> None:
    def edit(document) -> None:
        values(document, "placement.term_months")[1][field] = wrong

    (fault,) = change(folder, "parameters/placement.yaml", edit)
    assert fault.startswith("parameters/placement.yaml: placement.term_months, value 2: ")
    assert said in fault


def test_all_faults_are_told_at_once(folder) -> None:
    (folder / "parameters" / "adult.yaml").write_text("a: [")
    holidays = folder / "holidays.yaml"
    holidays.write_text(
        holidays.read_text().replace("2027-2028\n    certainty: high", "2028-2029\n    certainty: high")
    )

    def edit(document) -> None:
        values(document, "period.move_weeks_ahead")[0]["source"] = ""
        document.append({"id": "period.unheard_of", "title": {"nl": "x", "en": "x"}, "unit": "days",
                         "values": [{"value": 1, "certainty": "policy", "source": "x"}]})  # fmt: skip

    faults = "\n".join(change(folder, "parameters/period.yaml", edit))
    for said in (
        "adult.yaml: this isn't valid YAML", "adult.eighteen_due_months is missing", "the source is missing",
        "no rule knows period.unheard_of", "2028-2029 doesn't follow 2026-2027",
    ):  # fmt: skip
        assert said in faults


def test_a_parameter_that_rules_always_need_must_hold_on_every_day(folder) -> None:
    def edit(document) -> None:
        values(document, "placement.notice_days")[0]["from"] = datetime.date(2026, 6, 12)
        values(document, "placement.under_five_years")[0]["to"] = datetime.date(2030, 1, 1)

    faults = change(folder, "parameters/placement.yaml", edit)
    assert [fault.split(": ")[1] for fault in faults] == ["placement.notice_days", "placement.under_five_years"]
    assert "no value holds at the beginning" in faults[0]
    assert "no value holds at the end" in faults[1]


def test_a_text_that_asks_for_what_nothing_fills_is_refused(folder) -> None:
    def edit(document) -> None:
        document["placement.term"]["says"]["overdue"]["nl"] = "Voor {duo_on}."

    assert change(folder, "texts/placement.yaml", edit) == ["texts: placement.term: says.overdue asks for {duo_on}"]


def test_holidays_that_overlap_or_lack_a_region_are_refused(folder) -> None:
    def edit(document) -> None:
        document["years"][0]["mei"]["noord"] = [datetime.date(2026, 2, 25), datetime.date(2026, 3, 4)]
        del document["years"][1]["zomer"]["zuid"]

    faults = change(folder, "holidays.yaml", edit)
    assert faults == [
        "holidays.yaml: 2025-2026: mei in noord overlaps the holiday before it",
        "holidays.yaml: 2026-2027: zomer has no first and last day for zuid",
    ]


def test_a_text_that_lacks_a_language_is_refused(folder) -> None:
    def edit(document) -> None:
        del document["placement.term"]["says"]["overdue"]["en"]

    assert change(folder, "texts/placement.yaml", edit) == ["texts: placement.term: says.overdue has no en"]


def test_a_town_in_two_regions_is_refused(folder) -> None:
    def edit(document) -> None:
        document["regions"]["zuid"].append("Veenmeer")

    assert change(folder, "regions.yaml", edit) == ["regions.yaml: Veenmeer stands in two places"]


@pytest.mark.parametrize(("day", "months"), [("2026-06-11", 3), ("2026-06-12", 2)])
def test_the_value_in_force_follows_the_day(day, months) -> None:
    law = rulebook().law_on(datetime.date(2026, 9, 1))
    date = datetime.date.fromisoformat(day)
    assert in_force(law, PARAMETERS.index("placement.term_months"), day_number(date)) == months
    assert rulebook().value_on("placement.term_months", date) == months


def test_an_expired_value_never_stays_in_force() -> None:
    law = rulebook().law_on(datetime.date(2029, 1, 1))
    assert in_force(law, PARAMETERS.index("tnv.max_months"), day_number(datetime.date(2028, 10, 12))) == UNKNOWN
    with pytest.raises(KeyError):
        rulebook().value_on("tnv.max_months", datetime.date(2028, 10, 12))


def test_the_hash_follows_the_content(folder) -> None:
    before = load_rulebook(folder=folder).hash
    path = folder / "parameters" / "period.yaml"
    path.write_text(path.read_text().replace("value: 12", "value: 13"))
    assert load_rulebook(folder=folder).hash != before
    assert before == rulebook().hash
