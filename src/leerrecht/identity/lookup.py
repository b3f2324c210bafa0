"""Is this child known? One description against all records in memory, with the weights of the register's model.

First every record gets a rough mark: how many of the names asked about it holds, in any place, and how near its date is.
That reads all records, so it takes the same time however common a name is. Only the best few thousand are then weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from leerrecht.identity.births import COLUMNS, as_number, birth_columns
from leerrecht.identity.children import SEXES, ChildRow
from leerrecht.identity.comparisons import COMPARISONS, NAMES
from leerrecht.identity.conditions import KEY_BITS, Column
from leerrecht.identity.folding import words_of
from leerrecht.identity.keys import NameKeys, name_keys
from leerrecht.identity.model import Model, probability
from leerrecht.identity.roster import Roster
from leerrecht.identity.scoring import SILENT, Scored, score

MOST_WEIGHED = 3_000
"""Records that are weighed for one question, shared by the orders of names that are tried; the rest had a lower mark."""
_MARKS = np.zeros(32, dtype=np.uint8)
for _bits in range(1, 32):
    _MARKS[_bits] = 4 if _bits & 3 else 3 if _bits & KEY_BITS["bones"] else 2
_SAME_DAY, _SAME_YEAR, _NEAR_YEAR = 4, 2, 1


@dataclass(frozen=True)
class Part:
    """What one comparison says about a pair: the name of its level, empty when it says nothing, and what it weighs."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True)
class Candidate:
    """A record that may be the child asked about. `parts`: what each comparison weighs; with the prior they add up."""

    record: str
    weight: float
    prior: float
    parts: tuple[Part, ...]

    @property
    def probability(self) -> float:
        """Give the chance that it is the same child, if the model is right."""
        return probability(self.weight)


@dataclass(frozen=True)
class Answer:
    """Candidates, likeliest first. `is_cut`: more records looked as alike as the last that were weighed."""

    candidates: tuple[Candidate, ...]
    is_cut: bool = False


class _Asked:
    """One description beside records of a roster, as pairs: the description left, the records right."""

    def __init__(self, roster: Roster, keys: Sequence[NameKeys], bits: Sequence[NDArray[np.uint8]], row: ChildRow,
                 places: NDArray[np.intp]) -> None:  # fmt: skip
        self.roster, self.places, self.sex = roster, places, SEXES.index(row.sex)
        self.keys = dict(zip(NAMES, keys, strict=True))
        self.bits = dict(zip(NAMES, bits, strict=True))
        self.born = np.array([as_number(row.born_on)], dtype=np.int32)
        self._columns = {"l": birth_columns(self.born), "r": birth_columns(roster.born[places])}

    def shared(self, left: str, right: str) -> NDArray[np.uint8]:
        return self.bits[left][self.roster.names[right][self.places]]

    def column(self, name: str, *, side: str) -> Column:
        is_left = side == "l"
        if name in COLUMNS:
            return self._columns[side][name]
        if name in ("sex", "sex_absent"):
            values = np.array([self.sex], dtype=np.int8) if is_left else self.roster.sex[self.places]
            return values if name == "sex" else np.asarray(values == 0)
        if name == "born_year_absent":
            return np.asarray((self.born if is_left else self.roster.born[self.places]) == 0)
        field = name.partition("_")[0]
        if is_left:
            return np.array([not self.keys[field].exact])
        return np.asarray(self.roster.names[field][self.places] == 0)

    def share(self, name: str, *, side: str) -> NDArray[np.float64]:
        if side == "l":
            return np.full(len(self.places), self._own_share(name))
        if name == "sex":
            return self.roster.shares(name, self.roster.sex[self.places])
        field, _, kind = name.partition("_")
        values = self.roster.vocabulary.numbers(kind)[self.roster.names[field][self.places]]
        return self.roster.shares(name, values)

    def _own_share(self, name: str) -> float:
        if name == "sex":
            return float(self.roster.shares(name, np.array([self.sex]))[0])
        field, _, kind = name.partition("_")
        return self.roster.share_of(name, str(getattr(self.keys[field], kind)))


class ChildIndex:
    """All records of a register, ready to be asked. Holds names and dates: it is as personal as the register itself.

    >>> from leerrecht.identity.model import load_model
    >>> index = ChildIndex(model=load_model())
    >>> index.put([ChildRow(record="a", given_names="Maxamed", family_name="Cali"), ChildRow(record="b", family_name="Yusuf")])
    >>> index.find(ChildRow(given_names="محمد", family_name="Ali")).candidates[0].record
    'a'
    """

    def __init__(self, *, model: Model) -> None:
        self.model = model
        self.roster = Roster()

    def __len__(self) -> int:
        """Count the records."""
        return len(self.roster)

    def put(self, rows: Iterable[ChildRow]) -> None:
        """Add records, or replace those that are there under the same name."""
        self.roster.put(rows)

    def remove(self, record: str) -> None:
        """Take a record away. Raises `KeyError` when it isn't there."""
        self.roster.remove(record)

    def find(
        self, asked: ChildRow, *, most: int = 10, at_least: float | None = None, any_order: bool = False
    ) -> Answer:
        """Find the records that may be this child, likeliest first.

        `at_least`: the least weight, by default the model's review floor. `any_order`: the names may stand in any field,
        as when somebody typed or pasted them. The record named in `asked`, if any, is left out.
        """
        keys = [name_keys(name) for name in asked.names]
        bits = [self.roster.vocabulary.shared_with(each) for each in keys]
        orders = _orders(keys) if any_order else [(0, 1, 2)]
        places, is_cut = self._best(bits, asked, MOST_WEIGHED // len(orders))
        if not len(places):
            return Answer(())
        found = [self._weigh(keys, bits, asked, places, order) for order in orders]
        best = np.argmax([each.weight for each in found], axis=0)
        weights = np.max([each.weight for each in found], axis=0)
        floor = self.model.review_floor if at_least is None else at_least
        order = [at for at in np.argsort(-weights, kind="stable")[:most] if weights[at] >= floor]
        return Answer(tuple(self._candidate(found[best[at]], at, places[at]) for at in order), is_cut)

    def explain(self, asked: ChildRow, *, record: str) -> Candidate:
        """Weigh one record that is there against a description. Raises `KeyError` when the record isn't there."""
        keys = [name_keys(name) for name in asked.names]
        bits = [self.roster.vocabulary.shared_with(each) for each in keys]
        places = np.array([self.roster.places[record]])
        return self._candidate(self._weigh(keys, bits, asked, places, (0, 1, 2)), 0, places[0])

    def _best(self, bits: Sequence[NDArray[np.uint8]], asked: ChildRow, most: int) -> tuple[NDArray[np.intp], bool]:
        """Give the places of the records with the best rough marks, and whether as good ones were left out."""
        size = self.roster.size
        marks = np.zeros(size, dtype=np.uint8)
        for each in bits:
            if each.any():
                mark = _MARKS[each]
                columns = (mark[column[:size]] for column in self.roster.names.values())
                marks += np.maximum.reduce(list(columns))
        marks += np.where(marks > 0, self._date_marks(asked), np.uint8(0))
        own = self.roster.places.get(asked.record)
        if own is not None:
            marks[own] = 0
        counts = np.bincount(marks, minlength=2)
        total, lowest = 0, len(counts)
        while lowest > 1 and total < most:
            lowest -= 1
            total += int(counts[lowest])
        places = np.flatnonzero(marks >= max(lowest, 1))
        if len(places) <= most:
            return places, False
        order = np.argsort(-marks[places].astype(np.int16), kind="stable")[:most]
        return places[order], True

    def _date_marks(self, asked: ChildRow) -> NDArray[np.uint8]:
        born = self.roster.born[: self.roster.size]
        number = as_number(asked.born_on)
        if not number:
            return np.zeros(len(born), dtype=np.uint8)
        apart = np.abs(born // 10_000 - number // 10_000)
        marks = np.where(apart == 0, np.uint8(_SAME_YEAR), np.where(apart <= 2, np.uint8(_NEAR_YEAR), np.uint8(0)))
        marks[born == number] = _SAME_DAY
        return marks

    def _weigh(self, keys: Sequence[NameKeys], bits: Sequence[NDArray[np.uint8]], asked: ChildRow,
               places: NDArray[np.intp], order: tuple[int, ...]) -> Scored:  # fmt: skip
        pairs = _Asked(self.roster, [keys[at] for at in order], [bits[at] for at in order], asked, places)
        return score(pairs, model=self.model, records=len(self))

    def _candidate(self, scored: Scored, at: int, place: int) -> Candidate:
        parts = []
        for each in COMPARISONS:
            level = int(scored.levels[each.name][at])
            name = "" if level == SILENT else each.level_names[level]
            parts.append(Part(each.name, name, float(scored.parts[each.name][at])))
        prior = self.model.prior_weight(len(self))
        return Candidate(self.roster.records[place], float(scored.weight[at]), prior, tuple(parts))


def _orders(keys: Sequence[NameKeys]) -> list[tuple[int, ...]]:
    """Give the orders in which names may stand; those that come to the same, as names are the same or absent, once."""
    seen: dict[tuple[str, ...], tuple[int, ...]] = {}
    for order in permutations(range(len(NAMES))):
        seen.setdefault(tuple(keys[at].exact for at in order), order)
    return list(seen.values())


def as_typed(text: str) -> ChildRow:
    """Make a description of a name that was typed or pasted as one line: the first word, the last, and what is between.

    >>> as_typed("Maxamed Cali Yusuf").names
    ('Maxamed', 'Cali', 'Yusuf')
    """
    words = [word for word in text.split() if words_of(word)]
    if len(words) < 2:
        return ChildRow(given_names=" ".join(words))
    return ChildRow(given_names=words[0], father_name=" ".join(words[1:-1]), family_name=words[-1])
