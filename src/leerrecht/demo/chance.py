"""Chance that doesn't depend on order: a number for each question, from a seed.

One more question for one child never changes the answer for another, on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Where chance comes from. A question is a few words and numbers, such as the child and what is asked of it.

    >>> chance = Chance(seed=1)
    >>> chance.part("k1", "sport") == chance.part("k1", "sport"), 0 <= chance.part("k2", "sport") < 1
    (True, True)
    """

    seed: int

    def part(self, *question: object) -> float:
        """Give a number from 0 up to 1."""
        text = "\n".join(str(word) for word in (self.seed, *question))
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big") / 2**48

    def whole(self, least: int, most: int, *question: object) -> int:
        """Give a whole number from `least` to `most`, both included."""
        return least + int(self.part(*question) * (most + 1 - least))

    def pick(self, options: Sequence[T], *question: object) -> T:
        """Give one of the options."""
        return options[self.whole(0, len(options) - 1, *question)]
