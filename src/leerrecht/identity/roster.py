"""Records in memory as arrays: the numbers of their names, their dates of birth, and how common each value is.

Adding, replacing and removing one record touches that record only. A removed record leaves a hole that the next one fills.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from leerrecht.identity.births import as_number
from leerrecht.identity.children import SEXES, ChildRow
from leerrecht.identity.comparisons import BEFORE_COUNTING, COUNTED, NAMES
from leerrecht.identity.conditions import Column
from leerrecht.identity.vocabulary import EMPTY, Vocabulary

_FIRST_ROOM = 1024


class Roster:
    """Records as arrays with some room to grow. `names[field]`, `born`, `sex`: a value for each place; `alive`: is one there.

    >>> roster = Roster()
    >>> roster.put([ChildRow(record="a", given_names="Ali"), ChildRow(record="b", given_names="Aali")])
    >>> len(roster), round(roster.share_of("given_exact", "ali"), 5)
    (2, 0.00259)
    """

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.names: dict[str, Column] = {field: np.zeros(_FIRST_ROOM, dtype=np.int32) for field in NAMES}
        self.born: Column = np.zeros(_FIRST_ROOM, dtype=np.int32)
        self.sex: Column = np.zeros(_FIRST_ROOM, dtype=np.int8)
        self.alive: Column = np.zeros(_FIRST_ROOM, dtype=np.bool_)
        self.records: list[str] = []
        self.places: dict[str, int] = {}
        self._holes: list[int] = []
        self._counts: dict[str, dict[int, int]] = {name: {} for name in COUNTED}
        self._totals = dict.fromkeys(COUNTED, 0)

    def __len__(self) -> int:
        """Count the records."""
        return len(self.places)

    @property
    def size(self) -> int:
        """Count the places, holes with them."""
        return len(self.records)

    def put(self, rows: Iterable[ChildRow]) -> None:
        """Add records; one with the name of a record that is there replaces it."""
        for row in rows:
            place = self.places.get(row.record)
            if place is None:
                place = self._holes.pop() if self._holes else self._grow()
            else:
                self._count(place, -1)
            self.records[place] = row.record
            self.places[row.record] = place
            for field, number in zip(NAMES, self.vocabulary.add(row.names), strict=True):
                self.names[field][place] = number
            self.born[place] = as_number(row.born_on)
            self.sex[place] = SEXES.index(row.sex)
            self.alive[place] = True
            self._count(place, 1)

    def remove(self, record: str) -> None:
        """Take a record away. Raises `KeyError` when it isn't there."""
        place = self.places.pop(record)
        self._count(place, -1)
        self.records[place] = ""
        self.alive[place] = False
        for column in (*self.names.values(), self.born, self.sex):
            column[place] = 0
        self._holes.append(place)

    def _grow(self) -> int:
        self.records.append("")
        if len(self.records) > len(self.alive):
            room = 2 * len(self.alive)
            self.names = {field: _longer(column, room) for field, column in self.names.items()}
            self.born, self.sex, self.alive = (_longer(each, room) for each in (self.born, self.sex, self.alive))
        return len(self.records) - 1

    def values_at(self, place: int) -> dict[str, int]:
        """Give the numbers of the counted values of one record; 0 is none."""
        found = {"sex": int(self.sex[place])}
        for field in NAMES:
            name = int(self.names[field][place])
            found[f"{field}_exact"] = self.vocabulary.exact[name]
            found[f"{field}_bone"] = self.vocabulary.bone[name]
        return found

    def _count(self, place: int, by: int) -> None:
        for name, value in self.values_at(place).items():
            if value != EMPTY:
                counts = self._counts[name]
                counts[value] = counts.get(value, 0) + by
                self._totals[name] += by

    def shares(self, name: str, values: Column) -> NDArray[np.float64]:
        """Give for each value (its number) how common it is, with what was taken for granted; NaN when no record has it."""
        different, where = np.unique(values, return_inverse=True)
        counts = self._counts[name]
        found = np.array([counts.get(value, 0) for value in different.tolist()], dtype=np.float64)
        records, share = BEFORE_COUNTING.get(name, (0, 0.0))
        shares = (found + records * share) / max(self._totals[name] + records, 1)
        return np.where((found > 0) & (different != EMPTY), shares, np.nan)[where]

    def value_number(self, name: str, text: str) -> int:
        """Give the number of a value of a counted column; 0 when no record ever had it."""
        return self.vocabulary.values[name.rpartition("_")[2]].get(text, EMPTY)

    def share_of(self, name: str, text: str) -> float:
        """Give the share of records with this key in a column such as `given_exact`; NaN when none has it."""
        return float(self.shares(name, np.array([self.value_number(name, text)], dtype=np.int32))[0])


def _longer(column: Column, room: int) -> Column:
    longer = np.zeros(room, dtype=column.dtype)
    longer[: len(column)] = column
    return longer
