"""Columns that one list has and another hasn't, such as a postcode, when whoever has the list names them to be compared too.

No model knows them: how often a value is the same by chance is counted in the list itself, and how often it is in one child
is learned from it (`expectation`), starting from a guess. One lookup doesn't compare them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from leerrecht.identity.comparisons import Comparison, Level
from leerrecht.identity.conditions import Absent, Shared
from leerrecht.identity.folding import LONGEST, fold
from leerrecht.identity.keys import NOTHING, NameKeys, near_keys
from leerrecht.identity.model import Model, Odds
from leerrecht.identity.training import draw_pairs

if TYPE_CHECKING:
    import duckdb

EXACT, TEXT = "exact", "text"
KINDS = (EXACT, TEXT)
"""How a column is compared: the same or not; or also one character different, or one word the same."""
DRAWN = 1_000_000
"""Random pairs in which it is counted how often each level occurs by chance."""
_GUESSED = {EXACT: {"same_spelling": 0.9}, TEXT: {"same_spelling": 0.75, "one_letter": 0.1, "one_part": 0.05}}
"""What m is taken to be until the list has taught it; the rest is `different`."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Also:
    """One more column: its place among those that are named, its name, its kind (of `KINDS`), its value in each record."""

    place: int
    column: str
    kind: str
    values: Sequence[str]

    @property
    def name(self) -> str:
        """Give the name of its comparison, which is fit for SQL whatever the list calls it."""
        return f"also{self.place}"

    @property
    def keys(self) -> Callable[[str], NameKeys]:
        """Give what makes the keys of a value."""
        return text_keys if self.kind == TEXT else exact_keys

    @cached_property
    def comparison(self) -> Comparison:
        """Give how it is compared."""
        levels = [Level("same_spelling", Shared(self.name, self.name, "exact"), f"{self.name}_exact")]
        if self.kind == TEXT:
            levels.append(Level("one_letter", Shared(self.name, self.name, "near")))
            levels.append(Level("one_part", Shared(self.name, self.name, "parts")))
        return Comparison(self.name, Absent(f"{self.name}_exact"), tuple(levels))


def exact_keys(text: str) -> NameKeys:
    """Make the key of a value that is the same or not: letters and digits, without capitals, accents and spaces.

    >>> exact_keys("1012 ab").exact == exact_keys("1012AB").exact
    True
    """
    return NameKeys("".join(_words_of(text)))


def text_keys(text: str) -> NameKeys:
    """Make the keys of a value by which another with one character different, or with a word of it, is near.

    >>> bool(text_keys("Dorpsstraat 12").near & text_keys("Dorpstraat 12").near), text_keys("12-B").parts
    (True, ('12b', '12', 'b'))
    """
    words = _words_of(text)
    if not words:
        return NOTHING
    exact = "".join(words)
    parts = tuple(dict.fromkeys((exact, *words)))
    return NameKeys(exact, bones=parts[:1], parts=parts, near=frozenset(near_keys(exact)))


def _words_of(text: str) -> list[str]:
    return _WORD.findall(fold(unicodedata.normalize("NFC", text[:LONGEST]).lower()))


def with_also(model: Model, also: Sequence[Also], connection: duckdb.DuckDBPyConnection, *, records: int) -> Model:
    """Add to a model what these columns weigh before anything is learned; `connection` has the filled table `children`."""
    if not also:
        return model
    import polars as pl

    left, right = draw_pairs(records, drawn=DRAWN)
    connection.register("drawn", pl.DataFrame({"l": left, "r": right}).to_arrow())
    added = {each.name: _odds(each, connection) for each in also}
    connection.unregister("drawn")
    return replace(model, levels={**model.levels, **added})


def _odds(each: Also, connection: duckdb.DuckDBPyConnection) -> Mapping[str, Odds]:
    """Count how often each level of a column occurs in random pairs; none is 0 or 1."""
    comparison = each.comparison
    cases = " ".join(f"WHEN {level.holds.sql()} THEN '{level.name}'" for level in comparison.levels)
    kept = [
        f"(SELECT unique_id, COLUMNS('^({each.name}_.*)') AS '\\1_{side}' FROM children) AS {side}_side"
        for side in "lr"
    ]
    counted = dict(connection.execute(
        f"SELECT CASE {cases} ELSE 'different' END, count(*) FROM drawn JOIN {kept[0]} ON l_side.unique_id = drawn.l "
        f"JOIN {kept[1]} ON r_side.unique_id = drawn.r WHERE NOT ({comparison.silent.sql()}) GROUP BY 1"
    ).fetchall())  # fmt: skip
    counts = {level: counted.get(level, 0) + 0.5 for level in comparison.level_names}
    guessed = _GUESSED[each.kind]
    m = {**guessed, "different": 1 - sum(guessed.values())}
    return {level: Odds(m[level], count / sum(counts.values())) for level, count in counts.items()}
