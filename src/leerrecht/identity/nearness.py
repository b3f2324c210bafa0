"""How near two spellings are, from 0 to 1: an edit distance in which letters that are often written for each other cost less.

Slower and softer than keys, and no evidence by itself: a queue may order by it what weighs the same.
"""

from __future__ import annotations

from functools import lru_cache

from leerrecht.identity.folding import LONGEST, fold, spoken, words_of
from leerrecht.identity.keys import name_keys
from leerrecht.identity.scripts import is_arabic, to_latin

_GROUPS = (
    ("aeiouyı", 0.25), ("iy", 0.1), ("ouw", 0.15), ("ae", 0.1), ("kqcg", 0.35), ("szcx", 0.4), ("td", 0.5), ("dz", 0.5),
    ("bp", 0.5), ("fvwb", 0.45), ("gjy", 0.4), ("jc", 0.4), ("hxk", 0.45), ("ei", 0.15), ("rl", 0.9), ("mn", 0.8),
)  # fmt: skip
"""Letters that stand for each other, and what changing one for another costs; another letter costs 1."""
_LOOSE = {"h": 0.35, "y": 0.3, "w": 0.4, **dict.fromkeys("aeiouı", 0.4)}
"""What leaving a letter out costs; another letter costs 1."""


def _changing() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for letters, cost in _GROUPS:
        for one in letters:
            for other in letters:
                costs[one, other] = 0.0 if one == other else min(cost, costs.get((one, other), 1.0))
    return costs


_CHANGING = _changing()


def _distance(one: str, other: str) -> float:
    """Give the least cost of making one text of another; a letter that repeats the last one is free."""
    row = [0.0]
    for place, letter in enumerate(other):
        row.append(row[-1] + _leaving(other, place, letter))
    for at, ours in enumerate(one):
        drop = _leaving(one, at, ours)
        made = [row[0] + drop]
        for place, theirs in enumerate(other):
            change = 0.0 if ours == theirs else _CHANGING.get((ours, theirs), 1.0)
            made.append(min(row[place] + change, row[place + 1] + drop, made[place] + _leaving(other, place, theirs)))
        row = made
    return row[-1]


def _leaving(text: str, place: int, letter: str) -> float:
    if place and text[place - 1] == letter:
        return 0.05
    return _LOOSE.get(letter, 1.0)


@lru_cache(maxsize=4096)
def _latin(text: str) -> tuple[str, ...]:
    return tuple(to_latin(fold(word) if is_arabic(word) else spoken(word)) for word in words_of(text))


def nearness(one: str, other: str) -> float:
    """Give how near two names are written: 1 is the same, 0 nothing alike; 0 too when either holds no letter.

    >>> nearness("Maxamed", "Mohammed") > nearness("Maxamed", "Mahmoud")
    True
    """
    ours, theirs = _latin(one), _latin(other)
    if not ours or not theirs:
        return 0.0
    found = max(_alike("".join(ours), "".join(theirs)), _alike("".join(sorted(ours)), "".join(sorted(theirs))))
    keys, others = name_keys(one), name_keys(other)
    if set(keys.romans) & set(others.romans):
        return 0.5 + found / 2
    if set(keys.bones) & set(others.bones):
        return 0.3 + 0.7 * found
    return found


def _alike(one: str, other: str) -> float:
    return max(0.0, 1 - _distance(one[:LONGEST], other[:LONGEST]) / max(1.0, (len(one) + len(other)) / 2 * 0.7))
