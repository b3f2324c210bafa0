"""The keys of one name, by which two spellings of it are known to be the same: from strict to loose.

Comparisons use equality and overlap of these sets only, so another engine that holds the keys gives the same answers.
`VERSION` changes with any rule in `folding`, `scripts`, `sounds` or here; a model names the version it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from leerrecht.identity.folding import fold, spoken, words_of
from leerrecht.identity.scripts import is_arabic, to_latin
from leerrecht.identity.sounds import bones_and_romans

VERSION = 1
"""The version of these rules."""

_ARTICLES = {
    "al", "el", "ul", "il", "ad", "ed", "ud", "ar", "er", "ur", "as", "es", "us", "ash", "esh", "at", "et", "ut", "az", "ez",
    "an", "en", "un", "ou", "bin", "ibn", "ben", "bint", "binti", "ould", "van", "de", "ال", "بن", "ابن", "بنت",
}  # fmt: skip
"""Words within a name that don't tell people apart: articles, `son of`, `daughter of`."""
_SHORTEST_NEAR = 4
"""Letters a name needs before one wrong letter is forgiven."""


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The keys of one name.

    `exact`: its letters without accents and spaces; empty when it holds no letter. `romans`: how it may sound, with vowels.
    `bones`: its consonants. `parts`: those of the whole and of each of its words. `near`: it with one letter left out, as
    numbers.
    """

    exact: str = ""
    romans: frozenset[str] = frozenset()
    bones: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    near: frozenset[int] = frozenset()

    @property
    def bone(self) -> str:
        """The first skeleton: what counts for how common a name is."""
        return self.bones[0] if self.bones else ""


NOTHING = NameKeys()
"""The keys of an empty name, which is like no other, not even another empty one."""


@lru_cache(maxsize=65_536)
def name_keys(text: str) -> NameKeys:
    """Make the keys of a name of one or more parts, in any script.

    >>> name_keys("Cabdiraxmaan").bones[0] == name_keys("Abd al-Rahman").bones[0] == name_keys("عبدالرحمن").bones[0]
    True
    >>> name_keys("---") == NOTHING
    True
    """
    words = [word for word in words_of(text) if word] if text else []
    parts = [word for word in words if word not in _ARTICLES] or words
    if not parts:
        return NOTHING
    exact = "".join(map(fold, parts))
    bones, romans = _sounds(_joined(words))
    each = dict(bones)
    for part in parts if len(parts) > 1 else ():
        each.update(_sounds(part)[0])
    return NameKeys(exact, frozenset(romans), tuple(bones), tuple(each), frozenset(near_keys(exact)))


def _joined(words: list[str]) -> str:
    """Write the words of a name as one, an article within it as one that is heard."""
    kept = [word for place, word in enumerate(words) if word not in _ARTICLES or len(words) == 1]
    return "".join(kept or words)


def _sounds(word: str) -> tuple[dict[str, None], dict[str, None]]:
    arabic = is_arabic(word)
    bones, romans = bones_and_romans(to_latin(fold(word) if arabic else spoken(word)), unvowelled=arabic)
    return dict.fromkeys(each for each in bones if each), dict.fromkeys(each for each in romans if each)


def near_keys(exact: str) -> set[int]:
    """Give the numbers of a name and of it with each letter left out: two that differ in one letter share one."""
    if len(exact) < _SHORTEST_NEAR:
        return set()
    once = (exact[:place] + exact[place + 1 :] for place in range(len(exact)))
    return {crc32(each.encode()) for each in (exact, *once)}
