"""What may be told of a table: nobody can work out a small count, by subtracting or by trying every world there could be."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict

import pytest

from leerrecht.insight import publish
from leerrecht.insight.publishing import rounded

T = 5


def draw(chance: random.Random, classes: int) -> dict[str, list[int]]:
    parts = ["", "a", "b", "c", "d"][chance.randrange(2) : chance.randrange(2, 6)]
    return {part: [chance.choice((0, 1, 3, 4, 5, 6, 9, 20)) for _ in range(classes)] for part in parts}


def shown_sets(table, told) -> list[frozenset[tuple[str, int]]]:
    """Give every count that is shown as the set of cells (part, class) that it is the sum of."""
    places = range(len(next(iter(table.values()))))
    found = []
    if told.whole.units is not None:
        found.append(frozenset(itertools.product(table, places)))
    found += [frozenset((part, k) for part in table) for k in places if told.whole.classes[k] is not None]
    for part, row in told.parts.items():
        if row is not None:
            found.append(frozenset((part, k) for k in places))
            found += [frozenset({(part, k)}) for k in places]
    return found


def test_no_small_count_follows_from_adding_and_subtracting_what_is_shown() -> None:
    """Close the shown sets under union of separate ones and under difference, with exact counts: harder than rounded ones."""
    chance = random.Random(7)
    kept = 0
    for _ in range(1500):
        table = draw(chance, chance.choice((2, 3)))
        if not table:
            continue
        classes = len(next(iter(table.values())))
        told = publish(counts=table, classes=classes, threshold=T, step=1)
        known = set(shown_sets(table, told))
        for _ in range(2):
            pairs = list(itertools.combinations(known, 2))[:3000]
            known |= {one | other for one, other in pairs if not one & other}
            known |= {
                max(pair, key=len) - min(pair, key=len) for pair in pairs if min(pair, key=len) < max(pair, key=len)
            }
        sums = [sum(table[part][k] for part, k in cells) for cells in known]
        assert all(total >= T for total in sums), (table, told)
        kept += len(known) > 3
    assert kept > 300


def test_every_pair_of_shown_numbers_differs_by_none_or_by_enough() -> None:
    chance = random.Random(11)
    for _ in range(3000):
        table = draw(chance, 2)
        if not table:
            continue
        told = publish(counts=table, classes=2, threshold=T, step=1)
        for one, other in itertools.permutations(shown_sets(table, told), 2):
            if other < one:
                assert sum(table[part][k] for part, k in one - other) >= T


@pytest.mark.parametrize("parts", [("a",), ("a", "b")])
def test_whoever_tries_all_worlds_and_knows_the_method_pins_no_small_count(parts) -> None:
    """All worlds that are told in the same words: none of the small counts is the same in all of them."""
    limit = 14 if len(parts) == 1 else 8
    t, step = (5, 5) if len(parts) == 1 else (3, 3)
    worlds = defaultdict(list)
    cells = [(part, k) for part in parts for k in (0, 1)]
    for values in itertools.product(range(limit), repeat=len(cells)):
        table = {part: [values[2 * place], values[2 * place + 1]] for place, part in enumerate(parts)}
        told = publish(counts=table, classes=2, threshold=t, step=step)
        worlds[(told.whole, tuple(told.parts.items()))].append(values)
    for alike in worlds.values():
        for size in range(1, len(cells) + 1):
            for chosen in itertools.combinations(range(len(cells)), size):
                sums = {sum(values[place] for place in chosen) for values in alike}
                assert len(sums) > 1 or not 0 < min(sums) < t, (sums, chosen, alike[:3])


@pytest.mark.parametrize(
    ("counts", "units", "classes", "part"),
    [
        ({"a": [4, 0]}, None, (None, None), None),
        ({"a": [5, 0]}, 5, (None, None), None),
        ({"a": [5, 4]}, 10, (None, None), None),
        ({"a": [5, 5]}, 10, (5, 5), (5, 5)),
        ({"a": [7, 8]}, 15, (5, 10), (5, 10)),
        ({"a": [20, 20], "b": [1, 9]}, 50, (20, 30), None),
        ({"a": [20, 20], "": [5, 5]}, 50, (25, 25), (20, 20)),
        ({"a": [20, 20], "": [5, 4]}, 50, (25, 25), None),
        ({}, None, (None, None), None),
    ],
)
def test_at_the_threshold(counts, units, classes, part) -> None:
    told = publish(counts=counts, classes=2, threshold=5, step=5)
    assert (told.whole.units, told.whole.classes) == (units, classes)
    row = told.parts.get("a")
    assert (row.classes if row else None) == part
    assert "" not in told.parts


def test_classes_of_the_whole_hide_one_more_when_one_is_small() -> None:
    told = publish(counts={"a": [30, 4, 12]}, classes=3, threshold=5, step=5)
    assert told.whole.units == 45
    assert told.whole.classes == (30, None, None)


def test_rounding_is_to_the_nearest_and_halves_go_up() -> None:
    assert [rounded(count, 10) for count in (4, 5, 14, 15, 25)] == [0, 10, 10, 20, 30]
    assert all(abs(rounded(count, 5) - count) <= 2 for count in range(1000))


def test_one_child_more_never_shows_as_one() -> None:
    for count in range(200):
        one, other = (publish(counts={"a": [each, 40]}, classes=2, threshold=5, step=5) for each in (count, count + 1))
        shown = one.whole.classes[0], other.whole.classes[0]
        assert shown[0] == shown[1] or None in shown or shown[1] - shown[0] == 5
