"""Columns that a list has beside names, date and sex: compared when they are named, by what the list itself teaches."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerrecht.identity import Also, ChildRow, link, load_model
from leerrecht.identity.also import EXACT, TEXT, exact_keys, text_keys
from leerrecht.identity.keys import NOTHING
from leerrecht.identity.words import say_reasons
from tests.identity.drawn import born, register

MODEL = load_model()
SYLLABLES = [one + vowel for one in "bdfgklmnprst" for vowel in "aio"]


def numbered(values: Sequence[str], kind: str = TEXT, place: int = 0, column: str = "number") -> Also:
    return Also(place=place, column=column, kind=kind, values=values)


@pytest.mark.parametrize("text", ["", " ", "---", "😀", "’"])
def test_what_has_no_letter_or_digit_says_nothing(text: str) -> None:
    assert exact_keys(text).exact == ""
    assert text_keys(text) == NOTHING


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("1012 AB", "1012ab", "same"),
        ("Stationsweg 4", "stationsweg  4", "same"),
        ("Café", "CAFE", "same"),
        ("4120983", "4120933", "near"),
        ("4120983", "412098", "near"),
        ("4120983", "4120893", "near"),
        ("Stationsweg", "Stationsplein", ""),
        ("Lange Stationsweg", "Stationsweg 4", "part"),
        ("12", "13", ""),
    ],
)
def test_two_values_are_the_same_near_or_share_a_word(one: str, other: str, found: str) -> None:
    ours, theirs = text_keys(one), text_keys(other)
    kinds = {
        "same": ours.exact == theirs.exact, "near": bool(ours.near & theirs.near),
        "part": bool(set(ours.parts) & set(theirs.parts)),
    }  # fmt: skip
    assert next((kind for kind, is_so in kinds.items() if is_so), "") == found


@given(st.text(max_size=400))
def test_keys_of_any_text_are_bounded(text: str) -> None:
    keys = text_keys(text)
    assert len(keys.exact) <= 320 and len(keys.near) <= len(keys.exact) + 1
    assert bool(keys.exact) == bool(keys.parts)


def doubled(size: int = 1000) -> tuple[list[ChildRow], set[tuple[int, int]], list[str]]:
    """Draw children with a number, of whom some are there twice under another given name and without a date of birth."""
    chance = random.Random(3)
    rows, same, numbers = list[ChildRow](), set[tuple[int, int]](), list[str]()
    while len(rows) < size:
        given, father, family = ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(3))
        rows.append(
            ChildRow(
                record=f"r{len(rows)}", given_names=given, father_name=father, family_name=family, born_on=born(chance)
            )
        )
        numbers.append(f"{chance.randrange(10**7):07}")
        if chance.random() < 0.1:
            same.add((len(rows) - 1, len(rows)))
            rows.append(dataclasses.replace(rows[-1], record=f"r{len(rows)}", given_names="Onbekend", born_on=None))
            numbers.append(numbers[-1] if chance.random() < 0.8 else numbers[-1][:3] + "x" + numbers[-1][4:])
    return rows, same, numbers


@pytest.mark.slow
@pytest.mark.parametrize("kind", [EXACT, TEXT])
def test_a_number_that_is_named_finds_what_names_do_not(kind: str) -> None:
    rows, same, numbers = doubled()
    without = {(pair.left, pair.right) for pair in link(rows, model=MODEL, train=True, at_least=2).pairs}
    linked = link(rows, model=MODEL, train=True, at_least=2, also=[numbered(numbers, kind)])
    found = {(pair.left, pair.right) for pair in linked.pairs}
    assert len(same & without) < 0.2 * len(same)
    assert len(same & found) > (0.95 if kind == TEXT else 0.7) * len(same)
    assert len(found - same) < 0.1 * len(found)
    odds = linked.model.levels["also0"]
    assert odds["same_spelling"].m > odds["different"].m
    assert sum(each.m for each in odds.values()) == pytest.approx(1)
    assert sum(each.u for each in odds.values()) == pytest.approx(1)


@pytest.mark.slow
def test_a_column_of_one_value_or_of_none_says_nothing_and_costs_no_pairs() -> None:
    rows, _ = register(300)
    usual = link(rows, model=MODEL, train=True)
    empty = link(rows, model=MODEL, train=True, also=[numbered([""] * len(rows))])
    everywhere = link(rows, model=MODEL, train=True, also=[numbered(["Zandakker"] * len(rows))])
    weights = [[pair.weight for pair in linked.pairs[:50]] for linked in (usual, empty, everywhere)]
    assert weights[1] == pytest.approx(weights[0])
    assert weights[2] == pytest.approx(weights[0], abs=0.2)
    assert not any("also0" in pair.levels for pair in empty.pairs)


@pytest.mark.slow
def test_no_column_leaves_everything_as_it_was() -> None:
    rows, _ = register(300)
    assert link(rows, model=MODEL, also=[]) == link(rows, model=MODEL)


@pytest.mark.slow
def test_odd_names_of_columns_and_values_do_no_harm() -> None:
    rows, _ = register(200)
    values = ["'; DROP TABLE children; --", 'a"b', "\\", "%s", "é" * 500] * 40
    linked = link(rows, model=MODEL, train=True, also=[numbered(values[: len(rows)], column='x"; DROP TABLE y')])
    assert linked.pairs


def test_reasons_name_the_column_as_the_list_does() -> None:
    also = [numbered([], column="Postcode"), numbered([], EXACT, place=1, column="VNummer")]
    levels = {"sex": "same", "also0": "one_letter", "also1": "different"}
    assert say_reasons(levels, "nl", also) == "zelfde geslacht; Postcode: één teken anders; VNummer: anders"
    assert say_reasons(levels, "en", also) == "same sex; Postcode: one character different; VNummer: different"
    assert say_reasons({"sex": "same"}, "nl", also) == "zelfde geslacht"
