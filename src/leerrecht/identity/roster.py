"""Records in memory as arrays: the numbers of their names, their dates of birth, and how common each value is.

Adding, replacing and removing one record touches that record only; many at once go in column by column. A removed record
leaves a hole that the next one fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        self._counts: dict[str, Column] = {name: np.zeros(len(SEXES), dtype=np.int32) for name in COUNTED}
        self._totals = dict.fromkeys(COUNTED, 0)

    def __len__(self) -> int:
        """Count the records."""
        return len(self.places)

    @property
    def size(self) -> int:
        """Count the places, holes with them."""
        return len(self.records)

    def put(self, rows: Iterable[ChildRow]) -> None:
        """Add records; one with the name of a record that is there replaces it. Of two with one name the last counts."""
        given = {row.record: row for row in rows}
        if not given:
            return
        self._count([self.places[record] for record in given if record in self.places], -1)
        places = [self._place_for(record) for record in given]
        for field, names in zip(NAMES, zip(*(row.names for row in given.values()), strict=True), strict=True):
            self.names[field][places] = self.vocabulary.add(names)
        self.born[places] = [as_number(row.born_on) for row in given.values()]
        self.sex[places] = [SEXES.index(row.sex) for row in given.values()]
        self.alive[places] = True
        self._count(places, 1)

    def remove(self, record: str) -> None:
        """Take a record away. Raises `KeyError` when it isn't there."""
        place = self.places.pop(record)
        self._count([place], -1)
        self.records[place] = ""
        self.alive[place] = False
        for column in (*self.names.values(), self.born, self.sex):
            column[place] = 0
        self._holes.append(place)

    def _place_for(self, record: str) -> int:
        """Give the place of a record: its own, a hole, or a new one."""
        place = self.places.get(record)
        if place is None:
            place = self.places[record] = self._holes.pop() if self._holes else self._grow()
            self.records[place] = record
        return place

    def _grow(self) -> int:
        self.records.append("")
        if len(self.records) > len(self.alive):
            room = 2 * len(self.alive)
            self.names = {field: _longer(column, room) for field, column in self.names.items()}
            self.born, self.sex, self.alive = (_longer(each, room) for each in (self.born, self.sex, self.alive))
        return len(self.records) - 1

    def _count(self, places: Sequence[int], by: int) -> None:
        """Count the values of the records at some places, or take them off the count."""
        for name in COUNTED:
            field, _, kind = name.partition("_")
            values = self.vocabulary.numbers(kind)[self.names[field][places]] if kind else self.sex[places]
            values = values[values != EMPTY]
            different = len(self.vocabulary.values[kind]) if kind else len(SEXES)
            if different > len(self._counts[name]):
                self._counts[name] = _longer(self._counts[name], 2 * different)
            np.add.at(self._counts[name], values, by)
            self._totals[name] += by * len(values)

    def shares(self, name: str, values: Column) -> NDArray[np.float64]:
        """Give for each value (its number) how common it is, with what was taken for granted; NaN when no record has it."""
        found = self._counts[name][values]
        records, share = BEFORE_COUNTING.get(name, (0, 0.0))
        shares = (found + records * share) / max(self._totals[name] + records, 1)
        return np.where((found > 0) & (values != EMPTY), shares, np.nan)

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
