"""One description against all records: found in any spelling, script and order; the index follows each write."""

from __future__ import annotations

import datetime
import random

import pytest

from leerrecht.identity import ChildIndex, ChildRow, as_typed, load_model
from leerrecht.identity.births import birth_columns
from tests.identity.drawn import register

MAXAMED = ChildRow(record="m", given_names="Maxamed", father_name="Cabdi", family_name="Warsame",
                   born_on=datetime.date(2010, 3, 9), sex="m")  # fmt: skip


@pytest.fixture
def index() -> ChildIndex:
    made = ChildIndex(model=load_model())
    made.put([*register(400, seed=3)[0], MAXAMED])
    return made


def first(index: ChildIndex, **asked: object) -> str:
    any_order = bool(asked.pop("any_order", False))
    found = index.find(ChildRow(**asked), any_order=any_order).candidates
    return found[0].record if found else ""


BORN = {"born_on": datetime.date(2010, 3, 9)}


@pytest.mark.parametrize("asked", [
    {"given_names": "Mohammed", "father_name": "Abdi", "family_name": "Warsame", **BORN},
    {"given_names": "محمد", "father_name": "عبدي", "family_name": "Warsame", **BORN},
    {"given_names": "Warsame", "family_name": "Mohamed", **BORN},
    {"given_names": "Mohamed", "father_name": "", "family_name": "Warsamé", **BORN},
    {"given_names": "Mohamed", "father_name": "Cabdi", "family_name": "Warsame"},
    {"given_names": "Mohamed", "father_name": "Cabdi", "family_name": "Warsame", "born_on": datetime.date(2010, 1, 1)},
    {"given_names": "Mohamed", "father_name": "Cabdi", "family_name": "Warsame", "born_on": datetime.date(2010, 9, 3)},
])  # fmt: skip
def test_a_child_is_found_in_other_spellings_scripts_and_dates(index: ChildIndex, asked: dict[str, object]) -> None:
    assert first(index, **asked) == "m"


@pytest.mark.parametrize("text", ["Warsame Cabdi Maxamed", "Abdi Warsame Mohamed", "Mohammed Abdi Warsame"])
def test_names_in_any_order_are_found(index: ChildIndex, text: str) -> None:
    row = as_typed(text)
    assert first(index, given_names=row.given_names, father_name=row.father_name, family_name=row.family_name, any_order=True,
                 **BORN) == "m"  # fmt: skip


def test_an_unknown_child_gives_nothing(index: ChildIndex) -> None:
    assert not index.find(ChildRow(given_names="Zbigniew", family_name="Przybylski")).candidates
    assert not index.find(ChildRow()).candidates
    assert not index.find(ChildRow(given_names="?!", born_on=datetime.date(2010, 3, 9))).candidates


def test_an_empty_index_and_one_record_answer() -> None:
    index = ChildIndex(model=load_model())
    assert not index.find(MAXAMED).candidates
    index.put([MAXAMED])
    assert not index.find(MAXAMED).candidates  # a record isn't its own double
    assert first(index, given_names="Maxamed", family_name="Warsame", father_name="Cabdi", **BORN) == "m"


def test_the_index_follows_each_write(index: ChildIndex) -> None:
    new = ChildRow(
        record="n", given_names="Abel", father_name="Kidane", family_name="Mebrahtu", born_on=MAXAMED.born_on
    )
    asked = {"given_names": "Abel", "father_name": "Kidane", "family_name": "Mebrahtu", **BORN}
    before = len(index)
    assert first(index, **asked) != "n"
    index.put([new])
    assert (first(index, **asked), len(index)) == ("n", before + 1)
    index.put([ChildRow(record="n", given_names="Lukas", family_name="Berger")])
    assert (first(index, **asked), len(index)) != ("n", before)
    assert first(index, given_names="Lukas", family_name="Berger") == "n"
    index.remove("n")
    assert (first(index, given_names="Lukas", family_name="Berger"), len(index)) == ("", before)
    with pytest.raises(KeyError):
        index.remove("n")


def test_many_writes_come_to_the_same_as_a_new_index() -> None:
    rows, _ = register(300, seed=5)
    chance = random.Random(4)
    index = ChildIndex(model=load_model())
    index.put(register(200, seed=9)[0])
    for row in chance.sample(rows, len(rows)):
        index.put([row])
        if chance.random() < 0.3:
            index.remove(row.record)
            index.put([row])
    for record in set(index.roster.places) - {row.record for row in rows}:
        index.remove(record)
    fresh = ChildIndex(model=load_model())
    fresh.put(rows)
    for row in rows[:40]:
        asked = ChildRow(
            given_names=row.given_names, father_name=row.father_name, family_name=row.family_name, born_on=row.born_on
        )
        ours, theirs = (each.find(asked, most=300, at_least=-8).candidates for each in (index, fresh))
        assert {(one.record, round(one.weight, 9)) for one in ours} == {
            (one.record, round(one.weight, 9)) for one in theirs
        }


def test_what_each_comparison_weighs_adds_up(index: ChildIndex) -> None:
    found = index.explain(ChildRow(given_names="Mohamed", family_name="Warsame"), record="m")
    assert found.weight == pytest.approx(found.prior + sum(part.weight for part in found.parts))
    said = {part.comparison: part.level for part in found.parts}
    assert said == {
        "given_names": "same_consonants",
        "family_name": "same_spelling",
        "father_name": "",
        "born_on": "",
        "sex": "",
    }
    assert 0 < found.probability < 1


def test_a_brother_weighs_less_than_the_child_under_another_spelling(index: ChildIndex) -> None:
    same = ChildRow(
        given_names="Muhammad", father_name="Cabdi", family_name="Warsame", born_on=datetime.date(2012, 5, 5)
    )
    brother = ChildRow(
        given_names="Bilal", father_name="Cabdi", family_name="Warsame", born_on=datetime.date(2012, 5, 5)
    )
    weights = [index.explain(row, record="m") for row in (same, brother)]
    assert weights[0].weight > weights[1].weight
    assert weights[1].parts[0].level == "brother_or_sister"
    assert weights[1].weight < load_model().review_floor


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    index = ChildIndex(model=load_model())
    index.put(
        [ChildRow(record=f"c{n}", given_names="Ali", family_name=f"Xyz{'abcdefghij'[n % 10]}") for n in range(200)]
    )
    index.put([ChildRow(record="common", given_names="Ali"), ChildRow(record="rare", given_names="Tewodros")])
    common, rare = (index.explain(ChildRow(given_names=name), record=record).weight
                    for name, record in (("Ali", "common"), ("Tewodros", "rare")))  # fmt: skip
    assert rare > common + 3


def test_a_date_is_cut_into_its_parts() -> None:
    import numpy as np

    parts = birth_columns(np.array([20090701, 20091231, 0], dtype=np.int32))
    assert parts["born_estimated"].tolist() == [True, False, False]
    assert [int(parts[name][1]) for name in ("born_year", "born_month", "born_day", "born_decade", "born_day_tens")] == [
        2009, 12, 31, 0, 3,
    ]  # fmt: skip


@pytest.mark.slow
def test_a_hundred_thousand_records_of_one_name_are_bounded() -> None:
    index = ChildIndex(model=load_model())
    index.put(ChildRow(record=str(n), given_names="Mohammed", family_name="Ali", born_on=datetime.date(2010, 1, 1))
              for n in range(100_000))  # fmt: skip
    index.put(
        [ChildRow(record="other", given_names="Mohammed", family_name="Warsame", born_on=datetime.date(2011, 2, 3))]
    )
    answer = index.find(
        ChildRow(given_names="Mohammed", family_name="Ali", born_on=datetime.date(2010, 1, 1)), at_least=-99
    )
    assert len(answer.candidates) == 10
    assert answer.is_cut
    found = index.find(
        ChildRow(given_names="Mohammed", family_name="Warsame", born_on=datetime.date(2011, 2, 3)), at_least=-99
    )
    assert found.candidates[0].record == "other"
