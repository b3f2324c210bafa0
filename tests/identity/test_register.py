"""A whole register, by Splink: the same weights as one lookup, each pair once, and bounded whatever is in it."""

from __future__ import annotations

import datetime
import sys

import pytest

from leerrecht.identity import ChildIndex, ChildRow, ExtraMissing, link, load_model
from leerrecht.identity.register import settings
from tests.identity.drawn import register

MODEL = load_model()


@pytest.mark.slow
def test_the_register_and_one_lookup_weigh_alike() -> None:
    rows, _ = register(600)
    index = ChildIndex(model=MODEL)
    index.put(rows)
    linked = link(rows, model=MODEL, at_least=-15)
    assert len(linked.pairs) > 100
    for pair in linked.pairs[::7]:
        found = index.explain(rows[pair.left], record=rows[pair.right].record)
        assert found.weight == pytest.approx(pair.weight, abs=1e-6)
        assert {part.comparison: part.level for part in found.parts if part.level} == dict(pair.levels)


@pytest.mark.slow
def test_doubles_stand_first_and_each_pair_once() -> None:
    rows, same = register(600)
    pairs = link(rows, model=MODEL).pairs
    assert all(pair.left < pair.right for pair in pairs)
    assert len({(pair.left, pair.right) for pair in pairs}) == len(pairs)
    assert [pair.weight for pair in pairs] == sorted((pair.weight for pair in pairs), reverse=True)
    found = {(pair.left, pair.right) for pair in pairs}
    assert len(same & found) >= 0.9 * len(same)
    top = [(pair.left, pair.right) in same for pair in pairs[: len(same) // 2]]
    assert sum(top) >= 0.9 * len(top)


@pytest.mark.slow
def test_nothing_is_paired_that_has_no_name() -> None:
    day = datetime.date(2010, 4, 5)
    rows = [
        ChildRow(record=str(n), given_names=name, born_on=day, sex="m")
        for n, name in enumerate(("", "?!", "😀", "", "A"))
    ]
    assert not link(rows, model=MODEL, at_least=-99).pairs


@pytest.mark.slow
def test_odd_names_are_compared_like_any_other() -> None:
    day = datetime.date(2010, 4, 5)
    names = ("Q", "Q", "Ali علي", "Ali علي", "x" * 300, "x" * 300, "ኃይለሥላሴ", "Haile Selassie")
    rows = [ChildRow(record=str(n), given_names=name, family_name=name, born_on=day) for n, name in enumerate(names)]
    found = {(pair.left, pair.right) for pair in link(rows, model=MODEL, at_least=-5).pairs}
    assert found >= {(0, 1), (2, 3), (4, 5), (6, 7)}


def test_no_rows_and_one_row_give_no_pairs() -> None:
    assert not link([], model=MODEL).pairs
    assert not link([ChildRow(record="a", given_names="Ali")], model=MODEL).pairs


@pytest.mark.slow
def test_training_without_labels_keeps_the_order_of_things() -> None:
    rows, same = register(900)
    linked = link(rows, model=MODEL, train=True)
    assert linked.model.version.endswith("+em")
    assert linked.model.levels != MODEL.levels
    for name, levels in linked.model.levels.items():
        assert all(0 < odds.m <= 1 and odds.u == MODEL.levels[name][level].u for level, odds in levels.items())
    found = {(pair.left, pair.right) for pair in linked.pairs}
    assert len(same & found) >= 0.9 * len(same)


@pytest.mark.slow
def test_a_hundred_thousand_records_of_one_name_are_bounded() -> None:
    rows = [ChildRow(record=str(n), given_names="Mohammed", father_name="Ali", family_name="Hassan",
                     born_on=datetime.date(2010, 1, 1), sex="m") for n in range(100_000)]  # fmt: skip
    linked = link(rows, model=MODEL, at_least=-99)
    assert linked.blocked.alike == 100_000
    assert 0 < linked.blocked.pairs <= 3 * 100_000


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(ExtraMissing):
        link([ChildRow(record="a"), ChildRow(record="b")], model=MODEL)


def test_the_settings_never_compare_the_bare_date_and_never_know_origin() -> None:
    made = settings(MODEL, records=1000)
    text = str(made)
    assert made["blocking_rules_to_generate_predictions"] == []
    assert "origin" not in text
    assert "jaro" not in text.lower()
