"""The different names of a register, each once, with an index of their keys.

A register of a million children has far fewer names than records: what a name shares with another is found once for each
different name, whoever bears it. Names are added and never taken away; nobody's record stands here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from leerrecht.identity.conditions import KEY_BITS
from leerrecht.identity.keys import NameKeys, name_keys

EMPTY = 0
"""The number of the empty name."""
_MOST_LOOSE = 20_000
"""Keys that may wait unsorted before the index is sorted anew."""

_NOT_NEAR = np.uint8(255 - KEY_BITS["near"])
"""Clears what one wrong letter can't be: names of which both ends differ."""

Found = tuple[NDArray[np.uint64], NDArray[np.int32]]


def _hashed(kind: str, text: str) -> int:
    """Give a key as a number that says which kind it is of; two kinds don't meet."""
    return KEY_BITS[kind] << 56 | crc32(text.encode()) << 24 | (crc32(text[::-1].encode() + b"*") & 0xFFFFFF)


def _numbers(keys: NameKeys) -> Iterator[int]:
    if not keys.exact:
        return
    yield _hashed("exact", keys.exact)
    for kind, group in (("romans", keys.romans), ("bones", keys.bones), ("parts", keys.parts)):
        for each in group:
            yield _hashed(kind, each)
    for number in keys.near:
        yield KEY_BITS["near"] << 56 | number


class Vocabulary:
    """All names of a register: `names[text]` gives the number of a name; `exact` and `bone` number what is counted.

    >>> found = Vocabulary()
    >>> numbers = found.add(["Maxamed", "Ali"])
    >>> bits = found.shared_with(name_keys("Mohammed"))
    >>> bool(bits[numbers[0]] & KEY_BITS["bones"]), int(bits[numbers[1]])
    (True, 0)
    """

    def __init__(self) -> None:
        self.names: dict[str, int] = {"": EMPTY}
        self.values: dict[str, dict[str, int]] = {"exact": {"": EMPTY}, "bone": {"": EMPTY}}
        self.exact, self.bone, self.first, self.last = (array("i", [EMPTY]) for _ in range(4))
        self._sorted: Found = (np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int32))
        self._numbers = {kind: np.empty(0, dtype=np.int32) for kind in ("exact", "bone", "first", "last")}
        self._loose_keys, self._loose_names = array("Q"), array("i")

    def __len__(self) -> int:
        """Count the names, the empty one with them."""
        return len(self.exact)

    def add(self, texts: Iterable[str]) -> list[int]:
        """Number names, new ones too."""
        return [self.names[text] if text in self.names else self._add(text) for text in texts]

    def _add(self, text: str) -> int:
        keys = name_keys(text)
        number = len(self.exact) if keys.exact else EMPTY
        self.names[text] = number
        if number == EMPTY:
            return EMPTY
        for kind, value, places in (("exact", keys.exact, self.exact), ("bone", keys.bone, self.bone)):
            known = self.values[kind]
            places.append(known.setdefault(value, len(known)))
        self.first.append(ord(keys.exact[0]))
        self.last.append(ord(keys.exact[-1]))
        found = set(_numbers(keys))
        self._loose_keys.extend(found)
        self._loose_names.extend([number] * len(found))
        return number

    def numbers(self, kind: str) -> NDArray[np.int32]:
        """Give a number for each name: of its counted value (`exact`, `bone`) or of its `first` or `last` letter."""
        if len(self._numbers[kind]) != len(self):
            self._numbers[kind] = np.array(getattr(self, kind), dtype=np.int32)
        return self._numbers[kind]

    def settle(self) -> None:
        """Sort what was added into the index; done by itself when much was added."""
        if not self._loose_keys:
            return
        both = zip(self._sorted, self._loose, strict=True)
        keys, numbers = (np.concatenate([sorted_, loose]) for sorted_, loose in both)
        order = np.argsort(keys, kind="stable")
        self._sorted = keys[order], numbers[order]
        self._loose_keys, self._loose_names = array("Q"), array("i")

    @property
    def _loose(self) -> Found:
        """Give what was added since: the keys, and the name each is of."""
        return np.array(self._loose_keys, dtype=np.uint64), np.array(self._loose_names, dtype=np.int32)

    def shared_with(self, keys: NameKeys) -> NDArray[np.uint8]:
        """Give for each name which kinds of keys it shares with a name, as a sum of `KEY_BITS`."""
        if len(self._loose_keys) > _MOST_LOOSE:
            self.settle()
        bits = np.zeros(len(self), dtype=np.uint8)
        numbers = np.array(sorted(set(_numbers(keys))), dtype=np.uint64)
        starts, ends = (np.searchsorted(self._sorted[0], numbers, side=side) for side in ("left", "right"))
        for number, start, end in zip(numbers.tolist(), starts, ends, strict=True):
            bits[self._sorted[1][start:end]] |= number >> 56
        loose, names = self._loose
        is_here = np.isin(loose, numbers)
        np.bitwise_or.at(bits, names[is_here], (loose[is_here] >> np.uint64(56)).astype(np.uint8))
        if keys.exact:
            same_first = self.numbers("first") == ord(keys.exact[0])
            bits[~(same_first | (self.numbers("last") == ord(keys.exact[-1])))] &= _NOT_NEAR
        return bits

    def sharing(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Give all pairs of names that share a key, as sorted codes (one * size + other), and which kinds they share."""
        self.settle()
        keys, numbers = self._sorted
        starts = (
            np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, dtype=np.intp)
        )
        sizes = np.diff(np.append(starts, len(keys)))
        codes, bits = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint8)]
        for size in np.unique(sizes):
            groups = starts[sizes == size]
            members = numbers[groups[:, None] + np.arange(size)].astype(np.int64)
            both = members[:, :, None] * len(self) + members[:, None, :]
            codes.append(both.reshape(-1))
            bits.append(np.repeat((keys[groups] >> np.uint64(56)).astype(np.uint8), size * size))
        every, kinds = np.concatenate(codes), np.concatenate(bits)
        order = np.argsort(every, kind="stable")
        every, kinds = every[order], kinds[order]
        first = (
            np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
            if len(every)
            else np.empty(0, dtype=np.intp)
        )
        codes_once, bits_once = every[first], np.bitwise_or.reduceat(kinds, first) if len(first) else kinds
        one, other = np.divmod(codes_once, len(self))
        ends = (self.numbers(end)[one] == self.numbers(end)[other] for end in ("first", "last"))
        bits_once[~np.logical_or(*ends)] &= _NOT_NEAR
        return codes_once, bits_once
