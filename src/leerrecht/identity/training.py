"""How often each level occurs: m from pairs that people decided are one child, u from pairs drawn at random.

Twins, brothers and sisters are among the random pairs as often as among the records. Nothing is learned from `origin`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from leerrecht.identity.births import COLUMNS, birth_columns
from leerrecht.identity.comparisons import COMPARISONS, Comparison
from leerrecht.identity.conditions import Column
from leerrecht.identity.keys import VERSION
from leerrecht.identity.model import Model, Odds
from leerrecht.identity.roster import Roster
from leerrecht.identity.scoring import SILENT, levels_of

DRAWN = 4_000_000
"""Random pairs for u: what occurs once in a hundred thousand pairs is seen forty times."""
_SEED = 20261125

Places = NDArray[np.intp]


class RosterPairs:
    """Pairs of records of one roster, given by their places."""

    def __init__(self, roster: Roster, left: Places, right: Places, *, shared: SharedKeys | None = None) -> None:
        self.roster = roster
        self.places = {"l": left, "r": right}
        self._shared = shared or SharedKeys(roster)
        self._columns = birth_columns(roster.born[: roster.size])
        self._bits: dict[tuple[str, str], NDArray[np.uint8]] = {}

    def shared(self, left: str, right: str) -> NDArray[np.uint8]:
        """Give which kinds of keys two names share."""
        if (left, right) not in self._bits:
            ours, theirs = self.roster.names[left][self.places["l"]], self.roster.names[right][self.places["r"]]
            self._bits[left, right] = self._shared.of(ours, theirs)
        return self._bits[left, right]

    def column(self, name: str, *, side: str) -> Column:
        """Give a column of one side."""
        places = self.places[side]
        if name in COLUMNS:
            return self._columns[name][places]
        if name in ("sex", "sex_absent"):
            return self.roster.sex[places] if name == "sex" else np.asarray(self.roster.sex[places] == 0)
        if name == "born_year_absent":
            return np.asarray(self.roster.born[places] == 0)
        return np.asarray(self.roster.names[name.partition("_")[0]][places] == 0)

    def share(self, name: str, *, side: str) -> NDArray[np.float64]:
        """Give how common the value of one side is."""
        if name == "sex":
            return self.roster.shares(name, self.roster.sex[self.places[side]])
        field, _, kind = name.partition("_")
        values = self.roster.vocabulary.numbers(kind)[self.roster.names[field][self.places[side]]]
        return self.roster.shares(name, values)


class SharedKeys:
    """Which kinds of keys any two names of a roster share, found once."""

    def __init__(self, roster: Roster) -> None:
        roster.vocabulary.settle()
        self._codes, self._bits = roster.vocabulary.sharing()
        self._size = len(roster.vocabulary)

    def of(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Give the kinds for names by their numbers."""
        codes = left.astype(np.int64) * self._size + right
        places = np.minimum(np.searchsorted(self._codes, codes), max(len(self._codes) - 1, 0))
        if not len(self._codes):
            return np.zeros(len(codes), dtype=np.uint8)
        return np.where(self._codes[places] == codes, self._bits[places], np.uint8(0))


def draw_pairs(size: int, *, drawn: int = DRAWN) -> tuple[Places, Places]:
    """Draw pairs of different records at random, always the same ones for a size."""
    chance = np.random.default_rng(_SEED)
    left, right = chance.integers(0, size, drawn), chance.integers(0, size, drawn)
    return left[left != right], right[left != right]


def rates(comparison: Comparison, levels: NDArray[np.int8]) -> NDArray[np.float64]:
    """Give how often each level occurs among pairs about which the comparison says something; none is 0 or 1."""
    counts = np.bincount(levels[levels != SILENT], minlength=len(comparison.level_names)) + 0.5
    return np.asarray(counts / counts.sum())


def learn(roster: Roster, *, same: tuple[Places, Places], doubles: float, rarest: float, version: str,
          about: Mapping[str, object], floors: tuple[float, float], drawn: int = DRAWN,
          kind: type[RosterPairs] = RosterPairs) -> Model:  # fmt: skip
    """Make a model from the pairs of places that are one child, and from random pairs.

    `doubles`: doubles for each record; `floors`: the weights from which a pair is shown, and from which it is likely; `kind`:
    how pairs are looked at, for trying what becomes of the model without something.
    """
    shared = SharedKeys(roster)
    alike = kind(roster, *same, shared=shared)
    chance = kind(roster, *draw_pairs(roster.size, drawn=drawn), shared=shared)
    levels: dict[str, dict[str, Odds]] = {}
    for each in COMPARISONS:
        m, u = (rates(each, levels_of(each, pairs)) for pairs in (alike, chance))
        odds = [Odds(*both) for both in zip(m.tolist(), u.tolist(), strict=True)]
        for place, level in enumerate(each.levels):
            if level.says_only_how_common:
                odds[place] = Odds(odds[place].m, odds[place].m)
        levels[each.name] = dict(zip(each.level_names, odds, strict=True))
    return Model(version=version, keys=VERSION, doubles=doubles, review_floor=floors[0], read_first=floors[1], rarest=rarest,
                 levels=levels, about=about)  # fmt: skip


def same_pairs(children: Sequence[str]) -> tuple[Places, Places]:
    """Give the places of all pairs of records with the same value, such as the child each record is known to be of."""
    places: dict[str, list[int]] = {}
    for place, child in enumerate(children):
        places.setdefault(child, []).append(place)
    pairs = [(one, other) for each in places.values() for at, one in enumerate(each) for other in each[at + 1 :]]
    left, right = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return left, right
