"""Conditions on two records, written once and read twice: as SQL for the register, on arrays for one lookup.

Only equality of columns and overlap of key sets (and, for years, nearness), so that each engine gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Column = NDArray[Any]
"""One value for each pair, whatever it holds."""
KEY_BITS = {"exact": 1, "romans": 2, "bones": 4, "near": 8, "parts": 16}
"""The bit of each kind of key in a number that says which kinds two names share."""
_QUICK = {
    "near": "{left}_first_l = {right}_first_r OR {left}_last_l = {right}_last_r",  # one letter can't change both ends
    "parts": "{left}_many_l OR {right}_many_r",  # of two names of one word, bones have told it
}
DIGITS = ("born_decade", "born_year_digit", "born_month_tens", "born_month_digit", "born_day_tens", "born_day_digit")
"""Columns with one digit each of a date of birth; the first two digits of a year don't tell children apart."""


class Pairs(Protocol):
    """Many pairs of records as arrays, all of one length."""

    def shared(self, left: str, right: str) -> NDArray[np.uint8]:
        """Give which kinds of keys the name in field `left` of the one shares with field `right` of the other."""

    def column(self, name: str, *, side: str) -> Column:
        """Give a column of the left (`l`) or right (`r`) records."""


class Condition(Protocol):
    """Something that holds for a pair or doesn't; what is absent makes nothing hold."""

    def sql(self) -> str:
        """Write it in SQL, on columns that end in `_l` and `_r`."""

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""


@dataclass(frozen=True)
class Shared:
    """Two names share a key of a kind of `KEY_BITS`; the fields may differ, for parts that stand in another place."""

    left: str
    right: str
    kind: str

    def sql(self) -> str:
        """Write it in SQL, what is quick to see before what isn't."""
        left, right = f"{self.left}_{self.kind}_l", f"{self.right}_{self.kind}_r"
        if self.kind == "exact":
            return f"{left} = {right}"
        overlap = f"list_has_any({left}, {right})"
        quick = _QUICK.get(self.kind)
        return f"({quick.format(left=self.left, right=self.right)}) AND {overlap}" if quick else overlap

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return np.asarray(pairs.shared(self.left, self.right) & KEY_BITS[self.kind], dtype=np.bool_)


@dataclass(frozen=True)
class Same:
    """Both records have the same value in a column (`other`: the right one in another column)."""

    name: str
    other: str = ""

    def sql(self) -> str:
        """Write it in SQL."""
        return f"{self.name}_l = {self.other or self.name}_r"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return np.asarray(pairs.column(self.name, side="l") == pairs.column(self.other or self.name, side="r"))


@dataclass(frozen=True)
class Flagged:
    """A yes-or-no column is yes on a side (`l`, `r`)."""

    name: str
    side: str

    def sql(self) -> str:
        """Write it in SQL."""
        return f"{self.name}_{self.side}"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return np.asarray(pairs.column(self.name, side=self.side), dtype=np.bool_)


@dataclass(frozen=True)
class Within:
    """Two numbers differ by at most so much."""

    name: str
    most: int

    def sql(self) -> str:
        """Write it in SQL."""
        return f"abs({self.name}_l - {self.name}_r) <= {self.most}"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        left, right = (pairs.column(self.name, side=side).astype(np.int32) for side in "lr")
        return np.asarray(np.abs(left - right) <= self.most)


@dataclass(frozen=True)
class OneDigit:
    """All digits of two dates of birth but one are the same."""

    def sql(self) -> str:
        """Write it in SQL."""
        return " + ".join(f"CAST({name}_l = {name}_r AS INTEGER)" for name in DIGITS) + f" = {len(DIGITS) - 1}"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        same = sum(Same(name).holds(pairs).astype(np.uint8) for name in DIGITS)
        return np.asarray(same == len(DIGITS) - 1)


@dataclass(frozen=True)
class Absent:
    """A column is empty on either side: a name of no letters, no date."""

    name: str

    def sql(self) -> str:
        """Write it in SQL."""
        return f"{self.name}_l IS NULL OR {self.name}_r IS NULL"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return np.asarray(
            pairs.column(f"{self.name}_absent", side="l") | pairs.column(f"{self.name}_absent", side="r"),
            dtype=np.bool_,
        )


class _Joined:
    _word = ""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def sql(self) -> str:
        """Write it in SQL."""
        return self._word.join(f"({part.sql()})" for part in self.parts)


class All(_Joined):
    """Every part holds."""

    _word = " AND "

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return reduce(np.logical_and, (part.holds(pairs) for part in self.parts))


class Either(_Joined):
    """Some part holds."""

    _word = " OR "

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return reduce(np.logical_or, (part.holds(pairs) for part in self.parts))


class Not:
    """A condition doesn't hold."""

    def __init__(self, part: Condition) -> None:
        self.part = part

    def sql(self) -> str:
        """Write it in SQL; what can't be told counts as not holding, so its opposite as holding."""
        return f"NOT COALESCE({self.part.sql()}, FALSE)"

    def holds(self, pairs: Pairs) -> Flags:
        """Tell for each pair whether it holds."""
        return np.logical_not(self.part.holds(pairs))
