"""Registers of any size that are drawn, not found: names recombined from attested spellings, nobody in them exists."""

from __future__ import annotations

import datetime
import json
import random
from itertools import accumulate
from pathlib import Path

from leerrecht.identity import ChildRow

GROUPS = Path(__file__).parent / "names" / "name-part-groups.jsonl"
DOUBLES = 0.2
"""Copies for each child, so that a sixth of the records are doubles."""
_FIRST = datetime.date(2004, 1, 1).toordinal()
_DAYS = 4380
_SUFFIXES = ("", "", "i", "zai", "zada", "oglu", "ani", "pour", "ullah", "far")


class _Names:
    """Groups of spellings of one name, the first drawn as often as the hundred-thousandth is rarely."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        groups = [json.loads(line)["latin"] for line in path.read_text(encoding="utf-8").splitlines()]
        latin = [[each for each in group if each.isascii() and each.isalpha()] for group in groups]
        bare = [group for group in latin if group]
        chance.shuffle(bare)
        self.groups = [[each + suffix for each in group] for suffix in dict.fromkeys(_SUFFIXES) for group in bare]
        self.weights = list(accumulate(1 / (place + 20) for place in range(len(self.groups))))

    def draw(self, chance: random.Random, count: int) -> list[list[str]]:
        return chance.choices(self.groups, cum_weights=self.weights, k=count)


def _born(chance: random.Random) -> datetime.date:
    day = datetime.date.fromordinal(_FIRST + chance.randrange(_DAYS))
    return day if chance.random() < 0.6 else day.replace(month=1 if chance.random() < 0.9 else 7, day=1)


def _typo(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("aeiouhmnrst") + text[place + 1 :]


def _copy(row: ChildRow, spellings: list[list[str]], chance: random.Random) -> tuple[str, ...]:
    names = [
        chance.choice(group) if chance.random() < 0.4 else name
        for name, group in zip(row.names, spellings, strict=True)
    ]
    if chance.random() < 0.1:
        names = names[::-1]
    if chance.random() < 0.1:
        place = chance.randrange(3)
        names[place] = _typo(names[place], chance)
    if chance.random() < 0.35:
        names[1] = ""
    return tuple(names)


def make_register(*, path: Path, size: int, seed: int = 7) -> tuple[list[ChildRow], list[int]]:
    """Draw a register of so many records; gives the rows and, for each, the number of its child.

    `path`: groups of spellings, one JSON object a line with a list `latin`.
    """
    chance = random.Random(seed)
    names = _Names(path, chance)
    children = round(size / (1 + DOUBLES))
    drawn = [names.draw(chance, children) for _ in range(3)]
    rows, truth = [], []
    for child, spellings in enumerate(zip(*drawn, strict=True)):
        given, father, family = (chance.choice(group) for group in spellings)
        row = ChildRow(record=f"r{child}", given_names=given, father_name=father, family_name=family, born_on=_born(chance),
                       sex="m" if chance.random() < 0.8 else "v")  # fmt: skip
        rows.append(row)
        truth.append(child)
        if len(rows) - child - 1 < (child + 1) * DOUBLES and chance.random() < 0.9 and len(rows) < size:
            given, father, family = _copy(row, list(spellings), chance)
            born = row.born_on if chance.random() < 0.75 else _born(chance)
            rows.append(ChildRow(record=f"r{child}b", given_names=given, father_name=father, family_name=family, born_on=born,
                                 sex=row.sex))  # fmt: skip
            truth.append(child)
    return rows, truth
